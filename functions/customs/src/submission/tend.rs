//! Looks after submissions and journals when it is time.

use kernel::view::{PAGE_ROWS_MAX, RowQuery};
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::due::{self, Due, What};
use crate::declaration::begin_step::BeginStep;
use crate::declaration::want_journal::WantJournal;

/// Begins steps again and has journals read again when it is time: after failures that may pass,
/// and where no answer came (decision C39). What is left of a full page is due at the next tick.
pub struct TendSubmissions;

fn due(context: &Context) -> RowQuery {
    due::due(context.now, PAGE_ROWS_MAX)
}

impl Schedule for TendSubmissions {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "customs.tend-submissions",
        every_seconds: 60,
        sends: &[BeginStep::SPEC.name, WantJournal::SPEC.name],
        calls: &[],
        summary: "Tries steps of submissions and journals again when it is time.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(due(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let rows = facts.rows(&due(context)).iter().filter_map(|row| serde_json::from_value::<Due>(row.data.clone()).ok());
        rows.map(|due| effect(&due)).collect()
    }
}

/// Once for one due time, however often it is seen.
fn effect(due: &Due) -> Effect {
    let Due { declaration_id, what, due_at } = *due;
    match what {
        What::Submission { attempt } => Effect::send(&BeginStep { declaration_id, attempt }, format!("tend/{declaration_id}/{due_at}")),
        What::Journal => Effect::send(&WantJournal { declaration_id }, format!("tend-journal/{declaration_id}/{due_at}")),
    }
}
