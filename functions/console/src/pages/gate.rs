//! Pages that need nothing of the API: sign-in, help, and what says that something failed.

use askama::Template;

use crate::context::Cx;
use crate::frame::{Page, Section, render};
use crate::problem::Problem;
use crate::words::Words;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    w: &'static Words,
    to: String,
    expired: bool,
}

/// The way in.
pub(crate) fn sign_in(words: &'static Words, to: String, expired: bool) -> Page {
    Page::still(Section::None, words.frame.sign_in, render(&SignIn { w: words, to, expired }))
}

/// Nothing but the problem.
pub(crate) fn failed(words: &'static Words, problem: Problem) -> Page {
    let title = problem.headline(words).to_owned();
    Page::still(Section::None, title, String::new()).with_problem(problem)
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    w: &'static Words,
    shortcuts: Vec<(&'static [&'static str], &'static str)>,
}

/// The keyboard shortcuts.
pub(crate) fn help(cx: &Cx<'_>) -> Page {
    let words = &cx.w.help;
    let shortcuts: Vec<(&'static [&'static str], &'static str)> = vec![
        (&["j"], words.down),
        (&["k"], words.up),
        (&["Enter"], words.open),
        (&["/"], words.search),
        (&["Esc"], words.escape),
        (&["g", "o"], words.orders),
        (&["g", "g"], words.review),
        (&["g", "p"], words.payments),
        (&["g", "i"], words.events),
        (&["g", "n"], words.new_order),
        (&["g", "c"], words.contracts),
        (&["g", "v"], words.invoices),
        (&["g", "m"], words.money),
        (&["g", "l"], words.ledger),
        (&["g", "a"], words.approvals),
        (&["g", "t"], words.customs),
        (&["g", "d"], words.dashboard),
        (&["g", "e"], words.estimates),
        (&["a"], words.approve),
        (&["c"], words.offer),
        (&["r"], words.reject),
        (&["s"], words.submit),
        (&["Ctrl", "Enter"], words.send),
        (&["?"], words.help),
    ];
    Page::still(Section::None, words.title, render(&Help { w: cx.w, shortcuts }))
}
