//! The law of bills: whatever is billed, given back and taken back, in whatever order.

use kernel::{Aggregate, Currency, Money};
use proptest::prelude::*;

use super::{Fact, FactEvent};
use crate::FactId;
use crate::obligation::Portion;
use crate::samples::facts;

/// Billing, giving back and taking back some of the sample fact's first line.
#[derive(Debug, Clone)]
enum Act {
    Bill(u8, u32),
    Unbill(u8, u32),
    Reverse(u32),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0u8..4, 1u32..30_000).prop_map(|(invoice, parts)| Act::Bill(invoice, parts)),
        (0u8..4, 1u32..30_000).prop_map(|(invoice, parts)| Act::Unbill(invoice, parts)),
        (1u32..30_000).prop_map(Act::Reverse),
    ]
}

/// Thousandths of a unit.
fn portion(parts: u32) -> Vec<Portion> {
    vec![Portion { line: 1, quantity: rust_decimal::Decimal::new(parts.into(), 3).try_into().unwrap() }]
}

proptest! {
    #[test]
    fn k09_billed_and_taken_back_never_pass_what_was_fulfilled(minor in 0i64..10_000_000, acts in prop::collection::vec(act(), 0..30)) {
        let mut recorded = facts::recorded();
        let amount = Money::from_minor(minor, Currency::UAH);
        recorded.lines[0].priced.iter_mut().for_each(|priced| (priced.agreed, priced.amount) = (amount, amount));
        let meta = testkit::context().meta("test");
        let mut fact = Fact::apply(None, &FactEvent::Recorded(recorded), &meta).unwrap();
        let invoice = |n: u8| crate::InvoiceId::derive(&[&n.to_string()]);
        for act in acts {
            let event = match act {
                Act::Bill(n, parts) => fact.bill(&portion(parts), invoice(n)).map(|(event, _)| event),
                Act::Unbill(n, parts) => fact.unbill(&portion(parts), invoice(n)).map(|(event, _)| event),
                Act::Reverse(parts) => {
                    let lines = fact.shares(&portion(parts), |_| false);
                    lines.map(|lines| FactEvent::ReversedBy { fact: FactId::derive(&["back"]), lines })
                }
            };
            if let Ok(event) = event {
                fact = Fact::apply(Some(fact), &event, &meta).unwrap();
            }
            let line = &fact.lines[0];
            let whole = line.line.quantity.decimal();
            prop_assert_eq!(line.billed() + line.taken_back.quantity + line.open(), whole);
            prop_assert!(line.open() >= rust_decimal::Decimal::ZERO && line.billed() <= whole);
            let billed = Money::sum(line.bills.iter().filter_map(|bill| bill.amount), Currency::UAH).unwrap();
            let open = line.open_share().unwrap().amount.unwrap();
            let taken = line.taken_back.amount.unwrap_or(Money::zero(Currency::UAH));
            prop_assert_eq!(billed.plus(open).unwrap().plus(taken).unwrap(), amount);
            prop_assert!(!open.is_negative());
            if line.open().is_zero() {
                prop_assert!(open.is_zero(), "the last portion takes the remainder");
            }
        }
    }
}
