//! The pages of notices.

use serde_json::json;

use super::fake::{Desk, shows, text};

/// Every page of notices.
pub(super) fn addresses() -> Vec<String> {
    ["notices", "notices?status=failed", "notices/own"].map(|place| format!("/console/{place}")).to_vec()
}

#[tokio::test]
async fn who_was_told_what_is_shown_with_its_outcome() {
    let page = Desk { language: "ru", ..Desk::of("team-lead") }.get("/console/notices").await;
    shows(&page, &["unit-head@volga-trade", "Согласуйте заказ З-104", "Будет повторено", "эл. почта", "Отправлено"]);
    let html = text(&page);
    assert!(html.contains("TELEGRAM_SERVER_ERROR") && html.contains("/console/notices/ntc_1/retry"));
    assert!(!html.contains("/console/notices/ntc_2/retry") && !html.contains("<мельница>"));
}

#[tokio::test]
async fn people_see_their_own_and_only_some_see_all() {
    let desk = Desk::of("manager");
    assert_eq!(desk.get("/console/notices").await.header("location"), Some("/console/notices/own"));
    let own = text(&desk.get("/console/notices/own").await);
    assert!(!own.contains("/retry") && !own.contains("href=\"/console/notices\">Everybody"));
    let nothing = json!({ "items": [], "next_cursor": null });
    let empty = Desk::of("administrator").answering("GET /notices", 200, &nothing);
    shows(&empty.get("/console/notices").await, &["Nobody was told anything yet.", "They come by themselves"]);
}

#[tokio::test]
async fn a_message_is_sent_again_by_its_button() {
    let desk = Desk::of("team-lead");
    let answer = desk.post("/console/notices/ntc_1/retry", &[("_key", "k")]).await;
    assert_eq!(answer.header("location"), Some("/console/notices?done=retried"));
    let asked = desk.api.asked.lock().unwrap();
    let sent = asked.iter().find(|request| request.method == "POST").unwrap();
    assert_eq!(sent.path, "/notices/ntc_1/retry");
}
