//! What the carrier says of a parcel, as events of its order: the only place where a
//! tracking fact changes anything.

use kernel::{Line, Meta};

use super::consignment::{Consignment, ShipmentStatus, Waybill};
use super::event::TrackingUpdated;
use super::void_waybill::voided;
use super::{Because, Order, OrderEvent, OrderException};
use crate::outside::kyiv;
use crate::outside::nova_poshta::status::supersedes;
use crate::outside::nova_poshta::{CarrierClass, TrackingFact};

/// What a fact of the carrier changes; nothing, when it is old, known, or of another order.
///
/// Facts may come late, twice and in any order: an older one changes nothing, of two of one
/// instant the one farther along the way counts, and the parcel goes back only where a
/// return, a redirection or a second attempt does.
pub fn absorb(order: &Order, fact: &TrackingFact, meta: &Meta) -> Vec<OrderEvent> {
    let consignment = order.consignments.iter().rev().find(|consignment| consignment.number() == Some(&fact.number));
    let Some(consignment) = consignment else { return Vec::new() };
    let events = match consignment.waybill() {
        Some(waybill) => follow(order, consignment, waybill, fact),
        None => after_void(order, fact),
    };
    if events.is_empty() {
        return events;
    }
    let because = Because { at: fact.authority_time.unwrap_or(meta.at), words: &fact.status_text };
    Order::settled(Some(order), events, meta, &because)
}

/// Where a parcel of this class is; `None` where the class says nothing of a parcel.
const fn place(class: CarrierClass) -> Option<ShipmentStatus> {
    match class {
        CarrierClass::Created => Some(ShipmentStatus::Created),
        CarrierClass::InTransit | CarrierClass::Arrived => Some(ShipmentStatus::InTransit),
        CarrierClass::Delivered
        | CarrierClass::DeliveredMoneyPending
        | CarrierClass::DeliveredMoneyPaid
        | CarrierClass::DeliveredReturnCreated => Some(ShipmentStatus::Delivered),
        CarrierClass::Exception => Some(ShipmentStatus::Failed),
        CarrierClass::Returning => Some(ShipmentStatus::Returned),
        CarrierClass::Void | CarrierClass::NotFound | CarrierClass::Amended | CarrierClass::Unrecognised => None,
    }
}

fn follow(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    if fact.status_code == waybill.carrier_code {
        return Vec::new();
    }
    match place(fact.class()) {
        Some(to) if accepts(waybill, fact) => moved(order, consignment, waybill, fact, to),
        Some(_) => Vec::new(),
        None if fact.class().changes_nothing() => noted(order, consignment, waybill, fact),
        None if accepts(waybill, fact) => gone(order, consignment, waybill, fact),
        None => Vec::new(),
    }
}

fn accepts(waybill: &Waybill, fact: &TrackingFact) -> bool {
    // A redirected parcel leaves the branch that it had reached.
    let on_its_way = place(fact.class()) == Some(ShipmentStatus::InTransit) && waybill.status == ShipmentStatus::InTransit;
    supersedes(fact.seen(), (waybill.class, waybill.authority_at)) || (on_its_way && is_later(waybill, fact))
}

fn is_later(waybill: &Waybill, fact: &TrackingFact) -> bool {
    match (fact.authority_time, waybill.authority_at) {
        (Some(next), Some(current)) => next > current,
        // Without a time it counts as later, because it came later.
        (None, _) | (_, None) => true,
    }
}

fn moved(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact, to: ShipmentStatus) -> Vec<OrderEvent> {
    let mut events = Vec::new();
    let mut from = waybill.status;
    let skipped = from == ShipmentStatus::Created && !matches!(to, ShipmentStatus::Created | ShipmentStatus::InTransit);
    if skipped {
        events.push(OrderEvent::TrackingUpdated(implied(consignment)));
        from = ShipmentStatus::InTransit;
    }
    events.push(OrderEvent::TrackingUpdated(update(consignment, fact, from, to)));
    if order.cancelled.is_some() && waybill.status != to {
        events.extend(raised(order, OrderException::ShippedAfterCancel));
    }
    events
}

/// A parcel that arrived somewhere was on its way before, though nobody saw it.
fn implied(consignment: &Consignment) -> TrackingUpdated {
    TrackingUpdated {
        consignment: consignment.id.clone(),
        from: ShipmentStatus::Created,
        to: ShipmentStatus::InTransit,
        class: CarrierClass::InTransit,
        code: String::new(),
        text: String::new(),
        authority_at: None,
        cost: None,
        estimated_delivery: None,
        return_number: None,
        inferred: true,
    }
}

fn update(consignment: &Consignment, fact: &TrackingFact, from: ShipmentStatus, to: ShipmentStatus) -> TrackingUpdated {
    TrackingUpdated {
        consignment: consignment.id.clone(),
        from,
        to,
        class: fact.class(),
        code: fact.status_code.clone(),
        text: fact.status_text.clone(),
        authority_at: fact.authority_time,
        cost: fact.document_cost,
        estimated_delivery: fact.scheduled_delivery.map(kyiv::today),
        return_number: fact.return_waybill.clone(),
        inferred: false,
    }
}

/// A code that moves nothing: it is kept, and somebody looks at one that is not in the table.
fn noted(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    if !is_later(waybill, fact) && fact.authority_time != waybill.authority_at {
        return Vec::new();
    }
    let note = OrderEvent::TrackingUpdated(update(consignment, fact, waybill.status, waybill.status));
    let unknown = fact.class() == CarrierClass::Unrecognised;
    let alert = unknown.then(|| raised(order, OrderException::UnknownCarrierCode)).flatten();
    std::iter::once(note).chain(alert).collect()
}

/// The carrier has deleted or lost the waybill: as was asked, or to somebody's surprise.
fn gone(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    let wanted = waybill.void_requested.as_ref().or(order.cancelled.as_ref());
    let words = || Line::new(&fact.status_text).or_else(|_| Line::new(&fact.status_code)).ok();
    let Some(reason) = wanted.cloned().or_else(words) else { return Vec::new() };
    let mut events = voided(order, consignment.id.clone(), reason);
    if wanted.is_none() {
        events.extend(raised(order, OrderException::WaybillGone));
    }
    events
}

/// The carrier moves a parcel that nobody sent: of a cancelled order, or under a void waybill.
fn after_void(order: &Order, fact: &TrackingFact) -> Vec<OrderEvent> {
    let moves = place(fact.class()).is_some_and(|place| place != ShipmentStatus::Created);
    let exception = if order.cancelled.is_some() { OrderException::ShippedAfterCancel } else { OrderException::VoidWaybillMoved };
    moves.then(|| raised(order, exception)).flatten().into_iter().collect()
}

fn raised(order: &Order, exception: OrderException) -> Option<OrderEvent> {
    (!order.exceptions.contains(&exception)).then_some(OrderEvent::ExceptionRaised { exception })
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::{context, moment};

    use super::*;
    use crate::order::OrderStatus;
    use crate::samples::{self, line};

    fn meta() -> Meta {
        context().meta("test")
    }

    fn order(more: impl IntoIterator<Item = OrderEvent>) -> Order {
        let made = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
        let events: Vec<OrderEvent> = made.into_iter().chain(more).collect();
        fold_events(None, &events, &meta()).unwrap().unwrap()
    }

    fn fact(code: &str, at: &str) -> TrackingFact {
        samples::tracking_fact(code, Some(at))
    }

    fn tell(order: Order, fact: &TrackingFact) -> Order {
        let events = absorb(&order, fact, &meta());
        fold_events(Some(order), &events, &meta()).unwrap().unwrap()
    }

    fn told(facts: &[(&str, &str)]) -> Order {
        facts.iter().fold(order([]), |order, (code, at)| tell(order, &fact(code, at)))
    }

    fn statuses(events: &[OrderEvent]) -> Vec<(ShipmentStatus, ShipmentStatus, bool)> {
        let update = |event: &OrderEvent| {
            if let OrderEvent::TrackingUpdated(update) = event { Some((update.from, update.to, update.inferred)) } else { None }
        };
        events.iter().filter_map(update).collect()
    }

    #[test]
    fn r03_a_step_that_nobody_saw_is_recorded_as_inferred() {
        use ShipmentStatus::{Created, Delivered, InTransit};
        let events = absorb(&order([]), &fact("9", "2026-11-24T10:00:00Z"), &meta());
        assert_eq!(statuses(&events), [(Created, InTransit, true), (InTransit, Delivered, false)]);
        let changed = OrderEvent::StatusChanged { from: OrderStatus::ShippingCreated, to: OrderStatus::Delivered };
        assert_eq!(events.last(), Some(&changed));
    }

    #[test]
    fn r04_returns_and_failures_are_results_of_their_own() {
        assert_eq!(told(&[("103", "2026-11-24T10:00:00Z")]).status(), OrderStatus::Returned);
        assert_eq!(told(&[("105", "2026-11-24T10:00:00Z")]).status(), OrderStatus::DeliveryFailed);
    }

    #[test]
    fn r05_a_deleted_or_lost_waybill_is_void_and_somebody_looks() {
        for code in ["2", "3"] {
            let after = told(&[(code, "2026-11-21T10:00:00Z")]);
            assert_eq!((after.status(), after.exceptions.as_slice()), (OrderStatus::New, &[OrderException::WaybillGone][..]));
            assert!(after.live_consignment().is_none());
        }
        let moving = told(&[("4", "2026-11-21T10:00:00Z"), ("3", "2026-11-21T11:00:00Z")]);
        assert_eq!(moving.status(), OrderStatus::Shipped);
    }

    #[test]
    fn r05_a_deletion_that_was_asked_for_is_no_surprise() {
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Адреса") };
        let events = absorb(&order([void]), &fact("2", "2026-11-21T10:00:00Z"), &meta());
        let gone = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("Адреса") };
        let back = OrderEvent::StatusChanged { from: OrderStatus::ShippingCreated, to: OrderStatus::New };
        assert_eq!(events, [gone, back]);
    }

    #[test]
    fn r05_an_unknown_code_is_kept_changes_nothing_and_somebody_looks() {
        let after = told(&[("4", "2026-11-21T10:00:00Z"), ("777", "2026-11-21T11:00:00Z")]);
        let waybill = after.live_consignment().and_then(Consignment::waybill).unwrap();
        assert_eq!((waybill.carrier_code.as_str(), waybill.status), ("777", ShipmentStatus::InTransit));
        assert_eq!((after.status(), after.exceptions.as_slice()), (OrderStatus::Shipped, &[OrderException::UnknownCarrierCode][..]));
        assert_eq!(tell(after.clone(), &fact("777", "2026-11-21T12:00:00Z")), after);
        let amended = told(&[("4", "2026-11-21T10:00:00Z"), ("104", "2026-11-21T11:00:00Z")]);
        assert_eq!((amended.status(), amended.exceptions.len()), (OrderStatus::Shipped, 0));
    }

    #[test]
    fn r06_r08_a_parcel_of_a_cancelled_order_moves_and_somebody_looks() {
        let cancelled = OrderEvent::Cancelled { reason: line("ні") };
        let after = tell(order([cancelled.clone()]), &fact("4", "2026-11-21T10:00:00Z"));
        assert_eq!((after.status(), after.exceptions.as_slice()), (OrderStatus::Cancelled, &[OrderException::ShippedAfterCancel][..]));
        let delivered = tell(after, &fact("9", "2026-11-22T10:00:00Z"));
        assert_eq!((delivered.status(), delivered.exceptions.len()), (OrderStatus::Cancelled, 1));
        let void = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("ні") };
        let after = tell(order([cancelled, void.clone()]), &fact("9", "2026-11-22T10:00:00Z"));
        assert_eq!(after.exceptions, [OrderException::ShippedAfterCancel]);
        let after = tell(order([void]), &fact("9", "2026-11-22T10:00:00Z"));
        assert_eq!(after.exceptions, [OrderException::VoidWaybillMoved]);
    }

    #[test]
    fn r09_an_override_ends_with_a_newer_fact_that_contradicts_it() {
        // The override is of 08:30, the moment of the test.
        let overridden = OrderEvent::Overridden { status: OrderStatus::Delivered, reason: line("Забрав"), proof: None };
        let before = order([overridden]);
        assert_eq!(tell(before.clone(), &fact("4", "2026-11-21T08:00:00Z")).status(), OrderStatus::Delivered);
        let events = absorb(&before, &fact("4", "2026-11-21T09:00:00Z"), &meta());
        let expired = OrderEvent::OverrideExpired { status: OrderStatus::Delivered, because: line("У дорозі") };
        let changed = OrderEvent::StatusChanged { from: OrderStatus::Delivered, to: OrderStatus::Shipped };
        assert_eq!(&events[1..], &[expired, changed]);
        let agrees = tell(before, &fact("9", "2026-11-21T09:00:00Z"));
        assert!(agrees.override_status.is_some() && agrees.status() == OrderStatus::Delivered);
    }

    #[test]
    fn r47_older_facts_and_lower_ranks_of_one_instant_change_nothing() {
        let arrived = told(&[("7", "2026-11-23T10:00:00Z")]);
        for (code, at) in [("4", "2026-11-22T10:00:00Z"), ("5", "2026-11-23T10:00:00Z"), ("1", "2026-11-24T10:00:00Z")] {
            assert_eq!(absorb(&arrived, &fact(code, at), &meta()), [], "{code}");
        }
        let delivered = tell(arrived, &fact("9", "2026-11-23T10:00:00Z"));
        assert_eq!(delivered.status(), OrderStatus::Delivered);
        assert_eq!(absorb(&delivered, &fact("7", "2026-11-25T10:00:00Z"), &meta()), []);
        assert_eq!(tell(delivered, &fact("102", "2026-11-25T10:00:00Z")).status(), OrderStatus::Returned);
    }

    #[test]
    fn r47_the_same_again_is_nothing_and_strangers_are_ignored() {
        let order = told(&[("4", "2026-11-21T10:00:00Z")]);
        assert_eq!(absorb(&order, &fact("4", "2026-11-21T10:00:00Z"), &meta()), []);
        let stranger = TrackingFact { number: samples::literal("20450000000001"), ..fact("9", "2026-11-22T10:00:00Z") };
        assert_eq!(absorb(&order, &stranger, &meta()), []);
    }

    #[test]
    fn r05_cost_estimate_and_return_waybill_are_kept() {
        let returned = TrackingFact {
            document_cost: Some(samples::uah("120.00")),
            scheduled_delivery: Some(moment("2026-11-24T22:30:00Z")),
            return_waybill: Some(samples::literal("20450912345679")),
            ..fact("106", "2026-11-24T10:00:00Z")
        };
        let after = tell(order([]), &returned);
        let waybill = after.consignments[0].waybill().unwrap();
        assert_eq!(waybill.cost, Some(samples::uah("120.00")));
        assert_eq!(waybill.estimated_delivery.unwrap().to_string(), "2026-11-25");
        assert_eq!(waybill.return_number.as_ref().unwrap().as_str(), "20450912345679");
        assert_eq!(after.status(), OrderStatus::Delivered);
    }
}
