//! Declines what an approver proposes.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{ESTIMATE, estimate_of, own_in_status, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::estimate::{EstimateEvent, Standing};

/// Declines what an approver proposes: the order waits as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineProposal {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Which proposal.
    pub proposal: Line,
    /// Why.
    pub reason: Line,
}

impl Command for DeclineProposal {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.decline-proposal",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/proposal/decline")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Declines an approver's proposal: the order waits as it is.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own_in_status(shipment, &[ShipmentStatus::PendingApproval, ShipmentStatus::PartiallyApproved], context)?;
        let proposal = shipment.proposal.as_ref().filter(|open| open.id == self.proposal).ok_or(ShipmentRefusal::NoSuchProposal)?;
        let loaded = estimate_of(facts, shipment.estimate)?;
        let declined = ShipmentEvent::ProposalDeclined {
            shipment: shipment.id,
            submission: shipment.submission,
            proposal: proposal.id.clone(),
            kind: proposal.terms.kind(),
            reason: self.reason.clone(),
        };
        let account = loaded.state.orders.get(&shipment.id).filter(|account| account.standing == Standing::PartiallyApproved);
        let moved = account.map(|_| EstimateEvent::OrderMoved { shipment: shipment.id, standing: Standing::Pending });
        Ok(telling(Decision::of([declined]), loaded, moved))
    }

    fn example() -> Self {
        let proposal = crate::samples::shipments::correction().id;
        Self {
            shipment_id: crate::samples::shipments::shipment_id(), proposal, reason: crate::samples::line("Клиент не согласен")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{correction, created, drop_lines, fold, over, submitted};

    #[test]
    fn p90_a_declined_offer_leaves_the_order_as_it_was() {
        let history = vec![created(), submitted(), ShipmentEvent::CorrectionOffered { proposal: correction() }];
        let decision = over(&history).when(DeclineProposal::example()).accepted();
        let (before, after) = (fold(&history), fold(&[history, decision.events].concat()));
        assert_eq!((after.lines, after.status, after.proposal), (before.lines, ShipmentStatus::PendingApproval, None));
        over(&[created(), submitted()]).when(DeclineProposal::example()).refused(ShipmentRefusal::NoSuchProposal);
    }

    #[test]
    fn p63_lines_that_are_not_dropped_wait_with_the_others() {
        let history = vec![created(), submitted(), ShipmentEvent::PartiallyApproved { proposal: drop_lines() }];
        let command = DeclineProposal { proposal: drop_lines().id, ..DeclineProposal::example() };
        let decision = over(&history).when(command).accepted();
        assert_eq!(decision.others[0].events[0]["data"]["standing"], "pending");
        assert_eq!(fold(&[history, decision.events].concat()).status, ShipmentStatus::PendingApproval);
    }
}
