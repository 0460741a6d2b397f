//! Why a feed refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a feed is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedRefusal {
    /// No such feed.
    NotFound,
}

impl Refusal for FeedRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.statement-feed.not-found",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such feed.", "Такого джерела немає.", "Такого источника нет."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound]
    }
}
