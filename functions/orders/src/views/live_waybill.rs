//! Waybills of which the carrier may still say something.

use kernel::identifier::Phone;
use kernel::view::{PAGE_ROWS_MAX, RowQuery};
use kernel::{Change, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::order::Order;
use crate::order::consignment::Carrier;
use crate::outside::nova_poshta::WaybillNumber;

/// The view's name.
pub const VIEW: &str = "live-waybill";

/// Waybills to ask the carrier about: made, not void, and not at the end of their way.
pub struct LiveWaybillFromOrder;

/// One waybill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveWaybill {
    /// The order.
    pub order_id: OrderId,
    /// Our reference.
    pub consignment: String,
    /// The number on the label.
    pub number: WaybillNumber,
    /// The recipient's telephone: with it the carrier says more.
    pub phone: Option<Phone>,
}

/// The waybills of one carrier, a full page at a time, in an order that does not change.
pub fn of_carrier(carrier: Carrier) -> RowQuery {
    RowQuery::new(VIEW, carrier.name()).limit(PAGE_ROWS_MAX)
}

impl View for LiveWaybillFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.live-waybill-from-order", view: VIEW, summary: "Waybills of which the carrier may still say something." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        super::search::replace_changed(step, rows)
    }
}

fn rows(order: &Order) -> Vec<Row> {
    let row = order.consignments.iter().rev().find(|consignment| consignment.is_tracked()).and_then(|consignment| {
        let recipient = consignment.parcel.as_ref().map(|parcel| parcel.recipient_phone.clone());
        let live = LiveWaybill {
            order_id: order.id,
            consignment: consignment.id.clone(),
            number: consignment.number()?.clone(),
            phone: recipient.or_else(|| order.client.phone.clone()),
        };
        Some(Row::new(consignment.carrier.name(), order.id.to_string(), serde_json::to_value(live).ok()?))
    });
    row.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::consignment::ShipmentStatus;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn a_waybill_is_asked_about_until_it_is_delivered() {
        let arrived = samples::tracking(ShipmentStatus::Created, ShipmentStatus::InTransit);
        let delivered = samples::tracking(ShipmentStatus::InTransit, ShipmentStatus::Delivered);
        let history = [
            vec![samples::created()],
            vec![samples::waybill_requested()],
            vec![samples::waybill_created()],
            vec![arrived],
            vec![delivered],
        ];
        let steps = project::<LiveWaybillFromOrder>(samples::order_id(), &history);
        assert!(steps[0].is_empty() && steps[1].is_empty() && steps[3].is_empty());
        let [Change::Put(row)] = steps[2].as_slice() else { panic!("{:?}", steps[2]) };
        let live: LiveWaybill = serde_json::from_value(row.data.clone()).unwrap();
        assert_eq!((row.key.partition.as_str(), live.number), ("nova-poshta", samples::waybill_number()));
        assert!(matches!(steps[4].as_slice(), [Change::Delete(_)]));
    }

    #[test]
    fn while_collected_money_is_on_its_way_the_carrier_is_asked() {
        let crate::order::OrderEvent::WaybillRequested(mut requested) = samples::waybill_requested() else { panic!("requested") };
        requested.parcel.cash_on_delivery = Some(samples::uah("1500.50"));
        let delivered = samples::tracking(ShipmentStatus::Created, ShipmentStatus::Delivered);
        let wanted = crate::order::OrderEvent::WaybillRequested(requested);
        let history = [vec![samples::created(), wanted, samples::waybill_created()], vec![delivered]];
        let steps = project::<LiveWaybillFromOrder>(samples::order_id(), &history);
        assert!(steps[1].is_empty(), "{:?}", steps[1]);
    }
}
