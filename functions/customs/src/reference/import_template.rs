//! Takes the body of a template and derives the fields of its form.

use kernel::command::Keep;
use kernel::facts::Want;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::begin::{Said, begin};
use super::book::{Incoming, Scope, sha256, template_key};
use super::event::Source;
use super::table::ReferenceTable;
use super::{Attributes, FormDefinition, Table, TableRefusal};
use crate::TableId;
use crate::code::DocumentMode;
use crate::form::{FORM_BYTES_MAX, FormSchema, TemplateBody};

/// Takes the body of a template from an administrator: for a tenant without a vendor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportTemplate {
    /// The form of the album.
    pub mode: DocumentMode,
    /// What people call it.
    pub name: Line,
    /// The template: the form's structure, whose leaves describe the fields.
    pub body: Map<String, Value>,
}

/// Takes the body of a template from the vendor, where the connector kept it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTemplate {
    /// The form of the album.
    pub mode: DocumentMode,
    /// What people call it.
    pub name: Line,
    /// The key under which the body is kept.
    pub key: String,
}

/// How many fields a form has.
fn fields(schema: &FormSchema) -> usize {
    schema.sections.iter().map(|section| section.fields.len()).sum()
}

/// The form of a template, and the body to keep.
fn definition(mode: &DocumentMode, name: &Line, bytes: &[u8]) -> Result<(Incoming, Keep), TableRefusal> {
    let schema = TemplateBody::parse(bytes).map_err(|_| TableRefusal::NotATemplate)?.schema();
    let hash = sha256(bytes);
    let definition = FormDefinition {
        mode: mode.clone(),
        body_sha256: Line::new(&hash).map_err(|_| TableRefusal::NotATemplate)?,
        body_bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        fields: u32::try_from(fields(&schema)).unwrap_or(u32::MAX),
    };
    let keep = Keep { key: template_key(&hash), media_type: "application/json", bytes: bytes.to_vec() };
    let attributes = Attributes::FormDefinition(definition);
    Ok((Incoming { name: name.clone(), attributes, valid_from: None, valid_to: None }, keep))
}

/// One form is a section of its own: it says nothing of the others.
fn import(
    table: Option<&ReferenceTable>,
    source: Source,
    (row, keep): (Incoming, Keep),
    facts: &Facts,
    context: &Context,
) -> Result<Decision<ReferenceTable>, TableRefusal> {
    let scope = Scope { section: Line::new(&row.attributes.code()).ok(), complete: false };
    let rows = std::slice::from_ref(&row);
    let said = Said { table: Table::FormDefinitions, source, scope, rows, rejected: 0, first_rejected: None };
    let decision = begin(table, &said, false, facts, context)?;
    // The same template again changes nothing, and is kept already.
    Ok(if decision.events.is_empty() { decision } else { decision.keep(keep) })
}

impl Command for ImportTemplate {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.import-template",
        route: Some(Route::put("/customs/form-templates/{mode}")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes the template of a form.",
    };
    const BODY_BYTES_MAX: usize = FORM_BYTES_MAX;

    fn target(&self, _: &Context) -> TableId {
        Table::FormDefinitions.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        ReferenceTable::wants_book(table)
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let bytes = serde_json::to_vec(&self.body).map_err(|_| TableRefusal::NotATemplate)?;
        import(table, Source::Upload, definition(&self.mode, &self.name, &bytes)?, facts, context)
    }

    fn example() -> Self {
        Self {
            mode: crate::samples::reference::mode("1006107E"),
            name: crate::samples::reference::line("Декларация на товары"),
            body: crate::samples::reference::template_body(),
        }
    }
}

impl Command for RecordTemplate {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-template",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes the template of a form from the vendor.",
    };

    fn target(&self, _: &Context) -> TableId {
        Table::FormDefinitions.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        ReferenceTable::wants_book(table).into_iter().chain([Want::Content { key: self.key.clone() }]).collect()
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let bytes = facts.content(&self.key).ok_or(TableRefusal::Unreadable)?;
        import(table, Source::Vendor, definition(&self.mode, &self.name, bytes)?, facts, context)
    }

    fn example() -> Self {
        let ImportTemplate { mode, name, .. } = ImportTemplate::example();
        Self { mode, name, key: crate::samples::kontur::content("application/json").key }
    }
}

#[cfg(test)]
mod tests {
    use testkit::nothing;

    use super::*;
    use crate::reference::event::TableEvent;
    use crate::samples::reference::Imports;

    fn definition_of(events: &[TableEvent]) -> FormDefinition {
        let [TableEvent::Imported(imported), TableEvent::Completed { .. }] = events else { panic!("{events:?}") };
        imported.revisions().next().unwrap().entry.form_definition().unwrap().clone()
    }

    #[test]
    fn a_template_is_kept_by_its_hash_and_its_fields_are_counted() {
        let decision = nothing::<ReferenceTable>().when(ImportTemplate::example()).accepted();
        let definition = definition_of(&decision.events);
        assert_eq!(definition.fields, 2);
        assert!(decision.keeps.iter().any(|keep| keep.key == template_key(definition.body_sha256.as_str())));
    }

    #[test]
    fn the_vendors_template_is_read_where_it_was_kept_and_the_same_again_is_no_event() {
        let record = RecordTemplate::example();
        let bytes = serde_json::to_vec(&crate::samples::reference::template_body()).unwrap();
        let decision = nothing::<ReferenceTable>().content(&record.key, bytes.clone()).when(record.clone()).accepted();
        assert_eq!(definition_of(&decision.events).body_sha256.as_str(), sha256(&bytes));
        let mut known = Imports::new();
        known.keep(&decision);
        known.given().content(&record.key, bytes).when(record.clone()).then([]);
        known.given().content(&record.key, r#"{"A":{"B":"гр. 1"}}"#).when(record.clone()).accepted();
        known.given().when(record).refused(TableRefusal::Unreadable);
    }

    #[test]
    fn what_is_no_template_is_refused() {
        let record = RecordTemplate::example();
        nothing::<ReferenceTable>().content(&record.key, "[1]").when(record.clone()).refused(TableRefusal::NotATemplate);
        nothing::<ReferenceTable>().content(&record.key, "<html>").when(record).refused(TableRefusal::NotATemplate);
    }
}
