//! Drafts an order under an estimate.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Percentage, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Created;
use super::steps::{CALCULATION, Judged, RequestedLine, calculated, estimate_of, keeping, lines_of, want_estimate};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, Source};
use crate::client::ClientFacts;
use crate::{EstimateId, ShipmentId};

/// Drafts an order under an estimate. It is judged at once; nothing is set aside for it and
/// nobody is asked before it is submitted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateShipment {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
    /// For people; unique.
    pub number: Line,
    /// Under which estimate.
    pub estimate_id: EstimateId,
    /// What is ordered.
    pub lines: Vec<RequestedLine>,
    /// How it came.
    #[serde(default)]
    pub source: Source,
    /// Who initiates it, from the accounting system only; the caller when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// The revision of the accounting system's document.
    #[serde(default)]
    pub source_revision: u32,
    /// Whether prices are without VAT; anything else is refused.
    #[serde(default = "yes")]
    pub net_of_vat: bool,
    /// The caller's lease of the estimate, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

const fn yes() -> bool {
    true
}

impl Command for CreateShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.create-shipment",
        route: Some(Route::post("/profitability/shipments")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[CALCULATION],
        reads: &[],
        summary: "Drafts an order under an estimate and judges it.",
    };

    fn target(&self, context: &Context) -> ShipmentId {
        self.shipment_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![want_estimate(self.estimate_id), Want::guard(Shipment::NUMBER, self.number.as_str())]
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        if shipment.is_some() || facts.owner(Shipment::NUMBER, self.number.as_str()).is_some() {
            return Err(ShipmentRefusal::Exists);
        }
        if !self.net_of_vat {
            return Err(ShipmentRefusal::WithVat);
        }
        let loaded = estimate_of(facts, self.estimate_id)?;
        let estimate = &loaded.state;
        estimate.check_open(context.now.day_in(context.settings.time_zone))?;
        estimate.check_lease(self.lease, context)?;
        let lines = lines_of(&self.lines, estimate)?;
        let id = self.target(context);
        let record = Judged { shipment: id, number: &self.number, before: 0, lines: &lines, estimate: loaded }.record(context)?;
        let imported = context.actor.has_any(&[Role::Administrator, Role::System]);
        let caller = Line::new(&context.actor.id).ok();
        let manager = self.manager.clone().filter(|_| imported).or(caller).unwrap_or_else(|| estimate.manager.clone());
        let nothing = Percentage::from_hundredths(0);
        let client = ClientFacts { id: estimate.client, name: estimate.client_name.clone(), strategic: false, allowed_deviation: nothing };
        let created = Created {
            id,
            number: self.number.clone(),
            estimate: estimate.id,
            client,
            manager,
            source: self.source,
            currency: estimate.currency,
            lines,
            source_revision: self.source_revision,
        };
        let decision = Decision::of([ShipmentEvent::Created(created), calculated(&record)]);
        Ok(keeping(decision.claim(Shipment::NUMBER, self.number.as_str()), record))
    }

    fn example() -> Self {
        crate::samples::shipments::create()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{nothing, person};

    use super::*;
    use crate::estimate::{EstimateEvent, EstimateRefusal, EstimateStatus, LocalEstimate};
    use crate::samples::estimates::{created as estimate_created, estimate_id, leased};
    use crate::samples::shipments::{create, created, shipment_id, summary};
    use crate::samples::{line, quantity};

    fn under(events: Vec<EstimateEvent>) -> testkit::decision::Given<Shipment> {
        nothing::<Shipment>().with::<LocalEstimate>(estimate_id(), [vec![estimate_created()], events].concat())
    }

    #[test]
    fn p46_a_draft_is_judged_and_starts_nothing() {
        let decision = under(vec![]).when(create()).then([created(), ShipmentEvent::Calculated { summary: summary(1) }]);
        // The judgement is kept; the estimate is not told.
        let written: Vec<_> = decision.others.iter().map(|append| append.stream.kind.as_str()).collect();
        assert_eq!(written, ["profitability.calculation"]);
    }

    #[test]
    fn p48_the_accounting_system_says_who_initiates_and_nobody_else() {
        let manager = |actor| {
            let decision = under(vec![]).by(actor).when(CreateShipment { manager: Some(line("petrova")), ..create() }).accepted();
            let Some(ShipmentEvent::Created(created)) = decision.events.first().cloned() else { panic!("{:?}", decision.events) };
            created.manager
        };
        assert_eq!(manager(person("manager", Role::Manager)), line("manager"));
        assert_eq!(manager(person("1c", Role::Administrator)), line("petrova"));
    }

    #[test]
    fn p40_an_expired_estimate_takes_no_orders() {
        let refusal = EstimateRefusal::NotActive { status: EstimateStatus::Expired };
        under(vec![EstimateEvent::Expired]).when(create()).refused(refusal.into());
    }

    #[test]
    fn p17_p40_an_estimate_takes_no_orders_from_its_last_day_on_whoever_wrote_that_down() {
        let refusal = || EstimateRefusal::NotActive { status: EstimateStatus::Expired };
        // Until 31 December in Kyiv, which begins at 22:00 UTC.
        under(vec![]).at("2026-12-30T21:59:59Z").when(create()).accepted();
        under(vec![]).at("2026-12-30T22:00:00Z").when(create()).refused(refusal().into());
    }

    #[test]
    fn p45_an_order_is_edited_under_the_lease_of_its_estimate() {
        let EstimateEvent::LeaseTaken { lease } = leased("other") else { unreachable!() };
        let refusal = EstimateRefusal::Leased { holder: lease.holder_name, until: lease.until };
        under(vec![leased("other")]).when(create()).refused(refusal.into());
        under(vec![leased("other")]).by(kernel::Actor::system("1c")).when(create()).accepted();
    }

    #[test]
    fn refuses_lines_that_cannot_be() {
        let with = |lines: Vec<RequestedLine>| under(vec![]).when(CreateShipment { lines, ..create() });
        with(Vec::new()).refused(ShipmentRefusal::LineCount);
        let one = create().lines[0].clone();
        with(vec![one.clone(), one.clone()]).refused(ShipmentRefusal::ProductTwice { product: one.product.clone() });
        let unknown = RequestedLine { product: line("нет"), ..one.clone() };
        with(vec![unknown]).refused(ShipmentRefusal::NoSuchProduct { product: line("нет") });
        let dollars = serde_json::from_value(serde_json::json!({ "amount": "1.00", "currency": "USD" })).unwrap();
        with(vec![RequestedLine { price: Some(dollars), ..one.clone() }]).refused(ShipmentRefusal::Currency);
        let huge = quantity("999999999999");
        let price = crate::samples::price("92233720368547758.07");
        with(vec![RequestedLine { quantity: huge, price: Some(price), ..one }]).refused(ShipmentRefusal::TooMuch);
    }

    #[test]
    fn refuses_gross_prices_a_second_one_and_an_unknown_estimate() {
        under(vec![]).when(CreateShipment { net_of_vat: false, ..create() }).refused(ShipmentRefusal::WithVat);
        let number = create().number;
        under(vec![]).taken(Shipment::NUMBER, number.as_str(), "ship_other").when(create()).refused(ShipmentRefusal::Exists);
        nothing::<Shipment>().when(create()).refused(ShipmentRefusal::NoSuchEstimate);
        assert_eq!(created_id(), shipment_id());
    }

    fn created_id() -> ShipmentId {
        create().target(&testkit::context())
    }
}
