//! Profitability: every order under an estimate judged to the smallest unit of money.
//!
//! Words: an **estimate** is a frozen price list for one client with a planned profitability; a
//! **shipment** is a client's order under an estimate; the **deviation** is how far it is below
//! the plan; a **calculation** is one judgement of that, kept for ever; a **price sheet** says
//! what a product costs by the plan (NPSS). Who must approve what, and by when, is decided by
//! `approvals`: `docs/profitability-approvals.md` says what the two tell each other.
//!
//! Pure: states, events, decisions and projections. Everything is exact until it is rounded, once.

pub mod calculation;
pub mod client;
pub mod estimate;
pub mod fraction;
pub mod justification;
pub mod price;
pub mod price_sheet;
pub mod samples;
pub mod settings;
pub mod shipment;
pub mod tally;
pub mod views;
pub mod working_days;

/// What an estimate's id names.
pub type EstimateId = kernel::Id<kernel::id::kinds::LocalEstimate>;
/// What the id of a client's order under an estimate names.
pub type ShipmentId = kernel::Id<kernel::id::kinds::Shipment>;
/// What a calculation's id names.
pub type CalculationId = kernel::Id<kernel::id::kinds::ProfitabilityCalculation>;
/// What a price sheet's id names.
pub type PriceId = kernel::Id<kernel::id::kinds::PriceSheet>;
/// What a client's id names.
pub type ClientId = kernel::Id<kernel::id::kinds::ProfitClient>;
/// What the id of a message of the accounting system names.
pub type MessageId = kernel::Id<kernel::id::kinds::InboundMessage>;
