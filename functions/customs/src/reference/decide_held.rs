//! Says that a held import is right, or drops it.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{Said, begin};
use super::book::{Incoming, book_key};
use super::event::{Held, TableEvent};
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Says that a held import is right: it is made, upon the table as it is now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmImport {
    /// Into which table.
    pub table: Table,
    /// Which import, by its hash.
    pub sha256: String,
}

/// Drops a held import. If the source says the same again, it is held again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissImport {
    /// Into which table.
    pub table: Table,
    /// Which import, by its hash.
    pub sha256: String,
}

fn held<'a>(table: Option<&'a ReferenceTable>, sha256: &str) -> Result<&'a Held, TableRefusal> {
    let held = table.and_then(|table| table.held.iter().find(|held| held.sha256 == sha256));
    held.ok_or(TableRefusal::NotHeld)
}

impl Command for ConfirmImport {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.confirm-import",
        route: Some(Route::post("/customs/reference/{table}/held/{sha256}/confirm")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Says that a held import into a table of codes is right.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn wants(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Vec<Want> {
        let rows = held(table, &self.sha256).map(|held| Want::Content { key: book_key(&held.sha256) }).ok();
        ReferenceTable::wants_book(table).into_iter().chain(rows).collect()
    }

    fn decide(&self, table: Option<&ReferenceTable>, facts: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let held = held(table, &self.sha256)?;
        let rows = facts.content(&book_key(&held.sha256)).and_then(|bytes| serde_json::from_slice::<Vec<Incoming>>(bytes).ok());
        let rows = rows.ok_or(TableRefusal::Unreadable)?;
        let said = Said {
            table: self.table,
            source: held.source,
            scope: held.scope.clone(),
            rows: &rows,
            rejected: held.rejected,
            first_rejected: held.first_rejected.clone(),
        };
        let mut decision = begin(table, &said, true, facts, context)?;
        decision.events.retain(|event| !matches!(event, TableEvent::Dismissed { .. }));
        decision.events.insert(0, TableEvent::Confirmed { sha256: held.sha256.clone() });
        Ok(decision)
    }

    fn example() -> Self {
        Self { table: Table::CustomsOffices, sha256: crate::samples::reference::held().sha256 }
    }
}

impl Command for DismissImport {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.dismiss-import",
        route: Some(Route::post("/customs/reference/{table}/held/{sha256}/dismiss")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Drops a held import into a table of codes.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn decide(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let held = held(table, &self.sha256)?;
        Ok(Decision::of([TableEvent::Dismissed { sha256: held.sha256.clone() }]))
    }

    fn example() -> Self {
        Self { table: Table::CustomsOffices, sha256: crate::samples::reference::held().sha256 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::import_table::ImportTable;
    use crate::samples::reference::{Imports, office_incoming, offices};

    /// A table of 50 offices, of which an import that waits knows only 10.
    fn waiting() -> (Imports, String) {
        let mut known = Imports::of(Table::CustomsOffices, &[offices(50)]);
        let import = ImportTable { table: Table::CustomsOffices, complete: true, rows: offices(10) };
        let decision = known.given().when(import).accepted();
        let [TableEvent::Held(held)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        let sha256 = held.sha256.clone();
        known.keep(&decision);
        (known, sha256)
    }

    #[test]
    fn a_person_confirms_what_was_held() {
        let (known, sha256) = waiting();
        let confirm = ConfirmImport { table: Table::CustomsOffices, sha256: sha256.clone() };
        let events = known.given().when(confirm.clone()).accepted().events;
        let [TableEvent::Confirmed { sha256: confirmed }, TableEvent::Imported(imported), TableEvent::Completed { version: 2 }] =
            events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!((confirmed, imported.import.closed, imported.import.open), (&sha256, 40, 10));
        known.given_and(events).when(confirm).refused(TableRefusal::NotHeld);
    }

    #[test]
    fn it_is_made_upon_the_table_as_it_is_by_then() {
        let (mut known, sha256) = waiting();
        let other = ImportTable { table: Table::CustomsOffices, complete: false, rows: vec![office_incoming("99999999", "Новый")] };
        let decision = known.given().when(other).accepted();
        known.keep(&decision);
        let events = known.given().when(ConfirmImport { table: Table::CustomsOffices, sha256 }).accepted().events;
        assert!(matches!(&events[1], TableEvent::Imported(imported) if imported.import.version == 3 && imported.import.closed == 41));
    }

    #[test]
    fn a_person_drops_what_was_held() {
        let (known, sha256) = waiting();
        let dismiss = DismissImport { table: Table::CustomsOffices, sha256: sha256.clone() };
        known.given().when(dismiss.clone()).then([TableEvent::Dismissed { sha256 }]);
        testkit::nothing::<ReferenceTable>().when(dismiss).refused(TableRefusal::NotHeld);
    }
}
