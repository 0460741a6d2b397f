//! Words by which lists are searched: a row a word, found by how the word begins.

use kernel::view::{Range, RowQuery};
use kernel::{Aggregate, Change, Row, Step};

/// Words of one text that are searched by. A name has fewer; a commit may change only so
/// many rows of a view.
const WORDS_MAX: usize = 8;
/// Characters of a word that name its partition, so that no partition holds everything.
const PARTITION_CHARACTERS: usize = 2;
/// Longest word that is kept, in characters; what is longer is found by its beginning.
const WORD_CHARACTERS_MAX: usize = 40;

/// The words of a text as they are compared: lower case, letters and digits, look-alike
/// spellings made one. A single character is no word.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '`')).map(same).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= PARTITION_CHARACTERS);
    words.map(|word| word.chars().take(WORD_CHARACTERS_MAX).collect()).collect()
}

const fn same(c: char) -> char {
    match c {
        'ё' => 'е',
        'ґ' => 'г',
        other => other,
    }
}

/// The words of several texts that get a row each, without repetition.
pub fn keys<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<String> = texts.into_iter().flat_map(|text| words(text).into_iter().take(WORDS_MAX)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The partition of a word.
pub fn partition(word: &str) -> String {
    format!("word#{}", word.chars().take(PARTITION_CHARACTERS).collect::<String>())
}

/// What somebody typed to find something: the word that rows are read by, the longest, and
/// the other words, which what was read must have too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    longest: String,
    others: Vec<String>,
}

impl Typed {
    /// `None` when there is no word in it. Without a letter it is one number or telephone,
    /// however it is broken up.
    pub fn read(text: &str) -> Option<Self> {
        let number = !text.chars().any(char::is_alphabetic);
        let digits = || text.chars().filter(char::is_ascii_digit).collect::<String>();
        let mut others = if number { words(&digits()) } else { words(text) };
        let longest = others.iter().enumerate().max_by_key(|(_, word)| word.chars().count()).map(|(index, _)| index)?;
        Some(Self { longest: others.remove(longest), others })
    }

    /// The rows whose word begins like the longest one.
    pub fn rows(&self, view: &'static str) -> RowQuery {
        RowQuery::new(view, partition(&self.longest)).within(Range::Prefix(self.longest.clone()))
    }

    /// Whether each of the other words begins a word of one of the texts.
    pub fn fits<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let known: Vec<String> = texts.into_iter().flat_map(words).collect();
        self.others.iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
    }
}

/// As [`Step::replace`], without writing again what a row shows already: most commits do
/// not touch what is searched by.
pub fn replace_changed<A: Aggregate>(step: &Step<'_, A>, rows_of: impl Fn(&A) -> Vec<Row>) -> Vec<Change> {
    let before = step.before.map(&rows_of).unwrap_or_default();
    let mut changes = step.replace(&rows_of);
    changes.retain(|change| match change {
        Change::Put(row) => !before.contains(row),
        Change::Delete(_) | Change::Add(_) => true,
    });
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(words("ТОВ «Степовий Млин», м. П’ятихатки"), ["тов", "степовий", "млин", "пятихатки"]);
        assert_eq!(words("26-048217-5"), ["26", "048217"]);
        assert_eq!(words("Ґанок Тёплый"), ["ганок", "теплый"]);
    }

    #[test]
    fn a_row_is_found_by_how_any_of_its_words_begin() {
        let typed = Typed::read("степ відділ").unwrap();
        let rows = typed.rows("list");
        assert_eq!((rows.partition.as_str(), rows.range), ("word#ві", Range::Prefix("відділ".to_owned())));
        assert!(typed.fits(["Відділ постачання", "ТОВ «Степовий Млин»"]) && !typed.fits(["Відділ постачання"]));
        assert_eq!(Typed::read(" - я "), None);
        assert_eq!(Typed::read("+38 (050) 123-45"), Typed::read("3805012345"));
        assert!(Typed::read("захід-скл").unwrap().fits(["Захід-Склад"]));
    }

    #[test]
    fn a_long_name_has_a_bounded_number_of_rows() {
        let name: String = (10..99).map(|n| format!("слово{n} ")).collect();
        assert_eq!(keys([name.as_str()]).len(), WORDS_MAX);
        assert_eq!(keys(["один один", "один"]), ["один"]);
    }
}
