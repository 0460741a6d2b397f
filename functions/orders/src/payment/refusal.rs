//! Why a payment refuses.

use kernel::{Refusal, Status, Texts};

use super::PaymentStatus;
use crate::order::OrderStatus;

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
    /// An amount of zero or less.
    AmountNotPositive,
    /// A day that has not come yet.
    PaidInFuture,
    /// Another payment of the same day, amount and payer exists, and nobody said that it is another one.
    DuplicateSuspected,
    /// Whoever recorded a payment by hand does not match it.
    OwnPayment,
    /// No such order.
    NoSuchOrder,
    /// The order takes no money in this status.
    OrderNotPayable {
        /// What it is.
        is: OrderStatus,
    },
    /// Nothing is owed on the order.
    NothingOwed,
    /// Payment and order are in two currencies.
    Currency,
    /// It is matched to this order already.
    SameOrder,
}

impl Refusal for PaymentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.payment.not-found",
            Self::Exists => "orders.payment.exists",
            Self::NotInStatus { .. } => "orders.payment.not-in-status",
            Self::AmountNotPositive => "orders.payment.amount-not-positive",
            Self::PaidInFuture => "orders.payment.paid-in-future",
            Self::DuplicateSuspected => "orders.payment.duplicate-suspected",
            Self::OwnPayment => "orders.payment.own-payment",
            Self::NoSuchOrder => "orders.payment.no-such-order",
            Self::OrderNotPayable { .. } => "orders.payment.order-not-payable",
            Self::NothingOwed => "orders.payment.nothing-owed",
            Self::Currency => "orders.payment.currency",
            Self::SameOrder => "orders.payment.same-order",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::OwnPayment => Status::Forbidden,
            Self::Exists | Self::NotInStatus { .. } | Self::DuplicateSuspected | Self::SameOrder => Status::State,
            Self::OrderNotPayable { .. } | Self::NothingOwed => Status::State,
            Self::AmountNotPositive | Self::PaidInFuture | Self::NoSuchOrder | Self::Currency => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such payment.", "Такого платежу немає.", "Такого платежа нет."),
            Self::Exists => {
                Texts::new("A payment with this id exists already.", "Платіж з таким id вже існує.", "Платёж с таким id уже существует.")
            }
            Self::NotInStatus { is } => {
                let name = is.texts();
                Texts::new(
                    format!("The payment is in status “{}”, which does not allow this.", name.en),
                    format!("Платіж у статусі «{}», який цього не дозволяє.", name.uk),
                    format!("Платёж в статусе «{}», который этого не позволяет.", name.ru),
                )
            }
            Self::AmountNotPositive => {
                Texts::new("The amount must be above zero.", "Сума має бути більшою за нуль.", "Сумма должна быть больше нуля.")
            }
            Self::PaidInFuture => {
                Texts::new("The day of payment has not come yet.", "День оплати ще не настав.", "День оплаты ещё не наступил.")
            }
            Self::DuplicateSuspected => Texts::new(
                "A payment of this day, amount and payer is recorded already. If this is another one, confirm that.",
                "Платіж цього дня, на цю суму й від цього платника вже внесено. Якщо це інший платіж, підтвердьте.",
                "Платёж этого дня, на эту сумму и от этого плательщика уже внесён. Если это другой платёж, подтвердите.",
            ),
            Self::OwnPayment => Texts::new(
                "You recorded this payment; somebody else must match it.",
                "Ви внесли цей платіж; зіставити його має хтось інший.",
                "Вы внесли этот платёж; сопоставить его должен кто-то другой.",
            ),
            Self::NoSuchOrder => Texts::new("There is no such order.", "Такого замовлення немає.", "Такого заказа нет."),
            Self::OrderNotPayable { is } => {
                let name = is.texts();
                Texts::new(
                    format!("The order is in status “{}” and takes no money.", name.en),
                    format!("Замовлення у статусі «{}» і не приймає грошей.", name.uk),
                    format!("Заказ в статусе «{}» и не принимает денег.", name.ru),
                )
            }
            Self::NothingOwed => {
                Texts::new("Nothing is owed on the order any more.", "За замовленням більше немає боргу.", "По заказу больше нет долга.")
            }
            Self::Currency => Texts::new(
                "Payment and order are in two currencies.",
                "Платіж і замовлення у різних валютах.",
                "Платёж и заказ в разных валютах.",
            ),
            Self::SameOrder => Texts::new(
                "The payment is matched to this order already.",
                "Платіж уже зіставлено з цим замовленням.",
                "Платёж уже сопоставлен с этим заказом.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NotInStatus { is: PaymentStatus::Matched },
            Self::AmountNotPositive,
            Self::PaidInFuture,
            Self::DuplicateSuspected,
            Self::OwnPayment,
            Self::NoSuchOrder,
            Self::OrderNotPayable { is: OrderStatus::Cancelled },
            Self::NothingOwed,
            Self::Currency,
            Self::SameOrder,
        ]
    }
}
