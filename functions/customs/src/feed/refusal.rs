//! Why a feed refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command about the feed is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedRefusal {
    /// It was never read.
    NotFound,
}

impl Refusal for FeedRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "customs.docflow-feed.not-found",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new(
                "The vendor was never asked for changes.",
                "Контур ще не питали про зміни.",
                "Контур ещё не спрашивали об изменениях.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound]
    }
}
