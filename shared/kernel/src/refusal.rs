//! The business saying no.
//!
//! Three things go wrong, and each has its own type. A [`Refusal`] is a decision of the
//! business: typed, coded, shown to the person in their language. A conflict means somebody
//! else wrote first: the runtime tries again. A fault is the machinery failing: logged once
//! with its cause, never shown. The latter two live in `runtime`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Languages of the console and of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Ukrainian.
    Uk,
    /// Russian.
    Ru,
}

impl Language {
    /// All of them, in the order the console offers them.
    pub const ALL: &[Self] = &[Self::Uk, Self::Ru, Self::En];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Uk => "uk",
            Self::Ru => "ru",
        }
    }

    /// The first language of an `Accept-Language` header that is spoken here; English otherwise.
    pub fn negotiate(accept_language: &str) -> Self {
        accept_language
            .split(',')
            .filter_map(|part| part.split([';', '-']).next())
            .find_map(|code| Self::ALL.iter().copied().find(|language| language.code() == code.trim()))
            .unwrap_or_default()
    }
}

/// One sentence in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Texts {
    /// English.
    pub en: String,
    /// Ukrainian.
    pub uk: String,
    /// Russian.
    pub ru: String,
}

impl Texts {
    /// From the three sentences, in the order English, Ukrainian, Russian.
    pub fn new(en: impl Into<String>, uk: impl Into<String>, ru: impl Into<String>) -> Self {
        Self { en: en.into(), uk: uk.into(), ru: ru.into() }
    }

    /// The sentence in a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Uk => &self.uk,
            Language::Ru => &self.ru,
        }
    }
}

/// What kind of no; decides the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 404: there is no such thing, or it belongs to another tenant.
    NotFound,
    /// 403: this actor may not do this to this thing (a limit inside the decision).
    Forbidden,
    /// 409: the thing is in a state that does not allow it, or a unique value is taken.
    State,
    /// 410: the thing existed and is gone for good.
    Gone,
    /// 422: the request is well formed and breaks a rule of the business.
    Rule,
}

impl Status {
    /// The HTTP status code.
    pub const fn http(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Forbidden => 403,
            Self::State => 409,
            Self::Gone => 410,
            Self::Rule => 422,
        }
    }
}

/// The refusals of one aggregate: an enum with a variant a reason, compared by value in tests.
pub trait Refusal: fmt::Debug + Clone + PartialEq + Send + Sync + 'static {
    /// Stable, dotted: `orders.order.not-cancellable`. Clients branch on it.
    fn code(&self) -> &'static str;
    /// What kind of no.
    fn status(&self) -> Status;
    /// What happened and what to do about it, for the person in front of the screen.
    fn texts(&self) -> Texts;
    /// One of each variant, for the reference page and the tests over all codes.
    fn samples() -> Vec<Self>;
}

/// A refusal with its type erased, on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// See [`Refusal::code`].
    pub code: &'static str,
    /// See [`Refusal::status`].
    pub status: Status,
    /// See [`Refusal::texts`].
    pub texts: Texts,
}

impl<R: Refusal> From<&R> for Refused {
    fn from(refusal: &R) -> Self {
        Self { code: refusal.code(), status: refusal.status(), texts: refusal.texts() }
    }
}

/// A body that is not what the command or query expects; HTTP 400.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Malformed {
    /// Where in the body, such as `items[0].quantity`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl Malformed {
    /// Something wrong at a path of the body.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    /// Reads a typed value, telling where it fails.
    pub fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, Self> {
        serde_path_to_error::deserialize(value).map_err(|error| Self::new(error.path().to_string(), error.inner().to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates_the_first_language_that_is_spoken() {
        assert_eq!(Language::negotiate("de-DE,uk-UA;q=0.8,en;q=0.5"), Language::Uk);
        assert_eq!(Language::negotiate(""), Language::En);
    }
}
