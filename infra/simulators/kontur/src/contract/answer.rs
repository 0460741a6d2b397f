//! Answers against the description.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::request::errors;
use super::{RULES, Side, Violation};
use crate::operation::Operation;

/// What is wrong with an answer; empty when it is as the description says.
#[must_use]
pub fn check_answer(operation: Operation, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Vec<Violation> {
    let wrong = |at: String, problem: String| Violation::new(Side::Answer, Some(operation), at, problem);
    let rule = match RULES.as_ref() {
        Ok(rules) => rules.of(operation),
        Err(error) => return vec![wrong("description".to_owned(), error.clone())],
    };
    let Some(bodies) = rule.and_then(|rule| rule.answers.get(status.as_str())) else {
        return vec![wrong("status".to_owned(), format!("{} is not an answer of this operation", status.as_u16()))];
    };
    // What is refused may be refused without a word.
    if body.is_empty() && (bodies.is_empty() || !status.is_success()) {
        return Vec::new();
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some(validators) = bodies.get(&media) else {
        return vec![wrong("header Content-Type".to_owned(), format!("{media:?} is not a type of this answer"))];
    };
    let read = read(&media, body);
    match read {
        Ok(values) => {
            let fits = validators.iter().any(|validator| values.iter().any(|value| validator.is_valid(value)));
            let first = validators.first().zip(values.first()).filter(|_| !fits);
            let found = first.map(|(validator, value)| errors(validator, value)).unwrap_or_default();
            found.into_iter().map(|(at, problem)| wrong(at, problem)).collect()
        }
        Err(problem) => vec![wrong("body".to_owned(), problem)],
    }
}

/// What a body may mean: plain text is a text, and may be JSON as well.
fn read(media: &str, body: &[u8]) -> Result<Vec<Value>, String> {
    let text = || String::from_utf8_lossy(body).into_owned();
    match media {
        "application/json" | "text/json" => Ok(vec![serde_json::from_slice(body).map_err(|error| error.to_string())?]),
        "text/plain" => Ok([Value::String(text())].into_iter().chain(serde_json::from_slice(body)).collect()),
        "application/pdf" if !body.starts_with(b"%PDF-") => Err("is not a PDF".to_owned()),
        _ => Ok(vec![Value::String(text())]),
    }
}
