//! Makes an estimate with all its lines.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Percentage, Quantity, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ADVISORY_BELOW, CostMethod, Created, EstimateEvent, EstimateLine, EstimateRefusal, LINES_MAX, LineCost, LocalEstimate, PLAN_LIMIT,
    PLAN_MIN,
};
use crate::client::Client;
use crate::fraction::Fraction;
use crate::price::Price;
use crate::price_sheet::current;
use crate::views::current_cost;
use crate::{ClientId, EstimateId};

/// Makes an estimate. Costs are copied from the price sheets as they are now; the accounting
/// system, whose estimates are decided already, sends them along.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEstimate {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_id: Option<EstimateId>,
    /// For people; unique.
    pub number: Line,
    /// Who buys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Who buys, by the accounting system's code; counts when no id is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_code: Option<Line>,
    /// The client's name, where the client is not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<Line>,
    /// Who is responsible; the caller when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// The business unit that it belongs to.
    pub unit: Line,
    /// First day.
    pub from: Day,
    /// First day on which it no longer counts.
    pub until: Day,
    /// All lines.
    pub lines: Vec<NewLine>,
    /// The planned profitability, in hundredths of a percent; derived from the lines when absent,
    /// checked against them when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Percentage>,
    /// The total; checked when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// Whether prices and costs are without VAT; anything else is refused.
    #[serde(default = "yes")]
    pub net_of_vat: bool,
}

const fn yes() -> bool {
    true
}

/// A line to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// The product's code.
    pub product: Line,
    /// As printed.
    pub name: Line,
    /// The business unit that answers for it; the estimate's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Line>,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT.
    pub price: Price,
    /// The cost of one piece, from the accounting system only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<GivenCost>,
    /// Sold off whatever it costs; from the accounting system only, where finance says so.
    #[serde(default)]
    pub non_liquid: bool,
}

/// A cost that the accounting system calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenCost {
    /// Net of VAT; zero when it is not known.
    pub npss: Price,
    /// When it was calculated.
    pub calculated_on: Day,
    /// How.
    #[serde(default = "planned")]
    pub method: CostMethod,
}

const fn planned() -> CostMethod {
    CostMethod::Planned
}

impl CreateEstimate {
    /// Whether the caller may say what things cost.
    fn may_give_costs(context: &Context) -> bool {
        context.actor.has_any(&[Role::Administrator, Role::System])
    }

    fn client(&self) -> Option<ClientId> {
        self.client_id.or_else(|| self.client_code.as_ref().map(|code| Client::id_of(code.as_str())))
    }

    fn without_cost(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.cost.is_none()).map(|line| &line.product)
    }

    fn check_lines(&self, context: &Context) -> Result<(), EstimateRefusal> {
        if self.lines.is_empty() || self.lines.len() > LINES_MAX {
            return Err(EstimateRefusal::LineCount);
        }
        if !self.net_of_vat {
            return Err(EstimateRefusal::WithVat);
        }
        let given = self.lines.iter().any(|line| line.cost.is_some() || line.non_liquid);
        if given && !Self::may_give_costs(context) {
            return Err(EstimateRefusal::CostNotYours);
        }
        let mut seen = BTreeSet::new();
        match self.lines.iter().find(|line| !seen.insert(&line.product)) {
            Some(line) => Err(EstimateRefusal::ProductTwice { product: line.product.clone() }),
            None => Ok(()),
        }
    }

    fn priced(&self, facts: &Facts, context: &Context) -> Result<Vec<EstimateLine>, EstimateRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        let costs = current::costs(facts, self.without_cost(), today);
        let currency = context.settings.currency;
        let line = |(number, line): (u16, &NewLine)| {
            let cost = match line.cost {
                Some(given) => LineCost::given(given.npss, given.method, given.calculated_on),
                None => costs.get(&line.product).copied().unwrap_or(LineCost::Missing),
            };
            let foreign = cost.npss().is_some_and(|npss| npss.currency() != currency);
            if line.price.currency() != currency || foreign {
                return Err(EstimateRefusal::Currency);
            }
            Ok(EstimateLine {
                line: number,
                product: line.product.clone(),
                name: line.name.clone(),
                unit: line.unit.clone().unwrap_or_else(|| self.unit.clone()),
                quantity: line.quantity,
                price: line.price,
                amount: line.price.times(line.quantity).map_err(|_| EstimateRefusal::TooMuch)?,
                cost,
                non_liquid: line.non_liquid,
            })
        };
        (1u16..).zip(&self.lines).map(line).collect()
    }

    /// What the lines give: the plan, rounded once, and the total.
    fn derive(&self, lines: &[EstimateLine], context: &Context) -> Result<(Percentage, Money), EstimateRefusal> {
        let currency = context.settings.currency;
        let (mut revenue, mut cost, mut total) = (Money::zero(currency), Money::zero(currency), Money::zero(currency));
        for line in lines {
            total = total.plus(line.amount).map_err(|_| EstimateRefusal::TooMuch)?;
            let line_cost = line.cost_of(line.quantity).map_err(|_| EstimateRefusal::TooMuch)?;
            if let Some(line_cost) = line_cost.filter(|_| !line.non_liquid && !line.price.is_zero()) {
                revenue = revenue.plus(line.amount).map_err(|_| EstimateRefusal::TooMuch)?;
                cost = cost.plus(line_cost).map_err(|_| EstimateRefusal::TooMuch)?;
            }
        }
        if self.total.is_some_and(|given| given != total) {
            return Err(EstimateRefusal::TotalMismatch);
        }
        let derived = Fraction::margin(revenue, cost).and_then(Fraction::percentage);
        let plan = match (self.plan, derived) {
            (Some(plan), Some(derived)) if plan != derived => return Err(EstimateRefusal::PlanMismatch { derived }),
            (plan, derived) => plan.or(derived).ok_or(EstimateRefusal::NoPlan)?,
        };
        Ok((plan, total))
    }
}

/// Whether a plan can be one.
pub(super) fn check_plan(plan: Percentage) -> Result<(), EstimateRefusal> {
    if plan < PLAN_LIMIT && plan >= PLAN_MIN { Ok(()) } else { Err(EstimateRefusal::PlanOutOfRange) }
}

impl Command for CreateEstimate {
    type Aggregate = LocalEstimate;
    type Refusal = EstimateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.create-estimate",
        route: Some(Route::post("/profitability/estimates")),
        roles: &[Role::Manager, Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[current_cost::VIEW],
        summary: "Makes an estimate with all its lines and a copy of their costs.",
    };

    fn target(&self, context: &Context) -> EstimateId {
        self.estimate_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&LocalEstimate>, facts: &Facts, _: &Context) -> Vec<Want> {
        let mut wants = current::wants(facts, self.without_cost());
        wants.push(Want::guard(LocalEstimate::NUMBER, self.number.as_str()));
        wants.extend(self.client().map(Want::aggregate::<Client>));
        wants
    }

    fn decide(
        &self,
        estimate: Option<&LocalEstimate>,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<LocalEstimate>, EstimateRefusal> {
        if estimate.is_some() || facts.owner(LocalEstimate::NUMBER, self.number.as_str()).is_some() {
            return Err(EstimateRefusal::Exists);
        }
        self.check_lines(context)?;
        if self.from >= self.until || self.until <= context.now.day_in(context.settings.time_zone) {
            return Err(EstimateRefusal::Period);
        }
        self.plan.map_or(Ok(()), check_plan)?;
        let client = self.client().ok_or(EstimateRefusal::NoClient)?;
        let lines = self.priced(facts, context)?;
        let (plan, total) = self.derive(&lines, context)?;
        check_plan(plan)?;
        let caller = || Line::new(&context.actor.id).ok();
        let known = facts.aggregate::<Client>(client).map(|loaded| loaded.state.name.clone());
        let created = Created {
            id: self.target(context),
            number: self.number.clone(),
            client,
            client_name: known.or_else(|| self.client_name.clone()).unwrap_or_else(|| self.number.clone()),
            manager: self.manager.clone().filter(|_| Self::may_give_costs(context)).or_else(caller).unwrap_or_else(|| self.unit.clone()),
            unit: self.unit.clone(),
            currency: context.settings.currency,
            lines,
            plan,
            total,
            from: self.from,
            until: self.until,
            advisory: plan < ADVISORY_BELOW,
        };
        Ok(Decision::of([EstimateEvent::Created(created)]).claim(LocalEstimate::NUMBER, self.number.as_str()))
    }

    fn example() -> Self {
        crate::samples::estimates::create()
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use testkit::{nothing, person};

    use super::*;
    use crate::samples::estimates::{create, estimate_id, import};
    use crate::samples::{line, money, percent, price};
    use crate::views::current_cost::{self, CurrentCost};

    fn importer() -> kernel::Actor {
        person("1c", Role::Administrator)
    }

    fn created(command: CreateEstimate) -> Created {
        let decision = nothing::<LocalEstimate>().by(importer()).when(command).accepted();
        let [EstimateEvent::Created(created)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        created.clone()
    }

    #[test]
    fn p43_the_plan_and_the_total_follow_from_the_lines() {
        // 100 × 250.00 at 200.00 and 50 × 1 000.00 at 750.00: (75 000 − 57 500) / 75 000.
        let estimate = created(import());
        assert_eq!((estimate.plan, estimate.total), (percent(2_333), money("75000.00")));
        assert_eq!(estimate.id, estimate_id());
        assert_eq!(created(CreateEstimate { plan: Some(percent(2_333)), total: Some(money("75000.00")), ..import() }), estimate);
        let refused = |command, refusal| nothing::<LocalEstimate>().by(importer()).when(command).refused(refusal);
        refused(CreateEstimate { plan: Some(percent(2_334)), ..import() }, EstimateRefusal::PlanMismatch { derived: percent(2_333) });
        refused(CreateEstimate { total: Some(money("75000.01")), ..import() }, EstimateRefusal::TotalMismatch);
    }

    #[test]
    fn p42_a_thousand_lines_are_one_event() {
        let lines = |count: usize| {
            let one = import().lines[0].clone();
            (0..count).map(|n| NewLine { product: line(&format!("P-{n:05}")), ..one.clone() }).collect::<Vec<_>>()
        };
        let thousand = created(CreateEstimate { lines: lines(1_000), ..import() });
        assert_eq!((thousand.lines.len(), thousand.lines[999].line), (1_000, 1_000));
        let size = EstimateEvent::Created(thousand).write().unwrap().to_string().len();
        assert!(size < 1_000_000, "{size} bytes: a commit of several MB would not fit");
        let refused = |lines| nothing::<LocalEstimate>().by(importer()).when(CreateEstimate { lines, ..import() });
        refused(lines(1_001)).refused(EstimateRefusal::LineCount);
        refused(Vec::new()).refused(EstimateRefusal::LineCount);
    }

    #[test]
    fn p13_a_plan_is_below_100_percent() {
        let zero_cost = |plan| {
            let mut command = CreateEstimate { plan: Some(percent(plan)), ..import() };
            for line in &mut command.lines {
                line.cost = Some(GivenCost { npss: price("0"), ..line.cost.unwrap() });
            }
            nothing::<LocalEstimate>().by(importer()).when(command)
        };
        zero_cost(10_000).refused(EstimateRefusal::PlanOutOfRange);
        zero_cost(10_001).refused(EstimateRefusal::PlanOutOfRange);
        zero_cost(9_999).accepted();
    }

    #[test]
    fn p16_amounts_with_vat_are_refused() {
        nothing::<LocalEstimate>().by(importer()).when(CreateEstimate { net_of_vat: false, ..import() }).refused(EstimateRefusal::WithVat);
    }

    #[test]
    fn p26_a_temporary_cost_is_marked_and_a_missing_one_blocks_the_line_only() {
        let row = |product: &str, temporary| {
            let item = CurrentCost { product: line(product), planned: Vec::new(), temporary };
            kernel::Row::new(current_cost::bucket(&line(product)), product, serde_json::to_value(item).unwrap())
        };
        let day: Day = "2026-11-01".parse().unwrap();
        let temporary = LineCost::given(price("220.00"), CostMethod::Temporary, day);
        let command = create();
        let [first, second] = command.lines.as_slice() else { panic!("two lines") };
        let given = nothing::<LocalEstimate>().rows(
            current_cost::VIEW,
            &current_cost::bucket(&first.product),
            [row(first.product.as_str(), temporary)],
        );
        let decision = given.when(command.clone()).accepted();
        let [EstimateEvent::Created(created)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!(created.lines[0].cost, temporary);
        assert_eq!((created.lines[1].product.clone(), created.lines[1].cost), (second.product.clone(), LineCost::Missing));
        // What has no cost takes no part in the plan: 250.00 at 220.00.
        assert_eq!(created.plan, percent(1_200));
        nothing::<LocalEstimate>().when(command).refused(EstimateRefusal::NoPlan);
    }

    #[test]
    fn p27_a_person_cannot_say_what_things_cost() {
        nothing::<LocalEstimate>().when(import()).refused(EstimateRefusal::CostNotYours);
    }

    #[test]
    fn p04_x05_one_currency_an_estimate() {
        let mut command = import();
        command.lines[0].price = serde_json::from_value(serde_json::json!({ "amount": "1.00", "currency": "USD" })).unwrap();
        nothing::<LocalEstimate>().by(importer()).when(command).refused(EstimateRefusal::Currency);
    }

    #[test]
    fn refuses_two_of_a_kind_and_a_past_period() {
        let refused = |command, refusal| nothing::<LocalEstimate>().by(importer()).when(command).refused(refusal);
        let mut twice = import();
        twice.lines[1].product = twice.lines[0].product.clone();
        refused(twice, EstimateRefusal::ProductTwice { product: import().lines[0].product.clone() });
        refused(CreateEstimate { until: import().from, ..import() }, EstimateRefusal::Period);
        let number = import().number;
        let taken = nothing::<LocalEstimate>().by(importer()).taken(LocalEstimate::NUMBER, number.as_str(), "est_other");
        taken.when(import()).refused(EstimateRefusal::Exists);
    }

    #[test]
    fn a_client_is_known_by_id_or_by_the_accounting_systems_code() {
        let by_code = CreateEstimate { client_id: None, client_code: Some(line("КА-00912")), ..import() };
        assert_eq!(created(by_code).client, Client::id_of("КА-00912"));
        let both = CreateEstimate { client_code: Some(line("КА-00912")), ..import() };
        assert_eq!(Some(created(both).client), import().client_id);
        let neither = CreateEstimate { client_id: None, ..import() };
        nothing::<LocalEstimate>().by(importer()).when(neither).refused(EstimateRefusal::NoClient);
    }

    #[test]
    fn p44_a_low_plan_is_advised_against_and_accepted() {
        let with_price = |text: &str| {
            let mut command = import();
            command.lines.truncate(1);
            command.lines[0].price = price(text);
            created(command)
        };
        // 200.00 of 210.52 is a plan of 4.997 %, which is 5.00 when rounded.
        assert!(with_price("210.00").advisory && !with_price("210.53").advisory);
    }
}
