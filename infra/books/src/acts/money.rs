//! Payments, and what they are for.

use commerce::PaymentId;
use commerce::invoice::{Invoice, InvoiceStatus};
use commerce::payment::{Payment, PaymentStatus};
use serde_json::json;

use super::Wish;
use super::billing::invoice_in;
use crate::Driver;

const LOOK_BACK: usize = 60;
const PAYABLE: &[InvoiceStatus] = &[InvoiceStatus::Issued, InvoiceStatus::Posted, InvoiceStatus::PartiallyPaid];
/// Dearest payment that is for nothing in particular, in hryvnias.
const GIFT_MAX: i64 = 300_000;

pub(super) fn record(driver: &mut Driver) -> Option<Wish> {
    let (payer, payee, amount) = match invoice_in(driver, PAYABLE).filter(|_| driver.luck.percent(85)) {
        Some(invoice) => {
            let (debtor, creditor) = invoice.owed_between()?;
            (debtor, creditor, driver.luck.around(invoice.open()))
        }
        None => {
            let own = driver.luck.any(&driver.own)?;
            let other = driver.luck.any(&driver.others)?;
            let amount = driver.luck.money(own.currency, GIFT_MAX);
            if driver.luck.percent(60) { (other, own.party, amount) } else { (own.party, other, amount) }
        }
    };
    let day = driver.luck.day_before(driver.tenant.today(), 20);
    let (n, books, confirm) = (driver.n(), driver.books_of(&[payer, payee]), driver.luck.percent(75));
    let rates = if confirm { driver.luck.rates(amount.currency(), &books, day) } else { json!([]) };
    let body = json!({
        "payment_id": driver.fresh::<kernel::id::kinds::CommercePayment>(),
        "payer": payer, "payee": payee, "amount": amount, "day": day, "confirm": confirm, "rates": rates,
        "method": driver.luck.weighted(&[(4, "BANK_TRANSFER"), (1, "CASH")])?,
        "external": { "system": "bank", "value": n.to_string() },
        "purpose": driver.luck.text(n),
    });
    Some(("commerce.record-payment", body))
}

/// A payment in one of some states, mostly a new one.
fn payment_in(driver: &mut Driver, fits: impl Fn(&Payment) -> bool) -> Option<Payment> {
    let fits = |id: &PaymentId| driver.tenant.state::<Payment>(*id).is_some_and(|payment| fits(&payment));
    let ids: Vec<PaymentId> = driver.payments.iter().rev().take(LOOK_BACK).rev().copied().filter(fits).collect();
    let id = driver.luck.recent(&ids)?;
    driver.tenant.state(id)
}

pub(super) fn confirm(driver: &mut Driver) -> Option<Wish> {
    let payment = payment_in(driver, |payment| payment.status() == PaymentStatus::Received)?;
    let books = driver.books_of(&[payment.payer, payment.payee]);
    let rates = driver.luck.rates(payment.amount.currency(), &books, payment.day);
    Some(("commerce.confirm-payment", json!({ "payment_id": payment.id, "rates": rates })))
}

pub(super) fn allocate(driver: &mut Driver) -> Option<Wish> {
    let payment = payment_in(driver, |payment| payment.remainder().is_positive())?;
    let between = Some((payment.payer, payment.payee));
    let fits =
        |invoice: &Invoice| invoice.owed_between() == between && invoice.currency == payment.amount.currency() && invoice.is_payable();
    let newest = driver.invoices.iter().rev().take(LOOK_BACK * 2).filter_map(|id| driver.tenant.state::<Invoice>(*id));
    let fitting: Vec<_> = newest.filter(fits).map(|invoice| invoice.id).collect();
    let invoice = driver.luck.any(&fitting).or_else(|| driver.luck.recent(&driver.invoices).filter(|_| driver.luck.percent(10)))?;
    let amount = driver.luck.percent(50).then(|| driver.luck.around(payment.remainder()));
    Some(("commerce.allocate-payment", json!({ "payment_id": payment.id, "invoice_id": invoice, "amount": amount })))
}

pub(super) fn auto_allocate(driver: &mut Driver) -> Option<Wish> {
    let payment = payment_in(driver, |payment| payment.remainder().is_positive())?;
    Some(("commerce.auto-allocate", json!({ "payment_id": payment.id })))
}

pub(super) fn unallocate(driver: &mut Driver) -> Option<Wish> {
    let payment = payment_in(driver, |payment| !payment.allocations.is_empty())?;
    let allocation = payment.allocations.last()?.n;
    let body = json!({ "payment_id": payment.id, "allocation": allocation, "reason": driver.luck.text(0) });
    Some(("commerce.unallocate-payment", body))
}

pub(super) fn reverse(driver: &mut Driver) -> Option<Wish> {
    let payment = payment_in(driver, |payment| payment.status() != PaymentStatus::Reversed)?;
    Some(("commerce.reverse-payment", json!({ "payment_id": payment.id, "reason": driver.luck.text(0) })))
}

pub(super) fn offset(driver: &mut Driver) -> Option<Wish> {
    let newest = driver.invoices.iter().rev().take(LOOK_BACK * 2).filter_map(|id| driver.tenant.state::<Invoice>(*id));
    let posted: Vec<Invoice> = newest.filter(|invoice| invoice.is_posted() && invoice.is_payable()).collect();
    let opposite = |one: &Invoice, other: &Invoice| {
        let turned = other.owed_between().map(|(debtor, creditor)| (creditor, debtor));
        one.owed_between() == turned && one.currency == other.currency
    };
    let pairs = posted.iter().flat_map(|one| posted.iter().map(move |other| (one, other)));
    let pairs: Vec<_> = pairs.filter(|(one, other)| opposite(one, other)).map(|(one, other)| (one.id, other.id)).collect();
    let (first, second) = driver.luck.any(&pairs)?;
    let id = driver.fresh::<kernel::id::kinds::CommercePayment>();
    Some(("commerce.offset-invoices", json!({ "payment_id": id, "first": first, "second": second, "basis": driver.luck.text(0) })))
}
