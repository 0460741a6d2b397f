//! Ends a tax registration.

use kernel::identifier::Country;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal};
use crate::PartyId;

/// Ends a tax registration on a day, or earlier than was thought.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseTaxRegistration {
    /// Which party.
    pub party_id: PartyId,
    /// In which country.
    pub jurisdiction: Country,
    /// When the registration had begun.
    pub from: Day,
    /// The first day on which it is not valid.
    pub until: Day,
}

impl Command for CloseTaxRegistration {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.close-tax-registration",
        route: Some(Route::post("/commerce/parties/{party_id}/tax-registrations/close")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Ends a tax registration on a day.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        let (jurisdiction, from) = (self.jurisdiction, self.from);
        let open = party.registrations.iter().find(|one| one.is(jurisdiction, from)).ok_or(PartyRefusal::NoSuchRegistration)?;
        if open.valid.until() == Some(self.until) {
            return Ok(Decision::nothing());
        }
        let valid = open.valid.before(self.until).filter(|valid| valid.until() == Some(self.until));
        let valid = valid.ok_or(PartyRefusal::EndOutsideRegistration)?;
        Ok(Decision::of([PartyEvent::TaxRegistrationClosed { jurisdiction, from, valid }]))
    }

    fn example() -> Self {
        let day = crate::samples::day;
        Self { party_id: PartyId::derive(&["example"]), jurisdiction: Country::UA, from: day("2025-01-01"), until: day("2026-07-01") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::day;
    use crate::samples::parties::{self, interval};

    fn close(from: &str, until: &str) -> CloseTaxRegistration {
        CloseTaxRegistration { from: day(from), until: day(until), ..CloseTaxRegistration::example() }
    }

    fn closed(until: &str) -> PartyEvent {
        let (jurisdiction, from) = (Country::UA, day("2025-01-01"));
        PartyEvent::TaxRegistrationClosed { jurisdiction, from, valid: interval("2025-01-01", Some(until)) }
    }

    #[test]
    fn k28_a_registration_ends_after_its_beginning_and_only_earlier_again() {
        let open = [parties::buyer_registered(), PartyEvent::TaxRegistered(parties::vat_registration())];
        given::<Party>(open.clone()).when(close("2025-01-01", "2026-07-01")).then([closed("2026-07-01")]);
        given::<Party>(open.clone()).when(close("2025-01-01", "2025-01-01")).refused(PartyRefusal::EndOutsideRegistration);
        given::<Party>(open.clone()).when(close("2025-01-02", "2026-07-01")).refused(PartyRefusal::NoSuchRegistration);
        let ended = || given::<Party>(open.iter().cloned().chain([closed("2026-07-01")]));
        ended().when(close("2025-01-01", "2026-07-01")).then([]);
        ended().when(close("2025-01-01", "2026-01-01")).then([closed("2026-01-01")]);
        ended().when(close("2025-01-01", "2026-07-02")).refused(PartyRefusal::EndOutsideRegistration);
    }
}
