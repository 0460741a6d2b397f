//! Accounts: where amounts stand in a book.

use std::fmt;
use std::str::FromStr;

use kernel::{Line, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest account code, in characters: three levels of sub-accounts of the longest chart fit.
pub const CODE_CHARACTERS_MAX: usize = 12;

/// The code of an account: digits in groups divided by single points, `62.01`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountCode(String);

/// Why a text is not an account code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account code has 1 to {CODE_CHARACTERS_MAX} digits and single points between them")]
pub struct NotACode;

impl AccountCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
        if text.len() <= CODE_CHARACTERS_MAX && text.split('.').all(digits) { Ok(Self(text.to_owned())) } else { Err(NotACode) }
    }
}

impl TryFrom<String> for AccountCode {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

impl From<AccountCode> for String {
    fn from(code: AccountCode) -> Self {
        code.0
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for AccountCode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AccountCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d+(\.\d+)*$", "maxLength": CODE_CHARACTERS_MAX })
    }
}

/// What an account counts, for reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// What the company has.
    Asset,
    /// What it owes.
    Liability,
    /// What is its owners'.
    Equity,
    /// What it earned.
    Income,
    /// What it used up.
    Expense,
    /// Promises and limits: counted by double entry in a journal of its own, on no balance sheet.
    Control,
}

impl AccountKind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Asset, Self::Liability, Self::Equity, Self::Income, Self::Expense, Self::Control];

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Asset => Texts::new("Asset", "Актив", "Актив"),
            Self::Liability => Texts::new("Liability", "Зобов’язання", "Обязательство"),
            Self::Equity => Texts::new("Equity", "Капітал", "Капитал"),
            Self::Income => Texts::new("Income", "Дохід", "Доход"),
            Self::Expense => Texts::new("Expense", "Витрати", "Расход"),
            Self::Control => Texts::new("Control", "Контроль", "Контроль"),
        }
    }
}

/// What posting rules use an account for. Rules name purposes; each book's chart says which
/// account that is under its law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Money at the bank.
    Bank,
    /// Money in the till.
    Cash,
    /// Demands on customers.
    Receivable,
    /// Demands of suppliers.
    Payable,
    /// Money of customers before their invoice is posted.
    AdvancesReceived,
    /// Money given to suppliers before their invoice is posted.
    AdvancesPaid,
    /// Sales delivered and not billed (debit) against billed and not delivered (credit).
    SalesSettlement,
    /// Purchases received and not billed (credit) against billed and not received (debit).
    PurchaseSettlement,
    /// Sales, net of tax.
    Revenue,
    /// What was sold, at cost.
    CostOfSales,
    /// Goods in stock, at cost.
    Inventory,
    /// Services bought, material used up.
    Expense,
    /// Value added tax on sales.
    OutputTax,
    /// Value added tax on purchases.
    InputTax,
    /// Tax kept back from a supplier as their agent.
    TaxWithheld,
    /// Realised gains from exchange rates.
    ExchangeGain,
    /// Realised losses from exchange rates.
    ExchangeLoss,
    /// Small differences in our favour.
    SmallDifferenceGain,
    /// Small differences against us.
    SmallDifferenceLoss,
    /// The other side of opening balances.
    OpeningBalance,
    /// Profits of earlier years.
    RetainedEarnings,
    /// Control: budget that is promised.
    BudgetHeld,
    /// Control: budget that is used.
    BudgetSpent,
    /// Control: the other side of both.
    BudgetLimit,
}

impl Purpose {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Bank,
        Self::Cash,
        Self::Receivable,
        Self::Payable,
        Self::AdvancesReceived,
        Self::AdvancesPaid,
        Self::SalesSettlement,
        Self::PurchaseSettlement,
        Self::Revenue,
        Self::CostOfSales,
        Self::Inventory,
        Self::Expense,
        Self::OutputTax,
        Self::InputTax,
        Self::TaxWithheld,
        Self::ExchangeGain,
        Self::ExchangeLoss,
        Self::SmallDifferenceGain,
        Self::SmallDifferenceLoss,
        Self::OpeningBalance,
        Self::RetainedEarnings,
        Self::BudgetHeld,
        Self::BudgetSpent,
        Self::BudgetLimit,
    ];

    /// Whether its account is a control account.
    pub const fn is_control(self) -> bool {
        matches!(self, Self::BudgetHeld | Self::BudgetSpent | Self::BudgetLimit)
    }

    /// Whether it is owed or lent between two parties: both sides of it mirror each other.
    pub const fn is_settlement(self) -> bool {
        matches!(self, Self::Receivable | Self::Payable | Self::AdvancesReceived | Self::AdvancesPaid)
    }

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Bank => Texts::new("bank", "банк", "банк"),
            Self::Cash => Texts::new("cash", "каса", "касса"),
            Self::Receivable => Texts::new("receivables", "розрахунки з покупцями", "расчёты с покупателями"),
            Self::Payable => Texts::new("payables", "розрахунки з постачальниками", "расчёты с поставщиками"),
            Self::AdvancesReceived => Texts::new("advances received", "аванси одержані", "авансы полученные"),
            Self::AdvancesPaid => Texts::new("advances paid", "аванси видані", "авансы выданные"),
            Self::SalesSettlement => Texts::new("sales to be settled", "реалізація до узгодження", "реализация к согласованию"),
            Self::PurchaseSettlement => Texts::new("purchases to be settled", "постачання до узгодження", "поставки к согласованию"),
            Self::Revenue => Texts::new("revenue", "дохід від реалізації", "выручка"),
            Self::CostOfSales => Texts::new("cost of sales", "собівартість", "себестоимость"),
            Self::Inventory => Texts::new("goods", "товари", "товары"),
            Self::Expense => Texts::new("expenses", "витрати", "расходы"),
            Self::OutputTax => Texts::new("tax on sales", "податкові зобов’язання", "налог с продаж"),
            Self::InputTax => Texts::new("tax on purchases", "податковий кредит", "налог по покупкам"),
            Self::TaxWithheld => Texts::new("tax withheld", "утриманий податок", "удержанный налог"),
            Self::ExchangeGain => Texts::new("exchange gains", "дохід від курсових різниць", "положительные курсовые разницы"),
            Self::ExchangeLoss => Texts::new("exchange losses", "втрати від курсових різниць", "отрицательные курсовые разницы"),
            Self::SmallDifferenceGain => Texts::new("small gains", "дрібні різниці: дохід", "мелкие разницы: доход"),
            Self::SmallDifferenceLoss => Texts::new("small losses", "дрібні різниці: витрати", "мелкие разницы: расход"),
            Self::OpeningBalance => Texts::new("opening balances", "вхідні залишки", "ввод остатков"),
            Self::RetainedEarnings => Texts::new("retained earnings", "нерозподілений прибуток", "нераспределённая прибыль"),
            Self::BudgetHeld => Texts::new("budget held", "зарезервований бюджет", "зарезервированный бюджет"),
            Self::BudgetSpent => Texts::new("budget spent", "використаний бюджет", "израсходованный бюджет"),
            Self::BudgetLimit => Texts::new("budget limits", "ліміти бюджету", "лимиты бюджета"),
        }
    }
}

/// An account of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// As printed.
    pub name: Line,
    /// What it counts.
    pub kind: AccountKind,
    /// What posting rules use it for, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Nothing is posted to it any more; its history stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_digits_and_single_points() {
        for good in ["51", "62.01", "91.01.1", "0000", "123456789012"] {
            assert_eq!(good.parse::<AccountCode>().unwrap().as_str(), good);
        }
        for bad in ["", ".", "62.", ".1", "62..1", "62a", "1234567890123", "62 01", "6#2", "٦٢"] {
            assert_eq!(bad.parse::<AccountCode>(), Err(NotACode), "{bad}");
        }
    }
}
