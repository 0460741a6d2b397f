//! The short codes that contexts and rule data share: countries, regimes, product tax codes, rule ids.

pub use kernel::code::NotACode;

/// Longest marker, in characters: a name a person can say over the telephone.
pub const MARKER_CHARACTERS_MAX: usize = 40;
/// Longest id of a rule, in characters: territory, subject and name, joined by points.
pub const RULE_ID_CHARACTERS_MAX: usize = 60;
/// Digits of a commodity code (ТН ВЭД ЕАЭС, УКТЗЕД): chapter, heading, subheading and national lines.
pub const COMMODITY_DIGITS: usize = 10;

fn is_marker(text: &str) -> bool {
    let starts = text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    starts && text.len() <= MARKER_CHARACTERS_MAX && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_rule_id(text: &str) -> bool {
    text.len() <= RULE_ID_CHARACTERS_MAX && text.contains('.') && text.split('.').all(is_marker)
}

fn is_commodity(text: &str) -> bool {
    text.len() == COMMODITY_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $check:expr, $expected:literal, $pattern:literal) => {
        kernel::parsed_text!($(#[$doc])* $name, NotACode, |text| kernel::code::checked(text, $check, $expected), $pattern);

        impl $name {
            /// Checks the form; whether rule data knows the code is asked when tax is calculated.
            pub fn new(text: &str) -> Result<Self, NotACode> {
                text.parse()
            }
        }
    };
}

code!(
    /// A country by its ISO 3166-1 code of two capital letters: `KZ`.
    CountryCode, is_country, "two capital letters, such as KZ", "^[A-Z]{2}$"
);
code!(
    /// A taxpayer's regime in one country, as rule data names it: `general`, `usn-5`.
    RegimeCode, is_marker, "small letters, digits and hyphens, such as usn-5", "^[a-z][a-z0-9-]{0,39}$"
);
code!(
    /// What decides the rate of an item: a marker such as `food-10`, or a commodity code of ten digits.
    ProductTaxCode,
    |text: &str| is_marker(text) || is_commodity(text),
    "a marker such as food-10, or a commodity code of ten digits",
    "^([a-z][a-z0-9-]{0,39}|[0-9]{10})$"
);
code!(
    /// The id of a rule: territory, subject and name, such as `ru.vat.standard`.
    RuleId, is_rule_id, "names joined by points, such as ru.vat.standard", r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_one_spelling() {
        assert!(CountryCode::new("KZ").is_ok() && CountryCode::new("kz").is_err() && CountryCode::new("KAZ").is_err());
        assert!(RegimeCode::new("usn-5").is_ok() && RegimeCode::new("УСН").is_err() && RegimeCode::new("").is_err());
        assert!(RuleId::new("ru.vat.standard").is_ok() && RuleId::new("standard").is_err() && RuleId::new("ru..x").is_err());
        for good in ["standard", "food-10", "1001990000", "0101210000"] {
            assert!(ProductTaxCode::new(good).is_ok(), "{good}");
        }
        for bad in ["", "1001", "10019900001", "Food", "food_10", "٠١٠١٢١٠٠٠٠"] {
            assert!(ProductTaxCode::new(bad).is_err(), "{bad}");
        }
    }
}
