//! What a parcel costs and when it arrives, by invented but plausible rules.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, Weekday};
use serde_json::{Value, json};
use simulator_support::decimal;

use crate::codes::{CITY_RECIPIENT_NOT_FOUND, CITY_SENDER_NOT_FOUND, Message, WEIGHT_INVALID};
use crate::places::{City, city, reference};
use crate::wire::{Envelope, Properties};

/// Weights are whole grams: three digits after the point of a kilogram.
pub(crate) const GRAM_DIGITS: u32 = 3;
const KOPECKS: i64 = 100;
/// Declared value up to which no fee is charged for it, in hryvnias.
const FREE_VALUE: i64 = 500;

/// Fees by the weight of the parcel up to so many kilograms: within a city, between cities.
const BRACKETS: [(i64, i64, i64); 4] = [(2, 55, 75), (10, 85, 105), (30, 125, 155), (1_000, 250, 330)];

/// A parcel as far as its price is concerned.
pub(crate) struct Parcel<'a> {
    pub(crate) within_city: bool,
    pub(crate) service_type: &'a str,
    pub(crate) weight_grams: i64,
    pub(crate) declared_minor: i64,
}

/// The delivery fee in whole hryvnias.
pub(crate) fn delivery_fee(parcel: &Parcel<'_>) -> i64 {
    let bracket = BRACKETS.iter().find(|(kg_max, _, _)| parcel.weight_grams <= kg_max * 1_000).or(BRACKETS.last());
    let base = bracket.map_or(0, |(_, within, between)| if parcel.within_city { *within } else { *between });
    let doors = if parcel.service_type.contains("Doors") { 35 } else { 0 };
    let charged = (parcel.declared_minor - FREE_VALUE * KOPECKS).max(0);
    // Half a percent of the declared value, rounded up to a hryvnia.
    base + doors + ceiling(charged, 200 * KOPECKS)
}

/// The fee for bringing the money back, in whole hryvnias: 20 and two percent.
pub(crate) fn redelivery_fee(amount_minor: i64) -> i64 {
    20 + ceiling(amount_minor, 50 * KOPECKS)
}

fn ceiling(amount: i64, divisor: i64) -> i64 {
    (amount + divisor - 1) / divisor
}

/// The day a parcel handed over on `date` arrives; nothing arrives on a Sunday.
pub(crate) fn delivery_date(date: NaiveDate, sender: &City, recipient: &City) -> NaiveDate {
    let nearby = sender.facts.area == recipient.facts.area;
    let village = sender.facts.village || recipient.facts.village;
    let days = 1 + u64::from(!nearby) + u64::from(village);
    let arrival = date.checked_add_days(Days::new(days)).unwrap_or(date);
    match arrival.weekday() {
        Weekday::Sun => arrival.succ_opt().unwrap_or(arrival),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri | Weekday::Sat => arrival,
    }
}

fn both_cities(properties: &Properties) -> Result<(&'static City, &'static City), Vec<&'static Message>> {
    let sender = city(&properties.text("CitySender"));
    let recipient = city(&properties.text("CityRecipient"));
    let (Some(sender), Some(recipient)) = (sender, recipient) else {
        let mut problems = Vec::new();
        if sender.is_none() {
            problems.push(CITY_SENDER_NOT_FOUND);
        }
        if recipient.is_none() {
            problems.push(CITY_RECIPIENT_NOT_FOUND);
        }
        return Err(problems);
    };
    Ok((sender, recipient))
}

pub(crate) fn get_document_price(properties: &Properties) -> Envelope {
    let (sender, recipient) = match both_cities(properties) {
        Ok(cities) => cities,
        Err(problems) => return Envelope::refused(&problems),
    };
    let weight = properties.filled("Weight").unwrap_or_else(|| "0.1".to_owned());
    let Some(weight_grams) = decimal::parse(&weight, GRAM_DIGITS).filter(|grams| *grams > 0) else {
        return Envelope::refused(&[WEIGHT_INVALID]);
    };
    let declared = properties.filled("Cost").unwrap_or_else(|| "300".to_owned());
    let declared_minor = decimal::parse(&declared, decimal::MONEY_DIGITS).unwrap_or(0);
    let redelivery = Properties::of(properties.value("RedeliveryCalculate"));
    let redelivery_minor = decimal::parse(&redelivery.text("Amount"), decimal::MONEY_DIGITS);
    let within_city = sender.reference == recipient.reference;
    let fee = delivery_fee(&Parcel { within_city, service_type: &properties.text("ServiceType"), weight_grams, declared_minor });
    let zone = if within_city { "1" } else { "2" };
    Envelope::of(vec![json!({
        "AssessedCost": decimal::format(declared_minor / KOPECKS, 0),
        "Cost": fee.to_string(),
        // The only amount here that comes as a number, and only when it was asked for.
        "CostRedelivery": redelivery_minor.map_or(Value::from("0"), |minor| Value::from(redelivery_fee(minor))),
        "TZoneInfo": { "TzoneName": format!("Тарифна зона {zone}"), "TzoneID": reference("zone", zone) },
        "CostPack": properties.filled("PackCount").map_or("", |_| "25"),
    })])
}

/// `general` picks between the two shapes clients meet: the bare date object, and the same object
/// under `DeliveryDate`.
pub(crate) fn get_document_delivery_date(properties: &Properties, today: NaiveDate, general: bool) -> Envelope {
    let (sender, recipient) = match both_cities(properties) {
        Ok(cities) => cities,
        Err(problems) => return Envelope::refused(&problems),
    };
    let handed_over = NaiveDate::parse_from_str(&properties.text("DateTime"), "%d.%m.%Y").unwrap_or(today);
    let arrival = delivery_date(handed_over, sender, recipient).and_time(NaiveTime::MIN);
    let date = json!({
        "date": arrival.format("%Y-%m-%d %H:%M:%S.000000").to_string(),
        "timezone_type": "3",
        "timezone": "Europe/Kiev",
    });
    let row = if general { date } else { json!({ "DeliveryDate": date }) };
    Envelope::of(vec![row])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_grows_with_weight_value_and_doors() {
        let fee = |service_type, weight_grams, declared_minor| {
            delivery_fee(&Parcel { within_city: false, service_type, weight_grams, declared_minor })
        };
        assert_eq!(fee("WarehouseWarehouse", 2_000, 50_000), 75);
        assert_eq!(fee("WarehouseWarehouse", 2_001, 50_000), 105);
        assert_eq!(fee("WarehouseDoors", 2_000, 50_001), 111);
        assert_eq!(redelivery_fee(150_050), 51);
    }
}
