//! Payments by day and amount, to find the same money recorded twice.

use kernel::view::RowQuery;
use kernel::{Change, Day, Money, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::PaymentId;
use crate::matching::name::fold;
use crate::payment::{Payer, Payment, PaymentStatus, Source};

/// The view's name.
pub const VIEW: &str = "payment-duplicates";
/// Payments of one day and amount that are compared; a shop with one price has many.
const ROWS_MAX: u32 = 100;

/// Payments by day and amount; rejected and reversed ones are left out, since recording
/// those again is right.
pub struct PaymentDuplicatesFromPayment;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAlike {
    /// The payment.
    pub payment_id: PaymentId,
    /// The payer's name in one spelling; empty when unknown.
    pub name: String,
    /// The payer's code, if known.
    pub code: Option<String>,
    /// Typed in by a person.
    pub manual: bool,
}

/// The partition of a day and an amount.
pub fn partition(amount: Money, day: Day) -> String {
    format!("{day}#{}#{}", amount.currency().code(), amount.minor())
}

/// Payments of a day and an amount.
pub fn query(amount: Money, day: Day) -> RowQuery {
    RowQuery::new(VIEW, partition(amount, day)).limit(ROWS_MAX)
}

/// The first of these payments that may be of the same payer: one code, or one name, or one of
/// the two unknown. `only_manual` leaves out those of a bank, which has its own identities.
pub fn look_alike(rows: &[Row], payer: &Payer, only_manual: Option<PaymentId>) -> Option<PaymentId> {
    let name = payer.name.as_deref().map(|name| fold(name).canonical()).unwrap_or_default();
    let rows = rows.iter().filter_map(|row| serde_json::from_value::<LookAlike>(row.data.clone()).ok());
    let same = |row: &LookAlike| match (&row.code, &payer.code) {
        (Some(one), Some(two)) => one == two,
        _ => row.name.is_empty() || name.is_empty() || row.name == name,
    };
    let counts = |row: &LookAlike| only_manual.is_none_or(|itself| row.manual && row.payment_id != itself);
    rows.filter(|row| counts(row) && same(row)).map(|row| row.payment_id).next()
}

impl View for PaymentDuplicatesFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec = ViewSpec {
        name: "orders.payment-duplicates-from-payment",
        view: VIEW,
        summary: "Payments by day and amount, to find the same money twice.",
    };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        super::search::replace_changed(step, |payment| match payment.status() {
            PaymentStatus::Received | PaymentStatus::Matched | PaymentStatus::NeedsReview => vec![row(payment)],
            PaymentStatus::Rejected | PaymentStatus::Reversed => Vec::new(),
        })
    }
}

/// The row of one payment.
pub fn row(payment: &Payment) -> Row {
    let name = payment.payer.name.as_deref().map(|name| fold(name).canonical()).unwrap_or_default();
    let manual = matches!(payment.source, Source::Manual { .. });
    let data = LookAlike { payment_id: payment.id, name, code: payment.payer.code.clone(), manual };
    Row::new(partition(payment.amount, payment.bank_day), payment.id.to_string(), serde_json::to_value(data).unwrap_or_default())
}
