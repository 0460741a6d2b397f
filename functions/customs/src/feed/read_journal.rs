//! Reads what customs wrote when a docflow has changed.

use std::collections::BTreeMap;

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Line, Moment, Reaction, ReactionSpec, Trigger};

use super::poll::text;
use crate::declaration::journal::{Body, Message, MessageKind, Observation};
use crate::declaration::note_journal_unread::NoteJournalUnread;
use crate::declaration::record_messages::RecordMessages;
use crate::declaration::settle_changes::SettleChanges;
use crate::declaration::{Declaration, DeclarationEvent};
use crate::outside::kontur::content::Content;
use crate::outside::kontur::docflow::{self, Marks};
use crate::outside::kontur::vendor::Rows;
use crate::outside::kontur::{Answer, CONNECTOR, Request, code};

/// Reads messages and marks of a docflow that changed, records those that are new, and then takes
/// the change into account: messages say when customs decided (decisions C25, C26).
pub struct ReadJournalOnChange;

impl Reaction for ReadJournalOnChange {
    type Aggregate = Declaration;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.read-journal-on-change",
        on: &["change-noticed.v1", "journal-wanted.v1"],
        sends: &[RecordMessages::SPEC.name, SettleChanges::SPEC.name, NoteJournalUnread::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Reads what customs wrote when a docflow has changed.",
    };

    fn react(trigger: &Trigger<'_, Declaration>) -> Vec<Effect> {
        let docflow = trigger.state.vendor.docflow.filter(|_| through(trigger).is_some());
        docflow.map(|docflow| Effect::call(CONNECTOR, &Request::Messages { docflow })).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Declaration>, outcome: &Outcome) -> Vec<Effect> {
        let (Outcome::Called { result, .. }, Some(through)) = (outcome, through(trigger)) else { return Vec::new() };
        let answer = result.clone().and_then(|answer| read_answer::<Answer>(&answer).map_err(|error| unreadable(&error.to_string())));
        match (answer, trigger.state.vendor.docflow) {
            (Ok(Answer::Messages { messages }), Some(docflow)) => {
                let marks = Effect::call(CONNECTOR, &Request::Marks { docflow });
                record(trigger, "messages", written(&messages)).into_iter().chain([marks]).collect()
            }
            (Ok(Answer::Marks { marks }), _) => {
                let settle = SettleChanges { declaration_id: trigger.id, through };
                let settle = trigger.send_result("settle", &settle);
                record(trigger, "marks", marked(marks.as_ref())).into_iter().chain([settle]).collect()
            }
            (Ok(_), _) => vec![unread(trigger, through, unreadable("an answer to another question"))],
            (Err(error), _) => vec![unread(trigger, through, error)],
        }
    }
}

/// The newest change that is not taken into account yet; none, when somebody else did that. The
/// event's own change is among them, or is settled.
fn through(trigger: &Trigger<'_, Declaration>) -> Option<Moment> {
    let newest = trigger.state.vendor.unsettled.iter().map(|one| one.changed_at).max()?;
    let is_settled = |observation: &Observation| !trigger.state.vendor.unsettled.contains(observation);
    let over = matches!(trigger.event, DeclarationEvent::ChangeNoticed { observation } if is_settled(observation));
    (!over).then_some(newest)
}

fn record(trigger: &Trigger<'_, Declaration>, purpose: &str, messages: Vec<Message>) -> Option<Effect> {
    let record = RecordMessages { declaration_id: trigger.id, messages };
    (!record.messages.is_empty()).then(|| trigger.send_result(purpose, &record))
}

fn unread(trigger: &Trigger<'_, Declaration>, through: Moment, error: OutsideError) -> Effect {
    trigger.send_result("unread", &NoteJournalUnread { declaration_id: trigger.id, through, error })
}

fn unreadable(text: &str) -> OutsideError {
    let (code, raw_code) = (code::UNREADABLE.to_owned(), String::new());
    OutsideError { code, class: FailureClass::Retry, raw_code, text: text.to_owned() }
}

/// Messages as they are kept. One without an id of its own is named by a hash of what it says.
fn written(messages: &Rows<docflow::Message>) -> Vec<Message> {
    let message = |row: &docflow::Message| {
        let id = row.envelope_id.as_deref().and_then(text).or_else(|| hashed("message", row))?;
        Some(Message {
            id,
            kind: MessageKind::Message,
            message_type: row.message_type.as_deref().and_then(text),
            description: row.description.as_deref().and_then(text),
            prepared_at: row.prepared_at,
            processed_at: row.processed_at,
            body: row.envelope.as_ref().map(body),
        })
    };
    messages.rows.iter().filter_map(message).collect()
}

/// Marks as they are kept. The vendor publishes no fields of them: what they say is shown, and
/// nothing is concluded from it.
fn marked(marks: Option<&Marks>) -> Vec<Message> {
    let Some(marks) = marks else { return Vec::new() };
    let mark = |row: &BTreeMap<String, String>| {
        let said: Vec<String> = row.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        Some(Message {
            id: hashed("mark", row)?,
            kind: MessageKind::Mark,
            message_type: None,
            description: text(&said.join("; ")),
            prepared_at: None,
            processed_at: None,
            body: Some(body(&marks.content)),
        })
    };
    marks.rows.iter().filter_map(mark).collect()
}

fn body(content: &Content) -> Body {
    Body { key: content.key.clone(), sha256: content.sha256.clone(), size_bytes: content.size_bytes }
}

fn hashed(kind: &str, row: &impl serde::Serialize) -> Option<Line> {
    let said = serde_json::to_vec(row).ok()?;
    Line::new(&format!("{kind}-{}", crate::code::sha256(&said))).ok()
}
