//! What a change of a form changed, in short.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Form;
use super::good::Good;
use crate::code::GoodsNumber;

/// Most paths that a summary names; the rest is only counted. They stand in an event.
pub const CHANGED_PATHS_MAX: usize = 50;

/// Longest path that is named, in bytes; the album's longest are some 150. It bounds the event.
const PATH_BYTES_MAX: usize = 400;

/// The fields that differ between two forms. Lists are compared place by place; which goods
/// differ is told by their numbers besides, since their places move.
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
        let mut walk = Walk { summary: Self::default(), path: String::new(), room: CHANGED_PATHS_MAX };
        walk.members(before.body(), after.body());
        Self { goods: goods(before, after), ..walk.summary }
    }

    /// Nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Walks both forms at once: paths are written only where they are named, since a small form may
/// have a quarter of a million long ones.
struct Walk {
    summary: ChangeSummary,
    path: String,
    room: usize,
}

#[derive(Clone, Copy)]
enum What {
    Added,
    Removed,
    Changed,
}

impl Walk {
    fn members(&mut self, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (name, value) in new {
            self.below_name(name, |walk| walk.compare(old.get(name), Some(value)));
        }
        for (name, value) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            self.below_name(name, |walk| walk.compare(Some(value), None));
        }
    }

    fn elements(&mut self, old: &[Value], new: &[Value]) {
        for n in 0..old.len().max(new.len()) {
            let own = self.path.len();
            self.path.push_str(&format!("[{n}]"));
            self.compare(old.get(n), new.get(n));
            self.path.truncate(own);
        }
    }

    fn below_name(&mut self, name: &str, then: impl FnOnce(&mut Self)) {
        let own = self.path.len();
        if own > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        then(self);
        self.path.truncate(own);
    }

    fn compare(&mut self, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(old), Some(new)) if old == new => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) => self.members(old, new),
            (Some(Value::Array(old)), Some(Value::Array(new))) => self.elements(old, new),
            (Some(_), Some(_)) => self.note(What::Changed),
            (None, Some(new)) => self.leaves(new, What::Added),
            (Some(old), None) => self.leaves(old, What::Removed),
            (None, None) => {}
        }
    }

    /// Every leaf below a value, itself when it is one; something empty is a leaf.
    fn leaves(&mut self, value: &Value, what: What) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (name, value) in members {
                    self.below_name(name, |walk| walk.leaves(value, what));
                }
            }
            Value::Array(list) if !list.is_empty() => {
                for (n, value) in list.iter().enumerate() {
                    let own = self.path.len();
                    self.path.push_str(&format!("[{n}]"));
                    self.leaves(value, what);
                    self.path.truncate(own);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => self.note(what),
        }
    }

    fn note(&mut self, what: What) {
        self.summary.count = self.summary.count.saturating_add(1);
        let Some(left) = self.room.checked_sub(1).filter(|_| self.path.len() <= PATH_BYTES_MAX) else { return };
        self.room = left;
        let paths = match what {
            What::Added => &mut self.summary.added,
            What::Removed => &mut self.summary.removed,
            What::Changed => &mut self.summary.changed,
        };
        paths.push(self.path.clone());
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
