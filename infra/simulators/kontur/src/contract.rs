//! The vendor's description as a judge of requests and answers.
//!
//! [`DESCRIPTION`] is the vendor's OpenAPI file with its formats alone. [`UNTYPED`] is our own
//! supplement in the same form, for what the vendor tells in prose only: the login, bodies without
//! a schema, statuses that every operation may answer. Where the description has a schema of its
//! own and the supplement has one too, a body has to satisfy either of them.

mod answer;
mod multipart;
mod request;
mod rules;

use std::sync::LazyLock;

use serde::Serialize;

pub use answer::check_answer;
pub use multipart::{Part, parts};
pub use request::{Seen, check_request};

use crate::operation::Operation;
use rules::Rules;

/// The vendor's description, formats only.
pub const DESCRIPTION: &str = include_str!("../common-v1.json");
/// What the vendor says in prose only.
pub const UNTYPED: &str = include_str!("../untyped.json");

static RULES: LazyLock<Result<Rules, String>> = LazyLock::new(|| Rules::read(DESCRIPTION, UNTYPED));

/// Which side of a call broke the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The client's.
    Request,
    /// The server's.
    Answer,
}

/// One way in which a request or an answer is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Which side broke it.
    pub side: Side,
    /// The operation; `None` where no operation has that method and path.
    pub operation: Option<Operation>,
    /// Where: `query take`, `header X-Kontur-ApiKey`, `body /0/number`, `status`.
    pub at: String,
    /// What is wrong there. Values of the message are not repeated: they may be secret or personal.
    pub problem: String,
}

impl Violation {
    fn new(side: Side, operation: Option<Operation>, at: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { side, operation, at: at.into(), problem: problem.into() }
    }
}

#[cfg(test)]
mod tests;
