//! Credit notes: parts that add up.

use tax::{Credited, Part, PartAmount, SupplyKind, TaxRefusal, TaxResult, calculate, remaining, rules, share};

use crate::{rub, russian, total, unit};

fn result(lines: Vec<tax::SupplyLine>) -> TaxResult {
    calculate(&russian("2026-01-15", lines), rules()).unwrap()
}

fn gross(n: u32, amount: &str) -> Part {
    Part { n, amount: PartAmount::Gross(rub(amount)) }
}

fn through(n: u32, quantity: &str, of: &str) -> Part {
    Part { n, amount: PartAmount::Through { quantity: quantity.parse().unwrap(), of: of.parse().unwrap() } }
}

#[test]
fn four_credit_notes_give_back_exactly_334_99() {
    let mut context = russian("2026-01-15", vec![unit(1, "standard", rub("334.99"), "1", 0)]);
    context.price_includes_tax = true;
    let original = calculate(&context, rules()).unwrap();
    assert_eq!((original.gross, original.tax), (rub("334.99"), rub("60.41")));
    let mut before = Credited::default();
    let mut notes = Vec::new();
    for quarter in ["1", "2", "3", "4"] {
        let note = share(&original, &before, &[through(1, quarter, "4")]).unwrap();
        before.add(&note).unwrap();
        notes.push((note.net, note.tax, note.gross));
    }
    // 83.7475 a quarter: three of the notes are a kopeck more than the other, in net and tax together.
    let sum = |of: fn(&(kernel::Money, kernel::Money, kernel::Money)) -> kernel::Money| {
        kernel::Money::sum(notes.iter().map(of), kernel::Currency::RUB).unwrap()
    };
    assert_eq!((sum(|note| note.0), sum(|note| note.1), sum(|note| note.2)), (rub("274.58"), rub("60.41"), rub("334.99")));
    assert!(notes.iter().all(|note| [rub("83.74"), rub("83.75")].contains(&note.2)), "{notes:?}");
    assert_eq!(remaining(&original, &before), Err(TaxRefusal::NothingToCredit));
}

#[test]
fn the_last_note_takes_what_is_left() {
    let original =
        result(vec![total(1, SupplyKind::Goods, "standard", rub("100.01")), total(2, SupplyKind::Goods, "food-10", rub("9.99"))]);
    let mut before = Credited::default();
    for _ in 0..3 {
        before.add(&share(&original, &before, &[gross(1, "33.33")]).unwrap()).unwrap();
    }
    let last = remaining(&original, &before).unwrap();
    before.add(&last).unwrap();
    for line in &original.lines {
        let taken = before.line(line.n).unwrap();
        assert_eq!((taken.net, taken.tax), (line.net, line.tax));
    }
    assert_eq!(last.summary.len(), 2);
    assert!(last.adds_up());
}

#[test]
fn a_note_keeps_the_rate_of_its_invoice() {
    let old = calculate(&russian("2025-12-31", vec![total(1, SupplyKind::Goods, "standard", rub("100"))]), rules()).unwrap();
    let note = share(&old, &Credited::default(), &[gross(1, "60")]).unwrap();
    assert_eq!((note.net, note.tax, note.trace.clone()), (rub("50.00"), rub("10.00"), old.trace.clone()));
    assert!(note.requirements.is_empty());
}

#[test]
fn nothing_is_credited_twice_and_nothing_that_is_not_there() {
    let original = result(vec![total(1, SupplyKind::Goods, "standard", rub("100"))]);
    let none = Credited::default();
    assert_eq!(share(&original, &none, &[gross(1, "122.01")]), Err(TaxRefusal::CreditTooLarge { n: 1 }));
    assert_eq!(share(&original, &none, &[through(1, "5", "4")]), Err(TaxRefusal::CreditTooLarge { n: 1 }));
    assert_eq!(share(&original, &none, &[gross(2, "1")]), Err(TaxRefusal::NoSuchLine { n: 2 }));
    assert_eq!(share(&original, &none, &[gross(1, "1"), gross(1, "1")]), Err(TaxRefusal::NoSuchLine { n: 1 }));
    assert_eq!(share(&original, &none, &[gross(1, "-1")]), Err(TaxRefusal::NegativeAmount { n: 1 }));
    assert_eq!(share(&original, &none, &[gross(1, "0")]), Err(TaxRefusal::NothingToCredit));
    let mut before = Credited::default();
    before.add(&share(&original, &none, &[gross(1, "100")]).unwrap()).unwrap();
    assert_eq!(share(&original, &before, &[gross(1, "22.01")]), Err(TaxRefusal::CreditTooLarge { n: 1 }));
    assert_eq!(share(&original, &before, &[through(1, "1", "4")]), Err(TaxRefusal::CreditTooLarge { n: 1 }));
}
