//! What goes wrong, in the vocabulary of the context.
//!
//! The vendor has no envelope for errors: a body is a text in quotes, an object with two texts,
//! a problem document of its framework, or nothing.

use customs::outside::kontur::code;
use customs::outside::kontur::operation::{Effect, Operation};
use kernel::reaction::{FailureClass, OutsideError};
use outbound::{Body, CallError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use runtime::ports::Secret;
use serde_json::Value;

/// Longest text of the vendor that an error keeps, in characters; its own are a sentence or two.
const TEXT_CHARACTERS_MAX: usize = 300;
/// Stands for a secret that the vendor sent back to us.
const HIDDEN: &str = "…";

/// An error of the vocabulary; the vendor's text is cut to size.
pub(crate) fn failure(code: &str, class: FailureClass, raw_code: &str, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: raw_code.to_owned(), text: line(text, TEXT_CHARACTERS_MAX) }
}

/// At most so many characters of a text that somebody else wrote, on one line.
pub(crate) fn line(text: &str, characters: usize) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    clean.take(characters).collect::<String>().trim().to_owned()
}

/// A request that is wrong without asking the vendor.
pub(crate) fn refused(raw_code: &str, text: &str) -> OutsideError {
    failure(code::VALIDATION, FailureClass::Permanent, raw_code, text)
}

/// An answer that came and cannot be read: after something that changes, nobody knows what such
/// a page stands for.
pub(crate) fn unreadable(operation: Operation, what: &str) -> OutsideError {
    match operation.effect {
        Effect::Reads => failure(code::UNREADABLE, FailureClass::Retry, "unreadable", what),
        Effect::Sets | Effect::Makes => failure(code::UNKNOWN_OUTCOME, FailureClass::Unknown, "unreadable", what),
    }
}

/// A call that has no good answer.
pub(crate) fn of_call(error: &CallError, operation: Operation) -> OutsideError {
    let raw = error.code();
    let changes = operation.effect != Effect::Reads;
    match error {
        CallError::Status { code: status, content_type, body, .. } => of_status(*status, &words(content_type.as_deref(), body), operation),
        CallError::Invalid(what) => refused(&raw, what),
        CallError::RateLimited { .. } => failure(code::RATE_LIMIT, FailureClass::Retry, &raw, &error.to_string()),
        CallError::TimedOutAfterSending | CallError::ConnectionLost | CallError::TooLarge { .. } if changes => {
            failure(code::UNKNOWN_OUTCOME, FailureClass::Unknown, &raw, &error.to_string())
        }
        CallError::TooLarge { .. } => failure(code::UNREADABLE, FailureClass::Permanent, &raw, &error.to_string()),
        CallError::TimedOutBeforeSending
        | CallError::TimedOutAfterSending
        | CallError::ConnectionFailed
        | CallError::ConnectionLost
        | CallError::CircuitOpen { .. } => failure(code::UNAVAILABLE, FailureClass::Retry, &raw, &error.to_string()),
    }
}

/// A status that says no. Whoever comes here with 403 has a session that is good for other things.
fn of_status(status: u16, text: &str, operation: Operation) -> OutsideError {
    let raw = format!("status-{status}");
    let (code, class) = match status {
        401 => (code::AUTH, FailureClass::Auth),
        403 => (code::FORBIDDEN, FailureClass::Permanent),
        404 | 410 => (code::NOT_FOUND, FailureClass::Permanent),
        429 => (code::RATE_LIMIT, FailureClass::Retry),
        // The vendor may have done the work before it failed.
        408 | 500.. if operation.effect != Effect::Reads => (code::UNKNOWN_OUTCOME, FailureClass::Unknown),
        408 | 500.. => (code::UNAVAILABLE, FailureClass::Retry),
        400..=499 => (code::VALIDATION, FailureClass::Permanent),
        // A redirect is not followed: it is the page of somebody who stands in between.
        _ => (code::UNAVAILABLE, FailureClass::Retry),
    };
    failure(code, class, &raw, text)
}

/// What the vendor says in the body of an error, in whichever of its shapes. A page is not quoted.
pub(crate) fn words(content_type: Option<&str>, body: &Body) -> String {
    let bytes = body.as_bytes();
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::String(text)) => text,
        Ok(Value::Object(fields)) => {
            let told = ["error", "title", "message", "detail"].iter().filter_map(|name| fields.get(*name)?.as_str());
            told.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
        }
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) => String::new(),
        Err(_) if is_page(content_type, bytes) => String::new(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Whether this is a page for people, where something else was asked for.
pub(crate) fn is_page(content_type: Option<&str>, bytes: &[u8]) -> bool {
    content_type.is_some_and(|kind| kind.starts_with("text/html")) || bytes.trim_ascii_start().starts_with(b"<")
}

/// Takes secrets out of what the vendor said, should it have quoted us, also as they stand in an address.
pub(crate) fn without(mut error: OutsideError, secrets: &[&Secret]) -> OutsideError {
    for secret in secrets.iter().map(|secret| secret.expose()).filter(|secret| !secret.is_empty()) {
        let escaped = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        let in_query = form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
        for form in [secret, escaped.as_str(), in_query.as_str()] {
            error.text = error.text.replace(form, HIDDEN);
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use customs::outside::kontur::operation::{CREATE_DOCFLOW, IMPORT_FORM, MARKS};

    fn status(code: u16, body: &str) -> CallError {
        CallError::Status { code, content_type: None, body: Body::new(body.as_bytes().to_vec()), retry_after_ms: None }
    }

    #[test]
    fn c03_a_lost_answer_is_unknown_where_something_may_have_changed() {
        for error in [CallError::TimedOutAfterSending, CallError::ConnectionLost, status(500, ""), status(502, ""), status(408, "")] {
            for changing in [CREATE_DOCFLOW, IMPORT_FORM] {
                let told = of_call(&error, changing);
                assert_eq!((told.code.as_str(), told.class), (code::UNKNOWN_OUTCOME, FailureClass::Unknown), "{error:?}");
            }
            assert_eq!(of_call(&error, MARKS).class, FailureClass::Retry, "{error:?}");
        }
        for error in [CallError::ConnectionFailed, CallError::TimedOutBeforeSending, status(429, "")] {
            assert_eq!(of_call(&error, CREATE_DOCFLOW).class, FailureClass::Retry, "nothing was sent: {error:?}");
        }
    }

    #[test]
    fn c52_errors_are_read_in_every_shape() {
        for (body, expected) in [
            ("\"Не заполнен пост\"", "Не заполнен пост"),
            ("Не заполнен пост", "Не заполнен пост"),
            (r#"{"error":"AccessDenied","message":"Доступ запрещен"}"#, "AccessDenied: Доступ запрещен"),
            (r#"{"error":null,"message":"Доступ запрещен"}"#, "Доступ запрещен"),
            (r#"{"title":"One or more validation errors occurred.","status":400}"#, "One or more validation errors occurred."),
            ("", ""),
            ("null", ""),
            ("[1]", ""),
            ("<html><body>IIS</body></html>", ""),
        ] {
            assert_eq!(of_call(&status(400, body), CREATE_DOCFLOW).text, expected, "{body}");
        }
        let long = of_call(&status(400, &"я\n".repeat(400)), CREATE_DOCFLOW).text;
        assert!(long.chars().count() <= TEXT_CHARACTERS_MAX && !long.contains('\n'));
    }

    #[test]
    fn secrets_are_taken_out_in_every_spelling() {
        let secret = Secret::new("p ss&wörd");
        let text = "p ss&wörd p%20ss%26w%C3%B6rd p+ss%26w%C3%B6rd";
        let error = without(failure(code::AUTH, FailureClass::Auth, "", text), &[&secret, &Secret::new("")]);
        assert_eq!(error.text, "… … …");
    }
}
