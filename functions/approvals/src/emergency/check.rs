//! Does what is due after an emergency.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EmergencyApproval, EmergencyEvent, EmergencyRefusal, STANDING};
use crate::EmergencyId;

/// Does what is due after an emergency by now: silence of the named person counts as no; without
/// confirmation the approver is reminded, and later it is a violation (decision P112).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckEmergency {
    /// Which emergency approval.
    pub emergency_id: EmergencyId,
}

impl Command for CheckEmergency {
    type Aggregate = EmergencyApproval;
    type Refusal = EmergencyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.check-emergency",
        route: None,
        roles: &[Role::System],
        also_writes: STANDING,
        reads: &[],
        summary: "Does what is due after an emergency approval.",
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
        let Some(emergency) = emergency else { return Ok(Decision::nothing()) };
        let (now, mut events) = (context.now, Vec::new());
        let silent = emergency.consent.is_none() && emergency.recorded.consent_by <= now;
        if silent {
            events.push(EmergencyEvent::ConsentLapsed);
        }
        if emergency.confirmation.is_none() {
            if !emergency.reminded && emergency.recorded.remind_at <= now {
                events.push(EmergencyEvent::Reminded);
            }
            if !emergency.violation && emergency.recorded.violation_at <= now {
                events.push(EmergencyEvent::Violated);
            }
        }
        let decision = Decision::of(events);
        Ok(if silent { super::incident(decision, emergency, facts) } else { decision })
    }

    fn example() -> Self {
        Self { emergency_id: crate::samples::emergencies::id() }
    }
}
