//! Records a fact inside an own company.

use std::collections::BTreeMap;

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Quantity, Role, Route, Want};
use posting::{Book, Draft, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::Movement;
use super::record::{journal_text, today};
use super::supply::{self, check_common, check_count};
use super::{Batch, Fact, FactEvent, FactKind, FactLine, FactRefusal, FinanceAdjustment, Location, Logistics, Production, Recorded};
use crate::contract::{ProfileCode, RecognitionPolicy};
use crate::obligation::{Article, Duty, INTERNAL_LINE, Obligation, ObligationEvent, Portion, StockUnit, Undertaken, Unit};
use crate::rules::{self, Holder, Occasion};
use crate::{FactId, PartyId, stock};

/// Records that an own company used material up, harvested, moved goods, took them in or wrote them off.
///
/// Such a fact fulfils an obligation that the company has to itself, made in the same step
/// (decision K20). What is used up or written off is an expense at its cost; what is moved posts nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordInternalFact {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact_id: Option<FactId>,
    /// The own company.
    pub party_id: PartyId,
    /// What happened.
    pub kind: InternalKind,
    /// When it happened.
    pub occurred: Day,
    /// What its documents must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulatory_profile: Option<ProfileCode>,
    /// The number of the primary document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Line>,
    /// What, in up to 1,000 lines.
    pub lines: Vec<InternalLine>,
}

/// What happens inside a company. JSON `{"domain": "LOGISTICS", "type": "INTERNAL_TRANSFER"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "domain", content = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InternalKind {
    /// In production.
    Production(Production),
    /// On the way.
    Logistics(Logistics),
    /// A correction.
    #[serde(rename = "FINANCE_ADJ")]
    FinanceAdjustment(FinanceAdjustment),
}

impl From<InternalKind> for FactKind {
    fn from(kind: InternalKind) -> Self {
        match kind {
            InternalKind::Production(production) => Self::Production(production),
            InternalKind::Logistics(logistics) => Self::Logistics(logistics),
            InternalKind::FinanceAdjustment(adjustment) => Self::FinanceAdjustment(adjustment),
        }
    }
}

/// A line of an internal fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InternalLine {
    /// What.
    pub article: Article,
    /// How much.
    pub quantity: Quantity,
    /// Of what unit.
    pub unit: Unit,
    /// What one unit cost, in the currency of the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
    /// Where goods leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Location>,
    /// Where goods arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Location>,
    /// The unit that stock is kept in, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<StockUnit>,
    /// What an industry needs to know besides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extension: BTreeMap<String, Line>,
}

struct Prepared {
    recorded: Recorded,
    holder: Holder,
    cost: Option<Money>,
}

impl Prepared {
    fn drafts(&self, day: Day, facts: &Facts) -> Vec<Draft> {
        let Recorded { id, kind, document, occurred, .. } = &self.recorded;
        let text = journal_text(document.as_ref(), *kind, Some(*occurred).filter(|occurred| *occurred != day));
        let occasion = Occasion::of::<Fact>(facts, *id, day, text);
        self.cost.and_then(|cost| rules::facts::used_up(self.holder, *kind, cost, &occasion)).into_iter().collect()
    }
}

/// Where goods leave and arrive, as the kind of fact has it.
fn check_places(movement: Movement, line: &InternalLine, n: u16) -> Result<(), FactRefusal> {
    let (leaves, arrives) = match movement {
        Movement::None | Movement::Handover => (false, false),
        Movement::Out => (true, false),
        Movement::In => (false, true),
        Movement::Between => (true, true),
    };
    if (leaves && line.from.is_none()) || (arrives && line.to.is_none()) {
        return Err(FactRefusal::PlaceRequired { line: n });
    }
    if (!leaves && line.from.is_some()) || (!arrives && line.to.is_some()) {
        return Err(FactRefusal::PlaceNotAllowed { line: n });
    }
    Ok(())
}

impl RecordInternalFact {
    fn line(&self, n: u16, line: &InternalLine, obligation: crate::ObligationId) -> Result<FactLine, FactRefusal> {
        check_places(FactKind::from(self.kind).movement(), line, n)?;
        let stock = line.stock.clone().unwrap_or_else(|| StockUnit::same(line.unit.clone()));
        check_common(stock.parts(line.quantity), &line.extension, line.from.as_ref(), line.to.as_ref(), n)?;
        Ok(FactLine {
            n,
            obligation,
            obligation_line: INTERNAL_LINE,
            article: line.article.clone(),
            quantity: line.quantity,
            unit: line.unit.clone(),
            priced: None,
            unit_cost: line.unit_cost,
            batch: line.batch.clone(),
            from: line.from.clone(),
            to: line.to.clone(),
            stock: line.stock.clone(),
            extension: line.extension.clone(),
        })
    }

    fn prepare(&self, facts: &Facts, context: &Context) -> Result<Prepared, FactRefusal> {
        check_count(self.lines.len())?;
        if self.occurred > today(context) {
            return Err(FactRefusal::InFuture);
        }
        let holder = Holder::of(facts, self.party_id).ok_or(FactRefusal::NotAnOwnCompany)?;
        let id = self.target(context);
        let obligation = Obligation::id_of_internal(id);
        let lines = (1..).zip(&self.lines).map(|(n, line)| self.line(n, line, obligation)).collect::<Result<Vec<_>, _>>()?;
        let cost = supply::cost(&lines, holder.currency)?;
        let book = facts.aggregate::<Book>(posting::book_of(self.party_id));
        let recorded = Recorded {
            id,
            kind: self.kind.into(),
            contract: None,
            seller: self.party_id,
            buyer: self.party_id,
            intercompany: None,
            names: book.map(|book| (self.party_id, book.state.name.clone())).into_iter().collect(),
            occurred: self.occurred,
            period: None,
            posted_on: self.occurred,
            profile: self.regulatory_profile.clone(),
            recognition: RecognitionPolicy::OnShipment,
            currency: None,
            rates: Vec::new(),
            asset: None,
            document: self.document.clone(),
            lines,
            reverses: None,
            entries: Vec::new(),
        };
        Ok(Prepared { recorded, holder, cost })
    }

    /// The company owes itself the deed, and has done it.
    fn obligation(&self, id: FactId) -> [ObligationEvent; 2] {
        let kind = FactKind::from(self.kind);
        let undertaken = Undertaken {
            id: Obligation::id_of_internal(id),
            contract: None,
            from: self.party_id,
            to: self.party_id,
            duty: Duty::Internal { text: journal_text(self.document.as_ref(), kind, None) },
            due: self.occurred,
            tolerance: kernel::Percentage::from_hundredths(0),
            annex: None,
        };
        let portions = vec![Portion { line: INTERNAL_LINE, quantity: Quantity::ONE }];
        [ObligationEvent::Undertaken(undertaken), ObligationEvent::Fulfilled { fact: id, portions }]
    }
}

impl Command for RecordInternalFact {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.record-internal-fact",
        route: Some(Route::post("/commerce/internal-facts")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[Obligation::NAME, stock::StockSheet::NAME, JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Records what an own company used up, harvested, moved or wrote off.",
    };

    fn target(&self, context: &Context) -> FactId {
        self.fact_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let drafts =
            self.prepare(facts, context).map(|prepared| [self.occurred, today(context)].map(|day| prepared.drafts(day, facts)).concat());
        std::iter::once(Holder::want(self.party_id)).chain(rules::wants(&drafts.unwrap_or_default())).collect()
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        if fact.is_some() {
            return Err(FactRefusal::Exists);
        }
        let mut prepared = self.prepare(facts, context)?;
        let on = rules::posted_on(facts, &prepared.drafts(self.occurred, facts), self.occurred, today(context));
        let drafts = prepared.drafts(on, facts);
        prepared.recorded.posted_on = on;
        prepared.recorded.entries = rules::entries(&drafts);
        let id = prepared.recorded.id;
        let moves = stock::moves(id, &prepared.recorded.lines, self.occurred);
        let decision = Decision::of([FactEvent::Recorded(prepared.recorded)]);
        let decision = decision.and::<Obligation>(Obligation::id_of_internal(id), 0, self.obligation(id));
        rules::post(stock::keep(decision, id, &moves), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        crate::samples::facts::transferring()
    }
}
