//! Lets goods that customs released into the warehouse.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Quantity, Role, Want};
use posting::{Book, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record_internal::{InternalKind, InternalLine, RecordInternalFact};
use super::{Fact, FactRefusal, LineStanding, Logistics};
use crate::clearance::Clearance;
use crate::obligation::Obligation;
use crate::settings::{CommerceSettings, CustomsSettings};
use crate::{ClearanceId, FactId, stock};

/// Lets goods that customs released into the warehouse: what the delivery brought to the place
/// where goods wait for customs comes from there to the warehouse. Goods that were taken in
/// elsewhere stay where they are, and so does everything where the tenant has set no such places.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveClearedGoods {
    /// Which release.
    pub clearance_id: ClearanceId,
}

impl MoveClearedGoods {
    /// The move as anybody would record it; nothing where there is nothing to move.
    fn internal(&self, facts: &Facts, context: &Context) -> Result<Option<RecordInternalFact>, FactRefusal> {
        let clearance = &facts.aggregate::<Clearance>(self.clearance_id).ok_or(FactRefusal::NotFound)?.state;
        let places = CommerceSettings::of(&context.settings).customs.filter(|_| clearance.lets_goods_in());
        let (Some(places), Some(delivery)) = (places, clearance.fact) else { return Ok(None) };
        let delivery = &facts.aggregate::<Fact>(delivery).ok_or(FactRefusal::NotFound)?.state;
        let lines: Vec<InternalLine> = delivery.lines.iter().filter_map(|line| waiting(line, &places)).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        Ok(Some(RecordInternalFact {
            fact_id: Some(self.target(context)),
            party_id: delivery.buyer,
            kind: InternalKind::Logistics(Logistics::InternalTransfer),
            occurred: clearance.release.released_on,
            regulatory_profile: None,
            document: clearance.release.number.clone(),
            lines,
        }))
    }
}

/// What of a line waits for customs and was not taken back.
fn waiting(line: &LineStanding, places: &CustomsSettings) -> Option<InternalLine> {
    if line.line.to.as_ref() != Some(&places.in_transit) {
        return None;
    }
    let kept = line.line.quantity.decimal().checked_sub(line.taken_back.quantity)?;
    Some(InternalLine {
        article: line.line.article.clone(),
        quantity: Quantity::try_from(kept).ok()?,
        unit: line.line.unit.clone(),
        unit_cost: None,
        batch: line.line.batch.clone(),
        from: Some(places.in_transit.clone()),
        to: Some(places.warehouse.clone()),
        stock: line.line.stock.clone(),
        extension: std::collections::BTreeMap::new(),
    })
}

impl Command for MoveClearedGoods {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.move-cleared-goods",
        route: None,
        roles: &[Role::System],
        also_writes: &[Obligation::NAME, stock::StockSheet::NAME, JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Lets goods that customs released into the warehouse.",
    };

    fn target(&self, _: &Context) -> FactId {
        Clearance::arrival(self.clearance_id)
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let clearance = facts.aggregate::<Clearance>(self.clearance_id);
        let delivery = clearance.and_then(|clearance| clearance.state.fact).map(Want::aggregate::<Fact>);
        let internal = self.internal(facts, context).ok().flatten();
        let more = internal.map(|internal| internal.wants(fact, facts, context)).unwrap_or_default();
        std::iter::once(Want::aggregate::<Clearance>(self.clearance_id)).chain(delivery).chain(more).collect()
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        if fact.is_some() {
            return Err(FactRefusal::Exists);
        }
        self.internal(facts, context)?.map_or_else(|| Ok(Decision::nothing()), |internal| internal.decide(fact, facts, context))
    }

    fn example() -> Self {
        Self { clearance_id: crate::samples::clearances::id() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::Currency;
    use kernel::settings::Jurisdiction;
    use testkit::decision::Given;
    use testkit::nothing;

    use super::*;
    use crate::fact::{FactEvent, FactKind, Recorded};
    use crate::samples::clearances::{noted, unlinked};
    use crate::samples::facts::{fact_id, recorded};
    use crate::samples::parties::{buyer_id, seller_id};
    use crate::samples::{clearances, line};

    /// The own company buys what the sample delivery has, and takes the first line in at the
    /// border, the second in its shop.
    fn bought() -> Recorded {
        let sample = recorded();
        let to = |(place, one): (&str, super::super::FactLine)| super::super::FactLine { from: None, to: Some(line(place)), ..one };
        let lines = ["Митниця", "Магазин"].into_iter().zip(sample.lines).map(to).collect();
        Recorded { seller: buyer_id(), buyer: seller_id(), lines, ..sample }
    }

    fn world(clearance: crate::clearance::ClearanceEvent, places: bool) -> Given<Fact> {
        let mut settings = testkit::decision::settings();
        if places {
            let customs = serde_json::json!({ "customs": { "in_transit": "Митниця", "warehouse": "Основний склад" } });
            settings.contexts = BTreeMap::from([("commerce".to_owned(), customs)]);
        }
        let book = posting::samples::opened_with_chart(seller_id(), Currency::UAH, Jurisdiction::UA);
        nothing::<Fact>()
            .settings(settings)
            .with::<Clearance>(clearances::id(), [clearance])
            .with::<Fact>(fact_id(), [FactEvent::Recorded(bought())])
            .with::<Book>(posting::book_of(seller_id()), [book])
    }

    #[test]
    fn c48_released_goods_come_from_the_border_to_the_warehouse_under_their_number() {
        let decision = world(noted(), true).when(MoveClearedGoods::example()).accepted();
        let [FactEvent::Recorded(moved)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!(moved.kind, FactKind::Logistics(Logistics::InternalTransfer));
        assert_eq!((moved.document.as_ref(), moved.id), (clearances::release().number.as_ref(), Clearance::arrival(clearances::id())));
        let lines: Vec<_> =
            moved.lines.iter().map(|line| (line.article.code.as_str(), line.quantity.to_string(), line.to.clone())).collect();
        let first = &bought().lines[0];
        assert_eq!(lines, [(first.article.code.as_str(), first.quantity.to_string(), Some(line("Основний склад")))]);
        assert!(decision.others.iter().any(|other| other.stream.kind == stock::StockSheet::NAME));
    }

    #[test]
    fn nothing_moves_without_places_a_delivery_or_a_domestic_release() {
        world(noted(), false).when(MoveClearedGoods::example()).then([]);
        world(unlinked(), true).when(MoveClearedGoods::example()).then([]);
        let transit = crate::clearance::Release { procedure: line("80"), ..clearances::release() };
        let transit = crate::clearance::ClearanceEvent::Noted { id: clearances::id(), release: transit, fact: Some(fact_id()) };
        world(transit, true).when(MoveClearedGoods::example()).then([]);
        nothing::<Fact>().when(MoveClearedGoods::example()).refused(FactRefusal::NotFound);
    }
}
