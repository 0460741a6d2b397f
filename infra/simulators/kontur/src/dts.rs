//! `POST …/createDtsWithCalculator`: a declaration of customs value, with costs spread over goods.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Refused};
use crate::data::{OPTIONS, VALUE_DECLARATION, template};
use crate::docflow::Document;
use crate::form::{GOODS, SHIPMENT, goods_of, merge, text_at};
use crate::wire::Call;
use crate::world::World;

/// What is taken off the price instead of put on it.
const DEDUCTIONS: [&str; 4] = ["21", "22", "23", "StatDecrease"];
/// Kopecks.
const DIGITS: u32 = 2;
/// The currency of customs value.
const RUBLE: &str = "RUB";

/// `DistributionItemDto`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Cost {
    grafa: Option<String>,
    distribute_by: u8,
    include_in: u8,
    currency_code: Option<String>,
    total: Value,
    border_place: Option<String>,
}

impl Default for Cost {
    fn default() -> Self {
        Self {
            grafa: None,
            distribute_by: BY_WEIGHT,
            include_in: IN_CUSTOMS_VALUE,
            currency_code: None,
            total: Value::Null,
            border_place: None,
        }
    }
}

const BY_WEIGHT: u8 = 1;
const BY_PRICE: u8 = 2;
const IN_PRICE: u8 = 1;
const IN_CUSTOMS_VALUE: u8 = 2;

/// What one good is worth so far, in roubles.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    price: Decimal,
    weight: Decimal,
    added: Decimal,
    taken_off: Decimal,
    statistical: Decimal,
}

/// `POST …/createDtsWithCalculator`. Costs that somebody distributes by hand are spread evenly,
/// for nobody is there to do it.
pub(crate) fn create(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let id = call.id("docflowId")?;
    let kind =
        call.query("dtsType").filter(|kind| matches!(*kind, "1" | "2" | "3" | "4")).ok_or(Refused::Bad("Неверный тип ДТС"))?.to_owned();
    let costs: Vec<Cost> = call.read().ok_or(Refused::Bad("Неверный запрос"))?;
    let core = world.docflow(id)?.core().ok_or(Refused::Missing)?.form;
    let mut body = json!({ "FormType": kind });
    if !costs.is_empty() {
        let declaration = &world.form(core)?.body;
        let goods = goods_of(declaration).to_vec();
        if goods.is_empty() || goods.iter().any(|good| text_at(good, "/CustomsCostCorrectMethod").is_empty()) {
            return Err(Refused::Bad("В товарах не заполнен метод определения таможенной стоимости"));
        }
        let worths = spread(declaration, &goods, &costs)?;
        body["GoodsCustomsValue"] = goods.iter().zip(&worths).map(|(good, worth)| row(good, worth)).collect();
        body["Distribution"] = costs.iter().map(said).collect();
        value_declared(&mut world.form_mut(core)?.body, &worths);
    }
    let number = world.docflow(id)?.documents.iter().filter(|document| document.mode == VALUE_DECLARATION).count() + 1;
    let form = world.new_form(VALUE_DECLARATION, body);
    let gf = template(VALUE_DECLARATION).and_then(|row| row.get("gf").and_then(Value::as_str).map(str::to_owned));
    let document = Document {
        id: Uuid::now_v7(),
        form,
        name: Some(format!("ДТС-{kind}")),
        number: Some(number.to_string()),
        date: Some(now.format("%Y-%m-%d").to_string()),
        grafa44: None,
        mode: VALUE_DECLARATION.to_owned(),
        gf,
        is_core: false,
        goods: BTreeSet::new(),
        asked: Value::Null,
    };
    let shown = document.row();
    world.change(id, now)?.documents.push(document);
    Ok(Answer::json(shown))
}

fn said(cost: &Cost) -> Value {
    json!({
        "Grafa": cost.grafa, "DistributeBy": cost.distribute_by, "IncludeIn": cost.include_in,
        "CurrencyCode": cost.currency_code, "Total": cost.total, "BorderPlace": cost.border_place,
    })
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

fn rubles(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero)
}

/// How many roubles a unit of a currency is: as the declaration says, or by the invented table.
fn rate(declaration: &Value, currency: &str) -> Result<Decimal, Refused> {
    let terms = |field: &str| text_at(declaration, &format!("/{SHIPMENT}/ESADout_CUMainContractTerms/{field}"));
    let declared = Some(terms("ContractCurrencyRate")).filter(|rate| !rate.is_empty() && terms("ContractCurrencyCode") == currency);
    let known = OPTIONS.currencies.iter().find(|row| row.code == currency).map(|row| row.rubles.clone());
    let text = declared.or(known).ok_or(Refused::Bad("Валюта не найдена"))?;
    decimal(&text).ok_or(Refused::Bad("Неверный курс"))
}

fn spread(declaration: &Value, goods: &[Value], costs: &[Cost]) -> Result<Vec<Worth>, Refused> {
    let currency = text_at(declaration, &format!("/{SHIPMENT}/ESADout_CUMainContractTerms/ContractCurrencyCode"));
    let price_rate = rate(declaration, if currency.is_empty() { RUBLE } else { &currency })?;
    let number = |good: &Value, field: &str| decimal(&text_at(good, field)).unwrap_or_default();
    let worth = |good: &Value| Worth {
        price: rubles(number(good, "/InvoicedCost") * price_rate),
        weight: number(good, "/GrossWeightQuantity"),
        ..Worth::default()
    };
    let mut worths: Vec<Worth> = goods.iter().map(worth).collect();
    for cost in costs {
        let total = decimal(&cost.total.to_string()).ok_or(Refused::Bad("Неверная сумма"))?;
        let total = rubles(total * rate(declaration, cost.currency_code.as_deref().unwrap_or(RUBLE))?);
        let basis: Vec<Decimal> = worths
            .iter()
            .map(|worth| match cost.distribute_by {
                BY_WEIGHT => worth.weight,
                BY_PRICE => worth.price,
                _ => Decimal::ONE,
            })
            .collect();
        let is_deduction = cost.grafa.as_deref().is_some_and(|grafa| DEDUCTIONS.contains(&grafa));
        for (worth, share) in worths.iter_mut().zip(shares(total, &basis)) {
            match (cost.include_in, is_deduction) {
                (IN_PRICE | IN_CUSTOMS_VALUE, false) => worth.added += share,
                (IN_PRICE | IN_CUSTOMS_VALUE, true) => worth.taken_off += share,
                (_, false) => worth.statistical += share,
                (_, true) => worth.statistical -= share,
            }
        }
    }
    Ok(worths)
}

/// Parts of a total in proportion to a basis, in whole kopecks that sum to it exactly: what rounding
/// down leaves over goes to the largest remainders.
fn shares(total: Decimal, basis: &[Decimal]) -> Vec<Decimal> {
    let sum: Decimal = basis.iter().sum();
    let even = vec![Decimal::ONE; basis.len()];
    let (basis, sum) = if sum.is_zero() { (even.as_slice(), Decimal::from(basis.len())) } else { (basis, sum) };
    let exact: Vec<Decimal> = basis.iter().map(|part| total * part / sum).collect();
    let mut parts: Vec<Decimal> = exact.iter().map(|part| part.round_dp_with_strategy(DIGITS, RoundingStrategy::ToZero)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((exact[*at] - parts[*at]).abs()));
    let mut left = total - parts.iter().sum::<Decimal>();
    let kopeck = Decimal::new(1, DIGITS) * if left.is_sign_negative() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
    for at in order.into_iter().cycle() {
        if left.is_zero() {
            break;
        }
        parts[at] += kopeck;
        left -= kopeck;
    }
    parts
}

impl Worth {
    fn customs(&self) -> Decimal {
        self.price + self.added - self.taken_off
    }
}

fn row(good: &Value, worth: &Worth) -> Value {
    json!({
        "GoodsNumeric": text_at(good, "/GoodsNumeric"),
        "InvoicedCost": text_at(good, "/InvoicedCost"),
        "Additions": worth.added.to_string(),
        "Deductions": worth.taken_off.to_string(),
        "CustomsCost": worth.customs().to_string(),
        "StatisticalCost": (worth.customs() + worth.statistical).to_string(),
    })
}

/// Writes customs values into the declaration: of each good, and together.
fn value_declared(declaration: &mut Value, worths: &[Worth]) {
    let goods: Vec<Value> = worths.iter().map(|worth| json!({ "CustomsCost": worth.customs().to_string() })).collect();
    let total: Decimal = worths.iter().map(Worth::customs).sum();
    merge(declaration, &json!({ SHIPMENT: { GOODS: goods, "TotalCustCost": total.to_string(), "CustCostCurrencyCode": RUBLE } }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_the_total() {
        let of = |total: &str, basis: &[&str]| {
            let basis: Vec<Decimal> = basis.iter().map(|part| part.parse().unwrap()).collect();
            let parts = shares(total.parse().unwrap(), &basis);
            assert_eq!(parts.iter().sum::<Decimal>(), total.parse().unwrap());
            parts.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(of("100.00", &["1", "1", "1"]), ["33.34", "33.33", "33.33"]);
        assert_eq!(of("0.05", &["2", "1"]), ["0.03", "0.02"]);
        assert_eq!(of("10", &["0", "0"]), ["5", "5"]);
    }
}
