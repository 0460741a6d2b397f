//! Allocations that are moved, and rests that are too small to be asked back.

use posting::Purpose;

use super::Payment;
use super::move_allocation::MoveAllocation;
use super::reverse::ReversePayment;
use super::unallocate::UnallocatePayment;
use super::write_off::WriteOffRemainder;
use crate::ContractId;
use crate::invoice::assess::InvoiceContent;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::line::AdvanceLine;
use crate::invoice::world::{World, content, invoice, outsider, own, payment, reason, uah, wish};
use crate::invoice::{Invoice, InvoiceStatus};
use crate::obligation::{Obligation, ObligationStatus};
use crate::queries::account_statement::GetAccountStatement;
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
    world.run(&ReversePayment { payment_id: payment(2), reason: reason() });
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
    world.run(&ReversePayment { payment_id: payment(4), reason: reason() });
    assert_eq!(world.refusal(&write_off(4)), "commerce.payment.not-in-status");
}
