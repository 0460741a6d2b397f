//! Which regime follows from income, by thresholds that are data.

use chrono::{Datelike, Months};
use kernel::{Day, Money};

use crate::code::{RegimeCode, RuleId};
use crate::data::{LadderStep, TakesEffect};
use crate::refusal::TaxRefusal;
use crate::result::RuleUse;
use crate::rules::{Rules, Territory, version_at};

/// A regime from a day on, and the threshold that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimeFrom {
    /// The first day.
    pub from: Day,
    /// The regime.
    pub regime: RegimeCode,
    /// The version of the threshold that was passed, or else of the ladder.
    pub because: RuleUse,
}

/// The regimes of one year by the income of the year before and of the year's months so far, January first.
///
/// What was passed last year counts from 1 January; what is passed within the year counts from the day that the
/// threshold says, and a regime is never left downwards within a year. A threshold passed in December counts next
/// year, so it is found there. Income is in the ladder's currency, as the tax office counts it.
pub fn regimes_of_year(
    rules: &Rules,
    ladder: &RuleId,
    year: i32,
    year_before: Money,
    months: &[Money],
) -> Result<Vec<RegimeFrom>, TaxRefusal> {
    let missing = |day| TaxRefusal::NoRuleForDay { rule: ladder.clone(), day };
    let new_year = Day::from_ymd_opt(year, 1, 1).ok_or_else(|| missing(Day::default()))?;
    let territory = rules.territories().find(|territory| territory.ladder(ladder).is_some()).ok_or_else(|| missing(new_year))?;
    let rule = territory.ladder(ladder).ok_or_else(|| missing(new_year))?;
    let version = version_at(rule, new_year)?;
    let climb = Climb { territory, steps: &version.body.steps, above: &version.body.above, day: new_year };
    let mut level = 0;
    let mut because = rule.name_use(version);
    while let Some((next, passed, _)) = climb.passed(level, year_before)? {
        (level, because) = (next, passed);
    }
    let mut found = vec![RegimeFrom { from: new_year, regime: climb.regime(level), because }];
    let mut income = Money::zero(year_before.currency());
    for (month, at) in months.iter().zip(0..12) {
        income = income.plus(*month)?;
        let first = new_year.checked_add_months(Months::new(at)).ok_or_else(|| missing(new_year))?;
        while let Some((next, passed, takes_effect)) = climb.passed(level, income)? {
            level = next;
            let months = match takes_effect {
                TakesEffect::MonthOf => 0,
                TakesEffect::MonthAfter => 1,
            };
            let from = first.checked_add_months(Months::new(months)).ok_or_else(|| missing(first))?;
            if from.year() == year {
                found.retain(|one| one.from < from);
                found.push(RegimeFrom { from, regime: climb.regime(level), because: passed });
            }
        }
    }
    Ok(found)
}

struct Climb<'a> {
    territory: &'a Territory,
    steps: &'a [LadderStep],
    above: &'a RegimeCode,
    day: Day,
}

impl Climb<'_> {
    fn regime(&self, level: usize) -> RegimeCode {
        self.steps.get(level).map_or_else(|| self.above.clone(), |step| step.regime.clone())
    }

    /// The level above, when income passes the threshold of this one.
    fn passed(&self, level: usize, income: Money) -> Result<Option<(usize, RuleUse, TakesEffect)>, TaxRefusal> {
        let Some(step) = self.steps.get(level) else {
            return Ok(None);
        };
        let missing = || TaxRefusal::NoRuleForDay { rule: step.up_to.clone(), day: self.day };
        let rule = self.territory.threshold(&step.up_to).ok_or_else(missing)?;
        let version = version_at(rule, self.day)?;
        let over = income.minus(version.body.amount)?.is_positive();
        Ok(over.then(|| (level.saturating_add(1), rule.name_use(version), rule.head.takes_effect)))
    }
}
