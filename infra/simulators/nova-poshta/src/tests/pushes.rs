use serde_json::json;
use simulator_support::receiver::Receiver;

use super::Stand;

#[tokio::test]
async fn a_change_of_status_is_pushed_with_the_row_that_tracking_gives() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(0, Some(receiver.webhook())).await;
    let (number, _) = stand.save("ORD-40").await;
    stand.simulator.advance(&number);
    let push = receiver.next().await.unwrap();
    assert!(push.signed);
    assert_eq!((&push.event["event"], &push.event["carrier"]), (&json!("tracking"), &json!("nova-poshta")));
    assert_eq!(push.event["document"], stand.track(&number, "380501234567").await["data"][0]);
}

#[tokio::test]
async fn a_refused_push_is_tried_again_under_its_id() {
    let mut receiver = Receiver::start().await.unwrap();
    receiver.refuse(2);
    let stand = Stand::start(0, Some(receiver.webhook())).await;
    let (number, _) = stand.save("ORD-41").await;
    stand.simulator.advance(&number);
    let first = receiver.next().await.unwrap();
    let (second, third) = (receiver.next().await.unwrap(), receiver.next().await.unwrap());
    assert_eq!((&first.id, &second.id), (&second.id, &third.id));
}

#[tokio::test]
async fn a_deletion_is_a_change_of_status() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(0, Some(receiver.webhook())).await;
    let (_, reference) = stand.save("ORD-42").await;
    stand.call("InternetDocument", "delete", json!({ "DocumentRefs": reference })).await;
    assert_eq!(receiver.next().await.unwrap().event["document"]["Status"], json!("Видалено"));
}

#[tokio::test]
async fn pushes_come_twice_or_in_another_order_on_demand() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(0, Some(receiver.webhook())).await;
    let (number, _) = stand.save("ORD-43").await;
    stand.fault(json!({ "kind": "duplicate_push" })).await;
    stand.simulator.advance(&number);
    let (first, second) = (receiver.next().await.unwrap(), receiver.next().await.unwrap());
    assert_eq!((&first.id, &first.event), (&second.id, &second.event));

    stand.fault(json!({ "kind": "reorder_push", "delay_ms": 600_000 })).await;
    stand.simulator.advance(&number);
    stand.simulator.advance(&number);
    let (sooner, later) = (receiver.next().await.unwrap(), receiver.next().await.unwrap());
    let status = |push: &simulator_support::receiver::Received| push.event["document"]["Status"].to_string();
    assert!(status(&sooner).contains("орієнтовна доставка"), "{}", status(&sooner));
    assert!(status(&later).contains("прямує"), "{}", status(&later));
}

#[tokio::test]
async fn a_held_back_push_goes_out_by_itself_in_the_end() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(0, Some(receiver.webhook())).await;
    let (number, _) = stand.save("ORD-44").await;
    stand.fault(json!({ "kind": "reorder_push", "delay_ms": 10 })).await;
    stand.simulator.advance(&number);
    assert!(receiver.next().await.unwrap().signed);
}
