//! What is generated for.

/// Every context: what the local host runs is what is deployed.
pub use entrepot_local::host::CATALOGUES;

/// The context whose stack also holds the functions that serve all contexts.
pub const PLATFORM: &str = "platform";

/// What has functions and no catalogue.
pub const CONSOLE: &str = "console";

/// The package whose artefact serves a context's functions.
pub fn package_of(context: &str) -> String {
    format!("{context}-lambda")
}

/// Where a package's artefact lies, from the root: an archive, because `sam deploy` would
/// make one of a folder anew for each function that refers to it.
pub fn artefact_of(package: &str) -> String {
    format!("target/deploy/{package}.zip")
}
