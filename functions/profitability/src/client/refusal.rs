//! Why a client refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a client is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientRefusal {
    /// An allowed deviation below zero or above a hundred points.
    AllowanceOutOfRange,
    /// Nobody noted such a client.
    NotFound,
}

impl Refusal for ClientRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AllowanceOutOfRange => "profitability.client.allowance-out-of-range",
            Self::NotFound => "profitability.client.not-found",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::AllowanceOutOfRange => Status::Rule,
            Self::NotFound => Status::NotFound,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::AllowanceOutOfRange => Texts::new(
                "The allowed deviation is between 0 and 100 points.",
                "Допустиме відхилення — від 0 до 100 пунктів.",
                "Допустимое отклонение — от 0 до 100 пунктов.",
            ),
            Self::NotFound => Texts::new("There is no such client.", "Такого клієнта немає.", "Такого клиента нет."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::AllowanceOutOfRange, Self::NotFound]
    }
}
