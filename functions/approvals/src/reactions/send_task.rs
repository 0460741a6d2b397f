//! A task goes to the outside system.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::channel::note_failed::NoteFailed;
use crate::channel::note_sent::NoteSent;
use crate::channel::{Channel, ChannelEvent, TaskKey};
use crate::outside::elma::{Answer, CONNECTOR, Request, code};
use crate::process::Process;

/// Asks the outside system for a task, and records what it answers. It is looked for by our key
/// before it is started: the event may come twice, and an earlier answer may have been lost.
pub struct SendTaskOnDispatched;

impl Reaction for SendTaskOnDispatched {
    type Aggregate = Channel;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.send-task-on-dispatched",
        on: &["dispatched.v1"],
        sends: &[NoteSent::SPEC.name, NoteFailed::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Sends a task to ELMA.",
    };

    fn react(trigger: &Trigger<'_, Channel>) -> Vec<Effect> {
        let flight = dispatched(trigger).and_then(|key| trigger.state.flight(key));
        let request = flight.map(|flight| Request::CreateTask { task: Box::new(flight.waiting.task.clone()) });
        request.map(|request| Effect::call(CONNECTOR, &request)).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Channel>, outcome: &Outcome) -> Vec<Effect> {
        let (Some(task), Outcome::Called { result, .. }) = (dispatched(trigger), outcome) else { return Vec::new() };
        vec![match result.as_ref().map(read_answer::<Answer>) {
            Ok(Ok(Answer::Task { instance, .. })) => Effect::send(&NoteSent { task, instance }, trigger.key("sent")),
            Ok(Ok(Answer::Alive | Answer::Decisions { .. }) | Err(_)) => failed(trigger, task, code::PARSE_ERROR, false),
            Err(error) => failed(trigger, task, &error.code, is_permanent(error)),
        }]
    }
}

/// Whether a task can never be sent: refused credentials are an outage, which an administrator ends.
fn is_permanent(error: &OutsideError) -> bool {
    match error.class {
        FailureClass::Permanent => true,
        FailureClass::Retry | FailureClass::Auth | FailureClass::Unknown => false,
    }
}

fn dispatched(trigger: &Trigger<'_, Channel>) -> Option<TaskKey> {
    if let ChannelEvent::Dispatched { key, .. } = trigger.event { Some(*key) } else { None }
}

fn failed(trigger: &Trigger<'_, Channel>, task: TaskKey, code: &str, permanent: bool) -> Effect {
    let error = Line::new(code).unwrap_or_else(|_| Process::code(code::SERVER_ERROR));
    Effect::send(&NoteFailed { task, error, permanent }, trigger.key("failed"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::reactions::tests::Stage;
    use crate::samples::channels::{key, queued};

    fn stage() -> Stage<SendTaskOnDispatched> {
        let sent = ChannelEvent::Dispatched { key: key(), at: testkit::context().now };
        Stage::new(Channel::id(), &[queued(), sent])
    }

    fn sent(result: Result<Value, OutsideError>) -> (&'static str, Value) {
        let effects = stage().answered(&Outcome::Called { connector: CONNECTOR, request: Value::Null, result });
        let [Effect::Send { command, body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        (command, body.clone())
    }

    #[test]
    fn p118_a_task_is_sent_by_a_worker_and_its_fate_is_recorded() {
        let effects = stage().react();
        assert!(matches!(effects.as_slice(), [Effect::Call { connector: CONNECTOR, .. }]));
        assert_eq!(sent(Ok(json!({ "answer": "task", "instance": "i-1", "existed": true }))).0, "approvals.note-sent");
        let error = |class| OutsideError { code: code::SERVER_ERROR.to_owned(), class, raw_code: String::new(), text: String::new() };
        for (class, permanent) in [(FailureClass::Retry, false), (FailureClass::Unknown, false), (FailureClass::Permanent, true)] {
            let (command, body) = sent(Err(error(class)));
            assert_eq!((command, &body["permanent"]), ("approvals.note-failed", &json!(permanent)));
        }
        assert_eq!(sent(Ok(json!({ "answer": "alive" }))).0, "approvals.note-failed");
    }
}
