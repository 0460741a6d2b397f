//! Approvals: queues, processes, workload, approvers, emergencies, limits, the channel of tasks.

mod channel;
mod deeds;
mod emergencies;
mod limits;
mod process;
mod processes;
mod queue;
mod roster;
mod several;
mod workload;

use kernel::Role;

use super::kit::{Refused, at, deed, done};
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::problem::Problem;

/// Rows of a list.
const ROWS: &str = "50";
/// How often pages look for news, in milliseconds.
const EVERY_MS: u32 = 5_000;
/// Who may look at queues and workload, as the queries say.
pub(crate) const LOOKERS: &[Role] = &[Role::TeamLead, Role::Approver, Role::Administrator];
/// Who may look at answers of the outside system and try them again.
const REPAIRERS: &[Role] = &[Role::TeamLead, Role::Administrator];
/// Who decides.
const APPROVERS: &[Role] = &[Role::Approver];
/// Who submits.
const MANAGERS: &[Role] = &[Role::Manager, Role::TeamLead];
/// Who appoints approvers.
const ADMINISTRATORS: &[Role] = &[Role::Administrator];
/// Who notes absences, and says who may be asked in an emergency.
const ROSTERERS: &[Role] = &[Role::Approver, Role::Administrator];

/// Answers a path under `/console/approvals`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    if method == "POST" {
        return post(cx, parts).await;
    }
    match parts {
        [] if cx.may(LOOKERS) => Ok(Reply::To("/console/approvals/queue".to_owned())),
        [] => Ok(Reply::To("/console/approvals/processes".to_owned())),
        ["queue"] => queue::list(cx).await,
        ["processes"] => processes::list(cx).await,
        ["limits"] => limits::list(cx).await,
        ["workload"] => workload::page(cx).await,
        ["roster"] => page(cx, "roster", "", None).await,
        ["channel"] => channel::page(cx).await,
        ["messages"] => page(cx, "messages", "", None).await,
        ["emergencies"] => emergencies::list(cx).await,
        [place, id] => page(cx, place, id, None).await,
        _ => Err(Problem::no_page()),
    }
}

async fn page(cx: &Cx<'_>, place: &str, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    match place {
        "processes" => process::page(cx, id, refused).await,
        "emergencies" => emergencies::page(cx, id, refused).await,
        "roster" => roster::page(cx, refused).await,
        "messages" => channel::messages(cx, refused).await,
        _ => Err(Problem::no_page()),
    }
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    if parts == ["several"] {
        return several::approve(cx).await;
    }
    let [place, id, name] = parts else { return Err(Problem::no_page()) };
    let deed = deed::find(deeds::ALL, place, name)?;
    match deed.perform(cx, id).await {
        Ok(_) if matches!(*place, "roster" | "messages") => Ok(done(&format!("/console/approvals/{place}"), deed.done)),
        Ok(_) => Ok(done(&at(&format!("approvals/{place}"), id), deed.done)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, place, id, Some(Refused::of(name, problem))).await,
    }
}

/// Which tab is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Queue,
    Processes,
    Workload,
    Emergencies,
    Roster,
    Limits,
    Channel,
}

/// The tabs that the user may open.
fn tabs(cx: &Cx<'_>, current: Tab) -> Vec<Chip> {
    let words = &cx.w.approval;
    let all = [
        (Tab::Queue, "queue", words.queue, LOOKERS),
        (Tab::Processes, "processes", words.processes, Role::FOR_PEOPLE),
        (Tab::Workload, "workload", words.workload, LOOKERS),
        (Tab::Emergencies, "emergencies", words.emergencies, Role::FOR_PEOPLE),
        (Tab::Roster, "roster", words.roster, Role::FOR_PEOPLE),
        (Tab::Limits, "limits", words.limits, LOOKERS),
        (Tab::Channel, "channel", words.channel, LOOKERS),
    ];
    let offered = all.into_iter().filter(|(_, _, _, roles)| cx.may(roles));
    let chip = |(tab, place, label, _): (Tab, &str, &str, _)| Chip {
        href: format!("/console/approvals/{place}"),
        label: label.to_owned(),
        current: tab == current,
    };
    offered.map(chip).collect()
}

/// The colour of a status or verdict; its name always stands in it.
fn tone(code: &str) -> &'static str {
    match code {
        "approved" | "given" | "accepted" | "closed" | "done" => "ok",
        "awaiting-justification" | "drop-proposed" | "half-open" | "noticed" | "silent" => "warn",
        "rejected" | "stalled" | "denied" | "declined" | "breached" | "warned" | "parked" => "bad",
        "open" | "received" => "info",
        _ => "plain",
    }
}

/// The colour of how much time is spent.
fn time_tone(told: &str, paused: bool) -> &'static str {
    match told {
        _ if paused => "plain",
        "nothing" => "ok",
        "noticed" => "warn",
        _ => "bad",
    }
}
