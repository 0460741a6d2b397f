//! The safety net below the timers.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::emergency::check::CheckEmergency;
use crate::hours::MINUTE_MS;
use crate::process::fire_deadlines::FireDeadlines;
use crate::queries::ListPage;
use crate::views::deadlines::{self, Deadline, Of};

/// How long a timer has to do its work before the sweep looks, in minutes.
const GRACE_MINUTES: i64 = 2;
/// Deadlines of one sweep; more than that overdue at once is an outage, and the next sweep goes on.
const SWEEP_MAX: u32 = 100;

/// What is overdue for longer than a timer needs. Read by time, so that it costs what is overdue and
/// not what is open.
fn overdue(context: &Context) -> RowQuery {
    deadlines::due(context.now.plus_ms(GRACE_MINUTES.saturating_mul(MINUTE_MS).saturating_neg()), SWEEP_MAX)
}

/// Goes through what is long overdue and does what should have been done: what a lost timer missed,
/// and what its refusal stopped.
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
        vec![Want::Rows(overdue(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let missed: ListPage<Deadline> = ListPage::read(facts.page(&overdue(context)));
        let again = |deadline: &Deadline| {
            // Another key than the timer's: that one may have been used up by a refusal.
            let key = |id: &str| format!("sweep/{id}/{}/{}", deadline.version, context.now);
            match deadline.of {
                Of::Process { process } => Effect::send(&FireDeadlines { process_id: process }, key(&process.to_string())),
                Of::Emergency { emergency } => Effect::send(&CheckEmergency { emergency_id: emergency }, key(&emergency.to_string())),
            }
        };
        missed.items.iter().map(again).collect()
    }
}
