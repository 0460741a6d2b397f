//! Lists what is where.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, as_of};
use crate::fact::FactRefusal;
use crate::views::stock_balances::{self, Balance};

/// Lists what is where: everything place by place, one place, or one article.
///
/// What is used up is left out, so a page may be shorter than the limit and still be followed
/// by another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListStockBalances {
    /// Only in this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Line>,
    /// Only of the article with this code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Line>,
    /// Only these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<StockShow>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which balances are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StockShow {
    /// More left than ever came.
    Negative,
    /// Lots that are no longer good.
    Expired,
}

impl ListStockBalances {
    fn rows(&self) -> RowQuery {
        let rows = match (&self.article, &self.location) {
            (Some(article), _) => stock_balances::of_article(article.as_str()),
            (None, Some(location)) => stock_balances::in_place(location),
            (None, None) => stock_balances::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    fn fits(&self, balance: &Balance) -> bool {
        let shown = match self.show {
            Some(StockShow::Negative) => balance.negative,
            Some(StockShow::Expired) => balance.expired,
            None => true,
        };
        shown && !balance.quantity.is_zero() && self.location.as_ref().is_none_or(|location| balance.kept.location == *location)
    }
}

impl Query for ListStockBalances {
    type Answer = ListPage<Balance>;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-stock-balances",
        route: Route::get("/commerce/stock/balances"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists how much of which batch is where.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, FactRefusal> {
        let (page, today) = (facts.page(&self.rows()), as_of(None, context));
        let rows = page.map_or(&[][..], |page| &page.rows);
        let items = rows.iter().filter_map(|row| Balance::read(row, today)).filter(|balance| self.fits(balance)).collect();
        Ok(Answer::of(ListPage { items, next_cursor: page.and_then(|page| page.next_cursor.clone()) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Batch;
    use crate::queries::tests::{World, ask};
    use crate::samples::facts::{batch, stock_events};
    use crate::samples::{day, line};
    use crate::stock::{StockMove, StockSheetEvent, sheet_id};
    use crate::views::stock_balances::StockBalancesFromStockSheet;
    use crate::views::tests::rows;

    /// A tonne comes, then the sample's 40 kg leave; another place sends what never came.
    fn world() -> World {
        let StockSheetEvent::Moved { fact, moves } = stock_events().remove(0);
        let flour = moves[0].clone();
        let came = StockMove { parts: 1_000_000, from: None, to: flour.from.clone(), ..flour.clone() };
        let old = Batch { expires: Some(day("2026-11-01")), ..batch() };
        let moved =
            StockMove { parts: 250_000, from: Some(line("Магазин")), to: flour.from.clone(), batch: Some(old), ..flour.clone() };
        let event = StockSheetEvent::Moved { fact, moves: vec![came, flour, moved] };
        World::of(rows::<StockBalancesFromStockSheet>(sheet_id(fact, 0), &[vec![event]]))
    }

    fn shown(query: ListStockBalances) -> Vec<(String, String, bool, bool)> {
        let items = ask(&query, &world()).unwrap().body.items;
        items.into_iter().map(|item| (item.kept.location.to_string(), item.quantity.to_string(), item.negative, item.expired)).collect()
    }

    #[test]
    fn k22_balances_are_sums_by_place_article_and_batch() {
        let all = shown(ListStockBalances::default());
        let expected =
            [("Магазин", "-0.25", true, true), ("Основний склад", "0.25", false, true), ("Основний склад", "0.96", false, false)];
        assert_eq!(all, expected.map(|(place, quantity, negative, expired)| (place.to_owned(), quantity.to_owned(), negative, expired)));
        assert_eq!(shown(ListStockBalances { article: Some(line("FLOUR-1")), ..ListStockBalances::default() }).len(), 3);
        assert_eq!(shown(ListStockBalances { location: Some(line("Магазин")), ..ListStockBalances::default() }).len(), 1);
        assert!(shown(ListStockBalances { article: Some(line("OTHER")), ..ListStockBalances::default() }).is_empty());
    }

    #[test]
    fn k22_negative_stock_is_allowed_and_flagged() {
        let negative = shown(ListStockBalances { show: Some(StockShow::Negative), ..ListStockBalances::default() });
        assert_eq!(negative.len(), 1);
        assert_eq!(shown(ListStockBalances { show: Some(StockShow::Expired), ..ListStockBalances::default() }).len(), 2);
    }
}
