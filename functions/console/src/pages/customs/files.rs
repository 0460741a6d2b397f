//! Files of a declaration: what is imported, exported and printed, and what came of it.

use askama::Template;
use serde_json::{Value, json};

use super::head::{self, Part};
use super::{DECLARANTS, PLACE, PRINTERS, inside, is_fragment, size, tone, upload};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::customs::{Address, Because, Declaration, FileProblem, FormCheck, JobItem, JobNote, Place};
use crate::model::trade::{Paper, PaperItem};
use crate::pages::kit::{Button, Cell, Column, Grid, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Papers on the page.
const PAPERS: &str = "20";
/// Problems of one file that the page shows; the first ones are corrected first.
const PROBLEMS_SHOWN: usize = 20;
/// Largest file that is sent, in bytes: readers of files take no larger one.
const FILE_BYTES_MAX: u64 = 16_000_000;
/// What a file is imported as, by the endings of names.
const FILE_TYPES: &str = "json xml xlsx";

#[derive(Template)]
#[template(path = "customs_import.html")]
struct Import {
    w: &'static Words,
    path: String,
    bytes_max: u64,
    types: &'static str,
    problem: String,
}

/// What the form of an import asks for.
pub(super) fn import(cx: &Cx<'_>) -> Result<Value, Problem> {
    if cx.form.get("sha256").is_empty() {
        return Err(Problem::field(cx.w.customs.file, cx.w.customs.no_file));
    }
    let size: u64 = cx.form.get("size_bytes").parse().map_err(|_| Problem::bad_form())?;
    let file = json!({ "name": cx.form.get("file_name"), "sha256": cx.form.get("sha256"), "size_bytes": size });
    let task = match cx.form.get("what") {
        "form-json" => json!({ "job": "import-form", "file": file, "format": "json" }),
        "form-xml" => json!({ "job": "import-form", "file": file, "format": "xml" }),
        "goods-append" => json!({ "job": "import-goods", "file": file, "choice": "append" }),
        _ => json!({ "job": "import-goods", "file": file, "choice": "replace" }),
    };
    Ok(json!({ "task": task }))
}

/// What the buttons ask for.
pub(super) fn make(cx: &Cx<'_>) -> Result<Value, Problem> {
    let task = match cx.form.get("what") {
        "form-json" => json!({ "job": "export-form", "format": "json" }),
        "form-xml" => json!({ "job": "export-form", "format": "xml" }),
        "goods" => json!({ "job": "export-goods" }),
        "print-html" => json!({ "job": "vendor-print", "format": "html" }),
        "print-pdf" => json!({ "job": "vendor-print", "format": "pdf" }),
        _ => return Err(Problem::bad_form()),
    };
    Ok(json!({ "task": task }))
}

fn task(cx: &Cx<'_>, item: &JobItem) -> Cell {
    let words = &cx.w.customs;
    let task = &item.task;
    let format = task.format.as_deref().unwrap_or_default().to_uppercase();
    let label = match task.job.as_str() {
        "import-form" => fill(words.job_import_form, &[&format]),
        "import-goods" => words.job_import_goods.to_owned(),
        "export-form" => fill(words.job_export_form, &[&format]),
        "export-goods" => words.job_export_goods.to_owned(),
        "make-dts" => words.job_make_dts.to_owned(),
        "vendor-print" => fill(words.job_print, &[&format]),
        other => other.to_owned(),
    };
    let choice = match task.choice.as_deref() {
        Some("append") => words.goods_append,
        Some(_) => words.goods_replace,
        None => "",
    };
    let file = task.file.as_ref().map(|file| file.name.as_str()).unwrap_or_default();
    let sub: Vec<&str> = [file, choice].into_iter().filter(|text| !text.is_empty()).collect();
    Cell::text(format!("{}. {label}", item.number)).sub(sub.join(" · "))
}

/// Where in a file: sheet, row and column, line, or path of the form.
fn place(cx: &Cx<'_>, place: &Place) -> String {
    let words = &cx.w.customs;
    let column = place.column.as_ref().map(|column| column.as_str().map_or_else(|| column.to_string(), str::to_owned));
    let parts = [
        place.sheet.as_ref().map(|sheet| fill(words.at_sheet, &[sheet])),
        place.row.map(|row| fill(words.at_row, &[&row.to_string()])),
        place.line.map(|line| fill(words.at_line, &[&line.to_string()])),
        column.map(|column| fill(words.at_column, &[&column])),
        place.path.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn problem(cx: &Cx<'_>, problem: &FileProblem) -> String {
    let at = [place(cx, &problem.place), problem.field.clone().unwrap_or_default()];
    let at: Vec<String> = at.into_iter().filter(|text| !text.is_empty()).collect();
    let text = problem.text.in_language(cx.w.language);
    if at.is_empty() { text.to_owned() } else { format!("{}: {text}", at.join(", ")) }
}

/// What somebody should know of a file that was read or written.
fn note(cx: &Cx<'_>, note: &JobNote) -> String {
    match note {
        JobNote::ColumnLeftOut { column, name } => fill(cx.w.customs.column_left_out, &[column, name]),
        JobNote::FoundAtVendor => cx.w.customs.found_at_vendor.to_owned(),
        JobNote::FieldUnplaced { path } => fill(cx.w.customs.field_unplaced, &[path]),
    }
}

/// Why a job was not done, and what to do.
fn because(cx: &Cx<'_>, because: &Because) -> String {
    let words = &cx.w.customs;
    match because.reason.as_str() {
        "file" => fill(words.because_file, &[&because.problems.len().to_string()]),
        "changed-meanwhile" => words.because_changed.to_owned(),
        "no-form" => words.because_no_form.to_owned(),
        "made-already" => words.because_made_already.to_owned(),
        "not-at-vendor" => words.because_not_at_vendor.to_owned(),
        _ => because.error.as_ref().map(|error| fill(words.because_outside, &[&error.code, &error.text])).unwrap_or_default(),
    }
}

fn jobs(cx: &Cx<'_>, declaration: &Declaration) -> Sheet {
    let words = &cx.w.customs;
    let id = &declaration.summary.declaration_id;
    let row = |item: &JobItem| {
        let state = if item.lost { "lost" } else { item.state.state.as_str() };
        let why = item.state.because.as_ref().map(|why| because(cx, why)).unwrap_or_default();
        let why = if item.lost { words.job_lost_do.to_owned() } else { why };
        let made = item.state.file.as_ref().map(|made| {
            let path = inside(id, &["jobs", &item.number.to_string(), "file"]);
            Cell::link(&made.file_name, path).sub(size(cx, made.size_bytes))
        });
        let state = Cell::badge(cx.w.customs_job_state(state), tone(state)).sub(why);
        vec![task(cx, item), Cell::text(cx.f.short(&item.requested_at)), state, made.unwrap_or_default()]
    };
    let columns = vec![Column::text(words.job), Column::text(cx.w.frame.when), Column::text(cx.w.frame.status), Column::text(words.file)];
    let grid = Grid::part(cx.w, words.jobs, columns, (words.no_jobs, "")).rows(declaration.jobs.iter().map(row));
    let notes: Vec<String> =
        declaration.jobs.first().map(|item| item.state.notes.as_slice()).unwrap_or_default().iter().map(|one| note(cx, one)).collect();
    let mut sheet = Sheet::new().grid(&grid);
    if !notes.is_empty() {
        sheet = sheet.card(words.file_notes, Sheet::new().items(&notes));
    }
    // What is wrong with the newest file, place by place.
    let newest = declaration.jobs.first().and_then(|item| item.state.because.as_ref());
    let Some(why) = newest.filter(|why| !why.problems.is_empty()) else { return sheet };
    let mut lines: Vec<String> = why.problems.iter().take(PROBLEMS_SHOWN).map(|one| problem(cx, one)).collect();
    let rest = why.problems.len().saturating_sub(PROBLEMS_SHOWN);
    if rest > 0 {
        lines.push(fill(words.and_more, &[&rest.to_string()]));
    }
    sheet.card(words.file_problems, Sheet::new().text("callout bad", words.file_problems_do).items(&lines))
}

/// What is wrong with the form as it stands.
fn checked(cx: &Cx<'_>, sheet: Sheet, check: &FormCheck) -> Sheet {
    let words = &cx.w.customs;
    let mut lines: Vec<String> = check.problems.iter().take(PROBLEMS_SHOWN).map(|one| problem(cx, one)).collect();
    let rest = usize::try_from(check.count).unwrap_or(usize::MAX).saturating_sub(lines.len());
    if rest > 0 {
        lines.push(fill(words.and_more, &[&rest.to_string()]));
    }
    let said = match (lines.is_empty(), check.with_template) {
        (true, true) => words.form_right,
        (true, false) => words.form_right_by_boxes,
        (false, _) => words.form_problems_do,
    };
    sheet.card(words.form_problems, Sheet::new().text("hint", said).items(&lines))
}

fn papers(cx: &Cx<'_>, id: &str, papers: &[PaperItem]) -> Grid {
    let words = &cx.w.invoices;
    let row = |paper: &PaperItem| {
        let again = Button {
            path: format!("{}/files/retry-paper", at(PLACE, id)),
            label: cx.w.claims.retry_paper,
            hidden: vec![("paper", paper.paper_id.clone())],
            ..Button::default()
        };
        let is_failed = paper.status == "failed";
        let why = paper.error.as_ref().filter(|_| is_failed).map(|error| error.text.clone()).unwrap_or_default();
        let (state, tone) = match paper.status.as_str() {
            "printed" => (words.printed, "ok"),
            "failed" => (words.print_failed, "bad"),
            _ => (words.printing, "info"),
        };
        let name = match paper.status.as_str() {
            "printed" => Cell::link(&paper.file_name, inside(id, &["papers", &paper.paper_id])),
            _ => Cell::text(&paper.file_name),
        };
        // The API lets declarants look at papers; those who sell and count print them again.
        let may_retry = is_failed && cx.may(super::RETRIERS);
        let state = Cell::badge(state, tone).sub(why).with(Some(again).filter(|_| may_retry));
        vec![name.sub(paper.language.to_uppercase()), Cell::text(cx.f.short(&paper.requested_at)), state]
    };
    let columns = vec![Column::text(words.form), Column::text(cx.w.frame.when), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.papers, columns, (words.no_papers, cx.w.customs.papers_do)).rows(papers.iter().map(row))
}

#[derive(Template)]
#[template(path = "customs_make.html")]
struct Make {
    w: &'static Words,
    path: String,
    has_form: bool,
    is_at_vendor: bool,
    may_make: bool,
    may_print: bool,
}

/// What may be made, and the form of an import.
fn offered(cx: &Cx<'_>, declaration: &Declaration, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.customs;
    let path = inside(&declaration.summary.declaration_id, &["files"]);
    let make = Make {
        w: cx.w,
        path: path.clone(),
        has_form: declaration.form.is_some(),
        is_at_vendor: declaration.docflow.is_some(),
        may_make: cx.may(DECLARANTS) && !declaration.deleted,
        may_print: cx.may(PRINTERS) && declaration.form.is_some() && !declaration.deleted,
    };
    let mut sheet = Sheet::new();
    if make.may_make || make.may_print {
        sheet = sheet.raw(&render(&make));
    }
    if declaration.editable && cx.may(DECLARANTS) {
        let problem = refused.filter(|refused| refused.action == "import").map(|refused| refused.problem.headline(cx.w).to_owned());
        let declaration_path = at(PLACE, &declaration.summary.declaration_id);
        let problem = problem.unwrap_or_default();
        let import = Import { w: cx.w, path: declaration_path, bytes_max: FILE_BYTES_MAX, types: FILE_TYPES, problem };
        sheet = sheet.section("import", words.import, Sheet::new().raw(&render(&import)));
    }
    sheet
}

/// Files and prints.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let declaration = head::declaration(cx, id).await?;
    let printed: Listed<PaperItem> = cx.get("/papers", &[], &[("source", id), ("limit", PAPERS)]).await?;
    let head = head::head(cx, &declaration, Part::Files);
    let before = Sheet::new().raw(&head.html()).raw(&offered(cx, &declaration, refused.as_ref()).html());
    let live = jobs(cx, &declaration).grid(&papers(cx, id, &printed.items));
    let live = match declaration.form {
        Some(_) => checked(cx, live, &cx.get("/customs/declarations/{declaration_id}/form-problems", &[id], &[]).await?),
        None => live,
    };
    let page = Page::live(Section::Customs, head.title(), before.html(), live.html());
    let is_sending = declaration.editable && cx.may(DECLARANTS) && !is_fragment(cx);
    let page = Page { sends_to: if is_sending { upload::store(cx, id).await? } else { None }, ..page };
    Ok(page.following(&[id, "papers"]).with_maybe(Refused::problem(refused)).into())
}

/// To a file that a job made.
pub(super) async fn made(cx: &Cx<'_>, id: &str, number: &str) -> Result<Reply, Problem> {
    let address: Address = cx.get("/customs/declarations/{declaration_id}/jobs/{number}/file", &[id, number], &[]).await?;
    Ok(Reply::To(address.url))
}

/// To the file of a paper.
pub(super) async fn paper(cx: &Cx<'_>, _: &str, paper: &str) -> Result<Reply, Problem> {
    let paper: Paper = cx.get("/papers/{paper_id}", &[paper], &[]).await?;
    paper.download_url.map(Reply::To).ok_or_else(Problem::no_page)
}
