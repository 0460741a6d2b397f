//! Lists books.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::READERS;
use crate::book::BookRefusal;
use crate::views::books::{self, BookItem};

/// Lists the books of all own companies.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListBooks {
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListBooks {
    fn listed(&self) -> RowQuery {
        books::all().limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListBooks {
    type Answer = ListPage<BookItem>;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.list-books",
        route: Route::get("/ledger/books"),
        roles: READERS,
        summary: "Lists the books of all own companies.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.listed())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, BookRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.listed()))))
    }
}
