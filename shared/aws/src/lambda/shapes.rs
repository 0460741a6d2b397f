//! The events that Lambda hands over, as far as they are read: whatever else AWS or an
//! emulator puts into them is ignored, and what is absent is empty.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A request of an HTTP API, payload format 2.0.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayRequest {
    #[serde(default)]
    pub raw_path: String,
    #[serde(default)]
    pub raw_query_string: String,
    #[serde(default)]
    pub cookies: Vec<String>,
    #[serde(default)]
    pub headers: HashMap<String, String>,
    #[serde(default)]
    pub body: Option<String>,
    #[serde(default)]
    pub is_base64_encoded: bool,
    pub request_context: RequestContext,
}

/// Where the request came in, and whose token was verified.
#[derive(Debug, Deserialize)]
pub struct RequestContext {
    pub http: HttpPart,
    #[serde(default)]
    pub authorizer: Option<Authorizer>,
    #[serde(default)]
    pub stage: String,
}

#[derive(Debug, Deserialize)]
pub struct HttpPart {
    pub method: String,
}

#[derive(Debug, Deserialize)]
pub struct Authorizer {
    #[serde(default)]
    pub jwt: Option<Jwt>,
}

#[derive(Debug, Deserialize)]
pub struct Jwt {
    #[serde(default)]
    pub claims: Map<String, Value>,
}

/// An answer to an HTTP API.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayResponse {
    pub status_code: u16,
    pub headers: HashMap<String, String>,
    pub cookies: Vec<String>,
    pub body: String,
    pub is_base64_encoded: bool,
}

/// A batch of a queue.
#[derive(Debug, Deserialize)]
pub struct QueueBatch {
    #[serde(rename = "Records", default)]
    pub records: Vec<QueueMessage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueMessage {
    #[serde(default)]
    pub message_id: String,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub attributes: HashMap<String, String>,
    #[serde(rename = "eventSourceARN", default)]
    pub event_source_arn: String,
}

/// A batch of the table's stream.
#[derive(Debug, Deserialize)]
pub struct StreamBatch {
    #[serde(rename = "Records", default)]
    pub records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
pub struct Record {
    pub dynamodb: Change,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    #[serde(default)]
    pub new_image: Option<Value>,
    #[serde(default)]
    pub sequence_number: String,
}

/// Which messages of a batch are to be delivered again.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchAnswer {
    pub batch_item_failures: Vec<ItemFailure>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemFailure {
    pub item_identifier: String,
}

impl BatchAnswer {
    pub fn fail(&mut self, item: &str) {
        self.batch_item_failures.push(ItemFailure { item_identifier: item.to_owned() });
    }
}
