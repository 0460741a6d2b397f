//! Samples of every event and body: for the API description, the golden files and the tests.
//! Companies are invented; their codes have valid check digits.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Currency, Line, Money, Quantity};

use crate::number::OrderNumber;
use crate::order::consignment::{Carrier, Parcel, ShipmentStatus};
use crate::order::event::{Created, WaybillRegistered, WaybillRequested};
use crate::order::{Customer, Item, OrderEvent, OrderException, OrderStatus};
use crate::outside::nova_poshta::WaybillNumber;
use crate::{ClientId, CompanyId, OrderId, PaymentId};

/// A line of text. Samples are literals; an invalid one would show as an empty dash.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// Hryvnias.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn uah(amount: &str) -> Money {
    Money::parse(amount, Currency::UAH).expect("a literal amount")
}

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// The order of the samples.
pub fn order_id() -> OrderId {
    OrderId::derive(&["sample"])
}

/// The payment of the samples.
pub fn payment_id() -> PaymentId {
    PaymentId::derive(&["sample"])
}

/// Our reference of the samples' consignment.
pub fn consignment_id() -> String {
    "sample-1".to_owned()
}

/// The waybill of the samples.
pub fn waybill_number() -> WaybillNumber {
    literal("20450912345678")
}

/// The client of the samples.
pub fn customer() -> Customer {
    Customer {
        client: ClientId::derive(&["sample"]),
        name: line("Олена Коваль"),
        phone: Some(literal("+380501234567")),
        company: Some(CompanyId::derive(&["sample"])),
        company_name: Some(line("ТОВ «Степовий Млин»")),
    }
}

/// Goods worth 1500.50 UAH.
pub fn items() -> Vec<Item> {
    vec![
        Item { sku: line("MLN-25"), name: line("Жорна 25 см"), quantity: literal("1"), price: uah("1200.50") },
        Item { sku: line("SIT-08"), name: line("Сито 0,8 мм"), quantity: literal("2"), price: uah("150.00") },
    ]
}

/// The sample order is made; it costs 1500.50 UAH.
pub fn created() -> OrderEvent {
    OrderEvent::Created(Created {
        id: order_id(),
        number: OrderNumber::derive(order_id(), 2026, 0),
        client: customer(),
        items: items(),
        discount: uah("0"),
        draft: false,
        note: None,
    })
}

/// What the sample waybill needs.
pub fn parcel() -> Parcel {
    Parcel {
        recipient_name: line("Олена Коваль"),
        recipient_phone: literal("+380501234567"),
        city: line("Полтава"),
        warehouse: line("3"),
        weight_grams: 2_500,
        seats: 1,
        description: line("Запчастини млина"),
        declared_value: uah("1500.50"),
        cash_on_delivery: None,
    }
}

/// The sample waybill is wanted.
pub fn waybill_requested() -> OrderEvent {
    OrderEvent::WaybillRequested(WaybillRequested { consignment: consignment_id(), carrier: Carrier::NovaPoshta, parcel: parcel() })
}

/// The carrier made the sample waybill.
pub fn waybill_created() -> OrderEvent {
    OrderEvent::WaybillCreated {
        consignment: consignment_id(),
        number: waybill_number(),
        document_ref: "8f2c0d5e-4f7b-11ec-8f15-48df37b921db".to_owned(),
        cost: Some(uah("95.00")),
        estimated_delivery: "2026-11-24".parse().ok(),
    }
}

/// The carrier told where the sample parcel is.
pub fn tracking(from: ShipmentStatus, to: ShipmentStatus) -> OrderEvent {
    OrderEvent::TrackingUpdated {
        consignment: consignment_id(),
        from,
        to,
        code: "4".to_owned(),
        text: "Відправлення у місті відправника".to_owned(),
        authority_at: "2026-11-21T10:00:00Z".parse().ok(),
        return_number: None,
        inferred: false,
    }
}

/// All the money of the sample order came.
pub fn payment_allocated() -> OrderEvent {
    OrderEvent::PaymentAllocated { payment: payment_id(), amount: uah("1500.50") }
}

/// A failure that may pass.
pub fn outside_error() -> OutsideError {
    OutsideError {
        code: "NP_RATE_LIMIT".to_owned(),
        class: FailureClass::Retry,
        raw_code: String::new(),
        text: "To many requests".to_owned(),
    }
}

/// One of each event of an order.
pub fn order_events() -> Vec<OrderEvent> {
    let consignment = consignment_id();
    vec![
        created(),
        OrderEvent::Confirmed,
        OrderEvent::ItemsRevised { items: items(), discount: uah("100.00"), reason: Some(line("Постійний клієнт")) },
        waybill_requested(),
        OrderEvent::WaybillRegistered(WaybillRegistered {
            consignment: consignment.clone(),
            carrier: Carrier::NovaPoshta,
            number: waybill_number(),
        }),
        waybill_created(),
        OrderEvent::WaybillFailed {
            consignment: consignment.clone(),
            error: outside_error(),
            retry_at: "2026-11-21T08:31:00Z".parse().ok(),
        },
        OrderEvent::WaybillVoidRequested { consignment: consignment.clone(), reason: line("Помилка в адресі") },
        OrderEvent::WaybillVoided { consignment: consignment.clone(), reason: line("Помилка в адресі") },
        OrderEvent::WaybillVoidRefused { consignment, error: outside_error() },
        tracking(ShipmentStatus::Created, ShipmentStatus::InTransit),
        OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated },
        OrderEvent::Overridden { status: OrderStatus::Delivered, reason: line("Забрав сам"), proof: Some(line("Накладна 17")) },
        OrderEvent::OverrideExpired { status: OrderStatus::Delivered, because: line("Перевізник: у дорозі") },
        OrderEvent::Cancelled { reason: line("Клієнт передумав") },
        OrderEvent::ExceptionRaised { exception: OrderException::ShippedAfterCancel },
        OrderEvent::ExceptionResolved { exception: OrderException::ShippedAfterCancel, note: Some(line("Повернуто")) },
        payment_allocated(),
        OrderEvent::PaymentReleased { payment: payment_id(), amount: uah("1500.50"), reason: line("Не той клієнт") },
    ]
}

/// A quantity of one.
pub fn one() -> Quantity {
    Quantity::ONE
}
