//! Papers of a document, newest first.

use kernel::reaction::OutsideError;
use kernel::view::RowQuery;
use kernel::{Change, Language, Line, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::model::Form;
use crate::paper::{Paper, Progress};

/// The view's name.
pub const VIEW: &str = "paper-list";

/// Papers by the document that they are of.
pub struct PaperListFromPaper;

/// How far a paper is, as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperStatus {
    /// It is being typeset.
    Printing,
    /// The last attempt failed.
    Failed,
    /// It can be opened.
    Printed,
}

/// One paper in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperListItem {
    /// The paper.
    pub paper_id: PaperId,
    /// The document that it is of.
    pub source: Line,
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// When it was asked for.
    pub requested_at: Moment,
    /// How far it is.
    pub status: PaperStatus,
    /// Its pages, once it is printed.
    pub pages: Option<u32>,
    /// The file's length, once it is printed.
    pub size_bytes: Option<u64>,
    /// Why it failed, while it is failed.
    pub error: Option<OutsideError>,
    /// When it is tried again by itself, while it is failed.
    pub retry_at: Option<Moment>,
}

impl PaperListItem {
    /// A paper as it is now.
    pub fn of(paper: &Paper) -> Self {
        let (status, error, retry_at) = match &paper.progress {
            Progress::Printing { .. } => (PaperStatus::Printing, None, None),
            Progress::Failed { error, retry_at, .. } => (PaperStatus::Failed, Some(error.clone()), *retry_at),
            Progress::Printed(_) => (PaperStatus::Printed, None, None),
        };
        Self {
            paper_id: paper.id,
            source: paper.source.clone(),
            form: paper.form,
            language: paper.language,
            file_name: paper.file_name.clone(),
            requested_at: paper.requested_at,
            status,
            pages: paper.printed().map(|printed| printed.pages),
            size_bytes: paper.printed().map(|printed| printed.size_bytes),
            error,
            retry_at,
        }
    }
}

/// The papers of one document, newest first.
pub fn of_source(source: &Line) -> RowQuery {
    RowQuery::new(VIEW, source.as_str()).newest_first()
}

impl View for PaperListFromPaper {
    type Aggregate = Paper;
    const SPEC: ViewSpec = ViewSpec { name: "papers.paper-list-from-paper", view: VIEW, summary: "Papers of a document, newest first." };

    fn project(step: &Step<'_, Paper>) -> Vec<Change> {
        step.replace(|paper| {
            let data = serde_json::to_value(PaperListItem::of(paper)).unwrap_or_default();
            vec![Row::new(paper.source.as_str(), format!("{}#{}", paper.requested_at, paper.id), data)]
        })
    }
}
