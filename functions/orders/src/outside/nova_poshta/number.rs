//! The carrier's waybill number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Digits of a domestic waybill number.
const DIGITS: usize = 14;

/// A waybill number (ТТН): 14 digits without spaces. The carrier publishes no check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WaybillNumber(String);

/// The text is not a waybill number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a waybill number of {DIGITS} digits")]
pub struct NotAWaybillNumber;

impl WaybillNumber {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WaybillNumber {
    type Err = NotAWaybillNumber;
    /// Spaces and hyphens between the digits, as people copy them, are dropped.
    fn from_str(text: &str) -> Result<Self, NotAWaybillNumber> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-')).collect();
        let plain = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain && digits.bytes().any(|byte| byte != b'0') { Ok(Self(digits)) } else { Err(NotAWaybillNumber) }
    }
}

impl TryFrom<String> for WaybillNumber {
    type Error = NotAWaybillNumber;
    fn try_from(text: String) -> Result<Self, NotAWaybillNumber> {
        text.parse()
    }
}

impl From<WaybillNumber> for String {
    fn from(number: WaybillNumber) -> Self {
        number.0
    }
}

impl fmt::Display for WaybillNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WaybillNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for WaybillNumber {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WaybillNumber".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9 -]{14,24}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_digits_in_one_spelling() {
        for text in ["20450000000017", "2045 0000 0000 17", "2045-0000-0000-17"] {
            assert_eq!(text.parse::<WaybillNumber>().map(String::from), Ok("20450000000017".to_owned()), "{text}");
        }
        for text in
            ["", "2045000000001", "204500000000170", "2045000000001x", "102-00006096", "00000000000000", "２０４５００００００００１７"]
        {
            assert_eq!(text.parse::<WaybillNumber>(), Err(NotAWaybillNumber), "{text}");
        }
    }
}
