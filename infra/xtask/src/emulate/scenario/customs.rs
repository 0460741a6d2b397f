//! A declaration of twenty goods with five documents, from draft to release, through a vendor
//! that loses answers.

use entrepot_local::demonstration::customs;
use entrepot_local::personas::RUSSIAN;
use reqwest::Method;
use serde_json::{Value, json};
use simulator_support::fault::{Fault, FaultKind};
use uuid::Uuid;

use super::caller::{Caller, LOOK, PATIENCE, expect, text};
use crate::Failed;

const DECLARANT: (&str, &str) = (RUSSIAN, "declarant");
/// The declaration, by its name in the demonstration.
const NAME: &str = "emulated";

impl Caller<'_> {
    /// From the tables of codes to the released goods.
    pub async fn clears_customs(&self) -> Result<(), Failed> {
        self.reads_the_tables().await?;
        self.enters(RUSSIAN, customs::organizations()).await?;
        self.enters(RUSSIAN, customs::draft(NAME, "Компьютеры, рейс 117")).await?;
        let declaration = customs::declaration(NAME);
        for (scan, entered) in customs::documents(NAME) {
            self.uploads(&declaration, &entered.body, scan).await?;
            self.enters(RUSSIAN, vec![entered]).await?;
        }
        self.brings_it_to_the_vendor(&declaration).await?;
        self.is_released(&declaration).await
    }

    async fn reads_the_tables(&self) -> Result<(), Failed> {
        self.enters(RUSSIAN, customs::tables()).await?;
        let complete = |page: &Value| {
            let tables = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
            let there = |name: &&str| tables.iter().any(|table| table["table"] == **name && table["version"].as_u64() > Some(0));
            customs::TABLES.iter().all(there)
        };
        let what = "the tables of codes came from the vendor";
        self.after_ticks("/customs/reference", what, &["customs.import-due-tables"], complete).await.map(|_| ())
    }

    async fn uploads(&self, declaration: &str, body: &Value, scan: Vec<u8>) -> Result<(), Failed> {
        let sha256 = text(body, "/file/sha256")?;
        let path = format!("/customs/declarations/{declaration}/scan-upload?sha256={sha256}&media_type=application/pdf");
        let address = self.call(DECLARANT, Method::GET, &path, None).await?.body;
        let put = reqwest::Client::new().put(text(&address, "/url")?);
        let put = put.header("content-type", text(&address, "/media_type")?).header("if-none-match", "*").body(scan);
        let put = put.send().await.map_err(Failed::to("upload a scan"))?;
        expect("the upload", put.status().as_u16(), 200)
    }

    /// The docflow, a document and an upload lose their answers; each is made once.
    async fn brings_it_to_the_vendor(&self, declaration: &str) -> Result<(), Failed> {
        for operation in ["createDocflow", "createDocuments", "upload"] {
            let lost = Fault { method: Some(operation.to_owned()), ..Fault::new(FaultKind::AnswerLost, 1) };
            self.outside.kontur.faults().add(lost);
        }
        let path = format!("/customs/declarations/{declaration}/submissions");
        expect("the submission", self.call(DECLARANT, Method::POST, &path, Some(json!({}))).await?.status, 200)?;
        let page = format!("/customs/declarations/{declaration}");
        let resume = format!("{page}/submission/resume");
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut tries = 0_u32;
        while self.call(DECLARANT, Method::GET, &page, None).await?.body["summary"]["status"] != "awaiting-filing" {
            let steps = self.call(DECLARANT, Method::GET, &format!("{page}/submission"), None).await?.body;
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("never at the vendor: {steps:#}")));
            }
            if steps["steps"].as_array().is_some_and(|steps| steps.iter().any(|step| step["state"] == "retrying")) {
                // The body differs each time, so that the same key is not taken for the same wish.
                tries = tries.saturating_add(1);
                self.call(DECLARANT, Method::POST, &format!("{resume}?try={tries}"), Some(json!({}))).await?;
            }
            tokio::time::sleep(LOOK).await;
        }
        let made = self.outside.kontur.docflows().len();
        let violations = self.outside.kontur.violations();
        if made != 1 || !violations.is_empty() {
            return Err(Failed::new(format!("{made} docflows were made, and the vendor complains: {violations:?}")));
        }
        self.transcript.say("three answers were lost; the docflow and each document were made once");
        Ok(())
    }

    /// A person files it in the vendor's pages; customs registers it and releases the goods.
    async fn is_released(&self, declaration: &str) -> Result<(), Failed> {
        let page = format!("/customs/declarations/{declaration}");
        let docflow = text(&self.call(DECLARANT, Method::GET, &page, None).await?.body, "/docflow")?;
        let docflow: Uuid = docflow.parse().map_err(Failed::to("read the docflow's id"))?;
        if !self.outside.kontur.file(docflow) {
            return Err(Failed::new("the vendor does not know its docflow"));
        }
        for status in ["sent", "registered", "released"] {
            let what = format!("customs says: {status}");
            self.after_ticks(&page, &what, &["customs.poll-docflows"], |page| page["summary"]["status"] == status).await?;
            self.outside.kontur.advance(docflow);
        }
        Ok(())
    }

    /// Runs schedules until a page of the declarant shows something.
    async fn after_ticks(&self, path: &str, what: &str, ticks: &[&str], shows: impl Fn(&Value) -> bool) -> Result<Value, Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            for tick in ticks {
                self.deployment.invoke(tick, "{}")?;
            }
            let page = self.call(DECLARANT, Method::GET, path, None).await?.body;
            if shows(&page) {
                self.transcript.say(what);
                return Ok(page);
            }
            if tokio::time::Instant::now() > deadline {
                return Err(Failed::new(format!("never came: {what}: {page:#}")));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}
