//! Lists price sheets.

use chrono::Days;
use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, READERS};
use crate::calculation::CostAge;
use crate::calculation::facts::{AGED_DAYS_MAX, CONFIRMED_DAYS_MAX, FRESH_DAYS_MAX};
use crate::price_sheet::{PriceRefusal, PriceVersion};
use crate::views::price_list::{self, PriceItem};

/// Lists price sheets by product; or those whose cost has an age, the oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPrices {
    /// Only those whose cost is so old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<CostAge>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A price sheet in a list, with what depends on the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListedPrice {
    /// The sheet.
    #[serde(flatten)]
    pub sheet: PriceItem,
    /// What counts today.
    pub current: Option<PriceVersion>,
    /// Its age, in days.
    pub age_days: Option<u32>,
    /// What that means.
    pub age: Option<CostAge>,
}

impl ListPrices {
    fn rows(&self, context: &Context) -> RowQuery {
        let today = context.now.day_in(context.settings.time_zone);
        let before = |days: u32| today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
        let after = |days: u32| before(days.saturating_add(1));
        let rows = match self.age {
            None => price_list::all(),
            Some(CostAge::Fresh) => price_list::calculated_between(before(FRESH_DAYS_MAX), today),
            Some(CostAge::Aged) => price_list::calculated_between(before(AGED_DAYS_MAX), after(FRESH_DAYS_MAX)),
            Some(CostAge::ToConfirm) => price_list::calculated_between(before(CONFIRMED_DAYS_MAX), after(AGED_DAYS_MAX)),
            Some(CostAge::Stale) => price_list::calculated_between(Day::MIN, after(CONFIRMED_DAYS_MAX)),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

/// A price sheet with what depends on the day.
pub(super) fn listed(sheet: PriceItem, context: &Context) -> ListedPrice {
    let today = context.now.day_in(context.settings.time_zone);
    let current = sheet.version_on(today).copied();
    let age_days = current.map(|version| u32::try_from(today.signed_duration_since(version.calculated_on).num_days()).unwrap_or(0));
    ListedPrice { sheet, current, age_days, age: age_days.map(CostAge::of) }
}

impl Query for ListPrices {
    type Answer = ListPage<ListedPrice>;
    type Refusal = PriceRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-prices",
        route: Route::get("/profitability/prices"),
        roles: READERS,
        summary: "Lists price sheets by product, or by the age of their cost.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, PriceRefusal> {
        let page: ListPage<PriceItem> = ListPage::read(facts.page(&self.rows(context)));
        let items = page.items.into_iter().map(|sheet| listed(sheet, context)).collect();
        Ok(Answer::of(ListPage { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price_sheet::{PriceEvent, PriceSheet};
    use crate::queries::tests::{World, ask};
    use crate::samples::day;
    use crate::samples::prices::{publish, published};
    use crate::views::price_list::PriceListFromPriceSheet;
    use crate::views::tests::rows;

    #[test]
    fn p28_p29_sheets_are_found_by_the_age_of_their_cost() {
        let at = |calculated: &str| {
            let PriceEvent::Published { product, version } = published() else { unreachable!() };
            let from = day(calculated);
            let event = PriceEvent::Published { product, version: PriceVersion { calculated_on: from, valid_from: from, ..version } };
            World::of(rows::<PriceListFromPriceSheet>(PriceSheet::id_of(&publish().product), &[vec![event]]))
        };
        for (calculated, age, days) in [
            ("2026-10-22", CostAge::Fresh, 30),
            ("2026-10-21", CostAge::Aged, 31),
            ("2026-09-22", CostAge::Aged, 60),
            ("2026-09-21", CostAge::ToConfirm, 61),
            ("2026-08-23", CostAge::ToConfirm, 90),
            ("2026-08-22", CostAge::Stale, 91),
        ] {
            for wanted in [CostAge::Fresh, CostAge::Aged, CostAge::ToConfirm, CostAge::Stale] {
                let found = ask(&ListPrices { age: Some(wanted), ..ListPrices::default() }, &at(calculated)).unwrap().body.items;
                assert_eq!(found.len(), usize::from(wanted == age), "{calculated} {wanted:?}");
                assert!(found.iter().all(|found| found.age_days == Some(days) && found.age == Some(age)));
            }
        }
    }
}
