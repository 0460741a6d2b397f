//! Takes a bank account of a party out of use.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AccountNumber, Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Takes a bank account of a party out of use. Documents and payments keep it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveBankAccount {
    /// Which party.
    pub party_id: PartyId,
    /// Which account.
    pub number: AccountNumber,
}

impl Command for RemoveBankAccount {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.remove-bank-account",
        route: Some(Route::post("/commerce/parties/{party_id}/accounts/remove")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Takes a bank account of a party out of use.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        let known = party.accounts.iter().any(|account| account.number == self.number);
        let removed = PartyEvent::AccountRemoved { number: self.number.clone() };
        if known { Ok(Decision::of([removed])) } else { Err(PartyRefusal::NoSuchAccount) }
    }

    fn example() -> Self {
        Self { party_id: PartyId::derive(&["example"]), number: crate::samples::parties::account().number }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties;

    #[test]
    fn only_an_account_that_it_has() {
        let added = PartyEvent::AccountAdded { account: parties::account() };
        let removed = PartyEvent::AccountRemoved { number: parties::account().number };
        given::<Party>([parties::buyer_registered(), added]).when(RemoveBankAccount::example()).then([removed]);
        given::<Party>([parties::buyer_registered()]).when(RemoveBankAccount::example()).refused(PartyRefusal::NoSuchAccount);
    }
}
