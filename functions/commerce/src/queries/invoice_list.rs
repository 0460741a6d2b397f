//! Lists invoices.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::invoice::{InvoiceRefusal, InvoiceStatus};
use crate::rules::Direction;
use crate::views::invoice_list::{self, InvoiceListItem};
use crate::{ContractId, PartyId};

/// Lists invoices: all, of a contract, or of a company in one direction, AR unless it is said
/// otherwise; by status, or what is overdue.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListInvoices {
    /// Seen by this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// `AR`: owed to it; `AP`: owed by it. Counts only with a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<InvoiceStatus>,
    /// `open` or `overdue`, by the day by which they are due; counts only with a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Only of this contract; counts more than a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<ContractId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What is still to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// At any time.
    Open,
    /// Before today.
    Overdue,
}

impl ListInvoices {
    fn rows(&self, context: &Context) -> RowQuery {
        let direction = self.direction.unwrap_or(Direction::Receivable);
        let today = context.now.day_in(context.settings.time_zone);
        let list = match (self.contract_id, self.party_id, self.due, self.status) {
            (Some(contract), ..) => invoice_list::of_contract(contract),
            (None, Some(party), Some(Due::Open), _) => invoice_list::open_of_party(party, direction),
            (None, Some(party), Some(Due::Overdue), _) => invoice_list::overdue_of_party(party, direction, today),
            (None, Some(party), None, Some(status)) => invoice_list::of_party_in_status(party, direction, status),
            (None, Some(party), None, None) => invoice_list::of_party(party, direction),
            (None, None, _, Some(status)) => invoice_list::in_status(status),
            (None, None, _, None) => invoice_list::all(),
        };
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

/// An invoice in a list, with what depends on the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListedInvoice {
    /// The invoice.
    #[serde(flatten)]
    pub invoice: InvoiceListItem,
    /// Whether something is still to be paid after its day.
    pub overdue: bool,
}

impl Query for ListInvoices {
    type Answer = ListPage<ListedInvoice>;
    type Refusal = InvoiceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-invoices",
        route: Route::get("/commerce/invoices"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Lists invoices: all, of a contract, or of a company as AR or AP; by status, open or overdue.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, InvoiceRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        let page: ListPage<InvoiceListItem> = ListPage::read(facts.page(&self.rows(context)));
        let listed = |invoice: InvoiceListItem| {
            let overdue = invoice.open.is_positive() && invoice.due_day.is_some_and(|due| due < today);
            ListedInvoice { invoice, overdue }
        };
        Ok(Answer::of(ListPage { items: page.items.into_iter().map(listed).collect(), next_cursor: page.next_cursor }))
    }
}
