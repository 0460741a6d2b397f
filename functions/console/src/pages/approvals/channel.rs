//! The way to approvers in the outside system of tasks: whether it works, what waits for it, and
//! its answers that a person must look at.

use super::{EVERY_MS, REPAIRERS, ROWS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::approval::{Channel, TaskMessage, Waiting};
use crate::pages::kit::{Button, Cell, Column, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const MESSAGES: &str = "/console/approvals/messages";
const STATES: &[&str] = &["parked", "received", "done", "given-up"];

/// The state of the channel.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let (words, margin) = (&cx.w.approval, &cx.w.margin);
    let channel: Channel = cx.get("/approvals/channel", &[], &[]).await?;
    let circuit = channel.circuit.circuit.as_str();
    let (text, tone) = match circuit {
        "closed" => (words.channel_works, "ok"),
        "half-open" => (words.channel_tried, "warn"),
        _ => (words.channel_down, "bad"),
    };
    let moment = |at: &Option<String>| Cell::text(at.as_deref().map(|at| cx.f.moment(at)).unwrap_or_default());
    let probe = channel.circuit.probe_at.as_deref().map(|at| fill(words.tried_at, &[&cx.f.due(at)])).unwrap_or_default();
    let facts = vec![
        (cx.w.frame.status, Cell::badge(text, tone).sub(probe)),
        (words.failures, Cell::text(channel.failures.to_string())),
        (words.down_since, moment(&channel.down_since)),
        (words.fallback_since, moment(&channel.fallback_since)),
        (words.last_success, moment(&channel.last_success)),
        (words.tasks_waiting, Cell::text(channel.waiting_count.to_string())),
    ];
    let row = |waiting: &Waiting| {
        let task = &waiting.task;
        vec![
            Cell::text(&task.number).sub(&task.client),
            Cell::text(cx.w.margin_code(&task.level)).sub(cx.w.margin_code(&task.priority)),
            Cell::money(cx.f, &task.total),
            Cell::text(cx.f.due(&task.due_at)),
            Cell::text(cx.f.short(&waiting.since)),
        ]
    };
    let columns = vec![
        Column::text(margin.number),
        Column::text(words.level),
        Column::number(margin.total),
        Column::text(words.due),
        Column::text(words.waits_since),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Channel), words.channel).area(words.title).button(cx.may(REPAIRERS), MESSAGES, words.messages);
    let waiting = Grid::part(cx.w, words.tasks_waiting, columns, (words.nothing_waits, "")).rows(channel.waiting.iter().map(row));
    let live = Sheet::new().facts("", &facts).grid(&waiting);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.channel, head.html(), live.html()) }.into())
}

/// Answers of the outside system.
pub(super) async fn messages(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let query = [("state", asked(cx, "state")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<TaskMessage> = cx.get("/approvals/messages", &[], &query).await?;
    let row = |message: &TaskMessage| {
        let path = at("approvals/messages", &message.message_id);
        let retry = Button { path: format!("{path}/retry"), label: words.retry, ..Button::default() };
        let give_up = Button { path: format!("{path}/give-up"), label: words.give_up, reason: cx.w.frame.reason, ..Button::default() };
        let acts = message.state == "parked" && cx.may(REPAIRERS);
        vec![
            Cell::text(message.task.as_deref().unwrap_or(words.no_task)).sub(&message.message_id),
            Cell::badge(cx.w.margin_code(&message.state), tone(&message.state)).sub(message.problem.as_deref().unwrap_or_default()),
            Cell::text(message.attempts.to_string()),
            Cell::text(cx.f.short(&message.received_at)),
            Cell::empty().with(Some(retry).filter(|_| acts)).with(Some(give_up).filter(|_| acts)),
        ]
    };
    let columns = vec![
        Column::text(words.task),
        Column::text(cx.w.frame.status),
        Column::number(words.tries),
        Column::text(cx.w.frame.when),
        Column::text(""),
    ];
    let states: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(STATES.iter().map(|code| (*code, cx.w.margin_code(code)))).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Channel), words.messages)
        .area(words.title)
        .chips(cx.w.frame.status, list::chips(MESSAGES, cx.asked, &["state"], "state", &states));
    let paging = Paging::new(MESSAGES, cx.asked, &["state"], listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.messages_empty, words.messages_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    let page = Page::live(Section::Approvals, words.messages, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
