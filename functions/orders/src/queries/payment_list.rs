//! Lists payments.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::payment::{PaymentRefusal, PaymentStatus, ReviewReason};
use crate::views::payment_list::{self, PaymentListItem};

/// Lists payments by the time they were paid, newest first: all, in one status, or under
/// review for one reason. A reason counts more than a status.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPayments {
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentStatus>,
    /// Only under review for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReviewReason>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListPayments {
    fn rows(&self) -> RowQuery {
        let list = match (self.reason, self.status) {
            (Some(reason), _) => payment_list::for_reason(reason),
            (None, Some(status)) => payment_list::in_status(status),
            (None, None) => payment_list::all(),
        };
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListPayments {
    type Answer = ListPage<PaymentListItem>;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-payments",
        route: Route::get("/payments"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists payments, newest first; by status or by the reason of their review.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaymentRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::ask;
    use crate::samples::{self, payments};
    use crate::views::payment_list::PaymentListFromPayment;
    use crate::views::tests::rows;

    #[test]
    fn r22_payments_are_listed_by_status_and_by_reason() {
        let history = [vec![payments::received()], vec![payments::review_needed(ReviewReason::Ambiguous)]];
        let view = rows::<PaymentListFromPayment>(samples::payment_id(), &history);
        let count = |query: ListPayments| ask(&query, &view, &[]).unwrap().body.items.len();
        let by = |status, reason| ListPayments { status, reason, ..ListPayments::default() };
        assert_eq!(count(by(None, None)), 1);
        assert_eq!(count(by(Some(PaymentStatus::NeedsReview), None)), 1);
        assert_eq!(count(by(Some(PaymentStatus::Received), None)), 0);
        assert_eq!(count(by(None, Some(ReviewReason::Ambiguous))), 1);
        assert_eq!(count(by(None, Some(ReviewReason::Unknown))), 0);
    }
}
