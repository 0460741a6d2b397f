use std::path::PathBuf;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Stand, ids, monday, rows};

const STATEMENT: &str = "statements/transactions?startDate=01-02-2026&limit=500";
const BALANCE: &str = "statements/balance?startDate=01-02-2026";

fn somewhere() -> PathBuf {
    std::env::temp_dir().join(format!("privatbank-{}.json", Uuid::now_v7()))
}

#[tokio::test]
async fn rows_states_and_the_banks_day_outlive_the_process() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    stand.control("today", json!({ "date": "2026-03-02" })).await;
    let paid: Value = stand.control("transactions", json!({ "amount": "1500.55", "purpose": "ORD-60" })).await.json().await.unwrap();
    let reversed = stand.pay("10");
    stand.control(&format!("transactions/{reversed}/state"), json!({ "pr_pr": "t" })).await;
    let vanished = stand.pay("20");
    stand.simulator.remove(&vanished);
    let waiting: Value = stand.control("transactions", json!({ "amount": "30", "pr_pr": "p" })).await.json().await.unwrap();
    stand.control("settle", json!({})).await;
    let (statement, balance) = (stand.get(STATEMENT).await, stand.get(BALANCE).await);
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    assert_eq!((stand.get(STATEMENT).await, stand.get(BALANCE).await), (statement.clone(), balance));
    assert_eq!(ids(&statement), [paid["ID"].as_str().unwrap(), reversed.as_str(), waiting["ID"].as_str().unwrap()]);
    let states: Vec<&Value> = rows(&statement, "transactions").iter().map(|row| &row["PR_PR"]).collect();
    assert_eq!(states, ["r", "t", "r"]);
    assert_eq!(stand.get("statements/settings").await["settings"]["today"], json!("02.03.2026 00:00:00"));
    assert!(!ids(&statement).contains(&stand.pay("40").as_str()));
}

#[tokio::test]
async fn a_recorded_day_is_loaded_once_whatever_has_become_of_its_rows() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    stand.simulator.load_recorded(monday());
    assert_eq!(stand.simulator.settle().len(), 1);
    let statement = stand.get(STATEMENT).await;
    assert!(stand.simulator.remove(ids(&statement)[0]));
    let (statement, balance) = (stand.get(STATEMENT).await, stand.get(BALANCE).await);
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    stand.simulator.load_recorded(monday());
    assert_eq!((stand.get(STATEMENT).await, stand.get(BALANCE).await), (statement, balance));
}

#[tokio::test]
async fn a_payment_order_outlives_the_process() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    let order = json!({
        "document_number": "79", "payer_account": "UA223052990000026001234567890",
        "recipient_card": "4149000000000000", "recipient_nceo": "39012453",
        "payment_naming": "ТОВ «Степовий Млин»", "payment_amount": "5", "payment_destination": "За товар",
    });
    let url = format!("{}/api/proxy/payment/create", stand.base);
    let request = stand.client.post(url).header("token", super::TOKEN).header("user-agent", "x");
    let created = request.header("content-type", super::UTF8).body(order.to_string()).send().await.unwrap();
    let reference = created.json::<Value>().await.unwrap()["payment_ref"].as_str().unwrap().to_owned();
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    let kept = stand.get(&format!("proxy/payment/get?ref={reference}")).await;
    assert_eq!(kept["payment_naming"], order["payment_naming"]);
}

#[tokio::test]
async fn a_corrupt_file_is_put_aside_and_the_bank_starts_empty() {
    let file = somewhere();
    std::fs::write(&file, "{\"entries\":[{}]}").unwrap();
    let stand = Stand::kept(&file).await;
    assert_eq!(stand.simulator.state()["transactions"], json!([]));
    assert!(file.with_extension("json.corrupt").exists() && !file.exists());
    let id = stand.pay("1.00");
    stand.stop().await;
    assert!(Stand::kept(&file).await.simulator.transaction(&id).is_some());
}
