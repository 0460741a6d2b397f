//! An invented but plausible map: a few settlements, their branches and postomats.

use std::sync::OnceLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A settlement where the carrier delivers.
#[derive(Debug)]
pub(crate) struct City {
    pub(crate) reference: String,
    pub(crate) settlement_reference: String,
    /// The number that stands before the slash in a branch's `WarehouseIndex`.
    pub(crate) id: usize,
    pub(crate) facts: &'static CityFacts,
}

#[derive(Debug)]
pub(crate) struct CityFacts {
    pub(crate) name: &'static str,
    pub(crate) russian: &'static str,
    pub(crate) latin: &'static str,
    pub(crate) village: bool,
    pub(crate) area: &'static str,
    pub(crate) area_russian: &'static str,
    pub(crate) region: &'static str,
    pub(crate) post_index: &'static str,
    pub(crate) latitude: &'static str,
    pub(crate) longitude: &'static str,
}

/// A branch or a postomat.
#[derive(Debug)]
pub(crate) struct Warehouse {
    pub(crate) reference: String,
    pub(crate) city: &'static City,
    pub(crate) facts: &'static WarehouseFacts,
}

#[derive(Debug)]
pub(crate) struct WarehouseFacts {
    city: &'static str,
    area: &'static str,
    pub(crate) number: u32,
    pub(crate) postomat: bool,
    pub(crate) street: &'static str,
    /// Kilograms in one seat; zero is no limit.
    pub(crate) place_kg_max: i64,
}

impl Warehouse {
    /// "Відділення №2: вул. Богатирська, 11".
    pub(crate) fn description(&self) -> String {
        let (kind, number) = (self.kind(), self.facts.number);
        format!("{kind} №{number}: {}", self.facts.street)
    }

    pub(crate) fn kind(&self) -> &'static str {
        if self.facts.postomat { "Поштомат \"Нова Пошта\"" } else { "Відділення" }
    }

    /// The value of `CategoryOfWarehouse`.
    pub(crate) fn category(&self) -> &'static str {
        if self.facts.postomat { "Postomat" } else { "Branch" }
    }

    pub(crate) fn index(&self) -> String {
        format!("{}/{}", self.city.id, self.facts.number)
    }

    pub(crate) fn type_reference(&self) -> String {
        reference("warehouse-type", self.category())
    }
}

const fn town(names: [&'static str; 3], areas: [&'static str; 3], post_index: &'static str, position: [&'static str; 2]) -> CityFacts {
    CityFacts {
        name: names[0],
        russian: names[1],
        latin: names[2],
        village: false,
        area: areas[0],
        area_russian: areas[1],
        region: areas[2],
        post_index,
        latitude: position[0],
        longitude: position[1],
    }
}

const fn village(facts: CityFacts) -> CityFacts {
    CityFacts { village: true, ..facts }
}

/// Two villages share a name, because a text address with such a name is ambiguous.
static CITIES: [CityFacts; 9] = [
    town(["Київ", "Киев", "Kyiv"], ["Київська", "Киевская", ""], "01001", ["50.450418", "30.523541"]),
    town(["Львів", "Львов", "Lviv"], ["Львівська", "Львовская", "Львівський р-н"], "79000", ["49.839683", "24.029717"]),
    town(["Одеса", "Одесса", "Odesa"], ["Одеська", "Одесская", "Одеський р-н"], "65000", ["46.484583", "30.732600"]),
    town(["Дніпро", "Днепр", "Dnipro"], ["Дніпропетровська", "Днепропетровская", "Дніпровський р-н"], "49000", ["48.464717", "35.046183"]),
    town(["Харків", "Харьков", "Kharkiv"], ["Харківська", "Харьковская", "Харківський р-н"], "61000", ["49.993500", "36.230383"]),
    town(["Полтава", "Полтава", "Poltava"], ["Полтавська", "Полтавская", "Полтавський р-н"], "36000", ["49.588267", "34.551417"]),
    town(["Вінниця", "Винница", "Vinnytsia"], ["Вінницька", "Винницкая", "Вінницький р-н"], "21000", ["49.233083", "28.468217"]),
    village(town(["Іванівка", "Ивановка", "Ivanivka"], ["Одеська", "Одесская", "Березівський р-н"], "67200", ["46.971200", "30.461300"])),
    village(town(
        ["Іванівка", "Ивановка", "Ivanivka"],
        ["Харківська", "Харьковская", "Ізюмський р-н"],
        "64300",
        ["49.211800", "37.023100"],
    )),
];

const fn branch(at: [&'static str; 2], number: u32, street: &'static str, place_kg_max: i64) -> WarehouseFacts {
    WarehouseFacts { city: at[0], area: at[1], number, postomat: false, street, place_kg_max }
}

const fn postomat(at: [&'static str; 2], number: u32, street: &'static str) -> WarehouseFacts {
    WarehouseFacts { postomat: true, ..branch(at, number, street, 20) }
}

const KYIV: [&str; 2] = ["Київ", "Київська"];
const LVIV: [&str; 2] = ["Львів", "Львівська"];
const ODESA: [&str; 2] = ["Одеса", "Одеська"];
const DNIPRO: [&str; 2] = ["Дніпро", "Дніпропетровська"];
const KHARKIV: [&str; 2] = ["Харків", "Харківська"];
const POLTAVA: [&str; 2] = ["Полтава", "Полтавська"];
const VINNYTSIA: [&str; 2] = ["Вінниця", "Вінницька"];

static WAREHOUSES: [WarehouseFacts; 23] = [
    branch(KYIV, 1, "вул. Промислова, 12", 0),
    branch(KYIV, 2, "вул. Садова, 5", 30),
    branch(KYIV, 3, "просп. Миру, 48", 30),
    postomat(KYIV, 5001, "вул. Лісова, 7, під'їзд 1"),
    branch(LVIV, 1, "вул. Городоцька, 210", 0),
    branch(LVIV, 2, "вул. Зелена, 16", 30),
    postomat(LVIV, 5101, "вул. Наукова, 30, магазин"),
    branch(ODESA, 1, "Київське шосе, 27", 0),
    branch(ODESA, 2, "вул. Базарна, 61", 30),
    postomat(ODESA, 5201, "вул. Морська, 3, під'їзд 2"),
    branch(DNIPRO, 1, "вул. Маршала, 8", 0),
    branch(DNIPRO, 2, "просп. Слобожанський, 20", 30),
    postomat(DNIPRO, 5301, "вул. Робоча, 66, магазин"),
    branch(KHARKIV, 1, "вул. Польова, 67", 0),
    branch(KHARKIV, 2, "вул. Гвардійців, 14", 30),
    postomat(KHARKIV, 5401, "просп. Науки, 41, вхід А"),
    branch(POLTAVA, 1, "вул. Половка, 66", 0),
    branch(POLTAVA, 2, "вул. Європейська, 2", 30),
    branch(VINNYTSIA, 1, "вул. Київська, 78", 0),
    branch(VINNYTSIA, 2, "вул. Соборна, 24", 30),
    postomat(VINNYTSIA, 5601, "вул. Келецька, 51, під'їзд 4"),
    branch(["Іванівка", "Одеська"], 1, "вул. Центральна, 82", 30),
    branch(["Іванівка", "Харківська"], 1, "вул. Шкільна, 3", 30),
];

/// Every settlement.
pub(crate) fn cities() -> &'static [City] {
    static TABLE: OnceLock<Vec<City>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let city = |(nth, facts): (usize, &'static CityFacts)| {
            let name = format!("{}/{}", facts.name, facts.area);
            City { reference: reference("city", &name), settlement_reference: reference("settlement", &name), id: 10 + nth, facts }
        };
        CITIES.iter().enumerate().map(city).collect()
    })
}

/// Every branch and postomat.
pub(crate) fn warehouses() -> &'static [Warehouse] {
    static TABLE: OnceLock<Vec<Warehouse>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let warehouse = |facts: &'static WarehouseFacts| {
            let city = cities().iter().find(|city| city.facts.name == facts.city && city.facts.area == facts.area)?;
            Some(Warehouse { reference: reference("warehouse", &format!("{}/{}", city.reference, facts.number)), city, facts })
        };
        WAREHOUSES.iter().filter_map(warehouse).collect()
    })
}

pub(crate) fn city(reference: &str) -> Option<&'static City> {
    cities().iter().find(|city| city.reference == reference)
}

pub(crate) fn warehouse(reference: &str) -> Option<&'static Warehouse> {
    warehouses().iter().find(|warehouse| warehouse.reference == reference)
}

/// A settlement is kept by its reference.
impl Serialize for City {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reference)
    }
}

/// A branch is kept by its reference.
impl Serialize for Warehouse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reference)
    }
}

/// Reads what the serialization of a [`City`] wrote.
pub(crate) fn kept_city<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static City, D::Error> {
    let reference = String::deserialize(deserializer)?;
    city(&reference).ok_or_else(|| D::Error::custom(format!("no city {reference}")))
}

/// Reads what the serialization of a [`Warehouse`] wrote.
pub(crate) fn kept_warehouse<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static Warehouse>, D::Error> {
    let Some(reference) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    warehouse(&reference).map(Some).ok_or_else(|| D::Error::custom(format!("no warehouse {reference}")))
}

/// A reference that is the same in every run, so that a client may store it.
pub(crate) fn reference(kind: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("{kind}:{name}"));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_warehouse_stands_in_a_city_and_has_its_own_reference() {
        assert_eq!(warehouses().len(), WAREHOUSES.len());
        let references: BTreeSet<_> = warehouses().iter().map(|w| &w.reference).collect();
        assert_eq!(references.len(), WAREHOUSES.len());
    }
}
