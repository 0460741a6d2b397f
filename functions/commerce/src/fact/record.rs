//! Records a fact between two parties.

use std::collections::BTreeMap;

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::{Book, Draft, JournalEntry, PeriodGate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::supply::{self, Own, SuppliedLine};
use super::{Commercial, Fact, FactEvent, FactKind, FactRefusal, Recognised, RecognitionBasis, Recorded, net};
use crate::asset::{Asset, Purpose};
use crate::contract::{Contract, ProfileCode, RecognitionPolicy};
use crate::graph::{self, PartyGraph};
use crate::obligation::{Obligation, ObligationEvent, Portion};
use crate::rules::exchange::{ExchangeRate, NoValue, RATES_MAX};
use crate::rules::facts::Supply;
use crate::rules::{self, Holder, Occasion};
use crate::{ContractId, FactId, Interval, ObligationId, PartyId, recognition, stock};

/// Records that goods were handed over, a service was rendered or a leased asset was used.
///
/// It fulfils obligations of its contract, moves stock of own companies, and counts as revenue and cost
/// as the contract says: all in one step. A day in a closed period is recorded all the same, and posted today.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFact {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact_id: Option<FactId>,
    /// Under which contract.
    pub contract_id: ContractId,
    /// What happened.
    pub fact_type: Commercial,
    /// When it happened.
    pub occurred: Day,
    /// The days that it covers: needed for leases, and for revenue over time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Interval>,
    /// What its documents must contain, if not what the contract says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulatory_profile: Option<ProfileCode>,
    /// The number of the primary document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Line>,
    /// Rates to the currencies of the books, where these are others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<ExchangeRate>,
    /// What, in up to 1,000 lines.
    pub lines: Vec<SuppliedLine>,
}

/// Everything about the fact but where its entries go.
struct Prepared {
    recorded: Recorded,
    amount: Money,
    cost: Option<Money>,
    holders: [Option<Holder>; 2],
}

impl Prepared {
    /// What counts at once, dated on a day.
    fn drafts(&self, day: Day, facts: &Facts) -> Result<Vec<Draft>, FactRefusal> {
        match self.recorded.recognition {
            RecognitionPolicy::OnShipment => {}
            RecognitionPolicy::OnTransfer | RecognitionPolicy::OverTime => return Ok(Vec::new()),
        }
        let [seller, buyer] = self.holders;
        let Recorded { kind, seller: from, buyer: to, rates, .. } = &self.recorded;
        let supply = Supply { kind: *kind, parties: [*from, *to], seller, buyer, amount: self.amount, cost: self.cost, rates };
        supply.recognised(&occasion(facts, &self.recorded, day)).map_err(no_value)
    }
}

/// The fact on a day, for the reader of the journal. A late one names the day on which it happened.
fn occasion(facts: &Facts, recorded: &Recorded, day: Day) -> Occasion {
    let text = journal_text(recorded.document.as_ref(), recorded.kind, Some(recorded.occurred).filter(|occurred| *occurred != day));
    Occasion::of::<Fact>(facts, recorded.id, day, text)
}

/// `SHIP-7, GOODS_SHIPMENT of 2026-10-30`: the day only where the entry has another.
pub(super) fn journal_text(document: Option<&Line>, kind: FactKind, occurred: Option<Day>) -> Line {
    let document = document.map(|document| format!("{document}, ")).unwrap_or_default();
    let day = occurred.map(|day| format!(" of {day}")).unwrap_or_default();
    let long = format!("{document}{}{day}", kind.name());
    let text: String = long.chars().take(kernel::text::LINE_CHARACTERS_MAX).collect();
    // Made of a line and names: never empty, no control characters, cut to length.
    Line::new(&text).unwrap_or_else(|_| rules::unnamed())
}

/// Why an amount has no value in a book, as a fact says it.
pub(super) const fn no_value(no_value: NoValue) -> FactRefusal {
    match no_value {
        NoValue::NoRate { from, to } => FactRefusal::NoRate { from, to },
        NoValue::Unusable => FactRefusal::UnusableRate,
    }
}

/// The tenant's civil day.
pub(super) fn today(context: &Context) -> Day {
    context.now.day_in(context.settings.time_zone)
}

impl RecordFact {
    fn contract<'a>(&self, facts: &'a Facts) -> Result<&'a Contract, FactRefusal> {
        Ok(&facts.aggregate::<Contract>(self.contract_id).ok_or(FactRefusal::NoSuchContract)?.state)
    }

    fn parties(&self, facts: &Facts) -> Result<[PartyId; 2], FactRefusal> {
        let contract = self.contract(facts)?;
        let parties = contract.seller(self.occurred).zip(contract.buyer(self.occurred));
        parties.map(|(seller, buyer)| [seller, buyer]).ok_or(FactRefusal::NobodyOnThatDay { on: self.occurred })
    }

    /// Refuses days on which the contract does not oblige anybody.
    fn check_days(&self, contract: &Contract, policy: RecognitionPolicy, context: &Context) -> Result<(), FactRefusal> {
        if self.occurred > today(context) {
            return Err(FactRefusal::InFuture);
        }
        let last = self.period.and_then(Interval::until).and_then(|until| until.pred_opt());
        let days = std::iter::once(self.occurred).chain(self.period.map(Interval::from)).chain(last);
        let is = contract.status(today(context));
        if let Some(on) = days.into_iter().find(|day| !contract.in_force(*day)) {
            return Err(FactRefusal::ContractNotInForce { is, on });
        }
        let needed = self.fact_type == Commercial::LeaseUsage || policy == RecognitionPolicy::OverTime;
        match self.period {
            Some(period) => recognition::months(period).map(|_| ()).ok_or(FactRefusal::PeriodWithoutEnd),
            None if needed => Err(FactRefusal::PeriodRequired),
            None => Ok(()),
        }
    }

    /// The leased asset must be reserved for the contract on all the days.
    fn check_asset(&self, contract: &Contract, facts: &Facts) -> Result<(), FactRefusal> {
        let (Commercial::LeaseUsage, Some(period)) = (self.fact_type, self.period) else { return Ok(()) };
        let asset = contract.asset.and_then(|asset| facts.aggregate::<Asset>(asset)).ok_or(FactRefusal::AssetNotReserved)?;
        let reserved = |one: &&crate::asset::Reservation| {
            // An extended lease has several reservations, one after the other.
            one.purpose == (Purpose::Contract { contract: contract.id }) && one.valid.overlaps(period)
        };
        let days = asset.state.reservations.iter().filter(reserved).filter_map(|one| one.valid.intersection(period));
        let count = |span: Interval| span.until().map_or(0, |until| until.signed_duration_since(span.from()).num_days());
        if days.map(count).sum::<i64>() == count(period) { Ok(()) } else { Err(FactRefusal::AssetNotReserved) }
    }

    fn prepare(&self, facts: &Facts, context: &Context) -> Result<Prepared, FactRefusal> {
        supply::check_count(self.lines.len())?;
        if self.rates.len() > RATES_MAX {
            return Err(FactRefusal::UnusableRate);
        }
        let contract = self.contract(facts)?;
        let terms = contract.terms(self.occurred).ok_or(FactRefusal::NoSuchContract)?;
        self.check_days(contract, terms.recognition, context)?;
        let [seller, buyer] = self.parties(facts)?;
        self.check_asset(contract, facts)?;
        let holders = [Holder::of(facts, seller), Holder::of(facts, buyer)];
        let own = Own { seller: holders[0].is_some(), buyer: holders[1].is_some() };
        let lines = supply::lines(&self.lines, self.fact_type, self.contract_id, facts, own)?;
        let lines = net::without_tax(lines, facts, [seller, buyer], contract.currency, self.occurred, &context.settings)?;
        let amounts = lines.iter().filter_map(|line| line.priced.as_ref()).map(|priced| priced.amount);
        let amount = Money::sum(amounts, contract.currency).map_err(|_| FactRefusal::TooMuch)?;
        let cost = match holders[0] {
            Some(holder) => supply::cost(&lines, holder.currency)?,
            None => None,
        };
        let recorded = Recorded {
            id: self.fact_id.unwrap_or_else(|| context.fresh_id(0)),
            kind: FactKind::Commercial(self.fact_type),
            contract: Some(self.contract_id),
            seller,
            buyer,
            intercompany: graph::of(facts).is_intercompany(seller, buyer, self.occurred),
            names: crate::party::names_of(&contract.names, [seller, buyer]),
            occurred: self.occurred,
            period: self.period,
            posted_on: self.occurred,
            profile: self.regulatory_profile.clone().or_else(|| terms.regulatory_profile.clone()),
            recognition: terms.recognition,
            currency: Some(contract.currency),
            rates: self.rates.clone(),
            asset: contract.asset.filter(|_| self.fact_type == Commercial::LeaseUsage),
            document: self.document.clone(),
            lines,
            reverses: None,
            entries: Vec::new(),
        };
        Ok(Prepared { recorded, amount, cost, holders })
    }
}

/// What the lines fulfil of each obligation.
pub(super) fn fulfilled(portions: BTreeMap<ObligationId, BTreeMap<u16, rust_decimal::Decimal>>) -> Vec<(ObligationId, Vec<Portion>)> {
    let portion = |(line, quantity): (u16, rust_decimal::Decimal)| Some(Portion { line, quantity: quantity.try_into().ok()? });
    portions.into_iter().map(|(obligation, lines)| (obligation, lines.into_iter().filter_map(portion).collect())).collect()
}

/// Quantities of new lines by obligation and obligation line.
pub(super) fn by_obligation(lines: &[super::FactLine]) -> BTreeMap<ObligationId, BTreeMap<u16, rust_decimal::Decimal>> {
    let mut sums: BTreeMap<ObligationId, BTreeMap<u16, rust_decimal::Decimal>> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(line.obligation).or_default().entry(line.obligation_line).or_default();
        *sum = sum.saturating_add(line.quantity.decimal());
    }
    sums
}

impl Command for RecordFact {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.record-fact",
        route: Some(Route::post("/commerce/facts")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[Obligation::NAME, stock::StockSheet::NAME, JournalEntry::NAME],
        reads: &[Book::NAME, PeriodGate::NAME],
        summary: "Records what was delivered, rendered or used under a contract.",
    };

    fn target(&self, context: &Context) -> FactId {
        self.fact_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Fact>, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Contract>(self.contract_id), Want::aggregate::<PartyGraph>(graph::graph_id())];
        let obligations = supply::obligations(&self.lines);
        if obligations.len() > super::OBLIGATIONS_MAX {
            return wants;
        }
        wants.extend(obligations.into_iter().map(Want::aggregate::<Obligation>));
        let Ok(parties) = self.parties(facts) else { return wants };
        wants.extend(parties.map(Holder::want));
        wants.extend(net::wants(facts, parties));
        wants.extend(self.contract(facts).ok().and_then(|contract| contract.asset).map(Want::aggregate::<Asset>));
        if let Ok(prepared) = self.prepare(facts, context) {
            let drafts = [self.occurred, today(context)].map(|day| prepared.drafts(day, facts).unwrap_or_default());
            wants.extend(rules::wants(&drafts.concat()));
        }
        wants
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        if fact.is_some() {
            return Err(FactRefusal::Exists);
        }
        let mut prepared = self.prepare(facts, context)?;
        let on = rules::posted_on(facts, &prepared.drafts(self.occurred, facts)?, self.occurred, today(context));
        prepared.recorded.posted_on = on;
        let drafts = prepared.drafts(on, facts)?;
        let portions = fulfilled(by_obligation(&prepared.recorded.lines));
        let moves = stock::moves(prepared.recorded.id, &prepared.recorded.lines, self.occurred);
        let id = prepared.recorded.id;
        let recognised = Recognised {
            basis: RecognitionBasis::Shipment,
            on,
            amount: prepared.amount,
            cost: prepared.cost,
            entries: rules::entries(&drafts),
        };
        let counts = prepared.recorded.recognition == RecognitionPolicy::OnShipment;
        let events = [FactEvent::Recorded(prepared.recorded)].into_iter().chain(counts.then_some(FactEvent::Recognised(recognised)));
        let contract = facts.version::<Contract>(self.contract_id);
        let mut decision = Decision::of(events).unchanged::<Contract>(self.contract_id, contract);
        for (obligation, portions) in portions {
            let version = facts.version::<Obligation>(obligation);
            decision = decision.and::<Obligation>(obligation, version, [ObligationEvent::Fulfilled { fact: id, portions }]);
        }
        rules::post(stock::keep(decision, id, &moves), facts, &drafts).map_err(FactRefusal::Posting)
    }

    fn example() -> Self {
        crate::samples::facts::shipping()
    }
}
