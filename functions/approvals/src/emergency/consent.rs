//! The named person says whether they consented.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EmergencyApproval, EmergencyEvent, EmergencyRefusal, STANDING};
use crate::EmergencyId;

/// The named person says whether they consented. A no, like silence, is an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerConsent {
    /// Which emergency approval.
    pub emergency_id: EmergencyId,
    /// Whether they did.
    pub given: bool,
}

impl Command for AnswerConsent {
    type Aggregate = EmergencyApproval;
    type Refusal = EmergencyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.answer-consent",
        route: Some(Route::post("/approvals/emergencies/{emergency_id}/consent")),
        roles: &[Role::Approver, Role::TeamLead, Role::Manager, Role::Accountant, Role::Administrator],
        also_writes: STANDING,
        reads: &[],
        summary: "Says whether one consented to an emergency.",
    };

    fn target(&self, _: &Context) -> EmergencyId {
        self.emergency_id
    }

    fn wants(&self, emergency: Option<&EmergencyApproval>, _: &Facts, _: &Context) -> Vec<Want> {
        emergency.map(super::wants_standing).unwrap_or_default()
    }

    fn decide(
        &self,
        emergency: Option<&EmergencyApproval>,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<EmergencyApproval>, EmergencyRefusal> {
        let emergency = emergency.ok_or(EmergencyRefusal::NotFound)?;
        if context.actor.id != emergency.recorded.authorised.id.as_str() {
            return Err(EmergencyRefusal::NotThePerson);
        }
        if emergency.consent.is_some() {
            return Err(EmergencyRefusal::Answered);
        }
        if self.given {
            return Ok(Decision::of([EmergencyEvent::ConsentGiven]));
        }
        Ok(super::incident(Decision::of([EmergencyEvent::ConsentDenied]), emergency, facts))
    }

    fn example() -> Self {
        Self { emergency_id: crate::samples::emergencies::id(), given: true }
    }
}
