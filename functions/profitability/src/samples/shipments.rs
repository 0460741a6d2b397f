//! Samples of orders under an estimate, and of their judgements.

use kernel::{Moment, Paragraph};

use super::estimates::{created_data, estimate_id};
use super::{clients, day, line, literal, money, price, quantity};
use crate::calculation::{CalculationEvent, OrderLine, Question, Record, judge};
use crate::estimate::{EstimateEvent, LocalEstimate, OrderedLine};
use crate::settings::DeviationRule;
use crate::shipment::create::CreateShipment;
use crate::shipment::event::{Created, RecalculatedBecause, RejectedBy, Submitted, WithdrawnBecause};
use crate::shipment::note_decision::{DecisionNews, NoteDecision};
use crate::shipment::posting::{PostedLine, Posting, Returned, ReturnedLine, Violation};
use crate::shipment::proposal::{Proposal, ProposedPrice, Terms};
use crate::shipment::record_posting::{MovedLine, RecordPosting};
use crate::shipment::record_return::{BackLine, RecordReturn};
use crate::shipment::steps::RequestedLine;
use crate::shipment::{Approval, ApprovedBy, Priority, Shipment, ShipmentEvent, ShipmentStatus, Source, Summary};
use crate::{CalculationId, ShipmentId};

/// When everything of the samples happens.
pub fn now() -> Moment {
    literal("2026-11-21T08:30:00Z")
}

/// The order of the samples.
pub fn shipment_id() -> ShipmentId {
    Shipment::id_of("УТ-001287")
}

/// The record of its first judgement.
pub fn calculation_id() -> CalculationId {
    CalculationId::derive(&[&shipment_id().to_string(), "1"])
}

/// 60 bearings at 240.00 and 10 belts at 1 000.00: bearings below their estimate's price.
pub fn order_lines() -> Vec<OrderLine> {
    vec![
        OrderLine { line: 1, quantity: quantity("60"), price: price("240.00") },
        OrderLine { line: 2, quantity: quantity("10"), price: price("1000.00") },
    ]
}

/// The estimate of the samples after some events.
#[allow(clippy::expect_used, reason = "samples follow from each other, which a test checks")]
pub fn estimate(events: &[EstimateEvent]) -> LocalEstimate {
    let meta = kernel::Meta {
        at: literal("2026-11-02T09:00:00Z"),
        actor: kernel::Actor::system("samples"),
        command: "samples".to_owned(),
        correlation: crate::CalculationId::derive(&[]).uuid(),
        causation: None,
    };
    let created = EstimateEvent::Created(created_data());
    let all: Vec<EstimateEvent> = std::iter::once(created).chain(events.iter().cloned()).collect();
    kernel::aggregate::fold_events(None, &all, &meta).ok().flatten().expect("a possible history")
}

/// The judgement of the order under an estimate that nothing was shipped of.
#[allow(clippy::expect_used, reason = "small sums")]
pub fn record() -> Record {
    let estimate = estimate(&[]);
    let lines = order_lines();
    let question = Question {
        estimate: &estimate,
        shipment: Some(shipment_id()),
        lines: &lines,
        rule: DeviationRule::Lenient,
        today: day("2026-11-21"),
    };
    let judgement = judge(&question).expect("small sums");
    let mut facts = judgement.figures;
    facts.calculation = calculation_id();
    facts.calculated_at = now();
    Record {
        id: calculation_id(),
        shipment: shipment_id(),
        number: line("УТ-001287"),
        estimate: estimate_id(),
        estimate_version: 1,
        rule: DeviationRule::Lenient,
        facts,
        components: judgement.components,
    }
}

/// It was recorded.
pub fn recorded() -> CalculationEvent {
    CalculationEvent::Recorded(Box::new(record()))
}

/// Several lines of text.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn paragraph(text: &str) -> Paragraph {
    Paragraph::new(text).expect("a literal paragraph")
}

/// Why it should be shipped.
pub fn justification() -> Paragraph {
    paragraph("Клиент забирает остаток сметы до конца месяца и платит вперёд, иначе уйдёт к другому поставщику.")
}

/// The order as the accounting system sends it.
pub fn create() -> CreateShipment {
    let line_of =
        |product: &str, count: &str, at: &str| RequestedLine { product: line(product), quantity: quantity(count), price: Some(price(at)) };
    CreateShipment {
        shipment_id: Some(shipment_id()),
        number: line("УТ-001287"),
        estimate_id: estimate_id(),
        lines: vec![line_of("BRG-6204", "60", "240.00"), line_of("BLT-A1250", "10", "1000.00")],
        source: Source::Manual,
        manager: None,
        source_revision: 1,
        net_of_vat: true,
        lease: None,
    }
}

/// It was drafted.
pub fn created() -> ShipmentEvent {
    let nothing = super::percent(0);
    ShipmentEvent::Created(Created {
        id: shipment_id(),
        number: line("УТ-001287"),
        estimate: estimate_id(),
        client: crate::client::ClientFacts { strategic: false, allowed_deviation: nothing, ..clients::facts() },
        manager: line("manager"),
        source: Source::Manual,
        currency: money("0").currency(),
        lines: order_lines(),
        source_revision: 1,
    })
}

/// The figures of one of its judgements, which all found the same.
pub fn summary(number: u32) -> Summary {
    let calculation = CalculationId::derive(&[&shipment_id().to_string(), &number.to_string()]);
    Summary { calculation, ..Summary::of(&record().facts) }
}

/// It was submitted for the first time.
pub fn submitted() -> ShipmentEvent {
    ShipmentEvent::SubmittedForApproval(Box::new(Submitted {
        shipment: shipment_id(),
        submission: 1,
        estimate: estimate_id(),
        estimate_number: created_data().number,
        number: line("УТ-001287"),
        client: clients::facts(),
        manager: line("manager"),
        submitted_by: Some(line("manager")),
        priority: Priority::P2,
        emergency: false,
        source: Source::Manual,
        justification: Some(justification()),
        submitted_at: now(),
        revocations: 0,
        previous_refusal: None,
        facts: record().facts,
    }))
}

/// The head of a unit approves it.
pub fn note_approved() -> NoteDecision {
    NoteDecision {
        shipment_id: shipment_id(),
        submission: 1,
        process: line("apr_8a3e9fca307b8bd38fbc702b04a41652"),
        version: 2,
        news: DecisionNews::Approved {
            by: ApprovedBy::Person,
            level: line("rbu"),
            approver: Some(line("sidorov")),
            comment: None,
            decided_at: now(),
        },
    }
}

/// It was approved on a Saturday: valid for the five working days after it, in Kyiv.
pub fn approved() -> ShipmentEvent {
    let approval = Approval {
        by: ApprovedBy::Person,
        level: line("rbu"),
        approver: Some(line("sidorov")),
        comment: None,
        decided_at: now(),
        valid_until: literal("2026-11-27T22:00:00Z"),
    };
    ShipmentEvent::Approved { approval }
}

/// Its submission or approval is over.
pub fn withdrawn(was: ShipmentStatus, cause: WithdrawnBecause) -> ShipmentEvent {
    ShipmentEvent::Withdrawn { shipment: shipment_id(), submission: 1, was, cause, reason: None }
}

/// The warehouse has it.
pub fn handed_over() -> ShipmentEvent {
    ShipmentEvent::HandedOver { shipment: shipment_id(), submission: 1, at: now(), reference: line("WMS-88120") }
}

/// Bearings would be approved at 249.00.
pub fn correction() -> Proposal {
    Proposal {
        id: line("prp_1"),
        round: Some(1),
        terms: Terms::Prices { prices: vec![ProposedPrice { line: 1, price: price("249.00") }] },
        approver: Some(line("sidorov")),
        reason: paragraph("Подшипники не ниже 249: закупка дорожает с декабря."),
    }
}

/// Without the belts.
pub fn drop_lines() -> Proposal {
    let reason = paragraph("Ремни по этой цене не отдаём: последняя партия.");
    Proposal { id: line("prp_2"), round: None, terms: Terms::DropLines { lines: vec![2] }, approver: Some(line("orlova")), reason }
}

/// Twenty bearings left.
pub fn posting() -> RecordPosting {
    let lines = vec![MovedLine { product: line("BRG-6204"), quantity: quantity("20"), price: price("240.00") }];
    RecordPosting { shipment_id: shipment_id(), document: line("РТУ-000911"), on: day("2026-11-21"), lines }
}

/// Five of them came back.
pub fn return_of_goods() -> RecordReturn {
    let lines = vec![BackLine { product: line("BRG-6204"), quantity: quantity("5") }];
    RecordReturn {
        shipment_id: shipment_id(), document: line("ВОЗ-000034"), posting: line("РТУ-000911"), on: day("2026-11-23"), lines
    }
}

fn posted_line() -> PostedLine {
    PostedLine {
        line: Some(1),
        product: line("BRG-6204"),
        quantity: quantity("20"),
        price: price("240.00"),
        revenue: money("4800.00"),
        npss: Some(price("200.00")),
        cost: money("4000.00"),
        returned: crate::tally::Tally::ZERO,
    }
}

fn returned_line() -> ReturnedLine {
    let (revenue, cost) = (money("1200.00"), money("1000.00"));
    ReturnedLine { line: Some(1), product: line("BRG-6204"), quantity: quantity("5"), revenue, cost }
}

/// The estimate holds the goods of the whole order.
pub fn placed_whole() -> EstimateEvent {
    let held = |line: &OrderLine| OrderedLine { line: line.line, quantity: line.quantity };
    EstimateEvent::OrderPlaced { shipment: shipment_id(), number: line("УТ-001287"), lines: order_lines().iter().map(held).collect() }
}

/// What happens on the way to an approval.
fn deciding() -> Vec<ShipmentEvent> {
    let (shipment, submission) = (shipment_id(), 1);
    let (facts, calculation) = (record().facts, CalculationId::derive(&[&shipment_id().to_string(), "2"]));
    let facts = Box::new(crate::calculation::Facts { calculation, ..facts });
    vec![
        ShipmentEvent::Recalculated {
            shipment,
            submission,
            status: ShipmentStatus::PendingApproval,
            cause: RecalculatedBecause::Requested,
            request: Some(line("apr_8a3e9fca307b8bd38fbc702b04a41652/7")),
            client: clients::facts(),
            facts: facts.clone(),
        },
        withdrawn(ShipmentStatus::PendingApproval, WithdrawnBecause::Manager),
        ShipmentEvent::ApprovalLapsed { shipment, submission, approved_at: now() },
        ShipmentEvent::ProposalAccepted {
            shipment,
            submission,
            proposal: correction().id,
            kind: correction().terms.kind(),
            lines: order_lines(),
            facts,
        },
        ShipmentEvent::ProposalDeclined {
            shipment,
            submission,
            proposal: correction().id,
            kind: correction().terms.kind(),
            reason: line("Клиент не согласен"),
        },
        ShipmentEvent::ProcessNoted { process: note_approved().process, version: 1, level: Some(line("rbu")) },
        approved(),
        ShipmentEvent::PartiallyApproved { proposal: drop_lines() },
        ShipmentEvent::CorrectionOffered { proposal: correction() },
        ShipmentEvent::Rejected {
            by: RejectedBy::Person, approver: Some(line("sidorov")), reason: paragraph("Ниже себестоимости.")
        },
        ShipmentEvent::ApprovalRevoked {
            cause: line("level-higher"), level: line("dp"), reason: paragraph("План вырос до 30 %.")
        },
    ]
}

/// One of each event.
pub fn events() -> Vec<ShipmentEvent> {
    let before = [
        created(),
        ShipmentEvent::Revised { lines: order_lines(), source_revision: 2 },
        ShipmentEvent::Calculated { summary: summary(1) },
        submitted(),
    ];
    let (document, posting, on) = (line("ВОЗ-000034"), line("РТУ-000911"), day("2026-11-23"));
    let after = [
        handed_over(),
        ShipmentEvent::HandOverConfirmed { reference: line("WMS-88120") },
        ShipmentEvent::StockAwaited,
        ShipmentEvent::WaitRunsOut { days_left: 14, ends_at: literal("2027-02-19T08:30:00Z") },
        ShipmentEvent::WaitedTooLong,
        ShipmentEvent::Reopened,
        ShipmentEvent::Overdue,
        ShipmentEvent::Cancelled { reason: line("Клиент отказался") },
        ShipmentEvent::Posted { posting: Posting { document: posting.clone(), on: day("2026-11-21"), lines: vec![posted_line()] } },
        ShipmentEvent::Returned(Returned { document, posting, on, lines: vec![returned_line()], large: false }),
        ShipmentEvent::ViolationNoted { violation: Violation::Unapproved { document: line("РТУ-000911") } },
        ShipmentEvent::Fulfilled,
        ShipmentEvent::PartiallyClosed { reason: line("Остаток снят с производства") },
    ];
    before.into_iter().chain(deciding()).chain(after).collect()
}

#[cfg(test)]
pub(crate) use for_tests::{fold, history, over};

#[cfg(test)]
mod for_tests {
    use kernel::Event;
    use kernel::aggregate::{Commit, History, fold_events};
    use testkit::context;
    use testkit::decision::Given;

    use super::*;
    use crate::client::Client;
    use crate::estimate::Standing;

    /// The order after some events.
    pub(crate) fn fold(events: &[ShipmentEvent]) -> Shipment {
        fold_events(None, events, &context().meta("test")).unwrap().unwrap()
    }

    /// A stream of one commit.
    pub(crate) fn history<E: Event>(events: &[E]) -> History {
        let events = events.iter().map(|event| event.write().unwrap()).collect();
        History { snapshot: None, commits: vec![Commit { version: 1, meta: context().meta("test"), key: None, events }] }
    }

    /// An order with a history, under an estimate that holds what it should.
    pub(crate) fn over(events: &[ShipmentEvent]) -> Given<Shipment> {
        let shipment = fold(events);
        let standing = match shipment.status {
            ShipmentStatus::PendingApproval => Some(Standing::Pending),
            ShipmentStatus::PartiallyApproved => Some(Standing::PartiallyApproved),
            ShipmentStatus::Approved => Some(Standing::Approved),
            ShipmentStatus::InProgress => Some(Standing::InProgress),
            ShipmentStatus::Draft
            | ShipmentStatus::AwaitingStock
            | ShipmentStatus::Rejected
            | ShipmentStatus::ApprovalExpired
            | ShipmentStatus::Fulfilled
            | ShipmentStatus::PartiallyClosed
            | ShipmentStatus::Overdue
            | ShipmentStatus::Cancelled => None,
        };
        let moved =
            standing.into_iter().flat_map(|standing| [placed_whole(), EstimateEvent::OrderMoved { shipment: shipment.id, standing }]);
        let estimate: Vec<EstimateEvent> = std::iter::once(EstimateEvent::Created(created_data())).chain(moved).collect();
        testkit::given::<Shipment>(events.to_vec())
            .with::<LocalEstimate>(estimate_id(), estimate)
            .with::<Client>(clients::client_id(), [clients::noted()])
    }
}
