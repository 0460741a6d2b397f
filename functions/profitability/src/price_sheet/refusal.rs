//! Why a price sheet refuses.

use kernel::calendar::CalendarError;
use kernel::{Refusal, Status, Texts};

/// Why a command on a price sheet is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceRefusal {
    /// There is no price sheet of this product.
    NotFound,
    /// Another currency than the tenant's.
    Currency,
    /// The parts do not add up to the cost.
    PartsDoNotAddUp,
    /// A cost that was calculated in the future, or counts from before it was calculated.
    Dates,
    /// No purchase to calculate from.
    NoPurchases,
    /// A factor below one or absurdly high.
    FactorOutOfRange,
    /// The result is larger than any amount.
    TooMuch,
    /// The working calendar has no data for a year.
    Calendar(CalendarError),
}

impl From<CalendarError> for PriceRefusal {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl Refusal for PriceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "profitability.price.not-found",
            Self::Currency => "profitability.price.currency",
            Self::PartsDoNotAddUp => "profitability.price.parts-do-not-add-up",
            Self::Dates => "profitability.price.dates",
            Self::NoPurchases => "profitability.price.no-purchases",
            Self::FactorOutOfRange => "profitability.price.factor-out-of-range",
            Self::TooMuch => "profitability.price.too-much",
            Self::Calendar(_) => "profitability.price.calendar",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NoPurchases => Status::State,
            Self::Currency | Self::PartsDoNotAddUp | Self::Dates | Self::FactorOutOfRange | Self::TooMuch => Status::Rule,
            Self::Calendar(_) => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => {
                Texts::new("There is no price sheet of this product.", "Шкали для цього товару немає.", "Шкалы для этого товара нет.")
            }
            Self::Currency => Texts::new(
                "Costs are kept in the tenant’s own currency.",
                "Собівартість ведеться у власній валюті.",
                "Себестоимость ведётся в собственной валюте.",
            ),
            Self::PartsDoNotAddUp => Texts::new(
                "Purchase, logistics and overhead must add up to the cost exactly.",
                "Закупівля, логістика й накладні мають точно складати собівартість.",
                "Закупка, логистика и накладные должны точно складываться в себестоимость.",
            ),
            Self::Dates => Texts::new(
                "A cost is calculated today or earlier, and counts from then or later.",
                "Собівартість розраховано сьогодні або раніше, і діє вона не раніше розрахунку.",
                "Себестоимость рассчитана сегодня или раньше и действует не раньше расчёта.",
            ),
            Self::NoPurchases => Texts::new(
                "Nothing was bought that the cost could be calculated from.",
                "Закупівель, з яких можна розрахувати собівартість, не було.",
                "Закупок, из которых можно рассчитать себестоимость, не было.",
            ),
            Self::FactorOutOfRange => Texts::new(
                "The factor of transport and customs is between 1 and 10.",
                "Коефіцієнт транспорту й митниці — від 1 до 10.",
                "Коэффициент транспорта и таможни — от 1 до 10.",
            ),
            Self::TooMuch => {
                Texts::new("The result is larger than any amount.", "Результат більший за будь-яку суму.", "Результат больше любой суммы.")
            }
            Self::Calendar(error) => Texts::new(
                format!("The working calendar does not reach so far: {error}."),
                format!("Робочий календар не сягає так далеко: {error}."),
                format!("Рабочий календарь не простирается так далеко: {error}."),
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Currency,
            Self::PartsDoNotAddUp,
            Self::Dates,
            Self::NoPurchases,
            Self::FactorOutOfRange,
            Self::TooMuch,
            Self::Calendar(CalendarError::UnknownYear(2031)),
        ]
    }
}
