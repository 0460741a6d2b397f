//! Takes a fact back.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::{Book, BookId, Draft, EntryId, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{fulfilled, journal_text, no_value, today};
use super::{Billing, Fact, FactEvent, FactLine, FactRefusal, Recognised, RecognitionBasis, Recorded, supply};
use crate::contract::RecognitionPolicy;
use crate::obligation::{INTERNAL_LINE, Obligation, ObligationEvent, Portion};
use crate::rules::facts::Supply;
use crate::rules::{self, Holder, Occasion};
use crate::{FactId, PartyId, stock};

/// Takes a fact back, whole or in part: as another fact that names it (decision K21).
///
/// Only what no invoice bills can be taken back; what is billed is credited first. The reversal
/// counts today: obligations are owed again, goods return, revenue and cost are mirrored.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseFact {
    /// Which fact.
    pub fact_id: FactId,
    /// How much of which lines; all that is open when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Portion>,
    /// Why.
    pub reason: Line,
}

/// A reversal that was worked out.
struct Plan {
    parts: Vec<Billing>,
    lines: Vec<FactLine>,
    /// Whether nothing of the original is left.
    whole: bool,
    /// What stops counting, and what it had cost.
    amount: Option<Money>,
    cost: Option<Money>,
}

impl ReverseFact {
    /// The fact that takes the other one back.
    fn reversal(context: &Context) -> FactId {
        context.fresh_id(1)
    }

    fn portions(&self, fact: &Fact) -> Vec<Portion> {
        if !self.lines.is_empty() {
            return self.lines.clone();
        }
        let open = fact.lines.iter().filter_map(|line| Some(Portion { line: line.line.n, quantity: line.open().try_into().ok()? }));
        open.collect()
    }

    fn plan(&self, fact: &Fact, facts: &Facts) -> Result<Plan, FactRefusal> {
        if fact.reverses.is_some() {
            return Err(FactRefusal::IsReversal);
        }
        let portions = self.portions(fact);
        let parts = fact.shares(&portions, |_| fact.reversals.len() >= super::SPLITS_MAX)?;
        let lines = parts.iter().zip(1..).filter_map(|(part, n)| reversed(fact, part, n)).collect::<Vec<_>>();
        let taken: Vec<_> = parts.iter().map(|part| (part.line, part.quantity.decimal())).collect();
        let left =
            |line: &super::LineStanding| taken.iter().find(|(n, _)| *n == line.line.n).is_none_or(|(_, taken)| *taken != line.open());
        let untouched = |line: &super::LineStanding| line.line.quantity.decimal() == line.open();
        let whole = fact.lines.iter().all(|line| untouched(line) && !left(line));
        let some_months = fact.recognition == RecognitionPolicy::OverTime && !fact.recognised.is_empty();
        if some_months && !whole {
            return Err(FactRefusal::RecognisedInPart);
        }
        let amount = amount(fact, &parts)?;
        let holder = Holder::of(facts, fact.seller);
        let cost = holder.map(|holder| supply::cost(&lines, holder.currency)).transpose()?.flatten();
        let cost = if some_months { months_cost(fact) } else { cost };
        Ok(Plan { parts, lines, whole, amount, cost })
    }

    fn drafts(&self, fact: &Fact, plan: &Plan, facts: &Facts, context: &Context) -> Result<Vec<Draft>, FactRefusal> {
        let text = journal_text(fact.document.as_ref(), fact.kind, Some(fact.occurred));
        let occasion = Occasion::of::<Fact>(facts, Self::reversal(context), today(context), text);
        let entry = |book: BookId| entry_of(fact, book).filter(|_| plan.whole);
        let holder = Holder::of(facts, fact.seller);
        if !fact.kind.is_commercial() {
            let draft = |(holder, cost): (Holder, Money)| rules::facts::not_used_up(holder, fact.kind, cost, &occasion, entry(holder.book));
            return Ok(holder.zip(plan.cost).and_then(draft).into_iter().collect());
        }
        let Some(amount) = plan.amount.filter(|_| !fact.recognised.is_empty()) else { return Ok(Vec::new()) };
        let buyer = Holder::of(facts, fact.buyer);
        let supply = Supply {
            kind: fact.kind,
            parties: [fact.seller, fact.buyer],
            seller: holder,
            buyer,
            amount,
            cost: plan.cost,
            rates: &fact.rates,
        };
        supply.taken_back(&occasion, entry).map_err(no_value)
    }

    fn recorded(&self, fact: &Fact, plan: &Plan, drafts: &[Draft], id: FactId, today: Day) -> Recorded {
        let entries = if fact.kind.is_commercial() { Vec::new() } else { rules::entries(drafts) };
        Recorded {
            id,
            kind: fact.kind,
            contract: fact.contract,
            seller: fact.seller,
            buyer: fact.buyer,
            intercompany: fact.intercompany.clone(),
            names: fact.names.clone(),
            occurred: today,
            period: fact.period,
            posted_on: today,
            profile: fact.profile.clone(),
            recognition: fact.recognition,
            currency: fact.currency,
            rates: fact.rates.clone(),
            asset: fact.asset,
            document: Some(self.reason.clone()),
            lines: plan.lines.clone(),
            reverses: Some(fact.id),
            entries,
        }
    }
}

/// The entry of a fact in a book, where the fact has just one there.
fn entry_of(fact: &Fact, book: BookId) -> Option<EntryId> {
    let mut entries = fact.entries.iter().filter(|entry| entry.book == book);
    entries.next().filter(|_| entries.next().is_none()).map(|entry| entry.entry)
}

/// A part of a line, as a line of the reversal.
fn reversed(fact: &Fact, part: &Billing, n: u16) -> Option<FactLine> {
    let mut line = fact.line(part.line)?.line.clone();
    line.n = n;
    line.quantity = part.quantity;
    if let (Some(priced), Some(agreed), Some(amount)) = (&mut line.priced, part.agreed, part.amount) {
        priced.agreed = agreed;
        priced.amount = amount;
    }
    Some(line)
}

/// What stops counting: shares of what counted with the fact; for months, whatever has counted.
fn amount(fact: &Fact, parts: &[Billing]) -> Result<Option<Money>, FactRefusal> {
    let Some(currency) = fact.currency else { return Ok(None) };
    if fact.recognition == RecognitionPolicy::OverTime {
        return Ok(fact.recognised_amount());
    }
    Money::sum(parts.iter().filter_map(|part| part.amount), currency).map(Some).map_err(|_| FactRefusal::TooMuch)
}

fn months_cost(fact: &Fact) -> Option<Money> {
    let mut costs = fact.recognised.iter().filter_map(|recognised| recognised.cost);
    let first = costs.next()?;
    costs.try_fold(first, Money::plus).ok()
}

/// Obligations that are owed again: of an internal fact only when nothing of it is left.
fn owed_again(fact: &Fact, plan: &Plan) -> Vec<(crate::ObligationId, Vec<Portion>)> {
    if fact.kind.is_commercial() {
        let portions: Vec<Portion> = plan.parts.iter().map(|part| Portion { line: part.line, quantity: part.quantity }).collect();
        return fulfilled(fact.by_obligation(&portions));
    }
    let deed = Portion { line: INTERNAL_LINE, quantity: kernel::Quantity::ONE };
    plan.whole.then(|| (Obligation::id_of_internal(fact.id), vec![deed])).into_iter().collect()
}

fn want_obligations(fact: &Fact) -> Vec<Want> {
    let ids: std::collections::BTreeSet<_> = fact.lines.iter().map(|line| line.line.obligation).collect();
    ids.into_iter().map(Want::aggregate::<Obligation>).collect()
}

fn want_books(parties: [PartyId; 2]) -> [Want; 2] {
    parties.map(Holder::want)
}

impl Command for ReverseFact {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.reverse-fact",
        route: Some(Route::post("/commerce/facts/{fact_id}/reverse")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[Obligation::NAME, stock::StockSheet::NAME, JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Takes a fact back as another fact that names it; only what is not billed.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(fact) = fact else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Fact>(Self::reversal(context))];
        wants.extend(want_books([fact.seller, fact.buyer]));
        wants.extend(want_obligations(fact));
        if let Ok(plan) = self.plan(fact, facts) {
            wants.extend(rules::wants(&self.drafts(fact, &plan, facts, context).unwrap_or_default()));
        }
        wants
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let plan = self.plan(fact, facts)?;
        let drafts = self.drafts(fact, &plan, facts, context)?;
        let (id, today) = (Self::reversal(context), today(context));
        let mut written = vec![FactEvent::Recorded(self.recorded(fact, &plan, &drafts, id, today))];
        let mut events = vec![FactEvent::ReversedBy { fact: id, lines: plan.parts.clone() }];
        if let Some(amount) = plan.amount.filter(|_| !fact.recognised.is_empty()) {
            let negated = |money: Money| Money::zero(money.currency()).minus(money).map_err(|_| FactRefusal::TooMuch);
            let (on, basis) = (today, RecognitionBasis::Reversal { fact: id });
            let (amount, cost) = (negated(amount)?, plan.cost.map(negated).transpose()?);
            events.push(FactEvent::Recognised(Recognised { basis, on, amount, cost, entries: Vec::new() }));
            let basis = RecognitionBasis::Reversal { fact: fact.id };
            written.push(FactEvent::Recognised(Recognised { basis, on, amount, cost, entries: rules::entries(&drafts) }));
        }
        let mut decision = Decision::of(events).and::<Fact>(id, facts.version::<Fact>(id), written);
        for (obligation, portions) in owed_again(fact, &plan) {
            let version = facts.version::<Obligation>(obligation);
            decision = decision.and::<Obligation>(obligation, version, [ObligationEvent::Unfulfilled { fact: id, portions }]);
        }
        let moves = stock::moves_back(id, &plan.lines, today);
        rules::post(stock::keep(decision, id, &moves), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        Self { fact_id: crate::samples::facts::fact_id(), lines: Vec::new(), reason: crate::samples::line("Counted wrongly") }
    }
}
