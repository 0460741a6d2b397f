//! Facts whose revenue counts over time, as long as a month of them has not been counted.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Day, Line, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::fact::recognise::months_to_count;
use crate::recognition::share;
use crate::{ContractId, FactId, Interval, PartyId};

/// The view's name.
pub const VIEW: &str = "revenue-due";
/// The partition of all of them.
const ALL: &str = "all";

/// Facts of which months are to be counted, the earliest month first.
pub struct RevenueDueFromFact;

/// One fact with the months that have not been counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RevenueDueItem {
    /// The fact.
    pub fact_id: FactId,
    /// Under which contract.
    pub contract_id: Option<ContractId>,
    /// Who supplies.
    pub seller: PartyId,
    /// The number of the primary document.
    pub document: Option<Line>,
    /// The months in order, each with what counts in it.
    pub months: Vec<MonthDue>,
    /// What has not been counted, without tax.
    pub left: Option<Money>,
    /// The version that this shows.
    pub version: Version,
}

/// A month, or the part of one that the fact covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthDue {
    /// Its days.
    pub days: Interval,
    /// What counts in it, without tax.
    pub amount: Money,
}

/// All facts with months to count, by the end of the earliest.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

/// Facts of which a month was over by a day.
pub fn over_by(today: Day) -> RowQuery {
    all().within(Range::UpTo(format!("{today}#~")))
}

impl View for RevenueDueFromFact {
    type Aggregate = Fact;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.revenue-due-from-fact", view: VIEW, summary: "Months of revenue to be counted." };

    fn project(step: &Step<'_, Fact>) -> Vec<Change> {
        step.replace(|fact| row(fact, step.version).into_iter().collect())
    }
}

fn row(fact: &Fact, version: Version) -> Option<Row> {
    let (period, amount) = fact.period.zip(fact.amount())?;
    let month = |days: Interval| Some(MonthDue { days, amount: share(amount, period, days)? });
    let months = months_to_count(fact).into_iter().map(month).collect::<Option<Vec<_>>>()?;
    let until = months.first()?.days.until()?;
    let left = Money::sum(months.iter().map(|month| month.amount), amount.currency()).ok();
    let item = RevenueDueItem {
        fact_id: fact.id,
        contract_id: fact.contract,
        seller: fact.seller,
        document: fact.document.clone(),
        months,
        left,
        version,
    };
    Some(Row::new(ALL, format!("{until}#{}", fact.id), serde_json::to_value(&item).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{FactEvent, Recognised, RecognitionBasis, Recorded};
    use crate::queries::ListPage;
    use crate::samples::{day, facts};
    use crate::views::tests::rows;

    #[test]
    fn k23_a_fact_waits_until_its_last_month_is_counted() {
        let period = Interval::new(day("2026-10-16"), Some(day("2026-12-01"))).ok();
        let recorded = Recorded { period, recognition: crate::contract::RecognitionPolicy::OverTime, ..facts::recorded() };
        let all_of = recorded.lines.iter().filter_map(|line| line.priced.as_ref()).map(|priced| priced.amount);
        let whole = Money::sum(all_of, kernel::Currency::UAH).unwrap();
        let count = |month: &str| {
            let basis = RecognitionBasis::Month { month: day(month) };
            vec![FactEvent::Recognised(Recognised { basis, on: day("2026-11-30"), amount: whole, cost: None, entries: Vec::new() })]
        };
        let history = [vec![FactEvent::Recorded(recorded)], count("2026-10-01"), count("2026-11-01")];
        let shown = |commits: usize, query: &RowQuery| {
            let rows = rows::<RevenueDueFromFact>(facts::fact_id(), &history[..commits]);
            ListPage::<RevenueDueItem>::read(Some(&rows.page(query))).items
        };
        let [item] = shown(1, &all()).try_into().unwrap();
        assert_eq!((item.months.len(), item.left), (2, Some(whole)));
        assert_eq!((shown(1, &over_by(day("2026-10-31"))).len(), shown(1, &over_by(day("2026-11-01"))).len()), (0, 1));
        let [item] = shown(2, &all()).try_into().unwrap();
        assert_eq!(item.months.iter().map(|month| month.days.from()).collect::<Vec<_>>(), [day("2026-11-01")]);
        assert_eq!((shown(3, &all()).len(), shown(2, &over_by(day("2026-11-30"))).len()), (0, 0));
    }
}
