//! Why a paper refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a paper is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperRefusal {
    /// No such paper.
    NotFound,
    /// It is printed: there is nothing to try again.
    AlreadyPrinted,
    /// It is being typeset.
    InProgress,
}

impl Refusal for PaperRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "papers.paper.not-found",
            Self::AlreadyPrinted => "papers.paper.already-printed",
            Self::InProgress => "papers.paper.in-progress",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::AlreadyPrinted | Self::InProgress => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => {
                Texts::new("There is no such printed document.", "Такого друкованого документа немає.", "Такого печатного документа нет.")
            }
            Self::AlreadyPrinted => Texts::new(
                "The document is printed already; open it.",
                "Документ уже надруковано; відкрийте його.",
                "Документ уже напечатан; откройте его.",
            ),
            Self::InProgress => Texts::new(
                "The document is being prepared; wait a few minutes.",
                "Документ готується; зачекайте кілька хвилин.",
                "Документ готовится; подождите несколько минут.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::AlreadyPrinted, Self::InProgress]
    }
}
