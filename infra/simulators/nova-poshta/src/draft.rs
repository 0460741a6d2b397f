//! Turns the properties of `InternetDocument/save` into an order, or into every problem they have.

use chrono::NaiveDate;
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::codes::{
    AFTERPAYMENT_INVALID, CARGO_TYPE_EMPTY, CARGO_TYPE_INCORRECT, COST_EMPTY, COST_INVALID, COST_TOO_HIGH, DATE_INVALID, DATE_PAST,
    DESCRIPTION_EMPTY, DESCRIPTION_TOO_LONG, Message, OWN_REFERENCE_INVALID, OWN_REFERENCE_TOO_LONG, PAYER_TYPE_EMPTY,
    PAYER_TYPE_INCORRECT, PAYMENT_METHOD_EMPTY, PAYMENT_METHOD_INCORRECT, RECIPIENT_BRANCH_WEIGHT, REDELIVERY_INVALID, SEATS_EMPTY,
    SEATS_INVALID, SEATS_OPTIONS_EMPTY, SENDER_BRANCH_WEIGHT, SERVICE_TYPE_EMPTY, SERVICE_TYPE_INCORRECT, WEIGHT_EMPTY, WEIGHT_INVALID,
    WEIGHT_OF_DOCUMENTS,
};
use crate::counterparty::Counterparties;
use crate::parties;
use crate::places::Warehouse;
use crate::tariff::GRAM_DIGITS;
use crate::waybill::{Order, Party};
use crate::wire::Properties;

const PAYERS: [&str; 3] = ["Sender", "Recipient", "ThirdPerson"];
const PAYMENTS: [&str; 2] = ["Cash", "NonCash"];
const CARGOES: [&str; 5] = ["Cargo", "Documents", "TiresWheels", "Pallet", "Parcel"];
const SERVICES: [&str; 6] = ["DoorsDoors", "DoorsWarehouse", "WarehouseWarehouse", "WarehouseDoors", "DoorsPostomat", "WarehousePostomat"];
/// The only weights of documents, in grams.
const DOCUMENT_GRAMS: [i64; 3] = [100, 500, 1_000];
const DESCRIPTION_MAX: usize = 120;
/// The sender's own order number [client practice].
const OWN_REFERENCE_MAX: usize = 50;
/// A million hryvnias.
const DECLARED_MINOR_MAX: i64 = 100_000_000;

/// The problems found so far; each is said once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<&'static Message>);

impl Problems {
    pub(crate) fn add(&mut self, problem: &'static Message) {
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// Keeps the value of a check that passed, and the problem of one that did not.
    pub(crate) fn note<T>(&mut self, checked: Result<T, &'static Message>) -> Option<T> {
        checked.map_err(|problem| self.add(problem)).ok()
    }
}

/// Checks everything a save says, so that the answer lists every problem at once.
pub(crate) fn check(properties: &Properties, counterparties: &Counterparties, today: NaiveDate) -> Result<Order, Vec<&'static Message>> {
    let mut problems = Problems::default();
    let order = assemble(properties, counterparties, today, &mut problems);
    match order {
        Some(order) if problems.0.is_empty() => Ok(order),
        Some(_) | None => Err(problems.0),
    }
}

fn assemble(properties: &Properties, counterparties: &Counterparties, today: NaiveDate, problems: &mut Problems) -> Option<Order> {
    let date = problems.note(date(properties, today));
    let payer_type = problems.note(choice(properties, "PayerType", &PAYERS, PAYER_TYPE_EMPTY, PAYER_TYPE_INCORRECT));
    let payment_method = problems.note(choice(properties, "PaymentMethod", &PAYMENTS, PAYMENT_METHOD_EMPTY, PAYMENT_METHOD_INCORRECT));
    let cargo_type = problems.note(choice(properties, "CargoType", &CARGOES, CARGO_TYPE_EMPTY, CARGO_TYPE_INCORRECT));
    let service_type = problems.note(choice(properties, "ServiceType", &SERVICES, SERVICE_TYPE_EMPTY, SERVICE_TYPE_INCORRECT));
    let seats = problems.note(seats(properties));
    let weight_grams = problems.note(weight(properties));
    let description = problems.note(description(properties));
    let declared_minor = problems.note(declared(properties));
    let redelivery = problems.note(redelivery(properties));
    let afterpayment_minor = problems.note(afterpayment(properties));
    let own_reference = problems.note(own_reference(properties));
    let service = service_type.clone().unwrap_or_default();
    let sender = parties::sender(properties, counterparties, problems);
    let recipient = parties::recipient(properties, counterparties, &service, problems);
    let order = Order {
        date: date?,
        payer_type: payer_type?,
        payment_method: payment_method?,
        cargo_type: cargo_type?,
        service_type: service_type?,
        seats: seats?,
        weight_grams: weight_grams?,
        volume: properties.text("VolumeGeneral"),
        description: description?,
        declared_minor: declared_minor?,
        redelivery: redelivery?,
        afterpayment_minor: afterpayment_minor?,
        own_reference: own_reference?,
        additional_information: properties.text("AdditionalInformation"),
        sender: sender?,
        recipient: recipient?,
    };
    check_limits(properties, &order, problems);
    Some(order)
}

type Checked<T> = Result<T, &'static Message>;

fn choice(properties: &Properties, key: &str, known: &[&str], empty: &'static Message, incorrect: &'static Message) -> Checked<String> {
    let chosen = properties.filled(key).ok_or(empty)?;
    if known.contains(&chosen.as_str()) { Ok(chosen) } else { Err(incorrect) }
}

fn date(properties: &Properties, today: NaiveDate) -> Checked<NaiveDate> {
    let Some(text) = properties.filled("DateTime") else {
        return Ok(today);
    };
    let date = NaiveDate::parse_from_str(&text, "%d.%m.%Y").map_err(|_| DATE_INVALID)?;
    if date < today { Err(DATE_PAST) } else { Ok(date) }
}

fn seats(properties: &Properties) -> Checked<u32> {
    let text = properties.filled("SeatsAmount").ok_or(SEATS_EMPTY)?;
    let seats: u32 = text.parse().map_err(|_| SEATS_INVALID)?;
    if seats == 0 { Err(SEATS_INVALID) } else { Ok(seats) }
}

/// The weight stated for the whole parcel, or the sum over its seats.
fn weight(properties: &Properties) -> Checked<i64> {
    let grams = |text: &str| decimal::parse(text, GRAM_DIGITS).ok_or(WEIGHT_INVALID);
    let total = match properties.filled("Weight") {
        Some(text) => grams(&text)?,
        None => {
            let seats = properties.list("OptionsSeat");
            if seats.is_empty() {
                return Err(WEIGHT_EMPTY);
            }
            let each = seats.iter().map(|seat| grams(&seat.text("weight")));
            each.sum::<Checked<i64>>()?
        }
    };
    if total <= 0 {
        return Err(WEIGHT_INVALID);
    }
    if properties.text("CargoType") == "Documents" && !DOCUMENT_GRAMS.contains(&total) {
        return Err(WEIGHT_OF_DOCUMENTS);
    }
    Ok(total)
}

fn description(properties: &Properties) -> Checked<String> {
    let text = properties.filled("Description").ok_or(DESCRIPTION_EMPTY)?;
    if text.chars().count() > DESCRIPTION_MAX {
        return Err(DESCRIPTION_TOO_LONG);
    }
    Ok(text)
}

fn money(text: &str, invalid: &'static Message) -> Checked<i64> {
    decimal::parse(text, MONEY_DIGITS).filter(|minor| *minor > 0).ok_or(invalid)
}

fn declared(properties: &Properties) -> Checked<i64> {
    let text = properties.filled("Cost").ok_or(COST_EMPTY)?;
    let minor = money(&text, COST_INVALID)?;
    if minor > DECLARED_MINOR_MAX {
        return Err(COST_TOO_HIGH);
    }
    Ok(minor)
}

fn redelivery(properties: &Properties) -> Checked<Option<(i64, String)>> {
    let data = properties.list("BackwardDeliveryData");
    let Some(back) = data.iter().find(|back| back.text("CargoType") == "Money") else {
        return Ok(None);
    };
    let minor = money(&back.text("RedeliveryString"), REDELIVERY_INVALID)?;
    let payer = back.filled("PayerType").unwrap_or_else(|| "Recipient".to_owned());
    Ok(Some((minor, payer)))
}

fn afterpayment(properties: &Properties) -> Checked<Option<i64>> {
    let Some(text) = properties.filled("AfterpaymentOnGoodsCost") else {
        return Ok(None);
    };
    // Clients send a zero for "none".
    if decimal::parse(&text, MONEY_DIGITS) == Some(0) {
        return Ok(None);
    }
    money(&text, AFTERPAYMENT_INVALID).map(Some)
}

fn own_reference(properties: &Properties) -> Checked<Option<String>> {
    let Some(text) = properties.filled("InfoRegClientBarcodes") else {
        return Ok(None);
    };
    if text.chars().count() > OWN_REFERENCE_MAX {
        return Err(OWN_REFERENCE_TOO_LONG);
    }
    if text.chars().any(char::is_control) {
        return Err(OWN_REFERENCE_INVALID);
    }
    Ok(Some(text))
}

/// What only the two ends together with the parcel can tell: weight limits and postomats.
fn check_limits(properties: &Properties, order: &Order, problems: &mut Problems) {
    let place_grams = order.weight_grams / i64::from(order.seats.max(1));
    let too_heavy = |party: &Party| {
        party
            .warehouse
            .map(|warehouse: &Warehouse| warehouse.facts.place_kg_max)
            .is_some_and(|kg_max| kg_max > 0 && place_grams > kg_max * 1_000)
    };
    if too_heavy(&order.recipient) {
        problems.add(RECIPIENT_BRANCH_WEIGHT);
    }
    if too_heavy(&order.sender) {
        problems.add(SENDER_BRANCH_WEIGHT);
    }
    let to_postomat = order.recipient.warehouse.is_some_and(|w| w.facts.postomat);
    if to_postomat && properties.list("OptionsSeat").is_empty() {
        problems.add(SEATS_OPTIONS_EMPTY);
    }
    if to_postomat != order.service_type.ends_with("Postomat") {
        problems.add(SERVICE_TYPE_INCORRECT);
    }
}
