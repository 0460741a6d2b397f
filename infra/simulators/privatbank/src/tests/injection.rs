use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};
use simulator_support::receiver::Receiver;

use super::{Stand, ids, rows};
use crate::{InjectError, NewTransaction};

#[tokio::test]
async fn a_customer_pays_and_the_payment_stands_in_the_statement() {
    let stand = Stand::start(None).await;
    let payment = json!({
        "amount": "1500.55", "currency": "UAH", "purpose": "Оплата за замовлення ORD-17",
        "payer_name": "Покупець за рахунком 1043", "payer_edrpou": "2755098122", "payer_iban": "UA243220010000026007000112233",
    });
    let row: Value = stand.control("transactions", payment).await.json().await.unwrap();
    assert_eq!((&row["SUM"], &row["PR_PR"], &row["FL_REAL"]), (&json!("1500.55"), &json!("r"), &json!("r")));
    assert_eq!(row["AUT_CNTR_MFO_NAME"], json!("АТ \"УНІВЕРСАЛ БАНК\""));
    assert_eq!(row["REF"].as_str().unwrap().len(), 14);
    let interim = stand.get("statements/transactions/interim").await;
    assert_eq!(rows(&interim, "transactions"), [row]);
}

#[tokio::test]
async fn a_row_changes_its_state_and_vanishes() {
    let stand = Stand::start(None).await;
    let id = stand.pay("10");
    let reversed = stand.control(&format!("transactions/{id}/state"), json!({ "pr_pr": "t" })).await;
    assert_eq!(reversed.json::<Value>().await.unwrap()["PR_PR"], json!("t"));
    let balance = stand.get("statements/balance/interim").await;
    assert_eq!(balance["balances"][0]["turnoverCred"], json!("0.00"));
    let wrong = stand.control(&format!("transactions/{id}/state"), json!({ "pr_pr": "x" })).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let url = format!("{}/_simulator/transactions/{id}", stand.base);
    assert_eq!(stand.client.delete(url).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(ids(&stand.get("statements/transactions/interim").await).len(), 0);
    let gone = stand.control(&format!("transactions/{id}/state"), json!({ "pr_pr": "t" })).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused() {
    let stand = Stand::start(None).await;
    let new = |amount: &str, currency: &str| NewTransaction {
        amount: amount.to_owned(),
        currency: currency.to_owned(),
        ..NewTransaction::default()
    };
    assert_eq!(stand.simulator.inject(&new("0", "")), Err(InjectError::Field("amount")));
    assert_eq!(stand.simulator.inject(&new("1.005", "")), Err(InjectError::Field("amount")));
    assert_eq!(stand.simulator.inject(&new("1", "EUR")), Err(InjectError::Account));
    let id = stand.simulator.inject(&new("2", "USD")).unwrap();
    assert_eq!(stand.simulator.transaction(&id).unwrap()["SUM_E"], json!("82.50"));
    let refused = stand.control("transactions", json!({ "amount": "1", "trantype": "X" })).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_person_pays_with_the_form_of_the_page() {
    let stand = Stand::start(None).await;
    let form = "purpose=for+%3Clamp%3E&amount=99%2C50&payer_name=";
    let url = format!("{}/_simulator/transactions", stand.base);
    let page = stand
        .client
        .post(url)
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    assert_eq!(page.url().path(), "/");
    let page = page.text().await.unwrap();
    assert!(page.contains("for &lt;lamp&gt;") && page.contains("99.50"));
}

#[tokio::test]
async fn a_payment_and_its_reversal_are_pushed() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(Some(receiver.webhook())).await;
    let id = stand.pay("10");
    let push = receiver.next().await.unwrap();
    assert!(push.signed);
    assert_eq!((&push.event["event"], &push.event["bank"]), (&json!("transaction"), &json!("privatbank")));
    assert_eq!(push.event["transaction"], stand.simulator.transaction(&id).unwrap());
    stand.simulator.set_state(&id, "t");
    assert_eq!(receiver.next().await.unwrap().event["transaction"]["PR_PR"], json!("t"));
}

#[tokio::test]
async fn pushes_come_twice_or_in_another_order_on_demand() {
    let mut receiver = Receiver::start().await.unwrap();
    let stand = Stand::start(Some(receiver.webhook())).await;
    stand.fault(json!({ "kind": "duplicate_push" })).await;
    stand.pay("1");
    assert_eq!(receiver.next().await.unwrap().id, receiver.next().await.unwrap().id);
    stand.fault(json!({ "kind": "reorder_push", "delay_ms": 600_000 })).await;
    stand.pay("2");
    stand.pay("3");
    let sum = |push: Option<simulator_support::receiver::Received>| push.unwrap().event["transaction"]["SUM"].clone();
    assert_eq!((sum(receiver.next().await), sum(receiver.next().await)), (json!("3.00"), json!("2.00")));
}
