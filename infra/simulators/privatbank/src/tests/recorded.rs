use std::collections::BTreeSet;

use chrono::Days;
use serde_json::{Value, json};

use super::{Stand, ids, monday, rows};
use crate::Account;

const FIELDS: [&str; 37] = [
    "AUT_MY_CRF",
    "AUT_MY_MFO",
    "AUT_MY_ACC",
    "AUT_MY_NAM",
    "AUT_MY_MFO_NAME",
    "AUT_MY_MFO_CITY",
    "AUT_CNTR_CRF",
    "AUT_CNTR_MFO",
    "AUT_CNTR_ACC",
    "AUT_CNTR_NAM",
    "AUT_CNTR_MFO_NAME",
    "AUT_CNTR_MFO_CITY",
    "CCY",
    "FL_REAL",
    "PR_PR",
    "DOC_TYP",
    "NUM_DOC",
    "DAT_KL",
    "DAT_OD",
    "OSND",
    "SUM",
    "SUM_E",
    "REF",
    "REFN",
    "TIM_P",
    "DATE_TIME_DAT_OD_TIM_P",
    "ID",
    "TRANTYPE",
    "DLR",
    "TECHNICAL_TRANSACTION_ID",
    "UETR",
    "ULTMT",
    "STRUCT_CODE",
    "PAYER_ULTMT_NCEO",
    "PAYER_ULTMT_NAME",
    "RECIPIENT_ULTMT_NCEO",
    "RECIPIENT_ULTMT_NAME",
];

async fn statement(stand: &Stand) -> Value {
    stand.get("statements/transactions?startDate=01-02-2026&limit=500").await
}

#[tokio::test]
async fn every_row_has_every_field_as_text() {
    let stand = Stand::recorded().await;
    stand.pay("1.00");
    let answer = statement(&stand).await;
    for row in rows(&answer, "transactions") {
        let row = row.as_object().unwrap();
        let names: BTreeSet<&str> = row.keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(FIELDS));
        assert!(row.values().all(Value::is_string));
    }
}

#[tokio::test]
async fn there_is_a_transaction_of_every_kind() {
    let stand = Stand::recorded().await;
    let answer = statement(&stand).await;
    let has = |what: &dyn Fn(&Value) -> bool| rows(&answer, "transactions").iter().any(what);
    for state in ["r", "p", "t", "n"] {
        assert!(has(&|row| row["PR_PR"] == state), "{state}");
    }
    assert!(has(&|row| row["FL_REAL"] == "i"));
    assert!(has(&|row| row["TRANTYPE"] == "D" && row["STRUCT_CODE"] == "101"));
    assert!(has(&|row| row["DOC_TYP"] == "m" && row["SUM"] == "2955.00" && row["OSND"].to_string().contains("Сума 3000.00")));
    assert!(has(&|row| row["PAYER_ULTMT_NAME"] == "Роздрібний покупець" && row["AUT_CNTR_NAM"].to_string().contains("Транз")));
    assert!(has(&|row| row["CCY"] == "USD" && row["SUM_E"] == "61875.00"));
}

/// ISO 7064: letters count from ten, and the number leaves one when divided by 97.
fn is_iban(iban: &str) -> bool {
    let (head, tail) = iban.split_at(4);
    let digits = format!("{tail}{head}").chars().map(|c| c.to_digit(36).unwrap().to_string()).collect::<String>();
    iban.len() == 29 && digits.bytes().fold(0_u32, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97) == 1
}

fn weighed(code: &str, weights: &[i64]) -> i64 {
    let digits = code.bytes().map(|byte| i64::from(byte - b'0'));
    digits.zip(weights).map(|(digit, weight)| digit * weight).sum::<i64>() % 11
}

/// The last digit of an ЄДРПОУ or of a person's tax code.
fn is_tax_code(code: &str) -> bool {
    let last = i64::from(code.as_bytes()[code.len() - 1] - b'0');
    if code.len() == 10 {
        return weighed(code, &[-1, 5, 7, 9, 4, 6, 10, 5, 7]).rem_euclid(11) % 10 == last;
    }
    let middle = (30_000_000..60_000_000).contains(&code.parse::<u32>().unwrap());
    let weights: [i64; 7] = if middle { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let first = weighed(code, &weights);
    let control = if first < 10 { first } else { weighed(code, &weights.map(|weight| weight + 2)) % 10 };
    code.len() == 8 && control == last
}

#[tokio::test]
async fn check_digits_are_valid() {
    let stand = Stand::recorded().await;
    stand.pay("1.00");
    let answer = statement(&stand).await;
    for row in rows(&answer, "transactions") {
        for key in ["AUT_MY_ACC", "AUT_CNTR_ACC"] {
            assert!(is_iban(row[key].as_str().unwrap()), "{}", row[key]);
        }
        for key in ["AUT_MY_CRF", "AUT_CNTR_CRF"] {
            assert!(is_tax_code(row[key].as_str().unwrap()), "{}", row[key]);
        }
    }
    assert!(Account::invented().iter().all(|account| is_iban(&account.iban)));
}

#[tokio::test]
async fn the_same_day_gives_the_same_rows_and_another_day_others() {
    let stand = Stand::recorded().await;
    let first = statement(&stand).await;
    stand.simulator.load_recorded(monday());
    assert_eq!(statement(&stand).await, first);
    stand.simulator.load_recorded(monday().checked_add_days(Days::new(7)).unwrap());
    let both = statement(&stand).await;
    let identity = |row: &Value| format!("{}{}", row["REF"], row["REFN"]);
    let identities: BTreeSet<_> = rows(&both, "transactions").iter().map(identity).collect();
    assert_eq!((ids(&both).len(), identities.len()), (24, 24));
}

#[tokio::test]
async fn what_is_in_process_is_posted_in_the_end() {
    let stand = Stand::recorded().await;
    let settled: Value = stand.control("settle", json!({})).await.json().await.unwrap();
    assert_eq!(settled["settled"].as_array().unwrap().len(), 1);
    let answer = statement(&stand).await;
    assert!(rows(&answer, "transactions").iter().all(|row| row["PR_PR"] != "p"));
}
