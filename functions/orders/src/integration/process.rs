//! Does the work that a message asks for.

use kernel::facts::Want;
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::IgnoredBecause;
use super::record_failure::failed;
use super::{Content, IntegrationEvent, IntegrationFact, IntegrationRefusal, ProcessingResult};
use crate::order::consignment::{Carrier, guard_value};
use crate::order::{Order, WAYBILL_SCOPE, tracking};
use crate::outside::nova_poshta::{CarrierClass, TrackingFact};
use crate::outside::privat24::{BankTransaction, Direction, Posting};
use crate::payment::{Payment, PaymentEvent, PaymentStatus, UnmatchReason, import, settle};
use crate::views::payment_duplicates;
use crate::{IntegrationEventId, OrderId};

/// A waybill number that no order has.
pub const UNKNOWN_WAYBILL: &str = "NP_UNKNOWN_WAYBILL";
/// A reversal of a payment that has not come.
pub const REVERSAL_BEFORE_PAYMENT: &str = "P24_REVERSAL_BEFORE_PAYMENT";

/// Does the work that a message asks for: moves the order's parcel, records or takes back a
/// payment. Message, order and payment change in one step, so a message that is delivered
/// again finds its work done.
///
/// What may be right a little later, such as a reversal that overtook its payment, is tried
/// again by the policy of the integration.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcessIntegrationEvent {
    /// Which message.
    pub integration_event_id: IntegrationEventId,
}

type Work = Result<Decision<IntegrationEvent>, IntegrationRefusal>;

impl Command for ProcessIntegrationEvent {
    type Aggregate = IntegrationEvent;
    type Refusal = IntegrationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.process-integration-event",
        route: None,
        roles: &[Role::System],
        also_writes: &[Order::NAME, Payment::NAME],
        reads: &[payment_duplicates::VIEW],
        summary: "Does the work that a message of an outside system asks for.",
    };

    fn target(&self, _: &Context) -> IntegrationEventId {
        self.integration_event_id
    }

    fn wants(&self, message: Option<&IntegrationEvent>, facts: &Facts, _: &Context) -> Vec<Want> {
        match message.filter(|message| message.is_due()).map(|message| &message.content) {
            Some(Content::Tracking { fact }) => {
                let order = order_of(fact, facts).map(Want::aggregate::<Order>);
                std::iter::once(Want::guard(WAYBILL_SCOPE, &waybill_guard(fact))).chain(order).collect()
            }
            Some(Content::Transaction { transaction }) => wants_of_transaction(transaction, facts),
            Some(Content::Unreadable { .. }) | None => Vec::new(),
        }
    }

    fn decide(&self, message: Option<&IntegrationEvent>, facts: &Facts, context: &Context) -> Work {
        let message = message.ok_or(IntegrationRefusal::NotFound)?;
        if !message.is_due() {
            return Ok(Decision::nothing());
        }
        match &message.content {
            Content::Tracking { fact } => Ok(track(message, fact, facts, context)),
            Content::Transaction { transaction } if transaction.is_received() => Ok(receive(message, transaction, facts)),
            Content::Transaction { transaction } if transaction.is_reversal() => Ok(reverse(message, transaction, facts, context)),
            Content::Transaction { transaction } => Ok(ignored(no_concern(transaction))),
            Content::Unreadable { .. } => Err(IntegrationRefusal::Unreadable),
        }
    }

    fn example() -> Self {
        Self { integration_event_id: IntegrationEventId::derive(&["example"]) }
    }
}

fn processed(result: ProcessingResult, touched: impl IntoIterator<Item = String>) -> Decision<IntegrationEvent> {
    Decision::of([IntegrationFact::Processed { result, touched: touched.into_iter().collect() }])
}

fn ignored(why: IgnoredBecause) -> Decision<IntegrationEvent> {
    processed(ProcessingResult::Ignored { why }, [])
}

fn later(message: &IntegrationEvent, code: &str, text: String, context: &Context) -> Decision<IntegrationEvent> {
    let error = OutsideError { code: code.to_owned(), class: FailureClass::Retry, raw_code: String::new(), text };
    Decision::of(failed(message, error, context.now))
}

fn waybill_guard(fact: &TrackingFact) -> String {
    guard_value(Carrier::NovaPoshta, &fact.number)
}

fn order_of(fact: &TrackingFact, facts: &Facts) -> Option<OrderId> {
    facts.owner(WAYBILL_SCOPE, &waybill_guard(fact))?.parse().ok()
}

fn track(message: &IntegrationEvent, fact: &TrackingFact, facts: &Facts, context: &Context) -> Decision<IntegrationEvent> {
    let Some(order) = order_of(fact, facts).and_then(|order| facts.aggregate::<Order>(order)) else {
        return match fact.class() {
            CarrierClass::Void | CarrierClass::NotFound => ignored(IgnoredBecause::UnknownWaybill),
            // The carrier may be quicker than our own record of the waybill that it just made.
            CarrierClass::Created
            | CarrierClass::InTransit
            | CarrierClass::Arrived
            | CarrierClass::Delivered
            | CarrierClass::DeliveredMoneyPending
            | CarrierClass::DeliveredMoneyPaid
            | CarrierClass::DeliveredReturnCreated
            | CarrierClass::Returning
            | CarrierClass::Exception
            | CarrierClass::Amended
            | CarrierClass::Unrecognised => later(message, UNKNOWN_WAYBILL, format!("no order has the waybill {}", fact.number), context),
        };
    };
    let events = tracking::absorb(&order.state, fact, &context.meta(ProcessIntegrationEvent::SPEC.name));
    if events.is_empty() {
        return ignored(IgnoredBecause::NothingNew);
    }
    processed(ProcessingResult::Applied, [order.state.id.to_string()]).and::<Order>(order.state.id, order.version, events)
}

fn wants_of_transaction(transaction: &BankTransaction, facts: &Facts) -> Vec<Want> {
    let id = import::payment_id(transaction);
    if transaction.is_received() {
        return vec![Want::aggregate::<Payment>(id), Want::Rows(payment_duplicates::query(transaction.amount, transaction.bank_day))];
    }
    if transaction.is_reversal() {
        let matched = facts.aggregate::<Payment>(id).and_then(|payment| payment.state.matched());
        let order = matched.map(|matched| Want::aggregate::<Order>(matched.order));
        return std::iter::once(Want::aggregate::<Payment>(id)).chain(order).collect();
    }
    Vec::new()
}

fn no_concern(transaction: &BankTransaction) -> IgnoredBecause {
    match (transaction.real, transaction.direction, transaction.posting) {
        (false, _, _) => IgnoredBecause::Informational,
        (true, Direction::Debit, _) => IgnoredBecause::Debit,
        (true, Direction::Credit, Posting::Rejected) => IgnoredBecause::RejectedByBank,
        (true, Direction::Credit, Posting::InProcess | Posting::Posted | Posting::Reversed) => IgnoredBecause::InProcess,
    }
}

fn receive(message: &IntegrationEvent, transaction: &BankTransaction, facts: &Facts) -> Decision<IntegrationEvent> {
    let id = import::payment_id(transaction);
    if facts.aggregate::<Payment>(id).is_some() {
        return processed(ProcessingResult::Duplicate, [id.to_string()]);
    }
    if !transaction.amount.is_positive() {
        return ignored(IgnoredBecause::ZeroAmount);
    }
    // The bank tells its own transactions apart; only what somebody typed in can be this money, too.
    let rows = facts.rows(&payment_duplicates::query(transaction.amount, transaction.bank_day));
    let typed_in = payment_duplicates::look_alike(rows, &import::payer(transaction), Some(id));
    let received = PaymentEvent::Received(import::received(transaction, message.raw_sha256.clone(), typed_in));
    processed(ProcessingResult::Applied, [id.to_string()]).and::<Payment>(id, 0, [received])
}

fn reverse(message: &IntegrationEvent, transaction: &BankTransaction, facts: &Facts, context: &Context) -> Decision<IntegrationEvent> {
    let id = import::payment_id(transaction);
    let Some(payment) = facts.aggregate::<Payment>(id) else {
        return later(message, REVERSAL_BEFORE_PAYMENT, format!("the payment of {} has not come", transaction.identity()), context);
    };
    if payment.state.status() == PaymentStatus::Reversed {
        return processed(ProcessingResult::Duplicate, [id.to_string()]);
    }
    let reversed = PaymentEvent::Reversed { message: message.id };
    let applied = |touched: Vec<String>| processed(ProcessingResult::Applied, touched);
    let matched = payment.state.matched();
    let Some((matched, order)) = matched.and_then(|matched| Some((matched, facts.aggregate::<Order>(matched.order)?))) else {
        return applied(vec![id.to_string()]).and::<Payment>(id, payment.version, [reversed]);
    };
    let unmatched = PaymentEvent::Unmatched {
        order: matched.order,
        number: matched.number.clone(),
        released: matched.allocated,
        reason: UnmatchReason::Reversal,
    };
    let Ok(words) = reversal_words(context) else {
        return later(message, REVERSAL_BEFORE_PAYMENT, "no words for the order's timeline".to_owned(), context);
    };
    let loses = settle::order_loses(&order.state, id, &words, false, &context.meta(ProcessIntegrationEvent::SPEC.name));
    applied(vec![id.to_string(), order.state.id.to_string()]).and::<Payment>(id, payment.version, [unmatched, reversed]).and::<Order>(
        order.state.id,
        order.version,
        loses,
    )
}

/// Why the order lost the money, in the tenant's language.
fn reversal_words(context: &Context) -> Result<Line, kernel::text::NotAText> {
    let texts = Texts::new("The bank reversed the payment.", "Банк сторнував платіж.", "Банк сторнировал платёж.");
    Line::new(texts.in_language(context.settings.language))
}

#[cfg(test)]
mod tests;
