//! Carries a sale on.

use kernel::{Command, Effect, Line, Outcome, Reaction, ReactionSpec, Trigger};

use crate::contract::draft::DraftContract;
use crate::contract::sign::SignContract;
use crate::contract::terminate::TerminateContract;
use crate::fact::record::RecordFact;
use crate::invoice::draft::DraftInvoice;
use crate::invoice::issue::IssueInvoice;
use crate::invoice::post::PostInvoice;
use crate::obligation::cancel::CancelObligation;
use crate::obligation::undertake::UndertakeObligation;
use crate::party::register::RegisterParty;
use crate::payment::record::RecordPayment;
use crate::payment::reverse::ReversePayment;
use crate::sale::stall::StallSale;
use crate::sale::steps::{self, Step};
use crate::sale::{REVISED_AFTER_HAND_OVER, Sale, SaleEvent, Stall};

/// Refusals that say that a step was done before, by this reaction or by a person: the next may
/// follow. A stream remembers its last keys only, so that a step that is sent again late is decided again.
const DONE_ALREADY: &[(&str, &str)] = &[
    (RegisterParty::SPEC.name, "commerce.party.exists"),
    (DraftContract::SPEC.name, "commerce.contract.exists"),
    // A contract that was ended rather than signed is found by the next step.
    (SignContract::SPEC.name, "commerce.contract.not-in-status"),
    (UndertakeObligation::SPEC.name, "commerce.obligation.exists"),
    (RecordFact::SPEC.name, "commerce.fact.exists"),
    (DraftInvoice::SPEC.name, "commerce.invoice.exists"),
    (IssueInvoice::SPEC.name, "commerce.invoice.not-in-status"),
    (PostInvoice::SPEC.name, "commerce.invoice.not-in-status"),
    (RecordPayment::SPEC.name, "commerce.payment.exists"),
    // The only status in which a payment is not reversed is that of a reversed one.
    (ReversePayment::SPEC.name, "commerce.payment.not-in-status"),
    // What was never undertaken need not be cancelled, what was never drafted not ended, and what
    // was never recorded not reversed.
    (CancelObligation::SPEC.name, "commerce.obligation.not-found"),
    (TerminateContract::SPEC.name, "commerce.contract.not-found"),
    (ReversePayment::SPEC.name, "commerce.payment.not-found"),
    // A draft obliges nobody, and what ended has ended.
    (TerminateContract::SPEC.name, "commerce.contract.not-in-status"),
];

/// Carries a sale through contract, obligation, fact, invoice and payment as far as what is
/// known of the order goes. Harmless when repeated, and when two of its kind run at once.
pub struct CarrySaleOnNews;

impl Reaction for CarrySaleOnNews {
    type Aggregate = Sale;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "commerce.carry-sale-on-news",
        on: &[
            "terms-fixed.v1",
            "goods-revised.v1",
            "dispatched.v1",
            "cancelled.v1",
            "money-matched.v1",
            "money-withdrawn.v1",
            "resumed.v1",
        ],
        sends: &[
            RegisterParty::SPEC.name,
            DraftContract::SPEC.name,
            SignContract::SPEC.name,
            UndertakeObligation::SPEC.name,
            CancelObligation::SPEC.name,
            RecordFact::SPEC.name,
            DraftInvoice::SPEC.name,
            IssueInvoice::SPEC.name,
            PostInvoice::SPEC.name,
            RecordPayment::SPEC.name,
            ReversePayment::SPEC.name,
            TerminateContract::SPEC.name,
            StallSale::SPEC.name,
        ],
        calls: &[],
        summary: "Carries a sale through contract, fact, invoice and payment.",
    };

    fn react(trigger: &Trigger<'_, Sale>) -> Vec<Effect> {
        let revised = matches!(trigger.event, SaleEvent::GoodsRevised { .. }) && trigger.state.is_revised_after_hand_over();
        let looked_at = if revised { stall(trigger, RecordFact::SPEC.name, REVISED_AFTER_HAND_OVER) } else { Vec::new() };
        let first = steps::goods(trigger.state).into_iter().next();
        let next = first.or_else(|| steps::cancellation(trigger.state));
        looked_at.into_iter().chain(next.map(|step| step.effect)).collect()
    }

    fn answered(trigger: &Trigger<'_, Sale>, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Sent { command, key, result } = outcome else { return Vec::new() };
        match result {
            Err(refused) if !DONE_ALREADY.contains(&(*command, refused.code)) => stall(trigger, command, refused.code),
            Ok(()) | Err(_) => follow(trigger, command, key),
        }
    }
}

/// The goods' steps rest on each other; the money's only on a contract that was signed, though it
/// may have ended since.
fn follow(trigger: &Trigger<'_, Sale>, command: &str, key: &str) -> Vec<Effect> {
    let steps = steps::goods(trigger.state);
    let is_done = |step: &Step| matches!(&step.effect, Effect::Send { key: sent, .. } if sent == key);
    let next = steps.iter().position(is_done).and_then(|done| steps.get(done.checked_add(1)?));
    let mut effects = Vec::new();
    if command == SignContract::SPEC.name || command == TerminateContract::SPEC.name {
        effects.extend(steps::money(trigger.state).into_iter().map(|step| step.effect));
    }
    effects.extend(next.map(|step| step.effect.clone()));
    effects
}

/// Several steps of one delivery can be refused, and a second delivery meets other obstacles than
/// the first: each obstacle has a key of its own.
fn stall(trigger: &Trigger<'_, Sale>, command: &str, code: &str) -> Vec<Effect> {
    let (Ok(step), Ok(code)) = (Line::new(command), Line::new(code)) else { return Vec::new() };
    // A refused note of the obstacle is not an obstacle.
    if command == StallSale::SPEC.name {
        return Vec::new();
    }
    let key = trigger.key(&format!("stall/{step}/{code}"));
    vec![Effect::send(&StallSale { sale_id: trigger.id, stall: Stall { step, code } }, key)]
}

#[cfg(test)]
mod tests;
