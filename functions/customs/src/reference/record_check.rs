//! Records that some or all sections of a table were asked.

use kernel::reaction::FailureClass;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::TableEvent;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;

/// Records that the sections of a table were asked, up to one of them or all.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCheck {
    /// Which table.
    pub table: Table,
    /// The last section that was asked; absent when there is none behind it.
    #[serde(default)]
    pub through: Option<Line>,
    /// When the first of them was asked.
    pub asked_at: Moment,
}

impl Command for RecordCheck {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-reference-check",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the sections of a table of codes were asked.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn decide(&self, table: Option<&ReferenceTable>, _: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        // A section that was put off by a larger one's import, or that failed and may work later,
        // is asked again with the others of this time: those that are done say nothing new then.
        let is_put_off = table.is_some_and(|table| table.importing.is_some() || failed_since(table, self.asked_at));
        let should = self.through.is_some() || table.is_none_or(|table| table.should_tell_check(context.now));
        if is_put_off || !should {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([TableEvent::Checked { table: self.table, through: self.through.clone() }]))
    }

    fn example() -> Self {
        let asked_at = crate::samples::reference::moment("2026-11-21T08:29:00Z");
        Self { table: Table::FormDefinitions, through: Some(crate::samples::reference::line("1006107E")), asked_at }
    }
}

fn failed_since(table: &ReferenceTable, asked_at: Moment) -> bool {
    table.failure.as_ref().is_some_and(|failure| match failure.error.class {
        FailureClass::Permanent => false,
        FailureClass::Retry | FailureClass::Auth | FailureClass::Unknown => failure.at >= asked_at,
    })
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::reference::{begun, failed, failed_for_good};

    fn check(through: Option<&str>) -> RecordCheck {
        RecordCheck { table: Table::CustomsOffices, through: through.map(crate::samples::reference::line), ..RecordCheck::example() }
    }

    fn checked(through: Option<&str>) -> TableEvent {
        TableEvent::Checked { table: Table::CustomsOffices, through: through.map(crate::samples::reference::line) }
    }

    #[test]
    fn sections_are_told_as_they_are_done_and_the_end_of_a_round_at_its_end() {
        nothing::<ReferenceTable>().when(check(Some("1002007E"))).then([checked(Some("1002007E"))]);
        given::<ReferenceTable>([checked(Some("1002007E"))]).when(check(None)).then([checked(None)]);
        given::<ReferenceTable>([checked(None)]).when(check(None)).then([]);
    }

    #[test]
    fn sections_that_failed_for_now_are_asked_again_and_those_that_failed_for_good_are_not() {
        given::<ReferenceTable>([failed()]).when(check(None)).then([]);
        given::<ReferenceTable>([failed_for_good()]).when(check(None)).then([checked(None)]);
        begun(200).given_and(Vec::new()).when(check(None)).then([]);
    }
}
