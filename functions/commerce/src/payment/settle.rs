//! How a part of a payment closes a part of an invoice: checked once, written in two streams.
//!
//! Both bounds are exact, because payment and invoice are written in one step at the versions
//! that were looked at (decision K12): whoever comes second looks again.

use kernel::aggregate::Version;
use kernel::{Day, Decision, Facts, Line, Loaded, Money, Want};
use posting::Draft;

use super::refusal_of_allocation as refusal;
use super::{ALLOCATIONS_MAX, Allocation, InBook, Payment, PaymentEvent, PaymentMethod, PaymentStatus};
use crate::InvoiceId;
use crate::contract::Contract;
use crate::invoice::{Invoice, InvoiceEvent, SETTLEMENTS_MAX, Settled};
use crate::obligation::{Obligation, ObligationEvent, SettledBy};
use crate::rules::allocation::Settlement;
use crate::rules::exchange::relieve;
use crate::rules::{self, Holder, Occasion};
pub use refusal::AllocationRefusal;

/// A part of a payment that is to close a part of an invoice.
#[derive(Debug, Clone)]
pub struct Wish {
    /// How much; as much as both have left when absent.
    pub amount: Option<Money>,
    /// When.
    pub day: Day,
    /// Its number among the entries that the decision writes.
    pub entry: u32,
}

/// What an allocation writes.
#[derive(Debug, Clone)]
pub struct Closing {
    /// To the payment.
    pub payment: PaymentEvent,
    /// To the invoice.
    pub invoice: InvoiceEvent,
    /// To the obligation to pay.
    pub debt: ObligationEvent,
    /// To the books, when the invoice is posted.
    pub drafts: Vec<Draft>,
}

/// What must be known of a payment's and an invoice's surroundings.
pub fn wants_around(payment: &Payment, invoice: &Invoice) -> Vec<Want> {
    let mut wants = vec![Holder::want(payment.payer), Want::aggregate::<Obligation>(Obligation::id_of_debt(invoice.id))];
    wants.push(Want::aggregate::<Contract>(invoice.contract));
    if let Some(issued) = &invoice.issued {
        wants.extend([Holder::want(issued.debtor), Holder::want(issued.creditor)]);
    }
    wants
}

/// Checks a wish and works out what it writes.
///
/// # Errors
/// The first rule that it breaks.
pub fn close(facts: &Facts, payment: &Payment, invoice: &Invoice, wish: &Wish, occasion: &Occasion) -> Result<Closing, AllocationRefusal> {
    check_payment(payment)?;
    let assignment = check_invoice(facts, payment, invoice)?;
    let amount = check_amount(payment, invoice, wish.amount)?;
    check_day(payment, invoice, wish.day)?;
    let (left, open) = (payment.remainder(), invoice.open());
    let share = |held: &InBook, whole: Money| InBook { amount: relieve(held.amount, amount, whole), ..*held };
    let advances: Vec<InBook> = payment.advances.iter().map(|held| share(held, left)).collect();
    let claims: Vec<InBook> = invoice.claims.iter().map(|held| share(held, open)).collect();
    let n = payment.next_allocation();
    let settled = Settled {
        payment: payment.id,
        n,
        payer: payment.payer,
        amount,
        day: wish.day,
        offset: false,
        advances: advances.clone(),
        claims: claims.clone(),
        rates: payment.rates.clone(),
    };
    let drafts = if invoice.is_posted() { settlement(facts, invoice, &settled).settled(occasion, wish.entry) } else { Vec::new() };
    let allocation = Allocation { n, invoice: invoice.id, amount, day: wish.day, advances, assignment, entries: rules::entries(&drafts) };
    Ok(Closing {
        payment: PaymentEvent::Allocated(allocation),
        invoice: InvoiceEvent::Settled(settled),
        debt: ObligationEvent::Settled { by: SettledBy::Payment { payment: payment.id }, amount },
        drafts,
    })
}

/// Checks and works out what the system allocates by itself: as much as both have left, on the
/// given day while that is open in every book, else today (decision K21).
///
/// # Errors
/// The first rule that it breaks.
pub(crate) fn close_late(
    facts: &Facts,
    payment: &Payment,
    invoice: &Invoice,
    entry: u32,
    (day, today): (Day, Day),
    occasion: impl Fn(Day) -> Occasion,
) -> Result<Closing, AllocationRefusal> {
    let on = |day| close(facts, payment, invoice, &Wish { amount: None, day, entry }, &occasion(day));
    let closing = on(day)?;
    if rules::posted_on(facts, &closing.drafts, day, today) == day { Ok(closing) } else { on(today) }
}

/// The posting rule's view of a settlement.
pub fn settlement<'a>(facts: &Facts, invoice: &'a Invoice, settled: &'a Settled) -> Settlement<'a> {
    let (debtor, creditor) = invoice.owed_between().unwrap_or((settled.payer, settled.payer));
    Settlement {
        payer: settled.payer,
        debtor,
        creditor,
        holders: [settled.payer, debtor, creditor].map(|party| Holder::of(facts, party)),
        amount: settled.amount,
        advances: &settled.advances,
        claims: &settled.claims,
        payment_rates: &settled.rates,
        invoice_rates: invoice.rates(),
    }
}

fn check_payment(payment: &Payment) -> Result<(), AllocationRefusal> {
    let money = payment.method != PaymentMethod::Offset;
    if payment.status() != PaymentStatus::Confirmed || !money {
        return Err(AllocationRefusal::PaymentNotConfirmed { is: payment.status() });
    }
    if payment.allocations.len() >= ALLOCATIONS_MAX {
        return Err(AllocationRefusal::TooMany);
    }
    Ok(())
}

/// Who may pay whom; the document by which a third party pays, if one does.
fn check_invoice(facts: &Facts, payment: &Payment, invoice: &Invoice) -> Result<Option<Line>, AllocationRefusal> {
    if !invoice.is_demand() {
        return Err(AllocationRefusal::NotADemand);
    }
    let (debtor, creditor) = invoice.owed_between().ok_or(AllocationRefusal::InvoiceNotPayable { is: invoice.status() })?;
    if !invoice.is_payable() {
        return Err(AllocationRefusal::InvoiceNotPayable { is: invoice.status() });
    }
    if invoice.settlements.len() >= SETTLEMENTS_MAX {
        return Err(AllocationRefusal::TooMany);
    }
    if payment.amount.currency() != invoice.currency {
        return Err(AllocationRefusal::Currency);
    }
    if payment.payee != creditor {
        return Err(AllocationRefusal::WrongDirection);
    }
    if payment.payer == debtor {
        return Ok(None);
    }
    let contract = facts.aggregate::<Contract>(invoice.contract).ok_or(AllocationRefusal::StrangerPays)?;
    if !contract.state.may_pay(payment.payer, payment.day) {
        return Err(AllocationRefusal::StrangerPays);
    }
    let terms = contract.state.terms(payment.day).into_iter();
    let mut documents = terms.flat_map(|terms| &terms.third_party_payers);
    let of_payer = documents.find(|payer| payer.party == payment.payer && payer.valid.contains(payment.day));
    Ok(of_payer.map(|payer| payer.document.clone()))
}

fn check_amount(payment: &Payment, invoice: &Invoice, amount: Option<Money>) -> Result<Money, AllocationRefusal> {
    let (left, open) = (payment.remainder(), invoice.open());
    let most = if left.minor() < open.minor() { left } else { open };
    let amount = amount.unwrap_or(most);
    if amount.currency() != invoice.currency {
        return Err(AllocationRefusal::Currency);
    }
    if amount.minor() > left.minor() || !left.is_positive() {
        return Err(AllocationRefusal::OverPayment { left });
    }
    if amount.minor() > open.minor() || !open.is_positive() {
        return Err(AllocationRefusal::OverInvoice { open });
    }
    if amount.is_positive() { Ok(amount) } else { Err(AllocationRefusal::NotPositive) }
}

fn check_day(payment: &Payment, invoice: &Invoice, day: Day) -> Result<(), AllocationRefusal> {
    let issued = invoice.issued.as_ref().is_none_or(|issued| issued.issue_day <= day);
    let posted = invoice.posted.as_ref().is_none_or(|posted| posted.day <= day);
    if payment.day <= day && issued && posted { Ok(()) } else { Err(AllocationRefusal::TooEarly) }
}

/// The first day on which the payment can close the invoice.
pub fn earliest(payment: &Payment, invoice: &Invoice, not_before: Day) -> Day {
    let issued = invoice.issued.as_ref().map(|issued| issued.issue_day);
    let posted = invoice.posted.as_ref().map(|posted| posted.day);
    [Some(payment.day), issued, posted].into_iter().flatten().fold(not_before, Day::max)
}

/// Adds what an allocation writes to the invoice and its debt, and to the books.
///
/// # Errors
/// What the books say.
pub(crate) fn write<A: kernel::Aggregate>(
    decision: Decision<A>,
    facts: &Facts,
    invoice: InvoiceId,
    closing: &Closing,
) -> Result<Decision<A>, posting::PostingRefusal> {
    let version: Version = facts.version::<Invoice>(invoice);
    let decision = decision.and::<Invoice>(invoice, version, [closing.invoice.clone()]);
    rules::post(with_debt(decision, facts, invoice, [closing.debt.clone()]), facts, &closing.drafts)
}

/// Adds events of the obligation to pay, if the invoice made one.
pub(crate) fn with_debt<A: kernel::Aggregate>(
    decision: Decision<A>,
    facts: &Facts,
    invoice: InvoiceId,
    events: impl IntoIterator<Item = ObligationEvent>,
) -> Decision<A> {
    let id = Obligation::id_of_debt(invoice);
    match facts.aggregate::<Obligation>(id) {
        Some(debt) => decision.and::<Obligation>(id, debt.version, events),
        None => decision,
    }
}

/// A loaded invoice.
///
/// # Errors
/// When there is none.
pub(crate) fn invoice(facts: &Facts, id: InvoiceId) -> Result<&Loaded<Invoice>, AllocationRefusal> {
    facts.aggregate::<Invoice>(id).ok_or(AllocationRefusal::NoSuchInvoice)
}

/// What an entry about an allocation says.
pub(crate) fn text(invoice: &Invoice) -> Line {
    let number = invoice.number().map(Line::as_str).unwrap_or_default();
    Line::new(&format!("Allocation to {number}")).unwrap_or_else(|_| crate::rules::unnamed())
}
