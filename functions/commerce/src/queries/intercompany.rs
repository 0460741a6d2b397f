//! Tells whether a deal would be one between own companies.

use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::graph::{self, Evidence, PartyGraph, graph_id};
use crate::party::{self, PartyRefusal};

/// Tells whether a deal between two parties on a day is one between own companies, and why.
/// Documents ask the same on their tax point day and freeze the evidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckIntercompany {
    /// Who sells.
    pub seller_id: PartyId,
    /// Who buys.
    pub buyer_id: PartyId,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// Whether a deal is one between own companies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intercompany {
    /// The day.
    pub as_of: Day,
    /// Whether it is.
    pub intercompany: bool,
    /// Why, if it is.
    pub evidence: Option<Evidence>,
    /// Whether the seller is an own company.
    pub seller_own: bool,
    /// Whether the buyer is an own company.
    pub buyer_own: bool,
}

impl Query for CheckIntercompany {
    type Answer = Intercompany;
    type Refusal = PartyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.check-intercompany",
        route: Route::get("/commerce/intercompany"),
        roles: Role::FOR_PEOPLE,
        summary: "Tells whether a deal on a day is one between own companies, and why.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let ends = [self.seller_id, self.buyer_id].into_iter().flat_map(|id| party::want_survivor(facts, id));
        std::iter::once(Want::aggregate::<PartyGraph>(graph_id())).chain(ends).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Intercompany>, PartyRefusal> {
        let known = |id| party::survivor(facts, id).map(|_| id).ok_or(PartyRefusal::NotFound);
        let (seller, buyer) = (known(self.seller_id)?, known(self.buyer_id)?);
        let (graph, as_of) = (graph::of(facts), super::as_of(self.as_of, context));
        let evidence = graph.is_intercompany(seller, buyer, as_of);
        let (seller_own, buyer_own) = (graph.is_host(seller, as_of), graph.is_host(buyer, as_of));
        Ok(Answer::of(Intercompany { as_of, intercompany: evidence.is_some(), evidence, seller_own, buyer_own }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::Party;
    use crate::queries::tests::{World, ask};
    use crate::samples::day;
    use crate::samples::parties::{self, buyer_id, lessor_id, seller_id};

    #[test]
    fn k33_k34_the_answer_is_of_the_day_and_names_its_evidence() {
        let world = World::default()
            .with::<PartyGraph>(graph_id(), &parties::own_companies())
            .with::<Party>(seller_id(), &[parties::seller_registered()])
            .with::<Party>(lessor_id(), &[parties::lessor_registered()])
            .with::<Party>(buyer_id(), &[parties::buyer_registered()]);
        let check = |buyer_id, as_of| ask(&CheckIntercompany { seller_id: seller_id(), buyer_id, as_of: Some(day(as_of)) }, &world);
        let inside = check(lessor_id(), "2026-01-01").unwrap().body;
        assert_eq!(inside.evidence.map(|evidence| evidence.steps.len()), Some(2));
        let outside = check(buyer_id(), "2026-01-01").unwrap().body;
        assert_eq!((outside.intercompany, outside.seller_own, outside.buyer_own), (false, true, false));
        assert!(!check(lessor_id(), "2024-12-31").unwrap().body.intercompany);
        assert_eq!(check(PartyId::derive(&["another tenant's"]), "2026-01-01").unwrap_err(), PartyRefusal::NotFound);
    }
}
