//! One row of a statement, and how a new one is made.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::clock::{date_text, instant_text};
use crate::{Account, InjectError};

/// The payer of an injected transaction, unless it names another; all check digits are valid.
const PAYER_NAME: &str = "Роздрібний покупець";
const PAYER_TAX_CODE: &str = "2984123455";
const PAYER_IBAN: &str = "UA373052990000026206012345678";
const PURPOSE: &str = "Оплата за товар";

/// Hryvnias for one unit of a currency, in ten-thousandths.
const RATES: [(&str, i64); 3] = [("UAH", 10_000), ("USD", 412_500), ("EUR", 448_000)];
const RATE_SCALE: i64 = 10_000;

/// Banks by the code in an account number: code, name, city.
const BANKS: [(&str, &str, &str); 5] = [
    ("305299", "АТ КБ \"ПРИВАТБАНК\"", "м. Дніпро"),
    ("322001", "АТ \"УНІВЕРСАЛ БАНК\"", "м. Київ"),
    ("300528", "АТ \"ОТП БАНК\"", "м. Київ"),
    ("322313", "АТ \"УКРЕКСІМБАНК\"", "м. Київ"),
    ("899998", "Казначейство України (ел. адм. подат.)", "м. Київ"),
];

/// A transaction to put into the statement. Every field but the amount may stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewTransaction {
    /// IBAN of the own account; the first one in `currency` when empty.
    pub account: String,
    /// A positive decimal such as `1500.55`.
    pub amount: String,
    /// ISO code; UAH when empty.
    pub currency: String,
    /// The purpose of payment (`OSND`).
    pub purpose: String,
    /// The other party's name.
    pub payer_name: String,
    /// The other party's ЄДРПОУ or РНОКПП.
    pub payer_edrpou: String,
    /// The other party's IBAN.
    pub payer_iban: String,
    /// p in process, t reversed, r posted, n rejected; r when empty.
    pub pr_pr: String,
    /// r real, i informational; r when empty.
    pub fl_real: String,
    /// C credit, D debit; C when empty.
    pub trantype: String,
    /// p payment order, m memorial order; p when empty.
    pub doc_typ: String,
    /// The payer behind a transit account.
    pub payer_ultmt_name: String,
    /// The tax code of the payer behind a transit account.
    pub payer_ultmt_nceo: String,
}

/// A row of the statement with what is needed to sort and add it up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) at: NaiveDateTime,
    pub(crate) iban: String,
    pub(crate) minor: i64,
    /// In hryvnias.
    pub(crate) minor_equivalent: i64,
    pub(crate) credit: bool,
    /// The row as it stands on the wire: every value is a string.
    pub(crate) row: Map<String, Value>,
}

impl Entry {
    pub(crate) fn date(&self) -> NaiveDate {
        self.at.date()
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        self.row.get(key).and_then(Value::as_str).unwrap_or("")
    }

    pub(crate) fn set(&mut self, key: &str, value: &str) {
        self.row.insert(key.to_owned(), Value::from(value));
    }

    /// Money has really moved.
    pub(crate) fn counts(&self) -> bool {
        self.text("PR_PR") == "r" && self.text("FL_REAL") == "r"
    }

    /// Dates the row, in all its fields.
    pub(crate) fn date_at(&mut self, at: NaiveDateTime) {
        self.at = at;
        self.set("DAT_KL", &date_text(at.date()));
        self.set("DAT_OD", &date_text(at.date()));
        self.set("TIM_P", &at.format("%H:%M").to_string());
        self.set("DATE_TIME_DAT_OD_TIM_P", &instant_text(at));
    }

    /// Says whose the row is.
    pub(crate) fn belong_to(&mut self, account: &Account) {
        self.iban.clone_from(&account.iban);
        self.set_bank("AUT_MY", &account.iban);
        self.set("AUT_MY_CRF", &account.edrpou);
        self.set("AUT_MY_NAM", &account.name);
        self.set("CCY", &account.currency);
    }

    fn set_bank(&mut self, side: &str, iban: &str) {
        let (code, name, city) = bank(iban);
        self.set(&format!("{side}_ACC"), iban);
        self.set(&format!("{side}_MFO"), code);
        self.set(&format!("{side}_MFO_NAME"), name);
        self.set(&format!("{side}_MFO_CITY"), city);
    }

    /// The numbers by which the bank knows the row.
    pub(crate) fn identify(&mut self, id: &str, reference: &str) {
        id.clone_into(&mut self.id);
        self.set("ID", id);
        self.set("REF", reference);
        self.set("TECHNICAL_TRANSACTION_ID", &format!("{id}_online"));
    }
}

/// The bank of an account: the six digits behind the check digits.
fn bank(iban: &str) -> (&str, &'static str, &'static str) {
    let code = iban.get(4..10).unwrap_or("");
    let known = BANKS.iter().find(|(known, _, _)| *known == code);
    known.map_or((code, "", ""), |(_, name, city)| (code, name, city))
}

/// An amount in hryvnias, rounded half up.
pub(crate) fn equivalent(minor: i64, currency: &str) -> i64 {
    let rate = RATES.iter().find(|(known, _)| *known == currency);
    let rate = rate.map_or(RATE_SCALE, |(_, rate)| *rate);
    minor.saturating_mul(rate).saturating_add(RATE_SCALE / 2).div_euclid(RATE_SCALE)
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() { otherwise } else { text.trim() }
}

fn one_of<'a>(field: &'static str, text: &'a str, known: &[&'a str]) -> Result<&'a str, InjectError> {
    let otherwise = known.first().copied().unwrap_or("");
    let text = or(text, otherwise);
    if known.contains(&text) { Ok(text) } else { Err(InjectError::Field(field)) }
}

impl NewTransaction {
    /// Makes the row; `number` is what the bank counts its documents by.
    pub(crate) fn entry(&self, accounts: &[Account], at: NaiveDateTime, number: u64) -> Result<Entry, InjectError> {
        let minor = decimal::parse(&self.amount, MONEY_DIGITS).filter(|minor| *minor > 0);
        let minor = minor.ok_or(InjectError::Field("amount"))?;
        let account = self.own_account(accounts)?;
        let trantype = one_of("trantype", &self.trantype, &["C", "D"])?;
        let minor_equivalent = equivalent(minor, &account.currency);
        let mut entry =
            Entry { id: String::new(), at, iban: String::new(), minor, minor_equivalent, credit: trantype == "C", row: Map::new() };
        entry.belong_to(account);
        entry.set("AUT_CNTR_CRF", or(&self.payer_edrpou, PAYER_TAX_CODE));
        entry.set_bank("AUT_CNTR", or(&self.payer_iban, PAYER_IBAN));
        entry.set("AUT_CNTR_NAM", or(&self.payer_name, PAYER_NAME));
        entry.set("FL_REAL", one_of("fl_real", &self.fl_real, &["r", "i"])?);
        entry.set("PR_PR", one_of("pr_pr", &self.pr_pr, &["r", "p", "t", "n"])?);
        entry.set("DOC_TYP", or(&self.doc_typ, "p"));
        entry.set("NUM_DOC", &(number % 100_000).to_string());
        entry.set("OSND", or(&self.purpose, PURPOSE));
        entry.set("SUM", &decimal::format(minor, MONEY_DIGITS));
        entry.set("SUM_E", &decimal::format(minor_equivalent, MONEY_DIGITS));
        entry.set("REFN", "P");
        entry.set("TRANTYPE", trantype);
        entry.set("DLR", "");
        entry.set("UETR", &uuid::Uuid::now_v7().to_string());
        let behind = !self.payer_ultmt_name.trim().is_empty();
        entry.set("ULTMT", if behind { "Y" } else { "N" });
        entry.set("STRUCT_CODE", "");
        entry.set("PAYER_ULTMT_NCEO", self.payer_ultmt_nceo.trim());
        entry.set("PAYER_ULTMT_NAME", self.payer_ultmt_name.trim());
        entry.set("RECIPIENT_ULTMT_NCEO", "");
        entry.set("RECIPIENT_ULTMT_NAME", "");
        entry.date_at(at);
        entry.identify(&number.to_string(), &injected_reference(number));
        Ok(entry)
    }

    fn own_account<'a>(&self, accounts: &'a [Account]) -> Result<&'a Account, InjectError> {
        let named = self.account.trim();
        let currency = self.currency.trim();
        let found = accounts.iter().find(|account| {
            let this = named.is_empty() || account.iban == named;
            let expected = if named.is_empty() { or(currency, "UAH") } else { or(currency, &account.currency) };
            this && account.currency == expected
        });
        found.ok_or(InjectError::Account)
    }
}

/// `REF` of an injected transaction: fourteen characters, unlike any recorded one.
fn injected_reference(number: u64) -> String {
    format!("SIM{:0>11}", base36(number))
}

/// A number in the digits and capitals the bank's references are made of.
pub(crate) fn base36(number: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut digits = Vec::new();
    let mut rest = number;
    while rest > 0 || digits.is_empty() {
        let digit = usize::try_from(rest % 36).unwrap_or(0);
        digits.push(char::from(DIGITS[digit]));
        rest /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalents_are_rounded_half_up() {
        assert_eq!(equivalent(150_055, "UAH"), 150_055);
        assert_eq!(equivalent(150_000, "USD"), 6_187_500);
        assert_eq!(equivalent(1, "USD"), 41);
        assert_eq!(equivalent(2, "USD"), 83);
    }

    #[test]
    fn base36_counts() {
        assert_eq!((base36(0), base36(35), base36(36)), ("0".into(), "Z".into(), "10".into()));
    }
}
