//! One order as its page shows it.

use kernel::reaction::OutsideError;
use kernel::{Command, Context, Day, Line, Moment, Money, Paragraph, Quantity, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::number::OrderNumber;
use crate::order::cancel::CancelOrder;
use crate::order::confirm::ConfirmOrder;
use crate::order::consignment::{Carrier, Consignment, Parcel, ShipmentStatus, Stage, Waybill};
use crate::order::override_status::OverrideStatus;
use crate::order::register_waybill::RegisterWaybill;
use crate::order::request_waybill::RequestWaybill;
use crate::order::resolve_exception::ResolveException;
use crate::order::retry_waybill::RetryWaybill;
use crate::order::revise_items::ReviseItems;
use crate::order::void_waybill::VoidWaybill;
use crate::order::withdraw_override::WithdrawOverride;
use crate::order::{Allocation, Customer, Order, OrderException, OrderStatus, Override, PaymentBadge};
use crate::outside::nova_poshta::WaybillNumber;
use crate::settings::OrdersSettings;

/// Everything about an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderPage {
    /// Its id.
    pub order_id: OrderId,
    /// What clients quote when they pay.
    pub number: OrderNumber,
    /// The version that this shows.
    pub version: Version,
    /// Stage of fulfilment, as shown.
    pub status: OrderStatus,
    /// Stage of fulfilment, by the facts alone.
    pub derived_status: OrderStatus,
    /// The status set by hand, while it holds.
    pub override_status: Option<Override>,
    /// Whether the money has come.
    pub badge: PaymentBadge,
    /// Who ordered.
    pub client: Customer,
    /// Goods.
    pub items: Vec<PageItem>,
    /// Sum of the lines, VAT included.
    pub subtotal: Money,
    /// Taken off.
    pub discount: Money,
    /// What it costs, VAT included.
    pub total: Money,
    /// The VAT inside the total; absent where the tenant pays none.
    pub vat_included: Option<Money>,
    /// What came for it.
    pub paid: Money,
    /// What is still to come.
    pub debt: Money,
    /// What came beyond.
    pub surplus: Money,
    /// Money matched to it.
    pub allocations: Vec<Allocation>,
    /// How often the goods were changed.
    pub revision: u32,
    /// For the house itself.
    pub note: Option<Paragraph>,
    /// All consignments, oldest first.
    pub consignments: Vec<PageConsignment>,
    /// The id of the live one among them.
    pub live_consignment: Option<String>,
    /// Why it was called off, if it was.
    pub cancelled: Option<Line>,
    /// What somebody must look at.
    pub exceptions: Vec<OrderException>,
    /// Who made it, by id.
    pub manager: String,
    /// When.
    pub created_at: Moment,
    /// The commands, by name, that the caller may send now.
    pub actions: Vec<String>,
}

/// One line of goods with its sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageItem {
    /// The seller's article code.
    pub sku: Line,
    /// As printed.
    pub name: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one unit, VAT included.
    pub price: Money,
    /// Price times quantity, rounded once.
    pub amount: Money,
}

/// How far a consignment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PageStage {
    /// The carrier was, or will be, asked for a waybill.
    Requested,
    /// The carrier knows the waybill.
    Waybill,
    /// The waybill was deleted, by us or by the carrier.
    Void,
}

/// One consignment. Fields that do not belong to its stage are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageConsignment {
    /// Our reference.
    pub id: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// How far it has come.
    pub stage: PageStage,
    /// Whether another consignment would be a second one.
    pub live: bool,
    /// What was asked for; absent for a waybill that was typed in.
    pub parcel: Option<Parcel>,
    /// The number on the label.
    pub waybill: Option<WaybillNumber>,
    /// Where the parcel is.
    pub shipment_status: Option<ShipmentStatus>,
    /// The carrier's code, as it came.
    pub carrier_code: Option<String>,
    /// The carrier's words.
    pub carrier_text: Option<String>,
    /// When the carrier says that this became so.
    pub authority_at: Option<Moment>,
    /// When it should arrive.
    pub estimated_delivery: Option<Day>,
    /// What the carrier charges.
    pub cost: Option<Money>,
    /// The waybill of the way back.
    pub return_waybill: Option<WaybillNumber>,
    /// Attempts to get a waybill that failed.
    pub failed_attempts: u32,
    /// The last failure.
    pub error: Option<OutsideError>,
    /// When it is tried again by itself.
    pub retry_at: Option<Moment>,
    /// Why it is to be deleted, while the carrier has not answered.
    pub void_requested: Option<Line>,
    /// Why it was given up.
    pub void_reason: Option<Line>,
}

impl OrderPage {
    /// An order as the caller sees it.
    pub fn of(order: &Order, version: Version, context: &Context) -> Self {
        let rate = OrdersSettings::of(&context.settings).vat_rate;
        Self {
            order_id: order.id,
            number: order.number.clone(),
            version,
            status: order.status(),
            derived_status: order.derived_status(),
            override_status: order.override_status.clone(),
            badge: order.payment_badge(),
            client: order.client.clone(),
            items: items(order),
            subtotal: order.subtotal,
            discount: order.discount,
            total: order.total,
            vat_included: rate.and_then(|rate| order.vat_included(rate)),
            paid: order.paid(),
            debt: order.debt(),
            surplus: order.surplus(),
            allocations: order.allocations.clone(),
            revision: order.revision,
            note: order.note.clone(),
            consignments: order.consignments.iter().map(consignment).collect(),
            live_consignment: order.live_consignment().map(|consignment| consignment.id.clone()),
            cancelled: order.cancelled.clone(),
            exceptions: order.exceptions.clone(),
            manager: order.manager.clone(),
            created_at: order.created_at,
            actions: actions(order, context),
        }
    }
}

fn items(order: &Order) -> Vec<PageItem> {
    let page = |item: &crate::order::Item| PageItem {
        sku: item.sku.clone(),
        name: item.name.clone(),
        quantity: item.quantity,
        price: item.price,
        // The order could not have been made if a line did not fit.
        amount: item.price.times(item.quantity).unwrap_or(item.price),
    };
    order.items.iter().map(page).collect()
}

fn consignment(consignment: &Consignment) -> PageConsignment {
    let blank = PageConsignment {
        id: consignment.id.clone(),
        carrier: consignment.carrier,
        stage: PageStage::Requested,
        live: consignment.is_live(),
        parcel: consignment.parcel.clone(),
        waybill: consignment.number().cloned(),
        shipment_status: consignment.shipment_status(),
        carrier_code: None,
        carrier_text: None,
        authority_at: None,
        estimated_delivery: None,
        cost: None,
        return_waybill: None,
        failed_attempts: 0,
        error: None,
        retry_at: None,
        void_requested: None,
        void_reason: None,
    };
    match &consignment.stage {
        Stage::Requested(attempts) => PageConsignment {
            failed_attempts: attempts.failed,
            error: attempts.error.clone(),
            retry_at: attempts.retry_at,
            void_requested: attempts.void_requested.clone(),
            ..blank
        },
        Stage::Waybill(waybill) => with_waybill(blank, waybill),
        Stage::Void { reason, .. } => PageConsignment { stage: PageStage::Void, void_reason: Some(reason.clone()), ..blank },
    }
}

fn with_waybill(blank: PageConsignment, waybill: &Waybill) -> PageConsignment {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (code, text) = waybill.last_said();
    PageConsignment {
        stage: PageStage::Waybill,
        carrier_code: said(code),
        carrier_text: said(text),
        authority_at: waybill.authority_at,
        estimated_delivery: waybill.estimated_delivery,
        cost: waybill.cost,
        return_waybill: waybill.return_number.clone(),
        void_requested: waybill.void_requested.clone(),
        ..blank
    }
}

/// What the caller may do: each command answers for itself, by the rule that it decides by.
fn actions(order: &Order, context: &Context) -> Vec<String> {
    let resolvable = order.exceptions.iter().any(|exception| *exception != OrderException::Surplus);
    let offers = [
        offer::<ConfirmOrder>(context, ConfirmOrder::check(order).is_ok()),
        offer::<ReviseItems>(context, ReviseItems::check(order, &context.actor).is_ok()),
        offer::<RequestWaybill>(context, RequestWaybill::check(order, context).is_ok()),
        offer::<RegisterWaybill>(context, RegisterWaybill::check(order).is_ok()),
        offer::<RetryWaybill>(context, RetryWaybill::check(order, context.now).is_ok()),
        offer::<VoidWaybill>(context, VoidWaybill::check(order).is_ok()),
        offer::<OverrideStatus>(context, OverrideStatus::check(order).is_ok()),
        offer::<WithdrawOverride>(context, order.override_status.is_some()),
        offer::<ResolveException>(context, resolvable),
        offer::<CancelOrder>(context, CancelOrder::check(order).is_ok()),
    ];
    offers.into_iter().flatten().map(str::to_owned).collect()
}

fn offer<C: Command>(context: &Context, possible: bool) -> Option<&'static str> {
    (possible && context.actor.has_any(C::SPEC.roles)).then_some(C::SPEC.name)
}
