//! Shows the timelines of orders, clients and companies.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::client::{Client, ClientRefusal};
use crate::company::{Company, CompanyRefusal};
use crate::order::{Order, OrderRefusal};
use crate::views::timeline::{self, TimelineEntry};
use crate::{ClientId, CompanyId, OrderId};

/// Shows what happened to an order, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrderTimeline {
    /// Whose timeline.
    pub order_id: OrderId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetOrderTimeline {
    fn rows(&self) -> RowQuery {
        page_of(timeline::of_order(self.order_id), self.limit, self.cursor.as_ref())
    }
}

impl Query for GetOrderTimeline {
    type Answer = ListPage<TimelineEntry>;
    type Refusal = OrderRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-order-timeline",
        route: Route::get("/orders/{order_id}/timeline"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows what happened to an order, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Order>(self.order_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, OrderRefusal> {
        facts.aggregate::<Order>(self.order_id).ok_or(OrderRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

/// Shows what happened to a client and their orders, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetClientTimeline {
    /// Whose timeline.
    pub client_id: ClientId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetClientTimeline {
    fn rows(&self) -> RowQuery {
        page_of(timeline::of_client(self.client_id), self.limit, self.cursor.as_ref())
    }
}

impl Query for GetClientTimeline {
    type Answer = ListPage<TimelineEntry>;
    type Refusal = ClientRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-client-timeline",
        route: Route::get("/clients/{client_id}/timeline"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows what happened to a client and their orders, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Client>(self.client_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, ClientRefusal> {
        facts.aggregate::<Client>(self.client_id).ok_or(ClientRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

/// Shows what happened to a company, its clients and their orders, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCompanyTimeline {
    /// Whose timeline.
    pub company_id: CompanyId,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl GetCompanyTimeline {
    fn rows(&self) -> RowQuery {
        page_of(timeline::of_company(self.company_id), self.limit, self.cursor.as_ref())
    }
}

impl Query for GetCompanyTimeline {
    type Answer = ListPage<TimelineEntry>;
    type Refusal = CompanyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-company-timeline",
        route: Route::get("/companies/{company_id}/timeline"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows what happened to a company, its clients and their orders, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Company>(self.company_id), Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, CompanyRefusal> {
        facts.aggregate::<Company>(self.company_id).ok_or(CompanyRefusal::NotFound)?;
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

fn page_of(timeline: String, limit: Option<PageLimit>, cursor: Option<&String>) -> RowQuery {
    timeline::query(timeline).limit(PageLimit::or_default(limit)).after(cursor.cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{ask, stored};
    use crate::samples;
    use crate::views::order_timeline::TimelineFromOrder;
    use crate::views::tests::{Rows, rows};

    #[test]
    fn an_order_is_told_on_three_timelines() {
        let view = rows::<TimelineFromOrder>(samples::order_id(), &[vec![samples::created()], vec![samples::waybill_registered()]]);
        let kinds = |page: ListPage<TimelineEntry>| page.items.into_iter().map(|entry| entry.kind).collect::<Vec<_>>();
        let expected = ["waybill-registered.v1", "created.v1"];
        let order = GetOrderTimeline { order_id: samples::order_id(), limit: None, cursor: None };
        assert_eq!(kinds(ask(&order, &view, &[stored::<Order>(samples::order_id(), &[samples::created()])]).unwrap().body), expected);
        let client = GetClientTimeline { client_id: samples::client_id(), limit: None, cursor: None };
        let known = stored::<Client>(samples::client_id(), &[samples::client_registered()]);
        assert_eq!(kinds(ask(&client, &view, &[known]).unwrap().body), expected);
        let company = GetCompanyTimeline { company_id: samples::company_id(), limit: None, cursor: None };
        let known = stored::<Company>(samples::company_id(), &[samples::company_registered()]);
        assert_eq!(kinds(ask(&company, &view, &[known]).unwrap().body), expected);
        assert_eq!(ask(&order, &Rows::default(), &[]).unwrap_err(), OrderRefusal::NotFound);
    }
}
