//! The connector: typesets a paper and keeps it.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::reaction::{FailureClass, OutsideError};
use papers::outside::{Answer, CONNECTOR, Request, code};
use runtime::ports::{Call, Connector, Documents};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::typeset::{Pdf, typeset};

/// What a kept paper is.
const MEDIA_TYPE: &str = "application/pdf";
/// Longest text that an error keeps, in characters; a sentence or two.
const TEXT_CHARACTERS_MAX: usize = 300;

/// Typesets papers and keeps them among the tenant's documents.
pub struct Typesetter {
    documents: Arc<dyn Documents>,
    /// One paper at a time: a long one needs 150 MB, and processors are few.
    turn: Mutex<()>,
}

impl Typesetter {
    /// Keeps papers there.
    pub fn new(documents: Arc<dyn Documents>) -> Self {
        Self { documents, turn: Mutex::new(()) }
    }
}

fn failure(code: &str, class: FailureClass, text: &str) -> OutsideError {
    let text = text.chars().take(TEXT_CHARACTERS_MAX).collect();
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text }
}

/// Off the threads that serve others: it takes seconds, and a defect in the typesetter must
/// not take anything with it.
async fn off_thread(request: Request) -> Result<Pdf, OutsideError> {
    let template = |text: &str| failure(code::TEMPLATE_ERROR, FailureClass::Permanent, text);
    match tokio::task::spawn_blocking(move || typeset(&request)).await {
        Ok(typeset) => typeset.map_err(|error| template(&error.to_string())),
        Err(broken) => Err(template(&broken.to_string())),
    }
}

#[async_trait]
impl Connector for Typesetter {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let malformed = |error: serde_json::Error| failure(code::VALIDATION_ERROR, FailureClass::Permanent, &error.to_string());
        let request: Request = serde_json::from_value(request).map_err(malformed)?;
        let (key, form) = (request.key(), request.form);
        let pdf = {
            let _turn = self.turn.lock().await;
            off_thread(request).await
        };
        let Pdf { bytes, pages } = pdf.inspect_err(|error| tracing::error!(%key, form = form.name(), %error, "paper not typeset"))?;
        let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.documents.put(&call.tenant, &key, MEDIA_TYPE, bytes).await.map_err(|fault| {
            tracing::warn!(%key, cause = %fault.chain(), "paper not kept");
            let class = if fault.is_retryable() { FailureClass::Retry } else { FailureClass::Permanent };
            failure(code::STORAGE_ERROR, class, "the document could not be kept")
        })?;
        serde_json::to_value(Answer { key, size_bytes, sha256, pages }).map_err(malformed)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::facts::Kept;
    use kernel::{Language, TenantId};
    use papers::model::Form;
    use runtime::Fault;
    use runtime::ports::InspectError;
    use serde_json::json;

    use super::*;
    use crate::tests::request;

    #[derive(Default)]
    struct Shelf {
        kept: Mutex<BTreeMap<String, Vec<u8>>>,
        full: bool,
    }

    #[async_trait]
    impl Documents for Shelf {
        async fn put(&self, tenant: &TenantId, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), Fault> {
            assert_eq!(media_type, MEDIA_TYPE);
            if self.full {
                return Err(Fault::passing("put", "the shelf is full"));
            }
            self.kept.lock().await.insert(format!("{tenant}/{key}"), bytes);
            Ok(())
        }
        async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, Fault> {
            Ok(self.kept.lock().await.get(&format!("{tenant}/{key}")).cloned())
        }
        async fn inspect(&self, _: &TenantId, _: &str) -> Result<Option<Kept>, InspectError> {
            Ok(None)
        }
        async fn upload_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Fault> {
            Err(Fault::lasting("no addresses here"))
        }
        async fn download_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Fault> {
            Err(Fault::lasting("no addresses here"))
        }
    }

    fn call() -> Call {
        let context = testkit::context();
        Call { tenant: context.tenant, settings: context.settings, correlation: context.correlation, now: context.now }
    }

    fn wanted() -> Value {
        serde_json::to_value(request(Form::Act, Language::En, json!({ "number": "7" }))).unwrap()
    }

    #[tokio::test]
    async fn a_paper_is_kept_under_its_id_and_the_same_every_time() {
        let shelf = Arc::new(Shelf::default());
        let typesetter = Typesetter::new(shelf.clone());
        let one: Answer = serde_json::from_value(typesetter.call(&call(), wanted()).await.unwrap()).unwrap();
        let other: Answer = serde_json::from_value(typesetter.call(&call(), wanted()).await.unwrap()).unwrap();
        assert_eq!((&one, one.pages, one.sha256.len()), (&other, 1, 64));
        let kept = shelf.get(&call().tenant, &one.key).await.unwrap().unwrap();
        assert_eq!(u64::try_from(kept.len()).unwrap(), one.size_bytes);
        assert!(one.key.starts_with("papers/paper_") && one.key.ends_with(".pdf"));
    }

    #[tokio::test]
    async fn what_may_pass_is_told_from_what_cannot() {
        let typesetter = Typesetter::new(Arc::new(Shelf { full: true, ..Shelf::default() }));
        let error = typesetter.call(&call(), wanted()).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::STORAGE_ERROR, FailureClass::Retry));
        let error = typesetter.call(&call(), json!({ "form": "poem" })).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent));
    }
}
