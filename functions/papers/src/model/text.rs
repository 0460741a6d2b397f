//! Words on a paper.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest [`Text`], in characters: a clause of half a page fits, also in a cell of a table.
pub const TEXT_CHARACTERS_MAX: usize = 4_000;

/// Words as they are printed; may be empty. Nothing in them is markup.
///
/// Control characters become spaces, except the end of a line: other contexts check what
/// people type, and a paper is not refused for a tab.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected at most {TEXT_CHARACTERS_MAX} characters")]
pub struct TooLong;

impl Text {
    /// Cleans and checks.
    ///
    /// # Errors
    /// When it is too long.
    pub fn new(text: &str) -> Result<Self, TooLong> {
        // Bytes bound the work before characters are counted.
        if text.len() > TEXT_CHARACTERS_MAX.saturating_mul(4) || text.chars().count() > TEXT_CHARACTERS_MAX {
            return Err(TooLong);
        }
        let plain = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
        Ok(Self(text.chars().map(plain).collect::<String>().trim().to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<String> for Text {
    type Error = TooLong;
    fn try_from(text: String) -> Result<Self, TooLong> {
        Self::new(&text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "maxLength": TEXT_CHARACTERS_MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_spaces_and_lines_stay() {
        assert_eq!(Text::new(" a\tb\u{0}\nc\r").unwrap().as_str(), "a b \nc");
        assert!(Text::new(&"я".repeat(TEXT_CHARACTERS_MAX)).is_ok());
        assert_eq!(Text::new(&"я".repeat(TEXT_CHARACTERS_MAX + 1)), Err(TooLong));
    }
}
