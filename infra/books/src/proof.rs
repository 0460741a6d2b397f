//! The books as we show them, the journal as we export it, and where others come to other sums.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Currency, Day, Money};
use ledger::export::{Format, account_name};
use ledger::queries::export::Exported;
use ledger::queries::trial_balance::TrialBalance;
use posting::{AccountCode, AccountKind, BookId, Journal};
use rust_decimal::Decimal;
use serde_json::json;
use testkit::Tenant;

use crate::Failed;

/// What stands on one account.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// What the account counts.
    pub kind: AccountKind,
    /// Debit less credit.
    pub balance: Money,
}

/// Balances by account, as a program names it, and currency; nothing where it is zero.
pub type Balances = BTreeMap<(String, String), Decimal>;

/// What our trial balances of both journals show at the end of a day.
///
/// # Errors
/// When the query is refused or a trial balance does not balance.
pub fn trial(tenant: &Tenant, book: BookId, as_of: Day) -> Result<BTreeMap<AccountCode, Standing>, Failed> {
    let mut standing = BTreeMap::new();
    for journal in [Journal::Financial, Journal::Control] {
        let answer = tenant.ask("ledger.get-trial-balance", json!({ "book_id": book, "as_of": as_of, "journal": journal }));
        let answer = answer.map_err(|refused| Failed::new(format!("the trial balance of {book} is refused: {}", refused.code)))?;
        let trial: TrialBalance = serde_json::from_value(answer).map_err(Failed::to("read a trial balance"))?;
        if !trial.balanced {
            return Err(Failed::new(format!("the {journal:?} trial balance of {book} as of {as_of} does not balance")));
        }
        for line in trial.lines {
            let balance = line.sums.closing_debit.minus(line.sums.closing_credit).map_err(Failed::to("subtract"))?;
            standing.insert(line.account, Standing { kind: line.kind, balance });
        }
    }
    Ok(standing)
}

/// The same, by the names that the export gives the accounts.
///
/// # Errors
/// As [`trial`].
pub fn ours(tenant: &Tenant, book: BookId, as_of: Day, format: Format) -> Result<Balances, Failed> {
    let standing = trial(tenant, book, as_of)?;
    let balances = standing.iter().filter(|(_, standing)| !standing.balance.is_zero()).map(|(code, standing)| {
        let amount: Decimal = standing.balance.amount().parse().map_err(Failed::to("read an amount"))?;
        let currency: Currency = standing.balance.currency();
        Ok(((account_name(format, code, standing.kind), currency.code().to_owned()), amount))
    });
    balances.collect()
}

/// The journal of a book, page after page, as the API gives it.
///
/// # Errors
/// When the query is refused.
pub fn exported(tenant: &Tenant, book: BookId, format: Format) -> Result<String, Failed> {
    let (mut text, mut cursor) = (String::new(), None::<String>);
    loop {
        let mut parameters = json!({ "book_id": book, "format": format });
        if let (Some(cursor), Some(fields)) = (&cursor, parameters.as_object_mut()) {
            fields.insert("cursor".to_owned(), json!(cursor));
        }
        let answer = tenant.ask("ledger.export-journal", parameters);
        let answer = answer.map_err(|refused| Failed::new(format!("the export of {book} is refused: {}", refused.code)))?;
        let page: Exported = serde_json::from_value(answer).map_err(Failed::to("read an export"))?;
        text += &page.text;
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(text),
        }
    }
}

/// Where two come to different sums: a line an account, empty when nowhere.
pub fn differences(ours: &Balances, theirs: &Balances) -> Vec<String> {
    let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let of = |balances: &Balances, key: &(String, String)| balances.get(key).copied().unwrap_or_default();
    let differs = |key: &&(String, String)| of(ours, key) != of(theirs, key);
    let told = |key: &(String, String)| format!("{:<28} {}: we {:>20}, they {:>20}", key.0, key.1, of(ours, key), of(theirs, key));
    keys.into_iter().filter(differs).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balances(list: &[(&str, &str)]) -> Balances {
        list.iter().map(|(account, amount)| (((*account).to_owned(), "UAH".to_owned()), amount.parse().unwrap())).collect()
    }

    #[test]
    fn a_kopeck_too_much_and_an_account_too_few_are_told() {
        let ours = balances(&[("assets:311", "10.00"), ("assets:361", "5.00"), ("equity:40", "-15.00")]);
        assert_eq!(differences(&ours, &ours), Vec::<String>::new());
        let theirs = balances(&[("assets:311", "10.01"), ("equity:40", "-15.0")]);
        let told = differences(&ours, &theirs);
        assert!(told.len() == 2 && told[0].starts_with("assets:311") && told[1].starts_with("assets:361"), "{told:?}");
    }
}
