//! Contracts, what is owed under them, and what was done.

use chrono::{Datelike, Months};
use commerce::contract::{Contract, ContractStatus, ContractType, RecognitionPolicy};
use commerce::fact::Fact;
use commerce::obligation::{Obligation, ObligationLine};
use kernel::{Currency, Day, Money};
use posting::PartyId;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Wish;
use crate::Driver;

/// Dearest line, in hryvnias.
const LINE_MAX: i64 = 200_000;
/// A fact is told up to so many days late: sometimes its month is closed by then.
const LATE_DAYS_MAX: u64 = 40;
const MOST_LINES: i64 = 4;

const CURRENCIES: &[(u32, Currency)] = &[(5, Currency::UAH), (2, Currency::EUR), (2, Currency::USD), (1, Currency::JPY)];
const KINDS: &[(u32, &str)] = &[(7, "SALE_OF_GOODS"), (2, "CONSULTING"), (1, "SERVICE_SLA")];
const RECOGNITION: &[(u32, &str)] = &[(6, "ON_SHIPMENT"), (2, "ON_TRANSFER"), (2, "OVER_TIME")];

/// Who sells to whom, in which currency: one of them is an own company, sometimes both are.
/// Often it is an earlier deal the other way round, so that debts meet debts.
fn deal(driver: &mut Driver) -> Option<(PartyId, PartyId, Currency)> {
    if driver.luck.percent(30)
        && let Some(earlier) = driver.luck.recent(&driver.contracts).and_then(|id| driver.tenant.state::<Contract>(id))
    {
        let today = driver.tenant.today();
        return Some((earlier.buyer(today)?, earlier.seller(today)?, earlier.currency));
    }
    let own: Vec<PartyId> = driver.own.iter().map(|own| own.party).collect();
    let one = driver.luck.any(&own)?;
    let sisters: Vec<PartyId> = own.into_iter().filter(|party| *party != one).collect();
    let other = if driver.luck.percent(20) { driver.luck.any(&sisters)? } else { driver.luck.any(&driver.others)? };
    let currency = driver.luck.weighted(CURRENCIES)?;
    Some(if driver.luck.percent(60) { (one, other, currency) } else { (other, one, currency) })
}

pub(super) fn draft_contract(driver: &mut Driver) -> Option<Wish> {
    let (seller, buyer, currency) = deal(driver)?;
    let always = json!({ "from": "2026-01-01", "until": null });
    let role = |party: PartyId, role: &str| json!({ "party": party, "role": role, "primary": true, "valid": always });
    let (n, includes) = (driver.n(), driver.luck.percent(50));
    let terms = json!({
        "price_includes_tax": includes,
        "recognition": driver.luck.weighted(RECOGNITION)?,
        "payment_days": driver.luck.number(0, 30),
        "small_difference": Money::from_minor(100, currency),
        "governing_law": "UA",
    });
    let body = json!({
        "contract_id": driver.fresh::<kernel::id::kinds::Contract>(),
        "number": driver.luck.text(n),
        "contract_type": driver.luck.weighted(KINDS)?,
        "currency": currency,
        "valid": always,
        "roles": [role(seller, "SELLER"), role(buyer, "BUYER")],
        "terms": terms,
    });
    Some(("commerce.draft-contract", body))
}

pub(super) fn sign_contract(driver: &mut Driver) -> Option<Wish> {
    let today = driver.tenant.today();
    let drafts: Vec<_> = driver.contracts.iter().rev().take(20).copied().collect();
    let status = |id| driver.tenant.state::<Contract>(id).map(|contract| contract.status(today));
    let id = drafts.into_iter().find(|id| status(*id) == Some(ContractStatus::Draft))?;
    Some(("commerce.sign-contract", json!({ "contract_id": id, "on": today })))
}

pub(super) fn undertake(driver: &mut Driver) -> Option<Wish> {
    let id = driver.luck.recent(&driver.contracts)?;
    let contract = driver.tenant.state::<Contract>(id)?;
    let goods = contract.kind == ContractType::SaleOfGoods;
    let supply = if goods { json!("goods") } else { json!({ "service": "consulting" }) };
    let mut lines: Vec<Value> = Vec::new();
    for n in 1..=driver.luck.number(1, MOST_LINES) {
        let quantity = if goods { Decimal::new(driver.luck.number(1, 90_000), 3).normalize() } else { Decimal::ONE };
        let price = driver.luck.money(contract.currency, LINE_MAX / 20);
        let discount = (n == 1 && driver.luck.percent(20)).then(|| Money::from_minor(1, contract.currency));
        let code = format!("A{}", driver.luck.number(1, 9));
        let tax_code = if goods && driver.luck.percent(15) { "agricultural-14" } else { "standard" };
        let mut line = json!({
            "n": n, "article": { "code": code, "name": driver.luck.text(0) }, "supply": supply, "tax_code": tax_code,
            "quantity": quantity, "unit": if goods { "kg" } else { "pcs" }, "price": price,
        });
        if let (Some(discount), Some(fields)) = (discount, line.as_object_mut()) {
            fields.insert("discount".to_owned(), json!(discount));
        }
        lines.push(line);
    }
    let kind = if goods { "DELIVER" } else { "PERFORM" };
    let body = json!({
        "obligation_id": driver.fresh::<kernel::id::kinds::Obligation>(),
        "contract_id": id, "kind": kind, "lines": lines, "due": driver.tenant.today(), "tolerance": 500,
    });
    Some(("commerce.undertake-obligation", body))
}

/// A line of a fact, for a part of what is still owed of a line of an obligation.
fn supplied(driver: &mut Driver, obligation: &Obligation, line: &ObligationLine, goods: bool) -> Option<Value> {
    let open = line.quantity.decimal().saturating_sub(obligation.fulfilled(line.n));
    if open <= Decimal::ZERO {
        return None;
    }
    let mut supplied = json!({ "obligation_id": obligation.id, "obligation_line": line.n, "quantity": driver.luck.portion(open) });
    let [seller, buyer] = [obligation.from, obligation.to].map(|party| driver.own_of(party));
    let fields = supplied.as_object_mut()?;
    if goods {
        fields.insert("batch".to_owned(), json!({ "number": "L-1" }));
        if seller.is_some() {
            fields.insert("from".to_owned(), json!("Основний склад"));
        }
        if buyer.is_some() {
            fields.insert("to".to_owned(), json!("Другий склад"));
        }
    }
    if let Some(seller) = seller.filter(|_| driver.luck.percent(80)) {
        fields.insert("unit_cost".to_owned(), json!(driver.luck.money(seller.currency, LINE_MAX / 40)));
    }
    Some(supplied)
}

pub(super) fn record_fact(driver: &mut Driver) -> Option<Wish> {
    let id = driver.luck.recent(&driver.obligations)?;
    let obligation = driver.tenant.state::<Obligation>(id)?;
    let contract = driver.tenant.state::<Contract>(obligation.contract?)?;
    let promised = obligation.goods()?.lines.clone();
    let goods = contract.kind == ContractType::SaleOfGoods;
    let lines: Vec<Value> = promised.iter().filter_map(|line| supplied(driver, &obligation, line, goods)).collect();
    let occurred = driver.luck.day_before(driver.tenant.today(), LATE_DAYS_MAX);
    let terms = contract.terms(occurred)?;
    let books = driver.books_of(&[obligation.from, obligation.to]);
    let period = (terms.recognition == RecognitionPolicy::OverTime).then(|| months_from(occurred)).flatten();
    let n = driver.n();
    let mut body = json!({
        "fact_id": driver.fresh::<kernel::id::kinds::Fact>(),
        "contract_id": contract.id,
        "fact_type": if goods { "GOODS_SHIPMENT" } else { "SERVICE_ACT" },
        "occurred": occurred,
        "document": driver.luck.text(n),
        "rates": driver.luck.rates(contract.currency, &books, occurred),
        "lines": lines,
    });
    if let Some(period) = period {
        body.as_object_mut()?.insert("period".to_owned(), period);
    }
    Some(("commerce.record-fact", body))
}

/// Two months from the first of a day's month.
fn months_from(day: Day) -> Option<Value> {
    let first = day.with_day(1)?;
    Some(json!({ "from": first, "until": first.checked_add_months(Months::new(2))? }))
}

pub(super) fn record_internal(driver: &mut Driver) -> Option<Wish> {
    const KINDS: &[(&str, &str, bool, bool)] = &[
        ("FINANCE_ADJ", "WRITE_OFF", true, false),
        ("PRODUCTION", "MATERIAL_CONSUMPTION", true, false),
        ("PRODUCTION", "HARVEST", false, true),
        ("LOGISTICS", "INTERNAL_TRANSFER", true, true),
    ];
    let own = driver.luck.any(&driver.own)?;
    let (domain, kind, out, into) = driver.luck.any(KINDS)?;
    let mut line = json!({
        "article": { "code": format!("A{}", driver.luck.number(1, 9)), "name": "Товар" },
        "quantity": Decimal::new(driver.luck.number(1, 9_000), 3).normalize(),
        "unit": "kg",
        "unit_cost": driver.luck.money(own.currency, LINE_MAX / 40),
        "batch": { "number": "L-1" },
    });
    let fields = line.as_object_mut()?;
    if out {
        fields.insert("from".to_owned(), json!("Основний склад"));
    }
    if into {
        fields.insert("to".to_owned(), json!("Другий склад"));
    }
    let body = json!({
        "fact_id": driver.fresh::<kernel::id::kinds::Fact>(),
        "party_id": own.party,
        "kind": { "domain": domain, "type": kind },
        "occurred": driver.luck.day_before(driver.tenant.today(), LATE_DAYS_MAX),
        "lines": [line],
    });
    Some(("commerce.record-internal-fact", body))
}

pub(super) fn reverse_fact(driver: &mut Driver) -> Option<Wish> {
    let id = driver.luck.recent(&driver.facts)?;
    let mut body = json!({ "fact_id": id, "reason": driver.luck.text(0) });
    if driver.luck.percent(40) {
        let fact = driver.tenant.state::<Fact>(id)?;
        let line = fact.lines.iter().find(|line| line.open() > Decimal::ZERO)?;
        let portion = json!([{ "line": line.line.n, "quantity": driver.luck.portion(line.open()) }]);
        body.as_object_mut()?.insert("lines".to_owned(), portion);
    }
    Some(("commerce.reverse-fact", body))
}

/// A fact whose revenue counts in its own way, told recently.
fn fact_that_counts(driver: &mut Driver, how: RecognitionPolicy) -> Option<Fact> {
    let facts = driver.facts.iter().rev().take(60).filter_map(|id| driver.tenant.state::<Fact>(*id));
    let counts = |fact: &Fact| match how {
        RecognitionPolicy::OverTime => true,
        RecognitionPolicy::OnShipment | RecognitionPolicy::OnTransfer => fact.recognised.is_empty(),
    };
    let facts: Vec<Fact> = facts.filter(|fact| fact.recognition == how && fact.reverses.is_none() && counts(fact)).collect();
    let at = driver.luck.number(0, i64::try_from(facts.len()).ok()?.saturating_sub(1).max(0));
    facts.into_iter().nth(usize::try_from(at).ok()?)
}

pub(super) fn transfer_title(driver: &mut Driver) -> Option<Wish> {
    let fact = fact_that_counts(driver, RecognitionPolicy::OnTransfer)?;
    Some(("commerce.transfer-title", json!({ "fact_id": fact.id, "on": driver.tenant.today() })))
}

pub(super) fn recognise(driver: &mut Driver) -> Option<Wish> {
    let fact = fact_that_counts(driver, RecognitionPolicy::OverTime)?;
    let months = u32::try_from(fact.recognised.len()).ok()?;
    let month = fact.period?.from().checked_add_months(Months::new(months))?;
    Some(("commerce.recognise-revenue", json!({ "fact_id": fact.id, "month": month })))
}

pub(super) fn correct_cost(driver: &mut Driver) -> Option<Wish> {
    let id = driver.luck.recent(&driver.facts)?;
    let fact = driver.tenant.state::<Fact>(id)?;
    let seller = driver.own_of(fact.seller)?;
    let line = driver.luck.number(1, i64::try_from(fact.lines.len()).ok()?.max(1));
    let unit_cost = driver.luck.money(seller.currency, LINE_MAX / 40);
    Some(("commerce.correct-cost", json!({ "fact_id": id, "line": line, "unit_cost": unit_cost })))
}
