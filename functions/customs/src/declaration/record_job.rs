//! Records what became of a job.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::JobState;
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;

/// Records what became of a job. Said twice, the first holds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordJob {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which job.
    pub number: u32,
    /// What became of it.
    pub state: JobState,
}

impl Command for RecordJob {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-job",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records what became of a job.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let working = declaration.jobs.iter().any(|job| job.number == self.number && job.state == JobState::Working);
        if !working {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::JobEnded { number: self.number, state: self.state.clone() }]))
    }

    fn example() -> Self {
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, number: 1, state: JobState::done(None) }
    }
}
