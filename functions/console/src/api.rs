//! The public API, as the console sees it: one call, with the user's own token.

use async_trait::async_trait;
use kernel::Language;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::Problem;

/// What is encoded in a parameter of a path: everything that ids do not consist of.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// One request to the public API.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiRequest {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// The path, percent-encoded.
    pub path: String,
    /// The query string without its question mark.
    pub query: String,
    /// The user's access token.
    pub token: String,
    /// The JSON body of a command.
    pub body: Option<Value>,
    /// Makes a repeated form harmless.
    pub idempotency_key: Option<String>,
    /// The version that the user looked at, in quotes.
    pub if_match: Option<String>,
    /// What refusals are to be written in.
    pub language: Language,
}

/// An answer of the public API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiResponse {
    /// The status code.
    pub status: u16,
    /// The body: JSON, unless something in between broke.
    pub body: Vec<u8>,
}

/// The API was not reached.
#[derive(Debug, Clone, thiserror::Error)]
#[error("reach the API: {0}")]
pub struct ApiDown(pub String);

/// Whoever answers API calls: the engine in the same process, or an API gateway.
#[async_trait]
pub trait Api: Send + Sync {
    /// Sends one request.
    ///
    /// # Errors
    /// When there was no answer; an answer with an error status is an answer.
    async fn call(&self, request: ApiRequest) -> Result<ApiResponse, ApiDown>;
}

/// The API on behalf of one user.
pub(crate) struct Caller<'a> {
    pub(crate) api: &'a dyn Api,
    pub(crate) token: &'a str,
    pub(crate) language: Language,
}

/// A path of the API with its parameters percent-encoded.
pub(crate) fn path(template: &str, parameters: &[&str]) -> String {
    let mut parameters = parameters.iter();
    let part = |part: &str| {
        if part.starts_with('{') {
            let value = parameters.next().copied().unwrap_or_default();
            utf8_percent_encode(value, PARAMETER).to_string()
        } else {
            part.to_owned()
        }
    };
    template.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A query string of the parameters that have a value.
pub(crate) fn query(parameters: &[(&str, &str)]) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

impl Caller<'_> {
    /// Asks and reads the answer.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: String, parameters: &[(&str, &str)]) -> Result<T, Problem> {
        let value = self.send(self.request("GET", path, query(parameters))).await?;
        serde_json::from_value(value).map_err(|error| {
            tracing::error!(%error, "the API's answer has another shape than the console reads");
            Problem::unreadable()
        })
    }

    /// Sends a command.
    pub(crate) async fn command(
        &self,
        method: &'static str,
        path: String,
        body: Value,
        key: &str,
        version: Option<&str>,
    ) -> Result<Value, Problem> {
        let request = ApiRequest {
            body: Some(body),
            idempotency_key: Some(key.to_owned()).filter(|key| !key.is_empty()),
            if_match: version.filter(|version| !version.is_empty()).map(|version| format!("\"{version}\"")),
            ..self.request(method, path, String::new())
        };
        self.send(request).await
    }

    fn request(&self, method: &'static str, path: String, query: String) -> ApiRequest {
        let token = self.token.to_owned();
        ApiRequest { method, path, query, token, body: None, idempotency_key: None, if_match: None, language: self.language }
    }

    async fn send(&self, request: ApiRequest) -> Result<Value, Problem> {
        let response = self.api.call(request).await.map_err(|error| {
            tracing::error!(%error, "the API was not reached");
            Problem::unreachable()
        })?;
        let body = serde_json::from_slice(&response.body);
        match (response.status, body) {
            (200..=299, Ok(body)) => Ok(body),
            (200..=299, Err(_)) => Err(Problem::unreadable()),
            (status, Ok(document)) => Err(Problem::from_document(status, &document)),
            (status, Err(_)) => Err(Problem::from_document(status, &Value::Null)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_cannot_leave_its_place_in_the_path() {
        assert_eq!(path("/orders/{order_id}/cancel", &["../x?y#z"]), "/orders/%2E%2E%2Fx%3Fy%23z/cancel");
    }

    #[test]
    fn empty_parameters_are_left_out() {
        assert_eq!(query(&[("q", "a b&c"), ("status", "")]), "q=a+b%26c");
    }
}
