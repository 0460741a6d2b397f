//! The carrier tells where a parcel is.

use kernel::{Command, Context, Effect, Webhook, WebhookSpec};

use super::{part, record};
use crate::integration::receive::ReceiveIntegrationEvent;
use crate::integration::{Content, Integration};
use crate::outside::nova_poshta::{code, normalise_tracking};

/// The carrier tells where a parcel is:
/// `{"event": "tracking", "carrier": "nova-poshta", "document": {…}}`, the document as the
/// carrier's tracking answers it.
pub struct ReceiveTracking;

impl Webhook for ReceiveTracking {
    const SPEC: WebhookSpec = WebhookSpec {
        name: "orders.receive-nova-poshta",
        path: "/webhooks/{tenant}/nova-poshta",
        secret: "nova-poshta-webhook",
        sends: &[ReceiveIntegrationEvent::SPEC.name],
        summary: "Records what the carrier tells of a parcel.",
    };

    fn receive(body: &[u8], _: &Context) -> Vec<Effect> {
        record(body, Integration::NovaPoshta, code::PARSE_ERROR, |body| {
            normalise_tracking(part(body, "tracking", "document")?).map(|fact| Content::Tracking { fact })
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use testkit::context;

    use super::*;
    use crate::samples;

    fn received(body: &[u8]) -> (Effect, Value) {
        match ReceiveTracking::receive(body, &context()).as_slice() {
            [keep @ Effect::Keep { .. }, Effect::Send { command: "orders.receive-integration-event", body, .. }] => {
                (keep.clone(), body.clone())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn r33_a_push_is_the_same_message_as_the_polled_row() {
        let document = json!({ "Number": samples::waybill_number(), "StatusCode": 7, "Status": "Прибув", "TrackingUpdateDate": "2026-11-21 12:00:00" });
        let body = json!({ "event": "tracking", "carrier": "nova-poshta", "document": document }).to_string();
        let (keep, sent) = received(body.as_bytes());
        let command: ReceiveIntegrationEvent = serde_json::from_value(sent).unwrap();
        assert_eq!(command.content.id(), Content::Tracking { fact: samples::payments::tracking_fact("7") }.id());
        let Effect::Keep { sha256, bytes } = keep else { panic!("kept") };
        assert_eq!((Some(sha256), bytes.as_slice()), (command.raw_sha256, body.as_bytes()));
    }

    #[test]
    fn r36_what_cannot_be_read_is_recorded_and_kept() {
        for body in
            [&b"\xff\xfe not json"[..], b"{}", br#"{"event":"other","document":{}}"#, br#"{"event":"tracking","document":{"Number":"x"}}"#]
        {
            let (_, sent) = received(body);
            assert_eq!((&sent["content"]["kind"], &sent["content"]["code"]), (&json!("unreadable"), &json!("NP_PARSE_ERROR")));
        }
        assert_ne!(received(b"{}").1["content"]["row_sha256"], received(b"[]").1["content"]["row_sha256"]);
    }
}
