//! Lists stock moves.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::FactId;
use crate::fact::FactRefusal;
use crate::views::stock_moves::{self, MoveRow};

/// Lists stock moves, newest first: all, of one article, or of one fact.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListStockMoves {
    /// Only of the article with this code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Line>,
    /// Only of this fact, in the order of its lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact_id: Option<FactId>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListStockMoves {
    fn rows(&self) -> RowQuery {
        let rows = match (self.fact_id, &self.article) {
            (Some(fact), _) => stock_moves::of_fact(fact),
            (None, Some(article)) => stock_moves::of_article(article.as_str()),
            (None, None) => stock_moves::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListStockMoves {
    type Answer = ListPage<MoveRow>;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-stock-moves",
        route: Route::get("/commerce/stock/moves"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists stock moves; of an article or of a fact.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, FactRefusal> {
        let mut page: ListPage<MoveRow> = ListPage::read(facts.page(&self.rows()));
        page.items.retain(|row| self.article.as_ref().is_none_or(|article| row.moved.article.code == *article));
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::facts::{fact_id, stock_events};
    use crate::samples::line;
    use crate::stock::sheet_id;
    use crate::views::stock_moves::StockMovesFromStockSheet;
    use crate::views::tests::rows;

    #[test]
    fn k22_moves_are_found_by_article_and_by_fact() {
        let world = World::of(rows::<StockMovesFromStockSheet>(sheet_id(fact_id(), 0), &[stock_events()]));
        let count = |query: ListStockMoves| ask(&query, &world).unwrap().body.items.len();
        assert_eq!(count(ListStockMoves::default()), 1);
        assert_eq!(count(ListStockMoves { article: Some(line("FLOUR-1")), ..ListStockMoves::default() }), 1);
        assert_eq!(count(ListStockMoves { fact_id: Some(fact_id()), ..ListStockMoves::default() }), 1);
        assert_eq!(count(ListStockMoves { fact_id: Some(fact_id()), article: Some(line("OTHER")), ..ListStockMoves::default() }), 0);
        assert_eq!(count(ListStockMoves { fact_id: Some(FactId::derive(&["another"])), ..ListStockMoves::default() }), 0);
    }
}
