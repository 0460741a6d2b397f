//! Invoices from their draft to the day when they are closed, with everything around them.

use kernel::{Command, Currency};
use posting::Purpose;

use super::draft::DraftInvoice;
use super::issue::IssueInvoice;
use super::post::PostInvoice;
use super::world::{World, content, invoice, outsider, own, payment, sister, uah, wish};
use super::{AdvanceLine, Invoice, InvoiceStatus, LINES_MAX, LineWish};
use crate::contract::RoleKind;
use crate::fact::Fact;
use crate::graph::{PartyGraph, graph_id};
use crate::party::{Party, PartyEvent};
use crate::queries::invoice_get::GetInvoice;
use crate::queries::invoice_list::ListInvoices;
use crate::rules::Direction;
use crate::samples::{contracts, day, invoices, line, parties};
use crate::series::{NumberSeries, SeriesKey};
use crate::{ContractId, FactId};

/// A sale to the outsider and a shipment of 10 at 100.00 and 3 at 33.33.
pub(super) fn sale() -> (World, ContractId, FactId) {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("shipment", contract, &[("10", "100.00"), ("3", "33.33")]);
    (world, contract, fact)
}

pub(super) fn all(fact: FactId) -> Vec<LineWish> {
    vec![wish(fact, 1, "10"), wish(fact, 2, "3")]
}

pub(super) fn status(world: &World, n: u32) -> InvoiceStatus {
    world.state::<Invoice>(invoice(n)).status()
}

pub(super) fn issue(n: u32) -> IssueInvoice {
    IssueInvoice { invoice_id: invoice(n), ..IssueInvoice::example() }
}

pub(super) fn draft(contract: ContractId, lines: Vec<LineWish>) -> DraftInvoice {
    DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content: super::assess::InvoiceContent { lines, ..content() } }
}

#[test]
fn k49_a_draft_shows_its_taxes_issuing_freezes_them_and_posting_compares() {
    let (mut world, contract, fact) = sale();
    world.draft(invoice(1), contract, all(fact));
    let preview = world.state::<Invoice>(invoice(1)).tax().clone();
    assert_eq!((preview.net, preview.charged, preview.payable), (uah("1099.99"), uah("220.00"), uah("1319.99")));
    world.run(&issue(1));
    assert_eq!(*world.state::<Invoice>(invoice(1)).tax(), preview);
    // The seller turns out to have left the common regime before the shipment.
    let closed = PartyEvent::TaxRegistrationClosed {
        jurisdiction: parties::vat_registration().jurisdiction,
        from: day("2025-01-01"),
        valid: parties::interval("2025-01-01", Some("2026-06-01")),
    };
    world.seed::<Party>(own(), [closed]);
    let post = PostInvoice { invoice_id: invoice(1), day: None };
    assert_eq!(world.refusal(&post), "commerce.invoice.tax-would-differ");
    assert_eq!(status(&world, 1), InvoiceStatus::Issued);
}

#[test]
fn k27_the_frozen_taxes_name_every_rule_and_add_up() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    let invoice = world.state::<Invoice>(invoice(1));
    assert!(invoice.tax().adds_up() && !invoice.tax().trace.is_empty());
    assert_eq!(invoice.issued.unwrap().sha256.len(), 64);
}

#[test]
fn k50_x15_totals_are_the_sums_of_tax_lines_by_rate_net_for_control_and_gross_for_the_buyer() {
    let (mut world, contract, fact) = sale();
    world.post(invoice(1), contract, all(fact));
    let tax = world.state::<Invoice>(invoice(1)).tax().clone();
    let sum = |of: fn(&tax::TaxLine) -> kernel::Money| kernel::Money::sum(tax.summary.iter().map(of), Currency::UAH).unwrap();
    assert_eq!((sum(|line| line.base), sum(|line| line.tax)), (tax.net, tax.tax));
    assert_eq!(world.balance(own(), Purpose::SalesSettlement), uah("-1099.99"));
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("1319.99"));
}

#[test]
fn k04_an_issued_invoice_has_number_three_dates_and_lines_with_their_facts() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, all(fact));
    let issued = world.state::<Invoice>(invoice(1)).issued.unwrap();
    assert_eq!(issued.number.as_str(), "INV-26-000001");
    let dates = [issued.tax_point, issued.issue_day, issued.due_day].map(|day| day.to_string());
    assert_eq!(dates, ["2026-11-16", "2026-11-21", "2026-12-05"]);
    assert_eq!(issued.lines.iter().map(|line| line.bills.unwrap().line).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn k04_a_supplier_numbers_its_own_paper_and_an_own_company_does_not() {
    let (mut world, contract, fact) = sale();
    world.draft(invoice(1), contract, all(fact));
    let numbered = |n| IssueInvoice { number: Some(line("СФ-501")), ..issue(n) };
    assert_eq!(world.refusal(&numbered(1)), "commerce.invoice.own-number");
    let bought = world.contract("purchase", outsider(), own(), |_| {});
    let received = world.fact("arrival", bought, &[("10", "100.00")]);
    world.draft(invoice(2), bought, vec![wish(received, 1, "10")]);
    world.run(&numbered(2));
    assert_eq!(world.state::<Invoice>(invoice(2)).number().unwrap().as_str(), "СФ-501");
    world.run(&issue(1));
    assert_eq!(world.state::<Invoice>(invoice(1)).number().unwrap().as_str(), "INV-26-000001");
}

#[test]
fn k04_a_refusal_burns_no_number() {
    let (mut world, contract, fact) = sale();
    world.draft(invoice(1), contract, all(fact));
    world.draft(invoice(2), contract, all(fact));
    world.run(&issue(1));
    assert_eq!(world.refusal(&issue(2)), "commerce.fact.more-than-open");
    let other = world.fact("another", contract, &[("1", "5.00")]);
    world.issue(invoice(3), contract, vec![wish(other, 1, "1")]);
    assert_eq!(world.state::<Invoice>(invoice(3)).number().unwrap().as_str(), "INV-26-000002");
}

#[test]
fn k04_a_number_series_raced_by_fifty_writers_has_no_gap() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    for n in 0..50 {
        let fact = world.fact(&format!("shipment {n}"), contract, &[("1", "10.00")]);
        world.draft(invoice(n), contract, vec![wish(fact, 1, "1")]);
    }
    let mut waiting: Vec<u32> = (0..50).collect();
    while !waiting.is_empty() {
        // All of them look at the same moment; the store lets one through.
        let decided: Vec<_> = waiting.iter().map(|n| (*n, world.decide(&issue(*n)).unwrap())).collect();
        let won: Vec<u32> = decided.into_iter().filter_map(|(n, decided)| world.write(decided).then_some(n)).collect();
        assert_eq!(won.len(), 1);
        waiting.retain(|n| !won.contains(n));
    }
    let mut numbers: Vec<String> = (0..50).map(|n| world.state::<Invoice>(invoice(n)).number().unwrap().to_string()).collect();
    numbers.sort();
    assert_eq!(numbers, (1..=50).map(|n| format!("INV-26-{n:06}")).collect::<Vec<_>>());
    let key = world.state::<Invoice>(invoice(0)).issued.unwrap().series;
    assert_eq!(world.state::<NumberSeries>(SeriesKey::id(&key)).last, 50);
}

#[test]
fn k09_nothing_is_billed_twice_and_billing_in_parts_works() {
    let (mut world, contract, fact) = sale();
    world.issue(invoice(1), contract, vec![wish(fact, 1, "4")]);
    assert_eq!(
        world.refusal(&DraftInvoice { invoice_id: Some(invoice(2)), ..draft(contract, vec![wish(fact, 1, "7")]) }),
        "commerce.fact.more-than-open"
    );
    world.issue(invoice(2), contract, vec![wish(fact, 1, "6"), wish(fact, 2, "3")]);
    assert!(!world.state::<Fact>(fact).is_unbilled());
    let amounts = [1, 2].map(|n| world.state::<Invoice>(invoice(n)).tax().net);
    assert_eq!(amounts, [uah("400.00"), uah("699.99")]);
}

#[test]
fn k09_facts_of_another_contract_or_the_same_line_twice_are_refused() {
    let (mut world, contract, fact) = sale();
    let other = world.contract("other", own(), outsider(), |_| {});
    assert_eq!(world.refusal(&draft(other, vec![wish(fact, 1, "1")])), "commerce.invoice.another-contract");
    let twice = vec![wish(fact, 1, "1"), wish(fact, 1, "1")];
    assert_eq!(world.refusal(&draft(contract, twice)), "commerce.fact.line-twice");
    assert_eq!(world.refusal(&draft(contract, Vec::new())), "commerce.invoice.facts-or-advance");
}

#[test]
fn k09_a_document_of_a_hundred_thousand_lines_is_refused() {
    let (mut world, contract, fact) = sale();
    let lines = vec![wish(fact, 1, "1"); 100_000];
    assert_eq!(world.refusal(&draft(contract, lines)), "commerce.invoice.too-many-lines");
    let lines: Vec<LineWish> = (0..81u32).map(|n| wish(FactId::derive(&[&n.to_string()]), 1, "1")).collect();
    assert_eq!(world.refusal(&draft(contract, lines)), "commerce.invoice.too-many-facts");
}

#[test]
fn a_thousand_lines_are_issued_and_posted() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let fact = world.fact("large", contract, &vec![("3", "3.33"); LINES_MAX]);
    world.post(invoice(1), contract, (1..=1_000).map(|n| wish(fact, n, "3")).collect());
    assert_eq!(world.balance(own(), Purpose::SalesSettlement), uah("-9990.00"));
    assert_eq!(world.balance(own(), Purpose::OutputTax), uah("-2000.00"));
}

#[test]
fn eighty_facts_fit_into_one_transaction() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let facts: Vec<FactId> = (0..80).map(|n| world.fact(&format!("fact {n}"), contract, &[("1", "1.00")])).collect();
    world.post(invoice(1), contract, facts.into_iter().map(|fact| wish(fact, 1, "1")).collect());
    assert_eq!(status(&world, 1), InvoiceStatus::Posted);
}

#[test]
fn k09_k40_an_advance_needs_no_facts_and_posts_nothing() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let advance = AdvanceLine {
        name: line("Передоплата"),
        supply: tax::SupplyKind::Goods,
        tax_code: invoices::invoice_line().tax_code,
        amount: uah("500.00"),
    };
    let content = super::assess::InvoiceContent { advance: vec![advance], tax_point: Some(day("2026-11-20")), ..content() };
    world.run(&DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content });
    world.run(&issue(1));
    assert_eq!(world.state::<Invoice>(invoice(1)).number().unwrap().as_str(), "ADV-26-000001");
    assert_eq!(world.refusal(&PostInvoice { invoice_id: invoice(1), day: None }), "commerce.invoice.not-a-demand");
    world.pay(payment(1), outsider(), own(), uah("600.00"), None);
    world.allocate(payment(1), invoice(1));
    assert!(world.state::<Invoice>(invoice(1)).open().is_zero());
    assert_eq!(world.balance(own(), Purpose::AdvancesReceived), uah("-600.00"));
}

#[test]
fn k27_a_tenant_may_refuse_rules_of_tax_that_nobody_has_verified() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |_| {});
    let draft = |code: &str| {
        let (name, amount) = (line("Передоплата"), uah("500.00"));
        let advance = AdvanceLine { name, supply: tax::SupplyKind::Goods, tax_code: crate::samples::literal(code), amount };
        let content = super::assess::InvoiceContent { advance: vec![advance], tax_point: Some(day("2026-11-20")), ..content() };
        DraftInvoice { invoice_id: Some(invoice(1)), contract_id: contract, content }
    };
    assert!(world.decide(&draft("1001990000")).is_ok());
    let mut settings = testkit::settings();
    settings.contexts.insert("commerce".to_owned(), serde_json::json!({ "verified_tax_rules_only": true }));
    world.settings = std::sync::Arc::new(settings);
    assert_eq!(world.refusal(&draft("1001990000")), "commerce.tax.unverified-rule");
    world.run(&draft("standard"));
}

#[test]
fn k02_the_payer_and_the_beneficiary_stand_before_buyer_and_seller() {
    let mut world = World::new();
    let contract = world.contract("sale", own(), outsider(), |drafted| {
        drafted.roles.push(contracts::role(sister(), RoleKind::Payer));
    });
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "1")]);
    let issued = world.state::<Invoice>(invoice(1)).issued.unwrap();
    assert_eq!((issued.creditor, issued.debtor), (own(), sister()));
    assert_eq!((issued.issuer, issued.recipient), (own(), outsider()));
    assert_eq!(world.balance(sister(), Purpose::Payable), uah("-120.00"));
    assert_eq!(world.balance(sister(), Purpose::Receivable), uah("120.00"));
}

#[test]
fn k01_k08_an_intercompany_invoice_is_one_document_in_both_books_at_once() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("shipment", contract, &[("10", "100.00")]);
    world.post(invoice(1), contract, vec![wish(fact, 1, "10")]);
    assert_eq!(world.balance(own(), Purpose::Receivable), uah("1200.00"));
    assert_eq!(world.balance(sister(), Purpose::Payable), uah("-1200.00"));
    assert_eq!(world.balance(sister(), Purpose::InputTax), uah("200.00"));
    // What both book names the other's book, and nothing else does: it drops out on consolidation.
    let lines: Vec<_> = world.entries().into_iter().flat_map(|entry| entry.entry.lines.clone()).collect();
    let partners = lines.iter().filter(|line| line.partner.is_some()).count();
    assert_eq!((lines.len(), partners), (6, 4));
    let page = world.ask(&GetInvoice { invoice_id: invoice(1) });
    let seen = page.directions.iter().map(|seen| (seen.party, seen.direction)).collect::<Vec<_>>();
    assert_eq!(seen, [(own(), Direction::Receivable), (sister(), Direction::Payable)]);
    let listed = |party, direction| {
        world.ask(&ListInvoices { party_id: Some(party), direction: Some(direction), ..ListInvoices::default() }).items.len()
    };
    assert_eq!((listed(own(), Direction::Receivable), listed(own(), Direction::Payable)), (1, 0));
    assert_eq!((listed(sister(), Direction::Receivable), listed(sister(), Direction::Payable)), (0, 1));
}

#[test]
fn k08_posted_without_an_entry_is_impossible() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("shipment", contract, &[("10", "100.00")]);
    world.issue(invoice(1), contract, vec![wish(fact, 1, "10")]);
    // The buyer's month is closed: nothing is posted in the seller's book either.
    world.close_month(sister(), "2026-11");
    assert_eq!(world.refusal(&PostInvoice { invoice_id: invoice(1), day: None }), "ledger.posting.period-closed");
    assert_eq!((world.entries().len(), status(&world, 1)), (0, InvoiceStatus::Issued));
}

#[test]
fn k34_why_both_belong_to_one_group_is_frozen() {
    let mut world = World::new();
    let contract = world.contract("service", own(), sister(), |_| {});
    let fact = world.fact("shipment", contract, &[("1", "100.00")]);
    world.seed::<PartyGraph>(graph_id(), parties::own_companies());
    world.issue(invoice(1), contract, vec![wish(fact, 1, "1")]);
    let evidence = world.state::<Invoice>(invoice(1)).issued.unwrap().intercompany;
    let known = world.state::<PartyGraph>(graph_id()).is_intercompany(own(), sister(), day("2026-11-16"));
    assert!(evidence.is_some());
    assert_eq!(evidence, known);
    // A correction that is recorded later does not change the document.
    world.run(&PostInvoice { invoice_id: invoice(1), day: None });
    assert_eq!(world.state::<Invoice>(invoice(1)).issued.unwrap().intercompany, known);
}
