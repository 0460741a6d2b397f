//! The judgement against figures that were worked by hand.

use kernel::Percentage;
use testkit::context;

use super::*;
use crate::calculation::Control;
use crate::estimate::create::CreateEstimate;
use crate::estimate::{Created, EstimateEvent, LineCost, OrderedLine, Standing};
use crate::samples::estimates::{created_data, shipped, sums};
use crate::samples::shipments::{estimate, order_lines, shipment_id};
use crate::samples::{day, line, money, percent, price, quantity};

fn other() -> ShipmentId {
    ShipmentId::derive(&["other"])
}

fn judged(estimate: &LocalEstimate, lines: &[OrderLine]) -> Judgement {
    let question = Question { estimate, shipment: Some(shipment_id()), lines, rule: DeviationRule::Lenient, today: day("2026-11-21") };
    judge(&question).unwrap()
}

fn figures(estimate: &LocalEstimate, lines: &[OrderLine]) -> Facts {
    judged(estimate, lines).figures
}

fn ordered(number: u16, count: &str, at: &str) -> OrderLine {
    OrderLine { line: number, quantity: quantity(count), price: price(at) }
}

/// An estimate of one line that is planned at a percentage.
fn planned(plan: i64, count: &str, at: &str, cost: &str) -> LocalEstimate {
    let mut one = estimate(&[]);
    one.lines.truncate(1);
    one.lines[0].quantity = quantity(count);
    one.lines[0].price = price(at);
    one.lines[0].amount = price(at).times(quantity(count)).unwrap();
    one.lines[0].cost = LineCost::given(price(cost), crate::estimate::CostMethod::Planned, day("2026-11-01"));
    one.plan = percent(plan);
    one
}

fn shipped_by_other(revenue: &str, cost: &str) -> EstimateEvent {
    EstimateEvent::GoodsShipped { shipment: other(), number: line("2"), lines: vec![sums(1, "10", revenue, cost)] }
}

fn after(mut estimate: LocalEstimate, event: &EstimateEvent) -> LocalEstimate {
    use kernel::Aggregate;
    estimate = LocalEstimate::apply(Some(estimate), event, &context().meta("t")).unwrap();
    estimate
}

#[test]
fn the_sample_order_is_worked_by_hand() {
    // Revenue 60 × 240 + 10 × 1 000 = 24 400; cost 60 × 200 + 10 × 750 = 19 500; profit 4 900.
    let facts = figures(&estimate(&[]), &order_lines());
    assert_eq!((facts.order, facts.cumulative), (Some(percent(2_008)), Some(percent(2_008))));
    // Left: 40 × 250 + 40 × 1 000 = 50 000 at 40 × 200 + 40 × 750 = 38 000.
    assert_eq!(facts.remainder, Some(percent(2_400)));
    assert_eq!((facts.deviation, facts.strict_deviation), (Some(percent(-67)), Some(percent(325))));
    assert_eq!((facts.total, facts.revenue, facts.shortfall), (money("24400.00"), money("24400.00"), money("0.00")));
    assert_eq!(facts.lines[0].minimum_price, Some(money("260.86")));
    assert_eq!(facts.lines[0].shortfall, money("1251.60"));
    assert_eq!(facts.lines[0].profitability, Some(percent(1_667)));
}

#[test]
fn p12_the_deviation_is_rounded_once_and_last() {
    // Plan 20.00, cumulative 19.005: with the margin rounded first it would be 0.99.
    let one = planned(2_000, "1000", "200.00", "161.99");
    let facts = figures(&one, &[ordered(1, "1000", "200.00")]);
    assert_eq!((facts.cumulative, facts.deviation), (Some(percent(1_901)), Some(percent(100))));
    // The exact number behind it is kept: 0.995 points.
    let exact = judged(&one, &[ordered(1, "1000", "200.00")]).components.lenient.unwrap();
    assert_eq!((exact.numerator(), exact.denominator()), (199, 20_000));
}

#[test]
fn p15_amounts_are_rounded_a_line_as_they_are_invoiced() {
    // 3 × 0.335 of 0.01 pieces each would be other kopecks than one rounding of the sum.
    let one = planned(0, "1000", "0.05", "0.03");
    let facts = figures(&one, &[ordered(1, "0.5", "0.05")]);
    // 0.025 becomes 0.03, the cost 0.015 becomes 0.02.
    assert_eq!((facts.revenue, facts.order), (money("0.03"), Some(percent(3_333))));
}

#[test]
fn p14_margins_are_of_sums_never_averages_of_lines() {
    let facts = figures(&estimate(&[]), &[ordered(1, "1", "400.00"), ordered(2, "10", "760.00")]);
    // (400 + 7 600 − 200 − 7 500) / 8 000; the average of 50 % and 1.32 % would be another number.
    assert_eq!(facts.order, Some(percent(375)));
}

#[test]
fn p20_when_nothing_remains_the_remainder_does_not_count() {
    let one = planned(2_000, "10", "250.00", "200.00");
    let all = [ordered(1, "10", "240.00")];
    let facts = figures(&one, &all);
    assert_eq!((facts.remainder, facts.deviation, facts.strict_deviation), (None, Some(percent(333)), Some(percent(333))));
}

#[test]
fn p20_the_strict_rule_is_shown_beside_the_lenient_one_and_can_count() {
    // Plan 35, cumulative 15, remainder 55: cherry-picking the other way round.
    let mut one = planned(3_500, "100", "100.00", "45.00");
    one.plan = percent(3_500);
    let lines = [ordered(1, "10", "52.94")];
    let facts = figures(&one, &lines);
    assert_eq!((facts.cumulative, facts.remainder), (Some(percent(1_500)), Some(percent(5_500))));
    assert_eq!(
        (facts.deviation, facts.lenient_deviation, facts.strict_deviation),
        (Some(percent(-2_000)), Some(percent(-2_000)), Some(percent(2_000)))
    );
    let question = Question { estimate: &one, shipment: None, lines: &lines, rule: DeviationRule::Strict, today: day("2026-11-21") };
    assert_eq!(judge(&question).unwrap().figures.deviation, Some(percent(2_000)));
}

#[test]
fn p21_the_first_order_is_cumulative_by_itself_and_no_revenue_blocks() {
    let facts = figures(&estimate(&[]), &order_lines());
    assert_eq!(facts.cumulative, facts.order);
    // More came back than was sold, so that everything together is below zero.
    let returned = EstimateEvent::GoodsReturned { shipment: other(), lines: vec![sums(1, "10", "90000.00", "1.00")] };
    let facts = figures(&after(estimate(&[shipped_by_other("1.00", "1.00")]), &returned), &order_lines());
    assert_eq!((facts.control, facts.deviation), (Control::Blocked, None));
    assert_eq!(facts.blocked, [Blocked { line: None, reason: BlockReason::NoRevenue }]);
}

#[test]
fn p25_goods_that_left_without_a_known_cost_are_no_profit() {
    let mut one = planned(2_000, "100", "250.00", "200.00");
    one.lines.push(crate::estimate::EstimateLine { line: 2, product: line("NEW"), cost: LineCost::Missing, ..one.lines[0].clone() });
    let alone = figures(&one, &[ordered(1, "10", "240.00")]);
    // Another order's goods left although nobody knows their cost: 50 000 that would look like profit.
    let left = EstimateEvent::GoodsShipped { shipment: other(), number: line("2"), lines: vec![sums(2, "10", "50000.00", "0.00")] };
    let besides = figures(&after(one, &left), &[ordered(1, "10", "240.00")]);
    assert_eq!((besides.cumulative, besides.deviation), (alone.cumulative, alone.deviation));
}

fn placed(shipment: ShipmentId, count: &str, standing: Standing) -> Vec<EstimateEvent> {
    let lines = vec![OrderedLine { line: 1, quantity: quantity(count) }];
    let placed = EstimateEvent::OrderPlaced { shipment, number: line("2"), lines };
    vec![placed, EstimateEvent::OrderMoved { shipment, standing }]
}

#[test]
fn p22_the_remainder_leaves_out_every_live_order_and_this_one_whatever_its_status() {
    let draft = figures(&estimate(&[]), &order_lines());
    for standing in [Standing::Pending, Standing::PartiallyApproved, Standing::Approved, Standing::InProgress] {
        // The order's own standing moves nothing.
        let own = placed(shipment_id(), "60", standing);
        assert_eq!(figures(&estimate(&own), &order_lines()).remainder, draft.remainder, "{standing:?}");
        // Another order's takes its goods away: 10 × 250 + 40 × 1 000 at 10 × 200 + 40 × 750.
        let others = placed(other(), "30", standing);
        assert_eq!(figures(&estimate(&others), &order_lines()).remainder, Some(percent(2_471)), "{standing:?}");
    }
}

#[test]
fn p23_what_was_shipped_of_an_order_is_not_held_besides() {
    let mut events = placed(other(), "30", Standing::Approved);
    let before = estimate(&events).left_for(Some(shipment_id()))[&1];
    events.push(shipped_by_other("2500.00", "2000.00"));
    assert_eq!(estimate(&events).left_for(Some(shipment_id()))[&1], before);
    assert_eq!(before, Tally::from(quantity("70")));
}

#[test]
fn p24_what_is_sold_off_is_outside_every_margin() {
    let mut sold_off = estimate(&[]);
    sold_off.lines[1].non_liquid = true;
    let facts = figures(&sold_off, &[ordered(1, "60", "240.00"), ordered(2, "10", "1.00")]);
    assert_eq!((facts.order, facts.remainder), (Some(percent(1_667)), Some(percent(2_000))));
    assert_eq!((facts.revenue, facts.total), (money("14400.00"), money("14410.00")));
    assert!(facts.lines[1].non_liquid && facts.control == Control::Judged);
    let only = figures(&sold_off, &[ordered(2, "10", "1.00")]);
    assert_eq!((only.control, only.deviation), (Control::Exempt, None));
}

#[test]
fn p25_returns_take_back_revenue_and_cost() {
    let returned = EstimateEvent::GoodsReturned { shipment: other(), lines: vec![sums(1, "4", "1000.00", "800.00")] };
    let one = after(estimate(&[shipped_by_other("2500.00", "2000.00")]), &returned);
    let parts = judged(&one, &order_lines()).components;
    assert_eq!((parts.shipped.revenue, parts.shipped.cost), (money("1500.00"), money("1200.00")));
    // And the goods are there again.
    assert_eq!(one.left_for(None)[&1], Tally::from(quantity("94")));
}

#[test]
fn p26_a_missing_cost_or_a_price_of_zero_blocks_its_line() {
    let mut one = estimate(&[]);
    one.lines[0].cost = LineCost::Missing;
    let facts = figures(&one, &[ordered(1, "1", "240.00"), ordered(2, "1", "0")]);
    let reasons: Vec<_> = facts.blocked.iter().map(|blocked| (blocked.line, blocked.reason)).collect();
    assert_eq!(reasons, [(Some(1), BlockReason::CostMissing), (Some(2), BlockReason::PriceZero)]);
    assert_eq!((facts.control, facts.deviation), (Control::Blocked, None));
}

#[test]
fn p28_p30_ages_are_counted_a_line_and_the_oldest_counts() {
    let mut one = estimate(&[]);
    let aged = |calculated: &str, one: &mut LocalEstimate| {
        one.lines[1].cost = LineCost::given(price("750.00"), crate::estimate::CostMethod::Planned, day(calculated));
        figures(one, &order_lines())
    };
    for (calculated, days, age) in [
        ("2026-10-22", 30, CostAge::Fresh),
        ("2026-10-21", 31, CostAge::Aged),
        ("2026-09-22", 60, CostAge::Aged),
        ("2026-09-21", 61, CostAge::ToConfirm),
        ("2026-08-23", 90, CostAge::ToConfirm),
        ("2026-08-22", 91, CostAge::Stale),
    ] {
        let facts = aged(calculated, &mut one);
        assert_eq!((facts.cost_age_days, facts.cost_age), (Some(days), age));
    }
    // A line that is not in the order does not age it.
    assert_eq!(figures(&one, &[ordered(1, "1", "250.00")]).cost_age_days, Some(20));
}

#[test]
fn p63_each_unit_is_judged_on_its_own_lines() {
    let facts = figures(&estimate(&[]), &order_lines());
    let units: Vec<_> = facts.units.iter().map(|unit| (unit.unit.as_str(), unit.deviation, unit.shortfall, unit.lines.clone())).collect();
    // Bearings 16.67 % and belts 25 %, both against 23.33 %.
    assert_eq!(units[0], ("bearings", Some(percent(666)), money("959.52"), vec![1]));
    assert_eq!(units[1], ("drives", Some(percent(-167)), money("0.00"), vec![2]));
}

#[test]
fn p71_the_shortfall_in_money_is_the_exact_deviation_of_the_revenue() {
    let one = planned(2_000, "10", "250.00", "200.00");
    let facts = figures(&one, &[ordered(1, "10", "240.00")]);
    // 2 400 × (0.20 − 400 / 2 400) = 80.00, not 2 400 × 3.33 %.
    assert_eq!(facts.shortfall, money("80.00"));
}

#[test]
fn p03_an_order_that_loses_money_says_so_unless_the_estimate_does_too() {
    let one = planned(2_000, "10", "250.00", "200.00");
    assert!(figures(&one, &[ordered(1, "5", "199.99")]).loss_making);
    assert!(!figures(&one, &[ordered(1, "5", "200.00")]).loss_making);
    // Plan −5: an order at −3 has no deviation, at −7 two points, at −25 twenty.
    let losing = |at: &str| figures(&planned(-500, "10", "100.00", "105.00"), &[ordered(1, "10", at)]);
    assert!(!losing("99.00").loss_making);
    let deviations = ["101.94", "98.13", "84.00"].map(|at| losing(at).deviation.map(Percentage::hundredths));
    assert_eq!(deviations, [Some(-200), Some(200), Some(2_000)]);
}

#[test]
fn boundaries_of_the_functional_model() {
    // Plan 35 against a cumulative margin: 34.01 none, 34.00, 19.99, 9.99, −5.
    let at = |price: &str| {
        let one = planned(3_500, "100", "100.00", "65.00");
        figures(&one, &[ordered(1, "100", price)]).deviation.map(Percentage::hundredths)
    };
    assert_eq!(at("98.50"), Some(99));
    assert_eq!(at("98.48"), Some(100));
    let margin_of = |cost: &str| {
        let one = planned(3_500, "100", "100.00", cost);
        figures(&one, &[ordered(1, "100", "100.00")]).deviation.map(Percentage::hundredths)
    };
    let deviations = ["65.99", "66.00", "80.01", "90.01", "105.00"].map(margin_of);
    assert_eq!(deviations, [Some(99), Some(100), Some(1_501), Some(2_501), Some(4_000)]);
}

#[test]
fn a_shipped_order_is_not_counted_twice() {
    let own = estimate(&[shipped(1, "60", "14400.00", "12000.00")]);
    let parts = judged(&own, &order_lines()).components;
    assert_eq!((parts.shipped.revenue, parts.cumulative.revenue), (money("0.00"), money("24400.00")));
}

#[test]
fn what_does_not_fit_is_said() {
    let mut huge = planned(2_000, "999999999999", "90000.00", "80000.00");
    huge.lines[0].quantity = quantity("999999999999");
    let lines = [ordered(1, "999999999999", "92233720368547758.07")];
    let question = Question { estimate: &huge, shipment: None, lines: &lines, rule: DeviationRule::Lenient, today: day("2026-11-21") };
    assert_eq!(judge(&question), Err(TooMuch));
    let nowhere = [ordered(9, "1", "1.00")];
    assert_eq!(judge(&Question { lines: &nowhere, ..question }), Err(TooMuch));
}

#[test]
fn the_sample_estimate_is_what_its_import_makes() {
    let decision = testkit::nothing::<LocalEstimate>()
        .by(testkit::person("1c", kernel::Role::Administrator))
        .with::<crate::client::Client>(crate::samples::clients::client_id(), [crate::samples::clients::noted()])
        .when::<CreateEstimate>(crate::samples::estimates::import())
        .accepted();
    let Created { .. } = created_data();
    assert_eq!(decision.events, [EstimateEvent::Created(created_data())]);
}
