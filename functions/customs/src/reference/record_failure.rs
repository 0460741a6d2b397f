//! Records that a source did not answer.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::TableEvent;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Records that the source of a table did not answer. What is stored is served on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordImportFailure {
    /// Which table.
    pub table: Table,
    /// Why.
    pub error: OutsideError,
    /// When the sources of this time were first asked: sections of a table fail together, and
    /// that is one failure.
    pub asked_at: Moment,
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

    fn decide(&self, table: Option<&ReferenceTable>, _: &Facts, _: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let last = table.and_then(|table| table.failure.as_ref());
        let is_same = last
            .is_some_and(|last| (&last.error.code, last.error.class) == (&self.error.code, self.error.class) && last.at >= self.asked_at);
        if is_same {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([TableEvent::Failed { table: self.table, error: self.error.clone() }]))
    }

    fn example() -> Self {
        let asked_at = crate::samples::reference::moment("2026-11-21T08:29:00Z");
        Self { table: Table::CustomsOffices, error: crate::samples::reference::outside_error(), asked_at }
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
        given::<ReferenceTable>([failed()]).when(RecordImportFailure::example()).then([]);
        let later = RecordImportFailure { asked_at: testkit::moment("2026-11-21T08:31:00Z"), ..RecordImportFailure::example() };
        given::<ReferenceTable>([failed()]).when(later).then([failed()]);
    }
}
