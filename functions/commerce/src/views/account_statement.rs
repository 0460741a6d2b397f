//! What happened between two parties: claims and money, in the order of days.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::invoice::{Invoice, InvoiceKind};
use crate::payment::{Payment, PaymentMethod, PaymentStatus};

/// The view's name.
pub const VIEW: &str = "account-statement";

/// Claims and what takes them back.
pub struct AccountStatementFromInvoice;
/// Money.
pub struct AccountStatementFromPayment;

/// One line of a statement, seen by one of the two parties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementLine {
    /// When.
    pub day: Day,
    /// `INVOICE`, `CREDIT_NOTE`, `DIFFERENCE` or `PAYMENT`.
    pub kind: String,
    /// The document's id.
    pub document: String,
    /// Its number, or what the payer wrote.
    pub text: Option<Line>,
    /// How much more the other party owes; below zero when less.
    pub amount: Money,
}

/// What happened between two parties up to a day, seen by the first.
pub fn between(own: PartyId, other: PartyId, until: Day) -> RowQuery {
    RowQuery::new(VIEW, format!("{own}#{other}")).within(Range::UpTo(format!("{until}~")))
}

fn pair(creditor: PartyId, debtor: PartyId, line: &StatementLine) -> Vec<Row> {
    let sort = format!("{}#{}#{}", line.day, line.document, line.kind);
    let zero = Money::zero(line.amount.currency());
    let mirrored = StatementLine { amount: zero.minus(line.amount).unwrap_or(zero), ..line.clone() };
    let row = |own: PartyId, other: PartyId, line: &StatementLine| {
        Row::new(format!("{own}#{other}"), &sort, serde_json::to_value(line).unwrap_or_default())
    };
    vec![row(creditor, debtor, line), row(debtor, creditor, &mirrored)]
}

impl View for AccountStatementFromInvoice {
    type Aggregate = Invoice;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.account-statement-from-invoice", view: VIEW, summary: "Claims between two parties, by day." };

    fn project(step: &Step<'_, Invoice>) -> Vec<Change> {
        step.replace(of_invoice)
    }
}

fn of_invoice(invoice: &Invoice) -> Vec<Row> {
    let Some((issued, posted)) = invoice.issued.as_ref().zip(invoice.posted.as_ref()) else { return Vec::new() };
    let zero = Money::zero(invoice.currency);
    let amount = match invoice.kind {
        InvoiceKind::Invoice => issued.tax.payable,
        InvoiceKind::CreditNote { .. } => zero.minus(issued.tax.payable).unwrap_or(zero),
        InvoiceKind::Advance | InvoiceKind::TaxInvoice { .. } => return Vec::new(),
    };
    let of = |kind: &str, day: Day, amount: Money| StatementLine {
        day,
        kind: kind.to_owned(),
        document: invoice.id.to_string(),
        text: Some(issued.number.clone()),
        amount,
    };
    let mut rows = pair(issued.creditor, issued.debtor, &of(invoice.kind.name(), posted.day, amount));
    if let Some(day) = invoice.written_off_on {
        let less = zero.minus(invoice.written_off).unwrap_or(zero);
        rows.extend(pair(issued.creditor, issued.debtor, &of("DIFFERENCE", day, less)));
    }
    rows
}

impl View for AccountStatementFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.account-statement-from-payment", view: VIEW, summary: "Money between two parties, by day." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        step.replace(of_payment)
    }
}

fn of_payment(payment: &Payment) -> Vec<Row> {
    // An offset closes as much one way as the other: it changes no balance.
    if payment.status() != PaymentStatus::Confirmed || payment.method == PaymentMethod::Offset {
        return Vec::new();
    }
    let zero = Money::zero(payment.amount.currency());
    let line = StatementLine {
        day: payment.day,
        kind: "PAYMENT".to_owned(),
        document: payment.id.to_string(),
        text: payment.purpose.clone(),
        amount: zero.minus(payment.amount).unwrap_or(zero),
    };
    let mut rows = pair(payment.payee, payment.payer, &line);
    if let Some(off) = &payment.written_off {
        let kept = StatementLine { day: off.day, kind: "DIFFERENCE".to_owned(), amount: off.amount, ..line };
        rows.extend(pair(payment.payee, payment.payer, &kept));
    }
    rows
}
