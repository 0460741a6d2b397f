//! Notices, newest first: all of them, by status, by person.

use kernel::reaction::OutsideError;
use kernel::view::{Order, RowQuery};
use kernel::{Change, Line, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NoticeId;
use crate::address::Way;
use crate::kind::{Kind, Priority};
use crate::notice::{Notice, Progress};
use crate::text::Text;

/// The view's name.
pub const VIEW: &str = "notice-list";
const ALL: &str = "all";

/// Notices, newest first.
pub struct NoticeListFromNotice;

/// How far a notice is, as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeStatus {
    /// It waits for its time.
    Waiting,
    /// It is on its way.
    Sending,
    /// It failed, and is tried again by itself.
    Retrying,
    /// It failed, and waits for a person.
    Failed,
    /// It was sent.
    Sent,
    /// Another one said the same.
    Merged,
}

impl NoticeStatus {
    /// The name in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
            Self::Sent => "sent",
            Self::Merged => "merged",
        }
    }

    /// Of a notice as it is now.
    pub const fn of(notice: &Notice) -> Self {
        match &notice.progress {
            Progress::Waiting { .. } => Self::Waiting,
            Progress::Sending { .. } => Self::Sending,
            Progress::Failed { retry_at: Some(_), .. } => Self::Retrying,
            Progress::Failed { retry_at: None, .. } => Self::Failed,
            Progress::Sent { .. } => Self::Sent,
            Progress::Merged { .. } => Self::Merged,
        }
    }
}

/// One notice in a list. Addresses are not shown: they are their person's business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NoticeListItem {
    /// The notice.
    pub notice_id: NoticeId,
    /// The matter, by its printed id in the other context.
    pub subject: Line,
    /// Of what.
    pub kind: Kind,
    /// How much it may disturb.
    pub priority: Priority,
    /// Who, by the subject of their token.
    pub person: Line,
    /// What it says.
    pub text: Text,
    /// When it was made.
    pub made_at: Moment,
    /// How far it is.
    pub status: NoticeStatus,
    /// By which way it was sent, is being sent, or failed last.
    pub way: Option<Way>,
    /// Attempts so far, over all ways.
    pub attempts: u32,
    /// When something happens by itself.
    pub due_at: Option<Moment>,
    /// When it was sent.
    pub sent_at: Option<Moment>,
    /// Why it failed, while it is failed.
    pub error: Option<OutsideError>,
}

impl NoticeListItem {
    /// A notice as it is now.
    pub fn of(notice: &Notice) -> Self {
        let (way, sent_at, error) = match &notice.progress {
            Progress::Waiting { .. } | Progress::Merged { .. } => (None, None, None),
            Progress::Sending { route, .. } => (Some(route.way()), None, None),
            Progress::Failed { route, error, .. } => (route.as_ref().map(crate::address::Route::way), None, Some(error.clone())),
            Progress::Sent { route, at, .. } => (Some(route.way()), Some(*at), None),
        };
        let queued = &notice.queued;
        Self {
            notice_id: queued.id,
            subject: queued.subject.clone(),
            kind: queued.kind,
            priority: queued.priority,
            person: queued.person.clone(),
            text: queued.text.clone(),
            made_at: notice.made_at,
            status: NoticeStatus::of(notice),
            way,
            attempts: notice.attempts,
            due_at: notice.due_at(),
            sent_at,
            error,
        }
    }
}

/// All notices, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Those of one status, newest first.
pub fn of_status(status: NoticeStatus) -> RowQuery {
    RowQuery::new(VIEW, status.name()).by(Order::Index1).newest_first()
}

/// Those of one person, newest first.
pub fn of_person(person: &str) -> RowQuery {
    RowQuery::new(VIEW, person).by(Order::Index2).newest_first()
}

impl View for NoticeListFromNotice {
    type Aggregate = Notice;
    const SPEC: ViewSpec = ViewSpec { name: "notices.notice-list-from-notice", view: VIEW, summary: "Notices, newest first." };

    fn project(step: &Step<'_, Notice>) -> Vec<Change> {
        step.replace(|notice| {
            let item = NoticeListItem::of(notice);
            let sort = format!("{}#{}", item.made_at, item.notice_id);
            let (status, person) = (item.status.name(), item.person.to_string());
            let data = serde_json::to_value(&item).unwrap_or_default();
            vec![Row::new(ALL, &sort, data).with_index1(status, &sort).with_index2(person, &sort)]
        })
    }
}
