//! Counts a month of revenue over time.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Role, Route, Want};
use posting::{Book, Draft, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{journal_text, no_value, today};
use super::{Fact, FactEvent, FactRefusal, Recognised, RecognitionBasis};
use crate::contract::RecognitionPolicy;
use crate::recognition::{month_of, months, share};
use crate::rules::facts::Supply;
use crate::rules::{self, Holder, Occasion};
use crate::{FactId, Interval};

/// Counts a month of a fact whose revenue counts over time: its daily share, so that all months
/// together are the amount. Months count in order, each once, when they are over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecogniseRevenue {
    /// Which fact.
    pub fact_id: FactId,
    /// Any day of the month.
    pub month: Day,
}

impl RecogniseRevenue {
    /// The days of the month that the fact covers.
    fn span(&self, fact: &Fact, context: &Context) -> Result<(Interval, Interval), FactRefusal> {
        if fact.recognition != RecognitionPolicy::OverTime || fact.reverses.is_some() {
            return Err(FactRefusal::PolicyDiffers);
        }
        let period = fact.period.ok_or(FactRefusal::PeriodRequired)?;
        let months = months(period).ok_or(FactRefusal::PeriodWithoutEnd)?;
        let wanted = month_of(self.month);
        let month = months.iter().find(|month| month_of(month.from()) == wanted).ok_or(FactRefusal::MonthOutside)?;
        if is_counted(fact, *month) {
            return Err(FactRefusal::RecognisedAlready);
        }
        if let Some(earlier) = months.iter().find(|month| month_of(month.from()) < wanted && !is_counted(fact, **month)) {
            return Err(FactRefusal::EarlierMonthOpen { month: month_of(earlier.from()) });
        }
        if month.until().is_none_or(|until| today(context) < until) {
            return Err(FactRefusal::MonthNotOver);
        }
        Ok((period, *month))
    }

    fn supply<'a>(&self, fact: &'a Fact, facts: &Facts, context: &Context) -> Result<(Supply<'a>, Interval), FactRefusal> {
        let (period, month) = self.span(fact, context)?;
        let all = fact.amount().filter(|amount| !amount.is_zero()).ok_or(FactRefusal::NothingToRecognise)?;
        let amount = share(all, period, month).ok_or(FactRefusal::TooMuch)?;
        let seller = Holder::of(facts, fact.seller);
        let cost = seller.map(|holder| super::kept_cost(fact, holder.currency)).transpose()?.flatten();
        let cost = cost.map(|cost| share(cost, period, month).ok_or(FactRefusal::TooMuch)).transpose()?;
        Ok((
            Supply {
                kind: fact.kind,
                parties: [fact.seller, fact.buyer],
                seller,
                buyer: Holder::of(facts, fact.buyer),
                amount,
                cost,
                rates: &fact.rates,
            },
            month,
        ))
    }

    fn drafts(&self, fact: &Fact, supply: &Supply<'_>, facts: &Facts, day: Day) -> Result<Vec<Draft>, FactRefusal> {
        let text = journal_text(fact.document.as_ref(), fact.kind, Some(month_of(self.month)));
        supply.recognised(&Occasion::of::<Fact>(facts, fact.id, day, text)).map_err(no_value)
    }
}

fn is_counted(fact: &Fact, month: Interval) -> bool {
    let basis = RecognitionBasis::Month { month: month_of(month.from()) };
    fact.recognised.iter().any(|recognised| recognised.basis == basis)
}

/// The months of a fact whose revenue counts over time that have not been counted, in order;
/// none once nothing of it is left to count.
pub fn months_to_count(fact: &Fact) -> Vec<Interval> {
    let over_time = fact.recognition == RecognitionPolicy::OverTime && fact.reverses.is_none();
    let left = fact.amount().is_some_and(|amount| !amount.is_zero());
    let months = fact.period.filter(|_| over_time && left).and_then(months).unwrap_or_default();
    months.into_iter().filter(|month| !is_counted(fact, *month)).collect()
}

/// The last day of a span, which is what a month's revenue counts for.
fn last_day(month: Interval) -> Day {
    month.until().and_then(|until| until.pred_opt()).unwrap_or(month.from())
}

impl Command for RecogniseRevenue {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.recognise-revenue",
        route: Some(Route::post("/commerce/facts/{fact_id}/recognise-revenue")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Counts a month of revenue over time.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(fact) = fact else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Fact>(fact.id), Holder::want(fact.seller), Holder::want(fact.buyer)];
        if let Ok((supply, month)) = self.supply(fact, facts, context) {
            let drafts = [last_day(month), today(context)].map(|day| self.drafts(fact, &supply, facts, day).unwrap_or_default());
            wants.extend(rules::wants(&drafts.concat()));
        }
        wants
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let (supply, month) = self.supply(fact, facts, context)?;
        let drafts = self.drafts(fact, &supply, facts, last_day(month))?;
        let on = rules::posted_on(facts, &drafts, last_day(month), today(context));
        let drafts = self.drafts(fact, &supply, facts, on)?;
        let basis = RecognitionBasis::Month { month: month_of(self.month) };
        let recognised = Recognised { basis, on, amount: supply.amount, cost: supply.cost, entries: rules::entries(&drafts) };
        rules::post(Decision::of([FactEvent::Recognised(recognised)]), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        Self { fact_id: crate::samples::facts::fact_id(), month: crate::samples::day("2026-10-01") }
    }
}
