//! Takes a submission back.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::WithdrawnBecause;
use super::steps::{ESTIMATE, estimate_of, own_in_status, release, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Takes a submission back while nobody has decided: the order is a draft again and gives its
/// goods back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
}

impl Command for WithdrawShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.withdraw-shipment",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/withdraw")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Takes a submission back while nobody has decided.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own_in_status(shipment, &[ShipmentStatus::PendingApproval, ShipmentStatus::PartiallyApproved], context)?;
        let loaded = estimate_of(facts, shipment.estimate)?;
        let withdrawn = shipment.withdrawal(WithdrawnBecause::Manager, self.reason.clone());
        Ok(telling(Decision::of([withdrawn]), loaded, release(shipment, &loaded.state)))
    }

    fn example() -> Self {
        Self {
            shipment_id: crate::samples::shipments::shipment_id(), reason: Some(crate::samples::line("Уточняю количество"))
        }
    }
}

impl Shipment {
    /// The end of its submission or approval.
    pub(super) fn withdrawal(&self, cause: WithdrawnBecause, reason: Option<Line>) -> ShipmentEvent {
        ShipmentEvent::Withdrawn { shipment: self.id, submission: self.submission, was: self.status, cause, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, over, submitted};

    #[test]
    fn a_submission_is_taken_back_and_gives_its_goods_back() {
        let history = [created(), submitted()];
        let decision = over(&history).when(WithdrawShipment::example()).accepted();
        let state = fold(&[history.to_vec(), decision.events].concat());
        assert_eq!((state.status, state.revocations), (ShipmentStatus::Draft, 0));
        assert_eq!(decision.others[0].events[0]["type"], "order-released.v1");
    }

    #[test]
    fn refuses_what_does_not_wait() {
        for (history, status) in
            [(vec![created()], ShipmentStatus::Draft), (vec![created(), submitted(), approved()], ShipmentStatus::Approved)]
        {
            over(&history).when(WithdrawShipment::example()).refused(ShipmentRefusal::Status { status });
        }
    }
}
