//! The figures of an order: margins against the plan, lines, business units. Managers and
//! approvers see the same.

use crate::context::Cx;
use crate::format::Amount;
use crate::model::margin::{Figures, LineFigures, Summary, UnitFigures};
use crate::pages::kit::bars::{self, Row};
use crate::pages::kit::{Cell, Column, Grid, Sheet};
use crate::words::fill;

/// A line whose own margin lies below this, in hundredths, is shown as a warning.
const LINE_WARNED_BELOW: i64 = 500;

/// A percentage; a dash where there is none.
pub(crate) fn percent(cx: &Cx<'_>, hundredths: Option<i64>) -> String {
    hundredths.map_or_else(|| "–".to_owned(), |hundredths| cx.f.percent(hundredths))
}

/// A deviation from the plan in points; a dash where there is none.
pub(crate) fn points(cx: &Cx<'_>, hundredths: Option<i64>) -> String {
    let plain = |hundredths: i64| cx.f.percent(hundredths).trim_end_matches(['%', '\u{a0}']).to_owned();
    hundredths.map_or_else(|| "–".to_owned(), |hundredths| fill(cx.w.margin.points, &[&plain(hundredths)]))
}

/// The colour of a deviation: above the plan, below it by less than a point, farther below.
pub(crate) fn deviation_tone(hundredths: Option<i64>) -> &'static str {
    match hundredths {
        None => "plain",
        Some(..=0) => "ok",
        Some(1..=99) => "warn",
        Some(_) => "bad",
    }
}

/// A deviation in its colour.
pub(crate) fn deviation(cx: &Cx<'_>, hundredths: Option<i64>) -> Cell {
    Cell::badge(points(cx, hundredths), deviation_tone(hundredths))
}

/// The colour of the age of a cost.
pub(crate) fn age_tone(code: &str) -> &'static str {
    match code {
        "fresh" => "ok",
        "aged" => "warn",
        "to-confirm" | "stale" => "bad",
        _ => "plain",
    }
}

/// Margins as bars, the plan as a dashed line.
fn margins(cx: &Cx<'_>, plan: i64, margins: [Option<i64>; 3]) -> String {
    let words = &cx.w.margin;
    let named = [words.order_alone, words.cumulative, words.remainder].into_iter().zip(margins);
    let row = |(label, value): (&str, Option<i64>)| Row {
        label: label.to_owned(),
        value,
        text: percent(cx, value),
        good: value.is_none_or(|value| value >= plan),
    };
    let rows: Vec<Row> = named.map(row).collect();
    bars::draw(&fill(words.against_plan, &[&cx.f.percent(plan)]), &rows, Some(plan))
}

/// The bars of an order in a list; nothing before it was judged.
pub(crate) fn summary_bars(cx: &Cx<'_>, summary: Option<&Summary>) -> Cell {
    summary.map_or_else(Cell::empty, |judged| Cell::drawing(margins(cx, judged.plan, [judged.order, judged.cumulative, judged.remainder])))
}

/// The figures of an order: bars, and what they come to.
pub(crate) fn card(cx: &Cx<'_>, figures: &Figures) -> Sheet {
    let words = &cx.w.margin;
    let bars = margins(cx, figures.plan, [figures.order, figures.cumulative, figures.remainder]);
    let money = |amount: &Amount| Cell::money(cx.f, amount);
    let age = figures.cost_age_days.map(|days| fill(words.days, &[&days.to_string()])).unwrap_or_default();
    let facts = vec![
        (words.plan, Cell::text(cx.f.percent(figures.plan)).sub(changed(cx, figures.plan_revision))),
        (words.deviation, deviation(cx, figures.deviation)),
        (words.lenient, Cell::text(points(cx, figures.lenient_deviation))),
        (words.strict, Cell::text(points(cx, figures.strict_deviation))),
        (words.total, money(&figures.total).strong()),
        (words.controlled, money(&figures.revenue)),
        (words.shortfall, money(&figures.shortfall).strong()),
        (words.cost_age, Cell::badge(cx.w.margin_code(&figures.cost_age), age_tone(&figures.cost_age)).sub(age)),
        (words.calculated, Cell::text(cx.f.short(&figures.calculated_at))),
    ];
    let mut sheet = Sheet::new();
    if figures.loss_making {
        sheet = sheet.text("callout bad", words.loss_making);
    }
    if figures.control != "judged" {
        let class = if figures.control == "blocked" { "callout bad" } else { "callout warn" };
        sheet = sheet.text(class, cx.w.margin_code(&figures.control));
    }
    for blocked in &figures.blocked {
        let what = blocked.line.map_or_else(|| words.whole_order.to_owned(), |line| fill(words.line_of, &[&line.to_string()]));
        sheet = sheet.text("callout bad", &format!("{what}: {}", cx.w.margin_code(&blocked.reason)));
    }
    let drawn = Sheet::new().raw(&bars).text("hint", &fill(words.against_plan, &[&cx.f.percent(figures.plan)]));
    sheet.card(words.figures, drawn).facts("", &facts)
}

fn changed(cx: &Cx<'_>, revision: u32) -> String {
    if revision == 0 { String::new() } else { fill(cx.w.margin.plan_changed, &[&revision.to_string()]) }
}

fn line_tone(line: &LineFigures) -> &'static str {
    match line.profitability {
        Some(..=-1) => "bad",
        Some(0..LINE_WARNED_BELOW) => "warn",
        Some(_) | None => "plain",
    }
}

/// The lines of an order, each with what it lacks to its minimum price.
pub(crate) fn lines(cx: &Cx<'_>, figures: &Figures) -> Grid {
    let words = &cx.w.margin;
    let money = |amount: Option<&Amount>| amount.map_or_else(Cell::empty, |amount| Cell::sum(cx.f, amount));
    let row = |line: &LineFigures| {
        let note = if line.non_liquid { words.non_liquid } else { "" };
        vec![
            Cell::text(format!("{}. {}", line.line, line.name)).sub(format!("{} · {}", line.product, line.unit)),
            Cell::text(cx.f.quantity(&line.quantity)),
            money(Some(&line.price)).sub(line.estimate_price.as_ref().map(|price| cx.f.bare(price)).unwrap_or_default()),
            money(line.minimum_price.as_ref()),
            money(line.cost.as_ref()),
            Cell::badge(percent(cx, line.profitability), line_tone(line)).sub(note),
            money(Some(&line.amount)),
            money(line.shortfall.as_ref()).strong(),
        ]
    };
    let columns = vec![
        Column::text(words.goods),
        Column::number(words.quantity),
        Column::number(words.price_and_estimate),
        Column::number(words.minimum),
        Column::number(words.cost),
        Column::number(words.margin),
        Column::number(words.amount),
        Column::number(words.lost),
    ];
    let foot = vec![
        Cell::text(cx.w.kit.total),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::money(cx.f, &figures.total),
        Cell::empty(),
    ];
    let grid = Grid::part(cx.w, words.lines, columns, (words.no_lines, "")).rows(figures.lines.iter().map(row));
    if figures.lines.is_empty() { grid } else { grid.foot(foot) }
}

/// The business units concerned, where there are several.
pub(crate) fn units(cx: &Cx<'_>, figures: &Figures) -> Sheet {
    let words = &cx.w.margin;
    if figures.units.len() < 2 {
        return Sheet::new();
    }
    let row = |unit: &UnitFigures| {
        let numbers: Vec<String> = unit.lines.iter().map(ToString::to_string).collect();
        vec![
            Cell::text(&unit.unit).sub(fill(words.line_of, &[&numbers.join(", ")])),
            Cell::money(cx.f, &unit.revenue),
            deviation(cx, unit.deviation),
            Cell::money(cx.f, &unit.shortfall),
        ]
    };
    let columns =
        vec![Column::text(words.unit), Column::number(words.amount), Column::number(words.deviation), Column::number(words.shortfall)];
    Sheet::new().grid(&Grid::part(cx.w, words.units, columns, (words.no_lines, "")).rows(figures.units.iter().map(row)))
}
