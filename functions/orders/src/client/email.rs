//! E-mail addresses, checked as far as a text alone can be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest address that can be delivered to (RFC 5321, 4.5.3.1.3, without the brackets).
const CHARACTERS_MAX: usize = 254;
/// Longest part before the @ (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;
/// Longest label of a domain (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;

/// An e-mail address in the plain form `buy@mlyn.example`; the domain in lower case.
///
/// Quoted local parts and address literals are legal and never meant: they are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an e-mail address such as buy@mlyn.example")]
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
        let local_fits = local.len() <= LOCAL_MAX && local.chars().all(atom) && dotted(local);
        let label = |label: &str| {
            let letters = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            letters && label.len() <= LABEL_MAX && !label.starts_with('-') && !label.ends_with('-')
        };
        let domain_fits = domain.contains('.') && dotted(domain) && domain.split('.').all(label);
        if text.len() > CHARACTERS_MAX || !local_fits || !domain_fits {
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

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for Email {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "email", "maxLength": CHARACTERS_MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_in_one_spelling() {
        for (text, printed) in [(" Buy.Dept+mlyn@Mlyn.Example ", "Buy.Dept+mlyn@mlyn.example"), ("a@b.cd", "a@b.cd")] {
            assert_eq!(text.parse::<Email>().map(String::from), Ok(printed.to_owned()));
        }
        let long = format!("{}@mlyn.example", "a".repeat(LOCAL_MAX + 1));
        for text in ["", "@", "a@", "@b.cd", "a@b", "a b@c.de", "a@b..cd", ".a@b.cd", "a@-b.cd", "a@b.cd\n@x", "відділ@mlyn.example", &long]
        {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text:?}");
        }
    }
}
