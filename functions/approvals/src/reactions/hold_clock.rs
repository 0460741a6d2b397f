//! The time of an approver runs only while the task can reach them.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::channel::{Channel, ChannelEvent};
use crate::process::note_task::NoteTask;
use crate::process::pause::PauseClock;
use crate::process::resume::ResumeClock;

/// Stops the time of a step while its task waits for the channel, and lets it run when it is
/// there, or will never be (decision P119).
pub struct HoldClockOnChannel;

impl Reaction for HoldClockOnChannel {
    type Aggregate = Channel;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.hold-clock-on-channel",
        on: &["task-queued.v1", "sent.v1", "send-failed.v1"],
        sends: &[PauseClock::SPEC.name, NoteTask::SPEC.name, ResumeClock::SPEC.name],
        calls: &[],
        summary: "Stops the time of a task while it waits for ELMA.",
    };

    fn react(trigger: &Trigger<'_, Channel>) -> Vec<Effect> {
        let pause = |key: &crate::channel::TaskKey| {
            let command = PauseClock { process_id: key.process, branch: key.branch, step: key.step };
            Effect::send(&command, trigger.key(&format!("pause/{key}")))
        };
        let effect = match trigger.event {
            ChannelEvent::TaskQueued { task, waits: true } => Some(pause(&task.key)),
            ChannelEvent::SendFailed { key, gives_up: false, .. } => Some(pause(key)),
            ChannelEvent::SendFailed { key, gives_up: true, .. } => {
                let command = ResumeClock { process_id: key.process, branch: key.branch, step: key.step };
                Some(Effect::send(&command, trigger.key(&format!("resume/{key}"))))
            }
            ChannelEvent::Sent { key, instance } => {
                let command = NoteTask { process_id: key.process, branch: key.branch, step: key.step, task: instance.clone() };
                Some(Effect::send(&command, trigger.key(&format!("sent/{key}"))))
            }
            ChannelEvent::TaskQueued { waits: false, .. }
            | ChannelEvent::Dispatched { .. }
            | ChannelEvent::TasksDropped { .. }
            | ChannelEvent::CircuitOpened { .. }
            | ChannelEvent::HalfOpened { .. }
            | ChannelEvent::ProbeAnswered
            | ChannelEvent::ProbeFailed { .. }
            | ChannelEvent::CircuitClosed
            | ChannelEvent::FallbackActivated
            | ChannelEvent::FallbackEnded
            | ChannelEvent::QueueDrained { .. }
            | ChannelEvent::OutageLong { .. } => None,
        };
        effect.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactions::tests::Stage;
    use crate::samples::channels::{key, queued, task};
    use crate::samples::line;

    #[test]
    fn p119_time_runs_only_while_the_task_can_reach_its_approver() {
        let command = |history: &[ChannelEvent]| {
            let effects = Stage::<HoldClockOnChannel>::new(Channel::id(), history).react();
            effects.first().map(|effect| {
                let Effect::Send { command, .. } = effect else { panic!("{effect:?}") };
                *command
            })
        };
        let sent = ChannelEvent::Dispatched { key: key(), at: testkit::context().now };
        let failed = |gives_up| ChannelEvent::SendFailed { key: key(), error: line("x"), gives_up };
        assert_eq!(command(&[queued()]), Some("approvals.pause-clock"));
        assert_eq!(command(&[ChannelEvent::TaskQueued { task: task(), waits: false }]), None);
        assert_eq!(command(&[queued(), sent.clone(), failed(false)]), Some("approvals.pause-clock"));
        assert_eq!(command(&[queued(), sent.clone(), failed(true)]), Some("approvals.resume-clock"));
        assert_eq!(command(&[queued(), sent, ChannelEvent::Sent { key: key(), instance: line("i") }]), Some("approvals.note-task"));
    }
}
