//! Says which delivery a release was of.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clearance, ClearanceEvent, ClearanceRefusal};
use crate::fact::Fact;
use crate::{ClearanceId, FactId};

/// Says which delivery a release was of, where the declaration did not.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkClearance {
    /// Which release.
    pub clearance_id: ClearanceId,
    /// Which delivery.
    pub fact_id: FactId,
}

impl Command for LinkClearance {
    type Aggregate = Clearance;
    type Refusal = ClearanceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.link-clearance",
        route: Some(Route::post("/commerce/clearances/{clearance_id}/link")),
        roles: &[Role::Accountant, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Says which delivery a release by customs was of.",
    };

    fn target(&self, _: &Context) -> ClearanceId {
        self.clearance_id
    }

    fn wants(&self, _: Option<&Clearance>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Fact>(self.fact_id)]
    }

    fn decide(&self, clearance: Option<&Clearance>, facts: &Facts, _: &Context) -> Result<Decision<Clearance>, ClearanceRefusal> {
        let clearance = clearance.ok_or(ClearanceRefusal::NotFound)?;
        match clearance.fact {
            Some(fact) if fact == self.fact_id => return Ok(Decision::nothing()),
            Some(_) => return Err(ClearanceRefusal::AlreadyLinked),
            None => {}
        }
        facts.aggregate::<Fact>(self.fact_id).ok_or(ClearanceRefusal::NoSuchFact)?;
        Ok(Decision::of([ClearanceEvent::Linked { fact: self.fact_id }]))
    }

    fn example() -> Self {
        Self { clearance_id: crate::samples::clearances::id(), fact_id: crate::samples::facts::fact_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::fact::FactEvent;
    use crate::samples::clearances::unlinked;
    use crate::samples::facts;

    #[test]
    fn c48_a_person_says_which_delivery_it_was_once() {
        let linked = ClearanceEvent::Linked { fact: facts::fact_id() };
        let known = |history: Vec<ClearanceEvent>| {
            given::<Clearance>(history).with::<Fact>(facts::fact_id(), [FactEvent::Recorded(facts::recorded())])
        };
        known(vec![unlinked()]).when(LinkClearance::example()).then([linked.clone()]);
        known(vec![unlinked(), linked.clone()]).when(LinkClearance::example()).then([]);
        let other = LinkClearance { fact_id: FactId::derive(&["other"]), ..LinkClearance::example() };
        known(vec![unlinked(), linked]).when(other).refused(ClearanceRefusal::AlreadyLinked);
    }

    #[test]
    fn refuses_what_is_not_there() {
        given::<Clearance>([unlinked()]).when(LinkClearance::example()).refused(ClearanceRefusal::NoSuchFact);
        given::<Clearance>([]).when(LinkClearance::example()).refused(ClearanceRefusal::NotFound);
    }
}
