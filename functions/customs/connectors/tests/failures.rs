//! What goes wrong on the way, and what is refused before anything is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::routing::{any, post};
use customs::code::DocflowId;
use customs::outside::kontur::content::{Content, Upload};
use customs::outside::kontur::docflow::{DocflowQuery, DocflowSearch, NewDocflow, TAKE_MAX};
use customs::outside::kontur::document::GoodsImport;
use customs::outside::kontur::{Answer, Request, code};
use customs::samples::kontur::{self as samples, DOCFLOW, FORM};
use kernel::Line;
use kernel::reaction::{FailureClass, OutsideError};
use simulator_support::fault::FaultKind;
use support::{Scene, scene, scene_of};

fn told(result: Result<Answer, OutsideError>) -> (String, FailureClass) {
    let error = result.unwrap_err();
    (error.code, error.class)
}

fn is(code: &str, class: FailureClass) -> (String, FailureClass) {
    (code.to_owned(), class)
}

async fn create(scene: &Scene, name: &str) -> Result<Answer, OutsideError> {
    let Answer::Filers { filers } = scene.get(Request::Filers).await else { panic!("filers") };
    let filer = filers.rows[0].id;
    let Answer::Employees { employees } = scene.get(Request::Employees { filer }).await else { panic!("employees") };
    let docflow = NewDocflow { filer, employee: employees.rows[0].id, name: Line::new(name).unwrap(), ..samples::new_docflow() };
    scene.ask(Request::CreateDocflow { docflow: Box::new(docflow) }).await
}

async fn named(scene: &Scene, name: &str) -> Vec<DocflowId> {
    let search = DocflowSearch { query: Some(Line::new(name).unwrap()), ..DocflowSearch::default() };
    let found = scene.get(Request::SearchDocflows { search: Box::new(search) }).await;
    let Answer::SearchDocflows { docflows, .. } = found else { panic!("search") };
    docflows.rows.iter().map(|row| row.id).collect()
}

/// The look-up after an unknown outcome tells whether the docflow was made.
#[tokio::test]
async fn c03_a_change_whose_answer_is_lost_is_unknown_and_never_repeated_here() {
    for (kind, made) in [
        (FaultKind::AnswerLost, 1),
        (FaultKind::Slow, 1),
        (FaultKind::Garbage, 1),
        (FaultKind::Cut, 0),
        (FaultKind::Http500, 0),
        (FaultKind::Http500Empty, 0),
    ] {
        let scene = scene().await;
        scene.fault(kind, "createDocflow", 1);
        assert_eq!(told(create(&scene, "entrepot A").await), is(code::UNKNOWN_OUTCOME, FailureClass::Unknown), "{kind:?}");
        assert_eq!((scene.calls("createDocflow"), named(&scene, "entrepot A").await.len()), (1, made), "{kind:?}");
    }
}

#[tokio::test]
async fn c35_x12_a_read_is_repeated_within_the_call_and_then_left_to_the_caller() {
    for kind in [FaultKind::Http429, FaultKind::Http500, FaultKind::Cut, FaultKind::AnswerLost] {
        let scene = scene().await;
        scene.fault(kind, "customs", 2);
        scene.get(Request::Offices).await;
        assert_eq!(scene.calls("customs"), 3, "{kind:?}");
        scene.fault(kind, "customs", 10);
        let code = if kind == FaultKind::Http429 { code::RATE_LIMIT } else { code::UNAVAILABLE };
        assert_eq!(told(scene.ask(Request::Offices).await), is(code, FailureClass::Retry), "{kind:?}");
        assert_eq!(scene.calls("customs"), 6, "{kind:?}");
    }
    let scene = scene().await;
    scene.fault(FaultKind::Garbage, "customs", 1);
    assert_eq!(told(scene.ask(Request::Offices).await), is(code::UNREADABLE, FailureClass::Retry));
}

#[tokio::test]
async fn a_change_that_is_throttled_was_not_made() {
    let scene = scene().await;
    scene.fault(FaultKind::Http429, "createDocflow", 1);
    assert_eq!(told(create(&scene, "entrepot B").await), is(code::RATE_LIMIT, FailureClass::Retry));
    assert!(named(&scene, "entrepot B").await.is_empty());
}

#[tokio::test]
async fn c52_refusals_keep_the_vendors_words() {
    let scene = scene().await;
    let refused = scene.ask(Request::CreateDocflow { docflow: Box::new(samples::new_docflow()) }).await.unwrap_err();
    assert_eq!((refused.code.as_str(), refused.class), (code::FORBIDDEN, FailureClass::Permanent));
    assert!(refused.text.contains("недоступна"), "{refused}");
    let copy = customs::outside::kontur::docflow::DocflowCopy {
        from: DOCFLOW,
        office: None,
        filer: None,
        employee: None,
        name: Line::new("x").unwrap(),
    };
    let refused = scene.ask(Request::CopyDocflow { copy: Box::new(copy) }).await.unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.class, refused.raw_code.as_str()),
        (code::VALIDATION, FailureClass::Permanent, "status-400")
    );
    assert!(refused.text.contains("не найден"), "{refused}");
    // A docflow that the vendor no longer knows, and an organization that its registry does not.
    let gone = scene.ask(Request::Documents { docflow: DOCFLOW }).await;
    assert_eq!(told(gone), is(code::NOT_FOUND, FailureClass::Permanent));
    let nobody = scene.ask(Request::OrganizationByInn { inn: "9812345679".parse().unwrap() }).await;
    assert_eq!(told(nobody), is(code::NOT_FOUND, FailureClass::Permanent));
    // For marks the same status says that there are none yet.
    assert_eq!(scene.get(Request::Marks { docflow: DOCFLOW }).await, Answer::Marks { marks: None });
    assert_eq!(scene.simulator.violations(), []);
}

fn upload(content: Content, mode: &str) -> Request {
    let upload = Upload { content, file_name: Line::new("скан.pdf").unwrap(), mode: mode.parse().unwrap() };
    Request::Upload { docflow: DOCFLOW, form: FORM, upload }
}

#[tokio::test]
async fn what_the_vendor_would_not_take_is_not_sent() {
    let scene = scene().await;
    let pdf = scene.put("application/pdf", b"%PDF-1.7").await;
    let program = scene.put("application/pdf", b"MZ\x90\x00").await;
    let large = scene.put("application/pdf", &[b"%PDF-1.7".as_slice(), &vec![b' '; 3_100_000]].concat()).await;
    let list = scene.put("application/json", b"[1]").await;
    let broken = scene.put("application/json", b"{\"a\":").await;
    let object = scene.put("application/json", b"{}").await;
    let options = GoodsImport { clear_before: false, preserve_attached: true, header_map: None };
    let changed = Content { sha256: "0".repeat(64), ..pdf.clone() };
    let missing = Content { key: "customs/files/none".to_owned(), ..pdf.clone() };
    let foreign = Content { key: "papers/paper_1.pdf".to_owned(), ..pdf.clone() };
    let import = |content| Request::ImportForm { docflow: DOCFLOW, form: FORM, content };
    let goods = |content| Request::ImportGoods { docflow: DOCFLOW, form: FORM, content, options };
    let none = DocflowQuery { changed_from: None, changed_to: None, status: None, take: TAKE_MAX + 1 };
    for (request, why) in [
        (upload(program, "1006110E"), "file"),
        (upload(large, "1006110E"), "file"),
        (upload(pdf.clone(), "1006088E"), "file"),
        (upload(pdf, "1006107E"), "file"),
        (upload(changed, "1006110E"), "changed-document"),
        (upload(missing, "1006110E"), "no-document"),
        (upload(foreign, "1006110E"), "foreign-document"),
        (import(list.clone()), "content"),
        (import(broken), "content"),
        (goods(object), "content"),
        (Request::CreateDocuments { docflow: DOCFLOW, documents: Vec::new() }, "documents"),
        (Request::Docflows { query: none }, "take"),
    ] {
        let error = scene.ask(request).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class, error.raw_code.as_str()), (code::VALIDATION, FailureClass::Permanent, why));
    }
    assert_eq!(scene.simulator.calls()["total"], 0);
    let malformed = runtime::ports::Connector::call(&scene.kontur, &scene.call(), serde_json::json!({ "request": "file-it" })).await;
    assert_eq!(malformed.unwrap_err().raw_code, "malformed-request");
}

/// A vendor that answers everything with the same.
async fn vendor(status: StatusCode, content_type: &'static str, body: &'static [u8]) -> Scene {
    let answer = async move || Response::builder().status(status).header("content-type", content_type).body(Body::from(body)).unwrap();
    let router = Router::new().route("/auth/v1/authenticate", post(async || "ab".repeat(32))).route("/common/{*rest}", any(answer));
    scene_of(router).await
}

#[tokio::test]
async fn answers_that_make_no_sense_are_unreadable_after_a_read_and_unknown_after_a_change() {
    let (docflow, form) = (DOCFLOW, FORM);
    let reads = [
        Request::Docflows { query: DocflowQuery { changed_from: None, changed_to: None, status: None, take: 10 } },
        Request::SearchDocflows { search: Box::default() },
        Request::Messages { docflow },
        Request::Documents { docflow },
        Request::FormXml { docflow, form },
        Request::FormJson { docflow, form },
        Request::PrintPdf { docflow, form },
        Request::VehiclePayments { vehicle: Box::new(samples::vehicle()) },
    ];
    let changes = [
        Request::CreateDocflow { docflow: Box::new(samples::new_docflow()) },
        Request::CreateDocuments { docflow, documents: vec![samples::new_document()] },
        Request::SaveOrganization { organization: Box::new(samples::organization()) },
        Request::SetOpened { docflow },
    ];
    for body in [b"".as_slice(), b"<html>", b"null", b"{}", b"\"ok\"", b"[1", b"{\"docflows\":[]}"] {
        let scene = vendor(StatusCode::OK, "application/json", body).await;
        for request in reads.clone() {
            // `{}` is a form, an empty one.
            if !(matches!(request, Request::FormJson { .. }) && body.starts_with(b"{")) {
                assert_eq!(told(scene.ask(request.clone()).await), is(code::UNREADABLE, FailureClass::Retry), "{request:?} {body:?}");
            }
        }
        for request in changes.clone() {
            assert_eq!(told(scene.ask(request.clone()).await), is(code::UNKNOWN_OUTCOME, FailureClass::Unknown), "{request:?} {body:?}");
        }
    }
    // Where nothing is to be read, a page of somebody in between is still no answer.
    let scene = vendor(StatusCode::OK, "text/html; charset=utf-8", b"<html>").await;
    let unlink = Request::LinkGoods { docflow, document: samples::DOCUMENT, goods: Vec::new() };
    assert_eq!(told(scene.ask(unlink.clone()).await), is(code::UNKNOWN_OUTCOME, FailureClass::Unknown));
    let scene = vendor(StatusCode::OK, "application/json", b"").await;
    assert_eq!(scene.get(unlink).await, Answer::LinkGoods);
}

#[tokio::test]
async fn c10_numbers_that_nobody_has_heard_of_are_kept() {
    let body = r#"[{ "id": "6b0d0000-0000-4000-8000-000000000001", "status": 9999, "statusText": "Новый статус", "declarationType": -7,
        "changed": "2026-11-21T08:00:00Z", "gtdNumber": "10005030/211126/\u041f001234", "future": { "field": [] } }, { "id": 7 }]"#
        .as_bytes();
    let scene = vendor(StatusCode::OK, "application/json; charset=utf-8", body).await;
    let query = DocflowQuery { changed_from: None, changed_to: None, status: None, take: 2 };
    let Answer::Docflows { docflows, complete } = scene.get(Request::Docflows { query }).await else { panic!("list") };
    assert_eq!((docflows.rows.len(), docflows.rejected.len(), complete), (1, 1, false));
    let row = &docflows.rows[0];
    assert_eq!((row.status.0, row.status_text.as_deref(), row.type_number.unwrap().0), (9999, Some("Новый статус"), -7));
    assert_eq!(row.gtd_number.as_deref(), Some("10005030/211126/П001234"));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let scene = vendor(StatusCode::FOUND, "text/html", b"").await;
    assert_eq!(told(scene.ask(Request::Offices).await), is(code::UNAVAILABLE, FailureClass::Retry));
}
