//! Payments that nobody has looked at yet.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use super::search::replace_changed;
use crate::PaymentId;
use crate::payment::{Payment, PaymentStatus};

/// The view's name.
pub const VIEW: &str = "payment-received";
const DUE: &str = "due";

/// Payments that nobody has looked at yet, by when they came.
pub struct PaymentReceivedFromPayment;

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedPayment {
    /// The payment.
    pub payment_id: PaymentId,
}

/// Payments that came at this time or earlier, the oldest first.
pub fn until(moment: Moment, limit: u32) -> RowQuery {
    // `$` sorts behind `#`: rows of this very instant are among them.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{moment}$"))).limit(limit)
}

impl View for PaymentReceivedFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.payment-received-from-payment", view: VIEW, summary: "Payments that nobody has looked at yet." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        replace_changed(step, |payment| match payment.status() {
            PaymentStatus::Received => {
                let data = serde_json::to_value(ReceivedPayment { payment_id: payment.id }).unwrap_or_default();
                vec![Row::new(DUE, format!("{}#{}", payment.received_at, payment.id), data)]
            }
            PaymentStatus::Matched | PaymentStatus::NeedsReview | PaymentStatus::Rejected | PaymentStatus::Reversed => Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::ReviewReason;
    use crate::samples::{self, payments};
    use crate::views::tests::project;

    #[test]
    fn r16_a_payment_waits_here_until_it_was_looked_at() {
        let history = [vec![payments::received()], vec![payments::review_needed(ReviewReason::Unknown)], vec![payments::matched()]];
        let steps = project::<PaymentReceivedFromPayment>(samples::payment_id(), &history);
        assert!(matches!(steps[0].as_slice(), [Change::Put(_)]));
        assert!(matches!(steps[1].as_slice(), [Change::Delete(_)]));
        assert!(steps[2].is_empty());
    }
}
