//! What holds for money whatever is allocated, given back and taken back, in whatever order and
//! by whichever of two writers.

use kernel::command::Decided;
use kernel::{Command, Money, Refused};
use posting::Purpose;
use proptest::prelude::*;

use super::Payment;
use super::allocate::AllocatePayment;
use super::move_allocation::MoveAllocation;
use super::offset::OffsetInvoices;
use super::reverse::ReversePayment;
use super::unallocate::UnallocatePayment;
use super::write_off::WriteOffRemainder;
use crate::InvoiceId;
use crate::invoice::credit::{CreditInvoice, CreditLine, CreditPart};
use crate::invoice::post::PostInvoice;
use crate::invoice::world::{World, invoice, outsider, own, payment, reason, uah, wish};
use crate::invoice::{Invoice, InvoiceStatus};

const INVOICES: u32 = 3;
const PAYMENTS: u32 = 3;

#[derive(Debug, Clone)]
enum Act {
    Allocate(u32, u32, Option<i64>),
    Unallocate(u32, u32),
    Move(u32, u32, u32, Option<i64>),
    WriteOff(u32),
    Reverse(u32),
    Post(u32),
    Credit(u32, i64),
    Offset(u32, i64),
}

fn act() -> impl Strategy<Value = Act> {
    let (invoice, payment) = (0..INVOICES, 0..PAYMENTS);
    prop_oneof![
        6 => (payment.clone(), invoice.clone(), prop::option::of(1i64..15_000)).prop_map(|(p, i, amount)| Act::Allocate(p, i, amount)),
        3 => (payment.clone(), 1u32..5).prop_map(|(p, n)| Act::Unallocate(p, n)),
        2 => (payment.clone(), 1u32..5, invoice.clone(), prop::option::of(1i64..15_000)).prop_map(|(p, n, i, amount)| Act::Move(p, n, i, amount)),
        1 => payment.clone().prop_map(Act::WriteOff),
        1 => payment.prop_map(Act::Reverse),
        2 => invoice.clone().prop_map(Act::Post),
        2 => (invoice.clone(), 1i64..9_000).prop_map(|(i, gross)| Act::Credit(i, gross)),
        1 => (invoice, 1i64..9_000).prop_map(|(i, amount)| Act::Offset(i, amount)),
    ]
}

/// Three issued sales of 100.00, 33.33 and 7.77 net, a posted purchase of 50.00, three payments.
fn world(amounts: &[i64]) -> World {
    let mut world = World::new();
    let sale = world.contract("sale", own(), outsider(), |drafted| drafted.terms.small_difference = Some(uah("20.00")));
    for (n, net) in (0..INVOICES).zip(["100.00", "33.33", "7.77"]) {
        let fact = world.fact(&format!("shipment {n}"), sale, &[("1", net)]);
        world.issue(invoice(n), sale, vec![wish(fact, 1, "1")]);
    }
    let purchase = world.contract("purchase", outsider(), own(), |_| {});
    let fact = world.fact("delivery", purchase, &[("1", "50.00")]);
    world.post(bought(), purchase, vec![wish(fact, 1, "1")]);
    for (n, amount) in (0..PAYMENTS).zip(amounts) {
        world.pay(payment(n), outsider(), own(), Money::from_minor(*amount, kernel::Currency::UAH), None);
    }
    world
}

fn bought() -> InvoiceId {
    invoice(100)
}

impl Act {
    fn decide(&self, world: &World, n: usize) -> Result<Decided, Refused> {
        let money = |minor: &i64| Money::from_minor(*minor, kernel::Currency::UAH);
        match self {
            Self::Allocate(p, i, amount) => {
                let amount = amount.as_ref().map(money);
                world.decide(&AllocatePayment { payment_id: payment(*p), invoice_id: invoice(*i), amount, day: None })
            }
            Self::Unallocate(p, allocation) => {
                world.decide(&UnallocatePayment { payment_id: payment(*p), allocation: *allocation, reason: reason() })
            }
            Self::Move(p, allocation, i, amount) => world.decide(&MoveAllocation {
                payment_id: payment(*p),
                allocation: *allocation,
                invoice_id: invoice(*i),
                amount: amount.as_ref().map(money),
                reason: reason(),
            }),
            Self::WriteOff(p) => world.decide(&WriteOffRemainder { payment_id: payment(*p), day: None }),
            Self::Reverse(p) => world.decide(&ReversePayment { payment_id: payment(*p), reason: reason(), from_its_day: false }),
            Self::Post(i) => world.decide(&PostInvoice { invoice_id: invoice(*i), day: None }),
            Self::Credit(i, gross) => {
                let lines = vec![CreditLine { n: 1, part: CreditPart::Gross(money(gross)) }];
                let note_id = Some(InvoiceId::derive(&["note", &n.to_string()]));
                world.decide(&CreditInvoice { invoice_id: invoice(*i), note_id, lines, ..CreditInvoice::example() })
            }
            Self::Offset(i, amount) => {
                let payment_id = Some(crate::PaymentId::derive(&["offset", &n.to_string()]));
                let amount = Some(money(amount));
                world.decide(&OffsetInvoices { payment_id, first: invoice(*i), second: bought(), amount, ..OffsetInvoices::example() })
            }
        }
    }
}

fn check(world: &World) {
    let payments: Vec<Payment> = (0..PAYMENTS).map(|n| world.state(payment(n))).collect();
    for payment in &payments {
        let allocated: i64 = payment.allocations.iter().map(|one| one.amount.minor()).sum();
        assert!(allocated + payment.off().minor() <= payment.amount.minor() && !payment.remainder().is_negative());
    }
    let invoices: Vec<Invoice> = (0..INVOICES).map(invoice).chain([bought()]).map(|id| world.state(id)).collect();
    for one in &invoices {
        assert!(!one.open().is_negative(), "{:?}", one.open());
        let money: i64 = one.settlements.iter().filter(|settled| !settled.offset).map(|settled| settled.amount.minor()).sum();
        let told = payments.iter().flat_map(|payment| payment.allocated_to(one.id));
        assert_eq!(money, told.map(|allocation| allocation.amount.minor()).sum::<i64>());
    }
    // The books say the same: receivables are what is open, advances are what is left.
    let posted = invoices.iter().filter(|one| one.is_posted() && one.id != bought());
    let open: i64 = posted.map(|one| one.open().minor()).sum();
    assert_eq!(world.balance(own(), Purpose::Receivable).minor(), open);
    let advances: i64 = payments.iter().map(|one| one.remainder().minor()).sum();
    let to_issued = invoices.iter().filter(|one| one.status() == InvoiceStatus::Issued).map(|one| one.settled().minor());
    assert_eq!(-world.balance(own(), Purpose::AdvancesReceived).minor(), advances + to_issued.sum::<i64>());
    assert_eq!(-world.balance(own(), Purpose::Payable).minor(), world.state::<Invoice>(bought()).open().minor());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn k12_allocations_never_pass_payment_or_invoice(
        amounts in prop::collection::vec(1i64..20_000, PAYMENTS as usize),
        acts in prop::collection::vec(act(), 0..16),
    ) {
        let mut world = world(&amounts);
        for (n, act) in acts.iter().enumerate() {
            if let Ok(decided) = act.decide(&world, n) {
                assert!(world.write(decided));
                check(&world);
            }
        }
    }

    /// Two writers look at the same moment and write one after the other: the second is turned
    /// away where it would have decided otherwise, and decides again.
    #[test]
    fn k12_two_writers_cannot_allocate_more_than_there_is(
        amounts in prop::collection::vec(1i64..20_000, PAYMENTS as usize),
        pairs in prop::collection::vec((act(), act()), 0..8),
    ) {
        let mut world = world(&amounts);
        for (n, (one, other)) in pairs.iter().enumerate() {
            let seen = (one.decide(&world, 2 * n), other.decide(&world, 2 * n + 1));
            if let Ok(decided) = seen.0 {
                world.write(decided);
            }
            if let Ok(decided) = seen.1 && !world.write(decided)
                && let Ok(again) = other.decide(&world, 2 * n + 1)
            {
                assert!(world.write(again));
            }
            check(&world);
        }
    }
}

#[test]
fn k12_two_writers_cannot_allocate_more_than_the_payment() {
    let mut world = world(&[10_000, 1, 1]);
    let allocate =
        |i: u32, amount: &str| AllocatePayment { payment_id: payment(0), invoice_id: invoice(i), amount: Some(uah(amount)), day: None };
    let (one, other) = (world.decide(&allocate(0, "80.00")).unwrap(), world.decide(&allocate(1, "30.00")).unwrap());
    assert!(world.write(one) && !world.write(other));
    assert_eq!(world.refusal(&allocate(1, "30.00")), "commerce.allocation.over-payment");
    assert_eq!(AllocatePayment::SPEC.name, "commerce.allocate-payment");
}

#[test]
fn k12_two_payments_cannot_close_more_than_the_invoice() {
    let mut world = world(&[90_00, 90_00, 1]);
    let allocate = |p: u32| AllocatePayment { payment_id: payment(p), invoice_id: invoice(0), amount: Some(uah("90.00")), day: None };
    let (one, other) = (world.decide(&allocate(0)).unwrap(), world.decide(&allocate(1)).unwrap());
    assert!(world.write(one) && !world.write(other));
    assert_eq!(world.refusal(&allocate(1)), "commerce.allocation.over-invoice");
}
