//! How the bank reads requests and writes answers: the encoding that a header picks, the two
//! headers it insists on, and the shape of its errors.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use encoding_rs::WINDOWS_1251;
use serde_json::{Value, json};

/// The encoding of a request's body and of its answer.
///
/// The `Content-Type` of the request picks it, also where the request has no body. Clients that
/// forget the charset get cp1251.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Cp1251,
}

impl Charset {
    pub(crate) fn asked(headers: &HeaderMap) -> Self {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or("").to_ascii_lowercase();
        let named = |name: &str| content_type.contains(&format!("charset={name}"));
        if named("utf8") || named("utf-8") { Self::Utf8 } else { Self::Cp1251 }
    }

    fn encode(self, text: String) -> Vec<u8> {
        match self {
            Self::Utf8 => text.into_bytes(),
            Self::Cp1251 => {
                // What the code page lacks turns into a question mark, as in the bank's Java.
                let known: String = text.chars().map(known_to_cp1251).collect();
                WINDOWS_1251.encode(&known).0.into_owned()
            }
        }
    }

    fn decode(self, body: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(body).into_owned(),
            Self::Cp1251 => WINDOWS_1251.decode(body).0.into_owned(),
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Utf8 => "application/json;charset=utf8",
            Self::Cp1251 => "application/json;charset=cp1251",
        }
    }

    /// Reads the JSON of a request.
    pub(crate) fn read(self, body: &[u8]) -> Result<Value, Refusal> {
        serde_json::from_str(&self.decode(body)).map_err(|_| Refusal::bad("INVALID_JSON", "Некоректний формат запиту"))
    }

    /// Writes an answer.
    pub(crate) fn answer(self, status: StatusCode, body: &Value) -> Response {
        let content_type = [(header::CONTENT_TYPE, self.content_type())];
        (status, content_type, self.encode(body.to_string())).into_response()
    }
}

fn known_to_cp1251(character: char) -> char {
    let mut bytes = [0_u8; 4];
    let (_, _, unknown) = WINDOWS_1251.encode(character.encode_utf8(&mut bytes));
    if unknown { '?' } else { character }
}

/// An error answer: a status and `{code, message}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(crate) fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "INVALID_TOKEN", "Токен недійсний або не вказаний")
    }

    pub(crate) fn body(&self) -> Value {
        json!({ "code": self.code, "message": self.message })
    }
}

/// Lets in a request that has the token and names its program.
pub(crate) fn admit(headers: &HeaderMap, token: &str) -> Result<(), Refusal> {
    let given = headers.get("token").and_then(|value| value.to_str().ok());
    if given != Some(token) {
        return Err(Refusal::token());
    }
    let program = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    if program.is_none_or(|name| name.trim().is_empty()) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "USER_AGENT_REQUIRED", "Не вказано User-Agent"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp1251_loses_what_it_lacks() {
        assert_eq!(Charset::Cp1251.encode("Їжак ₴".to_owned()), b"\xAF\xE6\xE0\xEA ?");
        assert_eq!(Charset::Cp1251.decode(b"\xAF\xE6\xE0\xEA"), "Їжак");
    }
}
