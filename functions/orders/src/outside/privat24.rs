//! PrivatBank's "Автоклієнт" for business: statements of the tenant's accounts.

mod statement;

use kernel::identifier::Iban;
use kernel::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::outside::{Kept, RejectedRow};

pub use statement::{BankTransaction, Counterparty, Direction, Posting, UltimateParty, normalise};

/// The connector's name in effects and reactions.
pub const CONNECTOR: &str = "privat24";
/// Name of the secret with the tenant's token.
pub const TOKEN_SECRET: &str = "privat24-token";
/// The bank's name in [`BankTransaction::identity`].
pub const BANK: &str = "privatbank";
/// Rows of a page; the bank allows 500 and recommends no more than 100.
pub const PAGE_ROWS: u32 = 100;

/// The error vocabulary of the bank. The class of each is in the error itself.
pub mod code {
    /// The token is missing or refused: pauses the integration.
    pub const AUTH_ERROR: &str = "P24_AUTH_ERROR";
    /// Two different rows claim one identity: a person must look.
    pub const DUPLICATE_TX: &str = "P24_DUPLICATE_TX";
    /// A row or an answer cannot be read.
    pub const PARSE_ERROR: &str = "P24_PARSE_ERROR";
    /// HTTP 429, or our own limit: retry.
    pub const RATE_LIMIT: &str = "P24_RATE_LIMIT";
    /// The bank is down or unreachable: retry; statements are only read.
    pub const SERVER_ERROR: &str = "P24_SERVER_ERROR";
    /// The bank is between two operating days and statements may be incomplete: retry.
    pub const ROLLOVER: &str = "P24_ROLLOVER";
    /// The bank refuses the request as it is: permanent.
    pub const VALIDATION_ERROR: &str = "P24_VALIDATION_ERROR";
}

/// Where the bank is and which accounts are watched; `privat24` in the context's settings.
/// No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address of the API; https, or http on the own machine for the simulator.
    pub base_url: String,
    /// Accounts whose statements are read.
    pub accounts: Vec<Iban>,
    /// Header `id`, which the bank wants of applications registered long ago.
    pub client_id: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { base_url: "https://acp.privatbank.ua/api".to_owned(), accounts: Vec::new(), client_id: None }
    }
}

/// What is asked of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "operation", rename_all = "kebab-case")]
pub enum Request {
    /// One page of an account's statement; answers [`Answer::Page`].
    Transactions {
        /// Whose.
        account: Iban,
        /// First day, in Kyiv.
        from: Day,
        /// Last day; until now when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Day>,
        /// [`Answer::Page`]'s `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follow: Option<String>,
    },
    /// The state of the bank's operating day; answers [`Answer::Settings`].
    Settings,
}

/// What the bank answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// One page of a statement, in the bank's order.
    Page {
        /// Transactions; pages overlap, so the receiver keeps only what it has not seen.
        rows: Vec<Kept<BankTransaction>>,
        /// Rows that cannot be read, or that contradict one with the same identity.
        rejected: Vec<RejectedRow>,
        /// Rows that the page held twice, left out.
        duplicates: u32,
        /// What to follow for the next page; `None` after the last one.
        next: Option<String>,
    },
    /// The operating day.
    Settings(OperatingDay),
}

/// The bank's operating day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OperatingDay {
    /// `WRK` while the day is open.
    pub phase: String,
    /// `N` while balances are not being carried over.
    pub work_balance: String,
    /// The bank's today.
    pub today: Option<Day>,
    /// The last closed day.
    pub last_day: Option<Day>,
    /// The bank's clock.
    pub server_time: Option<Moment>,
    /// The day that the final statement reaches to.
    pub final_statement: Option<Day>,
}

impl OperatingDay {
    /// Statements may be read: the bank's own condition.
    pub fn is_open(&self) -> bool {
        self.phase == "WRK" && self.work_balance == "N"
    }
}

/// Sorts the rows of a page: reads each, leaves out a row that the page holds twice, and
/// sets aside a row that contradicts an earlier one of the same identity and state.
///
/// A row that came again in another state of posting is kept: that is how the bank tells of it.
pub fn sort_page(rows: Vec<serde_json::Value>, next: Option<String>) -> Answer {
    let mut kept: Vec<Kept<BankTransaction>> = Vec::new();
    let mut rejected = Vec::new();
    let mut duplicates: u32 = 0;
    for raw in rows {
        let fact = match normalise(&raw) {
            Ok(fact) => fact,
            Err(error) => {
                rejected.push(RejectedRow { code: code::PARSE_ERROR.to_owned(), problem: error.to_string(), raw });
                continue;
            }
        };
        let same = |earlier: &&Kept<BankTransaction>| {
            earlier.fact.identity() == fact.identity() && earlier.fact.posting == fact.posting && earlier.fact.real == fact.real
        };
        match kept.iter().find(same) {
            None => kept.push(Kept { fact, raw }),
            Some(earlier) if earlier.fact == fact => duplicates = duplicates.saturating_add(1),
            Some(_) => {
                let problem = format!("another row has the identity {}", fact.identity());
                rejected.push(RejectedRow { code: code::DUPLICATE_TX.to_owned(), problem, raw });
            }
        }
    }
    Answer::Page { rows: kept, rejected, duplicates, next }
}
