//! What is owed for invoices: open debts by who pays and who is paid, and what contracts claimed so far.

use std::collections::BTreeMap;

use kernel::view::{Range, RowQuery};
use kernel::{Addition, Change, Currency, Day, Money, Row, RowKey, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::obligation::{Debt, Duty, Obligation, ObligationEvent, SettledBy};
use crate::{ContractId, InvoiceId, PartyId};

/// The view's name.
pub const VIEW: &str = "cash-debts";
/// The name of the sum of claims, in minor units.
const CLAIMED: &str = "claimed";

/// Open debts of a party, and the sum of claims of its contracts.
pub struct CashDebtsFromObligation;

/// An open debt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DebtItem {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// The contract that it belongs to.
    pub contract_id: Option<ContractId>,
    /// Who pays.
    pub from: PartyId,
    /// Who is paid.
    pub to: PartyId,
    /// By which day.
    pub due: Day,
    /// What the invoice demands.
    pub amount: Money,
    /// What is left of it.
    pub open: Money,
}

/// The claims of one contract between two parties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claims {
    /// The contract.
    pub contract_id: ContractId,
    /// What its claims are in.
    pub currency: Currency,
}

/// Open debts in which a party pays or is paid, the earliest due first.
pub fn of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("party#{party}")).wide()
}

/// What contracts of a party have claimed so far, credited and void claims taken off.
pub fn claims_of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("claims#{party}")).wide()
}

/// What one contract of a party has claimed so far.
pub fn claims_of_contract(party: PartyId, contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("claims#{party}")).within(Range::Prefix(contract.to_string())).limit(1)
}

/// The contract of a row of claims, and their sum.
pub fn read_claims(row: &Row) -> Option<(ContractId, i64)> {
    let claims: Claims = serde_json::from_value(row.data.clone()).ok()?;
    Some((claims.contract_id, row.counters.get(CLAIMED).copied().unwrap_or_default()))
}

impl View for CashDebtsFromObligation {
    type Aggregate = Obligation;
    const SPEC: ViewSpec = ViewSpec {
        name: "commerce.cash-debts-from-obligation",
        view: VIEW,
        summary: "Open debts of a party, and what its contracts have claimed.",
    };

    fn project(step: &Step<'_, Obligation>) -> Vec<Change> {
        let mut changes = step.replace(rows);
        let claimed: i64 = step.events.iter().map(|event| claimed(event, step.after)).sum();
        if claimed != 0 {
            changes.extend(additions(step.after, claimed).map(Change::Add));
        }
        changes
    }
}

/// How much more an event claims. A debt is cancelled with its invoice, and then what is open of it
/// is not claimed any more.
fn claimed(event: &ObligationEvent, after: &Obligation) -> i64 {
    match event {
        ObligationEvent::Undertaken(undertaken) => match &undertaken.duty {
            Duty::Pay(debt) => debt.amount.minor(),
            Duty::Deliver(_) | Duty::Perform(_) | Duty::Internal { .. } => 0,
        },
        ObligationEvent::Settled { by, amount } => {
            if takes_back(*by) {
                amount.minor().saturating_neg()
            } else {
                0
            }
        }
        ObligationEvent::Unsettled { by, amount } => {
            if takes_back(*by) {
                amount.minor()
            } else {
                0
            }
        }
        ObligationEvent::Fulfilled { .. }
        | ObligationEvent::Unfulfilled { .. }
        | ObligationEvent::Waived { .. }
        | ObligationEvent::Breached { .. } => 0,
        ObligationEvent::Cancelled { .. } => after.open_debt().map_or(0, |open| open.minor().saturating_neg()),
    }
}

/// Whether a claim is gone, rather than paid.
const fn takes_back(by: SettledBy) -> bool {
    match by {
        SettledBy::CreditNote { .. } => true,
        SettledBy::Payment { .. } | SettledBy::SmallDifference => false,
    }
}

fn additions(obligation: &Obligation, claimed: i64) -> impl Iterator<Item = Addition> {
    let known = obligation.contract.zip(obligation.debt());
    let addition = move |(contract_id, debt): (ContractId, &Debt), party: PartyId| {
        let claims = Claims { contract_id, currency: debt.amount.currency() };
        Addition {
            key: RowKey { partition: claims_of_party(party).partition, sort: contract_id.to_string() },
            data: serde_json::to_value(claims).unwrap_or_default(),
            counters: BTreeMap::from([(CLAIMED.to_owned(), claimed)]),
        }
    };
    [obligation.from, obligation.to].into_iter().filter_map(move |party| known.map(|known| addition(known, party)))
}

fn rows(obligation: &Obligation) -> Vec<Row> {
    let Some((debt, open)) = obligation.debt().zip(obligation.open_debt()) else { return Vec::new() };
    if !obligation.is_open() || open.is_zero() {
        return Vec::new();
    }
    let item = DebtItem {
        invoice_id: debt.invoice,
        contract_id: obligation.contract,
        from: obligation.from,
        to: obligation.to,
        due: obligation.due,
        amount: debt.amount,
        open,
    };
    let sort = format!("{}#{}", item.due, obligation.id);
    let data = serde_json::to_value(item).unwrap_or_default();
    [obligation.from, obligation.to].map(|party| Row::new(of_party(party).partition, &sort, data.clone())).to_vec()
}
