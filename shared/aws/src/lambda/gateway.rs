//! API Gateway's shape of HTTP.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::command::Route;
use runtime::http::{HttpRequest, HttpResponse, handle};
use runtime::route::Target;
use runtime::{Engine, Fault};
use serde_json::Value;

use super::shapes::{GatewayRequest, GatewayResponse};

/// Answers one request.
pub(super) async fn answer(engine: &Engine, routes: &[(Route, Target)], payload: Value) -> Result<Value, Fault> {
    let response = handle(engine, routes, from_gateway(payload)?).await;
    to_gateway(response)
}

/// Reads a request of an HTTP API, payload format 2.0. The claims are those of a token that
/// the API's authorizer has verified; without an authorizer there are none.
///
/// # Errors
/// Lasting, when it is something else.
pub fn from_gateway(payload: Value) -> Result<HttpRequest, Fault> {
    let request: GatewayRequest =
        serde_json::from_value(payload).map_err(|error| Fault::lasting("read the gateway's request").because(error))?;
    let body = request.body.unwrap_or_default();
    let body = if request.is_base64_encoded {
        STANDARD.decode(&body).map_err(|error| Fault::lasting("decode the body").because(error))?
    } else {
        body.into_bytes()
    };
    let mut headers: std::collections::BTreeMap<_, _> =
        request.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    if !request.cookies.is_empty() {
        headers.insert("cookie".to_owned(), request.cookies.join("; "));
    }
    // A named stage stands before the path; the default stage does not.
    let stage = format!("/{}", request.request_context.stage);
    let path = request.raw_path.strip_prefix(&stage).filter(|rest| rest.starts_with('/')).unwrap_or(&request.raw_path);
    Ok(HttpRequest {
        method: request.request_context.http.method.to_ascii_uppercase(),
        path: path.to_owned(),
        query: request.raw_query_string,
        headers,
        body,
        claims: request.request_context.authorizer.and_then(|authorizer| authorizer.jwt).map(|jwt| jwt.claims),
    })
}

/// Writes an answer for an HTTP API; bytes that are no text are encoded.
///
/// # Errors
/// Lasting, when it cannot be written as JSON.
pub fn to_gateway(response: HttpResponse) -> Result<Value, Fault> {
    let (cookies, headers): (Vec<_>, Vec<_>) = response.headers.into_iter().partition(|(name, _)| name == "set-cookie");
    let (body, is_base64_encoded) = match String::from_utf8(response.body) {
        Ok(text) => (text, false),
        Err(bytes) => (STANDARD.encode(bytes.as_bytes()), true),
    };
    let response = GatewayResponse {
        status_code: response.status,
        headers: headers.into_iter().collect::<HashMap<_, _>>(),
        cookies: cookies.into_iter().map(|(_, value)| value).collect(),
        body,
        is_base64_encoded,
    };
    serde_json::to_value(response).map_err(|error| Fault::lasting("write the gateway's answer").because(error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(extra: Value) -> Value {
        let mut payload = json!({
            "rawPath": "/orders/ord_1/cancel",
            "rawQueryString": "a=1",
            "headers": { "Content-Type": "application/json" },
            "body": "{}",
            "requestContext": { "http": { "method": "POST" }, "stage": "$default" },
        });
        for (name, value) in extra.as_object().unwrap() {
            payload[name] = value.clone();
        }
        payload
    }

    #[test]
    fn without_an_authorizer_nobody_is_signed_in() {
        let read = from_gateway(request(json!({}))).unwrap();
        assert_eq!((read.method.as_str(), read.path.as_str(), read.claims), ("POST", "/orders/ord_1/cancel", None));
    }

    #[test]
    fn reads_claims_cookies_stage_and_bytes() {
        let context = json!({ "http": { "method": "POST" }, "stage": "test", "authorizer": { "jwt": { "claims": { "sub": "a" } } } });
        let extra = json!({
            "rawPath": "/test/orders", "cookies": ["a=1", "b=2"], "body": "/w==", "isBase64Encoded": true, "requestContext": context,
        });
        let read = from_gateway(request(extra)).unwrap();
        assert_eq!(read.path, "/orders");
        assert_eq!(read.headers["cookie"], "a=1; b=2");
        assert_eq!(read.body, [0xff]);
        assert_eq!(read.claims.unwrap()["sub"], "a");
    }

    #[test]
    fn several_cookies_survive() {
        let headers = vec![("set-cookie".to_owned(), "a=1".to_owned()), ("set-cookie".to_owned(), "b=2".to_owned())];
        let written = to_gateway(HttpResponse { status: 200, headers, body: vec![0xff] }).unwrap();
        assert_eq!(written["cookies"], json!(["a=1", "b=2"]));
        assert_eq!((&written["body"], &written["isBase64Encoded"]), (&json!("/w=="), &json!(true)));
    }
}
