//! The directory of organisations, and the registry behind it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Refused};
use crate::data::{OPTIONS, row};
use crate::docflow::moment;
use crate::form::text_at;
use crate::wire::Call;
use crate::world::World;

/// `POST /commonOrganizations`: found by its exact name, then overwritten where the new one is
/// filled; otherwise made. Nothing is checked: neither numbers nor their checksums.
pub(crate) fn upsert(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let asked = call.json().filter(Value::is_object).ok_or(Refused::Bad("Неверный запрос"))?;
    let key = key(&asked).ok_or(Refused::Bad("Не указано название"))?;
    let found = world.common_org_at(|org| self::key(org).as_ref() == Some(&key));
    let Some(at) = found else {
        let org = made(&asked, now);
        world.add_common_org(org.clone());
        return Ok(Answer::json(org));
    };
    let known = world.common_org_mut(at).ok_or(Refused::Missing)?;
    let before = known.clone();
    overwrite(known, &asked);
    known["id"] = before["id"].clone();
    if *known != before {
        known["updatedAt"] = json!(moment(now));
    }
    Ok(Answer::json(known.clone()))
}

/// `POST /getOrCreateCommonOrgByInn`: from the directory, or else from the registry, which knows
/// Russian organisations alone.
pub(crate) fn by_inn(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let inn = call.query("inn").unwrap_or_default();
    if !matches!(inn.len(), 10 | 12) || !inn.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refused::Bad("Неверный ИНН"));
    }
    let asked = json!(inn);
    if let Some(known) = row(world.common_orgs(), "inn", &asked) {
        return Ok(Answer::json(known.clone()));
    }
    let registered = row(&OPTIONS.focus, "inn", &asked).ok_or(Refused::Missing)?;
    let org = made(registered, now);
    world.add_common_org(org.clone());
    Ok(Answer::json(org))
}

/// What an organisation is found by: its name, and for an individual the name of the person.
fn key(org: &Value) -> Option<String> {
    let person = ["surname", "name", "patronymic"].map(|part| text_at(org, &format!("/person/{part}"))).join(" ");
    [text_at(org, "/orgName"), person.trim().to_owned()].into_iter().find(|key| !key.is_empty())
}

fn made(asked: &Value, now: DateTime<Utc>) -> Value {
    let mut org = json!({ "type": 0, "dtType": 0, "isForeign": false });
    overwrite(&mut org, asked);
    org["id"] = json!(Uuid::now_v7());
    org["createdAt"] = json!(moment(now));
    org["updatedAt"] = json!(moment(now));
    org
}

/// Takes over what is filled in: neither null, nor an empty text or list, nor what is empty inside.
fn overwrite(known: &mut Value, new: &Value) {
    let Some(new) = new.as_object() else { return };
    for (name, value) in new {
        match value {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::Array(list) if list.is_empty() => {}
            Value::Object(_) => {
                let mut inner = known.get(name).cloned().filter(Value::is_object).unwrap_or_else(|| Value::Object(Map::new()));
                overwrite(&mut inner, value);
                if inner.as_object().is_some_and(|inner| !inner.is_empty()) {
                    known[name] = inner;
                }
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => known[name] = value.clone(),
        }
    }
}
