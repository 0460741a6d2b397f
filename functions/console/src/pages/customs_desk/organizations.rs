//! Organizations: those that declarations name, those that differ, and the vendor's directory.

use serde_json::json;

use super::organization_fields::{KINDS, label};
use super::{KEEPERS, ROWS, SECTION, Tab, failure, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply};
use crate::model::Listed;
use crate::model::customs_desk::{Differing, DirectoryPage, OrganizationItem};
use crate::pages::kit::{Cell, Column, FormView, Grid, Head, Refused, Sheet, at, done};
use crate::pages::list::{Chip, Paging, chips};
use crate::problem::Problem;
use crate::words::fill;

const LIST: &str = "/console/customs/organizations";
const DIFFERING: &str = "/console/customs/organizations/differences";
const DIRECTORY: &str = "/console/customs/organizations/import";
const KEPT: &[&str] = &["q", "kind", "hidden"];

/// Which of the lists is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Offered,
    Hidden,
    Differing,
    Directory,
}

fn lists(cx: &Cx<'_>, current: Which) -> Vec<Chip> {
    let words = &cx.w.customs_parties;
    let all = [
        (Which::Offered, LIST.to_owned(), words.offered),
        (Which::Hidden, format!("{LIST}?hidden=true"), words.hidden),
        (Which::Differing, DIFFERING.to_owned(), words.differing),
        (Which::Directory, DIRECTORY.to_owned(), words.directory),
    ];
    all.into_iter().map(|(which, href, label)| Chip { href, label: label.to_owned(), current: which == current }).collect()
}

fn head(cx: &Cx<'_>, current: Which) -> Head {
    let words = &cx.w.customs_parties;
    Head::new(cx.w, tabs(cx, Tab::Organizations), words.title).area(cx.w.customs.title).chips(words.lists, lists(cx, current))
}

/// The rows of a page.
async fn rows(cx: &Cx<'_>) -> Result<Listed<OrganizationItem>, Problem> {
    // A kind that somebody wrote into the address is none of the API's.
    let kind = Some(cx.asked.get("kind")).filter(|kind| KINDS.contains(kind)).unwrap_or_default();
    let asked = [("q", cx.asked.get("q")), ("kind", kind), ("hidden", cx.asked.get("hidden"))];
    let query = [&asked[..], &[("limit", ROWS), ("cursor", cx.asked.get("cursor"))]].concat();
    cx.get("/customs/organizations", &[], &query).await
}

fn row(cx: &Cx<'_>, item: &OrganizationItem) -> Vec<Cell> {
    let words = &cx.w.customs_parties;
    let number = [item.inn.as_deref(), item.kpp.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" / ");
    let state = match (item.erased, item.hidden, item.differences) {
        (true, _, _) => Cell::badge(words.erased, "bad"),
        (false, true, _) => Cell::badge(words.is_hidden, "plain"),
        (false, false, 0) => Cell::empty(),
        (false, false, count) => Cell::badge(fill(words.differs, &[&count.to_string()]), "warn"),
    };
    let short = item.short_name.as_deref().filter(|short| *short != item.name).unwrap_or_default();
    vec![
        Cell::link(&item.name, at("customs/organizations", &item.organization_id)).sub(short),
        Cell::text(cx.w.customs_word(&item.kind)),
        Cell::text(number).mono(),
        Cell::text(&item.country),
        state,
    ]
}

/// All of them, by name.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_parties;
    let listed = rows(cx).await?;
    let hidden = cx.asked.get("hidden") == "true";
    let columns = vec![
        Column::text(cx.w.customs_fields.name),
        Column::text(words.kind),
        Column::text(words.numbers),
        Column::text(cx.w.customs_fields.country),
        Column::text(cx.w.frame.status),
    ];
    let asked = KEPT.iter().any(|name| !cx.asked.get(name).is_empty());
    let empty = if asked { (words.none_found, words.none_found_do) } else { (words.none, words.none_do) };
    let grid = Grid::page(cx.w, columns, empty).rows(listed.items.iter().map(|item| row(cx, item)));
    let kinds: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(KINDS.iter().map(|kind| (*kind, cx.w.customs_word(kind)))).collect();
    let head = head(cx, if hidden { Which::Hidden } else { Which::Offered })
        .search(LIST, cx.asked.get("q"), words.search_hint)
        .button(cx.may(KEEPERS), format!("{LIST}/new"), words.new)
        .chips(words.kind, chips(LIST, cx.asked, KEPT, "kind", &kinds));
    let paging = Paging::new(LIST, cx.asked, KEPT, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(SECTION, words.title, head.html(), live.html()).into())
}

/// Those whose record differs from another.
pub(super) async fn differing(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_parties;
    let query = [("limit", ROWS), ("cursor", cx.asked.get("cursor"))];
    let listed: Listed<Differing> = cx.get("/customs/organizations/differences", &[], &query).await?;
    let row = |item: &Differing| {
        let mut fields: Vec<&str> = item.differences.iter().map(|one| label(cx, &one.field)).collect();
        fields.dedup();
        let path = at("customs/organizations", &item.organization_id);
        vec![Cell::link(&item.name, path), Cell::text(fields.join(", "))]
    };
    let columns = vec![Column::text(cx.w.customs_fields.name), Column::text(words.fields)];
    let grid = Grid::page(cx.w, columns, (words.none_differ, words.none_differ_do)).rows(listed.items.iter().map(row));
    let paging = Paging::new(DIFFERING, cx.asked, &[], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(SECTION, words.title, head(cx, Which::Differing).html(), live.html()).into())
}

/// How the vendor's directory was read, and reading it.
pub(super) async fn directory(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_parties;
    let page: DirectoryPage = cx.get("/customs/organizations/import", &[], &[]).await?;
    let mut state = Sheet::new();
    match &page.reading {
        None => state = state.text("muted", words.never_read),
        Some(reading) => {
            let rows = reading.rows.map(|rows| fill(words.rows_read, &[&rows.to_string()])).unwrap_or_default();
            let at = reading.at.as_deref().or(page.began_at.as_deref()).map(|at| cx.f.moment(at)).unwrap_or_default();
            let tone = match reading.status.as_str() {
                "done" => "ok",
                "failed" => "bad",
                _ => "info",
            };
            state = state.state(cx.w.customs_word(&reading.status), tone, &format!("{at} {rows}"));
            if let Some(error) = &reading.error {
                state = state.text("callout bad", &failure(cx, error));
            }
        }
    }
    let columns = vec![Column::number(words.row), Column::text(words.vendor_id), Column::text(words.problem)];
    let grid = Grid::part(cx.w, words.not_taken, columns, (words.all_taken, "")).rows(page.problems.iter().map(|one| {
        let vendor_id = Cell::text(one.vendor_id.as_deref().unwrap_or_default()).mono();
        vec![Cell::text(one.row.to_string()), vendor_id, Cell::text(&one.problem)]
    }));
    let mut narrow = Sheet::new();
    if cx.may(KEEPERS) {
        let form = FormView::fold(cx.w, "import", DIRECTORY.to_owned(), words.read_directory).hint(words.read_directory_hint);
        narrow = narrow.form(form, refused.as_ref(), cx.form);
    }
    let wide = Sheet::new().card(words.directory, state).grid(&grid);
    let live = Sheet::new().columns(wide, Sheet::new().card(cx.w.frame.actions, narrow));
    let page = Page::live(SECTION, words.title, head(cx, Which::Directory).html(), live.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}

/// Wants the directory to be read.
pub(super) async fn read_directory(cx: &Cx<'_>) -> Result<Reply, Problem> {
    match cx.send("POST", "/customs/organizations/import", &[], json!({})).await {
        Ok(_) => Ok(done(DIRECTORY, "asked")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => directory(cx, Some(Refused::of("import", problem))).await,
    }
}
