//! Records a bank account of a party.

use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ACCOUNTS_MAX, AccountNumber, BankAccount, Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Records a bank account of a party: by IBAN, or in Russia by the bank's code and a number
/// whose check digit must fit that bank.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddBankAccount {
    /// Which party.
    pub party_id: PartyId,
    /// Which account.
    pub number: AccountNumber,
    /// In which currency, if only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The bank's name, for documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Line>,
}

impl Command for AddBankAccount {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.add-bank-account",
        route: Some(Route::post("/commerce/parties/{party_id}/accounts")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records a bank account of a party.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        if !self.number.is_plausible() {
            return Err(PartyRefusal::AccountKey);
        }
        if party.accounts.iter().any(|account| account.number == self.number) {
            return Err(PartyRefusal::AccountExists);
        }
        if party.accounts.len() >= ACCOUNTS_MAX {
            return Err(PartyRefusal::TooManyAccounts);
        }
        let account = BankAccount { number: self.number.clone(), currency: self.currency, bank: self.bank.clone() };
        Ok(Decision::of([PartyEvent::AccountAdded { account }]))
    }

    fn example() -> Self {
        let BankAccount { number, currency, bank } = crate::samples::parties::account();
        Self { party_id: PartyId::derive(&["example"]), number, currency, bank }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::literal;
    use crate::samples::parties;

    fn registered() -> testkit::decision::Given<Party> {
        given::<Party>([parties::buyer_registered()])
    }

    #[test]
    fn an_account_is_added_once() {
        let added = PartyEvent::AccountAdded { account: parties::account() };
        registered().when(AddBankAccount::example()).then([added.clone()]);
        given::<Party>([parties::buyer_registered(), added]).when(AddBankAccount::example()).refused(PartyRefusal::AccountExists);
    }

    #[test]
    fn a_russian_account_fits_its_bank() {
        let with = |number| AddBankAccount { number, currency: Some(Currency::RUB), ..AddBankAccount::example() };
        registered().when(with(parties::ru_account().number)).then([PartyEvent::AccountAdded { account: parties::ru_account() }]);
        let wrong = AccountNumber::Ru { bic: literal("044525225"), account: literal("40702810038000012345") };
        registered().when(with(wrong)).refused(PartyRefusal::AccountKey);
    }
}
