//! What a message says: templates as data, one file a language, filled in by name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::{Language, Line, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::{Field, Kind};

/// Longest body, in characters: with its title it fits into one message of Telegram, which takes
/// 4,096 UTF-16 units, two for the rarest characters.
const BODY_CHARACTERS_MAX: usize = 1_800;
/// Stands where the news does not say.
const UNSAID: &str = "—";

/// What a message knows.
pub type Fields = BTreeMap<Field, Line>;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// What it is about; the subject of a letter.
    pub title: Line,
    /// What there is to know.
    pub body: Paragraph,
}

#[derive(Debug, Deserialize)]
struct Template {
    title: String,
    body: String,
}

/// The templates of one language.
#[derive(Debug, Deserialize)]
struct Templates {
    /// Levels of approval, by their codes.
    levels: BTreeMap<String, String>,
    texts: BTreeMap<Kind, Template>,
}

impl Templates {
    #[allow(clippy::expect_used, reason = "a file of this crate, which a test reads")]
    fn read(text: &str) -> Self {
        serde_json::from_str(text).expect("templates can be read")
    }

    fn value<'a>(&'a self, field: Field, fields: &'a Fields) -> &'a str {
        let value = fields.get(&field).map_or(UNSAID, Line::as_str);
        if field == Field::Level { self.levels.get(value).map_or(value, String::as_str) } else { value }
    }

    /// Fills in names between braces, once: a value that looks like a name stays as it is.
    fn fill(&self, template: &str, fields: &Fields) -> String {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            let field = Field::ALL.iter().find(|field| field.name() == name);
            filled.push_str(field.map_or(UNSAID, |field| self.value(*field, fields)));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

static EN: LazyLock<Templates> = LazyLock::new(|| Templates::read(include_str!("../templates/en.json")));
static RU: LazyLock<Templates> = LazyLock::new(|| Templates::read(include_str!("../templates/ru.json")));
static UK: LazyLock<Templates> = LazyLock::new(|| Templates::read(include_str!("../templates/uk.json")));

fn templates(language: Language) -> &'static Templates {
    match language {
        Language::En => &EN,
        Language::Ru => &RU,
        Language::Uk => &UK,
    }
}

/// The message about a kind of news.
pub fn text(kind: Kind, language: Language, fields: &Fields) -> Text {
    let templates = templates(language);
    let (title, body) = templates.texts.get(&kind).map_or_else(
        || (kind.name().to_owned(), String::new()),
        |template| (templates.fill(&template.title, fields), templates.fill(&template.body, fields)),
    );
    let body: String = body.chars().take(BODY_CHARACTERS_MAX).collect();
    let body = Paragraph::new(&body).unwrap_or_else(|_| unsaid());
    Text { title: shown(&title), body }
}

#[allow(clippy::expect_used, reason = "a literal")]
fn unsaid() -> Paragraph {
    Paragraph::new(UNSAID).expect("a literal text")
}

/// Anything as one line, cut to size.
#[allow(clippy::expect_used, reason = "a literal")]
pub fn shown(value: &impl ToString) -> Line {
    let flat = value.to_string().replace(['\n', '\t'], " ");
    let short: String = flat.trim().chars().filter(|c| !c.is_control()).take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(&short).unwrap_or_else(|_| Line::new(UNSAID).expect("a literal line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Fields {
        Field::ALL.iter().map(|field| (*field, shown(&format!("<{}>", field.name())))).collect()
    }

    #[test]
    fn every_kind_has_its_text_in_every_language_and_names_known_fields_only() {
        for language in Language::ALL {
            for kind in Kind::ALL {
                let template = templates(*language).texts.get(kind).unwrap_or_else(|| panic!("{language:?} {}", kind.name()));
                let Text { title, body } = text(*kind, *language, &all());
                for said in [title.as_str(), body.as_str()] {
                    assert!(!said.contains(UNSAID) && !said.contains(['{', '}']), "{language:?} {}: {said}", kind.name());
                }
                assert!(template.title.matches('{').count() == title.as_str().matches('<').count());
            }
        }
    }

    #[test]
    fn a_message_in_russian() {
        let fields = Fields::from([
            (Field::Order, shown(&"ЗК-000431")),
            (Field::Client, shown(&"ООО «{due}»")),
            (Field::Level, shown(&"dp")),
            (Field::Due, shown(&"23.11.2026 14:00")),
        ]);
        let Text { title, body } = text(Kind::SlaHalf, Language::Ru, &fields);
        assert_eq!(title.as_str(), "Прошла половина срока: заказ ЗК-000431");
        assert_eq!(body.as_str(), "Клиент: ООО «{due}». Уровень: коммерческий директор. Решите до 23.11.2026 14:00.");
        assert_eq!(text(Kind::Approved, Language::Ru, &Fields::new()).title.as_str(), "Заказ — согласован");
    }

    #[test]
    fn a_long_or_broken_value_is_one_line() {
        assert_eq!(shown(&"a\nb\u{7}").as_str(), "a b");
        assert_eq!(shown(&"я".repeat(500)).as_str().chars().count(), kernel::text::LINE_CHARACTERS_MAX);
        assert_eq!(shown(&" ").as_str(), UNSAID);
    }
}
