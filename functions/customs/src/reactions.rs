//! What follows from what happened.

pub mod do_job;
