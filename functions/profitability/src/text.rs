//! Texts that are written into the code.

use kernel::Line;

/// A line of text that is a literal of the code.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test reads")]
pub fn literal(text: &'static str) -> Line {
    Line::new(text).expect("a literal line")
}
