//! Notes that the warehouse confirmed a hand-over.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Shipment, ShipmentEvent, ShipmentRefusal};
use crate::ShipmentId;

/// Notes that the warehouse confirmed a hand-over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmHandOver {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// What the warehouse calls it.
    pub reference: Line,
}

impl Command for ConfirmHandOver {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.confirm-hand-over",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/hand-over/confirm")),
        roles: &[Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that the warehouse confirmed a hand-over.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn decide(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
        let handed_over = shipment.handed_over.as_ref().ok_or(ShipmentRefusal::NotHandedOver)?;
        let news = (!handed_over.confirmed).then(|| ShipmentEvent::HandOverConfirmed { reference: self.reference.clone() });
        Ok(Decision::of(news))
    }

    fn example() -> Self {
        Self { shipment_id: crate::samples::shipments::shipment_id(), reference: crate::samples::line("WMS-88120") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, handed_over, over, submitted};

    #[test]
    fn p57_the_warehouse_confirms_what_was_handed_over() {
        let confirmed = ShipmentEvent::HandOverConfirmed { reference: ConfirmHandOver::example().reference };
        let gone = vec![created(), submitted(), approved(), handed_over()];
        over(&gone).when(ConfirmHandOver::example()).then([confirmed.clone()]);
        over(&[gone, vec![confirmed]].concat()).when(ConfirmHandOver::example()).then([]);
        over(&[created(), submitted(), approved()]).when(ConfirmHandOver::example()).refused(ShipmentRefusal::NotHandedOver);
    }
}
