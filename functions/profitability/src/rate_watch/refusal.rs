//! Why a rate watch refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a rate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateRefusal {
    /// Nothing is known of this currency.
    NotFound,
    /// A rate of a day to come.
    Future,
    /// The tenant's own currency has no rate.
    OwnCurrency,
}

impl Refusal for RateRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "profitability.rate.not-found",
            Self::Future => "profitability.rate.future",
            Self::OwnCurrency => "profitability.rate.own-currency",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Future | Self::OwnCurrency => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => {
                Texts::new("Nothing is known of this currency.", "Про цю валюту нічого не відомо.", "Об этой валюте ничего не известно.")
            }
            Self::Future => Texts::new("The rate is of a day to come.", "Курс — на майбутній день.", "Курс — на будущий день."),
            Self::OwnCurrency => {
                Texts::new("The tenant’s own currency has no rate.", "Власна валюта не має курсу.", "У собственной валюты нет курса.")
            }
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::Future, Self::OwnCurrency]
    }
}
