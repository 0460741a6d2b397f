//! Shows one series of numbers.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
use crate::series::{NumberFormat, NumberSeries, SeriesCode, SeriesKey, SeriesRefusal, SeriesYear};

/// Shows how the numbers of a series are written and which was the last.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetNumberSeries {
    /// Who issues the documents.
    pub issuer: PartyId,
    /// Which series.
    pub series: SeriesCode,
    /// Of which year.
    pub year: SeriesYear,
}

/// A series as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NumberSeriesPage {
    /// Whose, which, when.
    pub key: SeriesKey,
    /// How numbers are written.
    pub format: NumberFormat,
    /// The last serial that was taken; zero before the first.
    pub last: u32,
}

impl Query for GetNumberSeries {
    type Answer = NumberSeriesPage;
    type Refusal = SeriesRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-number-series",
        route: Route::get("/commerce/number-series/{issuer}/{series}/{year}"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Shows how the numbers of a series are written and which was the last.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![NumberSeries::want(&self.key())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<NumberSeriesPage>, SeriesRefusal> {
        let loaded = facts.aggregate::<NumberSeries>(self.key().id()).ok_or(SeriesRefusal::NotFound)?;
        let NumberSeries { key, format, last } = loaded.state.clone();
        Ok(Answer::at(loaded.version, NumberSeriesPage { key, format, last }))
    }
}

impl GetNumberSeries {
    fn key(&self) -> SeriesKey {
        SeriesKey { issuer: self.issuer, series: self.series.clone(), year: self.year }
    }
}
