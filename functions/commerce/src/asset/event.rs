//! Everything that can happen to an asset.

use kernel::{Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AssetProfile, AssetRole, Reservation, Retired};
use crate::ordinal::Ordinal;
use crate::{AssetId, Interval};

/// What happened to an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum AssetEvent {
    /// It became known.
    #[serde(rename = "registered.v1")]
    Registered {
        /// Its id.
        id: AssetId,
        /// What is known of it.
        profile: AssetProfile,
    },
    /// What is known of it changed.
    #[serde(rename = "revised.v1")]
    Revised {
        /// All that is known now.
        profile: AssetProfile,
    },
    /// It is not used any more.
    #[serde(rename = "retired.v1")]
    Retired(Retired),
    /// A party has a role.
    #[serde(rename = "role-assigned.v1")]
    RoleAssigned(AssetRole),
    /// A party has a role no longer.
    #[serde(rename = "role-ended.v1")]
    RoleEnded {
        /// Which role.
        role: Ordinal,
        /// Over which days it was had, as it is known now.
        valid: Interval,
        /// Why it ended.
        reason: Line,
    },
    /// Days of it are taken.
    #[serde(rename = "reserved.v1")]
    Reserved(Reserved),
    /// Days of it are free again.
    #[serde(rename = "released.v1")]
    Released {
        /// Which reservation.
        reservation: Ordinal,
        /// What is left of it: the days before the release; nothing when absent.
        kept: Option<Interval>,
        /// Why.
        reason: Line,
    },
}

/// Days that are taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reserved {
    /// Which, and what for.
    pub reservation: Reservation,
}

impl Event for AssetEvent {
    fn samples() -> Vec<Self> {
        crate::samples::assets::asset_events()
    }
}
