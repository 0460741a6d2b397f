//! Points and contradictions as sentences.

use kernel::Texts;

use super::{Contradiction, Signal};

impl Signal {
    /// What speaks for the order, as a person reads it.
    pub fn texts(&self) -> Texts {
        let points = self.points();
        match self {
            Self::Number { .. } => Texts::new(
                format!("+{points}: the order's number is in the purpose"),
                format!("+{points}: номер замовлення є у призначенні"),
                format!("+{points}: номер заказа есть в назначении"),
            ),
            Self::Amount { debt, .. } => Texts::new(
                format!("+{points}: the amount is exactly what is owed, {debt}"),
                format!("+{points}: сума точно дорівнює боргу, {debt}"),
                format!("+{points}: сумма точно равна долгу, {debt}"),
            ),
            Self::Phone { phone, .. } => Texts::new(
                format!("+{points}: the payer's telephone {phone} is the client's"),
                format!("+{points}: телефон платника {phone} — телефон клієнта"),
                format!("+{points}: телефон плательщика {phone} — телефон клиента"),
            ),
            Self::Company { ratio, payer, company, .. } => Texts::new(
                format!("+{points}: payer and company have one name ({ratio} % alike): {payer} / {company}"),
                format!("+{points}: назви платника й компанії збігаються (схожість {ratio} %): {payer} / {company}"),
                format!("+{points}: названия плательщика и компании совпадают (сходство {ratio} %): {payer} / {company}"),
            ),
            Self::Window { days, window_days, .. } => {
                let apart = days.unsigned_abs();
                Texts::new(
                    format!("+{points}: order and payment are {apart} days apart, at most {window_days} count as close"),
                    format!("+{points}: між замовленням і платежем {apart} дн., близько — до {window_days} дн."),
                    format!("+{points}: между заказом и платежом {apart} дн., близко — до {window_days} дн."),
                )
            }
        }
    }
}

impl Contradiction {
    /// What speaks against the order, as a person reads it.
    pub fn texts(&self) -> Texts {
        match self {
            Self::ExceedsDebt { debt, surplus } => Texts::new(
                format!("More came than is owed ({debt}): {surplus} would stay the payer's credit"),
                format!("Надійшло більше за борг ({debt}): {surplus} лишиться авансом платника"),
                format!("Поступило больше долга ({debt}): {surplus} останется авансом плательщика"),
            ),
            Self::OtherCompany { payer, company, ratio } => Texts::new(
                format!("Another company paid than ordered ({ratio} % alike): {payer} / {company}"),
                format!("Платить не та компанія, що замовляла (схожість {ratio} %): {payer} / {company}"),
                format!("Платит не та компания, которая заказывала (сходство {ratio} %): {payer} / {company}"),
            ),
            Self::PartOfUnknownPayer { debt } => Texts::new(
                format!("Less came than is owed ({debt}), and nothing shows that the client paid it"),
                format!("Надійшло менше за борг ({debt}), і ніщо не свідчить, що платив клієнт"),
                format!("Поступило меньше долга ({debt}), и ничто не показывает, что платил клиент"),
            ),
            Self::OrderClosed { is } => {
                let name = is.texts();
                Texts::new(
                    format!("The order takes no money (status “{}”)", name.en),
                    format!("Замовлення не приймає грошей (статус «{}»)", name.uk),
                    format!("Заказ не принимает денег (статус «{}»)", name.ru),
                )
            }
            Self::TakenAway => Texts::new(
                "The payment was taken away from this order before",
                "Платіж уже відв’язували від цього замовлення",
                "Платёж уже отвязывали от этого заказа",
            ),
        }
    }
}
