//! Words that must say something.

use std::collections::BTreeSet;

use kernel::Paragraph;

/// Fewest characters of a justification or a reason.
const CHARACTERS_MIN: usize = 50;
/// Most characters of a reason.
const CHARACTERS_MAX: usize = 2_000;
/// Fewest different letters and digits: a text of fewer is a key that was held down.
const DIFFERENT_MIN: usize = 5;

/// Whether a text says something: counted in characters of any script after trimming, never in
/// bytes, and not the same few characters over and over (decision P58).
pub(super) fn is_telling(text: &Paragraph) -> bool {
    let text = text.as_str().trim();
    let count = text.chars().count();
    let different: BTreeSet<char> = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (CHARACTERS_MIN..=CHARACTERS_MAX).contains(&count) && different.len() >= DIFFERENT_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p58_fifty_characters_are_letters_not_bytes_and_not_one_letter() {
        let telling = |text: &str| Paragraph::new(text).is_ok_and(|text| is_telling(&text));
        let words = "Клиент берёт весь остаток партии и платит вперёд.";
        assert_eq!(words.chars().count(), 49);
        assert!(!telling(words) && telling(&format!("{words}.")) && !telling(&format!("{words}          ")));
        assert!(!telling(&"я".repeat(50)) && !telling(&"ab ".repeat(30)) && !telling(&" ".repeat(50)));
        assert!(telling(&words.repeat(40)) && !telling(&words.repeat(41)));
    }
}
