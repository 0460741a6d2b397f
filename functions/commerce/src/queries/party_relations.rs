//! Shows whom a party is related to.

use kernel::{Answer, Context, Day, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::graph::{self, Basis, ControlStep, Domain, Link, PartyGraph, Relation, RelationId, graph_id};
use crate::party::{self, PartyRefusal};
use crate::{Interval, PartyId};

/// Relations whose other end is named; of more, only the id is shown. A name costs a read.
const NAMED_MAX: usize = 100;

/// Shows whom a party owned, ran and represented on a day, and by whom it was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPartyRelations {
    /// Which party.
    pub party_id: PartyId,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Only in this field of law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
}

/// The relations of one party, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyRelations {
    /// The party; the survivor, when a duplicate was asked for.
    pub party_id: PartyId,
    /// The day.
    pub as_of: Day,
    /// Its relations that held on the day, in the order of recording.
    pub relations: Vec<RelationItem>,
    /// Whether it was an own company.
    pub own: bool,
    /// By what it was controlled; nothing for the root of the own companies itself.
    pub control: Option<ControlStep>,
}

/// One relation, seen from one of its ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelationItem {
    /// The relation.
    pub relation_id: RelationId,
    /// The field of law.
    pub domain: Domain,
    /// What the source does to the target.
    pub link: Link,
    /// Which end the party is.
    pub side: Side,
    /// The other end.
    pub other_id: PartyId,
    /// Its name.
    pub other_name: Option<Line>,
    /// Over which days.
    pub valid: Interval,
    /// The document that it rests on.
    pub basis: Option<Basis>,
}

/// One end of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Side {
    /// The party acts: owns, manages, represents.
    Source,
    /// The party is acted upon: owned, managed, represented.
    Target,
}

impl GetPartyRelations {
    fn relations<'a>(&self, graph: &'a PartyGraph, party: PartyId, as_of: Day) -> Vec<(&'a Relation, Side, PartyId)> {
        let wanted = graph.active(as_of).filter(|one| self.domain.is_none_or(|domain| one.link.domain() == domain));
        let seen = |one: &'a Relation| match (one.source == party, one.target == party) {
            (true, _) => Some((one, Side::Source, one.target)),
            (false, true) => Some((one, Side::Target, one.source)),
            (false, false) => None,
        };
        wanted.filter_map(seen).collect()
    }
}

impl Query for GetPartyRelations {
    type Answer = PartyRelations;
    type Refusal = PartyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-party-relations",
        route: Route::get("/commerce/parties/{party_id}/relations"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows whom a party owned, ran and represented on a day, and by whom it was.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let graph = graph::of(facts);
        let relations = self.relations(&graph, graph.resolve(self.party_id), super::as_of(self.as_of, context));
        let others = relations.into_iter().take(NAMED_MAX).flat_map(|(_, _, other)| party::want_survivor(facts, other));
        let own = party::want_survivor(facts, self.party_id).into_iter().chain([Want::aggregate::<PartyGraph>(graph_id())]);
        own.chain(others).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PartyRelations>, PartyRefusal> {
        let party_id = party::survivor(facts, self.party_id).ok_or(PartyRefusal::NotFound)?.state.id;
        let (graph, as_of) = (graph::of(facts), super::as_of(self.as_of, context));
        let item = |(one, side, other_id): (&Relation, Side, PartyId)| RelationItem {
            relation_id: one.id,
            domain: one.link.domain(),
            link: one.link.clone(),
            side,
            other_id,
            other_name: party::survivor(facts, other_id).map(|other| other.state.profile.name.clone()),
            valid: one.valid,
            basis: one.basis.clone(),
        };
        let relations = self.relations(&graph, party_id, as_of).into_iter().map(item).collect();
        let control = graph.control(as_of).into_iter().find(|step| step.party == party_id);
        Ok(Answer::of(PartyRelations { party_id, as_of, relations, own: graph.is_host(party_id, as_of), control }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::Party;
    use crate::queries::tests::{World, ask};
    use crate::samples::day;
    use crate::samples::parties::{self, holding_id, lessor_id, seller_id};

    fn world() -> World {
        World::default()
            .with::<PartyGraph>(graph_id(), &parties::own_companies())
            .with::<Party>(holding_id(), &[parties::registered(holding_id(), parties::holding())])
            .with::<Party>(seller_id(), &[parties::seller_registered()])
            .with::<Party>(lessor_id(), &[parties::lessor_registered()])
    }

    fn of(party_id: PartyId, as_of: &str, domain: Option<Domain>) -> PartyRelations {
        ask(&GetPartyRelations { party_id, as_of: Some(day(as_of)), domain }, &world()).unwrap().body
    }

    #[test]
    fn k47_every_read_is_of_a_day() {
        let holding = of(holding_id(), "2026-01-01", None);
        let names: Vec<String> = holding.relations.iter().filter_map(|one| one.other_name.as_ref()).map(ToString::to_string).collect();
        assert_eq!(names, ["ТОВ «Верхів’я Трейд»", "ТОВ «Верхів’я Лізинг»"]);
        assert!(holding.own && holding.control.is_none());
        let lessor = of(lessor_id(), "2026-01-01", Some(Domain::Ownership));
        assert_eq!((lessor.relations[0].side, lessor.own), (Side::Target, true));
        assert_eq!(lessor.control.unwrap().share, parties::share("60"));
        assert_eq!(of(lessor_id(), "2024-12-31", None).relations, []);
        assert_eq!(of(lessor_id(), "2026-01-01", Some(Domain::Risk)).relations, []);
    }
}
