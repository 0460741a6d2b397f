//! What `profitability` tells of an order becomes a step of its approval.
//!
//! The types here are this context's own reading of what `profitability` publishes: no more
//! fields than approvals needs. Messages may come twice and in any order; each command is
//! harmless when repeated, and what comes too early is kept until the submission is there.

use kernel::{Context, Effect, Heard, Line, Listener, ListenerSpec, Paragraph};
use serde::Deserialize;

use crate::figures::{ClientRef, Figures, Submitted};
use crate::process::answer_proposal::{AnswerProposal, Answered};
use crate::process::note_figures::NoteFigures;
use crate::process::note_milestone::{Milestone, NoteMilestone};
use crate::process::open::OpenProcess;
use crate::process::withdraw::WithdrawProcess;
use kernel::Command;

/// Decides upon orders as they are submitted, changed and called off.
pub struct DecideOnShipments;

/// An event of an order, as approvals reads it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "one lives at a time")]
pub enum ShipmentEvent {
    /// The only thing that starts an approval (decision P46).
    #[serde(rename = "evt.profitability.shipment.submitted-for-approval.v1")]
    Submitted(SubmittedData),
    /// The figures changed, or were asked for.
    #[serde(rename = "evt.profitability.shipment.recalculated.v1")]
    Recalculated {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// The question that it answers.
        #[serde(default)]
        request: Option<Line>,
        /// Who buys.
        client: ClientRef,
        /// The figures.
        facts: Figures,
    },
    /// The submission is over without a decision.
    #[serde(rename = "evt.profitability.shipment.withdrawn.v1")]
    Withdrawn {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Why.
        cause: Line,
    },
    /// Nobody handed it over in time.
    #[serde(rename = "evt.profitability.shipment.approval-lapsed.v1")]
    Lapsed {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
    },
    /// The goods have left.
    #[serde(rename = "evt.profitability.shipment.handed-over.v1")]
    HandedOver {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
    },
    /// The manager took prices over, or dropped lines.
    #[serde(rename = "evt.profitability.shipment.proposal-accepted.v1")]
    ProposalAccepted {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Which proposal.
        proposal: Line,
        /// The figures since.
        facts: Box<Figures>,
    },
    /// The manager did not.
    #[serde(rename = "evt.profitability.shipment.proposal-declined.v1")]
    ProposalDeclined {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Which proposal.
        proposal: Line,
        /// Why.
        #[serde(default)]
        reason: Option<Paragraph>,
    },
}

/// A submission: the order's own fields beside its figures.
#[derive(Debug, Deserialize)]
pub struct SubmittedData {
    shipment: Line,
    submission: u32,
    estimate: Line,
    estimate_number: Line,
    number: Line,
    client: ClientRef,
    manager: Line,
    #[serde(default)]
    submitted_by: Option<Line>,
    priority: crate::Priority,
    #[serde(default)]
    emergency: bool,
    source: crate::figures::Source,
    #[serde(default)]
    justification: Option<Paragraph>,
    submitted_at: kernel::Moment,
    #[serde(default)]
    revocations: u32,
    #[serde(default)]
    previous_refusal: Option<Paragraph>,
    facts: Figures,
}

impl SubmittedData {
    fn open(&self) -> OpenProcess {
        let submitted = Submitted {
            shipment: self.shipment.clone(),
            submission: self.submission,
            estimate: self.estimate.clone(),
            estimate_number: self.estimate_number.clone(),
            number: self.number.clone(),
            client: self.client.clone(),
            manager: self.manager.clone(),
            submitted_by: self.submitted_by.clone(),
            priority: self.priority,
            emergency: self.emergency,
            source: self.source,
            justification: self.justification.clone(),
            submitted_at: self.submitted_at,
            revocations: self.revocations,
            previous_refusal: self.previous_refusal.clone(),
        };
        OpenProcess { submitted, figures: self.facts.clone() }
    }
}

impl Listener for DecideOnShipments {
    type Event = ShipmentEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "approvals.decide-on-shipments",
        on: &[
            "evt.profitability.shipment.submitted-for-approval.v1",
            "evt.profitability.shipment.recalculated.v1",
            "evt.profitability.shipment.withdrawn.v1",
            "evt.profitability.shipment.approval-lapsed.v1",
            "evt.profitability.shipment.handed-over.v1",
            "evt.profitability.shipment.proposal-accepted.v1",
            "evt.profitability.shipment.proposal-declined.v1",
        ],
        sends: &[
            OpenProcess::SPEC.name,
            NoteFigures::SPEC.name,
            WithdrawProcess::SPEC.name,
            NoteMilestone::SPEC.name,
            AnswerProposal::SPEC.name,
        ],
        summary: "Decides upon orders as they are submitted, changed and called off.",
    };

    fn hear(heard: &Heard<ShipmentEvent>, _: &Context) -> Vec<Effect> {
        let (key, milestone) = (heard.key("approvals"), |shipment: &Line, submission: u32, milestone| {
            let (shipment, key) = (shipment.clone(), heard.key("milestone"));
            Effect::send(&NoteMilestone { shipment, submission, milestone }, key)
        });
        vec![match &heard.event {
            ShipmentEvent::Submitted(data) => return submitted(data, key, milestone),
            ShipmentEvent::Recalculated { shipment, submission, request, client, facts } => {
                let (shipment, request, client) = (shipment.clone(), request.clone(), client.clone());
                Effect::send(&NoteFigures { shipment, submission: *submission, request, client, figures: facts.clone() }, key)
            }
            ShipmentEvent::Withdrawn { shipment, submission, cause } => {
                Effect::send(&WithdrawProcess { shipment: shipment.clone(), submission: *submission, cause: cause.clone() }, key)
            }
            ShipmentEvent::Lapsed { shipment, submission } => milestone(shipment, *submission, Milestone::Lapsed),
            ShipmentEvent::HandedOver { shipment, submission } => milestone(shipment, *submission, Milestone::HandedOver),
            ShipmentEvent::ProposalAccepted { shipment, submission, proposal, facts } => {
                let answer = Answered::Accepted { figures: facts.clone() };
                answered(shipment, *submission, proposal, answer, key)
            }
            ShipmentEvent::ProposalDeclined { shipment, submission, proposal, reason } => {
                answered(shipment, *submission, proposal, Answered::Declined { reason: reason.clone() }, key)
            }
        }]
    }
}

/// A submission opens its process. It ends whatever was still asked about the one before: that
/// was refused by silence, and the manager has chosen another way than arbitration.
fn submitted(data: &SubmittedData, key: String, milestone: impl FnOnce(&Line, u32, Milestone) -> Effect) -> Vec<Effect> {
    let before = data.submission.checked_sub(1).filter(|before| *before > 0);
    let ended = before.map(|before| milestone(&data.shipment, before, Milestone::Resubmitted));
    std::iter::once(Effect::send(&data.open(), key)).chain(ended).collect()
}

fn answered(shipment: &Line, submission: u32, proposal: &Line, answer: Answered, key: String) -> Effect {
    Effect::send(&AnswerProposal { shipment: shipment.clone(), submission, proposal: proposal.clone(), answer }, key)
}

#[cfg(test)]
mod tests {
    use kernel::listener::{AnyListener, Sound, listener};
    use serde_json::{Value, json};

    use super::*;
    use crate::samples::processes::{ORDER, client, figures, submitted};

    fn hear(kind: &str, data: Value) -> Vec<Effect> {
        let handler: &dyn AnyListener = listener::<DecideOnShipments>();
        let sound = Sound {
            id: "ship/3/0".to_owned(),
            kind: format!("evt.profitability.shipment.{kind}.v1"),
            subject: ORDER.to_owned(),
            version: 3,
            at: testkit::context().now,
            data,
        };
        handler.open(sound, &testkit::context()).unwrap().hear()
    }

    fn of(more: Value) -> Value {
        let mut data = json!({ "shipment": ORDER, "submission": 1 });
        for (name, value) in more.as_object().unwrap() {
            data[name] = value.clone();
        }
        data
    }

    #[test]
    fn p46_p47_only_a_submission_opens_a_process() {
        let mut data = serde_json::to_value(submitted()).unwrap();
        data["facts"] = serde_json::to_value(figures(700)).unwrap();
        data["facts"]["something_new"] = json!("ignored");
        data["justification"] = Value::Null;
        let effects = hear("submitted-for-approval", data);
        let [Effect::Send { command: "approvals.open-process", body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((&body["submitted"]["number"], &body["figures"]["deviation"]), (&json!("ЗК-000431"), &json!(700)));
        assert_eq!(body["submitted"]["submitted_by"], json!("manager"));
    }

    #[test]
    fn p97_a_later_submission_ends_what_is_asked_about_the_one_before() {
        let mut data = serde_json::to_value(submitted()).unwrap();
        data["facts"] = serde_json::to_value(figures(700)).unwrap();
        data["submission"] = json!(3);
        let effects = hear("submitted-for-approval", data);
        let [Effect::Send { command: "approvals.open-process", .. }, Effect::Send { command: "approvals.note-milestone", body, .. }] =
            effects.as_slice()
        else {
            panic!("{effects:?}")
        };
        assert_eq!((&body["submission"], &body["milestone"]), (&json!(2), &json!("resubmitted")));
    }

    #[test]
    fn every_other_message_becomes_one_step() {
        let facts = serde_json::to_value(figures(300)).unwrap();
        let client = serde_json::to_value(client()).unwrap();
        let cases = [
            (
                "recalculated",
                of(json!({ "status": "approved", "cause": "requested", "request": "q", "client": client, "facts": facts })),
                "note-figures",
            ),
            ("withdrawn", of(json!({ "was": "approved", "cause": "manager", "reason": null })), "withdraw-process"),
            ("approval-lapsed", of(json!({ "approved_at": "2026-11-23T07:00:00Z" })), "note-milestone"),
            ("handed-over", of(json!({ "at": "2026-11-23T07:00:00Z" })), "note-milestone"),
            ("proposal-accepted", of(json!({ "proposal": "p", "kind": "prices", "facts": facts })), "answer-proposal"),
            ("proposal-declined", of(json!({ "proposal": "p", "kind": "prices", "reason": null })), "answer-proposal"),
        ];
        for (kind, data, command) in cases {
            let effects = hear(kind, data);
            let [Effect::Send { command: sent, .. }] = effects.as_slice() else { panic!("{kind}: {effects:?}") };
            assert_eq!(*sent, format!("approvals.{command}"), "{kind}");
        }
    }
}
