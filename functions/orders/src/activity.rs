//! The activity: what somebody did about a customer, an order or a payment.

pub mod event;
pub mod refusal;

pub mod log;

use kernel::Moment;
use kernel::aggregate::{Aggregate, Impossible, Meta};
use serde::{Deserialize, Serialize};

use crate::ActivityId;
pub use event::{ActivityEvent, Deed, Links, Logged};
pub use refusal::ActivityRefusal;

/// What somebody did. What happened by itself is told by the events of orders and payments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Its own id.
    pub id: ActivityId,
    /// What it is about.
    pub links: Links,
    /// What was done.
    pub deed: Deed,
    /// Who, by id.
    pub by: String,
    /// When it was logged.
    pub at: Moment,
}

impl Aggregate for Activity {
    type Kind = kernel::id::kinds::Activity;
    type Event = ActivityEvent;
    const NAME: &'static str = "orders.activity";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ActivityEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ActivityEvent::Logged(logged)) => {
                Ok(Self { id: logged.id, links: logged.links, deed: logged.deed.clone(), by: meta.actor.id.clone(), at: meta.at })
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}
