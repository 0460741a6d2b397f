use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

use super::{DESCRIPTION, Seen, check_answer, check_request};
use crate::operation::{OPERATIONS, Operation};

const ID: &str = "5d0c0000-0000-4000-8000-000000000001";

fn headers() -> HeaderMap {
    let pairs = [("x-kontur-apikey", "key"), ("authorization", "sid"), ("content-type", "application/json")];
    pairs.into_iter().map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

fn request(method: Method, path: &str, query: &str, body: &Value) -> Vec<String> {
    let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() };
    let seen = Seen { method: &method, path, query, headers: &headers(), body: &body };
    check_request(&seen).into_iter().map(|violation| format!("{}: {}", violation.at, violation.problem)).collect()
}

fn answer(operation: Operation, status: u16, media: &'static str, body: &[u8]) -> Vec<String> {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(media))].into_iter().collect();
    let found = check_answer(operation, StatusCode::from_u16(status).unwrap(), &headers, body);
    found.into_iter().map(|violation| format!("{}: {}", violation.at, violation.problem)).collect()
}

#[test]
fn the_table_is_the_description_and_the_login() {
    let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let listed: Vec<(&String, &String)> =
        paths.iter().flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| (method, path))).collect();
    assert_eq!((listed.len(), OPERATIONS.len()), (32, 33));
    for (method, path) in listed {
        assert!(OPERATIONS.iter().any(|row| row.2 == method.to_uppercase() && row.3 == path), "{method} {path}");
    }
}

#[test]
fn the_description_holds_formats_alone() {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                let prose = ["summary", "example", "examples"].into_iter().filter(|word| object.contains_key(*word));
                found.extend(prose.map(str::to_owned));
                found.extend(object.get("description").filter(|text| text.is_string()).map(ToString::to_string));
                object.values().for_each(|value| walk(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::from_str(DESCRIPTION).unwrap(), &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn requests_are_judged() {
    let docflow = json!({ "type": 0, "procedure": 0, "customs": 10_005_030, "organizationId": ID, "employeeId": ID, "singularity": null });
    let create = |body: &Value| request(Method::POST, "/common/v1/docflows", "", body);
    assert_eq!(create(&docflow), Vec::<String>::new());
    let mut wrong = docflow.clone();
    wrong["type"] = json!(2);
    wrong["customs"] = json!("10005030");
    wrong["organizationId"] = json!("nobody");
    wrong["more"] = json!(1);
    wrong.as_object_mut().unwrap().remove("employeeId");
    assert_eq!(create(&wrong).len(), 5, "{:?}", create(&wrong));
    let list = |query: &str| request(Method::GET, "/common/v1/docflows", query, &Value::Null);
    assert_eq!(list("take=100&changedFrom=1790000000000&status=2"), Vec::<String>::new());
    assert_eq!(list("take=many"), ["query take: is not of its type"]);
    assert_eq!(list("take=5000000000"), ["query take: is not of its type"]);
    assert_eq!(list("skip=5"), ["query skip: is not a parameter"]);
    let form = format!("/common/v1/docflows/{ID}/form/{ID}");
    let set = |query: &str| request(Method::POST, &format!("{form}/setCommonOrg"), query, &Value::Null);
    assert_eq!(set(&format!("commonOrgId={ID}&graphNumber=8")), Vec::<String>::new());
    assert_eq!(set(&format!("orgId={ID}&graphNumber=8")), ["query orgId: is not a parameter"]);
    assert_eq!(request(Method::GET, "/common/v1/docflows/7/messages", "", &Value::Null), ["path docflowId: is not of its type"]);
    assert_eq!(request(Method::GET, &format!("/common/v1/docflows/{ID}"), "", &Value::Null).len(), 1);
    assert_eq!(request(Method::GET, "/common/v1/options/customs", "", &json!({})), ["body: there is none in the description"]);
}

#[test]
fn what_the_vendor_tells_in_prose_is_judged_too() {
    let documents = format!("/common/v1/docflows/{ID}/documents");
    let create = |body: &Value| request(Method::POST, &documents, "", body);
    let nested = json!([{ "documentType": { "documentModeId": "1002007E", "grafa44Code": "04021" }, "name": "Инвойс", "number": "7" }]);
    let flat = json!([{
        "name": "Инвойс", "number": "7", "date": "2026-11-20", "documentModeId": "1002007E", "grafa44Code": "04021", "providingIndex": "0",
    }]);
    assert_eq!(create(&nested), Vec::<String>::new());
    assert_eq!(create(&flat), Vec::<String>::new());
    assert_ne!(create(&json!([{ "document_type_code": "04021" }])), Vec::<String>::new());
    assert_ne!(create(&json!({ "number": "7" })), Vec::<String>::new());
    let import = format!("/common/v1/docflows/{ID}/form/{ID}/import");
    assert_ne!(request(Method::POST, &import, "", &json!({ "goods": [] })), Vec::<String>::new());
    let headers = HeaderMap::new();
    let seen = Seen { method: &Method::POST, path: "/auth/v1/authenticate", query: "login=a&pass=b", headers: &headers, body: b"" };
    let found: Vec<String> = check_request(&seen).into_iter().map(|violation| violation.at).collect();
    assert_eq!(found, ["header X-Kontur-ApiKey"]);
}

#[test]
fn an_upload_has_one_part_of_the_right_name() {
    let upload = |name: &str| {
        let body = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"счет.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n");
        let path = format!("/common/v1/docflows/{ID}/form/{ID}/upload");
        let mut headers = headers();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=b"));
        let seen = Seen { method: &Method::POST, path: &path, query: "", headers: &headers, body: body.as_bytes() };
        check_request(&seen).len()
    };
    assert_eq!((upload("fileInfo"), upload("file")), (0, 1));
    let parts = super::parts("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n7\r\n--b--\r\n");
    assert_eq!(parts.map(|parts| parts[0].content.to_vec()), Ok(b"7".to_vec()));
    assert!(super::parts("multipart/form-data; boundary=b", b"--b\r\nContent-").is_err());
}

#[test]
fn answers_are_judged() {
    let json = "application/json";
    assert_eq!(answer(Operation::CreateDocflow, 201, json, b"{\"status\":0,\"changed\":\"2026-11-21T10:00:00Z\"}"), Vec::<String>::new());
    assert_ne!(answer(Operation::CreateDocflow, 201, json, b"{\"status\":205}"), Vec::<String>::new());
    assert_ne!(answer(Operation::CreateDocflow, 201, json, b"{\"changed\":\"yesterday\"}"), Vec::<String>::new());
    assert_ne!(answer(Operation::CreateDocflow, 200, json, b"{}"), Vec::<String>::new());
    assert_eq!(answer(Operation::CreateDocflow, 400, "text/plain; charset=utf-8", "Не заполнено".as_bytes()), Vec::<String>::new());
    assert_eq!(answer(Operation::CreateDocflow, 403, json, b"{\"error\":\"x\",\"message\":null}"), Vec::<String>::new());
    assert_eq!(answer(Operation::Messages, 401, "", b""), Vec::<String>::new());
    assert_ne!(answer(Operation::Messages, 401, "text/plain", b"no"), Vec::<String>::new());
    assert_ne!(answer(Operation::Messages, 200, "", b""), Vec::<String>::new());
    assert_eq!(answer(Operation::SetOpened, 200, json, b"true"), Vec::<String>::new());
    for body in [&b"{\"a\":1}"[..], b"\"{}\""] {
        assert_eq!(answer(Operation::FormJson, 200, json, body), Vec::<String>::new());
    }
    assert_eq!(answer(Operation::PrintPdf, 200, "application/pdf", b"%PDF-1.7 \xff"), Vec::<String>::new());
    assert_ne!(answer(Operation::PrintPdf, 200, "application/pdf", b"<html>"), Vec::<String>::new());
}
