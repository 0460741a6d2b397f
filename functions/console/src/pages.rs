//! The pages, one a file.

pub(crate) mod gate;
pub(crate) mod list;
pub(crate) mod orders;
