//! Submits an order for approval.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Submitted;
use super::steps::{
    CALCULATION, ESTIMATE, Judged, client_of, estimate_of, held, keeping, own_in_status, telling, want_client, want_estimate,
};
use super::{Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus};
use crate::ShipmentId;
use crate::calculation::{Control, CostAge, Facts as Figures};
use crate::justification::justifies;
use crate::settings::Policy;

/// Submits an order for approval: it is judged, its goods are set aside, and it is locked until
/// somebody decides. Also an order that passes by itself is approved this way.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitShipment {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Why it should be shipped below the plan; needed from the deviation on at which a person decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<Paragraph>,
    /// Approval is got outside the system: passes by the age of costs, never a missing cost.
    #[serde(default)]
    pub emergency: bool,
    /// The caller's lease of the estimate, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<u64>,
}

impl SubmitShipment {
    /// Whether the order can be decided about at all.
    fn check(&self, figures: &Figures, policy: &Policy) -> Result<(), ShipmentRefusal> {
        if figures.control == Control::Blocked {
            let lines = figures.blocked.iter().filter_map(|blocked| blocked.line).collect();
            return Err(ShipmentRefusal::LinesBlocked { lines });
        }
        if figures.cost_age == CostAge::Stale && !self.emergency && figures.control == Control::Judged {
            return Err(ShipmentRefusal::CostStale { days: figures.cost_age_days.unwrap_or(0) });
        }
        if policy.refuse_losses && figures.loss_making {
            return Err(ShipmentRefusal::LossMaking);
        }
        let by_deviation = figures.deviation.is_some_and(|deviation| deviation >= policy.justify_from);
        let by_age = figures.cost_age >= CostAge::ToConfirm && figures.control == Control::Judged;
        let said = self.justification.as_ref().is_some_and(justifies);
        if (by_deviation || by_age || self.emergency) && !said {
            return Err(ShipmentRefusal::JustificationNeeded);
        }
        Ok(())
    }
}

impl Command for SubmitShipment {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.submit-shipment",
        route: Some(Route::post("/profitability/shipments/{shipment_id}/submit")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[CALCULATION, ESTIMATE],
        reads: &[],
        summary: "Submits an order for approval and sets its goods aside.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        let of = |shipment: &Shipment| [want_estimate(shipment.estimate), want_client(shipment)];
        shipment.map(of).into_iter().flatten().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = own_in_status(shipment, &[ShipmentStatus::Draft, ShipmentStatus::AwaitingStock], context)?;
        let loaded = estimate_of(facts, shipment.estimate)?;
        let estimate = &loaded.state;
        estimate.check_lease(self.lease, context)?;
        let record = Judged::of(shipment, loaded).record(context)?;
        let policy = Policy::of(context);
        self.check(&record.facts, &policy)?;
        let today = context.now.day_in(context.settings.time_zone);
        let placed = estimate.reserve(shipment.id, &shipment.number, &held(&shipment.lines), policy.pending_orders_max, today)?;
        let submitted = Submitted {
            shipment: shipment.id,
            submission: shipment.submission.saturating_add(1),
            estimate: estimate.id,
            estimate_number: estimate.number.clone(),
            number: shipment.number.clone(),
            client: client_of(facts, shipment),
            manager: shipment.manager.clone(),
            submitted_by: Line::new(&context.actor.id).ok(),
            priority: Shipment::priority_of(record.facts.total, self.emergency),
            emergency: self.emergency,
            source: shipment.source,
            justification: self.justification.clone(),
            submitted_at: context.now,
            revocations: shipment.revocations,
            previous_refusal: shipment.refusal.clone(),
            facts: record.facts.clone(),
        };
        let decision = Decision::of([ShipmentEvent::SubmittedForApproval(Box::new(submitted))]);
        Ok(telling(keeping(decision, record), loaded, [placed]))
    }

    fn example() -> Self {
        let justification = Some(crate::samples::shipments::justification());
        Self { shipment_id: crate::samples::shipments::shipment_id(), justification, emergency: false, lease: None }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Money;
    use testkit::given;

    use super::*;
    use crate::calculation::OrderLine;
    use crate::client::Client;
    use crate::estimate::{Created as NewEstimate, EstimateEvent, EstimateLine, EstimateRefusal, LineCost, LocalEstimate};
    use crate::samples::clients::{client_id, noted};
    use crate::samples::estimates::{created_data, estimate_id};
    use crate::samples::shipments::{created, over, shipment_id, submitted};
    use crate::samples::{day, price, quantity};
    use crate::shipment::Priority;
    use crate::shipment::event::Created;

    fn plain() -> SubmitShipment {
        SubmitShipment { justification: None, ..SubmitShipment::example() }
    }

    /// The order of the samples with other lines, under an estimate whose lines are changed.
    fn order(lines: &[(u16, &str, &str)], change: impl Fn(&mut EstimateLine)) -> testkit::decision::Given<Shipment> {
        let ShipmentEvent::Created(order) = created() else { unreachable!() };
        let ordered = |(line, count, at): &(u16, &str, &str)| OrderLine { line: *line, quantity: quantity(count), price: price(at) };
        let order = Created { lines: lines.iter().map(ordered).collect(), ..order };
        let mut estimate = created_data();
        estimate.lines.iter_mut().for_each(change);
        given::<Shipment>([ShipmentEvent::Created(order)])
            .with::<LocalEstimate>(estimate_id(), [EstimateEvent::Created(NewEstimate { ..estimate })])
            .with::<Client>(client_id(), [noted()])
    }

    fn aged(calculated_on: &str) -> impl Fn(&mut EstimateLine) {
        let on = day(calculated_on);
        move |line| line.cost = LineCost::given(line.cost.npss().unwrap(), crate::estimate::CostMethod::Planned, on)
    }

    #[test]
    fn p46_p47_submitting_is_what_starts_an_approval_also_of_what_passes_by_itself() {
        let decision = over(&[created()]).when(SubmitShipment::example()).then([submitted()]);
        let written: Vec<_> = decision.others.iter().map(|append| append.stream.kind.as_str()).collect();
        assert_eq!(written, ["profitability.calculation", "profitability.estimate"]);
    }

    #[test]
    fn x11_approvals_learns_who_submitted_in_a_managers_place() {
        let lead = testkit::person("lead", Role::TeamLead);
        let decision = over(&[created()]).by(lead).when(SubmitShipment::example()).accepted();
        let [ShipmentEvent::SubmittedForApproval(submitted)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        let by = submitted.submitted_by.as_ref().map(Line::as_str);
        assert_eq!((submitted.manager.as_str(), by), ("manager", Some("lead")));
    }

    #[test]
    fn p50_an_order_passes_through_waiting_whatever_its_deviation() {
        let state = crate::samples::shipments::fold(&[created(), submitted()]);
        assert_eq!(state.status, ShipmentStatus::PendingApproval);
        assert!(state.summary.is_some_and(|summary| summary.deviation.is_some_and(|deviation| deviation.hundredths() < 100)));
    }

    #[test]
    fn p58_p73_a_justification_is_needed_where_a_person_decides() {
        let whole: &[(u16, &str, &str)] = &[(1, "100", "237.50"), (2, "50", "1000.00")];
        // Everything is taken: (73 750 − 57 500) / 73 750 = 22.03, 1.30 below.
        order(whole, |_| {}).when(plain()).refused(ShipmentRefusal::JustificationNeeded);
        let spaces = SubmitShipment { justification: Paragraph::new(&"а".repeat(50)).ok(), ..plain() };
        order(whole, |_| {}).when(spaces).refused(ShipmentRefusal::JustificationNeeded);
        order(whole, |_| {}).when(SubmitShipment::example()).accepted();
        order(&[(1, "10", "250.00")], |_| {}).when(plain()).accepted();
        // Costs that must be confirmed: a person decides whatever the deviation.
        order(&[(1, "10", "250.00")], aged("2026-09-21")).when(plain()).refused(ShipmentRefusal::JustificationNeeded);
        order(&[(1, "10", "250.00")], aged("2026-09-22")).when(plain()).accepted();
        let emergency = SubmitShipment { emergency: true, ..plain() };
        order(&[(1, "10", "250.00")], |_| {}).when(emergency).refused(ShipmentRefusal::JustificationNeeded);
    }

    #[test]
    fn p114_an_emergency_passes_old_costs_and_never_missing_ones() {
        let one: &[(u16, &str, &str)] = &[(1, "10", "250.00")];
        let emergency = || SubmitShipment { emergency: true, ..SubmitShipment::example() };
        order(one, aged("2026-08-23")).when(SubmitShipment::example()).accepted();
        order(one, aged("2026-08-22")).when(SubmitShipment::example()).refused(ShipmentRefusal::CostStale { days: 91 });
        order(one, aged("2026-08-22")).when(emergency()).accepted();
        let missing = |line: &mut EstimateLine| line.cost = LineCost::Missing;
        for command in [SubmitShipment::example(), emergency()] {
            order(one, missing).when(command).refused(ShipmentRefusal::LinesBlocked { lines: vec![1] });
        }
        let zero = order(&[(1, "1", "250.00"), (2, "1", "0")], |_| {});
        zero.when(emergency()).refused(ShipmentRefusal::LinesBlocked { lines: vec![2] });
    }

    #[test]
    fn p61_the_first_priority_is_above_500_000_net_or_an_emergency() {
        let of = |minor: i64, emergency| Shipment::priority_of(Money::from_minor(minor, kernel::Currency::RUB), emergency);
        assert_eq!((of(50_000_000, false), of(50_000_001, false), of(1, true)), (Priority::P2, Priority::P1, Priority::P1));
        let yen = Shipment::priority_of(Money::from_minor(500_001, kernel::Currency::JPY), false);
        assert_eq!(yen, Priority::P1);
    }

    #[test]
    fn p42_goods_are_set_aside_once_and_waiting_orders_are_limited() {
        let too_many = order(&[(1, "101", "250.00")], |_| {});
        let left = crate::tally::Tally::from(quantity("100"));
        too_many.when(plain()).refused(EstimateRefusal::NotEnough { line: 1, available: left }.into());
        let others = (0..50u8).map(|n| EstimateEvent::OrderPlaced {
            shipment: ShipmentId::derive(&[&n.to_string()]),
            number: crate::samples::line("n"),
            lines: vec![crate::estimate::OrderedLine { line: 1, quantity: quantity("1") }],
        });
        let events: Vec<EstimateEvent> = std::iter::once(EstimateEvent::Created(created_data())).chain(others).collect();
        let full = given::<Shipment>([created()]).with::<LocalEstimate>(estimate_id(), events);
        full.when(plain()).refused(EstimateRefusal::PendingLimit { max: 50 }.into());
    }

    #[test]
    fn p17_p40_what_is_drafted_in_time_is_not_submitted_after_the_estimates_end() {
        let at = |moment: &str| over(&[created()]).at(moment).when(SubmitShipment { emergency: true, ..SubmitShipment::example() });
        at("2026-12-30T21:59:59Z").accepted();
        at("2026-12-30T22:00:00Z").refused(EstimateRefusal::NotActive { status: crate::estimate::EstimateStatus::Expired }.into());
    }

    #[test]
    fn losses_are_refused_where_the_tenant_says_so() {
        let mut settings = testkit::settings();
        let strict = serde_json::json!({ "policies": [
            { "from": "2026-01-01", "author": "ДП", "reason": "убытки", "policy": { "refuse_losses": true } },
        ]});
        settings.contexts.insert("profitability".to_owned(), strict);
        let losing: &[(u16, &str, &str)] = &[(1, "10", "199.00")];
        order(losing, |_| {}).settings(settings).when(SubmitShipment::example()).refused(ShipmentRefusal::LossMaking);
        order(losing, |_| {}).when(SubmitShipment::example()).accepted();
    }

    #[test]
    fn p24_what_is_only_sold_off_needs_no_words() {
        let sold_off = |line: &mut EstimateLine| line.non_liquid = true;
        let decision = order(&[(1, "10", "1.00")], sold_off).when(plain()).accepted();
        let [ShipmentEvent::SubmittedForApproval(submitted)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((submitted.facts.control, submitted.facts.deviation), (Control::Exempt, None));
        assert_eq!(submitted.shipment, shipment_id());
    }
}
