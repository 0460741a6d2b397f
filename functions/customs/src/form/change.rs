//! What a change of a form changed, in short.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Form;
use super::good::Good;
use crate::code::GoodsNumber;

/// Most paths that a summary names; the rest is only counted.
pub const CHANGED_PATHS_MAX: usize = 50;

/// The fields that differ between two forms. Goods are told by their numbers, since their places
/// in the list move.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSummary {
    /// Fields that are new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Fields that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Fields with another value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// How many fields differ, named or not, goods among them.
    pub count: u32,
    /// Which goods differ.
    pub goods: GoodsChange,
}

/// Numbers of the goods that differ between two forms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodsChange {
    /// Not there before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<GoodsNumber>,
    /// Not there any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<GoodsNumber>,
    /// There, and different.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<GoodsNumber>,
}

impl ChangeSummary {
    /// From one form to another; from nothing, everything is added.
    pub fn between(before: Option<&Form>, after: &Form) -> Self {
        let empty = Form::default();
        let before = before.unwrap_or(&empty);
        let (old, new) = (leaves(before), leaves(after));
        let mut summary = Self::default();
        let mut room = CHANGED_PATHS_MAX;
        for (path, value) in &new {
            match old.get(path) {
                None => note(&mut summary.added, path, &mut summary.count, &mut room),
                Some(was) if was != value => note(&mut summary.changed, path, &mut summary.count, &mut room),
                Some(_) => {}
            }
        }
        for path in old.keys().filter(|path| !new.contains_key(*path)) {
            note(&mut summary.removed, path, &mut summary.count, &mut room);
        }
        summary.goods = goods(before, after);
        summary
    }

    /// Nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn note(paths: &mut Vec<String>, path: &str, count: &mut u32, room: &mut usize) {
    *count = count.saturating_add(1);
    if let Some(left) = room.checked_sub(1) {
        *room = left;
        paths.push(path.to_owned());
    }
}

/// Every leaf by its path. The elements of the list of goods stand under their numbers, where
/// these tell them apart.
fn leaves(form: &Form) -> BTreeMap<String, &Value> {
    let mut out = BTreeMap::new();
    let mut path = String::new();
    for (name, value) in form.body() {
        path.push_str(name);
        walk(value, &mut path, &mut out);
        path.clear();
    }
    out
}

fn walk<'a>(value: &'a Value, path: &mut String, out: &mut BTreeMap<String, &'a Value>) {
    let own = path.len();
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, value) in map {
                path.push('.');
                path.push_str(name);
                walk(value, path, out);
                path.truncate(own);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for (n, value) in list.iter().enumerate() {
                path.push_str(&format!("[{n}]"));
                walk(value, path, out);
                path.truncate(own);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            out.insert(path.clone(), value);
        }
    }
}

fn goods(before: &Form, after: &Form) -> GoodsChange {
    let by_number = |form: &Form| form.goods().into_iter().map(|good| (good.number, good)).collect::<BTreeMap<GoodsNumber, Good>>();
    let (old, new) = (by_number(before), by_number(after));
    GoodsChange {
        added: new.keys().filter(|number| !old.contains_key(number)).copied().collect(),
        removed: old.keys().filter(|number| !new.contains_key(number)).copied().collect(),
        changed: new.iter().filter(|(number, good)| old.get(number).is_some_and(|was| was != *good)).map(|(number, _)| *number).collect(),
    }
}
