//! Stops anything new with a party.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Stops anything new with a party, with the reason: no contract is signed with it, no
/// relation recorded. What was agreed before goes on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreezeParty {
    /// Which party.
    pub party_id: PartyId,
    /// Why.
    pub reason: Line,
}

impl Command for FreezeParty {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.freeze-party",
        route: Some(Route::post("/commerce/parties/{party_id}/freeze")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Stops anything new with a party.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        let frozen = PartyEvent::Frozen { reason: self.reason.clone() };
        if party.frozen.is_some() { Err(PartyRefusal::Frozen) } else { Ok(Decision::of([frozen])) }
    }

    fn example() -> Self {
        Self { party_id: PartyId::derive(&["example"]), reason: crate::samples::line("Перевірка податкової") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{line, parties};

    #[test]
    fn once_and_with_a_reason() {
        let frozen = PartyEvent::Frozen { reason: line("Перевірка податкової") };
        given::<Party>([parties::buyer_registered()]).when(FreezeParty::example()).then([frozen.clone()]);
        given::<Party>([parties::buyer_registered(), frozen]).when(FreezeParty::example()).refused(PartyRefusal::Frozen);
    }
}
