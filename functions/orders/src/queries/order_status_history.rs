//! Shows the history of an order's statuses.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::OrderId;
use crate::order::{Order, OrderRefusal};
use crate::views::status_history::{self, StatusChange};

/// Shows every transition of an order and of its consignments, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetStatusHistory {
    /// Which order.
    pub order_id: OrderId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetStatusHistory {
    fn rows(&self) -> RowQuery {
        status_history::of_order(self.order_id).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for GetStatusHistory {
    type Answer = ListPage<StatusChange>;
    type Refusal = OrderRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-status-history",
        route: Route::get("/orders/{order_id}/status-history"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows every status transition of an order and its consignments.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Order>(self.order_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, OrderRefusal> {
        facts.aggregate::<Order>(self.order_id).ok_or(OrderRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{ask, stored};
    use crate::samples;
    use crate::views::status_history::StatusHistoryFromOrder;
    use crate::views::tests::{Rows, rows};

    #[test]
    fn r42_the_history_of_an_order() {
        let view = rows::<StatusHistoryFromOrder>(samples::order_id(), &[vec![samples::created()], vec![samples::waybill_registered()]]);
        let query = GetStatusHistory { order_id: samples::order_id(), limit: None, cursor: None };
        let answer = ask(&query, &view, &[stored::<Order>(samples::order_id(), &[samples::created()])]).unwrap();
        assert_eq!(answer.body.items.iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["NEW", "CREATED"]);
        assert_eq!(ask(&query, &Rows::default(), &[]).unwrap_err(), OrderRefusal::NotFound);
    }
}
