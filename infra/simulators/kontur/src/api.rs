//! The routes of the API: one handler, since the description says what is where.

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use chrono::{DateTime, Duration, Utc};
use simulator_support::answer::{self, garbage};
use simulator_support::clock::utc_now;
use simulator_support::fault::FaultKind;
use simulator_support::lock;
use uuid::Uuid;

use crate::answer::{Answer, Refused};
use crate::contract::{Seen, check_answer, check_request};
use crate::operation::Operation;
use crate::records::{Asked, given};
use crate::wire::Call;
use crate::world::World;
use crate::{Simulator, directory, docflow, document, dts, form, goods, options, upload, vehicle};

/// The largest body that is read.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What strikes before any work is done.
const BEFORE: [FaultKind; 6] =
    [FaultKind::Http429, FaultKind::Http500, FaultKind::Http500Empty, FaultKind::Cut, FaultKind::Auth, FaultKind::SessionExpired];
/// What strikes after it.
const AFTER: [FaultKind; 2] = [FaultKind::AnswerLost, FaultKind::Garbage];

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new().route("/common/v1/{*rest}", any(handle)).route("/auth/v1/{*rest}", any(handle)).with_state(simulator)
}

async fn handle(Shared(simulator): Shared<Simulator>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method, parts.uri.path().to_owned());
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let query = parts.uri.query().unwrap_or_default();
    let seen = Seen { method: &method, path: &path, query, headers: &parts.headers, body: &body };
    let at = utc_now().timestamp_millis();
    let found = Operation::of(&method, &path);
    {
        let mut records = lock(&simulator.0.records);
        records.violated(check_request(&seen));
        if let Some((operation, _)) = &found {
            records.called(*operation);
        }
    }
    let operation = found.as_ref().map(|(operation, _)| *operation);
    let (response, fault) = match found {
        Some((operation, in_path)) => {
            let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            let call = Call { operation, in_path, query, content_type, body: &body };
            answered(&simulator, &call, &parts.headers).await
        }
        None => (StatusCode::NOT_FOUND.into_response(), None),
    };
    let cut = matches!(fault, Some(FaultKind::Cut | FaultKind::AnswerLost));
    let status = if cut { None } else { given(response.status()) };
    let fault = fault.and_then(|kind| Some(serde_json::to_value(kind).ok()?.as_str()?.to_owned()));
    lock(&simulator.0.records).asked(Asked { at, method: method.to_string(), path, operation, status, fault });
    response
}

/// The answer to a call, and the fault that took its place. A slow answer comes after the work.
async fn answered(simulator: &Simulator, call: &Call<'_>, headers: &HeaderMap) -> (Response, Option<FaultKind>) {
    let (faults, name) = (simulator.faults(), call.operation.name());
    if let Some(fault) = faults.take(&BEFORE, name) {
        return (struck(simulator, call, headers, fault.kind), Some(fault.kind));
    }
    let acted = simulator.admitted(call, headers).and_then(|()| simulator.perform(call));
    let answer = acted.unwrap_or_else(|refused| refused.answer(call.operation));
    faults.slow_down(name).await;
    match faults.take(&AFTER, name).map(|fault| fault.kind) {
        Some(FaultKind::AnswerLost) => (answer::cut(), Some(FaultKind::AnswerLost)),
        Some(kind) => (garbage(), Some(kind)),
        None => (simulator.judged(call.operation, answer).await, None),
    }
}

fn struck(simulator: &Simulator, call: &Call<'_>, headers: &HeaderMap, kind: FaultKind) -> Response {
    let refuse = |refused: Refused| refused.answer(call.operation).into_response(simulator.knobs().texts);
    match kind {
        FaultKind::Http429 => StatusCode::TOO_MANY_REQUESTS.into_response(),
        FaultKind::Http500Empty => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        FaultKind::Cut | FaultKind::AnswerLost => answer::cut(),
        FaultKind::Auth => refuse(Refused::Denied("Доступ запрещен")),
        FaultKind::SessionExpired => {
            lock(&simulator.0.sessions).remove(session(headers));
            refuse(Refused::NoSession)
        }
        FaultKind::Garbage => garbage(),
        FaultKind::Http500
        | FaultKind::ToManyRequests
        | FaultKind::Slow
        | FaultKind::DuplicatePush
        | FaultKind::ReorderPush
        | FaultKind::Rollover
        | FaultKind::DuplicateRows
        | FaultKind::PageShift => answer::server_error(),
    }
}

/// The session of a request: the header as it is, or behind the scheme of Kontur's other products.
fn session(headers: &HeaderMap) -> &str {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.strip_prefix("auth.sid").map_or(given, str::trim_start)
}

impl Simulator {
    /// Whether a call is let in: by its key, and past the login by its session.
    fn admitted(&self, call: &Call<'_>, headers: &HeaderMap) -> Result<(), Refused> {
        let key = headers.get("x-kontur-apikey").and_then(|value| value.to_str().ok());
        if key != Some(self.0.api_key.as_str()) {
            return Err(Refused::Denied("Неверный ключ API"));
        }
        if call.operation == Operation::Authenticate {
            return Ok(());
        }
        let lives = self.knobs().session_seconds;
        let began = lock(&self.0.sessions).get(session(headers)).copied().ok_or(Refused::NoSession)?;
        let lives = lives.map(|seconds| Duration::seconds(i64::try_from(seconds).unwrap_or(i64::from(i32::MAX))));
        if lives.is_some_and(|lives| began + lives <= utc_now()) { Err(Refused::NoSession) } else { Ok(()) }
    }

    /// `POST /auth/v1/authenticate`: another session every time.
    fn log_in(&self, call: &Call<'_>) -> Result<Answer, Refused> {
        let is = |name: &str, own: &str| call.query(name) == Some(own);
        if !(is("login", &self.0.login) && is("pass", &self.0.password)) {
            return Err(Refused::Denied("Неверный логин или пароль"));
        }
        let session = format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple());
        lock(&self.0.sessions).insert(session.clone(), utc_now());
        Ok(Answer::Text(StatusCode::OK, session))
    }

    fn perform(&self, call: &Call<'_>) -> Result<Answer, Refused> {
        if call.operation == Operation::Authenticate { self.log_in(call) } else { self.act(|world| perform(world, call, utc_now())) }
    }

    /// The response, after the description has judged it.
    async fn judged(&self, operation: Operation, answer: Answer) -> Response {
        // The session is a text that nobody puts in quotation marks.
        let texts = if operation == Operation::Authenticate { crate::Texts::Plain } else { self.knobs().texts };
        let (parts, body) = answer.into_response(texts).into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_else(|_| Bytes::new());
        lock(&self.0.records).violated(check_answer(operation, parts.status, &parts.headers, &body));
        (parts.status, parts.headers, body).into_response()
    }
}

fn perform(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    match call.operation {
        // Answered before a world is needed.
        Operation::Authenticate => Err(Refused::NoSession),
        Operation::UpsertCommonOrg => directory::upsert(world, call, now),
        Operation::CommonOrgByInn => directory::by_inn(world, call, now),
        Operation::ListDocflows => docflow::list(world, call),
        Operation::CreateDocflow => docflow::create(world, call, now),
        Operation::CopyDocflow => docflow::copy(world, call, now),
        Operation::SearchDocflows => docflow::search(world, call),
        Operation::DeclarationMarks => docflow::marks(world, call),
        Operation::Messages => docflow::messages(world, call),
        Operation::SetOpened => docflow::set_opened(world, call),
        Operation::ListDocuments => document::list(world, call),
        Operation::CreateDocuments => document::create(world, call, now),
        Operation::LinkGoods => document::link(world, call, now),
        Operation::CreateDts => dts::create(world, call, now),
        Operation::CopyFromDt => document::copy_from_declaration(world, call, now),
        Operation::ImportJson => form::import_json(world, call, now),
        Operation::FormJson => form::json(world, call),
        Operation::SetCommonOrg => form::set_common_org(world, call, now),
        Operation::ImportGoods => goods::import(world, call, now),
        Operation::Upload => upload::upload(world, call, now),
        Operation::FormXml => form::as_xml(world, call),
        Operation::PrintHtml => form::as_html(world, call),
        Operation::PrintPdf => form::as_pdf(world, call),
        Operation::ListTemplates => Ok(options::templates()),
        Operation::Template => options::template(call),
        Operation::Organizations => Ok(options::organizations()),
        Operation::Employees => options::employees(call),
        Operation::DeclarationTypes => Ok(options::declaration_types()),
        Operation::DeclarationProcedures => options::procedures(call),
        Operation::DeclarationSingularities => Ok(options::singularities(call)),
        Operation::Customs => Ok(options::customs()),
        Operation::CommonOrgs => Ok(options::common_orgs(world)),
        Operation::VehiclePayments => vehicle::calculate(call),
    }
}
