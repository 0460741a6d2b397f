//! What both connectors have in common.

use std::sync::Arc;

use kernel::reaction::{FailureClass, OutsideError};
use runtime::ports::{Call, Secret, Secrets};

/// Longest text of an outside system that an error keeps, in characters.
const TEXT_CHARACTERS_MAX: usize = 300;

/// An error of the vocabulary; the outside system's words are cut to size.
pub(crate) fn failure(code: &str, class: FailureClass, raw_code: &str, text: &str) -> OutsideError {
    let text: String = text.chars().filter(|c| !c.is_control()).take(TEXT_CHARACTERS_MAX).collect();
    OutsideError { code: code.to_owned(), class, raw_code: raw_code.to_owned(), text }
}

/// Takes a secret out of what the outside system said, should it have quoted us.
pub(crate) fn without_secret(mut error: OutsideError, secret: &Secret) -> OutsideError {
    error.text = error.text.replace(secret.expose(), "…");
    error
}

/// How a connector names its failures of secrets.
pub(crate) struct Codes {
    /// There is none.
    pub(crate) auth: &'static str,
    /// It could not be read.
    pub(crate) server: &'static str,
}

/// A secret of the tenant.
pub(crate) async fn secret(secrets: &Arc<dyn Secrets>, call: &Call, name: &str, codes: &Codes) -> Result<Secret, OutsideError> {
    match secrets.get(&call.tenant, name).await {
        Ok(Some(secret)) if !secret.expose().is_empty() => Ok(secret),
        Ok(_) => Err(failure(codes.auth, FailureClass::Auth, "no-secret", "the tenant has no such secret")),
        Err(fault) => {
            tracing::warn!(tenant = %call.tenant, secret = name, cause = %fault.chain(), "secret not read");
            Err(failure(codes.server, FailureClass::Retry, "secret-store", "the secret could not be read"))
        }
    }
}
