use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator_support::receiver::Receiver;
use uuid::Uuid;

use super::Stand;
use crate::customs::{CANCELLED, CORRECTION_REQUESTED, REJECTED, RELEASE_REFUSED, RELEASED, SENT, UNEXPLAINED, WITHDRAWN};
use crate::{Knobs, Plan, Step};

impl Stand {
    fn shown(&self, docflow: Uuid) -> Value {
        self.simulator.docflow(docflow).unwrap()
    }

    async fn messages(&self, docflow: Uuid) -> Vec<Value> {
        self.get(&format!("docflows/{docflow}/messages")).await.1.as_array().unwrap().clone()
    }

    /// Waits until customs has brought a docflow to a status.
    async fn until(&self, docflow: Uuid, status: i32) {
        let asked = Instant::now();
        while self.shown(docflow)["status"] != json!(status) {
            assert!(asked.elapsed() < Duration::from_secs(20), "{}", self.shown(docflow));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn a_filed_docflow_is_registered_and_released() {
    let stand = Stand::standing().await;
    let docflow = stand.create("plain").await;
    assert!(!stand.simulator.advance(Uuid::nil()));
    assert_eq!(stand.get(&format!("docflows/{docflow}/declarationMarks")).await, (StatusCode::NOT_FOUND, json!("")));
    let (status, filed) = stand.control(&format!("docflows/{docflow}/file"), &Value::Null).await;
    assert_eq!((status, &filed["status"], &filed["gtdNumber"]), (StatusCode::OK, &json!(SENT), &Value::Null));
    assert_eq!(stand.control(&format!("docflows/{docflow}/file"), &Value::Null).await.0, StatusCode::CONFLICT);
    let (_, registered) = stand.control(&format!("docflows/{docflow}/advance"), &Value::Null).await;
    let number = registered["gtdNumber"].as_str().unwrap();
    let parts: Vec<&str> = number.split('/').collect();
    assert_eq!((parts[0], parts[1].len(), parts[2]), ("10005030", 6, "0000001"), "{number}");
    assert_eq!((&registered["statusText"], registered["processId"].is_string()), (&json!("Зарегистрирована"), true));
    assert!(registered["changed"].as_str() >= filed["changed"].as_str());
    let (_, released) = stand.control(&format!("docflows/{docflow}/advance"), &Value::Null).await;
    assert_eq!((&released["status"], &released["gtdNumber"]), (&json!(RELEASED), &json!(number)));
    assert_eq!(stand.control(&format!("docflows/{docflow}/advance"), &Value::Null).await.0, StatusCode::CONFLICT);
    let messages = stand.messages(docflow).await;
    assert!(messages.len() == 2 && messages[1]["envelope"].as_str().unwrap().contains(number));
    let (_, marks) = stand.get(&format!("docflows/{docflow}/declarationMarks")).await;
    assert_eq!((marks.as_array().unwrap().len(), &marks[1]["gtdNumber"]), (2, &json!(number)));
    assert_eq!(stand.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_word_of_the_name_decides_how_it_ends() {
    let stand = Stand::standing().await;
    for (word, end) in [
        ("sim-refuse", RELEASE_REFUSED),
        ("sim-reject", REJECTED),
        ("sim-correct", CORRECTION_REQUESTED),
        ("sim-withdraw", WITHDRAWN),
        ("sim-cancel", CANCELLED),
        ("sim-jump", RELEASED),
        ("sim-unknown", RELEASED),
        ("sim-silent", SENT),
        ("sim-numberless", RELEASED),
    ] {
        let docflow = stand.create(&format!("Партия {word}")).await;
        assert!(stand.simulator.file(docflow));
        while stand.simulator.advance(docflow) {}
        let shown = stand.shown(docflow);
        assert_eq!(shown["status"], json!(end), "{word}");
        assert_eq!(shown["gtdNumber"].is_null(), [REJECTED, SENT].contains(&end), "{word} {shown}");
    }
}

#[tokio::test]
async fn a_corrected_docflow_is_filed_again() {
    let stand = Stand::standing().await;
    let docflow = stand.create("sim-correct").await;
    assert!(stand.simulator.file(docflow));
    while stand.simulator.advance(docflow) {}
    let number = stand.shown(docflow)["gtdNumber"].clone();
    assert!(stand.simulator.file(docflow) && stand.simulator.advance(docflow));
    assert_eq!((&stand.shown(docflow)["status"], &stand.shown(docflow)["gtdNumber"]), (&json!(RELEASED), &number));
}

#[tokio::test]
async fn messages_come_twice_and_out_of_order() {
    let stand = Stand::standing().await;
    let (twice, shuffled) = (stand.create("sim-twice").await, stand.create("sim-shuffle").await);
    for docflow in [twice, shuffled] {
        assert!(stand.simulator.file(docflow));
        while stand.simulator.advance(docflow) {
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
    }
    let ids: Vec<Value> = stand.messages(twice).await.iter().map(|message| message["envelopeId"].clone()).collect();
    assert!(ids.len() == 4 && ids[0] == ids[1] && ids[1] != ids[2]);
    let times: Vec<Value> = stand.messages(shuffled).await.iter().map(|message| message["processingDateTime"].clone()).collect();
    assert!(times.len() == 2 && times[0].as_str() > times[1].as_str());
}

#[tokio::test]
async fn a_plan_of_ones_own_has_any_status_of_the_description() {
    let stand = Stand::standing().await;
    let docflow = stand.create("own").await;
    let plan = async |body: Value| stand.control(&format!("docflows/{docflow}/plan"), &body).await.0.as_u16();
    assert_eq!(plan(json!({ "name": "nothing" })).await, 400);
    assert_eq!(plan(json!({ "steps": [{ "status": 205 }] })).await, 409);
    assert_eq!(
        plan(json!({ "steps": [{ "status": UNEXPLAINED, "text": "Что-то" }, { "status": 2 }, { "status": 3, "number": true }] })).await,
        200
    );
    assert!(stand.simulator.file(docflow) && stand.simulator.advance(docflow));
    assert_eq!((&stand.shown(docflow)["status"], &stand.shown(docflow)["statusText"]), (&json!(137), &json!("Что-то")));
    assert!(stand.simulator.advance(docflow));
    let number = stand.shown(docflow)["gtdNumber"].clone();
    assert!(stand.simulator.advance(docflow));
    assert_ne!(stand.shown(docflow)["gtdNumber"], number);
    let (status, set) = stand.control(&format!("docflows/{docflow}/status"), &json!({ "status": 0 })).await;
    assert_eq!((status, &set["status"]), (StatusCode::OK, &json!(0)));
    assert!(!stand.simulator.set_status(docflow, &Step::to(999)) && !stand.simulator.plan(Uuid::nil(), Plan::default()));
}

#[tokio::test]
async fn customs_acts_by_itself_and_files_what_is_left_alone() {
    let stand = Stand::serve(Knobs { step_ms: 20, auto_file_after_ms: Some(20), ..Knobs::default() }, None).await;
    let empty = stand.create("empty").await;
    let (docflow, _) = stand.with_goods("filled").await;
    let late = stand.with_goods("filled sim-late").await.0;
    stand.until(docflow, RELEASED).await;
    stand.until(late, RELEASED).await;
    // Nobody files a declaration with nothing in it.
    assert_eq!(stand.shown(empty)["status"], json!(0));
}

#[tokio::test]
async fn a_change_is_hinted_at() {
    let stand = Stand::standing().await;
    let mut receiver = Receiver::start().await.unwrap();
    stand.simulator.set_webhook(Some(receiver.webhook()));
    let docflow = stand.create("hint").await;
    let hint = receiver.next().await.unwrap();
    assert!(hint.signed);
    assert_eq!((&hint.event["event"], &hint.event["docflowId"]), (&json!("docflow"), &json!(docflow)));
}

#[tokio::test]
async fn ten_thousand_docflows_are_listed_in_pages() {
    let stand = Stand::standing().await;
    let (status, seeded) = stand.control("docflows/seed", &json!({ "count": 10_000 })).await;
    assert_eq!((status, seeded["docflowIds"].as_array().unwrap().len()), (StatusCode::OK, 10_000));
    let asked = Instant::now();
    let (_, page) = stand.get("docflows?take=100").await;
    assert_eq!((page.as_array().unwrap().len(), &page[0]["status"]), (100, &json!(SENT)));
    let moved: Uuid = serde_json::from_value(seeded["docflowIds"][77].clone()).unwrap();
    tokio::time::sleep(Duration::from_millis(3)).await;
    assert!(stand.simulator.set_status(moved, &Step::to(2)));
    let from = stand.shown(moved)["changed"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
    let (_, changed) = stand.get(&format!("docflows?changedFrom={from}")).await;
    assert_eq!((changed.as_array().unwrap().len(), &changed[0]["id"]), (1, &json!(moved)));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert_eq!(stand.simulator.calls()["calls"]["listDocflows"], json!(2));
}
