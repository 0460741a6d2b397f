//! The local estimate: a frozen price list for one client with a planned profitability, and what
//! was ordered and shipped under it.

pub mod account;
pub mod event;
pub mod lease;
pub mod line;
pub mod refusal;

pub mod break_lease;
pub mod cancel;
pub mod change_plan;
pub mod close;
pub mod create;
pub mod expire;
pub mod extend;
pub mod release_lease;
pub mod renew;
pub mod take_lease;

#[cfg(test)]
mod laws;

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Line, Moment, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ClientId, EstimateId, ShipmentId};
pub use account::{OrderAccount, OrderedLine, Standing, Sums};
pub use event::{ClosedBecause, Created, EstimateEvent, ShippedLine};
pub use lease::Lease;
pub use line::{CostMethod, EstimateLine, LineCost};
pub use refusal::EstimateRefusal;

/// Most lines of one estimate (INV-LE-05).
pub const LINES_MAX: usize = 1_000;
/// Most renewals by a person (INV-LE-03); those for late goods are counted apart.
pub const MANUAL_RENEWALS_MAX: u32 = 2;
/// Below this plan, in hundredths of a percent, an estimate is advised against.
pub const ADVISORY_BELOW: Percentage = Percentage::from_hundredths(500);
/// A plan is below this: at 100 % no price would ever reach it.
pub const PLAN_LIMIT: Percentage = Percentage::from_hundredths(10_000);
/// Plans below this are a slip of the pen: the cost would be eleven times the price.
pub const PLAN_MIN: Percentage = Percentage::from_hundredths(-100_000);

/// A frozen price list with a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocalEstimate {
    /// Its own id.
    pub id: EstimateId,
    /// For people; unique for the tenant.
    pub number: Line,
    /// Who buys.
    pub client: ClientId,
    /// The client's name when the estimate was made.
    pub client_name: Line,
    /// Who is responsible: the subject of their token.
    pub manager: Line,
    /// The business unit that it belongs to.
    pub unit: Line,
    /// Of every price and cost.
    pub currency: Currency,
    /// What is sold at what price and cost, numbered from 1.
    pub lines: Vec<EstimateLine>,
    /// The planned profitability: agreed between people, so set to two digits once and exact from then on.
    pub plan: Percentage,
    /// How often the plan was changed.
    pub plan_revision: u32,
    /// The last changes of the plan, the latest last.
    pub plan_changes: Vec<PlanChange>,
    /// Of all lines, net of VAT.
    pub total: Money,
    /// First day.
    pub from: Day,
    /// First day on which it no longer counts.
    pub until: Day,
    /// `until` as it was at first: what renewals add together is counted from here.
    pub first_until: Day,
    /// Where it stands.
    pub status: EstimateStatus,
    /// Renewals by a person.
    pub manual_renewals: u32,
    /// Extensions for late goods, by line: once each.
    pub extended_for: BTreeSet<u16>,
    /// Whether the plan is so low that somebody was warned. It blocks nothing.
    pub advisory: bool,
    /// Who edits it.
    pub lease: Option<Lease>,
    /// The token of the newest lease.
    pub last_token: u64,
    /// Orders that hold goods of it.
    pub orders: BTreeMap<ShipmentId, OrderAccount>,
    /// What was shipped under orders that hold nothing any more, net of returns, by line.
    pub past: BTreeMap<u16, Sums>,
    /// How often something happened that changes the figures of other orders.
    pub moves: u32,
}

/// Most changes of the plan that are kept at hand; the older ones are in the history.
const PLAN_CHANGES_MAX: usize = 50;

/// A change of the plan: who, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanChange {
    /// When.
    pub at: Moment,
    /// Who, by name.
    pub by: String,
    /// Before.
    pub from: Percentage,
    /// After.
    pub to: Percentage,
    /// Why.
    pub reason: Line,
}

/// Where an estimate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EstimateStatus {
    /// Orders can be made under it.
    Active,
    /// Its time is over; live orders finish, it may still be renewed.
    Expired,
    /// Over, for good.
    Closed,
    /// Called off before anything was shipped, for good.
    Cancelled,
}

impl EstimateStatus {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Active, Self::Expired, Self::Closed, Self::Cancelled];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl LocalEstimate {
    /// The unique value of estimates' numbers.
    pub const NUMBER: &'static str = "estimate-number";

    /// The estimate that the accounting system knows by this code.
    pub fn id_of(code: &str) -> EstimateId {
        EstimateId::derive(&["1c", code])
    }

    /// A line by its number.
    pub fn line(&self, number: u16) -> Option<&EstimateLine> {
        self.lines.get(usize::from(number).checked_sub(1)?)
    }

    /// A line by its product, which is on one line only.
    pub fn line_of(&self, product: &Line) -> Option<&EstimateLine> {
        self.lines.iter().find(|line| line.product == *product)
    }

    /// Orders that wait for a decision.
    pub fn pending(&self) -> usize {
        self.orders.values().filter(|order| order.standing.is_pending()).count()
    }

    /// Whether any order still holds goods of it.
    pub fn has_live_orders(&self) -> bool {
        self.orders.values().any(|order| order.standing.holds())
    }

    /// Whether anything was ever shipped under it.
    pub fn has_shipments(&self) -> bool {
        !self.past.is_empty() || self.orders.values().any(|order| !order.shipped.is_empty())
    }

    /// The oldest cost, by the day of its calculation.
    pub fn oldest_cost(&self) -> Option<Day> {
        self.lines.iter().filter(|line| !line.non_liquid).filter_map(|line| line.cost.calculated_on()).min()
    }
}

impl Aggregate for LocalEstimate {
    type Kind = kernel::id::kinds::LocalEstimate;
    type Event = EstimateEvent;
    const NAME: &'static str = "profitability.estimate";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &EstimateEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, EstimateEvent::Created(created)) => Ok(Self::created(created)),
            (Some(mut estimate), event) => {
                estimate.change(event)?;
                estimate.remember(event, meta);
                Ok(estimate)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl LocalEstimate {
    fn created(created: &Created) -> Self {
        Self {
            id: created.id,
            number: created.number.clone(),
            client: created.client,
            client_name: created.client_name.clone(),
            manager: created.manager.clone(),
            unit: created.unit.clone(),
            currency: created.currency,
            lines: created.lines.clone(),
            plan: created.plan,
            plan_revision: 0,
            plan_changes: Vec::new(),
            total: created.total,
            from: created.from,
            until: created.until,
            first_until: created.until,
            status: EstimateStatus::Active,
            manual_renewals: 0,
            extended_for: BTreeSet::new(),
            advisory: created.advisory,
            lease: None,
            last_token: 0,
            orders: BTreeMap::new(),
            past: BTreeMap::new(),
            moves: 0,
        }
    }

    /// Keeps who changed the plan and why, and how often figures moved.
    fn remember(&mut self, event: &EstimateEvent, meta: &Meta) {
        self.moves = self.moves.saturating_add(u32::from(event.moves_figures()));
        if let EstimateEvent::PlanChanged { from, to, reason, .. } = event {
            let change = PlanChange { at: meta.at, by: meta.actor.name.clone(), from: *from, to: *to, reason: reason.clone() };
            self.plan_changes.push(change);
            let surplus = self.plan_changes.len().saturating_sub(PLAN_CHANGES_MAX);
            self.plan_changes.drain(..surplus);
        }
    }

    fn change(&mut self, event: &EstimateEvent) -> Result<(), Impossible> {
        match event {
            EstimateEvent::PlanChanged { to, advisory, .. } => {
                self.plan = *to;
                self.advisory = *advisory;
                self.plan_revision = self.plan_revision.saturating_add(1);
            }
            EstimateEvent::Renewed { until, .. } => {
                self.until = *until;
                self.status = EstimateStatus::Active;
                self.manual_renewals = self.manual_renewals.saturating_add(1);
            }
            EstimateEvent::Extended { until, line, .. } => {
                self.until = *until;
                self.status = EstimateStatus::Active;
                self.extended_for.insert(*line);
            }
            EstimateEvent::Expired => self.status = EstimateStatus::Expired,
            EstimateEvent::Closed { .. } => self.status = EstimateStatus::Closed,
            EstimateEvent::Cancelled { .. } => self.status = EstimateStatus::Cancelled,
            EstimateEvent::LeaseTaken { lease } => {
                self.last_token = lease.token;
                self.lease = Some(lease.clone());
            }
            EstimateEvent::LeaseReleased { .. } | EstimateEvent::LeaseBroken { .. } => self.lease = None,
            EstimateEvent::OrderPlaced { shipment, number, lines } => self.place(*shipment, number, lines),
            EstimateEvent::OrderMoved { shipment, standing } => {
                let order = self.orders.get_mut(shipment).ok_or_else(|| Impossible::after(&Some(()), event))?;
                order.standing = *standing;
            }
            EstimateEvent::OrderReleased { shipment } => self.release(*shipment)?,
            EstimateEvent::GoodsShipped { shipment, number, lines } => self.ship(*shipment, number, lines)?,
            EstimateEvent::GoodsReturned { shipment, lines } => self.take_back(*shipment, lines)?,
            EstimateEvent::Created(_) => return Err(Impossible::after(&Some(()), event)),
        }
        Ok(())
    }
}
