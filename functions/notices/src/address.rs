//! Where somebody is reached.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest address that can be delivered to (RFC 5321, 4.5.3.1.3, without the brackets).
const EMAIL_BYTES_MAX: usize = 254;
/// Longest part before the @ (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Longest label of a domain (RFC 1035, 2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// A Telegram chat: a person's own number, which they learn from the bot. Larger than 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ChatId(pub i64);

/// An e-mail address in the plain form `ivanov@td.example`; the domain in lower case.
///
/// Quoted local parts and address literals are legal and never meant: they are refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an e-mail address such as ivanov@td.example")]
pub struct NotAnEmail;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let dotted = |part: &str| !part.split('.').any(str::is_empty);
        let local_fits = local.len() <= LOCAL_BYTES_MAX && local.chars().all(atom) && dotted(local);
        let label = |label: &str| {
            let letters = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            letters && label.len() <= LABEL_BYTES_MAX && !label.starts_with('-') && !label.ends_with('-')
        };
        let domain_fits = domain.contains('.') && dotted(domain) && domain.split('.').all(label);
        if text.len() > EMAIL_BYTES_MAX || !local_fits || !domain_fits {
            return Err(NotAnEmail);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;
    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Email {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "email", "maxLength": EMAIL_BYTES_MAX })
    }
}

/// By which way somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// A message of the tenant's bot.
    Telegram,
    /// A letter.
    Email,
}

impl Way {
    /// The name in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Email => "email",
        }
    }
}

/// A way with the address on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Route {
    /// A message of the tenant's bot.
    Telegram {
        /// To which chat.
        chat: ChatId,
    },
    /// A letter.
    Email {
        /// To which address.
        email: Email,
    },
}

impl Route {
    /// Which way it is.
    pub const fn way(&self) -> Way {
        match self {
            Self::Telegram { .. } => Way::Telegram,
            Self::Email { .. } => Way::Email,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_taken() {
        assert_eq!("Ivanov@TD.Example".parse::<Email>().unwrap().as_str(), "Ivanov@td.example");
        for text in
            ["", "ivanov", "a@b", "a..b@td.example", "a@td..example", "a b@td.example", "a@td.example\r\nBcc: x@y.example", "я@td.example"]
        {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text}");
        }
    }
}
