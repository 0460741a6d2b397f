//! The `InternetDocument` model: waybills saved, changed, deleted and listed.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};
use simulator_support::decimal::{self, MONEY_DIGITS};
use uuid::Uuid;

use crate::codes::{
    CREATED, DOCUMENT_HANDED_OVER, DOCUMENT_NOT_FOUND, LIST_DATE_INVALID, Message, RECEIVED, REF_NOT_FOUND, REFS_UNDEFINED,
    WAYBILL_NOT_FOUND,
};
use crate::draft;
use crate::state::State;
use crate::tariff::{GRAM_DIGITS, Parcel, delivery_date, delivery_fee, redelivery_fee};
use crate::waybill::{Order, Party, Waybill};
use crate::wire::{Envelope, PAGE_ROWS, Properties, plain};

/// What the list says of a day that has not come.
const NEVER: &str = "0001-01-01 00:00:00";

fn fee(order: &Order) -> i64 {
    let carriage = delivery_fee(&Parcel {
        within_city: order.sender.city.reference == order.recipient.city.reference,
        service_type: &order.service_type,
        weight_grams: order.weight_grams,
        declared_minor: order.declared_minor,
    });
    let back = order.redelivery.as_ref();
    carriage + back.map_or(0, |(minor, _)| redelivery_fee(*minor))
}

fn saved_row(waybill: &Waybill) -> Value {
    json!({
        "Ref": waybill.reference,
        "CostOnSite": waybill.fee.to_string(),
        "EstimatedDeliveryDate": waybill.arrival.format("%d.%m.%Y").to_string(),
        "IntDocNumber": waybill.number,
        "TypeDocument": "InternetDocument",
    })
}

/// Saves a waybill. The carrier does not compare own references: two saves make two waybills.
pub(crate) fn save(state: &mut State, properties: &Properties, now: NaiveDateTime) -> (Envelope, Option<Waybill>) {
    let order = match draft::check(properties, &state.counterparties, now.date()) {
        Ok(order) => order,
        Err(problems) => return (Envelope::refused(&problems), None),
    };
    let (fee, arrival) = (fee(&order), delivery_date(order.date, order.sender.city, order.recipient.city));
    let reference = Uuid::now_v7().to_string();
    let waybill = Waybill::new(state.new_number(), reference, order, fee, arrival, now);
    state.waybills.push(waybill.clone());
    (Envelope::of(vec![saved_row(&waybill)]), Some(waybill))
}

/// Changes a waybill that was not handed over; its number stays.
pub(crate) fn update(state: &mut State, properties: &Properties, now: NaiveDateTime) -> Envelope {
    let reference = properties.text("Ref");
    match state.by_reference(&reference) {
        None => return Envelope::refused(&[REF_NOT_FOUND]),
        Some(waybill) if waybill.deleted() => return Envelope::refused(&[WAYBILL_NOT_FOUND]),
        Some(waybill) if waybill.handed_over() => {
            return Envelope::refused(&[DOCUMENT_HANDED_OVER]);
        }
        Some(_) => {}
    }
    let order = match draft::check(properties, &state.counterparties, now.date()) {
        Ok(order) => order,
        Err(problems) => return Envelope::refused(&problems),
    };
    let Some(waybill) = state.by_reference(&reference) else {
        return Envelope::refused(&[REF_NOT_FOUND]);
    };
    waybill.fee = fee(&order);
    waybill.arrival = delivery_date(order.date, order.sender.city, order.recipient.city);
    waybill.order = order;
    Envelope::of(vec![saved_row(waybill)])
}

/// Deletes waybills, all of those named or none.
pub(crate) fn delete(state: &mut State, properties: &Properties, now: NaiveDateTime) -> (Envelope, Vec<Waybill>) {
    let named = properties.value("DocumentRefs");
    let references: Vec<String> = match named.as_array() {
        Some(list) => list.iter().map(plain).collect(),
        None => vec![plain(named)],
    };
    let references: Vec<String> = references.into_iter().filter(|r| !r.is_empty()).collect();
    if references.is_empty() {
        return (Envelope::refused(&[REFS_UNDEFINED]), Vec::new());
    }
    let mut problems: Vec<(usize, &'static Message)> = Vec::new();
    for (at, reference) in references.iter().enumerate() {
        match state.by_reference(reference) {
            None => problems.push((at, DOCUMENT_NOT_FOUND)),
            Some(waybill) if waybill.deleted() => problems.push((at, DOCUMENT_NOT_FOUND)),
            Some(waybill) if waybill.code() != CREATED => {
                problems.push((at, DOCUMENT_HANDED_OVER));
            }
            Some(_) => {}
        }
    }
    if !problems.is_empty() {
        return (Envelope::refused_at(&problems), Vec::new());
    }
    let mut deleted = Vec::new();
    for reference in &references {
        // Named twice, it is deleted once.
        if let Some(waybill) = state.by_reference(reference).filter(|w| !w.deleted()) {
            waybill.delete(now);
            deleted.push(waybill.clone());
        }
    }
    let row = |waybill: &Waybill| json!({ "Ref": waybill.reference });
    (Envelope::of(deleted.iter().map(row).collect()), deleted)
}

/// Lists waybills by their document date. A sender finds a waybill by the own reference it gave
/// in the rows of a day: the list has no filter for it.
pub(crate) fn get_document_list(state: &State, properties: &Properties) -> Envelope {
    let (from, to) = match list_dates(properties) {
        Ok(dates) => dates,
        Err(problem) => return Envelope::refused(&[problem]),
    };
    let rows: Vec<Value> = state
        .waybills
        .iter()
        .filter(|waybill| !waybill.deleted())
        .filter(|waybill| from.is_none_or(|from| waybill.order.date >= from))
        .filter(|waybill| to.is_none_or(|to| waybill.order.date <= to))
        .map(list_row)
        .collect();
    let total = rows.len();
    if properties.text("GetFullList") == "1" {
        return Envelope::page(rows, total);
    }
    Envelope::page(properties.page_of(rows, PAGE_ROWS), total)
}

type Dates = (Option<NaiveDate>, Option<NaiveDate>);

fn list_dates(properties: &Properties) -> Result<Dates, &'static Message> {
    let date =
        |key| properties.filled(key).map(|text| NaiveDate::parse_from_str(&text, "%d.%m.%Y")).transpose().map_err(|_| LIST_DATE_INVALID);
    let only = date("DateTime")?;
    Ok((date("DateTimeFrom")?.or(only), date("DateTimeTo")?.or(only)))
}

fn list_row(waybill: &Waybill) -> Value {
    let order = &waybill.order;
    let own = order.own_reference.as_deref().unwrap_or("");
    let midnight = |date: NaiveDate| format!("{date} 00:00:00");
    let place = |party: &Party| party.warehouse.map_or_else(|| party.door.clone(), |w| w.reference.clone());
    json!({
        "Ref": waybill.reference,
        "DateTime": midnight(order.date),
        "PreferredDeliveryDate": NEVER,
        "RecipientDateTime": waybill
            .reached(&RECEIVED)
            .map_or_else(|| NEVER.to_owned(), to_the_second),
        "EWDateCreated": to_the_second(waybill.created_at()),
        "Weight": decimal::format(order.weight_grams, GRAM_DIGITS),
        "SeatsAmount": order.seats.to_string(),
        "IntDocNumber": waybill.number,
        "Cost": decimal::format(order.declared_minor, MONEY_DIGITS),
        "CitySender": order.sender.city.reference,
        "CityRecipient": order.recipient.city.reference,
        "CitySenderDescription": order.sender.city.facts.name,
        "CityRecipientDescription": order.recipient.city.facts.name,
        "SenderAddress": place(&order.sender),
        "RecipientAddress": place(&order.recipient),
        "RecipientContactPerson": order.recipient.name,
        "RecipientsPhone": order.recipient.phone,
        "CostOnSite": waybill.fee.to_string(),
        "PayerType": order.payer_type,
        "PaymentMethod": order.payment_method,
        "CargoType": order.cargo_type,
        "ServiceType": order.service_type,
        "Description": order.description,
        "AfterpaymentOnGoodsCost": decimal::format(order.afterpayment_minor.unwrap_or(0), MONEY_DIGITS),
        "PackingNumber": "",
        "RejectionReason": "",
        "AdditionalInformation": order.additional_information,
        "InfoRegClientBarcodes": own,
        "ClientBarcode": own,
        "StateId": waybill.code().to_string(),
        "StateName": waybill.status(),
    })
}

fn to_the_second(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}
