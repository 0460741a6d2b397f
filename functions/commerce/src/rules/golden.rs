//! Documents and the entries that the posting rules make of them. A change of a text here is a
//! change of how the house keeps its books: it takes a new version of the rule.

use kernel::{Currency, Money};
use posting::{Draft, Side, Source};
use tax::TaxResult;

use super::allocation::{Offset, OffsetClaim, Remainder, Settlement, WriteOff};
use super::exchange::ExchangeRate;
use super::invoice::Demand;
use super::payment::Movement;
use super::{Direction, Holder, Occasion};
use crate::PartyId;
use crate::payment::{InBook, PaymentMethod};
use crate::samples::{day, invoices, line, money};

const NAMES: [&str; 4] = ["own", "sister", "outsider", "third"];

fn party(name: &str) -> PartyId {
    PartyId::derive(&["golden", name])
}

fn name_of(id: PartyId) -> &'static str {
    NAMES.into_iter().find(|name| party(name) == id).unwrap()
}

fn holder(name: &str) -> Option<Holder> {
    let own = ["own", "sister"].contains(&name);
    own.then(|| Holder { party: party(name), book: posting::book_of(party(name)), currency: Currency::UAH })
}

fn uah(amount: &str) -> Money {
    money(amount, Currency::UAH)
}

fn usd(amount: &str) -> Money {
    money(amount, Currency::USD)
}

fn rate(units: &str) -> Vec<ExchangeRate> {
    let (from, to) = (Currency::USD, Currency::UAH);
    vec![ExchangeRate { from, to, rate: units.parse().unwrap(), source: line("НБУ"), day: day("2026-11-20") }]
}

fn occasion() -> Occasion {
    let source = Source { kind: "commerce.invoice".to_owned(), id: "golden".to_owned(), version: 3, sha256: None };
    Occasion { source, day: day("2026-11-20"), text: line("Golden") }
}

fn held(name: &str, direction: Direction, amount: &str) -> InBook {
    InBook { book: posting::book_of(party(name)), direction, amount: uah(amount) }
}

/// One line a draft, one a line of it. Checks on the way that every draft balances.
#[track_caller]
fn golden(drafts: &[Draft], expected: &[&str]) {
    let mut lines = Vec::new();
    for draft in drafts {
        let book = NAMES.into_iter().find(|name| posting::book_of(party(name)) == draft.book).unwrap();
        lines.push(format!("{book}: {}/{} on {}", draft.rule.name, draft.rule.version, draft.day));
        let mut sum = 0;
        for one in draft.lines.iter().filter(|one| !one.amount.is_zero()) {
            sum += if one.side == Side::Debit { one.amount.minor() } else { -one.amount.minor() };
            let side = if one.side == Side::Debit { "Dr" } else { "Cr" };
            let with = one.party.map(|party| format!(" with {}", name_of(party))).unwrap_or_default();
            let partner = if one.partner.is_some() { " (eliminated)" } else { "" };
            let original = one.original.map(|of| format!(" = {} at {}", of.amount, of.rate)).unwrap_or_default();
            lines.push(format!("  {side} {:?} {}{with}{partner}{original}", one.purpose, one.amount.amount()));
        }
        assert_eq!(sum, 0, "{lines:?}");
    }
    assert_eq!(lines, expected);
}

fn demand<'a>(seller: &str, buyer: &str, tax: &'a TaxResult, rates: &'a [ExchangeRate]) -> Demand<'a> {
    Demand {
        seller: party(seller),
        buyer: party(buyer),
        creditor: party(seller),
        debtor: party(buyer),
        holders: [seller, buyer, seller, buyer].map(holder),
        tax,
        rates,
    }
}

#[test]
fn k44_invoice_posted_by_its_seller() {
    let tax = invoices::tax_result();
    golden(
        &demand("own", "outsider", &tax, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr Receivable 1200.00 with outsider",
            "  Cr SalesSettlement 1000.00 with outsider",
            "  Cr OutputTax 200.00",
        ],
    );
}

#[test]
fn k44_invoice_posted_by_its_buyer() {
    let tax = invoices::tax_result();
    golden(
        &demand("outsider", "own", &tax, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr PurchaseSettlement 1000.00 with outsider",
            "  Dr InputTax 200.00",
            "  Cr Payable 1200.00 with outsider",
        ],
    );
    let kept = TaxResult { buyer_deducts: false, ..tax };
    golden(
        &demand("outsider", "own", &kept, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr PurchaseSettlement 1000.00 with outsider",
            "  Dr Expense 200.00",
            "  Cr Payable 1200.00 with outsider",
        ],
    );
}

#[test]
fn k01_invoice_posted_between_own_companies() {
    let tax = invoices::tax_result();
    golden(
        &demand("own", "sister", &tax, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr Receivable 1200.00 with sister (eliminated)",
            "  Cr SalesSettlement 1000.00 with sister (eliminated)",
            "  Cr OutputTax 200.00",
            "sister: invoice-posted/1 on 2026-11-20",
            "  Dr PurchaseSettlement 1000.00 with own (eliminated)",
            "  Dr InputTax 200.00",
            "  Cr Payable 1200.00 with own (eliminated)",
        ],
    );
}

#[test]
fn k28_a_reverse_charge_and_a_withheld_tax_in_the_buyers_book() {
    let zero = uah("0");
    let reverse =
        TaxResult { charged: zero, self_assessed: uah("200.00"), gross: uah("1000.00"), payable: uah("1000.00"), ..invoices::tax_result() };
    golden(
        &demand("outsider", "own", &reverse, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr PurchaseSettlement 1000.00 with outsider",
            "  Dr InputTax 200.00",
            "  Cr Payable 1000.00 with outsider",
            "  Cr OutputTax 200.00",
        ],
    );
    let withheld = TaxResult { charged: zero, withheld: uah("200.00"), payable: uah("1000.00"), ..invoices::tax_result() };
    golden(
        &demand("outsider", "own", &withheld, &[]).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr PurchaseSettlement 1000.00 with outsider",
            "  Dr InputTax 200.00",
            "  Cr Payable 1000.00 with outsider",
            "  Cr TaxWithheld 200.00",
        ],
    );
}

#[test]
fn k03_invoice_posted_in_another_currency() {
    let dollars = |of: Money| Money::from_minor(of.minor(), Currency::USD);
    let tax = invoices::tax_result();
    let tax = TaxResult {
        currency: Currency::USD,
        net: dollars(tax.net),
        tax: dollars(tax.tax),
        charged: dollars(tax.charged),
        withheld: usd("0"),
        self_assessed: usd("0"),
        gross: dollars(tax.gross),
        payable: dollars(tax.payable),
        ..tax
    };
    golden(
        &demand("own", "outsider", &tax, &rate("41.3333")).posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr Receivable 49599.96 with outsider = 1200.00 USD at 41.3333",
            "  Cr SalesSettlement 41333.30 with outsider = 1000.00 USD at 41.3333",
            "  Cr OutputTax 8266.66 = 200.00 USD at 41.3333",
        ],
    );
}

#[test]
fn k02_a_beneficiary_and_a_payer_take_claim_and_debt_over() {
    let tax = invoices::tax_result();
    let demand = Demand {
        creditor: party("sister"),
        debtor: party("third"),
        holders: ["own", "outsider", "sister", "third"].map(holder),
        ..demand("own", "outsider", &tax, &[])
    };
    golden(
        &demand.posted(&occasion()).unwrap(),
        &[
            "own: invoice-posted/1 on 2026-11-20",
            "  Dr Receivable 1200.00 with sister (eliminated)",
            "  Cr SalesSettlement 1000.00 with outsider",
            "  Cr OutputTax 200.00",
            "sister: invoice-posted/1 on 2026-11-20",
            "  Dr Receivable 1200.00 with third",
            "  Cr Payable 1200.00 with own (eliminated)",
        ],
    );
}

#[test]
fn k06_credit_note_mirrors_the_invoice() {
    let tax = invoices::tax_result();
    let claims = [held("own", Direction::Receivable, "1199.98")];
    golden(
        &demand("own", "outsider", &tax, &[]).credited(&claims, &occasion()).unwrap(),
        &[
            "own: credit-note/1 on 2026-11-20",
            "  Cr Receivable 1199.98 with outsider",
            "  Dr SalesSettlement 1000.00 with outsider",
            "  Dr OutputTax 200.00",
            "  Cr ExchangeGain 0.02",
        ],
    );
}

#[test]
fn k05_tax_invoice_moves_only_the_buyers_tax() {
    let tax = invoices::tax_result();
    golden(&demand("own", "outsider", &tax, &[]).deducted(&occasion()).unwrap(), &[]);
    golden(
        &demand("outsider", "own", &tax, &[]).deducted(&occasion()).unwrap(),
        &["own: tax-invoice/1 on 2026-11-20", "  Dr OutputTax 200.00", "  Cr InputTax 200.00"],
    );
    golden(
        &demand("outsider", "own", &tax, &[]).deducted_less(&occasion()).unwrap(),
        &["own: tax-invoice-corrected/1 on 2026-11-20", "  Cr OutputTax 200.00", "  Dr InputTax 200.00"],
    );
}

fn movement<'a>(payer: &str, payee: &str, method: PaymentMethod, rates: &'a [ExchangeRate]) -> Movement<'a> {
    let (payer_id, payee_id) = (party(payer), party(payee));
    Movement { payer: payer_id, payee: payee_id, paying: holder(payer), receiving: holder(payee), amount: uah("120.00"), method, rates }
}

#[test]
fn k10_payment_confirmed_and_reversed() {
    let received = movement("outsider", "own", PaymentMethod::BankTransfer, &[]);
    let advances = received.advances().unwrap();
    golden(
        &received.confirmed(&advances, &occasion()),
        &["own: payment-confirmed/1 on 2026-11-20", "  Dr Bank 120.00", "  Cr AdvancesReceived 120.00 with outsider"],
    );
    golden(
        &received.reversed(&advances, &occasion(), &[]),
        &["own: payment-reversed/1 on 2026-11-20", "  Cr Bank 120.00", "  Dr AdvancesReceived 120.00 with outsider"],
    );
    let between = movement("sister", "own", PaymentMethod::Cash, &[]);
    golden(
        &between.confirmed(&between.advances().unwrap(), &occasion()),
        &[
            "own: payment-confirmed/1 on 2026-11-20",
            "  Dr Cash 120.00",
            "  Cr AdvancesReceived 120.00 with sister (eliminated)",
            "sister: payment-confirmed/1 on 2026-11-20",
            "  Dr AdvancesPaid 120.00 with own (eliminated)",
            "  Cr Cash 120.00",
        ],
    );
}

fn settlement<'a>(names: [&str; 3], advances: &'a [InBook], claims: &'a [InBook]) -> Settlement<'a> {
    let [payer, debtor, creditor] = names;
    Settlement {
        payer: party(payer),
        debtor: party(debtor),
        creditor: party(creditor),
        holders: names.map(holder),
        amount: uah("120.00"),
        advances,
        claims,
        payment_rates: &[],
        invoice_rates: &[],
    }
}

#[test]
fn k07_claim_settled_and_unsettled() {
    let (advances, claims) = ([held("own", Direction::Receivable, "120.00")], [held("own", Direction::Receivable, "120.00")]);
    let settled = settlement(["outsider", "outsider", "own"], &advances, &claims);
    golden(
        &settled.settled(&occasion(), 1),
        &["own: claim-settled/1 on 2026-11-20", "  Dr AdvancesReceived 120.00 with outsider", "  Cr Receivable 120.00 with outsider"],
    );
    golden(
        &settled.unsettled(&occasion(), 1, &[]),
        &["own: claim-unsettled/1 on 2026-11-20", "  Cr AdvancesReceived 120.00 with outsider", "  Dr Receivable 120.00 with outsider"],
    );
    let (advances, claims) = ([held("own", Direction::Payable, "125.00")], [held("own", Direction::Payable, "120.00")]);
    golden(
        &settlement(["own", "own", "outsider"], &advances, &claims).settled(&occasion(), 1),
        &[
            "own: claim-settled/1 on 2026-11-20",
            "  Dr Payable 120.00 with outsider",
            "  Cr AdvancesPaid 125.00 with outsider",
            "  Dr ExchangeLoss 5.00",
        ],
    );
}

#[test]
fn k13_claim_settled_by_a_third_party() {
    let advances = [held("sister", Direction::Payable, "120.00")];
    let claims = [held("own", Direction::Payable, "120.00")];
    golden(
        &settlement(["sister", "own", "outsider"], &advances, &claims).settled(&occasion(), 1),
        &[
            "sister: claim-settled/1 on 2026-11-20",
            "  Dr Receivable 120.00 with own (eliminated)",
            "  Cr AdvancesPaid 120.00 with outsider",
            "own: claim-settled/1 on 2026-11-20",
            "  Dr Payable 120.00 with outsider",
            "  Cr Payable 120.00 with sister (eliminated)",
        ],
    );
}

#[test]
fn k14_offset_touches_no_cash() {
    let (one, other) = ([held("own", Direction::Receivable, "120.00")], [held("own", Direction::Payable, "120.00")]);
    let claim = |name: &str, claims| OffsetClaim { debtor: party(name), holder: holder(name), claims, rates: &[] };
    let offset = Offset { closes: [claim("outsider", one.as_slice()), claim("own", other.as_slice())], amount: uah("120.00") };
    golden(
        &offset.made(&occasion()),
        &["own: claims-offset/1 on 2026-11-20", "  Dr Payable 120.00 with outsider", "  Cr Receivable 120.00 with outsider"],
    );
    golden(
        &offset.reversed(&occasion(), &[]),
        &["own: claims-offset-reversed/1 on 2026-11-20", "  Cr Payable 120.00 with outsider", "  Dr Receivable 120.00 with outsider"],
    );
}

#[test]
fn small_difference_written_off_in_either_direction() {
    let write_off = |names: [&str; 2], claims: &[InBook]| {
        let [debtor, creditor] = names;
        let off = WriteOff {
            debtor: party(debtor),
            creditor: party(creditor),
            holders: names.map(holder),
            amount: uah("0.05"),
            claims,
            rates: &[],
        };
        off.drafts(&occasion())
    };
    golden(
        &write_off(["outsider", "own"], &[held("own", Direction::Receivable, "0.05")]),
        &["own: small-difference/1 on 2026-11-20", "  Dr SmallDifferenceLoss 0.05", "  Cr Receivable 0.05 with outsider"],
    );
    golden(
        &write_off(["own", "outsider"], &[held("own", Direction::Payable, "0.05")]),
        &["own: small-difference/1 on 2026-11-20", "  Dr Payable 0.05 with outsider", "  Cr SmallDifferenceGain 0.05"],
    );
}

#[test]
fn small_remainder_written_off_in_either_direction_and_restored() {
    let rest = |names: [&str; 2], advances: &[InBook], back: bool| {
        let [payer, payee] = names;
        let holders = names.map(holder);
        let rest = Remainder { payer: party(payer), payee: party(payee), holders, amount: uah("0.05"), advances, rates: &[] };
        if back { rest.restored(&occasion(), &[]) } else { rest.written_off(&occasion()) }
    };
    let received = [held("own", Direction::Receivable, "0.05")];
    golden(
        &rest(["outsider", "own"], &received, false),
        &["own: small-remainder/1 on 2026-11-20", "  Dr AdvancesReceived 0.05 with outsider", "  Cr SmallDifferenceGain 0.05"],
    );
    golden(
        &rest(["outsider", "own"], &received, true),
        &["own: small-remainder-restored/1 on 2026-11-20", "  Cr AdvancesReceived 0.05 with outsider", "  Dr SmallDifferenceGain 0.05"],
    );
    golden(
        &rest(["own", "outsider"], &[held("own", Direction::Payable, "0.05")], false),
        &["own: small-remainder/1 on 2026-11-20", "  Dr SmallDifferenceLoss 0.05", "  Cr AdvancesPaid 0.05 with outsider"],
    );
}
