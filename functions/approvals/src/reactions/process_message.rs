//! A recorded message is worked on.

use kernel::reaction::Outcome;
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::channel::TaskKey;
use crate::message::settle::{self, SettleMessage};
use crate::message::{Content, Message, MessageState};
use crate::outside::elma::{Push, PushedDecision};
use crate::process::Process;
use crate::process::decide_by_elma::DecideByElma;

/// The problem of a decision that needs prices, which a form of the outside system does not name.
const NEEDS_PRICES: &str = "approvals.message.needs-prices";
/// The problem of a task that is none of ours.
const NOT_OURS: &str = "approvals.message.not-our-task";
/// A step that is decided was decided: the message has nothing left to do.
const DONE_ALREADY: &[&str] = &["approvals.process.decided", "approvals.process.not-open", "approvals.process.stale-task"];

/// Does what a message says; what cannot be done is parked where a person sees it.
pub struct ProcessMessageOnReceived;

impl Reaction for ProcessMessageOnReceived {
    type Aggregate = Message;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.process-message-on-received",
        on: &["received.v1", "retry-asked.v1"],
        sends: &[DecideByElma::SPEC.name, SettleMessage::SPEC.name],
        calls: &[],
        summary: "Does what ELMA says, or parks it.",
    };

    fn react(trigger: &Trigger<'_, Message>) -> Vec<Effect> {
        if trigger.state.state != MessageState::Received {
            return Vec::new();
        }
        match &trigger.state.content {
            Content::Decision { push } => vec![decide(trigger, push)],
            Content::Unreadable { .. } => Vec::new(),
        }
    }

    fn answered(trigger: &Trigger<'_, Message>, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Sent { command, result, .. } = outcome else { return Vec::new() };
        if *command != DecideByElma::SPEC.name {
            return Vec::new();
        }
        vec![match result {
            Err(refused) if !DONE_ALREADY.contains(&refused.code) => park(trigger, refused.code),
            Ok(()) | Err(_) => settled(trigger, settle::Outcome::Done),
        }]
    }
}

fn decide(trigger: &Trigger<'_, Message>, push: &Push) -> Effect {
    let Ok(key) = push.task.as_str().parse::<TaskKey>() else { return park(trigger, NOT_OURS) };
    let approved = match push.decision {
        PushedDecision::Approved => true,
        PushedDecision::Rejected => false,
        PushedDecision::Returned => return park(trigger, NEEDS_PRICES),
    };
    let (user, comment) = (push.user.clone(), push.comment.clone());
    let command = DecideByElma { process_id: key.process, branch: key.branch, step: key.step, user, approved, comment };
    Effect::send(&command, trigger.key("decide"))
}

fn park(trigger: &Trigger<'_, Message>, problem: &str) -> Effect {
    let problem = Line::new(problem).unwrap_or_else(|_| Process::code(NOT_OURS));
    settled(trigger, settle::Outcome::Parked { problem })
}

fn settled(trigger: &Trigger<'_, Message>, outcome: settle::Outcome) -> Effect {
    trigger.send_result("settle", &SettleMessage { message_id: trigger.id, outcome })
}

#[cfg(test)]
mod tests {
    use kernel::{Refusal, Refused, Status, Texts};

    use super::*;
    use crate::message::MessageEvent;
    use crate::process::ProcessRefusal;
    use crate::reactions::tests::Stage;
    use crate::samples::{line, messages};

    fn stage(push: Push) -> Stage<ProcessMessageOnReceived> {
        let content = Content::Decision { push };
        Stage::new(messages::id(), &[MessageEvent::Received { id: messages::id(), content, raw_sha256: messages::sha256() }])
    }

    fn command(effects: &[Effect]) -> (&'static str, serde_json::Value) {
        let [Effect::Send { command, body, .. }] = effects else { panic!("{effects:?}") };
        (command, body.clone())
    }

    #[test]
    fn p138_what_cannot_be_done_is_parked_and_what_is_decided_is_done() {
        assert_eq!(command(&stage(messages::push()).react()).0, "approvals.decide-by-elma");
        let returned = Push { decision: PushedDecision::Returned, ..messages::push() };
        assert_eq!(command(&stage(returned).react()).1["outcome"]["problem"], NEEDS_PRICES);
        let foreign = Push { task: line("something else"), ..messages::push() };
        assert_eq!(command(&stage(foreign).react()).1["outcome"]["problem"], NOT_OURS);
        let answered = |code: Option<&'static str>| {
            let refused = |code| Refused { code, status: Status::State, texts: Texts::new("", "", "") };
            let result = code.map_or(Ok(()), |code| Err(refused(code)));
            let outcome = Outcome::Sent { command: DecideByElma::SPEC.name, key: String::new(), result };
            command(&stage(messages::push()).answered(&outcome)).1["outcome"]["outcome"].clone()
        };
        assert_eq!((answered(None), answered(Some("approvals.process.decided"))), ("done".into(), "done".into()));
        assert_eq!(answered(Some("approvals.process.not-found")), "parked");
        assert_eq!(answered(Some(ProcessRefusal::Stalled.code())), "parked", "it is decided when the process goes on");
    }
}
