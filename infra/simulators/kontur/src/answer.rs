//! What operations answer, in the several shapes of the service.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::Texts;
use crate::operation::Operation;

/// An answer.
#[derive(Debug)]
pub(crate) enum Answer {
    Empty(StatusCode),
    Json(StatusCode, Value),
    /// A text: as it is, or in the quotation marks of JSON.
    Text(StatusCode, String),
    /// Something that is neither.
    Typed(&'static str, Vec<u8>),
}

impl Answer {
    pub(crate) fn done() -> Self {
        Self::Empty(StatusCode::OK)
    }

    pub(crate) fn json(value: Value) -> Self {
        Self::Json(StatusCode::OK, value)
    }

    pub(crate) fn created(value: Value) -> Self {
        Self::Json(StatusCode::CREATED, value)
    }

    /// A form or template: declared as a text, and JSON inside.
    pub(crate) fn json_text(value: &Value) -> Self {
        Self::Text(StatusCode::OK, value.to_string())
    }

    pub(crate) fn into_response(self, texts: Texts) -> Response {
        match self {
            Self::Empty(status) => status.into_response(),
            Self::Json(status, value) => (status, Json(value)).into_response(),
            Self::Text(status, text) => match texts {
                Texts::Plain => (status, text).into_response(),
                Texts::Json => (status, Json(Value::String(text))).into_response(),
            },
            Self::Typed(media, bytes) => ([(header::CONTENT_TYPE, media)], bytes).into_response(),
        }
    }
}

/// Why an operation did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// 400.
    Bad(&'static str),
    /// 401.
    NoSession,
    /// 403.
    Denied(&'static str),
    /// 404.
    Missing,
}

impl Refused {
    /// The refusal in the shape that this operation has for it: there is no common one.
    pub(crate) fn answer(self, operation: Operation) -> Answer {
        let says_why = matches!(
            operation,
            Operation::CreateDocflow | Operation::CopyDocflow | Operation::CopyFromDt | Operation::DeclarationProcedures
        );
        let denies_in_words =
            matches!(operation, Operation::CreateDocflow | Operation::CopyDocflow | Operation::CopyFromDt | Operation::Employees);
        match self {
            Self::Bad(text) if says_why => Answer::Text(StatusCode::BAD_REQUEST, text.to_owned()),
            Self::Bad(_) => Answer::Empty(StatusCode::BAD_REQUEST),
            Self::NoSession => Answer::Empty(StatusCode::UNAUTHORIZED),
            Self::Denied(text) if denies_in_words => {
                Answer::Json(StatusCode::FORBIDDEN, json!({ "error": "AccessDenied", "message": text }))
            }
            Self::Denied(_) => Answer::Empty(StatusCode::FORBIDDEN),
            Self::Missing => Answer::Empty(StatusCode::NOT_FOUND),
        }
    }
}
