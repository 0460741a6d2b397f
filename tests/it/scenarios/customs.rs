//! A declaration of twenty goods with five documents, from draft to release, through a vendor
//! that loses answers, over the API.

use entrepot_local::demonstration::customs;
use entrepot_local::host::Config;
use entrepot_local::personas::RUSSIAN;
use reqwest::Method;
use serde_json::{Value, json};
use simulator_support::fault::{Fault, FaultKind};

use super::world::{Answer, PATIENCE, World};

/// More than all steps of a submission and all retries after lost answers.
const LOOKS_MAX: usize = 200;

struct House(World);

impl House {
    /// The tables of codes are read from the vendor.
    async fn open() -> Self {
        let house = Self(World::with(Config::test()).await);
        for entered in customs::tables() {
            house.0.enter(RUSSIAN, entered).await;
        }
        for _ in 0..customs::TABLES.len() {
            house.0.tick("customs.import-due-tables").await;
        }
        house
    }

    async fn get(&self, path: &str) -> Value {
        self.0.call_in(RUSSIAN, "declarant", Method::GET, path, None, &[]).await.is(200)
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.0.call_in(RUSSIAN, "declarant", Method::POST, path, Some(body), &[]).await
    }

    /// A scan goes straight to the store.
    async fn upload(&self, id: &str, scan: Vec<u8>, sha256: &str) {
        let media_type = "application/pdf";
        let path = format!("/customs/declarations/{id}/scan-upload?sha256={sha256}&media_type={media_type}");
        let url = self.get(&path).await["url"].as_str().unwrap().to_owned();
        let put = self.0.http.put(url).header("content-type", media_type).header("if-none-match", "*").body(scan);
        assert!(put.send().await.unwrap().status().is_success());
    }

    /// A complete draft: its id.
    async fn draft(&self, name: &str) -> String {
        for entered in customs::organizations().into_iter().chain(customs::draft(name, "Компьютеры, рейс 117")) {
            self.0.enter(RUSSIAN, entered).await;
        }
        let id = customs::declaration(name);
        for (scan, entered) in customs::documents(name) {
            self.upload(&id, scan, entered.body["file"]["sha256"].as_str().unwrap()).await;
            self.0.enter(RUSSIAN, entered).await;
        }
        self.0.settle().await;
        id
    }

    async fn page(&self, id: &str) -> Value {
        self.get(&format!("/customs/declarations/{id}")).await
    }

    async fn submission(&self, id: &str) -> Value {
        self.get(&format!("/customs/declarations/{id}/submission")).await
    }

    /// Looks after the submission until the declaration has a status.
    async fn until(&self, id: &str, status: &str) -> Value {
        self.until_it(id, |page| page["summary"]["status"] == status).await
    }

    /// Looks after the submission until something holds of the declaration.
    async fn until_it(&self, id: &str, holds: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..LOOKS_MAX {
            self.0.settle().await;
            let page = self.page(id).await;
            if holds(&page) {
                return page;
            }
            if self.submission(id).await["steps"].as_array().unwrap().iter().any(|step| step["state"] == "retrying") {
                // It would be tried again by itself in a minute; nobody waits for that here.
                self.post(&format!("/customs/declarations/{id}/submission/resume"), json!({})).await.is(200);
            }
            self.0.tick("customs.poll-docflows").await;
            self.0.tick("customs.tend-submissions").await;
        }
        panic!("never: {:#}\n{:#}", self.page(id).await, self.submission(id).await);
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named<'a>(steps: &'a Value, name: &str) -> Vec<&'a Value> {
    steps["steps"].as_array().unwrap().iter().filter(|step| step["step"]["step"] == name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_goes_from_draft_to_release_though_answers_are_lost() {
    let house = House::open().await;
    let id = house.draft("scenario").await;
    let page = house.page(&id).await;
    assert_eq!((page["summary"]["goods_count"].as_u64(), page["documents"].as_array().map(Vec::len)), (Some(20), Some(5)));
    assert_eq!(page["form"]["goods"]["invoiced"], json!({ "amount": "210000.00", "currency": "CNY" }));

    // What makes something loses its answer once: the docflow, a document, an upload.
    let kontur = &house.0.host.kontur;
    for operation in ["createDocflow", "createDocuments", "upload"] {
        kontur.faults().add(Fault { method: Some(operation.to_owned()), ..Fault::new(FaultKind::AnswerLost, 1) });
    }
    house.post(&format!("/customs/declarations/{id}/submissions"), json!({})).await.is(200);
    let again = house.post(&format!("/customs/declarations/{id}/submissions"), json!({})).await;
    assert_eq!(again.status, 409, "a second one while it is on its way");
    let page = house.until(&id, "awaiting-filing").await;
    let steps = house.submission(&id).await;
    assert_eq!((named(&steps, "docflow").len(), named(&steps, "document").len()), (1, 5), "{steps:#}");
    assert!(steps["steps"].as_array().unwrap().iter().all(|step| step["state"] == "done"), "{steps:#}");
    assert_eq!(kontur.docflows().len(), 1, "made once, though its answer was lost");
    let at_vendor = page["documents"].as_array().unwrap().iter().filter(|document| document["at_vendor"].is_object()).count();
    assert_eq!(at_vendor, 5);
    assert!(kontur.violations().is_empty(), "{:?}", kontur.violations());

    // Freight is shared out among the goods, and the vendor makes the form of customs value.
    let costs = json!([{
        "cost_box": "17", "basis": { "by": "gross-weight" }, "include": "customs-value", "total": { "amount": "2520.00", "currency": "CNY" },
    }]);
    house.post(&format!("/customs/declarations/{id}/dts"), json!({ "form": "dts1", "costs": costs })).await.is(200);
    house.0.settle().await;
    let jobs = house.page(&id).await["jobs"].clone();
    assert_eq!(jobs[0]["state"]["state"], "done", "{jobs:#}");

    // A person signs and files it in the vendor's pages; customs registers it and releases the goods.
    let docflow = page["docflow"].as_str().unwrap().parse().unwrap();
    assert!(kontur.file(docflow));
    let sent = house.until(&id, "sent").await;
    assert!(sent["summary"]["registration_number"].is_null());
    assert!(kontur.advance(docflow));
    let registered = house.until(&id, "registered").await;
    let number = registered["summary"]["registration_number"].as_str().unwrap().to_owned();
    assert!(kontur.advance(docflow));
    let released = house.until(&id, "released").await;
    assert_eq!(released["summary"]["registration_number"], number.as_str());
    let messages = house.get(&format!("/customs/declarations/{id}/messages")).await;
    assert!(messages["items"].as_array().is_some_and(|items| items.len() >= 2), "{messages:#}");
    commerce_hears_of_it(&house, &number).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c12_what_customs_asks_for_is_attached_and_brought_to_the_vendor_once() {
    let house = House::open().await;
    let id = house.draft("asked").await;
    house.post(&format!("/customs/declarations/{id}/submissions"), json!({})).await.is(200);
    let docflow = house.until(&id, "awaiting-filing").await["docflow"].as_str().unwrap().parse().unwrap();
    let kontur = &house.0.host.kontur;
    assert!(kontur.plan(docflow, kontur_simulator::customs::Plan::named("correct").unwrap()) && kontur.file(docflow));
    house.until(&id, "sent").await;
    assert!(kontur.advance(docflow));
    house.until(&id, "registered").await;
    house.post(&format!("/customs/declarations/{id}/amendments"), json!({})).await.refused(409, "customs.declaration.no-documents-now");
    assert!(kontur.advance(docflow));
    house.until(&id, "correction-requested").await;

    // The answer is a certificate, of which the vendor loses word as it is made.
    let mut certificate = customs::documents("asked").remove(0).1.body;
    certificate["number"] = "CERT-2".into();
    certificate["document_id"] = Value::Null;
    house.post(&format!("/customs/declarations/{id}/documents"), certificate).await.is(200);
    let made = |kontur: &kontur_simulator::Simulator| kontur.docflow(docflow).unwrap()["documents"].as_array().map(Vec::len).unwrap();
    let before = made(kontur);
    kontur.faults().add(Fault { method: Some("createDocuments".to_owned()), ..Fault::new(FaultKind::AnswerLost, 1) });
    house.post(&format!("/customs/declarations/{id}/amendments"), json!({})).await.is(200);
    let whole = |page: &Value| page["documents"].as_array().unwrap().iter().all(|document| document["whole"] == true);
    let page = house.until_it(&id, whole).await;
    assert_eq!((page["documents"].as_array().map(Vec::len), made(kontur)), (Some(6), before + 1), "made once, though its answer was lost");
    assert_eq!(page["summary"]["status"], "correction-requested");
    house.post(&format!("/customs/declarations/{id}/amendments"), json!({})).await.refused(409, "customs.declaration.nothing-to-amend");
    assert!(kontur.violations().is_empty(), "{:?}", kontur.violations());
}

/// The release waits where a person finds it: commerce knows no such delivery.
async fn commerce_hears_of_it(house: &House, number: &str) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        house.0.settle().await;
        let found = house.0.call_in(RUSSIAN, "accountant", Method::GET, "/commerce/clearances", None, &[]).await.is(200);
        if found.to_string().contains(number) {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "commerce never heard: {found:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_in_and_out_and_a_print_is_made() {
    let house = House::open().await;
    let id = house.draft("files").await;
    let job = |task: Value| {
        let path = format!("/customs/declarations/{id}/jobs");
        let house = &house;
        async move {
            house.post(&path, json!({ "task": task })).await.is(200);
            house.0.settle().await;
        }
    };
    job(json!({ "job": "export-goods" })).await;
    job(json!({ "job": "export-form", "format": "xml" })).await;
    let page = house.page(&id).await;
    let jobs = page["jobs"].as_array().unwrap();
    assert!(jobs.iter().all(|job| job["state"]["state"] == "done"), "{jobs:#?}");
    // What was written is read again: the goods list by its names of columns, the XML by its order.
    for (number, task) in
        [(1, json!({ "job": "import-goods", "choice": "replace" })), (2, json!({ "job": "import-form", "format": "xml" }))]
    {
        let file = house.get(&format!("/customs/declarations/{id}/jobs/{number}/file")).await;
        let bytes = house.0.http.get(file["url"].as_str().unwrap()).send().await.unwrap().bytes().await.unwrap();
        let sha256 = sha256(&bytes);
        let address = house.get(&format!("/customs/declarations/{id}/file-upload?sha256={sha256}")).await;
        let put = house.0.http.put(address["url"].as_str().unwrap()).header("if-none-match", "*");
        let put = put.header("content-type", address["media_type"].as_str().unwrap()).body(bytes.to_vec());
        assert!(put.send().await.unwrap().status().is_success());
        let mut task = task;
        task["file"] = json!({ "name": file["file_name"], "sha256": sha256, "size_bytes": bytes.len() });
        job(task).await;
    }
    let page = house.page(&id).await;
    assert!(page["jobs"].as_array().unwrap().iter().all(|job| job["state"]["state"] == "done"), "{:#}", page["jobs"]);
    assert_eq!(page["form"]["goods"]["count"], 20);
    house.post(&format!("/customs/declarations/{id}/print"), json!({})).await.is(200);
    house.0.settle().await;
    let papers = house.get(&format!("/papers?source={id}")).await;
    assert_eq!(papers["items"].as_array().map(Vec::len), Some(1), "{papers:#}");
}
