//! Notes that all orders of a client were judged with what is allowed to it now.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Client, ClientEvent, ClientRefusal};
use crate::ClientId;

/// Notes that all orders of a client were judged with what is allowed to it now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishSpreadingClient {
    /// Which client.
    pub client_id: ClientId,
}

impl Command for FinishSpreadingClient {
    type Aggregate = Client;
    type Refusal = ClientRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.finish-spreading-client",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that all orders of a client were judged with what is allowed to it now.",
    };

    fn target(&self, _: &Context) -> ClientId {
        self.client_id
    }

    fn decide(&self, client: Option<&Client>, _: &Facts, _: &Context) -> Result<Decision<Client>, ClientRefusal> {
        let client = client.ok_or(ClientRefusal::NotFound)?;
        Ok(Decision::of(client.spreading.then_some(ClientEvent::Spread)))
    }

    fn example() -> Self {
        Self { client_id: crate::samples::clients::client_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::client::note::NoteClient;
    use crate::samples::clients::{note, noted};

    #[test]
    fn p96_only_another_allowance_is_news_of_orders() {
        let finish = FinishSpreadingClient::example;
        given::<Client>([noted()]).when(finish()).then([ClientEvent::Spread]);
        given::<Client>([noted(), ClientEvent::Spread]).when(finish()).then([]);
        let told = vec![noted(), ClientEvent::Spread];
        let after = |command| [told.clone(), given::<Client>(told.clone()).when(command).accepted().events].concat();
        let renamed = after(NoteClient { name: crate::samples::line("ООО «Прокат»"), ..note() });
        given::<Client>(renamed).when(finish()).then([]);
        let demoted = after(NoteClient { strategic: Some(false), ..note() });
        given::<Client>(demoted).when(finish()).then([ClientEvent::Spread]);
        nothing::<Client>().when(finish()).refused(ClientRefusal::NotFound);
    }
}
