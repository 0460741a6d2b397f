//! Closes an incident.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EmergencyApproval, EmergencyEvent, EmergencyRefusal, STANDING, Standing, StandingEvent};
use crate::EmergencyId;
use crate::Level;
use crate::person::Person;
use crate::roster::Roster;

/// Closes an incident: the commercial director has looked into it, and the manager may use emergencies again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseIncident {
    /// Which emergency approval.
    pub emergency_id: EmergencyId,
    /// What was found.
    pub conclusion: Paragraph,
}

impl Command for CloseIncident {
    type Aggregate = EmergencyApproval;
    type Refusal = EmergencyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.close-incident",
        route: Some(Route::post("/approvals/emergencies/{emergency_id}/incident/close")),
        roles: &[Role::Approver],
        also_writes: STANDING,
        reads: &[],
        summary: "Closes the incident of an emergency approval.",
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
        let roster = facts.aggregate::<Roster>(Roster::id());
        if !roster.is_some_and(|roster| roster.state.stands_at(&context.actor.id, Level::Dp)) {
            return Err(EmergencyRefusal::NotYours);
        }
        if !emergency.incident {
            return Err(EmergencyRefusal::NoIncident);
        }
        let id = Standing::of_manager(&emergency.recorded.manager);
        let closed = EmergencyEvent::IncidentClosed { by: Person::acting(context), conclusion: self.conclusion.clone() };
        let free = StandingEvent::IncidentClosed { emergency: emergency.id };
        Ok(Decision::of([closed]).and::<Standing>(id, facts.version::<Standing>(id), [free]))
    }

    fn example() -> Self {
        Self { emergency_id: crate::samples::emergencies::id(), conclusion: crate::samples::processes::reason() }
    }
}
