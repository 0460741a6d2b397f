//! What a tenant is: one jurisdiction, time zone, currency, and its contexts' settings.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::money::Currency;
use crate::refusal::{Language, Malformed};

/// Whose law applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[allow(missing_docs, reason = "ISO 3166-1 codes")]
pub enum Jurisdiction {
    BY,
    KZ,
    RU,
    UA,
}

/// The settings of one tenant. A tenant has exactly one jurisdiction: books under two laws
/// are two tenants, with separate data and connectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The trading house's name.
    pub name: String,
    /// Whose law applies.
    pub jurisdiction: Jurisdiction,
    /// What "today" means.
    #[schemars(with = "String")]
    pub time_zone: Tz,
    /// What the books are kept in.
    pub currency: Currency,
    /// Of mails and of people who have not chosen.
    #[schemars(with = "String")]
    pub language: Language,
    /// Settings of the contexts, by context name; each context reads its own with its own type.
    #[serde(default)]
    pub contexts: BTreeMap<String, Value>,
}

impl Settings {
    /// A context's settings; its defaults where the tenant has none.
    ///
    /// # Errors
    /// When what is stored does not have the context's shape.
    pub fn context<T: DeserializeOwned + Default>(&self, context: &str) -> Result<T, Malformed> {
        self.contexts.get(context).cloned().map_or_else(|| Ok(T::default()), Malformed::read)
    }
}
