//! One judgement with the exact numbers behind its percentages.

use super::{Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::margin::{Fraction, Part, Record};
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

/// The page; a judgement never changes.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let record: Record = cx.get("/profitability/calculations/{calculation_id}", &[id], &[]).await?;
    let exact = |fraction: Option<&Fraction>| Cell::text(fraction.map(Fraction::text).unwrap_or_default()).mono();
    let row = |(label, part): (&str, &Part)| {
        vec![Cell::text(label), Cell::money(cx.f, &part.revenue), Cell::money(cx.f, &part.cost), exact(part.margin.as_ref())]
    };
    let of = &record.components;
    let parts = [
        (words.shipped, &of.shipped),
        (words.order_alone, &of.order),
        (words.cumulative, &of.cumulative),
        (words.remainder, &of.remainder),
    ];
    let columns = vec![Column::text(""), Column::number(words.revenue), Column::number(words.cost_of), Column::number(words.exact_margin)];
    let exactly = [(words.lenient, exact(of.lenient.as_ref())), (words.strict, exact(of.strict.as_ref()))];
    let title = fill(words.judgement_of, &[&record.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Shipments), &title)
        .area(words.title)
        .lead(cx.f.moment(&record.facts.calculated_at))
        .link(at("profitability/shipments", &record.shipment), fill(words.one_order, &[&record.number]));
    let sheet = Sheet::new()
        .raw(&head.html())
        .raw(&figures::card(cx, &record.facts).html())
        .grid(&Grid::part(cx.w, words.behind, columns, (words.not_judged, "")).rows(parts.into_iter().map(row)))
        .facts(words.exact_deviation, &exactly)
        .grid(&figures::lines(cx, &record.facts))
        .raw(&figures::units(cx, &record.facts).html());
    Ok(Page::still(Section::Profitability, &title, sheet.html()).into())
}
