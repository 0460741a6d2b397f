//! A form's data as a tree: where something stands, what is there, and how a change of it is
//! written as a merge patch (RFC 7396), which replaces lists as a whole.

use serde_json::{Map, Value, json};

/// Deepest place; the API takes no deeper form.
const DEPTH_MAX: usize = 24;
/// Longest name of a section, in bytes; the API takes no longer one.
const NAME_BYTES_MAX: usize = 128;
/// Elements of a list that can be pointed at: goods are numbered up to 999.
const INDEX_MAX: usize = 9_999;

/// A section, and which of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) index: Option<usize>,
}

/// What is done at a place.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Fields become these; `null` removes one.
    Fields(Map<String, Value>),
    /// The section goes.
    Remove,
}

/// Reads `A.B[2].C`; the root is empty. `None` when it is no such text.
pub(super) fn parse(text: &str) -> Option<Vec<Part>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let part = |text: &str| {
        let (name, index) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((name, index)) => (name, Some(index.parse().ok().filter(|index| *index <= INDEX_MAX)?)),
            None => (text, None),
        };
        let valid = !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.contains(['[', ']']);
        valid.then(|| Part { name: name.to_owned(), index })
    };
    let parts: Vec<Part> = text.split('.').map(part).collect::<Option<_>>()?;
    Some(parts).filter(|parts| parts.len() <= DEPTH_MAX)
}

/// The same as a text.
pub(super) fn text(parts: &[Part]) -> String {
    let part = |part: &Part| part.index.map_or_else(|| part.name.clone(), |index| format!("{}[{index}]", part.name));
    parts.iter().map(part).collect::<Vec<_>>().join(".")
}

/// The path without indexes, as a template names sections.
pub(super) fn bare(parts: &[Part]) -> String {
    parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(".")
}

/// What stands at a place.
pub(super) fn at<'a>(form: &'a Value, parts: &[Part]) -> Option<&'a Value> {
    parts.iter().try_fold(form, |value, part| {
        let (member, index) = (value.get(&part.name)?, part.index.unwrap_or(0));
        match member.as_array() {
            Some(list) => list.get(index),
            None => Some(member).filter(|_| index == 0),
        }
    })
}

/// How many of the last part there are.
pub(super) fn count(form: &Value, parts: &[Part]) -> usize {
    let Some((last, before)) = parts.split_last() else { return 1 };
    let member = at(form, before).and_then(|value| value.get(&last.name));
    member.map_or(0, |member| member.as_array().map_or(1, Vec::len))
}

/// The merge patch that does something at a place.
pub(super) fn patch(form: Option<&Value>, parts: &[Part], edit: &Edit) -> Value {
    let Some((part, rest)) = parts.split_first() else {
        return match edit {
            Edit::Fields(fields) => Value::Object(fields.clone()),
            Edit::Remove => Value::Null,
        };
    };
    let inside = match (form.and_then(|form| form.get(&part.name)), part.index) {
        (Some(Value::Array(list)), index) => in_list(list, index.unwrap_or(0), rest, edit),
        (Some(one), Some(index)) if index > 0 => in_list(std::slice::from_ref(one), index, rest, edit),
        (None, Some(_)) => in_list(&[], 0, rest, edit),
        (member, _) => patch(member, rest, edit),
    };
    json!({ part.name.clone(): inside })
}

/// The whole list with one element changed, added at its end, or gone.
fn in_list(list: &[Value], index: usize, rest: &[Part], edit: &Edit) -> Value {
    let mut list = list.to_vec();
    if rest.is_empty() && matches!(edit, Edit::Remove) {
        if index < list.len() {
            list.remove(index);
        }
        return if list.is_empty() { Value::Null } else { Value::Array(list) };
    }
    let element = list.get(index).cloned().unwrap_or_else(|| json!({}));
    let changed = merged(&element, &patch(Some(&element), rest, edit));
    match list.get_mut(index) {
        Some(place) => *place = changed,
        None => list.push(changed),
    }
    Value::Array(list)
}

/// A merge patch applied. Depth is bounded by [`parse`].
fn merged(value: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else { return patch.clone() };
    let mut object = value.as_object().cloned().unwrap_or_default();
    for (name, change) in changes {
        if change.is_null() {
            object.remove(name);
        } else {
            let before = object.get(name).cloned().unwrap_or(Value::Null);
            object.insert(name.clone(), merged(&before, change));
        }
    }
    Value::Object(object)
}

/// Whether it is a field, or several values of one: anything but sections.
pub(super) fn is_leaf(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(list) => list.iter().all(|one| !one.is_object() && !one.is_array()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// A field as a text: several values a line each.
pub(super) fn leaf_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(leaf_text).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        parse(text).unwrap()
    }

    fn fields(value: &Value) -> Edit {
        Edit::Fields(value.as_object().unwrap().clone())
    }

    #[test]
    fn places_are_read_and_written() {
        assert_eq!(text(&parts("A.B[2].C")), "A.B[2].C");
        assert_eq!(bare(&parts("A.B[2].C")), "A.B.C");
        assert!(parts("").is_empty());
        for wrong in [".", "A.", "A[", "A[]", "A[x]", "[1]", "A[1]b", "A[99999]", &"A.".repeat(30)] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_change_within_a_list_sends_the_whole_list_and_nothing_else() {
        let form = json!({ "S": { "Goods": [{ "N": "1", "P": { "x": "1" } }, { "N": "2" }], "Other": "y" }, "Root": "z" });
        let changed = patch(Some(&form), &parts("S.Goods[1]"), &fields(&json!({ "N": null, "Cost": "5" })));
        assert_eq!(changed, json!({ "S": { "Goods": [{ "N": "1", "P": { "x": "1" } }, { "Cost": "5" }] } }));
        let deep = patch(Some(&form), &parts("S.Goods[0].P"), &fields(&json!({ "y": "2" })));
        assert_eq!(deep, json!({ "S": { "Goods": [{ "N": "1", "P": { "x": "1", "y": "2" } }, { "N": "2" }] } }));
        let added = patch(Some(&form), &parts("S.Goods[2]"), &fields(&json!({ "N": "3" })));
        assert_eq!(added["S"]["Goods"].as_array().unwrap().len(), 3);
        let removed = patch(Some(&form), &parts("S.Goods[0]"), &Edit::Remove);
        assert_eq!(removed, json!({ "S": { "Goods": [{ "N": "2" }] } }));
    }

    #[test]
    fn what_is_not_a_list_is_patched_in_place() {
        let form = json!({ "S": { "T": { "a": "1" } } });
        assert_eq!(patch(Some(&form), &parts("S.T"), &fields(&json!({ "a": null }))), json!({ "S": { "T": { "a": null } } }));
        assert_eq!(patch(Some(&form), &parts("S.T"), &Edit::Remove), json!({ "S": { "T": null } }));
        let second = patch(Some(&form), &parts("S.T[1]"), &fields(&json!({ "a": "2" })));
        assert_eq!(second, json!({ "S": { "T": [{ "a": "1" }, { "a": "2" }] } }));
        let first = patch(Some(&json!({})), &parts("S.Goods[0]"), &fields(&json!({ "a": "2" })));
        assert_eq!(first, json!({ "S": { "Goods": [{ "a": "2" }] } }));
        assert_eq!(patch(None, &parts(""), &fields(&json!({ "a": "2" }))), json!({ "a": "2" }));
    }

    #[test]
    fn what_stands_at_a_place_is_found_in_lists_and_alone() {
        let form = json!({ "S": { "T": { "a": ["1", "2"] }, "G": [{}, { "b": true }] } });
        assert_eq!(leaf_text(at(&form, &parts("S.T[0].a")).unwrap_or(&Value::Null)), "1");
        assert_eq!(at(&form, &parts("S.T[1]")), None);
        assert_eq!(leaf_text(&at(&form, &parts("S.G[1]")).unwrap()["b"]), "true");
        assert_eq!((count(&form, &parts("S.G[1]")), count(&form, &parts("S.T")), count(&form, &parts("S.X[0]"))), (2, 1, 0));
    }
}
