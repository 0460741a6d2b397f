//! Identifiers with rules: phone numbers, bank accounts, registry codes.

use iban::IbanLike;

/// Why a text is not such an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnIdentifier(&'static str);

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $parse:ident, $pattern:literal) => {
        $crate::parsed_text!($(#[$doc])* $name, NotAnIdentifier, $parse, $pattern);
    };
}

// After the macro, which they use.
mod country;
mod registry;

pub use country::Country;
pub use registry::{Bic, Bin, Inn, Kpp, Ogrn, Ogrnip, Okpo, Rnokpp, RuAccount, Unp};

identifier!(
    /// A telephone number in E.164, `+380501234567`. Spaces, hyphens and brackets are
    /// accepted; a Ukrainian number may be given in national form, `050 123-45-67`.
    Phone,
    phone,
    r"^[+0-9][0-9 ()\-]{6,24}$"
);
identifier!(
    /// An IBAN in its electronic form, checked by ISO 7064 mod 97 and the country's structure.
    Iban,
    iban,
    "^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,40}$"
);
identifier!(
    /// The registry code of a Ukrainian organisation (ЄДРПОУ), 8 digits with check digit.
    Edrpou,
    edrpou,
    "^[0-9]{8}$"
);

fn phone(text: &str) -> Result<String, NotAnIdentifier> {
    const REFUSE: NotAnIdentifier = NotAnIdentifier("expected a telephone number such as +380501234567");
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')');
    if text.len() > 32 || !text.chars().all(allowed) || text.rfind('+').is_some_and(|at| at > 0) {
        return Err(REFUSE);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits.len() == 10 && digits.starts_with('0') && !text.starts_with('+');
    let full = if national { format!("38{digits}") } else { digits };
    // E.164: at most 15 digits, none of the country codes begins with zero; Ukraine's plan is fixed at 12.
    let plausible = (8..=15).contains(&full.len()) && !full.starts_with('0');
    let ukrainian = !full.starts_with("380") || full.len() == 12;
    if plausible && ukrainian { Ok(format!("+{full}")) } else { Err(REFUSE) }
}

fn iban(text: &str) -> Result<String, NotAnIdentifier> {
    const REFUSE: NotAnIdentifier = NotAnIdentifier("expected an IBAN with valid check digits");
    if text.len() > 48 {
        return Err(REFUSE);
    }
    text.parse::<iban::Iban>().map(|iban| iban.electronic_str().to_owned()).map_err(|_| REFUSE)
}

/// Weights depend on the range of the number; a remainder of 10 is computed again with
/// each weight raised by two (rule of the state register of Ukraine).
fn edrpou(text: &str) -> Result<String, NotAnIdentifier> {
    const REFUSE: NotAnIdentifier = NotAnIdentifier("expected a ЄДРПОУ: 8 digits with a valid check digit");
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if text.len() != 8 || digits.len() != 8 || digits.iter().all(|digit| *digit == 0) {
        return Err(REFUSE);
    }
    let middle = matches!(digits[0], 3..=5) && text != "60000000";
    let weights: [u32; 7] = if middle { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let sum = |raise: u32| digits.iter().zip(weights).map(|(digit, weight)| digit * (weight + raise)).sum::<u32>() % 11;
    let check = match sum(0) {
        10 => sum(2) % 10,
        remainder => remainder,
    };
    if check == digits[7] { Ok(text.to_owned()) } else { Err(REFUSE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r27_phones_have_one_spelling() {
        for text in ["+380501234567", "380501234567", "050 123-45-67", "(050) 123 45 67", "+38 (050) 123-45-67"] {
            assert_eq!(text.parse::<Phone>().map(String::from), Ok("+380501234567".to_owned()), "{text}");
        }
        for text in ["", "12345", "+38050123456", "050123456a", "0000000000000000000", "38+0501234567", "+3805012345678"] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }

    #[test]
    fn ibans_are_checked() {
        assert_eq!(
            "UA21 3223 1300 0002 6007 2335 6600 1".parse::<Iban>().map(String::from),
            Ok("UA213223130000026007233566001".to_owned())
        );
        for text in ["UA213223130000026007233566002", "", "UA", "XX00", "рахунок"] {
            assert!(text.parse::<Iban>().is_err(), "{text}");
        }
    }

    #[test]
    fn registry_codes_are_checked() {
        for text in ["32855961", "14360570"] {
            assert!(text.parse::<Edrpou>().is_ok(), "{text}");
        }
        for text in ["32855962", "00000000", "1436057", "143605700", "1436057x", "１４３６０５７０"] {
            assert!(text.parse::<Edrpou>().is_err(), "{text}");
        }
    }
}
