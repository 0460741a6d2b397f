//! Ends an approval that was not used in time.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{ESTIMATE, estimate_of, in_status, release, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Ends an approval that was not used within its working days: the order gives its goods back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LapseApproval {
    /// Which order.
    pub shipment_id: ShipmentId,
}

impl Command for LapseApproval {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.lapse-approval",
        route: None,
        roles: &[Role::System],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Ends an approval that was not used in time.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = in_status(shipment, &[ShipmentStatus::Approved])?;
        if shipment.handed_over.is_some() {
            return Err(ShipmentRefusal::HandedOver);
        }
        let approval = shipment.approval.as_ref().ok_or(ShipmentRefusal::Status { status: shipment.status })?;
        if context.now < approval.valid_until {
            return Err(ShipmentRefusal::ApprovalValid);
        }
        let loaded = estimate_of(facts, shipment.estimate)?;
        let lapsed =
            ShipmentEvent::ApprovalLapsed { shipment: shipment.id, submission: shipment.submission, approved_at: approval.decided_at };
        Ok(telling(Decision::of([lapsed]), loaded, release(shipment, &loaded.state)))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, handed_over, over, submitted};

    #[test]
    fn p56_an_approval_is_valid_to_the_end_of_the_fifth_working_day() {
        // Saturday, 21 November; the fifth working day after it is Friday, the 27th.
        let history = [created(), submitted(), approved()];
        over(&history).at("2026-11-27T21:59:59Z").when(LapseApproval::example()).refused(ShipmentRefusal::ApprovalValid);
        let decision = over(&history).at("2026-11-27T22:00:00Z").when(LapseApproval::example()).accepted();
        let state = fold(&[history.to_vec(), decision.events].concat());
        assert_eq!((state.status, state.revocations), (ShipmentStatus::ApprovalExpired, 0));
    }

    #[test]
    fn p56_the_term_stops_with_the_hand_over() {
        let gone = [created(), submitted(), approved(), handed_over()];
        over(&gone).at("2026-12-20T12:00:00Z").when(LapseApproval::example()).refused(ShipmentRefusal::HandedOver);
    }
}
