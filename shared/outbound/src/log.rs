//! A record of each attempt, without secrets.

use async_trait::async_trait;
use kernel::{Moment, TenantId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One attempt to call an outside system. Holds no header, no body and no query string:
/// there is nowhere a secret could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Whose account at the outside system.
    pub tenant: TenantId,
    /// [`crate::Policy::integration`].
    pub integration: String,
    /// What was asked, in the connector's words.
    pub operation: String,
    /// HTTP method.
    pub method: String,
    /// Host and path; for a path that holds a secret, the words that stand for it.
    pub address: String,
    /// When the attempt began.
    pub started_at: Moment,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// 1 for the first.
    pub attempt: u32,
    /// The HTTP status, if there was one.
    pub http_status: Option<u16>,
    /// `ok`, or [`crate::CallError::code`].
    pub outcome: String,
    /// Size of the request's body.
    pub request_bytes: usize,
    /// Size of the answer's body, as far as it was read.
    pub response_bytes: usize,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
}

/// Where records go.
#[async_trait]
pub trait CallLog: Send + Sync {
    /// Keeps a record. Must not fail the call.
    async fn record(&self, record: CallRecord);
}

/// One structured line a record, under the target `outside`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TracingLog;

#[async_trait]
impl CallLog for TracingLog {
    async fn record(&self, record: CallRecord) {
        tracing::info!(
            target: "outside",
            tenant = %record.tenant,
            integration = %record.integration,
            operation = %record.operation,
            method = %record.method,
            address = %record.address,
            started_at = %record.started_at,
            duration_ms = record.duration_ms,
            attempt = record.attempt,
            http_status = record.http_status,
            outcome = %record.outcome,
            request_bytes = record.request_bytes,
            response_bytes = record.response_bytes,
            correlation = %record.correlation,
            "outside call"
        );
    }
}
