//! How a party is registered for taxes, and since when.

use kernel::identifier::Country;
use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Interval;

/// Longest code of a regime, in characters.
const REGIME_CHARACTERS_MAX: usize = 40;

/// The code of a tax regime, as the rule data names it: `ru-osno`, `ru-usn-5`, `ua-single-3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegimeCode(String);

/// Why a text is not a code of a regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a code such as ru-osno: lower-case letters, digits and hyphens")]
pub struct NotARegimeCode;

impl RegimeCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RegimeCode {
    type Err = NotARegimeCode;
    fn from_str(text: &str) -> Result<Self, NotARegimeCode> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let valid = (4..=REGIME_CHARACTERS_MAX).contains(&text.len()) && text.bytes().all(allowed);
        if valid { Ok(Self(text.to_owned())) } else { Err(NotARegimeCode) }
    }
}

impl TryFrom<String> for RegimeCode {
    type Error = NotARegimeCode;
    fn try_from(text: String) -> Result<Self, NotARegimeCode> {
        text.parse()
    }
}

impl From<RegimeCode> for String {
    fn from(code: RegimeCode) -> Self {
        code.0
    }
}

impl JsonSchema for RegimeCode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RegimeCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z0-9-]{4,40}$" })
    }
}

/// How a party is registered for taxes in one country, over some time. In one country these
/// times never overlap, so that a day has one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRegistration {
    /// In which country.
    pub jurisdiction: Country,
    /// Under which regime.
    pub regime: RegimeCode,
    /// Whether it charges VAT.
    pub vat_payer: bool,
    /// The number of its certificate, where there is one.
    pub certificate: Option<Line>,
    /// Over which days.
    pub valid: Interval,
}

impl TaxRegistration {
    /// Whether it is the one that began on a day in a country.
    pub fn is(&self, jurisdiction: Country, from: Day) -> bool {
        self.jurisdiction == jurisdiction && self.valid.from() == from
    }

    /// Whether both answer for some day in one country.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.jurisdiction == other.jurisdiction && self.valid.overlaps(other.valid)
    }
}
