//! Lets new things be agreed with a party again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Lets new things be agreed with a frozen party again, with the reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnfreezeParty {
    /// Which party.
    pub party_id: PartyId,
    /// Why.
    pub reason: Line,
}

impl Command for UnfreezeParty {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.unfreeze-party",
        route: Some(Route::post("/commerce/parties/{party_id}/unfreeze")),
        roles: &[Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Lets new things be agreed with a frozen party again.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        let unfrozen = PartyEvent::Unfrozen { reason: self.reason.clone() };
        if party.frozen.is_none() { Err(PartyRefusal::NotFrozen) } else { Ok(Decision::of([unfrozen])) }
    }

    fn example() -> Self {
        Self { party_id: PartyId::derive(&["example"]), reason: crate::samples::line("Перевірку завершено") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{line, parties};

    #[test]
    fn only_a_frozen_party() {
        let frozen = PartyEvent::Frozen { reason: line("Перевірка податкової") };
        let unfrozen = PartyEvent::Unfrozen { reason: line("Перевірку завершено") };
        given::<Party>([parties::buyer_registered(), frozen]).when(UnfreezeParty::example()).then([unfrozen]);
        given::<Party>([parties::buyer_registered()]).when(UnfreezeParty::example()).refused(PartyRefusal::NotFrozen);
    }
}
