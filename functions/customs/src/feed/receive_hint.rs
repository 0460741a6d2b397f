//! The vendor says that something changed.

use kernel::{Command, Context, Effect, Webhook, WebhookSpec};

use super::hint::HintDocflows;

/// The vendor, or whoever watches it, says that something changed. Whatever the message holds, it
/// is a hint and no fact: the vendor is asked at once, the same way as by the clock (decision C36).
pub struct ReceiveHint;

impl Webhook for ReceiveHint {
    const SPEC: WebhookSpec = WebhookSpec {
        name: "customs.receive-kontur",
        path: "/webhooks/{tenant}/kontur",
        secret: "kontur-webhook",
        sends: &[HintDocflows::SPEC.name],
        summary: "Takes the vendor's word that something changed as a reason to ask.",
    };

    fn receive(_: &[u8], context: &Context) -> Vec<Effect> {
        vec![Effect::send(&HintDocflows {}, format!("hint/{}", context.correlation))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c36_whatever_comes_is_a_hint() {
        for body in [&b"{\"docflowId\":\"x\",\"status\":3}"[..], b"\xff", b""] {
            let effects = ReceiveHint::receive(body, &testkit::context());
            assert!(
                matches!(effects.as_slice(), [Effect::Send { command: "customs.hint-docflows", body, .. }] if *body == serde_json::json!({}))
            );
        }
    }
}
