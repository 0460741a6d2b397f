//! Payments from the bank's message to the books, and what they close.

use kernel::{Command, Currency, Money};
use posting::{JournalEntry, Purpose};

use super::allocate::AllocatePayment;
use super::auto_allocate::AutoAllocate;
use super::confirm::ConfirmPayment;
use super::offset::OffsetInvoices;
use super::record::{MoneyMethod, RecordPayment};
use super::reverse::ReversePayment;
use super::unallocate::UnallocatePayment;
use super::{ExternalReference, Payment, PaymentStatus};
use crate::contract::Assignment;
use crate::invoice::allocate_waiting::AllocateWaiting;
use crate::invoice::assess::InvoiceContent;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::post::PostInvoice;
use crate::invoice::world::{World, content, invoice, outsider, own, payment, reason, sister, uah, wish};
use crate::invoice::{Invoice, InvoiceStatus};
use crate::queries::payment_get::GetPayment;
use crate::queries::payment_list::ListPayments;
use crate::rules::exchange::ExchangeRate;
use crate::samples::{day, line, money, parties};
use crate::{ContractId, PartyId};

const MONEY: [Purpose; 6] =
    [Purpose::Bank, Purpose::Cash, Purpose::Receivable, Purpose::Payable, Purpose::AdvancesReceived, Purpose::AdvancesPaid];

fn record(n: u32, amount: &str) -> RecordPayment {
    let (payer, payee) = (outsider(), own());
    let payment_id = Some(payment(n));
    RecordPayment { payment_id, payer, payee, amount: uah(amount), contract_id: None, external: None, ..RecordPayment::example() }
}

fn allocate(p: u32, i: u32, amount: Option<&str>) -> AllocatePayment {
    AllocatePayment { payment_id: payment(p), invoice_id: invoice(i), amount: amount.map(uah), day: None }
}

/// A posted sale of 100.00 net to the outsider.
fn sold() -> (World, ContractId) {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
    (world, contract)
}

#[test]
fn k10_a_payment_is_received_confirmed_and_reversed() {
    let mut world = World::new();
    world.run(&RecordPayment { confirm: false, ..record(1, "120.00") });
    assert_eq!((world.state::<Payment>(payment(1)).status(), world.entries().len()), (PaymentStatus::Received, 0));
    let early = allocate(1, 1, None);
    world.run(&ConfirmPayment { payment_id: payment(1), rates: Vec::new() });
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Bank, "120.00".to_owned()), (Purpose::AdvancesReceived, "-120.00".to_owned())]);
    assert_eq!(world.refusal(&early), "commerce.allocation.no-such-invoice");
    let reverse = ReversePayment { payment_id: payment(1), reason: reason(), from_its_day: false };
    world.run(&reverse);
    assert_eq!(world.balances(own(), &MONEY), []);
    let linked = |entry: &&JournalEntry| entry.reversed_by.is_some() || entry.entry.reverses.is_some();
    assert_eq!(world.entries().iter().filter(linked).count(), 2);
    assert_eq!(world.refusal(&reverse), "commerce.payment.not-in-status");
}

#[test]
fn k10_a_reference_of_the_bank_is_recorded_once() {
    let mut world = World::new();
    let external = Some(ExternalReference { system: line("privat24"), value: line("P24-1") });
    let told = |n| RecordPayment { external: external.clone(), ..record(n, "120.00") };
    world.run(&told(1));
    assert_eq!(world.refusal(&told(2)), "commerce.payment.duplicate-reference");
    assert_eq!(world.refusal(&told(1)), "commerce.payment.exists");
    world.run(&ReversePayment { payment_id: payment(1), reason: reason(), from_its_day: false });
    world.run(&told(2));
}

#[test]
fn k10_what_cannot_be_a_payment_is_refused() {
    let mut world = World::new();
    assert_eq!(world.refusal(&record(1, "0")), "commerce.payment.amount-not-positive");
    assert_eq!(world.refusal(&RecordPayment { payer: own(), ..record(1, "1") }), "commerce.payment.same-party");
    assert_eq!(world.refusal(&RecordPayment { payer: PartyId::derive(&["x"]), ..record(1, "1") }), "commerce.payment.no-such-party");
    let stranger = PartyId::derive(&["world", "stranger"]);
    world.party(stranger, parties::supplier());
    assert_eq!(world.refusal(&RecordPayment { payee: stranger, ..record(1, "1") }), "commerce.payment.nobody-own");
    assert_eq!(world.refusal(&RecordPayment { day: day("2026-11-22"), ..record(1, "1") }), "commerce.payment.in-future");
    let contract_id = Some(ContractId::derive(&["none"]));
    assert_eq!(world.refusal(&RecordPayment { contract_id, ..record(1, "1") }), "commerce.payment.no-such-contract");
}

#[test]
fn k15_cash_beyond_the_limit_of_the_law_is_refused() {
    let mut world = World::new();
    let cash = |amount| RecordPayment { method: MoneyMethod::Cash, ..record(1, amount) };
    assert_eq!(world.refusal(&cash("10000.01")), "commerce.payment.cash-limit");
    world.run(&cash("10000.00"));
    assert_eq!(world.balance(own(), Purpose::Cash), uah("10000.00"));
}

#[test]
fn k11_the_remainder_is_what_no_invoice_took() {
    let (mut world, _) = sold();
    world.run(&record(1, "150.00"));
    world.run(&allocate(1, 1, None));
    let page = world.ask(&GetPayment { payment_id: payment(1) });
    assert_eq!((page.payment.remainder, page.allocations.len()), (uah("30.00"), 1));
    assert_eq!(world.ask(&ListPayments::default()).items[0].remainder, uah("30.00"));
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::Paid);
}

#[test]
fn k12_neither_payment_nor_invoice_is_passed_and_what_was_given_back_can_be_allocated_again() {
    let (mut world, _) = sold();
    world.run(&record(1, "200.00"));
    assert_eq!(world.refusal(&allocate(1, 1, Some("200.01"))), "commerce.allocation.over-payment");
    assert_eq!(world.refusal(&allocate(1, 1, Some("120.01"))), "commerce.allocation.over-invoice");
    assert_eq!(world.refusal(&allocate(1, 1, Some("0"))), "commerce.allocation.not-positive");
    world.run(&allocate(1, 1, Some("50.00")));
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::PartiallyPaid);
    let give_back = UnallocatePayment { payment_id: payment(1), allocation: 1, reason: reason() };
    world.run(&give_back);
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::Posted);
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("120.00"));
    assert_eq!(world.refusal(&give_back), "commerce.allocation.no-such-allocation");
    world.run(&allocate(1, 1, None));
    assert_eq!(world.state::<Payment>(payment(1)).allocations[0].n, 2);
}

#[test]
fn k12_an_allocation_has_its_own_day() {
    let (mut world, _) = sold();
    world.run(&record(1, "120.00"));
    let on = |text| AllocatePayment { day: Some(day(text)), ..allocate(1, 1, None) };
    assert_eq!(world.refusal(&on("2026-11-19")), "commerce.allocation.too-early");
    assert_eq!(world.refusal(&on("2026-11-22")), "commerce.payment.in-future");
    world.run(&on("2026-11-21"));
    assert_eq!(world.state::<Payment>(payment(1)).allocations[0].day, day("2026-11-21"));
}

#[test]
fn k07_money_for_an_issued_invoice_is_an_advance_and_a_settlement_once_it_is_posted() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "1")]);
    world.run(&record(1, "50.00"));
    world.run(&record(2, "30.00"));
    world.allocate(payment(1), invoice(1));
    world.allocate(payment(2), invoice(1));
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::Issued);
    assert_eq!((world.balance(own(), Purpose::AdvancesReceived), world.balance(own(), Purpose::Receivable)), (uah("-80.00"), uah("0")));
    world.run(&PostInvoice { invoice_id: invoice(1), day: None });
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::PartiallyPaid);
    assert_eq!((world.balance(own(), Purpose::AdvancesReceived), world.balance(own(), Purpose::Receivable)), (uah("0"), uah("40.00")));
    // Given back afterwards, it is an advance again.
    world.run(&UnallocatePayment { payment_id: payment(2), allocation: 1, reason: reason() });
    assert_eq!((world.balance(own(), Purpose::AdvancesReceived), world.balance(own(), Purpose::Receivable)), (uah("-30.00"), uah("70.00")));
}

#[test]
fn k13_the_wrong_direction_currency_or_payer_is_refused() {
    let (mut world, _) = sold();
    world.pay(payment(1), own(), outsider(), uah("120.00"), None);
    assert_eq!(world.refusal(&allocate(1, 1, None)), "commerce.allocation.wrong-direction");
    world.pay(payment(2), sister(), own(), uah("120.00"), None);
    assert_eq!(world.refusal(&allocate(2, 1, None)), "commerce.allocation.stranger-pays");
    let rates = vec![rate("41.00")];
    world.run(&RecordPayment { amount: money("100.00", Currency::USD), rates, ..record(3, "1") });
    assert_eq!(world.refusal(&allocate(3, 1, None)), "commerce.allocation.currency");
    world.run(&RecordPayment { confirm: false, ..record(4, "120.00") });
    assert_eq!(world.refusal(&allocate(4, 1, None)), "commerce.allocation.payment-not-confirmed");
}

#[test]
fn k13_a_third_party_pays_by_a_document_of_the_contract() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |drafted| {
        let document = line("Лист 14 від 2026-11-01");
        drafted.terms.third_party_payers = vec![Assignment { party: sister(), document, valid: parties::interval("2026-11-01", None) }];
    });
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
    world.pay(payment(1), sister(), own(), uah("120.00"), None);
    world.allocate(payment(1), invoice(1));
    assert_eq!(world.state::<Payment>(payment(1)).allocations[0].assignment, Some(line("Лист 14 від 2026-11-01")));
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("0"));
    // Who paid for another is owed by that other now.
    assert_eq!(world.balances(sister(), &MONEY), [(Purpose::Bank, "-120.00".to_owned()), (Purpose::Receivable, "120.00".to_owned())]);
}

#[test]
fn k14_an_offset_closes_both_claims_equally_without_cash() {
    let (mut world, _) = sold();
    let purchase = world.contract("purchase", outsider(), own(), |_| {});
    let fact = world.fact("delivery", purchase, &[("1", "50.00")]);
    world.post(invoice(2), purchase, vec![wish(fact, 1, "1")]);
    let offset = OffsetInvoices { payment_id: Some(payment(1)), first: invoice(1), second: invoice(2), ..OffsetInvoices::example() };
    assert_eq!(world.refusal(&OffsetInvoices { second: invoice(1), ..offset.clone() }), "commerce.allocation.not-opposite");
    assert_eq!(world.refusal(&OffsetInvoices { amount: Some(uah("60.01")), ..offset.clone() }), "commerce.allocation.over-invoice");
    world.run(&offset);
    let open = |world: &World, n| world.state::<Invoice>(invoice(n)).open();
    assert_eq!((open(&world, 1), open(&world, 2)), (uah("60.00"), uah("0")));
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Receivable, "60.00".to_owned())]);
    assert_eq!(world.state::<Payment>(payment(1)).remainder(), uah("0"));
    let part = UnallocatePayment { payment_id: payment(1), allocation: 1, reason: reason() };
    assert_eq!(world.refusal(&part), "commerce.allocation.offset-is-whole");
    world.run(&ReversePayment { payment_id: payment(1), reason: reason(), from_its_day: false });
    assert_eq!((open(&world, 1), open(&world, 2)), (uah("120.00"), uah("60.00")));
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Receivable, "120.00".to_owned()), (Purpose::Payable, "-60.00".to_owned())]);
}

#[test]
fn k14_between_own_companies_an_offset_is_made_in_both_books() {
    let mut world = World::new();
    for (n, seller, buyer) in [(1, own(), sister()), (2, sister(), own())] {
        let contract = world.contract(&format!("service {n}"), seller, buyer, |_| {});
        let fact = world.fact(&format!("act {n}"), contract, &[("1", "100.00")]);
        world.post(invoice(n), contract, vec![wish(fact, 1, "1")]);
    }
    world.run(&OffsetInvoices { payment_id: Some(payment(1)), first: invoice(1), second: invoice(2), ..OffsetInvoices::example() });
    assert_eq!((world.balances(own(), &MONEY), world.balances(sister(), &MONEY)), (vec![], vec![]));
}

fn rate(units: &str) -> ExchangeRate {
    ExchangeRate { from: Currency::USD, to: Currency::UAH, rate: units.parse().unwrap(), source: line("НБУ"), day: day("2026-11-16") }
}

#[test]
fn k03_the_realised_exchange_difference_is_posted_and_nothing_is_left() {
    let mut world = World::new();
    let contract = world.contract("export", own(), outsider(), |drafted| {
        drafted.currency = Currency::USD;
        drafted.terms.small_difference = None;
    });
    let fact = world.fact("shipment", contract, &[("1", "100.01")]);
    let content = InvoiceContent { lines: vec![wish(fact, 1, "1")], rates: vec![rate("41.37")], ..content() };
    world.run(&DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content });
    world.run(&IssueInvoice { invoice_id: invoice(1), ..IssueInvoice::example() });
    world.run(&PostInvoice { invoice_id: invoice(1), day: None });
    let dollars = |n: u32, amount: &str, units: &str| RecordPayment {
        amount: money(amount, Currency::USD),
        rates: vec![rate(units)],
        ..record(n, "1")
    };
    // 120.01 USD: three payments at three rates, the last one larger than what is open.
    for (n, amount, units) in [(1, "33.33", "41.90"), (2, "33.33", "40.05"), (3, "60.00", "41.37")] {
        world.run(&dollars(n, amount, units));
        world.run(&AllocatePayment { amount: None, ..allocate(n, 1, None) });
    }
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::Paid);
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("0"));
    // 33.33 × 0.53 came more, 33.33 × 1.32 less than was claimed.
    assert_eq!((world.balance(own(), Purpose::ExchangeGain), world.balance(own(), Purpose::ExchangeLoss)), (uah("-17.67"), uah("43.99")));
    let left = world.state::<Payment>(payment(3)).remainder();
    assert_eq!(left, Money::from_minor(665, Currency::USD));
}

#[test]
fn k03_money_in_another_currency_needs_a_rate_with_its_source() {
    let mut world = World::new();
    let dollars = RecordPayment { amount: money("10.00", Currency::USD), ..record(1, "1") };
    assert_eq!(world.refusal(&dollars), "commerce.payment.no-rate");
    assert_eq!(world.refusal(&RecordPayment { rates: vec![rate("0")], ..dollars.clone() }), "commerce.payment.rate-unusable");
    world.run(&RecordPayment { rates: vec![rate("41.00")], ..dollars });
    assert_eq!(world.balance(own(), Purpose::Bank), uah("410.00"));
}

#[test]
fn k12_taking_a_payment_back_gives_back_what_invoices_took() {
    let (mut world, contract) = sold();
    let fact = world.fact("more", contract, &[("1", "10.00")]);
    world.issue(invoice(2), contract, vec![wish(fact, 1, "1")]);
    world.run(&record(1, "150.00"));
    world.run(&allocate(1, 1, Some("100.00")));
    world.run(&allocate(1, 1, Some("20.00")));
    world.run(&allocate(1, 2, None));
    world.run(&ReversePayment { payment_id: payment(1), reason: reason(), from_its_day: false });
    assert_eq!([1, 2].map(|n| world.state::<Invoice>(invoice(n)).settled()), [uah("0"), uah("0")]);
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Receivable, "120.00".to_owned())]);
}

#[test]
fn x03_k07_money_that_names_a_contract_finds_its_invoices_and_invoices_find_it() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    world.pay(payment(1), outsider(), own(), uah("100.00"), Some(contract));
    let facts = ["one", "two"].map(|name| world.fact(name, contract, &[("1", "50.00")]));
    for (n, fact) in (1..).zip(facts) {
        world.post(invoice(n), contract, vec![wish(fact, 1, "1")]);
    }
    let waiting = AllocateWaiting { invoice_id: invoice(1) };
    world.run(&waiting);
    assert_eq!(world.state::<Invoice>(invoice(1)).status(), InvoiceStatus::Paid);
    // Asked once more, there is nothing to do.
    assert!(world.decide(&waiting).unwrap().appends.is_empty());
    let auto = AutoAllocate { payment_id: payment(1) };
    world.run(&auto);
    assert!(world.decide(&auto).unwrap().appends.is_empty());
    assert_eq!(world.state::<Invoice>(invoice(2)).open(), uah("20.00"));
    assert_eq!(world.state::<Payment>(payment(1)).remainder(), uah("0"));
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Bank, "100.00".to_owned()), (Purpose::Receivable, "20.00".to_owned())]);
    assert_eq!(AutoAllocate::SPEC.route, None);
}

#[test]
fn k01_money_between_own_companies_is_in_both_books() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("act", contract, &[("1", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
    world.pay(payment(1), sister(), own(), uah("120.00"), None);
    world.allocate(payment(1), invoice(1));
    assert_eq!(world.balances(own(), &MONEY), [(Purpose::Bank, "120.00".to_owned())]);
    assert_eq!(world.balances(sister(), &MONEY), [(Purpose::Bank, "-120.00".to_owned())]);
}

#[test]
fn x03_one_payment_closes_many_invoices_and_one_invoice_takes_many_payments() {
    let (mut world, contract) = sold();
    let fact = world.fact("more", contract, &[("1", "10.00")]);
    world.post(invoice(2), contract, vec![wish(fact, 1, "1")]);
    world.run(&record(1, "70.00"));
    world.run(&record(2, "62.00"));
    for (p, i, amount) in [(1, 1, "60.00"), (1, 2, "10.00"), (2, 1, "60.00"), (2, 2, "2.00")] {
        world.run(&allocate(p, i, Some(amount)));
    }
    assert_eq!([1, 2].map(|n| world.state::<Invoice>(invoice(n)).status()), [InvoiceStatus::Paid, InvoiceStatus::Paid]);
}

#[test]
fn k07_waiting_money_is_looked_after_when_it_comes_when_an_invoice_comes_and_by_the_clock() {
    use kernel::{Effect, Facts, Reaction, Schedule, Trigger, Want};

    use crate::reactions::allocate_on_confirmed::AllocateOnPaymentConfirmed;
    use crate::reactions::allocate_on_invoice::AllocateOnInvoice;
    use crate::schedules::sweep_waiting::SweepWaitingPayments;

    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    world.pay(payment(1), outsider(), own(), uah("100.00"), Some(contract));
    world.pay(payment(2), outsider(), own(), uah("100.00"), None);
    let (context, meta) = (testkit::context(), testkit::context().meta("test"));
    let on_confirmed = |n| {
        let (state, event) = (world.state::<Payment>(payment(n)), crate::samples::payments::confirmed());
        let trigger = Trigger { id: payment(n), version: 1, event: &event, meta: &meta, state: &state, context: &context };
        AllocateOnPaymentConfirmed::react(&trigger).len()
    };
    assert_eq!([1, 2].map(on_confirmed), [1, 0]);
    let mut facts = Facts::default();
    for want in SweepWaitingPayments::wants(&facts, &context) {
        let Want::Rows(query) = &want else { panic!("rows") };
        facts.put_rows(&want, world.page(query));
    }
    let effects = SweepWaitingPayments::tick(&facts, &context);
    assert!(matches!(effects.as_slice(), [Effect::Send { command: "commerce.auto-allocate", .. }]), "{effects:?}");
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "1")]);
    let (state, event) = (world.state::<Invoice>(invoice(1)), crate::invoice::InvoiceEvent::Issued(crate::samples::invoices::issued()));
    let trigger = Trigger { id: invoice(1), version: 2, event: &event, meta: &meta, state: &state, context: &context };
    assert_eq!(AllocateOnInvoice::react(&trigger).len(), 1);
}
