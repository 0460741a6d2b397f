//! What follows from what happened here.

pub mod deliver;
pub mod tell;
