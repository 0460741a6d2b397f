//! What holds whatever is shared out, and whatever is estimated.

use kernel::{Currency, Money};
use proptest::prelude::*;

use super::distribution::{Basis, Cost, CostBox, DistributionRefusal, Include, ManualShare, PricedGoods, Tie, distribute};
use super::estimate::estimate;
use crate::code::GoodsNumber;
use crate::samples::payments as samples;

fn cost(minor: i64, basis: Basis) -> Cost {
    let total = Money::from_minor(minor, Currency::USD);
    Cost { cost_box: CostBox::B17, basis, include: Include::CustomsValue, total, border_place: None }
}

fn goods(weights: &[(i64, i64)]) -> Vec<PricedGoods> {
    let one = |(n, (grams, minor)): (u16, &(i64, i64))| PricedGoods {
        number: GoodsNumber::try_from(n).unwrap(),
        gross_kg: rust_decimal::Decimal::new(*grams, 3).try_into().ok(),
        price: Some(Money::from_minor(*minor, Currency::USD)),
    };
    (1..).zip(weights).map(one).collect()
}

proptest! {
    #[test]
    fn c60_shares_add_up_exactly_and_no_order_of_goods_changes_them(
        total in 1i64..=i64::MAX,
        weights in prop::collection::vec((1i64..1_000_000_000_000, 1i64..1_000_000_000_000), 1..60),
        by_price in any::<bool>(),
        turn in 0usize..60,
    ) {
        let basis = if by_price { Basis::Price } else { Basis::GrossWeight };
        let (cost, mut goods) = (cost(total, basis), goods(&weights));
        let shared = distribute(std::slice::from_ref(&cost), &goods).unwrap();
        let sum: i128 = shared[0].shares.iter().map(|share| i128::from(share.amount.minor())).sum();
        prop_assert_eq!(sum, i128::from(total));
        // Nobody is off the exact share by a whole unit.
        let weight = |n: usize| i128::from(if by_price { weights[n].1 } else { weights[n].0 });
        let whole: i128 = (0..weights.len()).map(weight).sum();
        for (n, share) in shared[0].shares.iter().enumerate() {
            let off = i128::from(share.amount.minor()) * whole - i128::from(total) * weight(n);
            prop_assert!(off.abs() < whole, "{} is off", share.number);
            prop_assert_eq!(share.rounded_up, off > 0);
        }
        goods.reverse();
        let at = turn % goods.len();
        goods.rotate_left(at);
        prop_assert_eq!(distribute(&[cost], &goods).unwrap(), shared);
    }

    #[test]
    fn c51_an_estimate_adds_up_and_replays(values in prop::collection::vec(1i64..1_000_000_000_000, 1..40)) {
        let mut inputs = samples::inputs();
        let one = inputs.goods[0].clone();
        inputs.goods = (1..).zip(&values).map(|(n, minor)| {
            let customs_value = Money::from_minor(*minor, Currency::RUB);
            super::EstimateGoods { number: GoodsNumber::try_from(n).unwrap(), customs_value, ..one.clone() }
        }).collect();
        let made = estimate(&inputs).unwrap();
        let sum = |of: fn(&super::EstimateLine) -> Money| Money::sum(made.lines.iter().map(of), Currency::RUB).unwrap();
        prop_assert_eq!(sum(|line| line.fee), made.totals.fee);
        prop_assert_eq!(sum(|line| line.vat.amount), made.totals.vat);
        prop_assert!(made.totals.fee.is_positive() && made.replays());
    }
}

fn amounts(cost: &Cost, goods: &[PricedGoods]) -> Vec<i64> {
    distribute(std::slice::from_ref(cost), goods).unwrap()[0].shares.iter().map(|share| share.amount.minor()).collect()
}

#[test]
fn c60_equal_remainders_go_to_the_lowest_number_and_that_is_said() {
    let three = goods(&[(1_000, 100), (1_000, 100), (1_000, 200)]);
    assert_eq!(amounts(&cost(100, Basis::GrossWeight), &three), [34, 33, 33]);
    let shared = distribute(&[cost(100, Basis::GrossWeight), cost(100, Basis::Price)], &three).unwrap();
    assert_eq!((shared[0].tie, shared[1].tie), (Some(Tie::LowestNumber), None));
    let first = &shared[0].shares[0];
    assert_eq!((first.weighed_by.as_deref(), first.rounded_up), (Some("1 kg"), true));
    assert_eq!(shared[1].shares.iter().map(|share| share.amount.minor()).collect::<Vec<_>>(), [25, 25, 50]);
}

#[test]
fn c60_shares_by_hand_add_up_or_are_refused() {
    let two = goods(&[(1, 1), (1, 1)]);
    let by_hand = |shares: &[(u16, i64)]| {
        let share = |(n, minor): &(u16, i64)| ManualShare { number: samples::number(*n), amount: Money::from_minor(*minor, Currency::USD) };
        distribute(&[cost(100, Basis::Manual { shares: shares.iter().map(share).collect() })], &two)
    };
    let shared = by_hand(&[(2, 100)]).unwrap();
    assert_eq!(shared[0].shares.iter().map(|share| share.amount.minor()).collect::<Vec<_>>(), [0, 100]);
    let usd = |minor| Money::from_minor(minor, Currency::USD);
    let refused = by_hand(&[(1, 60), (2, 39)]).unwrap_err();
    assert_eq!(refused, DistributionRefusal::SharesDoNotAddUp { cost_box: CostBox::B17, total: usd(100), sum: usd(99) });
    for (shares, number) in [(&[(3, 100)][..], 3), (&[(1, 50), (1, 50)], 1), (&[(1, -1), (2, 101)], 1)] {
        assert_eq!(
            by_hand(shares).unwrap_err(),
            DistributionRefusal::WrongShare { cost_box: CostBox::B17, number: samples::number(number) }
        );
    }
}

#[test]
fn c60_what_cannot_be_shared_out_is_refused() {
    let refused = |cost: Cost, goods: &[PricedGoods]| distribute(&[cost], goods).unwrap_err();
    let (cost_box, two) = (CostBox::B17, goods(&[(1, 1), (1, 1)]));
    assert_eq!(refused(cost(100, Basis::Price), &[]), DistributionRefusal::NoGoods);
    assert_eq!(refused(cost(0, Basis::Price), &two), DistributionRefusal::NoCost { cost_box });
    let mut bare = two.clone();
    bare[1].gross_kg = None;
    assert_eq!(refused(cost(1, Basis::GrossWeight), &bare), DistributionRefusal::NoBasis { cost_box, number: samples::number(2) });
    bare[1].price = Some(Money::from_minor(1, Currency::EUR));
    let currencies = DistributionRefusal::Currencies { cost_box, one: Currency::USD, other: Currency::EUR };
    assert_eq!(refused(cost(1, Basis::Price), &bare), currencies);
    bare[1].number = samples::number(1);
    assert_eq!(refused(cost(1, Basis::Price), &bare), DistributionRefusal::NumberTwice { number: samples::number(1) });
    let many = vec![cost(1, Basis::Price); super::distribution::COSTS_MAX + 1];
    assert_eq!(distribute(&many, &two), Err(DistributionRefusal::TooManyCosts));
}

#[test]
fn the_boxes_are_the_vendors_and_deductions_are_told() {
    let names: Vec<&str> = CostBox::ALL.iter().map(|one| one.name()).collect();
    assert_eq!(names.len(), 29);
    let lettered = names.iter().filter(|name| !name.starts_with("Stat"));
    assert!(lettered.into_iter().all(|name| !name.contains(['A', 'B', 'V', 'G', 'D', 'E'])), "letters of boxes are Cyrillic");
    let off: Vec<&str> = CostBox::ALL.iter().filter(|one| one.is_taken_off()).map(|one| one.name()).collect();
    assert_eq!(off, ["21", "22", "23", "StatDecrease"]);
}
