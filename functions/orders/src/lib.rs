//! Sales orders: from the order through its waybill and its payments to delivered and paid.
//!
//! Words: an **order** is what a client buys; a **consignment** is its parcel, known to the
//! carrier by a **waybill** number (ТТН); a **payment** is money that arrived and is
//! **matched** to an order; an **integration event** is a message of an outside system,
//! recorded before any work. `docs/glossary.md` tells them from their namesakes elsewhere.
//!
//! Pure: states, events, decisions and projections. The carrier and the bank are spoken to
//! by `orders-connectors`.

pub mod client;
pub mod company;
pub mod integration;
pub mod matching;
pub mod number;
pub mod order;
pub mod outside;
pub mod payment;
pub mod samples;
pub mod settings;
pub mod views;

/// What a client's id names.
pub type ClientId = kernel::Id<kernel::id::kinds::Client>;
/// What a company's id names.
pub type CompanyId = kernel::Id<kernel::id::kinds::Company>;
/// What an order's id names.
pub type OrderId = kernel::Id<kernel::id::kinds::Order>;
/// What a payment's id names.
pub type PaymentId = kernel::Id<kernel::id::kinds::Payment>;
/// What an activity's id names.
pub type ActivityId = kernel::Id<kernel::id::kinds::Activity>;
/// What an integration event's id names.
pub type IntegrationEventId = kernel::Id<kernel::id::kinds::IntegrationEvent>;
/// What a statement feed's id names.
pub type StatementFeedId = kernel::Id<kernel::id::kinds::StatementFeed>;
