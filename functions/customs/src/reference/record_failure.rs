//! Records that a source did not answer.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::TableEvent;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Failures of the same kind within this time are one, in milliseconds: sections of a table are
/// asked within seconds of each other, and fail together.
const SAME_MS: i64 = 30_000;

/// Records that the source of a table did not answer. What is stored is served on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordImportFailure {
    /// Which table.
    pub table: Table,
    /// Why.
    pub error: OutsideError,
}

impl Command for RecordImportFailure {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-import-failure",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the source of a table of codes did not answer.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn decide(&self, table: Option<&ReferenceTable>, _: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let last = table.and_then(|table| table.failure.as_ref());
        let is_same = last.is_some_and(|last| {
            let same = (&last.error.code, last.error.class) == (&self.error.code, self.error.class);
            same && context.now.ms_since(last.at) < SAME_MS
        });
        if is_same {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([TableEvent::Failed { table: self.table, error: self.error.clone() }]))
    }

    fn example() -> Self {
        Self { table: Table::CustomsOffices, error: crate::samples::reference::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::reference::failed;

    #[test]
    fn failures_that_come_together_are_one() {
        nothing::<ReferenceTable>().when(RecordImportFailure::example()).then([failed()]);
        given::<ReferenceTable>([failed()]).at("2026-11-21T08:30:29Z").when(RecordImportFailure::example()).then([]);
        given::<ReferenceTable>([failed()]).at("2026-11-21T08:30:30Z").when(RecordImportFailure::example()).then([failed()]);
    }
}
