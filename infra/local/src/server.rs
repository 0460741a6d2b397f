//! The front door: the API, the console, the issuer and the doors for developers, on axum.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::command::Route;
use runtime::http::{HttpRequest, HttpResponse};
use runtime::route::{Target, routes};
use runtime::{Failure, http, openapi};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::bus::Bus;
use crate::issuer::{Authorize, CLIENT_ID, Issuer};
use crate::sockets::Sockets;
use crate::{personas, sockets};

/// Bodies beyond this are not read into memory; the pipeline refuses much smaller ones with
/// a problem document, so this only bounds what a hostile client can make us hold.
const BODY_BYTES_READ_MAX: usize = 12 * 1024 * 1024;

/// What the front door leads to.
pub struct Front {
    /// The pipeline.
    pub engine: runtime::Engine,
    /// Its routes.
    pub routes: Vec<(Route, Target)>,
    /// Who signs tokens.
    pub issuer: Issuer,
    /// The console.
    pub console: console::Console,
    /// For `/health`.
    pub bus: Arc<Bus>,
    /// Open pages.
    pub sockets: Arc<Sockets>,
    /// The address people see, without a slash at its end.
    pub public_url: String,
}

type Shared = State<Arc<Front>>;

/// The router of the local host.
pub fn router(front: Arc<Front>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/openapi.json", get(describe))
        .route(sockets::PATH, get(sockets::upgrade))
        .route("/dev/personas", get(list_personas))
        .route("/dev/token", post(token))
        .route("/issuer/.well-known/openid-configuration", get(|State(front): Shared| async move { Json(front.issuer.discovery()) }))
        .route("/issuer/jwks.json", get(|State(front): Shared| async move { Json(front.issuer.keys()) }))
        .route("/issuer/authorize", get(authorize))
        .route("/issuer/token", post(redeem))
        .fallback(any)
        .with_state(front)
}

/// The pipeline's routes, for whoever builds a [`Front`].
pub fn api_routes(engine: &runtime::Engine) -> Vec<(Route, Target)> {
    routes(engine.catalogues)
}

async fn health(State(front): Shared) -> Response {
    let caught_up = front.bus.is_caught_up().await;
    let status = if caught_up { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "caught_up": caught_up, "open_deliveries": front.bus.open_records() }))).into_response()
}

async fn describe(State(front): Shared) -> Json<Value> {
    Json(openapi::describe(front.engine.catalogues))
}

async fn list_personas() -> Json<Value> {
    Json(json!({ "personas": personas::all() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    tenant: String,
    persona: String,
}

async fn token(State(front): Shared, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    let request: Result<TokenRequest, _> = serde_json::from_slice(&body);
    let failure = match request {
        Ok(request) => match personas::find(&request.tenant, &request.persona) {
            Some(persona) => match front.issuer.tokens(&persona, "", front.engine.ports.clock.now().unix_ms()) {
                Ok(tokens) => return Json(tokens).into_response(),
                Err(fault) => Failure::Fault(fault),
            },
            None => Failure::Malformed(kernel::Malformed::new("persona", "not one of GET /dev/personas")),
        },
        Err(error) => Failure::Malformed(kernel::Malformed::new("body", error.to_string())),
    };
    let language = header_map(&headers).get("accept-language").map(|value| kernel::Language::negotiate(value)).unwrap_or_default();
    respond(http::problem(&failure, language, front.engine.ports.ids.fresh()))
}

/// The page that stands in for a password: pick who you are.
async fn authorize(State(front): Shared, Query(request): Query<Authorize>, Query(extra): Query<BTreeMap<String, String>>) -> Response {
    let callback = format!("{}/console/callback", front.public_url);
    let valid = request.client_id == CLIENT_ID && request.response_type == "code" && request.code_challenge_method == "S256";
    if !valid || request.redirect_uri != callback {
        return (StatusCode::BAD_REQUEST, "unknown client, redirect or method").into_response();
    }
    let picked = extra.get("tenant").zip(extra.get("persona"));
    if let Some(persona) = picked.and_then(|(tenant, persona)| personas::find(tenant, persona)) {
        let now = front.engine.ports.clock.now().unix_ms();
        let code = front.issuer.picked(persona, &request, front.engine.ports.ids.fresh().simple().to_string(), now);
        let query =
            form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).append_pair("state", &request.state).finish();
        return Redirect::to(&format!("{callback}?{query}")).into_response();
    }
    Html(persona_page(&request)).into_response()
}

fn persona_page(request: &Authorize) -> String {
    let fields = [
        ("response_type", &request.response_type),
        ("client_id", &request.client_id),
        ("redirect_uri", &request.redirect_uri),
        ("state", &request.state),
        ("code_challenge", &request.code_challenge),
        ("code_challenge_method", &request.code_challenge_method),
        ("nonce", &request.nonce),
    ];
    let link = |tenant: &str, persona: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &fields {
            query.append_pair(name, value);
        }
        query.append_pair("tenant", tenant).append_pair("persona", persona);
        query.finish().replace('&', "&amp;")
    };
    let mut list = String::new();
    for tenant in [personas::UKRAINIAN, personas::RUSSIAN] {
        list.push_str(&format!("<h2>{tenant}</h2><ul>"));
        for persona in personas::all().into_iter().filter(|persona| persona.tenant.as_str() == tenant) {
            let href = link(tenant, persona.persona);
            list.push_str(&format!("<li><a href=\"?{href}\"><b>{}</b> <span>{}</span></a></li>", persona.name, persona.persona));
        }
        list.push_str("</ul>");
    }
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Entrepot · sign in</title><style>{STYLE}</style><main><h1>Entrepot</h1>\
         <p>Local demonstration. Who are you? · Хто ви? · Кто вы?</p>{list}</main></html>"
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c2330}\
main{max-width:26rem;margin:6vh auto;padding:1.5rem 2rem;background:#fff;border-radius:10px}\
h1{margin:0 0 .2rem;font-size:1.5rem}h2{font-size:.95rem;color:#566;margin:1.2rem 0 .3rem}ul{list-style:none;margin:0;padding:0}\
a{display:flex;justify-content:space-between;padding:.6rem .8rem;margin:.35rem 0;border:1px solid #d5dae1;border-radius:8px;color:inherit;text-decoration:none}\
a:hover,a:focus{border-color:#1f5fbf;background:#eef4ff}span{color:#5b6675}\
@media(prefers-color-scheme:dark){body{background:#14171c;color:#e6e9ee}main{background:#1d2128}a{border-color:#3a414c}a:hover,a:focus{background:#24324a}h2,span{color:#9aa5b4}}";

#[derive(Deserialize)]
struct Redeem {
    grant_type: String,
    code: String,
    code_verifier: String,
    redirect_uri: String,
    #[serde(default)]
    client_id: String,
}

async fn redeem(State(front): Shared, Form(request): Form<Redeem>) -> Response {
    let now = front.engine.ports.clock.now().unix_ms();
    let known = request.grant_type == "authorization_code" && (request.client_id.is_empty() || request.client_id == CLIENT_ID);
    match front.issuer.redeem(&request.code, &request.code_verifier, &request.redirect_uri, now) {
        Ok(Some(tokens)) if known => Json(tokens).into_response(),
        Ok(_) => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response(),
        Err(fault) => respond(http::problem(&Failure::Fault(fault), kernel::Language::En, front.engine.ports.ids.fresh())),
    }
}

/// Everything else: the console below `/console`, the API elsewhere.
async fn any(State(front): Shared, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let headers = header_map(&parts.headers);
    let body = match axum::body::to_bytes(body, BODY_BYTES_READ_MAX).await {
        Ok(body) => body.to_vec(),
        Err(_) => {
            let failure = Failure::TooLarge { bytes_max: BODY_BYTES_READ_MAX };
            return respond(http::problem(&failure, kernel::Language::En, front.engine.ports.ids.fresh()));
        }
    };
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    if path == "/" || path == "/console" || path.starts_with("/console/") {
        let request =
            console::ConsoleRequest { method: parts.method.to_string(), path, query, headers, body, now: front.engine.ports.clock.now() };
        let answer = front.console.handle(request).await;
        return respond(HttpResponse { status: answer.status, headers: answer.headers, body: answer.body });
    }
    respond(call_api(&front, parts.method.as_str(), path, query, headers, body).await)
}

/// One API call, as the gateway would make it: the token is verified before the pipeline.
pub async fn call_api(
    front: &Front,
    method: &str,
    path: String,
    query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
) -> HttpResponse {
    // The scheme's name has no case (RFC 9110, 11.1).
    let token = headers.get("authorization").and_then(|value| value.split_once(' '));
    let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token);
    let claims = token.and_then(|token| front.issuer.verify(token));
    let request = HttpRequest { method: method.to_owned(), path, query, headers, body, claims };
    http::handle(&front.engine, &front.routes, request).await
}

fn header_map(headers: &HeaderMap) -> BTreeMap<String, String> {
    // A header that is no text must be refused where it matters, not overlooked.
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn respond(answer: HttpResponse) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        let header = name.parse::<axum::http::HeaderName>().ok().zip(value.parse::<axum::http::HeaderValue>().ok());
        if let Some((name, value)) = header {
            response.headers_mut().append(name, value);
        }
    }
    response
}
