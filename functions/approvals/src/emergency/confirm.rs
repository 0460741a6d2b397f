//! Confirms afterwards what was approved outside the system.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EmergencyApproval, EmergencyEvent, EmergencyRefusal, STANDING};
use crate::EmergencyId;
use crate::person::Person;
use crate::roster::Roster;

/// Confirms afterwards, in our own API (decision P115), what was approved outside the system, or refuses
/// it: the goods stay where they are, and it is an incident (decision P113).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmergency {
    /// Which emergency approval.
    pub emergency_id: EmergencyId,
    /// Why it was wrong; absent when it was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Paragraph>,
}

impl Command for ConfirmEmergency {
    type Aggregate = EmergencyApproval;
    type Refusal = EmergencyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.confirm-emergency",
        route: Some(Route::post("/approvals/emergencies/{emergency_id}/confirm")),
        roles: &[Role::Approver],
        also_writes: STANDING,
        reads: &[],
        summary: "Confirms an emergency approval afterwards.",
    };

    fn target(&self, _: &Context) -> EmergencyId {
        self.emergency_id
    }

    fn wants(&self, emergency: Option<&EmergencyApproval>, _: &Facts, _: &Context) -> Vec<Want> {
        let standing = emergency.map(super::wants_standing).unwrap_or_default();
        standing.into_iter().chain([Want::aggregate::<Roster>(Roster::id())]).collect()
    }

    fn decide(
        &self,
        emergency: Option<&EmergencyApproval>,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<EmergencyApproval>, EmergencyRefusal> {
        let emergency = emergency.ok_or(EmergencyRefusal::NotFound)?;
        if emergency.confirmation.is_some() {
            return Err(EmergencyRefusal::Answered);
        }
        let roster = facts.aggregate::<Roster>(Roster::id());
        let approver = roster.and_then(|roster| roster.state.approver(&context.actor.id)).ok_or(EmergencyRefusal::NotYours)?;
        let recorded = &emergency.recorded;
        let own = std::iter::once(&recorded.manager).chain(&recorded.submitted_by).any(|initiator| initiator.as_str() == context.actor.id);
        if own || !approver.post.covers(emergency.recorded.level, &emergency.recorded.units) {
            return Err(EmergencyRefusal::NotYours);
        }
        let by = Person::acting(context);
        match &self.refusal {
            None => Ok(Decision::of([EmergencyEvent::Confirmed { by }])),
            Some(reason) => {
                let refused = EmergencyEvent::Refused { by, reason: reason.clone() };
                Ok(super::incident(Decision::of([refused]), emergency, facts))
            }
        }
    }

    fn example() -> Self {
        Self { emergency_id: crate::samples::emergencies::id(), refusal: None }
    }
}
