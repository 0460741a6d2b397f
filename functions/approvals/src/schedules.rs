//! What is looked after by the clock: one schedule a file.

pub mod fire_deadlines;
pub mod poll_tasks;
pub mod sweep_deadlines;
pub mod tend_channel;

use kernel::Effect;

use crate::emergency::check::CheckEmergency;
use crate::process::fire_deadlines::FireDeadlines;
use crate::views::deadlines::{Deadline, Of};

/// What is sent for something that is due: once for each due time and version, however often it is
/// seen (decision P83).
fn fire(deadline: &Deadline) -> Effect {
    let key = |id: &str| format!("due/{id}/{}/{}", deadline.due_at, deadline.version);
    match deadline.of {
        Of::Process { process } => Effect::send(&FireDeadlines { process_id: process }, key(&process.to_string())),
        Of::Emergency { emergency } => Effect::send(&CheckEmergency { emergency_id: emergency }, key(&emergency.to_string())),
    }
}
