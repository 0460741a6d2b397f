use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Stand, order};

#[tokio::test]
async fn http_faults_answer_with_their_status() {
    let stand = Stand::standing().await;
    for (kind, status, body) in [("http_429", 429, ""), ("http_500", 500, "Internal Server Error"), ("http_500_empty", 500, "")] {
        stand.fault(json!({ "kind": kind, "method": "customs" })).await;
        assert_eq!(stand.get("jsonTemplates").await.0, StatusCode::OK);
        let (given, text) = stand.get("options/customs").await;
        assert_eq!((given.as_u16(), text), (status, json!(body)));
        assert_eq!(stand.get("options/customs").await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_cut_before_leaves_the_work_undone_and_a_cut_after_done() {
    let stand = Stand::standing().await;
    let create = || stand.request(Method::POST, "docflows").json(&order("ENT-1")).send();
    stand.fault(json!({ "kind": "cut", "method": "createDocflow" })).await;
    assert!(create().await.is_err());
    assert_eq!(stand.simulator.docflows().len(), 0);
    stand.fault(json!({ "kind": "answer_lost", "method": "createDocflow" })).await;
    assert!(create().await.is_err());
    let (_, found) = stand.post("docflows/search", &json!({ "query": "ent-1" })).await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    let requests = stand.simulator.requests();
    let faults: Vec<Option<&str>> = requests.iter().map(|asked| asked.fault.as_deref()).collect();
    assert_eq!(faults, [None, Some("cut"), Some("answer_lost"), None]);
    assert_eq!((requests[1].status, requests[3].status), (None, Some(200)));
}

#[tokio::test]
async fn a_session_expires_and_a_login_makes_another() {
    let mut stand = Stand::standing().await;
    stand.fault(json!({ "kind": "session_expired" })).await;
    assert_eq!(stand.get("options/customs").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(stand.get("options/customs").await.0, StatusCode::UNAUTHORIZED);
    stand.session = stand.log_in().await;
    assert_eq!(stand.get("options/customs").await.0, StatusCode::OK);
    stand.fault(json!({ "kind": "auth" })).await;
    assert_eq!(stand.get("options/customs").await.0, StatusCode::FORBIDDEN);
    assert_eq!(stand.get("options/customs").await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_slow_answer_still_comes_and_garbage_is_no_json() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "slow", "delay_ms": 20 })).await;
    assert_eq!(stand.get("options/customs").await.0, StatusCode::OK);
    stand.fault(json!({ "kind": "garbage" })).await;
    let (status, body) = stand.get("options/customs").await;
    assert!(status == StatusCode::OK && body.is_string());
    assert_eq!(stand.simulator.faults().list(), []);
}

#[tokio::test]
async fn faults_strike_by_chance_from_a_seed() {
    let struck = async || {
        let stand = Stand::standing().await;
        stand.fault(json!({ "kind": "http_500", "times": 1000, "percent": 40, "seed": 5 })).await;
        let mut struck = Vec::new();
        for _ in 0..20 {
            struck.push(stand.get("options/declarationTypes").await.0 != StatusCode::OK);
        }
        struck
    };
    let first = struck().await;
    assert!(first.contains(&true) && first.contains(&false));
    assert_eq!(first, struck().await);
}

#[tokio::test]
async fn calls_are_counted_and_everything_is_forgotten_on_reset() {
    let stand = Stand::standing().await;
    stand.create("gone").await;
    stand.fault(json!({ "kind": "cut", "times": 5 })).await;
    assert_eq!(stand.simulator.calls(), json!({ "total": 2, "calls": { "authenticate": 1, "createDocflow": 1 } }));
    let (status, state) = stand.control("reset", &json!({})).await;
    assert_eq!(
        (status, &state["docflowCount"], &state["calls"]["total"], &state["faults"]),
        (StatusCode::OK, &json!(0), &json!(0), &json!([]))
    );
    assert_eq!(stand.get("options/customs").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(stand.control("faults", &json!({ "kind": "rollover" })).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(stand.control("settings", &json!({ "stepMs": "soon" })).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_person_files_on_the_page_whose_texts_are_safe() {
    let stand = Stand::standing().await;
    let docflow = stand.create("<b>").await;
    let page = async || stand.client.get(&stand.base).send().await.unwrap().text().await.unwrap();
    assert!(page().await.contains("&lt;b&gt;") && !page().await.contains("<b>"));
    let url = format!("{}/_simulator/docflows/{docflow}/file", stand.base);
    let filed = stand.client.post(url).header("accept", "text/html").send().await.unwrap();
    assert!(filed.status().is_success() && filed.text().await.unwrap().contains("Отправлена"));
}
