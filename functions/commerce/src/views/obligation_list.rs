//! Obligations by contract and by due day.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::obligation::{Duty, Obligation, ObligationKind, ObligationStatus};
use crate::{ContractId, InvoiceId, ObligationId, PartyId};

/// The view's name.
pub const VIEW: &str = "obligation-list";
/// The partition of everything that is still owed between parties.
const OPEN: &str = "open";
/// The partition of what own companies owed themselves.
const INTERNAL: &str = "internal";

/// Obligations by contract, the earliest due first; open ones also across contracts.
pub struct ObligationListFromObligation;

/// One obligation in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ObligationItem {
    /// The obligation.
    pub obligation_id: ObligationId,
    /// The contract that it arises from.
    pub contract_id: Option<ContractId>,
    /// Its type.
    pub kind: ObligationKind,
    /// Who owes.
    pub from: PartyId,
    /// Whom it is owed to.
    pub to: PartyId,
    /// What, in a few words: the first article.
    pub subject: Option<Line>,
    /// How many lines it has.
    pub lines: usize,
    /// Its worth in its own prices, or the debt.
    pub amount: Option<Money>,
    /// What is left of a debt.
    pub open_debt: Option<Money>,
    /// The invoice of a debt.
    pub invoice_id: Option<InvoiceId>,
    /// By which day.
    pub due: Day,
    /// How far it is.
    pub status: ObligationStatus,
    /// Whether it is still owed.
    pub open: bool,
    /// Whether it is still owed after its day; asked when it is shown.
    #[serde(default)]
    pub overdue: bool,
    /// The annex that it comes from.
    pub annex: Option<Line>,
    /// The version that this shows.
    pub version: Version,
}

impl ObligationItem {
    /// As it is on a day.
    pub fn on(mut self, today: Day) -> Self {
        self.overdue = self.open && today > self.due;
        self
    }
}

/// All obligations of a contract, the earliest due first.
pub fn of_contract(contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("contract#{contract}"))
}

/// What is still owed under a contract.
pub fn open_of_contract(contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("open#{contract}")).by(By::Index1)
}

/// What is still owed under any contract, the earliest due first.
pub fn open() -> RowQuery {
    RowQuery::new(VIEW, OPEN).by(By::Index2)
}

impl View for ObligationListFromObligation {
    type Aggregate = Obligation;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.obligation-list-from-obligation", view: VIEW, summary: "Obligations by contract and by due day." };

    fn project(step: &Step<'_, Obligation>) -> Vec<Change> {
        step.replace(|obligation| vec![row(obligation, step.version)])
    }
}

fn row(obligation: &Obligation, version: Version) -> Row {
    let item = item(obligation, version);
    let sort = format!("{}#{}", item.due, item.obligation_id);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let Some(contract) = item.contract_id else { return Row::new(INTERNAL, sort, data) };
    let row = Row::new(of_contract(contract).partition, &sort, data);
    if item.open { row.with_index1(open_of_contract(contract).partition, &sort).with_index2(OPEN, sort) } else { row }
}

/// An obligation as a list shows it.
pub fn item(obligation: &Obligation, version: Version) -> ObligationItem {
    let first = || obligation.goods().and_then(|goods| goods.lines.first()).map(|line| line.article.name.clone());
    let subject = match &obligation.duty {
        Duty::Internal { text } => Some(text.clone()),
        Duty::Deliver(_) | Duty::Perform(_) => first(),
        Duty::Pay(_) => None,
    };
    ObligationItem {
        obligation_id: obligation.id,
        contract_id: obligation.contract,
        kind: obligation.kind(),
        from: obligation.from,
        to: obligation.to,
        subject,
        lines: obligation.goods().map_or(1, |goods| goods.lines.len()),
        amount: obligation.amount(),
        open_debt: obligation.open_debt(),
        invoice_id: obligation.debt().map(|debt| debt.invoice),
        due: obligation.due,
        status: obligation.status(),
        open: obligation.is_open(),
        overdue: false,
        annex: obligation.annex.clone(),
        version,
    }
}
