//! The sender that the simulator knows from the start.

use crate::places::{reference, warehouses};

/// The references that a sender's waybills carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeededSender {
    /// `Sender`.
    pub counterparty_ref: String,
    /// `ContactSender`.
    pub contact_ref: String,
    /// `CitySender`.
    pub city_ref: String,
    /// `SenderAddress`.
    pub warehouse_ref: String,
}

/// The seeded sender, at the first branch of the directory; the same in every run.
pub fn seeded_sender() -> SeededSender {
    let branch = warehouses().first();
    SeededSender {
        counterparty_ref: reference("counterparty", "sender"),
        contact_ref: reference("contact", "sender"),
        city_ref: branch.map(|branch| branch.city.reference.clone()).unwrap_or_default(),
        warehouse_ref: branch.map(|branch| branch.reference.clone()).unwrap_or_default(),
    }
}
