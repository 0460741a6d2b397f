//! Laws of judgements: whatever the numbers are.

use std::collections::BTreeMap;

use kernel::{Money, Percentage};
use proptest::prelude::*;

use super::what_if::what_if;
use super::{Control, OrderLine, Question, judge};
use crate::ShipmentId;
use crate::estimate::{CostMethod, EstimateEvent, EstimateLine, LineCost, LocalEstimate};
use crate::price::Price;
use crate::samples::estimates::sums;
use crate::samples::shipments::estimate;
use crate::samples::{day, line, percent};
use crate::settings::DeviationRule;

/// Below this an order passes without a person.
const PASS_BELOW: Percentage = Percentage::from_hundredths(100);

#[derive(Debug, Clone)]
struct Case {
    estimate: LocalEstimate,
    lines: Vec<OrderLine>,
    rule: DeviationRule,
}

fn price(minor: i64) -> Price {
    Price::new(Money::from_minor(minor, kernel::Currency::UAH)).unwrap()
}

fn quantity(thousandths: i64) -> kernel::Quantity {
    rust_decimal::Decimal::new(thousandths, 3).try_into().unwrap()
}

prop_compose! {
    fn one_line()(sold in 1i64..2_000_000, cost in 1i64..2_000_000, count in 1i64..500_000, sold_off in prop::bool::weighted(0.1))
        -> (i64, i64, i64, bool) {
        (sold, cost, count, sold_off)
    }
}

/// Price, cost, quantity and whether it is sold off; price and quantity of the order, if it has the line.
type Drawn = ((i64, i64, i64, bool), Option<(i64, i64)>);

fn case() -> impl Strategy<Value = Case> {
    let lines = prop::collection::vec((one_line(), prop::option::of((1i64..2_000_000, 1i64..500_000))), 1..12);
    let shipped = (0i64..5_000_000, 0i64..5_000_000);
    (lines, -3_000i64..9_000, shipped, any::<bool>()).prop_map(|(rows, plan, shipped, strict)| {
        let mut base = estimate(&[]);
        let estimate_line = |(number, ((sold, cost, count, non_liquid), _)): (u16, &Drawn)| EstimateLine {
            line: number,
            product: line(&format!("P{number}")),
            name: line("x"),
            unit: line(if number % 2 == 0 { "even" } else { "odd" }),
            quantity: quantity(*count),
            price: price(*sold),
            amount: price(*sold).times(quantity(*count)).unwrap(),
            cost: LineCost::given(price(*cost), CostMethod::Planned, day("2026-11-01")),
            non_liquid: *non_liquid,
        };
        base.lines = (1u16..).zip(&rows).map(estimate_line).collect();
        base.plan = percent(plan);
        let ordered = (1u16..).zip(&rows).filter_map(|(number, (_, ordered))| {
            ordered.map(|(at, count)| OrderLine { line: number, quantity: quantity(count), price: price(at) })
        });
        let lines: Vec<OrderLine> = ordered.collect();
        let text = |minor: i64| Money::from_minor(minor, kernel::Currency::UAH).amount();
        let event = EstimateEvent::GoodsShipped {
            shipment: ShipmentId::derive(&["other"]),
            number: line("2"),
            lines: vec![sums(1, "1", &text(shipped.0), &text(shipped.1))],
        };
        let estimate = kernel::Aggregate::apply(Some(base), &event, &testkit::context().meta("t")).unwrap();
        Case { estimate, lines, rule: if strict { DeviationRule::Strict } else { DeviationRule::Lenient } }
    })
}

impl Case {
    fn question<'a>(&'a self, lines: &'a [OrderLine]) -> Question<'a> {
        Question { estimate: &self.estimate, shipment: None, lines, rule: self.rule, today: day("2026-11-21") }
    }
}

proptest! {
    /// The judgement beside a second one that was written another way: plain sums in whole
    /// numbers, and a comparison by cross-multiplication.
    #[test]
    fn p12_p22_the_judgement_agrees_with_plain_sums(case in case()) {
        let judgement = judge(&case.question(&case.lines)).unwrap();
        let controlled = |number: u16| !case.estimate.lines[usize::from(number) - 1].non_liquid;
        let round = |minor: i64, count: kernel::Quantity| i128::from(price(minor).times(count).unwrap().minor());
        let (mut revenue, mut cost) = (0i128, 0i128);
        for ordered in case.lines.iter().filter(|ordered| controlled(ordered.line)) {
            let of = &case.estimate.lines[usize::from(ordered.line) - 1];
            revenue += round(ordered.price.money().minor(), ordered.quantity);
            cost += round(of.cost.npss().unwrap().money().minor(), ordered.quantity);
        }
        prop_assert_eq!(i128::from(judgement.components.order.revenue.minor()), revenue);
        prop_assert_eq!(i128::from(judgement.components.order.cost.minor()), cost);
        let shipped: BTreeMap<u16, _> = case.estimate.shipped_besides(None).collect();
        for (_, sums) in shipped.iter().filter(|(line, _)| controlled(**line)) {
            revenue += i128::from(sums.revenue.minor());
            cost += i128::from(sums.cost.minor());
        }
        let parts = &judgement.components;
        prop_assert_eq!((i128::from(parts.cumulative.revenue.minor()), i128::from(parts.cumulative.cost.minor())), (revenue, cost));
        let margins = [(parts.cumulative.revenue, parts.cumulative.cost), (parts.remainder.revenue, parts.remainder.cost)];
        let below = margins.iter().filter(|(revenue, _)| revenue.is_positive()).map(|(revenue, cost)| {
            // Plan less margin, in hundredths, over the revenue: exact.
            let (revenue, cost) = (i128::from(revenue.minor()), i128::from(cost.minor()));
            (i128::from(case.estimate.plan.hundredths()) * revenue - 10_000 * (revenue - cost), revenue)
        });
        let below: Vec<(i128, i128)> = below.collect();
        let least = below.iter().copied().reduce(|one, other| if one.0 * other.1 <= other.0 * one.1 { one } else { other });
        let most = below.iter().copied().reduce(|one, other| if one.0 * other.1 >= other.0 * one.1 { one } else { other });
        let round = |(above, below): (i128, i128)| {
            let doubled = 2 * above.abs() + below;
            let rounded = doubled / (2 * below);
            i64::try_from(if above < 0 { -rounded } else { rounded }).unwrap()
        };
        if judgement.figures.control == Control::Judged {
            prop_assert_eq!(judgement.figures.lenient_deviation.map(Percentage::hundredths), least.map(round));
            prop_assert_eq!(judgement.figures.strict_deviation.map(Percentage::hundredths), most.map(round));
        }
    }

    /// Units and lines add up to the order.
    #[test]
    fn p63_parts_add_up_to_the_whole(case in case()) {
        let facts = judge(&case.question(&case.lines)).unwrap().figures;
        let units: i64 = facts.units.iter().map(|unit| unit.revenue.minor()).sum();
        prop_assert_eq!(units, facts.revenue.minor());
        let lines: i64 = facts.lines.iter().map(|line| line.amount.minor()).sum();
        prop_assert_eq!(lines, facts.total.minor());
        prop_assert_eq!(facts.units.iter().map(|unit| unit.lines.len()).sum::<usize>(), facts.lines.len());
        prop_assert!(!facts.shortfall.is_negative());
    }

    /// At the price that is said to pass the order passes, and at one unit less it does not.
    #[test]
    fn the_passing_price_passes_and_one_unit_less_does_not(case in case()) {
        let answer = what_if(&case.question(&case.lines), PASS_BELOW).unwrap();
        for (number, passing) in &answer.passing_prices {
            let at = |minor: i64| {
                let mut lines = case.lines.clone();
                let line = lines.iter_mut().find(|line| line.line == *number).unwrap();
                line.price = price(minor);
                let facts = judge(&case.question(&lines)).unwrap().figures;
                facts.deviation.is_some_and(|deviation| deviation < PASS_BELOW)
            };
            prop_assert!(at(passing.minor()));
            prop_assert!(passing.minor() == 1 || !at(passing.minor() - 1));
        }
        let passes = answer.judgement.figures.deviation.is_some_and(|deviation| deviation < PASS_BELOW);
        if passes {
            // Then no line must cost more than it does.
            for line in &case.lines {
                let passing = answer.passing_prices.get(&line.line);
                prop_assert!(passing.is_none_or(|passing| passing.minor() <= line.price.money().minor()));
            }
        }
    }
}
