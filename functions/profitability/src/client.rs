//! A client, as the control of profitability knows it: strategic or not, and how much of a
//! deviation a strategic one is allowed.

pub mod event;
pub mod finish_spreading;
pub mod note;
pub mod refusal;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ClientId;
pub use event::ClientEvent;
pub use refusal::ClientRefusal;

/// A client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// Its own id.
    pub id: ClientId,
    /// As printed.
    pub name: Line,
    /// Whether it is in the registry of strategic clients.
    pub strategic: bool,
    /// How far below the plan its orders may be before the deviation counts.
    pub allowed_deviation: Percentage,
    /// Whether orders that somebody relies on are still to be judged with what is allowed now.
    pub spreading: bool,
}

/// What an approver must know of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientFacts {
    /// Which client.
    pub id: ClientId,
    /// As printed.
    pub name: Line,
    /// Whether it is strategic.
    pub strategic: bool,
    /// What it is allowed, in hundredths of a point; nothing for others.
    pub allowed_deviation: Percentage,
}

impl Client {
    /// The client that the accounting system knows by this code.
    pub fn id_of(code: &str) -> ClientId {
        ClientId::derive(&["1c", code])
    }

    /// What an approver must know.
    pub fn facts(&self) -> ClientFacts {
        let allowed_deviation = if self.strategic { self.allowed_deviation } else { Percentage::from_hundredths(0) };
        ClientFacts { id: self.id, name: self.name.clone(), strategic: self.strategic, allowed_deviation }
    }
}

impl Aggregate for Client {
    type Kind = kernel::id::kinds::ProfitClient;
    type Event = ClientEvent;
    const NAME: &'static str = "profitability.client";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &ClientEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (before, ClientEvent::Noted { id, name, strategic, allowed_deviation }) => {
                let (strategic, allowed_deviation) = (*strategic, *allowed_deviation);
                let now = Self { id: *id, name: name.clone(), strategic, allowed_deviation, spreading: false };
                // Of a client that nobody noted before, orders may have been submitted all the same.
                let allowed = before.as_ref().map_or(Percentage::from_hundredths(0), |before| before.facts().allowed_deviation);
                let spreading = before.is_some_and(|before| before.spreading) || now.facts().allowed_deviation != allowed;
                Ok(Self { spreading, ..now })
            }
            (Some(client), ClientEvent::Spread) => Ok(Self { spreading: false, ..client }),
            (state @ None, ClientEvent::Spread) => Err(Impossible::after(&state, event)),
        }
    }
}
