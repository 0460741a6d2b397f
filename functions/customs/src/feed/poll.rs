//! Asks the vendor which docflows changed: by the clock, and at a hint.

use kernel::reaction::{Outcome, OutsideError, read_answer};
use kernel::{Command, Context, Effect, Facts, Line, Moment, Reaction, ReactionSpec, Schedule, ScheduleSpec, Trigger, Want};

use super::record_failure::RecordDocflowFailure;
use super::record_page::RecordDocflowPage;
use super::{DocflowFeed, FeedEvent, Referred, Rejected};
use crate::declaration::note_change::Listed;
use crate::declaration::submission::referred;
use crate::outside::kontur::docflow::{Docflow, DocflowQuery, TAKE_MAX};
use crate::outside::kontur::vendor::Rows;
use crate::outside::kontur::{Answer, CONNECTOR, Request, code};
use crate::settings::CustomsSettings;

/// Docflows of one list. A busy minute has a handful; a full list is asked for again in halves,
/// so that each answer is small.
const TAKE: u32 = 200;
/// A time that is not halved any more, in milliseconds: the vendor may count whole seconds.
const HALVED_MIN_MS: i64 = 2_000;

/// Asks the vendor every minute which docflows changed (decision C36).
pub struct PollDocflows;

impl Schedule for PollDocflows {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "customs.poll-docflows",
        every_seconds: 60,
        sends: &[RecordDocflowPage::SPEC.name, RecordDocflowFailure::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks the vendor which docflows changed.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        if is_connected(context) { vec![Want::aggregate::<DocflowFeed>(super::id())] } else { Vec::new() }
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        ask(facts.aggregate::<DocflowFeed>(super::id()).map(|loaded| &loaded.state), context)
    }

    fn answered(_: &Facts, context: &Context, outcome: &Outcome) -> Vec<Effect> {
        answered(context, outcome)
    }
}

/// Asks the vendor at once which docflows changed, because it gave a hint.
pub struct PollOnHint;

impl Reaction for PollOnHint {
    type Aggregate = DocflowFeed;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.poll-on-hint",
        on: &["hinted.v1"],
        sends: &[RecordDocflowPage::SPEC.name, RecordDocflowFailure::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks the vendor which docflows changed, because it gave a hint.",
    };

    fn react(trigger: &Trigger<'_, DocflowFeed>) -> Vec<Effect> {
        match trigger.event {
            FeedEvent::Hinted {} => ask(Some(trigger.state), trigger.context),
            FeedEvent::PageRead { .. } | FeedEvent::Failed { .. } | FeedEvent::Paused {} | FeedEvent::Resumed {} => Vec::new(),
        }
    }

    fn answered(trigger: &Trigger<'_, DocflowFeed>, outcome: &Outcome) -> Vec<Effect> {
        answered(trigger.context, outcome)
    }
}

fn is_connected(context: &Context) -> bool {
    CustomsSettings::of(&context.settings).kontur.is_some()
}

fn ask(feed: Option<&DocflowFeed>, context: &Context) -> Vec<Effect> {
    if !is_connected(context) || feed.is_some_and(|feed| feed.paused) {
        return Vec::new();
    }
    let from = feed.map_or_else(|| DocflowFeed::default().from(context.now), |feed| feed.from(context.now));
    vec![list(Some(from), None, TAKE)]
}

fn list(changed_from: Option<Moment>, changed_to: Option<Moment>, take: u32) -> Effect {
    Effect::call(CONNECTOR, &Request::Docflows { query: DocflowQuery { changed_from, changed_to, status: None, take } })
}

fn answered(context: &Context, outcome: &Outcome) -> Vec<Effect> {
    let Outcome::Called { request, result, .. } = outcome else { return Vec::new() };
    let unreadable = |text: String| OutsideError {
        code: code::UNREADABLE.to_owned(),
        class: kernel::reaction::FailureClass::Permanent,
        raw_code: String::new(),
        text,
    };
    let read = |value| read_answer::<Answer>(value).map_err(|error| unreadable(error.to_string()));
    let asked = read_answer::<Request>(request).map_err(|error| unreadable(error.to_string()));
    match asked.and_then(|request| Ok((request, result.as_ref().map_err(Clone::clone).and_then(read)?))) {
        Ok((Request::Docflows { query }, Answer::Docflows { docflows, complete })) => listed(context, &query, &docflows, complete),
        Ok(_) => vec![RecordDocflowFailure { error: unreadable("an answer to another question".to_owned()) }.effect(context)],
        Err(error) => vec![RecordDocflowFailure { error }.effect(context)],
    }
}

/// A list that shows everything is recorded, and what follows it is asked for. Of a full one the
/// earlier half is asked for again, and nothing else until that was read: so the watermark only
/// passes what was seen, whichever call fails.
fn listed(context: &Context, query: &DocflowQuery, docflows: &Rows<Docflow>, complete: bool) -> Vec<Effect> {
    if complete {
        let newest = docflows.rows.iter().map(|row| row.changed).max();
        return std::iter::once(page(docflows, newest).effect(context)).chain(following(context, query)).collect();
    }
    let from = query.changed_from.unwrap_or(Moment::from_unix_ms(0));
    let to = query.changed_to.unwrap_or(context.now);
    let time = to.ms_since(from);
    if time >= HALVED_MIN_MS {
        let middle = from.plus_ms(time.checked_div(2).unwrap_or(time));
        return vec![list(Some(from), Some(middle), TAKE)];
    }
    if query.take < TAKE_MAX {
        return vec![list(query.changed_from, query.changed_to, TAKE_MAX)];
    }
    // More at one time than the vendor lists at all: what is listed is taken, and the watermark stays.
    let text = "More docflows changed at one time than the vendor lists.".to_owned();
    let class = kernel::reaction::FailureClass::Permanent;
    let error = OutsideError { code: code::UNREADABLE.to_owned(), class, raw_code: String::new(), text };
    vec![page(docflows, None).effect(context), RecordDocflowFailure { error }.effect(context)]
}

/// The list after one that ended at a time: twice as long, since a full one is halved again.
fn following(context: &Context, query: &DocflowQuery) -> Option<Effect> {
    let (from, to) = (query.changed_from?, query.changed_to?);
    let until = to.plus_ms(to.ms_since(from).saturating_mul(2));
    Some(list(Some(to), (until < context.now).then_some(until), TAKE))
}

/// What is recorded of a list: docflows whose names refer to a declaration, and those with other
/// names, of which most belong to somebody who works in the vendor's pages.
fn page(docflows: &Rows<Docflow>, newest: Option<Moment>) -> RecordDocflowPage {
    let (mut rows, mut renamed) = (Vec::new(), Vec::new());
    for row in &docflows.rows {
        match row.name.as_deref().and_then(referred) {
            Some(declaration_id) => rows.push(Referred { declaration_id, listed: raw(row) }),
            None => renamed.push(raw(row)),
        }
    }
    let rejected = docflows.rejected.first().map(|first| Rejected {
        count: u32::try_from(docflows.rejected.len()).unwrap_or(u32::MAX),
        first: text(&first.problem).unwrap_or_else(unnamed),
    });
    RecordDocflowPage { rows, renamed, newest, rejected }
}

fn raw(row: &Docflow) -> Listed {
    Listed {
        docflow: row.id,
        raw_code: i64::from(row.status.0),
        raw_text: row.status_text.as_deref().and_then(text),
        changed_at: row.changed,
        process_id: row.process_id.as_deref().and_then(text),
        registration_number: row.gtd_number.as_deref().and_then(text),
    }
}

/// A text of the vendor as a line: shortened, without what a line may not hold.
pub(super) fn text(text: &str) -> Option<Line> {
    let clean: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let short: String = clean.trim().chars().take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(short.trim()).ok()
}

#[allow(clippy::expect_used, reason = "a literal line, which a test reads")]
fn unnamed() -> Line {
    Line::new("unreadable").expect("a literal line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_the_vendor_become_lines() {
        assert_eq!(text(" Выпуск\nразрешён ").map(|line| line.to_string()).as_deref(), Some("Выпуск разрешён"));
        assert_eq!(text(&"я".repeat(900)).map(|line| line.as_str().chars().count()), Some(200));
        assert_eq!((text("  "), unnamed().as_str()), (None, "unreadable"));
    }
}
