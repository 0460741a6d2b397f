//! Typesets papers and keeps them.
//!
//! A form is a template that an accountant can read (`templates/`); what stands on a paper
//! reaches it as JSON, never as part of the template, so that nothing a person typed is ever
//! read as markup. Templates can reach nothing else: no file, no network, no clock.

mod connector;
#[cfg(test)]
mod tests;
mod typeset;
mod world;

pub use connector::Typesetter;
pub use typeset::{Pdf, TypesetError, typeset};

use std::sync::Arc;

use runtime::Fault;
use runtime::ports::{Connector, Documents};

/// The connectors of the papers context.
///
/// # Errors
/// Never; as those of other contexts.
pub fn all(documents: Arc<dyn Documents>) -> Result<Vec<Arc<dyn Connector>>, Fault> {
    Ok(vec![Arc::new(Typesetter::new(documents))])
}
