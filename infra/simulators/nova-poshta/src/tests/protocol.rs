use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{KEY, Stand, from_sender, to_person, today};
use crate::codes::STATUSES;
use crate::places::warehouses;

fn codes(answer: &Value) -> Vec<&str> {
    answer["errorCodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_missing_and_a_wrong_key_are_refused_with_http_200() {
    let stand = Stand::standing().await;
    for (key, code) in [("", "20000200069"), ("other", "20000200068")] {
        let body = json!({ "apiKey": key, "modelName": "Address", "calledMethod": "getCities", "methodProperties": {} });
        let answer = stand.client.post(format!("{}/v2.0/json/", stand.base)).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["success"], json!(false));
        assert_eq!(codes(&answer), [code]);
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_method_is_found_whatever_its_case_and_path() {
    let stand = Stand::standing().await;
    for (path, model, method) in [
        ("/v2.0/json/", "AddressGeneral", "GetCities"),
        ("/v2.0/json", "Address", "getCities"),
        ("/v2.0/json/Address/getCities", "Address", "getCities"),
    ] {
        // A client in PHP sends no properties as an empty list.
        let body = json!({ "apiKey": KEY, "modelName": model, "calledMethod": method, "methodProperties": [] });
        let answer = stand.client.post(format!("{}{path}", stand.base)).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["success"], json!(true), "{path}");
        assert_eq!(answer["info"]["totalCount"], json!(9));
    }
    assert_eq!(stand.simulator.state()["calls"]["address/getcities"], json!(3));
    let unknown = stand.call("Address", "conquer", json!({})).await;
    assert_eq!(codes(&unknown), ["20000100002"]);
    assert_eq!(unknown["info"], json!([]));
}

#[tokio::test]
async fn settlements_and_warehouses_are_found() {
    let stand = Stand::standing().await;
    let found = stand.call("Address", "searchSettlements", json!({ "CityName": "льв", "Limit": 5 })).await;
    let city = &found["data"][0]["Addresses"][0];
    assert_eq!(found["data"][0]["TotalCount"], json!(1));
    assert_eq!(city["Present"], json!("м. Львів, Львівський р-н, Львівська обл."));
    assert_eq!(city["Warehouses"], json!(3));
    let properties = json!({ "CityRef": city["DeliveryCity"], "Limit": "2", "Page": "2" });
    let page = stand.call("Address", "getWarehouses", properties).await;
    assert_eq!(page["info"]["totalCount"], json!(3));
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
    assert_eq!(page["data"][0]["CategoryOfWarehouse"], json!("Postomat"));
    assert_eq!(page["data"][0]["PlaceMaxWeightAllowed"], json!("20"));
    let villages = stand.call("Address", "getSettlements", json!({ "FindByString": "Іванівка" })).await;
    assert_eq!(villages["info"]["totalCount"], json!(2));
    assert_eq!(villages["data"][0]["Delivery7"], json!("0"));
}

#[tokio::test]
async fn a_save_lists_every_problem_in_parallel_arrays() {
    let stand = Stand::standing().await;
    let answer = stand.call("InternetDocument", "save", json!({})).await;
    let (codes, errors) = (codes(&answer), answer["errors"].as_array().unwrap());
    assert_eq!(codes.len(), errors.len());
    let at = codes.iter().position(|code| *code == "20000200106").unwrap();
    assert_eq!(errors[at], json!("CitySender not found"));
    for code in ["20000200103", "20000300435", "20000300445", "20000400452", "20000200099", "20000300431"] {
        assert!(codes.contains(&code), "{code} not in {codes:?}");
    }
}

#[tokio::test]
async fn single_problems_have_their_codes() {
    let stand = Stand::standing().await;
    let village = json!({ "RecipientCityName": "Іванівка" });
    let narrowed = json!({ "RecipientCityName": "Іванівка", "RecipientArea": "Одеська область", "Weight": "31" });
    for (change, code) in [
        (json!({ "RecipientsPhone": "+380501234567" }), "20000300434"),
        (json!({ "SendersPhone": "0671112233" }), "20000300444"),
        (json!({ "DateTime": "01.01.2020" }), "20000400455"),
        (json!({ "DateTime": "2020-01-01" }), "20000400456"),
        (json!({ "Cost": "free" }), "20000200118"),
        (json!({ "CargoType": "Documents", "Weight": "2" }), "20000200376"),
        (json!({ "RecipientCityName": "Атлантида" }), "20000200279"),
        (json!({ "RecipientAddressName": "99" }), "20000200273"),
        (village, "20000200214"),
        (narrowed, "20000201162"),
        (json!({ "SenderAddress": warehouses()[1].reference, "Weight": "31" }), "20000203729"),
        (json!({ "InfoRegClientBarcodes": "x".repeat(51) }), "20000200189"),
    ] {
        let mut properties = to_person();
        properties.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = stand.call("InternetDocumentGeneral", "save", properties).await;
        assert_eq!(codes(&answer), [code], "{change}");
        assert_eq!(answer["data"], json!([]));
    }
}

#[tokio::test]
async fn a_postomat_wants_its_service_and_seats() {
    let stand = Stand::standing().await;
    let mut properties = to_person();
    properties["RecipientAddressName"] = json!("5101");
    let answer = stand.call("InternetDocument", "save", properties.clone()).await;
    assert_eq!(codes(&answer), ["20000200226", "20000200348"]);
    properties["ServiceType"] = json!("WarehousePostomat");
    properties["OptionsSeat"] = json!([{ "volumetricWidth": "20", "volumetricLength": "30", "volumetricHeight": "10", "weight": "2.5" }]);
    let answer = stand.call("InternetDocument", "save", properties).await;
    assert_eq!(answer["success"], json!(true), "{answer}");
}

#[tokio::test]
async fn a_recipient_is_saved_and_sent_to_by_references() {
    let stand = Stand::standing().await;
    let person = json!({
        "CounterpartyType": "PrivatePerson", "CounterpartyProperty": "Recipient",
        "FirstName": "Тестовий", "LastName": "Отримувач", "Phone": "380501234567",
    });
    let saved = stand.call("Counterparty", "save", person.clone()).await;
    let party = &saved["data"][0];
    assert_eq!(party["Description"], json!("Приватна особа"));
    let contact = &party["ContactPerson"]["data"][0];
    assert_eq!(party["ContactPerson"]["translatedErrors"], json!([]));
    let again = stand.call("Counterparty", "save", person).await;
    assert_eq!(again["data"][0]["ContactPerson"]["warnings"], json!(["Person already exists!"]));
    assert_eq!(again["data"][0]["ContactPerson"]["data"][0]["Ref"], contact["Ref"]);

    let branch = warehouses().iter().find(|warehouse| warehouse.city.facts.name == "Одеса").unwrap();
    let mut properties = from_sender();
    let recipient = json!({
        "CityRecipient": branch.city.reference, "Recipient": party["Ref"], "ContactRecipient": contact["Ref"],
        "RecipientAddress": branch.reference, "RecipientsPhone": "380501234567",
    });
    properties.as_object_mut().unwrap().extend(recipient.as_object().unwrap().clone());
    let waybill = stand.call("InternetDocument", "save", properties).await;
    assert_eq!(waybill["success"], json!(true), "{waybill}");
    let number = waybill["data"][0]["IntDocNumber"].as_str().unwrap();
    let row = &stand.track(number, "+38 (050) 123-45-67").await["data"][0];
    assert_eq!(row["RecipientFullName"], json!("Отримувач Тестовий"));
}

#[tokio::test]
async fn a_second_company_with_one_code_is_a_warning_in_an_object() {
    let stand = Stand::standing().await;
    let company = json!({ "CounterpartyType": "Organization", "CounterpartyProperty": "Recipient", "EDRPOU": "36509185" });
    let first = stand.call("Counterparty", "save", company.clone()).await;
    assert_eq!(first["warnings"], json!([]));
    let second = stand.call("Counterparty", "save", company).await;
    assert_eq!(second["success"], json!(true));
    assert_eq!(second["warnings"], json!({ "DuplicateValidate": "Counterparty is not unique" }));
    assert_eq!(second["warningCodes"], json!({ "DuplicateValidate": "30000900779" }));
    assert_eq!(second["data"][0]["Ref"], first["data"][0]["Ref"]);
}

#[tokio::test]
async fn the_sender_finds_itself_and_its_contacts() {
    let stand = Stand::standing().await;
    let senders = stand.call("Counterparty", "getCounterparties", json!({ "CounterpartyProperty": "Sender", "Page": "1" })).await;
    let sender = &senders["data"][0]["Ref"];
    let contacts = stand.call("Counterparty", "getCounterpartyContactPersons", json!({ "Ref": sender })).await;
    assert_eq!(contacts["data"][0]["Phones"], json!("380671112233"));
    let nameless = json!({ "CounterpartyRef": sender, "LastName": "Відправник", "Phone": "380631112233" });
    let answer = stand.call("ContactPerson", "save", nameless).await;
    assert_eq!(codes(&answer), ["20000100527"]);
}

#[tokio::test]
async fn price_and_date_are_answered_in_text() {
    let stand = Stand::standing().await;
    let [kyiv, lviv] = [0, 4].map(|at| warehouses()[at].city.reference.as_str());
    let properties = json!({
        "CitySender": kyiv, "CityRecipient": lviv, "Weight": 2.5, "Cost": "1500", "ServiceType": "WarehouseWarehouse",
        "DateTime": today(), "RedeliveryCalculate": { "CargoType": "Money", "Amount": "1500" },
    });
    let price = stand.call("InternetDocument", "getDocumentPrice", properties.clone()).await;
    assert_eq!(price["data"][0]["Cost"], json!("110"));
    assert_eq!(price["data"][0]["AssessedCost"], json!("1500"));
    assert_eq!(price["data"][0]["CostRedelivery"], json!(50));
    let nested = stand.call("InternetDocument", "getDocumentDeliveryDate", properties.clone()).await;
    let flat = stand.call("InternetDocumentGeneral", "getDocumentDeliveryDate", properties).await;
    assert_eq!(nested["data"][0]["DeliveryDate"], flat["data"][0]);
    assert_eq!(flat["data"][0]["timezone"], json!("Europe/Kiev"));
}

#[tokio::test]
async fn message_texts_are_told() {
    let stand = Stand::standing().await;
    let texts = stand.call("Common", "getMessageCodeText", json!({ "MessageCode": "20000200068" })).await;
    assert_eq!(texts["data"][0]["MessageText"], json!("API auth fail"));
    assert_eq!(texts["data"].as_array().unwrap().len(), 1);
    assert!(STATUSES.len() >= 22);
}
