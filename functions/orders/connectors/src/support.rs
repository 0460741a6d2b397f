//! What both connectors do around a call.

use kernel::reaction::{FailureClass, OutsideError};
use orders::outside::lenient;
use runtime::ports::{Call, Secret, Secrets};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Longest text of an outside system that an error keeps, in characters; theirs are a sentence or two.
const TEXT_CHARACTERS_MAX: usize = 300;
/// Longest raw code that an error keeps, in characters.
const CODE_CHARACTERS_MAX: usize = 64;
/// Stands for a secret that an outside system sent back to us.
const HIDDEN: &str = "…";

/// An error of the vocabulary; code and text of the outside system are cut to size.
pub(crate) fn failure(code: &str, class: FailureClass, raw_code: &str, text: &str) -> OutsideError {
    OutsideError {
        code: code.to_owned(),
        class,
        raw_code: lenient::line(raw_code, CODE_CHARACTERS_MAX),
        text: lenient::line(text, TEXT_CHARACTERS_MAX),
    }
}

/// Takes a secret out of what an outside system said, should it have quoted us.
pub(crate) fn without_secret(mut error: OutsideError, secret: &Secret) -> OutsideError {
    let secret = secret.expose();
    if !secret.is_empty() {
        error.text = error.text.replace(secret, HIDDEN);
        error.raw_code = error.raw_code.replace(secret, HIDDEN);
    }
    error
}

/// The codes of one integration for failures that have nothing to do with the outside system.
pub(crate) struct Vocabulary {
    pub(crate) auth: &'static str,
    pub(crate) server: &'static str,
    pub(crate) validation: &'static str,
}

impl Vocabulary {
    /// Reads the request.
    pub(crate) fn request<T: DeserializeOwned>(&self, request: Value) -> Result<T, OutsideError> {
        let malformed =
            |error: serde_json::Error| failure(self.validation, FailureClass::Permanent, "malformed-request", &error.to_string());
        serde_json::from_value(request).map_err(malformed)
    }

    /// The tenant's settings of the integration. Without them an administrator has to act,
    /// as with refused credentials.
    pub(crate) fn settings<T: DeserializeOwned>(&self, call: &Call, name: &str) -> Result<T, OutsideError> {
        let found = call.settings.contexts.get("orders").and_then(|context| context.get(name)).filter(|value| !value.is_null());
        let Some(found) = found else {
            return Err(failure(self.auth, FailureClass::Auth, "not-configured", "the tenant has no settings of this integration"));
        };
        let unreadable = |error: serde_json::Error| {
            failure(self.auth, FailureClass::Auth, "not-configured", &format!("settings cannot be read: {error}"))
        };
        serde_json::from_value(found.clone()).map_err(unreadable)
    }

    /// The tenant's secret.
    pub(crate) async fn secret(&self, secrets: &dyn Secrets, call: &Call, name: &str) -> Result<Secret, OutsideError> {
        match secrets.get(&call.tenant, name).await {
            Ok(Some(secret)) if !secret.expose().is_empty() => Ok(secret),
            Ok(_) => Err(failure(self.auth, FailureClass::Auth, "no-secret", &format!("the tenant has no secret {name}"))),
            Err(fault) => {
                tracing::warn!(tenant = %call.tenant, secret = name, cause = %fault.chain(), "secret not read");
                Err(failure(self.server, FailureClass::Retry, "secret-store", "the secret could not be read"))
            }
        }
    }

    /// The answer as JSON for the pipeline.
    pub(crate) fn answer(&self, answer: &impl Serialize) -> Result<Value, OutsideError> {
        let unwritable = |error: serde_json::Error| failure(self.server, FailureClass::Permanent, "answer", &error.to_string());
        serde_json::to_value(answer).map_err(unwritable)
    }
}
