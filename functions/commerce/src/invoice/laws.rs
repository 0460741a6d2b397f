//! What holds for invoices whatever is billed and credited, in whatever order.

use kernel::{Command, Currency, Money};
use posting::Purpose;
use proptest::prelude::*;

use super::Invoice;
use super::credit::{CreditInvoice, CreditLine, CreditPart};
use super::void::VoidInvoice;
use super::world::{World, invoice, outsider, own, reason, sister, wish};
use crate::InvoiceId;
use crate::fact::Fact;
use rust_decimal::Decimal;

fn part() -> impl Strategy<Value = CreditLine> {
    let part = prop_oneof![
        (1u32..400).prop_map(|hundredths| CreditPart::Quantity(Decimal::new(i64::from(hundredths), 2).try_into().unwrap())),
        (1i64..20_000).prop_map(|minor| CreditPart::Gross(Money::from_minor(minor, Currency::UAH))),
    ];
    (1u16..=2, part).prop_map(|(n, part)| CreditLine { n, part })
}

fn credit(n: usize, lines: Vec<CreditLine>) -> CreditInvoice {
    let note_id = Some(InvoiceId::derive(&["note", &n.to_string()]));
    CreditInvoice { invoice_id: invoice(1), note_id, lines, ..CreditInvoice::example() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any partial notes, then one for the rest: every sum comes back to nothing, in both books.
    #[test]
    fn k06_credit_notes_add_up_to_the_invoice_whatever_their_number(
        prices in prop::collection::vec(1i64..9_999, 2),
        includes in any::<bool>(),
        parts in prop::collection::vec(part(), 0..8),
    ) {
        let mut world = World::new();
        let contract = world.contract("sale", own(), sister(), |drafted| drafted.terms.price_includes_tax = includes);
        let prices: Vec<String> = prices.iter().map(|minor| Money::from_minor(*minor, Currency::UAH).amount()).collect();
        let fact = world.fact("shipment", contract, &[("3", prices[0].as_str()), ("4", prices[1].as_str())]);
        world.post(invoice(1), contract, vec![wish(fact, 1, "3"), wish(fact, 2, "4")]);
        for (n, part) in parts.iter().enumerate() {
            let _ = world.try_run(&credit(n, vec![*part]));
        }
        let _ = world.try_run(&credit(99, Vec::new()));
        let whole: Invoice = world.state(invoice(1));
        prop_assert_eq!(whole.credited(), whole.payable());
        prop_assert!(whole.open().is_zero());
        let purposes = [Purpose::Receivable, Purpose::Payable, Purpose::OutputTax, Purpose::InputTax];
        prop_assert_eq!(world.balances(own(), &purposes), vec![]);
        prop_assert_eq!(world.balances(sister(), &purposes), vec![]);
        let settlement = [Purpose::SalesSettlement, Purpose::PurchaseSettlement, Purpose::ExchangeGain, Purpose::ExchangeLoss];
        prop_assert_eq!(world.balances(own(), &settlement), vec![]);
        prop_assert_eq!(world.balances(sister(), &settlement), vec![]);
    }

    /// What invoices bill of a fact never passes what was delivered, also after some are void.
    #[test]
    fn k09_billed_never_passes_fulfilled(quantities in prop::collection::vec((1u32..600, any::<bool>()), 1..12)) {
        let mut world = World::new();
        let contract = world.contract("sale", own(), outsider(), |_| {});
        let fact = world.fact("shipment", contract, &[("10", "33.33")]);
        for (n, (hundredths, void)) in (0u32..).zip(quantities) {
            let quantity = Decimal::new(i64::from(hundredths), 2).to_string();
            let content = crate::invoice::assess::InvoiceContent { lines: vec![wish(fact, 1, &quantity)], ..super::world::content() };
            let draft = super::draft::DraftInvoice { invoice_id: Some(invoice(n)), contract_id: contract, content };
            if world.try_run(&draft).is_ok() {
                world.run(&super::issue::IssueInvoice { invoice_id: invoice(n), ..super::issue::IssueInvoice::example() });
                if void {
                    world.run(&VoidInvoice { invoice_id: invoice(n), reason: reason() });
                }
            }
            let line = world.state::<Fact>(fact).lines[0].clone();
            prop_assert!(line.billed() <= Decimal::TEN);
        }
    }
}
