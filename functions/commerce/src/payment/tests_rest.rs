//! Allocations that are moved, and rests that are too small to be asked back.

use posting::Purpose;

use super::Payment;
use super::auto_allocate::AutoAllocate;
use super::confirm::ConfirmPayment;
use super::move_allocation::MoveAllocation;
use super::record::RecordPayment;
use super::reverse::ReversePayment;
use super::unallocate::UnallocatePayment;
use super::write_off::WriteOffRemainder;
use crate::ContractId;
use crate::invoice::allocate_waiting::AllocateWaiting;
use crate::invoice::assess::InvoiceContent;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::line::AdvanceLine;
use crate::invoice::void::VoidInvoice;
use crate::invoice::world::{World, content, invoice, outsider, own, payment, reason, uah, wish};
use crate::invoice::{Invoice, InvoiceStatus};
use crate::obligation::{Obligation, ObligationStatus};
use crate::queries::account_statement::GetAccountStatement;
use crate::queries::invoice_get::{self, GetInvoice};
use crate::queries::invoice_list::{Due, ListInvoices};
use crate::queries::payment_get::GetPayment;
use crate::samples::{day, line, literal};

const MONEY: [Purpose; 4] = [Purpose::Bank, Purpose::Receivable, Purpose::AdvancesReceived, Purpose::SmallDifferenceGain];

fn amounts(expected: &[(Purpose, &str)]) -> Vec<(Purpose, String)> {
    expected.iter().map(|(purpose, amount)| (*purpose, (*amount).to_owned())).collect()
}

/// A sale that allows rests of up to 1.00: an advance of 60.00 was asked for and paid, and 100.00
/// net were delivered and invoiced.
fn paid_in_advance() -> (World, ContractId) {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |drafted| drafted.terms.small_difference = Some(uah("1.00")));
    let advance =
        AdvanceLine { name: line("Аванс"), supply: tax::SupplyKind::Goods, tax_code: literal("standard"), amount: uah("50.00") };
    let content = InvoiceContent { lines: Vec::new(), advance: vec![advance], tax_point: Some(day("2026-11-16")), ..content() };
    world.run(&DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content });
    world.run(&IssueInvoice { invoice_id: invoice(1), issue_day: None, due_day: None, series: None, number: None });
    world.pay(payment(1), outsider(), own(), uah("60.00"), Some(contract));
    world.allocate(payment(1), invoice(1));
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.post(invoice(2), contract, vec![wish(fact, 1, "1")]);
    (world, contract)
}

fn move_to(n: u32, amount: Option<&str>) -> MoveAllocation {
    let amount = amount.map(uah);
    MoveAllocation { payment_id: payment(1), allocation: 1, invoice_id: invoice(n), amount, reason: reason() }
}

#[test]
fn k07_an_advance_moves_to_the_invoice_over_what_was_delivered() {
    let (mut world, _) = paid_in_advance();
    let open = |world: &World, n: u32| world.state::<Invoice>(invoice(n)).open();
    assert_eq!((open(&world, 1), open(&world, 2)), (uah("0.00"), uah("120.00")));
    world.run(&move_to(2, None));
    assert_eq!((open(&world, 1), open(&world, 2)), (uah("60.00"), uah("60.00")));
    assert_eq!(world.state::<Payment>(payment(1)).remainder(), uah("0.00"));
    let expected = amounts(&[(Purpose::Bank, "60.00"), (Purpose::Receivable, "60.00")]);
    assert_eq!(world.balances(own(), &MONEY), expected);
    let debt = |n: u32| world.state::<Obligation>(Obligation::id_of_debt(invoice(n))).status();
    assert_eq!((debt(1), debt(2)), (ObligationStatus::Open, ObligationStatus::Partial));
    assert_eq!(world.refusal(&move_to(1, None)), "commerce.allocation.no-such-allocation");
}

#[test]
fn k12_no_more_is_moved_than_was_allocated_and_the_rest_is_free() {
    let (mut world, _) = paid_in_advance();
    assert_eq!(world.refusal(&move_to(1, None)), "commerce.allocation.same-invoice");
    assert_eq!(world.refusal(&move_to(2, Some("60.01"))), "commerce.allocation.over-payment");
    assert_eq!(world.refusal(&move_to(2, Some("0.00"))), "commerce.allocation.not-positive");
    assert_eq!(world.refusal(&move_to(9, None)), "commerce.allocation.no-such-invoice");
    assert_eq!(world.refusal(&MoveAllocation { payment_id: payment(9), ..move_to(2, None) }), "commerce.payment.not-found");
    world.run(&move_to(2, Some("59.99")));
    let paid = world.state::<Payment>(payment(1));
    assert_eq!((paid.remainder(), paid.allocation(2).map(|one| one.amount)), (uah("0.01"), Some(uah("59.99"))));
}

#[test]
fn a_rest_that_the_contract_calls_small_is_written_off_once_and_comes_back_with_the_payment() {
    let (mut world, contract) = paid_in_advance();
    world.run(&move_to(2, None));
    world.pay(payment(2), outsider(), own(), uah("60.03"), None);
    world.allocate(payment(2), invoice(2));
    assert_eq!(world.state::<Invoice>(invoice(2)).status(), InvoiceStatus::Paid);
    let write_off = WriteOffRemainder { payment_id: payment(2), day: None };
    world.run(&write_off);
    assert_eq!(world.refusal(&write_off), "commerce.payment.written-off-already");
    let paid = world.state::<Payment>(payment(2));
    assert_eq!((paid.remainder(), paid.off()), (uah("0.00"), uah("0.03")));
    let expected = amounts(&[(Purpose::Bank, "120.03"), (Purpose::SmallDifferenceGain, "-0.03")]);
    assert_eq!(world.balances(own(), &MONEY), expected);
    let statement = world.ask(&GetAccountStatement { party_id: own(), other: outsider(), from: None, until: None });
    assert_eq!(statement.lines.iter().filter(|line| line.kind == "DIFFERENCE").count(), 1);
    assert!(!world.ask(&GetPayment { payment_id: payment(2) }).actions.contains(&"commerce.write-off-remainder"));
    // What was given back after it is free, and no second rest hides behind the first.
    world.run(&UnallocatePayment { payment_id: payment(2), allocation: 1, reason: reason() });
    assert_eq!(world.state::<Payment>(payment(2)).remainder(), uah("60.00"));
    world.run(&ReversePayment { payment_id: payment(2), reason: reason(), from_its_day: false });
    assert_eq!(world.balances(own(), &MONEY), amounts(&[(Purpose::Bank, "60.00"), (Purpose::Receivable, "60.00")]));
    assert_eq!(world.state::<Invoice>(invoice(2)).contract, contract);
}

#[test]
fn a_rest_beyond_what_the_contract_says_is_asked_back() {
    let (mut world, contract) = paid_in_advance();
    let write_off = |n| WriteOffRemainder { payment_id: payment(n), day: None };
    assert_eq!(world.refusal(&write_off(1)), "commerce.payment.amount-not-positive");
    assert_eq!(world.refusal(&write_off(9)), "commerce.payment.not-found");
    world.pay(payment(2), outsider(), own(), uah("1.01"), Some(contract));
    assert_eq!(world.refusal(&write_off(2)), "commerce.payment.remainder-too-large");
    world.pay(payment(3), outsider(), own(), uah("0.01"), None);
    assert_eq!(world.refusal(&write_off(3)), "commerce.payment.remainder-too-large");
    world.pay(payment(4), outsider(), own(), uah("1.00"), Some(contract));
    let on = |on: &str| WriteOffRemainder { payment_id: payment(4), day: Some(day(on)) };
    assert_eq!(world.refusal(&on("2026-11-22")), "commerce.payment.in-future");
    assert_eq!(world.refusal(&on("2026-01-01")), "commerce.allocation.too-early");
    world.run(&ReversePayment { payment_id: payment(4), reason: reason(), from_its_day: false });
    assert_eq!(world.refusal(&write_off(4)), "commerce.payment.not-in-status");
}

#[test]
fn k12_what_a_person_took_from_an_invoice_does_not_come_back_to_it_by_itself() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
    world.pay(payment(1), outsider(), own(), uah("120.00"), Some(contract));
    let sweep = AutoAllocate { payment_id: payment(1) };
    world.run(&sweep);
    world.run(&UnallocatePayment { payment_id: payment(1), allocation: 1, reason: reason() });
    assert!(world.decide(&sweep).unwrap().appends.is_empty());
    assert!(world.decide(&AllocateWaiting { invoice_id: invoice(1) }).unwrap().appends.is_empty());
    // Another invoice takes it, and so does the same one when a person says so.
    let fact = world.fact("more", contract, &[("1", "50.00")]);
    world.post(invoice(2), contract, vec![wish(fact, 1, "1")]);
    world.run(&sweep);
    let paid = world.state::<Payment>(payment(1));
    assert_eq!(paid.allocations.iter().map(|one| (one.invoice, one.amount)).collect::<Vec<_>>(), [(invoice(2), uah("60.00"))]);
    world.allocate(payment(1), invoice(1));
    assert_eq!(world.state::<Invoice>(invoice(1)).open(), uah("60.00"));
}

#[test]
fn k12_what_a_moved_allocation_leaves_does_not_return_to_where_it_was() {
    let (mut world, _) = paid_in_advance();
    world.run(&MoveAllocation { invoice_id: invoice(2), ..move_to(2, Some("10.00")) });
    let back =
        MoveAllocation { payment_id: payment(1), allocation: 2, invoice_id: invoice(1), amount: Some(uah("4.00")), reason: reason() };
    world.run(&back);
    assert!(world.decide(&AutoAllocate { payment_id: payment(1) }).unwrap().appends.is_empty());
    assert_eq!(world.state::<Payment>(payment(1)).remainder(), uah("56.00"));
}

#[test]
fn k21_money_of_a_closed_month_is_in_the_books_today_and_closes_its_invoice_today() {
    for by_invoice in [false, true] {
        let mut world = World::new();
        let contract = world.contract("sale", own(), outsider(), |_| {});
        let fact = world.fact("shipment", contract, &[("1", "100.00")]);
        world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
        world.now = "2026-12-05T08:00:00Z";
        world.close_month(own(), "2026-11");
        let record = RecordPayment {
            payment_id: Some(payment(1)),
            payer: outsider(),
            payee: own(),
            amount: uah("120.00"),
            day: day("2026-11-30"),
            contract_id: Some(contract),
            external: None,
            ..kernel::Command::example()
        };
        world.run(&record);
        let bank = world.entries().into_iter().find(|entry| entry.entry.rule.name == "payment-confirmed").unwrap().entry;
        assert_eq!((bank.day, bank.text.as_str().starts_with("2026-11-30: ")), (day("2026-12-05"), true));
        assert_eq!(world.state::<Payment>(payment(1)).day, day("2026-11-30"));
        if by_invoice {
            world.run(&AllocateWaiting { invoice_id: invoice(1) });
        } else {
            world.run(&AutoAllocate { payment_id: payment(1) });
        }
        let paid = world.state::<Payment>(payment(1));
        assert_eq!(paid.allocations.iter().map(|one| one.day).collect::<Vec<_>>(), [day("2026-12-05")]);
        assert_eq!(world.balances(own(), &MONEY), amounts(&[(Purpose::Bank, "120.00")]));
    }
}

#[test]
fn k21_money_that_was_received_before_the_month_was_closed_can_still_be_confirmed() {
    let mut world = World::new();
    let record = RecordPayment {
        payment_id: Some(payment(1)),
        payer: outsider(),
        payee: own(),
        amount: uah("120.00"),
        confirm: false,
        contract_id: None,
        external: None,
        ..kernel::Command::example()
    };
    world.run(&record);
    world.now = "2026-12-05T08:00:00Z";
    world.close_month(own(), "2026-11");
    world.run(&ConfirmPayment { payment_id: payment(1), rates: Vec::new() });
    assert_eq!(world.entries()[0].entry.day, day("2026-12-05"));
}

#[test]
fn k06_k07_a_paid_advance_is_neither_open_nor_overdue_and_is_void_once_its_money_moved() {
    let (mut world, _) = paid_in_advance();
    world.now = "2027-01-10T08:00:00Z";
    let overdue = |world: &World| {
        let list = ListInvoices { party_id: Some(own()), due: Some(Due::Overdue), ..ListInvoices::default() };
        world.ask(&list).items.into_iter().map(|item| item.invoice.invoice_id).collect::<Vec<_>>()
    };
    let page = |world: &World| world.ask(&GetInvoice { invoice_id: invoice(1) });
    let accountant = kernel::Context { actor: testkit::decision::person("accountant", kernel::Role::Accountant), ..testkit::context() };
    let offered = |world: &World| invoice_get::actions(&world.state::<Invoice>(invoice(1)), &accountant);
    assert_eq!((page(&world).status, page(&world).overdue, overdue(&world)), (InvoiceStatus::Paid, false, vec![invoice(2)]));
    assert_eq!(offered(&world), ["commerce.print-invoice"]);
    world.run(&move_to(2, None));
    assert_eq!((page(&world).status, page(&world).overdue), (InvoiceStatus::Issued, true));
    assert_eq!(offered(&world), ["commerce.void-invoice", "commerce.print-invoice"]);
    world.run(&VoidInvoice { invoice_id: invoice(1), reason: reason() });
    assert_eq!(overdue(&world), [invoice(2)]);
}

#[test]
fn k07_an_issued_invoice_that_advances_have_paid_is_not_overdue() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "1")]);
    world.pay(payment(1), outsider(), own(), uah("120.00"), None);
    world.allocate(payment(1), invoice(1));
    world.now = "2027-01-10T08:00:00Z";
    assert!(!world.ask(&GetInvoice { invoice_id: invoice(1) }).overdue);
    let open = ListInvoices { party_id: Some(own()), due: Some(Due::Open), ..ListInvoices::default() };
    assert!(world.ask(&open).items.is_empty());
}
