//! Why a payment schedule refuses.

use kernel::{Currency, Day, Money, Refusal, Status, Texts};

use super::ROWS_MAX;

/// Why a command on a payment schedule is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ScheduleRefusal {
    /// No such schedule.
    NotFound,
    /// What is paid for is unknown, or is not paid for.
    NoSuchOwner,
    /// On the first day of payment the contract has nobody who pays or is paid.
    NobodyPays {
        /// Which day.
        on: Day,
    },
    /// A contract has no amount by itself: the base must be stated.
    BaseRequired,
    /// The base is not what the invoice demands.
    BaseDiffers {
        /// What it demands.
        owed: Money,
    },
    /// No payments, or more than a schedule has.
    RowCount,
    /// A base or share of zero or less.
    NotPositive,
    /// An amount in another currency than the base.
    Currency {
        /// The base's.
        base: Currency,
    },
    /// The payments do not add up to the base.
    NotTheBase,
    /// Nothing is planned any more.
    CancelledAlready,
}

impl Refusal for ScheduleRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.payment-schedule.not-found",
            Self::NoSuchOwner => "commerce.payment-schedule.no-such-owner",
            Self::NobodyPays { .. } => "commerce.payment-schedule.nobody-pays",
            Self::BaseRequired => "commerce.payment-schedule.base-required",
            Self::BaseDiffers { .. } => "commerce.payment-schedule.base-differs",
            Self::RowCount => "commerce.payment-schedule.row-count",
            Self::NotPositive => "commerce.payment-schedule.not-positive",
            Self::Currency { .. } => "commerce.payment-schedule.currency",
            Self::NotTheBase => "commerce.payment-schedule.not-the-base",
            Self::CancelledAlready => "commerce.payment-schedule.cancelled-already",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::CancelledAlready => Status::State,
            Self::NoSuchOwner | Self::NobodyPays { .. } | Self::BaseRequired | Self::BaseDiffers { .. } => Status::Rule,
            Self::RowCount | Self::NotPositive | Self::Currency { .. } | Self::NotTheBase => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::NoSuchOwner,
            Self::NobodyPays { on: crate::samples::day("2026-12-01") },
            Self::BaseRequired,
            Self::BaseDiffers { owed: crate::samples::money("100.00", Currency::RUB) },
            Self::RowCount,
            Self::NotPositive,
            Self::Currency { base: Currency::RUB },
            Self::NotTheBase,
            Self::CancelledAlready,
        ]
    }
}

impl ScheduleRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such schedule.",
            Self::NoSuchOwner => "There is no such contract, obligation or issued invoice.",
            Self::NobodyPays { on } => return format!("On {on} the contract has nobody who pays or is paid."),
            Self::BaseRequired => "State what the percentages are of.",
            Self::BaseDiffers { owed } => return format!("The base must be {owed}, as the invoice demands."),
            Self::RowCount => return format!("A schedule has 1 to {ROWS_MAX} payments."),
            Self::NotPositive => "Amounts and percentages must be above zero.",
            Self::Currency { base } => return format!("Amounts are in {base:?}."),
            Self::NotTheBase => "The payments do not add up to the base.",
            Self::CancelledAlready => "The schedule is cancelled already.",
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого графіка немає.",
            Self::NoSuchOwner => "Такого договору, зобов’язання чи виставленого рахунку немає.",
            Self::NobodyPays { on } => return format!("На {on} у договорі немає платника або отримувача."),
            Self::BaseRequired => "Вкажіть, від чого рахувати відсотки.",
            Self::BaseDiffers { owed } => return format!("База має бути {owed}, як у рахунку."),
            Self::RowCount => return format!("Графік має від 1 до {ROWS_MAX} платежів."),
            Self::NotPositive => "Суми й відсотки мають бути більшими за нуль.",
            Self::Currency { base } => return format!("Суми — у {base:?}."),
            Self::NotTheBase => "Платежі не складаються в базу.",
            Self::CancelledAlready => "Графік уже скасовано.",
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого графика нет.",
            Self::NoSuchOwner => "Такого договора, обязательства или выставленного счёта нет.",
            Self::NobodyPays { on } => return format!("На {on} в договоре нет плательщика или получателя."),
            Self::BaseRequired => "Укажите, от чего считать проценты.",
            Self::BaseDiffers { owed } => return format!("База должна быть {owed}, как в счёте."),
            Self::RowCount => return format!("В графике от 1 до {ROWS_MAX} платежей."),
            Self::NotPositive => "Суммы и проценты должны быть больше нуля.",
            Self::Currency { base } => return format!("Суммы — в {base:?}."),
            Self::NotTheBase => "Платежи не складываются в базу.",
            Self::CancelledAlready => "График уже отменён.",
        };
        plain.to_owned()
    }
}
