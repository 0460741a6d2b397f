//! Estimates as lists show them.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Day, Line, Money, Percentage, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::{EstimateStatus, LocalEstimate};
use crate::{ClientId, EstimateId};

/// The view's name.
pub const VIEW: &str = "estimate-list";
const ALL: &str = "all";
/// Estimates that are not over yet, by the day on which they end.
const ENDING: &str = "ending";
/// Those that are over and that nothing keeps from being closed, by the day on which they ended.
/// What waits for its live orders is in neither: nothing can be done about it, and it would stand
/// in the way of the others.
const CLOSING: &str = "closing";

/// Estimates: all, of a manager, of a client; by status, and by the day on which they end.
pub struct EstimateListFromEstimate;

/// One estimate in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateItem {
    /// The estimate.
    pub estimate_id: EstimateId,
    /// For people.
    pub number: Line,
    /// Who buys.
    pub client_id: ClientId,
    /// The client's name.
    pub client_name: Line,
    /// Who is responsible.
    pub manager: Line,
    /// The business unit.
    pub unit: Line,
    /// Where it stands.
    pub status: EstimateStatus,
    /// First day.
    pub from: Day,
    /// First day on which it no longer counts.
    pub until: Day,
    /// The planned profitability.
    pub plan: Percentage,
    /// What was earned of everything shipped; absent when nothing was.
    pub actual: Option<Percentage>,
    /// How much was shipped, at the estimate's prices.
    pub fulfilment: Option<Percentage>,
    /// Of all lines, net of VAT.
    pub total: Money,
    /// How many lines.
    pub lines: usize,
    /// Orders that wait for a decision.
    pub pending: usize,
    /// Whether the plan is so low that somebody is warned.
    pub advisory: bool,
    /// The day of its oldest cost.
    pub oldest_cost: Option<Day>,
    /// The version that this shows.
    pub version: Version,
}

/// All estimates, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Estimates in a status, newest first.
pub fn in_status(status: EstimateStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("{ALL}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Estimates of a manager, newest first.
pub fn of_manager(manager: &Line) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}")).newest_first()
}

/// Estimates of a manager in a status, newest first.
pub fn of_manager_in_status(manager: &Line, status: EstimateStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Estimates of a client, newest first.
pub fn of_client(client: ClientId) -> RowQuery {
    RowQuery::new(VIEW, format!("client#{client}")).newest_first()
}

/// Estimates whose time is over by a day although they still count, the earliest first.
pub fn ended(today: Day) -> RowQuery {
    up_to(ENDING, today)
}

/// Estimates that are over and hold nothing any more, the earliest first.
pub fn to_close(today: Day) -> RowQuery {
    up_to(CLOSING, today)
}

fn up_to(partition: &str, today: Day) -> RowQuery {
    // Everything of the day itself sorts before this.
    RowQuery::new(VIEW, partition).by(Order::Index2).within(Range::UpTo(format!("{today}~")))
}

impl View for EstimateListFromEstimate {
    type Aggregate = LocalEstimate;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.estimate-list-from-estimate", view: VIEW, summary: "Estimates as lists show them." };

    fn project(step: &Step<'_, LocalEstimate>) -> Vec<Change> {
        step.replace(|estimate| rows(estimate, step.version))
    }
}

fn rows(estimate: &LocalEstimate, version: Version) -> Vec<Row> {
    let item = item(estimate, version);
    let sort = format!("{}#{}", item.from, item.estimate_id);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let status = item.status.name();
    let row = |partition: String| Row::new(&partition, &sort, data.clone()).with_index1(format!("{partition}#{status}"), &sort);
    let due = match item.status {
        EstimateStatus::Active => Some(ENDING),
        EstimateStatus::Expired if !estimate.has_live_orders() => Some(CLOSING),
        EstimateStatus::Expired | EstimateStatus::Closed | EstimateStatus::Cancelled => None,
    };
    let all = match due {
        Some(partition) => row(ALL.to_owned()).with_index2(partition, format!("{}#{}", item.until, item.estimate_id)),
        None => row(ALL.to_owned()),
    };
    vec![all, row(format!("manager#{}", item.manager)), row(format!("client#{}", item.client_id))]
}

/// An estimate as a list shows it.
pub fn item(estimate: &LocalEstimate, version: Version) -> EstimateItem {
    EstimateItem {
        estimate_id: estimate.id,
        number: estimate.number.clone(),
        client_id: estimate.client,
        client_name: estimate.client_name.clone(),
        manager: estimate.manager.clone(),
        unit: estimate.unit.clone(),
        status: estimate.status,
        from: estimate.from,
        until: estimate.until,
        plan: estimate.plan,
        actual: estimate.actual(),
        fulfilment: estimate.fulfilment(),
        total: estimate.total,
        lines: estimate.lines.len(),
        pending: estimate.pending(),
        advisory: estimate.advisory,
        oldest_cost: estimate.oldest_cost(),
        version,
    }
}
