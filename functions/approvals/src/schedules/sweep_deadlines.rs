//! The safety net below the timers.

use kernel::view::{PAGE_ROWS_MAX, RowQuery};
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::emergency::check::CheckEmergency;
use crate::hours::MINUTE_MS;
use crate::process::fire_deadlines::FireDeadlines;
use crate::queries::ListPage;
use crate::views::deadlines::{self, Deadline, Of};

/// How long a timer has to do its work before the sweep looks, in minutes.
const GRACE_MINUTES: i64 = 2;
/// Deadlines of one sweep; more than that overdue at once is an outage, and the next sweep goes on.
const SWEEP_MAX: usize = 200;

/// What is long overdue by the index of times; more than the open ones that are read at once.
fn overdue(context: &Context) -> RowQuery {
    deadlines::due(context.now.plus_ms(GRACE_MINUTES.saturating_mul(MINUTE_MS).saturating_neg()), PAGE_ROWS_MAX)
}

/// Goes through what is long overdue, and through what is open in no order of time, and does what
/// should have been done: what a lost timer missed, and what its refusal stopped.
pub struct SweepDeadlines;

impl Schedule for SweepDeadlines {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "approvals.sweep-deadlines",
        every_seconds: 900,
        sends: &[FireDeadlines::SPEC.name, CheckEmergency::SPEC.name],
        calls: &[],
        summary: "Does what a lost timer has missed in approvals.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(deadlines::open()), Want::Rows(overdue(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let read = |rows: &RowQuery| ListPage::<Deadline>::read(facts.page(rows)).items;
        let mut found = read(&overdue(context));
        let late = found.len();
        for deadline in read(&deadlines::open()) {
            if !found.iter().take(late).any(|known| known.of == deadline.of) {
                found.push(deadline);
            }
        }
        let missed = |deadline: &&Deadline| context.now.ms_since(deadline.due_at) >= GRACE_MINUTES.saturating_mul(MINUTE_MS);
        let again = |deadline: &Deadline| {
            // Another key than the timer's: that one may have been used up by a refusal.
            let key = |id: &str| format!("sweep/{id}/{}/{}", deadline.version, context.now);
            match deadline.of {
                Of::Process { process } => Effect::send(&FireDeadlines { process_id: process }, key(&process.to_string())),
                Of::Emergency { emergency } => Effect::send(&CheckEmergency { emergency_id: emergency }, key(&emergency.to_string())),
            }
        };
        found.iter().filter(missed).take(SWEEP_MAX).map(again).collect()
    }
}
