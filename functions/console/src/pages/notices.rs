//! Notices: who was told what, by which way, and what became of it.

use kernel::Role;

use super::kit::{Button, Cell, Column, Grid, Head, Sheet, asked, done};
use super::list::{self, Chip, Paging};
use crate::actions;
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::notice::Notice;
use crate::problem::Problem;

/// Rows of a list.
const ROWS: &str = "50";
/// How often the page looks for news, in milliseconds.
const EVERY_MS: u32 = 5_000;
/// Who may look at everybody's notices and try them again, as query and command say.
const LOOKERS: &[Role] = &[Role::TeamLead, Role::Administrator];
const ALL: &str = "/console/notices";
const OWN: &str = "/console/notices/own";
const STATUSES: &[&str] = &["waiting", "sending", "retrying", "failed", "sent", "merged"];

/// Answers a path under `/console/notices`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    match (method, parts) {
        ("POST", [id, name]) => act(cx, id, name).await,
        ("GET", []) if cx.may(LOOKERS) => list(cx, None).await,
        ("GET", []) => Ok(Reply::To(OWN.to_owned())),
        ("GET", ["own"]) => own(cx).await,
        _ => Err(Problem::no_page()),
    }
}

async fn act(cx: &Cx<'_>, id: &str, name: &str) -> Result<Reply, Problem> {
    let action = actions::find(actions::NOTICE, name)?;
    match action.perform(cx, id).await {
        Ok(()) => Ok(done(ALL, action.done)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => list(cx, Some(problem)).await,
    }
}

fn tabs(cx: &Cx<'_>, current: &str) -> Vec<Chip> {
    let chip = |(href, label): (&str, &str)| Chip { href: href.to_owned(), label: label.to_owned(), current: href == current };
    let all = cx.may(LOOKERS).then_some((ALL, cx.w.notices.everybodys));
    all.into_iter().chain([(OWN, cx.w.notices.own)]).map(chip).collect()
}

fn tone(status: &str) -> &'static str {
    match status {
        "sent" => "ok",
        "failed" => "bad",
        "retrying" | "waiting" => "warn",
        "sending" => "info",
        _ => "plain",
    }
}

/// The name of a status; the code where it is not known yet.
fn status<'a>(cx: &Cx<'_>, code: &'a str) -> &'a str {
    let words = &cx.w.notices;
    match code {
        "waiting" => words.waiting,
        "sending" => words.sending,
        "retrying" => words.retrying,
        "failed" => words.failed,
        "sent" => words.sent,
        "merged" => words.merged,
        other => other,
    }
}

fn way<'a>(cx: &Cx<'_>, code: &'a str) -> &'a str {
    match code {
        "telegram" => cx.w.notices.telegram,
        "email" => cx.w.notices.email,
        other => other,
    }
}

/// Why it is not sent, and when something happens by itself.
fn explained(cx: &Cx<'_>, notice: &Notice) -> String {
    let error = notice.error.as_ref().map(|error| format!("{} {}", error.code, error.text));
    let due = notice.due_at.as_ref().filter(|_| matches!(notice.status.as_str(), "waiting" | "retrying"));
    let parts: Vec<String> = error.into_iter().chain(due.map(|at| cx.f.short(at))).collect();
    parts.join(" · ")
}

fn grid(cx: &Cx<'_>, listed: &Listed<Notice>) -> Grid {
    let words = &cx.w.notices;
    let retry = |notice: &Notice| {
        let path = format!("{ALL}/{}/retry", encoded(&notice.notice_id));
        let offered = matches!(notice.status.as_str(), "failed" | "retrying") && cx.may(LOOKERS);
        Some(Button { path, label: words.retry, ..Button::default() }).filter(|_| offered)
    };
    let row = |notice: &Notice| {
        vec![
            Cell::text(cx.f.short(&notice.made_at)),
            Cell::text(&notice.person),
            Cell::text(&notice.text.title).sub(&notice.text.body),
            Cell::text(way(cx, notice.way.as_deref().unwrap_or("—"))),
            Cell::badge(status(cx, &notice.status), tone(&notice.status)).sub(explained(cx, notice)),
            Cell::empty().with(retry(notice)),
        ]
    };
    let columns = vec![
        Column::text(cx.w.frame.when),
        Column::text(words.to),
        Column::text(words.message),
        Column::text(words.by),
        Column::text(cx.w.frame.status),
        Column::text(""),
    ];
    Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row))
}

/// Everybody's notices.
async fn list(cx: &Cx<'_>, problem: Option<Problem>) -> Result<Reply, Problem> {
    let words = &cx.w.notices;
    let query = [("status", asked(cx, "status")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<Notice> = cx.get("/notices", &[], &query).await?;
    let named = STATUSES.iter().map(|code| (*code, status(cx, code)));
    let statuses: Vec<(&str, &str)> = std::iter::once(("", cx.w.frame.all)).chain(named).collect();
    let head =
        Head::new(cx.w, tabs(cx, ALL), words.title).chips(cx.w.frame.status, list::chips(ALL, cx.asked, &["status"], "status", &statuses));
    let paging = Paging::new(ALL, cx.asked, &["status"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid(cx, &listed)).paging(cx.w, &paging);
    let page = Page::live(Section::Notices, words.title, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(problem).into())
}

/// What the reader was told.
async fn own(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.notices;
    let listed: Listed<Notice> = cx.get("/own-notices", &[], &[("cursor", asked(cx, "cursor")), ("limit", ROWS)]).await?;
    let head = Head::new(cx.w, tabs(cx, OWN), words.own);
    let paging = Paging::new(OWN, cx.asked, &[], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid(cx, &listed)).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Notices, words.own, head.html(), live.html()) }.into())
}
