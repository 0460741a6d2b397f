//! Why a payment refuses.

use kernel::{Currency, Money, Refusal, Status, Texts};
use posting::PostingRefusal;

use super::PaymentStatus;
use super::settle::AllocationRefusal;
use crate::rules::exchange::NoValue;

/// Why a command on a payment is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum PaymentRefusal {
    /// No such payment.
    NotFound,
    /// The id is taken by another payment.
    Exists,
    /// The payment is in a status that does not allow it.
    NotInStatus {
        /// What it is.
        is: PaymentStatus,
    },
    /// Somebody pays themselves.
    SameParty,
    /// Payer or payee is not known.
    NoSuchParty,
    /// The contract that it names is not known.
    NoSuchContract,
    /// Neither side is an own company.
    NobodyOwn,
    /// An amount of zero or less.
    AmountNotPositive,
    /// A day that has not come yet.
    InFuture,
    /// The outside system's reference was recorded already.
    DuplicateReference,
    /// More cash than the law lets two organisations settle at once.
    CashLimit {
        /// The most.
        limit: Money,
    },
    /// A book has another currency and nobody gave a rate.
    NoRate {
        /// The payment's currency.
        from: Currency,
        /// The book's.
        to: Currency,
    },
    /// A rate of zero or less, or one that leads beyond what can be counted.
    RateUnusable,
    /// What no invoice took is more than the contract calls small, or the contract says nothing.
    RemainderTooLarge {
        /// The most.
        most: Money,
    },
    /// A rest was written off already; a second one would pass by the limit.
    WrittenOffAlready,
    /// It cannot be allocated like that.
    Allocation(AllocationRefusal),
    /// The books say no.
    Posting(PostingRefusal),
}

impl From<PostingRefusal> for PaymentRefusal {
    fn from(refusal: PostingRefusal) -> Self {
        Self::Posting(refusal)
    }
}

impl From<AllocationRefusal> for PaymentRefusal {
    fn from(refusal: AllocationRefusal) -> Self {
        Self::Allocation(refusal)
    }
}

impl From<NoValue> for PaymentRefusal {
    fn from(none: NoValue) -> Self {
        match none {
            NoValue::NoRate { from, to } => Self::NoRate { from, to },
            NoValue::Unusable => Self::RateUnusable,
        }
    }
}

impl Refusal for PaymentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.payment.not-found",
            Self::Exists => "commerce.payment.exists",
            Self::NotInStatus { .. } => "commerce.payment.not-in-status",
            Self::SameParty => "commerce.payment.same-party",
            Self::NoSuchParty => "commerce.payment.no-such-party",
            Self::NoSuchContract => "commerce.payment.no-such-contract",
            Self::NobodyOwn => "commerce.payment.nobody-own",
            Self::AmountNotPositive => "commerce.payment.amount-not-positive",
            Self::InFuture => "commerce.payment.in-future",
            Self::DuplicateReference => "commerce.payment.duplicate-reference",
            Self::CashLimit { .. } => "commerce.payment.cash-limit",
            Self::NoRate { .. } => "commerce.payment.no-rate",
            Self::RateUnusable => "commerce.payment.rate-unusable",
            Self::RemainderTooLarge { .. } => "commerce.payment.remainder-too-large",
            Self::WrittenOffAlready => "commerce.payment.written-off-already",
            Self::Allocation(refusal) => refusal.code(),
            Self::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::NotInStatus { .. } | Self::DuplicateReference | Self::WrittenOffAlready => Status::State,
            Self::SameParty | Self::NoSuchParty | Self::NoSuchContract | Self::NobodyOwn | Self::AmountNotPositive => Status::Rule,
            Self::InFuture | Self::CashLimit { .. } | Self::NoRate { .. } | Self::RateUnusable | Self::RemainderTooLarge { .. } => {
                Status::Rule
            }
            Self::Allocation(refusal) => refusal.status(),
            Self::Posting(refusal) => refusal.status(),
        }
    }

    fn texts(&self) -> Texts {
        let [en, uk, ru] = match self {
            Self::NotFound => ["There is no such payment.", "Такого платежу немає.", "Такого платежа нет."],
            Self::Exists => ["A payment with this id exists already.", "Платіж з таким id вже існує.", "Платёж с таким id уже существует."],
            Self::NotInStatus { is } => return not_in_status(*is),
            Self::SameParty => [
                "Payer and payee are the same party.",
                "Платник і отримувач — та сама сторона.",
                "Плательщик и получатель — одна и та же сторона.",
            ],
            Self::NoSuchParty => {
                ["Payer or payee is not known.", "Платник або отримувач невідомий.", "Плательщик или получатель неизвестен."]
            }
            Self::NoSuchContract => ["There is no such contract.", "Такого договору немає.", "Такого договора нет."],
            Self::NobodyOwn => [
                "Neither the payer nor the payee is an own company with a book.",
                "Ні платник, ні отримувач не є власною компанією з книгою обліку.",
                "Ни плательщик, ни получатель не являются своей компанией с учётной книгой.",
            ],
            Self::AmountNotPositive => {
                ["The amount must be above zero.", "Сума має бути більшою за нуль.", "Сумма должна быть больше нуля."]
            }
            Self::InFuture => ["The day has not come yet.", "Цей день ще не настав.", "Этот день ещё не наступил."],
            Self::DuplicateReference => [
                "A payment with this reference of the outside system is recorded already.",
                "Платіж з таким посиланням зовнішньої системи вже внесено.",
                "Платёж с такой ссылкой внешней системы уже внесён.",
            ],
            Self::CashLimit { limit } => return over_cash_limit(*limit),
            Self::NoRate { from, to } => return no_rate(*from, *to),
            Self::RateUnusable => [
                "The rate must be above zero and lead to an amount that can be recorded.",
                "Курс має бути більшим за нуль і давати суму, яку можна записати.",
                "Курс должен быть больше нуля и давать сумму, которую можно записать.",
            ],
            Self::RemainderTooLarge { most } => return remainder_too_large(*most),
            Self::WrittenOffAlready => [
                "A rest of this payment was written off already.",
                "Залишок цього платежу вже списано.",
                "Остаток этого платежа уже списан.",
            ],
            Self::Allocation(refusal) => return refusal.texts(),
            Self::Posting(refusal) => return refusal.texts(),
        };
        Texts::new(en, uk, ru)
    }

    fn samples() -> Vec<Self> {
        crate::samples::payments::refusals()
    }
}

fn remainder_too_large(most: Money) -> Texts {
    Texts::new(
        format!("The contract lets a rest of up to {most} be written off."),
        format!("Договір дозволяє списати залишок до {most}."),
        format!("Договор позволяет списать остаток до {most}."),
    )
}

fn not_in_status(is: PaymentStatus) -> Texts {
    let name = is.texts();
    Texts::new(
        format!("The payment is in status “{}”, which does not allow this.", name.en),
        format!("Платіж у статусі «{}», який цього не дозволяє.", name.uk),
        format!("Платёж в статусе «{}», который этого не позволяет.", name.ru),
    )
}

fn over_cash_limit(limit: Money) -> Texts {
    Texts::new(
        format!("Organisations may settle at most {limit} in cash at once. Pay through a bank."),
        format!("Організації можуть розрахуватися готівкою щонайбільше на {limit} за раз. Сплатіть через банк."),
        format!("Организации могут рассчитаться наличными не более чем на {limit} за раз. Оплатите через банк."),
    )
}

/// A book is kept in another currency and nobody gave a rate; invoices say the same.
pub(crate) fn no_rate(from: Currency, to: Currency) -> Texts {
    let (from, to) = (from.code(), to.code());
    Texts::new(
        format!("Give the rate from {from} to {to} with its source: a book is kept in {to}."),
        format!("Вкажіть курс {from} до {to} з джерелом: книга ведеться у {to}."),
        format!("Укажите курс {from} к {to} с источником: книга ведётся в {to}."),
    )
}
