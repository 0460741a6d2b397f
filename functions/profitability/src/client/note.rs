//! Notes what is known of a client.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Percentage, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Client, ClientEvent, ClientRefusal};
use crate::ClientId;

/// No deviation is farther than this.
const ALLOWANCE_MAX: Percentage = Percentage::from_hundredths(10_000);

/// Notes a client's name and standing. What is left out stays as it was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteClient {
    /// Which client.
    pub client_id: ClientId,
    /// As printed.
    pub name: Line,
    /// Whether it is in the registry of strategic clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategic: Option<bool>,
    /// How far below the plan its orders may be, in hundredths of a point; counts while it is strategic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_deviation: Option<Percentage>,
}

impl Command for NoteClient {
    type Aggregate = Client;
    type Refusal = ClientRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.note-client",
        route: Some(Route::put("/profitability/clients/{client_id}")),
        roles: &[Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes a client's name and whether it is strategic.",
    };

    fn target(&self, _: &Context) -> ClientId {
        self.client_id
    }

    fn decide(&self, client: Option<&Client>, _: &Facts, _: &Context) -> Result<Decision<Client>, ClientRefusal> {
        let nothing = Percentage::from_hundredths(0);
        let allowed_deviation = self.allowed_deviation.or(client.map(|client| client.allowed_deviation)).unwrap_or(nothing);
        if allowed_deviation < nothing || allowed_deviation > ALLOWANCE_MAX {
            return Err(ClientRefusal::AllowanceOutOfRange);
        }
        let strategic = self.strategic.or(client.map(|client| client.strategic)).unwrap_or(false);
        let known = client.is_some_and(|client| {
            client.name == self.name && client.strategic == strategic && client.allowed_deviation == allowed_deviation
        });
        if known {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([ClientEvent::Noted { id: self.client_id, name: self.name.clone(), strategic, allowed_deviation }]))
    }

    fn example() -> Self {
        crate::samples::clients::note()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::clients::{note, noted};
    use crate::samples::percent;

    #[test]
    fn p96_an_allowance_counts_only_while_the_client_is_strategic() {
        nothing::<Client>().when(note()).then([noted()]);
        given::<Client>([noted()]).when(note()).then([]);
        let fold = |events: &[ClientEvent]| {
            kernel::aggregate::fold_events::<Client>(None, events, &testkit::context().meta("t")).unwrap().unwrap().facts()
        };
        assert_eq!(fold(&[noted()]).allowed_deviation, percent(300));
        let demoted = given::<Client>([noted()]).when(NoteClient { strategic: Some(false), allowed_deviation: None, ..note() }).accepted();
        assert_eq!(fold(&[vec![noted()], demoted.events].concat()).allowed_deviation, percent(0));
    }

    #[test]
    fn refuses_an_absurd_allowance() {
        for allowed in [-1, 10_001] {
            let command = NoteClient { allowed_deviation: Some(percent(allowed)), ..note() };
            nothing::<Client>().when(command).refused(ClientRefusal::AllowanceOutOfRange);
        }
    }
}
