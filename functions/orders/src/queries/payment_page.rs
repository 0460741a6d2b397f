//! One payment as its page shows it.

use kernel::{Command, Context, Day, Line, Moment, Money, Texts, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matching::{Candidate, Contradiction, Evaluation, Signal};
use crate::number::OrderNumber;
use crate::payment::evaluate::EvaluatePayment;
use crate::payment::match_order::MatchPayment;
use crate::payment::reject::RejectPayment;
use crate::payment::rematch::RematchPayment;
use crate::payment::unmatch::UnmatchPayment;
use crate::payment::{Matched, MatchedBy, Payer, Payment, PaymentStatus, ReviewReason, Source, Standing};
use crate::{OrderId, PaymentId};

/// Everything about a payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentPage {
    /// The payment.
    pub payment_id: PaymentId,
    /// The version that this shows.
    pub version: Version,
    /// Where it stands.
    pub status: PaymentStatus,
    /// The status as people call it.
    pub status_text: Texts,
    /// Why a person must look, while one must.
    pub review_reason: Option<ReviewReason>,
    /// That reason as a sentence.
    pub review_text: Option<Texts>,
    /// How it became known.
    pub source: Source,
    /// How much.
    pub amount: Money,
    /// When it was paid.
    pub paid_at: Moment,
    /// The bank day that it belongs to.
    pub bank_day: Day,
    /// Who paid.
    pub payer: Payer,
    /// What the payer wrote. Untrusted text.
    pub purpose: String,
    /// Hash of the document with the bank's row as it came.
    pub raw_sha256: Option<String>,
    /// A payment that may be the same money.
    pub duplicate_suspected: Option<PaymentId>,
    /// When it was recorded.
    pub received_at: Moment,
    /// The order that it pays for.
    pub matched: Option<PageMatch>,
    /// Why it was set aside.
    pub rejected_reason: Option<Line>,
    /// The last comparison with orders.
    pub evaluation: Option<PageEvaluation>,
    /// Orders that a person took it away from.
    pub taken_from: Vec<OrderId>,
    /// Commands that the caller may send now, by wire name.
    pub actions: Vec<String>,
}

/// The order that a payment pays for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageMatch {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// How well it fitted when it was chosen, 0 to 100.
    pub confidence: u32,
    /// Who chose it.
    pub by: MatchedBy,
    /// What the order took.
    pub allocated: Money,
    /// What it did not need.
    pub surplus: Money,
    /// Why a person chose it.
    pub reason: Option<Line>,
}

/// A comparison with orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageEvaluation {
    /// Candidates, best first.
    pub candidates: Vec<PageCandidate>,
    /// How many orders were compared.
    pub compared: u32,
    /// Numbers of orders in the purpose.
    pub numbers: Vec<OrderNumber>,
    /// How the payment would be split over the orders that it names, if it names several.
    pub split: Vec<PageShare>,
    /// Searches that found more orders than are looked at: `amount`, `phone`, `name`, `all`.
    pub cut: Vec<String>,
}

/// What one order would get of a split payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageShare {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// How much.
    pub amount: Money,
}

/// One order that the payment may be for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageCandidate {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// Who ordered.
    pub client_name: Line,
    /// Their company.
    pub company_name: Option<Line>,
    /// What was owed when it was compared.
    pub debt: Money,
    /// Sum of the points, 0 to 160.
    pub raw: u32,
    /// What is shown, 0 to 100.
    pub score: u32,
    /// What speaks for it.
    pub signals: Vec<PageSignal>,
    /// What speaks against it.
    pub contradictions: Vec<PageContradiction>,
}

/// Something that speaks for an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageSignal {
    /// What it is worth.
    pub points: u32,
    /// As a sentence.
    pub text: Texts,
    /// Which signal, with what it saw.
    pub detail: Signal,
}

/// Something that speaks against an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageContradiction {
    /// As a sentence.
    pub text: Texts,
    /// Which contradiction, with what it saw.
    pub detail: Contradiction,
}

impl PaymentPage {
    /// The page of a payment, for whoever asks.
    pub fn of(payment: &Payment, version: Version, context: &Context) -> Self {
        let rejected_reason = match &payment.standing {
            Standing::Rejected { reason } => Some(reason.clone()),
            Standing::Received | Standing::Matched(_) | Standing::NeedsReview { .. } | Standing::Reversed => None,
        };
        Self {
            payment_id: payment.id,
            version,
            status: payment.status(),
            status_text: payment.status().texts(),
            review_reason: payment.review_reason(),
            review_text: payment.review_reason().map(ReviewReason::texts),
            source: payment.source.clone(),
            amount: payment.amount,
            paid_at: payment.paid_at,
            bank_day: payment.bank_day,
            payer: payment.payer.clone(),
            purpose: payment.purpose.clone(),
            raw_sha256: payment.raw_sha256.clone(),
            duplicate_suspected: payment.duplicate_suspected,
            received_at: payment.received_at,
            matched: payment.matched().map(page_match),
            rejected_reason,
            evaluation: payment.evaluation.as_ref().map(evaluation),
            taken_from: payment.taken_from.clone(),
            actions: actions(payment, context),
        }
    }
}

fn page_match(matched: &Matched) -> PageMatch {
    PageMatch {
        order_id: matched.order,
        number: matched.number.clone(),
        confidence: matched.confidence,
        by: matched.by,
        allocated: matched.allocated,
        surplus: matched.surplus,
        reason: matched.reason.clone(),
    }
}

fn evaluation(evaluation: &Evaluation) -> PageEvaluation {
    let shares = evaluation.split.iter();
    PageEvaluation {
        candidates: evaluation.candidates.iter().map(candidate).collect(),
        compared: evaluation.compared,
        numbers: evaluation.numbers.clone(),
        split: shares.map(|share| PageShare { order_id: share.order, number: share.number.clone(), amount: share.amount }).collect(),
        cut: evaluation.cut.clone(),
    }
}

fn candidate(candidate: &Candidate) -> PageCandidate {
    let signal = |signal: &Signal| PageSignal { points: signal.points(), text: signal.texts(), detail: signal.clone() };
    let contradiction = |detail: &Contradiction| PageContradiction { text: detail.texts(), detail: detail.clone() };
    PageCandidate {
        order_id: candidate.order,
        number: candidate.number.clone(),
        client_name: candidate.client.clone(),
        company_name: candidate.company.clone(),
        debt: candidate.debt,
        raw: candidate.raw,
        score: candidate.score,
        signals: candidate.signals.iter().map(signal).collect(),
        contradictions: candidate.contradictions.iter().map(contradiction).collect(),
    }
}

fn actions(payment: &Payment, context: &Context) -> Vec<String> {
    let (open, matched) = (payment.is_open(), payment.matched().is_some());
    let own = payment.was_recorded_by(&context.actor.id);
    let offers = [
        offer::<MatchPayment>(context, open && !own),
        offer::<EvaluatePayment>(context, open),
        offer::<RejectPayment>(context, open),
        offer::<RematchPayment>(context, matched && !own),
        offer::<UnmatchPayment>(context, matched),
    ];
    offers.into_iter().flatten().map(str::to_owned).collect()
}

fn offer<C: Command>(context: &Context, possible: bool) -> Option<&'static str> {
    (possible && context.actor.has_any(C::SPEC.roles)).then_some(C::SPEC.name)
}
