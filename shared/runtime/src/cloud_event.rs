//! Events on the bus: CloudEvents 1.0.

use kernel::TenantId;
use kernel::aggregate::{Commit, StreamKey, Version};
use kernel::event::bus_name;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fault::Fault;

/// Larger data is not carried but referred to: EventBridge bills by 64 KB, and a consumer
/// reads the commit from the store anyway.
pub const DATA_BYTES_MAX: usize = 48 * 1024;

/// One event of one commit, as published. A consumer takes it as a hint and reads the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloudEvent {
    /// `1.0`.
    pub specversion: String,
    /// `<stream id>/<version>/<index>`: the same on every delivery.
    pub id: String,
    /// `entrepot/<context>`.
    pub source: String,
    /// `evt.orders.order.cancelled.v1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stream's id.
    pub subject: String,
    /// When it was decided, RFC 3339.
    pub time: String,
    /// Whose data.
    pub tenant: TenantId,
    /// The aggregate, `orders.order`.
    pub streamkind: String,
    /// The commit's version.
    pub streamversion: Version,
    /// Which of the commit's events.
    pub streamindex: usize,
    /// One id from the first request to the last projection.
    pub correlationid: String,
    /// The event's data, unless it is too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// Where the data is, when it is too large to carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataref: Option<String>,
}

impl CloudEvent {
    /// The events of a commit, in order.
    ///
    /// # Errors
    /// When a stored event has no type: corrupt data.
    pub fn of_commit(tenant: &TenantId, stream: &StreamKey, commit: &Commit) -> Result<Vec<Self>, Fault> {
        commit.events.iter().enumerate().map(|(index, event)| Self::of_event(tenant, stream, commit, index, event)).collect()
    }

    fn of_event(tenant: &TenantId, stream: &StreamKey, commit: &Commit, index: usize, event: &Value) -> Result<Self, Fault> {
        let kind = event.get("type").and_then(Value::as_str);
        let kind = kind.ok_or_else(|| Fault::lasting(format!("read event {index} of {} commit {}", stream.id, commit.version)))?;
        let data = event.get("data").cloned();
        let large = data.as_ref().is_some_and(|data| data.to_string().len() > DATA_BYTES_MAX);
        let context = stream.kind.split('.').next().unwrap_or_default();
        let id = format!("{}/{}/{index}", stream.id, commit.version);
        Ok(Self {
            specversion: "1.0".to_owned(),
            source: format!("entrepot/{context}"),
            kind: bus_name(&stream.kind, kind),
            subject: stream.id.clone(),
            time: commit.meta.at.to_string(),
            tenant: tenant.clone(),
            streamkind: stream.kind.clone(),
            streamversion: commit.version,
            streamindex: index,
            correlationid: commit.meta.correlation.to_string(),
            dataref: large.then(|| format!("entrepot:commit:{id}")),
            data: data.filter(|_| !large),
            id,
        })
    }

    /// The stream that it happened in.
    pub fn stream(&self) -> StreamKey {
        StreamKey { kind: self.streamkind.clone(), id: self.subject.clone() }
    }
}
