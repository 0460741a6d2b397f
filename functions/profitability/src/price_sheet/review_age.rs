//! Looks at the age of a cost before it blocks anything.

use chrono::Days;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PriceEvent, PriceRefusal, PriceSheet, Revision, RevisionTrigger};
use crate::PriceId;
use crate::calculation::facts::CONFIRMED_DAYS_MAX;

/// From this age on a cost is to be calculated again. A quarter has up to 92 days: revisions each
/// quarter would come when everything is blocked already.
pub const REVISE_FROM_DAYS: u32 = 60;
/// The age by which it should have been.
pub const REVISE_BY_DAYS: u64 = 85;
/// From this age on somebody is told that it will block.
pub const ALERT_FROM_DAYS: u32 = 75;

/// Looks at the age of a cost: asks for a revision at 60 days, alerts at 75, and says at 91 that
/// nothing is approved on it any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAge {
    /// The product's code.
    pub product: Line,
}

impl Command for ReviewAge {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.review-price-age",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Looks at the age of a product's cost before it blocks anything.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let sheet = sheet.ok_or(PriceRefusal::NotFound)?;
        let today = context.now.day_in(context.settings.time_zone);
        let Some(version) = sheet.version_on(today) else { return Ok(Decision::nothing()) };
        let age_days = u32::try_from(today.signed_duration_since(version.calculated_on).num_days()).unwrap_or(0);
        let mut events = Vec::new();
        if age_days >= REVISE_FROM_DAYS && sheet.revision.is_none() {
            let by = version.calculated_on.checked_add_days(Days::new(REVISE_BY_DAYS)).unwrap_or(today).max(today);
            events.push(PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::Planned, by } });
        }
        if age_days >= ALERT_FROM_DAYS && !sheet.alerted {
            events.push(PriceEvent::Ageing { age_days });
        }
        if age_days > CONFIRMED_DAYS_MAX && !sheet.stale {
            events.push(PriceEvent::Stale { age_days });
        }
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        Self { product: crate::samples::prices::publish().product }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::day;
    use crate::samples::prices::published;

    fn at(history: &[PriceEvent], moment: &str) -> Vec<PriceEvent> {
        given::<PriceSheet>(history.to_vec()).at(moment).when(ReviewAge::example()).accepted().events
    }

    #[test]
    fn p29_a_cost_is_revised_before_it_can_block() {
        // Calculated on 1 November: 60 days later is 31 December.
        let due = PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::Planned, by: day("2027-01-25") } };
        let (ageing, stale) = (PriceEvent::Ageing { age_days: 75 }, PriceEvent::Stale { age_days: 91 });
        let all = [published(), due.clone(), ageing.clone(), stale.clone()];
        assert_eq!(at(&all[..1], "2026-12-30T12:00:00Z"), []);
        assert_eq!(at(&all[..1], "2026-12-31T12:00:00Z"), [due]);
        assert_eq!(at(&all[..2], "2027-01-14T12:00:00Z"), []);
        assert_eq!(at(&all[..2], "2027-01-15T12:00:00Z"), [ageing]);
        assert_eq!(at(&all[..3], "2027-01-30T12:00:00Z"), []);
        assert_eq!(at(&all[..3], "2027-01-31T12:00:00Z"), [stale]);
        assert_eq!(at(&all, "2027-02-28T12:00:00Z"), []);
    }

    /// Days in the quarters of a year: each revision of a 60-day rhythm is done before day 91.
    #[test]
    fn p29_quarters_are_longer_than_the_age_that_blocks() {
        let quarters =
            [("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01"), ("2026-07-01", "2026-10-01"), ("2026-10-01", "2027-01-01")];
        let lengths = quarters.map(|(from, until)| day(until).signed_duration_since(day(from)).num_days());
        assert_eq!(lengths, [90, 91, 92, 92]);
        assert!(lengths.iter().any(|days| *days > i64::from(CONFIRMED_DAYS_MAX)) && REVISE_BY_DAYS < u64::from(CONFIRMED_DAYS_MAX));
    }
}
