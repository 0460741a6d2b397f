//! The connector: files from and to the documents of a tenant.

use std::sync::Arc;

use async_trait::async_trait;
use customs::form::problem::FormProblem;
use customs::form::{ChangeSummary, Form, Place, Problem, Reason};
use customs::outside::formats::{Answer, CONNECTOR, KEY_PREFIX, Request, code};
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Language, TenantId};
use runtime::Fault;
use runtime::ports::{Call, Connector, Documents};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::{workbook, xml};

/// What a written declaration is.
const XML: &str = "application/xml";
/// What a written goods list is.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// So many files at once: a large one needs some 200 MB while it is read.
const AT_ONCE: usize = 1;
/// Longest text that an error keeps, in characters.
const TEXT_CHARACTERS_MAX: usize = 300;

/// Reads and writes files of declarations.
pub struct Formats {
    documents: Arc<dyn Documents>,
    turns: Semaphore,
}

/// What was made of a file, before it is kept.
enum Made {
    Form(Form, Answer),
    File { bytes: Vec<u8>, media_type: &'static str, extension: &'static str, unplaced: Vec<String> },
    Answer(Answer),
}

impl Formats {
    /// Reads from and writes to these documents.
    pub fn new(documents: Arc<dyn Documents>) -> Self {
        Self { documents, turns: Semaphore::new(AT_ONCE) }
    }

    async fn answer(&self, tenant: &TenantId, request: Request) -> Result<Answer, OutsideError> {
        let made = match request {
            Request::ReadXml { key } => match self.file(tenant, &key).await? {
                Some(bytes) => off_thread(move || read_xml(&bytes)).await?,
                None => no_file(),
            },
            Request::ReadGoods { key, into, choice } => {
                let before = match into {
                    Some(sha256) => Some(self.form(tenant, &sha256).await?),
                    None => None,
                };
                match self.file(tenant, &key).await? {
                    Some(bytes) => off_thread(move || read_goods(&bytes, before, choice)).await?,
                    None => no_file(),
                }
            }
            Request::WriteXml { sha256 } => {
                let form = self.form(tenant, &sha256).await?;
                off_thread(move || Ok(write_xml(&form))).await?
            }
            Request::WriteGoods { sha256, language } => {
                let form = self.form(tenant, &sha256).await?;
                off_thread(move || write_goods(&form, language)).await?
            }
        };
        self.keep(tenant, made).await
    }

    async fn keep(&self, tenant: &TenantId, made: Made) -> Result<Answer, OutsideError> {
        match made {
            Made::Answer(answer) => Ok(answer),
            Made::Form(form, answer) => {
                self.put(tenant, &Form::key(&form.sha256()), Form::MEDIA_TYPE, form.bytes()).await?;
                Ok(answer)
            }
            Made::File { bytes, media_type, extension, unplaced } => {
                let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                let key = format!("{KEY_PREFIX}files/{sha256}.{extension}");
                let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                self.put(tenant, &key, media_type, bytes).await?;
                Ok(Answer::File { key, media_type: media_type.to_owned(), sha256, size_bytes, unplaced })
            }
        }
    }

    /// A form that this context keeps under its hash.
    async fn form(&self, tenant: &TenantId, sha256: &str) -> Result<Form, OutsideError> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hash {
            return Err(failure(code::VALIDATION_ERROR, FailureClass::Permanent, "not a hash of a form"));
        }
        let found = self.get(tenant, &Form::key(sha256)).await?;
        // It was kept before its event: a store that has it not yet will have it.
        let bytes = found.ok_or_else(|| failure(code::STORAGE_ERROR, FailureClass::Retry, "the form is not there"))?;
        let broken = |problem: FormProblem| failure(code::STORAGE_ERROR, FailureClass::Permanent, &problem.to_string());
        Form::parse(&bytes).map_err(broken)
    }

    /// A file by a key that came from outside.
    async fn file(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, OutsideError> {
        if !key.starts_with(KEY_PREFIX) || key.contains("..") {
            return Err(failure(code::VALIDATION_ERROR, FailureClass::Permanent, "the key is of another context"));
        }
        self.get(tenant, key).await
    }

    async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, OutsideError> {
        self.documents.get(tenant, key).await.map_err(|fault| stored(&fault, key, "the document could not be read"))
    }

    async fn put(&self, tenant: &TenantId, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), OutsideError> {
        let kept = self.documents.put(tenant, key, media_type, bytes).await;
        kept.map_err(|fault| stored(&fault, key, "the document could not be kept"))
    }
}

fn stored(fault: &Fault, key: &str, text: &str) -> OutsideError {
    tracing::warn!(%key, cause = %fault.chain(), "{text}");
    let class = if fault.is_retryable() { FailureClass::Retry } else { FailureClass::Permanent };
    failure(code::STORAGE_ERROR, class, text)
}

fn failure(code: &str, class: FailureClass, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: text.chars().take(TEXT_CHARACTERS_MAX).collect() }
}

/// Off the threads that serve others.
async fn off_thread(work: impl FnOnce() -> Result<Made, OutsideError> + Send + 'static) -> Result<Made, OutsideError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(made) => made,
        Err(broken) => Err(failure(code::WRITE_ERROR, FailureClass::Permanent, &broken.to_string())),
    }
}

fn no_file() -> Made {
    Made::Answer(Answer::problems(vec![Problem::new(Place::Whole, None, Reason::NoFile)]))
}

fn read_xml(bytes: &[u8]) -> Result<Made, OutsideError> {
    Ok(match xml::read(bytes) {
        Ok(form) => {
            let answer =
                Answer::Form { form: form.reference(), change: Box::new(ChangeSummary::between(None, &form)), ignored: Vec::new() };
            Made::Form(form, answer)
        }
        Err(problems) => Made::Answer(Answer::problems(problems)),
    })
}

fn read_goods(bytes: &[u8], before: Option<Form>, choice: customs::form::GoodsChoice) -> Result<Made, OutsideError> {
    let reading = match workbook::read(bytes) {
        Ok(reading) => reading,
        Err(problems) => return Ok(Made::Answer(Answer::problems(problems))),
    };
    let base = before.clone().unwrap_or_default();
    Ok(match base.with_goods(&reading.goods, choice) {
        Ok(form) => {
            let change = Box::new(ChangeSummary::between(before.as_ref(), &form));
            let answer = Answer::Form { form: form.reference(), change, ignored: reading.ignored };
            Made::Form(form, answer)
        }
        Err(problem) => Made::Answer(Answer::problems(vec![Problem::from(problem)])),
    })
}

fn write_xml(form: &Form) -> Made {
    match xml::write(form) {
        Ok(written) => Made::File { bytes: written.bytes, media_type: XML, extension: "xml", unplaced: written.unplaced },
        Err(problems) => Made::Answer(Answer::problems(problems)),
    }
}

fn write_goods(form: &Form, language: Language) -> Result<Made, OutsideError> {
    let bytes = workbook::write(&form.goods(), language)
        .map_err(|error| failure(code::WRITE_ERROR, FailureClass::Permanent, &error.to_string()))?;
    Ok(Made::File { bytes, media_type: XLSX, extension: "xlsx", unplaced: Vec::new() })
}

#[async_trait]
impl Connector for Formats {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let malformed = |error: serde_json::Error| failure(code::VALIDATION_ERROR, FailureClass::Permanent, &error.to_string());
        let request: Request = serde_json::from_value(request).map_err(malformed)?;
        let answer = match self.turns.acquire().await {
            Ok(_turn) => self.answer(&call.tenant, request).await?,
            Err(closed) => return Err(failure(code::STORAGE_ERROR, FailureClass::Retry, &closed.to_string())),
        };
        serde_json::to_value(answer).map_err(malformed)
    }
}

#[cfg(test)]
mod tests;
