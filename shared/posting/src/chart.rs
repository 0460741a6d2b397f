//! Standard charts of accounts, one a jurisdiction: data under `infra/policies/charts`.

use std::collections::BTreeMap;

use kernel::settings::Jurisdiction;
use kernel::{Language, Line, Malformed, Texts};
use serde::Deserialize;

use crate::account::{Account, AccountCode, AccountKind, Purpose};

/// A standard chart, as its file has it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// Whose law.
    pub jurisdiction: Jurisdiction,
    /// The legal act that it follows.
    pub source: String,
    /// Its accounts, by code.
    pub accounts: Vec<ChartAccount>,
}

/// An account of a standard chart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartAccount {
    /// Its code.
    pub code: AccountCode,
    /// What posting rules use it for.
    pub purpose: Option<Purpose>,
    /// What it counts.
    pub kind: AccountKind,
    /// As printed.
    pub name: Texts,
}

const fn text(jurisdiction: Jurisdiction) -> &'static str {
    match jurisdiction {
        Jurisdiction::BY => include_str!("../../../infra/policies/charts/by.json"),
        Jurisdiction::KZ => include_str!("../../../infra/policies/charts/kz.json"),
        Jurisdiction::RU => include_str!("../../../infra/policies/charts/ru.json"),
        Jurisdiction::UA => include_str!("../../../infra/policies/charts/ua.json"),
    }
}

/// The standard chart of a jurisdiction.
///
/// # Errors
/// When its file is not what it should be; the tests read them all.
pub fn chart(jurisdiction: Jurisdiction) -> Result<Chart, Malformed> {
    serde_json::from_str(text(jurisdiction)).map_err(|error| Malformed::new("chart", error.to_string()))
}

/// The accounts that a book of a jurisdiction starts with, named in a language.
///
/// # Errors
/// When its file is not what it should be; the tests read them all.
pub fn accounts(jurisdiction: Jurisdiction, language: Language) -> Result<BTreeMap<AccountCode, Account>, Malformed> {
    let account = |account: ChartAccount| {
        let name = Line::new(account.name.in_language(language)).map_err(|error| Malformed::new("chart", error.to_string()))?;
        Ok((account.code, Account { name, kind: account.kind, purpose: account.purpose, closed: false }))
    };
    chart(jurisdiction)?.accounts.into_iter().map(account).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k44_every_chart_has_one_account_for_every_purpose_in_three_languages() {
        for jurisdiction in [Jurisdiction::BY, Jurisdiction::KZ, Jurisdiction::RU, Jurisdiction::UA] {
            let chart = chart(jurisdiction).unwrap();
            assert_eq!(chart.jurisdiction, jurisdiction);
            assert!(chart.source.len() > 20);
            for account in &chart.accounts {
                let control = account.purpose.is_some_and(Purpose::is_control);
                assert_eq!(control, account.kind == AccountKind::Control, "{jurisdiction:?} {}", account.code);
            }
            for purpose in Purpose::ALL {
                let found = chart.accounts.iter().filter(|account| account.purpose == Some(*purpose)).count();
                assert_eq!(found, 1, "{jurisdiction:?} {purpose:?}");
            }
            for language in Language::ALL {
                assert_eq!(
                    accounts(jurisdiction, *language).unwrap().len(),
                    chart.accounts.len(),
                    "{jurisdiction:?}: a code is there twice"
                );
            }
        }
    }
}
