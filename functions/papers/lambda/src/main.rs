//! Serves the papers context; `_HANDLER` says which of its functions.

use std::sync::Arc;

use entrepot_aws::{Clients, Encryption, S3Documents};

fn main() -> std::process::ExitCode {
    // The typesetter keeps what it makes, so its connector needs documents instead of secrets.
    entrepot_aws::lambda::serve(&[&papers::CATALOGUE], |_| {
        // `serve` has read this variable already, or there would be no connectors.
        let bucket = std::env::var("BUCKET_NAME").unwrap_or_default();
        papers_typesetter::all(Arc::new(S3Documents::new(Arc::new(Clients::from_env()?), bucket, Encryption::Aes256)))
    })
}
