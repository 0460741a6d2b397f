//! A call as operations read it.

use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::answer::Refused;
use crate::operation::Operation;

/// A call whose operation is known.
pub(crate) struct Call<'a> {
    pub(crate) operation: Operation,
    pub(crate) in_path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// A parameter of the path; empty when there is none of that name.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.in_path.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// An id of the path.
    pub(crate) fn id(&self, name: &str) -> Result<Uuid, Refused> {
        self.path(name).parse().map_err(|_| Refused::Bad("Неверный идентификатор"))
    }

    /// A parameter of the query; one that is empty counts as absent.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A flag of the query.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.query(name).map(|text| text.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn json(&self) -> Option<Value> {
        self.content_type.to_ascii_lowercase().contains("json").then(|| serde_json::from_slice(self.body).ok())?
    }

    pub(crate) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.json()?).ok()
    }
}
