//! What is done because something happened: one reaction a file.

pub mod apply_message;
pub mod recalculate;
