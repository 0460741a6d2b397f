//! Looks at the ages of costs before they block anything.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::price_sheet::review_age::ReviewAge;
use crate::queries::ListPage;
use crate::views::price_list::{self, PriceItem};

/// Looks at the ages of costs before they block anything.
pub struct ReviewPrices;

fn due(context: &Context) -> RowQuery {
    let today = context.now.day_in(context.settings.time_zone);
    price_list::to_review(today).limit(DUE_MAX)
}

impl Schedule for ReviewPrices {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.review-prices",
        every_seconds: 3_600,
        sends: &[ReviewAge::SPEC.name],
        calls: &[],
        summary: "Looks at the ages of costs before they block anything.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<PriceItem> = ListPage::read(facts.page(&due(context)));
        let today = context.now.day_in(context.settings.time_zone);
        let review = |item: &PriceItem| {
            let key = format!("age/{}/{today}", item.price_id);
            Effect::send(&ReviewAge { product: item.product.clone() }, key)
        };
        page.items.iter().map(review).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::price_sheet::PriceSheet;
    use crate::samples::prices::{publish, published};
    use crate::views::price_list::PriceListFromPriceSheet;
    use crate::views::tests::rows;

    #[test]
    fn p29_costs_are_looked_at_from_their_sixtieth_day_on() {
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let view = rows::<PriceListFromPriceSheet>(PriceSheet::id_of(&publish().product), &[vec![published()]]);
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(due(&context)), view.page(&due(&context)));
            ReviewPrices::tick(&facts, &context).len()
        };
        assert_eq!((tick("2026-12-30T12:00:00Z"), tick("2026-12-31T12:00:00Z")), (0, 1));
    }
}
