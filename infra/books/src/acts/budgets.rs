//! Money that may be spent.

use commerce::budget::Budget;
use commerce::contract::Contract;
use serde_json::json;

use super::Wish;
use crate::Driver;

/// Largest limit, in hryvnias: small enough that it is reached.
const LIMIT_MAX: i64 = 2_000_000;

pub(super) fn open(driver: &mut Driver) -> Option<Wish> {
    let own = driver.luck.any(&driver.own)?;
    let body = json!({
        "budget_id": driver.fresh::<kernel::id::kinds::Budget>(),
        "name": driver.luck.text(0),
        "party_id": own.party,
        "limit": driver.luck.money(own.currency, LIMIT_MAX),
        "period": { "from": "2026-01-01", "until": "2027-07-01" },
        "strictness": driver.luck.weighted(&[(3, "HARD"), (1, "SOFT")])?,
    });
    Some(("commerce.open-budget", body))
}

pub(super) fn reserve(driver: &mut Driver) -> Option<Wish> {
    let budget = driver.tenant.state::<Budget>(driver.luck.recent(&driver.budgets)?)?;
    let today = driver.tenant.today();
    let bought = driver.contracts.iter().filter(|id| {
        let contract = driver.tenant.state::<Contract>(**id);
        contract.is_some_and(|contract| contract.buyer(today) == Some(budget.party) && contract.currency == budget.currency())
    });
    let bought: Vec<_> = bought.copied().collect();
    let contract = driver.luck.recent(&bought)?;
    let amount = driver.luck.money(budget.currency(), LIMIT_MAX / 40);
    let body = json!({ "budget_id": budget.id, "held_for": { "for": "contract", "contract": contract }, "amount": amount });
    Some(("commerce.reserve-budget", body))
}

pub(super) fn release(driver: &mut Driver) -> Option<Wish> {
    let budget = driver.tenant.state::<Budget>(driver.luck.recent(&driver.budgets)?)?;
    let held: Vec<_> = budget.holds.iter().map(|(held_for, amount)| (*held_for, *amount)).collect();
    let (held_for, amount) = driver.luck.any(&held)?;
    let part = driver.luck.around(amount);
    Some((
        "commerce.release-budget",
        json!({ "budget_id": budget.id, "held_for": held_for, "amount": part, "reason": driver.luck.text(0) }),
    ))
}

pub(super) fn change_limit(driver: &mut Driver) -> Option<Wish> {
    let budget = driver.tenant.state::<Budget>(driver.luck.recent(&driver.budgets)?)?;
    let limit = driver.luck.money(budget.currency(), LIMIT_MAX);
    Some(("commerce.change-budget-limit", json!({ "budget_id": budget.id, "limit": limit, "reason": driver.luck.text(0) })))
}
