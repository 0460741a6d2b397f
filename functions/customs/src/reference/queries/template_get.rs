//! Shows the template of a form.

use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{MAY_LOOK, TableVersion};
use crate::code::DocumentMode;
use crate::form::{FormSchema, TemplateBody};
use crate::reference::book::template_key;
use crate::reference::{Entry, Table, TableRefusal, read, read_at, wants};

/// Shows the template of a form and the fields that derive from it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetFormTemplate {
    /// The form of the album.
    pub mode: DocumentMode,
    /// As this version of the forms said, such as one that a declaration pinned.
    #[serde(default)]
    pub version: Option<TableVersion>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FormTemplate {
    /// The form of the album.
    pub mode: DocumentMode,
    /// What people call it.
    pub name: Line,
    /// The version of the forms that first said so.
    pub version: u32,
    /// SHA-256 of the body.
    pub body_sha256: Line,
    /// The form's structure, whose leaves describe the fields.
    pub body: Value,
    /// Its fields, for drawing it.
    pub fields: FormSchema,
}

impl GetFormTemplate {
    fn entry(&self, facts: &Facts) -> Option<Entry> {
        let (table, code) = (Table::FormDefinitions, self.mode.as_str());
        self.version.map_or_else(|| read(facts, table, code), |version| read_at(facts, table, code, version.0))
    }
}

impl Query for GetFormTemplate {
    type Answer = FormTemplate;
    type Refusal = TableRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-form-template",
        route: Route::get("/customs/form-templates/{mode}"),
        roles: MAY_LOOK,
        summary: "Shows the template of a form and its fields.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let entry = self.entry(facts);
        let body =
            entry.as_ref().and_then(Entry::form_definition).map(|form| Want::Content { key: template_key(form.body_sha256.as_str()) });
        wants(facts, &[(Table::FormDefinitions, self.mode.as_str())]).into_iter().chain(body).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<FormTemplate>, TableRefusal> {
        let entry = self.entry(facts).ok_or(TableRefusal::NoSuchCode)?;
        let form = entry.form_definition().ok_or(TableRefusal::Unreadable)?;
        let bytes = facts.content(&template_key(form.body_sha256.as_str())).ok_or(TableRefusal::Unreadable)?;
        let body = serde_json::from_slice(bytes).map_err(|_| TableRefusal::Unreadable)?;
        let fields = TemplateBody::parse(bytes).map_err(|_| TableRefusal::Unreadable)?.schema();
        let (mode, body_sha256) = (form.mode.clone(), form.body_sha256.clone());
        Ok(Answer::of(FormTemplate { mode, name: entry.name, version: entry.version, body_sha256, body, fields }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Command;
    use serde_json::json;
    use testkit::context;

    use super::*;
    use crate::reference::import_template::ImportTemplate;
    use crate::samples::reference::{Imports, mode};

    fn ask(known: &Imports, version: Option<u32>) -> Result<FormTemplate, TableRefusal> {
        let query = GetFormTemplate { mode: mode("1006107E"), version: version.map(TableVersion) };
        let facts = known.facts(|facts| query.wants(facts, &context()));
        query.answer(&facts, &context()).map(|answer| answer.body)
    }

    #[test]
    fn c22_c59_a_template_is_shown_as_the_pinned_version_had_it() {
        let mut known = Imports::new();
        known.upload_template(ImportTemplate::example());
        let body = json!({ "NewField": "гр. 1 Новое поле" }).as_object().cloned().unwrap();
        known.upload_template(ImportTemplate { body, ..ImportTemplate::example() });
        let (first, second) = (ask(&known, Some(1)).unwrap(), ask(&known, None).unwrap());
        assert_eq!((first.version, second.version), (1, 2));
        assert_eq!(first.body, Value::Object(ImportTemplate::example().body));
        assert_eq!(second.body["NewField"], "гр. 1 Новое поле");
        assert_ne!(first.fields, second.fields);
    }

    #[test]
    fn a_form_without_a_template_is_not_found() {
        assert_eq!(ask(&Imports::new(), None), Err(TableRefusal::NoSuchCode));
    }
}
