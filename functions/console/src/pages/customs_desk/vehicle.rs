//! What a vehicle costs at the border, as the vendor calculates it.

use super::{SECTION, Tab, tabs};
use crate::context::Cx;
use crate::format::{Amount, typed_decimal};
use crate::frame::{Page, Reply};
use crate::model::customs_desk::{VehiclePayment, VehiclePayments};
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet};
use crate::problem::Problem;
use crate::words::fill;

const PAGE: &str = "/console/customs/tariff/vehicle";

const OWNERS: &[&str] = &["organization", "person"];
const AGES: &[&str] = &["under-three", "three-to-five", "five-to-seven", "over-seven"];
const ENGINES: &[&str] = &["petrol", "diesel", "electric"];
const HYBRIDS: &[&str] = &["none", "hybrid", "plug-in"];
const POWER_UNITS: &[&str] = &["horse-power", "kilowatt"];
/// Currencies that vehicles are sold in, by their numbers of ISO 4217.
const CURRENCIES: &[(&str, &str)] = &[("978", "EUR"), ("840", "USD"), ("643", "RUB"), ("156", "CNY"), ("392", "JPY"), ("410", "KRW")];
/// What is sent, besides the price.
const SENT: &[&str] = &[
    "owner",
    "age",
    "currency_number",
    "engine",
    "hybrid",
    "combustion_first",
    "power",
    "power_unit",
    "electric_power",
    "off_road",
    "sequential",
    "engine_volume_cm3",
];

fn filter(cx: &Cx<'_>) -> Vec<Field> {
    let words = &cx.w.vehicle;
    let asked = |field: Field| {
        let value = cx.asked.get(field.name()).to_owned();
        field.value(value)
    };
    let chosen = |name, label, codes: &[&'static str]| {
        let named = codes.iter().map(|code| ((*code).to_owned(), cx.w.vehicle_word(code).to_owned())).collect();
        asked(Field::choice(name, label, named))
    };
    let flag = |name, label| {
        let named = vec![(String::new(), cx.w.frame.no.to_owned()), ("true".to_owned(), cx.w.frame.yes.to_owned())];
        asked(Field::choice(name, label, named))
    };
    let currencies = CURRENCIES.iter().map(|(number, code)| ((*number).to_owned(), (*code).to_owned())).collect();
    vec![
        chosen("owner", words.owner, OWNERS),
        chosen("age", words.age, AGES),
        asked(Field::decimal("price", words.price)),
        asked(Field::choice("currency_number", cx.w.kit.currency, currencies)),
        chosen("engine", words.engine, ENGINES),
        chosen("hybrid", words.hybrid, HYBRIDS),
        flag("combustion_first", words.combustion_first),
        asked(Field::whole("power", words.power)),
        chosen("power_unit", words.power_unit, POWER_UNITS),
        asked(Field::whole("electric_power", words.electric_power)),
        asked(Field::whole("engine_volume_cm3", words.volume)),
        flag("sequential", words.sequential),
        flag("off_road", words.off_road),
    ]
}

/// The same problem with the labels of the fields.
fn named(fields: &[Field], mut problem: Problem) -> Problem {
    for (path, _) in &mut problem.errors {
        if let Some(field) = fields.iter().find(|field| field.name() == path) {
            field.label().clone_into(path);
        }
    }
    problem
}

async fn ask(cx: &Cx<'_>) -> Result<VehiclePayments, Problem> {
    let price = typed_decimal(cx.asked.get("price"));
    let mut query: Vec<(&str, &str)> = SENT.iter().map(|name| (*name, cx.asked.get(name))).collect();
    query.push(("price", &price));
    cx.get("/customs/vehicle-payments", &[], &query).await
}

fn money(cx: &Cx<'_>, amount: &str, currency: &str) -> String {
    cx.f.money(&Amount { amount: amount.to_owned(), currency: currency.to_owned() })
}

fn answer(cx: &Cx<'_>, found: &VehiclePayments) -> Sheet {
    let words = &cx.w.vehicle;
    let in_currency = |amount: &Option<String>, currency: &Option<String>| match (amount, currency) {
        (Some(amount), Some(currency)) => money(cx, amount, currency),
        _ => String::new(),
    };
    let row = |one: &VehiclePayment| {
        let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
        vec![
            text(&one.name),
            text(&one.tax_base),
            text(&one.rate),
            Cell::text(money(cx, &one.roubles, "RUB")).sub(in_currency(&one.amount, &one.currency)),
        ]
    };
    let columns =
        vec![Column::text(words.payment), Column::text(words.tax_base), Column::text(words.rate), Column::number(cx.w.kit.amount)];
    let total = Cell::text(money(cx, &found.total_roubles, "RUB")).sub(in_currency(&found.total, &found.currency));
    let grid = Grid::part(cx.w, words.result, columns, (words.nothing, "")).rows(found.payments.iter().map(row)).foot(vec![
        Cell::text(cx.w.kit.total),
        Cell::empty(),
        Cell::empty(),
        total,
    ]);
    let code = found.commodity.as_deref().map(|code| fill(words.commodity, &[code])).unwrap_or_default();
    let sheet = Sheet::new().grid(&grid).text("muted", words.estimate);
    if code.is_empty() { sheet } else { sheet.text("muted", &code) }
}

/// The calculator: asks when a price was typed.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.vehicle;
    if !cx.may(super::RECKONERS) {
        return Err(Problem::no_page());
    }
    let fields = filter(cx);
    let (mut sheet, mut problem) = (Sheet::new(), None);
    if !cx.asked.get("price").is_empty() {
        match ask(cx).await {
            Ok(found) => sheet = answer(cx, &found),
            Err(refused) if refused.is_signed_out() => return Err(refused),
            Err(refused) => problem = Some(named(&fields, refused)),
        }
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Tariff), words.title).area(cx.w.customs.title).lead(words.lead).filter(PAGE, fields);
    Ok(Page::still(SECTION, words.title, head.html() + &sheet.html()).with_maybe(problem).into())
}
