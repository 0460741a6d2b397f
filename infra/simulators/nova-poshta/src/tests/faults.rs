use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Stand, to_person, today};

#[tokio::test]
async fn http_faults_answer_with_their_status() {
    let stand = Stand::standing().await;
    for (kind, status) in [("http_429", StatusCode::TOO_MANY_REQUESTS), ("http_500", StatusCode::INTERNAL_SERVER_ERROR)] {
        stand.fault(json!({ "kind": kind })).await;
        let request = || stand.request("Address", "getCities", &json!({}));
        assert_eq!(request().send().await.unwrap().status(), status);
        assert_eq!(request().send().await.unwrap().status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn throttling_is_a_text_without_a_code() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "to_many_requests", "times": 2 })).await;
    for _ in 0..2 {
        let answer = stand.call("Address", "getCities", json!({})).await;
        assert_eq!(answer["success"], json!(false));
        assert_eq!(answer["errors"], json!(["To many requests"]));
        assert_eq!(answer["errorCodes"], json!([]));
    }
    assert_eq!(stand.call("Address", "getCities", json!({})).await["success"], json!(true));
}

#[tokio::test]
async fn the_key_is_refused_and_the_answer_is_garbage() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "auth" })).await;
    let answer = stand.call("Address", "getCities", json!({})).await;
    assert_eq!(answer["errorCodes"], json!(["20000200068"]));
    stand.fault(json!({ "kind": "garbage" })).await;
    let answer = stand.request("Address", "getCities", &json!({})).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.json::<Value>().await.is_err());
}

#[tokio::test]
async fn a_slow_answer_still_comes() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "slow", "delay_ms": 20 })).await;
    assert_eq!(stand.call("Address", "getCities", json!({})).await["success"], json!(true));
    assert_eq!(stand.simulator.faults().list(), []);
}

#[tokio::test]
async fn a_cut_connection_leaves_the_work_undone() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "cut" })).await;
    assert!(stand.request("InternetDocument", "save", &to_person()).send().await.is_err());
    assert_eq!(stand.simulator.state()["waybills"], json!([]));
}

#[tokio::test]
async fn a_lost_answer_leaves_a_waybill_to_find_by_the_own_reference() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "answer_lost", "method": "Save" })).await;
    let mut properties = to_person();
    properties["InfoRegClientBarcodes"] = json!("ORD-30");
    assert_eq!(stand.call("Address", "getCities", json!({})).await["success"], json!(true));
    assert!(stand.request("InternetDocument", "save", &properties).send().await.is_err());
    let list = stand.call("InternetDocument", "getDocumentList", json!({ "DateTime": today() })).await;
    assert_eq!(list["data"][0]["InfoRegClientBarcodes"], json!("ORD-30"));
}

#[tokio::test]
async fn faults_are_called_off_and_unknown_ones_refused() {
    let stand = Stand::standing().await;
    stand.fault(json!({ "kind": "http_500", "times": 5 })).await;
    let url = format!("{}/_simulator/faults", stand.base);
    assert_eq!(stand.client.delete(url).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(stand.call("Address", "getCities", json!({})).await["success"], json!(true));
    let refused = stand.control("faults", json!({ "kind": "rollover" })).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
}
