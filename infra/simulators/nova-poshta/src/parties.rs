//! Finds the two ends of a waybill: by references, or by a text address.

use crate::codes::{
    CITY_NAME_AMBIGUOUS, CITY_NAME_EMPTY, CITY_NAME_NOT_FOUND, CITY_RECIPIENT_NOT_FOUND, CITY_SENDER_NOT_FOUND, CONTACT_RECIPIENT_EMPTY,
    CONTACT_RECIPIENT_UNKNOWN, CONTACT_SENDER_EMPTY, CONTACT_SENDER_UNKNOWN, Message, RECIPIENT_ADDRESS_EMPTY,
    RECIPIENT_ADDRESS_NAME_NOT_FOUND, RECIPIENT_ADDRESS_UNKNOWN, RECIPIENT_EMPTY, RECIPIENT_HOUSE_EMPTY, RECIPIENT_NAME_EMPTY,
    RECIPIENT_UNKNOWN, RECIPIENTS_PHONE_EMPTY, RECIPIENTS_PHONE_INVALID, SENDER_ADDRESS_EMPTY, SENDER_ADDRESS_UNKNOWN, SENDER_EMPTY,
    SENDER_UNKNOWN, SENDERS_PHONE_EMPTY, SENDERS_PHONE_INVALID,
};
use crate::counterparty::{Counterparties, Kind, PRIVATE_NAME, is_phone};
use crate::draft::Problems;
use crate::places::{City, Warehouse, cities, city, warehouse, warehouses};
use crate::waybill::Party;
use crate::wire::Properties;

/// The names of one end's fields, and what is said when they are wrong.
struct End {
    city: &'static str,
    counterparty: &'static str,
    contact: &'static str,
    address: &'static str,
    index: &'static str,
    phone: &'static str,
    no_city: &'static Message,
    no_counterparty: [&'static Message; 2],
    no_contact: [&'static Message; 2],
    no_address: [&'static Message; 2],
    no_phone: [&'static Message; 2],
}

const SENDER: End = End {
    city: "CitySender",
    counterparty: "Sender",
    contact: "ContactSender",
    address: "SenderAddress",
    index: "SenderWarehouseIndex",
    phone: "SendersPhone",
    no_city: CITY_SENDER_NOT_FOUND,
    no_counterparty: [SENDER_EMPTY, SENDER_UNKNOWN],
    no_contact: [CONTACT_SENDER_EMPTY, CONTACT_SENDER_UNKNOWN],
    no_address: [SENDER_ADDRESS_EMPTY, SENDER_ADDRESS_UNKNOWN],
    no_phone: [SENDERS_PHONE_EMPTY, SENDERS_PHONE_INVALID],
};

const RECIPIENT: End = End {
    city: "CityRecipient",
    counterparty: "Recipient",
    contact: "ContactRecipient",
    address: "RecipientAddress",
    index: "RecipientWarehouseIndex",
    phone: "RecipientsPhone",
    no_city: CITY_RECIPIENT_NOT_FOUND,
    no_counterparty: [RECIPIENT_EMPTY, RECIPIENT_UNKNOWN],
    no_contact: [CONTACT_RECIPIENT_EMPTY, CONTACT_RECIPIENT_UNKNOWN],
    no_address: [RECIPIENT_ADDRESS_EMPTY, RECIPIENT_ADDRESS_UNKNOWN],
    no_phone: [RECIPIENTS_PHONE_EMPTY, RECIPIENTS_PHONE_INVALID],
};

/// The sender, always by references.
pub(crate) fn sender(properties: &Properties, counterparties: &Counterparties, problems: &mut Problems) -> Option<Party> {
    by_references(properties, counterparties, &SENDER, problems)
}

/// The recipient, by references or by the text address that `NewAddress` announces.
pub(crate) fn recipient(
    properties: &Properties,
    counterparties: &Counterparties,
    service_type: &str,
    problems: &mut Problems,
) -> Option<Party> {
    if properties.text("NewAddress") == "1" {
        by_text(properties, service_type, problems)
    } else {
        by_references(properties, counterparties, &RECIPIENT, problems)
    }
}

fn by_references(properties: &Properties, counterparties: &Counterparties, end: &End, problems: &mut Problems) -> Option<Party> {
    let at = problems.note(warehouse_of(properties, end));
    let town = city(&properties.text(end.city)).or_else(|| {
        // A warehouse index says the city too.
        properties.filled(end.index)?;
        at.map(|warehouse| warehouse.city)
    });
    let town = problems.note(town.ok_or(end.no_city));
    let [empty, unknown] = end.no_counterparty;
    let counterparty = problems
        .note(properties.filled(end.counterparty).ok_or(empty).and_then(|reference| counterparties.party(&reference).ok_or(unknown)));
    let [empty, unknown] = end.no_contact;
    let contact = problems.note(
        properties.filled(end.contact).ok_or(empty).and_then(|reference| counterparties.contact(&reference).ok_or(unknown)).and_then(
            |contact| {
                let theirs = counterparty.is_none_or(|c| c.reference == contact.counterparty_ref);
                if theirs { Ok(contact) } else { Err(unknown) }
            },
        ),
    );
    let phone = problems.note(phone_of(properties, end));
    let (at, town) = (at?, town?);
    if at.city.reference != town.reference {
        problems.add(end.no_address[1]);
        return None;
    }
    Some(Party {
        counterparty: counterparty?.description.clone(),
        kind: counterparty?.kind,
        name: contact?.description(),
        phone: phone?,
        city: town,
        warehouse: Some(at),
        door: String::new(),
    })
}

fn warehouse_of(properties: &Properties, end: &End) -> Result<&'static Warehouse, &'static Message> {
    let [empty, unknown] = end.no_address;
    if let Some(reference) = properties.filled(end.address) {
        return warehouse(&reference).ok_or(unknown);
    }
    let index = properties.filled(end.index).ok_or(empty)?;
    warehouses().iter().find(|warehouse| warehouse.index() == index).ok_or(unknown)
}

fn phone_of(properties: &Properties, end: &End) -> Result<String, &'static Message> {
    let [empty, invalid] = end.no_phone;
    let phone = properties.filled(end.phone).ok_or(empty)?;
    if is_phone(&phone) { Ok(phone) } else { Err(invalid) }
}

fn by_text(properties: &Properties, service_type: &str, problems: &mut Problems) -> Option<Party> {
    let town = problems.note(named_city(properties));
    let name = properties.filled("RecipientName").or(properties.filled("RecipientContactName"));
    let name = problems.note(name.ok_or(RECIPIENT_NAME_EMPTY));
    let phone = problems.note(phone_of(properties, &RECIPIENT));
    let town = town?;
    let place = problems.note(named_place(properties, service_type, town));
    let organization = properties.text("RecipientType") == "Organization";
    let (at, door) = place?;
    Some(Party {
        counterparty: if organization { name.clone()? } else { PRIVATE_NAME.to_owned() },
        kind: if organization { Kind::Organization } else { Kind::PrivatePerson },
        name: properties.filled("RecipientContactName").or(name.clone())?,
        phone: phone?,
        city: town,
        warehouse: at,
        door,
    })
}

fn named_city(properties: &Properties) -> Result<&'static City, &'static Message> {
    let name = properties.filled("RecipientCityName").ok_or(CITY_NAME_EMPTY)?;
    let name = name.to_lowercase();
    let area = properties.text("RecipientArea").to_lowercase();
    let mut found = cities().iter().filter(|city| {
        let facts = city.facts;
        let same = [facts.name, facts.russian].iter().any(|n| n.to_lowercase() == name);
        // "Одеська" and "Одеська область" both name the area.
        same && (area.is_empty() || area.starts_with(&facts.area.to_lowercase()))
    });
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(CITY_NAME_AMBIGUOUS),
        (None, _) => Err(CITY_NAME_NOT_FOUND),
    }
}

/// A warehouse by its number, or a street and a house, as the service asks for.
fn named_place(
    properties: &Properties,
    service_type: &str,
    town: &'static City,
) -> Result<(Option<&'static Warehouse>, String), &'static Message> {
    let name = properties.filled("RecipientAddressName").ok_or(RECIPIENT_ADDRESS_EMPTY)?;
    if service_type.ends_with("Doors") {
        let house = properties.filled("RecipientHouse").ok_or(RECIPIENT_HOUSE_EMPTY)?;
        let flat = properties.filled("RecipientFlat");
        let flat = flat.map_or(String::new(), |flat| format!(", кв. {flat}"));
        return Ok((None, format!("{name}, {house}{flat}")));
    }
    let at = warehouses().iter().find(|warehouse| warehouse.city.reference == town.reference && warehouse.facts.number.to_string() == name);
    at.map(|warehouse| (Some(warehouse), String::new())).ok_or(RECIPIENT_ADDRESS_NAME_NOT_FOUND)
}
