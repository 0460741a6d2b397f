//! Lists what waits for approvers, the most urgent first.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::Line;
use kernel::view::{PageLimit, RowQuery};

use super::ListPage;
use crate::Level;
use crate::process::ProcessRefusal;
use crate::views::queue::{self, QueueItem};

/// Lists what waits for approvers, the most urgent first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQueue {
    /// Only what waits for this person; `me` for whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<Line>,
    /// Only what waits at this level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListQueue {
    fn rows(&self, context: &Context) -> RowQuery {
        let rows = match (&self.approver, self.level) {
            (Some(approver), _) if approver.as_str() == "me" => queue::of_approver(&context.actor.id),
            (Some(approver), _) => queue::of_approver(approver.as_str()),
            (None, Some(level)) => queue::of_level(level),
            (None, None) => queue::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListQueue {
    type Answer = ListPage<QueueItem>;
    type Refusal = ProcessRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.list-queue",
        route: Route::get("/approvals/queue"),
        roles: &[Role::TeamLead, Role::Approver, Role::Administrator],
        summary: "Lists what waits for approvers, by deadline.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ProcessRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows(context)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, Submitted};
    use crate::queries::tests::{World, ask};
    use crate::samples::processes::{approved_at, figures, id, money, open, opened_with, submitted, two_units};
    use crate::views::queue::QueueFromProcess;
    use crate::views::tests::rows;

    #[test]
    fn p87_a_queue_is_ordered_by_deadline_then_priority() {
        let of = |submission: u32, total: &str| {
            let submitted = Submitted { submission, ..submitted() };
            let events = opened_with(submitted, Figures { total: money(total), ..figures(700) });
            rows::<QueueFromProcess>(crate::process::Process::id_of(crate::samples::processes::ORDER, submission), &[events])
        };
        // A small order has two hours, priority 1 four, priority 2 a day.
        let world = World::of(of(1, "150000.00").and(of(2, "600000.00")).and(of(3, "50000.00")));
        let items = ask(&ListQueue { approver: Line::new("me").ok(), ..ListQueue::default() }, &world).unwrap().body.items;
        assert_eq!(items.iter().map(|item| item.submission).collect::<Vec<_>>(), [3, 2, 1]);
        let level = |level| ask(&ListQueue { level: Some(level), ..ListQueue::default() }, &world).unwrap().body.items.len();
        assert_eq!((level(Level::Rbu), level(Level::Dp)), (3, 0));
    }

    #[test]
    fn p99_each_part_is_in_the_queue_of_its_approver_until_it_is_decided() {
        let items = |events: Vec<crate::process::ProcessEvent>, approver: Option<&str>| {
            let world = World::of(rows::<QueueFromProcess>(id(), &[events]));
            let approver = approver.map(crate::samples::line);
            ask(&ListQueue { approver, ..ListQueue::default() }, &world).unwrap().body.items.len()
        };
        assert_eq!((items(two_units(), None), items(two_units(), Some("rbu-south"))), (2, 1));
        assert_eq!((items(open(), Some("rbu-north")), items(approved_at(700), None)), (1, 0));
    }
}
