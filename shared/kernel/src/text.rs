//! Texts that people type: trimmed, bounded, free of control characters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest [`Line`], in characters: a name, a title, an address fits.
pub const LINE_CHARACTERS_MAX: usize = 200;
/// Longest [`Paragraph`], in characters: a note of a page fits.
pub const PARAGRAPH_CHARACTERS_MAX: usize = 4_000;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to {max} characters without control characters")]
pub struct NotAText {
    max: usize,
}

fn checked(text: &str, max: usize, newlines: bool) -> Result<String, NotAText> {
    let text = text.trim();
    let allowed = |c: char| !c.is_control() || (newlines && matches!(c, '\n' | '\t'));
    // Bytes bound the work before characters are counted.
    let fits = !text.is_empty() && text.len() <= max.saturating_mul(4) && text.chars().count() <= max;
    if fits && text.chars().all(allowed) { Ok(text.to_owned()) } else { Err(NotAText { max }) }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:expr, $newlines:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Trims and checks.
            pub fn new(text: &str) -> Result<Self, NotAText> {
                checked(text, $max, $newlines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAText;
            fn try_from(text: String) -> Result<Self, NotAText> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": $max })
            }
        }
    };
}

text!(
    /// One line of text: a name, a title, a reason.
    Line, LINE_CHARACTERS_MAX, false
);
text!(
    /// Several lines of text: a note, a description.
    Paragraph, PARAGRAPH_CHARACTERS_MAX, true
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_counts_characters_and_refuses_controls() {
        assert_eq!(Line::new("  Дніпро ").map(String::from), Ok("Дніпро".to_owned()));
        assert!(Line::new(&"я".repeat(LINE_CHARACTERS_MAX)).is_ok());
        assert!(Line::new(&"я".repeat(LINE_CHARACTERS_MAX + 1)).is_err());
        assert!(Line::new("a\nb").is_err() && Paragraph::new("a\nb").is_ok());
        assert!(Line::new(" \u{0}").is_err() && Line::new("   ").is_err());
    }
}
