//! Everything that can happen to a party.

use kernel::identifier::Country;
use kernel::{Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AccountNumber, BankAccount, Identifier, Inherited, PartyProfile, TaxRegistration};
use crate::{Interval, PartyId};

/// What happened to a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum PartyEvent {
    /// It became known.
    #[serde(rename = "registered.v1")]
    Registered {
        /// Its id.
        id: PartyId,
        /// What is known of it.
        profile: PartyProfile,
    },
    /// What is known of it changed.
    #[serde(rename = "revised.v1")]
    Revised {
        /// What is known now.
        profile: PartyProfile,
    },
    /// It registered for taxes.
    #[serde(rename = "tax-registered.v1")]
    TaxRegistered(TaxRegistration),
    /// A tax registration ended.
    #[serde(rename = "tax-registration-closed.v1")]
    TaxRegistrationClosed {
        /// In which country.
        jurisdiction: Country,
        /// When it had begun.
        from: Day,
        /// Over which days it was valid, as it is known now.
        valid: Interval,
    },
    /// A tax registration was recorded by mistake.
    #[serde(rename = "tax-registration-withdrawn.v1")]
    TaxRegistrationWithdrawn {
        /// In which country.
        jurisdiction: Country,
        /// When it was said to begin.
        from: Day,
        /// Why it is withdrawn.
        reason: Line,
    },
    /// Money may go to one more account.
    #[serde(rename = "account-added.v1")]
    AccountAdded {
        /// Which one.
        account: BankAccount,
    },
    /// Money may no longer go to an account.
    #[serde(rename = "account-removed.v1")]
    AccountRemoved {
        /// Which one.
        number: AccountNumber,
    },
    /// Nothing new may be agreed with it.
    #[serde(rename = "frozen.v1")]
    Frozen {
        /// Why.
        reason: Line,
    },
    /// New things may be agreed with it again.
    #[serde(rename = "unfrozen.v1")]
    Unfrozen {
        /// Why.
        reason: Line,
    },
    /// Another turned out to be its duplicate.
    #[serde(rename = "absorbed.v1")]
    Absorbed(Absorbed),
    /// It turned out to be the duplicate of another.
    #[serde(rename = "merged-into.v1")]
    MergedInto {
        /// Of this one.
        survivor: PartyId,
    },
    /// The party that it was a duplicate of turned out to be a duplicate itself.
    #[serde(rename = "redirected.v1")]
    Redirected {
        /// Of this one.
        survivor: PartyId,
    },
    /// A duplicate gave back an identifier that was never right.
    #[serde(rename = "identifier-given-up.v1")]
    IdentifierGivenUp {
        /// Which one.
        identifier: Identifier,
        /// Why.
        reason: Line,
    },
    /// An identifier that had come with a duplicate is gone.
    #[serde(rename = "inherited-identifier-lost.v1")]
    InheritedIdentifierLost {
        /// Which one.
        identifier: Identifier,
    },
}

/// What came with a duplicate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Absorbed {
    /// The duplicate.
    pub duplicate: PartyId,
    /// The duplicate's own duplicates, now redirected here.
    pub redirected: Vec<PartyId>,
    /// Identifiers of schemes that were missing here.
    pub identifiers: Vec<Inherited>,
    /// Tax registrations over days that had none here.
    pub registrations: Vec<TaxRegistration>,
    /// Accounts that were missing here.
    pub accounts: Vec<BankAccount>,
    /// Why the two are one.
    pub reason: Line,
}

impl Event for PartyEvent {
    fn samples() -> Vec<Self> {
        crate::samples::parties::party_events()
    }
}
