//! Which order a payment is for: points for what agrees, words for what contradicts.
//!
//! Pure and explainable: the same payment and orders always give the same evaluation, and the
//! evaluation says of every point where it comes from (specification 7).

pub mod explain;
pub mod name;
pub mod score;
pub mod text;

use chrono_tz::Tz;
use kernel::identifier::Phone;
use kernel::{Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::number::OrderNumber;
use crate::order::{Order, OrderStatus};
use crate::payment::{Payment, ReviewReason, Source};
use crate::settings::MatchingSettings;

/// The order's number stands in the purpose.
pub const POINTS_NUMBER: u32 = 80;
/// The amount is exactly what is owed.
pub const POINTS_AMOUNT: u32 = 30;
/// The payer's telephone is the client's.
pub const POINTS_PHONE: u32 = 25;
/// The payer's name is the company's.
pub const POINTS_COMPANY: u32 = 15;
/// Order and payment are close in time.
pub const POINTS_WINDOW: u32 = 10;
/// All signals together; more than is shown.
pub const RAW_MAX: u32 = POINTS_NUMBER + POINTS_AMOUNT + POINTS_PHONE + POINTS_COMPANY + POINTS_WINDOW;
/// The score that is shown is a percentage to its readers.
pub const SCORE_MAX: u32 = 100;
/// What contradicts itself never looks certain: one less than the strongest threshold.
pub const SCORE_CONTRADICTED_MAX: u32 = 89;
/// Two orders whose raw scores differ by less are equally likely.
pub const AMBIGUITY_POINTS: u32 = 10;
/// Candidates that are compared; each costs a load. Number hits come first.
pub const COMPARED_MAX: usize = 40;
/// Candidates that an evaluation keeps; a person looks at the first few.
pub const KEPT_MAX: usize = 10;

/// Something that speaks for an order, with what it is worth and where it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "signal", rename_all = "kebab-case")]
pub enum Signal {
    /// The order's number stands in the purpose.
    Number {
        /// What it is worth.
        points: u32,
    },
    /// The amount is exactly what is owed.
    Amount {
        /// What it is worth.
        points: u32,
        /// What is owed.
        debt: Money,
    },
    /// The payer's telephone is the client's.
    Phone {
        /// What it is worth.
        points: u32,
        /// The telephone.
        phone: Phone,
    },
    /// The payer's name is the company's.
    Company {
        /// What it is worth.
        points: u32,
        /// How alike, 0 to 100.
        ratio: u8,
        /// The payer's name.
        payer: String,
        /// The company's name.
        company: Line,
    },
    /// Order and payment are close in time.
    Window {
        /// What it is worth.
        points: u32,
        /// Days from the order to the payment; negative when the payment came first.
        days: i64,
        /// How many count as close.
        window_days: u32,
    },
}

impl Signal {
    /// What it is worth.
    pub const fn points(&self) -> u32 {
        match self {
            Self::Number { points }
            | Self::Amount { points, .. }
            | Self::Phone { points, .. }
            | Self::Company { points, .. }
            | Self::Window { points, .. } => *points,
        }
    }
}

/// Something that speaks against an order: it is never chosen without a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "contradiction", rename_all = "kebab-case")]
pub enum Contradiction {
    /// More came than is owed.
    ExceedsDebt {
        /// What is owed.
        debt: Money,
        /// What would stay the payer's credit.
        surplus: Money,
    },
    /// The payer is an organisation, and not the one that ordered.
    OtherCompany {
        /// The payer's name.
        payer: String,
        /// The company that ordered.
        company: Line,
        /// How alike, 0 to 100.
        ratio: u8,
    },
    /// Less came than is owed, and nothing shows that the client paid it.
    PartOfUnknownPayer {
        /// What is owed.
        debt: Money,
    },
    /// The order takes no money: a draft, cancelled, or paid already.
    OrderClosed {
        /// The order's status.
        is: OrderStatus,
    },
    /// A person took the payment away from this order before.
    TakenAway,
}

/// One order that a payment may be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// Who ordered.
    pub client: Line,
    /// Their company.
    pub company: Option<Line>,
    /// What was owed when it was compared.
    pub debt: Money,
    /// Sum of the points, 0 to [`RAW_MAX`]; candidates are compared by it.
    pub raw: u32,
    /// What is shown, 0 to 100; below 90 when something contradicts.
    pub score: u32,
    /// What speaks for it.
    pub signals: Vec<Signal>,
    /// What speaks against it.
    pub contradictions: Vec<Contradiction>,
}

impl Candidate {
    fn has_number(&self) -> bool {
        self.signals.iter().any(|signal| matches!(signal, Signal::Number { .. }))
    }

    fn has_amount(&self) -> bool {
        self.signals.iter().any(|signal| matches!(signal, Signal::Amount { .. }))
    }
}

/// What one order would get if a payment that names several were split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// How much.
    pub amount: Money,
}

/// What comes of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// One order, beyond doubt.
    Automatic {
        /// Which.
        order: OrderId,
    },
    /// A person decides.
    Review {
        /// Why.
        reason: ReviewReason,
    },
}

/// A comparison of a payment with the orders that it may be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// The best candidates, best first; at most [`KEPT_MAX`].
    pub candidates: Vec<Candidate>,
    /// How many orders were compared.
    pub compared: u32,
    /// Numbers of orders in the purpose.
    pub numbers: Vec<OrderNumber>,
    /// How the payment would be split over the orders that it names, if it names several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<Share>,
    /// Searches that found more orders than are looked at: `amount`, `phone`, `name`, `all`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<String>,
    /// What comes of it.
    pub verdict: Verdict,
}

impl Evaluation {
    /// An evaluation that compares nothing, because nothing can come of it.
    pub const fn without_candidates(reason: ReviewReason) -> Self {
        Self {
            candidates: Vec::new(),
            compared: 0,
            numbers: Vec::new(),
            split: Vec::new(),
            cut: Vec::new(),
            verdict: Verdict::Review { reason },
        }
    }

    /// The candidate with this order.
    pub fn candidate(&self, order: OrderId) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.order == order)
    }
}

/// What a payment is compared with and by.
pub struct Comparison<'a> {
    /// Orders that some search found.
    pub orders: &'a [&'a Order],
    /// Numbers of existing orders in the purpose.
    pub numbers: &'a [OrderNumber],
    /// Searches that were cut.
    pub cut: Vec<String>,
    /// The tenant's thresholds.
    pub settings: &'a MatchingSettings,
    /// What "day" means.
    pub zone: Tz,
}

/// Compares a payment with orders and says what comes of it.
pub fn evaluate(payment: &Payment, comparison: Comparison<'_>) -> Evaluation {
    let payer = score::PayerMarks::of(payment);
    let scored = comparison.orders.iter().map(|order| score::score(payment, &payer, order, &comparison));
    let mut candidates: Vec<Candidate> = scored.filter(|candidate| candidate.raw > POINTS_WINDOW).collect();
    // Of equal scores the order with less contradictions, then the earlier number: never by chance.
    candidates.sort_by(|a, b| {
        let rank = |candidate: &Candidate| (std::cmp::Reverse(candidate.raw), candidate.contradictions.len());
        rank(a).cmp(&rank(b)).then_with(|| a.number.cmp(&b.number))
    });
    let verdict = verdict(payment, &candidates, comparison.settings);
    let split = split(payment, &candidates, comparison.numbers);
    candidates.truncate(KEPT_MAX);
    Evaluation {
        candidates,
        compared: u32::try_from(comparison.orders.len()).unwrap_or(u32::MAX),
        numbers: comparison.numbers.to_vec(),
        split,
        cut: comparison.cut,
        verdict,
    }
}

fn verdict(payment: &Payment, candidates: &[Candidate], settings: &MatchingSettings) -> Verdict {
    let review = |reason| Verdict::Review { reason };
    let Some(best) = candidates.first() else { return review(ReviewReason::Unknown) };
    if candidates.iter().filter(|candidate| candidate.has_number()).count() > 1 {
        return review(ReviewReason::SeveralNumbers);
    }
    if let Some(reason) = contradicted(best).filter(|_| best.has_number()) {
        return review(reason);
    }
    if is_ambiguous(candidates) {
        return review(ReviewReason::Ambiguous);
    }
    // The threshold without a number is another one, and none unless the tenant set it.
    let automatic_from = if best.has_number() { Some(settings.automatic_from) } else { settings.automatic_without_number_from };
    let certain = automatic_from.is_some_and(|from| best.score >= from) && best.contradictions.is_empty();
    let amount_agrees = best.has_number() || best.has_amount();
    let suggested = best.score >= settings.suggested_from;
    match (certain && amount_agrees, &payment.source) {
        _ if payment.duplicate_suspected.is_some() => review(ReviewReason::DuplicateSuspected),
        (true, Source::Privat24 { .. }) => Verdict::Automatic { order: best.order },
        (true, Source::Manual { .. }) => review(ReviewReason::Manual),
        (false, _) if suggested => review(ReviewReason::Suggested),
        (false, _) => review(ReviewReason::Unknown),
    }
}

/// Why an order that is named may still not be chosen.
fn contradicted(candidate: &Candidate) -> Option<ReviewReason> {
    let reasons = candidate.contradictions.iter().map(|contradiction| match contradiction {
        Contradiction::OrderClosed { .. } => Some(ReviewReason::OrderClosed),
        Contradiction::ExceedsDebt { .. } | Contradiction::OtherCompany { .. } | Contradiction::TakenAway => {
            Some(ReviewReason::Contradiction)
        }
        // Nothing is wrong with it, it is only not proven: one click of a person.
        Contradiction::PartOfUnknownPayer { .. } => None,
    });
    reasons.flatten().next()
}

/// Two orders that fit about equally, or several with this very amount while no number tells
/// them apart.
fn is_ambiguous(candidates: &[Candidate]) -> bool {
    let [best, second, ..] = candidates else { return false };
    let close = best.raw.saturating_sub(second.raw) < AMBIGUITY_POINTS;
    let same_amount = !best.has_number() && best.has_amount() && candidates.iter().skip(1).any(Candidate::has_amount);
    close || same_amount
}

/// The debts of the orders that are named, in the order of their names, as far as the money reaches.
fn split(payment: &Payment, candidates: &[Candidate], numbers: &[OrderNumber]) -> Vec<Share> {
    let named: Vec<&Candidate> =
        numbers.iter().filter_map(|number| candidates.iter().find(|candidate| candidate.number == *number)).collect();
    if named.len() < 2 {
        return Vec::new();
    }
    let mut left = payment.amount;
    let mut shares = Vec::new();
    for candidate in named {
        let amount = if candidate.debt.minor() < left.minor() { candidate.debt } else { left };
        let Ok(rest) = left.minus(amount) else { return Vec::new() };
        left = rest;
        if amount.is_positive() {
            shares.push(Share { order: candidate.order, number: candidate.number.clone(), amount });
        }
    }
    shares
}

#[cfg(test)]
mod tests;
