//! The stage of fulfilment, and the badge of payment beside it.

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Order;
use super::consignment::ShipmentStatus;

/// Where an order stands with the carrier. Payment does not change it (specification 4.2);
/// it shows in the [`PaymentBadge`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    /// Not confirmed; stays so until it is.
    Draft,
    /// Confirmed, nothing sent.
    New,
    /// The carrier knows the waybill.
    ShippingCreated,
    /// The carrier has the parcel.
    Shipped,
    /// The client has the parcel.
    Delivered,
    /// The parcel goes, or went, back to the sender.
    Returned,
    /// The client refused it, or storage ended.
    DeliveryFailed,
    /// Called off.
    Cancelled,
}

impl OrderStatus {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Draft,
        Self::New,
        Self::ShippingCreated,
        Self::Shipped,
        Self::Delivered,
        Self::Returned,
        Self::DeliveryFailed,
        Self::Cancelled,
    ];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::New => "NEW",
            Self::ShippingCreated => "SHIPPING_CREATED",
            Self::Shipped => "SHIPPED",
            Self::Delivered => "DELIVERED",
            Self::Returned => "RETURNED",
            Self::DeliveryFailed => "DELIVERY_FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Draft => Texts::new("Draft", "Чернетка", "Черновик"),
            Self::New => Texts::new("New", "Нове", "Новый"),
            Self::ShippingCreated => Texts::new("Waybill created", "ТТН створено", "ТТН создана"),
            Self::Shipped => Texts::new("Shipped", "Відправлено", "Отправлен"),
            Self::Delivered => Texts::new("Delivered", "Доставлено", "Доставлен"),
            Self::Returned => Texts::new("Returned", "Повернення", "Возврат"),
            Self::DeliveryFailed => Texts::new("Delivery failed", "Не доставлено", "Не доставлен"),
            Self::Cancelled => Texts::new("Cancelled", "Скасовано", "Отменён"),
        }
    }
}

/// Whether the money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentBadge {
    /// The order costs nothing.
    NotRequired,
    /// Nothing has come.
    Unpaid,
    /// A part has come.
    Partial,
    /// All has come.
    Paid,
}

impl PaymentBadge {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotRequired => "NOT_REQUIRED",
            Self::Unpaid => "UNPAID",
            Self::Partial => "PARTIAL",
            Self::Paid => "PAID",
        }
    }
}

impl Order {
    /// The status that the facts alone give: rule 4.2 of the specification, with returns and
    /// failures as results of their own. Total over all facts.
    pub fn derived_status(&self) -> OrderStatus {
        if self.cancelled.is_some() {
            return OrderStatus::Cancelled;
        }
        if !self.confirmed {
            return OrderStatus::Draft;
        }
        // Voided waybills and requests that the carrier has not answered are no shipment yet.
        match self.consignments.iter().rev().find_map(|consignment| consignment.shipment_status()) {
            Some(ShipmentStatus::Created) => OrderStatus::ShippingCreated,
            Some(ShipmentStatus::InTransit) => OrderStatus::Shipped,
            Some(ShipmentStatus::Delivered) => OrderStatus::Delivered,
            Some(ShipmentStatus::Failed) => OrderStatus::DeliveryFailed,
            Some(ShipmentStatus::Returned) => OrderStatus::Returned,
            None => OrderStatus::New,
        }
    }

    /// The status that is shown: a team lead's override where there is one, except that
    /// nothing overrides a cancellation.
    pub fn status(&self) -> OrderStatus {
        match (self.derived_status(), &self.override_status) {
            (OrderStatus::Cancelled, _) => OrderStatus::Cancelled,
            (_, Some(overridden)) => overridden.status,
            (derived, None) => derived,
        }
    }

    /// Whether the money has come.
    pub fn payment_badge(&self) -> PaymentBadge {
        let paid = self.paid();
        if self.total.is_zero() && paid.is_zero() {
            PaymentBadge::NotRequired
        } else if paid.is_zero() {
            PaymentBadge::Unpaid
        } else if self.total.minus(paid).is_ok_and(|open| open.is_positive()) {
            PaymentBadge::Partial
        } else {
            PaymentBadge::Paid
        }
    }
}
