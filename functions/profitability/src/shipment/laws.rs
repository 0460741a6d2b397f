//! Laws of orders and their estimate together: whatever is asked for, in whatever order.

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, History, fold_events};
use kernel::{Command, Context, Event, Facts, Want};
use proptest::prelude::*;
use testkit::context;

use super::event::RejectedBy;
use super::note_decision::{DecisionNews, NoteDecision};
use super::record_posting::{MovedLine, RecordPosting};
use super::record_return::{BackLine, RecordReturn};
use super::steps::RequestedLine;
use super::{ApprovedBy, Shipment, ShipmentEvent, ShipmentStatus, Source};
use super::{await_stock, cancel, close_partially, create, hand_over, lapse_approval, recalculate, reopen, revise, submit, withdraw};
use crate::ShipmentId;
use crate::estimate::{EstimateEvent, LocalEstimate, Standing};
use crate::samples::estimates::{created, estimate_id};
use crate::samples::shipments::{justification, now, paragraph};
use crate::samples::{day, line, price, quantity};
use crate::tally::Tally;

#[derive(Debug, Clone)]
enum Act {
    Create(u8, u32),
    Revise(u8, u32, u32),
    Submit(u8),
    Withdraw(u8),
    Cancel(u8),
    Wait(u8),
    Reopen(u8),
    Approve(u8),
    Reject(u8),
    Revoke(u8),
    Lapse(u8),
    HandOver(u8),
    Post(u8, u32, u8),
    Return(u8, u32, u8),
    Close(u8),
    Recalculate(u8),
}

fn act() -> impl Strategy<Value = Act> {
    let n = || 0u8..4;
    prop_oneof![
        4 => (n(), 1u32..60).prop_map(|(n, count)| Act::Create(n, count)),
        2 => (n(), 1u32..60, 1u32..40_000).prop_map(|(n, count, at)| Act::Revise(n, count, at)),
        5 => n().prop_map(Act::Submit),
        1 => n().prop_map(Act::Withdraw),
        1 => n().prop_map(Act::Cancel),
        1 => n().prop_map(Act::Wait),
        1 => n().prop_map(Act::Reopen),
        4 => n().prop_map(Act::Approve),
        1 => n().prop_map(Act::Reject),
        1 => n().prop_map(Act::Revoke),
        1 => n().prop_map(Act::Lapse),
        2 => n().prop_map(Act::HandOver),
        3 => (n(), 1u32..60, 0u8..3).prop_map(|(n, count, document)| Act::Post(n, count, document)),
        2 => (n(), 1u32..20, 0u8..3).prop_map(|(n, count, document)| Act::Return(n, count, document)),
        1 => n().prop_map(Act::Close),
        2 => n().prop_map(Act::Recalculate),
    ]
}

/// Orders and their estimate, as the store would have them.
struct World {
    orders: BTreeMap<ShipmentId, Vec<ShipmentEvent>>,
    estimate: Vec<EstimateEvent>,
    version: u64,
}

fn id(n: u8) -> ShipmentId {
    ShipmentId::derive(&["law", &n.to_string()])
}

fn stored<E: Event>(events: &[E]) -> History {
    crate::samples::shipments::history(events)
}

impl World {
    fn order(&self, id: ShipmentId) -> Option<Shipment> {
        let events = self.orders.get(&id)?;
        fold_events(None, events, &context().meta("t")).unwrap()
    }

    fn estimate(&self) -> LocalEstimate {
        fold_events(None, &self.estimate, &context().meta("t")).unwrap().unwrap()
    }

    /// Decides and writes; what is refused changes nothing.
    fn perform<C: Command<Aggregate = Shipment>>(&mut self, command: &C, at: Context) {
        let order = self.order(command.target(&at));
        let mut facts = Facts::default();
        for want in command.wants(order.as_ref(), &facts, &at) {
            match &want {
                Want::Aggregate { stream, .. } if stream.kind == LocalEstimate::NAME => {
                    facts.put_aggregate(&want, &stored(&self.estimate)).unwrap();
                }
                Want::Aggregate { .. } => facts.put_aggregate(&want, &History::default()).unwrap(),
                Want::Guard { .. } => facts.put_guard(&want, None),
                Want::Rows(_)
                | Want::Document { .. }
                | Want::Content { .. }
                | Want::SubjectKey { .. }
                | Want::UploadUrl { .. }
                | Want::DownloadUrl { .. } => unreachable!(),
            }
        }
        if let Ok(decision) = command.decide(order.as_ref(), &facts, &at) {
            self.orders.entry(command.target(&at)).or_default().extend(decision.events);
            for append in decision.others.iter().filter(|append| append.stream.kind == LocalEstimate::NAME) {
                self.estimate.extend(append.events.iter().map(|event| EstimateEvent::read(event).unwrap()));
            }
        }
    }

    fn note(&mut self, n: u8, news: DecisionNews) {
        self.version += 1;
        let submission = self.order(id(n)).map_or(0, |order| order.submission);
        let command = NoteDecision { shipment_id: id(n), submission, process: line("apr_1"), version: self.version, news };
        self.perform(&command, context());
    }

    fn act(&mut self, act: &Act) {
        let lines = |count: u32, at: Option<u32>| {
            let at = at.map(|minor| crate::price::Price::new(kernel::Money::from_minor(i64::from(minor), kernel::Currency::UAH)).unwrap());
            vec![RequestedLine { product: line("BRG-6204"), quantity: quantity(&count.to_string()), price: at }]
        };
        let shipment_id = |n: u8| id(n);
        match act {
            Act::Create(n, count) => {
                let command = create::CreateShipment {
                    shipment_id: Some(id(*n)),
                    number: line(&format!("L-{n}")),
                    estimate_id: estimate_id(),
                    lines: lines(*count, None),
                    source: Source::Manual,
                    manager: None,
                    source_revision: 0,
                    net_of_vat: true,
                    lease: None,
                };
                self.perform(&command, context());
            }
            Act::Revise(n, count, at) => {
                let lines = lines(*count, Some(*at));
                self.perform(&revise::ReviseShipment { shipment_id: id(*n), lines, source_revision: None, lease: None }, context());
            }
            Act::Submit(n) => {
                let justification = Some(justification());
                self.perform(&submit::SubmitShipment { shipment_id: id(*n), justification, emergency: false, lease: None }, context());
            }
            Act::Withdraw(n) => self.perform(&withdraw::WithdrawShipment { shipment_id: id(*n), reason: None }, context()),
            Act::Cancel(n) => self.perform(&cancel::CancelShipment { shipment_id: id(*n), reason: line("нет") }, context()),
            Act::Wait(n) => self.perform(&await_stock::AwaitStock { shipment_id: id(*n) }, context()),
            Act::Reopen(n) => self.perform(&reopen::ReopenShipment { shipment_id: id(*n) }, context()),
            Act::Approve(n) => {
                let (by, level) = (ApprovedBy::Person, line("rbu"));
                self.note(*n, DecisionNews::Approved { by, level, approver: None, comment: None, decided_at: now() });
            }
            Act::Reject(n) => self.note(*n, DecisionNews::Rejected { by: RejectedBy::Person, approver: None, reason: paragraph("нет") }),
            Act::Revoke(n) => {
                self.note(*n, DecisionNews::Revoked { cause: line("level-higher"), level: line("dp"), reason: paragraph("план") });
            }
            Act::Lapse(n) => {
                let late = Context { now: "2026-11-30T08:00:00Z".parse().unwrap(), ..context() };
                self.perform(&lapse_approval::LapseApproval { shipment_id: id(*n) }, late);
            }
            Act::HandOver(n) => self.perform(&hand_over::HandOverShipment { shipment_id: id(*n), reference: line("WMS") }, context()),
            Act::Post(n, count, document) => {
                let lines = vec![MovedLine { product: line("BRG-6204"), quantity: quantity(&count.to_string()), price: price("240.00") }];
                let document = line(&format!("РТУ-{n}-{document}"));
                self.perform(&RecordPosting { shipment_id: shipment_id(*n), document, on: day("2026-11-21"), lines }, context());
            }
            Act::Return(n, count, document) => {
                let lines = vec![BackLine { product: line("BRG-6204"), quantity: quantity(&count.to_string()) }];
                let (posting, document) = (line(&format!("РТУ-{n}-{document}")), line(&format!("ВОЗ-{n}-{document}-{count}")));
                let command = RecordReturn { shipment_id: shipment_id(*n), document, posting, on: day("2026-11-22"), lines };
                self.perform(&command, context());
            }
            Act::Close(n) => self.perform(&close_partially::ClosePartially { shipment_id: id(*n), reason: line("всё") }, context()),
            Act::Recalculate(n) => {
                let cause = super::event::RecalculatedBecause::EstimateMoved;
                self.perform(&recalculate::RecalculateShipment { shipment_id: id(*n), cause, request: None }, context());
            }
        }
    }

    /// What must be so, whatever happened.
    fn check(&self) -> Result<(), TestCaseError> {
        let estimate = self.estimate();
        let (mut revenue, mut cost) = (0i64, 0i64);
        for order in self.orders.keys().filter_map(|id| self.order(*id)) {
            let account = estimate.orders.get(&order.id);
            prop_assert_eq!(order.status.holds_goods(), account.is_some(), "{:?} {:?}", order.status, account);
            let standing = account.map(|account| account.standing);
            prop_assert_eq!(order.status == ShipmentStatus::PendingApproval, standing == Some(Standing::Pending));
            prop_assert_eq!(order.status == ShipmentStatus::Approved, standing == Some(Standing::Approved));
            let late = [ShipmentStatus::Approved, ShipmentStatus::InProgress, ShipmentStatus::Fulfilled, ShipmentStatus::PartiallyClosed];
            prop_assert!(order.handed_over.is_none() || late.contains(&order.status), "{:?} after its hand-over", order.status);
            prop_assert!(order.approval.is_none() || order.submission > 0);
            for posted in order.postings.iter().flat_map(|posting| &posting.lines) {
                revenue += posted.revenue.minor() - posted.returned.times(posted.price.money()).unwrap().minor();
                cost += posted.cost.minor() - posted.returned.times(posted.npss.unwrap().money()).unwrap().minor();
            }
        }
        // The estimate's books are the sum of what the orders' documents say.
        let sums: Vec<_> = estimate.shipped_besides(None).collect();
        prop_assert_eq!(sums.iter().map(|(_, sums)| sums.revenue.minor()).sum::<i64>(), revenue);
        prop_assert_eq!(sums.iter().map(|(_, sums)| sums.cost.minor()).sum::<i64>(), cost);
        prop_assert!(estimate.left_for(None).values().all(|left| *left >= Tally::ZERO));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn p22_p23_p25_orders_and_their_estimate_never_disagree(acts in prop::collection::vec(act(), 0..40)) {
        let mut world = World { orders: BTreeMap::new(), estimate: vec![created()], version: 0 };
        for act in &acts {
            world.act(act);
            world.check()?;
        }
        for order in world.orders.keys().filter_map(|id| world.order(*id)) {
            let kept: Shipment = serde_json::from_value(serde_json::to_value(&order).unwrap()).unwrap();
            prop_assert_eq!(kept, order);
        }
    }
}
