//! Where a payment stands, and why a person must look at it.

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a payment stands (specification 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentStatus {
    /// It came, and nobody has looked for its order yet.
    Received,
    /// It pays for an order.
    Matched,
    /// A person must say what it is for.
    NeedsReview,
    /// Not ours, a duplicate or a mistake.
    Rejected,
    /// The bank took it back.
    Reversed,
}

impl PaymentStatus {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Received, Self::Matched, Self::NeedsReview, Self::Rejected, Self::Reversed];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "RECEIVED",
            Self::Matched => "MATCHED",
            Self::NeedsReview => "NEEDS_REVIEW",
            Self::Rejected => "REJECTED",
            Self::Reversed => "REVERSED",
        }
    }

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Received => Texts::new("Received", "Отримано", "Получен"),
            Self::Matched => Texts::new("Matched", "Зіставлено", "Сопоставлен"),
            Self::NeedsReview => Texts::new("Needs review", "На розборі", "На разборе"),
            Self::Rejected => Texts::new("Rejected", "Відхилено", "Отклонён"),
            Self::Reversed => Texts::new("Reversed", "Сторновано", "Сторнирован"),
        }
    }
}

/// Why a person must look at a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReviewReason {
    /// One order fits well enough to be confirmed with one click.
    Suggested,
    /// No order fits.
    Unknown,
    /// Several orders fit about equally.
    Ambiguous,
    /// An order is named, and something contradicts it.
    Contradiction,
    /// Several orders are named: the payment may be meant for all of them.
    SeveralNumbers,
    /// The order that is named takes no money: a draft, cancelled, or paid already.
    OrderClosed,
    /// The payment is in another currency than the orders.
    Currency,
    /// Another payment looks like the same money.
    DuplicateSuspected,
    /// Somebody typed it in: another person confirms it.
    Manual,
    /// It was taken away from an order.
    Unmatched,
}

impl ReviewReason {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Suggested,
        Self::Unknown,
        Self::Ambiguous,
        Self::Contradiction,
        Self::SeveralNumbers,
        Self::OrderClosed,
        Self::Currency,
        Self::DuplicateSuspected,
        Self::Manual,
        Self::Unmatched,
    ];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggested => "SUGGESTED",
            Self::Unknown => "UNKNOWN",
            Self::Ambiguous => "AMBIGUOUS",
            Self::Contradiction => "CONTRADICTION",
            Self::SeveralNumbers => "SEVERAL_NUMBERS",
            Self::OrderClosed => "ORDER_CLOSED",
            Self::Currency => "CURRENCY",
            Self::DuplicateSuspected => "DUPLICATE_SUSPECTED",
            Self::Manual => "MANUAL",
            Self::Unmatched => "UNMATCHED",
        }
    }

    /// What the person is told.
    pub fn texts(self) -> Texts {
        match self {
            Self::Suggested => Texts::new(
                "One order fits. Confirm it with one click.",
                "Одне замовлення підходить. Підтвердьте одним натисканням.",
                "Один заказ подходит. Подтвердите одним нажатием.",
            ),
            Self::Unknown => Texts::new(
                "No order fits well enough.",
                "Жодне замовлення не підходить достатньо.",
                "Ни один заказ не подходит достаточно.",
            ),
            Self::Ambiguous => Texts::new(
                "Several orders fit about equally.",
                "Кілька замовлень підходять майже однаково.",
                "Несколько заказов подходят почти одинаково.",
            ),
            Self::Contradiction => Texts::new(
                "The purpose names an order, but something contradicts it.",
                "У призначенні названо замовлення, але щось йому суперечить.",
                "В назначении назван заказ, но что-то ему противоречит.",
            ),
            Self::SeveralNumbers => Texts::new(
                "The purpose names several orders; a payment can be matched to one.",
                "У призначенні названо кілька замовлень; платіж можна зіставити з одним.",
                "В назначении названо несколько заказов; платёж можно сопоставить с одним.",
            ),
            Self::OrderClosed => Texts::new(
                "The order that is named takes no money: it is a draft, cancelled, or paid.",
                "Назване замовлення не приймає грошей: чернетка, скасоване або вже оплачене.",
                "Названный заказ не принимает денег: черновик, отменён или уже оплачен.",
            ),
            Self::Currency => Texts::new(
                "The payment is in another currency than the orders.",
                "Валюта платежу відрізняється від валюти замовлень.",
                "Валюта платежа отличается от валюты заказов.",
            ),
            Self::DuplicateSuspected => Texts::new(
                "Another payment of this day, sum and payer exists: the same money, perhaps.",
                "Є інший платіж цього дня, на цю суму й від цього платника: можливо, ті самі гроші.",
                "Есть другой платёж этого дня, на эту сумму и от этого плательщика: возможно, те же деньги.",
            ),
            Self::Manual => Texts::new(
                "Recorded by hand: another person confirms the order.",
                "Внесено вручну: замовлення підтверджує інша людина.",
                "Внесён вручную: заказ подтверждает другой человек.",
            ),
            Self::Unmatched => Texts::new(
                "Taken away from an order; it waits for another.",
                "Відв’язано від замовлення; чекає на інше.",
                "Отвязан от заказа; ждёт другого.",
            ),
        }
    }
}
