//! Hides a draft that nobody touched for a week.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{estimate_of, in_status, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::settings::Policy;

/// Milliseconds of a day: a term of calendar days counts from the hour of the last touch.
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Hides a draft that nobody touched for seven days; not while somebody edits its estimate.
/// Nothing is ever deleted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoOverdue {
    /// Which order.
    pub shipment_id: ShipmentId,
}

impl Command for GoOverdue {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.go-overdue",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Hides a draft that nobody touched for a week.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = in_status(shipment, &[ShipmentStatus::Draft])?;
        let idle_ms = i64::from(Policy::of(context).draft_idle_days).saturating_mul(DAY_MS);
        let edited = estimate_of(facts, shipment.estimate)?.state.live_lease(context.now).is_some();
        if edited || context.now.ms_since(shipment.touched_at) < idle_ms {
            return Err(ShipmentRefusal::NotIdle);
        }
        Ok(Decision::of([ShipmentEvent::Overdue]))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::estimate::LocalEstimate;
    use crate::samples::estimates::{created as estimate_created, estimate_id, leased};
    use crate::samples::shipments::created;

    #[test]
    fn p52_x09_a_draft_is_overdue_after_seven_days_without_a_touch_and_never_deleted() {
        // The history of these tests is of one moment: its draft is judged by how late it is now.
        let at = |moment: &str| over_at(&[created()], moment);
        at("2026-11-28T08:29:59Z").when(GoOverdue::example()).refused(ShipmentRefusal::NotIdle);
        at("2026-11-28T08:30:00Z").when(GoOverdue::example()).then([ShipmentEvent::Overdue]);
    }

    #[test]
    fn p52_not_while_somebody_edits() {
        let edited = given::<Shipment>([created()]).with::<LocalEstimate>(estimate_id(), [estimate_created(), leased("other")]);
        edited.at("2026-11-21T08:31:00Z").when(GoOverdue::example()).refused(ShipmentRefusal::NotIdle);
    }

    /// Decides at a moment about what happened at the time of the tests.
    fn over_at(events: &[ShipmentEvent], moment: &str) -> Late {
        Late { events: events.to_vec(), at: moment.parse().unwrap() }
    }

    struct Late {
        events: Vec<ShipmentEvent>,
        at: kernel::Moment,
    }

    impl Late {
        fn when(self, command: GoOverdue) -> Outcome {
            let mut facts = Facts::default();
            let history = crate::samples::shipments::history(&[estimate_created()]);
            facts.put_aggregate(&want_estimate(estimate_id()), &history).unwrap();
            let context = Context { now: self.at, ..testkit::context() };
            Outcome(command.decide(Some(&crate::samples::shipments::fold(&self.events)), &facts, &context))
        }
    }

    struct Outcome(Result<Decision<Shipment>, ShipmentRefusal>);

    impl Outcome {
        fn then(self, events: impl IntoIterator<Item = ShipmentEvent>) {
            assert_eq!(self.0.unwrap().events, events.into_iter().collect::<Vec<_>>());
        }
        fn refused(self, refusal: ShipmentRefusal) {
            assert_eq!(self.0.unwrap_err(), refusal);
        }
    }
}
