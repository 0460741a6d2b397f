//! What commands on orders have in common.

use std::collections::BTreeSet;

use kernel::aggregate::Loaded;
use kernel::{Aggregate, Context, Decision, Facts, Line, Percentage, Quantity, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus, Summary};
use crate::calculation::{CalculationEvent, Facts as Figures, OrderLine, ProfitabilityCalculation, Question, Record, judge};
use crate::client::{Client, ClientFacts};
use crate::estimate::{EstimateEvent, LINES_MAX, LocalEstimate, OrderedLine};
use crate::price::Price;
use crate::settings::Policy;
use crate::{CalculationId, EstimateId, ShipmentId};

/// One line of an order, as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestedLine {
    /// The product's code.
    pub product: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT; the estimate's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
}

/// The estimate of an order must be looked at.
pub fn want_estimate(id: EstimateId) -> Want {
    Want::aggregate::<LocalEstimate>(id)
}

/// The estimate of an order, as it was looked up.
///
/// # Errors
/// When there is none.
pub fn estimate_of(facts: &Facts, id: EstimateId) -> Result<&Loaded<LocalEstimate>, ShipmentRefusal> {
    facts.aggregate::<LocalEstimate>(id).ok_or(ShipmentRefusal::NoSuchEstimate)
}

/// The lines that somebody asks for, found in the estimate.
///
/// # Errors
/// When there are none or too many, a product is not in the estimate or asked for twice, or a
/// price is in another currency.
pub fn lines_of(requested: &[RequestedLine], estimate: &LocalEstimate) -> Result<Vec<OrderLine>, ShipmentRefusal> {
    if requested.is_empty() || requested.len() > LINES_MAX {
        return Err(ShipmentRefusal::LineCount);
    }
    let by_product: std::collections::BTreeMap<&Line, _> = estimate.lines.iter().map(|line| (&line.product, line)).collect();
    let mut seen = BTreeSet::new();
    let line = |asked: &RequestedLine| {
        let product = || asked.product.clone();
        let of = by_product.get(&asked.product).ok_or_else(|| ShipmentRefusal::NoSuchProduct { product: product() })?;
        if !seen.insert(of.line) {
            return Err(ShipmentRefusal::ProductTwice { product: product() });
        }
        let price = asked.price.unwrap_or(of.price);
        if price.currency() != estimate.currency {
            return Err(ShipmentRefusal::Currency);
        }
        Ok(OrderLine { line: of.line, quantity: asked.quantity, price })
    };
    requested.iter().map(line).collect()
}

/// The client of an order must be looked at.
pub fn want_client(shipment: &Shipment) -> Want {
    Want::aggregate::<Client>(shipment.client.id)
}

/// The client of an order as it is known now. One that is not known as strategic is not.
pub fn client_of(facts: &Facts, shipment: &Shipment) -> ClientFacts {
    let plain = || ClientFacts { strategic: false, allowed_deviation: Percentage::from_hundredths(0), ..shipment.client.clone() };
    facts.aggregate::<Client>(shipment.client.id).map_or_else(plain, |loaded| loaded.state.facts())
}

/// What an order would hold of its estimate.
pub fn held(lines: &[OrderLine]) -> Vec<OrderedLine> {
    lines.iter().map(|line| OrderedLine { line: line.line, quantity: line.quantity }).collect()
}

/// An order that is judged.
pub struct Judged<'a> {
    /// Which order.
    pub shipment: ShipmentId,
    /// Its number.
    pub number: &'a Line,
    /// How many judgements of it were recorded before.
    pub before: u32,
    /// Its lines.
    pub lines: &'a [OrderLine],
    /// Under which estimate.
    pub estimate: &'a Loaded<LocalEstimate>,
}

impl<'a> Judged<'a> {
    /// An order as it is.
    pub fn of(shipment: &'a Shipment, estimate: &'a Loaded<LocalEstimate>) -> Self {
        Self { shipment: shipment.id, number: &shipment.number, before: shipment.calculations, lines: &shipment.lines, estimate }
    }

    /// The judgement, as it will be recorded.
    ///
    /// # Errors
    /// When sums do not fit into an amount of money.
    pub fn record(&self, context: &Context) -> Result<Record, ShipmentRefusal> {
        let rule = Policy::of(context).deviation;
        let today = context.now.day_in(context.settings.time_zone);
        let estimate = &self.estimate.state;
        let question = Question { estimate, shipment: Some(self.shipment), lines: self.lines, rule, today };
        let judgement = judge(&question)?;
        let number = self.before.saturating_add(1);
        // The same order's first judgement, second …: a decision that is made again records it again.
        let id = CalculationId::derive(&[&self.shipment.to_string(), &number.to_string()]);
        let facts = Figures { calculation: id, calculated_at: context.now, ..judgement.figures };
        Ok(Record {
            id,
            shipment: self.shipment,
            number: self.number.clone(),
            estimate: estimate.id,
            estimate_version: self.estimate.version,
            rule,
            facts,
            components: judgement.components,
        })
    }
}

/// The event that says what a judgement found.
pub fn calculated(record: &Record) -> ShipmentEvent {
    ShipmentEvent::Calculated { summary: Summary::of(&record.facts) }
}

/// A decision that also keeps the record of a judgement.
pub fn keeping(decision: Decision<Shipment>, record: Record) -> Decision<Shipment> {
    let id = record.id;
    decision.and::<ProfitabilityCalculation>(id, 0, [CalculationEvent::Recorded(Box::new(record))])
}

/// A decision that also tells the estimate.
pub fn telling(
    decision: Decision<Shipment>,
    estimate: &Loaded<LocalEstimate>,
    events: impl IntoIterator<Item = EstimateEvent>,
) -> Decision<Shipment> {
    decision.and::<LocalEstimate>(estimate.state.id, estimate.version, events)
}

/// The order gives up what it holds; nothing when it holds nothing.
pub fn release(shipment: &Shipment, estimate: &LocalEstimate) -> Option<EstimateEvent> {
    estimate.orders.contains_key(&shipment.id).then_some(EstimateEvent::OrderReleased { shipment: shipment.id })
}

/// An order that must have one of some statuses.
///
/// # Errors
/// When it does not exist or has another status.
pub fn in_status<'a>(shipment: Option<&'a Shipment>, allowed: &[ShipmentStatus]) -> Result<&'a Shipment, ShipmentRefusal> {
    let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
    if allowed.contains(&shipment.status) { Ok(shipment) } else { Err(ShipmentRefusal::Status { status: shipment.status }) }
}

/// Who acts for every manager: those who lead them, and the house itself.
const FOR_EVERYBODY: &[Role] = &[Role::TeamLead, Role::Administrator, Role::System];

/// An order that the caller may act upon: their own, or any for those who act for every manager.
/// Another manager's order is not there for them, as it is in no list of theirs.
///
/// # Errors
/// When it does not exist or is another manager's.
pub fn own<'a>(shipment: Option<&'a Shipment>, context: &Context) -> Result<&'a Shipment, ShipmentRefusal> {
    let may = |shipment: &&Shipment| context.actor.id == shipment.manager.as_str() || context.actor.has_any(FOR_EVERYBODY);
    shipment.filter(may).ok_or(ShipmentRefusal::NotFound)
}

/// An order that the caller may act upon and that must have one of some statuses.
///
/// # Errors
/// When it does not exist, is another manager's or has another status.
pub fn own_in_status<'a>(
    shipment: Option<&'a Shipment>,
    allowed: &[ShipmentStatus],
    context: &Context,
) -> Result<&'a Shipment, ShipmentRefusal> {
    in_status(Some(own(shipment, context)?), allowed)
}

/// What commands also write, by wire name.
pub const ESTIMATE: &str = LocalEstimate::NAME;
/// What commands also write, by wire name.
pub const CALCULATION: &str = ProfitabilityCalculation::NAME;

#[cfg(test)]
mod tests {
    use kernel::Command;
    use testkit::person;

    use super::*;
    use crate::samples::shipments::{approved, correction, created, handed_over, over, submitted};
    use crate::shipment::accept_proposal::AcceptProposal;
    use crate::shipment::await_stock::AwaitStock;
    use crate::shipment::cancel::CancelShipment;
    use crate::shipment::close_partially::ClosePartially;
    use crate::shipment::decline_proposal::DeclineProposal;
    use crate::shipment::hand_over::HandOverShipment;
    use crate::shipment::reopen::ReopenShipment;
    use crate::shipment::revise::ReviseShipment;
    use crate::shipment::submit::SubmitShipment;
    use crate::shipment::withdraw::WithdrawShipment;

    /// The order of the samples is the manager's; another one finds nothing, a team lead acts for both.
    #[track_caller]
    fn is_own<C: Command<Aggregate = Shipment, Refusal = ShipmentRefusal>>(history: &[ShipmentEvent]) {
        over(history).by(person("manager-2", Role::Manager)).when(C::example()).refused(ShipmentRefusal::NotFound);
        for actor in [person("manager", Role::Manager), person("lead", Role::TeamLead)] {
            over(history).by(actor).when(C::example()).accepted();
        }
    }

    #[test]
    fn x11_nobody_acts_upon_another_managers_order_but_who_leads_them() {
        is_own::<ReviseShipment>(&[created()]);
        is_own::<SubmitShipment>(&[created()]);
        is_own::<AwaitStock>(&[created()]);
        is_own::<CancelShipment>(&[created()]);
        is_own::<ReopenShipment>(&[created(), ShipmentEvent::Overdue]);
        is_own::<WithdrawShipment>(&[created(), submitted()]);
        let offered = [created(), submitted(), ShipmentEvent::CorrectionOffered { proposal: correction() }];
        is_own::<AcceptProposal>(&offered);
        is_own::<DeclineProposal>(&offered);
        is_own::<HandOverShipment>(&[created(), submitted(), approved()]);
        is_own::<ClosePartially>(&[created(), submitted(), approved(), handed_over()]);
    }
}
