use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Stand, id};

fn goods(form: &Value) -> &Vec<Value> {
    form["ESADout_CUGoodsShipment"]["ESADout_CUGoods"].as_array().unwrap()
}

#[tokio::test]
async fn goods_are_put_in_order_on_the_way_in() {
    let stand = Stand::standing().await;
    let (_, form) = stand.with_goods("goods").await;
    let (_, body) = stand.get(&format!("{form}/json")).await;
    let [one, two] = goods(&body).as_slice() else { panic!("{body}") };
    assert_eq!(
        (&one["GoodsNumeric"], &one["GoodsTNVEDCode"], &one["OriginCountryCode"], &one["GrossWeightQuantity"], &one["InvoicedCost"]),
        (&json!("1"), &json!("8482109008"), &json!("CN"), &json!("12.5"), &json!("1000"))
    );
    assert!(one.get("Цвет").is_none());
    assert_eq!((&two["OriginCountryName"], &two["CustomsCostCorrectMethod"]), (&json!("ИТАЛИЯ"), &json!("1")));
    let more = json!([{ "GoodsDescription": "Смазка", "Страна": "Гондор" }]);
    stand.post(&format!("{form}/import"), &more).await;
    let (_, body) = stand.get(&format!("{form}/json")).await;
    assert_eq!((goods(&body).len(), &goods(&body)[2]["OriginCountryName"]), (3, &json!("ГОНДОР")));
    assert_eq!(body["ESADout_CUGoodsShipment"]["TotalGoodsNumber"], "3");
    stand.post(&format!("{form}/import?clearBeforeUpload=true"), &more).await;
    assert_eq!(goods(&stand.get(&format!("{form}/json")).await.1).len(), 1);
    assert_eq!(stand.post(&format!("{form}/import"), &json!({ "goods": [] })).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn json_is_merged_and_another_forms_json_refused() {
    let stand = Stand::standing().await;
    let form = stand.declaration(stand.create("merge").await).await;
    let import = async |body: Value| stand.post(&format!("{form}/importJson"), &body).await.0;
    assert_eq!(import(json!({ "ESADout_CUGoodsShipment": { "ESADout_CUConsignee": { "EqualIndicator": "true" } } })).await, StatusCode::OK);
    let second =
        json!({ "ESADout_CUGoodsShipment": { "ESADout_CUFinancialAdjustingResponsiblePerson": { "DeclarantEqualFlag": "true" } } });
    assert_eq!(import(second).await, StatusCode::OK);
    assert_eq!(import(json!({ "InvoiceGoods": [] })).await, StatusCode::BAD_REQUEST);
    assert_eq!(import(json!([1])).await, StatusCode::BAD_REQUEST);
    let (_, body) = stand.get(&format!("{form}/json")).await;
    let shipment = &body["ESADout_CUGoodsShipment"];
    assert_eq!(shipment["ESADout_CUConsignee"]["EqualIndicator"], "true");
    assert_eq!(shipment["ESADout_CUFinancialAdjustingResponsiblePerson"]["DeclarantEqualFlag"], "true");
    let org = stand.post("getOrCreateCommonOrgByInn?inn=6658123450", &Value::Null).await.1;
    for (number, status) in [("14", StatusCode::OK), ("50", StatusCode::BAD_REQUEST)] {
        let path = format!("{form}/setCommonOrg?commonOrgId={}&graphNumber={number}", id(&org["id"]));
        assert_eq!(stand.post(&path, &Value::Null).await.0, status);
    }
    let (_, xml) = stand.get(&format!("{form}/xml")).await;
    let xml = xml.as_str().unwrap();
    let places = [
        "<ESADout_CUConsignee>",
        "<ESADout_CUFinancial",
        "<ESADout_CUDeclarant>",
        "<OrganizationName>",
        "<INN>6658123450</INN>",
        "<CounryName>РОССИЯ",
    ]
    .map(|mark| xml.find(mark).unwrap());
    assert!(places.is_sorted(), "{xml}");
}

#[tokio::test]
async fn a_document_belongs_to_the_goods_it_is_linked_to() {
    let stand = Stand::standing().await;
    let (docflow, form) = stand.with_goods("links").await;
    let path = format!("docflows/{docflow}/documents");
    let wanted = json!([{ "documentType": { "documentModeId": "1002007E", "grafa44Code": "04021" }, "name": "Инвойс", "number": "7", "belongsToAllGoods": true, "copyDataFromDt": true }]);
    let created = stand.post(&path, &wanted).await.1;
    let (document, invoice) = (id(&created[0]["documentId"]), id(&created[0]["formId"]));
    let invoice = stand.get(&format!("docflows/{docflow}/form/{invoice}/json")).await.1;
    assert_eq!(invoice["InvoiceGoods"][0]["GoodsCode"], "8482109008");
    let linked = async || {
        let (_, body) = stand.get(&format!("{form}/json")).await;
        goods(&body).iter().map(|good| good["ESADout_CUPresentedDocument"][0]["PresentedDocumentModeCode"] == "04021").collect::<Vec<_>>()
    };
    assert_eq!(linked().await, [true, true]);
    let link = async |numbers: &str| stand.post(&format!("{path}/{document}/good/{numbers}"), &Value::Null).await.0.as_u16();
    assert_eq!((link("2").await, linked().await), (200, vec![false, true]));
    assert_eq!((link("1,3").await, link("x").await, link("0,1").await), (400, 400, 400));
    assert_eq!((link("0").await, linked().await), (200, vec![false, false]));
    // The same number and date elsewhere: its form is copied.
    let other = stand.create("copy").await;
    let again = json!([{ "documentType": { "documentModeId": "1002007E" }, "number": "7", "copyIfExists": true }]);
    let again = stand.post(&format!("docflows/{other}/documents"), &again).await.1;
    assert_eq!(stand.get(&format!("docflows/{other}/form/{}/json", id(&again[0]["formId"]))).await.1, invoice);
}

#[tokio::test]
async fn files_are_taken_by_form_type_and_size() {
    let stand = Stand::standing().await;
    let docflow = stand.create("files").await;
    let declaration = stand.declaration(docflow).await;
    let wanted = json!([{ "documentType": { "documentModeId": "1006110E" } }, { "documentType": { "documentModeId": "1006088E" } }]);
    let created = stand.post(&format!("docflows/{docflow}/documents"), &wanted).await.1;
    let [scan, text] = [0, 1].map(|at| format!("docflows/{docflow}/form/{}", id(&created[at]["formId"])));
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(3_000_000, b' ');
    assert_eq!(stand.upload(&scan, "fileInfo", "Скан.PDF", &large).await, StatusCode::OK);
    let (_, body) = stand.get(&format!("{scan}/json")).await;
    assert_eq!((&body["FileName"], &body["FileSize"]), (&json!("Скан.PDF"), &json!("3000000")));
    large.resize(3_100_000, b' ');
    for (form, field, name, content) in [
        (&scan, "fileInfo", "скан.pdf", large.as_slice()),
        (&scan, "fileInfo", "скан.pdf", b"MZ\x90".as_slice()),
        (&scan, "fileInfo", "скан.exe", b"%PDF-1.7".as_slice()),
        (&scan, "file", "скан.pdf", b"%PDF-1.7".as_slice()),
        (&scan, "fileInfo", "письмо.docx", b"PK\x03\x04".as_slice()),
        (&text, "fileInfo", "скан.pdf", b"%PDF-1.7".as_slice()),
        (&declaration, "fileInfo", "скан.pdf", b"%PDF-1.7".as_slice()),
        (&declaration, "fileInfo", "дт.xml", b"<Invoice/>".as_slice()),
    ] {
        assert_eq!(stand.upload(form, field, name, content).await, StatusCode::BAD_REQUEST, "{field} {name}");
    }
    assert_eq!(stand.upload(&text, "fileInfo", "письмо.docx", b"PK\x03\x04").await, StatusCode::OK);
    let xml = "<?xml version=\"1.0\"?><x:ESADout_CU xmlns:x=\"urn:x\"><x:CustomsModeCode>40</x:CustomsModeCode></x:ESADout_CU>";
    assert_eq!(stand.upload(&declaration, "fileInfo", "дт.xml", xml.as_bytes()).await, StatusCode::OK);
    assert_eq!(stand.get(&format!("{declaration}/json")).await.1, json!({ "CustomsModeCode": "40" }));
    // Only the part that is called otherwise broke the description.
    assert_eq!(stand.violations().len(), 1, "{:?}", stand.violations());
}

#[tokio::test]
async fn costs_are_spread_over_goods() {
    let stand = Stand::standing().await;
    let (docflow, form) = stand.with_goods("value").await;
    let terms = json!({ "ESADout_CUGoodsShipment": { "ESADout_CUMainContractTerms": { "ContractCurrencyCode": "CNY", "ContractCurrencyRate": "11.00" } } });
    stand.post(&format!("{form}/importJson"), &terms).await;
    let path = format!("docflows/{docflow}/documents/createDtsWithCalculator?dtsType=1");
    let costs = json!([
        { "grafa": "17", "distributeBy": 1, "includeIn": 2, "currencyCode": "RUB", "total": 100.01 },
        { "grafa": "21", "distributeBy": 2, "includeIn": 2, "currencyCode": "CNY", "total": 3 },
    ]);
    let (status, created) = stand.post(&path, &costs).await;
    assert_eq!((status, &created["name"]), (StatusCode::OK, &json!("ДТС-1")));
    let (_, value) = stand.get(&format!("docflows/{docflow}/form/{}/json", id(&created["formId"]))).await;
    let column = |name: &str| {
        value["GoodsCustomsValue"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (column("Additions"), column("Deductions")),
        (vec!["25.00".to_owned(), "75.01".to_owned()], vec!["22.00".to_owned(), "11.00".to_owned()])
    );
    let (_, body) = stand.get(&format!("{form}/json")).await;
    assert_eq!((&goods(&body)[0]["CustomsCost"], &goods(&body)[1]["CustomsCost"]), (&json!("11003.00"), &json!("5564.01")));
    assert_eq!(body["ESADout_CUGoodsShipment"]["TotalCustCost"], "16567.01");
    // An empty list makes an empty one; a good without its method, none.
    assert_eq!(stand.post(&path, &json!([])).await.0, StatusCode::OK);
    stand.post(&format!("{form}/import"), &json!([{ "GoodsDescription": "Смазка" }])).await;
    assert_eq!(stand.post(&path, &costs).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_copy_has_the_contents_and_none_of_the_history() {
    let stand = Stand::standing().await;
    let (docflow, form) = stand.with_goods("first").await;
    assert!(stand.simulator.file(docflow) && stand.simulator.advance(docflow));
    let (status, copy) = stand.post("docflows/copy", &json!({ "copyFromId": docflow, "name": "second", "customs": 10_131_010 })).await;
    assert_eq!(
        (status, &copy["name"], &copy["status"], &copy["gtdNumber"]),
        (StatusCode::CREATED, &json!("second"), &json!(0), &Value::Null)
    );
    let copied = stand.declaration(id(&copy["id"])).await;
    assert_ne!(copied, form);
    assert_eq!(stand.get(&format!("{copied}/json")).await.1, stand.get(&format!("{form}/json")).await.1);
    assert_eq!(stand.get(&format!("docflows/{}/messages", id(&copy["id"]))).await.1, json!([]));
}

#[tokio::test]
async fn a_car_is_calculated() {
    let stand = Stand::standing().await;
    let car = |owner: u8, engine: u8| {
        json!({ "ownerType": owner, "age": 1, "price": 20_000, "currencyCode": 978, "engineType": engine, "hybridType": 0, "power": 110,
                "powerUnitMeasurement": 1, "engineVolume": 1998 })
    };
    let (status, own) = stand.post("vehiclePayments/calculate", &car(1, 0)).await;
    assert_eq!((status, own["payments"].as_array().unwrap().len(), &own["tnved"]), (StatusCode::OK, 3, &json!("8703231940")));
    // 2.7 EUR a cubic centimetre.
    assert_eq!(own["payments"][1]["payment"], json!(5394.6));
    let (_, company) = stand.post("vehiclePayments/calculate", &car(0, 2)).await;
    assert_eq!((company["payments"].as_array().unwrap().len(), &company["tnved"]), (5, &json!("8703800002")));
    let sum: i64 = company["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (row["paymentInRubles"].to_string().parse::<rust_decimal::Decimal>().unwrap() * rust_decimal::Decimal::ONE_HUNDRED)
                .round()
                .try_into()
                .unwrap_or(0_i64)
        })
        .sum();
    let total = company["totalPaymentInRubles"].to_string().parse::<rust_decimal::Decimal>().unwrap();
    assert_eq!(rust_decimal::Decimal::from(sum), (total * rust_decimal::Decimal::ONE_HUNDRED).round());
    assert_eq!(stand.post("vehiclePayments/calculate", &json!({ "price": 1 })).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(stand.get("vehiclePayments/calculate").await.0, StatusCode::NOT_FOUND);
}
