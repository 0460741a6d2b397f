//! Judges an order anew while somebody relies on its figures.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::RecalculatedBecause;
use super::steps::{CALCULATION, Judged, client_of, estimate_of, keeping, want_client, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, Summary};
use crate::ShipmentId;

/// Judges an order anew: because its estimate moved, because another deviation is allowed to its
/// client, or because approvals asks before something is decided by default. Without a request, what is found as before is not told again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecalculateShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Why.
    pub cause: RecalculatedBecause,
    /// The request that is answered, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Line>,
}

impl Command for RecalculateShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.recalculate-shipment",
        route: None,
        roles: &[Role::System],
        also_writes: &[CALCULATION],
        reads: &[],
        summary: "Judges an order anew while somebody relies on its figures.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        let relied_on = |shipment: &&Shipment| shipment.is_watched() || self.request.is_some();
        let of = |shipment: &Shipment| [want_estimate(shipment.estimate), want_client(shipment)];
        shipment.filter(relied_on).map(of).into_iter().flatten().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
        if shipment.submission == 0 || !(shipment.is_watched() || self.request.is_some()) {
            return Ok(Decision::nothing());
        }
        let record = Judged::of(shipment, estimate_of(facts, shipment.estimate)?).record(context)?;
        let found = Summary::of(&record.facts);
        let client = client_of(facts, shipment);
        let known = shipment.summary.as_ref().is_some_and(|before| before.same_as(&found)) && shipment.client == client;
        if known && self.request.is_none() {
            return Ok(Decision::nothing());
        }
        let recalculated = ShipmentEvent::Recalculated {
            shipment: shipment.id,
            submission: shipment.submission,
            status: shipment.status,
            cause: self.cause,
            request: self.request.clone(),
            client,
            facts: Box::new(record.facts.clone()),
        };
        Ok(keeping(Decision::of([recalculated]), record))
    }

    fn example() -> Self {
        Self {
            shipment_id: crate::samples::shipments::shipment_id(),
            cause: RecalculatedBecause::Requested,
            request: Some(crate::samples::line("apr_0192/7")),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::client::{Client, ClientEvent};
    use crate::estimate::{EstimateEvent, LocalEstimate};
    use crate::samples::clients::{client_id, noted};
    use crate::samples::estimates::{created as estimate_created, estimate_id};
    use crate::samples::percent;
    use crate::samples::shipments::{approved, created, handed_over, over, placed_whole, submitted};
    use crate::shipment::ShipmentStatus;

    fn moved() -> RecalculateShipment {
        RecalculateShipment { cause: RecalculatedBecause::PlanChanged, request: None, ..RecalculateShipment::example() }
    }

    fn planned(plan: i64, history: &[ShipmentEvent]) -> testkit::decision::Given<Shipment> {
        let reason = crate::samples::line("план");
        let changed = EstimateEvent::PlanChanged { from: percent(2_333), to: percent(plan), reason, advisory: false };
        given::<Shipment>(history.to_vec()).with::<LocalEstimate>(estimate_id(), [estimate_created(), placed_whole(), changed])
    }

    #[test]
    fn p93_p94_a_plan_change_is_told_of_what_waits_and_of_what_is_approved() {
        for history in [vec![created(), submitted()], vec![created(), submitted(), approved()]] {
            let decision = planned(3_000, &history).when(moved()).accepted();
            let [ShipmentEvent::Recalculated { facts, status, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
            assert_eq!((facts.plan, facts.plan_revision, facts.deviation), (percent(3_000), 1, Some(percent(600))));
            assert_ne!(*status, ShipmentStatus::Draft);
        }
    }

    #[test]
    fn p96_what_the_client_is_allowed_now_is_told_of_what_waits() {
        let moved = || RecalculateShipment { cause: RecalculatedBecause::ClientNoted, request: None, ..RecalculateShipment::example() };
        let history = vec![created(), submitted()];
        over(&history).when(moved()).then([]);
        let ClientEvent::Noted { id, name, .. } = noted() else { unreachable!() };
        let more = ClientEvent::Noted { id, name, strategic: true, allowed_deviation: percent(500) };
        let world = |history: &[ShipmentEvent]| over(history).with::<Client>(client_id(), [noted(), more.clone()]);
        let events = world(&history).when(moved()).accepted().events;
        let [ShipmentEvent::Recalculated { client, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(client.allowed_deviation, percent(500));
        world(&[history, events].concat()).when(moved()).then([]);
    }

    #[test]
    fn p95_the_same_plan_is_told_once() {
        let history = vec![created(), submitted()];
        let first = planned(3_000, &history).when(moved()).accepted().events;
        planned(3_000, &[history, first].concat()).when(moved()).then([]);
    }

    #[test]
    fn what_nobody_relies_on_is_not_judged_again() {
        planned(3_000, &[created()]).when(moved()).then([]);
        planned(3_000, &[created(), submitted(), approved(), handed_over()]).when(moved()).then([]);
    }

    #[test]
    fn the_facts_are_answered_whenever_they_are_asked_for() {
        for history in [vec![created(), submitted()], vec![created(), submitted(), approved(), handed_over()]] {
            let decision = over(&history).when(RecalculateShipment::example()).accepted();
            let [ShipmentEvent::Recalculated { request, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
            assert_eq!(*request, RecalculateShipment::example().request);
        }
    }
}
