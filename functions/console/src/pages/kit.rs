//! What the pages of commerce and ledger are put together from: a heading, tables, facts,
//! forms. Each is a template of its own, filled here; a page only says what goes where.

pub(crate) mod bars;
pub(crate) mod deed;
pub(crate) mod form;
pub(crate) mod picker;
pub(crate) mod sheet;
pub(crate) mod table;

pub(crate) use form::{Field, FormView};
pub(crate) use sheet::{Head, Sheet};
pub(crate) use table::{Button, Cell, Column, Grid};

use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::problem::Problem;

/// A form that was refused: its name, and why.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) action: String,
    pub(crate) problem: Problem,
}

impl Refused {
    /// A refusal of the form with this name.
    pub(crate) fn of(action: &str, problem: Problem) -> Self {
        Self { action: action.to_owned(), problem }
    }

    /// The problem, for the top of the page.
    pub(crate) fn problem(refused: Option<Self>) -> Option<Problem> {
        refused.map(|refused| refused.problem)
    }
}

/// Whether the page's form was sent to be taken, not to look for a party or add a line.
pub(crate) fn is_saved(cx: &Cx<'_>) -> bool {
    cx.form.get("op") == "save"
}

/// What sending a form gave: where to go, or why the form is shown again. Being signed out
/// is neither.
pub(crate) fn tried(action: &str, outcome: Result<Reply, Problem>) -> Result<Result<Reply, Refused>, Problem> {
    match outcome {
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => Ok(Err(Refused::of(action, problem))),
        Ok(reply) => Ok(Ok(reply)),
    }
}

/// A page that is one form, with what was typed into it.
pub(crate) fn form_page(cx: &Cx<'_>, head: &Head, note: Sheet, form: FormView, refused: Option<Refused>) -> Reply {
    form_page_of(cx, Section::Commerce, head, note, form, refused)
}

/// The same in another section.
pub(crate) fn form_page_of(cx: &Cx<'_>, section: Section, head: &Head, note: Sheet, form: FormView, refused: Option<Refused>) -> Reply {
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let form = form.refilled(refused.as_ref(), cx.form);
    let sheet = Sheet::new().raw(&head.html()).raw(&note.html()).raw(&form.html());
    let problem = Refused::problem(refused).map(|problem| form.named(problem));
    Page::still(section, head.title(), sheet.html()).with_maybe(problem).into()
}

/// What was typed into a field, as a command takes it; absent when nothing was.
pub(crate) fn typed(cx: &Cx<'_>, name: &str) -> Option<serde_json::Value> {
    Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(serde_json::Value::from)
}

/// Codes with their words, to choose from.
pub(crate) fn choices<'a>(codes: &[&'a str], word: impl Fn(&'a str) -> &'a str) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), word(code).to_owned())).collect()
}

/// To a page, telling what was done.
pub(crate) fn done(path: &str, code: &str) -> Reply {
    let (path, anchor) = path.split_once('#').map_or((path, String::new()), |(path, anchor)| (path, format!("#{anchor}")));
    let separator = if path.contains('?') { '&' } else { '?' };
    Reply::To(format!("{path}{separator}done={code}{anchor}"))
}

/// The id of what a command made.
pub(crate) fn made(answer: &serde_json::Value) -> &str {
    answer.get("id").and_then(serde_json::Value::as_str).unwrap_or_default()
}

/// An id as part of an address.
pub(crate) fn at(place: &str, id: &str) -> String {
    format!("/console/{place}/{}", crate::http::encoded(id))
}

/// What a query parameter of the page says.
pub(crate) fn asked<'a>(cx: &Cx<'a>, name: &str) -> &'a str {
    cx.asked.get(name)
}
