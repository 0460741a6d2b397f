//! Wants a table's source to be asked now.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::TableEvent;
use super::table::ReferenceTable;
use super::{Table, TableRefusal};
use crate::TableId;
use crate::settings::CustomsSettings;

/// Wants a table's source to be asked now, whatever its age; within a minute it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestImport {
    /// Which table.
    pub table: Table,
}

impl Command for RequestImport {
    type Aggregate = ReferenceTable;
    type Refusal = TableRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.request-import",
        route: Some(Route::post("/customs/reference/{table}/import")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Wants the source of a table of codes to be asked now.",
    };

    fn target(&self, _: &Context) -> TableId {
        self.table.id()
    }

    fn decide(&self, table: Option<&ReferenceTable>, _: &Facts, context: &Context) -> Result<Decision<ReferenceTable>, TableRefusal> {
        let has_vendor = CustomsSettings::of(&context.settings).kontur.is_some();
        if !has_vendor && !self.table.is_built_in() {
            return Err(TableRefusal::NoVendor);
        }
        if table.is_some_and(|table| table.requested_at.is_some() && table.failures == 0) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([TableEvent::Requested { table: self.table }]))
    }

    fn example() -> Self {
        Self { table: Table::CustomsOffices }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::reference::{failed, with_vendor};

    #[test]
    fn a_source_is_asked_once_for_many_wishes_and_a_failure_does_not_put_a_wish_off() {
        let requested = TableEvent::Requested { table: Table::CustomsOffices };
        nothing::<ReferenceTable>().settings(with_vendor()).when(RequestImport::example()).then([requested.clone()]);
        given::<ReferenceTable>([requested.clone()]).settings(with_vendor()).when(RequestImport::example()).then([]);
        given::<ReferenceTable>([requested.clone(), failed()]).settings(with_vendor()).when(RequestImport::example()).then([requested]);
    }

    #[test]
    fn c61_without_a_vendor_only_what_comes_with_the_software_can_be_asked_for() {
        nothing::<ReferenceTable>().when(RequestImport::example()).refused(TableRefusal::NoVendor);
        let built_in = RequestImport { table: Table::DocumentTypes };
        nothing::<ReferenceTable>().when(built_in).then([TableEvent::Requested { table: Table::DocumentTypes }]);
    }
}
