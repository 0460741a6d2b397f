//! Texts that are parsed once: codes and identifiers.

/// Why a text is not such a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct NotACode(pub &'static str);

/// A text that is right as it stands.
///
/// # Errors
/// When it is not; `expected` says what would be.
pub fn checked(text: &str, is_valid: impl Fn(&str) -> bool, expected: &'static str) -> Result<String, NotACode> {
    if is_valid(text) { Ok(text.to_owned()) } else { Err(NotACode(expected)) }
}

/// Declares a text that is parsed once: its type, `FromStr`, serde, JSON Schema and display.
///
/// Takes the error and a function from a text to the one spelling that is kept. Where it is used,
/// `serde` and `schemars` are dependencies.
#[macro_export]
macro_rules! parsed_text {
    ($(#[$doc:meta])* $name:ident, $error:ty, $parse:expr, $pattern:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// In its one spelling.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                let parse: fn(&str) -> Result<String, $error> = $parse;
                parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(parsed: $name) -> Self {
                parsed.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}
