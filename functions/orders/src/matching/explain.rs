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
                format!("+{points}: the payer “{payer}” is the company “{company}” ({ratio} % alike)"),
                format!("+{points}: платник «{payer}» — це компанія «{company}» (схожість {ratio} %)"),
                format!("+{points}: плательщик «{payer}» — это компания «{company}» (сходство {ratio} %)"),
            ),
            Self::Window { days, window_days, .. } => Texts::new(
                format!("+{points}: {days} days after the order, within {window_days}"),
                format!("+{points}: різниця із замовленням {days} дн., у межах {window_days}"),
                format!("+{points}: разница с заказом {days} дн., в пределах {window_days}"),
            ),
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
                format!("The payer “{payer}” is not the company “{company}” that ordered ({ratio} % alike)"),
                format!("Платник «{payer}» — не компанія «{company}», що замовляла (схожість {ratio} %)"),
                format!("Плательщик «{payer}» — не компания «{company}», которая заказывала (сходство {ratio} %)"),
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
