//! What the carrier says of a parcel, as events of its order: the only place where a
//! tracking fact changes anything.

use kernel::{Line, Meta};

use super::consignment::{Consignment, Note, ShipmentStatus, Stage, Waybill};
use super::event::TrackingUpdated;
use super::void_waybill::voided;
use super::{Because, Order, OrderEvent, OrderException};
use crate::outside::kyiv;
use crate::outside::nova_poshta::status::supersedes;
use crate::outside::nova_poshta::{CarrierClass, TrackingFact};

/// What a fact of the carrier changes; nothing, when it is old, known, or of another order.
///
/// Facts may come late, twice and in any order, and lead to one state: of all that was said
/// the most recent fact of the farthest leg counts, of one instant the one farther along the
/// way. A waybill that the carrier did not know is there again when the carrier says so.
pub fn absorb(order: &Order, fact: &TrackingFact, meta: &Meta) -> Vec<OrderEvent> {
    let consignment = order.consignments.iter().rev().find(|consignment| consignment.number() == Some(&fact.number));
    let Some(consignment) = consignment else { return Vec::new() };
    let events = match &consignment.stage {
        Stage::Waybill(waybill) => follow(order, consignment, waybill, fact),
        Stage::Void { waybill: Some(waybill), .. } if waybill.is_gone() => after_gone(order, consignment, waybill, fact),
        Stage::Void { waybill: Some(_), .. } => after_void(order, fact),
        Stage::Void { waybill: None, .. } | Stage::Requested(_) => Vec::new(),
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
    match place(fact.class()) {
        None if fact.class().changes_nothing() => noted(order, consignment, waybill, fact),
        Some(_) | None if !supersedes(&fact.seen(), &waybill.seen()) => Vec::new(),
        Some(to) => moved(order, consignment, waybill, fact, to),
        None => gone(order, consignment, waybill, fact),
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

/// A code that moves nothing: the last one is kept, and somebody looks at each that is not in
/// the table.
fn noted(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    let known = waybill.note.as_ref().map(Note::seen);
    if known == Some(fact.seen()) {
        return Vec::new();
    }
    let latest = known.is_none_or(|known| fact.seen().is_after(&known));
    let note = latest.then(|| OrderEvent::TrackingUpdated(update(consignment, fact, waybill.status, waybill.status)));
    let unknown = fact.class() == CarrierClass::Unrecognised;
    let alert = unknown.then(|| raised(order, OrderException::UnknownCarrierCode)).flatten();
    note.into_iter().chain(alert).collect()
}

/// The carrier has deleted or lost the waybill: as was asked, or to somebody's surprise.
fn gone(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    let wanted = unwanted(order, waybill);
    let words = || Line::new(&fact.status_text).or_else(|_| Line::new(&fact.status_code)).ok();
    let Some(reason) = wanted.cloned().or_else(words) else { return Vec::new() };
    let mut events = vec![OrderEvent::TrackingUpdated(update(consignment, fact, waybill.status, waybill.status))];
    events.extend(voided(order, consignment.id.clone(), reason));
    if wanted.is_none() {
        events.extend(raised(order, OrderException::WaybillGone));
    }
    events
}

/// Why nobody wants the waybill any more, if so.
fn unwanted<'a>(order: &'a Order, waybill: &'a Waybill) -> Option<&'a Line> {
    waybill.void_requested.as_ref().or(order.cancelled.as_ref())
}

/// The carrier speaks of a waybill that was deleted here: somebody looks at a parcel that moves.
fn after_void(order: &Order, fact: &TrackingFact) -> Vec<OrderEvent> {
    let moves = place(fact.class()).is_some_and(|place| place != ShipmentStatus::Created);
    let exception = if order.cancelled.is_some() { OrderException::ShippedAfterCancel } else { OrderException::VoidWaybillMoved };
    moves.then(|| raised(order, exception)).flatten().into_iter().collect()
}

/// The carrier speaks of a waybill that it had deleted or lost itself. It is there again when
/// a fact that counts says so, unless the order has another by now.
fn after_gone(order: &Order, consignment: &Consignment, waybill: &Waybill, fact: &TrackingFact) -> Vec<OrderEvent> {
    if fact.class().changes_nothing() {
        return noted(order, consignment, waybill, fact);
    }
    if !supersedes(&fact.seen(), &waybill.seen()) {
        return Vec::new();
    }
    let Some(to) = place(fact.class()) else {
        return vec![OrderEvent::TrackingUpdated(update(consignment, fact, waybill.status, waybill.status))];
    };
    let asked_for = unwanted(order, waybill).is_some();
    if order.live_consignment().is_some() || (asked_for && to == ShipmentStatus::Created) {
        return after_void(order, fact);
    }
    let surprise = order.exceptions.contains(&OrderException::WaybillGone);
    let resolved = OrderEvent::ExceptionResolved { exception: OrderException::WaybillGone, note: None };
    let alert = (asked_for && order.cancelled.is_none()).then(|| raised(order, OrderException::VoidWaybillMoved)).flatten();
    moved(order, consignment, waybill, fact, to).into_iter().chain(surprise.then_some(resolved)).chain(alert).collect()
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
    use crate::order::consignment::Carrier;
    use crate::order::event::WaybillRequested;
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
        assert_eq!(events[1..], [gone, back]);
    }

    #[test]
    fn r05_an_unknown_code_is_kept_changes_nothing_and_somebody_looks() {
        let after = told(&[("4", "2026-11-21T10:00:00Z"), ("777", "2026-11-21T11:00:00Z")]);
        let waybill = after.live_consignment().and_then(Consignment::waybill).unwrap();
        assert_eq!((waybill.last_said().0, waybill.status), ("777", ShipmentStatus::InTransit));
        assert_eq!((after.status(), after.exceptions.as_slice()), (OrderStatus::Shipped, &[OrderException::UnknownCarrierCode][..]));
        assert_eq!(tell(after.clone(), &fact("777", "2026-11-21T11:00:00Z")), after);
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
    fn r47_two_facts_of_one_instant_end_in_one_state_whichever_comes_first() {
        use OrderStatus::{Delivered, DeliveryFailed, New, Shipped, ShippingCreated};
        for (one, other, status) in [
            ("4", "5", Shipped),
            ("7", "105", DeliveryFailed),
            ("101", "111", DeliveryFailed),
            ("9", "103", Delivered),
            ("1", "2", New),
            ("2", "3", New),
            ("3", "4", Shipped),
            ("2", "9", Delivered),
            ("4", "777", Shipped),
            ("1", "104", ShippingCreated),
        ] {
            let at = "2026-11-22T10:00:00Z";
            let (there, back) = (told(&[(one, at), (other, at)]), told(&[(other, at), (one, at), (other, at)]));
            assert_eq!((there.status(), &there), (status, &back), "{one} and {other}");
        }
    }

    #[test]
    fn r47_a_late_fact_of_a_farther_leg_is_not_lost() {
        let late = told(&[("5", "2026-11-25T10:00:00Z"), ("9", "2026-11-24T10:00:00Z")]);
        assert_eq!(late.status(), OrderStatus::Delivered);
        let again = told(&[("101", "2026-11-21T10:00:00Z"), ("101", "2026-11-23T10:00:00Z"), ("111", "2026-11-22T10:00:00Z")]);
        assert_eq!(again.status(), OrderStatus::Shipped);
    }

    #[test]
    fn r05_a_waybill_that_the_carrier_finds_again_is_there_again() {
        let lost = told(&[("3", "2026-11-21T10:00:00Z")]);
        let found = tell(lost.clone(), &fact("1", "2026-11-21T11:00:00Z"));
        assert_eq!((found.status(), found.exceptions.as_slice()), (OrderStatus::ShippingCreated, &[][..]));
        assert_eq!(tell(lost.clone(), &fact("1", "2026-11-21T09:00:00Z")), lost);
        let other = OrderEvent::WaybillRequested(WaybillRequested {
            consignment: "another".to_owned(),
            carrier: Carrier::NovaPoshta,
            parcel: samples::parcel(),
        });
        let replaced = fold_events(Some(lost), &[other], &meta()).unwrap().unwrap();
        let after = tell(replaced, &fact("4", "2026-11-21T11:00:00Z"));
        assert_eq!(after.status(), OrderStatus::New, "one live consignment");
        assert_eq!(after.exceptions, [OrderException::WaybillGone, OrderException::VoidWaybillMoved]);
    }

    #[test]
    fn r05_a_deletion_that_was_asked_for_is_not_undone_by_silence_only_by_a_parcel_that_moves() {
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("Адреса") };
        let gone = tell(order([void]), &fact("2", "2026-11-21T10:00:00Z"));
        assert_eq!(absorb(&gone, &fact("1", "2026-11-21T11:00:00Z"), &meta()), []);
        let moves = tell(gone, &fact("4", "2026-11-21T10:00:00Z"));
        assert_eq!((moves.status(), moves.exceptions.as_slice()), (OrderStatus::Shipped, &[OrderException::VoidWaybillMoved][..]));
        assert_eq!(moves.live_consignment().and_then(Consignment::waybill).unwrap().void_requested, None);
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
