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
use crate::sale::{Sale, Stall};

/// Refusals that say that a step was done before, by this reaction or by a person: the next may follow.
const DONE_ALREADY: &[(&str, &str)] = &[
    (RegisterParty::SPEC.name, "commerce.party.exists"),
    // What was never undertaken need not be cancelled, and what was never drafted not ended.
    (CancelObligation::SPEC.name, "commerce.obligation.not-found"),
    (TerminateContract::SPEC.name, "commerce.contract.not-found"),
];

/// Carries a sale through contract, obligation, fact, invoice and payment as far as what is
/// known of the order goes. Harmless when repeated, and when two of its kind run at once.
pub struct CarrySaleOnNews;

impl Reaction for CarrySaleOnNews {
    type Aggregate = Sale;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "commerce.carry-sale-on-news",
        on: &[
            "placed.v1",
            "confirmed.v1",
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
        let first = steps::goods(trigger.state, trigger.context).into_iter().next();
        let end = steps::cancellation(trigger.state, trigger.context);
        first.or(end).map(|step| step.effect).into_iter().collect()
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
    let steps = steps::goods(trigger.state, trigger.context);
    let is_done = |step: &Step| matches!(&step.effect, Effect::Send { key: sent, .. } if sent == key);
    let next = steps.iter().position(is_done).and_then(|done| steps.get(done.checked_add(1)?));
    let mut effects = Vec::new();
    if command == SignContract::SPEC.name || command == TerminateContract::SPEC.name {
        effects.extend(steps::money(trigger.state, trigger.context).into_iter().map(|step| step.effect));
    }
    effects.extend(next.map(|step| step.effect.clone()));
    effects
}

fn stall(trigger: &Trigger<'_, Sale>, command: &str, code: &str) -> Vec<Effect> {
    let (Ok(step), Ok(code)) = (Line::new(command), Line::new(code)) else { return Vec::new() };
    // A refused note of the obstacle is not an obstacle.
    if command == StallSale::SPEC.name {
        return Vec::new();
    }
    let stalled = StallSale { sale_id: trigger.id, stall: Stall { step, code } };
    vec![Effect::send(&stalled, trigger.key("stall"))]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use kernel::aggregate::fold_events;
    use kernel::{Context, Refused, Status, Texts};
    use serde_json::json;

    use super::*;
    use crate::PartyId;
    use crate::sale::SaleEvent;
    use crate::samples::sales;

    fn context() -> Context {
        let mut context = testkit::context();
        let mut settings = testkit::decision::settings();
        let orders = json!({ "orders": { "seller": PartyId::derive(&["seller"]), "warehouse": "MAIN", "tax_code": "standard" } });
        settings.contexts = BTreeMap::from([("commerce".to_owned(), orders)]);
        context.settings = Arc::new(settings);
        context
    }

    /// Sends every effect; `refused` says which command is refused, with which code.
    fn run(events: &[SaleEvent], context: &Context, refused: Option<(&str, &'static str)>) -> Vec<String> {
        let meta = context.meta("test");
        let state = fold_events::<Sale>(None, events, &meta).unwrap().unwrap();
        let trigger = Trigger { id: sales::id(), version: 3, event: &events[0], meta: &meta, state: &state, context };
        let mut open = CarrySaleOnNews::react(&trigger);
        let mut sent = Vec::new();
        while !open.is_empty() {
            let Effect::Send { command, key, .. } = open.remove(0) else { panic!("only commands are sent") };
            sent.push(command.trim_start_matches("commerce.").to_owned());
            let refused = refused.filter(|(name, _)| *name == command);
            let result = refused.map_or(Ok(()), |(_, code)| Err(Refused { code, status: Status::Rule, texts: Texts::new("", "", "") }));
            let answers = CarrySaleOnNews::answered(&trigger, &Outcome::Sent { command, key, result });
            open.splice(0..0, answers);
        }
        sent
    }

    #[test]
    fn x03_what_was_dispatched_and_paid_goes_to_the_books_without_a_click() {
        let events = [sales::dispatched(), vec![SaleEvent::MoneyMatched { money: sales::matched() }]].concat();
        let sent = run(&events, &context(), None);
        let expected = [
            "register-party",
            "draft-contract",
            "sign-contract",
            "record-payment",
            "undertake-obligation",
            "record-fact",
            "draft-invoice",
            "issue-invoice",
            "post-invoice",
        ];
        assert_eq!(sent, expected);
    }

    #[test]
    fn a_refused_step_stalls_the_sale_and_one_that_was_done_does_not() {
        let sent = run(&sales::dispatched(), &context(), Some(("commerce.sign-contract", "commerce.contract.party-frozen")));
        assert_eq!(sent, ["register-party", "draft-contract", "sign-contract", "stall-sale"]);
        let sent = run(&sales::dispatched(), &context(), Some(("commerce.register-party", "commerce.party.exists")));
        assert_eq!(sent.last().map(String::as_str), Some("post-invoice"));
    }

    #[test]
    fn money_that_was_taken_away_is_reversed_and_a_cancelled_order_ends_its_contract() {
        let matched = SaleEvent::MoneyMatched { money: sales::matched() };
        let withdrawn =
            SaleEvent::MoneyWithdrawn { source: sales::matched().source, version: 5, reason: crate::samples::line("Помилка") };
        let events = [sales::dispatched(), vec![matched, withdrawn]].concat();
        assert!(run(&events, &context(), None).contains(&"reverse-payment".to_owned()));
        let cancelled = [sales::dispatched(), vec![SaleEvent::Cancelled { on: kernel::Day::default() }]].concat();
        assert_eq!(run(&cancelled, &context(), None), ["terminate-contract"]);
    }

    #[test]
    fn nothing_is_sent_where_orders_are_not_carried_into_the_books() {
        assert!(run(&sales::dispatched(), &testkit::context(), None).is_empty());
    }

    #[test]
    fn a_discount_is_shared_out_to_the_kopeck() {
        let mut placed = sales::placed();
        placed.discount = sales::money("100.01");
        let events = vec![
            SaleEvent::Noticed { id: sales::id(), order: sales::order() },
            SaleEvent::Placed { placed, version: 1 },
            SaleEvent::Confirmed,
        ];
        let meta = context().meta("test");
        let sale = fold_events::<Sale>(None, &events, &meta).unwrap().unwrap();
        let steps = steps::goods(&sale, &context());
        let bodies = steps.iter().filter_map(|step| match &step.effect {
            Effect::Send { body, .. } => Some(body),
            Effect::Call { .. } | Effect::Keep { .. } | Effect::Redeliver { .. } => None,
        });
        let lines = bodies.filter_map(|body| body["lines"].as_array()).next().unwrap();
        let discounts: Vec<&str> = lines.iter().map(|line| line["discount"]["amount"].as_str().unwrap()).collect();
        assert_eq!(discounts, ["80.01", "20.00"]);
    }
}
