//! Changes how much of a party another holds.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::NewShare;
use super::relate::check_basis;
use super::{Basis, GraphEvent, GraphRefusal, PartyGraph, Relation, RelationId, Share, graph_id};
use crate::GraphId;
use crate::party;

/// Changes the share of a relation from a day on: the relation ends on that day, and another
/// with the new share takes its place, so that every day before keeps its answer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeShare {
    /// Which relation.
    pub relation_id: RelationId,
    /// The first day of the new share.
    pub from: Day,
    /// The new share.
    pub share: Share,
    /// The document that the change rests on; that of the relation, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

impl Command for ChangeShare {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.change-share",
        route: Some(Route::post("/commerce/relations/{relation_id}/share")),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Changes how much of a party another holds, from a day on.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn wants(&self, graph: Option<&PartyGraph>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_ends(graph, self.relation_id)
    }

    fn decide(&self, graph: Option<&PartyGraph>, facts: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        let (graph, old) = super::standing(graph, self.relation_id)?;
        if !old.link.has_share() {
            return Err(GraphRefusal::NoShare);
        }
        let link = old.link.with_share(self.share);
        if link == old.link {
            return Ok(Decision::nothing());
        }
        let (Some(_), Some(valid)) = (old.valid.before(self.from), old.valid.after(self.from)) else {
            return Err(GraphRefusal::DayOutsideRelation);
        };
        let end = |id| party::usable(facts, id).map_err(|why| GraphRefusal::party(id, why));
        check_basis(&link, self.basis.as_ref(), [end(old.source)?, end(old.target)?])?;
        graph.check_room()?;
        let new = Relation { id: graph.next_id(), link, valid, ..old.clone() };
        graph.check(&new, Some(old.id))?;
        let becomes = NewShare { id: new.id, share: self.share, basis: self.basis.clone() };
        Ok(Decision::of([GraphEvent::ShareChanged { relation: old.id, from: self.from, becomes }]))
    }

    fn example() -> Self {
        let (from, share) = (crate::samples::day("2026-07-01"), crate::samples::parties::share("75"));
        Self { relation_id: RelationId::FIRST, from, share, basis: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::Interval;
    use crate::party::Party;
    use crate::samples::parties::{self, holding_id, interval, lessor_id, seller_id, share};
    use crate::samples::{day, line};

    fn own() -> Given<PartyGraph> {
        known(given::<PartyGraph>(parties::own_companies()))
    }

    fn known(given: Given<PartyGraph>) -> Given<PartyGraph> {
        given
            .with::<Party>(holding_id(), [parties::registered(holding_id(), parties::holding())])
            .with::<Party>(seller_id(), [parties::seller_registered()])
            .with::<Party>(lessor_id(), [parties::lessor_registered()])
    }

    fn change(from: &str, percent: &str) -> ChangeShare {
        ChangeShare { relation_id: RelationId::after(1), from: day(from), share: share(percent), basis: None }
    }

    #[test]
    fn k47_a_change_closes_the_old_interval_and_opens_a_new_one() {
        let decision = own().when(change("2026-07-01", "75")).accepted();
        let history: Vec<GraphEvent> = parties::own_companies().into_iter().chain(decision.events).collect();
        let graph = kernel::aggregate::fold_events::<PartyGraph>(None, &history, &testkit::context().meta("test")).unwrap().unwrap();
        let of_lessor: Vec<(Interval, u32)> =
            graph.relations.iter().filter(|one| one.target == lessor_id()).map(|one| (one.valid, one.owned())).collect();
        let expected = [(interval("2025-01-01", Some("2026-07-01")), 600_000), (interval("2026-07-01", None), 750_000)];
        assert_eq!(of_lessor, expected);
    }

    #[test]
    fn k47_the_day_is_within_and_the_rest_keeps_the_rules() {
        own().when(change("2025-01-01", "75")).refused(GraphRefusal::DayOutsideRelation);
        own().when(change("2026-07-01", "60")).then([]);
        own().when(change("2026-07-01", "50")).refused(GraphRefusal::NoControllingShare { control_over: Share::HALF });
        let mut history = parties::own_companies();
        let other = parties::relation(3, seller_id(), lessor_id(), super::super::Link::SubsidiaryOf { share: share("30") });
        history.push(GraphEvent::Related(other));
        let more = known(given::<PartyGraph>(history)).when(change("2026-07-01", "71"));
        more.refused(GraphRefusal::MoreThanWhole { day: day("2026-07-01"), left: Some(share("70")) });
        let unknown = ChangeShare { relation_id: RelationId::after(6), ..change("2026-07-01", "75") };
        own().when(unknown).refused(GraphRefusal::NoSuchRelation);
        let ended = GraphEvent::Terminated { relation: RelationId::after(1), on: day("2026-01-01"), reason: line("Продаж") };
        let over = known(given::<PartyGraph>(parties::own_companies().into_iter().chain([ended])));
        over.when(change("2026-07-01", "75")).refused(GraphRefusal::DayOutsideRelation);
    }
}
