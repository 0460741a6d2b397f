//! Samples of every event and body: for the API description, the golden files and the tests.
//! Companies are invented; their codes have valid check digits.

pub mod payments;

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Currency, Line, Money, Quantity};

use crate::client::{ClientEvent, ClientProfile};
use crate::company::{CompanyEvent, CompanyProfile};
use crate::number::OrderNumber;
use crate::order::consignment::{Carrier, Parcel, ShipmentStatus};
use crate::order::event::{Created, TrackingUpdated, WaybillRegistered, WaybillRequested};
use crate::order::{Customer, Item, OrderEvent, OrderException, OrderStatus};
use crate::outside::nova_poshta::{CarrierClass, Payer, TrackingFact, WaybillNumber};
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

/// Its number.
pub fn order_number() -> OrderNumber {
    OrderNumber::derive(order_id(), 2026, 0)
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

/// The client's id of the samples.
pub fn client_id() -> ClientId {
    ClientId::derive(&["sample"])
}

/// The company's id of the samples.
pub fn company_id() -> CompanyId {
    CompanyId::derive(&["sample"])
}

/// What is known of the samples' company.
pub fn company_profile() -> CompanyProfile {
    CompanyProfile {
        name: line("ТОВ «Степовий Млин»"),
        edrpou: Some(literal("32855961")),
        iban: Some(literal("UA213223130000026007233566001")),
        phone: Some(literal("+380567771234")),
    }
}

/// The samples' company became known.
pub fn company_registered() -> CompanyEvent {
    CompanyEvent::Registered { id: company_id(), profile: company_profile() }
}

/// What is known of the samples' client.
pub fn client_profile() -> ClientProfile {
    ClientProfile {
        name: line("Відділ постачання"),
        phone: Some(literal("+380501234567")),
        email: Some(literal("buy@mlyn.example")),
        company: Some(company_id()),
        company_name: Some(line("ТОВ «Степовий Млин»")),
    }
}

/// The samples' client became known.
pub fn client_registered() -> ClientEvent {
    ClientEvent::Registered { id: client_id(), profile: client_profile() }
}

/// The client of the samples, as an order keeps them.
pub fn customer() -> Customer {
    Customer {
        client: client_id(),
        name: line("Відділ постачання"),
        phone: Some(literal("+380501234567")),
        company: Some(company_id()),
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

fn new_order() -> Created {
    Created { id: order_id(), number: order_number(), client: customer(), items: items(), discount: uah("0"), draft: false, note: None }
}

/// The sample order is made; it costs 1500.50 UAH.
pub fn created() -> OrderEvent {
    OrderEvent::Created(new_order())
}

/// The sample order is made as a draft.
pub fn draft_created() -> OrderEvent {
    OrderEvent::Created(Created { draft: true, ..new_order() })
}

/// A tenant that uses the carrier.
pub fn settings() -> kernel::Settings {
    let text = |text: &str| text.to_owned();
    let sender = serde_json::json!({
        "counterparty_ref": text("5953fb16-08d8-11e4-8958-0025909b4e33"),
        "contact_ref": text("4d06cbac-f6e1-11e4-8a92-005056887b8d"),
        "city_ref": text("db5c88f0-391c-11dd-90d9-001a92567626"),
        "warehouse_ref": text("0d545ec0-e1c2-11e3-8c4a-0050568002cf"),
        "phone": text("+380567771234"),
    });
    kernel::Settings {
        name: text("Дніпро Трейд"),
        jurisdiction: kernel::settings::Jurisdiction::UA,
        time_zone: chrono_tz::Europe::Kyiv,
        currency: Currency::UAH,
        language: kernel::Language::Uk,
        contexts: [(text("orders"), serde_json::json!({ "nova_poshta": { "sender": sender } }))].into(),
    }
}

/// What the sample waybill needs.
pub fn parcel() -> Parcel {
    Parcel {
        recipient_name: line("Відділ постачання"),
        recipient_phone: literal("+380501234567"),
        city: line("Полтава"),
        area: None,
        warehouse: line("3"),
        chosen: None,
        weight_grams: 2_500,
        seats: 1,
        size: None,
        description: line("Запчастини млина"),
        declared_value: uah("1500.50"),
        payer: Payer::Recipient,
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
    let (class, code) = match to {
        ShipmentStatus::Created => (CarrierClass::Created, "1"),
        ShipmentStatus::InTransit => (CarrierClass::InTransit, "4"),
        ShipmentStatus::Delivered => (CarrierClass::Delivered, "9"),
        ShipmentStatus::Failed => (CarrierClass::Exception, "105"),
        ShipmentStatus::Returned => (CarrierClass::Returning, "103"),
    };
    OrderEvent::TrackingUpdated(TrackingUpdated {
        consignment: consignment_id(),
        from,
        to,
        class,
        code: code.to_owned(),
        text: "Відправлення у місті відправника".to_owned(),
        authority_at: "2026-11-21T10:00:00Z".parse().ok(),
        cost: None,
        estimated_delivery: None,
        return_number: None,
        inferred: false,
    })
}

/// A row of the carrier's tracking of the sample parcel.
pub fn tracking_fact(code: &str, at: Option<&str>) -> TrackingFact {
    TrackingFact {
        number: waybill_number(),
        status_code: code.to_owned(),
        status_text: "У дорозі".to_owned(),
        authority_time: at.map(literal),
        scheduled_delivery: None,
        received_at: None,
        document_cost: None,
        amount_to_pay: None,
        amount_paid: None,
        payment_status: None,
        redelivery_sum: None,
        payment_control_sum: None,
        money_transfer: None,
        return_waybill: None,
        redirect_waybill: None,
        owner_waybill: None,
        undelivery_reason: None,
        unreadable: Vec::new(),
    }
}

/// All the money of the sample order came.
pub fn payment_allocated() -> OrderEvent {
    OrderEvent::PaymentAllocated { payment: payment_id(), amount: uah("1500.50"), bank_day: Some(literal("2026-11-21")), received: None }
}

/// A waybill of another origin is typed in for the sample order.
pub fn waybill_registered() -> OrderEvent {
    let (consignment, number) = (consignment_id(), waybill_number());
    OrderEvent::WaybillRegistered(WaybillRegistered { consignment, carrier: Carrier::NovaPoshta, number })
}

/// The carrier did not make the sample waybill.
pub fn waybill_failed(class: FailureClass, retry_at: Option<&str>) -> OrderEvent {
    let error = OutsideError { class, ..outside_error() };
    OrderEvent::WaybillFailed { consignment: consignment_id(), error, retry_at: retry_at.map(literal) }
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
        waybill_registered(),
        waybill_created(),
        waybill_failed(FailureClass::Retry, Some("2026-11-21T08:31:00Z")),
        OrderEvent::WaybillRetryRequested { consignment: consignment.clone(), failed: 1 },
        OrderEvent::WaybillVoidRequested { consignment: consignment.clone(), reason: line("Помилка в адресі") },
        OrderEvent::WaybillVoided { consignment: consignment.clone(), reason: line("Помилка в адресі") },
        OrderEvent::WaybillVoidRefused { consignment, error: outside_error() },
        tracking(ShipmentStatus::Created, ShipmentStatus::InTransit),
        OrderEvent::StatusChanged { from: OrderStatus::New, to: OrderStatus::ShippingCreated },
        OrderEvent::Overridden {
            status: OrderStatus::Delivered, reason: line("Забрав сам"), proof: Some(line("Накладна 17"))
        },
        OrderEvent::OverrideExpired { status: OrderStatus::Delivered, because: line("Перевізник: у дорозі") },
        OrderEvent::Cancelled { reason: line("Клієнт передумав") },
        OrderEvent::ExceptionRaised { exception: OrderException::ShippedAfterCancel },
        OrderEvent::ExceptionResolved { exception: OrderException::ShippedAfterCancel, note: Some(line("Повернуто")) },
        payment_allocated(),
        OrderEvent::PaymentReleased {
            payment: payment_id(), amount: uah("1500.50"), reason: line("Не той клієнт"), mistaken: false
        },
    ]
}

/// A quantity of one.
pub fn one() -> Quantity {
    Quantity::ONE
}
