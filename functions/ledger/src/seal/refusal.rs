//! Why entries are not sealed.

use kernel::{Refusal, Status, Texts};

use super::BATCH_MAX;

/// Why entries are not sealed.
#[derive(Debug, Clone, PartialEq)]
pub enum SealRefusal {
    /// No entries, or more than one batch takes.
    BatchSize,
    /// An entry is not there, or stands in another book.
    NotInBook,
}

impl Refusal for SealRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BatchSize => "ledger.seal.batch-size",
            Self::NotInBook => "ledger.seal.not-in-book",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::BatchSize | Self::NotInBook => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::BatchSize => Texts::new(
                format!("1 to {BATCH_MAX} entries are sealed at once."),
                format!("За раз запечатується від 1 до {BATCH_MAX} проведень."),
                format!("За раз запечатывается от 1 до {BATCH_MAX} проводок."),
            ),
            Self::NotInBook => Texts::new("The book has no such entry.", "У книзі немає такого проведення.", "В книге нет такой проводки."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::BatchSize, Self::NotInBook]
    }
}
