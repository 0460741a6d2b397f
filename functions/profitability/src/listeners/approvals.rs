//! What `approvals` decides becomes news of an order.
//!
//! The types here are this context's own reading of what `approvals` publishes: no more fields
//! than profitability needs.

use kernel::{Command, Context, Effect, Heard, Line, Listener, ListenerSpec, Moment, Paragraph};
use serde::Deserialize;

use crate::ShipmentId;
use crate::shipment::ApprovedBy;
use crate::shipment::event::{RecalculatedBecause, RejectedBy};
use crate::shipment::note_decision::{DecisionNews, NoteDecision};
use crate::shipment::proposal::ProposedPrice;
use crate::shipment::recalculate::RecalculateShipment;

/// Notes what approvals decides about an order, and answers what it asks.
pub struct NoteDecisionOnApprovals;

/// An event of an approval process, as profitability reads it.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum ProcessEvent {
    /// Somebody is asked.
    #[serde(rename = "evt.approvals.process.opened.v1")]
    Opened {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// At which level.
        level: Line,
    },
    /// The order may be shipped.
    #[serde(rename = "evt.approvals.process.approved.v1")]
    Approved {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// How.
        by: ApprovedBy,
        /// At which level.
        level: Line,
        /// Who, if a person.
        #[serde(default)]
        approver: Option<Line>,
        /// What they said.
        #[serde(default)]
        comment: Option<Paragraph>,
        /// When.
        decided_at: Moment,
    },
    /// A business unit refuses its lines.
    #[serde(rename = "evt.approvals.process.partially-approved.v1")]
    PartiallyApproved {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// The proposal.
        proposal: Line,
        /// The lines to drop.
        drop: Vec<u16>,
        /// Who refuses.
        #[serde(default)]
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// It would be approved at other prices.
    #[serde(rename = "evt.approvals.process.correction-proposed.v1")]
    CorrectionProposed {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// The proposal.
        proposal: Line,
        /// The round, from 1.
        round: u32,
        /// Which prices.
        prices: Vec<ProposedPrice>,
        /// Who proposes.
        #[serde(default)]
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// It may not be shipped as it is.
    #[serde(rename = "evt.approvals.process.rejected.v1")]
    Rejected {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// How.
        by: RejectedBy,
        /// Who, if a person.
        #[serde(default)]
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// Its approval does not cover its figures any more.
    #[serde(rename = "evt.approvals.process.revoked.v1")]
    Revoked {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// What changed.
        cause: Line,
        /// The level that decides now.
        level: Line,
        /// In words.
        reason: Paragraph,
    },
    /// The facts must be looked at before something is decided by default.
    #[serde(rename = "evt.approvals.process.facts-requested.v1")]
    FactsRequested {
        /// Which order.
        shipment: ShipmentId,
        /// The request.
        request: Line,
    },
}

/// What an event means: news of a submission of an order, or a question.
enum Meaning {
    News(ShipmentId, u32, DecisionNews),
    Question(ShipmentId, Line),
}

impl ProcessEvent {
    fn meaning(&self) -> Meaning {
        match self.clone() {
            Self::Opened { shipment, submission, level } => Meaning::News(shipment, submission, DecisionNews::Opened { level }),
            Self::Approved { shipment, submission, by, level, approver, comment, decided_at } => {
                Meaning::News(shipment, submission, DecisionNews::Approved { by, level, approver, comment, decided_at })
            }
            Self::PartiallyApproved { shipment, submission, proposal, drop, approver, reason } => {
                Meaning::News(shipment, submission, DecisionNews::PartiallyApproved { proposal, drop, approver, reason })
            }
            Self::CorrectionProposed { shipment, submission, proposal, round, prices, approver, reason } => {
                Meaning::News(shipment, submission, DecisionNews::CorrectionProposed { proposal, round, prices, approver, reason })
            }
            Self::Rejected { shipment, submission, by, approver, reason } => {
                Meaning::News(shipment, submission, DecisionNews::Rejected { by, approver, reason })
            }
            Self::Revoked { shipment, submission, cause, level, reason } => {
                Meaning::News(shipment, submission, DecisionNews::Revoked { cause, level, reason })
            }
            Self::FactsRequested { shipment, request } => Meaning::Question(shipment, request),
        }
    }
}

impl Listener for NoteDecisionOnApprovals {
    type Event = ProcessEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "profitability.note-decision-on-approvals",
        on: &[
            "evt.approvals.process.opened.v1",
            "evt.approvals.process.approved.v1",
            "evt.approvals.process.partially-approved.v1",
            "evt.approvals.process.correction-proposed.v1",
            "evt.approvals.process.rejected.v1",
            "evt.approvals.process.revoked.v1",
            "evt.approvals.process.facts-requested.v1",
        ],
        sends: &[NoteDecision::SPEC.name, RecalculateShipment::SPEC.name],
        summary: "Notes what approvals decides about an order, and answers what it asks.",
    };

    fn hear(heard: &Heard<ProcessEvent>, _: &Context) -> Vec<Effect> {
        match heard.event.meaning() {
            Meaning::News(shipment_id, submission, news) => {
                let Ok(process) = Line::new(&heard.subject) else { return Vec::new() };
                let note = NoteDecision { shipment_id, submission, process, version: heard.version, news };
                vec![Effect::send(&note, heard.key("note"))]
            }
            Meaning::Question(shipment_id, request) => {
                let cause = RecalculatedBecause::Requested;
                vec![Effect::send(&RecalculateShipment { shipment_id, cause, request: Some(request) }, heard.key("answer"))]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::{Sound, listener};
    use serde_json::{Value, json};

    use super::*;
    use crate::samples::shipments::shipment_id;

    fn hear(kind: &str, data: Value) -> Vec<Effect> {
        let sound = Sound {
            id: "apr_1/3/0".to_owned(),
            kind: format!("evt.approvals.process.{kind}.v1"),
            subject: "apr_8a3e9fca307b8bd38fbc702b04a41652".to_owned(),
            version: 3,
            at: "2026-11-21T08:30:00Z".parse().unwrap(),
            data,
        };
        listener::<NoteDecisionOnApprovals>().open(sound, &testkit::context()).unwrap().hear()
    }

    fn of(more: Value) -> Value {
        let mut data = json!({ "shipment": shipment_id(), "submission": 1 });
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        data
    }

    #[test]
    fn p59_what_approvals_decides_is_noted_with_its_version() {
        let news = [
            ("opened", json!({ "level": "rbu", "figures": {} })),
            (
                "approved",
                json!({ "by": "person", "level": "rbu", "approver": "sidorov", "comment": null, "decided_at": "2026-11-21T08:30:00Z" }),
            ),
            ("partially-approved", json!({ "proposal": "p", "drop": [2], "approver": "orlova", "reason": "нет" })),
            (
                "correction-proposed",
                json!({ "proposal": "p", "round": 1, "reason": "по 249", "level": "rbu",
                    "prices": [{ "line": 1, "price": { "amount": "249.00", "currency": "UAH" } }] }),
            ),
            ("rejected", json!({ "by": "default", "reason": "нет ответа" })),
            ("revoked", json!({ "cause": "level-higher", "level": "dp", "reason": "план" })),
        ];
        for (kind, data) in news {
            let effects = hear(kind, of(data));
            let [Effect::Send { command: "profitability.note-decision", body, key }] = effects.as_slice() else { panic!("{effects:?}") };
            assert_eq!((body["version"].as_u64(), body["news"]["news"].as_str()), (Some(3), Some(kind)));
            assert_eq!(key, "apr_1/3/0/note");
        }
    }

    #[test]
    fn facts_are_answered_before_a_default_fires() {
        let effects = hear("facts-requested", of(json!({ "request": "apr_1/7" })));
        let [Effect::Send { command: "profitability.recalculate-shipment", body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((body["cause"].as_str(), body["request"].as_str()), (Some("requested"), Some("apr_1/7")));
    }
}
