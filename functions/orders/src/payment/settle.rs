//! What a payment does to its order, in the same step: how much the order takes, and the
//! order's events when it gets the money and when it loses it.

use kernel::aggregate::Meta;
use kernel::{Line, Money};

use super::{Matched, MatchedBy, Payment, PaymentRefusal};
use crate::PaymentId;
use crate::matching::score::takes_money;
use crate::order::{Order, OrderEvent};

/// What the order takes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// As much as is owed, and never more.
    pub allocated: Money,
    /// The rest; it stays the payer's credit.
    pub surplus: Money,
}

/// How much of a payment an order takes.
///
/// # Errors
/// When the order takes no money, or is in another currency.
pub fn terms(payment: &Payment, order: &Order) -> Result<Terms, PaymentRefusal> {
    let debt = order.debt();
    if payment.amount.currency() != debt.currency() {
        return Err(PaymentRefusal::Currency);
    }
    if !takes_money(order) {
        let is = order.status();
        let closed = order.cancelled.is_some() || !order.confirmed;
        return Err(if closed { PaymentRefusal::OrderNotPayable { is } } else { PaymentRefusal::NothingOwed });
    }
    let allocated = if payment.amount.minor() < debt.minor() { payment.amount } else { debt };
    let surplus = payment.amount.minus(allocated).map_err(|_| PaymentRefusal::Currency)?;
    Ok(Terms { allocated, surplus })
}

/// The payment's side of a match.
pub fn matched(payment: &Payment, order: &Order, terms: Terms, by: MatchedBy, reason: Option<Line>) -> Matched {
    let confidence =
        payment.evaluation.as_ref().and_then(|evaluation| evaluation.candidate(order.id)).map_or(0, |candidate| candidate.score);
    Matched { order: order.id, number: order.number.clone(), confidence, by, allocated: terms.allocated, surplus: terms.surplus, reason }
}

/// The order's side of a match.
pub fn order_gains(order: &Order, payment: &Payment, amount: Money, meta: &Meta) -> Vec<OrderEvent> {
    let received = Some(payment.amount).filter(|received| *received != amount);
    let allocated = OrderEvent::PaymentAllocated { payment: payment.id, amount, bank_day: Some(payment.bank_day), received };
    Order::with_status_change(Some(order), vec![allocated], meta)
}

/// The order's side when a match ends; nothing when the order does not have the money. `mistaken`
/// when the money was never for it, rather than taken back by the bank.
pub fn order_loses(order: &Order, payment: PaymentId, reason: &Line, mistaken: bool, meta: &Meta) -> Vec<OrderEvent> {
    let allocations = order.allocations.iter().filter(|allocation| allocation.payment == payment);
    let released = |amount| OrderEvent::PaymentReleased { payment, amount, reason: reason.clone(), mistaken };
    let released = allocations.map(|allocation| released(allocation.amount));
    Order::with_status_change(Some(order), released.collect(), meta)
}
