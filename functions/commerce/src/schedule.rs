//! The payment schedule: when how much of a contract, an obligation or an invoice is paid.

pub mod cancel;
pub mod event;
pub mod plan;
pub mod refusal;
pub mod split;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContractId, InvoiceId, ObligationId, PartyId, ScheduleId};
pub use event::{Planned, ScheduleEvent};
pub use refusal::ScheduleRefusal;

/// Most payments of one schedule: monthly for ten years.
pub const ROWS_MAX: usize = 120;

/// When how much is paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaymentSchedule {
    /// Its own id: one schedule an owner.
    pub id: ScheduleId,
    /// What is paid for.
    pub owner: ScheduleOwner,
    /// The contract that it belongs to, as far as there is one.
    pub contract: Option<ContractId>,
    /// Who pays.
    pub from: PartyId,
    /// Who is paid.
    pub to: PartyId,
    /// What the percentages are of, and what all payments add up to.
    pub base: Money,
    /// The payments, the earliest first.
    pub rows: Vec<ScheduleRow>,
    /// Whether nothing is planned any more.
    pub cancelled: bool,
}

/// What a schedule is for: exactly one thing (decision K16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum ScheduleOwner {
    /// Everything under a contract.
    Contract {
        /// The contract.
        contract: ContractId,
    },
    /// One obligation.
    Obligation {
        /// The obligation.
        obligation: ObligationId,
    },
    /// One invoice.
    Invoice {
        /// The invoice.
        invoice: InvoiceId,
    },
}

impl ScheduleOwner {
    /// The id of its schedule.
    pub fn schedule(self) -> ScheduleId {
        let owner = match self {
            Self::Contract { contract } => contract.to_string(),
            Self::Obligation { obligation } => obligation.to_string(),
            Self::Invoice { invoice } => invoice.to_string(),
        };
        ScheduleId::derive(&[&owner])
    }
}

/// One payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleRow {
    /// When.
    pub due: Day,
    /// How it was agreed.
    pub share: RowShare,
    /// How much it comes to.
    pub amount: Money,
}

/// How a payment is agreed: one or the other, never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RowShare {
    /// A part of the base, in hundredths of a percent.
    Percent(Percentage),
    /// An amount.
    Amount(Money),
}

impl Aggregate for PaymentSchedule {
    type Kind = kernel::id::kinds::PaymentSchedule;
    type Event = ScheduleEvent;
    const NAME: &'static str = "commerce.payment-schedule";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ScheduleEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (_, ScheduleEvent::Planned(planned)) => Ok(Self {
                id: planned.owner.schedule(),
                owner: planned.owner,
                contract: planned.contract,
                from: planned.from,
                to: planned.to,
                base: planned.base,
                rows: planned.rows.clone(),
                cancelled: false,
            }),
            (Some(schedule), ScheduleEvent::Cancelled { .. }) if !schedule.cancelled => Ok(Self { cancelled: true, ..schedule }),
            (state, event @ ScheduleEvent::Cancelled { .. }) => Err(Impossible::after(&state, event)),
        }
    }
}
