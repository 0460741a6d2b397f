//! The history of statuses: every transition of an order and of its consignments.

use kernel::view::RowQuery;
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::order::consignment::ShipmentStatus;
use crate::order::{Order, OrderEvent};

/// The view's name.
pub const VIEW: &str = "status-history";
/// What a consignment's status is called once its waybill is void.
const VOID: &str = "VOID";

/// Every transition of an order and of its consignments (specification 4.4), derived from
/// the events: there is no second record that could say something else.
pub struct StatusHistoryFromOrder;

/// Whose status changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Subject {
    /// The order's.
    Order,
    /// A consignment's.
    Shipment,
    /// A payment's.
    Payment,
}

/// One transition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusChange {
    /// Whose status.
    pub subject: Subject,
    /// Its id where the order has several: our reference of the consignment, the payment's id.
    pub subject_id: Option<String>,
    /// Before; absent at the beginning.
    pub from: Option<String>,
    /// After.
    pub to: String,
    /// Why, in somebody's words.
    pub reason: Option<String>,
    /// The carrier's code, as it came.
    pub code: Option<String>,
    /// When the carrier says that it became so.
    pub authority_at: Option<Moment>,
    /// Nobody saw it: a later message implies it.
    pub inferred: bool,
    /// Who caused it, by name.
    pub actor: String,
    /// When it was recorded.
    pub at: Moment,
}

/// The history of an order, oldest first.
pub fn of_order(id: OrderId) -> RowQuery {
    RowQuery::new(VIEW, format!("order#{id}"))
}

/// The row of the `index`-th event of a commit.
pub fn row(order: OrderId, stream: &str, version: u64, index: usize, change: &StatusChange) -> Change {
    let sort = format!("{}#{stream}#{version:06}#{index:03}", change.at);
    Change::Put(Row::new(of_order(order).partition, sort, serde_json::to_value(change).unwrap_or_default()))
}

impl View for StatusHistoryFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.status-history-from-order", view: VIEW, summary: "Every transition of an order and of its consignments." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        let stream = step.id.to_string();
        let changes = step.events.iter().enumerate().filter_map(|(index, event)| Some((index, change(step, event)?)));
        changes.map(|(index, change)| row(step.id, &stream, step.version, index, &change)).collect()
    }
}

fn change(step: &Step<'_, Order>, event: &OrderEvent) -> Option<StatusChange> {
    let blank = StatusChange {
        subject: Subject::Order,
        subject_id: None,
        from: None,
        to: String::new(),
        reason: None,
        code: None,
        authority_at: None,
        inferred: false,
        actor: step.meta.actor.name.clone(),
        at: step.meta.at,
    };
    let shipment = |consignment: &String, from: Option<&str>, to: &str| StatusChange {
        subject: Subject::Shipment,
        subject_id: Some(consignment.clone()),
        from: from.map(str::to_owned),
        to: to.to_owned(),
        ..blank.clone()
    };
    match event {
        OrderEvent::Created(created) => {
            let to = if created.draft { "DRAFT" } else { "NEW" };
            Some(StatusChange { to: to.to_owned(), ..blank })
        }
        OrderEvent::StatusChanged { from, to } => {
            let reason = step.events.iter().find_map(reason);
            Some(StatusChange { from: Some(from.name().to_owned()), to: to.name().to_owned(), reason, ..blank })
        }
        OrderEvent::WaybillRegistered(typed_in) => Some(shipment(&typed_in.consignment, None, ShipmentStatus::Created.name())),
        OrderEvent::WaybillCreated { consignment, .. } => Some(shipment(consignment, None, ShipmentStatus::Created.name())),
        OrderEvent::WaybillVoided { consignment, reason } => {
            let was = step.before.and_then(|order| order.consignment(consignment)?.shipment_status());
            let void = shipment(consignment, was.map(ShipmentStatus::name), VOID);
            Some(StatusChange { reason: Some(reason.to_string()), ..void })
        }
        OrderEvent::TrackingUpdated(update) if update.from != update.to => Some(StatusChange {
            reason: Some(update.text.clone()).filter(|text| !text.is_empty()),
            code: Some(update.code.clone()).filter(|code| !code.is_empty()),
            authority_at: update.authority_at,
            inferred: update.inferred,
            ..shipment(&update.consignment, Some(update.from.name()), update.to.name())
        }),
        OrderEvent::TrackingUpdated(_)
        | OrderEvent::Confirmed
        | OrderEvent::ItemsRevised { .. }
        | OrderEvent::WaybillRequested(_)
        | OrderEvent::WaybillFailed { .. }
        | OrderEvent::WaybillRetryRequested { .. }
        | OrderEvent::WaybillVoidRequested { .. }
        | OrderEvent::WaybillVoidRefused { .. }
        | OrderEvent::Overridden { .. }
        | OrderEvent::OverrideExpired { .. }
        | OrderEvent::Cancelled { .. }
        | OrderEvent::ExceptionRaised { .. }
        | OrderEvent::ExceptionResolved { .. }
        | OrderEvent::PaymentAllocated { .. }
        | OrderEvent::PaymentReleased { .. } => None,
    }
}

fn reason(event: &OrderEvent) -> Option<String> {
    if let OrderEvent::Cancelled { reason } | OrderEvent::Overridden { reason, .. } = event {
        return Some(reason.to_string());
    }
    if let OrderEvent::OverrideExpired { because, .. } = event { Some(because.to_string()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::OrderStatus;
    use crate::samples::{self, line};
    use crate::views::tests::project;

    #[test]
    fn r42_every_transition_is_in_the_history_with_its_reason() {
        let changed = |from, to| OrderEvent::StatusChanged { from, to };
        let history = [
            vec![samples::created()],
            vec![samples::waybill_registered(), changed(OrderStatus::New, OrderStatus::ShippingCreated)],
            vec![samples::payment_allocated()],
            vec![OrderEvent::Cancelled { reason: line("ні") }, changed(OrderStatus::ShippingCreated, OrderStatus::Cancelled)],
        ];
        let steps = project::<StatusHistoryFromOrder>(samples::order_id(), &history);
        let read = |change: &Change| match change {
            Change::Put(row) => serde_json::from_value::<StatusChange>(row.data.clone()).unwrap(),
            Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
        };
        let told: Vec<StatusChange> = steps.iter().flatten().map(read).collect();
        let shown: Vec<_> = told.iter().map(|c| (c.subject, c.from.as_deref(), c.to.as_str(), c.reason.as_deref())).collect();
        assert_eq!(
            shown,
            [
                (Subject::Order, None, "NEW", None),
                (Subject::Shipment, None, "CREATED", None),
                (Subject::Order, Some("NEW"), "SHIPPING_CREATED", None),
                (Subject::Order, Some("SHIPPING_CREATED"), "CANCELLED", Some("ні")),
            ]
        );
    }

    #[test]
    fn r03_an_inferred_step_says_so() {
        let mut inferred = samples::tracking(ShipmentStatus::Created, ShipmentStatus::InTransit);
        if let OrderEvent::TrackingUpdated(update) = &mut inferred {
            update.inferred = true;
        }
        let steps = project::<StatusHistoryFromOrder>(
            samples::order_id(),
            &[vec![samples::created(), samples::waybill_registered()], vec![inferred]],
        );
        let [Change::Put(row)] = steps[1].as_slice() else { panic!("{:?}", steps[1]) };
        assert_eq!(row.data["inferred"], true);
    }
}
