//! Everything that can happen to a subscriber.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Slot};

/// What happened to a subscriber.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum SubscriberEvent {
    /// Their addresses are these now.
    #[serde(rename = "address-set.v1")]
    AddressSet {
        /// Who, by the subject of their token.
        person: Line,
        /// Where.
        address: Address,
    },
    /// They are sent a message.
    #[serde(rename = "slot-taken.v1")]
    SlotTaken {
        /// Which, and when.
        slot: Slot,
    },
}

impl Event for SubscriberEvent {
    fn samples() -> Vec<Self> {
        crate::samples::subscribers()
    }
}
