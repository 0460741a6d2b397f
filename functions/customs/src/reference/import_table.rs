//! Takes rows that an administrator gives.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{Said, begin};
use super::book::{Incoming, Scope};
use super::event::Source;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Most rows of one call: half a second of comparing, and a body within the usual bounds.
pub const ROWS_MAX: usize = 1_000;

/// Takes rows of a table from an administrator: for a tenant without a vendor, and for codes that
/// the vendor does not list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportTable {
    /// Which table.
    pub table: Table,
    /// Whether these are all of its codes: then those that are missing end today.
    #[serde(default)]
    pub complete: bool,
    /// The rows; at most 1,000 a call.
    pub rows: Vec<Incoming>,
}

impl Command for ImportTable {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.import-table",
        route: Some(Route::post("/customs/reference/{table}/rows")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes rows of a table of codes.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        ReferenceTable::wants_book(table)
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        if !is_by_hand(self.table) {
            return Err(TableRefusal::NotByHand);
        }
        if self.rows.len() > ROWS_MAX {
            return Err(TableRefusal::TooManyRows { max: ROWS_MAX });
        }
        let said = Said {
            table: self.table,
            source: Source::Upload,
            scope: Scope { section: None, complete: self.complete },
            rows: &self.rows,
            rejected: 0,
            first_rejected: None,
        };
        begin(table, &said, false, facts, context)
    }

    fn example() -> Self {
        let rows = vec![crate::samples::reference::office_incoming("10005030", "Аэропорт Шереметьево (грузовой)")];
        Self { table: Table::CustomsOffices, complete: false, rows }
    }
}

/// Fields of forms come from templates, and the vendor's directory is the vendor's.
const fn is_by_hand(table: Table) -> bool {
    match table {
        Table::CommonOrganizations | Table::FormDefinitions => false,
        Table::CustomsOffices
        | Table::DeclarationTypes
        | Table::DocumentTypes
        | Table::Employees
        | Table::OwnOrganizations
        | Table::Procedures
        | Table::Singularities
        | Table::Templates => true,
    }
}

#[cfg(test)]
mod tests {
    use testkit::nothing;

    use super::*;
    use crate::reference::book::{BEGINNING, book_key};
    use crate::reference::event::{Doubt, Imported, TableEvent};
    use crate::reference::refusal::RowProblem;
    use crate::samples::reference::{Imports, day, office_incoming, offices, procedure_incoming};

    fn upload(rows: Vec<Incoming>, complete: bool) -> ImportTable {
        ImportTable { table: Table::CustomsOffices, complete, rows }
    }

    fn imported(events: &[TableEvent]) -> &Imported {
        let [TableEvent::Imported(imported), TableEvent::Completed { version }] = events else { panic!("{events:?}") };
        assert_eq!(*version, imported.import.version);
        imported
    }

    #[test]
    fn c46_rows_are_counted_and_in_force_from_the_beginning() {
        let decision = nothing::<ReferenceTable>().when(upload(offices(3), true)).accepted();
        let imported = imported(&decision.events);
        let import = &imported.import;
        assert_eq!((import.version, import.counted, import.added, import.open, import.parts), (1, 3, 3, 3, 1));
        assert!(imported.new_codes.iter().all(|code| code.entry.valid_from == BEGINNING && code.entry.valid_on(day("2020-01-01"))));
        assert_eq!(decision.keeps.iter().map(|keep| keep.key.clone()).collect::<Vec<_>>(), [book_key(&import.sha256)]);
    }

    #[test]
    fn c45_rows_that_are_not_mentioned_stay_unless_these_are_all() {
        let known = Imports::of(Table::CustomsOffices, &[offices(3)]);
        let one = vec![office_incoming("10000001", "Другое имя")];
        let part = known.given().when(upload(one.clone(), false)).accepted();
        let imported_part = imported(&part.events);
        assert_eq!((imported_part.import.changed, imported_part.import.closed, imported_part.import.open), (1, 0, 3));
        let all = known.given().when(upload(one, true)).accepted();
        let imported_all = imported(&all.events);
        assert_eq!((imported_all.import.changed, imported_all.import.closed, imported_all.import.open), (1, 2, 1));
        assert_eq!(imported_all.closed_codes[0].entry.valid_to, Some(day("2026-11-21")));
    }

    #[test]
    fn the_same_rows_again_are_no_event() {
        Imports::of(Table::CustomsOffices, &[offices(3)]).given().when(upload(offices(3), true)).then([]);
    }

    #[test]
    fn an_import_that_loses_too_much_waits_for_a_person() {
        let known = Imports::of(Table::CustomsOffices, &[offices(50)]);
        known.given().when(upload(offices(45), true)).accepted();
        let decision = known.given().when(upload(offices(44), true)).accepted();
        let [TableEvent::Held(held)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((held.doubt, held.open, held.would_close, held.counted), (Doubt::Shrunk, 50, 6, 44));
        let decision = known.given().when(upload(Vec::new(), true)).accepted();
        assert!(matches!(decision.events.as_slice(), [TableEvent::Held(held)] if held.doubt == Doubt::Empty));
        // One of two is little enough to be believed.
        Imports::of(Table::CustomsOffices, &[offices(2)]).given().when(upload(offices(1), true)).accepted();
    }

    #[test]
    fn a_large_import_is_divided_and_is_not_complete_with_its_first_part() {
        let decision = nothing::<ReferenceTable>().when(upload(offices(200), true)).accepted();
        let [TableEvent::Imported(first)] = decision.events.as_slice() else { panic!("{} events", decision.events.len()) };
        assert_eq!((first.part, first.import.parts, first.new_codes.len()), (1, 3, 80));
    }

    #[test]
    fn wrong_rows_are_named() {
        let row = |row, problem| TableRefusal::Row { row, problem };
        let when = |rows| nothing::<ReferenceTable>().when(upload(rows, false));
        let other = procedure_incoming("40", "Выпуск");
        when(vec![office_incoming("10000001", "A"), other]).refused(row(2, RowProblem::OtherTable));
        when(vec![office_incoming("10000001", "A"), office_incoming("10000001", "B")]).refused(row(2, RowProblem::Twice));
        let backwards =
            Incoming { valid_from: Some(day("2026-02-01")), valid_to: Some(day("2026-01-01")), ..office_incoming("10000001", "A") };
        when(vec![backwards]).refused(row(1, RowProblem::Days));
        when(offices(ROWS_MAX + 1)).refused(TableRefusal::TooManyRows { max: ROWS_MAX });
        let orgs = ImportTable { table: Table::CommonOrganizations, complete: false, rows: Vec::new() };
        nothing::<ReferenceTable>().when(orgs).refused(TableRefusal::NotByHand);
    }

    #[test]
    fn nothing_is_compared_with_what_cannot_be_read() {
        let known = Imports::of(Table::CustomsOffices, &[offices(3)]);
        testkit::given::<ReferenceTable>(known.events()).when(upload(offices(3), true)).refused(TableRefusal::Unreadable);
    }

    #[test]
    fn one_import_at_a_time() {
        let begun = nothing::<ReferenceTable>().when(upload(offices(200), true)).accepted();
        testkit::given::<ReferenceTable>(begun.events).when(upload(offices(3), true)).refused(TableRefusal::Busy);
    }
}
