//! Notes that the journal could not be read.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Alert;
use super::journal::JOURNAL_TRIES_MAX;
use super::settle::settle;
use super::submission::pause_ms;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, forms};
use crate::DeclarationId;
use crate::outside::kontur::code;

/// Notes that the journal of a docflow could not be read, and when it is tried again. After
/// [`JOURNAL_TRIES_MAX`] failures what changed is taken into account without it, and somebody is
/// told; at once, where the vendor knows the docflow no more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteJournalUnread {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// The newest change that it was read for.
    pub through: Moment,
    /// Why not.
    pub error: OutsideError,
}

impl Command for NoteJournalUnread {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.note-journal-unread",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that the journal of a docflow could not be read.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let settled = settle(declaration, facts, context, self.through);
        let (vendor, error) = (&declaration.vendor, self.error.clone());
        if settled.is_empty() || vendor.journal_retry_at.is_some_and(|retry_at| context.now < retry_at) {
            return Ok(Decision::nothing());
        }
        let failed = vendor.journal_failures.saturating_add(1);
        let alert = if error.code == code::NOT_FOUND {
            Alert::DocflowGone
        } else if failed >= JOURNAL_TRIES_MAX {
            Alert::JournalUnreadable { error }
        } else {
            let retry_at = Some(context.now.plus_ms(pause_ms(failed)));
            return Ok(Decision::of([DeclarationEvent::JournalUnread { error, retry_at }]));
        };
        let alert = (!declaration.is_alerted(&alert)).then_some(DeclarationEvent::AlertRaised { alert });
        Ok(Decision::of(alert.into_iter().chain(settled)))
    }

    fn example() -> Self {
        let (declaration_id, error) = (crate::samples::declarations::declaration_id(), crate::samples::declarations::error());
        Self { declaration_id, through: crate::samples::moment("2026-11-21T09:00:00Z"), error }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::declaration::status::AuthorityFact;
    use crate::samples::declarations as sample;

    fn history() -> Vec<DeclarationEvent> {
        sample::awaiting().into_iter().chain([sample::noticed(2, "2026-11-21T08:29:00Z")]).collect()
    }

    fn tells(events: &[DeclarationEvent], fact: AuthorityFact) -> bool {
        events.iter().any(|event| matches!(event, DeclarationEvent::FactEstablished { fact: told, .. } if *told == fact))
    }

    #[test]
    fn c35_it_is_tried_again_and_then_done_without_and_somebody_is_told() {
        let mut history = history();
        for n in 1..JOURNAL_TRIES_MAX {
            let unread = given::<Declaration>(history.clone()).when(NoteJournalUnread::example()).accepted();
            assert!(matches!(unread.events.as_slice(), [DeclarationEvent::JournalUnread { retry_at: Some(_), .. }]), "{n}");
            history.extend(unread.events);
            given::<Declaration>(history.clone()).when(NoteJournalUnread::example()).then([]);
            history.push(DeclarationEvent::JournalWanted {});
        }
        let last = given::<Declaration>(history).when(NoteJournalUnread::example()).accepted();
        let alert = Alert::JournalUnreadable { error: sample::error() };
        assert_eq!(last.events.first(), Some(&DeclarationEvent::AlertRaised { alert }));
        assert!(tells(&last.events, AuthorityFact::Registered));
    }

    #[test]
    fn a_docflow_that_the_vendor_knows_no_more_is_told_to_somebody_and_nothing_is_lost() {
        let error = OutsideError { code: code::NOT_FOUND.to_owned(), ..sample::error() };
        let gone = given::<Declaration>(history()).when(NoteJournalUnread { error, ..NoteJournalUnread::example() }).accepted();
        assert_eq!(gone.events.first(), Some(&DeclarationEvent::AlertRaised { alert: Alert::DocflowGone }));
        assert!(tells(&gone.events, AuthorityFact::Registered));
    }

    #[test]
    fn what_is_settled_already_needs_no_journal() {
        given::<Declaration>(sample::awaiting()).when(NoteJournalUnread::example()).then([]);
    }
}
