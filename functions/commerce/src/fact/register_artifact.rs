//! A regulator knows a fact.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ARTIFACTS_MAX, Artifact, ArtifactPayload, ArtifactStatus, Fact, FactEvent, FactRefusal};
use crate::FactId;

/// Registers what a regulator knows the goods of a fact by (decision K31).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterArtifact {
    /// Which fact.
    pub fact_id: FactId,
    /// What identifies it in the regulator's system.
    pub payload: ArtifactPayload,
    /// How the regulator sees it.
    pub status: ArtifactStatus,
    /// When the regulator made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Moment>,
}

impl Command for RegisterArtifact {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.register-artifact",
        route: Some(Route::post("/commerce/facts/{fact_id}/artifacts")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Registers what a regulator knows the goods of a fact by.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn decide(&self, fact: Option<&Fact>, _: &Facts, _: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        if !self.payload.is_well_formed() {
            return Err(FactRefusal::ArtifactMalformed);
        }
        let artifact = Artifact { payload: self.payload.clone(), status: self.status, issued_at: self.issued_at };
        if fact.artifact(artifact.artifact_type(), &artifact.payload.key()).is_some() {
            return Err(FactRefusal::ArtifactExists);
        }
        if fact.artifacts.len() >= ARTIFACTS_MAX {
            return Err(FactRefusal::TooManyArtifacts);
        }
        Ok(Decision::of([FactEvent::ArtifactRegistered { artifact }]))
    }

    fn example() -> Self {
        let Artifact { payload, status, issued_at } = crate::samples::facts::artifact();
        Self { fact_id: crate::samples::facts::fact_id(), payload, status, issued_at }
    }
}
