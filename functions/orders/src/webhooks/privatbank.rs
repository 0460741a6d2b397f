//! The bank tells of a transaction.

use kernel::{Command, Context, Effect, Webhook, WebhookSpec};

use super::{part, record};
use crate::integration::receive::ReceiveIntegrationEvent;
use crate::integration::{Content, Integration};
use crate::outside::privat24::{code, normalise};

/// The bank tells of a transaction: `{"event": "transaction", "bank": "privatbank",
/// "transaction": {…}}`, the transaction as the bank's statement has it.
pub struct ReceiveTransaction;

impl Webhook for ReceiveTransaction {
    const SPEC: WebhookSpec = WebhookSpec {
        name: "orders.receive-privatbank",
        path: "/webhooks/{tenant}/privatbank",
        secret: "privatbank-webhook",
        sends: &[ReceiveIntegrationEvent::SPEC.name],
        summary: "Records what the bank tells of a transaction.",
    };

    fn receive(body: &[u8], _: &Context) -> Vec<Effect> {
        record(body, Integration::Privat24, code::PARSE_ERROR, |body| {
            normalise(part(body, "transaction", "transaction")?).map(|transaction| Content::Transaction { transaction })
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use testkit::context;

    use super::*;

    const RECORDED: &str = include_str!("../../../../events/orders/outside/privat24-statement-page.json");

    fn sent(body: &[u8]) -> ReceiveIntegrationEvent {
        match ReceiveTransaction::receive(body, &context()).as_slice() {
            [Effect::Keep { .. }, Effect::Send { body, .. }] => serde_json::from_value(body.clone()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn r33_a_push_is_the_same_message_as_the_polled_row() {
        let page: Value = serde_json::from_str(RECORDED).unwrap();
        let row = &page["transactions"][0];
        let body = json!({ "event": "transaction", "bank": "privatbank", "transaction": row }).to_string();
        let polled = Content::Transaction { transaction: normalise(row).unwrap() };
        assert_eq!(sent(body.as_bytes()).content.id(), polled.id());
    }

    #[test]
    fn r36_what_cannot_be_read_is_recorded() {
        let command = sent(br#"{"event":"transaction","transaction":{"CCY":"UAH"}}"#);
        let Content::Unreadable { code, problem, .. } = command.content else { panic!("{:?}", command.content) };
        assert_eq!((code.as_str(), problem.as_str()), ("P24_PARSE_ERROR", "AUT_MY_ACC: missing"));
    }
}
