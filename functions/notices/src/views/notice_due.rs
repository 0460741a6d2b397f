//! Notices about which something is to be done by the clock.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::NoticeId;
use crate::notice::Notice;

/// The view's name.
pub const VIEW: &str = "notice-due";
const DUE: &str = "due";

/// Notices by when something is to be done about them: those that wait for their time, those
/// that are tried again, and attempts that nobody may have answered.
pub struct NoticeDueFromNotice;

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueNotice {
    /// The notice.
    pub notice_id: NoticeId,
    /// When it is due.
    pub due_at: Moment,
}

/// What is due by now, the longest waiting first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    // Rows of this very instant sort behind it by their notice's id.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{now}$"))).limit(limit)
}

impl View for NoticeDueFromNotice {
    type Aggregate = Notice;
    const SPEC: ViewSpec =
        ViewSpec { name: "notices.notice-due-from-notice", view: VIEW, summary: "Notices by when something is to be done about them." };

    fn project(step: &Step<'_, Notice>) -> Vec<Change> {
        step.replace(|notice| {
            let notice_id = notice.queued.id;
            let row = |due_at: Moment| {
                let data = serde_json::to_value(DueNotice { notice_id, due_at }).unwrap_or_default();
                Row::new(DUE, format!("{due_at}#{notice_id}"), data)
            };
            notice.due_at().map(row).into_iter().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::NoticeEvent;
    use crate::samples;
    use crate::views::tests::rows;

    #[test]
    fn a_notice_is_due_when_planned_or_when_it_is_lost_and_not_when_it_is_sent() {
        let all = |commits: &[Vec<NoticeEvent>]| {
            let rows = rows::<NoticeDueFromNotice>(samples::notice_id(), commits).page(&RowQuery::new(VIEW, DUE)).rows;
            rows.into_iter().map(|row| row.key.sort).collect::<Vec<_>>()
        };
        let at = |time: &str| vec![format!("2026-11-21T{time}.000Z#{}", samples::notice_id())];
        let begun = vec![samples::queued(), samples::dispatched()];
        assert_eq!(all(&[vec![samples::queued()]]), at("08:30:00"));
        assert_eq!(all(std::slice::from_ref(&begun)), at("08:45:00"));
        assert_eq!(all(&[begun.clone(), vec![samples::failed()]]), at("08:31:00"));
        assert_eq!(all(&[begun, vec![samples::sent()]]), Vec::<String>::new());
    }
}
