//! What is sent, in the vendor's fields. Only what is there is written: the vendor takes an empty
//! field for a wish.

use customs::code::OfficeCode;
use customs::outside::kontur::docflow::{DocflowCopy, DocflowSearch, NewDocflow};
use customs::outside::kontur::document::{DistributeBy, Distribution, IncludeIn, NewDocument};
use customs::outside::kontur::organization::{Address, Entity, Organization, OrganizationKind};
use customs::outside::kontur::payment::{PowerUnit, Vehicle};
use customs::settings::DocumentShape;
use kernel::reaction::OutsideError;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::failure::refused;

/// An object that is written field by field.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.insert(name.to_owned(), json!(value));
        self
    }

    fn perhaps(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        Self::Object(fields.0)
    }
}

/// The vendor wants an office as a number.
fn office(code: &OfficeCode) -> Result<i32, OutsideError> {
    code.as_str().parse().map_err(|_| refused("office", "the customs office is no number"))
}

/// A decimal as a JSON number, if none of its digits is lost on the way.
fn number(decimal: Decimal) -> Result<Value, OutsideError> {
    let text = decimal.normalize().to_string();
    let number: Option<Value> = serde_json::from_str(&text).ok();
    let exact = number.filter(|number| crate::rows::decimal(number) == Some(decimal));
    exact.ok_or_else(|| refused("number", "the amount has more digits than the vendor can read"))
}

pub(crate) fn new_docflow(new: &NewDocflow) -> Result<Value, OutsideError> {
    let fields = Fields::default().put("type", new.type_number).put("procedure", new.procedure).perhaps("singularity", new.singularity);
    let fields = fields.put("customs", office(&new.office)?).put("organizationId", new.filer).put("employeeId", new.employee);
    Ok(fields.put("name", &new.name).into())
}

pub(crate) fn copy(copy: &DocflowCopy) -> Result<Value, OutsideError> {
    let office = copy.office.as_ref().map(office).transpose()?;
    let fields = Fields::default().put("copyFromId", copy.from).perhaps("customs", office).perhaps("organizationId", copy.filer);
    Ok(fields.perhaps("employeeId", copy.employee).put("name", &copy.name).into())
}

pub(crate) fn search(search: &DocflowSearch) -> Value {
    let fields = Fields::default()
        .perhaps("query", search.query.as_ref())
        .perhaps("type", search.type_number)
        .perhaps("procedure", search.procedure)
        .perhaps("singularity", search.singularity)
        .perhaps("createdFrom", search.created_from)
        .perhaps("createdTo", search.created_to)
        .perhaps("gtdRegistrationDateFrom", search.registered_from)
        .perhaps("gtdRegistrationDateTo", search.registered_to)
        .perhaps("documentNumber", search.document_number.as_ref())
        .perhaps("consignee", search.consignee.as_ref())
        .perhaps("consignor", search.consignor.as_ref())
        .perhaps("orgIds", Some(&search.filers).filter(|ids| !ids.is_empty()))
        .perhaps("docflowIds", Some(&search.docflows).filter(|ids| !ids.is_empty()));
    fields.perhaps("includeDeleted", search.include_deleted.then_some(true)).into()
}

pub(crate) fn document(new: &NewDocument, shape: DocumentShape) -> Value {
    let fields = Fields::default().put("name", &new.name).put("number", &new.number).put("date", new.date);
    let fields = match shape {
        DocumentShape::Nested => fields.put("documentType", json!({ "documentModeId": new.mode, "grafa44Code": new.box_44 })),
        DocumentShape::Flat => fields.put("documentModeId", &new.mode).put("grafa44Code", &new.box_44),
    };
    let fields = fields.put("providingIndex", &new.providing_index).put("isCommon", new.common);
    let fields = fields.put("belongsToAllGoods", new.belongs_to_all_goods).put("copyDataFromDt", new.copy_from_declaration);
    fields.put("copyIfExists", new.copy_if_exists).into()
}

pub(crate) fn cost(cost: &Distribution) -> Result<Value, OutsideError> {
    let by = match cost.by {
        DistributeBy::Weight => 1,
        DistributeBy::Price => 2,
        DistributeBy::Manual => 3,
    };
    let into = match cost.into {
        IncludeIn::Price => 1,
        IncludeIn::CustomsValue => 2,
        IncludeIn::StatisticalValue => 3,
    };
    let fields = Fields::default().put("grafa", &cost.cost_box).put("distributeBy", by).put("includeIn", into);
    let fields = fields.put("currencyCode", cost.currency.code()).put("total", number(cost.total)?);
    Ok(fields.perhaps("borderPlace", cost.border_place.as_ref()).into())
}

pub(crate) fn organization(organization: &Organization) -> Value {
    let kind = organization.kind.map(|kind| match kind {
        OrganizationKind::Legal => 0,
        OrganizationKind::Entrepreneur => 1,
        OrganizationKind::Person => 2,
    });
    let person = organization.person.as_ref().map(|person| {
        let fields = Fields::default().perhaps("surname", person.surname.as_ref()).perhaps("name", person.name.as_ref());
        Value::from(fields.perhaps("patronymic", person.patronymic.as_ref()).perhaps("position", person.position.as_ref()))
    });
    let identity = organization.identity.as_ref().map(|card| {
        let fields = Fields::default().perhaps("code", card.code.as_ref()).perhaps("name", card.name.as_ref());
        let fields = fields.perhaps("series", card.series.as_ref()).perhaps("number", card.number.as_ref());
        let fields = fields.perhaps("date", card.date.map(|day| format!("{day}T00:00:00Z")));
        Value::from(fields.perhaps("organizationName", card.issuer.as_ref()))
    });
    let contacts = organization.contacts.as_ref().map(|contacts| {
        let fields = Fields::default().perhaps("phone", contacts.phone.as_ref()).perhaps("email", contacts.email.as_ref());
        Value::from(fields.perhaps("fax", contacts.fax.as_ref()))
    });
    let fields = entity(&organization.entity).perhaps("id", organization.id).perhaps("type", kind);
    let fields = fields.put("isForeign", organization.foreign).perhaps("person", person).perhaps("identityCard", identity);
    let branch = organization.branch.as_ref().map(|branch| Value::from(entity(branch)));
    fields.perhaps("contacts", contacts).perhaps("branchDescription", branch).into()
}

fn entity(entity: &Entity) -> Fields {
    let fields = Fields::default().perhaps("orgName", entity.name.as_ref()).perhaps("shortName", entity.short_name.as_ref());
    let fields = fields.perhaps("inn", entity.inn.as_ref()).perhaps("kpp", entity.kpp.as_ref()).perhaps("ogrn", entity.ogrn.as_ref());
    let fields = fields.perhaps("okpo", entity.okpo.as_ref()).perhaps("okato", entity.okato.as_ref());
    let fields = fields.perhaps("oktmo", entity.oktmo.as_ref()).perhaps("legalAddress", entity.legal_address.as_ref().map(address));
    fields.perhaps("actualAddress", entity.actual_address.as_ref().map(address))
}

fn address(address: &Address) -> Value {
    Fields::default()
        .perhaps("city", address.city.as_ref())
        .perhaps("settlement", address.settlement.as_ref())
        .perhaps("countryName", address.country_name.as_ref())
        .perhaps("countryCode", address.country_code.as_ref())
        .perhaps("postalCode", address.postal_code.as_ref())
        .perhaps("region", address.region.as_ref())
        .perhaps("streetHouse", address.street_house.as_ref())
        .perhaps("house", address.house.as_ref())
        .perhaps("room", address.room.as_ref())
        .perhaps("territoryCode", address.territory_code.as_ref())
        .perhaps("addressText", address.text.as_ref())
        .into()
}

pub(crate) fn vehicle(vehicle: &Vehicle) -> Result<Value, OutsideError> {
    let fields = Fields::default()
        .put("ownerType", vehicle.owner.number())
        .put("age", vehicle.age.number())
        .put("price", number(vehicle.price)?)
        .put("currencyCode", vehicle.currency_number)
        .put("engineType", vehicle.engine.number())
        .put("hybridType", vehicle.hybrid.number())
        .perhaps("isIcePowerPrimary", vehicle.combustion_first)
        .put("power", vehicle.power)
        .put("powerUnitMeasurement", vehicle.power_unit.number())
        .perhaps("electricalPower", vehicle.electric_power.map(|electric| electric.power))
        .perhaps("electricalPowerUnitMeasurement", vehicle.electric_power.map(|electric| electric.unit).map(PowerUnit::number))
        .put("isOffRoad", vehicle.off_road)
        .put("hasSequentialTypePowerUnit", vehicle.sequential)
        .put("engineVolume", vehicle.engine_volume_cm3);
    Ok(fields.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use customs::samples::kontur::{costs, new_docflow as sample, new_document, vehicle as car};

    #[test]
    fn amounts_are_numbers_with_all_their_digits() {
        let (_, costs) = costs();
        assert_eq!(cost(&costs[0]).unwrap()["total"].to_string(), "500.25");
        assert_eq!(vehicle(&car()).unwrap()["price"].to_string(), "12500.5");
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        for text in ["0", "-1.5", "0.1", "1000000000000.01", "1234567890123"] {
            assert_eq!(number(decimal(text)).unwrap().to_string(), text);
        }
        assert_eq!(number(decimal("12345678901234567.89")).unwrap_err().raw_code, "number");
    }

    #[test]
    fn c17_codes_of_a_document_stand_where_the_setting_says() {
        let nested = document(&new_document(), DocumentShape::Nested);
        assert_eq!(nested["documentType"], json!({ "documentModeId": "1002007E", "grafa44Code": "04021" }));
        assert!(nested.get("documentModeId").is_none());
        let flat = document(&new_document(), DocumentShape::Flat);
        assert_eq!((&flat["documentModeId"], &flat["grafa44Code"]), (&json!("1002007E"), &json!("04021")));
        assert!(flat.get("documentType").is_none());
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let written = new_docflow(&sample()).unwrap();
        assert!(written.get("singularity").is_none());
        assert_eq!(written["customs"], 10_005_030);
        assert_eq!(search(&DocflowSearch::default()), json!({}));
        assert_eq!(organization(&Organization::default()), json!({ "isForeign": false }));
    }
}
