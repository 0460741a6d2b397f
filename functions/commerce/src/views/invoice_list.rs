//! Invoices as lists show them, seen by who is owed and by who owes.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::invoice::{Invoice, InvoiceStatus};
use crate::rules::Direction;
use crate::{ContractId, InvoiceId, PartyId};

/// The view's name.
pub const VIEW: &str = "invoice-list";
const ALL: &str = "all";

/// Invoices as lists show them: all, of a contract, and of a party in each direction; by status,
/// and what is open by the day by which it is due.
pub struct InvoiceListFromInvoice;

/// One invoice in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceListItem {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// `INVOICE`, `ADVANCE`, `CREDIT_NOTE` or `TAX_INVOICE`.
    pub kind: String,
    /// The demand that it belongs to, if it is not one itself.
    pub of: Option<InvoiceId>,
    /// Its number, once it has one.
    pub number: Option<Line>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Seen by the party of the list; absent in lists of no party.
    pub direction: Option<Direction>,
    /// Under which contract.
    pub contract_id: ContractId,
    /// Who is owed; who supplies while it is a draft.
    pub creditor: PartyId,
    /// What they were called when it was drafted.
    #[serde(default)]
    pub creditor_name: Option<Line>,
    /// Who owes; who is supplied while it is a draft.
    pub debtor: PartyId,
    /// What they were called when it was drafted.
    #[serde(default)]
    pub debtor_name: Option<Line>,
    /// The day that it bears.
    pub issue_day: Option<Day>,
    /// The last day on which it is paid in time.
    pub due_day: Option<Day>,
    /// The day by which tax is owed.
    pub tax_point: Day,
    /// What it demands.
    pub payable: Money,
    /// What is still to be paid.
    pub open: Money,
    /// What closed it when, for balances of a past day.
    pub closed_by: Vec<ClosedBy>,
    /// The version that this shows.
    pub version: Version,
}

/// A part of an invoice that was closed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedBy {
    /// When.
    pub day: Day,
    /// How much.
    pub amount: Money,
}

impl InvoiceListItem {
    /// What was open of it at the end of a day.
    pub fn open_on(&self, day: Day) -> Money {
        let nothing = Money::zero(self.payable.currency());
        if self.issue_day.is_none_or(|issued| issued > day) || self.status == InvoiceStatus::Void || self.of.is_some() {
            return nothing;
        }
        let until = self.closed_by.iter().filter(|closed| closed.day <= day);
        until.map(|closed| closed.amount).try_fold(self.payable, Money::minus).unwrap_or(nothing)
    }
}

/// All invoices, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// All invoices in one status, newest first.
pub fn in_status(status: InvoiceStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("{ALL}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Invoices of a contract, the oldest first.
pub fn of_contract(contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("contract#{contract}"))
}

fn side(party: PartyId, direction: Direction) -> String {
    format!("party#{party}#{}", direction.name())
}

/// A party's invoices in one direction, newest first.
pub fn of_party(party: PartyId, direction: Direction) -> RowQuery {
    RowQuery::new(VIEW, side(party, direction)).newest_first()
}

/// A party's invoices in one direction up to a day of issue, newest first.
pub fn of_party_until(party: PartyId, direction: Direction, day: Day) -> RowQuery {
    // Everything of the day itself sorts before this.
    of_party(party, direction).within(Range::UpTo(format!("{day}~")))
}

/// A party's invoices in one direction and status, newest first.
pub fn of_party_in_status(party: PartyId, direction: Direction, status: InvoiceStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("{}#{}", side(party, direction), status.name())).by(Order::Index1).newest_first()
}

/// What is open of a party in one direction, by the day by which it is due.
pub fn open_of_party(party: PartyId, direction: Direction) -> RowQuery {
    RowQuery::new(VIEW, format!("{}#open", side(party, direction))).by(Order::Index2)
}

/// What is open of a party in one direction and was due before a day.
pub fn overdue_of_party(party: PartyId, direction: Direction, today: Day) -> RowQuery {
    // Nothing of the day itself sorts before this.
    open_of_party(party, direction).within(Range::UpTo(today.to_string()))
}

impl View for InvoiceListFromInvoice {
    type Aggregate = Invoice;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.invoice-list-from-invoice", view: VIEW, summary: "Invoices as lists show them." };

    fn project(step: &Step<'_, Invoice>) -> Vec<Change> {
        step.replace(|invoice| rows(invoice, step.version))
    }
}

fn rows(invoice: &Invoice, version: Version) -> Vec<Row> {
    let item = item(invoice, version);
    let day = item.issue_day.unwrap_or(item.tax_point);
    let sort = format!("{day}#{}", item.invoice_id);
    let data = |direction| serde_json::to_value(InvoiceListItem { direction, ..item.clone() }).unwrap_or_default();
    let status = item.status.name();
    let all = Row::new(ALL, &sort, data(None)).with_index1(format!("{ALL}#{status}"), &sort);
    let of_contract = Row::new(format!("contract#{}", item.contract_id), &sort, data(None));
    let of_side = |party: PartyId, direction: Direction| {
        let partition = side(party, direction);
        let row = Row::new(&partition, &sort, data(Some(direction))).with_index1(format!("{partition}#{status}"), &sort);
        match item.due_day.filter(|_| invoice.awaits_money()) {
            Some(due) => row.with_index2(format!("{partition}#open"), format!("{due}#{}", item.invoice_id)),
            None => row,
        }
    };
    let receivable = of_side(item.creditor, Direction::Receivable);
    let payable = of_side(item.debtor, Direction::Payable);
    vec![all, of_contract, receivable, payable]
}

/// An invoice as a list shows it.
pub fn item(invoice: &Invoice, version: Version) -> InvoiceListItem {
    let (debtor, creditor) = invoice.owed_between().unwrap_or((invoice.draft.buyer, invoice.draft.seller));
    let issued = invoice.issued.as_ref();
    let settled = invoice.settlements.iter().map(|settled| ClosedBy { day: settled.day, amount: settled.amount });
    let credited = invoice.credits.iter().map(|credited| ClosedBy { day: credited.day, amount: credited.payable });
    let written_off = invoice.written_off_on.map(|day| ClosedBy { day, amount: invoice.written_off });
    InvoiceListItem {
        invoice_id: invoice.id,
        kind: invoice.kind.name().to_owned(),
        of: invoice.kind.of(),
        number: invoice.number().cloned(),
        status: invoice.status(),
        direction: None,
        contract_id: invoice.contract,
        creditor,
        creditor_name: invoice.draft.names.get(&creditor).cloned(),
        debtor,
        debtor_name: invoice.draft.names.get(&debtor).cloned(),
        issue_day: issued.map(|issued| issued.issue_day),
        due_day: issued.map(|issued| issued.due_day),
        tax_point: issued.map_or(invoice.draft.tax_point, |issued| issued.tax_point),
        payable: invoice.payable(),
        open: invoice.open(),
        closed_by: settled.chain(credited).chain(written_off).collect(),
        version,
    }
}
