//! Sends a task, or lets it wait.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, ChannelEvent, ChannelRefusal, Circuit, Task, TaskKey, WAITING_MAX};
use crate::ChannelId;
use crate::process::{Process, Status};
use crate::roster::Roster;
use crate::rules::{FallbackRules, in_force};
use crate::settings::ApprovalSettings;

/// Sends the task of a step to the outside system, or lets it wait while that is down. A step that is over needs none; a tenant without an outside system neither.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueTask {
    /// Which step.
    pub task: TaskKey,
}

/// The rules of the channel that are in force.
pub(super) fn rules(context: &Context) -> Result<FallbackRules, ChannelRefusal> {
    let settings = ApprovalSettings::of(&context.settings);
    let day = crate::hours::Hours::of(&context.settings).day(context.now);
    in_force(&settings.fallback, day, |_| true).map_err(|_| ChannelRefusal::NoRules)
}

impl QueueTask {
    /// What the form shows; `None` when the step is over or the tenant has no outside system.
    fn card(&self, facts: &Facts, context: &Context) -> Option<Task> {
        ApprovalSettings::of(&context.settings).elma?;
        let case = facts.aggregate::<Process>(self.task.process)?.state.case.as_ref()?;
        let branch = case.branch(self.task.branch).filter(|branch| branch.is_open() && branch.step == self.task.step)?;
        if case.status != Status::Open || branch.task.is_some() {
            return None;
        }
        let approver = branch.routed.to.as_ref()?;
        let roster = facts.aggregate::<Roster>(Roster::id());
        Some(Task {
            key: self.task,
            priority: case.demand.priority,
            user: roster.and_then(|roster| roster.state.approver(approver.id.as_str())?.elma_user.clone()),
            number: case.submitted.number.clone(),
            client: case.submitted.client.name.clone(),
            total: case.figures.total,
            deviation: case.figures.deviation,
            level: branch.level,
            due_at: branch.clock.due_at,
        })
    }
}

impl Command for QueueTask {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.queue-task",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Sends a task to the outside system, or lets it wait.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn wants(&self, _: Option<&Channel>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Process>(self.task.process), Want::aggregate::<Roster>(Roster::id())]
    }

    fn decide(&self, channel: Option<&Channel>, facts: &Facts, context: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let fresh = Channel::fresh();
        let channel = channel.unwrap_or(&fresh);
        let Some(task) = self.card(facts, context) else { return Ok(Decision::nothing()) };
        if channel.knows(self.task) {
            return Ok(Decision::nothing());
        }
        if channel.waiting.len() >= WAITING_MAX {
            return Err(ChannelRefusal::QueueFull);
        }
        // Whoever waits already goes first.
        let waits = channel.circuit != Circuit::Closed || !channel.waiting.is_empty();
        let sent = (!waits).then_some(ChannelEvent::Dispatched { key: self.task, at: context.now });
        Ok(Decision::of(std::iter::once(ChannelEvent::TaskQueued { task, waits }).chain(sent)))
    }

    fn example() -> Self {
        Self { task: crate::samples::channels::key() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::nothing;

    use super::*;
    use crate::samples::channels::{closed, fallback, key, task};
    use crate::samples::{MONDAY, context_settings, processes, rosters};

    fn with(given: Given<Channel>, events: Vec<crate::process::ProcessEvent>) -> Given<Channel> {
        let given = given.settings(context_settings()).at(MONDAY);
        given.with::<Process>(processes::id(), events).with::<Roster>(Roster::id(), rosters::history())
    }

    #[test]
    fn a_task_goes_out_at_once_or_waits_while_the_channel_is_down() {
        let sent = with(nothing::<Channel>(), processes::open()).when(QueueTask::example()).accepted().events;
        assert_eq!(
            sent,
            [ChannelEvent::TaskQueued { task: task(), waits: false }, ChannelEvent::Dispatched { key: key(), at: testkit::moment(MONDAY) }]
        );
        let waits = with(testkit::given::<Channel>(fallback()), processes::open()).when(QueueTask::example()).accepted().events;
        assert_eq!(waits, [ChannelEvent::TaskQueued { task: task(), waits: true }]);
        with(testkit::given::<Channel>(sent), processes::open()).when(QueueTask::example()).then([]);
    }

    #[test]
    fn what_is_decided_needs_no_task_and_a_tenant_without_elma_neither() {
        with(testkit::given::<Channel>(closed()), processes::approved_at(500)).when(QueueTask::example()).then([]);
        let bare = nothing::<Channel>().with::<Process>(processes::id(), processes::open());
        bare.when(QueueTask::example()).then([]);
    }

    #[test]
    fn a_channel_keeps_no_more_than_its_most() {
        let mut events = fallback();
        events.extend((0..WAITING_MAX).map(|n| ChannelEvent::TaskQueued { task: crate::samples::channels::other(n), waits: true }));
        with(testkit::given::<Channel>(events), processes::open()).when(QueueTask::example()).refused(ChannelRefusal::QueueFull);
    }
}
