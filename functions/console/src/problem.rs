//! What went wrong, as it is told to the user: a problem document of the API, or a failure
//! of the console's own that looks the same.

use serde_json::Value;

use crate::words::Words;

/// Longest text that is taken from a problem document, in characters.
const TEXT_CHARACTERS_MAX: usize = 1_000;

/// A problem to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) title: Box<str>,
    pub(crate) detail: Box<str>,
    pub(crate) correlation: Box<str>,
    /// Where in the request, and what is wrong there.
    pub(crate) errors: Vec<(String, String)>,
}

impl Problem {
    /// Reads RFC 9457; tolerates an answer that is none.
    pub(crate) fn from_document(status: u16, document: &Value) -> Self {
        let text = |value: &Value, name: &str| {
            let text = value.get(name).and_then(Value::as_str).unwrap_or_default();
            text.chars().take(TEXT_CHARACTERS_MAX).collect::<String>()
        };
        let errors = document.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Self {
            status,
            code: Some(text(document, "code")).filter(|code| !code.is_empty()).unwrap_or_else(|| format!("http-{status}")),
            title: text(document, "title").into(),
            detail: text(document, "detail").into(),
            correlation: text(document, "instance").trim_start_matches("urn:uuid:").into(),
            errors: errors.iter().map(|error| (text(error, "path"), text(error, "reason"))).collect(),
        }
    }

    fn own(status: u16, code: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            title: Box::default(),
            detail: Box::default(),
            correlation: Box::default(),
            errors: Vec::new(),
        }
    }

    /// The API did not answer.
    pub(crate) fn unreachable() -> Self {
        Self::own(503, "console.api-down")
    }

    /// The API answered something else than was expected.
    pub(crate) fn unreadable() -> Self {
        Self::own(502, "console.unreadable")
    }

    /// There is no such page.
    pub(crate) fn no_page() -> Self {
        Self::own(404, "console.no-page")
    }

    /// A form from another site, or without a sign of where it comes from.
    pub(crate) fn foreign_form() -> Self {
        Self::own(403, "console.foreign-form")
    }

    /// A body that is no form, or too large.
    pub(crate) fn bad_form() -> Self {
        Self::own(400, "console.bad-form")
    }

    /// A field of a form that the console itself found wanting.
    pub(crate) fn field(name: &str, reason: &str) -> Self {
        Self { errors: vec![(name.to_owned(), reason.to_owned())], ..Self::own(422, "console.field") }
    }

    /// A sign-in that did not end well.
    pub(crate) fn sign_in(code: &str) -> Self {
        Self::own(400, code)
    }

    /// The session is over, or the API does not accept its token.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.status == 401
    }

    /// The headline: the API's, in the user's language, or the console's own.
    pub(crate) fn headline<'a>(&'a self, words: &'a Words) -> &'a str {
        let own = &words.problem;
        match self.code.as_str() {
            _ if !self.title.is_empty() => &self.title,
            "console.api-down" => own.api_down,
            "console.unreadable" => own.unreadable,
            "console.no-page" => own.no_page,
            "console.foreign-form" => own.foreign_form,
            "console.bad-form" => own.bad_form,
            "console.field" => own.field,
            "console.sign-in-state" | "console.sign-in-nonce" => own.sign_in_state,
            "console.sign-in-refused" => own.sign_in_refused,
            "console.sign-in-exchange" => own.sign_in_exchange,
            _ => own.unknown,
        }
    }

    /// What exactly happened, where that says more than the headline to a person.
    pub(crate) fn explanation(&self) -> &str {
        // What the path of a field says already, or a version number, explains nothing.
        if self.errors.is_empty() && self.code != "version-mismatch" { &self.detail } else { "" }
    }

    /// What to do about it.
    pub(crate) fn advice<'a>(&self, words: &'a Words) -> &'a str {
        let own = &words.problem;
        match self.status {
            _ if self.code.starts_with("console.sign-in") => own.do_sign_in,
            401 => own.do_sign_in,
            403 if self.code == "console.foreign-form" => own.do_reload,
            403 => own.do_ask_rights,
            404 => own.do_look_elsewhere,
            409 | 412 => own.do_look_again,
            400 | 413 | 422 => own.do_correct,
            429 | 502 | 503 | 504 => own.do_wait,
            _ => own.do_report,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Language;
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_a_problem_document() {
        let document = json!({
            "type": "urn:entrepot:problem:orders.order.handed-over", "title": "Це неможливо.", "status": 409,
            "code": "orders.order.handed-over", "instance": "urn:uuid:0192", "detail": "Перевізник уже прийняв посилку.",
            "errors": [{"path": "items[0].price", "reason": "not an amount"}],
        });
        let problem = Problem::from_document(409, &document);
        assert_eq!(problem.headline(Words::of(Language::En)), "Це неможливо.");
        assert_eq!(&*problem.correlation, "0192");
        assert_eq!(problem.errors, [("items[0].price".to_owned(), "not an amount".to_owned())]);
    }

    #[test]
    fn an_answer_of_something_in_between_is_still_explained() {
        let problem = Problem::from_document(504, &Value::Null);
        assert_eq!(problem.code, "http-504");
        for language in Language::ALL {
            assert!(!problem.headline(Words::of(*language)).is_empty());
            assert!(!problem.advice(Words::of(*language)).is_empty());
        }
    }
}
