//! The list of declarations.

use super::{DECLARANTS, LIST, PLACE, ROWS, Tab, is_fragment, tables, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::customs::DeclarationItem;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const FILTERS: &[&str] = &["list", "status", "office", "q"];
/// Statuses to filter by; a deleted draft is in no list.
const STATUSES: &[&str] = &[
    "draft",
    "submitting",
    "submission-failed",
    "awaiting-filing",
    "sent",
    "registered",
    "correction-requested",
    "released",
    "rejected",
    "release-refused",
    "withdrawn",
    "cancelled",
];
/// How often the page looks for news, in milliseconds.
const EVERY_MS: u32 = 5_000;

fn row(cx: &Cx<'_>, item: &DeclarationItem) -> Vec<Cell> {
    let words = &cx.w.customs;
    let revision = if item.revision > 1 { fill(words.revision_number, &[&item.revision.to_string()]) } else { String::new() };
    let about: Vec<&str> =
        [revision.as_str(), item.shipment.as_deref().unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect();
    let status = Cell::badge(cx.w.customs_code(&item.status), tone(&item.status));
    // What the vendor says differs from our word where there is more to know.
    let status = status.sub(item.vendor_text.clone().unwrap_or_default());
    let attention = if item.needs_attention { Cell::badge(words.attention, "warn") } else { Cell::empty() };
    vec![
        Cell::link(&item.name, at(PLACE, &item.declaration_id)).sub(about.join(" · ")),
        status,
        attention,
        Cell::text(item.registration_number.as_deref().unwrap_or_default()).whole(),
        Cell::text(format!("{} {}", cx.w.customs_code(&item.declaration_type), item.procedure))
            .sub(format!("{} {}", item.office, item.office_name)),
        Cell::text(item.goods_count.to_string()),
        Cell::text(item.documents_count.to_string()),
        Cell::text(cx.f.short(&item.created_at)).sub(item.author.as_deref().unwrap_or(&item.declarant)),
    ]
}

fn grid(cx: &Cx<'_>, items: &[DeclarationItem]) -> Grid {
    let words = &cx.w.customs;
    let columns = vec![
        Column::text(words.name),
        Column::text(cx.w.frame.status),
        Column::text(words.to_do),
        Column::text(words.registration_number),
        Column::text(words.procedure_and_office),
        Column::number(words.goods),
        Column::number(words.documents),
        Column::text(words.begun),
    ];
    let is_narrowed = ["status", "office", "q"].iter().any(|name| !asked(cx, name).is_empty());
    let empty = match (is_narrowed, asked(cx, "list")) {
        (true, _) => (words.empty_found, words.empty_found_do),
        (false, "attention") => (words.empty_attention, words.empty_attention_do),
        (false, "archive") => (words.empty_archive, words.empty_archive_do),
        (false, _) if cx.may(DECLARANTS) => (words.empty, words.empty_do),
        (false, _) => (words.empty, words.empty_wait),
    };
    Grid::page(cx.w, columns, empty).rows(items.iter().map(|item| row(cx, item)))
}

/// Those in work, those that somebody must look at, those put away; by status, office, or words.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let query = [("list", asked(cx, "list")), ("status", asked(cx, "status")), ("office", asked(cx, "office"))];
    let query = [&query[..], &[("text", asked(cx, "q")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)]].concat();
    let listed: Listed<DeclarationItem> = cx.get("/customs/declarations", &[], &query).await?;
    let lists = [("", words.in_work), ("attention", words.attention), ("archive", words.archive)];
    let named = STATUSES.iter().map(|code| (*code, cx.w.customs_code(code)));
    let statuses: Vec<(&str, &str)> = std::iter::once(("", cx.w.frame.all)).chain(named).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Declarations), words.title)
        .area(words.title)
        .button(cx.may(DECLARANTS), format!("/console/{PLACE}/new"), words.new)
        .search(LIST, asked(cx, "q"), words.search_hint)
        .chips(words.lists, list::chips(LIST, cx.asked, &["list", "q"], "list", &lists));
    let is_work = asked(cx, "list").is_empty();
    let head = if is_work && !is_fragment(cx) {
        let offices = tables::offices(cx).await?;
        let head = head.chips(cx.w.frame.status, list::chips(LIST, cx.asked, &["status", "office", "q"], "status", &statuses));
        let choices = std::iter::once((String::new(), cx.w.frame.all.to_owned())).chain(offices).collect();
        head.filter(LIST, vec![Field::choice("office", words.office, choices).value(asked(cx, "office"))])
    } else {
        head
    };
    let paging = Paging::new(LIST, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid(cx, &listed.items)).paging(cx.w, &paging);
    let page = Page::live(Section::Customs, words.title, head.html(), live.html()).following(&["customs.declaration"]);
    Ok(Page { every_ms: EVERY_MS, ..page }.into())
}
