//! What is answered, read field by field: whatever may be missing may be missing, whatever is
//! unknown is left out, and a row that makes no sense does not hide the others.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime};
use customs::code::{DocflowId, FormId, OfficeCode, VendorDocumentId, VendorOrganizationId};
use customs::outside::kontur::docflow::Docflow;
use customs::outside::kontur::document::DocumentRow;
use customs::outside::kontur::option::{DeclarationTypeRow, Employee, Filer, OfficeRow, ProcedureRow, SingularityRow, TemplateRow};
use customs::outside::kontur::organization::{Address, Contacts, Entity, IdentityCard, Organization, OrganizationKind, PersonName};
use customs::outside::kontur::payment::{VehiclePayment, VehiclePayments};
use customs::outside::kontur::vendor::{
    EmployeeId, FilerId, ProcedureNumber, RejectedRow, Rows, SingularityNumber, StatusNumber, TypeNumber,
};
use kernel::{Day, Moment};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::failure::line;

/// Longest text of a field that is kept, in characters: names of organizations have hundreds.
const TEXT_CHARACTERS_MAX: usize = 1_000;
/// Longest name that an unreadable row keeps: ours stand at its end.
const NAME_CHARACTERS_MAX: usize = 400;
/// Most rows of marks that are shown; all of them are kept.
const MARKS_MAX: usize = 200;
/// Most fields of a mark that are shown.
const MARK_FIELDS_MAX: usize = 60;
/// Milliseconds in a minute.
const MINUTE_MS: i64 = 60_000;

/// What is wrong with a row: the field, in the vendor's words.
pub(crate) type Problem = String;

/// One object of an answer.
pub(crate) struct Fields<'a> {
    object: &'a Map<String, Value>,
    offset_minutes: i16,
}

impl<'a> Fields<'a> {
    /// Times without an offset are that many minutes ahead of UTC.
    pub(crate) fn of(value: &'a Value, offset_minutes: i16) -> Result<Self, Problem> {
        let object = value.as_object().ok_or("it is no object")?;
        Ok(Self { object, offset_minutes })
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name)
    }

    fn inner(&self, name: &str) -> Option<Self> {
        Self::of(self.get(name)?, self.offset_minutes).ok()
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = line(self.get(name)?.as_str()?, TEXT_CHARACTERS_MAX);
        Some(text).filter(|text| !text.is_empty())
    }

    /// The text whole, as it came.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    fn uuid(&self, name: &str) -> Result<Uuid, Problem> {
        let text = self.get(name).and_then(Value::as_str).ok_or_else(|| format!("{name} is missing"))?;
        Uuid::parse_str(text).map_err(|_| format!("{name} is no id"))
    }

    fn integer(&self, name: &str) -> Option<i32> {
        i32::try_from(self.get(name)?.as_i64()?).ok()
    }

    fn required(&self, name: &str) -> Result<i32, Problem> {
        self.integer(name).ok_or_else(|| format!("{name} is no number"))
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    pub(crate) fn moment(&self, name: &str) -> Option<Moment> {
        moment(self.get(name)?.as_str()?, self.offset_minutes)
    }

    /// The day that a time begins with; customs papers have days only.
    fn day(&self, name: &str) -> Option<Day> {
        self.get(name)?.as_str()?.get(..10)?.parse().ok().filter(|day| *day > Day::default())
    }

    fn decimal(&self, name: &str) -> Option<Decimal> {
        decimal(self.get(name)?)
    }
}

/// A number with the digits that it is written with.
pub(crate) fn decimal(value: &Value) -> Option<Decimal> {
    let Value::Number(number) = value else { return None };
    let text = number.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// A time, with or without an offset. The year 1, which stands for no time there, is none.
fn moment(text: &str, offset_minutes: i16) -> Option<Moment> {
    let ms = match DateTime::parse_from_rfc3339(text) {
        Ok(time) => time.timestamp_millis(),
        Err(_) => {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
            local.and_utc().timestamp_millis().saturating_sub(i64::from(offset_minutes).saturating_mul(MINUTE_MS))
        }
    };
    (ms > 0).then(|| Moment::from_unix_ms(ms))
}

/// Reads a list; `None` when the answer is none.
pub(crate) fn list<T>(value: &Value, offset_minutes: i16, read: impl Fn(&Fields<'_>) -> Result<T, Problem>) -> Option<Rows<T>> {
    let mut found = Rows { rows: Vec::new(), rejected: Vec::new() };
    for (number, row) in (1_u32..).zip(value.as_array()?) {
        match Fields::of(row, offset_minutes).and_then(|fields| read(&fields)) {
            Ok(row) => found.rows.push(row),
            Err(problem) => {
                let id = row.get("id").and_then(Value::as_str).map(|id| line(id, TEXT_CHARACTERS_MAX));
                let name = row.get("name").and_then(Value::as_str).map(|name| line(name, NAME_CHARACTERS_MAX));
                found.rejected.push(RejectedRow { row: number, id, name, problem });
            }
        }
    }
    Some(found)
}

/// One object, alone or the only one of a list: some bodies have no published type.
pub(crate) fn one<T>(value: &Value, offset_minutes: i16, read: impl Fn(&Fields<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
    let value = match value.as_array().map(Vec::as_slice) {
        Some([only]) => only,
        Some(_) => return Err("it is a list".to_owned()),
        None => value,
    };
    read(&Fields::of(value, offset_minutes)?)
}

pub(crate) fn docflow_id(row: &Fields<'_>) -> Result<DocflowId, Problem> {
    Ok(DocflowId(row.uuid("id")?))
}

pub(crate) fn docflow(row: &Fields<'_>) -> Result<Docflow, Problem> {
    Ok(Docflow {
        id: DocflowId(row.uuid("id")?),
        name: row.text("name"),
        type_number: row.integer("declarationType").map(TypeNumber),
        procedure: row.integer("procedure").map(ProcedureNumber),
        status: StatusNumber(row.required("status")?),
        status_text: row.text("statusText"),
        changed: row.moment("changed").ok_or("changed is no time")?,
        created: row.moment("created"),
        filer_name: row.text("orgName"),
        inn: row.text("inn"),
        kpp: row.text("kpp"),
        process_id: row.text("processId"),
        gtd_number: row.text("gtdNumber"),
    })
}

/// The vendor's prose and schema name some fields differently, and a new document is an echo of
/// the request.
pub(crate) fn document(row: &Fields<'_>) -> Result<DocumentRow, Problem> {
    let kind = row.inner("documentType");
    let of_kind = |name: &str| row.text(name).or_else(|| kind.as_ref()?.text(name));
    Ok(DocumentRow {
        document: VendorDocumentId(row.uuid("documentId")?),
        form: FormId(row.uuid("formId")?),
        name: row.text("name"),
        number: row.text("docNumber").or_else(|| row.text("number")),
        box_44: of_kind("grafa44Code"),
        mode: of_kind("documentModeId"),
        core: row.flag("isCore"),
        gfv: row.text("gfv"),
    })
}

pub(crate) fn organization(row: &Fields<'_>) -> Result<Organization, Problem> {
    let kind = match row.integer("type") {
        Some(0) => Some(OrganizationKind::Legal),
        Some(1) => Some(OrganizationKind::Entrepreneur),
        Some(2) => Some(OrganizationKind::Person),
        Some(_) | None => None,
    };
    Ok(Organization {
        id: Some(VendorOrganizationId(row.uuid("id")?)),
        kind,
        foreign: row.flag("isForeign"),
        entity: entity(row),
        branch: row.inner("branchDescription").map(|branch| Box::new(entity(&branch))).filter(|branch| **branch != Entity::default()),
        person: row.inner("person").map(|person| person_name(&person)).filter(|person| *person != PersonName::default()),
        identity: row.inner("identityCard").map(|card| identity_card(&card)).filter(|card| *card != IdentityCard::default()),
        contacts: row.inner("contacts").map(|contacts| contacts_of(&contacts)).filter(|contacts| *contacts != Contacts::default()),
        created_at: row.moment("createdAt"),
        updated_at: row.moment("updatedAt"),
    })
}

fn entity(row: &Fields<'_>) -> Entity {
    Entity {
        name: row.text("orgName"),
        short_name: row.text("shortName"),
        inn: row.text("inn"),
        kpp: row.text("kpp"),
        ogrn: row.text("ogrn"),
        okpo: row.text("okpo"),
        okato: row.text("okato"),
        oktmo: row.text("oktmo"),
        legal_address: row.inner("legalAddress").map(|row| address(&row)).filter(|address| *address != Address::default()),
        actual_address: row.inner("actualAddress").map(|row| address(&row)).filter(|address| *address != Address::default()),
    }
}

fn address(row: &Fields<'_>) -> Address {
    Address {
        city: row.text("city"),
        settlement: row.text("settlement"),
        country_name: row.text("countryName"),
        country_code: row.text("countryCode"),
        postal_code: row.text("postalCode"),
        region: row.text("region"),
        street_house: row.text("streetHouse"),
        house: row.text("house"),
        room: row.text("room"),
        territory_code: row.text("territoryCode"),
        text: row.text("addressText"),
    }
}

fn person_name(row: &Fields<'_>) -> PersonName {
    PersonName { surname: row.text("surname"), name: row.text("name"), patronymic: row.text("patronymic"), position: row.text("position") }
}

fn identity_card(row: &Fields<'_>) -> IdentityCard {
    IdentityCard {
        code: row.text("code"),
        name: row.text("name"),
        series: row.text("series"),
        number: row.text("number"),
        date: row.day("date"),
        issuer: row.text("organizationName"),
    }
}

fn contacts_of(row: &Fields<'_>) -> Contacts {
    Contacts { phone: row.text("phone"), email: row.text("email"), fax: row.text("fax") }
}

pub(crate) fn filer(row: &Fields<'_>) -> Result<Filer, Problem> {
    const PARTS: [&str; 8] = ["index", "region", "district", "city", "street", "house", "building", "flat"];
    let address = row.inner("address");
    Ok(Filer {
        id: FilerId(row.uuid("id")?),
        name: row.text("name"),
        inn: row.text("inn"),
        kpp: row.text("kpp"),
        ogrn: row.text("ogrn"),
        okpo: row.text("okpo"),
        okato: row.text("okato"),
        oktmo: row.text("oktmo"),
        address: PARTS.iter().filter_map(|part| address.as_ref()?.text(part)).collect(),
    })
}

pub(crate) fn employee(row: &Fields<'_>) -> Result<Employee, Problem> {
    Ok(Employee {
        id: EmployeeId(row.uuid("id")?),
        surname: row.text("surname"),
        name: row.text("name"),
        patronymic: row.text("patronymic"),
        post: row.text("post"),
        authority_number: row.text("authorityNumber"),
        authority_until: row.day("authorityDateTo"),
    })
}

pub(crate) fn declaration_type(row: &Fields<'_>) -> Result<DeclarationTypeRow, Problem> {
    Ok(DeclarationTypeRow { number: TypeNumber(row.required("id")?), description: row.text("description") })
}

pub(crate) fn procedure(row: &Fields<'_>) -> Result<ProcedureRow, Problem> {
    Ok(ProcedureRow { number: ProcedureNumber(row.required("id")?), code: row.text("code"), name: row.text("name") })
}

pub(crate) fn singularity(row: &Fields<'_>) -> Result<SingularityRow, Problem> {
    let number = SingularityNumber(row.required("id")?);
    Ok(SingularityRow { number, short_name: row.text("shortName"), name: row.text("name") })
}

pub(crate) fn office(row: &Fields<'_>) -> Result<OfficeRow, Problem> {
    let number = row.required("id")?;
    let code = OfficeCode::from_str(&format!("{number:08}")).ok();
    Ok(OfficeRow { number, code, short_name: row.text("shortName"), name: row.text("name") })
}

pub(crate) fn template(row: &Fields<'_>) -> Result<TemplateRow, Problem> {
    Ok(TemplateRow { gf: row.text("gf"), mode: row.text("documentModeId"), type_name: row.text("typeName") })
}

/// An estimate without one of its payments is none.
pub(crate) fn vehicle_payments(row: &Fields<'_>) -> Result<VehiclePayments, Problem> {
    let payments = match row.get("payments") {
        Some(payments) if !payments.is_null() => list(payments, row.offset_minutes, vehicle_payment).ok_or("payments is no list")?,
        Some(_) | None => Rows { rows: Vec::new(), rejected: Vec::new() },
    };
    if let Some(rejected) = payments.rejected.first() {
        return Err(format!("payment {}: {}", rejected.row, rejected.problem));
    }
    Ok(VehiclePayments {
        commodity: row.text("tnved"),
        payments: payments.rows,
        total_roubles: row.decimal("totalPaymentInRubles").ok_or("totalPaymentInRubles is no number")?,
        total: row.decimal("totalPayment"),
        currency: row.text("currencyCodeAlphabetical"),
    })
}

fn vehicle_payment(row: &Fields<'_>) -> Result<VehiclePayment, Problem> {
    Ok(VehiclePayment {
        name: row.text("name"),
        tax_base: row.text("taxBase"),
        rate: row.text("rate"),
        roubles: row.decimal("paymentInRubles").ok_or("paymentInRubles is no number")?,
        amount: row.decimal("payment"),
        currency: row.text("currencyCodeAlphabetical"),
    })
}

/// Marks, whatever their fields are: those that say something, named by their way through the row.
pub(crate) fn marks(value: &Value) -> Vec<BTreeMap<String, String>> {
    let rows = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    let shown = rows.iter().take(MARKS_MAX).map(|row| {
        let mut fields = BTreeMap::new();
        collect(row, String::new(), &mut fields);
        fields
    });
    shown.filter(|fields| !fields.is_empty()).collect()
}

/// The JSON reader bounds how deep a value is.
fn collect(value: &Value, name: String, fields: &mut BTreeMap<String, String>) {
    let below = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    let told = match value {
        Value::Object(inner) => return inner.iter().for_each(|(part, value)| collect(value, below(part), fields)),
        Value::Array(inner) => {
            return (1_u32..).zip(inner).for_each(|(number, value)| collect(value, below(&number.to_string()), fields));
        }
        Value::Null => return,
        Value::String(text) => line(text, TEXT_CHARACTERS_MAX),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
    };
    if !told.is_empty() && fields.len() < MARK_FIELDS_MAX {
        fields.insert(line(&name, TEXT_CHARACTERS_MAX), told);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const ID: &str = "6b0d0000-0000-4000-8000-000000000001";

    #[test]
    fn a_row_that_cannot_be_read_does_not_hide_the_others() {
        let answer = json!([
            { "id": ID, "status": 3, "changed": "2026-11-21T08:00:00.1234567+03:00", "unknown": [1], "name": null },
            { "id": ID, "status": "3", "changed": "2026-11-21T08:00:00Z" },
            { "status": 3 },
            7,
            { "id": ID, "status": 3, "changed": "0001-01-01T00:00:00" },
        ]);
        let Rows { rows, rejected } = list(&answer, 0, docflow).unwrap();
        assert_eq!((rows.len(), rows[0].changed.to_string().as_str()), (1, "2026-11-21T05:00:00.123Z"));
        let problems: Vec<_> = rejected.iter().map(|row| (row.row, row.problem.as_str())).collect();
        let expected = [(2, "status is no number"), (3, "id is missing"), (4, "it is no object"), (5, "changed is no time")];
        assert_eq!(problems, expected);
        assert_eq!(rejected[0].id.as_deref(), Some(ID));
        for no_list in [json!({}), json!(null), json!("[]")] {
            assert!(list(&no_list, 0, docflow).is_none(), "nothing found and nothing understood are different");
        }
    }

    #[test]
    fn times_without_an_offset_are_read_by_the_setting() {
        let read = |text, offset| moment(text, offset).map(|moment| moment.to_string());
        assert_eq!(read("2026-11-21T11:00:00", 180).as_deref(), Some("2026-11-21T08:00:00.000Z"));
        assert_eq!(read("2026-11-21T11:00:00.5", 0).as_deref(), Some("2026-11-21T11:00:00.500Z"));
        assert_eq!(read("2026-11-21T11:00:00Z", 180).as_deref(), Some("2026-11-21T11:00:00.000Z"));
        assert_eq!((read("0001-01-01T00:00:00", 0), read("yesterday", 0)), (None, None));
    }

    #[test]
    fn c18_a_document_and_its_form_are_read_from_either_shape() {
        let form = "6b0d0000-0000-4000-8000-000000000003";
        let row = json!({ "documentId": ID, "formId": form, "docNumber": "7", "grafa44Code": "04021", "documentModeId": "1002007E" });
        let echo = json!([{ "documentId": ID, "formId": form, "number": "7",
            "documentType": { "grafa44Code": "04021", "documentModeId": "1002007E" } }]);
        let (row, echo) = (one(&row, 0, document).unwrap(), one(&echo, 0, document).unwrap());
        assert_eq!(row, echo);
        assert_eq!((row.number.as_deref(), row.mode.as_deref()), (Some("7"), Some("1002007E")));
        assert!(row.document.0 != row.form.0);
        assert!(one(&json!({ "documentId": ID }), 0, document).is_err() && one(&json!([]), 0, document).is_err());
    }

    #[test]
    fn amounts_keep_the_digits_they_are_written_with() {
        let answer: Value = serde_json::from_str(
            r#"{ "payments": [{ "paymentInRubles": 123456.78, "payment": 0.1 }], "totalPaymentInRubles": 1e3, "totalPayment": 7 }"#,
        )
        .unwrap();
        let read = one(&answer, 0, vehicle_payments).unwrap();
        assert_eq!(read.payments[0].roubles.to_string(), "123456.78");
        assert_eq!((read.payments[0].amount.unwrap().to_string(), read.total_roubles), ("0.1".to_owned(), Decimal::from(1_000)));
        let partly = json!({ "payments": [{}], "totalPaymentInRubles": 1 });
        assert_eq!(one(&partly, 0, vehicle_payments).unwrap_err(), "payment 1: paymentInRubles is no number");
    }

    #[test]
    fn passports_and_telephones_of_employees_are_not_taken() {
        let answer = json!([{ "id": ID, "surname": "Отчествова", "series": "4512", "number": "998877", "phone": "+7495", "passportDate": "2015-03-02T00:00:00",
            "authorityDateTo": "2027-01-31T00:00:00" }]);
        let read = list(&answer, 0, employee).unwrap();
        let kept = serde_json::to_string(&read).unwrap();
        assert!(!kept.contains("4512") && !kept.contains("998877") && !kept.contains("7495"), "{kept}");
        assert_eq!(read.rows[0].authority_until, "2027-01-31".parse().ok());
    }

    #[test]
    fn an_office_keeps_its_leading_zero_as_far_as_it_can_have_one() {
        let read = |id: i32| one(&json!({ "id": id }), 0, office).unwrap().code.map(|code| code.to_string());
        assert_eq!(read(10_005_030).as_deref(), Some("10005030"));
        assert_eq!(read(1_005_030).as_deref(), Some("01005030"));
        assert_eq!((read(-1), read(100_000_000)), (None, None));
    }

    #[test]
    fn marks_of_any_shape_are_shown() {
        let rows = marks(&json!([{ "code": 10, "goods": [{ "number": 1, "text": "Выпуск\nразрешен" }], "empty": "", "none": null }, {}]));
        let told: Vec<_> = rows[0].iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!((rows.len(), told), (1, ["code=10", "goods.1.number=1", "goods.1.text=Выпуск разрешен"].map(str::to_owned).to_vec()));
        assert_eq!(marks(&json!({ "text": "x" })).len(), 1);
        let wide: Map<String, Value> = (0..500).map(|number| (format!("f{number}"), json!(number))).collect();
        assert_eq!(marks(&json!([wide]))[0].len(), MARK_FIELDS_MAX);
    }

    /// JSON of any shape, often with fields that readers look for.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            proptest::sample::select(&["1.5e300", "-0.1", "1e-7", "99999999999999999999"][..])
                .prop_map(|text| serde_json::from_str(text).unwrap()),
            Just(json!(ID)),
            Just(json!("2026-11-21T08:00:00")),
            "\\PC{0,20}".prop_map(Value::from),
        ];
        let name = prop_oneof![
            proptest::sample::select(
                &["id", "status", "changed", "documentId", "formId", "type", "address", "payments", "person", "documentType"][..]
            )
            .prop_map(str::to_owned),
            "[a-zA-Z]{1,8}",
        ];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::vec((name.clone(), inner), 0..8).prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_answer_breaks_a_reader_and_no_row_is_lost(answer in anything()) {
            let rows = answer.as_array().map_or(0, Vec::len);
            if let Some(found) = list(&answer, 180, docflow) {
                prop_assert_eq!(found.rows.len() + found.rejected.len(), rows);
            }
            let _ = (list(&answer, 0, document), list(&answer, 0, organization), list(&answer, 0, filer), list(&answer, 0, employee));
            let _ = (list(&answer, 0, declaration_type), list(&answer, 0, procedure), list(&answer, 0, singularity), list(&answer, 0, office));
            let _ = (list(&answer, 0, template), one(&answer, -180, vehicle_payments), one(&answer, 0, organization));
            prop_assert!(marks(&answer).iter().all(|mark| mark.len() <= MARK_FIELDS_MAX));
        }
    }
}
