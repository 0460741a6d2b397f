//! Templates of forms, as the vendor gives them: JSON of the form's structure, whose leaves hold
//! descriptions in Russian.
//!
//! What a template does not say (what a field holds, which box it is) is read from names and
//! descriptions, by rules that are data here. They only help to draw a form and to find slips:
//! the vendor and customs have the last word.

mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json::{self, Shape};
use super::problem::{FormProblem, Kind};
use super::{only, within_root};

pub(super) use words::kind_of;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateBody {
    body: Map<String, Value>,
}

/// What a form of a template looks like: the console draws it from this.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSchema {
    /// Sections in the order of the template, each before those within it; the first holds the
    /// fields of the root.
    pub sections: Vec<Section>,
}

/// Fields that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name in the form; empty for the root.
    pub name: String,
    /// Its path in the form, without indexes; empty for the root.
    pub path: String,
    /// What to show.
    pub label: String,
    /// The box of the declaration that the section is, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub box_number: Option<String>,
    /// Whether it may stand several times.
    pub repeated: bool,
    /// Its fields, in the order of the template.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// Its path in the form, without indexes.
    pub path: String,
    /// What to show: the template's description, or the name where it has none.
    pub label: String,
    /// The box of the declaration, when the description names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub box_number: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may stand several times.
    pub repeated: bool,
}

impl TemplateBody {
    /// Reads a template, with the root or without.
    ///
    /// # Errors
    /// As a form's: the limits are the same.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormProblem> {
        let body = json::parse(bytes, Shape::Template).and_then(within_root)?;
        Ok(Self { body })
    }

    /// From JSON that somebody else has read.
    ///
    /// # Errors
    /// As [`TemplateBody::parse`].
    pub fn from_value(value: Value) -> Result<Self, FormProblem> {
        let body = json::accept(value, Shape::Template).and_then(within_root)?;
        Ok(Self { body })
    }

    /// The structure, without the root.
    pub(super) const fn body(&self) -> &Map<String, Value> {
        &self.body
    }

    /// The schema.
    pub fn schema(&self) -> FormSchema {
        let mut sections = Vec::new();
        section(&mut sections, "", "", false, &self.body);
        FormSchema { sections }
    }
}

/// A section, then those within it. Depth is bounded by the limits of parsing.
fn section(sections: &mut Vec<Section>, name: &str, path: &str, repeated: bool, members: &Map<String, Value>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let fields =
        members.iter().filter(|(_, value)| !only(value).is_object()).map(|(name, value)| field(name, below(name), value)).collect();
    let (label, box_number) = words::section(name);
    let box_number = box_number.map(str::to_owned);
    sections.push(Section { name: name.to_owned(), path: path.to_owned(), label: label.to_owned(), box_number, repeated, fields });
    for (name, value) in members {
        if let Value::Object(within) = only(value) {
            section(sections, name, &below(name), value.is_array(), within);
        }
    }
}

fn field(name: &str, path: String, value: &Value) -> Field {
    let description = super::amount::text(only(value));
    let label = description.clone().unwrap_or_else(|| name.to_owned());
    let box_number = description.as_deref().and_then(words::box_of);
    Field { name: name.to_owned(), path, label, box_number, kind: kind_of(name), repeated: value.is_array() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_follows_the_template_and_keeps_its_order() {
        let template = TemplateBody::from_value(json!({
            "ESADout_CU": {
                "CustomsProcedure": "Направление перемещения (графа 1, первый подраздел)",
                "ESADout_CUGoodsShipment": {
                    "TotalGoodsNumber": "Всего наименований товаров. Гр. 5",
                    "ESADout_CUGoods": [{ "GoodsNumeric": "[32] Номер товара", "GoodsDescription": ["Описание"], "Zebra": "", "Apple": null }],
                    "ESADout_CUConsignee": { "EqualIndicator": "Совпадает с декларантом" }
                }
            }
        }))
        .unwrap();
        let schema = template.schema();
        let paths: Vec<&str> = schema.sections.iter().map(|section| section.path.as_str()).collect();
        assert_eq!(
            paths,
            ["", "ESADout_CUGoodsShipment", "ESADout_CUGoodsShipment.ESADout_CUGoods", "ESADout_CUGoodsShipment.ESADout_CUConsignee"]
        );
        let goods = schema.sections.get(2).unwrap();
        assert!(goods.repeated);
        let told: Vec<_> =
            goods.fields.iter().map(|field| (field.name.as_str(), field.box_number.as_deref(), field.kind, field.repeated)).collect();
        assert_eq!(
            told,
            [
                ("GoodsNumeric", Some("32"), Kind::GoodsNumber, false),
                ("GoodsDescription", None, Kind::Text, true),
                ("Zebra", None, Kind::Text, false),
                ("Apple", None, Kind::Text, false),
            ]
        );
        let boxes: Vec<_> = schema.sections.iter().take(2).filter_map(|section| section.fields.first()?.box_number.clone()).collect();
        assert_eq!(boxes, ["1", "5"]);
    }
}
