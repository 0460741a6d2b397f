//! Order numbers and telephones in what payers write.
//!
//! The text is untrusted and was often typed on a phone or read by a scanner: letters stand
//! for digits, spaces split groups. What is found here is only a question; whether such an
//! order exists is looked up by its exact number.

use kernel::identifier::Phone;

use crate::number::OrderNumber;

/// Distinct numbers that one text is searched for; each costs a lookup. A purpose has room for no more.
pub const NUMBERS_MAX: usize = 8;
/// Telephones that one text is searched for; a purpose names the payer's and perhaps another.
const PHONES_MAX: usize = 3;
/// Digits of an order number.
const NUMBER_DIGITS: usize = 9;
/// Groups of an order number as it is printed: year, serial, check digit.
const PRINTED_GROUPS: [usize; 3] = [2, 6, 1];
/// Digits of a Ukrainian telephone in national and in international form.
const PHONE_DIGITS: [usize; 2] = [10, 12];

/// How a group of digits hangs on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// Something else is between them, or nothing before.
    Apart,
    /// Spaces, perhaps with a dash among them.
    Space,
    /// A hyphen alone: the groups are one number.
    Hyphen,
}

/// Digits without a gap, look-alike letters already read as digits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    join: Join,
    digits: String,
}

/// The digit that a letter is mistaken for: Cyrillic and Latin letters that look like digits
/// in print. Only capital В, since the small one is a word of its own.
const fn look_alike(letter: char) -> Option<char> {
    match letter {
        'O' | 'o' | 'О' | 'о' => Some('0'),
        'I' | 'i' | 'l' | 'І' | 'і' | '|' => Some('1'),
        'Z' | 'z' => Some('2'),
        'З' | 'з' => Some('3'),
        'Ч' | 'ч' => Some('4'),
        'S' | 's' | 'Ѕ' | 'ѕ' => Some('5'),
        'б' => Some('6'),
        'B' | 'В' => Some('8'),
        _ => None,
    }
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '|'
}

/// The groups of digits of a text, in order. `letters` says whether look-alikes count: a word
/// counts when every letter of it looks like a digit and a true digit touches it.
fn groups(text: &str, letters: bool) -> Vec<Group> {
    let characters: Vec<char> = text.chars().collect();
    let mut found: Vec<Group> = Vec::new();
    let mut join = Join::Apart;
    for run in characters.chunk_by(|a, b| is_sign(*a) == is_sign(*b)) {
        if !run.first().copied().is_some_and(is_sign) {
            join = if join == Join::Apart { join } else { joined_by(run) };
            continue;
        }
        for digits in read_run(run, letters) {
            found.extend(digits.as_ref().map(|digits| Group { join, digits: digits.clone() }));
            // What follows a group decides how the next one hangs on it; nothing hangs on a word.
            join = if digits.is_some() { Join::Space } else { Join::Apart };
        }
    }
    found
}

fn is_sign(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

fn joined_by(between: &[char]) -> Join {
    let hyphens = between.iter().filter(|c| is_hyphen(**c)).count();
    let spaces = between.iter().filter(|c| c.is_whitespace()).count();
    match (hyphens, spaces) {
        (0, _) if spaces == between.len() => Join::Space,
        (1, 0) if between.len() == 1 => Join::Hyphen,
        (1, _) if hyphens.saturating_add(spaces) == between.len() => Join::Space,
        _ => Join::Apart,
    }
}

/// A run of letters and digits: its groups of digits, with `None` for each word among them.
fn read_run(run: &[char], letters: bool) -> Vec<Option<String>> {
    let mut read: Vec<Option<String>> = Vec::new();
    for part in run.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        let digits: Option<String> =
            part.iter().map(|c| if c.is_ascii_digit() { Some(*c) } else { look_alike(*c).filter(|_| letters) }).collect();
        match (digits, read.last_mut()) {
            (Some(digits), Some(Some(before))) => before.push_str(&digits),
            (digits, _) => read.push(digits),
        }
    }
    // Letters alone are a word, even when each of them looks like a digit.
    if run.iter().any(char::is_ascii_digit) { read } else { vec![None] }
}

/// A stretch of neighbouring groups.
struct Stretch<'a> {
    groups: &'a [Group],
    left: Join,
    right: Join,
}

impl Stretch<'_> {
    fn digits(&self) -> String {
        self.groups.iter().map(|group| group.digits.as_str()).collect()
    }

    /// Whether it stands for itself: never a piece of a hyphenated number, and with groups of
    /// unusual lengths also not a piece of a row of groups, such as an account number.
    fn stands_alone(&self, usual: bool) -> bool {
        let hyphen = self.left == Join::Hyphen || self.right == Join::Hyphen;
        let space = self.left == Join::Space || self.right == Join::Space;
        !hyphen && (usual || !space)
    }
}

/// Every stretch of neighbouring groups with one of the given digit counts.
fn stretches<'a>(groups: &'a [Group], counts: &[usize]) -> Vec<Stretch<'a>> {
    let mut found = Vec::new();
    for start in 0..groups.len() {
        let mut digits = 0usize;
        for (end, group) in groups.iter().enumerate().skip(start) {
            if end > start && group.join == Join::Apart {
                break;
            }
            digits = digits.saturating_add(group.digits.len());
            if counts.contains(&digits) {
                let left = groups[start].join;
                let right = groups.get(end.saturating_add(1)).map_or(Join::Apart, |next| next.join);
                found.push(Stretch { groups: &groups[start..=end], left, right });
            }
            if counts.iter().all(|count| digits >= *count) {
                break;
            }
        }
    }
    found
}

/// The order numbers that a text may name, each once, in order of appearance; at most
/// [`NUMBERS_MAX`]. Look-alike letters and stray spaces are read as what they stand for, a
/// longer run of digits is never cut, and the check digit must be right (specification 7).
pub fn order_numbers(text: &str) -> Vec<OrderNumber> {
    let groups = groups(text, true);
    let mut numbers: Vec<OrderNumber> = Vec::new();
    for stretch in stretches(&groups, &[NUMBER_DIGITS]) {
        let lengths: Vec<usize> = stretch.groups.iter().map(|group| group.digits.len()).collect();
        let usual = lengths == PRINTED_GROUPS || lengths == [NUMBER_DIGITS];
        let number = stretch.digits().parse().ok().filter(|_| stretch.stands_alone(usual));
        if let Some(number) = number.filter(|number| !numbers.contains(number)) {
            numbers.push(number);
        }
    }
    numbers.truncate(NUMBERS_MAX);
    numbers
}

/// The Ukrainian telephones that a text names, each once.
pub fn phones(text: &str) -> Vec<Phone> {
    let text: String = text.chars().map(|c| if matches!(c, '(' | ')' | '+') { ' ' } else { c }).collect();
    let groups = groups(&text, false);
    let mut phones: Vec<Phone> = Vec::new();
    for stretch in stretches(&groups, &PHONE_DIGITS) {
        let digits = stretch.digits();
        let form = digits.starts_with("380") || (digits.len() == PHONE_DIGITS[0] && digits.starts_with('0'));
        let phone = digits.parse().ok().filter(|_| form);
        if let Some(phone) = phone.filter(|phone: &Phone| phone.as_str().starts_with("+380") && !phones.contains(phone)) {
            phones.push(phone);
        }
    }
    phones.truncate(PHONES_MAX);
    phones
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::OrderId;

    fn number(n: u32) -> OrderNumber {
        OrderNumber::derive(OrderId::derive(&[&n.to_string()]), 2026, 0)
    }

    fn parts(number: &OrderNumber) -> (String, String, String) {
        let digits = number.digits();
        (digits[..2].to_owned(), digits[2..8].to_owned(), digits[8..].to_owned())
    }

    #[test]
    fn r25_a_number_is_found_however_it_is_written() {
        let wanted = number(1);
        let (year, serial, check) = parts(&wanted);
        for text in [
            format!("{year}-{serial}-{check}"),
            format!("{year}{serial}{check}"),
            format!("Оплата за замовлення №{year}-{serial}-{check} від 21.11.2026, без ПДВ"),
            format!("оплата {year} {serial} {check}"),
            format!("{year}–{serial}–{check}."),
            format!("зам.{year} - {serial} - {check} - 1500.50 грн"),
            format!("{year}-{serial}-{check} 1500.50 грн"),
            format!("за {year}-{}\u{a0}{}-{check}", &serial[..3], &serial[3..]),
            format!("{year}-{serial}-{check};{year}-{serial}-{check}"),
            format!("зам{year}-{serial}-{check}від 21 листопада"),
        ] {
            assert_eq!(order_numbers(&text), vec![wanted.clone()], "{text}");
        }
    }

    #[test]
    fn r25_letters_that_look_like_digits_are_read_as_digits() {
        for n in 0..50 {
            let wanted = number(n);
            for swap in [('0', 'О'), ('0', 'o'), ('3', 'З'), ('1', 'І'), ('1', 'l'), ('5', 'S'), ('8', 'В'), ('6', 'б')] {
                let text = format!("за замовлення {}", wanted.as_str().replacen(swap.0, &swap.1.to_string(), 1));
                // A group of nothing but letters is a word, even when every letter of it looks like a digit.
                let check_alone = wanted.as_str().ends_with(&format!("-{}", swap.0)) && !wanted.as_str()[..9].contains(swap.0);
                if !check_alone {
                    assert_eq!(order_numbers(&text), vec![wanted.clone()], "{text}");
                }
            }
        }
    }

    #[test]
    fn r25_a_piece_of_a_longer_number_is_no_number() {
        let wanted = number(2);
        let digits = wanted.digits();
        for text in [
            format!("1{digits}"),
            format!("{digits}7"),
            format!("{}-{digits}", 12),
            format!("{wanted}-2"),
            format!("рах {} {} {} 1234", &digits[..4], &digits[4..8], &digits[8..]),
            String::new(),
            "о б З зі 8".to_owned(),
        ] {
            assert_eq!(order_numbers(&text), Vec::<OrderNumber>::new(), "{text}");
        }
    }

    #[test]
    fn r25_several_numbers_are_all_found_in_order() {
        let (one, two) = (number(3), number(4));
        assert_eq!(order_numbers(&format!("за {one} та {two}")), vec![one.clone(), two.clone()]);
        assert_eq!(order_numbers(&format!("{one} {two}")), vec![one.clone(), two.clone()]);
        assert_eq!(order_numbers(&format!("{} {}", one.digits(), two.digits())), vec![one, two]);
    }

    #[test]
    fn r27_telephones_in_a_text_have_one_spelling() {
        let phone: Vec<Phone> = vec!["+380501234567".parse().unwrap()];
        for text in ["тел. 050 123-45-67", "+38(050)1234567 Покупець", "380501234567", "моб 0501234567, дякую"] {
            assert_eq!(phones(text), phone, "{text}");
        }
        for text in ["1500501234567", "код 12345678", "UA21 3223 1300 0002 6007 2335 6600 1", "050123456"] {
            assert_eq!(phones(text), Vec::<Phone>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_trouble(text in "[0-9ОoЗзІ \\-а-яa-z.№()+]{0,200}") {
            prop_assert!(order_numbers(&text).len() <= NUMBERS_MAX);
            prop_assert!(phones(&text).len() <= PHONES_MAX);
        }
    }
}
