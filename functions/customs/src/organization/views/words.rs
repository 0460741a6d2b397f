//! Words by which organizations are found: a row a word, found by how the word begins.

use kernel::view::{Range, RowQuery};

/// Words of one text that are searched by. A commit may change only so many rows of a view.
const WORDS_MAX: usize = 10;
/// Shortest word, in characters; as many name its partition, so that none holds everything.
const WORD_CHARACTERS_MIN: usize = 2;
/// Longest word that is kept, in characters; what is longer is found by its beginning.
const WORD_CHARACTERS_MAX: usize = 40;

/// The words of a text as they are compared: lower case, letters and digits, `ё` as `е`.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD_CHARACTERS_MIN);
    words.take(WORDS_MAX).map(|word| word.chars().take(WORD_CHARACTERS_MAX).collect()).collect()
}

/// The words of several texts, each once.
pub fn keys<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<String> = texts.into_iter().flat_map(words).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The partition of a word, of organizations that are offered or of those that are hidden.
pub fn partition(word: &str, hidden: bool) -> String {
    let of = if hidden { "hidden-word" } else { "word" };
    format!("{of}#{}", word.chars().take(WORD_CHARACTERS_MIN).collect::<String>())
}

/// What somebody typed: the longest word, by which rows are read, and the others, which what was read
/// must have too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    longest: String,
    others: Vec<String>,
}

impl Typed {
    /// `None` when there is no word in it.
    pub fn read(text: &str) -> Option<Self> {
        let mut others = words(text);
        let (place, _) = others.iter().enumerate().max_by_key(|(_, word)| word.chars().count())?;
        let longest = others.remove(place);
        Some(Self { longest, others })
    }

    /// The rows whose word begins like the longest one.
    pub fn rows(&self, view: &'static str, hidden: bool) -> RowQuery {
        RowQuery::new(view, partition(&self.longest, hidden)).within(Range::Prefix(self.longest.clone()))
    }

    /// Whether each of the other words begins a word of one of the texts.
    pub fn fits<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let known: Vec<String> = texts.into_iter().flat_map(words).collect();
        self.others.iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
    }
}
