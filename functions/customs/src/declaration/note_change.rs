//! Notes what the vendor says of a docflow.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::journal::{Observation, Seen};
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;
use crate::code::DocflowId;
use crate::settings::CustomsSettings;
use crate::statuses::{self, StatusTable};

/// Notes what the vendor says of a docflow whose name refers to a declaration.
///
/// The docflow that is used has changed: the journal is read next. Another one is an orphan.
/// What was noted already changes nothing (decision C36).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChange {
    /// Which declaration the name refers to.
    pub declaration_id: DeclarationId,
    /// As the vendor lists it.
    pub listed: Listed,
}

/// A docflow as the vendor lists it, as far as it matters, raw (decision C10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Which.
    pub docflow: DocflowId,
    /// The vendor's code of its status.
    pub raw_code: i64,
    /// The vendor's text.
    #[serde(default)]
    pub raw_text: Option<Line>,
    /// When it changed there.
    pub changed_at: Moment,
    /// The process at customs.
    #[serde(default)]
    pub process_id: Option<Line>,
    /// The number at customs, as it came.
    #[serde(default)]
    pub registration_number: Option<Line>,
}

impl Listed {
    /// What tells it from another.
    pub fn seen(&self) -> Seen {
        let Self { changed_at, raw_code, registration_number, .. } = self;
        Seen { changed_at: *changed_at, raw_code: *raw_code, registration_number: registration_number.clone() }
    }

    /// With what the code means to the tenant today.
    fn observed(&self, context: &Context) -> Observation {
        Observation {
            raw_code: self.raw_code,
            raw_text: self.raw_text.clone(),
            changed_at: self.changed_at,
            process_id: self.process_id.clone(),
            registration_number: self.registration_number.clone(),
            meaning: statuses::meaning(&CustomsSettings::of(&context.settings), self.raw_code),
            table_version: StatusTable::built_in().version,
        }
    }
}

impl Command for NoteChange {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.note-change",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes what the vendor says of a docflow of ours.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        // Somebody may name a docflow as they like: one that names no declaration of ours is not ours.
        let Some(declaration) = state else { return Ok(Decision::nothing()) };
        let (vendor, docflow) = (&declaration.vendor, self.listed.docflow);
        if vendor.docflow != Some(docflow) {
            let known = vendor.orphans.contains(&docflow) || vendor.dismissed.contains(&docflow);
            return Ok(if known { Decision::nothing() } else { Decision::of([DeclarationEvent::OrphanFound { docflow }]) });
        }
        let observation = self.listed.observed(context);
        let quiet = vendor.observed.as_ref().is_some_and(|known| observation.is_quiet_after(known));
        if quiet || vendor.seen.contains(&Seen::of(&observation)) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::ChangeNoticed { observation: Box::new(observation) }]))
    }

    fn example() -> Self {
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, listed: crate::samples::declarations::listed(2, "2026-11-21T09:00:00Z") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;
    use uuid::Uuid;

    use super::*;
    use crate::declaration::journal::Meaning;
    use crate::declaration::status::AuthorityFact;
    use crate::samples::declarations as sample;

    fn noticed(raw_code: i64, at: &str) -> DeclarationEvent {
        let note = NoteChange { listed: sample::listed(raw_code, at), ..NoteChange::example() };
        DeclarationEvent::ChangeNoticed { observation: Box::new(note.listed.observed(&testkit::context())) }
    }

    #[test]
    fn c10_a_change_is_noted_with_raw_code_and_text_and_what_it_means() {
        let decision = given::<Declaration>(sample::awaiting()).when(NoteChange::example()).accepted();
        let [DeclarationEvent::ChangeNoticed { observation }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((observation.raw_code, observation.meaning), (2, Some(Meaning::Fact { fact: AuthorityFact::Registered })));
        let unknown = NoteChange { listed: sample::listed(137, "2026-11-21T09:00:00Z"), ..NoteChange::example() };
        given::<Declaration>(sample::awaiting()).when(unknown).then([noticed(137, "2026-11-21T09:00:00Z")]);
    }

    #[test]
    fn c36_c04_the_same_change_is_noted_once_whoever_tells_it_again() {
        let history = sample::awaiting().into_iter().chain([noticed(2, "2026-11-21T09:00:00Z"), noticed(3, "2026-11-21T10:00:00Z")]);
        given::<Declaration>(history.clone()).when(NoteChange::example()).then([]);
        // An older change that was never told is noted still.
        let late = NoteChange { listed: sample::listed(1, "2026-11-21T08:50:00Z"), ..NoteChange::example() };
        given::<Declaration>(history).when(late).then([noticed(1, "2026-11-21T08:50:00Z")]);
    }

    #[test]
    fn filling_the_docflow_is_no_news() {
        let history = sample::awaiting().into_iter().chain([noticed(0, "2026-11-21T08:40:00Z")]);
        let filled = NoteChange { listed: sample::listed(0, "2026-11-21T08:45:00Z"), ..NoteChange::example() };
        given::<Declaration>(history).when(filled).then([]);
    }

    #[test]
    fn c06_c38_a_docflow_of_ours_that_is_not_used_is_an_orphan_told_once() {
        let docflow = DocflowId(Uuid::from_u128(0x99));
        let listed = Listed { docflow, ..sample::listed(0, "2026-11-21T09:00:00Z") };
        let note = NoteChange { listed, ..NoteChange::example() };
        let orphan = DeclarationEvent::OrphanFound { docflow };
        given::<Declaration>(sample::awaiting()).when(note.clone()).then([orphan.clone()]);
        given::<Declaration>(sample::awaiting().into_iter().chain([orphan.clone()])).when(note.clone()).then([]);
        let settled = DeclarationEvent::OrphanSettled { docflow, note: crate::samples::line("удалён") };
        given::<Declaration>(sample::awaiting().into_iter().chain([orphan, settled])).when(note).then([]);
    }

    #[test]
    fn what_names_no_declaration_of_ours_is_not_ours() {
        given::<Declaration>([]).when(NoteChange::example()).then([]);
    }
}
