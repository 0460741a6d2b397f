//! Tables of codes, as decisions read them.

use kernel::Row;
use serde_json::json;
use testkit::decision::Given;

use super::{day, line, literal};
use crate::code::{DeclarationType, DocumentMode};
use crate::declaration::Declaration;
use crate::declaration::heading::Heading;
use crate::reference::{
    self, Attributes, DeclarationTypeRow, DocumentType, Employee, Entry, FormDefinition, Office, OwnOrganization, Procedure, Table,
    Template,
};

/// Everything that the sample heading needs, in force since the beginning of the year.
pub(crate) trait WithTables {
    /// With the tables of codes.
    fn with_tables(self) -> Self;
}

impl WithTables for Given<Declaration> {
    fn with_tables(mut self) -> Self {
        let heading = super::declarations::heading();
        let versions = Table::ALL.map(|table| Row::new("tables", table.name(), json!({ "table": table, "version": 1 })));
        self = self.rows(reference::VIEW, "tables", versions);
        for table in Table::ALL {
            let rows = entries(&heading).into_iter().filter(|entry| entry.attributes.table() == table);
            let partition = format!("entries#{}", table.name());
            let row = |entry: Entry| {
                let mut data = serde_json::to_value(&entry).expect("a writable entry");
                data["opened"] = json!(1);
                Row::new(&partition, entry.code.as_str(), data)
            };
            let rows: Vec<Row> = rows.map(row).collect();
            self = self.rows(reference::VIEW, &partition, rows);
        }
        self
    }
}

fn entries(heading: &Heading) -> Vec<Entry> {
    let mode: DocumentMode = literal("1006107E");
    let all = [
        ("Ввоз", Attributes::DeclarationType(DeclarationTypeRow { declaration_type: Some(DeclarationType::Import), vendor_id: Some(0) })),
        (
            "Выпуск для внутреннего потребления",
            Attributes::Procedure(Procedure {
                code: heading.procedure.clone(),
                declaration_type: DeclarationType::Import,
                vendor_id: Some(0),
            }),
        ),
        (
            "Таможенный пост Шереметьево",
            Attributes::CustomsOffice(Office { code: heading.office.clone(), vendor_id: Some(10_005_030), short_name: None }),
        ),
        (
            "ООО «Волга Трейд»",
            Attributes::OwnOrganization(OwnOrganization { vendor_id: heading.organization, inn: Some(line("9817654328")), kpp: None }),
        ),
        ("Декларант", Attributes::Employee(Employee { vendor_id: heading.employee, organization: heading.organization, post: None })),
        ("Декларация на товары", Attributes::Template(Template { gf: Some(line("18003")), mode: mode.clone(), type_name: None })),
        (
            "Декларация на товары",
            Attributes::FormDefinition(FormDefinition { mode, body_sha256: line(&"0f".repeat(32)), body_bytes: 10, fields: 1 }),
        ),
        ("Инвойс", Attributes::DocumentType(DocumentType { code: line("INVOICE"), mode: literal("1002007E"), box_44: literal("04021") })),
    ];
    all.into_iter().map(|(name, attributes)| entry(name, attributes)).collect()
}

fn entry(name: &str, attributes: Attributes) -> Entry {
    let code = line(&attributes.code());
    Entry { code, name: line(name), version: 1, valid_from: day("2026-01-01"), valid_to: None, attributes }
}
