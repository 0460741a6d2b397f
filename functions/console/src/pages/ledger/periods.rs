//! Months that are closed and opened again.

use serde_json::json;

use super::{EVERY_MS, POSTERS, REOPENERS, book, book_head, problem_of};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::pages::kit::{Cell, Field, FormView, Refused, Sheet, at, done};
use crate::problem::Problem;
use crate::words::fill;

/// What is closed, and the forms.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let (words, book) = (&cx.w.periods, book(cx, id).await?);
    let path = format!("{}/periods", at("ledger/books", id));
    let facts = vec![
        (cx.w.books.opened_from, Cell::text(cx.f.day(&book.opened_from))),
        (cx.w.books.closed_through, Cell::text(book.closed_through.as_deref().unwrap_or(cx.w.books.nothing_closed))),
        (words.next, Cell::text(book.next_to_close.as_deref().unwrap_or(words.none_to_close))),
    ];
    let mut forms = Sheet::new();
    if let Some(month) = book.next_to_close.as_deref().filter(|_| cx.may(POSTERS)) {
        let form = FormView::fold(cx.w, "close", format!("{path}/{month}/close"), words.close_button)
            .hint(fill(words.close, &[month]))
            .danger()
            .refilled(refused.as_ref(), cx.form);
        forms = forms.raw(&form.html());
    }
    if let Some(month) = book.closed_through.as_deref() {
        if cx.may(REOPENERS) {
            let form = FormView::fold(cx.w, "reopen", format!("{path}/{month}/reopen"), words.reopen_button)
                .hint(fill(words.reopen, &[month]))
                .field(Field::text("reason", cx.w.frame.reason))
                .refilled(refused.as_ref(), cx.form);
            forms = forms.raw(&form.html());
        } else {
            forms = forms.text("hint", words.only_lead);
        }
    }
    let title = fill(words.title, &[&book.name]);
    let before = book_head(cx, id, "/periods", title.clone()).lead(words.lead);
    let live = Sheet::new().facts("", &facts).card(cx.w.frame.actions, forms);
    let page = Page::live(Section::Commerce, title, before.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(problem_of(refused)).into())
}

/// Closes a month, or opens it again.
pub(super) async fn act(cx: &Cx<'_>, id: &str, month: &str, action: &str) -> Result<Reply, Problem> {
    let (route, body, code) = match action {
        "close" => ("/ledger/books/{book_id}/periods/{month}/close", json!({}), "period-closed"),
        "reopen" => {
            let body = json!({ "reason": cx.form.get("reason") });
            ("/ledger/books/{book_id}/periods/{month}/reopen", body, "period-reopened")
        }
        _ => return Err(Problem::no_page()),
    };
    match cx.send("POST", route, &[id, month], body).await {
        Ok(_) => Ok(done(&format!("{}/periods", at("ledger/books", id)), code)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, id, Some(Refused::of(action, problem))).await,
    }
}
