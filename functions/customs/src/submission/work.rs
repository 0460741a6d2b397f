//! What waits for a person: submissions that failed, docflows that nobody uses, alerts.

use kernel::view::RowQuery;
use kernel::{Aggregate, Change, Line, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DeclarationId;
use crate::code::DocflowId;
use crate::declaration::Declaration;
use crate::declaration::event::Alert;
use crate::declaration::status::Status;
use crate::declaration::submission::Step as SubmissionStep;
use kernel::reaction::OutsideError;

/// The view's name.
pub const VIEW: &str = "customs-work";
const ALL: &str = "all";

/// What waits for a person, the longest waiting first; its owner is who began the declaration.
pub struct CustomsWorkFromDeclaration;

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorkItem {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// What people call it.
    pub name: Line,
    /// Where it stands.
    pub status: Status,
    /// Whose work it is: who began the declaration.
    pub owner: Option<Line>,
    /// Since when.
    pub since: Moment,
    /// What.
    pub work: Work,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "work", rename_all = "kebab-case")]
pub enum Work {
    /// A submission failed: resume it, or give it up.
    SubmissionFailed {
        /// At which step.
        step: Option<SubmissionStep>,
        /// Why.
        error: Option<OutsideError>,
    },
    /// A docflow is at the vendor that nobody uses: delete it there, and say so.
    Orphan {
        /// Which.
        docflow: DocflowId,
    },
    /// Something does not fit.
    Alert {
        /// Its place among the alerts of the declaration.
        index: u32,
        /// What.
        alert: Alert,
    },
}

/// All of it.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

impl View for CustomsWorkFromDeclaration {
    type Aggregate = Declaration;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.customs-work-from-declaration", view: VIEW, summary: "What waits for a person at customs." };

    fn project(step: &Step<'_, Declaration>) -> Vec<Change> {
        replace_changed(step, rows)
    }
}

/// As [`Step::replace`], without rows that are as they were.
pub(super) fn replace_changed<A: Aggregate>(step: &Step<'_, A>, rows: impl Fn(&A) -> Vec<Row>) -> Vec<Change> {
    let before = step.before.map(&rows).unwrap_or_default();
    let changes = step.replace(rows);
    changes.into_iter().filter(|change| !matches!(change, Change::Put(row) if before.contains(row))).collect()
}

fn rows(declaration: &Declaration) -> Vec<Row> {
    let failed = failed(declaration).into_iter();
    // When an orphan was found is not kept; it waits as long as the declaration's newest submission.
    let since = declaration.submission.as_ref().map_or(declaration.created_at, |submission| submission.requested_at);
    let orphans = declaration.vendor.orphans.iter();
    let orphans = orphans.map(|docflow| (since, format!("orphan-{docflow}"), Work::Orphan { docflow: *docflow }));
    let alerts = declaration.open_alerts();
    let alerts = alerts.map(|(index, raised)| (raised.at, format!("alert-{index:05}"), Work::Alert { index, alert: raised.alert.clone() }));
    let row = |(since, key, work): (Moment, String, Work)| {
        let item = WorkItem {
            declaration_id: declaration.id,
            name: declaration.name().clone(),
            status: declaration.status(),
            owner: declaration.author.clone(),
            since,
            work,
        };
        let sort = format!("{since}#{}#{key}", declaration.id);
        Row::new(ALL, sort, serde_json::to_value(item).unwrap_or_default())
    };
    failed.chain(orphans).chain(alerts).map(row).collect()
}

fn failed(declaration: &Declaration) -> Option<(Moment, String, Work)> {
    let submission = declaration.stuck()?;
    let current = submission.current.as_ref();
    let since = current.map_or(submission.requested_at, |trying| trying.since);
    let (step, error) = (current.map(|trying| trying.step), current.and_then(|trying| trying.error.clone()));
    Some((since, "submission".to_owned(), Work::SubmissionFailed { step, error }))
}
