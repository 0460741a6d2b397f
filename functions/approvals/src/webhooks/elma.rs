//! ELMA tells of a decision.

use kernel::id::derive_uuid;
use kernel::{Command, Context, Effect, Line, Webhook, WebhookSpec};
use sha2::{Digest, Sha256};

use crate::message::Content;
use crate::message::receive::ReceiveMessage;
use crate::outside::elma::{Push, WEBHOOK_SECRET};
use crate::process::Process;

/// ELMA tells of a decision: a script step of its process sends it, signed with a secret that the
/// tenant has given it. It is recorded and nothing else; one that cannot be read is recorded too.
pub struct ReceiveDecision;

impl Webhook for ReceiveDecision {
    const SPEC: WebhookSpec = WebhookSpec {
        name: "approvals.receive-elma",
        path: "/webhooks/{tenant}/elma",
        secret: WEBHOOK_SECRET,
        sends: &[ReceiveMessage::SPEC.name],
        summary: "Records what ELMA tells of a decision.",
    };

    fn receive(body: &[u8], _: &Context) -> Vec<Effect> {
        recorded(body)
    }
}

/// What records a decision, however it was heard of: the document is kept, and the same one twice
/// is one message.
pub(crate) fn recorded(body: &[u8]) -> Vec<Effect> {
    let sha256: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let content = match serde_json::from_slice::<Push>(body) {
        Ok(push) => Content::Decision { push },
        Err(error) => Content::Unreadable { problem: problem(&error.to_string()) },
    };
    let receive = ReceiveMessage { content, raw_sha256: Process::code(&sha256) };
    let said = serde_json::to_string(&receive).unwrap_or_default();
    let key = format!("receive/{}", derive_uuid("receive-elma", &[&said]).simple());
    vec![Effect::Keep { sha256, bytes: body.to_vec() }, Effect::send(&receive, key)]
}

/// What is wrong with a body, cut to size.
fn problem(text: &str) -> Line {
    let short: String = text.chars().filter(|c| !c.is_control()).take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(&short).unwrap_or_else(|_| Process::code("unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::messages;

    fn sent(body: &[u8]) -> ReceiveMessage {
        match ReceiveDecision::receive(body, &testkit::context()).as_slice() {
            [Effect::Keep { .. }, Effect::Send { body, .. }] => serde_json::from_value(body.clone()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn p115_a_decision_is_recorded_as_it_came_and_what_cannot_be_read_too() {
        let body = serde_json::to_vec(&messages::push()).unwrap();
        assert_eq!(sent(&body).content, messages::decision());
        for bad in [&b"{}"[..], b"<html>maintenance</html>", b"", b"{\"task\":\"x\",\"user\":\"u\",\"decision\":\"maybe\"}"] {
            assert!(matches!(sent(bad).content, Content::Unreadable { .. }), "{bad:?}");
        }
    }

    #[test]
    fn p115_a_decision_without_a_word_is_a_decision() {
        for comment in ["", "  \n"] {
            let mut body = serde_json::to_value(messages::push()).unwrap();
            body["comment"] = comment.into();
            assert_eq!(sent(body.to_string().as_bytes()).content, messages::decision(), "{comment:?}");
        }
    }
}
