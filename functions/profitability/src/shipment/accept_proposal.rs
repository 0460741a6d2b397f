//! Takes what an approver proposes.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::{CALCULATION, ESTIMATE, Judged, estimate_of, held, keeping, own_in_status, telling, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::calculation::Control;
use crate::estimate::EstimateEvent;

/// Takes what an approver proposes: other prices, or fewer lines. The order is judged anew with
/// them, and waits: approvals approves it if it is as was proposed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptProposal {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Which proposal.
    pub proposal: Line,
}

impl Command for AcceptProposal {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.accept-proposal",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/proposal/accept")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[CALCULATION, ESTIMATE],
        reads: &[],
        summary: "Takes an approver's proposal: other prices, or fewer lines.",
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
        let lines = proposal.terms.applied_to(&shipment.lines)?;
        let record = Judged { lines: &lines, ..Judged::of(shipment, loaded) }.record(context)?;
        if record.facts.control == Control::Blocked {
            let lines = record.facts.blocked.iter().filter_map(|blocked| blocked.line).collect();
            return Err(ShipmentRefusal::LinesBlocked { lines });
        }
        // What is given up is free again; it never holds more than before.
        let placed = EstimateEvent::OrderPlaced { shipment: shipment.id, number: shipment.number.clone(), lines: held(&lines) };
        let accepted = ShipmentEvent::ProposalAccepted {
            shipment: shipment.id,
            submission: shipment.submission,
            proposal: proposal.id.clone(),
            kind: proposal.terms.kind(),
            lines,
            facts: Box::new(record.facts.clone()),
        };
        Ok(telling(keeping(Decision::of([accepted]), record), loaded, [placed]))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id(), proposal: crate::samples::shipments::correction().id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{correction, created, drop_lines, fold, over, submitted};
    use crate::samples::{line, percent, price};
    use crate::shipment::Proposal;
    use crate::shipment::proposal::{ProposedPrice, Terms};

    fn offered(proposal: Proposal) -> Vec<ShipmentEvent> {
        vec![created(), submitted(), ShipmentEvent::CorrectionOffered { proposal }]
    }

    #[test]
    fn p89_p90_prices_are_taken_line_by_line_and_the_order_is_judged_at_them() {
        let history = offered(correction());
        let decision = over(&history).when(AcceptProposal::example()).accepted();
        let state = fold(&[history, decision.events].concat());
        assert_eq!((state.lines[0].price, state.lines[1].price), (price("249.00"), price("1000.00")));
        assert_eq!((state.status, state.proposal), (ShipmentStatus::PendingApproval, None));
        // 60 × 249 + 10 × 1 000 = 24 940 that cost 19 500.
        assert_eq!(state.summary.unwrap().order, Some(percent(2_181)));
    }

    #[test]
    fn p63_dropped_lines_are_free_again_and_the_rest_is_judged() {
        let history = vec![created(), submitted(), ShipmentEvent::PartiallyApproved { proposal: drop_lines() }];
        let command = AcceptProposal { proposal: drop_lines().id, ..AcceptProposal::example() };
        let decision = over(&history).when(command).accepted();
        let placed = decision.others.iter().find(|append| append.stream.kind == "profitability.estimate").unwrap();
        assert_eq!(placed.events[0]["data"]["lines"].as_array().map(Vec::len), Some(1));
        let state = fold(&[history, decision.events].concat());
        assert_eq!((state.lines.len(), state.status), (1, ShipmentStatus::PendingApproval));
    }

    #[test]
    fn refuses_what_is_not_open_or_cannot_be() {
        over(&[created(), submitted()]).when(AcceptProposal::example()).refused(ShipmentRefusal::NoSuchProposal);
        let other = AcceptProposal { proposal: line("prp_0"), ..AcceptProposal::example() };
        over(&offered(correction())).when(other).refused(ShipmentRefusal::NoSuchProposal);
        let with = |terms| over(&offered(Proposal { terms, ..correction() })).when(AcceptProposal::example());
        let zero = Terms::Prices { prices: vec![ProposedPrice { line: 1, price: price("0") }] };
        with(zero).refused(ShipmentRefusal::PriceNotOffered { line: 1 });
        let unknown = Terms::Prices { prices: vec![ProposedPrice { line: 9, price: price("1.00") }] };
        with(unknown).refused(ShipmentRefusal::NoSuchLine { line: 9 });
        with(Terms::DropLines { lines: vec![1, 2] }).refused(ShipmentRefusal::LineCount);
    }
}
