//! Records a tax registration.

use kernel::identifier::Country;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal, REGISTRATIONS_MAX, RegimeCode, TaxRegistration, registration};
use crate::{Interval, PartyId};

/// Records how a party is registered for taxes in a country, and since when. A change of
/// regime closes the registration before and adds one; the two never overlap.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTaxRegistration {
    /// Which party.
    pub party_id: PartyId,
    /// In which country.
    pub jurisdiction: Country,
    /// Under which regime, by the name that the rule data of the country gives it: `general`,
    /// `usn-5`. Whether the party charges VAT follows from it.
    pub regime: RegimeCode,
    /// The number of its certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Line>,
    /// Over which days.
    pub valid: Interval,
}

impl Command for AddTaxRegistration {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.add-tax-registration",
        route: Some(Route::post("/commerce/parties/{party_id}/tax-registrations")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Records how a party is registered for taxes, and since when.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn decide(&self, party: Option<&Party>, _: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        if party.registrations.len() >= REGISTRATIONS_MAX {
            return Err(PartyRefusal::TooManyRegistrations);
        }
        if !registration::is_known(self.jurisdiction, &self.regime) {
            return Err(PartyRefusal::UnknownRegime { jurisdiction: self.jurisdiction, regime: self.regime.clone() });
        }
        let registration = TaxRegistration {
            jurisdiction: self.jurisdiction,
            regime: self.regime.clone(),
            certificate: self.certificate.clone(),
            valid: self.valid,
        };
        if let Some(before) = party.registrations.iter().find(|before| before.overlaps(&registration)) {
            return Err(PartyRefusal::RegistrationOverlap { from: before.valid.from() });
        }
        Ok(Decision::of([PartyEvent::TaxRegistered(registration)]))
    }

    fn example() -> Self {
        let TaxRegistration { jurisdiction, regime, certificate, valid } = crate::samples::parties::vat_registration();
        Self { party_id: PartyId::derive(&["example"]), jurisdiction, regime, certificate, valid }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties::{self, interval};
    use crate::samples::{day, literal};

    fn add(valid: Interval) -> AddTaxRegistration {
        AddTaxRegistration { party_id: parties::buyer_id(), valid, ..AddTaxRegistration::example() }
    }

    fn registered() -> [PartyEvent; 2] {
        [parties::buyer_registered(), PartyEvent::TaxRegistered(parties::vat_registration())]
    }

    #[test]
    fn k28_registrations_are_dated_and_never_overlap_in_a_country() {
        let since = |from| interval(from, None);
        let added = PartyEvent::TaxRegistered(parties::vat_registration());
        given::<Party>([parties::buyer_registered()]).when(add(since("2025-01-01"))).then([added]);
        let overlap = PartyRefusal::RegistrationOverlap { from: day("2025-01-01") };
        for valid in [since("2026-01-01"), since("2024-01-01"), interval("2024-12-31", Some("2025-01-02"))] {
            given::<Party>(registered()).when(add(valid)).refused(overlap.clone());
        }
        given::<Party>(registered()).when(add(interval("2024-01-01", Some("2025-01-01")))).accepted();
        let elsewhere = AddTaxRegistration { jurisdiction: Country::RU, regime: literal("usn-5"), ..add(since("2025-01-01")) };
        given::<Party>(registered()).when(elsewhere).accepted();
    }

    #[test]
    fn k28_a_day_has_one_answer() {
        let closed = interval("2025-01-01", Some("2026-07-01"));
        let close = PartyEvent::TaxRegistrationClosed { jurisdiction: Country::UA, from: day("2025-01-01"), valid: closed };
        let single = TaxRegistration { regime: literal("single-tax"), valid: interval("2026-07-01", None), ..parties::vat_registration() };
        let mut history = registered().to_vec();
        history.extend([close, PartyEvent::TaxRegistered(single)]);
        let meta = testkit::context().meta("test");
        let party = kernel::aggregate::fold_events::<Party>(None, &history, &meta).unwrap().unwrap();
        let regime = |text| party.registration(Country::UA, day(text)).map_or("", |registration| registration.regime.as_str());
        assert_eq!(["2024-12-31", "2025-01-01", "2026-06-30", "2026-07-01"].map(regime), ["", "general", "general", "single-tax"]);
    }

    #[test]
    fn a_regime_that_no_rule_knows_is_refused() {
        let command = AddTaxRegistration { regime: literal("usn-5"), ..add(interval("2026-01-01", None)) };
        let refusal = PartyRefusal::UnknownRegime { jurisdiction: Country::UA, regime: literal("usn-5") };
        given::<Party>([parties::buyer_registered()]).when(command.clone()).refused(refusal);
        let elsewhere = AddTaxRegistration { jurisdiction: literal("DE"), ..command };
        given::<Party>([parties::buyer_registered()]).when(elsewhere).accepted();
    }
}
