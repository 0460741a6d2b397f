//! Says what was done about an extra docflow.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::Status;
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;
use crate::code::DocflowId;

/// Says what was done about a docflow at the vendor that belongs to a declaration and is not
/// used: the vendor has no call that deletes one, so a person does that in its pages.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleOrphan {
    /// Of which declaration; it may be deleted.
    pub declaration_id: DeclarationId,
    /// Which docflow.
    pub docflow: DocflowId,
    /// What was done.
    pub note: Line,
}

impl Command for SettleOrphan {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.settle-orphan",
        route: Some(Route::post("/customs/declarations/{declaration_id}/orphans/{docflow}/settle")),
        roles: &[Role::Declarant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Says what was done about an extra record at the vendor.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let used = declaration.vendor.docflow == Some(self.docflow);
        let at_rest = matches!(declaration.status(), Status::Draft | Status::Deleted);
        // The docflow of a submission that was resumed meanwhile is in use.
        if !declaration.vendor.orphans.contains(&self.docflow) || (used && !at_rest) {
            return Err(DeclarationRefusal::NoSuchOrphan);
        }
        Ok(Decision::of([DeclarationEvent::OrphanSettled { docflow: self.docflow, note: self.note.clone() }]))
    }

    fn example() -> Self {
        let (declaration_id, docflow) = (crate::samples::declarations::declaration_id(), crate::samples::declarations::docflow());
        Self { declaration_id, docflow, note: crate::samples::line("Удалён в веб-интерфейсе") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::{context, given};

    use super::*;
    use crate::samples::declarations as sample;

    #[test]
    fn c38_an_orphan_is_settled_once_and_its_docflow_is_not_used_again() {
        let given_up = DeclarationEvent::SubmissionGivenUp { attempt: 1, reason: crate::samples::line("нет") };
        let found = DeclarationEvent::OrphanFound { docflow: sample::docflow() };
        let mut history = sample::awaiting();
        history.extend([given_up, found]);
        let SettleOrphan { docflow, note, .. } = SettleOrphan::example();
        let settled = DeclarationEvent::OrphanSettled { docflow, note };
        given::<Declaration>(history.clone()).when(SettleOrphan::example()).then([settled.clone()]);
        history.push(settled);
        let state = fold_events::<Declaration>(None, &history, &context().meta("test")).unwrap().unwrap();
        assert_eq!((state.vendor.docflow, state.vendor.main_form, state.vendor.documents.len()), (None, None, 0));
        given::<Declaration>(history).when(SettleOrphan::example()).refused(DeclarationRefusal::NoSuchOrphan);
    }

    #[test]
    fn the_docflow_that_is_used_is_no_orphan() {
        given::<Declaration>(sample::awaiting()).when(SettleOrphan::example()).refused(DeclarationRefusal::NoSuchOrphan);
        given::<Declaration>([]).when(SettleOrphan::example()).refused(DeclarationRefusal::NotFound);
    }
}
