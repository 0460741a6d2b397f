use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{EMPLOYEE, KEY, ORGANIZATION, Stand, id, order, read};
use crate::contract::Side;
use crate::operation::OPERATIONS;
use crate::{Knobs, ListOrder, Texts, TimeUnit};

#[tokio::test]
async fn every_operation_keeps_to_the_description() {
    for knobs in
        [Knobs { step_ms: 0, ..Knobs::default() }, Knobs { step_ms: 0, texts: Texts::Json, documents_echo: true, ..Knobs::default() }]
    {
        let stand = Stand::serve(knobs, None).await;
        drive(&stand).await;
        assert_eq!(stand.violations(), Vec::<String>::new());
        let calls = stand.simulator.calls();
        let called: BTreeSet<&str> = calls["calls"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(called, OPERATIONS.iter().map(|row| row.1).collect::<BTreeSet<_>>());
    }
}

/// Calls every operation, most of them in more than one way.
async fn drive(stand: &Stand) {
    let ok = async |answer: (StatusCode, Value)| {
        assert!(answer.0.is_success(), "{answer:?}");
        answer.1
    };
    for table in ["organizations", "declarationTypes", "customs", "commonOrgs", "declarationSingularities"] {
        assert!(!ok(stand.get(&format!("options/{table}")).await).await.as_array().unwrap().is_empty(), "{table}");
    }
    ok(stand.get("options/declarationSingularities?declarationType=0").await).await;
    assert_eq!(ok(stand.get("options/declarationProcedureTypes?declarationType=1").await).await[0]["code"], "10");
    ok(stand.get(&format!("options/employees?orgId={ORGANIZATION}")).await).await;
    for template in ok(stand.get("jsonTemplates").await).await.as_array().unwrap() {
        ok(stand.get(&format!("jsonTemplates/{}", template["documentModeId"].as_str().unwrap())).await).await;
    }
    let org = ok(stand.post("commonOrganizations", &json!({ "orgName": "MILANO UTENSILI S.P.A." })).await).await;
    ok(stand.post("getOrCreateCommonOrgByInn?inn=6658123450", &Value::Null).await).await;
    let (docflow, form) = stand.with_goods("Полный круг").await;
    ok(stand.post(&format!("{form}/importJson"), &json!({ "CustomsProcedure": "ИМ" })).await).await;
    ok(stand.post(&format!("{form}/setCommonOrg?commonOrgId={}&graphNumber=2", id(&org["id"])), &Value::Null).await).await;
    let path = format!("docflows/{docflow}");
    let wanted = json!([{ "documentType": { "documentModeId": "1006110E", "grafa44Code": "02015" }, "name": "CMR", "number": "7", "date": "2026-11-20" }]);
    let created = ok(stand.post(&format!("{path}/documents"), &wanted).await).await;
    let (document, scan) = (id(&created[0]["documentId"]), id(&created[0]["formId"]));
    ok(stand.post(&format!("{path}/documents/{document}/good/1,2"), &Value::Null).await).await;
    ok(stand.post(&format!("{path}/documents/{document}/copyFromDt"), &Value::Null).await).await;
    assert_eq!(stand.upload(&format!("{path}/form/{scan}"), "fileInfo", "накладная.pdf", b"%PDF-1.7").await, StatusCode::OK);
    let costs = json!([{ "grafa": "17", "distributeBy": 1, "includeIn": 2, "borderPlace": "", "currencyCode": "USD", "total": 500.0 }]);
    ok(stand.post(&format!("{path}/documents/createDtsWithCalculator?dtsType=1"), &costs).await).await;
    for read in ["json", "xml", "printHtml", "printPDF"] {
        ok(stand.get(&format!("{form}/{read}")).await).await;
        ok(stand.get(&format!("{path}/form/{scan}/{read}")).await).await;
    }
    assert!(stand.simulator.file(docflow) && stand.simulator.advance(docflow) && stand.simulator.advance(docflow));
    for read in ["documents", "messages", "declarationMarks"] {
        assert!(!ok(stand.get(&format!("{path}/{read}")).await).await.as_array().unwrap().is_empty(), "{read}");
    }
    ok(stand.post(&format!("{path}/setOpenedTrue"), &Value::Null).await).await;
    ok(stand.post("docflows/copy", &json!({ "copyFromId": docflow })).await).await;
    ok(stand.post("docflows/search?take=5&skip=0", &json!({ "query": "круг", "docflowIds": [docflow] })).await).await;
    assert_eq!(ok(stand.get("docflows?take=10&changedFrom=0&status=3").await).await.as_array().unwrap().len(), 1);
    let car = json!({ "ownerType": 1, "age": 1, "price": 20000.0, "currencyCode": 978, "engineType": 0, "hybridType": 0, "power": 150,
                      "powerUnitMeasurement": 0, "engineVolume": 1998 });
    ok(stand.post("vehiclePayments/calculate", &car).await).await;
}

#[tokio::test]
async fn refusals_have_the_shapes_of_their_operations() {
    let stand = Stand::standing().await;
    let nobody = Uuid::nil();
    let mut unknown = order("x");
    unknown["organizationId"] = json!(nobody);
    let (status, body) = stand.post("docflows", &unknown).await;
    assert_eq!((status, &body["error"]), (StatusCode::FORBIDDEN, &json!("AccessDenied")));
    for (field, value) in
        [("customs", json!(10_000_001)), ("procedure", json!(10)), ("employeeId", json!(nobody)), ("singularity", json!(20))]
    {
        let mut wrong = order("x");
        wrong[field] = value;
        let (status, body) = stand.post("docflows", &wrong).await;
        assert!(status == StatusCode::BAD_REQUEST && body.is_string(), "{field} {body}");
    }
    let form = stand.declaration(stand.create("y").await).await;
    for (status, path) in [
        (404, format!("docflows/{nobody}/declarationMarks")),
        (404, format!("docflows/{nobody}/documents")),
        (404, "jsonTemplates/nothing".to_owned()),
        (400, "options/employees".to_owned()),
        (404, format!("docflows/{nobody}/form/{nobody}/json")),
    ] {
        let (given, body) = stand.get(&path).await;
        assert_eq!((given.as_u16(), body), (status, json!("")), "{path}");
    }
    assert_eq!(stand.get("options/declarationProcedureTypes?declarationType=x").await.0, StatusCode::BAD_REQUEST);
    for (status, path) in [
        (404, "getOrCreateCommonOrgByInn?inn=9812345679".to_owned()),
        (400, "getOrCreateCommonOrgByInn?inn=77".to_owned()),
        (404, format!("{form}/setCommonOrg?commonOrgId={nobody}&graphNumber=8")),
        (404, format!("docflows/{nobody}/documents/{nobody}/copyFromDt")),
    ] {
        assert_eq!(stand.post(&path, &Value::Null).await.0.as_u16(), status, "{path}");
    }
    // What was wrong in the requests is on record, and no answer was.
    let violations = stand.simulator.violations();
    assert!(violations.iter().all(|violation| violation.side == Side::Request), "{violations:?}");
    assert!(!violations.is_empty());
}

#[tokio::test]
async fn a_session_is_asked_for_in_either_form_and_ends() {
    let stand = Stand::standing().await;
    assert_eq!((stand.session.len(), stand.get("options/customs").await.0), (64, StatusCode::OK));
    let with = async |key: &str, session: String| {
        let request = stand.client.get(format!("{}/common/v1/options/customs", stand.base)).header("x-kontur-apikey", key);
        read(request.header("authorization", session)).await
    };
    assert_eq!(with(KEY, format!("auth.sid {}", stand.session)).await.0, StatusCode::OK);
    assert_eq!(with(KEY, "0".repeat(64)).await, (StatusCode::UNAUTHORIZED, json!("")));
    assert_eq!(with("other", stand.session.clone()).await.0, StatusCode::FORBIDDEN);
    let wrong =
        stand.client.post(format!("{}/auth/v1/authenticate?login=broker%40example.org&pass=x", stand.base)).header("x-kontur-apikey", KEY);
    assert_eq!(read(wrong).await.0, StatusCode::FORBIDDEN);
    stand.control("settings", &json!({ "sessionSeconds": 0 })).await;
    assert_eq!(stand.get("options/customs").await.0, StatusCode::UNAUTHORIZED);
    // What is remembered of a request has no password in it.
    assert!(!serde_json::to_string(&stand.simulator.requests()).unwrap().contains("pass"));
}

#[tokio::test]
async fn a_list_is_a_window_of_what_changed() {
    let stand = Stand::standing().await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(stand.create(name).await);
        tokio::time::sleep(std::time::Duration::from_millis(3)).await;
    }
    assert!(stand.simulator.set_status(ids[0], &crate::Step::to(2)));
    let names = async |query: &str| {
        let (_, list) = stand.get(&format!("docflows{query}")).await;
        list.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(names("").await, "acb");
    assert_eq!(names("?take=2").await, "ac");
    let stamp = |id: Uuid| {
        let shown = stand.simulator.docflow(id).unwrap();
        shown["changed"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis()
    };
    let changed = stamp(ids[2]);
    assert_eq!(names(&format!("?changedFrom={changed}")).await, "ac");
    assert_eq!(names(&format!("?changedTo={changed}")).await, "cb");
    assert_eq!(names("?status=2").await, "a");
    stand.simulator.set_knobs(Knobs { changed_unit: TimeUnit::Seconds, list_order: ListOrder::OldestFirst, ..stand.simulator.knobs() });
    assert_eq!(names(&format!("?changedFrom={}", changed / 1000)).await, "bca");
    assert_eq!(names(&format!("?changedFrom={changed}")).await, "");
    let (_, found) = stand.post("docflows/search", &json!({ "docflowIds": [ids[1]] })).await;
    assert_eq!((found.as_array().unwrap().len(), &found[0]["name"]), (1, &json!("b")));
    let (_, page) = stand.post("docflows/search?take=1&skip=1", &json!({ "query": "" })).await;
    assert_eq!(page[0]["name"], "b");
}

#[tokio::test]
async fn nothing_that_creates_is_idempotent() {
    let stand = Stand::standing().await;
    let (one, two) = (stand.create("same").await, stand.create("same").await);
    assert_ne!(one, two);
    let document = json!([{ "name": "Инвойс", "number": "7", "date": "2026-11-20", "documentModeId": "1002007E", "grafa44Code": "04021", "providingIndex": "0" }]);
    let path = format!("docflows/{one}/documents");
    for count in [2, 3] {
        let (status, created) = stand.post(&path, &document).await;
        assert_eq!(
            (status, created[0]["documentModeId"].as_str(), created[0]["docNumber"].as_str()),
            (StatusCode::OK, Some("1002007E"), Some("7"))
        );
        assert_eq!(stand.get(&path).await.1.as_array().unwrap().len(), count);
    }
    assert_eq!(stand.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn organisations_are_upserted_by_name() {
    let stand = Stand::standing().await;
    let upsert = async |body: Value| stand.post("commonOrganizations", &body).await;
    let full = json!({ "type": 0, "isForeign": false, "orgName": "ООО \"РОМАШКА\"", "kpp": "111111111", "legalAddress": { "city": "г. Москва", "settlement": "" } });
    let (_, made) = upsert(full).await;
    let (_, again) = upsert(json!({ "orgName": "ООО \"РОМАШКА\"", "kpp": "", "legalAddress": { "postalCode": "105318" } })).await;
    assert_eq!(
        (&again["id"], &again["kpp"], &again["legalAddress"]),
        (&made["id"], &json!("111111111"), &json!({ "city": "г. Москва", "postalCode": "105318" }))
    );
    let (_, other) = upsert(json!({ "orgName": "ООО \"Ромашка\"" })).await;
    assert_ne!(other["id"], made["id"]);
    let person =
        json!({ "type": 2, "person": { "surname": "Лютикова", "name": "Вера" }, "identityCard": { "code": "21", "number": "100200" } });
    assert_eq!(upsert(person.clone()).await.1["id"], upsert(person).await.1["id"]);
    assert_eq!(upsert(json!({ "type": 0 })).await.0, StatusCode::BAD_REQUEST);
    let by_inn = async || stand.post("getOrCreateCommonOrgByInn?inn=6312345675", &Value::Null).await;
    let (first, second) = (by_inn().await, by_inn().await);
    assert_eq!((first.0, &first.1["id"]), (StatusCode::OK, &second.1["id"]));
    let (_, listed) = stand.get("options/commonOrgs").await;
    assert_eq!(listed.as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn what_breaks_the_description_is_on_record() {
    let stand = Stand::standing().await;
    stand.get("docflows?skip=10").await;
    stand.get(&format!("options/employees?organizationId={ORGANIZATION}&employee={EMPLOYEE}")).await;
    read(stand.request(Method::POST, "docflows").json(&json!({ "customsId": 1 }))).await;
    assert_eq!(stand.get("docflows/1/2/3/4/5").await.0, StatusCode::NOT_FOUND);
    let url = format!("{}/_simulator/violations", stand.base);
    let shown: Value = stand.client.get(&url).send().await.unwrap().json().await.unwrap();
    assert!(shown["total"].as_u64().unwrap() >= 9, "{shown}");
    assert_eq!(
        shown["violations"][0],
        json!({ "side": "request", "operation": "listDocflows", "at": "query skip", "problem": "is not a parameter" })
    );
    assert!(shown["violations"].as_array().unwrap().iter().all(|violation| violation["side"] == "request"));
    stand.client.delete(&url).send().await.unwrap();
    assert_eq!(stand.violations(), Vec::<String>::new());
}
