//! Records the official rate of a day.

use chrono::Days;
use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Percentage, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DailyRate, MOVE_ABOVE, RateEvent, RateRefusal, RateWatch};
use crate::RateWatchId;
use crate::fraction::Fraction;

/// Records the official rate of a day. A move of more than 5 % within 7 calendar days, either way,
/// asks for the costs of what is bought in this currency to be calculated again: once a move.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRate {
    /// Which currency.
    pub currency: Currency,
    /// The rate.
    pub rate: DailyRate,
}

impl Command for RecordRate {
    type Aggregate = RateWatch;
    type Refusal = RateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.record-rate",
        route: Some(Route::post("/profitability/rates")),
        roles: &[Role::Accountant, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records the official rate of a day; a move asks for costs to be calculated again.",
    };

    fn target(&self, _: &Context) -> RateWatchId {
        RateWatch::id_of(self.currency)
    }

    fn decide(&self, watch: Option<&RateWatch>, _: &Facts, context: &Context) -> Result<Decision<RateWatch>, RateRefusal> {
        // Official rates are published for the day after, too.
        let last = context.now.day_in(context.settings.time_zone).checked_add_days(Days::new(1));
        if last.is_none_or(|last| self.rate.on > last) {
            return Err(RateRefusal::Future);
        }
        if self.currency == context.settings.currency {
            return Err(RateRefusal::OwnCurrency);
        }
        if watch.is_some_and(|watch| watch.rates.iter().any(|known| known.on == self.rate.on)) {
            return Ok(Decision::nothing());
        }
        let recorded = RateEvent::Recorded { currency: self.currency, rate: self.rate };
        let moved = watch.and_then(|watch| {
            // A rate that comes late is of the past: it moves nothing.
            let newest = watch.rates.iter().all(|known| known.on < self.rate.on);
            let change = watch.change(self.rate).filter(|change| newest && *change > Fraction::of_percentage(MOVE_ABOVE))?;
            let change = change.percentage().unwrap_or(Percentage::from_hundredths(i64::MAX));
            Some(RateEvent::Moved { on: self.rate.on, reference: *watch.reference(self.rate.on)?, change })
        });
        Ok(Decision::of(std::iter::once(recorded).chain(moved)))
    }

    fn example() -> Self {
        crate::samples::rates::record()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::rates::record;
    use crate::samples::{day, quantity};

    /// The days on which the rates of a series move.
    fn moves(rates: &[(&str, &str)]) -> Vec<String> {
        let (mut events, mut moved) = (Vec::new(), Vec::new());
        for (on, rate) in rates {
            let command = RecordRate { rate: DailyRate { on: day(on), rate: quantity(rate) }, ..record() };
            let decided = given::<RateWatch>(events.clone()).at("2026-12-31T12:00:00Z").when(command).accepted().events;
            moved.extend(decided.iter().any(|event| matches!(event, RateEvent::Moved { .. })).then(|| (*on).to_owned()));
            events.extend(decided);
        }
        moved
    }

    #[test]
    fn p34_more_than_five_percent_in_seven_days_either_way() {
        assert_eq!(moves(&[("2026-11-02", "90"), ("2026-11-09", "94.6")]), ["2026-11-09"]);
        assert_eq!(moves(&[("2026-11-02", "90"), ("2026-11-09", "94.5")]), Vec::<String>::new());
        assert_eq!(moves(&[("2026-11-02", "90"), ("2026-11-09", "85.4")]), ["2026-11-09"]);
        // Six days are not seven: there is nothing to compare with yet.
        assert_eq!(moves(&[("2026-11-02", "90"), ("2026-11-08", "99")]), Vec::<String>::new());
    }

    #[test]
    fn p34_one_move_counts_once_and_a_further_one_again() {
        let series = [("2026-11-02", "90"), ("2026-11-09", "95"), ("2026-11-10", "95"), ("2026-11-12", "95.2"), ("2026-11-16", "95")];
        assert_eq!(moves(&series), ["2026-11-09"]);
        let further = [("2026-11-02", "90"), ("2026-11-09", "95"), ("2026-11-10", "95"), ("2026-11-12", "100")];
        assert_eq!(moves(&further), ["2026-11-09", "2026-11-12"]);
    }

    #[test]
    fn p34_weekends_have_no_rate_and_the_last_one_before_counts() {
        // Seven days before Saturday the 14th is Saturday the 7th; the rate of Friday the 6th counts.
        assert_eq!(moves(&[("2026-11-06", "90"), ("2026-11-14", "95")]), ["2026-11-14"]);
    }

    #[test]
    fn a_rate_counts_once_and_not_in_the_future() {
        let first = nothing::<RateWatch>().when(record()).accepted().events;
        given::<RateWatch>(first).when(record()).then([]);
        let future = RecordRate { rate: DailyRate { on: day("2026-11-23"), ..record().rate }, ..record() };
        nothing::<RateWatch>().when(future).refused(RateRefusal::Future);
        nothing::<RateWatch>().when(RecordRate { currency: Currency::UAH, ..record() }).refused(RateRefusal::OwnCurrency);
    }
}
