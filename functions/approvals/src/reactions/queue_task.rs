//! Whoever is asked gets a task in the outside system.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::channel::TaskKey;
use crate::channel::queue_task::QueueTask;
use crate::process::{Process, ProcessEvent};

/// Hands the task of a step to the channel. Where a tenant has no outside system nothing comes of it.
pub struct QueueTaskOnAssigned;

impl Reaction for QueueTaskOnAssigned {
    type Aggregate = Process;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.queue-task-on-assigned",
        on: &["branch-opened.v1", "branch-rerouted.v1", "escalated.v1"],
        sends: &[QueueTask::SPEC.name],
        calls: &[],
        summary: "Whoever is asked gets a task in ELMA.",
    };

    fn react(trigger: &Trigger<'_, Process>) -> Vec<Effect> {
        #[allow(clippy::wildcard_enum_match_arm, reason = "the specification above names the three")]
        let number = match trigger.event {
            ProcessEvent::BranchOpened { branch, .. }
            | ProcessEvent::BranchRerouted { branch, .. }
            | ProcessEvent::Escalated { branch, .. } => *branch,
            _ => return Vec::new(),
        };
        let branch = trigger.state.case.as_ref().and_then(|case| case.branch(number)).filter(|branch| branch.is_open());
        let task = branch.map(|branch| TaskKey { process: trigger.id, branch: branch.number, step: branch.step });
        // One task a step, however often the step is told.
        task.map(|task| Effect::send(&QueueTask { task }, format!("task/{task}"))).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactions::tests::Stage;
    use crate::samples::channels::key;
    use crate::samples::processes::{id, open};

    #[test]
    fn p83_a_step_gets_one_task_however_often_it_is_told() {
        let stage = Stage::<QueueTaskOnAssigned>::new(id(), &open());
        assert_eq!(stage.react(), [Effect::send(&QueueTask { task: key() }, format!("task/{}", key()))]);
    }
}
