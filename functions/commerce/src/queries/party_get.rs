//! Shows one party.

use kernel::{Answer, Context, Day, Facts, Line, Moment, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::graph::{self, PartyGraph, graph_id};
use crate::party::{self, BankAccount, Inherited, PartyProfile, PartyRefusal, TaxRegistration};

/// Shows one party as it is known now, with its tax registrations and its place among the own
/// companies on a day. Who asks for a duplicate is shown the party that it was merged into.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetParty {
    /// Which party.
    pub party_id: PartyId,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// One party, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyPage {
    /// The party.
    pub party_id: PartyId,
    /// The duplicate that was asked for.
    pub redirected_from: Option<PartyId>,
    /// The day.
    pub as_of: Day,
    /// What is known of it.
    pub profile: PartyProfile,
    /// How it was registered for taxes on the day, at most once a country.
    pub registrations: Vec<TaxRegistration>,
    /// How it was registered on other days.
    pub other_registrations: Vec<TaxRegistration>,
    /// Where money for it goes.
    pub accounts: Vec<BankAccount>,
    /// Why nothing new may be agreed with it, while that is so.
    pub frozen: Option<Line>,
    /// Whether it was an own company on the day.
    pub own: bool,
    /// Whether it is the root of the own companies.
    pub host_root: bool,
    /// Parties that turned out to be its duplicates.
    pub duplicates: Vec<PartyId>,
    /// Identifiers that came with duplicates.
    pub inherited: Vec<Inherited>,
    /// When it was registered.
    pub created_at: Moment,
    /// The version shown.
    pub version: Version,
}

impl Query for GetParty {
    type Answer = PartyPage;
    type Refusal = PartyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-party",
        route: Route::get("/commerce/parties/{party_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one party, with its tax registrations on a day.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let graph = Want::aggregate::<PartyGraph>(graph_id());
        party::want_survivor(facts, self.party_id).into_iter().chain([graph]).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PartyPage>, PartyRefusal> {
        let loaded = party::survivor(facts, self.party_id).ok_or(PartyRefusal::NotFound)?;
        let (party, graph, as_of) = (&loaded.state, graph::of(facts), super::as_of(self.as_of, context));
        let (registrations, other_registrations) = party.registrations.iter().cloned().partition(|one| one.valid.contains(as_of));
        let page = PartyPage {
            party_id: party.id,
            redirected_from: Some(self.party_id).filter(|asked| *asked != party.id),
            as_of,
            profile: party.profile.clone(),
            registrations,
            other_registrations,
            accounts: party.accounts.clone(),
            frozen: party.frozen.clone(),
            own: graph.is_host(party.id, as_of),
            host_root: graph.host.is_some_and(|host| host.root == party.id),
            duplicates: party.absorbed.clone(),
            inherited: party.inherited.clone(),
            created_at: party.created_at,
            version: loaded.version,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::{Party, PartyEvent};
    use crate::queries::tests::{World, ask};
    use crate::samples::day;
    use crate::samples::parties::{self, buyer_id, seller_id};

    fn get(party_id: PartyId, as_of: &str) -> GetParty {
        GetParty { party_id, as_of: Some(day(as_of)) }
    }

    #[test]
    fn a_party_is_shown_as_of_a_day() {
        let seller = [parties::seller_registered(), PartyEvent::TaxRegistered(parties::vat_registration())];
        let world = World::default().with::<Party>(seller_id(), &seller).with::<PartyGraph>(graph_id(), &parties::own_companies());
        let page = ask(&get(seller_id(), "2026-01-01"), &world).unwrap().body;
        assert_eq!((page.own, page.host_root, page.registrations.len()), (true, false, 1));
        let before = ask(&get(seller_id(), "2024-12-31"), &world).unwrap().body;
        assert_eq!((before.own, before.registrations.len(), before.other_registrations.len()), (false, 0, 1));
    }

    #[test]
    fn k48_a_duplicate_shows_the_survivor() {
        let merged = [parties::buyer_registered(), PartyEvent::MergedInto { survivor: seller_id() }];
        let world = World::default().with::<Party>(buyer_id(), &merged).with::<Party>(seller_id(), &[parties::seller_registered()]);
        let page = ask(&get(buyer_id(), "2026-01-01"), &world).unwrap().body;
        assert_eq!((page.party_id, page.redirected_from), (seller_id(), Some(buyer_id())));
    }

    #[test]
    fn k38_a_party_of_another_tenant_is_not_found() {
        assert_eq!(ask(&get(buyer_id(), "2026-01-01"), &World::default()).unwrap_err(), PartyRefusal::NotFound);
    }
}
