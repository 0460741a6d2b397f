//! Commerce: from a contract to a claim and its money.
//!
//! Words: a **party** is anybody who trades, own companies included; a **contract** is a frame
//! between parties in roles; an **obligation** is what one party owes another under it; a
//! **fact** is something that was delivered, used up or done; an **invoice** is a demand for
//! money over facts; a **payment** is money that moved, **allocated** to invoices.
//!
//! Pure: states, events, decisions and projections. What a document posts to the books is
//! written in the same step as its own event, by `posting`.

pub mod asset;
pub mod graph;
pub mod interval;
pub mod ordinal;
pub mod party;
pub mod queries;
pub mod samples;
pub mod views;

use kernel::Catalogue;

pub use interval::Interval;

/// What a party's id names.
pub type PartyId = kernel::Id<kernel::id::kinds::Party>;
/// What the id of a tenant's party graph names.
pub type GraphId = kernel::Id<kernel::id::kinds::PartyGraph>;
/// What an asset's id names.
pub type AssetId = kernel::Id<kernel::id::kinds::Asset>;
/// What a contract's id names.
pub type ContractId = kernel::Id<kernel::id::kinds::Contract>;
/// What an obligation's id names.
pub type ObligationId = kernel::Id<kernel::id::kinds::Obligation>;
/// What a budget's id names.
pub type BudgetId = kernel::Id<kernel::id::kinds::Budget>;
/// What a payment schedule's id names.
pub type ScheduleId = kernel::Id<kernel::id::kinds::PaymentSchedule>;
/// What a fact's id names.
pub type FactId = kernel::Id<kernel::id::kinds::Fact>;
/// What an invoice's id names.
pub type InvoiceId = kernel::Id<kernel::id::kinds::Invoice>;
/// What the id of a series of document numbers names.
pub type SeriesId = kernel::Id<kernel::id::kinds::NumberSeries>;
/// What a payment's id names.
pub type PaymentId = kernel::Id<kernel::id::kinds::CommercePayment>;
/// What a sale's id names.
pub type SaleId = kernel::Id<kernel::id::kinds::Sale>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "commerce",
    aggregates: &[],
    commands: &[],
    queries: &[],
    lookups: &[],
    views: &[],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};
