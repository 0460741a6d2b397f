//! A regulator sees a fact differently.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ArtifactStatus, ArtifactType, Fact, FactEvent, FactRefusal};
use crate::FactId;

/// Says how a regulator sees an artifact now. What is annulled or used up does not come back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeArtifactStatus {
    /// Which fact.
    pub fact_id: FactId,
    /// In which system.
    pub artifact_type: ArtifactType,
    /// What identifies it there.
    pub key: String,
    /// What it is now.
    pub status: ArtifactStatus,
}

impl Command for ChangeArtifactStatus {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.change-artifact-status",
        route: Some(Route::post("/commerce/facts/{fact_id}/artifact-status")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Says how a regulator sees an artifact of a fact now.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn decide(&self, fact: Option<&Fact>, _: &Facts, _: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let artifact = fact.artifact(self.artifact_type, &self.key).ok_or(FactRefusal::NoSuchArtifact)?;
        if artifact.status == self.status {
            return Ok(Decision::nothing());
        }
        if artifact.status.is_final() {
            return Err(FactRefusal::ArtifactOver { is: artifact.status });
        }
        let Self { artifact_type, key, status, .. } = self.clone();
        Ok(Decision::of([FactEvent::ArtifactStatusChanged { artifact_type, key, status }]))
    }

    fn example() -> Self {
        let artifact = crate::samples::facts::artifact();
        let (artifact_type, key) = (artifact.artifact_type(), artifact.payload.key());
        Self { fact_id: crate::samples::facts::fact_id(), artifact_type, key, status: ArtifactStatus::Redeemed }
    }
}
