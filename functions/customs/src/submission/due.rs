//! Declarations that must be looked after, by when.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::DeclarationId;
use crate::declaration::Declaration;

/// The view's name.
pub const VIEW: &str = "customs-due";
const DUE: &str = "due";
const UNSETTLED: &str = "unsettled";

/// Declarations by when their submission or their journal must be looked after: what is tried
/// again, and what nobody answered.
pub struct CustomsDueFromDeclaration;

/// What must be looked after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// What.
    pub what: What,
    /// From when on.
    pub due_at: Moment,
}

/// What must be looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// A step of this attempt.
    Submission {
        /// From 1.
        attempt: u32,
    },
    /// The journal.
    Journal,
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Submission { .. } => "submission",
            Self::Journal => "journal",
        }
    }
}

/// What is due by now, the longest waiting first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    // Rows of this very instant sort behind it by their declaration.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{now}$"))).limit(limit)
}

/// Declarations of which something was noticed and is not taken into account yet.
pub fn unsettled() -> RowQuery {
    RowQuery::new(VIEW, UNSETTLED).wide()
}

impl View for CustomsDueFromDeclaration {
    type Aggregate = Declaration;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.customs-due-from-declaration", view: VIEW, summary: "Declarations by when they must be looked after." };

    fn project(step: &Step<'_, Declaration>) -> Vec<Change> {
        super::work::replace_changed(step, rows)
    }
}

fn rows(declaration: &Declaration) -> Vec<Row> {
    let submission = declaration.submission.as_ref();
    let step = submission.and_then(|submission| Some((What::Submission { attempt: submission.attempt }, submission.due_at()?)));
    let journal = declaration.vendor.journal_due_at().map(|due_at| (What::Journal, due_at));
    let row = |(what, due_at): (What, Moment)| {
        let data = serde_json::to_value(Due { declaration_id: declaration.id, what, due_at }).unwrap_or_default();
        Row::new(DUE, format!("{due_at}#{}#{}", declaration.id, what.name()), data)
    };
    let unsettled = (!declaration.vendor.unsettled.is_empty()).then(|| {
        let data = serde_json::json!({ "declaration_id": declaration.id });
        Row::new(UNSETTLED, declaration.id.to_string(), data)
    });
    step.into_iter().chain(journal).map(row).chain(unsettled).collect()
}
