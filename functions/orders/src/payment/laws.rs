//! What holds for money whatever people, rules and the bank do, in whatever order.

use std::collections::BTreeMap;

use kernel::aggregate::{Commit, History};
use kernel::command::{AnyCommand, command};
use kernel::facts::ROUNDS_MAX;
use kernel::{Actor, Aggregate, Context, Event, Facts, Money, Page, StreamKey, Want};
use proptest::prelude::*;
use serde_json::Value;

use super::evaluate::EvaluatePayment;
use super::match_order::MatchPayment;
use super::reject::RejectPayment;
use super::rematch::RematchPayment;
use super::unmatch::UnmatchPayment;
use super::{Payment, PaymentEvent, PaymentStatus, import};
use crate::integration::process::ProcessIntegrationEvent;
use crate::integration::{Content, IntegrationEvent, IntegrationFact};
use crate::number::OrderNumber;
use crate::order::cancel::CancelOrder;
use crate::order::event::Created;
use crate::order::{Item, NUMBER_SCOPE, Order, OrderEvent};
use crate::outside::privat24::{BankTransaction, Posting};
use crate::samples::{self, line, payments, uah};
use crate::views::match_index;
use crate::{OrderId, PaymentId};

const ORDERS: usize = 3;
const PAYMENTS: usize = 4;

/// Streams as a store keeps them, and the pipeline from command to commit.
struct World {
    streams: BTreeMap<StreamKey, History>,
    orders: Vec<OrderId>,
    transactions: Vec<BankTransaction>,
}

#[derive(Debug, Clone)]
enum Act {
    Evaluate(usize),
    Match(usize, usize),
    Unmatch(usize),
    Rematch(usize, usize),
    Reject(usize),
    Reverse(usize),
    Cancel(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let (order, payment) = (0..ORDERS, 0..PAYMENTS);
    prop_oneof![
        4 => payment.clone().prop_map(Act::Evaluate),
        4 => (payment.clone(), order.clone()).prop_map(|(payment, order)| Act::Match(payment, order)),
        2 => payment.clone().prop_map(Act::Unmatch),
        4 => (payment.clone(), order.clone()).prop_map(|(payment, order)| Act::Rematch(payment, order)),
        1 => payment.clone().prop_map(Act::Reject),
        1 => payment.prop_map(Act::Reverse),
        1 => order.prop_map(Act::Cancel),
    ]
}

fn context() -> Context {
    Context { actor: Actor::system("test"), ..testkit::context() }
}

impl World {
    fn new(totals: &[i64], amounts: &[i64], names: &[usize]) -> Self {
        let ids = || (0..totals.len()).map(|n| OrderId::derive(&[&n.to_string()]));
        let mut world = Self { streams: BTreeMap::new(), orders: ids().collect(), transactions: Vec::new() };
        for (id, total) in ids().zip(totals) {
            let price = Money::from_minor(*total, kernel::Currency::UAH);
            let created = OrderEvent::Created(Created {
                id,
                number: OrderNumber::derive(id, 2026, 0),
                client: samples::customer(),
                items: vec![Item { sku: line("A"), name: line("Товар"), quantity: samples::one(), price }],
                discount: uah("0"),
                draft: false,
                note: None,
            });
            world.append(Order::stream(id), vec![created.write().unwrap()]);
        }
        for (n, (amount, name)) in amounts.iter().zip(names).enumerate() {
            let purpose = world.orders.get(*name).map(|id| OrderNumber::derive(*id, 2026, 0).to_string()).unwrap_or_default();
            let amount = Money::from_minor(*amount, kernel::Currency::UAH);
            let transaction = BankTransaction { refn: n.to_string(), amount, purpose, ..payments::transaction() };
            let received = PaymentEvent::Received(import::received(&transaction, None, None));
            world.append(Payment::stream(import::payment_id(&transaction)), vec![received.write().unwrap()]);
            let reversed = Content::Transaction { transaction: BankTransaction { posting: Posting::Reversed, ..transaction.clone() } };
            let IntegrationFact::Received(mut told) = payments::message_of(reversed.clone()) else { panic!("a message that came") };
            told.id = reversed.id();
            world.append(IntegrationEvent::stream(told.id), vec![IntegrationFact::Received(told).write().unwrap()]);
            world.transactions.push(transaction);
        }
        world
    }

    fn append(&mut self, stream: StreamKey, events: Vec<Value>) {
        let history = self.streams.entry(stream).or_default();
        let version = history.version() + 1;
        history.commits.push(Commit { version, meta: context().meta("test"), key: None, events });
    }

    fn find(&self, want: &Want, facts: &mut Facts) {
        match want {
            Want::Aggregate { stream, .. } => facts.put_aggregate(want, &self.streams.get(stream).cloned().unwrap_or_default()).unwrap(),
            Want::Guard { scope, value } => {
                let owner = self.orders.iter().find(|id| OrderNumber::derive(**id, 2026, 0).as_str() == value);
                facts.put_guard(want, owner.filter(|_| scope == NUMBER_SCOPE).map(ToString::to_string));
            }
            Want::Rows(query) => {
                let rows = self.orders.iter().flat_map(|id| match_index::rows(&self.order(*id)));
                let rows = rows.filter(|row| query.view == match_index::VIEW && row.key.partition == query.partition).collect();
                facts.put_rows(want, Page { rows, next_cursor: None });
            }
            Want::Document { .. } | Want::Content { .. } | Want::SubjectKey { .. } | Want::UploadUrl { .. } | Want::DownloadUrl { .. } => {
                panic!("payments have no documents")
            }
        }
    }

    /// Carries a command out; a refusal changes nothing.
    fn run(&mut self, command: &dyn AnyCommand, body: &impl serde::Serialize) {
        let context = context();
        let mut pending = command.open(serde_json::to_value(body).unwrap()).unwrap();
        let stream = pending.stream(&context);
        pending.load(&self.streams.get(&stream).cloned().unwrap_or_default()).unwrap();
        let mut facts = Facts::default();
        for _ in 0..ROUNDS_MAX {
            for want in pending.wants(&facts, &context) {
                if !facts.has(&want) {
                    self.find(&want, &mut facts);
                }
            }
        }
        let decided = match pending.decide(&facts, &context) {
            Ok(decided) => decided,
            Err(kernel::command::Undecided::Refused(_)) => return,
            Err(kernel::command::Undecided::Impossible(impossible)) => panic!("{impossible}"),
        };
        for append in decided.appends {
            assert_eq!(self.streams.get(&append.stream).map_or(0, History::version), append.expected);
            self.append(append.stream, append.events);
        }
    }

    fn payment_id(&self, n: usize) -> PaymentId {
        import::payment_id(&self.transactions[n])
    }

    fn act(&mut self, act: &Act) {
        let reason = || line("так");
        let order_id = |n: usize| OrderId::derive(&[&n.to_string()]);
        match act {
            Act::Evaluate(n) => self.run(command::<EvaluatePayment>(), &EvaluatePayment { payment_id: self.payment_id(*n) }),
            Act::Match(n, order) => {
                let body = MatchPayment { payment_id: self.payment_id(*n), order_id: order_id(*order), reason: None };
                self.run(command::<MatchPayment>(), &body);
            }
            Act::Unmatch(n) => {
                self.run(command::<UnmatchPayment>(), &UnmatchPayment { payment_id: self.payment_id(*n), reason: reason() });
            }
            Act::Rematch(n, order) => {
                let body = RematchPayment { payment_id: self.payment_id(*n), order_id: order_id(*order), reason: reason() };
                self.run(command::<RematchPayment>(), &body);
            }
            Act::Reject(n) => self.run(command::<RejectPayment>(), &RejectPayment { payment_id: self.payment_id(*n), reason: reason() }),
            Act::Reverse(n) => {
                let reversed = BankTransaction { posting: Posting::Reversed, ..self.transactions[*n].clone() };
                let integration_event_id = Content::Transaction { transaction: reversed }.id();
                self.run(command::<ProcessIntegrationEvent>(), &ProcessIntegrationEvent { integration_event_id });
            }
            Act::Cancel(order) => self.run(command::<CancelOrder>(), &CancelOrder { order_id: order_id(*order), reason: reason() }),
        }
    }

    fn order(&self, id: OrderId) -> Order {
        self.streams[&Order::stream(id)].fold::<Order>().unwrap().unwrap().state
    }

    fn payments(&self) -> Vec<Payment> {
        let streams = (0..self.transactions.len()).map(|n| &self.streams[&Payment::stream(self.payment_id(n))]);
        streams.map(|history| history.fold::<Payment>().unwrap().unwrap().state).collect()
    }

    fn check(&self) {
        let payments = self.payments();
        for payment in &payments {
            if let Some(matched) = payment.matched() {
                assert_eq!(matched.allocated.plus(matched.surplus), Ok(payment.amount));
            }
        }
        for id in &self.orders {
            let order = self.order(*id);
            let matched = payments.iter().filter_map(|payment| Some((payment, payment.matched()?)));
            let of_order: Vec<_> = matched.filter(|(_, matched)| matched.order == *id).collect();
            let sum: i64 = of_order.iter().map(|(_, matched)| matched.allocated.minor()).sum();
            assert_eq!(order.paid().minor(), sum);
            assert!(order.paid().minor() <= order.total.minor());
            assert_eq!(order.allocations.len(), of_order.len());
        }
        for payment in payments.iter().filter(|payment| payment.status() == PaymentStatus::Reversed) {
            let holds = |id: &OrderId| self.order(*id).allocations.iter().any(|allocation| allocation.payment == payment.id);
            assert!(!self.orders.iter().any(holds), "{}", payment.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r12_r15_r41_money_is_neither_made_nor_lost(
        totals in prop::collection::vec(1i64..2_000, ORDERS),
        amounts in prop::collection::vec(1i64..3_000, PAYMENTS),
        names in prop::collection::vec(0..ORDERS + 1, PAYMENTS),
        exact in any::<bool>(),
        acts in prop::collection::vec(act(), 0..25),
    ) {
        // Half of the time the amounts fit, so that the rules choose something.
        let fitting = amounts.iter().zip(&names).map(|(amount, name)| totals.get(*name).copied().filter(|_| exact).unwrap_or(*amount));
        let mut world = World::new(&totals, &fitting.collect::<Vec<_>>(), &names);
        for act in &acts {
            world.act(act);
            world.check();
        }
    }
}
