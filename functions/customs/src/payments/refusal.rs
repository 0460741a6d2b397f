//! Why payments are not estimated.

use kernel::{Currency, Day, Refusal, Status, Texts};

use super::Unit;
use crate::code::{CommodityCode, GoodsNumber};

/// Why payments are not estimated. What is not known is never taken for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentsRefusal {
    /// There are no goods.
    NoGoods,
    /// A number of goods comes twice.
    NumberTwice {
        /// Which.
        number: GoodsNumber,
    },
    /// Only release for domestic consumption is estimated.
    OtherProcedure,
    /// A customs value of nothing, or less.
    NoValue {
        /// Of which goods.
        number: GoodsNumber,
    },
    /// The tenant's tariff has no rate for the code on the day.
    NoTariffRate {
        /// Of which goods.
        number: GoodsNumber,
        /// Their code.
        code: CommodityCode,
        /// The day.
        on: Day,
    },
    /// The goods are, or may be, subject to excise.
    Excise {
        /// Which goods.
        number: GoodsNumber,
        /// Their code.
        code: CommodityCode,
    },
    /// The rate of duty counts in a unit that the goods are not given in.
    NoMeasure {
        /// Which goods.
        number: GoodsNumber,
        /// The unit.
        unit: Unit,
    },
    /// No rate of a currency was given.
    NoRate {
        /// Of which.
        currency: Currency,
    },
    /// The rate that was given is not in force on the day.
    RateNotInForce {
        /// Of which currency.
        currency: Currency,
        /// On which day.
        on: Day,
    },
    /// The rule data says nothing about the day.
    NoRule {
        /// Which rule.
        rule: &'static str,
        /// The day.
        on: Day,
    },
    /// The result is larger than any amount.
    TooMuch,
}

impl Refusal for PaymentsRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoGoods => "customs.payments.no-goods",
            Self::NumberTwice { .. } => "customs.payments.number-twice",
            Self::OtherProcedure => "customs.payments.other-procedure",
            Self::NoValue { .. } => "customs.payments.no-value",
            Self::NoTariffRate { .. } => "customs.payments.no-tariff-rate",
            Self::Excise { .. } => "customs.payments.excise",
            Self::NoMeasure { .. } => "customs.payments.no-measure",
            Self::NoRate { .. } => "customs.payments.no-rate",
            Self::RateNotInForce { .. } => "customs.payments.rate-not-in-force",
            Self::NoRule { .. } => "customs.payments.no-rule",
            Self::TooMuch => "customs.payments.too-much",
        }
    }

    fn status(&self) -> Status {
        Status::Rule
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NoTariffRate { number, code, on } => Texts::new(
                format!("The tariff has no rate for code {code} of goods {number} on {on}: enter one, or correct the code."),
                format!("У тарифі немає ставки для коду {code} товару {number} на {on}: внесіть її або виправте код."),
                format!("В тарифе нет ставки для кода {code} товара {number} на {on}: внесите её или исправьте код."),
            ),
            Self::Excise { number, code } => Texts::new(
                format!(
                    "Goods {number} with code {code} are or may be subject to excise, which is not estimated here. If they are not, say so with the rate of the tariff."
                ),
                format!(
                    "Товар {number} з кодом {code} є або може бути підакцизним, а акциз тут не розраховується. Якщо ні, зазначте це у ставці тарифу."
                ),
                format!(
                    "Товар {number} с кодом {code} является или может быть подакцизным, а акциз здесь не рассчитывается. Если нет, укажите это в ставке тарифа."
                ),
            ),
            Self::NoMeasure { number, unit } => Texts::new(
                format!("The duty of goods {number} counts by {}, and the goods do not say how much that is.", unit.name()),
                format!("Мито товару {number} рахується за одиницею {}, а кількості в ній не вказано.", unit.name()),
                format!("Пошлина товара {number} считается по единице {}, а количество в ней не указано.", unit.name()),
            ),
            Self::NoRate { currency } => Texts::new(
                format!("No rate of {} to roubles was given.", currency.code()),
                format!("Не вказано курс {} до рубля.", currency.code()),
                format!("Не указан курс {} к рублю.", currency.code()),
            ),
            Self::RateNotInForce { currency, on } => Texts::new(
                format!("The rate of {} that was given is not in force on {on}.", currency.code()),
                format!("Указаний курс {} не діє на {on}.", currency.code()),
                format!("Указанный курс {} не действует на {on}.", currency.code()),
            ),
            Self::NoRule { rule, on } => Texts::new(
                format!("The rule {rule} says nothing about {on}."),
                format!("Правило {rule} нічого не каже про {on}."),
                format!("Правило {rule} ничего не говорит о дне {on}."),
            ),
            Self::NoGoods => Texts::new("There are no goods.", "Товарів немає.", "Товаров нет."),
            Self::NumberTwice { number } => Texts::new(
                format!("The number of goods {number} comes twice."),
                format!("Номер товару {number} повторюється."),
                format!("Номер товара {number} повторяется."),
            ),
            Self::NoValue { number } => Texts::new(
                format!("The customs value of goods {number} must be above zero."),
                format!("Митна вартість товару {number} має бути більшою за нуль."),
                format!("Таможенная стоимость товара {number} должна быть больше нуля."),
            ),
            Self::OtherProcedure => Texts::new(
                "Only imports released for domestic consumption (procedure 40) are estimated.",
                "Розраховується лише імпорт із випуском для внутрішнього споживання (процедура 40).",
                "Рассчитывается только импорт с выпуском для внутреннего потребления (процедура 40).",
            ),
            Self::TooMuch => {
                Texts::new("The result is larger than any amount.", "Результат більший за будь-яку суму.", "Результат больше любой суммы.")
            }
        }
    }

    fn samples() -> Vec<Self> {
        crate::samples::payments::refusals()
    }
}
