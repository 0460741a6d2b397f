//! Corrects what was recorded of a relation.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::relate::check_basis;
use super::{Basis, GraphEvent, GraphRefusal, Link, PartyGraph, Relation, RelationId, graph_id};
use crate::party::{self, Party};
use crate::{GraphId, Interval};

/// Corrects what was recorded of a relation: its share or level, its days, its document. What
/// changed in the world is no correction: end the relation, or change its share from a day on.
///
/// The corrected relation keeps all rules. Documents that rested on what was recorded keep
/// their evidence; an adjustment is a document of its own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectRelation {
    /// Which relation.
    pub relation_id: RelationId,
    /// What it is; of the same type as before.
    pub link: Link,
    /// Over which days.
    pub valid: Interval,
    /// The document that it rests on; none, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// What was wrong.
    pub reason: Line,
}

impl Command for CorrectRelation {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.correct-relation",
        route: Some(Route::post("/commerce/relations/{relation_id}/correct")),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Corrects what was recorded of a relation.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn wants(&self, graph: Option<&PartyGraph>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_ends(graph, self.relation_id)
    }

    fn decide(&self, graph: Option<&PartyGraph>, facts: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        let (graph, wrong) = super::standing(graph, self.relation_id)?;
        if !wrong.link.same_type(&self.link) {
            return Err(GraphRefusal::AnotherType);
        }
        let right = Relation { link: self.link.clone(), valid: self.valid, basis: self.basis.clone(), ..wrong.clone() };
        if right == *wrong {
            return Ok(Decision::nothing());
        }
        // A frozen party's relations may be put right.
        let end = |id| facts.aggregate::<Party>(id).map(|loaded| &loaded.state).ok_or(GraphRefusal::party(id, party::Unusable::Unknown));
        check_basis(&right.link, right.basis.as_ref(), [end(right.source)?, end(right.target)?])?;
        graph.check(&right, Some(wrong.id))?;
        let Relation { id: relation, link, valid, basis, .. } = right;
        Ok(Decision::of([GraphEvent::Corrected { relation, link, valid, basis, reason: self.reason.clone() }]))
    }

    fn example() -> Self {
        Self {
            relation_id: RelationId::FIRST,
            link: Link::SubsidiaryOf { share: crate::samples::parties::share("55") },
            valid: crate::samples::parties::interval("2025-02-01", None),
            basis: None,
            reason: crate::samples::line("Помилка в даті"),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::graph::Share;
    use crate::samples::parties::{self, holding_id, interval, lessor_id, seller_id, share};
    use crate::samples::{day, line};

    fn own(more: impl IntoIterator<Item = GraphEvent>) -> Given<PartyGraph> {
        given::<PartyGraph>(parties::own_companies().into_iter().chain(more))
            .with::<Party>(holding_id(), [parties::registered(holding_id(), parties::holding())])
            .with::<Party>(seller_id(), [parties::seller_registered()])
            .with::<Party>(lessor_id(), [parties::lessor_registered()])
    }

    fn correct(percent: &str, valid: Interval) -> CorrectRelation {
        let link = Link::HostSubsidiary { share: share(percent) };
        CorrectRelation { relation_id: RelationId::after(1), link, valid, ..CorrectRelation::example() }
    }

    #[test]
    fn k34_a_correction_changes_the_answer_from_now_on() {
        let valid = interval("2025-02-01", None);
        let corrected = GraphEvent::Corrected {
            relation: RelationId::after(1),
            link: Link::HostSubsidiary { share: share("55") },
            valid,
            basis: None,
            reason: line("Помилка в даті"),
        };
        own([]).when(correct("55", valid)).then([corrected.clone()]);
        let history: Vec<GraphEvent> = parties::own_companies().into_iter().chain([corrected]).collect();
        let graph = kernel::aggregate::fold_events::<PartyGraph>(None, &history, &testkit::context().meta("test")).unwrap().unwrap();
        assert!(!graph.is_host(lessor_id(), day("2025-01-31")) && graph.is_host(lessor_id(), day("2025-02-01")));
        own([]).when(correct("60", interval("2025-01-01", None))).then([]);
    }

    #[test]
    fn k47_a_corrected_relation_keeps_the_rules() {
        let valid = interval("2025-01-01", None);
        own([]).when(correct("50", valid)).refused(GraphRefusal::NoControllingShare { control_over: Share::HALF });
        let other = parties::relation(3, seller_id(), lessor_id(), Link::SubsidiaryOf { share: share("40") });
        let refusal = GraphRefusal::MoreThanWhole { day: day("2025-01-01"), left: Some(share("60")) };
        own([GraphEvent::Related(other)]).when(correct("61", valid)).refused(refusal);
        let retyped = CorrectRelation { link: Link::GuarantorOf, ..correct("55", valid) };
        own([]).when(retyped).refused(GraphRefusal::AnotherType);
        let foreign = Basis { jurisdiction: kernel::identifier::Country::KZ, ..parties::basis() };
        own([]).when(CorrectRelation { basis: Some(foreign), ..correct("55", valid) }).refused(GraphRefusal::BasisOfAnotherLaw);
    }
}
