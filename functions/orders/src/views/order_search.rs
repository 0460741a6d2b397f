//! Orders by the words that somebody may type to find them.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use super::search::Typed;
use super::{order_list, search};
use crate::order::Order;
use crate::{ClientId, CompanyId, OrderId};

/// The view's name.
pub const VIEW: &str = "order-search";
/// Waybills of one order that it is found by, the newest. Few orders have more than two.
const WAYBILLS_MAX: usize = 4;

/// Orders by the words of client and company, by number, telephone and waybill; and all of a
/// client or company.
///
/// A row only says where the order stands in the list, so that nothing is written again
/// while the order makes its way.
pub struct OrderSearchFromOrder;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRow {
    /// The order.
    pub order_id: OrderId,
    /// Its sort key in the list.
    pub sort: String,
}

impl SearchRow {
    /// The order's row in the list.
    pub fn listed(&self) -> RowQuery {
        order_list::all().within(Range::Prefix(self.sort.clone())).limit(1)
    }
}

/// Orders with a word that begins like what was typed.
pub fn with_words(typed: &Typed) -> RowQuery {
    typed.rows(VIEW)
}

/// Orders of one client, newest first.
pub fn of_client(id: ClientId) -> RowQuery {
    RowQuery::new(VIEW, format!("client#{id}")).newest_first()
}

/// Orders of one company, newest first.
pub fn of_company(id: CompanyId) -> RowQuery {
    RowQuery::new(VIEW, format!("company#{id}")).newest_first()
}

impl View for OrderSearchFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.order-search-from-order", view: VIEW, summary: "Orders by the words that somebody may type." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        search::replace_changed(step, rows)
    }
}

fn rows(order: &Order) -> Vec<Row> {
    let digits = order.number.digits();
    let phone = order.client.phone.as_ref().map(|phone| phone.as_str().trim_start_matches('+'));
    // People type a Ukrainian number as they dial it.
    let national = phone.and_then(|phone| phone.strip_prefix("38"));
    let waybills = order.consignments.iter().rev().filter_map(|consignment| consignment.number()).take(WAYBILLS_MAX);
    let waybills: Vec<&str> = waybills.map(|number| number.as_str()).collect();
    let company = order.client.company_name.as_ref().map(|name| name.as_str());
    let texts = [Some(digits.as_str()), Some(order.client.name.as_str()), company, phone, national];
    let row = SearchRow { order_id: order.id, sort: order_list::sort(order) };
    let data = serde_json::to_value(&row).unwrap_or_default();
    let words = search::keys(texts.into_iter().flatten().chain(waybills));
    let found = words.into_iter().map(|word| (search::partition(&word), format!("{word}#{}", row.sort)));
    let client = (of_client(order.client.client).partition, row.sort.clone());
    let company = order.client.company.map(|id| (of_company(id).partition, row.sort.clone()));
    let places = found.chain(std::iter::once(client)).chain(company);
    places.map(|(partition, sort)| Row::new(partition, sort, data.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn an_order_is_found_by_number_names_phone_and_waybill() {
        let history = [vec![samples::created()], vec![samples::payment_allocated()], vec![samples::waybill_registered()]];
        let steps = project::<OrderSearchFromOrder>(samples::order_id(), &history);
        let words = |changes: &[Change]| -> Vec<String> {
            let keys = changes.iter().map(Change::key).filter(|key| key.partition.starts_with("word#"));
            keys.map(|key| key.sort.split('#').next().unwrap().to_owned()).collect()
        };
        let number = crate::number::OrderNumber::derive(samples::order_id(), 2026, 0).digits();
        let mut expected = vec!["0501234567", "380501234567", &number, "відділ", "млин", "постачання", "степовий", "тов"];
        expected.sort_unstable();
        assert_eq!(words(&steps[0]), expected);
        assert!(steps[0].iter().any(|change| change.key().partition == of_client(samples::client_id()).partition));
        assert!(steps[1].is_empty(), "a payment changes no word");
        assert_eq!(words(&steps[2]), ["20450912345678"]);
    }

    #[test]
    fn what_is_typed_with_hyphens_is_one_word() {
        let rows = with_words(&Typed::read("26-048217-5").unwrap());
        assert_eq!(rows.range, kernel::view::Range::Prefix("260482175".to_owned()));
    }

    #[test]
    fn one_commit_changes_no_more_rows_than_a_transaction_takes() {
        let long = |seed: &str| samples::line(&(0..30).map(|n| format!("{seed}{n} ")).collect::<String>());
        let mut customer = samples::customer();
        customer.name = long("ім");
        customer.company_name = Some(long("ко"));
        let crate::order::OrderEvent::Created(created) = samples::created() else { panic!("created") };
        let created = crate::order::event::Created { client: customer, ..created };
        let steps = project::<OrderSearchFromOrder>(samples::order_id(), &[vec![crate::order::OrderEvent::Created(created)]]);
        assert!(steps[0].len() <= kernel::view::CHANGES_PER_COMMIT_MAX / 2, "{}", steps[0].len());
    }
}
