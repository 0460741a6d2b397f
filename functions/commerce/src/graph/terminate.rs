//! Ends a relation.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{GraphEvent, GraphRefusal, PartyGraph, RelationId, graph_id};
use crate::GraphId;

/// Ends a relation on a day, with the reason. It stays in the graph: every day before keeps
/// its answer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateRelation {
    /// Which relation.
    pub relation_id: RelationId,
    /// The first day on which it does not hold.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

impl Command for TerminateRelation {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.terminate-relation",
        route: Some(Route::post("/commerce/relations/{relation_id}/terminate")),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Ends a relation on a day.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn decide(&self, graph: Option<&PartyGraph>, _: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        let (_, relation) = super::standing(graph, self.relation_id)?;
        if relation.valid.until() == Some(self.on) {
            return Ok(Decision::nothing());
        }
        relation.valid.before(self.on).filter(|valid| valid.until() == Some(self.on)).ok_or(GraphRefusal::DayOutsideRelation)?;
        Ok(Decision::of([GraphEvent::Terminated { relation: self.relation_id, on: self.on, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self {
            relation_id: RelationId::FIRST, on: crate::samples::day("2026-10-01"), reason: crate::samples::line("Продаж частки")
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties::{self, seller_id};
    use crate::samples::{day, line};

    fn terminate(on: &str) -> TerminateRelation {
        TerminateRelation { on: day(on), ..TerminateRelation::example() }
    }

    #[test]
    fn k47_what_ends_stays_and_days_before_keep_their_answer() {
        let ended =
            GraphEvent::Terminated { relation: RelationId::FIRST, on: day("2026-10-01"), reason: line("Продаж частки") };
        given::<PartyGraph>(parties::own_companies()).when(terminate("2026-10-01")).then([ended.clone()]);
        let history: Vec<GraphEvent> = parties::own_companies().into_iter().chain([ended]).collect();
        let graph = kernel::aggregate::fold_events::<PartyGraph>(None, &history, &testkit::context().meta("test")).unwrap().unwrap();
        assert!(graph.is_host(seller_id(), day("2026-09-30")) && !graph.is_host(seller_id(), day("2026-10-01")));
        given::<PartyGraph>(history.clone()).when(terminate("2026-10-01")).then([]);
        given::<PartyGraph>(history.clone()).when(terminate("2026-09-01")).accepted();
        given::<PartyGraph>(history).when(terminate("2026-10-02")).refused(GraphRefusal::DayOutsideRelation);
    }

    #[test]
    fn k47_not_before_it_began_and_not_what_never_was() {
        let own = || given::<PartyGraph>(parties::own_companies());
        own().when(terminate("2025-01-01")).refused(GraphRefusal::DayOutsideRelation);
        let unknown = TerminateRelation { relation_id: RelationId::after(2), ..terminate("2026-10-01") };
        own().when(unknown).refused(GraphRefusal::NoSuchRelation);
        given::<PartyGraph>([]).when(terminate("2026-10-01")).refused(GraphRefusal::NoSuchRelation);
        let void = GraphEvent::Voided { relation: RelationId::FIRST, reason: line("Помилка") };
        let history = parties::own_companies().into_iter().chain([void]);
        given::<PartyGraph>(history).when(terminate("2026-10-01")).refused(GraphRefusal::VoidRelation);
    }
}
