//! Amounts as whole numbers of their smallest unit, read from and written to decimal text.

/// Digits after the point in an amount of money.
pub const MONEY_DIGITS: u32 = 2;

/// Reads decimal text as a whole number of units of `10^-digits`: `"1500.5"` with two digits is
/// 150050. A comma stands for a point, as in hand-written requests.
///
/// `None` when the text is not a decimal, has more digits after the point than `digits`, or does
/// not fit.
#[must_use]
pub fn parse(text: &str, digits: u32) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let fraction = fraction.trim_end_matches('0');
    let missing = usize::try_from(digits).ok()?.checked_sub(fraction.len())?;
    let all = format!("{whole}{fraction}{}", "0".repeat(missing));
    if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let units: i64 = all.parse().ok()?;
    Some(if negative { -units } else { units })
}

/// Writes units of `10^-digits` as decimal text with exactly `digits` digits after the point.
#[must_use]
pub fn format(units: i64, digits: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let scale = 10_u64.pow(digits);
    let (whole, fraction) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    match usize::try_from(digits) {
        Ok(0) | Err(_) => format!("{sign}{whole}"),
        Ok(width) => format!("{sign}{whole}.{fraction:0width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, units) in [
            ("1500.55", Some(150_055)),
            ("1500,5", Some(150_050)),
            ("96", Some(9_600)),
            ("-0.01", Some(-1)),
            ("2.500", Some(250)),
            ("1.005", None),
            ("", None),
            (".5", None),
            ("1e3", None),
            ("--1", None),
        ] {
            assert_eq!(parse(text, 2), units, "{text:?}");
        }
        assert_eq!(format(150_050, 2), "1500.50");
        assert_eq!(format(-1, 2), "-0.01");
        assert_eq!(format(7, 0), "7");
    }
}
