//! Lists facts.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::ContractId;
use crate::fact::{FactDomain, FactRefusal};
use crate::views::fact_feed::{self, FactItem};

/// Lists facts, newest first: all, of one contract, or those that an invoice may still bill.
///
/// With two filters a page may have fewer facts than the limit and still be followed by another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListFacts {
    /// Only of this contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<ContractId>,
    /// Only these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<FactShow>,
    /// Only of this domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<FactDomain>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which facts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactShow {
    /// Those that an invoice may still bill.
    Unbilled,
    /// Those that were posted on another day than they happened.
    Late,
}

impl ListFacts {
    fn rows(&self) -> RowQuery {
        let rows = match (self.contract_id, self.show) {
            (Some(contract), _) => fact_feed::of_contract(contract),
            (None, Some(FactShow::Unbilled)) => fact_feed::unbilled(),
            (None, Some(FactShow::Late) | None) => fact_feed::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListFacts {
    type Answer = ListPage<FactItem>;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-facts",
        route: Route::get("/commerce/facts"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists facts, newest first; of a contract, or not billed yet.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, FactRefusal> {
        let mut page: ListPage<FactItem> = ListPage::read(facts.page(&self.rows()));
        page.items.retain(|item| {
            let shown = match self.show {
                Some(FactShow::Unbilled) => item.unbilled,
                Some(FactShow::Late) => item.late,
                None => true,
            };
            shown && self.domain.is_none_or(|domain| item.kind.domain() == domain)
        });
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Fact, FactEvent};
    use crate::obligation::Portion;
    use crate::queries::fact_get::GetFact;
    use crate::queries::proof_download::GetProofDownload;
    use crate::queries::proof_upload::GetProofUpload;
    use crate::queries::tests::{World, ask};
    use crate::samples::contracts::contract_id;
    use crate::samples::facts::{fact_id, proof, recorded};
    use crate::samples::literal;
    use crate::views::fact_feed::FactFeedFromFact;
    use crate::views::tests::rows;

    fn billed() -> FactEvent {
        let meta = testkit::context().meta("test");
        let fact = kernel::aggregate::fold_events::<Fact>(None, &[FactEvent::Recorded(recorded())], &meta).unwrap().unwrap();
        let all = [(1, "40"), (2, "2")].map(|(line, quantity)| Portion { line, quantity: literal(quantity) });
        fact.bill(&all, crate::InvoiceId::derive(&["all"])).unwrap().0
    }

    fn count(commits: &[Vec<FactEvent>], query: ListFacts) -> usize {
        ask(&query, &World::of(rows::<FactFeedFromFact>(fact_id(), commits))).unwrap().body.items.len()
    }

    #[test]
    fn k09_what_is_billed_leaves_the_feed_of_the_unbilled() {
        let unbilled = || ListFacts { show: Some(FactShow::Unbilled), ..ListFacts::default() };
        let before = [vec![FactEvent::Recorded(recorded())]];
        let after = [before[0].clone(), vec![billed()]];
        assert_eq!((count(&before, unbilled()), count(&after, unbilled())), (1, 0));
        let of_contract = ListFacts { contract_id: Some(contract_id()), ..unbilled() };
        assert_eq!((count(&before, of_contract.clone()), count(&after, of_contract)), (1, 0));
        assert_eq!(count(&after, ListFacts::default()), 1);
        assert_eq!(count(&after, ListFacts { domain: Some(FactDomain::Logistics), ..ListFacts::default() }), 0);
        assert_eq!(count(&after, ListFacts { show: Some(FactShow::Late), ..ListFacts::default() }), 0);
    }

    #[test]
    fn one_fact_shows_what_became_of_its_lines() {
        let world = World::default().with::<Fact>(fact_id(), &[FactEvent::Recorded(recorded()), billed()]);
        let page = ask(&GetFact { fact_id: fact_id() }, &world).unwrap().body;
        assert_eq!((page.lines[0].billed.to_string(), page.lines[0].open.to_string()), ("40".to_owned(), "0".to_owned()));
        assert_eq!(page.lines[0].invoices.len(), 1);
        assert!(ask(&GetFact { fact_id: fact_id() }, &World::default()).is_err());
    }

    #[test]
    fn k41_proofs_are_put_and_fetched_under_their_hash() {
        let world =
            || World::default().with::<Fact>(fact_id(), &[FactEvent::Recorded(recorded()), FactEvent::ProofAttached { proof: proof() }]);
        let upload = GetProofUpload { fact_id: fact_id(), sha256: "c".repeat(64), media_type: Default::default() };
        let put = ask(&upload, &world()).unwrap().body;
        assert!(put.url.ends_with(&format!("commerce/proofs/{}", "c".repeat(64))) && put.media_type == "application/pdf");
        let bad = GetProofUpload { sha256: "../secret".to_owned(), ..upload.clone() };
        assert_eq!(ask(&bad, &world()).unwrap_err(), FactRefusal::NotAHash);
        assert_eq!(ask(&upload, &World::default()).unwrap_err(), FactRefusal::NotFound);
        let download = GetProofDownload { fact_id: fact_id(), sha256: proof().sha256 };
        assert!(ask(&download, &world()).unwrap().body.url.ends_with(&proof().sha256));
        let strange = GetProofDownload { sha256: "c".repeat(64), ..download };
        assert_eq!(ask(&strange, &world()).unwrap_err(), FactRefusal::DocumentMissing);
    }
}
