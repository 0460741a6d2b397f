//! What customs will be paid, as far as rules and tariff tell.

use serde_json::{Value, json};

use super::head::{self, Part};
use super::{DECLARANTS, ESTIMATORS, inside, value};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::customs_form::{CurrencyRate, EstimateLine, EstimatePage, RuleUse};
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Refused, Sheet, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// Most currencies of one estimate, as the command says.
const RATES_MAX: usize = 20;
/// Lines for rates that a fresh form offers.
const RATES_FRESH: usize = 2;

/// How well a rule is known.
pub(super) fn certainty(cx: &Cx<'_>, status: &str) -> Cell {
    let words = &cx.w.customs;
    match status {
        "verified" => Cell::badge(words.verified, "ok"),
        "reported" => Cell::badge(words.reported, "info"),
        _ => Cell::badge(words.unverified, "warn"),
    }
}

/// Lines of currencies: as typed, or those of the estimate before.
fn rates(cx: &Cx<'_>, known: Option<&EstimatePage>) -> Lines {
    let words = &cx.w.customs;
    let columns = vec![
        Field::text("rate_currency", cx.w.kit.currency),
        Field::whole("rate_units", words.rate_units),
        Field::decimal("rate_roubles", words.rate_roubles),
        Field::day("rate_on", words.rate_on),
    ];
    let mut lines = Lines::read(words.estimate_rates, columns, cx.form, RATES_FRESH, RATES_MAX);
    let before = known.map(|page| page.estimate.inputs.rates.as_slice()).unwrap_or_default();
    if cx.form.get("op").is_empty() && !before.is_empty() {
        let row = |rate: &CurrencyRate| vec![rate.currency.clone(), rate.units.to_string(), rate.roubles.clone(), rate.on.clone()];
        lines.rows = before.iter().map(row).collect();
    }
    lines
}

/// What the form asks for.
pub(super) fn asked_for(cx: &Cx<'_>) -> Result<Value, Problem> {
    let lines = rates(cx, None);
    let rate = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(|text| text.trim()).unwrap_or_default();
        let at = fill(cx.w.kit.line_wrong, &[&number.to_string(), cx.w.customs.rate_units]);
        let units = if cell(1).is_empty() { "1" } else { cell(1) };
        let units: u32 = units.parse().map_err(|_| Problem::field(&at, cx.w.problem.not_a_number))?;
        let currency = cell(0).to_uppercase();
        Ok(json!({ "currency": currency, "units": units, "roubles": typed_decimal(cell(2)), "on": cell(3) }))
    };
    let rates: Vec<Value> = lines.filled().map(rate).collect::<Result<_, Problem>>()?;
    let mut body = json!({ "rates": rates });
    insert(&mut body, "on", typed(cx, "on"));
    Ok(body)
}

fn rule(rule: &RuleUse) -> String {
    let name = rule.id.as_deref().or(rule.prefix.as_deref()).unwrap_or_default();
    format!("{name} v{}", rule.version)
}

fn lines(cx: &Cx<'_>, page: &EstimatePage) -> Grid {
    let words = &cx.w.customs;
    let estimate = &page.estimate;
    let row = |line: &EstimateLine| {
        let percent = line.vat.percent.as_deref().map(|percent| cx.f.quantity(percent)).unwrap_or_default();
        let used = line.rules.iter().filter_map(|index| estimate.rules.get(*index)).map(rule);
        vec![
            Cell::text(line.number.to_string()),
            Cell::money(cx.f, &line.customs_value),
            Cell::money(cx.f, &line.duty.amount),
            Cell::money(cx.f, &line.vat.amount),
            Cell::text(percent),
            Cell::money(cx.f, &line.fee),
            Cell::text(used.collect::<Vec<_>>().join(", ")),
        ]
    };
    let columns = vec![
        Column::text(words.one_good),
        Column::number(words.customs_value),
        Column::number(words.duty),
        Column::number(words.vat),
        Column::number(words.vat_rate),
        Column::number(words.fee),
        Column::text(words.rules_of),
    ];
    let totals = &estimate.totals;
    let foot = vec![
        Cell::text(cx.w.kit.total),
        Cell::money(cx.f, &totals.customs_value),
        Cell::money(cx.f, &totals.duty),
        Cell::money(cx.f, &totals.vat),
        Cell::empty(),
        Cell::money(cx.f, &totals.fee),
        Cell::money(cx.f, &totals.total).sub(words.estimate),
    ];
    Grid::part(cx.w, words.goods, columns, (words.estimate_none, "")).rows(estimate.lines.iter().map(row)).foot(foot)
}

/// The newest estimate, and the form of another.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let known: Option<EstimatePage> = match &declaration.estimate {
        Some(_) => Some(cx.get("/customs/declarations/{declaration_id}/estimate", &[id], &[]).await?),
        None => None,
    };
    let may_share = declaration.summary.status == value::WAITS_TO_BE_FILED && cx.may(DECLARANTS);
    let head = head::head(cx, &declaration, Part::Estimate).button(may_share, inside(id, &["value"]), words.dts);
    let mut sheet = Sheet::new().raw(&head.html());
    match &known {
        Some(page) => {
            if !page.current {
                sheet = sheet.text("callout warn", words.estimate_old);
            }
            let facts =
                [(words.rules_of, Cell::text(cx.f.day(&page.estimate.inputs.on))), (words.certainty, certainty(cx, &page.estimate.status))];
            sheet = sheet.facts(words.estimate, &facts).grid(&lines(cx, page));
        }
        None => sheet = sheet.text("muted", words.estimate_none),
    }
    if declaration.form.is_some() && cx.may(ESTIMATORS) {
        let button = if known.is_some() { words.estimate_again } else { words.estimate_make };
        let form = FormView::page(cx.w, "make", format!("{}/make", inside(id, &["estimate"])), button, inside(id, &[]))
            .hint(words.estimate_hint)
            .field(Field::day("on", words.estimate_on).optional())
            .lines(rates(cx, known.as_ref()));
        sheet = sheet.form(form, refused.as_ref(), cx.form);
    }
    let page = Page::still(Section::Customs, head.title(), sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
