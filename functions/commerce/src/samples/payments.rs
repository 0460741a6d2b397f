//! Samples of payments.

use kernel::{Currency, Money};
use posting::book_of;

use super::invoices::{buyer, contract_id, entry, invoice_id, seller, uah};
use super::{day, line};
use crate::invoice::InvoiceStatus;
use crate::payment::settle::AllocationRefusal;
use crate::payment::{
    Allocation, ExternalReference, InBook, OffsetMade, PaymentEvent, PaymentMethod, PaymentRefusal, PaymentStatus, Recorded, RemainderOff,
};
use crate::rules::Direction;
use crate::{InvoiceId, PaymentId};

/// The payment of the samples.
pub fn payment_id() -> PaymentId {
    PaymentId::derive(&["sample"])
}

/// 1200.00 from the buyer to the seller.
pub fn recorded() -> Recorded {
    Recorded {
        id: payment_id(),
        payer: buyer(),
        payee: seller(),
        amount: uah("1200.00"),
        method: PaymentMethod::BankTransfer,
        day: day("2026-11-20"),
        external: Some(ExternalReference { system: line("privat24"), value: line("P24-1") }),
        contract: Some(contract_id()),
        account: Some(line("UA213223130000026007233566001")),
        purpose: Some(line("Оплата за пшеницю, рахунок СФ-000001")),
        names: super::contracts::sale().names,
    }
}

fn advance(amount: Money) -> InBook {
    InBook { book: book_of(seller()), direction: Direction::Receivable, amount }
}

/// The sample payment, in the seller's book.
pub fn confirmed() -> PaymentEvent {
    PaymentEvent::Confirmed {
        contract: Some(contract_id()),
        rates: Vec::new(),
        advances: vec![advance(uah("1200.00"))],
        entries: vec![entry()],
    }
}

fn allocation(n: u32, invoice: InvoiceId) -> Allocation {
    Allocation { n, invoice, amount: uah("200.00"), day: day("2026-11-20"), advances: Vec::new(), assignment: None, entries: Vec::new() }
}

/// 200.00 of the sample payment for the sample invoice.
pub fn allocated() -> Allocation {
    Allocation { advances: vec![advance(uah("200.00"))], entries: vec![entry()], ..allocation(1, invoice_id()) }
}

/// One of each event of a payment.
pub fn events() -> Vec<PaymentEvent> {
    let other = InvoiceId::derive(&["sample", "other"]);
    vec![
        PaymentEvent::Recorded(recorded()),
        confirmed(),
        PaymentEvent::Allocated(allocated()),
        PaymentEvent::Unallocated {
            n: 1,
            invoice: invoice_id(),
            amount: uah("200.00"),
            day: day("2026-11-21"),
            reason: line("Не той рахунок"),
        },
        PaymentEvent::RemainderWrittenOff(RemainderOff {
            amount: uah("0.03"),
            day: day("2026-11-21"),
            advances: vec![InBook { book: posting::book_of(seller()), direction: Direction::Receivable, amount: uah("0.03") }],
            entries: vec![entry()],
        }),
        PaymentEvent::Reversed { day: day("2026-11-21"), reason: line("Банк повернув кошти") },
        PaymentEvent::OffsetMade(OffsetMade {
            id: PaymentId::derive(&["sample", "offset"]),
            payer: buyer(),
            payee: seller(),
            amount: uah("200.00"),
            day: day("2026-11-20"),
            closes: [allocation(1, invoice_id()), allocation(2, other)],
            entries: vec![entry()],
            basis: Some(line("Акт заліку № 3")),
            names: super::contracts::sale().names,
        }),
    ]
}

/// One of each refusal.
pub fn refusals() -> Vec<PaymentRefusal> {
    vec![
        PaymentRefusal::NotFound,
        PaymentRefusal::Exists,
        PaymentRefusal::NotInStatus { is: PaymentStatus::Confirmed },
        PaymentRefusal::SameParty,
        PaymentRefusal::NoSuchParty,
        PaymentRefusal::NoSuchContract,
        PaymentRefusal::NobodyOwn,
        PaymentRefusal::AmountNotPositive,
        PaymentRefusal::InFuture,
        PaymentRefusal::DuplicateReference,
        PaymentRefusal::CashLimit { limit: uah("10000.00") },
        PaymentRefusal::NoRate { from: Currency::USD, to: Currency::UAH },
        PaymentRefusal::RateUnusable,
        PaymentRefusal::RemainderTooLarge { most: uah("1.00") },
        PaymentRefusal::WrittenOffAlready,
    ]
    .into_iter()
    .chain(allocation_refusals().into_iter().map(PaymentRefusal::Allocation))
    .collect()
}

/// One of each reason why a part of a payment does not close a part of an invoice.
pub fn allocation_refusals() -> Vec<AllocationRefusal> {
    vec![
        AllocationRefusal::PaymentNotConfirmed { is: PaymentStatus::Received },
        AllocationRefusal::NoSuchInvoice,
        AllocationRefusal::InvoiceNotPayable { is: InvoiceStatus::Draft },
        AllocationRefusal::NotADemand,
        AllocationRefusal::Currency,
        AllocationRefusal::WrongDirection,
        AllocationRefusal::StrangerPays,
        AllocationRefusal::NotPositive,
        AllocationRefusal::OverPayment { left: uah("10.00") },
        AllocationRefusal::OverInvoice { open: uah("10.00") },
        AllocationRefusal::TooEarly,
        AllocationRefusal::TooMany,
        AllocationRefusal::NoSuchAllocation,
        AllocationRefusal::OffsetIsWhole,
        AllocationRefusal::NotOpposite,
        AllocationRefusal::SameInvoice,
        AllocationRefusal::UnallocateFirst,
    ]
}
