//! Title passes to the buyer.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Role, Route, Want};
use posting::{Book, Draft, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{journal_text, no_value, today};
use super::{Fact, FactEvent, FactRefusal, Recognised, RecognitionBasis, kept_cost};
use crate::FactId;
use crate::contract::RecognitionPolicy;
use crate::rules::facts::Supply;
use crate::rules::{self, Holder, Occasion};

/// Title of shipped goods passes to the buyer: revenue and cost count, where the contract says
/// that they count then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferTitle {
    /// Which fact.
    pub fact_id: FactId,
    /// When it passed.
    pub on: Day,
}

impl TransferTitle {
    fn supply<'a>(&self, fact: &'a Fact, facts: &Facts, context: &Context) -> Result<Supply<'a>, FactRefusal> {
        if fact.recognition != RecognitionPolicy::OnTransfer || fact.reverses.is_some() {
            return Err(FactRefusal::PolicyDiffers);
        }
        if fact.recognised.iter().any(|recognised| matches!(recognised.basis, RecognitionBasis::Transfer { .. })) {
            return Err(FactRefusal::RecognisedAlready);
        }
        if self.on < fact.occurred {
            return Err(FactRefusal::TransferBeforeFact);
        }
        if self.on > today(context) {
            return Err(FactRefusal::InFuture);
        }
        let amount = fact.amount().filter(|amount| !amount.is_zero()).ok_or(FactRefusal::NothingToRecognise)?;
        let seller = Holder::of(facts, fact.seller);
        let cost = seller.map(|holder| kept_cost(fact, holder.currency)).transpose()?.flatten();
        Ok(Supply {
            kind: fact.kind,
            parties: [fact.seller, fact.buyer],
            seller,
            buyer: Holder::of(facts, fact.buyer),
            amount,
            cost,
            rates: &fact.rates,
        })
    }

    fn drafts(&self, fact: &Fact, supply: &Supply<'_>, facts: &Facts, day: Day) -> Result<Vec<Draft>, FactRefusal> {
        let text = journal_text(fact.document.as_ref(), fact.kind, Some(self.on).filter(|on| *on != day));
        supply.recognised(&Occasion::of::<Fact>(facts, fact.id, day, text)).map_err(no_value)
    }
}

impl Command for TransferTitle {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.transfer-title",
        route: Some(Route::post("/commerce/facts/{fact_id}/transfer-title")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Title passes to the buyer: revenue and cost count.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(fact) = fact else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Fact>(fact.id), Holder::want(fact.seller), Holder::want(fact.buyer)];
        if let Ok(supply) = self.supply(fact, facts, context) {
            let drafts = [self.on, today(context)].map(|day| self.drafts(fact, &supply, facts, day).unwrap_or_default());
            wants.extend(rules::wants(&drafts.concat()));
        }
        wants
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let supply = self.supply(fact, facts, context)?;
        let drafts = self.drafts(fact, &supply, facts, self.on)?;
        let on = rules::posted_on(facts, &drafts, self.on, today(context));
        let drafts = self.drafts(fact, &supply, facts, on)?;
        let basis = RecognitionBasis::Transfer { on: self.on };
        let recognised = Recognised { basis, on, amount: supply.amount, cost: supply.cost, entries: rules::entries(&drafts) };
        rules::post(Decision::of([FactEvent::Recognised(recognised)]), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        Self { fact_id: crate::samples::facts::fact_id(), on: crate::samples::day("2026-11-18") }
    }
}
