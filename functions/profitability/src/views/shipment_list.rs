//! Orders as lists show them.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Line, Moment, Percentage, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::shipment::{ApprovedBy, Priority, Shipment, ShipmentStatus, Source, Summary};
use crate::{ClientId, EstimateId, ShipmentId};

/// The view's name.
pub const VIEW: &str = "shipment-list";
const ALL: &str = "all";
/// Orders that were judged, by how far they are below the plan.
const BY_DEVIATION: &str = "deviation";
/// Drafts, by when they were last touched.
const DRAFTS: &str = "drafts";
/// Approvals that were not used yet, by when they run out.
const APPROVALS: &str = "approvals";
/// Orders that wait for goods, by when they began to.
const WAITS: &str = "waits";
/// Moves deviations above zero, so that they sort as texts.
const OFFSET: i64 = 1_000_000_000_000;

/// Orders: all, of an estimate, of a manager; by status, by deviation, and by what is due.
pub struct ShipmentListFromShipment;

/// One order in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShipmentItem {
    /// The order.
    pub shipment_id: ShipmentId,
    /// For people.
    pub number: Line,
    /// Under which estimate.
    pub estimate_id: EstimateId,
    /// The client's name.
    pub client_name: Line,
    /// Whether the client is strategic.
    pub strategic: bool,
    /// Who initiates it.
    pub manager: Line,
    /// How it came.
    pub source: Source,
    /// Where it stands.
    pub status: ShipmentStatus,
    /// How urgent.
    pub priority: Priority,
    /// When something was last done to it.
    pub touched_at: Moment,
    /// The level that decides, as approvals calls it.
    pub level: Option<Line>,
    /// The figures of the last judgement.
    pub summary: Option<Summary>,
    /// How it was approved.
    pub approved_by: Option<ApprovedBy>,
    /// When its approval runs out.
    pub valid_until: Option<Moment>,
    /// Whether the manager is asked to answer a proposal.
    pub proposal_open: bool,
    /// Approvals that the manager's own changes annulled.
    pub revocations: u32,
    /// How many facts should not have happened.
    pub violations: usize,
    /// The version that this shows.
    pub version: Version,
}

/// All orders, the last touched first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Orders in a status, the last touched first.
pub fn in_status(status: ShipmentStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("{ALL}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Orders under an estimate, the last touched first.
pub fn of_estimate(estimate: EstimateId) -> RowQuery {
    RowQuery::new(VIEW, format!("estimate#{estimate}")).newest_first()
}

/// Orders under an estimate in a status, the last touched first.
pub fn of_estimate_in_status(estimate: EstimateId, status: ShipmentStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("estimate#{estimate}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Orders of a manager, the last touched first.
pub fn of_manager(manager: &Line) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}")).newest_first()
}

/// Orders of a manager in a status, the last touched first.
pub fn of_manager_in_status(manager: &Line, status: ShipmentStatus) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}#{}", status.name())).by(Order::Index1).newest_first()
}

/// Orders whose deviation lies between two, both included; the farthest below the plan first.
pub fn by_deviation(from: Option<Percentage>, to: Option<Percentage>) -> RowQuery {
    between(BY_DEVIATION.to_owned(), from, to)
}

/// The same of one manager.
pub fn of_manager_by_deviation(manager: &Line, from: Option<Percentage>, to: Option<Percentage>) -> RowQuery {
    between(deviations_of(manager), from, to)
}

fn deviations_of(manager: &Line) -> String {
    format!("{BY_DEVIATION}#{manager}")
}

fn between(partition: String, from: Option<Percentage>, to: Option<Percentage>) -> RowQuery {
    let first = from.map_or_else(String::new, |from| sort_of(from.hundredths()));
    // Everything of the last deviation sorts before this.
    let last = to.map_or_else(|| "~".to_owned(), |to| format!("{}~", sort_of(to.hundredths())));
    RowQuery::new(VIEW, partition).by(Order::Index2).within(Range::Between(first, last)).newest_first()
}

/// Drafts that nobody touched since a moment, the longest first.
pub fn idle_drafts(since: Moment) -> RowQuery {
    RowQuery::new(VIEW, DRAFTS).by(Order::Index2).within(Range::UpTo(format!("{since}~")))
}

/// Orders that have waited for goods since a moment, by the warning that was given last; the longest
/// first.
pub fn waiting_since(warned: Option<u32>, since: Moment) -> RowQuery {
    RowQuery::new(VIEW, waits_of(warned)).by(Order::Index2).within(Range::UpTo(format!("{since}~")))
}

fn waits_of(warned: Option<u32>) -> String {
    warned.map_or_else(|| WAITS.to_owned(), |days| format!("{WAITS}#{days}"))
}

/// Approvals that ran out by now, the earliest first.
pub fn lapsed_approvals(now: Moment) -> RowQuery {
    RowQuery::new(VIEW, APPROVALS).by(Order::Index2).within(Range::UpTo(format!("{now}~")))
}

/// Orders of a client that somebody relies on and that were judged with another allowance than
/// this: those with a smaller one, and those with a larger one.
pub fn at_other_allowances(client: ClientId, allowed: Percentage) -> [RowQuery; 2] {
    let (rows, allowed) = (|| RowQuery::new(VIEW, watched_of(client)), sort_of(allowed.hundredths()));
    // Everything of this allowance sorts between the two.
    [rows().within(Range::UpTo(allowed.clone())), rows().within(Range::Between(format!("{allowed}~"), "~".to_owned()))]
}

fn watched_of(client: ClientId) -> String {
    format!("watched#{client}")
}

/// A deviation as a text that sorts like the number.
fn sort_of(hundredths: i64) -> String {
    format!("{:014}", hundredths.saturating_add(OFFSET).max(0))
}

impl View for ShipmentListFromShipment {
    type Aggregate = Shipment;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.shipment-list-from-shipment", view: VIEW, summary: "Orders as lists show them." };

    fn project(step: &Step<'_, Shipment>) -> Vec<Change> {
        step.replace(|shipment| rows(shipment, step.version))
    }
}

fn rows(shipment: &Shipment, version: Version) -> Vec<Row> {
    let item = item(shipment, version);
    let sort = format!("{}#{}", item.touched_at, item.shipment_id);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let status = item.status.name();
    let row = |partition: String| Row::new(&partition, &sort, data.clone()).with_index1(format!("{partition}#{status}"), &sort);
    let due = match item.status {
        ShipmentStatus::Draft => Some((DRAFTS.to_owned(), item.touched_at)),
        ShipmentStatus::AwaitingStock => Some((waits_of(shipment.wait_warned), item.touched_at)),
        ShipmentStatus::Approved if shipment.handed_over.is_none() => item.valid_until.map(|until| (APPROVALS.to_owned(), until)),
        ShipmentStatus::Approved
        | ShipmentStatus::PendingApproval
        | ShipmentStatus::PartiallyApproved
        | ShipmentStatus::Rejected
        | ShipmentStatus::ApprovalExpired
        | ShipmentStatus::InProgress
        | ShipmentStatus::Fulfilled
        | ShipmentStatus::PartiallyClosed
        | ShipmentStatus::Overdue
        | ShipmentStatus::Cancelled => None,
    };
    let all = match due {
        Some((partition, at)) => row(ALL.to_owned()).with_index2(partition, format!("{at}#{}", item.shipment_id)),
        None => row(ALL.to_owned()),
    };
    let of_manager = row(format!("manager#{}", item.manager));
    let of_estimate = row(format!("estimate#{}", item.estimate_id));
    let (of_manager, of_estimate) = match item.summary.as_ref().and_then(|summary| summary.deviation) {
        Some(deviation) => {
            let sort = format!("{}#{}", sort_of(deviation.hundredths()), item.shipment_id);
            (of_manager.with_index2(BY_DEVIATION, &sort), of_estimate.with_index2(deviations_of(&item.manager), &sort))
        }
        None => (of_manager, of_estimate),
    };
    let watched = shipment.is_watched().then(|| {
        let sort = format!("{}#{}", sort_of(shipment.client.allowed_deviation.hundredths()), item.shipment_id);
        Row::new(watched_of(shipment.client.id), sort, data.clone())
    });
    [all, of_manager, of_estimate].into_iter().chain(watched).collect()
}

/// An order as a list shows it.
pub fn item(shipment: &Shipment, version: Version) -> ShipmentItem {
    ShipmentItem {
        shipment_id: shipment.id,
        number: shipment.number.clone(),
        estimate_id: shipment.estimate,
        client_name: shipment.client.name.clone(),
        strategic: shipment.client.strategic,
        manager: shipment.manager.clone(),
        source: shipment.source,
        status: shipment.status,
        priority: shipment.priority(),
        touched_at: shipment.touched_at,
        level: shipment.level.clone(),
        summary: shipment.summary.clone(),
        approved_by: shipment.approval.as_ref().map(|approval| approval.by),
        valid_until: shipment.approval.as_ref().map(|approval| approval.valid_until),
        proposal_open: shipment.proposal.is_some(),
        revocations: shipment.revocations,
        violations: shipment.violations.len(),
        version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_sort_as_texts() {
        let sorted = [-40_000, -67, -1, 0, 99, 100, 1_501, 40_000].map(sort_of);
        assert!(sorted.windows(2).all(|pair| pair[0] < pair[1]), "{sorted:?}");
    }
}
