//! Words by which lists are searched: a row a word, found by how the word begins.

use kernel::view::{Range, RowQuery};
use kernel::{Aggregate, Change, Row, Step};

/// Words of one text that are searched by. A commit may change only so many rows of a view.
const WORDS_MAX: usize = 10;
/// Shortest word, in characters; as many name its partition, so that none holds everything.
const WORD_CHARACTERS_MIN: usize = 2;
/// Longest word that is kept, in characters; what is longer is found by its beginning.
const WORD_CHARACTERS_MAX: usize = 40;

/// The words of a text as they are compared: lower case, letters and digits, apostrophes left
/// out, letters that people confuse made one.
pub fn words(text: &str) -> Vec<String> {
    let kept = text.chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '`')).flat_map(char::to_lowercase);
    let folded: String = kept
        .map(|c| {
            if c == 'ё' {
                'е'
            } else if c == 'ґ' {
                'г'
            } else {
                c
            }
        })
        .collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD_CHARACTERS_MIN);
    words.map(|word| word.chars().take(WORD_CHARACTERS_MAX).collect()).collect()
}

/// A text as lists are ordered by it.
pub fn sort_key(text: &str) -> String {
    words(text).join(" ")
}

/// One row a word of some texts, each in the order of `sort`.
pub fn rows<'a>(texts: impl IntoIterator<Item = &'a str>, sort: &str, data: &serde_json::Value) -> Vec<Row> {
    let mut keys: Vec<String> = texts.into_iter().flat_map(|text| words(text).into_iter().take(WORDS_MAX)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|word| Row::new(partition(&word), format!("{word}#{sort}"), data.clone())).collect()
}

fn partition(word: &str) -> String {
    format!("word#{}", word.chars().take(WORD_CHARACTERS_MIN).collect::<String>())
}

/// What somebody typed to find something: the longest word, by which rows are read, and the
/// others, which what was read must have too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    longest: String,
    others: Vec<String>,
}

impl Typed {
    /// `None` when there is no word in it. Without a letter it is one number, however it is
    /// broken up.
    pub fn read(text: &str) -> Option<Self> {
        let has_letters = text.chars().any(char::is_alphabetic);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let mut others = words(if has_letters { text } else { &digits });
        let (place, _) = others.iter().enumerate().max_by_key(|(_, word)| word.chars().count())?;
        let longest = others.remove(place);
        Some(Self { longest, others })
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

/// As [`Step::replace`], without writing again what a row shows already.
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
    fn words_are_folded_and_found_by_how_they_begin() {
        assert_eq!(words("ТОВ «Верхів’я Трейд», Ґанок 7"), ["тов", "верхівя", "трейд", "ганок"]);
        let typed = Typed::read("трейд верх").unwrap();
        assert_eq!(typed.rows("list").partition, "word#тр");
        assert!(typed.fits(["ТОВ «Верхів’я Трейд»"]) && !typed.fits(["Трейд"]));
        assert_eq!(Typed::read("32 855-961"), Typed::read("32855961"));
        assert_eq!(Typed::read(" - я "), None);
    }
}
