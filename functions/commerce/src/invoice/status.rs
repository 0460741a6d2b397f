//! Where an invoice stands.

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an invoice stands. That it is overdue follows from the day and is no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InvoiceStatus {
    /// Being written; it has no number.
    Draft,
    /// Sent: it has a number, its taxes are frozen, and money may come for it.
    Issued,
    /// In the books.
    Posted,
    /// In the books, and a part is paid.
    PartiallyPaid,
    /// In the books, and nothing is open.
    Paid,
    /// Paid, and its period is closed.
    Closed,
    /// Declared void before it was posted.
    Void,
}

impl InvoiceStatus {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Draft, Self::Issued, Self::Posted, Self::PartiallyPaid, Self::Paid, Self::Closed, Self::Void];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Issued => "ISSUED",
            Self::Posted => "POSTED",
            Self::PartiallyPaid => "PARTIALLY_PAID",
            Self::Paid => "PAID",
            Self::Closed => "CLOSED",
            Self::Void => "VOID",
        }
    }

    /// The name for people.
    pub fn texts(self) -> Texts {
        match self {
            Self::Draft => Texts::new("draft", "чернетка", "черновик"),
            Self::Issued => Texts::new("issued", "виставлено", "выставлен"),
            Self::Posted => Texts::new("posted", "проведено", "проведён"),
            Self::PartiallyPaid => Texts::new("partially paid", "частково сплачено", "частично оплачен"),
            Self::Paid => Texts::new("paid", "сплачено", "оплачен"),
            Self::Closed => Texts::new("closed", "закрито", "закрыт"),
            Self::Void => Texts::new("void", "анульовано", "аннулирован"),
        }
    }
}
