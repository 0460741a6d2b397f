//! What can be seen: one query a file.

pub mod lookup_vehicle_payments;
pub mod tariff_list;
