//! Why an obligation refuses.

use kernel::{Currency, Day, Refusal, Status, Texts};

use super::{LINES_MAX, ObligationStatus};
use crate::contract::{ContractStatus, ContractType};

/// Why a command on an obligation is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ObligationRefusal {
    /// No such obligation.
    NotFound,
    /// The id is taken by another obligation.
    Exists,
    /// No such contract.
    NoSuchContract,
    /// The contract is not signed, or over.
    ContractNotSigned {
        /// What it is.
        is: ContractStatus,
    },
    /// On the day by which it is due the contract has no supplier or no customer.
    NobodyOnThatDay {
        /// Which day.
        on: Day,
    },
    /// Due when the contract is not in force.
    DueOutsideContract,
    /// No lines, or more than an obligation has.
    LineCount,
    /// Lines are not numbered 1, 2, 3 …
    LineNumbers,
    /// A price in another currency than the contract.
    Currency {
        /// The contract's.
        contract: Currency,
    },
    /// A price below zero.
    NegativePrice,
    /// A discount below zero or above its line, or sums beyond what money holds.
    AmountOutOfRange,
    /// A ratio of units with a zero, or one that the quantity does not convert by exactly.
    StockRatio {
        /// Which line.
        line: u16,
    },
    /// The type of contract has no such supplies.
    SupplyNotAllowed {
        /// The type.
        kind: ContractType,
        /// Which line.
        line: u16,
    },
    /// The tolerance is below zero or more than the quantity itself.
    ToleranceOutOfRange,
    /// The obligation is in a status that does not allow it.
    NotInStatus {
        /// What it is.
        is: ObligationStatus,
    },
    /// It belongs to an invoice or a fact and ends with that.
    FollowsItsDocument,
    /// Breached on a day that has not come yet.
    BreachedInFuture,
}

impl Refusal for ObligationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.obligation.not-found",
            Self::Exists => "commerce.obligation.exists",
            Self::NoSuchContract => "commerce.obligation.no-such-contract",
            Self::ContractNotSigned { .. } => "commerce.obligation.contract-not-signed",
            Self::NobodyOnThatDay { .. } => "commerce.obligation.nobody-on-that-day",
            Self::DueOutsideContract => "commerce.obligation.due-outside-contract",
            Self::LineCount => "commerce.obligation.line-count",
            Self::LineNumbers => "commerce.obligation.line-numbers",
            Self::Currency { .. } => "commerce.obligation.currency",
            Self::NegativePrice => "commerce.obligation.negative-price",
            Self::AmountOutOfRange => "commerce.obligation.amount-out-of-range",
            Self::StockRatio { .. } => "commerce.obligation.stock-ratio",
            Self::SupplyNotAllowed { .. } => "commerce.obligation.supply-not-allowed",
            Self::ToleranceOutOfRange => "commerce.obligation.tolerance-out-of-range",
            Self::NotInStatus { .. } => "commerce.obligation.not-in-status",
            Self::FollowsItsDocument => "commerce.obligation.follows-its-document",
            Self::BreachedInFuture => "commerce.obligation.breached-in-future",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::ContractNotSigned { .. } | Self::NotInStatus { .. } => Status::State,
            Self::NoSuchContract | Self::NobodyOnThatDay { .. } | Self::DueOutsideContract | Self::LineCount => Status::Rule,
            Self::LineNumbers | Self::Currency { .. } | Self::NegativePrice | Self::AmountOutOfRange => Status::Rule,
            Self::StockRatio { .. } | Self::SupplyNotAllowed { .. } | Self::ToleranceOutOfRange => Status::Rule,
            Self::FollowsItsDocument | Self::BreachedInFuture => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NoSuchContract,
            Self::ContractNotSigned { is: ContractStatus::Draft },
            Self::NobodyOnThatDay { on: crate::samples::day("2026-12-01") },
            Self::DueOutsideContract,
            Self::LineCount,
            Self::LineNumbers,
            Self::Currency { contract: Currency::RUB },
            Self::NegativePrice,
            Self::AmountOutOfRange,
            Self::StockRatio { line: 1 },
            Self::SupplyNotAllowed { kind: ContractType::Consulting, line: 1 },
            Self::ToleranceOutOfRange,
            Self::NotInStatus { is: ObligationStatus::Fulfilled },
            Self::FollowsItsDocument,
            Self::BreachedInFuture,
        ]
    }
}

impl ObligationRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such obligation.",
            Self::Exists => "An obligation with this id exists already.",
            Self::NoSuchContract => "There is no such contract.",
            Self::ContractNotSigned { is } => return format!("The contract is in status {is}: nothing new is owed under it."),
            Self::NobodyOnThatDay { on } => return format!("On {on} the contract has no supplier or no customer."),
            Self::DueOutsideContract => "The due day is outside the contract’s time.",
            Self::LineCount => return format!("An obligation has 1 to {LINES_MAX} lines."),
            Self::LineNumbers => "Lines are numbered from 1 without a gap.",
            Self::Currency { contract } => return format!("Prices are in {contract:?}, the contract’s currency."),
            Self::NegativePrice => "A price cannot be negative.",
            Self::AmountOutOfRange => "A discount is between zero and its line, and sums must fit.",
            Self::StockRatio { line } => return format!("The quantity of line {line} does not convert exactly to the unit of stock."),
            Self::SupplyNotAllowed { kind, line } => return format!("Contracts of type {kind} do not cover the supply of line {line}."),
            Self::ToleranceOutOfRange => "The tolerance is from 0 to 100 %.",
            Self::NotInStatus { is } => return format!("The obligation is in status {is}, which does not allow this."),
            Self::FollowsItsDocument => "This obligation follows its invoice or fact and is not changed by hand.",
            Self::BreachedInFuture => "The day of the breach has not come yet.",
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого зобов’язання немає.",
            Self::Exists => "Зобов’язання з таким id вже існує.",
            Self::NoSuchContract => "Такого договору немає.",
            Self::ContractNotSigned { is } => return format!("Договір у статусі {is}: нових зобов’язань за ним немає."),
            Self::NobodyOnThatDay { on } => return format!("На {on} договір не має постачальника або замовника."),
            Self::DueOutsideContract => "Строк поза часом дії договору.",
            Self::LineCount => return format!("Зобов’язання має від 1 до {LINES_MAX} рядків."),
            Self::LineNumbers => "Рядки нумеруються від 1 без пропусків.",
            Self::Currency { contract } => return format!("Ціни — у {contract:?}, валюті договору."),
            Self::NegativePrice => "Ціна не може бути від’ємною.",
            Self::AmountOutOfRange => "Знижка — від нуля до суми рядка, і суми мають вміститися.",
            Self::StockRatio { line } => return format!("Кількість рядка {line} не переводиться точно в одиницю складу."),
            Self::SupplyNotAllowed { kind, line } => return format!("Договори типу {kind} не охоплюють постачання рядка {line}."),
            Self::ToleranceOutOfRange => "Допуск — від 0 до 100 %.",
            Self::NotInStatus { is } => return format!("Зобов’язання у статусі {is}, який цього не дозволяє."),
            Self::FollowsItsDocument => "Це зобов’язання йде за своїм рахунком чи фактом, вручну його не змінюють.",
            Self::BreachedInFuture => "День порушення ще не настав.",
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого обязательства нет.",
            Self::Exists => "Обязательство с таким id уже существует.",
            Self::NoSuchContract => "Такого договора нет.",
            Self::ContractNotSigned { is } => return format!("Договор в статусе {is}: новых обязательств по нему нет."),
            Self::NobodyOnThatDay { on } => return format!("На {on} в договоре нет поставщика или заказчика."),
            Self::DueOutsideContract => "Срок вне времени действия договора.",
            Self::LineCount => return format!("В обязательстве от 1 до {LINES_MAX} строк."),
            Self::LineNumbers => "Строки нумеруются от 1 без пропусков.",
            Self::Currency { contract } => return format!("Цены — в {contract:?}, валюте договора."),
            Self::NegativePrice => "Цена не может быть отрицательной.",
            Self::AmountOutOfRange => "Скидка — от нуля до суммы строки, и суммы должны уместиться.",
            Self::StockRatio { line } => return format!("Количество строки {line} не переводится точно в единицу склада."),
            Self::SupplyNotAllowed { kind, line } => return format!("Договоры типа {kind} не охватывают поставку строки {line}."),
            Self::ToleranceOutOfRange => "Допуск — от 0 до 100 %.",
            Self::NotInStatus { is } => return format!("Обязательство в статусе {is}, который этого не позволяет."),
            Self::FollowsItsDocument => "Это обязательство следует за своим счётом или фактом, вручную его не меняют.",
            Self::BreachedInFuture => "День нарушения ещё не наступил.",
        };
        plain.to_owned()
    }
}
