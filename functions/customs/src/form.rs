//! The form of a declaration: its data in the structure of the album of formats.
