//! Looks for the order of a payment.

use kernel::view::RowQuery;
use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MatchedBy, Payment, PaymentEvent, PaymentRefusal, Standing, settle};
use crate::matching::score::PayerMarks;
use crate::matching::{self, COMPARED_MAX, Comparison, Evaluation, Verdict, text};
use crate::number::OrderNumber;
use crate::order::{NUMBER_SCOPE, Order};
use crate::payment::ReviewReason;
use crate::settings::OrdersSettings;
use crate::views::match_index::{self, MatchRow};
use crate::{OrderId, PaymentId};

/// Looks for the order of a payment, and matches it when it is beyond doubt.
///
/// Sent when a payment came, again by a sweep when that was missed, and by a team lead when
/// orders have changed since. A payment that needs no order any more is left alone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluatePayment {
    /// Which payment.
    pub payment_id: PaymentId,
}

/// The searches of one payment, each under the name by which it is reported when cut.
fn searches(payment: &Payment) -> Vec<(&'static str, RowQuery)> {
    let payer = PayerMarks::of(payment);
    let mut searches = vec![("amount", match_index::by_amount(payment.amount))];
    searches.extend(payer.phones.iter().map(|phone| ("phone", match_index::by_phone(phone.as_str()))));
    searches.extend(payer.name.lookup_words().into_iter().map(|word| ("name", match_index::by_word(word))));
    searches
}

/// Numbers in the purpose that an order has, with that order.
fn named(payment: &Payment, facts: &Facts) -> Vec<(OrderNumber, OrderId)> {
    let numbers = text::order_numbers(&payment.purpose).into_iter();
    numbers.filter_map(|number| facts.owner(NUMBER_SCOPE, number.as_str())?.parse().ok().map(|order| (number, order))).collect()
}

/// The orders to compare, those that are named first; and the searches that were cut.
fn found(payment: &Payment, facts: &Facts) -> (Vec<OrderId>, Vec<String>) {
    let mut orders: Vec<OrderId> = named(payment, facts).into_iter().map(|(_, order)| order).collect();
    let mut cut: Vec<String> = Vec::new();
    for (name, query) in searches(payment) {
        let rows = facts.rows(&query).iter().filter_map(|row| serde_json::from_value::<MatchRow>(row.data.clone()).ok());
        orders.extend(rows.map(|row| row.order_id));
        if facts.page(&query).is_some_and(|page| page.next_cursor.is_some()) {
            cut.push(name.to_owned());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    orders.retain(|order| seen.insert(*order));
    if orders.len() > COMPARED_MAX {
        orders.truncate(COMPARED_MAX);
        cut.push("all".to_owned());
    }
    cut.dedup();
    (orders, cut)
}

fn is_foreign(payment: &Payment, context: &Context) -> bool {
    payment.amount.currency() != context.settings.currency
}

fn compare(payment: &Payment, facts: &Facts, context: &Context) -> Evaluation {
    if is_foreign(payment, context) {
        return Evaluation::without_candidates(ReviewReason::Currency);
    }
    let (orders, cut) = found(payment, facts);
    let loaded: Vec<&Order> = orders.iter().filter_map(|order| facts.aggregate::<Order>(*order)).map(|loaded| &loaded.state).collect();
    let settings = OrdersSettings::of(&context.settings).matching;
    let numbers: Vec<OrderNumber> = named(payment, facts).into_iter().map(|(number, _)| number).collect();
    let zone = context.settings.time_zone;
    matching::evaluate(payment, Comparison { orders: &loaded, numbers: &numbers, cut, settings: &settings, zone })
}

impl Command for EvaluatePayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.evaluate-payment",
        route: Some(Route::post("/payments/{payment_id}/evaluate")),
        roles: &[Role::System, Role::TeamLead],
        also_writes: &[Order::NAME],
        reads: &[match_index::VIEW],
        summary: "Looks for the order of a payment, and matches it when it is beyond doubt.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment.filter(|payment| payment.is_open() && !is_foreign(payment, context)) else { return Vec::new() };
        let numbers = text::order_numbers(&payment.purpose);
        let mut wants: Vec<Want> = numbers.iter().map(|number| Want::guard(NUMBER_SCOPE, number.as_str())).collect();
        wants.extend(searches(payment).into_iter().map(|(_, query)| Want::Rows(query)));
        // The orders are known once all searches have answered: asking for some of them
        // earlier could pass the limit with orders that later give way to better ones.
        if wants.iter().all(|want| facts.has(want)) {
            wants.extend(found(payment, facts).0.into_iter().map(Want::aggregate::<Order>));
        }
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if !payment.is_open() {
            // A message that comes late or twice is no mistake; a person who asks is told.
            let is = payment.status();
            return if context.actor.is_system() { Ok(Decision::nothing()) } else { Err(PaymentRefusal::NotInStatus { is }) };
        }
        let evaluation = compare(payment, facts, context);
        let review = |reason| {
            let unchanged = payment.standing == Standing::NeedsReview { reason } && payment.evaluation.as_ref() == Some(&evaluation);
            let events = [PaymentEvent::Evaluated { evaluation: evaluation.clone() }, PaymentEvent::ReviewNeeded { reason }];
            if unchanged { Decision::nothing() } else { Decision::of(events) }
        };
        match evaluation.verdict {
            Verdict::Review { reason } => Ok(review(reason)),
            Verdict::Automatic { order } => {
                let order = facts.aggregate::<Order>(order).ok_or(PaymentRefusal::NoSuchOrder)?;
                let terms = settle::terms(payment, &order.state)?;
                let judged = Payment { evaluation: Some(evaluation.clone()), ..payment.clone() };
                let matched = settle::matched(&judged, &order.state, terms, MatchedBy::Automatic, None);
                let gains = settle::order_gains(&order.state, payment, terms.allocated, &context.meta(Self::SPEC.name));
                Ok(Decision::of([PaymentEvent::Evaluated { evaluation }, PaymentEvent::Matched(matched)]).and::<Order>(
                    order.state.id,
                    order.version,
                    gains,
                ))
            }
        }
    }

    fn example() -> Self {
        Self { payment_id: PaymentId::derive(&["example"]) }
    }
}

#[cfg(test)]
mod tests;
