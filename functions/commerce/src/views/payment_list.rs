//! Payments as lists show them, and money that waits for an invoice.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::payment::{Payment, PaymentMethod, PaymentStatus};
use crate::{ContractId, PartyId, PaymentId};

/// The view's name.
pub const VIEW: &str = "commerce-payment-list";
const ALL: &str = "all";
const WAITING: &str = "waiting";

/// Payments as lists show them: all, of a party, of a contract; by status, and those whose
/// remainder waits for an invoice of the contract that they name.
pub struct PaymentListFromPayment;

/// One payment in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentListItem {
    /// The payment.
    pub payment_id: PaymentId,
    /// Where it stands.
    pub status: PaymentStatus,
    /// How money moved.
    pub method: PaymentMethod,
    /// Who paid.
    pub payer: PartyId,
    /// What they were called when it was recorded.
    #[serde(default)]
    pub payer_name: Option<Line>,
    /// Who was paid.
    pub payee: PartyId,
    /// What they were called when it was recorded.
    #[serde(default)]
    pub payee_name: Option<Line>,
    /// How much.
    pub amount: Money,
    /// What no invoice took.
    pub remainder: Money,
    /// When.
    pub day: Day,
    /// The contract that it says it pays for.
    pub contract_id: Option<ContractId>,
    /// What an outside system calls it.
    pub external: Option<String>,
    /// What the payer wrote.
    pub purpose: Option<Line>,
    /// The version that this shows.
    pub version: Version,
}

/// All payments, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// All payments in one status, newest first.
pub fn in_status(status: PaymentStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("{ALL}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Payments by or to a party, newest first.
pub fn of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("party#{party}")).newest_first()
}

/// Money that waits for an invoice of a contract, the oldest first.
pub fn waiting_for(contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("contract#{contract}#{WAITING}")).by(Order::Index2)
}

/// All money that names a contract and waits, newest first: what waits for long waits for an
/// invoice that nobody has written, and must not hide the rest.
pub fn waiting() -> RowQuery {
    RowQuery::new(VIEW, WAITING).by(Order::Index2).newest_first()
}

impl View for PaymentListFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.payment-list-from-payment", view: VIEW, summary: "Payments as lists show them." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        step.replace(|payment| rows(payment, step.version))
    }
}

fn rows(payment: &Payment, version: Version) -> Vec<Row> {
    let item = item(payment, version);
    let sort = format!("{}#{}", item.day, item.payment_id);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let waits = payment.status() == PaymentStatus::Confirmed && item.remainder.is_positive();
    let waiting = |row: Row, partition: String| if waits { row.with_index2(partition, &sort) } else { row };
    let all = Row::new(ALL, &sort, data.clone()).with_index1(format!("{ALL}#{}", item.status.name()), &sort);
    let all = if item.contract_id.is_some() { waiting(all, WAITING.to_owned()) } else { all };
    let of_party = [item.payer, item.payee].map(|party| Row::new(format!("party#{party}"), &sort, data.clone()));
    let of_contract = item
        .contract_id
        .map(|contract| waiting(Row::new(format!("contract#{contract}"), &sort, data.clone()), format!("contract#{contract}#{WAITING}")));
    std::iter::once(all).chain(of_party).chain(of_contract).collect()
}

/// A payment as a list shows it.
pub fn item(payment: &Payment, version: Version) -> PaymentListItem {
    PaymentListItem {
        payment_id: payment.id,
        status: payment.status(),
        method: payment.method,
        payer: payment.payer,
        payer_name: payment.names.get(&payment.payer).cloned(),
        payee: payment.payee,
        payee_name: payment.names.get(&payment.payee).cloned(),
        amount: payment.amount,
        remainder: payment.remainder(),
        day: payment.day,
        contract_id: payment.contract,
        external: payment.external.as_ref().map(crate::payment::ExternalReference::unique),
        purpose: payment.purpose.clone(),
        version,
    }
}
