//! Everything that can happen to a payment schedule.

use kernel::{Event, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ScheduleOwner, ScheduleRow};
use crate::{ContractId, PartyId};

/// What happened to a payment schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ScheduleEvent {
    /// Payments were planned, in the place of any that were planned before.
    #[serde(rename = "planned.v1")]
    Planned(Planned),
    /// Nothing is planned any more.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// Why.
        reason: Line,
    },
}

/// Planned payments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Planned {
    /// What is paid for.
    pub owner: ScheduleOwner,
    /// The contract that it belongs to.
    pub contract: Option<ContractId>,
    /// Who pays.
    pub from: PartyId,
    /// Who is paid.
    pub to: PartyId,
    /// What all payments add up to.
    pub base: Money,
    /// The payments, the earliest first.
    pub rows: Vec<ScheduleRow>,
}

impl Event for ScheduleEvent {
    fn samples() -> Vec<Self> {
        crate::samples::schedules::schedule_events()
    }
}
