//! What holds whatever happened: after each step for what it wrote, at the end for everything.

use std::collections::BTreeMap;

use commerce::budget::{Budget, Strictness};
use commerce::fact::Fact;
use commerce::invoice::Invoice;
use commerce::obligation::Obligation;
use commerce::payment::{Payment, PaymentMethod};
use commerce::{InvoiceId, PaymentId};
use kernel::{Aggregate, Id, StreamKey};
use posting::{AccountCode, BookId, JournalEntry, Side};
use rust_decimal::Decimal;
use testkit::Tenant;

use crate::Failed;
use crate::founding::Own;
use crate::proof;

/// What holds for each of some aggregates.
///
/// # Errors
/// The laws that are broken.
pub fn of_streams(tenant: &Tenant, streams: &[StreamKey]) -> Result<(), Failed> {
    let broken: Vec<String> = streams.iter().flat_map(|stream| of_stream(tenant, stream)).collect();
    if broken.is_empty() { Ok(()) } else { Err(Failed::new(broken.join("\n"))) }
}

fn of_stream(tenant: &Tenant, stream: &StreamKey) -> Vec<String> {
    match stream.kind.as_str() {
        JournalEntry::NAME => of::<JournalEntry>(tenant, stream, balances),
        Payment::NAME => of::<Payment>(tenant, stream, allocates_what_it_has),
        Invoice::NAME => of::<Invoice>(tenant, stream, settles_what_it_demands),
        Fact::NAME => of::<Fact>(tenant, stream, bills_what_was_fulfilled),
        Obligation::NAME => of::<Obligation>(tenant, stream, fulfils_what_was_promised),
        Budget::NAME => of::<Budget>(tenant, stream, holds_within_its_limit),
        _ => Vec::new(),
    }
}

fn of<A: Aggregate>(tenant: &Tenant, stream: &StreamKey, law: fn(&A) -> Vec<String>) -> Vec<String> {
    let id: Option<Id<A::Kind>> = stream.id.parse().ok();
    let broken = id.and_then(|id| tenant.state::<A>(id)).map(|state| law(&state));
    broken.unwrap_or_else(|| vec!["was written and cannot be read".to_owned()]).iter().map(|what| format!("{} {what}", stream.id)).collect()
}

/// What is broken, unless something holds.
fn unless(holds: bool, broken: impl FnOnce() -> String) -> Option<String> {
    (!holds).then(broken)
}

/// Debits are credits, in one currency.
fn balances(posted: &JournalEntry) -> Vec<String> {
    let sum = |side: Side| -> i128 {
        posted.entry.lines.iter().filter(|line| line.side == side).map(|line| i128::from(line.amount.minor())).sum()
    };
    let (debit, credit) = (sum(Side::Debit), sum(Side::Credit));
    let one = posted.entry.lines.iter().all(|line| line.amount.currency() == posted.entry.currency());
    let unbalanced = unless(debit == credit, || format!("does not balance: {debit} against {credit}"));
    unbalanced.into_iter().chain(unless(one, || "is in two currencies".to_owned())).collect()
}

fn allocates_what_it_has(payment: &Payment) -> Vec<String> {
    let minors = payment.allocations.iter().map(|one| i128::from(one.amount.minor()));
    let allocated: i128 = match payment.method {
        PaymentMethod::BankTransfer | PaymentMethod::Cash => minors.sum(),
        // An offset closes one amount on both sides.
        PaymentMethod::Offset => minors.max().unwrap_or_default(),
    };
    unless(allocated <= i128::from(payment.amount.minor()), || format!("of {} allocates {allocated}", payment.amount)).into_iter().collect()
}

fn settles_what_it_demands(invoice: &Invoice) -> Vec<String> {
    let settled = invoice.settlements.iter().map(|one| one.amount).chain([invoice.written_off]);
    let credited = invoice.credits.iter().map(|one| one.payable);
    let taken: i128 = settled.chain(credited).map(|amount| i128::from(amount.minor())).sum();
    let demanded = i128::from(invoice.payable().minor());
    unless(taken <= demanded, || format!("demands {demanded} and {taken} is taken of it")).into_iter().collect()
}

fn bills_what_was_fulfilled(fact: &Fact) -> Vec<String> {
    let broken = |line: &commerce::fact::LineStanding| {
        let used = line.billed().saturating_add(line.taken_back.quantity);
        let fits = used <= line.line.quantity.decimal() && line.open() >= Decimal::ZERO;
        unless(fits, || format!("line {} of {}: {used} is billed or taken back", line.line.n, line.line.quantity))
    };
    fact.lines.iter().filter_map(broken).collect()
}

fn fulfils_what_was_promised(obligation: &Obligation) -> Vec<String> {
    let lines = obligation.goods().map_or(&[][..], |goods| &goods.lines);
    let broken = |line: &commerce::obligation::ObligationLine| {
        let done = obligation.fulfilled(line.n);
        let fits = done >= Decimal::ZERO && done <= obligation.most(line.quantity);
        unless(fits, || format!("line {} of {}: {done} is fulfilled", line.n, line.quantity))
    };
    lines.iter().filter_map(broken).collect()
}

fn holds_within_its_limit(budget: &Budget) -> Vec<String> {
    let held = budget.holds.values().copied().chain(budget.spent.values().map(commerce::budget::Spent::amount));
    let taken: i128 = held.map(|amount| i128::from(amount.minor())).sum();
    let fits = budget.strictness == Strictness::Soft || taken <= i128::from(budget.limit.minor());
    unless(fits, || format!("of {} holds and spends {taken}", budget.limit)).into_iter().collect()
}

/// What holds between all of them: the journal and the trial balances say the same, payments
/// and invoices say the same of their allocations.
///
/// # Errors
/// The laws that are broken.
pub fn of_all(tenant: &Tenant, own: &[Own]) -> Result<(), Failed> {
    let mut broken = allocations_have_two_sides(tenant);
    let journal = journal(tenant);
    for company in own {
        let trial = proof::trial(tenant, company.book, tenant.today())?;
        let of_book = journal.get(&company.book);
        let codes: std::collections::BTreeSet<&AccountCode> = trial.keys().chain(of_book.into_iter().flat_map(BTreeMap::keys)).collect();
        for code in codes {
            let shown = trial.get(code).map_or(0, |standing| i128::from(standing.balance.minor()));
            let posted = of_book.and_then(|of_book| of_book.get(code)).copied().unwrap_or_default();
            broken.extend(unless(shown == posted, || format!("{} {code}: {posted} is posted, {shown} is shown", company.book)));
        }
        let sum: i128 = trial.values().map(|standing| i128::from(standing.balance.minor())).sum();
        broken.extend(unless(sum == 0, || format!("{} is off by {sum}", company.book)));
    }
    if broken.is_empty() { Ok(()) } else { Err(Failed::new(broken.join("\n"))) }
}

/// Debit less credit of every account, from the entries themselves.
fn journal(tenant: &Tenant) -> BTreeMap<BookId, BTreeMap<AccountCode, i128>> {
    let mut sums: BTreeMap<BookId, BTreeMap<AccountCode, i128>> = BTreeMap::new();
    for posted in tenant.states::<JournalEntry>() {
        for line in &posted.entry.lines {
            let minor = i128::from(line.amount.minor());
            let signed = match line.side {
                Side::Debit => minor,
                Side::Credit => minor.saturating_neg(),
            };
            let sum = sums.entry(posted.entry.book).or_default().entry(line.account.clone()).or_default();
            *sum = sum.saturating_add(signed);
        }
    }
    sums
}

/// What payments say that they closed is what invoices say that closed them.
fn allocations_have_two_sides(tenant: &Tenant) -> Vec<String> {
    let mut sides: BTreeMap<(PaymentId, InvoiceId), [i128; 2]> = BTreeMap::new();
    for payment in tenant.states::<Payment>() {
        for one in &payment.allocations {
            let [paid, _] = sides.entry((payment.id, one.invoice)).or_default();
            *paid = paid.saturating_add(i128::from(one.amount.minor()));
        }
    }
    for invoice in tenant.states::<Invoice>() {
        for one in &invoice.settlements {
            let [_, settled] = sides.entry((one.payment, invoice.id)).or_default();
            *settled = settled.saturating_add(i128::from(one.amount.minor()));
        }
    }
    let differs = |((payment, invoice), [paid, settled]): ((PaymentId, InvoiceId), [i128; 2])| {
        unless(paid == settled, || format!("{payment} allocates {paid} to {invoice}, which is settled by {settled}"))
    };
    sides.into_iter().filter_map(differs).collect()
}
