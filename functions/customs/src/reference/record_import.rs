//! Takes rows that a source answered.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{Said, begin};
use super::book::{Incoming, Scope};
use super::event::Source;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Takes what the vendor lists, or what comes with this software.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordImport {
    /// Which table.
    pub table: Table,
    /// From where.
    pub source: Source,
    /// What it speaks of.
    pub scope: Scope,
    /// What could be read.
    pub rows: Vec<Incoming>,
    /// How many rows could not be.
    #[serde(default)]
    pub rejected: u32,
    /// Why, of the first of them.
    #[serde(default)]
    pub first_rejected: Option<Line>,
}

impl Command for RecordImport {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-import",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes what a source lists of a table of codes.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        ReferenceTable::wants_book(table)
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let said = Said {
            table: self.table,
            source: self.source,
            scope: self.scope.clone(),
            rows: &self.rows,
            rejected: self.rejected,
            first_rejected: self.first_rejected.clone(),
        };
        begin(table, &said, false, facts, context)
    }

    fn example() -> Self {
        Self {
            table: Table::CustomsOffices,
            source: Source::Vendor,
            scope: Scope { section: None, complete: true },
            rows: vec![crate::samples::reference::office_incoming("10005030", "Аэропорт Шереметьево (грузовой)")],
            rejected: 0,
            first_rejected: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::event::TableEvent;
    use crate::samples::reference::{Imports, line, offices, procedure_incoming};

    fn offices_of(rows: Vec<Incoming>) -> RecordImport {
        RecordImport { rows, ..RecordImport::example() }
    }

    #[test]
    fn c47_a_list_that_says_nothing_new_is_told_once_a_time_to_live() {
        let mut known = Imports::of(Table::CustomsOffices, &[offices(3)]);
        let checked = [TableEvent::Checked { table: Table::CustomsOffices, through: None }];
        let again = offices_of(offices(3));
        // The upload before was no answer of the vendor.
        assert_eq!(known.told("2026-11-21T08:30:00Z", &again), checked);
        known.decide("2026-11-21T08:30:00Z", again.clone());
        assert_eq!(known.told("2026-11-21T08:50:00Z", &again), []);
        assert_eq!(known.told("2026-11-21T09:30:00Z", &again), checked);
        known.push(vec![TableEvent::Requested { table: Table::CustomsOffices }]);
        assert_eq!(known.told("2026-11-21T08:50:00Z", &again), checked);
    }

    #[test]
    fn a_held_list_is_held_once_and_dropped_when_the_source_says_otherwise() {
        let mut known = Imports::of(Table::CustomsOffices, &[offices(50)]);
        known.decide("2026-11-21T08:30:00Z", offices_of(offices(10)));
        let dismissed = TableEvent::Dismissed { sha256: known.state().held[0].sha256.clone() };
        assert_eq!(known.told("2026-11-21T08:40:00Z", &offices_of(offices(10))), []);
        let back = known.told("2026-11-21T09:30:00Z", &offices_of(offices(50)));
        assert_eq!(back, [dismissed.clone(), TableEvent::Checked { table: Table::CustomsOffices, through: None }]);
        let other = known.told("2026-11-21T09:30:00Z", &offices_of(offices(9)));
        assert!(matches!(other.as_slice(), [first, TableEvent::Held(_)] if *first == dismissed), "{other:?}");
    }

    #[test]
    fn a_section_says_nothing_of_the_others() {
        let known = Imports::of(Table::Procedures, &[vec![procedure_incoming("40", "Выпуск"), procedure_incoming("51", "Переработка")]]);
        let section = |prefix: &str, rows| RecordImport {
            table: Table::Procedures,
            scope: Scope { section: Some(line(prefix)), complete: true },
            rows,
            ..RecordImport::example()
        };
        known.given().when(section("EX/", Vec::new())).then([]);
        let events = known.given().when(section("IM/", vec![procedure_incoming("40", "Выпуск")])).accepted().events;
        let [TableEvent::Imported(imported), TableEvent::Completed { .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((imported.import.closed, imported.import.open, imported.import.counted), (1, 1, 1));
    }

    #[test]
    fn rows_that_cannot_be_read_are_counted() {
        let import = RecordImport { rejected: 2, first_rejected: Some(line("no code")), ..offices_of(offices(3)) };
        let events = testkit::nothing::<ReferenceTable>().when(import).accepted().events;
        assert!(matches!(&events[0], TableEvent::Imported(imported) if imported.import.counted == 5 && imported.import.rejected == 2));
    }
}
