//! Serves the customs context; `_HANDLER` says which of its functions.

use std::sync::Arc;

use entrepot_aws::{Clients, Encryption, S3Documents};

fn main() -> std::process::ExitCode {
    // Both connectors keep what they read and make, so they need documents besides secrets.
    entrepot_aws::lambda::serve(&[&customs::CATALOGUE], |secrets| {
        // `serve` has read this variable already, or there would be no connectors.
        let bucket = std::env::var("BUCKET_NAME").unwrap_or_default();
        let documents = Arc::new(S3Documents::new(Arc::new(Clients::from_env()?), bucket, Encryption::Aes256));
        let mut connectors = customs_connectors::all(secrets, documents.clone())?;
        connectors.extend(customs_formats::all(documents)?);
        Ok(connectors)
    })
}
