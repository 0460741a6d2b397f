//! Invoices once they are issued: void, posted, credited, written off, closed, printed.

use kernel::{Command, Currency, Quantity};
use posting::Purpose;

use super::attach_artifact::AttachInvoiceArtifact;
use super::close::CloseInvoice;
use super::credit::{CreditInvoice, CreditLine, CreditPart};
use super::draft::DraftInvoice;
use super::post::PostInvoice;
use super::print::PrintInvoice;
use super::tax_invoice::IssueTaxInvoice;
use super::tests::{all, draft, issue, sale, status};
use super::void::VoidInvoice;
use super::world::{World, content, invoice, outsider, own, payment, reason, sister, uah, wish};
use super::write_off::WriteOffDifference;
use super::{Invoice, InvoiceStatus};
use crate::InvoiceId;
use crate::obligation::{Obligation, ObligationStatus};
use crate::payment::allocate::AllocatePayment;
use crate::queries::account_statement::GetAccountStatement;
use crate::queries::claim_ageing::GetClaimAgeing;
use crate::queries::invoice_get::GetInvoice;
use crate::queries::invoice_list::{Due, ListInvoices};
use crate::rules::Direction;
use crate::rules::exchange::ExchangeRate;
use crate::samples::{day, invoices, line, literal, money};

#[test]
fn k06_x13_void_gives_the_facts_back_before_posting_and_never_after() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    let void = VoidInvoice { invoice_id: invoice(1), reason: reason() };
    world.run(&void);
    assert_eq!(status(&world, 1), InvoiceStatus::Void);
    let debt = world.state::<Obligation>(Obligation::id_of_debt(invoice(1)));
    assert_eq!(debt.status(), ObligationStatus::Cancelled);
    world.post(invoice(2), contract, all(fact));
    assert_eq!(world.refusal(&VoidInvoice { invoice_id: invoice(2), ..void.clone() }), "commerce.invoice.not-in-status");
    assert_eq!(world.refusal(&void), "commerce.invoice.not-in-status");
    // The number of the void invoice stays taken: the series has no gap.
    assert_eq!(world.state::<Invoice>(invoice(2)).number().unwrap().as_str(), "INV-26-000002");
}

#[test]
fn k06_void_is_refused_while_money_is_allocated() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    world.pay(payment(1), outsider(), own(), uah("100.00"), None);
    world.allocate(payment(1), invoice(1));
    assert_eq!(world.refusal(&VoidInvoice { invoice_id: invoice(1), reason: reason() }), "commerce.invoice.still-paid");
}

fn credit(n: u32, lines: Vec<CreditLine>) -> CreditInvoice {
    let note_id = Some(InvoiceId::derive(&["note", &n.to_string()]));
    CreditInvoice { invoice_id: invoice(1), note_id, lines, bill_again: false, ..CreditInvoice::example() }
}

#[test]
fn k06_four_credit_notes_come_back_to_334_99_exactly() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |drafted| drafted.terms.price_includes_tax = true);
    let sold = world.fact("shipment", contract, &[("4", "69.79")]);
    world.post(invoice(1), contract, vec![wish(sold, 1, "4")]);
    assert_eq!(world.state::<Invoice>(invoice(1)).payable(), uah("334.99"));
    for n in 0..4 {
        world.run(&credit(n, vec![CreditLine { n: 1, part: CreditPart::Quantity(Quantity::ONE) }]));
    }
    let invoice = world.state::<Invoice>(invoice(1));
    assert_eq!((invoice.credited(), invoice.open()), (uah("334.99"), uah("0")));
    assert_eq!(invoice.status(), InvoiceStatus::Paid);
    let purposes = [Purpose::Receivable, Purpose::SalesSettlement, Purpose::OutputTax];
    assert_eq!(world.balances(own(), &purposes), []);
    assert_eq!(world.refusal(&credit(9, Vec::new())), "commerce.tax.nothing-to-credit");
}

#[test]
fn k06_what_is_credited_can_be_billed_again_when_asked_for() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    let part = CreditLine { n: 1, part: CreditPart::Quantity(literal("4")) };
    world.run(&CreditInvoice { bill_again: true, ..credit(1, vec![part]) });
    let second = |quantity| DraftInvoice { invoice_id: Some(invoice(2)), ..draft(contract, vec![wish(fact, 1, quantity)]) };
    assert_eq!(world.refusal(&second("5")), "commerce.fact.more-than-open");
    world.post(invoice(2), contract, vec![wish(fact, 1, "4")]);
    world.run(&credit(2, Vec::new()));
    let third = DraftInvoice { invoice_id: Some(invoice(3)), ..draft(contract, vec![wish(fact, 2, "1")]) };
    assert_eq!(world.refusal(&third), "commerce.fact.more-than-open");
}

#[test]
fn k06_no_more_is_credited_than_is_open() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    world.pay(payment(1), outsider(), own(), uah("1319.98"), None);
    world.allocate(payment(1), invoice(1));
    assert_eq!(status(&world, 1), InvoiceStatus::PartiallyPaid);
    assert_eq!(world.refusal(&credit(1, Vec::new())), "commerce.invoice.credit-beyond-open");
}

#[test]
fn k19_the_debt_is_made_by_the_invoice_and_closed_by_allocation() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    let debt = |world: &World| world.state::<Obligation>(Obligation::id_of_debt(invoice(1))).status();
    assert_eq!(debt(&world), ObligationStatus::Open);
    world.pay(payment(1), outsider(), own(), uah("1319.99"), None);
    world.allocate(payment(1), invoice(1));
    assert_eq!(debt(&world), ObligationStatus::Fulfilled);
}

#[test]
fn k06_closed_is_paid_with_its_period_closed_and_overdue_is_derived() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    let overdue = |world: &World| world.ask(&GetInvoice { invoice_id: invoice(1) }).overdue;
    assert!(!overdue(&world));
    world.now = "2026-12-06T08:00:00Z";
    assert!(overdue(&world));
    let list = ListInvoices { party_id: Some(own()), due: Some(Due::Overdue), ..ListInvoices::default() };
    assert_eq!(world.ask(&list).items.len(), 1);
    let close = CloseInvoice { invoice_id: invoice(1) };
    assert_eq!(world.refusal(&close), "commerce.invoice.not-in-status");
    world.pay(payment(1), outsider(), own(), uah("1319.99"), None);
    world.allocate(payment(1), invoice(1));
    assert!(!overdue(&world));
    assert_eq!(world.refusal(&close), "commerce.invoice.period-open");
    world.close_month(own(), "2026-11");
    world.run(&close);
    assert_eq!(status(&world, 1), InvoiceStatus::Closed);
    assert_eq!(world.ask(&list).items.len(), 0);
}

#[test]
fn k05_a_tax_invoice_posts_no_revenue() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("shipment", contract, &[("10", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "10")]);
    let before = [Purpose::Revenue, Purpose::SalesSettlement, Purpose::Receivable].map(|purpose| world.balance(own(), purpose));
    let issue = IssueTaxInvoice { invoice_id: invoice(1), tax_invoice_id: Some(invoice(2)), ..IssueTaxInvoice::example() };
    world.run(&issue);
    let after = [Purpose::Revenue, Purpose::SalesSettlement, Purpose::Receivable].map(|purpose| world.balance(own(), purpose));
    assert_eq!(before, after);
    let tax_invoice = world.state::<Invoice>(invoice(2));
    assert_eq!(tax_invoice.number().unwrap().as_str(), "TAX-26-000001");
    assert_eq!((tax_invoice.open(), tax_invoice.is_payable()), (uah("0"), false));
    assert_eq!(world.refusal(&IssueTaxInvoice { tax_invoice_id: Some(invoice(3)), ..issue }), "commerce.invoice.tax-invoice-exists");
}

#[test]
fn k05_the_tax_invoice_of_a_credit_note_corrects_the_invoices() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("shipment", contract, &[("10", "100.00"), ("3", "33.33")]);
    world.post(invoice(1), contract, all(fact));
    let part = |quantity: &str| vec![CreditLine { n: 2, part: CreditPart::Quantity(literal(quantity)) }];
    let note = |n: u32| InvoiceId::derive(&["note", &n.to_string()]);
    let of = |of: InvoiceId, n: u32| IssueTaxInvoice { invoice_id: of, tax_invoice_id: Some(invoice(n)), ..IssueTaxInvoice::example() };
    world.run(&credit(1, part("1")));
    assert_eq!(world.refusal(&of(note(1), 3)), "commerce.invoice.no-tax-invoice");
    world.run(&of(invoice(1), 2));
    world.run(&credit(2, part("1")));
    // In any order of writing, each says what the line was after the notes before it.
    world.run(&of(note(2), 4));
    world.run(&of(note(1), 3));
    let corrects = |n: u32| world.state::<Invoice>(invoice(n)).issued.unwrap().corrects.unwrap();
    let printed = |n: u32| {
        let corrects = corrects(n);
        let [line] = corrects.lines.as_slice() else { panic!("{corrects:?}") };
        [line.before.net, line.before.tax, line.after.net, line.after.tax].map(|amount| amount.amount())
    };
    assert_eq!((corrects(3).invoice, corrects(3).number.as_str()), (invoice(2), "TAX-26-000001"));
    assert_eq!(
        (printed(3), printed(4)),
        (["99.99", "20.00", "66.66", "13.33"].map(str::to_owned), ["66.66", "13.33", "33.33", "6.67"].map(str::to_owned))
    );
    assert_eq!(world.refusal(&of(note(1), 5)), "commerce.invoice.tax-invoice-exists");
    assert_eq!(world.refusal(&of(invoice(2), 5)), "commerce.invoice.not-a-demand");
    let print = PrintInvoice { invoice_id: invoice(4), form: super::paper::PaperForm::TaxInvoice, language: Some(kernel::Language::Ru) };
    let decided = world.decide(&print).unwrap();
    let model = &decided.appends[0].events[0]["data"]["model"];
    assert_eq!(model["title"], "Корректировочный счёт-фактура");
    assert_eq!(model["correction"], "№ TAX-26-000001 / 21.11.2026");
    assert_eq!(model["lines"][0]["note"], "до изменения: 66.66, налог 13.33; после изменения: 33.33, налог 6.67");
}

#[test]
fn k31_what_the_regulator_demands_must_be_there_first() {
    let mut world = World::new();
    let contract = world.contract("grain", own(), outsider(), |drafted| {
        drafted.terms.regulatory_profile = Some(literal("ru-grain-waybill"));
    });
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "1")]);
    let post = PostInvoice { invoice_id: invoice(1), day: None };
    assert_eq!(world.refusal(&post), "commerce.invoice.artifacts-missing");
    let attach = AttachInvoiceArtifact { invoice_id: invoice(1), artifact: invoices::grain_document() };
    world.run(&attach);
    assert_eq!(world.refusal(&attach), "commerce.invoice.artifact");
    world.run(&post);
}

#[test]
fn k03_an_invoice_in_another_currency_needs_a_rate_with_its_source() {
    let mut world = World::new();
    let contract = world.contract("export", own(), outsider(), |drafted| {
        drafted.currency = Currency::USD;
        drafted.terms.small_difference = None;
    });
    let fact = world.fact("shipment", contract, &[("10", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "10")]);
    let post = |n| PostInvoice { invoice_id: invoice(n), day: None };
    assert_eq!(world.refusal(&post(1)), "commerce.invoice.no-rate");
    world.run(&VoidInvoice { invoice_id: invoice(1), reason: reason() });
    let rate = ExchangeRate {
        from: Currency::USD,
        to: Currency::UAH,
        rate: "41.50".parse().unwrap(),
        source: line("НБУ"),
        day: day("2026-11-16"),
    };
    let content = super::assess::InvoiceContent { lines: vec![wish(fact, 1, "10")], rates: vec![rate.clone()], ..content() };
    world.run(&DraftInvoice { invoice_id: Some(invoice(2)), contract_id: contract, content });
    world.run(&issue(2));
    world.run(&post(2));
    assert_eq!(world.state::<Invoice>(invoice(2)).rates(), [rate]);
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("49800.00"));
    let originals: Vec<_> = world.entries()[0].entry.lines.iter().map(|line| line.original.unwrap().amount).collect();
    assert!(originals.contains(&money("1200.00", Currency::USD)));
}

#[test]
fn an_invoice_of_a_closed_period_is_posted_on_a_later_day() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    world.close_month(own(), "2026-11");
    world.now = "2026-12-02T08:00:00Z";
    let post = |on: Option<&str>| PostInvoice { invoice_id: invoice(1), day: on.map(day) };
    assert_eq!(world.refusal(&post(None)), "ledger.posting.period-closed");
    assert_eq!(world.refusal(&post(Some("2026-12-03"))), "commerce.invoice.in-future");
    assert_eq!(world.refusal(&post(Some("2026-11-15"))), "commerce.invoice.days-out-of-order");
    world.run(&post(Some("2026-12-01")));
}

#[test]
fn a_small_rest_is_written_off_as_far_as_the_contract_allows() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    world.pay(payment(1), outsider(), own(), uah("1319.00"), None);
    let write_off = WriteOffDifference { invoice_id: invoice(1), day: None };
    assert_eq!(world.refusal(&write_off), "commerce.invoice.difference-too-large");
    world.allocate(payment(1), invoice(1));
    world.run(&write_off);
    assert_eq!(status(&world, 1), InvoiceStatus::Paid);
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("0"));
    assert_eq!(world.balance(own(), Purpose::SmallDifferenceLoss), uah("0.99"));
}

#[test]
fn x05_k13_only_the_right_document_takes_money() {
    let (mut world, contract, fact) = sale();
    world.draft(invoice(1), contract, all(fact));
    world.pay(payment(1), outsider(), own(), uah("100.00"), None);
    let allocate = AllocatePayment { payment_id: payment(1), invoice_id: invoice(1), amount: None, day: None };
    assert_eq!(world.refusal(&allocate), "commerce.allocation.invoice-not-payable");
    world.run(&VoidInvoice { invoice_id: invoice(1), reason: reason() });
    assert_eq!(world.refusal(&allocate), "commerce.allocation.invoice-not-payable");
}

#[test]
fn aged_claims_and_the_statement_agree_with_what_happened() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, vec![wish(fact, 1, "10")]);
    world.pay(payment(1), outsider(), own(), uah("200.00"), None);
    world.allocate(payment(1), invoice(1));
    world.now = "2027-01-10T08:00:00Z";
    let ageing = world.ask(&GetClaimAgeing { party_id: own(), direction: None, as_of: None });
    let [row] = ageing.rows.as_slice() else { panic!("{ageing:?}") };
    assert_eq!((row.party, row.days_60, row.total), (Some(outsider()), uah("1000.00"), uah("1000.00")));
    let before = world.ask(&GetClaimAgeing { party_id: own(), direction: None, as_of: Some(day("2026-11-20")) });
    assert!(before.rows.is_empty());
    let owed = world.ask(&GetClaimAgeing { party_id: outsider(), direction: Some(Direction::Payable), as_of: None });
    assert_eq!(owed.totals[0].total, uah("1000.00"));
    let statement = world.ask(&GetAccountStatement { party_id: own(), other: outsider(), from: Some(day("2026-11-17")), until: None });
    assert_eq!((statement.opening, statement.lines.len(), statement.closing), (vec![uah("1200.00")], 1, vec![uah("1000.00")]));
}

#[test]
fn a_paper_is_asked_for_with_everything_that_stands_on_it() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    let print = PrintInvoice { invoice_id: invoice(1), ..PrintInvoice::example() };
    let decided = world.decide(&print).unwrap();
    let model = &decided.appends[0].events[0]["data"]["model"];
    assert_eq!((&model["number"], &model["totals"]["gross"]["amount"]), (&"INV-26-000001".into(), &"1319.99".into()));
    assert_eq!(model["lines"].as_array().map(Vec::len), Some(2));
    world.run(&print);
}

#[test]
fn the_budget_of_an_invoice_is_spent_and_given_back() {
    use crate::budget::{Budget, BudgetEvent, Opened};
    let mut world = World::new();
    let contract = world.contract("purchase", outsider(), own(), |_| {});
    let fact = world.fact("delivery", contract, &[("10", "10.00")]);
    let opened = Opened { party: own(), limit: uah("150.00"), ..crate::samples::budgets::opened() };
    let id = opened.id;
    world.seed::<Budget>(id, [BudgetEvent::Opened(opened)]);
    let content = |quantity| super::assess::InvoiceContent { lines: vec![wish(fact, 1, quantity)], budget: Some(id), ..content() };
    world.run(&DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content: content("10") });
    world.run(&issue(1));
    assert_eq!(world.balance(own(), Purpose::BudgetSpent), uah("100.00"));
    world.run(&VoidInvoice { invoice_id: invoice(1), reason: reason() });
    assert_eq!(world.balance(own(), Purpose::BudgetSpent), uah("0"));
    world.run(&DraftInvoice { invoice_id: Some(invoice(2)), contract_id: contract, content: content("8") });
    world.run(&issue(2));
    // Credit notes free what the invoice spent, part by part, down to nothing.
    world.run(&PostInvoice { invoice_id: invoice(2), day: None });
    let spent = |world: &World| (world.balance(own(), Purpose::BudgetSpent), world.state::<Budget>(id).free());
    assert_eq!(spent(&world), (uah("80.00"), uah("70.00")));
    let part = CreditLine { n: 1, part: CreditPart::Quantity(literal("3")) };
    world.run(&CreditInvoice { invoice_id: invoice(2), ..credit(1, vec![part]) });
    assert_eq!(spent(&world), (uah("50.00"), uah("100.00")));
    world.run(&CreditInvoice { invoice_id: invoice(2), ..credit(2, Vec::new()) });
    assert_eq!(spent(&world), (uah("0.00"), uah("150.00")));
}
