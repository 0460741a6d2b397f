//! What the simulated service knows from the start: options, templates, a registry of companies.
//!
//! The rows are invented. The vendor publishes neither the numbers of its types, procedures and
//! singularities nor the bodies of its templates; offices carry real codes as far as they are known.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The declaration on goods.
pub(crate) const DECLARATION: &str = "1006107E";
/// Scans and photographs.
pub(crate) const FREE_BINARY: &str = "1006110E";
/// A document of free form.
pub(crate) const FREE_TEXT: &str = "1006088E";
/// The declaration of customs value; the code is this simulator's own.
pub(crate) const VALUE_DECLARATION: &str = "1006192E";

/// The tables behind `/options/*`, and what other operations look up.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    pub(crate) organizations: Vec<Value>,
    pub(crate) employees: Vec<Value>,
    pub(crate) declaration_types: Vec<Value>,
    pub(crate) procedures: Vec<Value>,
    pub(crate) singularities: Vec<Value>,
    pub(crate) customs: Vec<Value>,
    pub(crate) common_orgs: Vec<Value>,
    pub(crate) focus: Vec<Value>,
    pub(crate) countries: Vec<Country>,
    pub(crate) currencies: Vec<Currency>,
}

/// A country as forms name it.
#[derive(Debug, Deserialize)]
pub(crate) struct Country {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A currency with an invented rate.
#[derive(Debug, Deserialize)]
pub(crate) struct Currency {
    pub(crate) code: String,
    pub(crate) number: i64,
    pub(crate) rubles: String,
}

/// The form of a kind of document: its root element, and its fields in the order of the schema
/// with what each of them is.
#[derive(Debug, Deserialize)]
pub(crate) struct Shape {
    pub(crate) root: String,
    pub(crate) body: Value,
}

/// The tables. The files are compiled in and a test reads them: the default is never seen.
pub(crate) static OPTIONS: LazyLock<Options> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/options.json")).unwrap_or_default());

static TEMPLATES: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("../data/templates.json")).unwrap_or_default());

static SHAPES: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/forms.json")).unwrap_or_default());

/// The rows of `/jsonTemplates`.
pub(crate) fn templates() -> Vec<Value> {
    TEMPLATES.get("templates").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// The template row of a form.
pub(crate) fn template(mode: &str) -> Option<Value> {
    templates().into_iter().find(|row| row.get("documentModeId").and_then(Value::as_str) == Some(mode))
}

/// The form of a kind of document; forms that the simulator has no fields of are open.
pub(crate) fn shape(mode: &str) -> Shape {
    let known = SHAPES.get(mode).cloned().and_then(|shape| serde_json::from_value(shape).ok());
    known.unwrap_or_else(|| Shape { root: "Document".to_owned(), body: json!({}) })
}

/// The row of a table with this value in this column.
pub(crate) fn row<'a>(table: &'a [Value], column: &str, value: &Value) -> Option<&'a Value> {
    table.iter().find(|row| row.get(column) == Some(value))
}

/// A row without the columns that only the simulator needs.
pub(crate) fn without(row: &Value, column: &str) -> Value {
    let mut row = row.clone();
    if let Some(object) = row.as_object_mut() {
        object.remove(column);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_there() {
        let options = &*OPTIONS;
        assert_eq!((options.organizations.len(), options.employees.len(), options.declaration_types.len()), (3, 4, 5));
        assert!(options.customs.len() >= 12 && options.procedures.len() >= 12 && options.focus.len() >= 5);
        for office in &options.customs {
            assert_eq!(office["id"].to_string().len(), 8, "{office}");
        }
        for employee in &options.employees {
            assert!(row(&options.organizations, "id", &employee["orgId"]).is_some(), "{employee}");
        }
        assert!(templates().len() >= 12);
        assert_eq!(shape(DECLARATION).root, "ESADout_CU");
        assert!(template(VALUE_DECLARATION).is_some() && template("1").is_none());
    }

    #[test]
    fn every_leaf_of_a_template_says_what_it_is() {
        fn walk(value: &Value) {
            match value {
                Value::Object(object) => object.values().for_each(walk),
                Value::Array(list) => list.iter().for_each(walk),
                Value::String(text) => assert!(text.chars().any(|letter| ('а'..='я').contains(&letter)), "{text}"),
                Value::Null | Value::Bool(_) | Value::Number(_) => panic!("{value}"),
            }
        }
        for mode in SHAPES.keys() {
            walk(&shape(mode).body);
        }
    }
}
