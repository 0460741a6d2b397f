//! Reads and writes the files of declarations for the customs context.
//!
//! Files come from anybody: everything here has limits, expands nothing, and answers a wrong file
//! with problems that name the place. What the rows and fields mean, the context itself knows
//! (`customs::form`); here is only what a file is.

mod connector;
mod limits;
pub mod sniff;
pub mod workbook;
pub mod xml;

#[cfg(test)]
mod laws;

pub use connector::Formats;

use std::sync::Arc;

use runtime::Fault;
use runtime::ports::{Connector, Documents};

/// The connectors that read and write files of declarations.
///
/// # Errors
/// Never; as those of other contexts.
pub fn all(documents: Arc<dyn Documents>) -> Result<Vec<Arc<dyn Connector>>, Fault> {
    Ok(vec![Arc::new(Formats::new(documents))])
}
