//! The ledger: books, periods, entries, balances.
//!
//! Words: a **book** is the double-entry record of one own company; an **entry** is a
//! balanced group of debits and credits, written in the same step as the event of the
//! document that caused it (crate `posting`) and never changed; a **turnover** is a sum of
//! debits and credits; the **seal** is a chain of hashes over a book's entries.
//!
//! Pure: states, events, decisions and projections. Documents are of other contexts, which
//! post through `posting`; here are the books themselves, entries by hand, and everything
//! that is read.

pub mod balance;
pub mod book;
pub mod entry;
pub mod export;
pub mod queries;
pub mod samples;
pub mod schedules;
pub mod seal;
pub mod views;

#[cfg(test)]
mod laws;

use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::query::query;
use kernel::reaction::schedule;
use kernel::view::view;
use kernel::{Catalogue, Role};

/// What a chain's id names.
pub type SealId = kernel::Id<kernel::id::kinds::Seal>;

/// Who may see what is in the books.
pub(crate) const READERS: &[Role] = &[Role::Accountant, Role::TeamLead, Role::Administrator];

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "ledger",
    aggregates: &[
        aggregate::<posting::Book>(),
        aggregate::<posting::PeriodGate>(),
        aggregate::<posting::JournalEntry>(),
        aggregate::<seal::Seal>(),
    ],
    commands: &[
        command::<book::open::OpenBook>(),
        command::<book::add_account::AddAccount>(),
        command::<book::close_account::CloseAccount>(),
        command::<book::close_period::ClosePeriod>(),
        command::<book::reopen_period::ReopenPeriod>(),
        command::<entry::post::PostEntry>(),
        command::<entry::reverse::ReverseEntry>(),
        command::<seal::entries::SealEntries>(),
    ],
    queries: &[
        query::<queries::account_balance::GetAccountBalance>(),
        query::<queries::account_statement::GetAccountStatement>(),
        query::<queries::book_get::GetBook>(),
        query::<queries::book_list::ListBooks>(),
        query::<queries::consolidation::GetConsolidatedTrialBalance>(),
        query::<queries::entry_get::GetEntry>(),
        query::<queries::entry_list::ListEntries>(),
        query::<queries::entry_list::ListEntriesOfDocument>(),
        query::<queries::export::ExportJournal>(),
        query::<queries::party_statement::GetPartyStatement>(),
        query::<queries::trial_balance::GetTrialBalance>(),
        query::<queries::verification::VerifySeal>(),
    ],
    lookups: &[],
    views: &[
        view::<views::books::BooksFromBook>(),
        view::<views::entries::EntriesFromJournalEntry>(),
        view::<views::lines::LinesFromJournalEntry>(),
        view::<views::party_turnovers::PartyTurnoversFromJournalEntry>(),
        view::<views::sealed::SealedFromJournalEntry>(),
        view::<views::turnovers::TurnoversFromJournalEntry>(),
        view::<views::unsealed::UnsealedFromJournalEntry>(),
    ],
    reactions: &[],
    listeners: &[],
    schedules: &[schedule::<schedules::seal_entries::SealNewEntries>()],
    webhooks: &[],
};
