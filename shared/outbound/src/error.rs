//! Why a call has no good answer.

use std::fmt;

use kernel::Moment;

/// Bytes of an answer, which no log prints.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Body(Vec<u8>);

impl Body {
    /// Wraps bytes.
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

/// Why a call has no good answer. Neither `Display` nor `Debug` shows an address, a header or
/// a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No connection in time: nothing was sent.
    #[error("timed out while connecting")]
    TimedOutBeforeSending,
    /// No answer in time: whether the work was done is unknown.
    #[error("timed out while waiting for the answer")]
    TimedOutAfterSending,
    /// Name not found, refused, TLS not agreed on: nothing was sent.
    #[error("could not connect")]
    ConnectionFailed,
    /// The connection ended before the answer did: whether the work was done is unknown.
    #[error("the connection was cut")]
    ConnectionLost,
    /// The answer is larger than the policy allows; the work was done.
    #[error("the answer is larger than {limit_bytes} bytes")]
    TooLarge {
        /// [`crate::Policy::response_bytes_max`].
        limit_bytes: usize,
    },
    /// An HTTP status other than 2xx; redirects are not followed.
    #[error("HTTP status {code}")]
    Status {
        /// The status.
        code: u16,
        /// `Content-Type`, for reading the body.
        content_type: Option<String>,
        /// What came with it.
        body: Body,
        /// `Retry-After`, in milliseconds from the answer.
        retry_after_ms: Option<u64>,
    },
    /// The system was down a moment ago and is not asked: nothing was sent.
    #[error("not asked: the system has been failing")]
    CircuitOpen {
        /// When it will be asked again.
        retry_at: Moment,
    },
    /// Too many requests of our own: nothing was sent.
    #[error("not asked: over our own rate limit")]
    RateLimited {
        /// When there is room again.
        retry_at: Moment,
    },
    /// The request cannot be made: an address that is not allowed, a header that is not one.
    #[error("not a request: {0}")]
    Invalid(&'static str),
}

impl CallError {
    /// Stable word for records: `timed-out-after-sending`, `status-503`.
    pub fn code(&self) -> String {
        match self {
            Self::TimedOutBeforeSending => "timed-out-before-sending".to_owned(),
            Self::TimedOutAfterSending => "timed-out-after-sending".to_owned(),
            Self::ConnectionFailed => "connection-failed".to_owned(),
            Self::ConnectionLost => "connection-lost".to_owned(),
            Self::TooLarge { .. } => "too-large".to_owned(),
            Self::Status { code, .. } => format!("status-{code}"),
            Self::CircuitOpen { .. } => "circuit-open".to_owned(),
            Self::RateLimited { .. } => "rate-limited".to_owned(),
            Self::Invalid(_) => "invalid".to_owned(),
        }
    }

    /// The request may have done its work: repeating one that changes something needs a
    /// lookup first.
    pub const fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::TimedOutAfterSending | Self::ConnectionLost | Self::TooLarge { .. } => true,
            Self::Status { code, .. } => *code >= 500 || *code == 408,
            Self::TimedOutBeforeSending | Self::ConnectionFailed => false,
            Self::CircuitOpen { .. } | Self::RateLimited { .. } | Self::Invalid(_) => false,
        }
    }

    /// Trying a repeatable request again within the call may help.
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::TimedOutBeforeSending | Self::TimedOutAfterSending | Self::ConnectionFailed | Self::ConnectionLost => true,
            Self::Status { code, .. } => *code >= 500 || *code == 429 || *code == 408,
            Self::TooLarge { .. } | Self::CircuitOpen { .. } | Self::RateLimited { .. } | Self::Invalid(_) => false,
        }
    }

    /// Speaks against the outside system's health. A refusal of one request does not.
    pub const fn is_failure_of_system(&self) -> bool {
        match self {
            Self::TimedOutBeforeSending | Self::TimedOutAfterSending | Self::ConnectionFailed | Self::ConnectionLost => true,
            Self::Status { code, .. } => *code >= 500,
            Self::TooLarge { .. } | Self::CircuitOpen { .. } | Self::RateLimited { .. } | Self::Invalid(_) => false,
        }
    }

    /// How long the outside system asked to be left alone, in milliseconds.
    pub const fn retry_after_ms(&self) -> Option<u64> {
        if let Self::Status { retry_after_ms, .. } = self { *retry_after_ms } else { None }
    }

    /// The HTTP status, if there was one.
    pub const fn http_status(&self) -> Option<u16> {
        if let Self::Status { code, .. } = self { Some(*code) } else { None }
    }
}
