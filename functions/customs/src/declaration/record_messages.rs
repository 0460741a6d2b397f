//! Records what customs wrote.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Alert;
use super::journal::{MESSAGES_MAX, MESSAGES_PER_EVENT_MAX, Message};
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;

/// Records messages and marks of customs; those that are known already are passed over. Beyond
/// [`MESSAGES_MAX`] somebody is told: the rest is seen at the vendor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordMessages {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// As the journal has them, known ones too.
    pub messages: Vec<Message>,
}

impl Command for RecordMessages {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    /// A journal of [`MESSAGES_MAX`] with long descriptions; bodies are documents.
    const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-messages",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records what customs wrote about a declaration.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let known = &declaration.vendor.messages;
        let mut told: BTreeSet<&Line> = BTreeSet::new();
        let new = self.messages.iter().filter(|message| !known.contains_key(&message.id) && told.insert(&message.id));
        let new: Vec<Message> = new.cloned().collect();
        let room = MESSAGES_MAX.saturating_sub(known.len());
        let surplus = (new.len() > room).then_some(Alert::TooManyMessages).filter(|alert| !declaration.is_alerted(alert));
        let kept: Vec<Message> = new.into_iter().take(room).collect();
        let received = kept.chunks(MESSAGES_PER_EVENT_MAX).map(|some| DeclarationEvent::MessagesReceived { messages: some.to_vec() });
        Ok(Decision::of(received.chain(surplus.map(|alert| DeclarationEvent::AlertRaised { alert }))))
    }

    fn example() -> Self {
        let messages = vec![crate::samples::declarations::message("env-1", "2026-11-21T08:59:00Z")];
        Self { declaration_id: crate::samples::declarations::declaration_id(), messages }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::declarations as sample;

    fn messages(ids: std::ops::Range<usize>) -> Vec<Message> {
        ids.map(|n| sample::message(&format!("env-{n}"), "2026-11-21T08:59:00Z")).collect()
    }

    fn record(ids: std::ops::Range<usize>) -> RecordMessages {
        RecordMessages { messages: messages(ids), ..RecordMessages::example() }
    }

    #[test]
    fn c50_only_what_is_new_is_recorded_a_few_an_event() {
        let received = |ids| DeclarationEvent::MessagesReceived { messages: messages(ids) };
        given::<Declaration>(sample::awaiting()).when(record(0..45)).then([received(0..20), received(20..40), received(40..45)]);
        let history = sample::awaiting().into_iter().chain([received(0..2)]);
        let twice = RecordMessages { messages: [messages(1..3), messages(1..3)].concat(), ..RecordMessages::example() };
        given::<Declaration>(history).when(twice).then([received(2..3)]);
    }

    #[test]
    fn more_than_a_declaration_remembers_is_told_to_somebody_once() {
        let mut history = sample::awaiting();
        history.extend((0..100).map(|n| DeclarationEvent::MessagesReceived { messages: messages(n * 20..n * 20 + 20) }));
        let alert = DeclarationEvent::AlertRaised { alert: Alert::TooManyMessages };
        given::<Declaration>(history.clone()).when(record(1990..2010)).then([alert.clone()]);
        history.push(alert);
        given::<Declaration>(history).when(record(1990..2010)).then([]);
    }
}
