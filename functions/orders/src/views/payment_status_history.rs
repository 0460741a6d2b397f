//! The history of a payment's statuses.

use kernel::view::RowQuery;
use kernel::{Change, Row, Step, View, ViewSpec};

use super::status_history::{self, StatusChange, Subject};
use crate::PaymentId;
use crate::payment::{Payment, PaymentEvent, PaymentStatus, UnmatchReason};

/// Every transition of a payment (specification 4.4), beside those of orders.
pub struct StatusHistoryFromPayment;

/// The history of a payment, oldest first.
pub fn of_payment(id: PaymentId) -> RowQuery {
    RowQuery::new(status_history::VIEW, format!("payment#{id}"))
}

impl View for StatusHistoryFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.status-history-from-payment", view: status_history::VIEW, summary: "Every transition of a payment." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        let mut from = step.before.map(Payment::status);
        let mut rows = Vec::new();
        for (index, event) in step.events.iter().enumerate() {
            let Some((to, reason)) = status_after(event) else { continue };
            if from == Some(to) {
                continue;
            }
            let change = StatusChange {
                subject: Subject::Payment,
                subject_id: Some(step.id.to_string()),
                from: from.map(|from| from.name().to_owned()),
                to: to.name().to_owned(),
                reason,
                code: None,
                authority_at: None,
                inferred: false,
                actor: step.meta.actor.name.clone(),
                at: step.meta.at,
            };
            let sort = format!("{}#{}#{:06}#{index:03}", step.meta.at, step.id, step.version);
            rows.push(Change::Put(Row::new(of_payment(step.id).partition, sort, serde_json::to_value(change).unwrap_or_default())));
            from = Some(to);
        }
        rows
    }
}

fn status_after(event: &PaymentEvent) -> Option<(PaymentStatus, Option<String>)> {
    match event {
        PaymentEvent::Received(_) => Some((PaymentStatus::Received, None)),
        PaymentEvent::Evaluated { .. } => None,
        PaymentEvent::Matched(matched) => Some((PaymentStatus::Matched, matched.reason.as_ref().map(ToString::to_string))),
        PaymentEvent::ReviewNeeded { reason } => Some((PaymentStatus::NeedsReview, Some(reason.name().to_owned()))),
        PaymentEvent::Unmatched { reason, .. } => {
            let words = match reason {
                UnmatchReason::Person { reason } | UnmatchReason::Rematch { reason } => Some(reason.to_string()),
                UnmatchReason::Reversal => None,
            };
            Some((PaymentStatus::NeedsReview, words))
        }
        PaymentEvent::Rejected { reason } => Some((PaymentStatus::Rejected, Some(reason.to_string()))),
        PaymentEvent::Reversed { .. } => Some((PaymentStatus::Reversed, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r42_every_transition_of_a_payment_is_in_the_history() {
        let reversed = PaymentEvent::Reversed { message: payments::message_id() };
        let history = [vec![payments::received()], vec![payments::matched()], vec![payments::unmatched(), reversed]];
        let steps = project::<StatusHistoryFromPayment>(samples::payment_id(), &history);
        let shown: Vec<(Option<String>, String)> = steps
            .iter()
            .flatten()
            .map(|change| match change {
                Change::Put(row) => serde_json::from_value::<StatusChange>(row.data.clone()).unwrap(),
                Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
            })
            .map(|change| (change.from, change.to))
            .collect();
        let step = |from: Option<&str>, to: &str| (from.map(str::to_owned), to.to_owned());
        assert_eq!(
            shown,
            [
                step(None, "RECEIVED"),
                step(Some("RECEIVED"), "MATCHED"),
                step(Some("MATCHED"), "NEEDS_REVIEW"),
                step(Some("NEEDS_REVIEW"), "REVERSED"),
            ]
        );
    }
}
