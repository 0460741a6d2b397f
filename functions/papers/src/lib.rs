//! Papers: documents of other contexts, printed and kept.
//!
//! Words: a **form** is what a kind of document looks like; a **model** is what stands on
//! one; a **paper** is one form filled in once, a PDF that never changes. Another context says
//! that a document of its own is to be printed, with the model in the event; this one knows
//! nothing of that context besides.
//!
//! Pure: the typesetting is done by `papers-typesetter`. It is a context of its own so that
//! the typesetter, which is large, is linked into no other function.

pub mod listeners;
pub mod model;
pub mod outside;
pub mod paper;
pub mod queries;
pub mod reactions;
pub mod samples;
pub mod schedules;
pub mod views;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::listener::listener;
use kernel::query::query;
use kernel::reaction::{reaction, schedule};
use kernel::view::view;

/// Names a paper.
pub type PaperId = kernel::Id<kernel::id::kinds::Paper>;

/// Everything this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "papers",
    aggregates: &[aggregate::<paper::Paper>()],
    commands: &[
        command::<paper::record_failed::RecordPaperFailed>(),
        command::<paper::record_printed::RecordPaperPrinted>(),
        command::<paper::request::RequestPaper>(),
        command::<paper::retry::RetryPaper>(),
    ],
    queries: &[query::<queries::paper_get::GetPaper>(), query::<queries::paper_list::ListPapers>()],
    lookups: &[],
    views: &[view::<views::paper_list::PaperListFromPaper>(), view::<views::paper_retry::PaperRetryFromPaper>()],
    reactions: &[reaction::<reactions::TypesetOnRequest>()],
    listeners: &[listener::<listeners::RequestPaperOnPrintRequested>()],
    schedules: &[schedule::<schedules::RetryPapers>()],
    webhooks: &[],
};
