//! Adds the next part of an import.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::part;
use super::book::book_key;
use super::event::TableEvent;
use super::table::{ReferenceTable, read_book};
use super::{Table, TableRefusal};
use crate::TableId;

/// Adds the next part of an import; with the last one the version becomes the current one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContinueImport {
    /// Into which table.
    pub table: Table,
    /// The version that the import makes.
    pub version: u32,
    /// Which part.
    pub part: u32,
}

impl Command for ContinueImport {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.continue-import",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Adds the next part of an import into a table of codes.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        let importing = table.and_then(|table| table.importing.as_ref());
        importing.map(|importing| Want::Content { key: book_key(&importing.import.sha256) }).into_iter().collect()
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, _: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let importing = table.and_then(|table| table.importing.as_ref()).filter(|importing| importing.import.version == self.version);
        // Everything is there already, or this part is: it was asked for twice.
        let Some(importing) = importing.filter(|importing| importing.part < self.part) else { return Ok(Decision::nothing()) };
        if self.part != importing.part.saturating_add(1) {
            return Err(TableRefusal::Busy);
        }
        let next = read_book(facts, &importing.import.sha256)?;
        let imported = part(&importing.import, &next, self.part);
        let completed = (self.part == importing.import.parts).then_some(TableEvent::Completed { version: self.version });
        Ok(Decision::of([TableEvent::Imported(imported)].into_iter().chain(completed)))
    }

    fn example() -> Self {
        Self { table: Table::CustomsOffices, version: 1, part: 2 }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::reference::{Imports, begun};

    fn next(part: u32) -> ContinueImport {
        ContinueImport { part, ..ContinueImport::example() }
    }

    #[test]
    fn parts_follow_one_another_and_the_last_completes() {
        let begun = begun(200);
        let given_parts = |events: Vec<TableEvent>| begun.given_and(events);
        let second = given_parts(Vec::new()).when(next(2)).accepted().events;
        assert!(matches!(second.as_slice(), [TableEvent::Imported(imported)] if imported.part == 2 && imported.new_codes.len() == 80));
        let third = given_parts(second.clone()).when(next(3)).accepted().events;
        let [TableEvent::Imported(last), TableEvent::Completed { version: 1 }] = third.as_slice() else { panic!("{third:?}") };
        assert_eq!(last.new_codes.len(), 40);
        let all: Vec<TableEvent> = second.iter().cloned().chain(third.clone()).collect();
        given_parts(all).when(next(3)).then([]);
        given_parts(second).when(next(2)).then([]);
        given_parts(Vec::new()).when(next(3)).refused(TableRefusal::Busy);
    }

    #[test]
    fn an_import_that_is_done_goes_nowhere() {
        let done = Imports::of(Table::CustomsOffices, &[crate::samples::reference::offices(3)]);
        given::<ReferenceTable>(done.events()).when(next(2)).then([]);
    }
}
