//! Wants a waybill of the carrier.

use kernel::identifier::Phone;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Money, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Carrier, ChosenWarehouse, Consignment, Parcel};
use super::event::WaybillRequested;
use super::{Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::OrderId;
use crate::outside::nova_poshta::{DESCRIPTION_CHARACTERS_MAX, Payer, SEATS_MAX, Size, WEIGHT_GRAMS_MAX};
use crate::settings::OrdersSettings;

/// Wants a waybill of the carrier; the carrier is asked afterwards, and again if need be.
///
/// What is left out comes from the order: the recipient is the client, what is declared is
/// the order's total and its first line of goods. An order has one live consignment; a void
/// or returned one is history, and another may follow it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestWaybill {
    /// Which order.
    pub order_id: OrderId,
    /// Who is to carry it.
    pub carrier: Carrier,
    /// Surname and first name of who receives it; the client by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_name: Option<Line>,
    /// Their telephone; the client's by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_phone: Option<Phone>,
    /// Their city, as people write it.
    pub city: Line,
    /// Its oblast, where the city's name alone is not enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Line>,
    /// The branch or postomat, by number.
    pub warehouse: Line,
    /// The branch as chosen from the carrier's list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ChosenWarehouse>,
    /// Whole grams, all pieces together.
    pub weight_grams: u32,
    /// Pieces; one by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u16>,
    /// The size of the biggest piece; a postomat needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// What is declared to be inside; the first line of goods by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Line>,
    /// What it is worth; the order's total by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_value: Option<Money>,
    /// Who pays the carrier; the recipient by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
    /// What the carrier collects; not more than the order's debt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<Money>,
}

/// Whether another consignment may be made: for a confirmed order that is neither cancelled
/// nor delivered and has none that is live.
pub(super) fn check_no_live(order: &Order) -> Result<(), OrderRefusal> {
    if order.live_consignment().is_some() {
        return Err(OrderRefusal::ConsignmentExists);
    }
    match order.status() {
        is @ (OrderStatus::Draft | OrderStatus::Cancelled | OrderStatus::Delivered) => Err(OrderRefusal::NotInStatus { is }),
        OrderStatus::New | OrderStatus::ShippingCreated | OrderStatus::Shipped | OrderStatus::Returned | OrderStatus::DeliveryFailed => {
            Ok(())
        }
    }
}

impl RequestWaybill {
    pub(crate) fn check(order: &Order, context: &Context) -> Result<(), OrderRefusal> {
        check_no_live(order)?;
        let carrier = OrdersSettings::of(&context.settings).nova_poshta;
        // Without a sender the carrier would refuse every waybill.
        carrier.and_then(|carrier| carrier.sender).map(|_| ()).ok_or(OrderRefusal::CarrierNotSetUp)
    }

    fn parcel(&self, order: &Order) -> Result<Parcel, OrderRefusal> {
        let recipient_name = self.recipient_name.clone().unwrap_or_else(|| order.client.name.clone());
        let phone = self.recipient_phone.clone().or_else(|| order.client.phone.clone());
        let recipient_phone = phone.filter(|_| recipient_name.as_str().split_whitespace().count() >= 2);
        let goods = order.items.first().map(|item| shortened(&item.name));
        let parcel = Parcel {
            recipient_phone: recipient_phone.ok_or(OrderRefusal::RecipientIncomplete)?,
            recipient_name,
            city: self.city.clone(),
            area: self.area.clone(),
            warehouse: self.warehouse.clone(),
            chosen: self.chosen.clone(),
            weight_grams: self.weight_grams,
            seats: self.seats.unwrap_or(1),
            size: self.size,
            description: self.description.clone().or(goods).ok_or(OrderRefusal::ItemCount)?,
            declared_value: self.declared_value.unwrap_or(order.total),
            payer: self.payer.unwrap_or(Payer::Recipient),
            cash_on_delivery: self.cash_on_delivery,
        };
        check_parcel(&parcel, order)?;
        Ok(parcel)
    }
}

fn shortened(name: &Line) -> Line {
    let short: String = name.as_str().chars().take(DESCRIPTION_CHARACTERS_MAX).collect();
    Line::new(&short).unwrap_or_else(|_| name.clone())
}

fn check_parcel(parcel: &Parcel, order: &Order) -> Result<(), OrderRefusal> {
    let currency = order.total.currency();
    if parcel.declared_value.currency() != currency || parcel.cash_on_delivery.is_some_and(|money| money.currency() != currency) {
        return Err(OrderRefusal::Currency);
    }
    let weight = (1..=WEIGHT_GRAMS_MAX).contains(&parcel.weight_grams);
    let seats = (1..=SEATS_MAX).contains(&parcel.seats);
    let described = parcel.description.as_str().chars().count() <= DESCRIPTION_CHARACTERS_MAX;
    if !weight || !seats || !described || !parcel.declared_value.is_positive() {
        return Err(OrderRefusal::ParcelOutOfRange);
    }
    let debt = order.debt().minor();
    if parcel.cash_on_delivery.is_some_and(|money| !(1..=debt).contains(&money.minor())) {
        return Err(OrderRefusal::CashOnDeliveryOutOfRange);
    }
    Ok(())
}

impl Command for RequestWaybill {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.request-waybill",
        route: Some(Route::post("/orders/{order_id}/waybill")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Wants a waybill of the carrier for an order.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        Self::check(order, context)?;
        let consignment = Consignment::reference(&context.tenant, order.id, &order.number, order.consignments.len());
        let requested = WaybillRequested { consignment, carrier: self.carrier, parcel: self.parcel(order)? };
        let events = vec![OrderEvent::WaybillRequested(requested)];
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let line = crate::samples::line;
        Self {
            order_id: OrderId::derive(&["example"]),
            carrier: Carrier::NovaPoshta,
            recipient_name: None,
            recipient_phone: None,
            city: line("Полтава"),
            area: None,
            warehouse: line("3"),
            chosen: None,
            weight_grams: 2_500,
            seats: None,
            size: None,
            description: Some(line("Запчастини млина")),
            declared_value: None,
            payer: None,
            cash_on_delivery: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::{context, given};

    use super::*;
    use crate::order::consignment::ShipmentStatus;
    use crate::samples::{self, line, uah};

    fn request() -> RequestWaybill {
        RequestWaybill { order_id: samples::order_id(), ..RequestWaybill::example() }
    }

    fn set_up(events: impl IntoIterator<Item = OrderEvent>) -> Given<Order> {
        given::<Order>(events).settings(samples::settings())
    }

    fn requested(index: usize) -> OrderEvent {
        let consignment = Consignment::reference(&context().tenant, samples::order_id(), &samples::order_number(), index);
        OrderEvent::WaybillRequested(WaybillRequested { consignment, carrier: Carrier::NovaPoshta, parcel: samples::parcel() })
    }

    #[test]
    fn what_is_left_out_comes_from_the_order() {
        set_up([samples::created()]).when(request()).then([requested(0)]);
        let reference = Consignment::reference(&context().tenant, samples::order_id(), &samples::order_number(), 0);
        assert!(reference.len() <= 36);
    }

    #[test]
    fn r31_one_live_consignment() {
        let wanted = vec![samples::created(), samples::waybill_requested()];
        set_up(wanted.clone()).when(request()).refused(OrderRefusal::ConsignmentExists);
        let made = [wanted, vec![samples::waybill_created()]].concat();
        set_up(made.clone()).when(request()).refused(OrderRefusal::ConsignmentExists);
        let delivered = [made, vec![samples::tracking(ShipmentStatus::Created, ShipmentStatus::Delivered)]].concat();
        set_up(delivered).when(request()).refused(OrderRefusal::ConsignmentExists);
    }

    #[test]
    fn r31_after_a_void_or_returned_one_another_may_follow() {
        let made = vec![samples::created(), samples::waybill_requested(), samples::waybill_created()];
        let void = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("Адреса") };
        set_up([made.clone(), vec![void]].concat()).when(request()).then([requested(1)]);
        let returned = samples::tracking(ShipmentStatus::Created, ShipmentStatus::Returned);
        set_up([made, vec![returned]].concat()).when(request()).then([requested(1)]);
    }

    #[test]
    fn r32_a_request_whose_outcome_is_unknown_is_live() {
        let unknown = samples::waybill_failed(kernel::reaction::FailureClass::Unknown, None);
        set_up([samples::created(), samples::waybill_requested(), unknown]).when(request()).refused(OrderRefusal::ConsignmentExists);
        let permanent = samples::waybill_failed(kernel::reaction::FailureClass::Permanent, None);
        set_up([samples::created(), samples::waybill_requested(), permanent]).when(request()).then([requested(1)]);
    }

    #[test]
    fn r02_not_on_a_draft_and_not_on_a_cancelled_order() {
        set_up([samples::draft_created()]).when(request()).refused(OrderRefusal::NotInStatus { is: OrderStatus::Draft });
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("ні") }];
        set_up(cancelled).when(request()).refused(OrderRefusal::NotInStatus { is: OrderStatus::Cancelled });
        set_up([]).when(request()).refused(OrderRefusal::NotFound);
    }

    #[test]
    fn the_carrier_must_be_set_up() {
        given::<Order>([samples::created()]).when(request()).refused(OrderRefusal::CarrierNotSetUp);
    }

    #[test]
    fn r48_the_parcel_is_within_limits() {
        let refused = |request, refusal| set_up([samples::created()]).when(request).refused(refusal);
        let dollar = Some(Money::from_minor(1, kernel::Currency::USD));
        refused(RequestWaybill { weight_grams: 0, ..request() }, OrderRefusal::ParcelOutOfRange);
        refused(RequestWaybill { seats: Some(0), ..request() }, OrderRefusal::ParcelOutOfRange);
        refused(RequestWaybill { declared_value: Some(uah("0")), ..request() }, OrderRefusal::ParcelOutOfRange);
        refused(RequestWaybill { declared_value: dollar, ..request() }, OrderRefusal::Currency);
        refused(RequestWaybill { description: Some(line(&"я".repeat(121))), ..request() }, OrderRefusal::ParcelOutOfRange);
        refused(RequestWaybill { recipient_name: Some(line("Отримувач")), ..request() }, OrderRefusal::RecipientIncomplete);
    }

    #[test]
    fn not_more_is_collected_than_is_owed() {
        let collect = |amount| RequestWaybill { cash_on_delivery: Some(uah(amount)), ..request() };
        set_up([samples::created()]).when(collect("1500.50")).accepted();
        for amount in ["1500.51", "0", "-1"] {
            set_up([samples::created()]).when(collect(amount)).refused(OrderRefusal::CashOnDeliveryOutOfRange);
        }
        let paid = [samples::created(), samples::payment_allocated()];
        set_up(paid).when(collect("0.01")).refused(OrderRefusal::CashOnDeliveryOutOfRange);
    }
}
