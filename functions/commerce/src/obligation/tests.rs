//! What an obligation does with what happens to it.

use kernel::aggregate::fold_events;
use proptest::prelude::*;
use testkit::context;

use super::*;
use crate::samples::obligations::{fulfilled, owed, settled, undertaken};
use crate::samples::{day, line, literal};

fn after(events: &[ObligationEvent]) -> Result<Obligation, Impossible> {
    Ok(fold_events(None, events, &context().meta("test"))?.unwrap())
}

fn status(events: &[ObligationEvent]) -> ObligationStatus {
    after(events).unwrap().status()
}

#[test]
fn k18_the_status_follows_from_facts() {
    assert_eq!(status(&[undertaken()]), ObligationStatus::Open);
    assert_eq!(status(&[undertaken(), fulfilled(&[(1, "100")])]), ObligationStatus::Partial);
    let whole = [undertaken(), fulfilled(&[(1, "100"), (2, "4")])];
    assert_eq!(status(&whole), ObligationStatus::Fulfilled);
    let portions = vec![Portion { line: 2, quantity: literal("1") }];
    let back = ObligationEvent::Unfulfilled { fact: FactId::derive(&["back"]), portions };
    assert_eq!(status(&[whole.to_vec(), vec![back]].concat()), ObligationStatus::Partial);
    let reason = line("так");
    assert_eq!(status(&[undertaken(), ObligationEvent::Waived { reason }]), ObligationStatus::Waived);
}

#[test]
fn k18_overdue_follows_from_the_date() {
    let open = after(&[undertaken()]).unwrap();
    assert!(!open.is_overdue(day("2026-11-30")) && open.is_overdue(day("2026-12-01")));
    let done = after(&[undertaken(), fulfilled(&[(1, "100"), (2, "4")])]).unwrap();
    assert!(!done.is_overdue(day("2026-12-01")));
}

#[test]
fn k18_facts_never_fulfil_more_than_promised_and_tolerated() {
    assert!(after(&[undertaken(), fulfilled(&[(1, "105")])]).is_ok());
    assert!(after(&[undertaken(), fulfilled(&[(1, "105.000001")])]).is_err());
    assert!(after(&[undertaken(), fulfilled(&[(3, "1")])]).is_err());
    let portions = vec![Portion { line: 1, quantity: literal("1") }];
    assert!(after(&[undertaken(), ObligationEvent::Unfulfilled { fact: FactId::derive(&["x"]), portions }]).is_err());
}

#[test]
fn k19_a_debt_is_made_by_an_invoice_and_closed_by_money() {
    let debt = after(&[owed()]).unwrap();
    assert_eq!(
        (debt.kind(), debt.status(), debt.id),
        (ObligationKind::Pay, ObligationStatus::Open, Obligation::id_of_debt(InvoiceId::derive(&["sample"])))
    );
    assert_eq!(status(&[owed(), settled("1199.99")]), ObligationStatus::Partial);
    assert_eq!(status(&[owed(), settled("1200.00")]), ObligationStatus::Fulfilled);
    assert!(after(&[owed(), settled("1200.01")]).is_err() && after(&[undertaken(), settled("1.00")]).is_err());
    // Nothing of it can be fulfilled by a fact, so nothing of it can be billed.
    assert!(after(&[owed(), fulfilled(&[(1, "1")])]).is_err());
}

#[test]
fn k20_what_a_company_owes_itself_is_one_deed() {
    let duty = Duty::Internal { text: line("Переміщення") };
    let made = Undertaken { contract: None, duty, ..crate::samples::obligations::delivery() };
    let events = [ObligationEvent::Undertaken(made), fulfilled(&[(INTERNAL_LINE, "1")])];
    assert_eq!((status(&events[..1]), status(&events)), (ObligationStatus::Open, ObligationStatus::Fulfilled));
    assert_eq!(after(&events).unwrap().kind(), ObligationKind::Perform);
}

#[test]
fn discounts_count_in_its_worth() {
    let worth = after(&[undertaken()]).unwrap().amount().unwrap();
    assert_eq!(worth.amount(), "1540.00");
}

proptest! {
    #[test]
    fn k18_whatever_happens_fulfilled_stays_between_nothing_and_the_most(steps in prop::collection::vec((any::<bool>(), 1u32..60), 0..40)) {
        let mut obligation = after(&[undertaken()]).unwrap();
        for (back, quantity) in steps {
            let (fact, portions) = (FactId::derive(&["x"]), vec![Portion { line: 1, quantity: literal(&quantity.to_string()) }]);
            let event = if back { ObligationEvent::Unfulfilled { fact, portions } } else { ObligationEvent::Fulfilled { fact, portions } };
            if let Ok(next) = Obligation::apply(Some(obligation.clone()), &event, &context().meta("test")) {
                obligation = next;
            }
            prop_assert!(obligation.fulfilled(1) >= Decimal::ZERO && obligation.fulfilled(1) <= Decimal::from(105));
        }
    }
}
