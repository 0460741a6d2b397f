//! A row of a statement as a fact; polled rows and pushed rows are the same.

use kernel::identifier::Iban;
use kernel::{Currency, Day, Moment, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::BANK;
use crate::outside::{ParseError, kyiv, lenient};

/// Longest purpose that is kept, in characters; the payment system allows 420.
const PURPOSE_CHARACTERS_MAX: usize = 1_000;
/// Longest name that is kept, in characters; the payment system allows 140.
const NAME_CHARACTERS_MAX: usize = 200;
/// Longest code, reference or number that is kept, in characters; theirs have at most 50.
const CODE_CHARACTERS_MAX: usize = 64;

/// Which way the money went, as seen from the tenant's account; the amount has no sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// `TRANTYPE` C: money came in.
    Credit,
    /// `TRANTYPE` D: money went out.
    Debit,
}

/// How far the bank has got: `PR_PR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Posting {
    /// `p`: being processed; may still vanish.
    InProcess,
    /// `r`: posted.
    Posted,
    /// `t`: reversed.
    Reversed,
    /// `n`: rejected.
    Rejected,
}

/// The other side of a transaction, as the bank wrote it. Personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counterparty {
    /// `AUT_CNTR_NAM`; a transit account's name hides the payer, see [`BankTransaction::ultimate_payer`].
    pub name: String,
    /// `AUT_CNTR_CRF` as it came: ЄДРПОУ, a person's tax number, or zeros.
    pub code: String,
    /// `AUT_CNTR_ACC` as it came; not every one is an IBAN.
    pub account: String,
}

/// Whom a transit account stands for. Personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UltimateParty {
    /// `PAYER_ULTMT_NAME`.
    pub name: String,
    /// `PAYER_ULTMT_NCEO` as it came; empty when the bank gave none.
    pub code: String,
}

/// One row of a statement. Names the other side and quotes the purpose: personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BankTransaction {
    /// Always [`BANK`].
    pub bank: String,
    /// `AUT_MY_ACC`: the tenant's account.
    pub account: Iban,
    /// `REF`: the bank's reference, which repeats over [`Self::refn`].
    pub reference: String,
    /// `REFN`: which part of the document.
    pub refn: String,
    /// `ID`, unique at the bank; empty when it gave none.
    pub id: String,
    /// `TECHNICAL_TRANSACTION_ID`; the bank adds a suffix such as `_online` to it.
    pub technical_id: String,
    /// `SUM` in `CCY`; never negative, see [`Self::direction`].
    pub amount: Money,
    /// `SUM_E`: the same in hryvnias, for accounts in another currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hryvnias: Option<Money>,
    /// Which way.
    pub direction: Direction,
    /// How far.
    pub posting: Posting,
    /// `FL_REAL` r: money moved. Otherwise the row only informs.
    pub real: bool,
    /// `DOC_TYP` as it came: `p` payment order, `m` memorial order and acquiring.
    pub document_type: String,
    /// `NUM_DOC`.
    pub document_number: String,
    /// `OSND`: what the payer wrote. Untrusted text.
    pub purpose: String,
    /// The other side.
    pub counterparty: Counterparty,
    /// Who really paid, behind a transit account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ultimate_payer: Option<UltimateParty>,
    /// `AUT_MY_CRF` as it came: the tenant's own code.
    pub own_code: String,
    /// `DATE_TIME_DAT_OD_TIM_P`: bank day and time in Kyiv, as an instant.
    pub paid_at: Moment,
    /// `DAT_OD`: the bank day that the transaction belongs to.
    pub bank_day: Day,
}

impl BankTransaction {
    /// Tells this transaction from every other, and is the same in every answer that holds it:
    /// bank, account, REF, REFN, amount, currency, type. The technical id is not in it, since
    /// the bank changes that between the interim and the final statement.
    pub fn identity(&self) -> String {
        let kind = match self.direction {
            Direction::Credit => 'C',
            Direction::Debit => 'D',
        };
        let (amount, currency) = (self.amount.amount(), self.amount.currency().code());
        format!("{}/{}/{}/{}/{amount}/{currency}/{kind}", self.bank, self.account, self.reference, self.refn)
    }

    /// Money has arrived: credit, posted and real. Nothing else counts as a payment.
    pub const fn is_received(&self) -> bool {
        matches!((self.direction, self.posting), (Direction::Credit, Posting::Posted)) && self.real
    }

    /// Money that had arrived was taken back.
    pub const fn is_reversal(&self) -> bool {
        matches!((self.direction, self.posting), (Direction::Credit, Posting::Reversed)) && self.real
    }
}

/// Reads a row of `/statements/transactions`, or of a push: the two are alike.
///
/// # Errors
/// A missing or unreadable field on which money or identity depends: `P24_PARSE_ERROR`.
/// Letters that this release does not know in `PR_PR`, `FL_REAL` or `TRANTYPE` are such.
pub fn normalise(row: &Value) -> Result<BankTransaction, ParseError> {
    let currency = required(row, "CCY")?;
    let currency: Currency = serde_json::from_value(Value::String(currency.to_uppercase()))
        .map_err(|_| unreadable("CCY", "a currency of the house", &currency))?;
    let account = required(row, "AUT_MY_ACC")?;
    let purpose = lenient::text(row, "OSND").unwrap_or_default();
    Ok(BankTransaction {
        bank: BANK.to_owned(),
        account: account.parse().map_err(|_| unreadable("AUT_MY_ACC", "an IBAN", &account))?,
        reference: reference(row, "REF")?,
        refn: reference(row, "REFN")?,
        id: optional(row, "ID"),
        technical_id: optional(row, "TECHNICAL_TRANSACTION_ID"),
        amount: amount(row, "SUM", currency)?,
        hryvnias: lenient::text(row, "SUM_E").and_then(|text| lenient::money(&text, Currency::UAH)),
        direction: letter(row, "TRANTYPE", &[("C", Direction::Credit), ("D", Direction::Debit)])?,
        posting: letter(
            row,
            "PR_PR",
            &[("p", Posting::InProcess), ("r", Posting::Posted), ("t", Posting::Reversed), ("n", Posting::Rejected)],
        )?,
        real: letter(row, "FL_REAL", &[("r", true), ("i", false)])?,
        document_type: optional(row, "DOC_TYP"),
        document_number: optional(row, "NUM_DOC"),
        purpose: lenient::line(&purpose, PURPOSE_CHARACTERS_MAX),
        counterparty: Counterparty {
            name: name(row, "AUT_CNTR_NAM"),
            code: optional(row, "AUT_CNTR_CRF"),
            account: optional(row, "AUT_CNTR_ACC"),
        },
        ultimate_payer: lenient::text(row, "PAYER_ULTMT_NAME")
            .map(|_| UltimateParty { name: name(row, "PAYER_ULTMT_NAME"), code: optional(row, "PAYER_ULTMT_NCEO") }),
        own_code: optional(row, "AUT_MY_CRF"),
        paid_at: paid_at(row)?,
        bank_day: bank_day(row)?,
    })
}

fn required(row: &Value, field: &'static str) -> Result<String, ParseError> {
    lenient::text(row, field).ok_or_else(|| ParseError::new(field, "missing"))
}

fn unreadable(field: &'static str, expected: &str, got: &str) -> ParseError {
    ParseError::new(field, format!("expected {expected}, got {:?}", lenient::line(got, CODE_CHARACTERS_MAX)))
}

fn optional(row: &Value, field: &str) -> String {
    lenient::text(row, field).map(|text| lenient::line(&text, CODE_CHARACTERS_MAX)).unwrap_or_default()
}

fn name(row: &Value, field: &str) -> String {
    lenient::text(row, field).map(|text| lenient::line(&text, NAME_CHARACTERS_MAX)).unwrap_or_default()
}

/// A part of the identity: cutting it could make two transactions one, and a slash would
/// move its border.
fn reference(row: &Value, field: &'static str) -> Result<String, ParseError> {
    let text = required(row, field)?;
    let plain = text.chars().count() <= CODE_CHARACTERS_MAX && !text.chars().any(|c| c == '/' || c.is_control());
    if plain { Ok(text) } else { Err(unreadable(field, "a short reference", &text)) }
}

fn amount(row: &Value, field: &'static str, currency: Currency) -> Result<Money, ParseError> {
    let text = required(row, field)?;
    let money = lenient::money(&text, currency).filter(|money| !money.is_negative());
    money.ok_or_else(|| unreadable(field, "an exact amount without a sign", &text))
}

fn letter<T: Copy>(row: &Value, field: &'static str, meanings: &[(&str, T)]) -> Result<T, ParseError> {
    let text = required(row, field)?;
    let meaning = meanings.iter().find(|(letter, _)| text.eq_ignore_ascii_case(letter));
    meaning.map(|(_, meaning)| *meaning).ok_or_else(|| unreadable(field, "a known letter", &text))
}

fn paid_at(row: &Value) -> Result<Moment, ParseError> {
    const FIELD: &str = "DATE_TIME_DAT_OD_TIM_P";
    let text = match lenient::text(row, FIELD) {
        Some(text) => text,
        None => format!("{} {}", required(row, "DAT_OD")?, required(row, "TIM_P")?),
    };
    let moment = kyiv::moment(&text).ok().flatten();
    moment.ok_or_else(|| unreadable(FIELD, "date and time in Kyiv", &text))
}

fn bank_day(row: &Value) -> Result<Day, ParseError> {
    let text = required(row, "DAT_OD")?;
    kyiv::day(&text).ok().flatten().ok_or_else(|| unreadable("DAT_OD", "a day", &text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::privat24::{Answer, code, sort_page};
    use serde_json::json;

    const RECORDED: &str = include_str!("../../../../../events/orders/outside/privat24-statement-page.json");

    fn rows() -> Vec<Value> {
        let page: Value = serde_json::from_str(RECORDED).unwrap();
        page["transactions"].as_array().unwrap().clone()
    }

    /// The first recorded row with some fields replaced.
    fn with(changes: &Value) -> Value {
        let mut row = rows().swap_remove(0);
        for (field, value) in changes.as_object().unwrap() {
            row[field] = value.clone();
        }
        row
    }

    #[test]
    fn a_recorded_row_becomes_a_transaction() {
        let fact = normalise(&rows()[0]).unwrap();
        assert_eq!(fact.amount, Money::from_minor(150_055, Currency::UAH));
        assert_eq!((fact.direction, fact.posting, fact.real), (Direction::Credit, Posting::Posted, true));
        assert_eq!((fact.paid_at.to_string(), fact.bank_day.to_string()), ("2026-11-20T12:05:00.000Z".to_owned(), "2026-11-20".to_owned()));
        assert_eq!(fact.counterparty.name, "Платник Зразковий");
        assert!(fact.is_received() && fact.ultimate_payer.is_none());
        let again: BankTransaction = serde_json::from_value(serde_json::to_value(&fact).unwrap()).unwrap();
        assert_eq!(again, fact);
    }

    #[test]
    fn r17_only_posted_real_credits_are_received() {
        for (kind, posting, real, received, reversal) in [
            ("C", "r", "r", true, false),
            ("C", "R", "R", true, false),
            ("D", "r", "r", false, false),
            ("C", "p", "r", false, false),
            ("C", "n", "r", false, false),
            ("C", "t", "r", false, true),
            ("C", "t", "i", false, false),
            ("D", "t", "r", false, false),
            ("C", "r", "i", false, false),
        ] {
            let fact = normalise(&with(&json!({ "TRANTYPE": kind, "PR_PR": posting, "FL_REAL": real }))).unwrap();
            assert_eq!((fact.is_received(), fact.is_reversal()), (received, reversal), "{kind}{posting}{real}");
        }
    }

    #[test]
    fn r18_identity_ignores_what_the_bank_changes_and_tells_parts_apart() {
        let identity = |changes: Value| normalise(&with(&changes)).unwrap().identity();
        let first = identity(json!({}));
        assert_eq!(first, "privatbank/UA213223130000026007233566001/JBKLKBN8VL0001/1/1500.55/UAH/C");
        for same in [
            json!({ "TECHNICAL_TRANSACTION_ID": "173000000001_final", "ID": "", "PR_PR": "p", "OSND": "інше" }),
            json!({ "SUM": 1500.55 }),
            json!({ "SUM": "1500.550" }),
            json!({ "REFN": 1 }),
        ] {
            assert_eq!(identity(same), first);
        }
        for other in
            [json!({ "REFN": "2" }), json!({ "REF": "X" }), json!({ "SUM": "1500.5" }), json!({ "TRANTYPE": "D" }), json!({ "CCY": "USD" })]
        {
            assert_ne!(identity(other), first);
        }
    }

    #[test]
    fn a_transit_account_shows_who_really_paid() {
        let fact = normalise(&rows()[2]).unwrap();
        assert_eq!(fact.counterparty.name, "Транз. рахунок");
        assert_eq!(fact.ultimate_payer.unwrap().name, "Покупець Зразковий");
        assert_eq!(fact.purpose, "Переказ від Покупець Зразковий за зам. 18");
    }

    #[test]
    fn x06_the_hour_that_happens_twice_is_taken_the_first_time() {
        let fact = normalise(&rows()[7]).unwrap();
        assert_eq!(fact.paid_at.to_string(), "2026-10-25T00:30:00.000Z");
        assert_eq!((fact.amount.to_string(), fact.hryvnias.unwrap().to_string()), ("120.00 USD".to_owned(), "5012.40 UAH".to_owned()));
        let fallback = with(&json!({ "DATE_TIME_DAT_OD_TIM_P": null, "TIM_P": "09:30", "DAT_OD": "01.07.2026" }));
        assert_eq!(normalise(&fallback).unwrap().paid_at.to_string(), "2026-07-01T06:30:00.000Z");
    }

    #[test]
    fn r36_a_row_that_money_depends_on_is_never_guessed() {
        for (field, value) in [
            ("SUM", json!("-1.00")),
            ("SUM", json!("1.005")),
            ("SUM", json!("")),
            ("SUM", json!([])),
            ("CCY", json!("XXX")),
            ("CCY", json!(null)),
            ("AUT_MY_ACC", json!("26007233566001")),
            ("REF", json!("")),
            ("REF", json!("a/b")),
            ("REFN", json!("x".repeat(65))),
            ("TRANTYPE", json!("X")),
            ("PR_PR", json!("z")),
            ("FL_REAL", json!("")),
            ("DAT_OD", json!("32.01.2026")),
            ("DATE_TIME_DAT_OD_TIM_P", json!("soon")),
        ] {
            let row = with(&json!({ field: value }));
            assert_eq!(normalise(&row).map_err(|error| error.field), Err(field), "{field} {value}");
        }
    }

    #[test]
    fn r18_a_page_leaves_out_doubles_and_sets_contradictions_aside() {
        let Answer::Page { rows, rejected, duplicates, next } = sort_page(rows(), Some("next".to_owned())) else { panic!("not a page") };
        let kept: Vec<_> = rows.iter().map(|row| (row.fact.reference.as_str(), row.fact.refn.as_str(), row.fact.posting)).collect();
        assert_eq!(kept.len(), 9);
        assert!(kept.contains(&("JBKLKBN8VL0004", "1", Posting::InProcess)) && kept.contains(&("JBKLKBN8VL0004", "1", Posting::Posted)));
        let codes: Vec<_> = rejected.iter().map(|row| row.code.as_str()).collect();
        assert_eq!((codes, duplicates, next.as_deref()), (vec![code::DUPLICATE_TX, code::PARSE_ERROR], 1, Some("next")));
    }
}
