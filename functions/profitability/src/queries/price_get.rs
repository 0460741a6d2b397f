//! Shows the price sheet of a product.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::READERS;
use super::price_list::{ListedPrice, listed};
use crate::PriceId;
use crate::estimate::LineCost;
use crate::price_sheet::{PriceRefusal, PriceSheet, Purchase};
use crate::views::price_list::item;

/// Shows the price sheet of a product with its purchases.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPrice {
    /// Which sheet.
    pub price_id: PriceId,
}

/// One price sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PricePage {
    /// As a list shows it.
    pub summary: ListedPrice,
    /// What stands in while there is no planned cost.
    pub temporary: LineCost,
    /// Purchases, the latest last.
    pub purchases: Vec<Purchase>,
}

impl Query for GetPrice {
    type Answer = PricePage;
    type Refusal = PriceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.get-price",
        route: Route::get("/profitability/prices/{price_id}"),
        roles: READERS,
        summary: "Shows the price sheet of a product with its purchases.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<PriceSheet>(self.price_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PricePage>, PriceRefusal> {
        let loaded = facts.aggregate::<PriceSheet>(self.price_id).ok_or(PriceRefusal::NotFound)?;
        let sheet = &loaded.state;
        let summary = listed(item(sheet, loaded.version), context);
        Ok(Answer::at(loaded.version, PricePage { summary, temporary: sheet.temporary(), purchases: sheet.purchases.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::prices::{bought, publish, published};

    #[test]
    fn a_sheet_shows_what_counts_and_what_was_bought() {
        let id = PriceSheet::id_of(&publish().product);
        let world = World::default().with::<PriceSheet>(id, &[published(), bought("2026-11-18", "400", "110.00")]);
        let page = ask(&GetPrice { price_id: id }, &world).unwrap().body;
        assert_eq!((page.summary.age_days, page.purchases.len()), (Some(20), 1));
        assert!(ask(&GetPrice { price_id: id }, &World::default()).is_err());
    }
}
