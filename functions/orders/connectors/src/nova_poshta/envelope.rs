//! The carrier's envelope: HTTP 200 for everything, lists that are sometimes objects.

use kernel::reaction::{FailureClass, OutsideError};
use orders::outside::lenient;
use orders::outside::nova_poshta::code;
use outbound::CallError;
use serde_json::Value;

use crate::support::failure;

/// Codes of a refused or missing key.
const AUTH: &[&str] = &["20000200068", "20000200069"];
/// Codes of the carrier's own trouble.
const SERVER: &[&str] = &["20000100002", "20000100016"];
/// Codes of a document that is not there.
const NOT_FOUND: &[&str] = &["20000300415", "20000301849", "20000301271"];
/// Code of throttling in the carrier's message table; in answers it is a text without a code.
const THROTTLED: &str = "429";

/// Whether the request may have changed something at the carrier: then a failure after
/// sending leaves the outcome unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Reads, or can be repeated without harm.
    Harmless,
    /// Makes a waybill.
    Makes,
}

/// Reads an answer's rows.
///
/// # Errors
/// The carrier's refusal, or that this is not an envelope.
pub(crate) fn rows(body: &[u8], effect: Effect) -> Result<Vec<Value>, OutsideError> {
    let Ok(envelope) = serde_json::from_slice::<Value>(body) else {
        return Err(unreadable("not JSON", effect));
    };
    rows_of(&envelope, effect)
}

/// Reads an envelope, which may stand inside a row.
pub(crate) fn rows_of(envelope: &Value, effect: Effect) -> Result<Vec<Value>, OutsideError> {
    match lenient::text(envelope, "success").as_deref() {
        Some("1" | "true") => match envelope.get("data") {
            Some(Value::Array(rows)) => Ok(rows.clone()),
            Some(row @ Value::Object(_)) => Ok(vec![row.clone()]),
            Some(Value::Null) | None => Ok(Vec::new()),
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_)) => Err(unreadable("data is not a list", effect)),
        },
        Some(_) => Err(refusal(&problems(envelope), effect)),
        None => Err(unreadable("no envelope", effect)),
    }
}

/// An answer that came and cannot be read. The work may be done; what is read may be whole again in a minute.
pub(crate) fn unreadable(what: &str, effect: Effect) -> OutsideError {
    match effect {
        Effect::Harmless => failure(code::PARSE_ERROR, FailureClass::Retry, "unreadable", what),
        Effect::Makes => failure(code::UNKNOWN_OUTCOME, FailureClass::Unknown, "unreadable", what),
    }
}

/// One thing that the carrier finds wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    code: String,
    text: String,
}

/// Errors with their codes: two lists side by side, or two objects with the same keys.
fn problems(envelope: &Value) -> Vec<Problem> {
    let texts = keyed(envelope.get("errors").unwrap_or(&Value::Null));
    let codes = keyed(envelope.get("errorCodes").unwrap_or(&Value::Null));
    if texts.is_empty() {
        return codes.into_iter().map(|(_, code)| Problem { code, text: String::new() }).collect();
    }
    let with_code = |(at, (key, text)): (usize, (String, String))| {
        let same_key = codes.iter().find(|(other, _)| *other == key);
        let code = same_key.or_else(|| codes.get(at)).map(|(_, code)| code.clone()).unwrap_or_default();
        Problem { code, text }
    };
    texts.into_iter().enumerate().map(with_code).collect()
}

/// The scalars of a list, of an object, or of a list of objects, with their keys.
fn keyed(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Array(items) => {
            let item = |(at, item): (usize, &Value)| match lenient::plain(item) {
                Some(text) => vec![(at.to_string(), text)],
                None => keyed(item),
            };
            items.iter().enumerate().flat_map(item).collect()
        }
        Value::Object(fields) => fields.iter().filter_map(|(key, value)| Some((key.clone(), lenient::plain(value)?))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            lenient::plain(value).map(|text| vec![(String::new(), text)]).unwrap_or_default()
        }
    }
}

fn is_throttling(problem: &Problem) -> bool {
    let text = problem.text.to_lowercase();
    // The first spelling is the carrier's.
    problem.code == THROTTLED || text.contains("to many requests") || text.contains("too many requests") || text.contains("limit exceeded")
}

fn is_auth(problem: &Problem) -> bool {
    let text = problem.text.to_lowercase();
    AUTH.contains(&problem.code.as_str()) || text.contains("auth fail") || text.contains("apikey") || text.contains("api key")
}

/// The first problem of the most telling kind decides; the texts are kept together.
fn refusal(problems: &[Problem], effect: Effect) -> OutsideError {
    let text = problems.iter().map(|problem| problem.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    let told = |code: &str, class, problem: &Problem| failure(code, class, &problem.code, &text);
    let find = |kind: fn(&Problem) -> bool| problems.iter().find(|problem| kind(problem));
    if let Some(problem) = find(is_auth) {
        return told(code::AUTH_ERROR, FailureClass::Auth, problem);
    }
    if let Some(problem) = find(is_throttling) {
        return told(code::RATE_LIMIT, FailureClass::Retry, problem);
    }
    let Some(first) = problems.first() else {
        return trouble("", "refused without a reason", effect);
    };
    if let Some(problem) = find(|problem| SERVER.contains(&problem.code.as_str())) {
        return trouble(&problem.code, &text, effect);
    }
    if let Some(problem) = find(|problem| NOT_FOUND.contains(&problem.code.as_str())) {
        return told(code::NOT_FOUND, FailureClass::Permanent, problem);
    }
    told(code::VALIDATION_ERROR, FailureClass::Permanent, first)
}

/// The carrier failed in the middle of something.
fn trouble(raw_code: &str, text: &str, effect: Effect) -> OutsideError {
    match effect {
        Effect::Harmless => failure(code::SERVER_ERROR, FailureClass::Retry, raw_code, text),
        Effect::Makes => failure(code::UNKNOWN_OUTCOME, FailureClass::Unknown, raw_code, text),
    }
}

/// A failure of the transport in the carrier's vocabulary.
pub(crate) fn transport(error: &CallError, effect: Effect) -> OutsideError {
    let (raw, text) = (error.code(), error.to_string());
    match error {
        CallError::Status { code: 429, .. } | CallError::RateLimited { .. } => failure(code::RATE_LIMIT, FailureClass::Retry, &raw, &text),
        CallError::Status { code: 401 | 403, .. } => failure(code::AUTH_ERROR, FailureClass::Auth, &raw, &text),
        CallError::Status { code: 400..=407 | 409..=499, .. } | CallError::Invalid(_) => {
            failure(code::VALIDATION_ERROR, FailureClass::Permanent, &raw, &text)
        }
        CallError::TooLarge { .. } if effect == Effect::Harmless => failure(code::PARSE_ERROR, FailureClass::Permanent, &raw, &text),
        CallError::TimedOutAfterSending | CallError::ConnectionLost | CallError::TooLarge { .. } | CallError::Status { .. } => {
            trouble(&raw, &text, effect)
        }
        CallError::TimedOutBeforeSending | CallError::ConnectionFailed | CallError::CircuitOpen { .. } => {
            failure(code::SERVER_ERROR, FailureClass::Retry, &raw, &text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;
    use outbound::Body;
    use serde_json::json;

    fn told(envelope: &Value, effect: Effect) -> (String, FailureClass, String, String) {
        let error = rows_of(envelope, effect).unwrap_err();
        (error.code, error.class, error.raw_code, error.text)
    }

    #[test]
    fn r36_every_shape_of_a_refusal_has_a_class_and_keeps_the_raw_code() {
        let refused = |errors: Value, codes: Value| json!({ "success": false, "data": [], "errors": errors, "errorCodes": codes });
        for (envelope, code, class, raw, text) in [
            (
                refused(json!(["API auth fail"]), json!(["20000200068"])),
                code::AUTH_ERROR,
                FailureClass::Auth,
                "20000200068",
                "API auth fail",
            ),
            (refused(json!(["apiKey is empty"]), json!([])), code::AUTH_ERROR, FailureClass::Auth, "", "apiKey is empty"),
            (refused(json!(["To many requests"]), json!([])), code::RATE_LIMIT, FailureClass::Retry, "", "To many requests"),
            (refused(json!([]), json!(["429"])), code::RATE_LIMIT, FailureClass::Retry, "429", ""),
            (
                refused(json!(["Service Unavailable"]), json!([20_000_100_016_u64])),
                code::SERVER_ERROR,
                FailureClass::Retry,
                "20000100016",
                "Service Unavailable",
            ),
            (refused(json!([]), json!([])), code::SERVER_ERROR, FailureClass::Retry, "", "refused without a reason"),
            (
                refused(json!(["Document not found"]), json!(["20000300415"])),
                code::NOT_FOUND,
                FailureClass::Permanent,
                "20000300415",
                "Document not found",
            ),
            (
                refused(json!({ "1": "Document is printed" }), json!({ "1": "20000200154" })),
                code::VALIDATION_ERROR,
                FailureClass::Permanent,
                "20000200154",
                "Document is printed",
            ),
            (
                refused(json!({ "x": "Cost is empty", "y": "Weight is empty" }), json!(["20000400452", "20000400503"])),
                code::VALIDATION_ERROR,
                FailureClass::Permanent,
                "20000400452",
                "Cost is empty; Weight is empty",
            ),
            (refused(json!([{ "ID_1": "bad" }]), json!([])), code::VALIDATION_ERROR, FailureClass::Permanent, "", "bad"),
            (refused(json!("bad"), json!(null)), code::VALIDATION_ERROR, FailureClass::Permanent, "", "bad"),
            (
                refused(json!(["Cost is empty", "API auth fail"]), json!(["20000400452", "20000200068"])),
                code::AUTH_ERROR,
                FailureClass::Auth,
                "20000200068",
                "Cost is empty; API auth fail",
            ),
        ] {
            assert_eq!(told(&envelope, Effect::Harmless), (code.to_owned(), class, raw.to_owned(), text.to_owned()), "{envelope}");
        }
    }

    #[test]
    fn r32_trouble_while_making_is_an_unknown_outcome() {
        let trouble = json!({ "success": false, "errors": ["General error"], "errorCodes": ["20000100002"] });
        assert_eq!(told(&trouble, Effect::Makes).1, FailureClass::Unknown);
        assert_eq!(told(&json!({}), Effect::Makes).1, FailureClass::Unknown);
        assert_eq!(rows(b"<html>", Effect::Makes).unwrap_err().class, FailureClass::Unknown);
        assert_eq!(rows(b"<html>", Effect::Harmless).unwrap_err().code, code::PARSE_ERROR);
    }

    #[test]
    fn success_comes_in_several_shapes() {
        for (envelope, count) in [
            (json!({ "success": true, "data": [{}, {}], "warnings": { "DuplicateValidate": "…" } }), 2),
            (json!({ "success": "true", "data": { "date": "…" }, "info": [] }), 1),
            (json!({ "success": 1, "data": [], "info": { "totalCount": 0 } }), 0),
            (json!({ "success": true }), 0),
        ] {
            assert_eq!(rows_of(&envelope, Effect::Harmless).map(|rows| rows.len()), Ok(count), "{envelope}");
        }
    }

    #[test]
    fn r36_every_failure_of_the_transport_has_a_class() {
        let status = |code| CallError::Status { code, content_type: None, body: Body::default(), retry_after_ms: None };
        let at = Moment::from_unix_ms(0);
        for (error, code, reading, making) in [
            (status(429), code::RATE_LIMIT, FailureClass::Retry, FailureClass::Retry),
            (CallError::RateLimited { retry_at: at }, code::RATE_LIMIT, FailureClass::Retry, FailureClass::Retry),
            (status(401), code::AUTH_ERROR, FailureClass::Auth, FailureClass::Auth),
            (status(403), code::AUTH_ERROR, FailureClass::Auth, FailureClass::Auth),
            (status(400), code::VALIDATION_ERROR, FailureClass::Permanent, FailureClass::Permanent),
            (CallError::Invalid("x"), code::VALIDATION_ERROR, FailureClass::Permanent, FailureClass::Permanent),
            (CallError::TooLarge { limit_bytes: 1 }, code::PARSE_ERROR, FailureClass::Permanent, FailureClass::Unknown),
            (status(408), code::SERVER_ERROR, FailureClass::Retry, FailureClass::Unknown),
            (status(503), code::SERVER_ERROR, FailureClass::Retry, FailureClass::Unknown),
            (CallError::TimedOutAfterSending, code::SERVER_ERROR, FailureClass::Retry, FailureClass::Unknown),
            (CallError::ConnectionLost, code::SERVER_ERROR, FailureClass::Retry, FailureClass::Unknown),
            (CallError::TimedOutBeforeSending, code::SERVER_ERROR, FailureClass::Retry, FailureClass::Retry),
            (CallError::ConnectionFailed, code::SERVER_ERROR, FailureClass::Retry, FailureClass::Retry),
            (CallError::CircuitOpen { retry_at: at }, code::SERVER_ERROR, FailureClass::Retry, FailureClass::Retry),
        ] {
            let read = transport(&error, Effect::Harmless);
            assert_eq!((read.code.as_str(), read.class), (code, reading), "{error:?}");
            assert_eq!(transport(&error, Effect::Makes).class, making, "{error:?}");
            assert_eq!(read.raw_code, error.code());
        }
    }
}
