//! Amounts on a paper.

use kernel::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;

/// An amount: money, which is printed as the paper's language writes it, or words that are
/// printed as they are (`1 234,50 грн`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// With thousands apart, and with the currency's code where that is not the paper's.
    Money(Money),
    /// As it is.
    Words(Text),
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn money_and_words_are_told_apart() {
        let read = |json| serde_json::from_value::<Amount>(json).unwrap();
        assert!(matches!(read(json!({ "amount": "1234.50", "currency": "UAH" })), Amount::Money(_)));
        assert!(matches!(read(json!("1 234,50 грн")), Amount::Words(_)));
        assert!(serde_json::from_value::<Amount>(json!(12.5)).is_err());
    }
}
