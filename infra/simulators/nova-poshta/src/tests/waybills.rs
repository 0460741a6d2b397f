use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use serde_json::{Value, json};

use super::{Stand, to_person, today};

/// The status code whatever its shape.
fn code(row: &Value) -> String {
    row["StatusCode"].as_str().map_or_else(|| row["StatusCode"].to_string(), str::to_owned)
}

#[tokio::test]
async fn a_waybill_walks_its_route_to_the_end() {
    let stand = Stand::standing().await;
    let mut created = stand.simulator.subscribe();
    let (number, _) = stand.save("ORD-17").await;
    assert_eq!(number.len(), 14);
    assert!(number.starts_with("2045") || number.starts_with("2040"));
    let heard = created.recv().await.unwrap();
    assert_eq!((heard.number.as_str(), heard.own_reference.as_deref()), (number.as_str(), Some("ORD-17")));
    assert_eq!((heard.declared_value.as_str(), heard.recipient_phone.as_str()), ("1500.55", "380501234567"));

    let mut walked = vec![code(&stand.track(&number, "380501234567").await["data"][0])];
    loop {
        let answer = stand.control(&format!("waybills/{number}/advance"), json!({})).await;
        if answer.status() == StatusCode::CONFLICT {
            break;
        }
        walked.push(code(&stand.track(&number, "380501234567").await["data"][0]));
    }
    assert_eq!(walked, ["1", "4", "5", "6", "7", "9"]);
    let row = &stand.track(&number, "0671112233").await["data"][0];
    assert_eq!(row["Status"], json!("Відправлення отримано"));
    assert_eq!(row["ClientBarcode"], json!("ORD-17"));
    assert_eq!(row["AnnouncedPrice"], json!("1500.55"));
    assert_eq!(row["PaymentStatus"], json!("PAYED"));
    assert_eq!(stand.control("waybills/20450000000000/advance", json!({})).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_waybill_walks_by_itself() {
    let stand = Stand::start(1, None).await;
    let (number, _) = stand.save("ORD-18").await;
    while code(&stand.track(&number, "").await["data"][0]) != "9" {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_date_has_its_format() {
    let stand = Stand::standing().await;
    let (number, _) = stand.save("ORD-19").await;
    while stand.simulator.advance(&number).is_some() {}
    let row = &stand.track(&number, "380501234567").await["data"][0];
    for (key, pattern) in [
        ("DateCreated", "dd-dd-dddd dd:dd:dd"),
        ("ScheduledDeliveryDate", "dd-dd-dddd dd:dd:dd"),
        ("DateScan", "dd:dd dd.dd.dddd"),
        ("RecipientDateTime", "dd.dd.dddd dd:dd:dd"),
        ("ActualDeliveryDate", "dddd-dd-dd dd:dd:dd"),
        ("TrackingUpdateDate", "dddd-dd-dd dd:dd:dd"),
        ("AdjustedDate", "dddd-dd-dd dd:dd:dd"),
        ("DateFirstDayStorage", "dddd-dd-dd"),
    ] {
        let shape: String = row[key].as_str().unwrap().chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
        assert_eq!(shape, pattern, "{key}");
    }
}

#[tokio::test]
async fn the_status_code_is_text_or_a_number() {
    let stand = Stand::standing().await;
    for own in ["A", "B"] {
        let (number, _) = stand.save(own).await;
        let row = &stand.track(&number, "").await["data"][0];
        let even = number.ends_with(['0', '2', '4', '6', '8']);
        assert_eq!(row["StatusCode"], if even { json!(1) } else { json!("1") });
    }
}

#[tokio::test]
async fn without_the_phone_a_row_is_bare_and_warned_of() {
    let stand = Stand::standing().await;
    let (number, _) = stand.save("ORD-20").await;
    let answer = stand.track(&number, "380990000000").await;
    let warning = answer["warnings"][0][format!("ID_{number}")].as_str().unwrap();
    assert!(warning.starts_with("Please enter a valid phone number"));
    assert_eq!(answer["data"][0]["RecipientFullName"], json!(""));
    assert_eq!(answer["data"][0]["CityRecipient"], json!("Львів"));
}

#[tokio::test]
async fn an_unknown_number_is_found_not_to_exist_and_a_malformed_one_refused() {
    let stand = Stand::standing().await;
    let unknown = stand.track("20450000000001", "").await;
    assert_eq!(unknown["success"], json!(true));
    assert_eq!(unknown["data"][0]["StatusCode"], json!("3"));
    assert_eq!(unknown["data"][0]["PossibilityCreateReturn"], json!(false));
    let malformed = stand.track("2045", "").await;
    assert_eq!(malformed["success"], json!(false));
    assert_eq!(malformed["errors"], json!(["Document number is not correct"]));
    assert_eq!(malformed["errorCodes"], json!(["20001401442"]));
}

#[tokio::test]
async fn another_route_goes_on_behind_the_current_status() {
    let stand = Stand::standing().await;
    let (number, _) = stand.save("ORD-21").await;
    stand.simulator.advance(&number);
    let route = json!({ "codes": [1, 4, 5, 7, 103, 102, 999] });
    let answer = stand.control(&format!("waybills/{number}/route"), route).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let walked: Vec<u16> = std::iter::from_fn(|| stand.simulator.advance(&number)).collect();
    assert_eq!(walked, [5, 7, 103, 102, 999]);
    let row = &stand.track(&number, "380501234567").await["data"][0];
    assert_eq!(row["UndeliveryReasons"], json!("Відмова одержувача"));
}

#[tokio::test]
async fn only_a_waybill_not_handed_over_is_changed_and_deleted() {
    let stand = Stand::standing().await;
    let (first, first_ref) = stand.save("ORD-22").await;
    let (second, second_ref) = stand.save("ORD-23").await;
    let mut change = to_person();
    change["Ref"] = json!(first_ref);
    change["Description"] = json!("Два чайники");
    let changed = stand.call("InternetDocument", "update", change.clone()).await;
    assert_eq!(changed["data"][0]["IntDocNumber"], json!(first));

    stand.simulator.advance(&second);
    let both = json!({ "DocumentRefs": [first_ref, second_ref] });
    let refused = stand.call("InternetDocument", "delete", both).await;
    assert_eq!(refused["success"], json!(false));
    // The problem is in the second place only, so the lists turn into objects.
    assert_eq!(refused["errorCodes"], json!({ "1": "20000200154" }));
    let refused = stand.call("InternetDocument", "delete", json!({ "DocumentRefs": second_ref })).await;
    assert_eq!(refused["errorCodes"], json!(["20000200154"]));

    let deleted = stand.call("InternetDocument", "delete", json!({ "DocumentRefs": first_ref })).await;
    assert_eq!(deleted["data"], json!([{ "Ref": first_ref }]));
    assert_eq!(code(&stand.track(&first, "").await["data"][0]), "2");
    let again = stand.call("InternetDocument", "update", change).await;
    assert_eq!(again["success"], json!(false));
}

#[tokio::test]
async fn a_waybill_is_found_by_the_senders_own_reference() {
    let stand = Stand::standing().await;
    let (number, reference) = stand.save("ORD-24").await;
    stand.save("ORD-25").await;
    let day = json!({ "DateTimeFrom": today(), "DateTimeTo": today(), "GetFullList": "1" });
    let list = stand.call("InternetDocument", "getDocumentList", day).await;
    assert_eq!(list["info"]["totalCount"], json!(2));
    let rows = list["data"].as_array().unwrap();
    let found = rows.iter().find(|row| row["InfoRegClientBarcodes"] == json!("ORD-24")).unwrap();
    assert_eq!((&found["IntDocNumber"], &found["Ref"]), (&json!(number), &json!(reference)));
    assert_eq!(found["ClientBarcode"], json!("ORD-24"));
    assert!(found.as_object().unwrap().values().all(Value::is_string));
    let yesterday = json!({ "DateTime": "01.01.2020" });
    let list = stand.call("InternetDocument", "getDocumentList", yesterday).await;
    assert_eq!(list["data"], json!([]));
}

#[tokio::test]
async fn a_page_lists_a_hundred_rows() {
    let stand = Stand::standing().await;
    for nth in 0..101 {
        stand.save(&format!("ORD-{nth}")).await;
    }
    let page = |page: u32| json!({ "DateTime": today(), "Page": page });
    let first = stand.call("InternetDocument", "getDocumentList", page(1)).await;
    let second = stand.call("InternetDocument", "getDocumentList", page(2)).await;
    assert_eq!(first["data"].as_array().unwrap().len(), 100);
    assert_eq!(second["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_page_for_people_shows_waybills_and_their_buttons_work() {
    let stand = Stand::standing().await;
    let mut properties = to_person();
    properties["Description"] = json!("<b>лампа</b>");
    stand.call("InternetDocument", "save", properties).await;
    let (number, _) = stand.save("ORD-26").await;
    let button = format!("{}/_simulator/waybills/{number}/advance", stand.base);
    let page = stand.client.post(button).header(ACCEPT, "text/html").send().await.unwrap();
    assert_eq!(page.url().path(), "/");
    let page = page.text().await.unwrap();
    assert!(page.contains("&lt;b&gt;лампа") && page.contains(&number));
    assert_eq!(stand.simulator.waybill(&number).unwrap()["code"], json!(4));
}
