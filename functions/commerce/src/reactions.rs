//! What follows from what happened: one reaction a file.

pub mod allocate_on_confirmed;
pub mod allocate_on_invoice;
pub mod carry_clearance;
pub mod carry_sale;
