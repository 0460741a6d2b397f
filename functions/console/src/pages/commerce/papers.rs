//! Papers of a document: what was printed of it, and in which language it is printed.

use crate::context::Cx;
use crate::frame::Reply;
use crate::model::Listed;
use crate::model::trade::{Paper, PaperItem};
use crate::pages::kit::{Button, Cell, Column, Field, Grid, at};
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Papers on a page.
const PAPERS: &str = "20";

/// The papers of one contract, fact or invoice, under whose place the page stands.
pub(super) async fn grid(cx: &Cx<'_>, place: &str, id: &str) -> Result<Grid, Problem> {
    let words = &cx.w.invoices;
    let papers: Listed<PaperItem> = cx.get("/papers", &[], &[("source", id), ("limit", PAPERS)]).await?;
    let row = |paper: &PaperItem| {
        let again = Button {
            path: format!("{}/retry", at("commerce/papers", &paper.paper_id)),
            label: cx.w.claims.retry_paper,
            hidden: vec![("at", format!("{place}/{id}"))],
            ..Button::default()
        };
        let failed = paper.status == "failed";
        let retried = paper.retry_at.as_deref().filter(|_| failed).map(|at| fill(cx.w.claims.again_at, &[&cx.f.due(at)]));
        let why = paper.error.as_ref().map(|error| error.text.clone()).filter(|_| failed);
        let why: Vec<String> = why.into_iter().chain(retried).filter(|text| !text.is_empty()).collect();
        let (state, tone) = match paper.status.as_str() {
            "printed" => (words.printed, "ok"),
            "failed" => (words.print_failed, "bad"),
            _ => (words.printing, "info"),
        };
        let name = match paper.status.as_str() {
            "printed" => Cell::link(&paper.file_name, at("commerce/papers", &paper.paper_id)),
            _ => Cell::text(&paper.file_name),
        };
        let state = Cell::badge(state, tone).sub(why.join("; ")).with(Some(again).filter(|_| failed));
        vec![name.sub(paper.language.to_uppercase()), Cell::text(cx.f.short(&paper.requested_at)), state]
    };
    let columns = vec![Column::text(words.form), Column::text(cx.w.frame.when), Column::text(cx.w.frame.status)];
    Ok(Grid::part(cx.w, words.papers, columns, (words.no_papers, "")).rows(papers.items.iter().map(row)))
}

/// The language of a paper's own words.
pub(super) fn language(cx: &Cx<'_>) -> Field {
    let languages = kernel::Language::ALL.iter().map(|one| (one.code().to_owned(), Words::language_name(one).to_owned()));
    Field::choice("language", cx.w.frame.language, languages.collect()).value(cx.w.language.code())
}

/// To the file of a paper.
pub(super) async fn file(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let paper: Paper = cx.get("/papers/{paper_id}", &[id], &[]).await?;
    paper.download_url.map(Reply::To).ok_or_else(Problem::no_page)
}
