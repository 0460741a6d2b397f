//! Forms: what is in a document, and the operations that fill it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Refused};
use crate::data::{DECLARATION, shape};
use crate::docflow::{Docflow, Document};
use crate::document::with_documents;
use crate::wire::Call;
use crate::world::{Form, World};
use crate::{print, xml};

/// The part of a declaration on goods that holds them.
pub(crate) const SHIPMENT: &str = "ESADout_CUGoodsShipment";
/// The goods in it.
pub(crate) const GOODS: &str = "ESADout_CUGoods";

/// Where an organisation goes, by the number of the box.
const BOXES: [(&str, &str); 4] = [
    ("2", "ESADout_CUConsignor"),
    ("8", "ESADout_CUConsignee"),
    ("9", "ESADout_CUFinancialAdjustingResponsiblePerson"),
    ("14", "ESADout_CUDeclarant"),
];

/// The goods of a declaration.
pub(crate) fn goods_of(body: &Value) -> &[Value] {
    body.get(SHIPMENT).and_then(|shipment| shipment.get(GOODS)).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A leaf as text, whether it is written as one or as a number; empty where there is none.
pub(crate) fn text_at(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// Puts one structure into another: objects field by field, lists item by item from the first, and
/// a leaf in the place of what was there. Nothing that the new one lacks is taken away.
pub(crate) fn merge(into: &mut Value, new: &Value) {
    match (into, new) {
        (Value::Object(into), Value::Object(new)) => {
            for (name, value) in new {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(new)) => {
            let known = into.len();
            into.iter_mut().zip(new).for_each(|(into, new)| merge(into, new));
            into.extend(new.iter().skip(known).cloned());
        }
        (into, new) => *into = new.clone(),
    }
}

/// The docflow, document and form of a call; a form of another docflow is not there.
pub(crate) fn of_call<'a>(world: &'a World, call: &Call<'_>) -> Result<(&'a Docflow, &'a Document, &'a Form), Refused> {
    let (docflow, form) = (world.docflow(call.id("docflowId")?)?, call.id("formId")?);
    let document = docflow.documents.iter().find(|document| document.form == form).ok_or(Refused::Missing)?;
    Ok((docflow, document, world.form(form)?))
}

/// A form's body as it is read.
pub(crate) fn rendered(docflow: &Docflow, form: &Form) -> Value {
    if form.mode == DECLARATION { with_documents(docflow, &form.body) } else { form.body.clone() }
}

/// `POST …/importJson`. What the kind of form has no top-level field for is not taken.
pub(crate) fn import_json(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (docflow, form) = of_call(world, call).map(|(docflow, _, form)| (docflow.id, form.id))?;
    let new = call.json().filter(Value::is_object).ok_or(Refused::Bad("Ожидается объект"))?;
    let form = world.form_mut(form)?;
    let known = shape(&form.mode).body;
    let known = known.as_object().filter(|known| !known.is_empty());
    let is_of_form = |name: &String| known.is_none_or(|known| known.contains_key(name));
    if !new.as_object().is_some_and(|new| new.is_empty() || new.keys().any(is_of_form)) {
        return Err(Refused::Bad("Структура не соответствует форме"));
    }
    merge(&mut form.body, &new);
    world.change(docflow, now)?;
    Ok(Answer::done())
}

/// `GET …/json`.
pub(crate) fn json(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let (docflow, _, form) = of_call(world, call)?;
    Ok(Answer::json_text(&rendered(docflow, form)))
}

/// `GET …/xml`.
pub(crate) fn as_xml(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let (docflow, _, form) = of_call(world, call)?;
    let text = xml::write(&form.mode, &rendered(docflow, form)).map_err(|_| Refused::Bad("Форму нельзя выгрузить"))?;
    Ok(Answer::Typed("application/xml; charset=utf-8", text.into_bytes()))
}

/// `GET …/printHtml`.
pub(crate) fn as_html(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let (docflow, document, form) = of_call(world, call)?;
    let page = print::html(docflow, document, &rendered(docflow, form));
    Ok(Answer::Typed("text/html; charset=utf-8", page.into_bytes()))
}

/// `GET …/printPDF`.
pub(crate) fn as_pdf(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let (docflow, document, form) = of_call(world, call)?;
    Ok(Answer::Typed("application/pdf", print::pdf(docflow, document, &form.body)))
}

/// `POST …/setCommonOrg`: an organisation of the directory into a box of the declaration, as it is
/// in the directory now.
pub(crate) fn set_common_org(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (docflow, form, mode) = of_call(world, call).map(|(docflow, _, form)| (docflow.id, form.id, form.mode.clone()))?;
    let asked = json!(call.query("commonOrgId").ok_or(Refused::Missing)?);
    let org = world.common_orgs().iter().find(|org| org.get("id") == Some(&asked)).ok_or(Refused::Missing)?;
    let given = call.query("graphNumber").unwrap_or_default();
    let found = BOXES.iter().find(|(number, _)| mode == DECLARATION && *number == given);
    let Some((_, element)) = found else { return Err(Refused::Bad("В форме нет такой графы")) };
    let party = party(org);
    let body = &mut world.form_mut(form)?.body;
    merge(body, &json!({ SHIPMENT: {} }));
    if let Some(shipment) = body.get_mut(SHIPMENT).and_then(Value::as_object_mut) {
        shipment.insert((*element).to_owned(), party);
    }
    world.change(docflow, now)?;
    Ok(Answer::done())
}

/// An organisation as forms name it.
fn party(org: &Value) -> Value {
    let person = ["surname", "name", "patronymic"].map(|part| text_at(org, &format!("/person/{part}")));
    let person = person.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let name = Some(text_at(org, "/orgName")).filter(|name| !name.is_empty()).unwrap_or(person);
    let filled = |pairs: &[(&str, &str)]| -> Map<String, Value> {
        let texts = pairs.iter().map(|(field, pointer)| ((*field).to_owned(), text_at(org, pointer)));
        texts.filter(|(_, text)| !text.is_empty()).map(|(field, text)| (field, json!(text))).collect()
    };
    let mut party = filled(&[("ShortName", "/shortName")]);
    party.insert("OrganizationName".to_owned(), json!(name));
    let features = filled(&[("OGRN", "/ogrn"), ("INN", "/inn"), ("KPP", "/kpp")]);
    if !features.is_empty() {
        party.insert("RFOrganizationFeatures".to_owned(), Value::Object(features));
    }
    let address = filled(&[
        ("PostalCode", "/legalAddress/postalCode"),
        ("CountryCode", "/legalAddress/countryCode"),
        ("CounryName", "/legalAddress/countryName"),
        ("Region", "/legalAddress/region"),
        ("City", "/legalAddress/city"),
        ("StreetHouse", "/legalAddress/streetHouse"),
        ("House", "/legalAddress/house"),
        ("Room", "/legalAddress/room"),
    ]);
    if !address.is_empty() {
        party.insert("SubjectAddressDetails".to_owned(), Value::Object(address));
    }
    Value::Object(party)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structures_merge_in_any_order_and_as_often_as_one_likes() {
        let (one, two) =
            (json!({ "a": { "b": "1", "list": [{ "n": "1" }] } }), json!({ "a": { "c": "2", "list": [{ "d": "x" }, { "n": "2" }] } }));
        let expected = json!({ "a": { "b": "1", "list": [{ "n": "1", "d": "x" }, { "n": "2" }], "c": "2" } });
        for order in [[&one, &two], [&two, &one]] {
            let mut body = json!({});
            order.into_iter().chain(order).for_each(|part| merge(&mut body, part));
            assert_eq!(body, expected);
        }
    }
}
