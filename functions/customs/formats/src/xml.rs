//! Declarations in XML.

mod order;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::{Xml, write};
