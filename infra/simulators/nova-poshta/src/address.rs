//! The `Address` model: settlements and warehouses.

use serde_json::{Map, Value, json};

use crate::places::{City, Warehouse, cities, reference, warehouses};
use crate::wire::{Envelope, PAGE_ROWS, Properties};

/// Warehouses in a page at most.
const WAREHOUSES_MAX: usize = 500;
/// Settlements in a page at most.
const SETTLEMENTS_MAX: usize = 150;

fn mentions(text: &str, wanted: &str) -> bool {
    text.to_lowercase().contains(&wanted.to_lowercase())
}

fn named(city: &City, wanted: &str) -> bool {
    let facts = city.facts;
    [facts.name, facts.russian, facts.latin].iter().any(|name| mentions(name, wanted))
}

/// Whether a filter is absent or met.
fn passes(properties: &Properties, key: &str, met: impl Fn(&str) -> bool) -> bool {
    properties.filled(key).is_none_or(|wanted| met(&wanted))
}

fn paged(properties: &Properties, rows: Vec<Value>, limit_max: usize) -> Envelope {
    let total = rows.len();
    Envelope::page(properties.page_of(rows, limit_max), total)
}

pub(crate) fn get_cities(properties: &Properties) -> Envelope {
    let rows = cities()
        .iter()
        .filter(|city| passes(properties, "Ref", |wanted| city.reference == wanted))
        .filter(|city| passes(properties, "FindByString", |wanted| named(city, wanted)))
        .map(city_row)
        .collect();
    paged(properties, rows, PAGE_ROWS)
}

pub(crate) fn get_settlements(properties: &Properties) -> Envelope {
    let rows = cities()
        .iter()
        .filter(|city| passes(properties, "Ref", |wanted| city.settlement_reference == wanted))
        .filter(|city| passes(properties, "AreaRef", |wanted| area_ref(city) == wanted))
        .filter(|city| passes(properties, "FindByString", |wanted| named(city, wanted)))
        .map(settlement_row)
        .collect();
    paged(properties, rows, SETTLEMENTS_MAX)
}

pub(crate) fn search_settlements(properties: &Properties) -> Envelope {
    let wanted = properties.text("CityName");
    let rows: Vec<Value> = cities().iter().filter(|city| !wanted.is_empty() && named(city, &wanted)).map(found_row).collect();
    let total = rows.len();
    let found = properties.page_of(rows, PAGE_ROWS);
    Envelope::of(vec![json!({ "TotalCount": total, "Addresses": found })])
}

pub(crate) fn get_warehouses(properties: &Properties) -> Envelope {
    let rows = warehouses().iter().filter(|warehouse| wanted_warehouse(properties, warehouse)).map(warehouse_row).collect();
    paged(properties, rows, WAREHOUSES_MAX)
}

fn wanted_warehouse(properties: &Properties, warehouse: &Warehouse) -> bool {
    let city = warehouse.city;
    passes(properties, "Ref", |wanted| warehouse.reference == wanted)
        && passes(properties, "CityRef", |wanted| city.reference == wanted)
        && passes(properties, "SettlementRef", |wanted| city.settlement_reference == wanted)
        && passes(properties, "CityName", |wanted| named(city, wanted))
        && passes(properties, "TypeOfWarehouseRef", |wanted| warehouse.type_reference() == wanted)
        && passes(properties, "WarehouseId", |wanted| warehouse.facts.number.to_string() == wanted)
        && passes(properties, "FindByString", |wanted| mentions(&warehouse.description(), wanted))
}

fn area_ref(city: &City) -> String {
    reference("area", city.facts.area)
}

fn type_of(city: &City) -> (&'static str, &'static str, &'static str) {
    if city.facts.village { ("село", "село", "selo") } else { ("місто", "город", "misto") }
}

/// Puts `Delivery1` to `Delivery7` into a row: the days of the week on which parcels arrive.
fn with_delivery_days(row: Value, city: &City) -> Value {
    let mut row = row.as_object().cloned().unwrap_or_else(Map::new);
    for day in 1..=7 {
        let delivered = !(city.facts.village && day > 5);
        let flag = if delivered { "1" } else { "0" };
        row.insert(format!("Delivery{day}"), Value::from(flag));
    }
    Value::Object(row)
}

fn city_row(city: &City) -> Value {
    let facts = city.facts;
    let (kind, kind_russian, _) = type_of(city);
    let row = json!({
        "Description": facts.name,
        "DescriptionRu": facts.russian,
        "Ref": city.reference,
        "Area": area_ref(city),
        "SettlementType": reference("settlement-type", kind),
        "IsBranch": "0",
        "PreventEntryNewStreetsUser": "0",
        "CityID": city.id.to_string(),
        "SettlementTypeDescription": kind,
        "SettlementTypeDescriptionRu": kind_russian,
        "SpecialCashCheck": 1,
        "AreaDescription": facts.area,
        "AreaDescriptionRu": facts.area_russian,
    });
    with_delivery_days(row, city)
}

fn settlement_row(city: &City) -> Value {
    let facts = city.facts;
    let (kind, kind_russian, kind_latin) = type_of(city);
    let row = json!({
        "Ref": city.settlement_reference,
        "SettlementType": reference("settlement-type", kind),
        "Latitude": facts.latitude,
        "Longitude": facts.longitude,
        "Description": facts.name,
        "DescriptionRu": facts.russian,
        "DescriptionTranslit": facts.latin,
        "SettlementTypeDescription": kind,
        "SettlementTypeDescriptionRu": kind_russian,
        "SettlementTypeDescriptionTranslit": kind_latin,
        "Region": reference("region", facts.region),
        "RegionsDescription": facts.region,
        "RegionsDescriptionRu": "",
        "RegionsDescriptionTranslit": "",
        "Area": area_ref(city),
        "AreaDescription": format!("{} область", facts.area),
        "AreaDescriptionRu": format!("{} область", facts.area_russian),
        "AreaDescriptionTranslit": "",
        "Index1": facts.post_index,
        "Index2": facts.post_index,
        "IndexCOATSU1": "",
        "SpecialCashCheck": 1,
        "Warehouse": "1",
    });
    with_delivery_days(row, city)
}

fn found_row(city: &City) -> Value {
    let facts = city.facts;
    let short = if facts.village { "с." } else { "м." };
    let region = Some(facts.region).filter(|region| !region.is_empty());
    let present = [Some(format!("{short} {}", facts.name)), region.map(str::to_owned), Some(format!("{} обл.", facts.area))];
    let present: Vec<String> = present.into_iter().flatten().collect();
    let here = warehouses().iter().filter(|warehouse| warehouse.city.reference == city.reference);
    json!({
        "Present": present.join(", "),
        "Warehouses": here.count(),
        "MainDescription": facts.name,
        "Area": facts.area,
        "Region": facts.region,
        "SettlementTypeCode": short,
        "Ref": city.settlement_reference,
        "DeliveryCity": city.reference,
        "AddressDeliveryAllowed": true,
        "StreetsAvailability": !facts.village,
        "ParentRegionTypes": "область",
        "ParentRegionCode": "обл.",
        "RegionTypes": region.map_or("", |_| "район"),
        "RegionTypesCode": region.map_or("", |_| "р-н"),
    })
}

fn hours(weekday: &str, weekend: &str) -> Value {
    json!({
        "Monday": weekday, "Tuesday": weekday, "Wednesday": weekday, "Thursday": weekday,
        "Friday": weekday, "Saturday": weekend, "Sunday": weekend,
    })
}

fn sides(warehouse: &Warehouse) -> Value {
    if warehouse.facts.postomat {
        json!({ "Width": 40, "Height": 30, "Length": 60 })
    } else {
        json!({ "Width": 120, "Height": 120, "Length": 120 })
    }
}

fn warehouse_row(warehouse: &Warehouse) -> Value {
    let (city, facts) = (warehouse.city, warehouse.facts);
    let (kind, _, _) = type_of(city);
    let postomat = facts.postomat;
    let open = if postomat { hours("00:00-23:59", "00:00-23:59") } else { hours("08:00-21:00", "09:00-18:00") };
    json!({
        "SiteKey": (city.id * 10_000 + facts.number as usize).to_string(),
        "Description": warehouse.description(),
        "DescriptionRu": warehouse.description(),
        "ShortAddress": format!("{}, {}", city.facts.name, facts.street),
        "ShortAddressRu": format!("{}, {}", city.facts.russian, facts.street),
        "Phone": "380800500609",
        "TypeOfWarehouse": warehouse.type_reference(),
        "Ref": warehouse.reference,
        "Number": facts.number.to_string(),
        "CityRef": city.reference,
        "CityDescription": city.facts.name,
        "CityDescriptionRu": city.facts.russian,
        "SettlementRef": city.settlement_reference,
        "SettlementDescription": city.facts.name,
        "SettlementAreaDescription": format!("{} область", city.facts.area),
        "SettlementRegionsDescription": city.facts.region,
        "SettlementTypeDescription": kind,
        "Longitude": city.facts.longitude,
        "Latitude": city.facts.latitude,
        "PostFinance": "1",
        "POSTerminal": if postomat { "0" } else { "1" },
        "PaymentAccess": if postomat { "0" } else { "1" },
        "TotalMaxWeightAllowed": "0",
        "PlaceMaxWeightAllowed": facts.place_kg_max.to_string(),
        "SendingLimitationsOnDimensions": sides(warehouse),
        "ReceivingLimitationsOnDimensions": sides(warehouse),
        "Reception": open,
        "Delivery": open,
        "Schedule": open,
        "DistrictCode": "",
        "WarehouseStatus": "Working",
        "WarehouseStatusDate": "2024-01-15 00:00:00",
        "CategoryOfWarehouse": warehouse.category(),
        "RegionCity": city.facts.region,
        "MaxDeclaredCost": if postomat { "10000" } else { "0" },
        "DenyToSelect": "0",
        "OnlyReceivingParcel": "0",
        "CanGetMoneyTransfer": if postomat { "0" } else { "1" },
        "PostMachineType": if postomat { "FullEquipment" } else { "" },
        "WarehouseIndex": warehouse.index(),
    })
}
