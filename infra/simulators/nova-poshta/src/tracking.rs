//! The `TrackingDocument` model: where parcels are.

use chrono::{Days, NaiveDateTime, NaiveTime};
use serde_json::{Value, json};
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::codes::{
    ARRIVED, ATTEMPT_FAILED, CREATED, DOCUMENTS_NOT_ARRAY, MONEY_PAID_OUT, NOT_FOUND, NUMBER_NOT_CORRECT, RECEIVED, REFUSED, status_text,
};
use crate::counterparty::phone_digits;
use crate::state::State;
use crate::tariff::GRAM_DIGITS;
use crate::waybill::{Party, Waybill};
use crate::wire::{Envelope, Properties};

/// Numbers in one request at most.
const DOCUMENTS_MAX: usize = 100;
/// Digits of a waybill number.
const NUMBER_DIGITS: usize = 14;
/// Days a parcel waits before storage is charged.
const FREE_STORAGE_DAYS: u64 = 7;
const PHONE_WANTED: &str = "Please enter a valid phone number from the express invoice to show full information";

/// What is shown only to somebody who knows the phone of the sender or the recipient.
const PRIVATE: [&str; 20] = [
    "RecipientFullName",
    "RecipientFullNameEW",
    "SenderFullNameEW",
    "PhoneSender",
    "PhoneRecipient",
    "CounterpartySenderDescription",
    "CounterpartyRecipientDescription",
    "SenderAddress",
    "RecipientAddress",
    "CargoDescriptionString",
    "ClientBarcode",
    "AdditionalInformationEW",
    "AnnouncedPrice",
    "AfterpaymentOnGoodsCost",
    "RedeliverySum",
    "RedeliveryPayer",
    "ExpressWaybillPaymentStatus",
    "ExpressWaybillAmountToPay",
    "AmountToPay",
    "AmountPaid",
];

pub(crate) fn get_status_documents(state: &mut State, properties: &Properties) -> Envelope {
    let documents = properties.list("Documents");
    if documents.is_empty() || documents.len() > DOCUMENTS_MAX {
        return Envelope::refused(&[DOCUMENTS_NOT_ARRAY]);
    }
    let correct = |number: &str| number.len() == NUMBER_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = documents.iter().map(|document| document.text("DocumentNumber"));
    if !numbers.clone().all(|number| correct(&number)) {
        return Envelope::refused(&[NUMBER_NOT_CORRECT]);
    }
    let mut rows = Vec::new();
    let mut warnings = Vec::new();
    for (number, document) in numbers.zip(&documents) {
        let Some(waybill) = state.by_number(&number) else {
            rows.push(unknown_row(&number));
            continue;
        };
        let phone = phone_digits(&document.text("Phone"));
        let parties = [&waybill.order.sender, &waybill.order.recipient];
        if parties.iter().any(|party| party.phone == phone) {
            rows.push(row(waybill));
        } else {
            rows.push(without_private(row(waybill)));
            warnings.push(json!({ (format!("ID_{number}")): PHONE_WANTED }));
        }
    }
    Envelope::of(rows).with_warnings(Value::from(warnings), json!([]))
}

fn without_private(mut row: Value) -> Value {
    for key in PRIVATE {
        row[key] = json!("");
    }
    row
}

/// An unknown number is no error: a row says so.
fn unknown_row(number: &str) -> Value {
    let row = json!({
        "Number": number,
        "StatusCode": NOT_FOUND.to_string(),
        "Status": status_text(NOT_FOUND, "", ""),
        "SecurePayment": false,
        "TrusteeRecipientPhone": "",
        "LightReturnNumber": "",
        "LastCreatedOnTheBasisPayerType": "",
        "LastTransactionDateTimeGM": "",
        "RedeliveryPaymentCardRef": "",
        "RedeliveryPaymentCardDescription": "",
        "CreatedOnTheBasis": "",
    });
    merged([without_private(row), possibilities(None)])
}

/// Everything the carrier tells of a waybill.
pub(crate) fn row(waybill: &Waybill) -> Value {
    merged([
        status_part(waybill),
        parcel_part(waybill),
        money_part(waybill),
        dates_part(waybill),
        places_part(waybill),
        people_part(waybill),
        exceptions_part(waybill),
        possibilities(Some(waybill)),
    ])
}

fn merged<const N: usize>(parts: [Value; N]) -> Value {
    let mut whole = serde_json::Map::new();
    for part in parts {
        if let Value::Object(fields) = part {
            whole.extend(fields);
        }
    }
    Value::Object(whole)
}

fn status_part(waybill: &Waybill) -> Value {
    let code = waybill.code();
    let even = waybill.number.ends_with(['0', '2', '4', '6', '8']);
    json!({
        "Number": waybill.number,
        "RefEW": waybill.reference,
        // Most answers have the code as text; clients meet a number too, here for even waybills.
        "StatusCode": if even { json!(code) } else { json!(code.to_string()) },
        "Status": waybill.status(),
    })
}

fn parcel_part(waybill: &Waybill) -> Value {
    let order = &waybill.order;
    let weight = decimal::format(order.weight_grams, GRAM_DIGITS);
    json!({
        "DocumentWeight": number_or_text(order.weight_grams, GRAM_DIGITS),
        "FactualWeight": weight,
        "CheckWeight": 0,
        "CheckWeightMethod": "",
        "SumBeforeCheckWeight": 0,
        "CalculatedWeight": "",
        "VolumeWeight": order.volume,
        "ServiceType": order.service_type,
        "CargoType": order.cargo_type,
        "PayerType": order.payer_type,
        "PaymentMethod": order.payment_method,
        "SeatsAmount": order.seats.to_string(),
        "CargoDescriptionString": order.description,
        "ClientBarcode": order.own_reference.as_deref().unwrap_or(""),
        "AdditionalInformationEW": order.additional_information,
        "Packaging": [],
        "PartialReturnGoods": [],
        "AviaDelivery": 0,
        "InternationalDeliveryType": "",
        "BarcodeRedBox": "",
        "FreeShipping": "",
        "MarketplacePartnerToken": "",
    })
}

/// A whole amount as a number, any other as text: the carrier mixes both in one field.
fn number_or_text(units: i64, digits: u32) -> Value {
    let scale = 10_i64.pow(digits);
    if units % scale == 0 { json!(units / scale) } else { json!(decimal::format(units, digits)) }
}

fn money_part(waybill: &Waybill) -> Value {
    let order = &waybill.order;
    let received = waybill.reached(&RECEIVED);
    let paid = received.is_some() || (order.payer_type == "Sender" && waybill.handed_over());
    let paid_at = received.filter(|_| paid).or(paid.then(|| waybill.created_at()));
    let money = |minor: i64| number_or_text(minor, MONEY_DIGITS);
    let fee = waybill.fee.to_string();
    let paid_out = waybill.reached(&[MONEY_PAID_OUT]);
    let redelivery = order.redelivery.as_ref();
    json!({
        "DocumentCost": fee,
        "AnnouncedPrice": money(order.declared_minor),
        "AmountToPay": fee,
        "AmountPaid": if paid { fee.as_str() } else { "0" },
        "PaymentStatus": if paid { "PAYED" } else { "" },
        "PaymentStatusDate": paid_at.map(iso).unwrap_or_default(),
        "ExpressWaybillPaymentStatus": if paid { "Payed" } else { "NeedToPay" },
        "ExpressWaybillAmountToPay": if paid { json!(0) } else { json!(fee) },
        "AfterpaymentOnGoodsCost": order.afterpayment_minor.map_or(json!(""), money),
        "Redelivery": i32::from(redelivery.is_some()),
        "RedeliveryNum": "",
        "RedeliverySum": redelivery.map_or(json!(0), |(minor, _)| money(*minor)),
        "RedeliveryPayer": redelivery.map_or("", |(_, payer)| payer),
        "RedeliveryServiceCost": "",
        "LastTransactionStatusGM": paid_out.map_or("", |_| "Виплачено"),
        "LastTransactionDateTimeGM": paid_out.map(iso).unwrap_or_default(),
        "LastAmountTransferGM": match (paid_out, redelivery) {
            (Some(_), Some((minor, _))) => money(*minor),
            _ => json!(""),
        },
        "LastAmountReceivedCommissionGM": 0,
        "SecurePayment": false,
        "StorageAmount": "",
        "StoragePrice": "",
        "CardMaskedNumber": "",
    })
}

fn iso(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Each date of a row has a format of its own; all are Kyiv time.
fn dates_part(waybill: &Waybill) -> Value {
    let dashes = "%d-%m-%Y %H:%M:%S";
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN);
    let scheduled = waybill.arrival.and_time(noon);
    let arrived = waybill.reached(&ARRIVED);
    let received = waybill.reached(&RECEIVED);
    let scanned = waybill.handed_over().then(|| waybill.updated_at());
    let charged_from = arrived.and_then(|at| at.checked_add_days(Days::new(FREE_STORAGE_DAYS)));
    let text = |at: Option<NaiveDateTime>, format: &str| at.map_or(String::new(), |at| at.format(format).to_string());
    json!({
        "DateCreated": text(Some(waybill.created_at()), dashes),
        "ScheduledDeliveryDate": text(Some(scheduled), dashes),
        "DateScan": text(scanned, "%H:%M %d.%m.%Y"),
        "RecipientDateTime": text(received, "%d.%m.%Y %H:%M:%S"),
        "ActualDeliveryDate": text(arrived.or(received), "%Y-%m-%d %H:%M:%S"),
        "TrackingUpdateDate": iso(waybill.updated_at()),
        "AdjustedDate": iso(scheduled),
        "DateFirstDayStorage": text(charged_from, "%Y-%m-%d"),
        "DatePayedKeeping": text(charged_from, "%Y-%m-%d %H:%M:%S"),
        "DateMoving": "",
        "DaysStorageCargo": "",
        "DeliveryTimeframe": "",
    })
}

fn places_part(waybill: &Waybill) -> Value {
    let (sender, recipient) = (&waybill.order.sender, &waybill.order.recipient);
    let branch = recipient.warehouse;
    let warehouse_of = |party: &Party| party.warehouse.map_or(String::new(), |w| w.description());
    json!({
        "RefCitySender": sender.city.reference,
        "RefCityRecipient": recipient.city.reference,
        "RefSettlementSender": sender.city.settlement_reference,
        "RefSettlementRecipient": recipient.city.settlement_reference,
        "CitySender": sender.city.facts.name,
        "CityRecipient": recipient.city.facts.name,
        "WarehouseSender": warehouse_of(sender),
        "WarehouseRecipient": warehouse_of(recipient),
        "WarehouseRecipientRef": branch.map_or("", |w| w.reference.as_str()),
        "WarehouseRecipientNumber": branch.map_or(json!(""), |w| json!(w.facts.number)),
        "RecipientWarehouseTypeRef": branch.map_or(String::new(), |w| w.type_reference()),
        "CategoryOfWarehouse": branch.map_or("", |w| w.category()),
        "SenderAddress": sender.address(),
        "RecipientAddress": recipient.address(),
    })
}

fn people_part(waybill: &Waybill) -> Value {
    let (sender, recipient) = (&waybill.order.sender, &waybill.order.recipient);
    json!({
        "SenderFullNameEW": sender.name,
        "RecipientFullName": recipient.name,
        "RecipientFullNameEW": recipient.name,
        "PhoneSender": sender.phone,
        "PhoneRecipient": recipient.phone,
        "CounterpartyType": recipient.kind,
        "CounterpartySenderType": sender.kind,
        "CounterpartySenderDescription": sender.counterparty,
        "CounterpartyRecipientDescription": recipient.counterparty,
        "LoyaltyCardSender": "",
        "LoyaltyCardRecipient": "",
    })
}

fn exceptions_part(waybill: &Waybill) -> Value {
    let refused = waybill.reached(&REFUSED);
    let failed = waybill.reached(&[ATTEMPT_FAILED]);
    let reason = match (refused, failed) {
        (Some(_), _) => "Відмова одержувача",
        (None, Some(_)) => "Одержувач відсутній за адресою",
        (None, None) => "",
    };
    json!({
        "UndeliveryReasons": reason,
        "UndeliveryReasonsDate": refused.or(failed).map(iso).unwrap_or_default(),
        "UndeliveryReasonsSubtypeDescription": reason,
        "CargoReturnRefusal": false,
        "OwnerDocumentNumber": "",
        "OwnerDocumentType": "",
        "CreatedOnTheBasis": "",
        "LastCreatedOnTheBasisNumber": "",
        "LastCreatedOnTheBasisDocumentType": "",
        "LastCreatedOnTheBasisDateTime": "",
        "LastCreatedOnTheBasisPayerType": "",
        "LightReturnNumber": "",
        "TrusteeRecipientPhone": "",
    })
}

/// What can still be ordered for the parcel.
fn possibilities(waybill: Option<&Waybill>) -> Value {
    let code = waybill.map_or(NOT_FOUND, Waybill::code);
    let handed_over = waybill.is_some_and(Waybill::handed_over);
    let moving = handed_over && !RECEIVED.contains(&code) && !REFUSED.contains(&code);
    let waiting = ARRIVED.contains(&code);
    json!({
        "PossibilityCreateReturn": moving,
        "PossibilityCreateRefusal": moving,
        "PossibilityCreateRedirecting": moving,
        "PossibilityChangeEW": code == CREATED || moving,
        "PossibilityChangeCash2Card": false,
        "PossibilityChangeDeliveryIntervals": false,
        "PossibilityTermExtension": waiting,
        "PossibilityTrusteeRecipient": waiting,
        "PossibilityLightReturn": false,
    })
}
