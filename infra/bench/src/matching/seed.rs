//! Open orders in bulk: only their rows in the match index, which is all that a payment can
//! meet of them.

use dynoxide::{AttributeValue, ImportOptions};
use entrepot_aws::keys;
use entrepot_aws::table::{PK, ROW, SK};
use entrepot_local::engine::{Engine as Embedded, TABLE};
use kernel::aggregate::fold_events;
use kernel::identifier::Phone;
use kernel::{Actor, Currency, Line, Meta, Money, Quantity, Row};
use orders::OrderId;
use orders::number::OrderNumber;
use orders::order::event::Created;
use orders::order::{Customer, Item, Order, OrderEvent};
use orders::views::match_index::{self, VIEW};
use runtime::Engine;
use uuid::Uuid;

use crate::{Failed, world};

/// Orders whose rows are written in one step.
const CHUNK: u64 = 5_000;
/// No other order costs so much: 10 million and a kopeck for each order before.
const FIRST_AMOUNT_MINOR: i64 = 1_000_000_000;
/// Letters of which words are made; none of them has two spellings.
const LETTERS: [char; 16] = ['б', 'в', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц'];

/// Writes the orders from `from` up to, but not including, `to`.
///
/// # Errors
/// When the engine refuses.
pub fn orders(embedded: &Embedded, from: u64, to: u64) -> Result<(), Failed> {
    let prefix = keys::view_prefix(&world::tenant()?, VIEW, 0);
    let mut start = from;
    while start < to {
        let end = to.min(start.saturating_add(CHUNK));
        let mut items = Vec::new();
        for n in start..end {
            items.extend(match_index::rows(&order(n)?).iter().map(|row| item(&prefix, row)));
        }
        // Past the wire and the table's stream: nobody listens here.
        embedded.database.import_items(TABLE, items, ImportOptions::default())?;
        start = end;
    }
    Ok(())
}

/// Reads an order's rows as an evaluation would.
///
/// # Errors
/// When they are not found.
pub async fn check(engine: &Engine, n: u64) -> Result<(), Failed> {
    let order = order(n)?;
    let page = engine.ports.views.page(&world::tenant()?, &match_index::by_amount(order.debt())).await?;
    let is_there = page.rows.iter().any(|row| row.key.sort == order.id.to_string());
    if is_there { Ok(()) } else { Err("a seeded order is not in the match index".into()) }
}

fn item(prefix: &str, row: &Row) -> dynoxide::Item {
    [(PK, format!("{prefix}{}", row.key.partition)), (SK, row.key.sort.clone()), (ROW, row.data.to_string())]
        .map(|(name, text)| (name.to_owned(), AttributeValue::S(text)))
        .into()
}

fn order(n: u64) -> Result<Order, Failed> {
    let id = OrderId::derive(&["seed", &n.to_string()]);
    let line = |text: &str| Line::new(text);
    let client = Customer {
        client: kernel::Id::derive(&["seed", &n.to_string()]),
        name: line(&format!("Зразкова {}", word(n)))?,
        phone: Some(format!("+38067{n:07}").parse::<Phone>()?),
        company: None,
        company_name: Some(line(&format!("ТОВ «{}»", word(n)))?),
    };
    let amount = FIRST_AMOUNT_MINOR.saturating_add(i64::try_from(n)?);
    let price = Money::from_minor(amount, Currency::UAH);
    let items = vec![Item { sku: line("MLN-25")?, name: line("Жорна 25 см")?, quantity: Quantity::ONE, price }];
    let discount = Money::zero(Currency::UAH);
    let created = Created { id, number: OrderNumber::derive(id, 2026, 0), client, items, discount, draft: false, note: None };
    let at = "2026-11-20T08:30:00Z".parse()?;
    let meta = Meta { at, actor: Actor::system("bench"), command: "bench.seed".to_owned(), correlation: Uuid::nil(), causation: None };
    let order = fold_events::<Order>(None, &[OrderEvent::Created(created)], &meta)?;
    order.ok_or_else(|| "an order of no events".into())
}

/// A word that no other number has.
pub fn word(n: u64) -> String {
    let digits = format!("{n:06x}");
    let letters = digits.chars().filter_map(|digit| LETTERS.get(usize::try_from(digit.to_digit(16)?).ok()?));
    format!("сад{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_a_row_for_each_signal_and_shares_none() {
        let partitions = |n| match_index::rows(&order(n).unwrap()).into_iter().map(|row| row.key.partition).collect::<Vec<_>>();
        let (one, other) = (partitions(1), partitions(99_999));
        assert_eq!((one.len(), other.len()), (3, 3));
        assert!(one.iter().all(|partition| !other.contains(partition)));
    }
}
