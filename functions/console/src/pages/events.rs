//! Integrations: messages of outside systems, what is read again and again, and deliveries
//! that stopped.

use askama::Template;
use kernel::Role;

use super::list::{self, Chip, Paging};
use crate::actions;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::payment::{DeadLetter, Feed, IntegrationEvent};
use crate::problem::Problem;
use crate::words::Words;

/// Rows of a list.
const ROWS: &str = "50";
/// Who may look at messages, as the queries say.
pub(crate) const LOOKERS: &[Role] = &[Role::Administrator, Role::TeamLead, Role::Accountant];
/// Who may try them again, as the commands say.
const REPAIRERS: &[Role] = &[Role::Administrator, Role::TeamLead];
const ADMINISTRATORS: &[Role] = &[Role::Administrator];
const EVENTS: &str = "/console/events";
const FEEDS: &str = "/console/feeds";
const LETTERS: &str = "/console/dead-letters";

#[derive(Template)]
#[template(path = "events.html")]
struct Before {
    w: &'static Words,
    tabs: Vec<Chip>,
    states: Vec<Chip>,
    lead: &'static str,
}

/// The tabs of the section.
fn tabs(cx: &Cx<'_>, current: &str) -> Vec<Chip> {
    let dead = format!("{EVENTS}?state=dead");
    let mut all = vec![(EVENTS, EVENTS, cx.w.events.messages), (dead.as_str(), "dead", cx.w.events.dead_letters)];
    all.push((FEEDS, FEEDS, cx.w.feeds.title));
    if cx.may(REPAIRERS) {
        all.push((LETTERS, LETTERS, cx.w.letters.title));
    }
    let chip = |(href, name, label): (&str, &str, &str)| Chip { href: href.to_owned(), label: label.to_owned(), current: name == current };
    all.into_iter().map(chip).collect()
}

#[derive(Template)]
#[template(path = "events_live.html")]
struct Events {
    w: &'static Words,
    f: Format,
    rows: Vec<IntegrationEvent>,
    state: String,
    may_act: bool,
    paging: Paging,
}

/// Messages of outside systems; those that stopped are the dead-letter screen.
pub(crate) async fn messages(cx: &Cx<'_>, problem: Option<Problem>) -> Result<Reply, Problem> {
    let typed = cx.form.get("state");
    let state = if typed.is_empty() { cx.asked.get("state") } else { typed };
    let query = [("state", state), ("cursor", cx.asked.get("cursor")), ("limit", ROWS)];
    let listed: Listed<IntegrationEvent> = cx.get("/integration-events", &[], &query).await?;
    let codes = ["", "waiting", "failed", "dead", "processed", "given-up"];
    let named = codes.map(|code| (code, if code.is_empty() { cx.w.frame.all } else { cx.w.event_state(code) }));
    let dead = state == "dead";
    let before = Before {
        w: cx.w,
        tabs: tabs(cx, if dead { "dead" } else { EVENTS }),
        states: if dead { Vec::new() } else { list::chips(EVENTS, cx.asked, &["state"], "state", &named) },
        lead: if dead { cx.w.events.dead_lead } else { "" },
    };
    let live = Events {
        w: cx.w,
        f: cx.f,
        rows: listed.items,
        state: state.to_owned(),
        may_act: cx.may(REPAIRERS),
        paging: Paging::new(EVENTS, cx.asked, &["state"], listed.next_cursor.as_deref()),
    };
    Ok(Page::live(Section::Events, cx.w.events.title, render(&before), render(&live)).with_maybe(problem).into())
}

#[derive(Template)]
#[template(path = "feeds_live.html")]
struct Feeds {
    w: &'static Words,
    f: Format,
    rows: Vec<Feed>,
    may_resume: bool,
}

/// What is read again and again.
pub(crate) async fn feeds(cx: &Cx<'_>, problem: Option<Problem>) -> Result<Reply, Problem> {
    let listed: Listed<Feed> = cx.get("/statement-feeds", &[], &[]).await?;
    let before = Before { w: cx.w, tabs: tabs(cx, FEEDS), states: Vec::new(), lead: "" };
    let live = Feeds { w: cx.w, f: cx.f, rows: listed.items, may_resume: cx.may(ADMINISTRATORS) };
    Ok(Page::live(Section::Events, cx.w.feeds.title, render(&before), render(&live)).with_maybe(problem).into())
}

#[derive(Template)]
#[template(path = "letters_live.html")]
struct Letters {
    w: &'static Words,
    f: Format,
    rows: Vec<DeadLetter>,
    may_act: bool,
    paging: Paging,
}

/// Deliveries inside Entrepot that stopped.
pub(crate) async fn letters(cx: &Cx<'_>, problem: Option<Problem>) -> Result<Reply, Problem> {
    let query = [("state", cx.asked.get("state")), ("cursor", cx.asked.get("cursor")), ("limit", ROWS)];
    let listed: Listed<DeadLetter> = cx.get("/dead-letters", &[], &query).await?;
    let words = &cx.w.letters;
    let named = [("", words.parked), ("redriven", words.redriven), ("discarded", words.discarded)];
    let before =
        Before { w: cx.w, tabs: tabs(cx, LETTERS), states: list::chips(LETTERS, cx.asked, &["state"], "state", &named), lead: words.lead };
    let paging = Paging::new(LETTERS, cx.asked, &["state"], listed.next_cursor.as_deref());
    let live = Letters { w: cx.w, f: cx.f, rows: listed.items, may_act: cx.may(ADMINISTRATORS), paging };
    Ok(Page::live(Section::Events, words.title, render(&before), render(&live)).with_maybe(problem).into())
}

/// Does what a form of one of the three lists asks.
pub(crate) async fn act(cx: &Cx<'_>, place: &str, id: &str, name: &str) -> Result<Reply, Problem> {
    let actions = match place {
        "events" => actions::EVENT,
        "feeds" => actions::FEED,
        _ => actions::LETTER,
    };
    let action = actions::find(actions, name)?;
    match action.perform(cx, id).await {
        Ok(()) => {
            let state = cx.form.get("state");
            let state = if state.is_empty() { String::new() } else { format!("&state={}", encoded(state)) };
            Ok(Reply::To(format!("/console/{place}?done={}{state}", action.done)))
        }
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => match place {
            "events" => messages(cx, Some(problem)).await,
            "feeds" => feeds(cx, Some(problem)).await,
            _ => letters(cx, Some(problem)).await,
        },
    }
}
