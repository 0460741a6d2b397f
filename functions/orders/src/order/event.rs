//! Everything that can happen to an order.

use kernel::reaction::OutsideError;
use kernel::{Day, Event, Line, Moment, Money, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::consignment::{Carrier, Parcel, ShipmentStatus};
use super::{Customer, Item, OrderException, OrderStatus};
use crate::number::OrderNumber;
use crate::outside::nova_poshta::{CarrierClass, WaybillNumber};
use crate::{OrderId, PaymentId};

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum OrderEvent {
    /// Somebody made it.
    #[serde(rename = "created.v1")]
    Created(Created),
    /// A draft became an order.
    #[serde(rename = "confirmed.v1")]
    Confirmed,
    /// The goods changed; totals and badge follow.
    #[serde(rename = "items-revised.v1")]
    ItemsRevised {
        /// All lines, as they are now.
        items: Vec<Item>,
        /// The discount, as it is now.
        discount: Money,
        /// Why, when a waybill existed already.
        reason: Option<Line>,
    },
    /// A waybill is wanted; the carrier is asked afterwards.
    #[serde(rename = "waybill-requested.v1")]
    WaybillRequested(WaybillRequested),
    /// A waybill made elsewhere was typed in.
    #[serde(rename = "waybill-registered.v1")]
    WaybillRegistered(WaybillRegistered),
    /// The carrier made the waybill.
    #[serde(rename = "waybill-created.v1")]
    WaybillCreated {
        /// Our reference.
        consignment: String,
        /// The number on the label.
        number: WaybillNumber,
        /// The carrier's id of the document.
        document_ref: String,
        /// What the carrier charges.
        cost: Option<Money>,
        /// When it should arrive.
        estimated_delivery: Option<Day>,
    },
    /// The carrier did not make the waybill.
    #[serde(rename = "waybill-failed.v1")]
    WaybillFailed {
        /// Our reference.
        consignment: String,
        /// Why.
        error: OutsideError,
        /// When it is tried again; absent when a person must act.
        retry_at: Option<Moment>,
    },
    /// The carrier is to be asked again.
    #[serde(rename = "waybill-retry-requested.v1")]
    WaybillRetryRequested {
        /// Our reference.
        consignment: String,
        /// How many attempts have failed.
        failed: u32,
    },
    /// The waybill is to be deleted; the carrier is asked afterwards.
    #[serde(rename = "waybill-void-requested.v1")]
    WaybillVoidRequested {
        /// Our reference.
        consignment: String,
        /// Why.
        reason: Line,
    },
    /// The waybill is gone.
    #[serde(rename = "waybill-voided.v1")]
    WaybillVoided {
        /// Our reference.
        consignment: String,
        /// Why.
        reason: Line,
    },
    /// The carrier would not delete the waybill.
    #[serde(rename = "waybill-void-refused.v1")]
    WaybillVoidRefused {
        /// Our reference.
        consignment: String,
        /// Why.
        error: OutsideError,
    },
    /// The carrier told where the parcel is.
    #[serde(rename = "tracking-updated.v1")]
    TrackingUpdated(TrackingUpdated),
    /// The stage of fulfilment changed, by the rule, because of the events before this one.
    #[serde(rename = "status-changed.v1")]
    StatusChanged {
        /// Before.
        from: OrderStatus,
        /// Now.
        to: OrderStatus,
    },
    /// A team lead set the status by hand.
    #[serde(rename = "overridden.v1")]
    Overridden {
        /// To what.
        status: OrderStatus,
        /// Why.
        reason: Line,
        /// The document that proves it.
        proof: Option<Line>,
    },
    /// A newer fact contradicts the override, or a team lead took it back.
    #[serde(rename = "override-expired.v1")]
    OverrideExpired {
        /// What it had been set to.
        status: OrderStatus,
        /// What ended it.
        because: Line,
    },
    /// Called off. Money that came stays, as a surplus to refund or match elsewhere.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// Why.
        reason: Line,
    },
    /// A person must look at something.
    #[serde(rename = "exception-raised.v1")]
    ExceptionRaised {
        /// At what.
        exception: OrderException,
    },
    /// A person looked, or it went away.
    #[serde(rename = "exception-resolved.v1")]
    ExceptionResolved {
        /// At what.
        exception: OrderException,
        /// What was done.
        note: Option<Line>,
    },
    /// Money was matched to it.
    #[serde(rename = "payment-allocated.v1")]
    PaymentAllocated {
        /// Which payment.
        payment: PaymentId,
        /// How much of it.
        amount: Money,
        /// The bank day of the payment; absent in events from before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bank_day: Option<Day>,
        /// What came in all, when the order does not need all of it; the rest stays the payer's credit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received: Option<Money>,
    },
    /// Money was taken away from it again.
    #[serde(rename = "payment-released.v1")]
    PaymentReleased {
        /// Which payment.
        payment: PaymentId,
        /// How much of it.
        amount: Money,
        /// Why.
        reason: Line,
        /// A person says that it never was for this order; otherwise the bank took it back. Events
        /// from before it was told say neither.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        mistaken: bool,
    },
}

/// A new order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// Who ordered.
    pub client: Customer,
    /// What.
    pub items: Vec<Item>,
    /// Less this.
    pub discount: Money,
    /// Not confirmed yet.
    pub draft: bool,
    /// For the house itself.
    pub note: Option<Paragraph>,
}

/// A wanted waybill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaybillRequested {
    /// Our reference.
    pub consignment: String,
    /// Who is to carry it.
    pub carrier: Carrier,
    /// What the waybill needs.
    pub parcel: Parcel,
}

/// A waybill that was typed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaybillRegistered {
    /// Our reference.
    pub consignment: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// The number on the label.
    pub number: WaybillNumber,
}

/// What the carrier told of a parcel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrackingUpdated {
    /// Our reference.
    pub consignment: String,
    /// Where it was.
    pub from: ShipmentStatus,
    /// Where it is; the same as before when only the carrier's code changed.
    pub to: ShipmentStatus,
    /// What the code meant by the table of the day.
    pub class: CarrierClass,
    /// The carrier's code, as it came.
    pub code: String,
    /// The carrier's words.
    pub text: String,
    /// When the carrier says that it became so.
    pub authority_at: Option<Moment>,
    /// What the carrier charges, as weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// When it should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_delivery: Option<Day>,
    /// The waybill of the way back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_number: Option<WaybillNumber>,
    /// No message said so: a later message implies it.
    #[serde(default)]
    pub inferred: bool,
}

impl Event for OrderEvent {
    fn samples() -> Vec<Self> {
        super::super::samples::order_events()
    }
}
