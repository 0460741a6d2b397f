//! Requests as the carrier spells them, and rows of its answers as the context's types.

use kernel::identifier::Phone;
use kernel::{Currency, Day, Money};
use orders::outside::nova_poshta::{
    City, NewWaybill, Payer, Price, PriceQuestion, Sender, Settings, Size, TrackedNumber, Warehouse, WarehouseKind, Waybill,
};
use orders::outside::{kyiv, lenient};
use serde_json::{Map, Value, json};

/// The lightest weight that the carrier accepts.
const WEIGHT_GRAMS_MIN: u32 = 100;
/// A seat up to this weight is a parcel, above it cargo, by the carrier's terms.
const PARCEL_GRAMS_MAX: u32 = 30_000;
const GRAMS_IN_KILOGRAM: u32 = 1_000;
/// Digits of a kilogram in grams, a centimetre in millimetres, a cubic metre in cubic millimetres.
const KILOGRAM_DIGITS: usize = 3;
const CENTIMETRE_DIGITS: usize = 1;
const CUBIC_METRE_DIGITS: usize = 9;

/// Units of `10^-digits` as decimal text without needless zeros: 1500 with three digits is `1.5`.
fn decimal(units: u64, digits: usize) -> String {
    let all = format!("{units:0>width$}", width = digits.saturating_add(1));
    let (whole, fraction) = all.split_at(all.len().saturating_sub(digits));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// An amount without kopecks where there are none: the carrier's examples have whole hryvnias.
fn amount(money: Money) -> String {
    let text = money.amount();
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}

fn kilograms(grams: u32) -> String {
    decimal(u64::from(grams.max(WEIGHT_GRAMS_MIN)), KILOGRAM_DIGITS)
}

fn seat_grams(grams: u32, seats: u16) -> u32 {
    grams.div_ceil(u32::from(seats.max(1)))
}

fn cargo_type(grams: u32, seats: u16) -> &'static str {
    if seat_grams(grams, seats) <= PARCEL_GRAMS_MAX { "Parcel" } else { "Cargo" }
}

/// `380501234567`: the carrier takes no plus.
fn phone(phone: &Phone) -> String {
    phone.as_str().trim_start_matches('+').to_owned()
}

/// `dd.mm.yyyy`.
pub(crate) fn day(day: Day) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A place by references.
pub(crate) struct Resolved {
    pub(crate) city_ref: String,
    pub(crate) warehouse_ref: String,
    pub(crate) kind: WarehouseKind,
}

/// A person by references.
pub(crate) struct Contact {
    pub(crate) counterparty_ref: String,
    pub(crate) contact_ref: String,
}

/// `Counterparty/save` of a private person. The name's order is surname, first name, the rest.
pub(crate) fn person(name: &str, number: &Phone) -> Value {
    let mut words = name.split_whitespace();
    let (last, first) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let middle = words.collect::<Vec<_>>().join(" ");
    json!({
        "CounterpartyType": "PrivatePerson",
        "CounterpartyProperty": "Recipient",
        "LastName": last,
        "FirstName": first,
        "MiddleName": middle,
        "Phone": phone(number),
        "Email": "",
    })
}

/// `InternetDocument/save`.
pub(crate) fn waybill(new: &NewWaybill, settings: &Settings, sender: &Sender, to: &Resolved, contact: &Contact, today: Day) -> Value {
    let mut properties = json!({
        "PayerType": match new.payer { Payer::Sender => "Sender", Payer::Recipient => "Recipient" },
        "PaymentMethod": "Cash",
        "DateTime": day(today),
        "CargoType": cargo_type(new.weight_grams, new.seats),
        "Weight": kilograms(new.weight_grams),
        "ServiceType": match to.kind { WarehouseKind::Branch => "WarehouseWarehouse", WarehouseKind::Postomat => "WarehousePostomat" },
        "SeatsAmount": new.seats.to_string(),
        "Description": new.description.trim(),
        "Cost": amount(new.declared_value),
        "CitySender": sender.city_ref,
        "Sender": sender.counterparty_ref,
        "SenderAddress": sender.warehouse_ref,
        "ContactSender": sender.contact_ref,
        "SendersPhone": phone(&sender.phone),
        "CityRecipient": to.city_ref,
        "Recipient": contact.counterparty_ref,
        "RecipientAddress": to.warehouse_ref,
        "ContactRecipient": contact.contact_ref,
        "RecipientsPhone": phone(&new.recipient.phone),
        "InfoRegClientBarcodes": new.own_reference.trim(),
    });
    let mut more = Map::new();
    if let Some(size) = new.size {
        let seats = u64::from(new.seats);
        more.insert("VolumeGeneral".to_owned(), json!(decimal(volume(size).saturating_mul(seats), CUBIC_METRE_DIGITS)));
        more.insert("OptionsSeat".to_owned(), (0..new.seats).map(|_| seat(new, size)).collect());
    }
    match new.cash_on_delivery {
        Some(money) if settings.payment_control => {
            more.insert("AfterpaymentOnGoodsCost".to_owned(), json!(amount(money)));
        }
        Some(money) => {
            let back = json!([{ "PayerType": "Recipient", "CargoType": "Money", "RedeliveryString": amount(money) }]);
            more.insert("BackwardDeliveryData".to_owned(), back);
        }
        None => {}
    }
    if let Some(properties) = properties.as_object_mut() {
        properties.extend(more);
    }
    properties
}

/// Cubic millimetres.
fn volume(size: Size) -> u64 {
    u64::from(size.length_mm).saturating_mul(u64::from(size.width_mm)).saturating_mul(u64::from(size.height_mm))
}

/// The carrier spells these names in lower camel case. The sum of the seats may exceed the
/// whole by rounding up, which the carrier weighs anyway.
fn seat(new: &NewWaybill, size: Size) -> Value {
    let centimetres = |mm: u32| decimal(u64::from(mm), CENTIMETRE_DIGITS);
    json!({
        "volumetricVolume": decimal(volume(size), CUBIC_METRE_DIGITS),
        "volumetricWidth": centimetres(size.width_mm),
        "volumetricLength": centimetres(size.length_mm),
        "volumetricHeight": centimetres(size.height_mm),
        "weight": kilograms(seat_grams(new.weight_grams, new.seats)),
    })
}

/// `InternetDocument/getDocumentPrice`.
pub(crate) fn price_question(question: &PriceQuestion, sender: &Sender) -> Value {
    let mut properties = json!({
        "CitySender": sender.city_ref,
        "CityRecipient": question.city_ref,
        "Weight": kilograms(question.weight_grams),
        "ServiceType": "WarehouseWarehouse",
        "Cost": amount(question.declared_value),
        "CargoType": cargo_type(question.weight_grams, question.seats),
        "SeatsAmount": question.seats.to_string(),
    });
    if let Some(money) = question.cash_on_delivery {
        properties["RedeliveryCalculate"] = json!({ "CargoType": "Money", "Amount": amount(money) });
    }
    properties
}

/// `TrackingDocument/getStatusDocuments`.
pub(crate) fn tracking(waybills: &[TrackedNumber]) -> Value {
    let document = |tracked: &TrackedNumber| json!({ "DocumentNumber": tracked.number.as_str(), "Phone": tracked.phone.as_ref().map(phone).unwrap_or_default() });
    json!({ "Documents": waybills.iter().map(document).collect::<Vec<_>>() })
}

/// A saved waybill, or a row of the list of waybills. `None` without number or reference.
pub(crate) fn read_waybill(row: &Value) -> Option<Waybill> {
    let number = lenient::text(row, "IntDocNumber")?.parse().ok()?;
    Some(Waybill {
        number,
        document_ref: lenient::text(row, "Ref")?,
        cost: lenient::text(row, "CostOnSite").and_then(|text| lenient::money(&text, Currency::UAH)),
        estimated_delivery: lenient::text(row, "EstimatedDeliveryDate").and_then(|text| kyiv::day(&text).ok().flatten()),
    })
}

/// Whether a row of the list of waybills is the one with this own reference.
pub(crate) fn has_own_reference(row: &Value, own_reference: &str) -> bool {
    lenient::first_text(row, &["InfoRegClientBarcodes", "ClientBarcode"]).is_some_and(|text| text == own_reference.trim())
}

/// A price. `None` without the delivery's.
pub(crate) fn read_price(row: &Value) -> Option<Price> {
    let money = |field| lenient::text(row, field).and_then(|text| lenient::money(&text, Currency::UAH));
    Some(Price {
        delivery: money("Cost")?,
        redelivery: money("CostRedelivery").filter(|money| money.is_positive()),
        assessed: money("AssessedCost"),
    })
}

/// A settlement out of a search; `None` where the carrier does not deliver.
pub(crate) fn read_city(row: &Value) -> Option<City> {
    let text = |field| lenient::text(row, field);
    let name = text("MainDescription")?;
    Some(City {
        city_ref: text("DeliveryCity")?,
        area: text("Area").unwrap_or_default(),
        present: text("Present").unwrap_or_else(|| name.clone()),
        name,
    })
}

/// A branch or postomat.
pub(crate) fn read_warehouse(row: &Value) -> Option<Warehouse> {
    let text = |field| lenient::text(row, field);
    let postomat = text("CategoryOfWarehouse").is_some_and(|category| category.eq_ignore_ascii_case("postomat"));
    let whole_kilograms = text("PlaceMaxWeightAllowed").and_then(|kg| kg.split('.').next().and_then(|whole| whole.parse::<u32>().ok()));
    Some(Warehouse {
        warehouse_ref: text("Ref")?,
        number: text("Number")?,
        description: text("Description").unwrap_or_default(),
        kind: if postomat { WarehouseKind::Postomat } else { WarehouseKind::Branch },
        weight_grams_max: whole_kilograms.filter(|kg| *kg > 0).map(|kg| kg.saturating_mul(GRAMS_IN_KILOGRAM)),
    })
}

/// A saved private person: the counterparty that all of them share, and the person in an
/// envelope of its own.
pub(crate) fn read_contact(row: &Value, contacts: &[Value]) -> Option<Contact> {
    Some(Contact { counterparty_ref: lenient::text(row, "Ref")?, contact_ref: lenient::text(contacts.first()?, "Ref")? })
}

/// Whether a settlement is the one meant by a typed name and, if given, a typed area.
pub(crate) fn is_named(city: &City, name: &str, area: Option<&str>) -> bool {
    let bare = |text: &str| {
        let text = text.trim().to_lowercase();
        let text = ["м.", "смт", "с.", "с-ще"].iter().find_map(|kind| text.strip_prefix(kind)).unwrap_or(&text).to_owned();
        let text = ["область", "обл."].iter().find_map(|kind| text.strip_suffix(kind)).unwrap_or(&text).to_owned();
        text.trim().to_owned()
    };
    bare(&city.name) == bare(name) && area.is_none_or(|area| bare(&city.area) == bare(area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_without_floats() {
        for (units, digits, text) in [(1_500, 3, "1.5"), (100, 3, "0.1"), (12_000, 3, "12"), (7, 3, "0.007"), (0, 3, "0"), (305, 1, "30.5")]
        {
            assert_eq!(decimal(units, digits), text);
        }
        assert_eq!(kilograms(1), "0.1");
        assert_eq!(amount(Money::from_minor(150_055, Currency::UAH)), "1500.55");
        assert_eq!(amount(Money::from_minor(150_000, Currency::UAH)), "1500");
        let size = Size { length_mm: 300, width_mm: 200, height_mm: 105 };
        assert_eq!(decimal(volume(size), CUBIC_METRE_DIGITS), "0.0063");
    }

    #[test]
    fn a_name_is_split_into_the_carriers_fields() {
        let number: Phone = "+380501234567".parse().unwrap();
        for (name, last, first, middle) in [
            ("Отримувач Тестовий", "Отримувач", "Тестовий", ""),
            (" Отримувач-Платник  Тестовий Перший ", "Отримувач-Платник", "Тестовий", "Перший"),
            ("Відділ постачання складу номер", "Відділ", "постачання", "складу номер"),
        ] {
            let person = person(name, &number);
            assert_eq!([&person["LastName"], &person["FirstName"], &person["MiddleName"]], [&json!(last), &json!(first), &json!(middle)]);
            assert_eq!(person["Phone"], json!("380501234567"));
        }
    }

    #[test]
    fn a_typed_city_meets_the_carriers_spelling() {
        let city = City {
            city_ref: String::new(), name: "Іванівка".to_owned(), area: "Одеська".to_owned(), present: String::new()
        };
        for (name, area, same) in [
            ("Іванівка", None, true),
            ("с. іванівка", Some("Одеська область"), true),
            ("Іванівка", Some("одеська обл."), true),
            ("Іванівка", Some("Харківська"), false),
            ("Іванівка Перша", None, false),
            ("Смт Іванівка", None, true),
        ] {
            assert_eq!(is_named(&city, name, area), same, "{name} {area:?}");
        }
    }

    #[test]
    fn rows_with_holes_are_no_waybills() {
        assert!(read_waybill(&json!({ "IntDocNumber": "20450000000017", "Ref": "r", "CostOnSite": 45 })).is_some());
        assert!(read_waybill(&json!({ "IntDocNumber": "", "Ref": "r" })).is_none());
        assert!(read_waybill(&json!({ "IntDocNumber": 20_450_000_000_017_u64 })).is_none());
        assert!(read_city(&json!({ "MainDescription": "Село", "DeliveryCity": "" })).is_none());
    }
}
