//! Records a tax registration.

use kernel::identifier::Country;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Party, PartyEvent, PartyRefusal, REGISTRATIONS_MAX, RegimeCode, TaxRegistration};
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
    /// Under which regime; its code begins with the country.
    pub regime: RegimeCode,
    /// Whether it charges VAT.
    pub vat_payer: bool,
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
        let prefix = format!("{}-", self.jurisdiction.as_str().to_ascii_lowercase());
        if !self.regime.as_str().starts_with(&prefix) {
            return Err(PartyRefusal::RegimeOfAnotherCountry);
        }
        let registration = TaxRegistration {
            jurisdiction: self.jurisdiction,
            regime: self.regime.clone(),
            vat_payer: self.vat_payer,
            certificate: self.certificate.clone(),
            valid: self.valid,
        };
        if let Some(before) = party.registrations.iter().find(|before| before.overlaps(&registration)) {
            return Err(PartyRefusal::RegistrationOverlap { from: before.valid.from() });
        }
        Ok(Decision::of([PartyEvent::TaxRegistered(registration)]))
    }

    fn example() -> Self {
        let TaxRegistration { jurisdiction, regime, vat_payer, certificate, valid } = crate::samples::parties::vat_registration();
        Self { party_id: PartyId::derive(&["example"]), jurisdiction, regime, vat_payer, certificate, valid }
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
        let elsewhere = AddTaxRegistration { jurisdiction: Country::RU, regime: literal("ru-osno"), ..add(since("2025-01-01")) };
        given::<Party>(registered()).when(elsewhere).accepted();
    }

    #[test]
    fn k28_a_day_has_one_answer() {
        let closed = interval("2025-01-01", Some("2026-07-01"));
        let close = PartyEvent::TaxRegistrationClosed { jurisdiction: Country::UA, from: day("2025-01-01"), valid: closed };
        let single = TaxRegistration {
            regime: literal("ua-single-3"),
            vat_payer: false,
            valid: interval("2026-07-01", None),
            ..parties::vat_registration()
        };
        let mut history = registered().to_vec();
        history.extend([close, PartyEvent::TaxRegistered(single)]);
        let meta = testkit::context().meta("test");
        let party = kernel::aggregate::fold_events::<Party>(None, &history, &meta).unwrap().unwrap();
        let vat = |text| party.registration(Country::UA, day(text)).map(|registration| registration.vat_payer);
        assert_eq!(["2024-12-31", "2025-01-01", "2026-06-30", "2026-07-01"].map(vat), [None, Some(true), Some(true), Some(false)]);
    }

    #[test]
    fn a_regime_of_another_country_is_refused() {
        let command = AddTaxRegistration { regime: literal("ru-osno"), ..add(interval("2026-01-01", None)) };
        given::<Party>([parties::buyer_registered()]).when(command).refused(PartyRefusal::RegimeOfAnotherCountry);
    }
}
