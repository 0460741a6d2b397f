use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator_support::fault::{Fault, FaultKind};

use super::{Chat, Settings, Simulator};

const CHAT: i64 = 7_301_442_918;

struct Stand {
    simulator: Simulator,
    base: String,
    client: reqwest::Client,
}

impl Stand {
    async fn start() -> Self {
        let simulator = Simulator::new(Settings { token: "1:key".to_owned(), chats: vec![CHAT] });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(simulator.clone().serve(listener));
        Self { simulator, base, client: reqwest::Client::new() }
    }

    async fn send(&self, body: &Value) -> (StatusCode, Value) {
        let answer = self.client.post(format!("{}/bot1:key/sendMessage", self.base)).json(body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }
}

#[tokio::test]
async fn a_message_reaches_whoever_spoke_to_the_bot() {
    let stand = Stand::start().await;
    let (status, body) = stand.send(&json!({ "chat_id": CHAT, "text": "Здравствуйте" })).await;
    assert_eq!((status, &body["ok"], &body["result"]["chat"]["id"]), (StatusCode::OK, &json!(true), &json!(CHAT)));
    assert_eq!(stand.simulator.messages()[0].text, "Здравствуйте");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_in_the_envelope() {
    let stand = Stand::start().await;
    let long = "я".repeat(4_097);
    for (body, description) in [
        (json!({ "chat_id": 1, "text": "a" }), "Bad Request: chat not found"),
        (json!({ "chat_id": CHAT, "text": " " }), "Bad Request: message text is empty"),
        (json!({ "chat_id": CHAT, "text": long }), "Bad Request: message is too long"),
        (json!({ "text": "a" }), "Bad Request: chat_id is empty"),
    ] {
        let (status, answer) = stand.send(&body).await;
        assert_eq!((status, &answer["error_code"], &answer["description"]), (StatusCode::BAD_REQUEST, &json!(400), &json!(description)));
    }
    stand.simulator.set_chat(&Chat { chat_id: CHAT, blocked: true });
    let (status, answer) = stand.send(&json!({ "chat_id": CHAT, "text": "a" })).await;
    assert_eq!((status, &answer["description"]), (StatusCode::FORBIDDEN, &json!("Forbidden: bot was blocked by the user")));
    let other = stand.client.post(format!("{}/bot2:key/sendMessage", stand.base)).body("{}").send().await.unwrap();
    assert_eq!(other.status(), StatusCode::UNAUTHORIZED);
    assert!(stand.simulator.messages().is_empty());
}

#[tokio::test]
async fn it_throttles_fails_and_loses_answers_as_ordered() {
    let stand = Stand::start().await;
    let body = json!({ "chat_id": CHAT, "text": "a" });
    stand.simulator.faults().add(Fault { delay_ms: 17_000, ..Fault::new(FaultKind::Http429, 1) });
    let (status, answer) = stand.send(&body).await;
    assert_eq!((status, &answer["parameters"]["retry_after"]), (StatusCode::TOO_MANY_REQUESTS, &json!(17)));
    stand.simulator.faults().add(Fault::new(FaultKind::Http500, 1));
    assert_eq!(stand.send(&body).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(stand.simulator.messages().is_empty());
    stand.simulator.faults().add(Fault::new(FaultKind::AnswerLost, 1));
    let lost = stand.client.post(format!("{}/bot1:key/sendMessage", stand.base)).json(&body).send().await;
    assert!(lost.is_err() && stand.simulator.messages().len() == 1);
}

#[tokio::test]
async fn a_person_blocks_the_bot_on_the_page_whose_texts_are_safe() {
    let stand = Stand::start().await;
    stand.send(&json!({ "chat_id": CHAT, "text": "<b>a</b>" })).await;
    let page = stand.client.get(&stand.base).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("&lt;b&gt;a") && !page.contains("<b>a"));
    let form = [("chat_id", CHAT.to_string()), ("blocked", "true".to_owned())];
    let blocked = stand.client.post(format!("{}/_simulator/chat", stand.base)).form(&form).send().await.unwrap();
    assert_eq!(blocked.status(), StatusCode::OK);
    assert_eq!(stand.simulator.state()["chats"][0]["blocked"], json!(true));
}
