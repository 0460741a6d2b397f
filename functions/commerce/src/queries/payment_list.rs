//! Lists payments.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::payment::{PaymentRefusal, PaymentStatus};
use crate::views::payment_list::{self, PaymentListItem};
use crate::{ContractId, PartyId};

/// Lists payments, newest first: all, in one status, by or to a party, or money that waits for
/// an invoice of a contract.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPayments {
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentStatus>,
    /// Only by or to this party; counts more than a status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// Only what waits for an invoice of this contract; counts more than a party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<ContractId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListPayments {
    fn rows(&self) -> RowQuery {
        let list = match (self.waiting_for, self.party_id, self.status) {
            (Some(contract), ..) => payment_list::waiting_for(contract),
            (None, Some(party), _) => payment_list::of_party(party),
            (None, None, Some(status)) => payment_list::in_status(status),
            (None, None, None) => payment_list::all(),
        };
        list.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListPayments {
    type Answer = ListPage<PaymentListItem>;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-payments",
        route: Route::get("/commerce/payments"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Lists payments with what no invoice took of them.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaymentRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}
