//! What a line cost became known better.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Money, Role, Route, Want};
use posting::{Book, Draft, JournalEntry, PeriodGate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{journal_text, today};
use super::{Fact, FactEvent, FactRefusal};
use crate::FactId;
use crate::contract::RecognitionPolicy;
use crate::rules::{self, Holder, Occasion};

/// What a line cost became known better than the snapshot that was posted with it: the
/// difference counts today (decision K23).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectCost {
    /// Which fact.
    pub fact_id: FactId,
    /// Which line.
    pub line: u16,
    /// What one unit cost, in the currency of the book.
    pub unit_cost: Money,
}

/// Cost so far, cost from now on.
struct Change {
    holder: Holder,
    before: Money,
    after: Money,
}

impl CorrectCost {
    fn change(&self, fact: &Fact, facts: &Facts) -> Result<Change, FactRefusal> {
        if fact.reverses.is_some() {
            return Err(FactRefusal::IsReversal);
        }
        // A month's share of the old cost would have to be corrected month by month.
        if fact.recognition == RecognitionPolicy::OverTime && !fact.recognised.is_empty() {
            return Err(FactRefusal::RecognisedInPart);
        }
        let holder = Holder::of(facts, fact.seller).ok_or(FactRefusal::NotAnOwnCompany)?;
        let standing = fact.line(self.line).ok_or(FactRefusal::NoSuchLine { line: self.line })?;
        if self.unit_cost.currency() != holder.currency || self.unit_cost.is_negative() {
            return Err(FactRefusal::CostOutOfRange { line: self.line });
        }
        if standing.line.unit_cost == Some(self.unit_cost) {
            return Err(FactRefusal::SameCost { line: self.line });
        }
        let nothing = Money::zero(holder.currency);
        let kept = standing.line.quantity.decimal().saturating_sub(standing.taken_back.quantity);
        let of = |unit_cost: Money| if kept <= Decimal::ZERO { Some(nothing) } else { unit_cost.times(kept.try_into().ok()?).ok() };
        let before = standing.line.unit_cost.map_or(Some(nothing), of).ok_or(FactRefusal::TooMuch)?;
        Ok(Change { holder, before, after: of(self.unit_cost).ok_or(FactRefusal::TooMuch)? })
    }

    fn drafts(fact: &Fact, change: &Change, facts: &Facts, context: &Context) -> Vec<Draft> {
        // Cost that has not counted yet counts later as it is known then.
        if fact.kind.is_commercial() && fact.recognised.is_empty() {
            return Vec::new();
        }
        let text = journal_text(fact.document.as_ref(), fact.kind, Some(fact.occurred));
        let occasion = Occasion::of::<Fact>(facts, fact.id, today(context), text);
        let partner = Holder::of(facts, fact.buyer).map(|holder| holder.book).filter(|_| fact.seller != fact.buyer);
        rules::facts::cost_variance(change.holder, fact.kind, change.before, change.after, partner, &occasion).into_iter().collect()
    }
}

impl Command for CorrectCost {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.correct-cost",
        route: Some(Route::post("/commerce/facts/{fact_id}/correct-cost")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Corrects what a line cost and posts the difference today.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(fact) = fact else { return Vec::new() };
        let drafts = self.change(fact, facts).map(|change| Self::drafts(fact, &change, facts, context)).unwrap_or_default();
        let known = [Want::aggregate::<Fact>(fact.id), Holder::want(fact.seller), Holder::want(fact.buyer)];
        known.into_iter().chain(rules::wants(&drafts)).collect()
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let change = self.change(fact, facts)?;
        let drafts = Self::drafts(fact, &change, facts, context);
        let event = FactEvent::CostCorrected { line: self.line, unit_cost: self.unit_cost, entries: rules::entries(&drafts) };
        rules::post(Decision::of([event]), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        Self { fact_id: crate::samples::facts::fact_id(), line: 1, unit_cost: crate::samples::facts::uah("61.40") }
    }
}
