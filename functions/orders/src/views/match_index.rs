//! Orders that wait for money, by what a payment may tell of them.

use kernel::view::RowQuery;
use kernel::{Change, Money, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::matching::name::fold;
use crate::matching::score::takes_money;
use crate::order::Order;

/// The view's name.
pub const VIEW: &str = "match-index";
/// Rows that one search looks at. More orders with one amount or one word of a name than this
/// cannot be told apart by it; the evaluation says that the search was cut.
pub const ROWS_MAX: u32 = 25;

/// Orders that wait for money, by amount owed, telephone and words of the company's name.
///
/// An order has rows only while it takes money, so a search costs the same however many
/// orders there ever were. Numbers need no rows: a number is owned by its order.
pub struct MatchIndexFromOrder;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRow {
    /// The order.
    pub order_id: OrderId,
}

/// Orders that owe exactly this.
pub fn by_amount(amount: Money) -> RowQuery {
    RowQuery::new(VIEW, format!("amount#{}#{}", amount.currency().code(), amount.minor())).limit(ROWS_MAX)
}

/// Orders of clients with this telephone.
pub fn by_phone(phone: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("phone#{phone}")).limit(ROWS_MAX)
}

/// Orders of companies whose folded name has this word.
pub fn by_word(word: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("name#{word}")).limit(ROWS_MAX)
}

impl View for MatchIndexFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec = ViewSpec {
        name: "orders.match-index-from-order",
        view: VIEW,
        summary: "Orders that wait for money, by what a payment tells of them.",
    };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        super::search::replace_changed(step, rows)
    }
}

/// The rows of one order.
pub fn rows(order: &Order) -> Vec<Row> {
    if !takes_money(order) {
        return Vec::new();
    }
    let mut queries = vec![by_amount(order.debt())];
    queries.extend(order.client.phone.iter().map(|phone| by_phone(phone.as_str())));
    let name = order.client.company_name.as_ref().map(|name| fold(name.as_str()));
    queries.extend(name.iter().flat_map(|name| name.lookup_words()).map(by_word));
    let data = serde_json::to_value(MatchRow { order_id: order.id }).unwrap_or_default();
    queries.into_iter().map(|query| Row::new(query.partition, order.id.to_string(), data.clone())).collect()
}

#[cfg(test)]
mod tests {
    use testkit::decision::context;

    use super::*;
    use crate::order::OrderEvent;
    use crate::samples::{self, line};

    fn order(events: &[OrderEvent]) -> Order {
        kernel::aggregate::fold_events::<Order>(None, events, &context().meta("test")).unwrap().unwrap()
    }

    #[test]
    fn r29_an_order_is_indexed_only_while_it_takes_money() {
        let partitions: Vec<_> = rows(&order(&[samples::created()])).into_iter().map(|row| row.key.partition).collect();
        assert_eq!(partitions, ["amount#UAH#150050", "phone#+380501234567", "name#степовии", "name#млин"]);
        assert_eq!(rows(&order(&[samples::created(), samples::payment_allocated()])), vec![]);
        assert_eq!(rows(&order(&[samples::created(), OrderEvent::Cancelled { reason: line("так") }])), vec![]);
    }
}
