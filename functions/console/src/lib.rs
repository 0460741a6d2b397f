//! The console: the pages on which people work.
//!
//! Server-rendered: a request in, HTML out. Everything that is shown comes from the public
//! API and everything that is done goes through it, with the user's own access token
//! ([`Api`]); the console has no other access to anything. Forms and links are enough to
//! work; the one script adds what they cannot do: pages that follow what happens, keyboard
//! shortcuts, a question before what cannot be undone.
//!
//! Where things are: `words/` has every sentence in every language, `pages/` a page a file
//! with its template of the same name in `templates/`, `actions.rs` every form that becomes
//! one command, `frame.rs` what stands around a page, `sign_in.rs` the way in.

mod actions;
mod api;
mod assets;
mod config;
mod context;
mod follow;
mod format;
mod frame;
mod http;
mod issuer;
mod model;
mod pages;
mod problem;
mod routes;
mod session;
mod sign_in;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::{Language, Role};

pub use api::{Api, ApiDown, ApiRequest, ApiResponse};
pub use config::Config;
pub use http::{ConsoleRequest, ConsoleResponse};
pub use issuer::{ExchangeFailed, Issuer, Tokens};

use context::Cx;
use format::Format;
use frame::{Around, Page, Reply};
use http::{encoded, local_path};
use problem::Problem;
use session::Session;
use words::Words;

/// Holds the chosen language.
const LANGUAGE_COOKIE: &str = "entrepot_language";
/// How long a language stays chosen, in seconds: a year.
const LANGUAGE_LIFE_S: i64 = 31_536_000;

/// The console of one deployment. Serves everything under `/console`.
pub struct Console {
    api: Arc<dyn Api>,
    issuer: Arc<dyn Issuer>,
    config: Config,
}

fn language_of(request: &ConsoleRequest) -> Language {
    let chosen = request.cookie(LANGUAGE_COOKIE);
    let chosen = chosen.and_then(|code| Language::ALL.iter().copied().find(|language| language.code() == code));
    chosen.unwrap_or_else(|| Language::negotiate(request.header("accept-language")))
}

impl Console {
    /// A console in front of an API, with an issuer to sign in at.
    pub fn new(api: Arc<dyn Api>, issuer: Arc<dyn Issuer>, config: Config) -> Self {
        Self { api, issuer, config }
    }

    /// Answers one request.
    pub async fn handle(&self, request: ConsoleRequest) -> ConsoleResponse {
        frame::secured(&self.config, self.answer(&request).await)
    }

    async fn answer(&self, request: &ConsoleRequest) -> ConsoleResponse {
        if let Some(asset) = assets::find(&request.path) {
            return asset;
        }
        let from_here = request.is_from_here(&self.config.public_base);
        match (request.method.as_str(), request.path.trim_end_matches('/')) {
            ("GET" | "HEAD", "" | "/console") => ConsoleResponse::see_other(start_of(Session::of(request).as_ref())),
            ("GET", "/console/sign-in/start") => sign_in::start(&self.config, request.parameters().get("to")),
            ("GET", "/console/callback") => match sign_in::callback(&self.config, self.issuer.as_ref(), request).await {
                Ok(response) => response,
                Err(problem) => self.gate(request, Some(problem)),
            },
            ("GET", "/console/sign-in") => self.gate(request, None),
            ("POST", _) if !from_here => self.refuse(request, Problem::foreign_form()),
            ("POST", "/console/sign-out") => sign_in::sign_out(&self.config),
            ("POST", "/console/language") => self.choose_language(request),
            ("GET" | "HEAD" | "POST", _) => self.page(request).await,
            _ => ConsoleResponse::empty(405).with("allow", "GET, HEAD, POST"),
        }
    }

    /// A page for somebody who is signed in.
    async fn page(&self, request: &ConsoleRequest) -> ConsoleResponse {
        let Some(session) = Session::of(request) else { return signed_out(request, &self.config.public_base) };
        let parameters = request.parameters();
        let form = match request.method.as_str() {
            "POST" => match request.form() {
                Some(form) => form,
                None => return self.refuse(request, Problem::bad_form()),
            },
            _ => http::Form::default(),
        };
        let around = self.around(request, Some(&session), &parameters);
        let cx = Cx::new(self.api.as_ref(), around, &session, &form);
        match routes::route(&cx, &request.method).await {
            Ok(Reply::Page(page)) => frame::respond(&around, &page),
            Ok(Reply::To(path)) => ConsoleResponse::see_other(&path),
            Ok(Reply::File(file)) => file.respond(),
            Err(problem) if problem.is_signed_out() => signed_out(request, &self.config.public_base),
            Err(problem) => frame::respond(&around, &pages::gate::failed(around.words, problem)),
        }
    }

    fn around<'a>(&'a self, request: &'a ConsoleRequest, session: Option<&'a Session>, parameters: &'a http::Form) -> Around<'a> {
        let language = language_of(request);
        let zone = session.and_then(|session| session.zone).unwrap_or(self.config.time_zone);
        Around {
            words: Words::of(language),
            format: Format { language, zone, now: request.now },
            session,
            path: &request.path,
            query: &request.query,
            parameters,
            fragment_tag: request.header("if-none-match"),
            socket: self.config.socket(),
        }
    }

    fn show(&self, request: &ConsoleRequest, page: impl FnOnce(&'static Words) -> Page) -> ConsoleResponse {
        let session = Session::of(request);
        let parameters = request.parameters();
        let around = self.around(request, session.as_ref(), &parameters);
        frame::respond(&around, &page(around.words))
    }

    /// The sign-in page.
    fn gate(&self, request: &ConsoleRequest, problem: Option<Problem>) -> ConsoleResponse {
        let parameters = request.parameters();
        let to = local_path(parameters.get("to")).to_owned();
        let expired = parameters.get("expired") == "1";
        self.show(request, |words| pages::gate::sign_in(words, to, expired).with_maybe(problem))
    }

    fn refuse(&self, request: &ConsoleRequest, problem: Problem) -> ConsoleResponse {
        self.show(request, |words| pages::gate::failed(words, problem))
    }

    fn choose_language(&self, request: &ConsoleRequest) -> ConsoleResponse {
        let Some(form) = request.form() else { return self.refuse(request, Problem::bad_form()) };
        let back = ConsoleResponse::see_other(return_path(form.get("back")));
        match Language::ALL.iter().find(|language| language.code() == form.get("to")) {
            Some(language) => back.with("set-cookie", &sign_in::cookie(&self.config, LANGUAGE_COOKIE, language.code(), LANGUAGE_LIFE_S)),
            None => back,
        }
    }
}

/// Where somebody's work is: approvers decide, declarants declare, everybody else begins with
/// the orders.
fn start_of(session: Option<&Session>) -> &'static str {
    match session {
        Some(session) if session.has(&[Role::Approver]) => "/console/approvals/queue",
        Some(session) if session.has(&[Role::Declarant]) => "/console/customs",
        _ => "/console/orders",
    }
}

/// Where the language switch returns to: also the sign-in page, which has one too.
fn return_path(back: &str) -> &str {
    if back == "/console/sign-in" { back } else { local_path(back) }
}

/// To the sign-in page, keeping the way back. The script's own requests get a plain 401.
fn signed_out(request: &ConsoleRequest, base: &str) -> ConsoleResponse {
    if request.parameters().get("fragment") == "1" {
        return ConsoleResponse::empty(401);
    }
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    // What a form would have changed is not repeated after the sign-in: back to the page of the form.
    let wanted = match request.method.as_str() {
        "POST" => request.header("referer").strip_prefix(base).unwrap_or_default().to_owned(),
        _ => format!("{}{query}", request.path),
    };
    let expired = if request.cookie(session::SESSION_COOKIE).is_some() { "&expired=1" } else { "" };
    ConsoleResponse::see_other(&format!("/console/sign-in?to={}{expired}", encoded(local_path(&wanted))))
}
