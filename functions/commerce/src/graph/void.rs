//! Takes back a relation that never was.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{GraphEvent, GraphRefusal, PartyGraph, RelationId, graph_id};
use crate::GraphId;

/// Takes back a relation that was recorded by mistake, such as between the wrong parties. It
/// stays in the graph, and holds on no day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidRelation {
    /// Which relation.
    pub relation_id: RelationId,
    /// Why it was recorded.
    pub reason: Line,
}

impl Command for VoidRelation {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.void-relation",
        route: Some(Route::post("/commerce/relations/{relation_id}/void")),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Takes back a relation that was recorded by mistake.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn decide(&self, graph: Option<&PartyGraph>, _: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        super::standing(graph, self.relation_id)?;
        Ok(Decision::of([GraphEvent::Voided { relation: self.relation_id, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self { relation_id: RelationId::FIRST, reason: crate::samples::line("Не той контрагент") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::parties::{self, seller_id};
    use crate::samples::{day, line};

    #[test]
    fn what_never_was_holds_on_no_day() {
        let voided = GraphEvent::Voided { relation: RelationId::FIRST, reason: line("Не той контрагент") };
        given::<PartyGraph>(parties::own_companies()).when(VoidRelation::example()).then([voided.clone()]);
        let history: Vec<GraphEvent> = parties::own_companies().into_iter().chain([voided]).collect();
        let graph = kernel::aggregate::fold_events::<PartyGraph>(None, &history, &testkit::context().meta("test")).unwrap().unwrap();
        assert!(!graph.is_host(seller_id(), day("2025-06-01")) && graph.relations.len() == 2);
        given::<PartyGraph>(history).when(VoidRelation::example()).refused(GraphRefusal::VoidRelation);
    }
}
