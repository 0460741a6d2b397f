//! The cash-flow forecast: bars by week, and every payment that is expected.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Currency, Money};
use serde_json::Value;

use super::{Tab, companies, invoices, names, tabs};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section, render};
use crate::model::trade::{CashFlow, CashTotal, Expected};
use crate::pages::commerce::Names;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::{Words, fill};

const PATH: &str = "/console/commerce/forecast";
/// Height of the tallest bar, and how wide one bar and one week are, in units of the drawing.
const BAR_HEIGHT: i64 = 90;
const BAR_WIDTH: i64 = 14;
const WEEK_WIDTH: i64 = 36;
/// The line on which bars stand, and where their labels do.
const GROUND: i64 = 100;
const LABEL: i64 = 116;
/// Weeks that are drawn: more become too thin to read.
const WEEKS_MAX: usize = 26;

struct Bar {
    x: i64,
    incoming: i64,
    outgoing: i64,
    label: String,
    spoken: String,
}

#[derive(Template)]
#[template(path = "forecast_chart.html")]
struct Chart {
    w: &'static Words,
    title: String,
    width: i64,
    bars: Vec<Bar>,
}

impl Bar {
    fn y(height: &i64) -> i64 {
        GROUND.saturating_sub(*height)
    }
}

/// The Monday of a day, as a day; the day itself where it cannot be read.
fn monday(day: &str) -> String {
    use chrono::{Datelike, Days, NaiveDate};
    let Ok(parsed) = NaiveDate::parse_from_str(day, "%Y-%m-%d") else { return day.to_owned() };
    let back = u64::from(parsed.weekday().num_days_from_monday());
    parsed.checked_sub_days(Days::new(back)).map_or_else(|| day.to_owned(), |monday| monday.to_string())
}

fn money(amount: &Amount) -> Option<Money> {
    let currency: Currency = serde_json::from_value(Value::from(amount.currency.as_str())).ok()?;
    Money::parse(&amount.amount, currency).ok()
}

/// Incoming and outgoing minor units by week, for one currency; overdue counts for this week.
fn by_week(flow: &CashFlow, currency: &str) -> BTreeMap<String, (i64, i64)> {
    let mut weeks: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for payment in flow.payments.iter().filter(|payment| payment.amount.currency == currency) {
        let Some(amount) = money(&payment.amount) else { continue };
        let day = if payment.overdue { &flow.today } else { &payment.due };
        let week = weeks.entry(monday(day)).or_default();
        let sum = if payment.direction == "IN" { &mut week.0 } else { &mut week.1 };
        *sum = sum.saturating_add(amount.minor());
    }
    weeks
}

/// The chart of one currency.
fn chart(cx: &Cx<'_>, flow: &CashFlow, currency: &str) -> String {
    let words = &cx.w.overview;
    let weeks = by_week(flow, currency);
    let top = weeks.values().flat_map(|(incoming, outgoing)| [*incoming, *outgoing]).max().unwrap_or(0).max(1);
    let height = |sum: i64| i64::try_from(i128::from(sum).saturating_mul(i128::from(BAR_HEIGHT)) / i128::from(top)).unwrap_or(0);
    let say = |minor: i64| {
        let currency = serde_json::from_value(Value::from(currency)).unwrap_or(cx.currency);
        cx.f.money(&Amount { amount: Money::from_minor(minor, currency).amount(), currency: currency.code().to_owned() })
    };
    let bar = |(index, (week, (incoming, outgoing))): (usize, (&String, &(i64, i64)))| {
        let day = cx.f.day(week);
        let label = match cx.w.language {
            kernel::Language::En => day.get(5..).unwrap_or_default().to_owned(),
            kernel::Language::Uk | kernel::Language::Ru => day.get(..5).unwrap_or_default().to_owned(),
        };
        Bar {
            x: i64::try_from(index).unwrap_or(0).saturating_mul(WEEK_WIDTH),
            incoming: height(*incoming),
            outgoing: height(*outgoing),
            label,
            spoken: format!(
                "{}: {} {}, {} {}",
                fill(words.week_of, &[&day]),
                words.incoming,
                say(*incoming),
                words.outgoing,
                say(*outgoing)
            ),
        }
    };
    let bars: Vec<Bar> = weeks.iter().take(WEEKS_MAX).enumerate().map(bar).collect();
    let width = i64::try_from(bars.len()).unwrap_or(0).saturating_mul(WEEK_WIDTH);
    render(&Chart { w: cx.w, title: fill(words.by_week, &[currency]), width, bars })
}

fn table(cx: &Cx<'_>, flow: &CashFlow, names: &Names) -> Grid {
    let words = &cx.w.overview;
    let row = |payment: &Expected| {
        let comes = payment.direction == "IN";
        let amount = Cell::money(cx.f, &payment.amount);
        let (incoming, outgoing) = if comes { (amount, Cell::empty()) } else { (Cell::empty(), amount) };
        let invoice = payment.basis.get("invoice_id").and_then(Value::as_str);
        let basis = match (invoice, &payment.contract_id) {
            (Some(id), _) => (at("commerce/invoices", id), cx.w.money.invoice.to_owned()),
            (None, Some(id)) => (at("commerce/contracts", id), words.planned.to_owned()),
            (None, None) => (String::new(), String::new()),
        };
        let basis = if basis.0.is_empty() { Cell::text(words.planned) } else { Cell::links(vec![basis]) };
        vec![
            Cell::text(cx.f.day(&payment.due)).sub(if payment.overdue { words.overdue } else { "" }),
            Cell::text(names.of(&payment.counterparty)),
            basis,
            incoming,
            outgoing,
        ]
    };
    let total = |total: &CashTotal| {
        let label = format!("{}, {}", cx.w.kit.total, total.incoming.currency);
        let (incoming, outgoing) = (Cell::money(cx.f, &total.incoming).strong(), Cell::money(cx.f, &total.outgoing).strong());
        vec![Cell::text(label).strong(), Cell::empty(), Cell::empty(), incoming, outgoing]
    };
    let columns = vec![
        Column::text(cx.w.kit.day),
        Column::text(cx.w.kit.party),
        Column::text(words.basis),
        Column::number(words.incoming),
        Column::number(words.outgoing),
    ];
    let totals = flow.totals.iter().filter(|_| !flow.payments.is_empty()).map(total);
    Grid::page(cx.w, columns, (words.forecast_empty, words.forecast_empty_do)).rows(flow.payments.iter().map(row)).rows(totals)
}

/// The forecast of one own company.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let companies = companies(cx).await?;
    let party = invoices::side(cx, &companies).to_owned();
    if party.is_empty() {
        let head = Head::new(cx.w, tabs(cx, Tab::Forecast), words.forecast);
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", words.no_company);
        return Ok(Page::still(Section::Commerce, words.forecast, sheet.html()).into());
    }
    let query = [("party_id", party.as_str()), ("until", asked(cx, "until"))];
    let flow: CashFlow = cx.get("/commerce/cash-flow", &[], &query).await?;
    let names = names(cx, flow.payments.iter().map(|payment| payment.counterparty.clone()).collect()).await?;
    let fields = vec![
        Field::choice("party_id", cx.w.invoices.company, companies).value(&party),
        Field::day("until", cx.w.kit.to).value(&flow.until),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Forecast), words.forecast).filter(PATH, fields);
    let mut live = Sheet::new();
    for total in flow.totals.iter().filter(|_| !flow.payments.is_empty()) {
        live = live.raw(&chart(cx, &flow, &total.incoming.currency));
    }
    let live = live.grid(&table(cx, &flow, &names));
    let live = if flow.complete { live } else { live.text("callout warn", words.forecast_cut) };
    Ok(Page { every_ms: 10_000, ..Page::live(Section::Commerce, words.forecast, head.html(), live.html()) }.into())
}
