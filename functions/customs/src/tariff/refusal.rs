//! Why the tariff refuses.

use kernel::{Day, Refusal, Status, Texts};

/// Why a command on the tariff is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TariffRefusal {
    /// There is no such rate.
    NotFound,
    /// It would end before it begins.
    EndsBeforeItBegins,
    /// A later rate of the same beginning starts while this one would still hold.
    Overlaps {
        /// The first day of the later one.
        from: Day,
    },
    /// More rates than a heading can have.
    TooMany,
}

impl Refusal for TariffRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "customs.tariff.not-found",
            Self::EndsBeforeItBegins => "customs.tariff.ends-before-it-begins",
            Self::Overlaps { .. } => "customs.tariff.overlaps",
            Self::TooMany => "customs.tariff.too-many",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::EndsBeforeItBegins | Self::Overlaps { .. } => Status::Rule,
            Self::TooMany => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new(
                "The tariff has no such rate on that day.",
                "Такої ставки на цей день у тарифі немає.",
                "Такой ставки на этот день в тарифе нет.",
            ),
            Self::EndsBeforeItBegins => Texts::new(
                "The last day of a rate is not before its first.",
                "Останній день дії ставки не може бути раніше першого.",
                "Последний день действия ставки не может быть раньше первого.",
            ),
            Self::Overlaps { from } => Texts::new(
                format!("A later rate of these codes begins on {from}: give this one a last day before it."),
                format!("Пізніша ставка для цих кодів діє з {from}: вкажіть для цієї останній день раніше."),
                format!("Более поздняя ставка для этих кодов действует с {from}: укажите для этой последний день раньше."),
            ),
            Self::TooMany => Texts::new(
                "The heading has as many rates as it can have.",
                "У товарній позиції вже гранична кількість ставок.",
                "В товарной позиции уже предельное количество ставок.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        let from = crate::samples::payments::on();
        vec![Self::NotFound, Self::EndsBeforeItBegins, Self::Overlaps { from }, Self::TooMany]
    }
}
