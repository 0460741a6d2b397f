//! Order numbers: short enough to be typed into a payment purpose, with a check digit so
//! that a number read out of free text is either this one or none.

use std::fmt;
use std::str::FromStr;

use kernel::id::derive_uuid;
use serde::{Deserialize, Serialize};

use crate::OrderId;

/// How many numbers a creation may try before it asks the caller to try again. With a
/// million numbers a year and tenant, four in a row are taken once in a blue moon.
pub const CANDIDATES: u32 = 4;

/// `26-048217-5`: year, six digits, check digit (Damm: catches every single wrong digit and
/// every swap of neighbours).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderNumber(String);

/// Why a text is not an order number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an order number such as 26-048217-5 with a valid check digit")]
pub struct NotANumber;

/// Table of a totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &str) -> Option<u8> {
    digits.bytes().try_fold(0u8, |interim, byte| {
        let digit = byte.checked_sub(b'0')?;
        DAMM.get(usize::from(interim))?.get(usize::from(digit)).copied()
    })
}

impl OrderNumber {
    /// The `attempt`-th number that an order may take; always the same for the same order.
    pub fn derive(order: OrderId, year: i32, attempt: u32) -> Self {
        let uuid = derive_uuid("order-number", &[&order.to_string(), &attempt.to_string()]);
        let serial = uuid.as_u128() % 1_000_000;
        let digits = format!("{:02}{serial:06}", year.rem_euclid(100));
        let check = damm(&digits).unwrap_or_default();
        Self(format!("{}-{}-{check}", &digits[..2], &digits[2..]))
    }

    /// The number as a person writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nine digits alone, as they stand in a payment purpose.
    pub fn digits(&self) -> String {
        self.0.replace('-', "")
    }
}

impl FromStr for OrderNumber {
    type Err = NotANumber;
    /// Reads nine digits, with or without hyphens or spaces between the groups.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let plain = digits.len() == 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || damm(&digits) != Some(0) {
            return Err(NotANumber);
        }
        Ok(Self(format!("{}-{}-{}", &digits[..2], &digits[2..8], &digits[8..])))
    }
}

impl TryFrom<String> for OrderNumber {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<OrderNumber> for String {
    fn from(number: OrderNumber) -> Self {
        number.0
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for OrderNumber {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OrderNumber".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{2}-[0-9]{6}-[0-9]$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r25_a_number_with_one_wrong_digit_is_no_number() {
        let number = OrderNumber::derive(OrderId::derive(&["order"]), 2026, 0);
        let digits = number.digits();
        assert_eq!(digits.parse(), Ok(number.clone()));
        for place in 0..digits.len() {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = digits.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(wrong.parse::<OrderNumber>().is_ok(), wrong == digits, "{wrong}");
            }
        }
    }

    #[test]
    fn an_order_has_the_same_candidates_every_time() {
        let order = OrderId::derive(&["order"]);
        assert_eq!(OrderNumber::derive(order, 2026, 1), OrderNumber::derive(order, 2026, 1));
        assert_ne!(OrderNumber::derive(order, 2026, 0), OrderNumber::derive(order, 2026, 1));
    }
}
