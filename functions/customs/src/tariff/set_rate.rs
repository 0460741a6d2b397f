//! Enters a rate of the tariff.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CodePrefix, RATES_MAX, TariffEvent, TariffHeading, TariffRate, TariffRefusal};
use crate::TariffId;
use crate::payments::{DutyRate, Excise, VatClass};

/// Enters a rate of the tariff for codes that begin so. What held until its first day ends the day
/// before; a rate of the same first day is corrected. Estimates that exist keep the rates that they
/// were made with.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTariffRate {
    /// For codes that begin so.
    pub prefix: CodePrefix,
    /// Which goods, for people.
    pub name: Line,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The duty; 0 per cent where the goods are free of it.
    pub duty: DutyRate,
    /// The tax.
    pub vat: VatClass,
    /// Whether they are subject to excise.
    #[serde(default)]
    pub excise: Excise,
    /// Whether they are on the list of goods with the highest customs fee (radio-electronic goods).
    pub listed_fee: bool,
    /// The act that it was read in.
    pub source: Line,
}

impl SetTariffRate {
    fn rate(&self, version: u32) -> TariffRate {
        let Self { prefix, name, from, to, duty, vat, excise, listed_fee, source } = self.clone();
        TariffRate { prefix, version, name, from, to, duty, vat, excise, listed_fee, source }
    }
}

impl Command for SetTariffRate {
    type Aggregate = TariffHeading;
    type Refusal = TariffRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.set-tariff-rate",
        route: Some(Route::post("/customs/tariff/rates")),
        roles: &[Role::Declarant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Enters a rate of duty for commodity codes.",
    };

    fn target(&self, _: &Context) -> TariffId {
        TariffHeading::id_of(&self.prefix)
    }

    fn decide(&self, heading: Option<&TariffHeading>, _: &Facts, _: &Context) -> Result<Decision<TariffHeading>, TariffRefusal> {
        if self.to.is_some_and(|to| to < self.from) {
            return Err(TariffRefusal::EndsBeforeItBegins);
        }
        let Some(heading) = heading else { return Ok(Decision::of([TariffEvent::RateSet { rate: self.rate(1) }])) };
        let same = heading.of(&self.prefix).find(|known| known.from == self.from);
        if same.is_some_and(|known| *known == self.rate(known.version)) {
            return Ok(Decision::nothing());
        }
        let later = heading.of(&self.prefix).find(|known| known.from > self.from && self.to.is_none_or(|to| known.from <= to));
        if let Some(later) = later {
            return Err(TariffRefusal::Overlaps { from: later.from });
        }
        if same.is_none() && heading.rates.len() >= RATES_MAX {
            return Err(TariffRefusal::TooMany);
        }
        Ok(Decision::of([TariffEvent::RateSet { rate: self.rate(heading.next_version(&self.prefix)) }]))
    }

    fn example() -> Self {
        crate::samples::payments::set_rate()
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::{context, given, nothing};

    use super::*;
    use crate::samples::payments::set_rate;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn from(first: &str, to: Option<&str>) -> SetTariffRate {
        SetTariffRate { from: day(first), to: to.map(day), ..set_rate() }
    }

    fn set(history: &[TariffEvent], command: SetTariffRate) -> Vec<TariffEvent> {
        [history.to_vec(), given::<TariffHeading>(history.to_vec()).when(command).accepted().events].concat()
    }

    fn shown(history: &[TariffEvent]) -> Vec<String> {
        let heading = fold_events::<TariffHeading>(None, history, &context().meta("test")).unwrap().unwrap();
        let open = |to: Option<Day>| to.map_or("open".to_owned(), |to| to.to_string());
        heading.rates.iter().map(|rate| format!("{} {} {} v{}", rate.prefix, rate.from, open(rate.to), rate.version)).collect()
    }

    #[test]
    fn a_new_rate_ends_the_one_that_held_until_then() {
        let first = nothing::<TariffHeading>().when(set_rate()).accepted().events;
        let second = set(&first, from("2026-07-01", None));
        assert_eq!(shown(&second), ["0406 2026-01-01 2026-06-30 v1", "0406 2026-07-01 open v2"]);
        let other = set(&second, SetTariffRate { prefix: "040610".parse().unwrap(), ..set_rate() });
        assert_eq!(shown(&other).last().map(String::as_str), Some("040610 2026-01-01 open v1"));
    }

    #[test]
    fn a_correction_is_one_more_version_and_the_same_again_is_nothing() {
        let first = nothing::<TariffHeading>().when(set_rate()).accepted().events;
        given::<TariffHeading>(first.clone()).when(set_rate()).then([]);
        let corrected = SetTariffRate {
            source: crate::samples::payments::line("Решение Совета ЕЭК 80, с исправлением"), ..set_rate()
        };
        assert_eq!(shown(&set(&first, corrected)), ["0406 2026-01-01 open v2"]);
    }

    #[test]
    fn an_earlier_rate_must_end_before_a_later_one_begins() {
        let first = nothing::<TariffHeading>().when(set_rate()).accepted().events;
        let refused =
            |command| given::<TariffHeading>(first.clone()).when(command).refused(TariffRefusal::Overlaps { from: day("2026-01-01") });
        refused(from("2025-06-01", None));
        refused(from("2025-06-01", Some("2026-01-01")));
        let before = set(&first, from("2025-06-01", Some("2025-12-31")));
        assert_eq!(shown(&before), ["0406 2025-06-01 2025-12-31 v2", "0406 2026-01-01 open v1"]);
    }

    #[test]
    fn refuses_what_ends_before_it_begins_and_too_many() {
        nothing::<TariffHeading>().when(from("2026-01-02", Some("2026-01-01"))).refused(TariffRefusal::EndsBeforeItBegins);
        let full: Vec<TariffEvent> = (0..RATES_MAX)
            .map(|n| TariffEvent::RateSet { rate: TariffRate { prefix: format!("0406{n:06}").parse().unwrap(), ..set_rate().rate(1) } })
            .collect();
        given::<TariffHeading>(full).when(set_rate()).refused(TariffRefusal::TooMany);
    }
}
