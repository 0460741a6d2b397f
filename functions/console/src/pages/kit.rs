//! What the pages of commerce and ledger are put together from: a heading, tables, facts,
//! forms. Each is a template of its own, filled here; a page only says what goes where.

pub(crate) mod form;
pub(crate) mod picker;
pub(crate) mod sheet;
pub(crate) mod table;

pub(crate) use form::{Field, FormView};
pub(crate) use sheet::{Head, Sheet};
pub(crate) use table::{Button, Cell, Column, Grid};

use crate::context::Cx;
use crate::frame::Reply;
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
