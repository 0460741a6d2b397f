//! Everything that can happen to an estimate.

use kernel::{Currency, Day, Event, Line, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateLine, Lease, OrderedLine, Standing, Sums};
use crate::{ClientId, EstimateId, ShipmentId};

/// What happened to an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum EstimateEvent {
    /// It was made, with all its lines.
    #[serde(rename = "created.v1")]
    Created(Created),
    /// The planned profitability was changed.
    #[serde(rename = "plan-changed.v1")]
    PlanChanged {
        /// Before.
        from: Percentage,
        /// Now.
        to: Percentage,
        /// Why.
        reason: Line,
        /// Whether the new plan is so low that somebody is warned.
        advisory: bool,
    },
    /// A person prolonged it.
    #[serde(rename = "renewed.v1")]
    Renewed {
        /// First day on which it no longer counts.
        until: Day,
        /// Why.
        reason: Line,
    },
    /// It was prolonged because goods are late.
    #[serde(rename = "extended.v1")]
    Extended {
        /// First day on which it no longer counts.
        until: Day,
        /// The line whose goods are late.
        line: u16,
        /// When they come.
        arrives_on: Day,
    },
    /// Its time is over.
    #[serde(rename = "expired.v1")]
    Expired,
    /// Over, for good.
    #[serde(rename = "closed.v1")]
    Closed {
        /// Why.
        because: ClosedBecause,
        /// A person's words, if one closed it.
        reason: Option<Line>,
        /// What was earned of everything shipped; absent when nothing was.
        actual: Option<Percentage>,
        /// How much of the estimate's total was shipped, at the estimate's prices.
        fulfilment: Option<Percentage>,
    },
    /// Called off before anything was shipped.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// Why.
        reason: Line,
    },
    /// Somebody edits it, or goes on editing it.
    #[serde(rename = "lease-taken.v1")]
    LeaseTaken {
        /// Who, and for how long.
        lease: Lease,
    },
    /// Its editor is done.
    #[serde(rename = "lease-released.v1")]
    LeaseReleased {
        /// The token of the lease.
        token: u64,
    },
    /// An administrator took it away from its editor.
    #[serde(rename = "lease-broken.v1")]
    LeaseBroken {
        /// The token of the lease.
        token: u64,
        /// Why.
        reason: Line,
    },
    /// An order that was submitted holds goods; also after it gave some of them up.
    #[serde(rename = "order-placed.v1")]
    OrderPlaced {
        /// Which order.
        shipment: ShipmentId,
        /// Its number.
        number: Line,
        /// What it holds.
        lines: Vec<OrderedLine>,
    },
    /// An order that holds goods went on.
    #[serde(rename = "order-moved.v1")]
    OrderMoved {
        /// Which order.
        shipment: ShipmentId,
        /// How far it is.
        standing: Standing,
    },
    /// An order holds nothing any more.
    #[serde(rename = "order-released.v1")]
    OrderReleased {
        /// Which order.
        shipment: ShipmentId,
    },
    /// Goods left under an order.
    #[serde(rename = "goods-shipped.v1")]
    GoodsShipped {
        /// Which order.
        shipment: ShipmentId,
        /// Its number.
        number: Line,
        /// What.
        lines: Vec<ShippedLine>,
    },
    /// Goods came back: revenue and cost are reversed.
    #[serde(rename = "goods-returned.v1")]
    GoodsReturned {
        /// Which order.
        shipment: ShipmentId,
        /// What.
        lines: Vec<ShippedLine>,
    },
}

impl EstimateEvent {
    /// Whether orders under the estimate have other figures after it.
    pub const fn moves_figures(&self) -> bool {
        match self {
            Self::PlanChanged { .. }
            | Self::OrderPlaced { .. }
            | Self::OrderReleased { .. }
            | Self::GoodsShipped { .. }
            | Self::GoodsReturned { .. } => true,
            Self::Created(_)
            | Self::Renewed { .. }
            | Self::Extended { .. }
            | Self::Expired
            | Self::Closed { .. }
            | Self::Cancelled { .. }
            | Self::LeaseTaken { .. }
            | Self::LeaseReleased { .. }
            | Self::LeaseBroken { .. }
            | Self::OrderMoved { .. } => false,
        }
    }
}

/// A new estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// Its id.
    pub id: EstimateId,
    /// For people.
    pub number: Line,
    /// Who buys.
    pub client: ClientId,
    /// The client's name.
    pub client_name: Line,
    /// Who is responsible.
    pub manager: Line,
    /// The business unit that it belongs to.
    pub unit: Line,
    /// Of every price and cost.
    pub currency: Currency,
    /// All lines.
    pub lines: Vec<EstimateLine>,
    /// The planned profitability.
    pub plan: Percentage,
    /// Of all lines, net of VAT.
    pub total: Money,
    /// First day.
    pub from: Day,
    /// First day on which it no longer counts.
    pub until: Day,
    /// Whether the plan is so low that somebody is warned.
    pub advisory: bool,
}

/// Goods of one line that left or came back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShippedLine {
    /// The estimate's line.
    pub line: u16,
    /// How much, for how much money, at what cost.
    #[serde(flatten)]
    pub sums: Sums,
}

/// Why an estimate is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClosedBecause {
    /// Everything was shipped.
    Shipped,
    /// It expired and nobody renewed it in time.
    Expired,
    /// A person closed it early.
    Person,
}

impl Event for EstimateEvent {
    fn samples() -> Vec<Self> {
        crate::samples::estimates::events()
    }
}
