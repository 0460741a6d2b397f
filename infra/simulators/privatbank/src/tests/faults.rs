use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Stand, TOKEN, ids};

const STATEMENT: &str = "statements/transactions?startDate=01-02-2026&limit=5";

#[tokio::test]
async fn http_faults_answer_with_their_status() {
    let stand = Stand::recorded().await;
    for (kind, status) in
        [("http_429", StatusCode::TOO_MANY_REQUESTS), ("http_500", StatusCode::INTERNAL_SERVER_ERROR), ("auth", StatusCode::UNAUTHORIZED)]
    {
        stand.fault(json!({ "kind": kind, "method": "transactions" })).await;
        assert_eq!(stand.get("statements/settings").await["status"], json!("SUCCESS"));
        assert_eq!(stand.request(STATEMENT).send().await.unwrap().status(), status);
        assert_eq!(stand.get(STATEMENT).await["status"], json!("SUCCESS"));
    }
}

#[tokio::test]
async fn between_two_days_the_settings_say_so_and_reads_fail() {
    let stand = Stand::recorded().await;
    stand.fault(json!({ "kind": "rollover", "times": 2 })).await;
    let settings = stand.get("statements/settings").await;
    assert_eq!((&settings["settings"]["phase"], &settings["settings"]["work_balance"]), (&json!("OPN"), &json!("Y")));
    let read = stand.get(STATEMENT).await;
    assert_eq!(read["status"], json!("ERROR"));
    assert_eq!(stand.get(STATEMENT).await["status"], json!("SUCCESS"));
}

#[tokio::test]
async fn a_row_comes_twice_in_a_page() {
    let stand = Stand::recorded().await;
    stand.fault(json!({ "kind": "duplicate_rows" })).await;
    let page = stand.get(STATEMENT).await;
    let ids = ids(&page);
    assert_eq!((ids.len(), ids[0]), (6, ids[1]));
}

#[tokio::test]
async fn a_shifted_page_repeats_a_row_of_the_one_before() {
    let stand = Stand::recorded().await;
    stand.fault(json!({ "kind": "page_shift" })).await;
    let first = stand.get(STATEMENT).await;
    let follow = first["next_page_id"].as_str().unwrap();
    let second = stand.get(&format!("{STATEMENT}&followId={follow}")).await;
    assert_eq!(ids(&first).last(), ids(&second).first());
}

#[tokio::test]
async fn connections_are_cut_and_answers_are_garbage_or_slow() {
    let stand = Stand::recorded().await;
    stand.fault(json!({ "kind": "cut" })).await;
    assert!(stand.request(STATEMENT).send().await.is_err());
    stand.fault(json!({ "kind": "garbage" })).await;
    assert!(stand.request(STATEMENT).send().await.unwrap().json::<Value>().await.is_err());
    stand.fault(json!({ "kind": "slow", "delay_ms": 20 })).await;
    assert_eq!(stand.get(STATEMENT).await["status"], json!("SUCCESS"));
    let refused = stand.control("faults", json!({ "kind": "to_many_requests" })).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_payment_order() {
    let stand = Stand::start(None).await;
    stand.fault(json!({ "kind": "answer_lost" })).await;
    let order = json!({
        "document_number": "78", "payer_account": "UA223052990000026001234567890",
        "recipient_card": "4149000000000000", "recipient_nceo": "39012453",
        "payment_naming": "X", "payment_amount": "5", "payment_destination": "Y",
    });
    let url = format!("{}/api/proxy/payment/create", stand.base);
    let lost = stand.client.post(url).header("token", TOKEN).header("user-agent", "x").json(&order).send().await;
    assert!(lost.is_err());
    assert_eq!(stand.simulator.state()["payments"].as_object().unwrap().len(), 1);
}
