//! Lists obligations.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, as_of};
use crate::ContractId;
use crate::obligation::{ObligationKind, ObligationRefusal};
use crate::views::obligation_list::{self, ObligationItem};

/// Lists obligations, the earliest due first: of one contract, or all that are still owed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListObligations {
    /// Only of this contract; otherwise what is still owed under any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<ContractId>,
    /// Only these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<ObligationShow>,
    /// Only of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ObligationKind>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which obligations are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ObligationShow {
    /// What is still owed.
    Open,
    /// What is still owed after its day.
    Overdue,
}

impl ListObligations {
    fn rows(&self) -> RowQuery {
        let rows = match (self.contract_id, self.show) {
            (Some(contract), None) => obligation_list::of_contract(contract),
            (Some(contract), Some(_)) => obligation_list::open_of_contract(contract),
            (None, _) => obligation_list::open(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListObligations {
    type Answer = ListPage<ObligationItem>;
    type Refusal = ObligationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-obligations",
        route: Route::get("/commerce/obligations"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists obligations of a contract, or all that are still owed.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ObligationRefusal> {
        let page: ListPage<ObligationItem> = ListPage::read(facts.page(&self.rows()));
        let today = as_of(None, context);
        let fits = |item: &ObligationItem| {
            self.kind.is_none_or(|kind| item.kind == kind) && (self.show != Some(ObligationShow::Overdue) || item.overdue)
        };
        let items = page.items.into_iter().map(|item| item.on(today)).filter(fits).collect();
        Ok(Answer::of(ListPage { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligation::{Obligation, ObligationEvent};
    use crate::queries::obligation_get::GetObligation;
    use crate::queries::tests::{World, ask};
    use crate::samples::contracts::contract_id;
    use crate::samples::obligations::{delivery, fulfilled, obligation_id, undertaken};
    use crate::samples::{day, line};
    use crate::views::obligation_list::ObligationListFromObligation;
    use crate::views::tests::rows;

    fn count(commits: &[Vec<ObligationEvent>], query: ListObligations) -> usize {
        let world = World::of(rows::<ObligationListFromObligation>(obligation_id(), commits));
        ask(&query, &world).unwrap().body.items.len()
    }

    #[test]
    fn k18_obligations_are_listed_by_contract_and_while_they_are_owed() {
        let of_contract = |show| ListObligations { contract_id: Some(contract_id()), show, ..ListObligations::default() };
        let open = [vec![undertaken()]];
        let done = [vec![undertaken()], vec![ObligationEvent::Waived { reason: line("так") }]];
        assert_eq!((count(&open, ListObligations::default()), count(&done, ListObligations::default())), (1, 0));
        assert_eq!((count(&open, of_contract(None)), count(&done, of_contract(None))), (1, 1));
        assert_eq!((count(&open, of_contract(Some(ObligationShow::Open))), count(&done, of_contract(Some(ObligationShow::Open)))), (1, 0));
        let due = |on: &str| {
            let made = crate::obligation::Undertaken { due: day(on), ..delivery() };
            count(&[vec![ObligationEvent::Undertaken(made)]], of_contract(Some(ObligationShow::Overdue)))
        };
        assert_eq!((due("2026-11-21"), due("2026-11-20")), (0, 1));
        assert_eq!(count(&open, ListObligations { kind: Some(ObligationKind::Pay), ..ListObligations::default() }), 0);
    }

    #[test]
    fn one_obligation_shows_how_far_each_line_is() {
        let world = World::default().with::<Obligation>(obligation_id(), &[undertaken(), fulfilled(&[(1, "40")])]);
        let page = ask(&GetObligation { obligation_id: obligation_id() }, &world).unwrap().body;
        let lines: Vec<_> = page.lines.iter().map(|line| (line.fulfilled.to_string(), line.most.to_string())).collect();
        assert_eq!(lines, [("40".to_owned(), "105".to_owned()), ("0".to_owned(), "4.2".to_owned())]);
        assert_eq!(page.summary.amount.map(|amount| amount.amount()), Some("1540.00".to_owned()));
        assert!(ask(&GetObligation { obligation_id: obligation_id() }, &World::default()).is_err());
    }
}
