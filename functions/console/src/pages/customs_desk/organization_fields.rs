//! Fields of organizations: which kind has which, and where each stands in the API.

use serde_json::{Map, Value};

use crate::context::Cx;
use crate::model::customs_desk::text;

/// One field of a form and a page.
pub(super) struct FieldOf {
    /// Its name in forms.
    pub(super) name: &'static str,
    /// Its place: in the profile, or in the personal data.
    pub(super) place: &'static [&'static str],
    /// Its name where the API says where values came from; empty when it does not.
    pub(super) origin: &'static str,
    pub(super) required: bool,
    pub(super) is_day: bool,
}

const fn field(name: &'static str, place: &'static [&'static str], origin: &'static str) -> FieldOf {
    FieldOf { name, place, origin, required: false, is_day: false }
}

const fn needed(name: &'static str, place: &'static [&'static str], origin: &'static str) -> FieldOf {
    FieldOf { required: true, ..field(name, place, origin) }
}

const NAME: FieldOf = needed("name", &["profile", "name"], "name");
const SHORT_NAME: FieldOf = field("short_name", &["profile", "short_name"], "short-name");
const INN: FieldOf = needed("inn", &["profile", "kind", "inn"], "");
const OKPO: FieldOf = field("okpo", &["profile", "codes", "okpo"], "okpo");
const OKATO: FieldOf = field("okato", &["profile", "codes", "okato"], "okato");
const OKTMO: FieldOf = field("oktmo", &["profile", "codes", "oktmo"], "oktmo");
const COUNTRY: FieldOf = needed("country", &["profile", "kind", "country"], "");
const PHONE: FieldOf = field("phone", &["profile", "contacts", "phone"], "phone");
const EMAIL: FieldOf = field("email", &["profile", "contacts", "email"], "email");
const FAX: FieldOf = field("fax", &["profile", "contacts", "fax"], "fax");
const ACTS_SURNAME: FieldOf = field("acts_surname", &["personal", "representative", "person", "surname"], "");
const ACTS_NAME: FieldOf = field("acts_name", &["personal", "representative", "person", "name"], "");
const ACTS_PATRONYMIC: FieldOf = field("acts_patronymic", &["personal", "representative", "person", "patronymic"], "");
const POSITION: FieldOf = field("position", &["personal", "representative", "position"], "");
const FIRST_NAME: FieldOf = field("first_name", &["personal", "person", "name"], "");
const SURNAME: FieldOf = field("surname", &["personal", "person", "surname"], "");
const PATRONYMIC: FieldOf = field("patronymic", &["personal", "person", "patronymic"], "");
const CARD_CODE: FieldOf = field("card_code", &["personal", "identity_card", "code"], "");
const CARD_NAME: FieldOf = field("card_name", &["personal", "identity_card", "name"], "");
const CARD_SERIES: FieldOf = field("card_series", &["personal", "identity_card", "series"], "");
const CARD_NUMBER: FieldOf = field("card_number", &["personal", "identity_card", "number"], "");
const ISSUED_ON: FieldOf = FieldOf { is_day: true, ..field("issued_on", &["personal", "identity_card", "issued_on"], "") };
const ISSUED_BY: FieldOf = field("issued_by", &["personal", "identity_card", "issued_by"], "");
const OWN_PHONE: FieldOf = field("phone", &["personal", "contacts", "phone"], "");
const OWN_EMAIL: FieldOf = field("email", &["personal", "contacts", "email"], "");
const OWN_FAX: FieldOf = field("fax", &["personal", "contacts", "fax"], "");

/// Fields that several kinds have, in the order of forms.
const NAMES: &[FieldOf] = &[NAME, SHORT_NAME];
const CODES: &[FieldOf] = &[OKPO, OKATO, OKTMO];
const CONTACTS: &[FieldOf] = &[PHONE, EMAIL, FAX];
const OWN_CONTACTS: &[FieldOf] = &[OWN_PHONE, OWN_EMAIL, OWN_FAX];
const ACTS: &[FieldOf] = &[ACTS_SURNAME, ACTS_NAME, ACTS_PATRONYMIC, POSITION];
const CARD: &[FieldOf] = &[CARD_CODE, CARD_NAME, CARD_SERIES, CARD_NUMBER, ISSUED_ON, ISSUED_BY];

const LEGAL: &[&[FieldOf]] = &[
    NAMES,
    &[INN, needed("kpp", &["profile", "kind", "kpp"], "kpp"), needed("ogrn", &["profile", "kind", "ogrn"], "ogrn")],
    CODES,
    CONTACTS,
    &[field("branch_name", &["profile", "branch", "name"], "branch"), field("branch_kpp", &["profile", "branch", "kpp"], "branch")],
    ACTS,
];

const FOREIGN: &[&[FieldOf]] = &[NAMES, &[COUNTRY, field("tax_id", &["profile", "kind", "tax_id"], "")], CONTACTS, ACTS];

const ENTREPRENEUR: &[&[FieldOf]] = &[
    NAMES,
    &[INN, needed("ogrnip", &["profile", "kind", "ogrnip"], "ogrn")],
    CODES,
    &[SURNAME, FIRST_NAME, PATRONYMIC],
    CARD,
    OWN_CONTACTS,
];

const PERSON: &[&[FieldOf]] = &[
    &[FieldOf { name: "label", ..NAME }, COUNTRY],
    &[FieldOf { required: true, ..SURNAME }, FieldOf { required: true, ..FIRST_NAME }, PATRONYMIC],
    &[field("inn", &["personal", "inn"], "")],
    CARD,
    OWN_CONTACTS,
];

/// Kinds of organizations, as the API names them.
pub(super) const KINDS: &[&str] = &["LEGAL", "ENTREPRENEUR", "PERSON", "FOREIGN"];

/// The fields that a kind has.
pub(super) fn of_kind(kind: &str) -> impl Iterator<Item = &'static FieldOf> + use<> {
    let groups = match kind {
        "ENTREPRENEUR" => ENTREPRENEUR,
        "PERSON" => PERSON,
        "FOREIGN" => FOREIGN,
        _ => LEGAL,
    };
    groups.iter().copied().flatten()
}

/// Whether all that is known of how it is reached is personal data.
pub(super) fn is_individual(kind: &str) -> bool {
    matches!(kind, "ENTREPRENEUR" | "PERSON")
}

/// Addresses of a kind: their names, and where they stand.
pub(super) fn addresses(kind: &str) -> [(&'static str, [&'static str; 2]); 2] {
    let holder = if is_individual(kind) { "personal" } else { "profile" };
    [("legal-address", [holder, "legal_address"]), ("actual-address", [holder, "actual_address"])]
}

/// Parts of an address that are typed, in the order of a letter from abroad.
pub(super) const ADDRESS_PARTS: &[&str] =
    &["country_code", "postal_code", "region", "city", "settlement", "street_house", "house", "room", "territory_code", "text"];

/// What a field is called.
pub(super) fn label(cx: &Cx<'_>, name: &str) -> &'static str {
    let words = &cx.w.customs_fields;
    match name {
        "name" => words.name,
        "label" => words.label,
        "short_name" | "short-name" => words.short_name,
        "inn" => words.inn,
        "kpp" => words.kpp,
        "ogrn" => words.ogrn,
        "ogrnip" => words.ogrnip,
        "country" => words.country,
        "tax_id" => words.tax_id,
        "okpo" => words.okpo,
        "okato" => words.okato,
        "oktmo" => words.oktmo,
        "phone" => words.phone,
        "email" => words.email,
        "fax" => words.fax,
        "branch" | "branch_name" => words.branch,
        "branch_kpp" => words.branch_kpp,
        "acts_surname" => words.acts_surname,
        "acts_name" => words.acts_name,
        "acts_patronymic" => words.acts_patronymic,
        "position" => words.position,
        "first_name" => words.first_name,
        "surname" => words.surname,
        "patronymic" => words.patronymic,
        "card_code" => words.card_code,
        "card_name" => words.card_name,
        "card_series" => words.card_series,
        "card_number" => words.card_number,
        "issued_on" => words.issued_on,
        "issued_by" => words.issued_by,
        "legal-address" => words.legal_address,
        "actual-address" => words.actual_address,
        "country_code" => words.country_code,
        "postal_code" => words.postal_code,
        "region" => words.region,
        "city" => words.city,
        "settlement" => words.settlement,
        "street_house" => words.street,
        "house" => words.house,
        "room" => words.room,
        "territory_code" => words.territory_code,
        _ => words.whole_address,
    }
}

/// An address in one line: as it was written, or its parts.
pub(super) fn address_line(address: &Value) -> String {
    let whole = text(address, &["text"]);
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let country = if text(address, &["country_name"]).is_empty() { "country_code" } else { "country_name" };
    let parts = ["postal_code", country, "region", "city", "settlement", "street_house", "house", "room"];
    parts.iter().map(|part| text(address, &[part])).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What a field of a difference holds: a text, an address or a branch.
pub(super) fn value_line(value: &Value) -> String {
    match (value.get("text"), value.get("address"), value.get("branch")) {
        (Some(text), _, _) => text.as_str().unwrap_or_default().to_owned(),
        (None, Some(address), _) => address_line(address),
        (None, None, Some(branch)) => {
            let address = branch.get("address").map(address_line).unwrap_or_default();
            let parts = [text(branch, &["name"]), text(branch, &["kpp"]), &address];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        (None, None, None) => String::new(),
    }
}

/// Writes a text to its place; an empty one takes away what is there.
pub(super) fn put(value: &mut Value, place: &[&str], text: &str) {
    let Some((first, rest)) = place.split_first() else { return };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(members) = value.as_object_mut() else { return };
    match (rest.is_empty(), text.is_empty()) {
        (true, true) => drop(members.remove(*first)),
        (true, false) => drop(members.insert((*first).to_owned(), Value::from(text))),
        (false, _) => put(members.entry(*first).or_insert(Value::Null), rest, text),
    }
}

/// The same without members that hold nothing.
pub(super) fn pruned(value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let kept = members.into_iter().map(|(name, value)| (name, pruned(value)));
    let is_full = |value: &Value| !value.is_null() && value.as_object().is_none_or(|members| !members.is_empty());
    Value::Object(kept.filter(|(_, value)| is_full(value)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_emptied_is_taken_away() {
        let mut value = json!({"profile": {"name": "А", "contacts": {"phone": "1"}, "codes": {}}});
        put(&mut value, &["profile", "contacts", "phone"], "");
        put(&mut value, &["profile", "branch", "name"], "Склад");
        put(&mut value, &["personal", "person", "name"], "");
        assert_eq!(pruned(value), json!({"profile": {"name": "А", "branch": {"name": "Склад"}}}));
    }

    #[test]
    fn a_value_is_one_line_whatever_it_is() {
        let address = json!({"postal_code": "300000", "city": "Тула", "house": "3"});
        assert_eq!(value_line(&json!({"text": "ООО"})), "ООО");
        assert_eq!(value_line(&json!({"address": address})), "300000, Тула, 3");
        assert_eq!(value_line(&json!({"branch": {"name": "Склад", "address": address}})), "Склад, 300000, Тула, 3");
        assert_eq!(address_line(&json!({"text": "г. Тула", "city": "Тула"})), "г. Тула");
        assert_eq!(address_line(&json!({"country_code": "TR", "city": "BURSA"})), "TR, BURSA");
    }
}
