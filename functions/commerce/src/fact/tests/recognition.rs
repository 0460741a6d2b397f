//! When revenue and cost count: on transfer, over time, and when cost becomes known better.

use super::*;

#[test]
fn k23_revenue_on_transfer_counts_when_title_passes() {
    let (mut world, contract) = sale(policy(RecognitionPolicy::OnTransfer));
    world.run(&ship(contract));
    assert_eq!(books(&world, own()), amounts(&[]));
    world.run(&ReverseFact { lines: vec![Portion { line: 2, quantity: literal("1") }], ..ReverseFact::example() });
    assert_eq!(books(&world, own()), amounts(&[]));
    let early = TransferTitle { on: day("2026-11-15"), ..TransferTitle::example() };
    assert_eq!(world.refusal(&early), "commerce.fact.transfer-before-fact");
    let future = TransferTitle { on: day("2026-11-22"), ..TransferTitle::example() };
    assert_eq!(world.refusal(&future), "commerce.fact.in-future");
    world.run(&TransferTitle::example());
    let expected = [
        (Purpose::SalesSettlement, "535.00"),
        (Purpose::Revenue, "-535.00"),
        (Purpose::CostOfSales, "240.00"),
        (Purpose::Inventory, "-240.00"),
    ];
    assert_eq!(books(&world, own()), amounts(&expected));
    assert_eq!(world.refusal(&TransferTitle::example()), "commerce.fact.recognised-already");
    assert_eq!(world.refusal(&RecogniseRevenue::example()), "commerce.fact.policy-differs");
}

/// A lease of the sample tractor, paid 90,000.00 for the last quarter.
fn lease() -> (World, ContractId) {
    use tax::{LeaseKind, SupplyKind};
    let mut world = World::new();
    let contract = contracts::lease_id();
    let roles = vec![contracts::role(sister(), RoleKind::Lessor), contracts::role(outsider(), RoleKind::Lessee)];
    world.seed::<crate::contract::Contract>(contract, contracts::in_force(Drafted { roles, ..contracts::lease() }));
    world.seed::<crate::asset::Asset>(contracts::leased_asset(), contracts::asset_reserved());
    let rent = ObligationLine { supply: SupplyKind::Lease(LeaseKind::Movable), ..goods_line(1, "RENT", "3", "month", "30666.67") };
    let lines = vec![rent];
    world.run(&UndertakeObligation {
        obligation_id: Some(obligation_id()),
        contract_id: contract,
        lines,
        ..UndertakeObligation::example()
    });
    (world, contract)
}

fn usage(contract: ContractId) -> RecordFact {
    RecordFact {
        contract_id: contract,
        fact_type: Commercial::LeaseUsage,
        occurred: day("2026-09-15"),
        period: Some(interval("2026-09-15", Some("2026-12-16"))),
        lines: vec![SuppliedLine { batch: None, from: None, ..facts::supplied(1, "3") }],
        ..shipping()
    }
}

#[test]
fn k23_revenue_over_time_counts_month_by_month_and_adds_up() {
    let (mut world, contract) = lease();
    world.now = "2027-01-10T08:00:00Z";
    world.run(&usage(contract));
    assert_eq!(world.state::<Fact>(fact()).amount(), Some(uah("92000.01")));
    let count = |month: &str| RecogniseRevenue { month: day(month), ..RecogniseRevenue::example() };
    assert_eq!(world.refusal(&count("2026-10-05")), "commerce.fact.earlier-month-open");
    assert_eq!(world.refusal(&count("2027-01-01")), "commerce.fact.month-outside");
    for month in ["2026-09-30", "2026-10-01", "2026-11-15", "2026-12-01"] {
        world.run(&count(month));
    }
    let counted: Vec<String> = world.state::<Fact>(fact()).recognised.iter().map(|recognised| recognised.amount.amount()).collect();
    assert_eq!(counted, ["16000.00", "31000.01", "30000.00", "15000.00"]);
    assert_eq!(books(&world, sister()), amounts(&[(Purpose::SalesSettlement, "92000.01"), (Purpose::Revenue, "-92000.01")]));
    assert_eq!(world.refusal(&count("2026-09-30")), "commerce.fact.recognised-already");
    let part = ReverseFact { lines: vec![Portion { line: 1, quantity: literal("1") }], ..ReverseFact::example() };
    assert_eq!(world.refusal(&part), "commerce.fact.recognised-in-part");
    world.run(&ReverseFact { lines: Vec::new(), ..ReverseFact::example() });
    assert_eq!(books(&world, sister()), amounts(&[]));
}

#[test]
fn k23_a_month_counts_when_it_is_over() {
    let (mut world, contract) = lease();
    world.run(&RecordFact { period: Some(interval("2026-11-01", Some("2026-12-01"))), occurred: day("2026-11-01"), ..usage(contract) });
    let count = RecogniseRevenue { month: day("2026-11-01"), ..RecogniseRevenue::example() };
    assert_eq!(world.refusal(&count), "commerce.fact.month-not-over");
    world.now = "2026-11-30T22:30:00Z";
    world.run(&count);
}

#[test]
fn k42_an_asset_is_used_within_its_reservation() {
    let (mut world, contract) = lease();
    assert_eq!(world.refusal(&RecordFact { period: None, ..usage(contract) }), "commerce.fact.period-required");
    let beyond = RecordFact { period: Some(interval("2026-12-01", Some("2027-01-02"))), ..usage(contract) };
    assert_eq!(world.refusal(&beyond), "commerce.fact.contract-not-in-force");
    let released = crate::asset::AssetEvent::Released {
        reservation: crate::ordinal::Ordinal::after(0),
        kept: Some(interval("2026-01-01", Some("2026-12-01"))),
        reason: reason(),
    };
    world.seed::<crate::asset::Asset>(contracts::leased_asset(), [released]);
    assert_eq!(world.refusal(&usage(contract)), "commerce.fact.asset-not-reserved");
    world.run(&RecordFact { period: Some(interval("2026-09-15", Some("2026-12-01"))), ..usage(contract) });
    assert_eq!(world.state::<Fact>(fact()).asset, Some(contracts::leased_asset()));
}

#[test]
fn k23_what_a_snapshot_of_cost_missed_is_posted_as_variance() {
    let (mut world, contract) = sale(|_| {});
    world.run(&ship(contract));
    let correct = |cost: &str| CorrectCost { unit_cost: uah(cost), ..CorrectCost::example() };
    assert_eq!(world.refusal(&correct("6.00")), "commerce.fact.same-cost");
    world.run(&correct("6.50"));
    assert_eq!(world.balance(own(), Purpose::CostOfSales), uah("260.00"));
    world.run(&correct("5.00"));
    assert_eq!((world.balance(own(), Purpose::CostOfSales), world.balance(own(), Purpose::Inventory)), (uah("200.00"), uah("-200.00")));
    assert_eq!(world.refusal(&CorrectCost { line: 3, ..correct("1.00") }), "commerce.fact.no-such-line");
}
