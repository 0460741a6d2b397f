//! Invoices and what becomes of them.

use commerce::InvoiceId;
use commerce::budget::{Budget, HeldFor};
use commerce::fact::{Commercial, Fact, FactKind};
use commerce::invoice::{Invoice, InvoiceStatus};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Wish;
use crate::Driver;

/// So many of the newest are looked at for one that fits.
const LOOK_BACK: usize = 60;

/// An invoice in one of some states, mostly a new one.
pub(super) fn invoice_in(driver: &mut Driver, states: &[InvoiceStatus]) -> Option<Invoice> {
    let fits = |id: &InvoiceId| driver.tenant.state::<Invoice>(*id).is_some_and(|one| one.is_demand() && states.contains(&one.status()));
    let ids: Vec<InvoiceId> = driver.invoices.iter().rev().take(LOOK_BACK).rev().copied().filter(fits).collect();
    let id = driver.luck.recent(&ids)?;
    driver.tenant.state(id)
}

/// Parts of what is open of a fact.
fn wishes(driver: &mut Driver, fact: &Fact) -> Vec<Value> {
    let mut wishes = Vec::new();
    for line in &fact.lines {
        if line.open() > Decimal::ZERO && driver.luck.percent(85) {
            wishes.push(json!({ "fact_id": fact.id, "line": line.line.n, "quantity": driver.luck.portion(line.open()) }));
        }
    }
    wishes
}

/// How goods cross a border; only one of the others is abroad.
fn procedure(driver: &Driver, fact: &Fact) -> Option<&'static str> {
    let goods = fact.kind == FactKind::Commercial(Commercial::GoodsShipment);
    let abroad = |party| goods && driver.is_abroad(party);
    let leaves = abroad(fact.buyer).then_some("export");
    leaves.or_else(|| abroad(fact.seller).then_some("import"))
}

pub(super) fn draft(driver: &mut Driver) -> Option<Wish> {
    let recent: Vec<_> = driver.facts.iter().rev().take(LOOK_BACK).copied().collect();
    let billable = |fact: &Fact| fact.is_billable() && fact.lines.iter().any(|line| line.open() > Decimal::ZERO);
    let facts: Vec<Fact> = recent.into_iter().filter_map(|id| driver.tenant.state::<Fact>(id)).filter(billable).collect();
    let at = driver.luck.number(0, i64::try_from(facts.len()).ok()?.saturating_sub(1).max(0));
    let fact = facts.get(usize::try_from(at).ok()?)?;
    let contract = fact.contract?;
    let mut lines = wishes(driver, fact);
    // Often one invoice is for several deliveries.
    let like = |other: &&Fact| other.contract == Some(contract) && other.id != fact.id && other.seller == fact.seller;
    if let Some(second) = facts.iter().find(like).filter(|_| driver.luck.percent(40)) {
        lines.extend(wishes(driver, second));
    }
    let held = |budget: &Budget| budget.holds.contains_key(&HeldFor::Contract { contract }) && budget.party == fact.buyer;
    let budget = driver.budgets.iter().filter_map(|id| driver.tenant.state::<Budget>(*id)).find(held).map(|budget| budget.id);
    let books = driver.books_of(&[fact.seller, fact.buyer]);
    let content = json!({
        "lines": lines,
        "rates": driver.luck.rates(fact.currency?, &books, fact.occurred),
        "budget": budget,
        "procedure": procedure(driver, fact),
        "note": driver.luck.text(0),
    });
    let body = json!({ "invoice_id": driver.fresh::<kernel::id::kinds::Invoice>(), "contract_id": contract, "content": content });
    Some(("commerce.draft-invoice", body))
}

pub(super) fn issue(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Draft])?;
    Some(("commerce.issue-invoice", json!({ "invoice_id": invoice.id })))
}

pub(super) fn post(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Issued])?;
    let day = driver.luck.percent(50).then(|| driver.tenant.today());
    Some(("commerce.post-invoice", json!({ "invoice_id": invoice.id, "day": day })))
}

pub(super) fn void(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Draft, InvoiceStatus::Issued])?;
    Some(("commerce.void-invoice", json!({ "invoice_id": invoice.id, "reason": driver.luck.text(0) })))
}

pub(super) fn credit(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Posted, InvoiceStatus::PartiallyPaid])?;
    let lines = if driver.luck.percent(15) {
        Vec::new()
    } else {
        let at = driver.luck.number(0, i64::try_from(invoice.lines().len()).ok()?.saturating_sub(1));
        let line = invoice.lines().get(usize::try_from(at).ok()?)?;
        let left = invoice.quantity_left(line);
        let part = match driver.luck.number(0, 2) {
            0 if left > Decimal::ZERO => json!({ "quantity": driver.luck.portion(left) }),
            1 => json!({ "gross": driver.luck.around(line.amount) }),
            _ => json!("rest"),
        };
        vec![json!({ "n": line.n, "part": part })]
    };
    let body = json!({
        "invoice_id": invoice.id,
        "note_id": driver.fresh::<kernel::id::kinds::Invoice>(),
        "lines": lines,
        "bill_again": driver.luck.percent(50),
        "reason": driver.luck.text(0),
    });
    Some(("commerce.credit-invoice", body))
}

pub(super) fn tax_invoice(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Posted, InvoiceStatus::PartiallyPaid, InvoiceStatus::Paid])?;
    let id = driver.fresh::<kernel::id::kinds::Invoice>();
    Some(("commerce.issue-tax-invoice", json!({ "invoice_id": invoice.id, "tax_invoice_id": id })))
}

pub(super) fn write_off(driver: &mut Driver) -> Option<Wish> {
    // A rest that is small enough is rare: look for one.
    let small = |invoice: &Invoice| invoice.open().is_positive() && invoice.open().minor() <= 100;
    let newest = driver.invoices.iter().rev().take(LOOK_BACK).filter_map(|id| driver.tenant.state::<Invoice>(*id));
    let rest = newest.filter(Invoice::is_posted).find(small).map(|invoice| invoice.id);
    let id = rest.or_else(|| driver.luck.recent(&driver.invoices))?;
    Some(("commerce.write-off-difference", json!({ "invoice_id": id })))
}

pub(super) fn close(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Paid])?;
    Some(("commerce.close-invoice", json!({ "invoice_id": invoice.id })))
}

pub(super) fn allocate_waiting(driver: &mut Driver) -> Option<Wish> {
    let invoice = invoice_in(driver, &[InvoiceStatus::Issued, InvoiceStatus::Posted, InvoiceStatus::PartiallyPaid])?;
    Some(("commerce.allocate-waiting", json!({ "invoice_id": invoice.id })))
}
