//! Samples of the accounting system's messages: one of each.

use serde_json::{Value, json};

use super::line;
use crate::MessageId;
use crate::message::receive::ReceiveMessage;
use crate::message::{InboundMessage, MessageEvent};

/// The message of the samples.
pub fn message_id() -> MessageId {
    InboundMessage::id_of(&receive().message_id)
}

/// One of each, by type.
pub fn all() -> Vec<(&'static str, Value)> {
    let items = json!([
        { "product_id": "BRG-6204", "quantity": "60", "price": "240.00" },
        { "product_id": "BLT-A1250", "quantity": "10", "price": "1000.00" },
    ]);
    vec![
        ("1c.ls.created.v1", estimate()),
        (
            "1c.ls.plan-changed.v1",
            json!({ "ls_id": "ЛС-2026-0731", "old_plan": "23.33", "new_plan": "25.00", "reason": "Скидка поставщика" }),
        ),
        (
            "1c.order.created.v1",
            json!({ "order_id": "УТ-001287", "ls_id": "ЛС-2026-0731", "manager_id": "manager", "revision": 1, "items": items }),
        ),
        ("1c.order.updated.v1", json!({ "order_id": "УТ-001287", "revision": 2, "items": items })),
        (
            "1c.shipment.posted.v1",
            json!({ "rtu_id": "РТУ-000911", "order_id": "УТ-001287", "posted_on": "2026-11-21",
                "items": [{ "product_id": "BRG-6204", "quantity": "20", "price": "240.00" }] }),
        ),
        (
            "1c.shipment.returned.v1",
            json!({ "return_id": "ВОЗ-000034", "rtu_id": "РТУ-000911", "order_id": "УТ-001287", "returned_on": "2026-11-23",
                "items": [{ "product_id": "BRG-6204", "quantity": "5" }] }),
        ),
        ("1c.price.npss-updated.v1", json!({ "product_id": "BRG-6204", "new_npss": "126.50", "calculated_on": "2026-11-01" })),
        (
            "1c.price.purchase-changed.v1",
            json!({ "product_id": "BRG-6204", "ptu_id": "ПТУ-00512", "purchased_on": "2026-11-18", "quantity": "400",
                "new_price": "110.00", "currency": "CNY" }),
        ),
        (
            "1c.client.updated.v1",
            json!({ "client_id": "К-00417", "name": "ООО «Прокатный завод»", "is_strategic": true, "allowed_deviation": "3.00" }),
        ),
    ]
}

fn estimate() -> Value {
    json!({
        "ls_id": "ЛС-2026-0731", "client_id": "К-00417", "manager_id": "manager", "business_unit": "bearings",
        "from": "2026-11-01", "until": "2026-12-31", "planned_profit": "23.33", "total": "75000.00",
        "items": [
            { "product_id": "BRG-6204", "name": "Подшипник 6204-2RS", "business_unit": "bearings", "quantity": "100",
              "price": "250.00", "npss": "200.00", "npss_calculated_on": "2026-11-01" },
            { "product_id": "BLT-A1250", "name": "Ремень клиновой A-1250", "business_unit": "drives", "quantity": "50",
              "price": "1000.00", "npss": "750.00", "npss_calculated_on": "2026-11-01" },
        ],
    })
}

/// A new order.
pub fn receive() -> ReceiveMessage {
    let data = json!({
        "order_id": "УТ-001287", "ls_id": "ЛС-2026-0731", "manager_id": "manager", "revision": 1,
        "items": [{ "product_id": "BRG-6204", "quantity": "60", "price": "240.00" }],
    });
    let occurred_at = Some(super::literal("2026-11-21T08:29:58Z"));
    ReceiveMessage { message_id: line("7f0c2e1a-1287-1"), kind: line("1c.order.created.v1"), occurred_at, data }
}

/// It came.
pub fn received() -> MessageEvent {
    let ReceiveMessage { message_id, kind, occurred_at, data } = receive();
    MessageEvent::Received { id: self::message_id(), message_id, kind, occurred_at, data }
}

/// One of each event.
pub fn events() -> Vec<MessageEvent> {
    vec![
        received(),
        MessageEvent::Applied,
        MessageEvent::Superseded,
        MessageEvent::Parked {
            code: line("profitability.shipment.no-such-estimate"),
            tries: 1,
            retry_at: super::literal("2026-11-21T08:31:00Z"),
        },
        MessageEvent::Failed { problem: line("items[0].quantity: missing field") },
        MessageEvent::RetryRequested { by_person: true },
        MessageEvent::GivenUp { reason: line("Пробная отправка") },
    ]
}
