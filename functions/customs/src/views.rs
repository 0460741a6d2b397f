//! Rows derived from commits, for reading: one view a file.

pub mod tariff_list;
