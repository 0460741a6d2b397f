//! What happens to an organization. Personal data is in events only sealed.

use kernel::reaction::OutsideError;
use kernel::{Event, Line, Sealed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Difference, Field, FieldValue, Held, Profile, Source};
use crate::code::VendorOrganizationId;
use crate::{OrganizationId, PartyId};

/// What happens to an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum OrganizationEvent {
    /// It is known now.
    #[serde(rename = "created.v1")]
    Created {
        /// Its own id.
        id: OrganizationId,
        /// What is known of it.
        profile: Profile,
        /// Its personal data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal: Option<Sealed>,
        /// Where all of that came from.
        source: Source,
        /// Its id at the vendor, if it came from there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vendor_id: Option<VendorOrganizationId>,
    },
    /// What is known of it was changed here, or by a newer record of where it came from.
    #[serde(rename = "revised.v1")]
    Revised {
        /// What is known of it now.
        profile: Profile,
        /// Its personal data now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal: Option<Sealed>,
        /// The fields that changed.
        fields: Vec<Field>,
        /// Where their values came from.
        source: Source,
    },
    /// Somebody wants it compared with the state register.
    #[serde(rename = "sync-requested.v1")]
    SyncRequested,
    /// It was compared: these differences are open now. None is an answer too.
    #[serde(rename = "differs.v1")]
    Differs {
        /// With which record.
        source: Source,
        /// Where it differs.
        differences: Vec<Difference>,
        /// Its id at the vendor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vendor_id: Option<VendorOrganizationId>,
    },
    /// It could not be compared.
    #[serde(rename = "sync-failed.v1")]
    SyncFailed {
        /// Why; absent when the register does not know it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<OutsideError>,
    },
    /// Their value of a field became ours.
    #[serde(rename = "difference-accepted.v1")]
    DifferenceAccepted {
        /// Which field.
        field: Field,
        /// The value.
        value: FieldValue,
        /// Where it came from.
        source: Source,
    },
    /// Our value of a field stays; theirs is not shown again.
    #[serde(rename = "difference-dismissed.v1")]
    DifferenceDismissed {
        /// Which field.
        field: Field,
        /// The value that was turned down.
        theirs: FieldValue,
    },
    /// Somebody wants it in the vendor's directory as it is here.
    #[serde(rename = "push-requested.v1")]
    PushRequested {
        /// Whether what the vendor's directory has of it may be overwritten.
        overwrite: bool,
    },
    /// The vendor's directory has it as it was here.
    #[serde(rename = "pushed.v1")]
    Pushed {
        /// Its id there.
        vendor_id: VendorOrganizationId,
    },
    /// It was not written to the vendor's directory, because that would do harm.
    #[serde(rename = "push-held.v1")]
    PushHeld {
        /// Which.
        held: Held,
    },
    /// The vendor did not take it, or did not say so.
    #[serde(rename = "push-failed.v1")]
    PushFailed {
        /// Why.
        error: OutsideError,
    },
    /// Its personal data is erased: the key is destroyed because of this.
    #[serde(rename = "erased.v1")]
    Erased {
        /// On whose wish, or by which rule. It must not name the person.
        reason: Line,
    },
    /// Somebody said which party of the books it is; or that it is none.
    #[serde(rename = "party-linked.v1")]
    PartyLinked {
        /// Which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        party_id: Option<PartyId>,
    },
    /// Lists do not offer it any more.
    #[serde(rename = "hidden.v1")]
    Hidden {
        /// Why.
        reason: Line,
    },
    /// Lists offer it again.
    #[serde(rename = "unhidden.v1")]
    Unhidden,
}

impl OrganizationEvent {
    /// The id in the vendor's directory that is learnt by it.
    pub const fn vendor_id(&self) -> Option<VendorOrganizationId> {
        match self {
            Self::Created { vendor_id, .. } | Self::Differs { vendor_id, .. } => *vendor_id,
            Self::Pushed { vendor_id } => Some(*vendor_id),
            Self::Revised { .. }
            | Self::SyncRequested
            | Self::SyncFailed { .. }
            | Self::DifferenceAccepted { .. }
            | Self::DifferenceDismissed { .. }
            | Self::PushRequested { .. }
            | Self::PushHeld { .. }
            | Self::PushFailed { .. }
            | Self::Erased { .. }
            | Self::PartyLinked { .. }
            | Self::Hidden { .. }
            | Self::Unhidden => None,
        }
    }
}

impl Event for OrganizationEvent {
    fn samples() -> Vec<Self> {
        crate::samples::organizations::events()
    }
}
