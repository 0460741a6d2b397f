//! The machinery failing.

use std::error::Error;
use std::fmt;

/// Something that should work did not: the store, the bus, stored data. Logged once, at the
/// boundary, with its cause; a caller sees a 500 or 503 without details.
pub struct Fault {
    what: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
    retryable: bool,
}

impl Fault {
    /// A failure that may pass: a time-out, throttling, a cut connection.
    pub fn passing(what: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { what: what.into(), cause: Some(cause.into()), retryable: true }
    }

    /// A failure that stays until somebody acts: corrupt data, missing configuration.
    pub fn lasting(what: impl Into<String>) -> Self {
        Self { what: what.into(), cause: None, retryable: false }
    }

    /// Adds the cause.
    pub fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Whether trying again may help.
    pub const fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// The whole chain of causes, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.what.clone();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

impl From<kernel::Impossible> for Fault {
    fn from(impossible: kernel::Impossible) -> Self {
        Self::lasting("cannot fold").because(impossible)
    }
}
