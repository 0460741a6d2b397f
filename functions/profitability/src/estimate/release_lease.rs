//! Ends editing an estimate.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateEvent, EstimateRefusal, LocalEstimate};
use crate::EstimateId;

/// Ends editing an estimate before the lease runs out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseLease {
    /// Which estimate.
    pub estimate_id: EstimateId,
    /// The token of the lease.
    pub lease: u64,
}

impl Command for ReleaseLease {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.release-lease",
        route: Some(Route::post("/profitability/estimates/{estimate_id}/lease/release")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Ends editing an estimate before the lease runs out.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, _: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        let own = estimate.lease.as_ref().filter(|lease| lease.token == self.lease);
        // What is over already is over.
        let released = own.map(|lease| EstimateEvent::LeaseReleased { token: lease.token });
        Ok(Decision::of(released))
    }

    fn example() -> Self {
        Self { estimate_id: crate::samples::estimates::estimate_id(), lease: 1 }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::estimates::{created, leased};

    #[test]
    fn p45_a_lease_is_given_back_by_its_token_only() {
        given::<LocalEstimate>([created(), leased("manager")])
            .when(ReleaseLease::example())
            .then([EstimateEvent::LeaseReleased { token: 1 }]);
        given::<LocalEstimate>([created(), leased("manager")]).when(ReleaseLease { lease: 2, ..ReleaseLease::example() }).then([]);
        given::<LocalEstimate>([created()]).when(ReleaseLease::example()).then([]);
    }
}
