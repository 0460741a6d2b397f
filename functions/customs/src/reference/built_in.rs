//! Codes that come with this software: no operation of the vendor lists kinds of documents.

use kernel::Line;
use serde::Deserialize;

use super::begin::rows_bytes;
use super::book::{Incoming, Scope};
use super::event::Source;
use super::record_import::RecordImport;
use super::view::TableItem;
use super::{Attributes, DocumentType, Table};
use crate::code::{Box44Code, DocumentMode};

const DOCUMENT_TYPES: &str = include_str!("../../rules/document-types.json");

/// A row of the file; what else stands there is for its readers.
#[derive(Deserialize)]
struct DocumentTypeRule {
    code: Line,
    name: Line,
    mode: DocumentMode,
    box_44: Box44Code,
}

/// Kinds of documents. The file is part of the software and a test reads it: without it there
/// would be none.
pub fn document_types() -> Vec<Incoming> {
    let rules: Vec<DocumentTypeRule> = serde_json::from_str(DOCUMENT_TYPES).unwrap_or_default();
    let row = |rule: DocumentTypeRule| {
        let DocumentTypeRule { code, name, mode, box_44 } = rule;
        Incoming { name, attributes: Attributes::DocumentType(DocumentType { code, mode, box_44 }), valid_from: None, valid_to: None }
    };
    rules.into_iter().map(row).collect()
}

/// The import that is due of them: before the first, when this software brings others than it did
/// before, and when a person wants them back. Rows that a tenant gave itself win over them.
pub fn due(known: Option<&TableItem>) -> Option<RecordImport> {
    let rows = document_types();
    let is_due = known.is_none_or(|item| {
        let is_other = item.current.as_ref().is_none_or(|current| match current.source {
            Source::BuiltIn => current.source_sha256 != rows_bytes(&rows).0,
            Source::Upload | Source::Vendor => false,
        });
        item.importing.is_none() && (item.requested_at.is_some() || (is_other && item.held.is_empty()))
    });
    is_due.then_some(RecordImport {
        table: Table::DocumentTypes,
        source: Source::BuiltIn,
        scope: Scope { section: None, complete: true },
        rows,
        rejected: 0,
        first_rejected: None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use testkit::nothing;

    use super::*;
    use crate::reference::import_table::ImportTable;
    use crate::reference::table::ReferenceTable;
    use crate::samples::reference::{Imports, document_incoming};

    const SCHEMA: &str = include_str!("../../rules/document-types.schema.json");

    #[test]
    fn c46_the_file_is_what_its_schema_says_and_every_row_of_it_is_read() {
        let (schema, rules): (Value, Value) = (serde_json::from_str(SCHEMA).unwrap(), serde_json::from_str(DOCUMENT_TYPES).unwrap());
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&rules).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        let events = nothing::<ReferenceTable>().when(due(None).unwrap()).accepted().events;
        let mut imports = Imports::new();
        imports.push(events);
        let import = imports.state().current.unwrap();
        assert_eq!((Some(usize::try_from(import.counted).unwrap()), import.rejected), (rules.as_array().map(Vec::len), 0));
        let has = |code: &str| document_types().iter().any(|row| row.attributes.code() == code);
        assert!(has("INVOICE") && has("PACKING_LIST"));
    }

    #[test]
    fn they_are_imported_once_and_a_tenants_own_win() {
        let mut imports = Imports::new();
        imports.push(nothing::<ReferenceTable>().when(due(None).unwrap()).accepted().events);
        assert!(due(Some(&TableItem::of(&imports.state()))).is_none());
        let own = ImportTable { table: Table::DocumentTypes, complete: false, rows: vec![document_incoming("INVOICE", "04022")] };
        let own = Imports::of(Table::DocumentTypes, &[own.rows]);
        assert!(due(Some(&TableItem::of(&own.state()))).is_none());
    }
}
