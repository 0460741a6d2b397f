//! Rows derived from commits, for reading: one view a file.

pub mod declaration_list;
pub mod message_list;
pub mod tariff_list;
