//! The payment: money that arrived, and the one order that it pays for.

pub mod event;
pub mod refusal;
pub mod status;

pub mod evaluate;
pub mod import;
pub mod match_order;
pub mod record;
pub mod reject;
pub mod rematch;
pub mod settle;
pub mod unmatch;

#[cfg(test)]
mod laws;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Moment, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matching::Evaluation;
use crate::{OrderId, PaymentId};
pub use event::{Matched, MatchedBy, Payer, PaymentEvent, Received, Source, UnmatchReason};
pub use refusal::PaymentRefusal;
pub use status::{PaymentStatus, ReviewReason};

/// Money that arrived.
///
/// One payment pays for at most one order (specification 9). What the order does not need
/// stays the payer's credit, so allocated and surplus always add up to the amount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// Its own id.
    pub id: PaymentId,
    /// How it became known.
    pub source: Source,
    /// How much.
    pub amount: Money,
    /// When.
    pub paid_at: Moment,
    /// The bank day that it belongs to.
    pub bank_day: Day,
    /// Who paid.
    pub payer: Payer,
    /// What the payer wrote.
    pub purpose: String,
    /// Hash of the document with the bank's row as it came.
    pub raw_sha256: Option<String>,
    /// A payment that may be the same money.
    pub duplicate_suspected: Option<PaymentId>,
    /// When it was recorded here.
    pub received_at: Moment,
    /// How far it has come.
    pub standing: Standing,
    /// The last comparison with orders.
    pub evaluation: Option<Evaluation>,
    /// Orders that it was taken away from by a person; the rules never choose them again.
    pub taken_from: Vec<OrderId>,
}

/// How far a payment has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Nobody has looked for its order yet.
    Received,
    /// It pays for an order.
    Matched(Matched),
    /// A person must look.
    NeedsReview {
        /// Why.
        reason: ReviewReason,
    },
    /// Not ours.
    Rejected {
        /// Why.
        reason: Line,
    },
    /// The bank took it back.
    Reversed,
}

impl Payment {
    /// Where it stands.
    pub const fn status(&self) -> PaymentStatus {
        match &self.standing {
            Standing::Received => PaymentStatus::Received,
            Standing::Matched(_) => PaymentStatus::Matched,
            Standing::NeedsReview { .. } => PaymentStatus::NeedsReview,
            Standing::Rejected { .. } => PaymentStatus::Rejected,
            Standing::Reversed => PaymentStatus::Reversed,
        }
    }

    /// Its order, while it has one.
    pub const fn matched(&self) -> Option<&Matched> {
        match &self.standing {
            Standing::Matched(matched) => Some(matched),
            Standing::Received | Standing::NeedsReview { .. } | Standing::Rejected { .. } | Standing::Reversed => None,
        }
    }

    /// Why a person must look, while one must.
    pub const fn review_reason(&self) -> Option<ReviewReason> {
        match &self.standing {
            Standing::NeedsReview { reason } => Some(*reason),
            Standing::Received | Standing::Matched(_) | Standing::Rejected { .. } | Standing::Reversed => None,
        }
    }

    /// Whether it still looks for its order.
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Received | Standing::NeedsReview { .. })
    }

    /// Whether this actor typed it in, and so may not say what it is for.
    pub fn was_recorded_by(&self, actor: &str) -> bool {
        match &self.source {
            Source::Manual { recorded_by, .. } => recorded_by == actor,
            Source::Privat24 { .. } => false,
        }
    }

    /// Names the payer across payments: code, else account, else telephone, else name.
    pub fn payer_key(&self) -> Option<String> {
        let payer = &self.payer;
        let name = || payer.name.as_deref().map(|name| crate::matching::name::fold(name).canonical());
        let phone = || payer.phone.as_ref().map(|phone| phone.as_str().to_owned());
        payer.code.clone().or_else(|| payer.account.clone()).or_else(phone).or_else(name).filter(|key| !key.is_empty())
    }
}

impl Aggregate for Payment {
    type Kind = kernel::id::kinds::Payment;
    type Event = PaymentEvent;
    const NAME: &'static str = "orders.payment";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &PaymentEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, PaymentEvent::Received(received)) => Ok(Self::received(received, meta)),
            (Some(mut payment), event) => {
                payment.change(event)?;
                Ok(payment)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Payment {
    fn received(received: &Received, meta: &Meta) -> Self {
        Self {
            id: received.id,
            source: received.source.clone(),
            amount: received.amount,
            paid_at: received.paid_at,
            bank_day: received.bank_day,
            payer: received.payer.clone(),
            purpose: received.purpose.clone(),
            raw_sha256: received.raw_sha256.clone(),
            duplicate_suspected: received.duplicate_suspected,
            received_at: meta.at,
            standing: Standing::Received,
            evaluation: None,
            taken_from: Vec::new(),
        }
    }

    fn change(&mut self, event: &PaymentEvent) -> Result<(), Impossible> {
        let open = self.is_open();
        match event {
            PaymentEvent::Evaluated { evaluation } if open => self.evaluation = Some(evaluation.clone()),
            PaymentEvent::ReviewNeeded { reason } if open => self.standing = Standing::NeedsReview { reason: *reason },
            PaymentEvent::Matched(matched) if open && self.adds_up(matched) => self.standing = Standing::Matched(matched.clone()),
            PaymentEvent::Rejected { reason } if open => self.standing = Standing::Rejected { reason: reason.clone() },
            PaymentEvent::Unmatched { order, reason, .. } if self.matched().is_some_and(|matched| matched.order == *order) => {
                self.standing = Standing::NeedsReview { reason: ReviewReason::Unmatched };
                match reason {
                    UnmatchReason::Person { .. } | UnmatchReason::Rematch { .. } => {
                        self.taken_from.retain(|taken| taken != order);
                        self.taken_from.push(*order);
                    }
                    UnmatchReason::Reversal => {}
                }
            }
            PaymentEvent::Reversed { .. } if self.matched().is_none() && self.standing != Standing::Reversed => {
                self.standing = Standing::Reversed;
            }
            PaymentEvent::Received(_)
            | PaymentEvent::Evaluated { .. }
            | PaymentEvent::ReviewNeeded { .. }
            | PaymentEvent::Matched(_)
            | PaymentEvent::Rejected { .. }
            | PaymentEvent::Unmatched { .. }
            | PaymentEvent::Reversed { .. } => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }

    /// Checked on the way in as well as when it is decided: money is neither made nor lost.
    fn adds_up(&self, matched: &Matched) -> bool {
        let parts = matched.allocated.plus(matched.surplus);
        parts == Ok(self.amount) && matched.allocated.is_positive() && !matched.surplus.is_negative()
    }
}
