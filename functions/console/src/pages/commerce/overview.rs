//! Overviews: sales on their way, the ageing of demands.

use askama::Template;

use super::{ROWS, Tab, companies, invoices, names, tabs, tone};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::trade::{Ageing, AgeingRow, SaleItem, Stall};
use crate::pages::kit::{Button, Cell, Column, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const SALES: &str = "/console/commerce/sales";
const CLAIMS: &str = "/console/commerce/claims";
/// How wide the bar of ages is, in units of the drawing.
const BAR_WIDTH: u128 = 700;
const STAGES: &[&str] = &["", "stalled", "placed", "dispatched", "returned", "cancelled"];

/// At which step something stopped, and why; nothing while it goes on.
pub(super) fn stopped(cx: &Cx<'_>, stalled: Option<&Stall>) -> String {
    let why = |stall: &Stall| {
        let step = fill(cx.w.overview.stopped_at, &[cx.w.sale_step(&stall.step), cx.w.sale_refusal(&stall.code)]);
        format!("{step} ({})", stall.code)
    };
    stalled.map(why).unwrap_or_default()
}

/// Orders on their way through the books.
pub(super) async fn sales(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let query = [("stage", asked(cx, "stage")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<SaleItem> = cx.get("/commerce/sales", &[], &query).await?;
    let row = |sale: &SaleItem| {
        let resume = Button {
            path: format!("{}/resume", at("commerce/sales", &sale.sale_id)),
            label: words.resume,
            reason: words.resume_note,
            ..Button::default()
        };
        let stalled = sale.stalled.as_ref();
        let contract = sale.contract_id.as_ref().map(|id| (at("commerce/contracts", id), cx.w.facts.contract.to_owned()));
        let invoice = sale.invoice_id.as_ref().map(|id| (at("commerce/invoices", id), cx.w.money.invoice.to_owned()));
        vec![
            Cell::link(&sale.number, at("orders", &sale.order)),
            Cell::text(&sale.buyer_name),
            Cell::badge(cx.w.sale_stage(&sale.stage), tone(&sale.stage)).sub(stopped(cx, stalled)),
            Cell::links(contract.into_iter().chain(invoice).collect()),
            Cell::empty().with(stalled.map(|_| resume).filter(|_| cx.may(super::SENIORS))),
        ]
    };
    let columns = vec![
        Column::text(words.order),
        Column::text(words.buyer),
        Column::text(words.stage),
        Column::text(cx.w.kit.document),
        Column::text(""),
    ];
    let grid = Grid::page(cx.w, columns, (words.sales_empty, words.sales_empty_do)).rows(listed.items.iter().map(row));
    let stages: Vec<(&str, &str)> =
        STAGES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.sale_stage(code) })).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Sales), words.sales)
        .lead(words.sales_lead)
        .chips(words.stage, list::chips(SALES, cx.asked, &["stage"], "stage", &stages));
    let paging = Paging::new(SALES, cx.asked, &["stage"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, words.sales, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}

struct Part {
    x: u64,
    width: u64,
    class: &'static str,
    label: &'static str,
    amount: String,
}

#[derive(Template)]
#[template(path = "ageing_chart.html")]
struct AgeingChart {
    title: String,
    parts: Vec<Part>,
}

/// Minor units; none where the amount cannot be read.
fn minor(amount: &Amount) -> u64 {
    let currency = serde_json::from_value(serde_json::Value::from(amount.currency.as_str())).ok();
    let money = currency.and_then(|currency| kernel::Money::parse(&amount.amount, currency).ok());
    money.and_then(|money| u64::try_from(money.minor()).ok()).unwrap_or(0)
}

/// One bar of all that is owed in a currency, cut by age.
fn chart(cx: &Cx<'_>, row: &AgeingRow) -> String {
    let words = &cx.w.overview;
    let ages = [
        (&row.not_due, "age-0", words.not_due),
        (&row.days_30, "age-1", words.days_30),
        (&row.days_60, "age-2", words.days_60),
        (&row.days_90, "age-3", words.days_90),
        (&row.older, "age-4", words.older),
    ];
    let whole = ages.iter().fold(0, |sum: u64, (amount, _, _)| sum.saturating_add(minor(amount))).max(1);
    let mut reached: u64 = 0;
    let mut part = |(amount, class, label): (&Amount, &'static str, &'static str)| {
        let place = |sum: u64| u64::try_from(u128::from(sum).saturating_mul(BAR_WIDTH) / u128::from(whole)).unwrap_or(0);
        let x = place(reached);
        reached = reached.saturating_add(minor(amount));
        Part { x, width: place(reached).saturating_sub(x), class, label, amount: cx.f.money(amount) }
    };
    let parts = ages.into_iter().map(&mut part).collect();
    render(&AgeingChart { title: fill(cx.w.holdings.chart_of, &[&row.total.currency]), parts })
}

/// Demands on one own company, or of it, by how late they are.
pub(super) async fn ageing(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let companies = companies(cx).await?;
    let party = invoices::side(cx, &companies);
    let head = Head::new(cx.w, tabs(cx, Tab::Claims), words.ageing).filter(CLAIMS, invoices::side_fields(cx, &companies, party));
    if party.is_empty() {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", words.no_company);
        return Ok(Page::still(Section::Commerce, words.ageing, sheet.html()).into());
    }
    let query = [("direction", asked(cx, "direction")), ("as_of", asked(cx, "as_of"))];
    let ageing: Ageing = cx.get("/commerce/claims/{party_id}/ageing", &[party], &query).await?;
    let names = names(cx, ageing.rows.iter().filter_map(|row| row.party.clone()).collect()).await?;
    let cells = |row: &AgeingRow, first: Cell| {
        let amounts = [&row.not_due, &row.days_30, &row.days_60, &row.days_90, &row.older, &row.total];
        std::iter::once(first).chain(amounts.map(|amount| Cell::sum(cx.f, amount))).collect::<Vec<_>>()
    };
    let of_party = |row: &AgeingRow| {
        let id = row.party.as_deref().unwrap_or_default();
        cells(row, Cell::link(names.of(id), at("commerce/parties", id)).sub(&row.total.currency))
    };
    let total = |row: &AgeingRow| cells(row, Cell::text(cx.w.kit.total).sub(&row.total.currency).strong());
    let columns = vec![
        Column::text(cx.w.kit.party),
        Column::number(words.not_due),
        Column::number(words.days_30),
        Column::number(words.days_60),
        Column::number(words.days_90),
        Column::number(words.older),
        Column::number(cx.w.kit.total),
    ];
    let rows: Vec<_> = ageing.rows.iter().map(of_party).collect();
    // Totals of nothing say nothing.
    let totals = ageing.totals.iter().filter(|_| !rows.is_empty()).map(total);
    let grid = Grid::page(cx.w, columns, (words.ageing_empty, words.ageing_empty_do)).rows(rows.iter().cloned().chain(totals));
    let live = Sheet::new().text("muted", &format!("{} {}", cx.w.kit.as_of, cx.f.day(&ageing.as_of)));
    let live =
        ageing.totals.iter().filter(|row| !rows.is_empty() && !row.total.is_zero()).fold(live, |live, row| live.raw(&chart(cx, row)));
    let live = if ageing.complete { live } else { live.text("callout warn", words.ageing_cut) };
    let page = Page::live(Section::Commerce, words.ageing, head.html(), live.grid(&grid).html());
    Ok(Page { every_ms: 10_000, ..page }.into())
}
