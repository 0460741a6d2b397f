//! Shows one emergency approval.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::EmergencyId;
use crate::emergency::{EmergencyApproval, EmergencyRefusal};
use crate::views::emergency_list::{self, EmergencyItem};

/// Shows one emergency approval.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetEmergency {
    /// Which.
    pub emergency_id: EmergencyId,
}

impl Query for GetEmergency {
    type Answer = EmergencyItem;
    type Refusal = EmergencyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.get-emergency",
        route: Route::get("/approvals/emergencies/{emergency_id}"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator],
        summary: "Shows one emergency approval.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<EmergencyApproval>(self.emergency_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, EmergencyRefusal> {
        let loaded = facts.aggregate::<EmergencyApproval>(self.emergency_id).ok_or(EmergencyRefusal::NotFound)?;
        let leads = context.actor.has_any(&[Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator, Role::System]);
        if !leads && context.actor.id != loaded.state.recorded.manager.as_str() {
            return Err(EmergencyRefusal::NotFound);
        }
        Ok(Answer::at(loaded.version, emergency_list::item(&loaded.state, loaded.version)))
    }
}
