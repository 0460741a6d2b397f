//! Bank accounts of parties.

use std::fmt;

use kernel::identifier::{Bic, Iban, RuAccount};
use kernel::{Currency, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An account at a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// Which one.
    pub number: AccountNumber,
    /// In which currency, if only one.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The bank's name, for documents.
    #[serde(default)]
    pub bank: Option<Line>,
}

/// How an account is numbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum AccountNumber {
    /// By IBAN.
    Iban {
        /// The number.
        iban: Iban,
    },
    /// By the bank's code and twenty digits, in Russia.
    Ru {
        /// The bank.
        bic: Bic,
        /// The number at the bank.
        account: RuAccount,
    },
}

impl AccountNumber {
    /// Whether the check digits hold; an IBAN's do, or it would not have been read.
    pub fn is_plausible(&self) -> bool {
        match self {
            Self::Iban { .. } => true,
            Self::Ru { bic, account } => account.is_held_at(bic),
        }
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Iban { iban } => fmt::Display::fmt(iban, f),
            Self::Ru { bic, account } => write!(f, "{account} ({bic})"),
        }
    }
}
