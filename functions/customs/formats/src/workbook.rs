//! Goods lists in workbooks of Excel.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;
