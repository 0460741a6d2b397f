//! Lines of goods in a form: read, added up, written as the API takes them.

use kernel::{Currency, Money, Quantity};
use serde_json::{Value, json};

use crate::context::Cx;
use crate::format::{Amount, typed_decimal};
use crate::http::Form;
use crate::model::order::Item;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Lines of one order, as the API has it.
const ROWS_MAX: usize = 200;
/// Empty lines that a fresh form offers.
const ROWS_FRESH: usize = 3;

/// One line as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) quantity: String,
    pub(crate) price: String,
}

impl Row {
    fn is_empty(&self) -> bool {
        [&self.sku, &self.name, &self.quantity, &self.price].iter().all(|text| text.is_empty())
    }

    fn quantity(&self) -> Option<Quantity> {
        typed_decimal(&self.quantity).parse().ok()
    }

    fn price(&self, currency: Currency) -> Option<Money> {
        Money::parse(&typed_decimal(&self.price), currency).ok()
    }

    /// The sum of the line, where price and quantity can be read.
    fn sum(&self, currency: Currency) -> Option<Money> {
        self.price(currency)?.times(self.quantity()?).ok()
    }
}

/// The goods of a form, with what follows from them.
#[derive(Debug, Clone)]
pub(crate) struct Goods {
    pub(crate) rows: Vec<Row>,
    pub(crate) discount: String,
    currency: Currency,
}

fn amount(money: Money) -> Amount {
    Amount { amount: money.amount(), currency: money.currency().code().to_owned() }
}

impl Goods {
    /// An empty form.
    pub(crate) fn fresh(currency: Currency) -> Self {
        Self { rows: vec![Row::default(); ROWS_FRESH], discount: String::new(), currency }
    }

    /// The goods as an order has them.
    pub(crate) fn of(items: &[Item], discount: &Amount, currency: Currency) -> Self {
        let row = |item: &Item| Row {
            sku: item.sku.clone(),
            name: item.name.clone(),
            quantity: item.quantity.clone(),
            price: item.price.plain().to_owned(),
        };
        let discount = if discount.is_zero() { String::new() } else { discount.plain().to_owned() };
        Self { rows: items.iter().map(row).collect(), discount, currency }
    }

    /// The goods as they were typed.
    pub(crate) fn read(form: &Form, currency: Currency) -> Self {
        let [skus, names, quantities, prices] = ["sku", "item_name", "quantity", "price"].map(|name| form.all(name));
        let at = |texts: &[&str], index: usize| texts.get(index).copied().unwrap_or_default().to_owned();
        let count = skus.len().max(names.len()).min(ROWS_MAX);
        let row =
            |index| Row { sku: at(&skus, index), name: at(&names, index), quantity: at(&quantities, index), price: at(&prices, index) };
        Self { rows: (0..count).map(row).collect(), discount: form.get("discount").to_owned(), currency }
    }

    /// Does what a button of the form asks: `add-row`, `remove-3`; anything else changes nothing.
    pub(crate) fn operate(&mut self, op: &str) {
        if op == "add-row" && self.rows.len() < ROWS_MAX {
            self.rows.push(Row::default());
        }
        let removed = op.strip_prefix("remove-").and_then(|index| index.parse::<usize>().ok());
        if let Some(index) = removed.filter(|index| *index < self.rows.len()) {
            self.rows.remove(index);
        }
        if self.rows.is_empty() {
            self.rows.push(Row::default());
        }
    }

    /// The sum of one line.
    pub(crate) fn line(&self, row: &Row) -> Option<Amount> {
        row.sum(self.currency).map(amount)
    }

    fn subtotal_money(&self) -> Option<Money> {
        Money::sum(self.rows.iter().filter_map(|row| row.sum(self.currency)), self.currency).ok()
    }

    /// The sum of the lines that can be read.
    pub(crate) fn subtotal(&self) -> Option<Amount> {
        self.subtotal_money().filter(|money| !money.is_zero()).map(amount)
    }

    /// The same less the discount.
    pub(crate) fn total(&self) -> Option<Amount> {
        let discount = Money::parse(&typed_decimal(&self.discount), self.currency).unwrap_or(Money::zero(self.currency));
        self.subtotal_money()?.minus(discount).ok().filter(|money| !money.is_zero()).map(amount)
    }

    /// What the button that removes a line is called.
    pub(crate) fn remove_label(words: &Words, number: &usize) -> String {
        fill(words.orders.remove_row, &[&number.to_string()])
    }

    /// The currency that amounts are typed in.
    pub(crate) fn currency(&self) -> &'static str {
        self.currency.code()
    }

    /// The lines as the API takes them; empty ones fall away.
    pub(crate) fn items(&self, words: &Words) -> Result<Value, Problem> {
        let filled = self.rows.iter().enumerate().filter(|(_, row)| !row.is_empty());
        let item = |(index, row): (usize, &Row)| {
            let wrong = |field: &str, reason: &str| {
                let at = fill(words.orders.line_wrong, &[&index.saturating_add(1).to_string(), field]);
                Problem::field(&at, reason)
            };
            if row.name.is_empty() {
                return Err(wrong(words.orders.item_name, words.problem.missing));
            }
            if row.sku.is_empty() {
                return Err(wrong(words.orders.sku, words.problem.missing));
            }
            let quantity = row.quantity().ok_or_else(|| wrong(words.orders.quantity, words.problem.not_a_quantity))?;
            let price = row.price(self.currency).ok_or_else(|| wrong(words.orders.price, words.problem.not_an_amount))?;
            Ok(json!({ "sku": row.sku, "name": row.name, "quantity": quantity, "price": price }))
        };
        filled.map(item).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    /// The discount as the API takes it; absent when nothing was typed.
    pub(crate) fn discount(&self, words: &Words) -> Result<Option<Value>, Problem> {
        typed_money(&self.discount, self.currency, words.orders.discount, words)
    }
}

/// An amount as typed, as the API takes it; absent when nothing was typed.
pub(crate) fn typed_money(text: &str, currency: Currency, field: &str, words: &Words) -> Result<Option<Value>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let money = Money::parse(&typed_decimal(text), currency).map_err(|_| Problem::field(field, words.problem.not_an_amount))?;
    Ok(Some(json!(money)))
}

/// The currency of an amount, or the user's.
pub(crate) fn currency_of(amount: &Amount, cx: &Cx<'_>) -> Currency {
    serde_json::from_value(Value::String(amount.currency.clone())).unwrap_or(cx.currency)
}

#[cfg(test)]
mod tests {
    use kernel::Language;

    use super::*;

    fn row(sku: &str, name: &str, quantity: &str, price: &str) -> Row {
        Row { sku: sku.to_owned(), name: name.to_owned(), quantity: quantity.to_owned(), price: price.to_owned() }
    }

    fn goods(rows: Vec<Row>, discount: &str) -> Goods {
        Goods { rows, discount: discount.to_owned(), currency: Currency::UAH }
    }

    #[test]
    fn adds_up_what_can_be_read() {
        let goods = goods(vec![row("A", "a", "2", "150,00"), row("B", "b", "?", "1"), Row::default()], "0,50");
        assert_eq!(goods.subtotal().unwrap().amount, "300.00");
        assert_eq!(goods.total().unwrap().amount, "299.50");
    }

    #[test]
    fn writes_what_the_api_takes_and_names_the_line_that_is_wrong() {
        let words = Words::of(Language::En);
        let good = goods(vec![row("A", "a", "2,5", "1 500,5"), Row::default()], "");
        let item = json!({"sku": "A", "name": "a", "quantity": "2.5", "price": {"amount": "1500.50", "currency": "UAH"}});
        assert_eq!(good.items(words).unwrap(), json!([item]));
        assert_eq!(good.discount(words).unwrap(), None);
        let wrong = goods(vec![Row::default(), row("A", "a", "2", "1,005")], "x").items(words).unwrap_err();
        assert_eq!(wrong.errors[0].0, "line 2, Price");
    }

    #[test]
    fn lines_come_and_go() {
        let mut goods = goods(vec![row("A", "a", "1", "1"), row("B", "b", "1", "1")], "");
        goods.operate("remove-0");
        goods.operate("remove-7");
        goods.operate("add-row");
        assert_eq!((goods.rows.len(), goods.rows[0].sku.as_str()), (2, "B"));
        goods.operate("remove-1");
        goods.operate("remove-0");
        assert_eq!(goods.rows, [Row::default()]);
    }
}
