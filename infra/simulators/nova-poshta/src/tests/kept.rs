use std::path::PathBuf;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Stand, from_sender, to_person, today};
use crate::places::warehouses;
use crate::{Settings, Simulator};

fn somewhere() -> PathBuf {
    std::env::temp_dir().join(format!("nova-poshta-{}.json", Uuid::now_v7()))
}

#[tokio::test]
async fn a_waybill_outlives_the_process() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    let (number, reference) = stand.save("ORD-50").await;
    let route = json!({ "codes": [1, 4, 5, 7, 103, 102] });
    stand.control(&format!("waybills/{number}/route"), route).await;
    assert_eq!(stand.simulator.advance(&number), Some(4));
    stand.control(&format!("waybills/{number}/advance"), json!({})).await;
    let (row, summary) = (stand.track(&number, "380501234567").await, stand.simulator.waybill(&number));
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    assert_eq!(stand.simulator.waybill(&number), summary);
    assert_eq!(summary.unwrap()["code"], json!(5));
    assert_eq!(stand.track(&number, "380501234567").await, row);
    let list = stand.call("InternetDocument", "getDocumentList", json!({ "DateTime": today() })).await;
    assert_eq!((&list["data"][0]["InfoRegClientBarcodes"], &list["data"][0]["Ref"]), (&json!("ORD-50"), &json!(reference)));
    assert_eq!(stand.simulator.advance(&number), Some(7));
    let (next, _) = stand.save("ORD-51").await;
    let tail = |number: &str| number[4..].parse::<u64>().unwrap();
    assert_eq!(tail(&next), tail(&number) + 1);
}

#[tokio::test]
async fn changes_and_deletions_outlive_the_process() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    let (changed, reference) = stand.save("ORD-52").await;
    let (deleted, superfluous) = stand.save("ORD-53").await;
    let mut change = to_person();
    change["Ref"] = json!(reference);
    change["Description"] = json!("Два чайники");
    stand.call("InternetDocument", "update", change).await;
    stand.call("InternetDocument", "delete", json!({ "DocumentRefs": superfluous })).await;
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    assert_eq!(stand.simulator.waybill(&changed).unwrap()["description"], json!("Два чайники"));
    assert_eq!(stand.simulator.waybill(&deleted).unwrap()["code"], json!(2));
}

#[tokio::test]
async fn a_recipient_outlives_the_process_and_is_sent_to() {
    let file = somewhere();
    let stand = Stand::kept(&file).await;
    let company = json!({
        "CounterpartyType": "Organization", "CounterpartyProperty": "Recipient",
        "EDRPOU": "36509185", "Description": "ТОВ «Степовий Млин»",
    });
    let company = stand.call("Counterparty", "save", company).await["data"][0]["Ref"].clone();
    let contact = json!({ "CounterpartyRef": company, "FirstName": "Тестовий", "LastName": "Отримувач", "Phone": "380501234567" });
    let contact = stand.call("ContactPerson", "save", contact).await["data"][0]["Ref"].clone();
    stand.stop().await;

    let stand = Stand::kept(&file).await;
    let branch = &warehouses()[4];
    let mut properties = from_sender();
    let recipient = json!({
        "CityRecipient": branch.city.reference, "Recipient": company, "ContactRecipient": contact,
        "RecipientAddress": branch.reference, "RecipientsPhone": "380501234567",
    });
    properties.as_object_mut().unwrap().extend(recipient.as_object().unwrap().clone());
    let waybill = stand.call("InternetDocument", "save", properties).await;
    assert_eq!(waybill["success"], json!(true), "{waybill}");
    let row = stand.track(waybill["data"][0]["IntDocNumber"].as_str().unwrap(), "380501234567").await;
    assert_eq!(row["data"][0]["CounterpartyRecipientDescription"], json!("ТОВ «Степовий Млин»"));
}

#[tokio::test]
async fn a_waybill_that_walked_by_itself_is_kept_where_it_is() {
    let file = somewhere();
    let settings = || Settings { api_key: super::KEY.to_owned(), step_ms: 1, webhook: None, state_file: Some(file.clone()) };
    let stand = Stand::serve(settings()).await;
    let (number, _) = stand.save("ORD-54").await;
    let kept = || Simulator::new(settings()).waybill(&number).map(|waybill| waybill["code"].clone());
    // The simulator that only looks does not walk.
    while kept() != Some(json!(9)) {
        tokio::task::yield_now().await;
    }
    assert_eq!(kept(), stand.simulator.waybill(&number).map(|waybill| waybill["code"].clone()));
}

#[tokio::test]
async fn a_corrupt_file_is_put_aside_and_the_carrier_starts_empty() {
    let file = somewhere();
    // Neither broken text nor a branch that the map lacks is taken for a state.
    for broken in ["{\"waybills\":[", "{\"waybills\":[{\"order\":{\"sender\":{\"city\":\"nowhere\"}}}]}"] {
        std::fs::write(&file, broken).unwrap();
        let stand = Stand::kept(&file).await;
        assert_eq!(stand.simulator.state()["waybills"], Value::Array(Vec::new()));
        let aside = file.with_extension("json.corrupt");
        assert_eq!(std::fs::read_to_string(aside).unwrap(), broken);
        let (number, _) = stand.save("ORD-55").await;
        stand.stop().await;
        assert!(Stand::kept(&file).await.simulator.waybill(&number).is_some());
    }
}
