//! Lists currencies and how they move.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::rate_watch::RateRefusal;
use crate::views::rate_list::{RateItem, all};

/// Lists the currencies whose rates are recorded, with their last rates.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRates {}

impl Query for ListRates {
    type Answer = ListPage<RateItem>;
    type Refusal = RateRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.list-rates",
        route: Route::get("/profitability/rates"),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Lists currencies with their last rates and moves.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(all())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, RateRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&all()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::rate_watch::RateWatch;
    use crate::samples::rates::{events, record};
    use crate::views::rate_list::RateListFromRateWatch;
    use crate::views::tests::rows;

    #[test]
    fn currencies_are_listed_with_their_moves() {
        let world = World::of(rows::<RateListFromRateWatch>(RateWatch::id_of(record().currency), &[events()]));
        let found = ask(&ListRates {}, &world).unwrap().body.items;
        assert_eq!((found.len(), found[0].moved_on, found[0].spreading), (1, Some(record().rate.on), false));
    }
}
