//! Notes what commerce hears of a release.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clearance, ClearanceEvent, ClearanceRefusal, Release};
use crate::fact::Fact;
use crate::sale::Sale;
use crate::{ClearanceId, FactId};

/// Notes what commerce hears of a release. A declaration is released once: what is heard again
/// adds the registration number where that was not known, and else changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRelease {
    /// What was told.
    pub release: Release,
}

impl NoteRelease {
    /// What the declaration may mean by its shipment: a fact by its id, or that of the hand-over
    /// of an order.
    fn meant(&self) -> Option<Meant> {
        let shipment = self.release.shipment.as_ref()?.as_str();
        Some(shipment.parse().map_or_else(|_| Meant::Order(Sale::id_of(shipment)), Meant::Fact))
    }

    /// The delivery, where there is such a one.
    fn fact(&self, facts: &Facts) -> Option<FactId> {
        let fact = match self.meant()? {
            Meant::Fact(fact) => fact,
            Meant::Order(sale) => facts.aggregate::<Sale>(sale)?.state.fact(),
        };
        facts.aggregate::<Fact>(fact).map(|_| fact)
    }
}

enum Meant {
    Fact(FactId),
    Order(crate::SaleId),
}

impl Command for NoteRelease {
    type Aggregate = Clearance;
    type Refusal = ClearanceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.note-release",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes what commerce hears of a release by customs.",
    };

    fn target(&self, _: &Context) -> ClearanceId {
        Clearance::id_of(self.release.declaration.as_str())
    }

    fn wants(&self, clearance: Option<&Clearance>, facts: &Facts, _: &Context) -> Vec<Want> {
        if clearance.is_some() {
            return Vec::new();
        }
        match self.meant() {
            None => Vec::new(),
            Some(Meant::Fact(fact)) => vec![Want::aggregate::<Fact>(fact)],
            Some(Meant::Order(sale)) => {
                let handed_over = facts.aggregate::<Sale>(sale).map(|sale| Want::aggregate::<Fact>(sale.state.fact()));
                std::iter::once(Want::aggregate::<Sale>(sale)).chain(handed_over).collect()
            }
        }
    }

    fn decide(&self, clearance: Option<&Clearance>, facts: &Facts, context: &Context) -> Result<Decision<Clearance>, ClearanceRefusal> {
        let Some(clearance) = clearance else {
            let (id, release) = (self.target(context), self.release.clone());
            return Ok(Decision::of([ClearanceEvent::Noted { id, release, fact: self.fact(facts) }]));
        };
        let news = self.release.number.clone().filter(|_| clearance.release.number.is_none());
        Ok(Decision::of(news.map(|number| ClearanceEvent::NumberLearnt { number })))
    }

    fn example() -> Self {
        Self { release: crate::samples::clearances::release() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::fact::FactEvent;
    use crate::samples::clearances::{id, noted, release};
    use crate::samples::{facts, line, sales};

    fn told(shipment: Option<&str>) -> NoteRelease {
        NoteRelease { release: Release { shipment: shipment.map(line), ..release() } }
    }

    fn fact_of(decision: Decision<Clearance>) -> Option<FactId> {
        let [ClearanceEvent::Noted { fact, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        *fact
    }

    #[test]
    fn c48_a_shipment_is_a_fact_or_an_order_that_commerce_knows() {
        let recorded = [FactEvent::Recorded(facts::recorded())];
        let known = nothing::<Clearance>().with::<Fact>(facts::fact_id(), recorded.clone());
        assert_eq!(fact_of(known.when(told(Some(&facts::fact_id().to_string()))).accepted()), Some(facts::fact_id()));
        let handed_over = Sale::id_of(sales::order().as_str());
        let sale = kernel::aggregate::fold_events::<Sale>(None, &sales::dispatched(), &testkit::context().meta("test")).unwrap().unwrap();
        let of_order = nothing::<Clearance>().with::<Sale>(handed_over, sales::dispatched()).with::<Fact>(sale.fact(), recorded);
        assert_eq!(fact_of(of_order.when(told(Some(sales::order().as_str()))).accepted()), Some(sale.fact()));
        for unknown in [None, Some(facts::fact_id().to_string()), Some("SHIP-17".to_owned())] {
            assert_eq!(fact_of(nothing::<Clearance>().when(told(unknown.as_deref())).accepted()), None, "{unknown:?}");
        }
    }

    #[test]
    fn a_declaration_is_released_once_and_its_number_may_come_later() {
        let unnumbered = NoteRelease { release: Release { number: None, ..release() } };
        given::<Clearance>([noted()]).when(NoteRelease::example()).then([]);
        given::<Clearance>([noted()]).when(unnumbered.clone()).then([]);
        let first = nothing::<Clearance>().when(unnumbered).accepted().events;
        let number = ClearanceEvent::NumberLearnt { number: release().number.unwrap() };
        given::<Clearance>(first.clone()).when(NoteRelease::example()).then([number.clone()]);
        given::<Clearance>([first, vec![number]].concat()).when(NoteRelease::example()).then([]);
        assert_eq!(NoteRelease::example().target(&testkit::context()), id());
    }
}
