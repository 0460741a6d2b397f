//! A request, what is around it, and its answer.

use kernel::{Moment, TenantId};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use runtime::ports::{Call, Secret};
use tokio::time::Instant;
use uuid::Uuid;

use crate::error::{Body, CallError};

/// Around the requests of one call: whose, why, and a clock that goes on from the call's own time.
#[derive(Debug, Clone)]
pub struct CallContext {
    tenant: TenantId,
    correlation: Uuid,
    now: Moment,
    since: Instant,
}

impl CallContext {
    /// From the runtime's call, at its beginning.
    pub fn of(call: &Call) -> Self {
        Self { tenant: call.tenant.clone(), correlation: call.correlation, now: call.now, since: Instant::now() }
    }

    /// Whose account at the outside system.
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// One id from the first request to the last projection.
    pub const fn correlation(&self) -> Uuid {
        self.correlation
    }

    /// The call's time, and what has passed since.
    pub fn now(&self) -> Moment {
        let passed_ms = self.since.elapsed().as_millis();
        self.now.plus_ms(i64::try_from(passed_ms).unwrap_or(i64::MAX))
    }
}

/// One request.
pub struct OutboundRequest {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) idempotent: bool,
    pub(crate) shown_path: Option<&'static str>,
}

impl OutboundRequest {
    /// A request that is made once. `operation` names it in records.
    ///
    /// # Errors
    /// The address is not one.
    pub fn new(operation: &'static str, method: Method, url: &str) -> Result<Self, CallError> {
        let url = Url::parse(url).map_err(|_| CallError::Invalid("the address is not a URL"))?;
        Ok(Self { operation, method, url, headers: HeaderMap::new(), body: Vec::new(), idempotent: false, shown_path: None })
    }

    /// The request changes nothing, or the same thing when it is made twice: it may be repeated.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Adds a pair to the query string, escaped.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Adds a header.
    ///
    /// # Errors
    /// The value cannot stand in a header.
    pub fn header(mut self, name: &'static str, value: &str) -> Result<Self, CallError> {
        let value = HeaderValue::from_str(value).map_err(|_| CallError::Invalid("a header value has forbidden characters"))?;
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    /// Adds a header with a secret, marked so that no library prints it.
    ///
    /// # Errors
    /// The secret cannot stand in a header.
    pub fn secret_header(mut self, name: &'static str, secret: &Secret) -> Result<Self, CallError> {
        let value = HeaderValue::from_str(secret.expose());
        let mut value = value.map_err(|_| CallError::Invalid("the secret has characters that a header cannot hold"))?;
        value.set_sensitive(true);
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, bytes: Vec<u8>) -> Self {
        self.body = bytes;
        self
    }

    /// Records show these words instead of the path, which holds a secret.
    #[must_use]
    pub const fn with_secret_path(mut self, shown: &'static str) -> Self {
        self.shown_path = Some(shown);
        self
    }

    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    pub(crate) fn address(&self) -> String {
        format!("{}{}", self.host(), self.shown_path.unwrap_or(self.url.path()))
    }

    /// Encrypted, or to the own machine where the policy allows it. A password in the address
    /// would reach records.
    pub(crate) fn check(&self, loopback_http: bool) -> Result<(), CallError> {
        if !self.url.username().is_empty() || self.url.password().is_some() {
            return Err(CallError::Invalid("the address holds a user name"));
        }
        let host = self.url.host_str().unwrap_or_default();
        // The URL parser has already brought IPv4 spellings such as 0x7f.1 into this form.
        let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        match self.url.scheme() {
            "https" if !host.is_empty() => Ok(()),
            "http" if loopback && loopback_http => Ok(()),
            _ => Err(CallError::Invalid("only https, or http to the own machine where it is allowed")),
        }
    }
}

/// A 2xx answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// 200 to 299.
    pub http_status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The body, whole.
    pub body: Body,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_the_own_machine() {
        let check =
            |url: &str, loopback| OutboundRequest::new("test", Method::GET, url).and_then(|request| request.check(loopback)).is_ok();
        for url in ["https://api.novaposhta.ua/v2.0/json/", "https://localhost:8443/"] {
            assert!(check(url, false) && check(url, true), "{url}");
        }
        for url in ["http://127.0.0.1:8080/", "http://localhost:8080", "http://[::1]:1/", "http://0x7f.1/"] {
            assert!(check(url, true) && !check(url, false), "{url}");
        }
        for url in [
            "http://api.novaposhta.ua/",
            "http://127.0.0.1.evil.example/",
            "http://localhost.evil.example/",
            "http://169.254.169.254/latest/meta-data",
            "https://user:password@host.example/",
            "https://user@host.example/",
            "ftp://host.example/",
            "file:///etc/passwd",
            "data:,x",
            "",
            "not a url",
        ] {
            assert!(!check(url, true), "{url}");
        }
    }

    #[test]
    fn records_never_show_query_or_secret_paths() {
        let request = OutboundRequest::new("send", Method::GET, "https://api.example:8443/bot123:TOKEN/send").unwrap();
        let request = request.query("key", "SECRET").with_secret_path("/bot…/send");
        assert_eq!(request.address(), "api.example:8443/bot…/send");
        let plain = OutboundRequest::new("send", Method::GET, "https://api.example/a?key=SECRET#f").unwrap();
        assert_eq!(plain.address(), "api.example/a");
    }

    #[test]
    fn a_secret_that_is_not_a_header_is_refused_without_showing_it() {
        let request = OutboundRequest::new("send", Method::GET, "https://api.example/").unwrap();
        let refused = request.secret_header("token", &Secret::new("abc\nX-Evil: 1")).err();
        assert!(refused.is_some_and(|error| !format!("{error} {error:?}").contains("abc")));
    }
}
