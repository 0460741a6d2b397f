//! Why an order below its plan should be shipped: a manager's own words.

use kernel::Paragraph;

/// Fewest characters of a justification (rule BR-016).
pub const JUSTIFICATION_CHARACTERS_MIN: usize = 50;
/// Most characters of a justification: an approver reads it on one screen.
pub const JUSTIFICATION_CHARACTERS_MAX: usize = 1_000;
/// The same character in a row counts at most so often: no word has it three times running.
const REPEATED_COUNTED_MAX: usize = 2;
/// Fewest different letters; fifty characters of any real sentence have more.
const DIFFERENT_LETTERS_MIN: usize = 8;

/// How many characters of a text say something: Unicode scalar values after trimming, the same
/// one in a row counted twice at most.
pub fn telling_characters(text: &Paragraph) -> usize {
    let (mut counted, mut last, mut run) = (0usize, None, 0usize);
    for character in text.as_str().chars() {
        run = if last == Some(character) { run.saturating_add(1) } else { 1 };
        last = Some(character);
        if run <= REPEATED_COUNTED_MAX {
            counted = counted.saturating_add(1);
        }
    }
    counted
}

/// Whether a text justifies an order: neither too short nor too long, and not one character or
/// two typed again and again.
pub fn justifies(text: &Paragraph) -> bool {
    let mut letters: Vec<char> = text.as_str().chars().filter(|character| character.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.dedup();
    let fits = text.as_str().chars().count() <= JUSTIFICATION_CHARACTERS_MAX;
    fits && telling_characters(text) >= JUSTIFICATION_CHARACTERS_MIN && letters.len() >= DIFFERENT_LETTERS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Paragraph {
        Paragraph::new(text).unwrap()
    }

    #[test]
    fn p58_characters_are_counted_not_bytes() {
        // 49 and 50 Cyrillic letters: about twice as many bytes.
        let fifty = "Клиент берёт остаток сметы до конца месяца по плану";
        let fifty: String = fifty.chars().take(50).collect();
        assert_eq!(fifty.trim().chars().count(), 50);
        assert!(justifies(&text(&fifty)));
        let short: String = fifty.chars().take(49).collect();
        assert!(short.len() > 80 && !justifies(&text(&short)));
    }

    #[test]
    fn p58_repeated_characters_say_nothing() {
        assert!(Paragraph::new(&" ".repeat(50)).is_err());
        assert!(!justifies(&text(&"а".repeat(60))));
        assert!(!justifies(&text(&"аб".repeat(40))));
        assert!(!justifies(&text(&format!("Очень надо{}", "!".repeat(60)))));
        assert!(!justifies(&text(&"Слово в слово ".repeat(100))));
    }
}
