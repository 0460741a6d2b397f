//! Changes an order's lines.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::WithdrawnBecause;
use super::steps::{
    CALCULATION, ESTIMATE, Judged, RequestedLine, calculated, estimate_of, in_status, keeping, lines_of, own, release, telling,
    want_estimate,
};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;

/// Changes an order's lines and judges it anew. What waits is locked: withdraw it first. An
/// approval of other lines is annulled, and that is counted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// All lines.
    pub lines: Vec<RequestedLine>,
    /// The revision of the accounting system's document; a person leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_revision: Option<u32>,
    /// The caller's lease of the estimate, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

const EDITABLE: &[ShipmentStatus] = &[
    ShipmentStatus::Draft,
    ShipmentStatus::AwaitingStock,
    ShipmentStatus::Rejected,
    ShipmentStatus::ApprovalExpired,
    ShipmentStatus::Approved,
];

impl Command for ReviseShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.revise-shipment",
        route: Some(Route::put("/profitability/shipments/{shipment_id}/lines")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[CALCULATION, ESTIMATE],
        reads: &[],
        summary: "Changes an order's lines and judges it anew.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own(shipment, context)?;
        if self.source_revision.is_some_and(|revision| revision <= shipment.source_revision) {
            return Err(ShipmentRefusal::Superseded);
        }
        let shipment = in_status(Some(shipment), EDITABLE)?;
        if shipment.handed_over.is_some() {
            return Err(ShipmentRefusal::HandedOver);
        }
        let loaded = estimate_of(facts, shipment.estimate)?;
        loaded.state.check_lease(self.lease, context)?;
        let lines = lines_of(&self.lines, &loaded.state)?;
        let record = Judged { lines: &lines, ..Judged::of(shipment, loaded) }.record(context)?;
        let source_revision = self.source_revision.unwrap_or(shipment.source_revision);
        let approved = shipment.status == ShipmentStatus::Approved;
        let annulled = approved.then(|| shipment.withdrawal(WithdrawnBecause::Edited, None));
        let released = if approved { release(shipment, &loaded.state) } else { None };
        let events = annulled.into_iter().chain([ShipmentEvent::Revised { lines, source_revision }, calculated(&record)]);
        Ok(telling(keeping(Decision::of(events), record), loaded, released))
    }

    fn example() -> Self {
        let lines = crate::samples::shipments::create().lines;
        Self { shipment_id: crate::samples::shipments::shipment_id(), lines, source_revision: None, lease: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, order_lines, over, submitted, summary, withdrawn};

    fn revised() -> [ShipmentEvent; 2] {
        let revised = ShipmentEvent::Revised { lines: order_lines(), source_revision: 1 };
        [revised, ShipmentEvent::Calculated { summary: summary(1) }]
    }

    #[test]
    fn p46_a_draft_is_judged_at_each_change_and_nothing_starts() {
        let decision = over(&[created()]).when(ReviseShipment::example()).then(revised());
        assert_eq!(decision.others.len(), 1, "only the record");
    }

    #[test]
    fn p54_only_the_managers_own_changes_count_as_revocations() {
        let history = [created(), submitted(), approved()];
        let decision = over(&history).when(ReviseShipment::example()).accepted();
        assert_eq!(decision.events[0], withdrawn(ShipmentStatus::Approved, WithdrawnBecause::Edited));
        let after = crate::samples::shipments::fold(&[history.to_vec(), decision.events].concat());
        assert_eq!((after.revocations, after.status, after.approval), (1, ShipmentStatus::Draft, None));
        let written: Vec<_> = decision.others.iter().map(|append| append.stream.kind.as_str()).collect();
        assert_eq!(written, ["profitability.calculation", "profitability.estimate"]);
    }

    #[test]
    fn what_waits_is_locked_and_what_was_handed_over_is_done() {
        let refusal = ShipmentRefusal::Status { status: ShipmentStatus::PendingApproval };
        over(&[created(), submitted()]).when(ReviseShipment::example()).refused(refusal);
        let gone = [created(), submitted(), approved(), crate::samples::shipments::handed_over()];
        over(&gone).when(ReviseShipment::example()).refused(ShipmentRefusal::HandedOver);
        testkit::nothing::<Shipment>().when(ReviseShipment::example()).refused(ShipmentRefusal::NotFound);
    }

    #[test]
    fn p138_an_older_revision_changes_nothing() {
        let of = |revision| ReviseShipment { source_revision: Some(revision), ..ReviseShipment::example() };
        over(&[created()]).when(of(1)).refused(ShipmentRefusal::Superseded);
        over(&[created()]).when(of(2)).accepted();
    }
}
