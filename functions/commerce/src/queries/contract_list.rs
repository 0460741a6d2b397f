//! Lists contracts.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, as_of};
use crate::PartyId;
use crate::contract::{ContractRefusal, ContractStatus, ContractType};
use crate::views::contract_list::{self, ContractItem};

/// Lists contracts, the last written first: all, of one party, or in one status.
///
/// With two filters a page may have fewer contracts than the limit and still be followed by another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListContracts {
    /// Only in this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ContractStatus>,
    /// Only of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_type: Option<ContractType>,
    /// Only where this party has a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListContracts {
    fn rows(&self) -> RowQuery {
        let rows = match (self.party_id, self.status) {
            (Some(party), _) => contract_list::of_party(party),
            (None, Some(status)) => contract_list::in_status(status),
            (None, None) => contract_list::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListContracts {
    type Answer = ListPage<ContractItem>;
    type Refusal = ContractRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-contracts",
        route: Route::get("/commerce/contracts"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists contracts; by status, type or party.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ContractRefusal> {
        let page: ListPage<ContractItem> = ListPage::read(facts.page(&self.rows()));
        let today = as_of(None, context);
        let shown = page.items.into_iter().map(|item| item.on(today));
        let fits = |item: &ContractItem| {
            self.status.is_none_or(|status| item.status == status) && self.contract_type.is_none_or(|kind| item.contract_type == kind)
        };
        Ok(Answer::of(ListPage { items: shown.filter(fits).collect(), next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Drafted;
    use crate::queries::tests::{World, ask};
    use crate::samples::contracts::{contract_id, in_force, sale};
    use crate::samples::parties::{buyer_id, interval, lessor_id};
    use crate::views::contract_list::ContractListFromContract;
    use crate::views::tests::rows;

    fn shown(until: &str, query: ListContracts) -> Vec<ContractStatus> {
        let drafted = Drafted { valid: interval("2026-01-01", Some(until)), ..sale() };
        let [written, signed] = in_force(drafted);
        let world = World::of(rows::<ContractListFromContract>(contract_id(), &[vec![written], vec![signed]]));
        ask(&query, &world).unwrap().body.items.into_iter().map(|item| item.status).collect()
    }

    fn by(status: ContractStatus) -> ListContracts {
        ListContracts { status: Some(status), ..ListContracts::default() }
    }

    #[test]
    fn k37_expired_contracts_are_shown_as_such_without_an_event() {
        assert_eq!(shown("2027-01-01", ListContracts::default()), [ContractStatus::Signed]);
        assert_eq!(shown("2026-11-01", ListContracts::default()), [ContractStatus::Expired]);
        assert_eq!(shown("2026-11-01", by(ContractStatus::Expired)), [ContractStatus::Expired]);
        assert!(shown("2026-11-01", by(ContractStatus::Signed)).is_empty() && shown("2026-11-01", by(ContractStatus::Draft)).is_empty());
    }

    #[test]
    fn contracts_are_found_by_party_and_type() {
        let of = |party_id| ListContracts { party_id: Some(party_id), ..ListContracts::default() };
        assert_eq!((shown("2027-01-01", of(buyer_id())).len(), shown("2027-01-01", of(lessor_id())).len()), (1, 0));
        let lease = ListContracts { contract_type: Some(ContractType::EquipmentLease), ..ListContracts::default() };
        assert!(shown("2027-01-01", lease).is_empty());
    }
}
