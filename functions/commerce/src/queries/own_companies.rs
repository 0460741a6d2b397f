//! Lists the own companies.

use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::graph::{self, ControlStep, GraphRefusal, PartyGraph, graph_id};
use crate::party::Party;
use crate::views::party_list::PartyRow;

/// Own companies that are described; of more, only the id is shown. Each costs a read.
const DESCRIBED_MAX: usize = 200;

/// Lists the own companies on a day: the root and every party that it controls.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOwnCompanies {
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// The own companies, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OwnCompanies {
    /// The day.
    pub as_of: Day,
    /// The root; nothing while none is named.
    pub host_root: Option<PartyId>,
    /// The root first, owners before what they own.
    pub companies: Vec<OwnCompany>,
}

/// One own company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OwnCompany {
    /// Which party.
    pub party_id: PartyId,
    /// What a list shows of it.
    pub party: Option<PartyRow>,
    /// By what it is controlled; nothing for the root.
    pub control: Option<ControlStep>,
}

impl ListOwnCompanies {
    fn companies(facts: &Facts, as_of: Day) -> Vec<(PartyId, Option<ControlStep>)> {
        let graph = graph::of(facts);
        let root = graph.host.map(|host| (host.root, None));
        root.into_iter().chain(graph.control(as_of).into_iter().map(|step| (step.party, Some(step)))).collect()
    }
}

impl Query for ListOwnCompanies {
    type Answer = OwnCompanies;
    type Refusal = GraphRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-own-companies",
        route: Route::get("/commerce/own-companies"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists the own companies on a day.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let companies = Self::companies(facts, super::as_of(self.as_of, context));
        let parties = companies.into_iter().take(DESCRIBED_MAX).map(|(id, _)| Want::aggregate::<Party>(id));
        std::iter::once(Want::aggregate::<PartyGraph>(graph_id())).chain(parties).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<OwnCompanies>, GraphRefusal> {
        let as_of = super::as_of(self.as_of, context);
        let described = |id| facts.aggregate::<Party>(id).map(|loaded| PartyRow::of(&loaded.state));
        let company = |(party_id, control)| OwnCompany { party_id, party: described(party_id), control };
        let companies = Self::companies(facts, as_of).into_iter().map(company).collect();
        Ok(Answer::of(OwnCompanies { as_of, host_root: graph::of(facts).host.map(|host| host.root), companies }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::day;
    use crate::samples::parties::{self, holding_id, lessor_id, seller_id};

    #[test]
    fn k35_own_companies_are_those_of_the_day() {
        let world = World::default()
            .with::<PartyGraph>(graph_id(), &parties::own_companies())
            .with::<Party>(seller_id(), &[parties::seller_registered()]);
        let on = |text| ask(&ListOwnCompanies { as_of: Some(day(text)) }, &world).unwrap().body.companies;
        let ids = |companies: Vec<OwnCompany>| companies.into_iter().map(|company| company.party_id).collect::<Vec<_>>();
        assert_eq!(ids(on("2026-01-01")), [holding_id(), seller_id(), lessor_id()]);
        assert_eq!(ids(on("2024-12-31")), [holding_id()]);
        assert_eq!(on("2026-01-01")[1].party.as_ref().map(|row| row.name.clone()), Some(parties::seller().name));
        let nobody = ask(&ListOwnCompanies::default(), &World::default()).unwrap().body;
        assert_eq!((nobody.host_root, nobody.companies.len()), (None, 0));
    }
}
