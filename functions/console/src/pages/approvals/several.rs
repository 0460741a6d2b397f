//! Several tasks of a queue, approved by one form: a command a task, each with its own outcome.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Map, Value};

use super::{APPROVERS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::approval::QueueItem;
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, at};
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Most tasks of one form: commands go out one after the other, while a person waits.
const SEVERAL_MAX: usize = 20;
const QUEUE: &str = "/console/approvals/queue";

/// The box that marks a task. It belongs to a form elsewhere on the page.
#[derive(Template)]
#[template(
    source = "<label class=\"check\"><input type=\"checkbox\" form=\"several\" name=\"task\" value=\"{{ value }}\" aria-label=\"{{ label }}\"></label>",
    ext = "html"
)]
struct Mark<'a> {
    value: &'a str,
    label: &'a str,
}

/// The form that the boxes belong to.
#[derive(Template)]
#[template(
    source = "<details class=\"fold\" data-key=\"several\" data-press=\"a\"><summary aria-keyshortcuts=\"a\">{{ w.approval.several }} <kbd>a</kbd></summary>\
<form method=\"post\" id=\"several\" action=\"/console/approvals/several\" class=\"stack\" data-confirm=\"{{ w.approval.several }}?\">\
<input type=\"hidden\" name=\"_key\" value=\"@@key@@\"><p class=\"hint\">{{ hint }}</p>\
<div class=\"fields\"><label>{{ w.approval.comment }} <span class=\"hint\">{{ w.frame.optional }}</span><textarea name=\"comment\" rows=\"2\" maxlength=\"2000\"></textarea></label></div>\
<div class=\"row\"><button class=\"primary\">{{ w.approval.several }}</button></div></form></details>",
    ext = "html"
)]
struct Form {
    w: &'static Words,
    hint: String,
}

/// A task that was marked, at the version that was looked at.
struct Marked<'a> {
    process: &'a str,
    branch: u32,
    version: &'a str,
    /// The order's number, to tell its outcome by.
    number: &'a str,
}

impl<'a> Marked<'a> {
    fn read(value: &'a str) -> Option<Self> {
        let mut parts = value.splitn(4, '/');
        let (process, branch, version, number) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        Some(Self { process, branch, version, number })
    }
}

/// The box of a task.
pub(super) fn mark(cx: &Cx<'_>, item: &QueueItem) -> Cell {
    let value = format!("{}/{}/{}/{}", item.process_id, item.branch, item.version, item.number);
    let label = fill(cx.w.approval.mark_one, &[&item.number]);
    Cell::drawing(render(&Mark { value: &value, label: &label }))
}

/// The form below the queue.
pub(super) fn form(cx: &Cx<'_>) -> String {
    render(&Form { w: cx.w, hint: fill(cx.w.approval.several_hint, &[&SEVERAL_MAX.to_string()]) })
}

/// Approves what was marked, one after the other, and shows what became of each. A form that is
/// sent again asks nothing twice: every task has a key of its own.
pub(super) async fn approve(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let values = cx.form.all("task");
    let marked: Vec<Marked<'_>> = values.iter().filter_map(|value| Marked::read(value)).collect();
    if marked.is_empty() {
        return Ok(refused(cx, words.several_none));
    }
    if values.len() > SEVERAL_MAX {
        return Ok(refused(cx, &fill(words.several_many, &[&values.len().to_string(), &SEVERAL_MAX.to_string()])));
    }
    // A process whose other part was approved just now has the version that this made.
    let mut versions: BTreeMap<&str, String> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for task in &marked {
        let version = versions.get(task.process).map_or(task.version, String::as_str);
        let outcome = send(cx, task, version).await;
        match &outcome {
            Err(problem) if problem.is_signed_out() && outcomes.is_empty() => return Err(problem.clone()),
            Err(_) => {}
            Ok(answer) => {
                let made = answer.get("version").and_then(Value::as_u64).map(|version| version.to_string());
                versions.extend(made.map(|made| (task.process, made)));
            }
        }
        outcomes.push((task, outcome));
    }
    Ok(shown(cx, &outcomes))
}

async fn send(cx: &Cx<'_>, task: &Marked<'_>, version: &str) -> Result<Value, Problem> {
    let comment = cx.form.get("comment");
    let mut body = Map::from_iter([("branch".to_owned(), Value::from(task.branch))]);
    if !comment.is_empty() {
        body.insert("comment".to_owned(), Value::from(comment));
    }
    let form = cx.form.get("_key");
    let key = if form.is_empty() { String::new() } else { format!("{form}/{}/{}", task.process, task.branch) };
    cx.send_one("POST", "/approvals/processes/{process_id}/approve", &[task.process], Value::Object(body), &key, version).await
}

fn head(cx: &Cx<'_>) -> Head {
    let words = &cx.w.approval;
    Head::new(cx.w, tabs(cx, Tab::Queue), words.several).area(words.title).button(cx.may(APPROVERS), QUEUE, words.to_queue)
}

/// Nothing was sent.
fn refused(cx: &Cx<'_>, why: &str) -> Reply {
    let words = &cx.w.approval;
    let sheet = Sheet::new().raw(&head(cx).html()).text("callout bad", why);
    Page { status: 422, ..Page::still(Section::Approvals, words.several, sheet.html()) }.into()
}

fn shown(cx: &Cx<'_>, outcomes: &[(&Marked<'_>, Result<Value, Problem>)]) -> Reply {
    let words = &cx.w.approval;
    let row = |(task, outcome): &(&Marked<'_>, Result<Value, Problem>)| {
        let became = match outcome {
            Ok(_) => Cell::badge(cx.w.process_status("approved"), tone("approved")),
            Err(problem) => {
                let why = Some(problem.explanation()).filter(|text| !text.is_empty()).unwrap_or_else(|| problem.headline(cx.w));
                Cell::badge(words.not_approved, tone("rejected")).sub(why)
            }
        };
        vec![Cell::link(task.number, at("approvals/processes", task.process)), became]
    };
    let columns = vec![Column::text(cx.w.margin.number), Column::text(words.outcome)];
    let grid = Grid::part(cx.w, words.outcomes, columns, (words.several_none, "")).rows(outcomes.iter().map(row));
    let approved = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    let failed = outcomes.len().saturating_sub(approved);
    let counts = fill(words.outcomes_of, &[&approved.to_string(), &failed.to_string()]);
    let sheet = Sheet::new().raw(&head(cx).html()).text(if failed == 0 { "callout" } else { "callout warn" }, &counts).grid(&grid);
    Page::still(Section::Approvals, words.several, sheet.html()).into()
}
