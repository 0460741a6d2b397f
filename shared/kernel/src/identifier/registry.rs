//! Numbers in state registers, with the check digits of their rules.

use super::NotAnIdentifier;

identifier!(
    /// Taxpayer number in Russia (ИНН): 10 digits of an organisation, 12 of a person.
    Inn,
    inn,
    "^([0-9]{10}|[0-9]{12})$"
);
identifier!(
    /// Reason code of a Russian organisation's tax registration (КПП): 9 characters, of which
    /// the fifth and sixth may be letters. It has no check digit, and branches of one
    /// organisation have several.
    Kpp,
    kpp,
    "^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$"
);
identifier!(
    /// Number of an organisation in the Russian state register (ОГРН): 13 digits.
    Ogrn,
    ogrn,
    "^[0-9]{13}$"
);
identifier!(
    /// Number of an entrepreneur in the Russian state register (ОГРНИП): 15 digits.
    Ogrnip,
    ogrnip,
    "^[34][0-9]{14}$"
);
identifier!(
    /// Code in the Russian classifier of enterprises (ОКПО): 8 digits of an organisation,
    /// 10 of an entrepreneur.
    Okpo,
    okpo,
    "^([0-9]{8}|[0-9]{10})$"
);
identifier!(
    /// Taxpayer number of a person in Ukraine (РНОКПП): 10 digits.
    Rnokpp,
    rnokpp,
    "^[0-9]{10}$"
);
identifier!(
    /// Taxpayer number in Belarus (УНП): 9 digits of an organisation; a person's begins with
    /// two letters.
    Unp,
    unp,
    "^[0-9A-Z]{2}[0-9]{7}$"
);
identifier!(
    /// Identification number in Kazakhstan, of an organisation (БИН) or a person (ИИН): 12 digits.
    Bin,
    bin,
    "^[0-9]{12}$"
);
identifier!(
    /// Bank identification code in Russia (БИК): 9 digits, the first two `04`.
    Bic,
    bic,
    "^04[0-9]{7}$"
);
identifier!(
    /// Number of an account in a Russian bank: 20 digits. Its check digit depends on the bank:
    /// see [`RuAccount::is_held_at`].
    RuAccount,
    ru_account,
    "^[0-9]{20}$"
);

impl Inn {
    /// Whether it is a person's or an entrepreneur's.
    pub fn is_personal(&self) -> bool {
        self.0.len() == 12
    }
}

impl RuAccount {
    /// Whether the account's check digit is right for this bank: digits weighted 7, 1, 3 over
    /// the bank's part and the account. A settlement centre of the central bank is known by
    /// `00` in the seventh and eighth place of its code; its part is a zero and the fifth and
    /// sixth digit.
    pub fn is_held_at(&self, bank: &Bic) -> bool {
        let code = bank.as_str();
        let part = if code.get(6..8) == Some("00") { code.get(4..6) } else { code.get(6..9) };
        let all = format!("{:0>3}{}", part.unwrap_or_default(), self.0);
        all.bytes().zip([7u32, 1, 3].into_iter().cycle()).map(|(digit, weight)| u32::from(digit & 0xf) * weight).sum::<u32>() % 10 == 0
    }
}

/// The digits of a text that has this many of them and nothing else, not all zero: many
/// check digits hold for zeros, which nobody was ever given.
fn digits(text: &str, length: usize) -> Option<Vec<u32>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    (digits.len() == length && digits.iter().any(|digit| *digit != 0)).then_some(digits)
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The remainder of a long number, digit by digit.
fn remainder(digits: &[u32], divisor: u32) -> u32 {
    digits.iter().fold(0, |remainder, digit| (remainder * 10 + digit) % divisor)
}

fn checked(text: &str, valid: bool, refuse: NotAnIdentifier) -> Result<String, NotAnIdentifier> {
    if valid { Ok(text.to_owned()) } else { Err(refuse) }
}

fn inn(text: &str) -> Result<String, NotAnIdentifier> {
    const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let key = |digits: &[u32], count: usize| weighted(digits, &WEIGHTS[WEIGHTS.len() - count..]) % 11 % 10;
    let organisation = digits(text, 10).is_some_and(|digits| key(&digits, 9) == digits[9]);
    let person = digits(text, 12).is_some_and(|digits| key(&digits, 10) == digits[10] && key(&digits, 11) == digits[11]);
    checked(text, organisation || person, NotAnIdentifier("expected an ИНН: 10 or 12 digits with valid check digits"))
}

fn kpp(text: &str) -> Result<String, NotAnIdentifier> {
    let letter = |index: usize, c: char| c.is_ascii_digit() || (matches!(index, 4 | 5) && c.is_ascii_uppercase());
    let valid = text.len() == 9 && text.chars().enumerate().all(|(index, c)| letter(index, c)) && text != "000000000";
    checked(text, valid, NotAnIdentifier("expected a КПП: 9 digits, of which the fifth and sixth may be letters"))
}

fn ogrn(text: &str) -> Result<String, NotAnIdentifier> {
    let valid = digits(text, 13).is_some_and(|digits| remainder(&digits[..12], 11) % 10 == digits[12]);
    checked(text, valid, NotAnIdentifier("expected an ОГРН: 13 digits with a valid check digit"))
}

fn ogrnip(text: &str) -> Result<String, NotAnIdentifier> {
    let valid = digits(text, 15).is_some_and(|digits| matches!(digits[0], 3 | 4) && remainder(&digits[..14], 13) % 10 == digits[14]);
    checked(text, valid, NotAnIdentifier("expected an ОГРНИП: 15 digits with a valid check digit"))
}

/// Weights count from 1; a remainder of 10 is computed again with weights from 3, and is
/// then zero.
fn okpo(text: &str) -> Result<String, NotAnIdentifier> {
    let key = |digits: &[u32], first: u32| {
        digits.iter().zip((1..=10).cycle().skip(first as usize)).map(|(digit, weight)| digit * weight).sum::<u32>() % 11
    };
    let valid = |digits: Vec<u32>| {
        let (own, check) = digits.split_at(digits.len() - 1);
        let expected = match (key(own, 0), key(own, 2)) {
            (10, 10) => 0,
            (10, again) => again,
            (remainder, _) => remainder,
        };
        check == [expected]
    };
    let valid = digits(text, 8).is_some_and(valid) || digits(text, 10).is_some_and(valid);
    checked(text, valid, NotAnIdentifier("expected an ОКПО: 8 or 10 digits with a valid check digit"))
}

/// The first digit weighs -1, which is 10 modulo 11.
fn rnokpp(text: &str) -> Result<String, NotAnIdentifier> {
    let valid = digits(text, 10).is_some_and(|digits| weighted(&digits, &[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == digits[9]);
    checked(text, valid, NotAnIdentifier("expected a РНОКПП: 10 digits with a valid check digit"))
}

fn unp(text: &str) -> Result<String, NotAnIdentifier> {
    const REFUSE: NotAnIdentifier = NotAnIdentifier("expected an УНП: 9 digits with a valid check digit, or two letters and 7 digits");
    const WEIGHTS: [u32; 8] = [29, 23, 19, 17, 13, 7, 5, 3];
    let personal = text.len() == 9 && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    if personal {
        let own = digits(&text[2..], 7).is_some();
        return checked(text, own, REFUSE);
    }
    let valid = digits(text, 9).is_some_and(|digits| weighted(&digits, &WEIGHTS) % 11 == digits[8]);
    checked(text, valid, REFUSE)
}

/// A remainder of 10 is computed again with other weights; a second 10 was never given out.
fn bin(text: &str) -> Result<String, NotAnIdentifier> {
    let valid = digits(text, 12).is_some_and(|digits| {
        let again = || weighted(&digits, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
        let key = match weighted(&digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11 {
            10 => again(),
            remainder => remainder,
        };
        key == digits[11]
    });
    checked(text, valid, NotAnIdentifier("expected a БИН or ИИН: 12 digits with a valid check digit"))
}

fn bic(text: &str) -> Result<String, NotAnIdentifier> {
    let valid = digits(text, 9).is_some_and(|digits| digits.starts_with(&[0, 4]) && digits[2..].iter().any(|digit| *digit != 0));
    checked(text, valid, NotAnIdentifier("expected a БИК: 9 digits, the first two 04"))
}

fn ru_account(text: &str) -> Result<String, NotAnIdentifier> {
    checked(text, digits(text, 20).is_some(), NotAnIdentifier("expected an account number of 20 digits"))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[track_caller]
    fn check<T: FromStr>(valid: &[&str], invalid: &[&str]) {
        for text in valid {
            assert!(text.parse::<T>().is_ok(), "{text}");
        }
        for text in invalid.iter().chain(&["", " ", "x", "не число", "１２３４５６７８９０"]) {
            assert!(text.parse::<T>().is_err(), "{text}");
        }
    }

    #[test]
    fn registry_numbers_of_russia_are_checked() {
        check::<Inn>(
            &["7707083893", "7736050003", "500100732259", "123456789047"],
            &["7707083892", "7736050030", "500100732258", "500100732249", "0000000000", "000000000000", "770708389", " 7707083893"],
        );
        check::<Kpp>(&["773601001", "9909AZ001"], &["77360100", "A73601001", "7736aZ001", "000000000", "77360100A"]);
        check::<Ogrn>(&["1027700132195"], &["1027700132196", "0000000000000", "102770013219"]);
        check::<Ogrnip>(&["304500116000157"], &["304500116000158", "104500116000157", "000000000000000"]);
        check::<Okpo>(&["00032537"], &["00032538", "00000000", "0000000000", "24123412"]);
        assert!("500100732259".parse::<Inn>().unwrap().is_personal() && !"7707083893".parse::<Inn>().unwrap().is_personal());
    }

    #[test]
    fn registry_numbers_of_ukraine_belarus_and_kazakhstan_are_checked() {
        check::<Rnokpp>(&["1759013776"], &["1759013775", "0000000000", "175901377"]);
        check::<Unp>(&["100582333", "AA0582333"], &["100582334", "000000000", "AA0000000", "A10582333", "aa0582333"]);
        check::<Bin>(&["940140000385"], &["940140000386", "000000000000", "94014000038"]);
    }

    #[test]
    fn a_russian_account_belongs_to_its_bank() {
        check::<Bic>(&["044525225", "040000001"], &["144525225", "04452522", "040000000"]);
        check::<RuAccount>(&["40702810500000000001"], &["4070281050000000000", "00000000000000000000"]);
        let held = |account: &str, bank: &str| account.parse::<RuAccount>().unwrap().is_held_at(&bank.parse().unwrap());
        assert!(held("40702810938000012345", "044525225") && !held("40702810938000012345", "044525226"));
        // Of all keys exactly one is right: the weights have no divisor in common with ten.
        for bank in ["044525225", "044525000"] {
            assert_eq!((0..10).filter(|key| held(&format!("40702810{key}00000002851"), bank)).count(), 1, "{bank}");
        }
    }
}
