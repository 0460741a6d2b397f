//! Wishes the vendor's directory to be read.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Directory, DirectoryEvent, LOST_AFTER_MS, Reading, directory_id};
use crate::DirectoryId;
use crate::organization::{KEEPERS, OrganizationRefusal};

/// Wishes the vendor's directory of organizations to be read. What is unknown is created, what is known is
/// compared; nothing is overwritten.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestOrganizationImport {}

impl Command for RequestOrganizationImport {
    type Aggregate = Directory;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.request-organization-import",
        route: Some(Route::post("/customs/organizations/import")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Reads the vendor's directory of organizations.",
    };

    fn target(&self, _: &Context) -> DirectoryId {
        directory_id()
    }

    fn decide(&self, directory: Option<&Directory>, _: &Facts, context: &Context) -> Result<Decision<Directory>, OrganizationRefusal> {
        let under_way = directory.is_some_and(|directory| match directory.reading {
            Reading::UnderWay { .. } => directory.began_at.plus_ms(LOST_AFTER_MS) > context.now,
            Reading::Done { .. } | Reading::Failed { .. } => false,
        });
        if under_way { Err(OrganizationRefusal::ImportUnderWay) } else { Ok(Decision::of([DirectoryEvent::ImportRequested])) }
    }

    fn example() -> Self {
        Self {}
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;

    #[test]
    fn one_reading_at_a_time() {
        let request = RequestOrganizationImport::example;
        nothing::<Directory>().when(request()).then([DirectoryEvent::ImportRequested]);
        given::<Directory>([DirectoryEvent::ImportRequested]).when(request()).refused(OrganizationRefusal::ImportUnderWay);
        let finished = DirectoryEvent::ImportFinished { rows: 2, problems: Vec::new() };
        given::<Directory>([DirectoryEvent::ImportRequested, finished]).when(request()).accepted();
    }
}
