//! Says how the numbers of a series are written.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NumberFormat, NumberSeries, SeriesCode, SeriesEvent, SeriesKey, SeriesRefusal, SeriesYear};
use crate::party::Party;
use crate::{PartyId, SeriesId};

/// Says how the numbers of a series are written, before the first is taken.
///
/// A series that nobody configured writes its code, the year and six digits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigureNumberSeries {
    /// Who issues the documents.
    pub issuer: PartyId,
    /// Which series.
    pub series: SeriesCode,
    /// Of which year.
    pub year: SeriesYear,
    /// How its numbers are written.
    pub format: NumberFormat,
}

impl ConfigureNumberSeries {
    fn key(&self) -> SeriesKey {
        SeriesKey { issuer: self.issuer, series: self.series.clone(), year: self.year }
    }
}

impl Command for ConfigureNumberSeries {
    type Aggregate = NumberSeries;
    type Refusal = SeriesRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.configure-number-series",
        route: Some(Route::put("/commerce/number-series/{issuer}/{series}/{year}")),
        roles: &[Role::Accountant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Says how the numbers of a series are written, before the first is taken.",
    };

    fn target(&self, _: &Context) -> SeriesId {
        self.key().id()
    }

    fn wants(&self, _: Option<&NumberSeries>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Party>(self.issuer)]
    }

    fn decide(&self, series: Option<&NumberSeries>, facts: &Facts, _: &Context) -> Result<Decision<NumberSeries>, SeriesRefusal> {
        facts.aggregate::<Party>(self.issuer).ok_or(SeriesRefusal::NoSuchParty)?;
        if !self.format.is_usable() {
            return Err(SeriesRefusal::Format);
        }
        let format = self.format.clone();
        match series {
            None => Ok(Decision::of([SeriesEvent::Opened { key: self.key(), format }])),
            Some(series) if series.format == format => Ok(Decision::nothing()),
            Some(series) if series.last > 0 => Err(SeriesRefusal::InUse),
            Some(_) => Ok(Decision::of([SeriesEvent::FormatChanged { format }])),
        }
    }

    fn example() -> Self {
        let key = crate::samples::invoices::series_key();
        Self { issuer: key.issuer, series: key.series, year: key.year, format: crate::samples::invoices::number_format() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::{invoices, parties};

    fn configure(prefix: &str, digits: u8) -> ConfigureNumberSeries {
        ConfigureNumberSeries { format: NumberFormat { prefix: prefix.to_owned(), digits }, ..ConfigureNumberSeries::example() }
    }

    fn opened() -> SeriesEvent {
        SeriesEvent::Opened { key: invoices::series_key(), format: invoices::number_format() }
    }

    #[test]
    fn k04_the_format_is_chosen_before_the_first_number() {
        let key = invoices::series_key();
        let party = || nothing::<NumberSeries>().with::<Party>(parties::seller_id(), [parties::seller_registered()]);
        party().when(configure("СФ-", 5)).then([SeriesEvent::Opened { key, format: invoices::number_format() }]);
        let again = given::<NumberSeries>([opened()]).with::<Party>(parties::seller_id(), [parties::seller_registered()]);
        again.when(configure("", 3)).then([SeriesEvent::FormatChanged { format: NumberFormat { prefix: String::new(), digits: 3 } }]);
        let same = given::<NumberSeries>([opened()]).with::<Party>(parties::seller_id(), [parties::seller_registered()]);
        same.when(configure("СФ-", 5)).then([]);
    }

    #[test]
    fn k04_a_series_in_use_keeps_its_format() {
        let taken = SeriesEvent::NumberTaken { serial: 1, number: crate::samples::line("СФ-00001"), document: invoices::invoice_id() };
        let used = given::<NumberSeries>([opened(), taken]).with::<Party>(parties::seller_id(), [parties::seller_registered()]);
        used.when(configure("X-", 5)).refused(SeriesRefusal::InUse);
    }

    #[test]
    fn a_format_is_short_and_of_somebody_known() {
        let party = || nothing::<NumberSeries>().with::<Party>(parties::seller_id(), [parties::seller_registered()]);
        for (prefix, digits) in [("СФ-", 0), ("СФ-", 11), ("a-prefix-of-seventeen", 5), (" X", 5), ("X\n", 5)] {
            party().when(configure(prefix, digits)).refused(SeriesRefusal::Format);
        }
        nothing::<NumberSeries>().when(configure("СФ-", 5)).refused(SeriesRefusal::NoSuchParty);
    }
}
