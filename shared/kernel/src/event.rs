//! Events: what happened, in the past tense, for ever.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::aggregate::Impossible;

/// Everything that can happen to one aggregate: an enum with adjacent serde tags
/// (`tag = "type", content = "data"`), each variant renamed to `fact.vN`.
///
/// Fields may be added with a serde default; anything else is a new version, and
/// [`Event::upcast`] turns the stored old one into it. No stored event is ever changed.
pub trait Event: Serialize + DeserializeOwned + schemars::JsonSchema + Clone + fmt::Debug + PartialEq + Send + Sync + 'static {
    /// One of each variant, for schemas, golden files and the tests that every consumer accepts it.
    fn samples() -> Vec<Self>;

    /// Turns a stored event of an old version into one that [`Event::read`] understands.
    fn upcast(kind: &str, data: Value) -> (String, Value) {
        (kind.to_owned(), data)
    }

    /// `fact.vN`, as stored.
    fn name(&self) -> String {
        self.write().ok().and_then(|value| value.get("type").and_then(Value::as_str).map(str::to_owned)).unwrap_or_default()
    }

    /// The stored form.
    fn write(&self) -> Result<Value, Impossible> {
        serde_json::to_value(self).map_err(|error| Impossible::new(error.to_string()))
    }

    /// Reads a stored event, upcasting old versions; unknown fields are ignored.
    fn read(stored: &Value) -> Result<Self, Impossible> {
        let kind = stored.get("type").and_then(Value::as_str).unwrap_or_default();
        let data = stored.get("data").cloned().unwrap_or(Value::Null);
        let (kind, data) = Self::upcast(kind, data);
        let mut tagged = serde_json::Map::new();
        tagged.insert("type".to_owned(), Value::String(kind.clone()));
        if !data.is_null() {
            tagged.insert("data".to_owned(), data);
        }
        serde_json::from_value(Value::Object(tagged)).map_err(|error| Impossible::new(format!("event {kind}: {error}")))
    }
}

/// The name on the bus: `evt.orders.order.cancelled.v1`.
pub fn bus_name(aggregate: &str, event: &str) -> String {
    format!("evt.{aggregate}.{event}")
}

/// The aggregate whose event this is, by its name on the bus: `orders.order`.
pub fn aggregate_of(bus_name: &str) -> Option<&str> {
    let named = bus_name.strip_prefix("evt.")?;
    let (context, rest) = named.split_once('.')?;
    let (entity, event) = rest.split_once('.')?;
    (!event.is_empty()).then(|| named.get(..context.len().saturating_add(1).saturating_add(entity.len())))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_on_the_bus_says_whose_event_it_is() {
        assert_eq!(aggregate_of(&bus_name("orders.order", "created.v1")), Some("orders.order"));
        assert_eq!(aggregate_of("evt.orders.order"), None);
        assert_eq!(aggregate_of("orders.order.created.v1"), None);
    }
}
