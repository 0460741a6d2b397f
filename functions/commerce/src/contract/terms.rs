//! What was agreed, apart from who and what.

use std::fmt;

use kernel::identifier::Country;
use kernel::{Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Change;
use crate::{Interval, PartyId};

/// Longest time to pay; longer is a loan.
pub const PAYMENT_DAYS_MAX: u16 = 365;
/// Most parties that may pay for the buyer at the same time or one after another.
pub const THIRD_PARTY_PAYERS_MAX: usize = 20;
/// Longest code of a regulatory profile.
pub const PROFILE_CHARACTERS_MAX: usize = 40;

/// The terms of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Whether agreed prices include tax.
    pub price_includes_tax: bool,
    /// When revenue counts.
    pub recognition: RecognitionPolicy,
    /// Days from the invoice until it is due.
    pub payment_days: u16,
    /// A rest up to this is written off without asking; in the contract's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_difference: Option<Money>,
    /// Who may pay for the buyer, by which document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub third_party_payers: Vec<Assignment>,
    /// The country whose courts decide disputes. Taxes never follow from it: they follow from
    /// where the parties are registered and where the supply takes place (decision K25).
    pub governing_law: Country,
    /// What primary documents must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulatory_profile: Option<ProfileCode>,
}

/// When revenue counts (decision K23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RecognitionPolicy {
    /// With the fact: goods leave, an act is signed.
    OnShipment,
    /// When title passes, which somebody records with its day.
    OnTransfer,
    /// In equal daily shares over the time that the fact covers, month by month.
    OverTime,
}

/// A document by which somebody pays for the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Who pays.
    pub party: PartyId,
    /// The document that says so.
    pub document: Line,
    /// On which days.
    pub valid: Interval,
}

/// Names a set of requirements to documents: `ru-grain-waybill`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProfileCode(String);

/// Why a text is not the code of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected up to {PROFILE_CHARACTERS_MAX} lower-case letters, digits and hyphens, a letter first")]
pub struct NotAProfile;

impl TryFrom<String> for ProfileCode {
    type Error = NotAProfile;
    fn try_from(text: String) -> Result<Self, NotAProfile> {
        let fits = text.len() <= PROFILE_CHARACTERS_MAX && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits && plain { Ok(Self(text)) } else { Err(NotAProfile) }
    }
}

impl std::str::FromStr for ProfileCode {
    type Err = NotAProfile;
    fn from_str(text: &str) -> Result<Self, NotAProfile> {
        text.to_owned().try_into()
    }
}

impl From<ProfileCode> for String {
    fn from(code: ProfileCode) -> Self {
        code.0
    }
}

impl fmt::Display for ProfileCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for ProfileCode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProfileCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$" })
    }
}

impl Terms {
    /// What is different from earlier terms, for the record of an amendment.
    pub fn changes_from(&self, earlier: &Self) -> Vec<Change> {
        let differences = [
            (self.price_includes_tax != earlier.price_includes_tax, Change::PriceBasis),
            (self.recognition != earlier.recognition, Change::Recognition),
            (self.payment_days != earlier.payment_days, Change::PaymentDays),
            (self.small_difference != earlier.small_difference, Change::SmallDifference),
            (self.third_party_payers != earlier.third_party_payers, Change::ThirdPartyPayers),
            (self.governing_law != earlier.governing_law, Change::GoverningLaw),
            (self.regulatory_profile != earlier.regulatory_profile, Change::RegulatoryProfile),
        ];
        differences.into_iter().filter_map(|(differs, change)| differs.then_some(change)).collect()
    }
}
