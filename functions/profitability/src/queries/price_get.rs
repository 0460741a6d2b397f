//! Shows the price sheet of a product.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::READERS;
use super::price_list::{ListedPrice, listed};
use crate::PriceId;
use crate::estimate::LineCost;
use crate::price::Price;
use crate::price_sheet::{LandedCost, PriceRefusal, PriceSheet, Purchase, landed};
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
    /// What customs was paid, the latest last.
    pub landed: Vec<LandedCost>,
    /// What customs took of one piece, on the average of six months: a proposal for whoever
    /// calculates the part of transport and customs again, and what the cost of sales varies by.
    pub customs: Option<Price>,
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
        let customs = landed::average(&sheet.landed, context.now.day_in(context.settings.time_zone));
        let (purchases, landed) = (sheet.purchases.clone(), sheet.landed.clone());
        Ok(Answer::at(loaded.version, PricePage { summary, temporary: sheet.temporary(), purchases, landed, customs }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::prices::{bought, landed_recorded, publish, published};

    #[test]
    fn a_sheet_shows_what_counts_and_what_was_bought() {
        let id = PriceSheet::id_of(&publish().product);
        let world = World::default().with::<PriceSheet>(id, &[published(), bought("2026-11-18", "400", "110.00"), landed_recorded()]);
        let page = ask(&GetPrice { price_id: id }, &world).unwrap().body;
        assert_eq!((page.landed.len(), page.customs), (1, Some(crate::samples::price("6.00"))));
        assert_eq!((page.summary.age_days, page.purchases.len()), (Some(20), 1));
        assert!(ask(&GetPrice { price_id: id }, &World::default()).is_err());
    }
}
