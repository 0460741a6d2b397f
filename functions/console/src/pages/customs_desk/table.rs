//! One table of codes: its entries as of a day or a version, one code's history, a form's fields.

use super::{ROWS, SECTION, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::customs_desk::{EntryHistory, FormField, FormSection, FormTemplate, TableEntry, TablePage, TableVersion};
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, at};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

const KEPT: &[&str] = &["search", "day", "version"];
/// Versions that the page of a table shows.
const VERSIONS: &str = "10";
/// The table whose codes are forms of the album.
const FORMS: &str = "form-definitions";
/// The day that the API gives for "since before the first import".
const BEGINNING: &str = "1970-01-01";

fn head(cx: &Cx<'_>, title: &str) -> Head {
    Head::new(cx.w, tabs(cx, Tab::Reference), title).area(cx.w.customs.title)
}

/// When a code is in force. What the first import brought was in force before; nobody says since when.
fn days(cx: &Cx<'_>, entry: &TableEntry) -> String {
    let words = &cx.w.customs_tables;
    let is_known = entry.valid_from != BEGINNING;
    match &entry.valid_to {
        Some(end) if is_known => fill(cx.w.parties.until_on, &[&cx.f.day(&entry.valid_from), &cx.f.day(end)]),
        Some(end) => fill(words.until, &[&cx.f.day(end)]),
        None if is_known => fill(cx.w.parties.from_on, &[&cx.f.day(&entry.valid_from)]),
        None => words.long_since.to_owned(),
    }
}

fn entry_path(table: &str, code: &str) -> String {
    format!("{}/entry?code={}", at("customs/reference", table), encoded(code))
}

fn fields_path(mode: &str, version: &str) -> String {
    let version = if version.is_empty() { String::new() } else { format!("&version={}", encoded(version)) };
    format!("/console/customs/reference/{FORMS}/fields?code={}{version}", encoded(mode))
}

fn columns(cx: &Cx<'_>) -> Vec<Column> {
    let words = &cx.w.customs_tables;
    vec![
        Column::text(words.code),
        Column::text(words.name),
        Column::text(words.more),
        Column::text(words.in_force),
        Column::number(words.version),
    ]
}

fn row(cx: &Cx<'_>, table: &str, entry: &TableEntry) -> Vec<Cell> {
    let mut code = Cell::link(&entry.code, entry_path(table, &entry.code)).mono();
    if table == FORMS {
        code.links.push((fields_path(&entry.code, cx.asked.get("version")), cx.w.customs_tables.fields.to_owned()));
    }
    vec![code, Cell::text(&entry.name), Cell::text(entry.attributes()), Cell::text(days(cx, entry)), Cell::text(entry.version.to_string())]
}

fn versions(cx: &Cx<'_>, table: &str, versions: &[TableVersion]) -> Grid {
    let words = &cx.w.customs_tables;
    let row = |one: &TableVersion| {
        let import = &one.import;
        let counts = [import.added, import.changed, import.closed].map(|count| count.to_string());
        let path = format!("{}?version={}", at("customs/reference", table), import.version);
        vec![
            Cell::link(import.version.to_string(), path).sub(cx.w.customs_word(&import.source)),
            Cell::text(cx.f.moment(&one.completed_at)).sub(&one.by),
            Cell::text(fill(words.counts, &[&counts[0], &counts[1], &counts[2]])),
        ]
    };
    let columns = vec![Column::text(words.version), Column::text(cx.w.frame.when), Column::text(words.changes)];
    Grid::part(cx.w, words.versions, columns, (words.nothing_yet, "")).rows(versions.iter().map(row))
}

/// Entries of a table.
pub(super) async fn entries(cx: &Cx<'_>, table: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs_tables;
    let asked = |name| cx.asked.get(name);
    // As people see it at first: what is in force today. A version is looked at whole.
    let today = cx.f.today();
    let untouched = cx.asked.all("day").is_empty() && asked("version").is_empty() && asked("cursor").is_empty();
    let day = if untouched { today.as_str() } else { asked("day") };
    let query = [("search", asked("search")), ("day", day), ("version", asked("version")), ("limit", ROWS), ("cursor", asked("cursor"))];
    let page: TablePage = cx.get("/customs/reference/{table}/entries", &[table], &query).await?;
    let known: Listed<TableVersion> = cx.get("/customs/reference/{table}/versions", &[table], &[("limit", VERSIONS)]).await?;
    let path = at("customs/reference", table);
    let filter = vec![
        Field::text("search", words.search).value(asked("search")),
        Field::day("day", words.on_day).value(day),
        Field::whole("version", words.version).value(asked("version")),
    ];
    let title = cx.w.customs_table(table);
    let head = head(cx, title).lead(fill(words.as_version, &[&page.version.to_string()])).filter(&path, filter);
    let empty = if page.version == 0 { (words.nothing_yet, words.nothing_yet_do) } else { (words.none_found, words.none_found_do) };
    let grid = Grid::page(cx.w, columns(cx), empty).rows(page.items.iter().map(|entry| row(cx, table, entry)));
    let mut paging = Paging::new(&path, cx.asked, KEPT, page.next_cursor.as_deref());
    if untouched {
        // The day that was filled in goes with the cursor.
        paging.next = paging.next.map(|next| format!("{next}&day={}", encoded(day)));
    }
    let sheet = Sheet::new().grid(&grid).paging(cx.w, &paging).grid(&versions(cx, table, &known.items));
    Ok(Page::still(SECTION, title, head.html() + &sheet.html()).into())
}

/// What versions of a table said of one code.
pub(super) async fn entry(cx: &Cx<'_>, table: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs_tables;
    let code = cx.asked.get("code");
    let history: EntryHistory = cx.get("/customs/reference/{table}/entry", &[table], &[("code", code)]).await?;
    let title = fill(words.history_of, &[code]);
    let head = head(cx, &title).lead(cx.w.customs_table(table)).button(true, at("customs/reference", table), words.to_table).button(
        table == FORMS,
        fields_path(code, ""),
        words.fields,
    );
    let rows = history.revisions.iter().map(|entry| {
        let mut row = row(cx, table, entry);
        row.remove(0);
        row
    });
    let mut columns = columns(cx);
    columns.remove(0);
    let grid = Grid::page(cx.w, columns, (words.none_found, words.none_found_do)).rows(rows);
    Ok(Page::still(SECTION, title, head.html() + &grid.html()).into())
}

fn section(cx: &Cx<'_>, number: usize, section: &FormSection, sheet: Sheet) -> Sheet {
    let words = &cx.w.customs_tables;
    let row = |field: &FormField| {
        let repeated = if field.repeated { cx.w.frame.yes } else { "" };
        vec![
            Cell::text(&field.label).sub(&field.path),
            Cell::text(field.box_number.as_deref().unwrap_or_default()),
            Cell::text(cx.w.customs_word(&field.kind)),
            Cell::text(repeated),
        ]
    };
    let columns = vec![Column::text(words.field), Column::text(words.form_box), Column::text(words.kind), Column::text(words.repeated)];
    let grid = Grid::part(cx.w, "", columns, (words.no_fields, "")).rows(section.fields.iter().map(row));
    let name = if section.label.is_empty() { &section.path } else { &section.label };
    let name = if name.is_empty() { words.whole_form } else { name };
    let boxed = section.box_number.as_deref().map(|number| format!(" · {} {number}", words.form_box)).unwrap_or_default();
    sheet.section(&format!("part-{number}"), &format!("{name}{boxed}"), Sheet::new().grid(&grid))
}

/// The fields of a form's template.
pub(super) async fn template(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_tables;
    let (code, version) = (cx.asked.get("code"), cx.asked.get("version"));
    let template: FormTemplate = cx.get("/customs/form-templates/{mode}", &[code], &[("version", version)]).await?;
    let title = fill(words.fields_of, &[&template.mode]);
    let lead = format!("{} · {} {}", template.name, words.version, template.version);
    let head = head(cx, &title).lead(lead).button(true, at("customs/reference", FORMS), words.to_table);
    let numbered = template.fields.sections.iter().enumerate().filter(|(_, section)| !section.fields.is_empty());
    let sheet = numbered.fold(Sheet::new(), |sheet, (number, one)| section(cx, number, one, sheet));
    Ok(Page::still(SECTION, title, head.html() + &sheet.html()).into())
}
