//! Answers no well-behaved server gives, and the escaping that the human pages need.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http_body::Frame;

/// A body that fails at its first byte.
///
/// The server gives up the connection before it has flushed the head, so the client sees the
/// connection close without an answer, also when the router is mounted in somebody else's server.
struct Severed;

impl HttpBody for Severed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}

/// A connection cut before the answer.
#[must_use]
pub fn cut() -> Response {
    Response::new(Body::new(Severed))
}

/// HTTP 200 with the maintenance page of some proxy in front of the real service.
#[must_use]
pub fn garbage() -> Response {
    Html("<html><body><h1>Технічні роботи</h1></body></html>").into_response()
}

/// HTTP 500 without anything to read.
#[must_use]
pub fn server_error() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response()
}

/// Answers a button of the human page by showing the page again, and a program with `otherwise`.
pub fn for_reader(headers: &HeaderMap, otherwise: impl IntoResponse) -> Response {
    let wants_page = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    if wants_page { Redirect::to("/").into_response() } else { otherwise.into_response() }
}

/// Text made safe to stand in a page, in an element or in a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}
