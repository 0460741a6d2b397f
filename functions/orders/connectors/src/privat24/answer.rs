//! The bank's answers: two encodings, errors with and without an HTTP status.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};
use kernel::reaction::{FailureClass, OutsideError};
use orders::outside::privat24::{OperatingDay, code};
use orders::outside::{kyiv, lenient};
use outbound::CallError;
use serde_json::Value;

use crate::support::failure;

/// The text of an answer. The bank writes cp1251 unless asked otherwise, and does not always say so.
fn decode<'a>(content_type: Option<&str>, body: &'a [u8]) -> Cow<'a, str> {
    let charset = content_type.and_then(|text| {
        let text = text.to_ascii_lowercase();
        let (_, charset) = text.split_once("charset=")?;
        let charset = charset.split(';').next().unwrap_or_default().trim_matches([' ', '"']).to_owned();
        Encoding::for_label(charset.as_bytes())
    });
    let encoding = match charset {
        Some(encoding) if encoding != UTF_8 => encoding,
        // What claims or seems to be UTF-8 and is not can only be the bank's other encoding.
        Some(_) | None if std::str::from_utf8(body).is_ok() => UTF_8,
        Some(_) | None => WINDOWS_1251,
    };
    encoding.decode(body).0
}

/// Reads an answer with HTTP 200, which may still be an error.
pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Result<Value, OutsideError> {
    let text = decode(content_type, body);
    let Ok(answer) = serde_json::from_str::<Value>(&text) else {
        return Err(unreadable("not JSON"));
    };
    match lenient::text(&answer, "status").as_deref() {
        Some("SUCCESS") => Ok(answer),
        Some(_) => Err(refusal(&answer)),
        None => Err(unreadable("no status")),
    }
}

/// It may be whole again in a minute: a page of some proxy, an answer cut short.
fn unreadable(what: &str) -> OutsideError {
    failure(code::PARSE_ERROR, FailureClass::Retry, "unreadable", what)
}

/// Error codes of the bank are not published; the words in them are all there is to go by. A
/// statement is only read, so an error of an unknown kind is tried again.
fn refusal(answer: &Value) -> OutsideError {
    let (raw, text) = (lenient::text(answer, "code").unwrap_or_default(), lenient::text(answer, "message").unwrap_or_default());
    let says = |words: &[&str]| words.iter().any(|word| raw.to_uppercase().contains(word));
    if says(&["PHASE", "OPER_DAY", "ROLLOVER"]) {
        failure(code::ROLLOVER, FailureClass::Retry, &raw, &text)
    } else if says(&["TOKEN", "AUTH", "ACCESS", "FORBIDDEN"]) {
        failure(code::AUTH_ERROR, FailureClass::Auth, &raw, &text)
    } else if says(&["TOO_MANY", "LIMIT_EXCEEDED"]) {
        failure(code::RATE_LIMIT, FailureClass::Retry, &raw, &text)
    } else {
        failure(code::SERVER_ERROR, FailureClass::Retry, &raw, &text)
    }
}

/// A failure of the transport in the bank's vocabulary; nothing is ever unknown, since nothing is changed.
pub(crate) fn transport(error: &CallError) -> OutsideError {
    let (said, text) = match error {
        CallError::Status { content_type, body, .. } => said(content_type.as_deref(), body.as_bytes()),
        CallError::TimedOutBeforeSending | CallError::TimedOutAfterSending | CallError::ConnectionFailed | CallError::ConnectionLost => {
            (None, None)
        }
        CallError::TooLarge { .. } | CallError::CircuitOpen { .. } | CallError::RateLimited { .. } | CallError::Invalid(_) => (None, None),
    };
    let (raw, text) = (said.unwrap_or_else(|| error.code()), text.unwrap_or_else(|| error.to_string()));
    match error {
        CallError::Status { code: 401 | 403, .. } => failure(code::AUTH_ERROR, FailureClass::Auth, &raw, &text),
        CallError::Status { code: 429, .. } | CallError::RateLimited { .. } => failure(code::RATE_LIMIT, FailureClass::Retry, &raw, &text),
        CallError::Status { code: 400..=407 | 409..=499, .. } | CallError::Invalid(_) => {
            failure(code::VALIDATION_ERROR, FailureClass::Permanent, &raw, &text)
        }
        CallError::TooLarge { .. } => failure(code::PARSE_ERROR, FailureClass::Permanent, &raw, &text),
        CallError::Status { .. } | CallError::TimedOutBeforeSending | CallError::TimedOutAfterSending => {
            failure(code::SERVER_ERROR, FailureClass::Retry, &raw, &text)
        }
        CallError::ConnectionFailed | CallError::ConnectionLost | CallError::CircuitOpen { .. } => {
            failure(code::SERVER_ERROR, FailureClass::Retry, &raw, &text)
        }
    }
}

/// Code and message of an error's body, if it has them.
fn said(content_type: Option<&str>, body: &[u8]) -> (Option<String>, Option<String>) {
    let answer: Value = serde_json::from_str(&decode(content_type, body)).unwrap_or_default();
    (lenient::text(&answer, "code"), lenient::text(&answer, "message"))
}

/// The operating day out of the answer of `statements/settings`.
pub(crate) fn operating_day(answer: &Value) -> Result<OperatingDay, OutsideError> {
    let settings = answer.get("settings").ok_or_else(|| unreadable("no settings"))?;
    let required = |field| lenient::text(settings, field).ok_or_else(|| unreadable(&format!("settings without {field}")));
    let day = |field| lenient::text(settings, field).and_then(|text| kyiv::day(&text).ok().flatten());
    Ok(OperatingDay {
        phase: required("phase")?,
        work_balance: required("work_balance")?,
        today: day("today"),
        last_day: day("lastday"),
        server_time: lenient::text(settings, "server_date_time").and_then(|text| kyiv::moment(&text).ok().flatten()),
        final_statement: day("date_final_statement"),
    })
}

/// Rows and the id of the next page out of the answer of `statements/transactions`.
pub(crate) fn page(mut answer: Value) -> Result<(Vec<Value>, Option<String>), OutsideError> {
    let rows = match answer.get_mut("transactions").map(Value::take) {
        Some(Value::Array(rows)) => rows,
        Some(_) | None => return Err(unreadable("no transactions")),
    };
    let more = lenient::text(&answer, "exist_next_page").is_some_and(|text| text == "1" || text.eq_ignore_ascii_case("true"));
    match (more, lenient::text(&answer, "next_page_id")) {
        (false, _) => Ok((rows, None)),
        (true, Some(next)) => Ok((rows, Some(next))),
        (true, None) => Err(unreadable("a next page without an id")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;
    use outbound::Body;
    use serde_json::json;

    const HEDGEHOG_1251: &[u8] = b"\"\xAF\xE6\xE0\xEA\"";

    #[test]
    fn an_answer_is_read_in_the_encoding_that_it_has() {
        for content_type in [
            Some("application/json;charset=cp1251"),
            Some("application/json; charset=\"windows-1251\""),
            Some("application/json;charset=utf8"),
            Some("application/json"),
            None,
        ] {
            assert_eq!(decode(content_type, HEDGEHOG_1251), "\"Їжак\"", "{content_type:?}");
        }
        for content_type in [Some("application/json;charset=utf8"), Some("application/json;charset=UTF-8"), Some("text/x;charset=?"), None]
        {
            assert_eq!(decode(content_type, "\"Їжак\"".as_bytes()), "\"Їжак\"", "{content_type:?}");
        }
    }

    #[test]
    fn r36_errors_inside_http_200_have_a_class() {
        for (answer, code, class, raw) in [
            (
                json!({ "status": "ERROR", "code": "PHASE_NOT_WORKING", "message": "x" }),
                code::ROLLOVER,
                FailureClass::Retry,
                "PHASE_NOT_WORKING",
            ),
            (json!({ "status": "ERROR", "code": "INVALID_TOKEN" }), code::AUTH_ERROR, FailureClass::Auth, "INVALID_TOKEN"),
            (json!({ "status": "ERROR", "code": "TOO_MANY_REQUESTS" }), code::RATE_LIMIT, FailureClass::Retry, "TOO_MANY_REQUESTS"),
            (json!({ "status": "ERROR", "code": 17 }), code::SERVER_ERROR, FailureClass::Retry, "17"),
            (json!({ "status": "ERROR" }), code::SERVER_ERROR, FailureClass::Retry, ""),
            (json!({ "transactions": [] }), code::PARSE_ERROR, FailureClass::Retry, "unreadable"),
        ] {
            let error = read(None, answer.to_string().as_bytes()).unwrap_err();
            assert_eq!((error.code.as_str(), error.class, error.raw_code.as_str()), (code, class, raw), "{answer}");
        }
        assert_eq!(read(None, b"<html>").unwrap_err().code, code::PARSE_ERROR);
    }

    #[test]
    fn r36_every_failure_of_the_transport_has_a_class_and_keeps_what_the_bank_said() {
        let said = Body::new(json!({ "code": "INVALID_TOKEN", "message": "Токен недійсний" }).to_string().into_bytes());
        let status = |code| CallError::Status { code, content_type: None, body: said.clone(), retry_after_ms: None };
        let at = Moment::from_unix_ms(0);
        for (error, code, class, raw) in [
            (status(401), code::AUTH_ERROR, FailureClass::Auth, "INVALID_TOKEN"),
            (status(403), code::AUTH_ERROR, FailureClass::Auth, "INVALID_TOKEN"),
            (status(429), code::RATE_LIMIT, FailureClass::Retry, "INVALID_TOKEN"),
            (status(400), code::VALIDATION_ERROR, FailureClass::Permanent, "INVALID_TOKEN"),
            (status(502), code::SERVER_ERROR, FailureClass::Retry, "INVALID_TOKEN"),
            (CallError::TimedOutAfterSending, code::SERVER_ERROR, FailureClass::Retry, "timed-out-after-sending"),
            (CallError::ConnectionLost, code::SERVER_ERROR, FailureClass::Retry, "connection-lost"),
            (CallError::CircuitOpen { retry_at: at }, code::SERVER_ERROR, FailureClass::Retry, "circuit-open"),
            (CallError::RateLimited { retry_at: at }, code::RATE_LIMIT, FailureClass::Retry, "rate-limited"),
            (CallError::TooLarge { limit_bytes: 1 }, code::PARSE_ERROR, FailureClass::Permanent, "too-large"),
            (CallError::Invalid("x"), code::VALIDATION_ERROR, FailureClass::Permanent, "invalid"),
        ] {
            let failed = transport(&error);
            assert_eq!((failed.code.as_str(), failed.class, failed.raw_code.as_str()), (code, class, raw), "{error:?}");
        }
    }

    #[test]
    fn pages_end_when_the_bank_says_so() {
        assert_eq!(
            page(json!({ "transactions": [{}], "exist_next_page": true, "next_page_id": 7 })),
            Ok((vec![json!({})], Some("7".to_owned())))
        );
        assert_eq!(page(json!({ "transactions": [], "exist_next_page": "false", "next_page_id": "7" })), Ok((vec![], None)));
        assert!(page(json!({ "transactions": [], "exist_next_page": true, "next_page_id": "" })).is_err());
        assert!(page(json!({ "transactions": {} })).is_err());
    }

    #[test]
    fn the_operating_day_is_open_only_by_the_banks_rule() {
        let day = |phase: &str, balance: &str| {
            let settings = json!({ "phase": phase, "work_balance": balance, "today": "21.11.2026 00:00:00", "server_date_time": "21.11.2026 10:00:00" });
            operating_day(&json!({ "settings": settings })).unwrap()
        };
        assert!(day("WRK", "N").is_open());
        assert!(!day("WRK", "Y").is_open() && !day("OPN", "N").is_open());
        assert_eq!(day("WRK", "N").today.map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
        assert!(operating_day(&json!({ "settings": { "phase": "WRK" } })).is_err());
    }
}
