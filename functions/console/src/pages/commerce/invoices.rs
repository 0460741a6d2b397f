//! The list of invoices, as one own company sees it.

use super::{Names, ROWS, Tab, companies, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::trade::InvoiceItem;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;

const PATH: &str = "/console/commerce/invoices";
const FILTERS: &[&str] = &["party_id", "direction", "status", "due", "contract_id"];
const STATUSES: &[&str] = &["", "DRAFT", "ISSUED", "POSTED", "PARTIALLY_PAID", "PAID", "CLOSED", "VOID"];

/// A table of invoices; with a title when it is one part of a page.
pub(super) fn table(cx: &Cx<'_>, items: &[InvoiceItem], names: &Names, texts: (&'static str, &'static str, &'static str)) -> Grid {
    let words = &cx.w.invoices;
    let day = |day: &Option<String>| day.as_deref().map(|day| cx.f.day(day)).unwrap_or_default();
    let row = |invoice: &InvoiceItem| {
        let number = invoice.number.as_deref().unwrap_or(words.no_number);
        vec![
            Cell::link(number, at("commerce/invoices", &invoice.invoice_id)).sub(cx.w.money_code(&invoice.kind)),
            Cell::text(format!("{} → {}", names.of(&invoice.creditor), names.of(&invoice.debtor))),
            Cell::text(day(&invoice.issue_day)),
            Cell::text(day(&invoice.due_day)).sub(if invoice.overdue { words.overdue } else { "" }),
            Cell::money(cx.f, &invoice.payable),
            if invoice.open.is_zero() { Cell::empty() } else { Cell::money(cx.f, &invoice.open) },
            Cell::badge(cx.w.money_code(&invoice.status), if invoice.overdue { "bad" } else { tone(&invoice.status) }),
        ]
    };
    let columns = vec![
        Column::text(words.number),
        Column::text(words.between),
        Column::text(words.issued_on),
        Column::text(words.due),
        Column::number(words.payable),
        Column::number(words.open),
        Column::text(cx.w.frame.status),
    ];
    let (title, empty, empty_do) = texts;
    let grid =
        if title.is_empty() { Grid::page(cx.w, columns, (empty, empty_do)) } else { Grid::part(cx.w, title, columns, (empty, empty_do)) };
    grid.rows(items.iter().map(row))
}

/// The own company whose side is looked at: asked for, or the first.
pub(super) fn side<'a>(cx: &Cx<'a>, companies: &'a [(String, String)]) -> &'a str {
    let first = companies.first().map(|(id, _)| id.as_str()).unwrap_or_default();
    if asked(cx, "party_id").is_empty() { first } else { asked(cx, "party_id") }
}

/// The fields that choose company and direction.
pub(super) fn side_fields(cx: &Cx<'_>, companies: &[(String, String)], party: &str) -> Vec<Field> {
    let words = &cx.w.invoices;
    let directions = vec![("AR".to_owned(), words.ar.to_owned()), ("AP".to_owned(), words.ap.to_owned())];
    vec![
        Field::choice("party_id", words.company, companies.to_vec()).value(party),
        Field::choice("direction", words.direction, directions).value(asked(cx, "direction")),
    ]
}

/// Invoices of one own company, by direction, status and age.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let companies = companies(cx).await?;
    let party = side(cx, &companies);
    let query = ["direction", "status", "due", "contract_id", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("party_id", party), ("limit", ROWS)]].concat();
    let listed: Listed<InvoiceItem> = cx.get("/commerce/invoices", &[], &query).await?;
    let mut names = Names::default();
    for (id, name) in &companies {
        names.know(id, Some(name));
    }
    names.know_sides(&listed.items);
    names.ask(cx, listed.items.iter().flat_map(|invoice| [invoice.creditor.clone(), invoice.debtor.clone()]).collect()).await?;
    let dues = [("", cx.w.frame.all), ("open", words.due_open), ("overdue", words.due_overdue)];
    let statuses: Vec<(&str, &str)> =
        STATUSES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.money_code(code) })).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Invoices), cx.w.kit.invoices)
        .button(true, "/console/commerce/series", cx.w.holdings.series)
        .chips(words.due, list::chips(PATH, cx.asked, FILTERS, "due", &dues))
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "status", &statuses))
        .filter(PATH, side_fields(cx, &companies, party));
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, &names, ("", words.empty, words.empty_do))).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, cx.w.kit.invoices, head.html(), live.html()) }.into())
}
