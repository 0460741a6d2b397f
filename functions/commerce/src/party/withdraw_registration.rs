//! Takes back a tax registration that never was.

use kernel::identifier::Country;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Takes back a tax registration that was recorded by mistake, with the reason. Documents
/// whose taxes rested on it keep them; they are corrected by documents of their own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawTaxRegistration {
    /// Which party.
    pub party_id: PartyId,
    /// In which country.
    pub jurisdiction: Country,
    /// When the registration was said to begin.
    pub from: Day,
    /// Why it is withdrawn.
    pub reason: Line,
}

impl Command for WithdrawTaxRegistration {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.withdraw-tax-registration",
        route: Some(Route::post("/commerce/parties/{party_id}/tax-registrations/withdraw")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Takes back a tax registration that was recorded by mistake.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        let (jurisdiction, from) = (self.jurisdiction, self.from);
        let known = party.registrations.iter().any(|one| one.is(jurisdiction, from));
        let withdrawn = PartyEvent::TaxRegistrationWithdrawn { jurisdiction, from, reason: self.reason.clone() };
        if known { Ok(Decision::of([withdrawn])) } else { Err(PartyRefusal::NoSuchRegistration) }
    }

    fn example() -> Self {
        let (from, reason) = (crate::samples::day("2025-01-01"), crate::samples::line("Помилка в даті"));
        Self { party_id: PartyId::derive(&["example"]), jurisdiction: Country::UA, from, reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties;

    #[test]
    fn what_never_was_makes_room_for_what_was() {
        let open = [parties::buyer_registered(), PartyEvent::TaxRegistered(parties::vat_registration())];
        let decision = given::<Party>(open.clone()).when(WithdrawTaxRegistration::example()).accepted();
        let history = open.iter().cloned().chain(decision.events);
        let again = super::super::add_registration::AddTaxRegistration::example();
        given::<Party>(history).when(again).accepted();
        let unknown = given::<Party>([parties::buyer_registered()]);
        unknown.when(WithdrawTaxRegistration::example()).refused(PartyRefusal::NoSuchRegistration);
    }
}
