//! Overviews: sales on their way, stock, the ageing of demands.

use super::{ROWS, Tab, companies, invoices, names, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::trade::{Ageing, AgeingRow, SaleItem, StockBalance};
use crate::pages::kit::{Button, Cell, Column, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const SALES: &str = "/console/commerce/sales";
const STOCK: &str = "/console/commerce/stock";
const CLAIMS: &str = "/console/commerce/claims";
const STAGES: &[&str] = &["", "stalled", "placed", "dispatched", "returned", "cancelled"];

/// Orders on their way through the books.
pub(super) async fn sales(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let query = [("stage", asked(cx, "stage")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<SaleItem> = cx.get("/commerce/sales", &[], &query).await?;
    let row = |sale: &SaleItem| {
        let resume = Button { path: format!("{}/resume", at("commerce/sales", &sale.sale_id)), label: words.resume, ..Button::default() };
        let stalled = sale.stalled.as_ref();
        let why = stalled.map(|stall| fill(words.stopped_at, &[&stall.step, &stall.code])).unwrap_or_default();
        let contract = sale.contract_id.as_ref().map(|id| (at("commerce/contracts", id), cx.w.facts.contract.to_owned()));
        let invoice = sale.invoice_id.as_ref().map(|id| (at("commerce/invoices", id), cx.w.money.invoice.to_owned()));
        vec![
            Cell::link(&sale.number, at("orders", &sale.order)),
            Cell::text(&sale.buyer_name),
            Cell::badge(cx.w.sale_stage(&sale.stage), tone(&sale.stage)).sub(why),
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

/// What is in stock.
pub(super) async fn stock(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let query = [("article", asked(cx, "q")), ("show", asked(cx, "show")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<StockBalance> = cx.get("/commerce/stock/balances", &[], &query).await?;
    let row = |balance: &StockBalance| {
        let kept = &balance.kept;
        let state = match (balance.negative, balance.expired) {
            (true, _) => Cell::badge(words.negative, "bad"),
            (false, true) => Cell::badge(words.expired, "warn"),
            (false, false) => Cell::empty(),
        };
        vec![
            Cell::text(&kept.article.name).sub(&kept.article.code),
            Cell::text(&kept.location),
            Cell::text(kept.batch.as_deref().unwrap_or_default()).sub(kept.expires.as_deref().map(|day| cx.f.day(day)).unwrap_or_default()),
            Cell::text(format!("{} {}", cx.f.quantity(&balance.quantity), kept.unit)),
            state,
        ]
    };
    let columns = vec![
        Column::text(words.article),
        Column::text(words.place),
        Column::text(words.batch),
        Column::number(cx.w.contracts.quantity),
        Column::text(cx.w.frame.status),
    ];
    let grid = Grid::page(cx.w, columns, (words.stock_empty, words.stock_empty_do)).rows(listed.items.iter().map(row));
    let shows = [("", cx.w.frame.all), ("negative", words.negative), ("expired", words.expired)];
    let head = Head::new(cx.w, tabs(cx, Tab::Stock), words.stock)
        .search(STOCK, asked(cx, "q"), cx.w.contracts.code)
        .keep("show", asked(cx, "show"))
        .chips(cx.w.frame.status, list::chips(STOCK, cx.asked, &["q", "show"], "show", &shows));
    let paging = Paging::new(STOCK, cx.asked, &["q", "show"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, words.stock, head.html(), live.html()) }.into())
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
    let live = if ageing.complete { live } else { live.text("callout warn", words.ageing_cut) };
    let page = Page::live(Section::Commerce, words.ageing, head.html(), live.grid(&grid).html());
    Ok(Page { every_ms: 10_000, ..page }.into())
}
