//! Puts a finished declaration away.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive};
use crate::DeclarationId;

/// Keeps a finished declaration out of the lists of work (decision C24).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for ArchiveDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.archive-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/archive")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Puts a finished declaration away.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        if !declaration.status().is_final() {
            return Err(DeclarationRefusal::NotFinal { status: declaration.status() });
        }
        if declaration.archived {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::Archived {}]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    #[test]
    fn c24_what_is_finished_is_put_away_and_brought_back() {
        let released = [samples::created(), samples::released_fact()];
        given::<Declaration>(released.clone()).when(ArchiveDeclaration::example()).then([DeclarationEvent::Archived {}]);
        let away: Vec<_> = released.into_iter().chain([DeclarationEvent::Archived {}]).collect();
        given::<Declaration>(away.clone()).when(ArchiveDeclaration::example()).then([]);
        let back = crate::declaration::unarchive::UnarchiveDeclaration::example();
        given::<Declaration>(away).when(back).then([DeclarationEvent::Unarchived {}]);
    }

    #[test]
    fn a_draft_is_deleted_and_not_archived() {
        let draft = given::<Declaration>([samples::created()]);
        draft.when(ArchiveDeclaration::example()).refused(DeclarationRefusal::NotFinal { status: Status::Draft });
        nothing::<Declaration>().with_tables().when(ArchiveDeclaration::example()).refused(DeclarationRefusal::NotFound);
    }
}
