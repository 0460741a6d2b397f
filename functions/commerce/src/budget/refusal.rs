//! Why a budget refuses.

use kernel::{Currency, Money, Refusal, Status, Texts};
use posting::PostingRefusal;

use super::{HOLDS_MAX, INVOICES_MAX};

/// Why a command on a budget is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum BudgetRefusal {
    /// No such budget.
    NotFound,
    /// The id is taken by another budget.
    Exists,
    /// The company has no book: only own companies have budgets.
    NoBook,
    /// An amount in another currency than the budget, or a budget in another than its book.
    Currency {
        /// What it must be.
        budget: Currency,
    },
    /// An amount of zero or less.
    AmountNotPositive,
    /// A hard limit would be passed.
    OverLimit {
        /// What may still be taken.
        free: Money,
    },
    /// The budget takes nothing more.
    Closed,
    /// A day outside the budget’s period.
    OutsidePeriod,
    /// The budget’s period is not over yet.
    PeriodNotOver,
    /// More holds than a budget has.
    TooManyHolds,
    /// More invoices than a budget is spent on.
    TooManyInvoices,
    /// Nothing is held for this.
    NoSuchHold,
    /// More would be released than is held.
    MoreThanHeld {
        /// How much is.
        held: Money,
    },
    /// No such contract or obligation.
    NoSuchTarget,
    /// The company of the budget does not pay under this contract or obligation.
    NotThePayer,
    /// The invoice has spent of this budget before.
    SpentAlready,
    /// The invoice has spent nothing of this budget.
    NotSpent,
    /// A hard limit below what is held and spent already.
    BelowTaken {
        /// Held and spent together.
        taken: Money,
    },
    /// The control entry cannot be posted.
    Posting(PostingRefusal),
}

impl Refusal for BudgetRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.budget.not-found",
            Self::Exists => "commerce.budget.exists",
            Self::NoBook => "commerce.budget.no-book",
            Self::Currency { .. } => "commerce.budget.currency",
            Self::AmountNotPositive => "commerce.budget.amount-not-positive",
            Self::OverLimit { .. } => "commerce.budget.over-limit",
            Self::Closed => "commerce.budget.closed",
            Self::OutsidePeriod => "commerce.budget.outside-period",
            Self::PeriodNotOver => "commerce.budget.period-not-over",
            Self::TooManyHolds => "commerce.budget.too-many-holds",
            Self::TooManyInvoices => "commerce.budget.too-many-invoices",
            Self::NoSuchHold => "commerce.budget.no-such-hold",
            Self::MoreThanHeld { .. } => "commerce.budget.more-than-held",
            Self::NoSuchTarget => "commerce.budget.no-such-target",
            Self::NotThePayer => "commerce.budget.not-the-payer",
            Self::SpentAlready => "commerce.budget.spent-already",
            Self::NotSpent => "commerce.budget.not-spent",
            Self::BelowTaken { .. } => "commerce.budget.below-taken",
            Self::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Posting(refusal) => refusal.status(),
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::OverLimit { .. } | Self::Closed | Self::PeriodNotOver | Self::TooManyHolds => Status::State,
            Self::TooManyInvoices | Self::NoSuchHold | Self::SpentAlready | Self::NotSpent => Status::State,
            Self::BelowTaken { .. } => Status::State,
            Self::NoBook | Self::Currency { .. } | Self::AmountNotPositive | Self::OutsidePeriod => Status::Rule,
            Self::MoreThanHeld { .. } | Self::NoSuchTarget | Self::NotThePayer => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NoBook,
            Self::Currency { budget: Currency::RUB },
            Self::AmountNotPositive,
            Self::OverLimit { free: crate::samples::money("100.00", Currency::RUB) },
            Self::Closed,
            Self::OutsidePeriod,
            Self::PeriodNotOver,
            Self::TooManyHolds,
            Self::TooManyInvoices,
            Self::NoSuchHold,
            Self::MoreThanHeld { held: crate::samples::money("100.00", Currency::RUB) },
            Self::NoSuchTarget,
            Self::NotThePayer,
            Self::SpentAlready,
            Self::NotSpent,
            Self::BelowTaken { taken: crate::samples::money("100.00", Currency::RUB) },
            Self::Posting(PostingRefusal::NoBook),
        ]
    }
}

impl BudgetRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such budget.",
            Self::Exists => "A budget with this id exists already.",
            Self::NoBook => "Only an own company with a book has budgets.",
            Self::Currency { budget } => return format!("Amounts of this budget are in {budget:?}."),
            Self::AmountNotPositive => "The amount must be above zero.",
            Self::OverLimit { free } => return format!("Only {free} is free: the limit is hard."),
            Self::Closed => "The budget is closed.",
            Self::OutsidePeriod => "The day is outside the budget’s period.",
            Self::PeriodNotOver => "The budget’s period is not over yet.",
            Self::TooManyHolds => return format!("A budget has at most {HOLDS_MAX} holds."),
            Self::TooManyInvoices => return format!("A budget is spent on at most {INVOICES_MAX} invoices."),
            Self::NoSuchHold => "Nothing is held for this.",
            Self::MoreThanHeld { held } => return format!("Only {held} is held for this."),
            Self::NoSuchTarget => "There is no such contract or obligation.",
            Self::NotThePayer => "The company of the budget does not pay for this.",
            Self::SpentAlready => "The invoice has spent of this budget already.",
            Self::NotSpent => "The invoice has spent nothing of this budget.",
            Self::BelowTaken { taken } => return format!("{taken} is held and spent already: a hard limit cannot be lower."),
            Self::Posting(refusal) => return refusal.texts().en,
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого бюджету немає.",
            Self::Exists => "Бюджет з таким id вже існує.",
            Self::NoBook => "Бюджети має лише власна компанія з книгою.",
            Self::Currency { budget } => return format!("Суми цього бюджету — у {budget:?}."),
            Self::AmountNotPositive => "Сума має бути більшою за нуль.",
            Self::OverLimit { free } => return format!("Вільно лише {free}: ліміт жорсткий."),
            Self::Closed => "Бюджет закрито.",
            Self::OutsidePeriod => "День поза періодом бюджету.",
            Self::PeriodNotOver => "Період бюджету ще не скінчився.",
            Self::TooManyHolds => return format!("Бюджет має щонайбільше {HOLDS_MAX} резервів."),
            Self::TooManyInvoices => return format!("Бюджет витрачають щонайбільше на {INVOICES_MAX} рахунків."),
            Self::NoSuchHold => "Для цього нічого не зарезервовано.",
            Self::MoreThanHeld { held } => return format!("Для цього зарезервовано лише {held}."),
            Self::NoSuchTarget => "Такого договору чи зобов’язання немає.",
            Self::NotThePayer => "Компанія бюджету за це не платить.",
            Self::SpentAlready => "Рахунок уже витратив цей бюджет.",
            Self::NotSpent => "Рахунок нічого не витратив із цього бюджету.",
            Self::BelowTaken { taken } => return format!("{taken} вже зарезервовано й витрачено: жорсткий ліміт не може бути меншим."),
            Self::Posting(refusal) => return refusal.texts().uk,
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого бюджета нет.",
            Self::Exists => "Бюджет с таким id уже существует.",
            Self::NoBook => "Бюджеты есть только у своей компании с книгой.",
            Self::Currency { budget } => return format!("Суммы этого бюджета — в {budget:?}."),
            Self::AmountNotPositive => "Сумма должна быть больше нуля.",
            Self::OverLimit { free } => return format!("Свободно только {free}: лимит жёсткий."),
            Self::Closed => "Бюджет закрыт.",
            Self::OutsidePeriod => "День вне периода бюджета.",
            Self::PeriodNotOver => "Период бюджета ещё не закончился.",
            Self::TooManyHolds => return format!("В бюджете не больше {HOLDS_MAX} резервов."),
            Self::TooManyInvoices => return format!("Бюджет тратят не больше чем на {INVOICES_MAX} счетов."),
            Self::NoSuchHold => "Для этого ничего не зарезервировано.",
            Self::MoreThanHeld { held } => return format!("Для этого зарезервировано только {held}."),
            Self::NoSuchTarget => "Такого договора или обязательства нет.",
            Self::NotThePayer => "Компания бюджета за это не платит.",
            Self::SpentAlready => "Счёт уже потратил этот бюджет.",
            Self::NotSpent => "Счёт ничего не потратил из этого бюджета.",
            Self::BelowTaken { taken } => return format!("{taken} уже зарезервировано и потрачено: жёсткий лимит не может быть меньше."),
            Self::Posting(refusal) => return refusal.texts().ru,
        };
        plain.to_owned()
    }
}
