//! Who owns the data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A tenant: one trading house with its books, calendar and connectors.
///
/// Lower-case letters, digits and single hyphens, 2 to 40 characters; first in every key
/// of the store, so it may contain no separator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TenantId(String);

/// Why a text does not name a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tenant is 2 to 40 lower-case letters, digits and inner hyphens")]
pub struct NotATenant;

impl TenantId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TenantId {
    type Err = NotATenant;
    fn from_str(text: &str) -> Result<Self, NotATenant> {
        let letters = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let edges = !text.starts_with('-') && !text.ends_with('-');
        if letters && edges && (2..=40).contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(NotATenant) }
    }
}

impl TryFrom<String> for TenantId {
    type Error = NotATenant;
    fn try_from(text: String) -> Result<Self, NotATenant> {
        text.parse()
    }
}

impl From<TenantId> for String {
    fn from(tenant: TenantId) -> Self {
        tenant.0
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_cannot_break_out_of_its_key() {
        for bad in ["", "a", "A1", "a#b", "-ab", "ab-", "a b", "ab\n", &"a".repeat(41)] {
            assert_eq!(bad.parse::<TenantId>(), Err(NotATenant), "{bad:?}");
        }
        assert!("dnipro-trade".parse::<TenantId>().is_ok());
    }
}
