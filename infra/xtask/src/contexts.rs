//! What is generated for.

use kernel::Catalogue;

/// Every context, as the local host has them.
pub const CATALOGUES: &[&Catalogue] = &[&platform::CATALOGUE];

/// The context whose stack also holds the functions that serve all contexts.
pub const PLATFORM: &str = "platform";

/// The package whose artefact serves a context's functions.
pub fn package_of(context: &str) -> String {
    format!("{context}-lambda")
}
