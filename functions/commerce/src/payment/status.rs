//! Where a payment stands.

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentStatus {
    /// Recorded; not in the books yet.
    Received,
    /// In the books.
    Confirmed,
    /// Taken back.
    Reversed,
}

impl PaymentStatus {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "RECEIVED",
            Self::Confirmed => "CONFIRMED",
            Self::Reversed => "REVERSED",
        }
    }

    /// The name for people.
    pub fn texts(self) -> Texts {
        match self {
            Self::Received => Texts::new("received", "отримано", "получен"),
            Self::Confirmed => Texts::new("confirmed", "підтверджено", "подтверждён"),
            Self::Reversed => Texts::new("reversed", "сторновано", "сторнирован"),
        }
    }
}
