//! Why a command about a sale is refused.

use kernel::{Refusal, Status, Texts};

/// The refusals of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleRefusal {
    /// There is no such sale.
    NotFound,
    /// It goes on by itself.
    NotStalled,
    /// The order has more lines or payments than a sale keeps.
    TooMuch,
}

impl Refusal for SaleRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.sale.not-found",
            Self::NotStalled => "commerce.sale.not-stalled",
            Self::TooMuch => "commerce.sale.too-much",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NotStalled => Status::State,
            Self::TooMuch => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such sale.", "Такого продажу немає.", "Такой продажи нет."),
            Self::NotStalled => {
                Texts::new("Nothing keeps this sale from going on.", "Цьому продажу нічого не заважає.", "Этой продаже ничто не мешает.")
            }
            Self::TooMuch => Texts::new(
                "The order has more lines or payments than a sale can take. Split the order.",
                "У замовленні більше рядків або платежів, ніж може прийняти продаж. Розділіть замовлення.",
                "В заказе больше строк или платежей, чем может принять продажа. Разделите заказ.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::NotStalled, Self::TooMuch]
    }
}
