//! Samples that tests, examples and the API description share.

pub mod kontur;
pub mod reference;
