//! What every page gets: the API with the user's token, words, formats, the form.

use kernel::{Currency, Role};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::{Api, Caller};
use crate::config::Socket;
use crate::format::Format;
use crate::frame::Around;
use crate::http::Form;
use crate::problem::Problem;
use crate::session::Session;
use crate::words::Words;

/// What amounts are typed in by users whose token names no `currency`: orders are kept in
/// hryvnias unless a tenant says otherwise (specification 9).
const CURRENCY: Currency = Currency::UAH;

/// The request of one signed-in user.
pub(crate) struct Cx<'a> {
    pub(crate) w: &'static Words,
    pub(crate) f: Format,
    pub(crate) session: &'a Session,
    /// The path's parts after `/console`, decoded.
    pub(crate) parts: Vec<String>,
    /// The query string's fields.
    pub(crate) asked: &'a Form,
    /// The body's fields; empty unless a form was sent.
    pub(crate) form: &'a Form,
    /// What amounts are typed in.
    pub(crate) currency: Currency,
    /// Where the page's script may open a socket.
    pub(crate) socket: Option<Socket<'a>>,
    api: Caller<'a>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(api: &'a dyn Api, around: Around<'a>, session: &'a Session, form: &'a Form) -> Self {
        let decode = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
        let inside = around.path.trim_start_matches("/console").trim_matches('/');
        Self {
            w: around.words,
            f: around.format,
            session,
            parts: inside.split('/').map(decode).collect(),
            asked: around.parameters,
            form,
            currency: session.currency.unwrap_or(CURRENCY),
            socket: around.socket,
            api: Caller { api, token: &session.token, language: around.words.language },
        }
    }

    /// Asks the API.
    pub(crate) async fn get<T: DeserializeOwned>(&self, template: &str, path: &[&str], query: &[(&str, &str)]) -> Result<T, Problem> {
        self.api.get(crate::api::path(template, path), query).await
    }

    /// Sends a command with the form's idempotency key and, if the form has one, the version looked at.
    pub(crate) async fn send(&self, method: &'static str, template: &str, path: &[&str], body: Value) -> Result<Value, Problem> {
        let path = crate::api::path(template, path);
        self.api.command(method, path, body, self.form.get("_key"), Some(self.form.get("_version"))).await
    }

    /// Sends one of several commands of a form: with a key and a version of its own.
    pub(crate) async fn send_one(
        &self,
        method: &'static str,
        template: &str,
        path: &[&str],
        body: Value,
        key: &str,
        version: &str,
    ) -> Result<Value, Problem> {
        self.api.command(method, crate::api::path(template, path), body, key, Some(version)).await
    }

    /// Whether the user has one of the roles. Only decides what is offered; the API decides what is done.
    pub(crate) fn may(&self, roles: &[Role]) -> bool {
        self.session.has(roles)
    }
}
