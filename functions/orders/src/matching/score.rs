//! The points of one order.

use kernel::Money;
use kernel::identifier::Phone;

use super::name::{self, FoldedName, SAME_RATIO_MIN};
use super::{
    Candidate, Comparison, Contradiction, POINTS_AMOUNT, POINTS_COMPANY, POINTS_NUMBER, POINTS_PHONE, POINTS_WINDOW, RAW_MAX,
    SCORE_CONTRADICTED_MAX, SCORE_MAX, Signal, text,
};
use crate::order::{Order, OrderStatus};
use crate::payment::Payment;

/// What a payment tells of its payer, taken apart once for all orders.
pub struct PayerMarks {
    /// The name, folded; empty when there is none.
    pub name: FoldedName,
    /// The payer is certainly no private person.
    pub is_organisation: bool,
    /// The payer's telephone, and those in the purpose.
    pub phones: Vec<Phone>,
}

impl PayerMarks {
    /// Of a payment.
    pub fn of(payment: &Payment) -> Self {
        let name = name::fold(payment.payer.name.as_deref().unwrap_or_default());
        let mut phones: Vec<Phone> = payment.payer.phone.iter().cloned().collect();
        phones.extend(text::phones(&payment.purpose));
        phones.sort();
        phones.dedup();
        Self { is_organisation: name::is_organisation(&name, payment.payer.code.as_deref()), name, phones }
    }
}

/// How alike the payer is to whoever ordered, 0 to 100.
struct Likeness {
    company: u8,
    client: u8,
}

/// Compares one order. Pure; the amounts must be of one currency, which the caller checked.
pub fn score(payment: &Payment, payer: &PayerMarks, order: &Order, comparison: &Comparison<'_>) -> Candidate {
    let like = |name: &str| name::ratio(&payer.name, &name::fold(name));
    let company_name = order.client.company_name.as_ref();
    let likeness = Likeness { company: company_name.map_or(0, |name| like(name.as_str())), client: like(order.client.name.as_str()) };
    let signals = signals(payment, payer, order, comparison, &likeness);
    let contradictions = contradictions(payment, payer, order, &likeness);
    let raw = signals.iter().map(Signal::points).sum::<u32>().min(RAW_MAX);
    let score_max = if contradictions.is_empty() { SCORE_MAX } else { SCORE_CONTRADICTED_MAX };
    Candidate {
        order: order.id,
        number: order.number.clone(),
        client: order.client.name.clone(),
        company: order.client.company_name.clone(),
        debt: order.debt(),
        raw,
        score: raw.min(score_max),
        signals,
        contradictions,
    }
}

fn phone_of<'a>(payer: &'a PayerMarks, order: &Order) -> Option<&'a Phone> {
    payer.phones.iter().find(|phone| Some(*phone) == order.client.phone.as_ref())
}

fn signals(payment: &Payment, payer: &PayerMarks, order: &Order, comparison: &Comparison<'_>, likeness: &Likeness) -> Vec<Signal> {
    let mut signals = Vec::new();
    if comparison.numbers.contains(&order.number) {
        signals.push(Signal::Number { points: POINTS_NUMBER });
    }
    let debt = order.debt();
    if payment.amount == debt {
        signals.push(Signal::Amount { points: POINTS_AMOUNT, debt });
    }
    if let Some(phone) = phone_of(payer, order) {
        signals.push(Signal::Phone { points: POINTS_PHONE, phone: phone.clone() });
    }
    if let Some(company) = order.client.company_name.as_ref().filter(|_| likeness.company >= SAME_RATIO_MIN) {
        let payer = payment.payer.name.clone().unwrap_or_default();
        signals.push(Signal::Company { points: POINTS_COMPANY, ratio: likeness.company, payer, company: company.clone() });
    }
    let ordered_on = order.created_at.day_in(comparison.zone);
    let days = payment.paid_at.day_in(comparison.zone).signed_duration_since(ordered_on).num_days();
    let window_days = comparison.settings.window_days;
    if days.unsigned_abs() <= u64::from(window_days) {
        signals.push(Signal::Window { points: POINTS_WINDOW, days, window_days });
    }
    signals
}

fn contradictions(payment: &Payment, payer: &PayerMarks, order: &Order, likeness: &Likeness) -> Vec<Contradiction> {
    let debt = order.debt();
    let mut found = Vec::new();
    let same_payer = phone_of(payer, order).is_some() || likeness.company >= SAME_RATIO_MIN || likeness.client >= SAME_RATIO_MIN;
    if !takes_money(order) {
        found.push(Contradiction::OrderClosed { is: order.status() });
    } else if payment.amount.minor() > debt.minor() {
        let surplus = payment.amount.minus(debt).unwrap_or(Money::zero(debt.currency()));
        found.push(Contradiction::ExceedsDebt { debt, surplus });
    } else if payment.amount.minor() < debt.minor() && !same_payer {
        found.push(Contradiction::PartOfUnknownPayer { debt });
    }
    let ordering = order.client.company_name.as_ref().filter(|_| payer.is_organisation && !payer.name.is_empty() && !same_payer);
    if let Some(company) = ordering {
        let payer = payment.payer.name.clone().unwrap_or_default();
        found.push(Contradiction::OtherCompany { payer, company: company.clone(), ratio: likeness.company });
    }
    if payment.taken_from.contains(&order.id) {
        found.push(Contradiction::TakenAway);
    }
    found
}

/// Whether money can be matched to the order at all: confirmed, not cancelled, something owed.
pub fn takes_money(order: &Order) -> bool {
    let open = match order.status() {
        OrderStatus::Draft | OrderStatus::Cancelled => false,
        OrderStatus::New
        | OrderStatus::ShippingCreated
        | OrderStatus::Shipped
        | OrderStatus::Delivered
        | OrderStatus::Returned
        | OrderStatus::DeliveryFailed => true,
    };
    open && order.confirmed && order.debt().is_positive()
}
