//! Lists orders.

use std::collections::BTreeSet;

use kernel::view::{PAGE_ROWS_DEFAULT, PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::order::{OrderRefusal, OrderStatus, PaymentBadge};
use crate::views::order_list::{self, OrderListItem};
use crate::views::order_search::{self, SearchRow};
use crate::views::search::Typed;
use crate::{ClientId, CompanyId};

/// Lists orders, newest first: all, of a client or company, or those found by what was typed.
///
/// Status and badge narrow any of them; with two filters a page may have fewer orders than
/// the limit and still be followed by another. What was typed finds by the beginnings of
/// words of client and company, by number, telephone and waybill, in the order of the words.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOrders {
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// Only with this badge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<PaymentBadge>,
    /// What was typed to find orders; counts more than client and company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only of this client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Only of this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListOrders {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    /// The rows that say where the wanted orders stand in the list, if not all are wanted.
    fn pointers(&self) -> Option<RowQuery> {
        let typed = self.typed().map(|typed| order_search::with_words(&typed));
        let of_client = || self.client_id.map(order_search::of_client);
        let found = typed.or_else(of_client).or_else(|| self.company_id.map(order_search::of_company))?;
        // Each of them costs another read.
        let limit = PageLimit::or_default(self.limit).min(PAGE_ROWS_DEFAULT);
        Some(found.limit(limit).after(self.cursor.clone()))
    }

    fn listed(&self) -> RowQuery {
        let list = match (self.status, self.badge) {
            (Some(status), _) => order_list::in_status(status),
            (None, Some(badge)) => order_list::with_badge(badge),
            (None, None) => order_list::all(),
        };
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    fn follow(&self, pointers: &RowQuery, facts: &Facts) -> ListPage<OrderListItem> {
        let found: ListPage<SearchRow> = ListPage::read(facts.page(pointers));
        let mut seen = BTreeSet::new();
        let once = found.items.iter().filter(|pointer| seen.insert(pointer.order_id));
        let items = once.flat_map(|pointer| ListPage::read(facts.page(&pointer.listed())).items).collect();
        ListPage { items, next_cursor: found.next_cursor }
    }

    fn fits(&self, typed: Option<&Typed>, item: &OrderListItem) -> bool {
        let digits = item.number.digits();
        let phone = item.phone.as_ref().map(|phone| phone.as_str().trim_start_matches('+'));
        let national = phone.and_then(|phone| phone.strip_prefix("38"));
        let waybill = item.waybill.as_ref().map(|number| number.as_str());
        let texts = [Some(digits.as_str()), Some(item.client_name.as_str()), item.company_name.as_deref(), phone, national, waybill];
        self.status.is_none_or(|status| item.status == status)
            && self.badge.is_none_or(|badge| item.badge == badge)
            && self.client_id.is_none_or(|id| item.client_id == id)
            && self.company_id.is_none_or(|id| item.company_id == Some(id))
            && typed.is_none_or(|typed| typed.fits(texts.into_iter().flatten()))
    }
}

impl Query for ListOrders {
    type Answer = ListPage<OrderListItem>;
    type Refusal = OrderRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-orders",
        route: Route::get("/orders"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists orders, newest first; by status, badge, client, company or words.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some(pointers) = self.pointers() else { return vec![Want::Rows(self.listed())] };
        let found: ListPage<SearchRow> = ListPage::read(facts.page(&pointers));
        let listed = found.items.iter().map(|pointer| Want::Rows(pointer.listed()));
        std::iter::once(Want::Rows(pointers)).chain(listed).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, OrderRefusal> {
        let mut page = match self.pointers() {
            Some(pointers) => self.follow(&pointers, facts),
            None => ListPage::read(facts.page(&self.listed())),
        };
        let typed = self.typed();
        page.items.retain(|item| self.fits(typed.as_ref(), item));
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::OrderEvent;
    use crate::queries::tests::ask;
    use crate::samples;
    use crate::views::order_list::OrderListFromOrder;
    use crate::views::order_search::OrderSearchFromOrder;
    use crate::views::tests::{Rows, rows};

    fn view() -> Rows {
        let history: [Vec<OrderEvent>; 2] = [vec![samples::created()], vec![samples::waybill_registered()]];
        rows::<OrderListFromOrder>(samples::order_id(), &history).and(rows::<OrderSearchFromOrder>(samples::order_id(), &history))
    }

    fn listed(query: ListOrders) -> usize {
        ask(&query, &view(), &[]).unwrap().body.items.len()
    }

    #[test]
    fn orders_are_found_by_status_badge_and_words() {
        assert_eq!(listed(ListOrders::default()), 1);
        let by = |status, badge| ListOrders { status, badge, ..ListOrders::default() };
        assert_eq!(listed(by(Some(OrderStatus::ShippingCreated), None)), 1);
        assert_eq!(listed(by(Some(OrderStatus::New), None)), 0);
        assert_eq!(listed(by(None, Some(PaymentBadge::Unpaid))), 1);
        assert_eq!(listed(by(Some(OrderStatus::ShippingCreated), Some(PaymentBadge::Paid))), 0);
        let number = crate::number::OrderNumber::derive(samples::order_id(), 2026, 0).to_string();
        for (q, count) in
            [("відд", 1), ("відділ млин", 1), ("відділ інший", 0), (number.as_str(), 1), ("050 123", 1), ("0501234567", 1), ("20450912", 1)]
        {
            assert_eq!(listed(ListOrders { q: Some(q.to_owned()), ..ListOrders::default() }), count, "{q}");
        }
    }

    #[test]
    fn orders_of_a_client_and_of_a_company() {
        let client = |client_id| ListOrders { client_id: Some(client_id), ..ListOrders::default() };
        assert_eq!(listed(client(samples::client_id())), 1);
        assert_eq!(listed(client(ClientId::derive(&["another"]))), 0);
        assert_eq!(listed(ListOrders { company_id: Some(samples::company_id()), ..ListOrders::default() }), 1);
    }

    #[test]
    fn parameters_are_texts() {
        let query: ListOrders = serde_json::from_value(serde_json::json!({ "status": "NEW", "badge": "PAID", "limit": "10" })).unwrap();
        assert_eq!((query.status, query.badge), (Some(OrderStatus::New), Some(PaymentBadge::Paid)));
        assert!(serde_json::from_value::<ListOrders>(serde_json::json!({ "limit": "0" })).is_err());
    }
}
