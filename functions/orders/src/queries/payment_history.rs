//! Shows what happened to a payment.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::PaymentId;
use crate::payment::{Payment, PaymentRefusal};
use crate::views::status_history::StatusChange;
use crate::views::timeline::TimelineEntry;
use crate::views::{payment_status_history, payment_timeline};

/// Shows what happened to a payment and what people did about it, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaymentTimeline {
    /// Whose timeline.
    pub payment_id: PaymentId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetPaymentTimeline {
    fn rows(&self) -> RowQuery {
        payment_timeline::query(self.payment_id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for GetPaymentTimeline {
    type Answer = ListPage<TimelineEntry>;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-payment-timeline",
        route: Route::get("/payments/{payment_id}/timeline"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows what happened to a payment, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Payment>(self.payment_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaymentRefusal> {
        facts.aggregate::<Payment>(self.payment_id).ok_or(PaymentRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

/// Shows every transition of a payment, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaymentStatusHistory {
    /// Which payment.
    pub payment_id: PaymentId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetPaymentStatusHistory {
    fn rows(&self) -> RowQuery {
        payment_status_history::of_payment(self.payment_id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for GetPaymentStatusHistory {
    type Answer = ListPage<StatusChange>;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-payment-status-history",
        route: Route::get("/payments/{payment_id}/status-history"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows every status transition of a payment.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Payment>(self.payment_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaymentRefusal> {
        facts.aggregate::<Payment>(self.payment_id).ok_or(PaymentRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{ask, stored};
    use crate::samples::{self, payments};
    use crate::views::payment_status_history::StatusHistoryFromPayment;
    use crate::views::payment_timeline::TimelineFromPayment;
    use crate::views::tests::{Rows, rows};

    #[test]
    fn r37_r42_a_payment_has_a_timeline_and_a_history_of_its_own() {
        let history = [vec![payments::received()], vec![payments::matched()]];
        let known = [stored::<Payment>(samples::payment_id(), &[payments::received()])];
        let timeline = GetPaymentTimeline { payment_id: samples::payment_id(), limit: None, cursor: None };
        let told = ask(&timeline, &rows::<TimelineFromPayment>(samples::payment_id(), &history), &known).unwrap().body;
        assert_eq!(told.items.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>(), ["matched.v1", "received.v1"]);
        let statuses = GetPaymentStatusHistory { payment_id: samples::payment_id(), limit: None, cursor: None };
        let changes = ask(&statuses, &rows::<StatusHistoryFromPayment>(samples::payment_id(), &history), &known).unwrap().body;
        assert_eq!(changes.items.iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["RECEIVED", "MATCHED"]);
        assert_eq!(ask(&timeline, &Rows::default(), &[]).unwrap_err(), PaymentRefusal::NotFound);
    }
}
