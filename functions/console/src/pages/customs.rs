//! Customs: declarations, from a draft to release.

mod declaration;
mod declarations;
mod deeds;
mod documents;
mod estimate;
mod fields;
mod files;
mod goods;
mod head;
mod heading;
mod journal;
mod parties;
mod submission;
mod tables;
mod tree;
mod upload;
mod value;

use kernel::Role;

use super::customs_desk;
use super::kit::{Refused, at, done};
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::http::encoded;
use crate::problem::Problem;

/// Rows of a list, goods on a page.
const ROWS: &str = "50";
/// Who may look, as the queries say.
pub(crate) const READERS: &[Role] = &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator];
/// Who fills and files.
const DECLARANTS: &[Role] = &[Role::Declarant];
/// Who says what was done about what does not fit.
const SETTLERS: &[Role] = &[Role::Declarant, Role::Administrator];
/// Who may have our own print made.
const PRINTERS: &[Role] = &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant];
/// Who may estimate payments.
const ESTIMATORS: &[Role] = PRINTERS;
/// Who may have a print that failed made again, as papers say.
const RETRIERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator];

/// The list of declarations.
const LIST: &str = "/console/customs";
/// What is under it.
const PLACE: &str = "customs/declarations";

/// Answers a path under `/console/customs`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    if let Some(answer) = form(cx, parts).await {
        return answer;
    }
    if method == "POST" {
        return post(cx, parts).await;
    }
    match parts {
        [] => declarations::list(cx).await,
        ["declarations"] => Ok(Reply::To(LIST.to_owned())),
        ["declarations", id, "upload"] => upload::scan(cx, id).await,
        ["declarations", id, "file-upload"] => upload::file(cx, id).await,
        ["declarations", id, "message"] => journal::download(cx, id).await,
        ["declarations", id, "documents", document, "scan"] => documents::scan(cx, id, document).await,
        ["declarations", id, "jobs", number, "file"] => files::made(cx, id, number).await,
        ["declarations", id, "papers", paper] => files::paper(cx, id, paper).await,
        ["declarations", id, rest @ ..] => page(cx, id, rest, None).await,
        _ => Err(Problem::no_page()),
    }
}

/// Pages that are one form: looked at and sent under the same address.
async fn form(cx: &Cx<'_>, parts: &[&str]) -> Option<Result<Reply, Problem>> {
    Some(match parts {
        ["declarations", "new"] => heading::new(cx).await,
        ["declarations", id, "edit"] => heading::revise(cx, id).await,
        ["declarations", id, "form"] => fields::page(cx, id).await,
        _ => return None,
    })
}

/// One part of a declaration's pages.
async fn page(cx: &Cx<'_>, id: &str, part: &[&str], refused: Option<Refused>) -> Result<Reply, Problem> {
    match part {
        [] => declaration::page(cx, id, refused).await,
        ["goods"] => goods::page(cx, id).await,
        ["documents"] => documents::page(cx, id, refused).await,
        ["documents", document] => documents::one(cx, id, document, refused).await,
        ["parties"] => parties::page(cx, id, refused).await,
        ["parties", role] => parties::choose(cx, id, role, refused).await,
        ["journal"] => journal::page(cx, id).await,
        ["files"] => files::page(cx, id, refused).await,
        ["estimate"] => estimate::page(cx, id, refused).await,
        ["value"] => value::page(cx, id, refused).await,
        _ => Err(Problem::no_page()),
    }
}

/// Does what a form asks, and returns to the page that it stands on.
async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    let (id, part, name) = match parts {
        ["declarations", id, part @ .., name] => (*id, part, *name),
        _ => return Err(Problem::no_page()),
    };
    if cx.form.get("op") == "add-row" {
        return page(cx, id, part, None).await;
    }
    match deeds::perform(cx, id, part, name).await {
        Ok(made) => Ok(made),
        Err(problem) if problem.is_signed_out() || problem.code == "console.no-page" => Err(problem),
        Err(problem) => page(cx, id, part, Some(Refused::of(name, problem))).await,
    }
}

/// The address of a part of a declaration's pages.
fn inside(id: &str, part: &[&str]) -> String {
    std::iter::once(at(PLACE, id)).chain(part.iter().map(|part| encoded(part))).collect::<Vec<_>>().join("/")
}

/// To a part of a declaration's pages, telling what was done.
fn back(id: &str, part: &[&str], code: &str) -> Reply {
    done(&inside(id, part), code)
}

/// Whether only the live part of a page is asked for: what stands above it costs calls for nothing.
fn is_fragment(cx: &Cx<'_>) -> bool {
    cx.asked.get("fragment") == "1"
}

/// Which tab of customs is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Declarations,
    Organizations,
    Reference,
    Health,
    Tariff,
}

/// The tabs that the user may open.
pub(crate) fn tabs(cx: &Cx<'_>, current: Tab) -> Vec<Chip> {
    let all = [
        (Tab::Declarations, LIST, cx.w.customs.declarations, READERS),
        (Tab::Organizations, "/console/customs/organizations", cx.w.customs_parties.title, READERS),
        (Tab::Reference, "/console/customs/reference", cx.w.customs_tables.title, READERS),
        (Tab::Tariff, "/console/customs/tariff", cx.w.tariff.title, READERS),
        (Tab::Health, "/console/customs/health", cx.w.customs_health.title, customs_desk::WATCHERS),
    ];
    let offered = all.into_iter().filter(|(_, _, _, roles)| cx.may(roles));
    offered.map(|(tab, href, label, _)| Chip { href: href.to_owned(), label: label.to_owned(), current: tab == current }).collect()
}

/// The colour of a status, fact, step or job; its name always stands in it.
fn tone(code: &str) -> &'static str {
    match code {
        "released" | "done" => "ok",
        "awaiting-filing" | "correction-requested" | "retrying" => "warn",
        "submission-failed" | "rejected" | "release-refused" | "failed" | "lost" => "bad",
        "submitting" | "sent" | "registered" | "trying" | "working" => "info",
        _ => "plain",
    }
}

/// A length of a file as people say it. Decimal units: so the limits are told.
fn size(cx: &Cx<'_>, bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10).div_ceil(unit);
        cx.f.quantity(&format!("{}.{}", tenths / 10, tenths % 10))
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}
