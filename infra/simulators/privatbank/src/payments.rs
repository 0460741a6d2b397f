//! `/api/proxy/payment/…`: payment orders, created unsigned.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::book::Book;
use crate::clock::{date_text, instant_text};
use crate::transaction::base36;
use crate::wire::Refusal;

/// Fields an order cannot do without, besides one that says whom to pay.
const REQUIRED: [&str; 6] =
    ["document_number", "payer_account", "recipient_nceo", "payment_naming", "payment_amount", "payment_destination"];
/// Fields one of which says whom to pay.
const RECIPIENTS: [&str; 2] = ["recipient_account", "recipient_card"];

fn text<'a>(order: &'a Map<String, Value>, key: &str) -> &'a str {
    order.get(key).and_then(Value::as_str).map_or("", str::trim)
}

/// Takes an order; somebody with the right to must sign it before any money moves.
pub(crate) fn create(book: &mut Book, body: &Value) -> Result<Value, Refusal> {
    let mut order = body.as_object().cloned().unwrap_or_default();
    let missing = REQUIRED.iter().find(|key| text(&order, key).is_empty());
    let missing = missing.or_else(|| RECIPIENTS.first().filter(|_| RECIPIENTS.iter().all(|key| text(&order, key).is_empty())));
    if let Some(key) = missing {
        return Err(Refusal::bad("FIELD_REQUIRED", format!("Не заповнено поле {key}")));
    }
    let payer = text(&order, "payer_account");
    if !book.accounts.iter().any(|account| account.iban == payer) {
        return Err(Refusal::bad("ACCOUNT_NOT_FOUND", "Рахунок платника не належить клієнту"));
    }
    let amount = decimal::parse(text(&order, "payment_amount"), MONEY_DIGITS);
    if amount.is_none_or(|minor| minor <= 0) {
        return Err(Refusal::bad("INVALID_AMOUNT", "Некоректна сума платежу"));
    }
    let number = book.number();
    let now = book.clock.now();
    let (reference, pack) = (format!("PAY{}", base36(number)), format!("PCK{}", base36(number)));
    let date = text(&order, "payment_date");
    let date = if date.is_empty() { date_text(now.date()) } else { date.to_owned() };
    for (key, value) in [
        ("payment_ref", reference.clone()),
        ("payment_pack_ref", pack.clone()),
        ("payment_status", "unsigned".to_owned()),
        ("payment_date", date),
        ("created_at", instant_text(now)),
    ] {
        order.insert(key.to_owned(), Value::from(value));
    }
    book.payments.insert(reference.clone(), order);
    Ok(json!({ "payment_ref": reference, "payment_pack_ref": pack }))
}

/// One order as it was given, with what the bank has added.
pub(crate) fn get(book: &Book, reference: &str) -> Result<Value, Refusal> {
    let order = book.payments.get(reference).cloned().map(Value::Object);
    order.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND", "Платіж не знайдено"))
}
