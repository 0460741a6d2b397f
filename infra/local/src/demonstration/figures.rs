//! What the group's books must show on 31 October 2026, worked out by hand.
//!
//! - The trading company began with 100,000.00 in the bank. It paid 3,000.00 for presses,
//!   36,600.00 for advice, and got 6,799.79 for presses: 67,199.79. Four presses are left, at
//!   200.00. Of 4,880.00 it owes 1,880.00. Input tax: 880.00 + 6,600.00. Output tax: 22 % of
//!   5,573.60 is 1,226.192, so 1,226.19. Sixteen presses cost 3,200.00.
//! - The leasing company got 61,000.00: 50,000.00 are revenue, 11,000.00 tax.
//! - The consulting company got 36,600.00: 30,000.00 are revenue, 6,600.00 tax.
//! - Together, the 30,000.00 that one is paid for and the other spends cancel out; the tax on
//!   them does not, as one owes it to the budget and the other reclaims it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::group::{CONSULTING, LEASING, TRADE};

/// The last day that counts.
pub const AS_OF: &str = "2026-10-31";

/// Balances by account: debits positive, credits negative; all other accounts are empty.
pub type Balances = &'static [(&'static str, &'static str)];

/// Each company's.
pub const BOOKS: [(&str, Balances); 3] = [
    (
        TRADE,
        &[
            ("000", "-100000.00"),
            ("19.03", "7480.00"),
            ("41.01", "800.00"),
            ("44.01", "30000.00"),
            ("51", "67199.79"),
            ("60.01", "-1880.00"),
            ("68.02", "-1226.19"),
            ("90.01", "-5573.60"),
            ("90.02", "3200.00"),
        ],
    ),
    (LEASING, &[("51", "61000.00"), ("68.02", "-11000.00"), ("90.01", "-50000.00")]),
    (CONSULTING, &[("51", "36600.00"), ("68.02", "-6600.00"), ("90.01", "-30000.00")]),
];

/// All of them, after elimination.
pub const CONSOLIDATED: Balances = &[
    ("000", "-100000.00"),
    ("19.03", "7480.00"),
    ("41.01", "800.00"),
    ("51", "164799.79"),
    ("60.01", "-1880.00"),
    ("68.02", "-18826.19"),
    ("90.01", "-55573.60"),
    ("90.02", "3200.00"),
];

/// The closing balances of a trial balance, or the totals of a consolidated one, that are not
/// zero: debits positive, credits negative.
pub fn shown(page: &Value) -> BTreeMap<String, String> {
    let amount = |value: &Value| value["amount"].as_str().unwrap_or_default().to_owned();
    let of = |line: &Value| {
        let (debit, credit) = (amount(&line["sums"]["closing_debit"]), amount(&line["sums"]["closing_credit"]));
        let shown = match line.get("total") {
            Some(total) => amount(total),
            None if credit == "0.00" => debit,
            None => format!("-{credit}"),
        };
        (line["account"].as_str().unwrap_or_default().to_owned(), shown)
    };
    page["lines"].as_array().into_iter().flatten().map(of).filter(|(_, amount)| amount != "0.00").collect()
}

/// The same of figures worked out by hand.
pub fn worked_out(balances: &[(&str, &str)]) -> BTreeMap<String, String> {
    balances.iter().map(|(account, amount)| ((*account).to_owned(), (*amount).to_owned())).collect()
}
