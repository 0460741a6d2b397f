//! Begins, or goes on, editing an estimate.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lease::LEASE_MS;
use super::{EstimateEvent, EstimateRefusal, Lease, LocalEstimate};
use crate::EstimateId;

/// Begins editing an estimate for five minutes, or goes on for five more. The answer's version
/// shows the lease and its token.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeLease {
    /// Which estimate.
    pub estimate_id: EstimateId,
}

impl Command for TakeLease {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.take-lease",
        route: Some(Route::put("/profitability/estimates/{estimate_id}/lease")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Begins or goes on editing an estimate: for five minutes nobody else does.",
    };

    fn target(&self, _: &Context) -> EstimateId {
        self.estimate_id
    }

    fn decide(&self, estimate: Option<&LocalEstimate>, _: &Facts, context: &Context) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        let estimate = estimate.ok_or(EstimateRefusal::NotFound)?;
        estimate.check_lease(None, context)?;
        let fresh = estimate.last_token.saturating_add(1);
        let token = estimate.live_lease(context.now).map_or(fresh, |lease| lease.token);
        let name = |text: &str| Line::new(text).unwrap_or_else(|_| estimate.manager.clone());
        let lease = Lease {
            holder: name(&context.actor.id),
            holder_name: name(&context.actor.name),
            token,
            since: context.now,
            until: context.now.plus_ms(LEASE_MS),
        };
        Ok(Decision::of([EstimateEvent::LeaseTaken { lease }]))
    }

    fn example() -> Self {
        Self { estimate_id: crate::samples::estimates::estimate_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, person};

    use super::*;
    use crate::samples::estimates::{created, leased};

    fn token(events: Vec<EstimateEvent>, by: &str, at: &str) -> u64 {
        let decision = given::<LocalEstimate>(events).by(person(by, Role::Manager)).at(at).when(TakeLease::example()).accepted();
        let [EstimateEvent::LeaseTaken { lease }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        lease.token
    }

    #[test]
    fn p45_one_editor_at_a_time_for_five_minutes_fenced_by_a_growing_token() {
        assert_eq!(token(vec![created()], "manager", "2026-11-21T08:30:00Z"), 1);
        assert_eq!(token(vec![created(), leased("manager")], "manager", "2026-11-21T08:34:59Z"), 1);
        let EstimateEvent::LeaseTaken { lease } = leased("manager") else { unreachable!() };
        let held = EstimateRefusal::Leased { holder: lease.holder_name.clone(), until: lease.until };
        let other =
            given::<LocalEstimate>([created(), leased("manager")]).by(person("other", Role::Manager)).at("2026-11-21T08:34:59.999Z");
        other.when(TakeLease::example()).refused(held);
        assert_eq!(token(vec![created(), leased("manager")], "other", "2026-11-21T08:35:00Z"), 2);
    }

    #[test]
    fn p45_the_editor_is_warned_after_three_minutes() {
        let EstimateEvent::LeaseTaken { lease } = leased("manager") else { unreachable!() };
        assert_eq!(lease.warns_at(), "2026-11-21T08:33:00Z".parse().unwrap());
        assert_eq!(lease.until, "2026-11-21T08:35:00Z".parse().unwrap());
    }
}
