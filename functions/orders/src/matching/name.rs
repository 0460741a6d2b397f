//! Whether two names are of one company.

use std::collections::BTreeSet;

use kernel::identifier::Edrpou;

/// From this ratio on, two names are of one company.
pub const SAME_RATIO_MIN: u8 = 90;
/// Letters that a shared part of two names must have before a name may count as a short form
/// of the other: three letters are in too many names.
const SHARED_LETTERS_MIN: usize = 4;
/// Shortest word of a name by which candidates are looked up.
const WORD_LETTERS_MIN: usize = 3;
/// Words of a name by which candidates are looked up; each costs a read.
pub const WORDS_MAX: usize = 5;

/// Legal forms, written out and shortened, of Ukraine and its neighbours. The longer ones
/// come first, so that no part of a form is left standing.
const LEGAL_FORMS: &[&str] = &[
    "товариство з обмеженою відповідальністю",
    "товариство з додатковою відповідальністю",
    "общество с ограниченной ответственностью",
    "приватне акціонерне товариство",
    "публічне акціонерне товариство",
    "акціонерне товариство",
    "фізична особа підприємець",
    "індивідуальний підприємець",
    "индивидуальный предприниматель",
    "приватний підприємець",
    "приватне підприємство",
    "державне підприємство",
    "комунальне підприємство",
    "фермерське господарство",
    "благодійний фонд",
    "громадська організація",
    "тов",
    "тзов",
    "тдв",
    "прат",
    "пат",
    "ат",
    "зат",
    "ват",
    "пп",
    "дп",
    "кп",
    "фг",
    "фоп",
    "спд",
    "го",
    "ооо",
    "оао",
    "зао",
    "ао",
    "ип",
    "чп",
    "llc",
    "ltd",
    "inc",
    "gmbh",
];

/// A name taken apart: lower case, one alphabet, without quotes and legal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedName {
    words: BTreeSet<String>,
    has_form: bool,
}

/// Takes a name apart.
///
/// Latin letters that look like Cyrillic ones become those, and letters in which Ukrainian and
/// Russian spelling of one name differ become one, since payers and registers mix them.
pub fn fold(name: &str) -> FoldedName {
    let mut words = words_of(name);
    let mut has_form = false;
    for form in LEGAL_FORMS {
        let form = words_of(form);
        while let Some(at) = words.windows(form.len()).position(|window| window == form) {
            // A name that consists of nothing but a form is a name.
            if words.len() == form.len() {
                break;
            }
            words.drain(at..at.saturating_add(form.len()));
            has_form = true;
        }
    }
    FoldedName { words: words.into_iter().collect(), has_form }
}

impl FoldedName {
    /// Whether there is anything to compare.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a legal form stood beside it: only organisations and sole traders have one.
    pub const fn has_form(&self) -> bool {
        self.has_form
    }

    /// The name in one spelling: equal for two spellings of one name.
    pub fn canonical(&self) -> String {
        joined(self.words.iter())
    }

    /// The words by which candidates are looked up, longest first; long ones are rare.
    pub fn lookup_words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).filter(|word| letters(word) >= WORD_LETTERS_MIN).collect();
        words.sort_by_key(|word| std::cmp::Reverse(letters(word)));
        words.truncate(WORDS_MAX);
        words
    }
}

/// Whether the payer is certainly no private person.
pub fn is_organisation(name: &FoldedName, code: Option<&str>) -> bool {
    name.has_form() || code.is_some_and(|code| code.parse::<Edrpou>().is_ok())
}

/// How alike two names are, 0 to 100: the token-set ratio, that is the best ratio among the
/// shared words, and the shared words with the rest of either name (specification 7,
/// "fuzzy, carefully"). Word order does not matter, and a name may be a short form of the other.
pub fn ratio(a: &FoldedName, b: &FoldedName) -> u8 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let shared = joined(a.words.intersection(&b.words));
    let whole = |name: &FoldedName, other: &FoldedName| {
        let rest = joined(name.words.difference(&other.words));
        [shared.as_str(), rest.as_str()].join(" ").trim().to_owned()
    };
    let (one, two) = (whole(a, b), whole(b, a));
    let plain = text_ratio(&one, &two);
    if letters(&shared) < SHARED_LETTERS_MIN {
        return plain;
    }
    plain.max(text_ratio(&shared, &one)).max(text_ratio(&shared, &two))
}

/// Share of characters that need no change, rounded down to whole percent.
fn text_ratio(a: &str, b: &str) -> u8 {
    let longest = a.chars().count().max(b.chars().count());
    let same = longest.saturating_sub(strsim::levenshtein(a, b));
    let percent = same.saturating_mul(100).checked_div(longest).unwrap_or(100);
    u8::try_from(percent).unwrap_or(100)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn joined<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The words of a name in the folded alphabet, in order.
fn words_of(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let without_apostrophes = lower.chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '`' | '´'));
    let spaced: String = without_apostrophes.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().map(fold_word).filter(|word| !word.is_empty()).collect()
}

fn fold_word(word: &str) -> String {
    let latin_only = word.chars().all(|c| c.is_ascii_alphanumeric());
    let readable = word.chars().all(|c| c.is_ascii_digit() || cyrillic(c).is_some());
    // A Latin word is Latin unless every letter of it could be meant as Cyrillic: "TOB".
    let folds = !latin_only || readable;
    word.chars().map(|c| if folds { cyrillic(c).unwrap_or(c) } else { c }).filter_map(one_spelling).collect()
}

/// The Cyrillic letter that a small Latin one looks like, in its small or its capital form.
const fn cyrillic(c: char) -> Option<char> {
    match c {
        'a' => Some('а'),
        'b' => Some('в'),
        'c' => Some('с'),
        'e' => Some('е'),
        'h' => Some('н'),
        'i' => Some('і'),
        'k' => Some('к'),
        'm' => Some('м'),
        'o' => Some('о'),
        'p' => Some('р'),
        't' => Some('т'),
        'x' => Some('х'),
        'y' => Some('у'),
        _ => None,
    }
}

/// One letter for those in which Ukrainian and Russian spelling of a name differ.
const fn one_spelling(c: char) -> Option<char> {
    match c {
        'і' | 'ї' | 'ы' | 'й' => Some('и'),
        'є' | 'э' | 'ё' => Some('е'),
        'ґ' => Some('г'),
        'ь' | 'ъ' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(a: &str, b: &str) -> u8 {
        ratio(&fold(a), &fold(b))
    }

    #[test]
    fn r28_spellings_of_one_company_are_alike() {
        for (a, b) in [
            ("ТОВ «Степовий Млин»", "Степовий млин"),
            ("ТОВ «Степовий Млин»", "ТОВАРИСТВО З ОБМЕЖЕНОЮ ВІДПОВІДАЛЬНІСТЮ \"СТЕПОВИЙ МЛИН\""),
            ("ТОВ «Степовий Млин»", "МЛИН СТЕПОВИЙ ТОВ"),
            ("ТОВ «Степовий Млин»", "TOB Cтeпoвий Mлин"),
            ("ТОВ «Степовий Млин»", "ТОВ Степовый Млин"),
            ("ТОВ «Степовий Млин»", "ТОВ Степовий Млинн"),
            ("ПП \"Зв’язок-Сервіс\"", "ПП Звязок Сервис"),
            ("ФОП Покупець Тестовий Перший", "Покупець Тестовий Перший"),
            ("LLC Dnipro Trade", "DNIPRO TRADE LTD"),
        ] {
            assert!(alike(a, b) >= SAME_RATIO_MIN, "{a} / {b}: {}", alike(a, b));
        }
    }

    #[test]
    fn r28_another_company_is_not_alike() {
        for (a, b) in [
            ("ТОВ «Степовий Млин»", "ТОВ «Лісовий Млин»"),
            ("ТОВ «Степовий Млин»", "ТОВ «Агро Плюс»"),
            ("ТОВ «Мир»", "ТОВ «Мир хліба та солі»"),
            ("ТОВ «А»", "ТОВ «Б»"),
            ("ТОВ", "ПП"),
            ("", "ТОВ «Степовий Млин»"),
            ("«»", "«»"),
        ] {
            assert!(alike(a, b) < SAME_RATIO_MIN, "{a} / {b}: {}", alike(a, b));
        }
    }

    #[test]
    fn r28_a_legal_form_or_a_registry_code_makes_an_organisation() {
        assert!(is_organisation(&fold("ФОП Покупець"), None));
        assert!(is_organisation(&fold("Степовий Млин"), Some("32855961")));
        assert!(!is_organisation(&fold("Покупець Перший"), Some("3123456789")));
        assert!(!is_organisation(&fold(""), Some("00000000")));
    }

    proptest! {
        #[test]
        fn r28_the_ratio_is_symmetric_and_bounded(a in "[А-Яа-яіїєA-Za-z «»]{0,60}", b in "[А-Яа-яіїєA-Za-z «»]{0,60}") {
            let there = alike(&a, &b);
            prop_assert!(there <= 100);
            prop_assert_eq!(there, alike(&b, &a));
            prop_assert!(fold(&a).is_empty() || alike(&a, &a) == 100);
        }
    }
}
