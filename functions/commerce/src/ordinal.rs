//! Numbers of things inside one aggregate, in the order of recording.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names one thing of an aggregate: the first recorded is 1. JSON is a text of digits, `"12"`,
/// because it also stands in paths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ordinal(u32);

/// Why a text is not an ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number from 1 as a text of digits")]
pub struct NotAnOrdinal;

impl Ordinal {
    /// The first.
    pub const FIRST: Self = Self(1);

    /// The one after as many as there are.
    pub fn after(count: usize) -> Self {
        Self(u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// Where it stands in a list of all, from 0.
    pub const fn place(self) -> usize {
        self.0.saturating_sub(1) as usize
    }
}

impl TryFrom<String> for Ordinal {
    type Error = NotAnOrdinal;
    fn try_from(text: String) -> Result<Self, NotAnOrdinal> {
        // One spelling only: no sign, no leading zero.
        let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        let number = if plain { text.parse().ok() } else { None };
        number.map(Self).ok_or(NotAnOrdinal)
    }
}

impl From<Ordinal> for String {
    fn from(ordinal: Ordinal) -> Self {
        ordinal.to_string()
    }
}

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl schemars::JsonSchema for Ordinal {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ordinal".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[1-9][0-9]{0,9}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinal_counts_from_one_and_has_one_spelling() {
        assert_eq!(Ordinal::try_from("12".to_owned()), Ok(Ordinal::after(11)));
        assert_eq!((Ordinal::FIRST.place(), Ordinal::after(0)), (0, Ordinal::FIRST));
        for text in ["", "0", "01", "+1", "-1", "1.0", "4294967296", "x"] {
            assert!(Ordinal::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
