//! Lists companies.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::company::CompanyRefusal;
use crate::views::company_list::{self, CompanyListItem};
use crate::views::search::Typed;

/// Lists companies by name: all, or those found by what was typed, which finds by the
/// beginnings of words of name, registry code and telephone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCompanies {
    /// What was typed to find companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListCompanies {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    fn rows(&self) -> RowQuery {
        let rows = self.typed().map_or_else(company_list::all, |typed| typed.rows(company_list::VIEW));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListCompanies {
    type Answer = ListPage<CompanyListItem>;
    type Refusal = CompanyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-companies",
        route: Route::get("/companies"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists companies by name, or by words.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, CompanyRefusal> {
        let mut page: Self::Answer = ListPage::read(facts.page(&self.rows()));
        let typed = self.typed();
        page.items.retain(|item| typed.as_ref().is_none_or(|typed| typed.fits(texts(item))));
        page.items.dedup_by(|item, before| item.company_id == before.company_id);
        Ok(Answer::of(page))
    }
}

fn texts(item: &CompanyListItem) -> impl Iterator<Item = &str> {
    let phone = item.phone.as_ref().map(|phone| phone.as_str());
    [Some(item.name.as_str()), item.edrpou.as_ref().map(|code| code.as_str()), phone].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::ask;
    use crate::samples;
    use crate::views::company_list::CompanyListFromCompany;
    use crate::views::tests::rows;

    #[test]
    fn companies_are_listed_and_found_by_words() {
        let view = rows::<CompanyListFromCompany>(samples::company_id(), &[vec![samples::company_registered()]]);
        let count = |q: Option<&str>| {
            let query = ListCompanies { q: q.map(str::to_owned), ..ListCompanies::default() };
            ask(&query, &view, &[]).unwrap().body.items.len()
        };
        for (q, found) in [(None, 1), (Some("млин"), 1), (Some("степ млин"), 1), (Some("млин інша"), 0), (Some("нема"), 0)]
        {
            assert_eq!(count(q), found, "{q:?}");
        }
    }
}
