//! One request to the vendor, with its two headers and its session.

use customs::outside::kontur::operation::{Effect, Operation, Pace};
use kernel::reaction::OutsideError;
use outbound::{Answered, CallContext, CallError, Method, Outbound, OutboundRequest};

use crate::failure::{of_call, without};
use crate::multipart::Multipart;
use crate::session::{Account, Session, Sessions};

/// The clients by pace, and the sessions that they share.
pub(crate) struct Clients {
    pub(crate) ordinary: Outbound,
    pub(crate) slow: Outbound,
    pub(crate) sessions: Sessions,
}

/// What goes out besides an operation's own address.
#[derive(Default)]
pub(crate) struct Parts {
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    body: Vec<u8>,
    content_type: Option<String>,
}

impl Parts {
    /// A parameter of the path, which needs no escapes: an id, a code, digits and commas.
    pub(crate) fn at(mut self, name: &'static str, value: impl ToString) -> Self {
        self.path.push((name, value.to_string()));
        self
    }

    /// A pair of the query string.
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// A pair of the query string, if there is a value.
    pub(crate) fn perhaps(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A body of JSON.
    pub(crate) fn json(mut self, bytes: Vec<u8>) -> Self {
        (self.body, self.content_type) = (bytes, Some("application/json".to_owned()));
        self
    }

    /// A body with a file.
    pub(crate) fn file(mut self, multipart: Multipart) -> Self {
        (self.body, self.content_type) = (multipart.bytes, Some(multipart.content_type));
        self
    }
}

/// One call with what it needs.
pub(crate) struct Exchange<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) context: CallContext,
    pub(crate) account: Account,
}

impl Exchange<'_> {
    /// Sends a request; once more with a new session if the old one was over. What is refused for
    /// its session was not done, so that this holds for whatever changes something too.
    pub(crate) async fn send(&self, operation: Operation, parts: Parts) -> Result<Answered, OutsideError> {
        let failed = |error: CallError| self.silent(of_call(&error, operation), None);
        let client = match operation.pace {
            Pace::Ordinary => &self.clients.ordinary,
            Pace::Slow => &self.clients.slow,
        };
        let request = self.request(operation, parts).map_err(failed)?;
        let (session, logged_in) = self.session(None).await?;
        let request = request.secret_header("authorization", &session.sid).map_err(failed)?;
        let answered = client.send(&self.context, &request).await;
        let error = match answered {
            Ok(answered) => return Ok(answered),
            Err(error) if logged_in || !session.may_be_over(&error, self.context.now()) => {
                return Err(self.silent(of_call(&error, operation), Some(&session)));
            }
            Err(error) => error,
        };
        tracing::info!(tenant = %self.context.tenant(), operation = operation.name, cause = %error, "session renewed");
        let (session, _) = self.session(Some(&session)).await?;
        let request = request.secret_header("authorization", &session.sid).map_err(failed)?;
        let answered = client.send(&self.context, &request).await;
        answered.map_err(|error| self.silent(of_call(&error, operation), Some(&session)))
    }

    async fn session(&self, over: Option<&Session>) -> Result<(Session, bool), OutsideError> {
        let opened = self.clients.sessions.open(&self.clients.ordinary, &self.context, &self.account, over).await;
        opened.map_err(|error| self.silent(error, over))
    }

    fn request(&self, operation: Operation, parts: Parts) -> Result<OutboundRequest, CallError> {
        let method = if operation.method == "GET" { Method::GET } else { Method::POST };
        let fill = |path: String, (name, value): &(&str, String)| path.replace(&format!("{{{name}}}"), value);
        let path = parts.path.iter().fold(operation.path.to_owned(), fill);
        let mut request = OutboundRequest::new(operation.name, method, &format!("{}{path}", self.account.url))?;
        if operation.effect == Effect::Reads {
            request = request.idempotent();
        }
        for (name, value) in &parts.query {
            request = request.query(name, value);
        }
        if let Some(content_type) = &parts.content_type {
            request = request.header("content-type", content_type)?;
        }
        // Without it the vendor may answer in XML.
        request = request.header("accept", "application/json")?;
        request = request.secret_header("x-kontur-apikey", &self.account.api_key)?;
        Ok(request.body(parts.body))
    }

    /// The error without what we keep to ourselves.
    fn silent(&self, error: OutsideError, session: Option<&Session>) -> OutsideError {
        let mut secrets = self.account.secrets().to_vec();
        secrets.extend(session.map(|session| &session.sid));
        without(error, &secrets)
    }
}
