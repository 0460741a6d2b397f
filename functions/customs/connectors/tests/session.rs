//! The vendor's session: how it is opened, shared, renewed and given up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use customs::outside::kontur::{API_KEY_SECRET, Answer, LOGIN_SECRET, PASSWORD_SECRET, Request, code};
use kernel::reaction::{FailureClass, OutsideError};
use simulator_support::fault::FaultKind;
use support::{KEY, LOGIN, PASSWORD, scene, scene_of};

fn told(result: Result<Answer, OutsideError>) -> (String, FailureClass) {
    let error = result.unwrap_err();
    (error.code, error.class)
}

#[tokio::test]
async fn requests_that_come_together_share_one_login() {
    let scene = Arc::new(scene().await);
    let many = (0..20).map(|_| {
        tokio::spawn({
            let scene = Arc::clone(&scene);
            async move { scene.get(Request::Offices).await }
        })
    });
    for one in many.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    assert_eq!((scene.calls("authenticate"), scene.calls("customs")), (1, 20));
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_is_renewed_once_for_reads_and_changes() {
    let scene = scene().await;
    scene.get(Request::Offices).await;
    for (operation, request) in [
        ("customs", Request::Offices),
        ("upsertCommonOrg", Request::SaveOrganization { organization: Box::new(customs::samples::kontur::organization()) }),
    ] {
        let before = (scene.calls("authenticate"), scene.calls(operation));
        scene.fault(FaultKind::SessionExpired, operation, 1);
        scene.get(request).await;
        assert_eq!((scene.calls("authenticate"), scene.calls(operation)), (before.0 + 1, before.1 + 2), "{operation}");
    }
    assert_eq!(scene.simulator.violations(), []);
}

#[tokio::test]
async fn a_request_logs_in_once_at_most() {
    let scene = scene().await;
    scene.get(Request::Offices).await;
    scene.fault(FaultKind::SessionExpired, "customs", 10);
    assert_eq!(told(scene.ask(Request::Offices).await), (code::AUTH.to_owned(), FailureClass::Auth));
    assert_eq!((scene.calls("authenticate"), scene.calls("customs")), (2, 3));
    // Nor does the one that opens the session.
    let fresh = support::scene().await;
    fresh.fault(FaultKind::SessionExpired, "customs", 10);
    assert_eq!(told(fresh.ask(Request::Offices).await), (code::AUTH.to_owned(), FailureClass::Auth));
    assert_eq!((fresh.calls("authenticate"), fresh.calls("customs")), (1, 1));
}

#[tokio::test]
async fn a_403_without_words_renews_the_session_once() {
    let scene = scene().await;
    scene.get(Request::Offices).await;
    scene.fault(FaultKind::Auth, "customs", 1);
    scene.get(Request::Offices).await;
    assert_eq!((scene.calls("authenticate"), scene.calls("customs")), (2, 3));
    // A session that was opened just now is good: then it is the request that is not allowed.
    scene.fault(FaultKind::Auth, "customs", 5);
    assert_eq!(told(scene.ask(Request::Offices).await), (code::FORBIDDEN.to_owned(), FailureClass::Permanent));
    assert_eq!((scene.calls("authenticate"), scene.calls("customs")), (3, 5));
}

#[tokio::test]
async fn a_403_in_words_is_believed_unless_the_session_is_old() {
    let scene = scene().await;
    scene.get(Request::Offices).await;
    for (passed, logins, calls) in [(0, 1, 1), (5, 2, 3)] {
        scene.pass(passed);
        scene.fault(FaultKind::Auth, "employees", 2);
        let error = scene.ask(Request::Employees { filer: customs::samples::kontur::FILER }).await.unwrap_err();
        let told = (error.code.as_str(), error.class, error.text.as_str());
        assert_eq!(told, (code::FORBIDDEN, FailureClass::Permanent, "AccessDenied: Доступ запрещен"));
        assert_eq!((scene.calls("authenticate"), scene.calls("employees")), (logins, calls));
        scene.simulator.faults().clear();
    }
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_until_somebody_changes_it() {
    let scene = scene().await;
    scene.secrets.0.lock().unwrap().insert(PASSWORD_SECRET, "hunter2");
    for _ in 0..5 {
        let error = scene.ask(Request::Offices).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class, error.raw_code.as_str()), (code::AUTH, FailureClass::Auth, "login-403"));
        assert!(!error.text.contains("hunter2"));
    }
    assert_eq!((scene.calls("authenticate"), scene.calls("customs")), (1, 0));
    scene.pass(20);
    scene.ask(Request::Offices).await.unwrap_err();
    assert_eq!(scene.calls("authenticate"), 2, "the account may have been unlocked");
    scene.secrets.0.lock().unwrap().insert(PASSWORD_SECRET, PASSWORD);
    scene.get(Request::Offices).await;
    assert_eq!(scene.calls("authenticate"), 3);
}

#[tokio::test]
async fn another_account_gets_another_session() {
    let scene = scene().await;
    scene.get(Request::Offices).await;
    scene.secrets.0.lock().unwrap().insert(LOGIN_SECRET, "other@example.org");
    assert_eq!(told(scene.ask(Request::Offices).await), (code::AUTH.to_owned(), FailureClass::Auth));
}

#[tokio::test]
async fn c61_without_settings_or_secrets_nothing_is_asked() {
    let mut scene = scene().await;
    for name in [API_KEY_SECRET, LOGIN_SECRET, PASSWORD_SECRET] {
        let held = scene.secrets.0.lock().unwrap().remove(name).unwrap();
        assert_eq!(told(scene.ask(Request::Offices).await), (code::NOT_CONFIGURED.to_owned(), FailureClass::Auth), "{name}");
        scene.secrets.0.lock().unwrap().insert(name, held);
    }
    scene.customs = serde_json::json!({});
    assert_eq!(told(scene.ask(Request::Offices).await), (code::NOT_CONFIGURED.to_owned(), FailureClass::Auth));
    assert_eq!(scene.simulator.calls()["total"], 0);
}

#[tokio::test]
async fn a_login_that_fails_otherwise_is_made_again_by_the_next_request() {
    let scene = scene().await;
    for kind in [FaultKind::Http500, FaultKind::Cut, FaultKind::Garbage, FaultKind::Http429] {
        scene.pass(1);
        scene.fault(kind, "authenticate", 1);
        let error = scene.ask(Request::CreateDocflow { docflow: Box::new(customs::samples::kontur::new_docflow()) }).await.unwrap_err();
        assert_eq!(error.class, FailureClass::Retry, "nothing was asked for yet: {kind:?} {error}");
    }
    assert_eq!(scene.calls("createDocflow"), 0);
    scene.pass(1);
    scene.get(Request::Offices).await;
}

/// A vendor that quotes whatever it was asked with.
#[tokio::test]
async fn secrets_that_the_vendor_quotes_are_taken_out() {
    let asked = Arc::new(AtomicU64::new(0));
    let sid = "ab".repeat(32);
    let (quoted, session) = (format!("{KEY} {LOGIN} {PASSWORD} p%26ss%20w%C3%B6rd%2F%2541 {sid}"), format!("\"{sid}\""));
    let router = Router::new()
        .route("/auth/v1/authenticate", post(async move || session))
        .route("/common/v1/options/customs", get(async move || (StatusCode::BAD_REQUEST, quoted)))
        .layer(axum::middleware::from_fn(move |request: axum::extract::Request, next: axum::middleware::Next| {
            asked.fetch_add(1, Ordering::Relaxed);
            assert!(!request.headers().contains_key("cookie"));
            next.run(request)
        }));
    let scene = scene_of(router).await;
    let error = scene.ask(Request::Offices).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.text.as_str()), (code::VALIDATION, "… … … … …"));
}
