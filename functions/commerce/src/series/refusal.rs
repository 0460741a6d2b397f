//! Why a series of numbers refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a series of numbers is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesRefusal {
    /// Numbers were taken already: one year has one format.
    InUse,
    /// A prefix that is too long, or no digits, or too many.
    Format,
    /// No such party.
    NoSuchParty,
    /// No number was ever taken or configured.
    NotFound,
}

impl Refusal for SeriesRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::InUse => "commerce.number-series.in-use",
            Self::Format => "commerce.number-series.format",
            Self::NoSuchParty => "commerce.number-series.no-such-party",
            Self::NotFound => "commerce.number-series.not-found",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::InUse => Status::State,
            Self::Format | Self::NoSuchParty => Status::Rule,
            Self::NotFound => Status::NotFound,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::InUse => Texts::new(
                "Numbers of this series were given out already; its format can change with the next year.",
                "Номери цієї серії вже видано; формат можна змінити з наступного року.",
                "Номера этой серии уже выданы; формат можно изменить со следующего года.",
            ),
            Self::Format => Texts::new(
                "A number has a prefix of at most 16 characters and 1 to 10 digits.",
                "Номер має префікс щонайбільше 16 знаків і від 1 до 10 цифр.",
                "Номер имеет префикс не более 16 знаков и от 1 до 10 цифр.",
            ),
            Self::NoSuchParty => Texts::new("There is no such party.", "Такої сторони немає.", "Такой стороны нет."),
            Self::NotFound => Texts::new("There is no such number series.", "Такої серії номерів немає.", "Такой серии номеров нет."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::InUse, Self::Format, Self::NoSuchParty, Self::NotFound]
    }
}
