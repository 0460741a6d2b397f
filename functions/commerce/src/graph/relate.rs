//! Records that one party owns, runs, represents, vouches for or gains from another.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Domain, GraphEvent, GraphRefusal, Link, PartyGraph, Relation, graph_id};
use crate::party::{self, Party};
use crate::{GraphId, Interval, PartyId};

/// Records a relation over some time: the source owns, manages, represents, vouches for or
/// gains from the target.
///
/// Refused when it would relate a party to itself, overlap another of its type between the
/// two, make a party own itself through others on some day, or make more than 100 % of the
/// target owned on some day. Representation needs a document; every document is under the law
/// of one of the two, or says why not.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelateParties {
    /// Who acts: the owner, the manager, the agent.
    pub source_id: PartyId,
    /// Who is acted upon: the owned, the managed, the represented.
    pub target_id: PartyId,
    /// What the source does to the target.
    pub link: Link,
    /// Over which days.
    pub valid: Interval,
    /// The document that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

impl Command for RelateParties {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.relate-parties",
        route: Some(Route::post("/commerce/relations")),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Records that one party owns, runs, represents, vouches for or gains from another.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn wants(&self, _: Option<&PartyGraph>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Party>(self.source_id), Want::aggregate::<Party>(self.target_id)]
    }

    fn decide(&self, graph: Option<&PartyGraph>, facts: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        let empty = PartyGraph::default();
        let graph = graph.unwrap_or(&empty);
        let end = |id| party::usable(facts, id).map_err(|why| GraphRefusal::party(id, why));
        let (source, target) = (end(self.source_id)?, end(self.target_id)?);
        check_basis(&self.link, self.basis.as_ref(), [source, target])?;
        graph.check_room()?;
        let (link, basis) = (self.link.clone(), self.basis.clone());
        let relation = Relation { id: graph.next_id(), source: source.id, target: target.id, link, valid: self.valid, basis, void: false };
        graph.check(&relation, None)?;
        Ok(Decision::of([GraphEvent::Related(relation)]))
    }

    fn example() -> Self {
        Self {
            source_id: PartyId::derive(&["example", "owner"]),
            target_id: PartyId::derive(&["example"]),
            link: Link::SubsidiaryOf { share: crate::samples::parties::share("60") },
            valid: crate::samples::parties::interval("2026-01-01", None),
            basis: None,
        }
    }
}

/// Whether a relation has the document that it needs, under a law that applies.
pub(super) fn check_basis(link: &Link, basis: Option<&Basis>, parties: [&Party; 2]) -> Result<(), GraphRefusal> {
    match basis {
        None if link.domain() == Domain::Representation => Err(GraphRefusal::BasisRequired),
        Some(basis) if !basis.fits(parties.map(|party| party.profile.jurisdiction)) => Err(GraphRefusal::BasisOfAnotherLaw),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use kernel::identifier::Country;
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::graph::{RelationId, Share};
    use crate::party::PartyEvent;
    use crate::samples::parties::{self, buyer_id, holding_id, interval, lessor_id, seller_id, share, supplier_id};
    use crate::samples::{day, line};

    fn relate(source_id: PartyId, target_id: PartyId, link: Link, valid: Interval) -> RelateParties {
        RelateParties { source_id, target_id, link, valid, basis: None }
    }

    fn owns(source: PartyId, target: PartyId, percent: &str) -> RelateParties {
        relate(source, target, Link::SubsidiaryOf { share: share(percent) }, interval("2025-01-01", None))
    }

    fn world(history: impl IntoIterator<Item = GraphEvent>) -> Given<PartyGraph> {
        let known = |id, profile| [parties::registered(id, profile)];
        given::<PartyGraph>(history)
            .with::<Party>(holding_id(), known(holding_id(), parties::holding()))
            .with::<Party>(seller_id(), [parties::seller_registered()])
            .with::<Party>(lessor_id(), [parties::lessor_registered()])
            .with::<Party>(buyer_id(), [parties::buyer_registered()])
            .with::<Party>(supplier_id(), known(supplier_id(), parties::supplier()))
    }

    fn owned(n: usize, source: PartyId, target: PartyId, percent: &str) -> GraphEvent {
        GraphEvent::Related(parties::relation(n, source, target, Link::SubsidiaryOf { share: share(percent) }))
    }

    #[test]
    fn k47_no_relation_to_oneself() {
        world([]).when(owns(buyer_id(), buyer_id(), "10")).refused(GraphRefusal::SelfRelation);
    }

    #[test]
    fn k47_nobody_owns_oneself_through_others_on_any_day() {
        let chain = [owned(1, seller_id(), lessor_id(), "30"), owned(2, lessor_id(), buyer_id(), "30")];
        world(chain.clone()).when(owns(buyer_id(), seller_id(), "1")).refused(GraphRefusal::Cycle { day: day("2025-01-01") });
        let share = Link::SubsidiaryOf { share: share("1") };
        let late = |valid| relate(buyer_id(), seller_id(), share.clone(), valid);
        world(chain.clone()).when(late(interval("2024-01-01", None))).refused(GraphRefusal::Cycle { day: day("2025-01-01") });
        world(chain).when(late(interval("2024-01-01", Some("2025-01-01")))).accepted();
    }

    #[test]
    fn k47_at_most_the_whole_is_owned_on_any_day() {
        let sold = [owned(1, seller_id(), buyer_id(), "70")];
        world(sold.clone()).when(owns(lessor_id(), buyer_id(), "30")).accepted();
        let refusal = GraphRefusal::MoreThanWhole { day: day("2025-01-01"), left: Some(share("30")) };
        world(sold.clone()).when(owns(lessor_id(), buyer_id(), "30.0001")).refused(refusal);
        let full = [sold[0].clone(), owned(2, lessor_id(), buyer_id(), "30")];
        let refusal = GraphRefusal::MoreThanWhole { day: day("2025-01-01"), left: None };
        world(full).when(owns(supplier_id(), buyer_id(), "1")).refused(refusal);
        // What ends makes room on the day of its end.
        let ended = GraphEvent::Terminated { relation: RelationId::FIRST, on: day("2026-01-01"), reason: line("Продаж") };
        let all = Link::SubsidiaryOf { share: Share::WHOLE };
        world([sold[0].clone(), ended]).when(relate(lessor_id(), buyer_id(), all, interval("2026-01-01", None))).accepted();
    }

    #[test]
    fn k47_one_relation_of_a_type_at_a_time() {
        let overlap = GraphRefusal::Overlap { relation: RelationId::FIRST };
        world([owned(1, seller_id(), buyer_id(), "10")]).when(owns(seller_id(), buyer_id(), "5")).refused(overlap);
        let guarantor = relate(seller_id(), buyer_id(), Link::GuarantorOf, interval("2025-01-01", None));
        world([owned(1, seller_id(), buyer_id(), "10")]).when(guarantor).accepted();
    }

    #[test]
    fn k47_representation_rests_on_a_document_of_a_law_that_applies() {
        let agent = |basis| RelateParties { basis, ..relate(seller_id(), buyer_id(), Link::AgentOf, interval("2025-01-01", None)) };
        world([]).when(agent(None)).refused(GraphRefusal::BasisRequired);
        world([]).when(agent(Some(parties::basis()))).accepted();
        let foreign = Basis { jurisdiction: Country::KZ, ..parties::basis() };
        world([]).when(agent(Some(foreign.clone()))).refused(GraphRefusal::BasisOfAnotherLaw);
        let explained = Basis { foreign_law_reason: Some(line("Договір за правом Казахстану")), ..foreign };
        world([]).when(agent(Some(explained))).accepted();
    }

    #[test]
    fn k32_host_subsidiaries_are_held_by_the_host_root_and_controlled() {
        let host =
            |source, percent| relate(source, buyer_id(), Link::HostSubsidiary { share: share(percent) }, interval("2025-01-01", None));
        world([]).when(host(holding_id(), "100")).refused(GraphRefusal::NotTheHostRoot);
        world(parties::own_companies()).when(host(seller_id(), "100")).refused(GraphRefusal::NotTheHostRoot);
        let refusal = GraphRefusal::NoControllingShare { control_over: Share::HALF };
        world(parties::own_companies()).when(host(holding_id(), "50")).refused(refusal);
        world(parties::own_companies()).when(host(holding_id(), "50.0001")).accepted();
    }

    #[test]
    fn k38_parties_of_another_tenant_are_unknown() {
        let elsewhere = PartyId::derive(&["another tenant's"]);
        world([]).when(owns(seller_id(), elsewhere, "10")).refused(GraphRefusal::NoSuchParty { party: elsewhere });
        world([]).when(owns(elsewhere, seller_id(), "10")).refused(GraphRefusal::NoSuchParty { party: elsewhere });
    }

    #[test]
    fn frozen_and_merged_parties_get_no_relations() {
        let buyer =
            |event| world([]).with::<Party>(buyer_id(), [parties::buyer_registered(), event]).when(owns(seller_id(), buyer_id(), "10"));
        buyer(PartyEvent::Frozen { reason: line("Перевірка") }).refused(GraphRefusal::FrozenParty { party: buyer_id() });
        buyer(PartyEvent::MergedInto { survivor: lessor_id() }).refused(GraphRefusal::MergedParty { into: lessor_id() });
    }
}
