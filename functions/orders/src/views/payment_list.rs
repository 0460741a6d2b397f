//! Payments as a list shows them.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Day, Moment, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matching::Candidate;
use crate::number::OrderNumber;
use crate::payment::{Payment, PaymentStatus, ReviewReason};
use crate::{OrderId, PaymentId};

/// The view's name.
pub const VIEW: &str = "payment-list";
/// The partition of all payments.
const ALL: &str = "all";

/// Payments as a list shows them: all, by status, and by the reason of their review; by the
/// time they were paid.
pub struct PaymentListFromPayment;

/// One payment in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentListItem {
    /// The payment.
    pub payment_id: PaymentId,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Why a person must look, while one must.
    pub review_reason: Option<ReviewReason>,
    /// `privat24` or `manual`.
    pub source: String,
    /// How much.
    pub amount: Money,
    /// What its order did not need.
    pub surplus: Option<Money>,
    /// When it was paid.
    pub paid_at: Moment,
    /// The bank day that it belongs to.
    pub bank_day: Day,
    /// Who paid.
    pub payer_name: Option<String>,
    /// Their code.
    pub payer_code: Option<String>,
    /// What the payer wrote.
    pub purpose: String,
    /// The order that it pays for.
    pub order_id: Option<OrderId>,
    /// Its number.
    pub order_number: Option<OrderNumber>,
    /// The order that fits best, while none is chosen.
    pub best: Option<BestCandidate>,
    /// A payment that may be the same money.
    pub duplicate_suspected: Option<PaymentId>,
    /// When it was recorded.
    pub received_at: Moment,
    /// When anything about it changed last.
    pub updated_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// The order that fits a payment best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BestCandidate {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// How well it fits, 0 to 100.
    pub score: u32,
    /// What was owed on it.
    pub debt: Money,
    /// Who ordered.
    pub client_name: String,
}

impl BestCandidate {
    fn of(candidate: &Candidate) -> Self {
        Self {
            order_id: candidate.order,
            number: candidate.number.clone(),
            score: candidate.score,
            debt: candidate.debt,
            client_name: candidate.client.to_string(),
        }
    }
}

/// All payments, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Payments in one status, newest first.
pub fn in_status(status: PaymentStatus) -> RowQuery {
    RowQuery::new(VIEW, status_partition(status)).by(By::Index1).newest_first()
}

/// Payments under review for one reason, newest first.
pub fn for_reason(reason: ReviewReason) -> RowQuery {
    RowQuery::new(VIEW, reason_partition(reason)).by(By::Index2).newest_first()
}

fn status_partition(status: PaymentStatus) -> String {
    format!("status#{}", status.name())
}

fn reason_partition(reason: ReviewReason) -> String {
    format!("reason#{}", reason.name())
}

impl View for PaymentListFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec = ViewSpec { name: "orders.payment-list-from-payment", view: VIEW, summary: "Payments as a list shows them." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        step.replace(|payment| vec![row(payment, step.meta.at, step.version)])
    }
}

fn row(payment: &Payment, updated_at: Moment, version: Version) -> Row {
    let matched = payment.matched();
    let best = payment.evaluation.as_ref().and_then(|evaluation| evaluation.candidates.first());
    let item = PaymentListItem {
        payment_id: payment.id,
        status: payment.status(),
        review_reason: payment.review_reason(),
        source: payment.source.name().to_owned(),
        amount: payment.amount,
        surplus: matched.map(|matched| matched.surplus),
        paid_at: payment.paid_at,
        bank_day: payment.bank_day,
        payer_name: payment.payer.name.clone(),
        payer_code: payment.payer.code.clone(),
        purpose: payment.purpose.clone(),
        order_id: matched.map(|matched| matched.order),
        order_number: matched.map(|matched| matched.number.clone()),
        best: best.filter(|_| payment.is_open()).map(BestCandidate::of),
        duplicate_suspected: payment.duplicate_suspected,
        received_at: payment.received_at,
        updated_at,
        version,
    };
    let sort = format!("{}#{}", payment.paid_at, payment.id);
    let row = Row::new(ALL, &sort, serde_json::to_value(item).unwrap_or_default());
    let row = row.with_index1(status_partition(payment.status()), &sort);
    match payment.review_reason() {
        Some(reason) => row.with_index2(reason_partition(reason), sort),
        None => row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::PaymentEvent;
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r22_a_payment_is_found_by_status_and_by_the_reason_of_its_review() {
        let evaluated = PaymentEvent::Evaluated { evaluation: payments::evaluation() };
        let review = vec![evaluated, payments::review_needed(ReviewReason::Suggested)];
        let steps =
            project::<PaymentListFromPayment>(samples::payment_id(), &[vec![payments::received()], review, vec![payments::matched()]]);
        let rows: Vec<Row> = steps
            .into_iter()
            .map(|changes| match changes.as_slice() {
                [Change::Put(row)] => row.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        let partitions = |row: &Row| (row.index1.clone().map(|key| key.partition), row.index2.clone().map(|key| key.partition));
        assert_eq!(partitions(&rows[0]), (Some("status#RECEIVED".to_owned()), None));
        assert_eq!(partitions(&rows[1]), (Some("status#NEEDS_REVIEW".to_owned()), Some("reason#SUGGESTED".to_owned())));
        assert_eq!(partitions(&rows[2]), (Some("status#MATCHED".to_owned()), None));
        let items: Vec<PaymentListItem> = rows.into_iter().map(|row| serde_json::from_value(row.data).unwrap()).collect();
        assert_eq!(items[1].best.as_ref().map(|best| (best.order_id, best.score)), Some((samples::order_id(), 100)));
        assert_eq!((items[2].order_id, &items[2].best, items[2].version), (Some(samples::order_id()), &None, 3));
    }
}
