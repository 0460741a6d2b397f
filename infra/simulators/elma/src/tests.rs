use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Deed, Settings, Simulator};

struct Stand {
    simulator: Simulator,
    base: String,
    client: reqwest::Client,
}

impl Stand {
    async fn start() -> Self {
        let simulator = Simulator::new(Settings { token: "key".to_owned(), template_id: "t1".to_owned(), webhook: None });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(simulator.clone().serve(listener));
        Self { simulator, base, client: reqwest::Client::new() }
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let answer = self.client.post(format!("{}/pub/v1/{path}", self.base)).bearer_auth("key").json(body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    async fn run(&self, key: &str) -> Value {
        let body = json!({ "context": { "approval_key": key, "client": "<b>ООО</b>", "approver": ["u-1"] } });
        self.post("bpm/template/sales.approvals/decide/run", &body).await.1
    }
}

#[tokio::test]
async fn a_run_starts_a_process_and_a_second_run_a_second_one() {
    let stand = Stand::start().await;
    let (one, two) = (stand.run("k").await, stand.run("k").await);
    assert_eq!((&one["success"], &one["error"]), (&json!(true), &json!("")));
    assert_ne!(one["context"]["__id"], two["context"]["__id"]);
    let filter = json!({ "filter": { "tf": { "approval_key": "k" } }, "size": 1 });
    let (_, list) = stand.post("bpm/instance/bytemplateid/t1/list", &filter).await;
    assert_eq!((&list["result"]["total"], list["result"]["result"].as_array().unwrap().len()), (&json!(2), 1));
    let path = format!("bpm/instance/{}/get", one["context"]["__id"].as_str().unwrap());
    let (_, instance) = stand.post(&path, &json!({})).await;
    let tasks = instance["instance"]["__tasks"].as_object().unwrap();
    assert_eq!(tasks.values().next().unwrap()["performers"], json!(["u-1"]));
}

#[tokio::test]
async fn instances_are_listed_by_id_in_pages_and_keep_what_was_decided() {
    let stand = Stand::start().await;
    let ids: Vec<Value> =
        [stand.run("a").await, stand.run("b").await, stand.run("c").await].map(|run| run["context"]["__id"].clone()).into();
    let deed = Deed { task: "b".to_owned(), user: None, decision: "approved".to_owned(), comment: Some("да".to_owned()) };
    assert!(stand.simulator.decide(&deed));
    let list = async |body: Value| stand.post("bpm/instance/bytemplateid/t1/list", &body).await.1["result"].clone();
    let both = list(json!({ "ids": [ids[0], ids[1]], "size": 100 })).await;
    assert_eq!(both["total"], 2);
    // The newest first.
    let [b, a] = both["result"].as_array().unwrap().as_slice() else { panic!("{both}") };
    assert_eq!((&b["decision"][0]["code"], &b["decided_by"], &b["decision_comment"]), (&json!("approved"), &json!(["u-1"]), &json!("да")));
    assert!(a.get("decision").is_none());
    let second = list(json!({ "size": 1, "from": 1 })).await;
    assert_eq!((second["result"][0]["approval_key"].as_str(), &second["total"]), (Some("b"), &json!(3)));
}

#[tokio::test]
async fn what_is_unknown_or_malformed_is_refused_in_the_envelope() {
    let stand = Stand::start().await;
    let (status, body) = stand.post("bpm/instance/bytemplateid/t2/list", &json!({})).await;
    assert_eq!((status, &body["success"]), (StatusCode::NOT_FOUND, &json!(false)));
    assert_eq!(stand.post("bpm/template/a/b/run", &json!({ "no": 1 })).await.0, StatusCode::BAD_REQUEST);
    let other = stand.client.post(format!("{}/pub/v1/user/list", stand.base)).header("x-token", "other").send().await.unwrap();
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_person_decides_on_the_page_whose_texts_are_safe() {
    let stand = Stand::start().await;
    stand.run("k").await;
    let page = stand.client.get(&stand.base).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("&lt;b&gt;ООО") && !page.contains("<b>ООО"));
    let form = [("task", "k"), ("decision", "rejected"), ("comment", "нет")];
    let decided = stand.client.post(format!("{}/_simulator/decide", stand.base)).form(&form).send().await.unwrap();
    assert_eq!(decided.status(), StatusCode::OK);
    assert_eq!(stand.simulator.tasks()[0]["__state"], json!("closed"));
    let nobody = Deed { task: "x".to_owned(), user: None, decision: "approved".to_owned(), comment: None };
    assert!(!stand.simulator.decide(&nobody));
}
