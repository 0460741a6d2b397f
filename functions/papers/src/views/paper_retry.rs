//! Papers that are to be printed again by themselves.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::paper::Paper;

/// The view's name.
pub const VIEW: &str = "paper-retry";
const DUE: &str = "due";

/// Papers by when they are due again: those that failed for a reason that may pass, and
/// those that nobody answered for.
pub struct PaperRetryFromPaper;

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuePaper {
    /// The paper.
    pub paper_id: PaperId,
    /// When it is due.
    pub due_at: Moment,
}

/// What is due by now, the longest waiting first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    // Rows of this very instant sort behind it by their paper's id.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{now}$"))).limit(limit)
}

impl View for PaperRetryFromPaper {
    type Aggregate = Paper;
    const SPEC: ViewSpec =
        ViewSpec { name: "papers.paper-retry-from-paper", view: VIEW, summary: "Papers by when they are printed again by themselves." };

    fn project(step: &Step<'_, Paper>) -> Vec<Change> {
        step.replace(|paper| {
            let row = |due_at: Moment| {
                let data = serde_json::to_value(DuePaper { paper_id: paper.id, due_at }).unwrap_or_default();
                Row::new(DUE, format!("{due_at}#{}", paper.id), data)
            };
            paper.due_at().map(row).into_iter().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use crate::views::tests::rows;

    #[test]
    fn a_paper_is_due_when_planned_or_when_it_is_lost() {
        let all = |commits: &[Vec<crate::paper::PaperEvent>]| {
            let query = RowQuery::new(VIEW, DUE);
            let rows = rows::<PaperRetryFromPaper>(samples::paper_id(), commits).page(&query).rows;
            rows.into_iter().map(|row| row.key.sort).collect::<Vec<_>>()
        };
        let at = |time: &str| vec![format!("2026-11-21T{time}.000Z#{}", samples::paper_id())];
        assert_eq!(all(&[vec![samples::requested()]]), at("08:45:00"));
        assert_eq!(all(&[vec![samples::requested()], vec![samples::failed()]]), at("08:31:00"));
        assert_eq!(all(&[vec![samples::requested()], vec![samples::printed()]]), Vec::<String>::new());
    }

    #[test]
    fn what_is_due_at_this_very_instant_is_found() {
        let Range::UpTo(limit) = due("2026-11-21T08:31:00Z".parse().unwrap(), 10).range else { panic!("a limit") };
        let row = format!("2026-11-21T08:31:00.000Z#{}", samples::paper_id());
        assert!(row < limit && limit.as_str() < "2026-11-21T08:31:00.001Z#");
    }
}
