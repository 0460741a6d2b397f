//! Shares of a party.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// Ten-thousandths of a percent in one percent.
const PARTS_PER_PERCENT: u32 = 10_000;

/// A share above 0 and up to 100 %, in whole ten-thousandths of a percent, so that a third is
/// told from a third and a bit. JSON is a decimal text of percents: `"51"`, `"33.3333"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share(u32);

/// Why a text is not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a share in percent, above 0 and up to 100, with at most four decimals")]
pub struct NotAShare;

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self(100 * PARTS_PER_PERCENT);
    /// Half of it; more than this is a majority.
    pub const HALF: Self = Self(50 * PARTS_PER_PERCENT);

    /// In ten-thousandths of a percent.
    pub const fn parts(self) -> u32 {
        self.0
    }

    /// From ten-thousandths of a percent, 1 to 1,000,000.
    pub const fn from_parts(parts: u32) -> Option<Self> {
        if parts == 0 || parts > Self::WHOLE.0 { None } else { Some(Self(parts)) }
    }
}

impl FromStr for Share {
    type Err = NotAShare;
    fn from_str(text: &str) -> Result<Self, NotAShare> {
        // The parser of decimals would also take signs and powers of ten.
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let percent: Decimal = if plain { text.parse().map_err(|_| NotAShare)? } else { return Err(NotAShare) };
        let parts = percent.checked_mul(PARTS_PER_PERCENT.into()).ok_or(NotAShare)?;
        let parts = if parts.is_integer() { parts.to_u32() } else { None };
        parts.and_then(Self::from_parts).ok_or(NotAShare)
    }
}

impl TryFrom<String> for Share {
    type Error = NotAShare;
    fn try_from(text: String) -> Result<Self, NotAShare> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Decimal::new(self.0.into(), 4).normalize(), f)
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} %")
    }
}

impl schemars::JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_decimal_of_percents() {
        for (text, parts) in [("51", 510_000), ("33.3333", 333_333), ("100", 1_000_000), ("0.0001", 1), ("50.00", 500_000)] {
            assert_eq!(text.parse::<Share>().map(Share::parts), Ok(parts), "{text}");
        }
        assert_eq!(["100", "33.3333", "50.00"].map(|text| text.parse::<Share>().unwrap().to_string()), ["100", "33.3333", "50"]);
        for text in ["0", "-1", "100.0001", "0.00001", "", "x", "1e2", "99999999999999999999999999999"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
