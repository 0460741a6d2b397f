//! Nothing is asked that is decided.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::channel::drop_tasks::DropTasks;
use crate::process::Process;

/// Takes tasks out of the queue of the channel when their process is over.
pub struct DropTasksOnDecided;

impl Reaction for DropTasksOnDecided {
    type Aggregate = Process;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.drop-tasks-on-decided",
        on: &["approved.v1", "rejected.v1", "withdrawn.v1"],
        sends: &[DropTasks::SPEC.name],
        calls: &[],
        summary: "Takes tasks out of the queue whose approval is over.",
    };

    fn react(trigger: &Trigger<'_, Process>) -> Vec<Effect> {
        // An approval that nobody was asked for left no task.
        let asked = trigger.state.case.as_ref().is_some_and(|case| case.next_branch > 1 && !case.status.is_pending());
        let dropped = asked.then(|| Effect::send(&DropTasks { process_id: trigger.id }, trigger.key("drop")));
        dropped.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactions::tests::Stage;
    use crate::samples::processes::{approved_at, approved_automatically, id};

    #[test]
    fn what_is_decided_is_not_asked_any_more() {
        assert_eq!(Stage::<DropTasksOnDecided>::new(id(), &approved_at(500)).react().len(), 1);
        assert!(Stage::<DropTasksOnDecided>::new(id(), &approved_automatically(Vec::new())).react().is_empty());
    }
}
