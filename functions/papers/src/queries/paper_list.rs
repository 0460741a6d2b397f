//! Lists the papers of a document.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::paper::PaperRefusal;
use crate::views::paper_list::{self, PaperListItem};

/// Lists the papers of a document, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPapers {
    /// The document, by its id: `inv_…`, `con_…`, `fact_…`.
    pub source: Line,
    /// At most so many.
    #[serde(default)]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl ListPapers {
    fn rows(&self) -> RowQuery {
        paper_list::of_source(&self.source).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListPapers {
    type Answer = ListPage<PaperListItem>;
    type Refusal = PaperRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "papers.list-papers",
        route: Route::get("/papers"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists the papers of a document, newest first.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, PaperRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows()))))
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::PaperId;
    use crate::paper::{PaperEvent, Requested};
    use crate::samples;
    use crate::views::paper_list::{PaperListFromPaper, PaperStatus};
    use crate::views::tests::rows;

    #[test]
    fn the_papers_of_one_document_are_listed() {
        let other = PaperId::derive(&["other"]);
        let source = Line::new("con_2").unwrap();
        let requested = PaperEvent::Requested(Requested { paper_id: other, source, ..samples::wanted() });
        let view = rows::<PaperListFromPaper>(samples::paper_id(), &[vec![samples::requested()], vec![samples::failed()]]).and(rows::<
            PaperListFromPaper,
        >(
            other,
            &[vec![requested]],
        ));
        let query = ListPapers { source: Line::new(samples::SOURCE).unwrap(), limit: None, cursor: None };
        let mut facts = Facts::default();
        facts.put_rows(&Want::Rows(query.rows()), view.page(&query.rows()));
        let items = query.answer(&facts, &context()).unwrap().body.items;
        let [item] = items.as_slice() else { panic!("{items:?}") };
        assert_eq!((item.paper_id, item.status), (samples::paper_id(), PaperStatus::Failed));
        assert!(item.error.is_some() && item.retry_at.is_some());
    }
}
