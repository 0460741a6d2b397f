//! What an invoice would say: lines from facts, parties from roles, taxes from the rules of
//! the day. The draft shows it, issuing freezes it, posting compares with it.

use std::collections::BTreeMap;

use kernel::identifier::Country;
use kernel::{Day, Facts, Line, Money, Quantity, Settings, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{CountryCode, LinePrice, PlaceHints, Procedure, RegimeCode, Registration, SupplyLine, TaxContext, TaxResult, Trader};

use super::refusal::ContentRefusal;
use super::{AdvanceLine, Billed, FACTS_MAX, InvoiceKind, InvoiceLine, LINES_MAX, LineWish};
use crate::contract::Contract;
use crate::fact::{Fact, FactEvent};
use crate::obligation::Portion;
use crate::party::{self, Party};
use crate::rules::exchange::{ExchangeRate, RATES_MAX};
use crate::settings::CommerceSettings;
use crate::{BudgetId, ContractId, FactId, InvoiceId, PartyId};

/// What is wanted of an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceContent {
    /// How much of which facts; empty for an advance.
    #[serde(default)]
    pub lines: Vec<LineWish>,
    /// What an advance is wanted for; empty when facts are billed.
    #[serde(default)]
    pub advance: Vec<AdvanceLine>,
    /// The day of an advance; the last fact decides otherwise.
    #[serde(default)]
    pub tax_point: Option<Day>,
    /// How goods cross a border.
    #[serde(default)]
    pub procedure: Option<Procedure>,
    /// Where things physically happen.
    #[serde(default)]
    pub place: PlaceHints,
    /// Between the contract's currency and the books', where they differ.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
    /// The budget that holds the money for it.
    #[serde(default)]
    pub budget: Option<BudgetId>,
    /// For the reader.
    #[serde(default)]
    pub note: Option<Line>,
}

/// What an invoice would say.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// A demand or an advance.
    pub kind: InvoiceKind,
    /// Who supplies.
    pub seller: PartyId,
    /// Who is supplied.
    pub buyer: PartyId,
    /// The day by which tax is owed.
    pub tax_point: Day,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Seller and buyer as the tax office sees them.
    pub traders: [Trader; 2],
    /// Its taxes.
    pub tax: TaxResult,
    /// What it writes to facts.
    pub billed: Vec<(FactId, FactEvent)>,
}

impl InvoiceContent {
    fn facts(&self) -> BTreeMap<FactId, Vec<Portion>> {
        let mut by_fact: BTreeMap<FactId, Vec<Portion>> = BTreeMap::new();
        for wish in &self.lines {
            by_fact.entry(wish.fact_id).or_default().push(Portion { line: wish.line, quantity: wish.quantity });
        }
        by_fact
    }

    fn kind(&self) -> Result<InvoiceKind, ContentRefusal> {
        if self.lines.len() > LINES_MAX || self.advance.len() > LINES_MAX {
            return Err(ContentRefusal::TooManyLines);
        }
        match (self.lines.is_empty(), self.advance.is_empty()) {
            (false, true) => Ok(InvoiceKind::Invoice),
            (true, false) => Ok(InvoiceKind::Advance),
            (true, true) | (false, false) => Err(ContentRefusal::FactsOrAdvance),
        }
    }

    /// What must be known to assess it.
    pub fn wants(&self, facts: &Facts, contract: ContractId) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Contract>(contract)];
        if self.kind().is_err() || self.facts().len() > FACTS_MAX {
            return wants;
        }
        wants.extend(self.facts().into_keys().map(Want::aggregate::<Fact>));
        let parties = self.parties(facts, contract).ok().into_iter().flatten();
        wants.extend(parties.flat_map(|party| party::want_survivor(facts, party)));
        wants
    }

    /// Seller and buyer: of the facts, or of the contract's roles on the day of an advance.
    fn parties(&self, facts: &Facts, contract: ContractId) -> Result<[PartyId; 2], ContentRefusal> {
        let mut known: Option<[PartyId; 2]> = None;
        for id in self.facts().into_keys() {
            let fact = &facts.aggregate::<Fact>(id).ok_or(ContentRefusal::NoSuchFact { fact: id })?.state;
            let pair = [fact.seller, fact.buyer];
            if known.is_some_and(|known| known != pair) {
                return Err(ContentRefusal::PartiesDiffer);
            }
            known = Some(pair);
        }
        if let Some(known) = known {
            return Ok(known);
        }
        let contract = &facts.aggregate::<Contract>(contract).ok_or(ContentRefusal::NoSuchContract)?.state;
        let day = self.tax_point.ok_or(ContentRefusal::DayOfAdvance)?;
        let roles = contract.seller(day).zip(contract.buyer(day)).ok_or(ContentRefusal::RolesMissing)?;
        Ok([roles.0, roles.1])
    }

    /// What an invoice with this content would say, by the rules of tax that the tenant allows.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn assess(
        &self,
        facts: &Facts,
        contract: ContractId,
        invoice: InvoiceId,
        settings: &Settings,
    ) -> Result<Assessment, ContentRefusal> {
        let kind = self.kind()?;
        if self.rates.len() > RATES_MAX {
            return Err(ContentRefusal::TooManyRates);
        }
        let by_fact = self.facts();
        if by_fact.len() > FACTS_MAX {
            return Err(ContentRefusal::TooManyFacts);
        }
        let agreed = &facts.aggregate::<Contract>(contract).ok_or(ContentRefusal::NoSuchContract)?.state;
        if !agreed.was_signed() {
            return Err(ContentRefusal::ContractNotSigned);
        }
        let [seller, buyer] = self.parties(facts, contract)?;
        if seller == buyer {
            return Err(ContentRefusal::SameParty);
        }
        let (lines, billed, days, includes) =
            if kind == InvoiceKind::Invoice { self.of_facts(facts, agreed, &by_fact, invoice)? } else { self.of_advance(agreed)? };
        let traders = [trader(facts, seller)?, trader(facts, buyer)?];
        let [first, last] = days;
        let verified_only = CommerceSettings::of(settings).verified_tax_rules_only;
        let at = |day: Day| {
            let context = self.context(agreed, &lines, &traders, includes, day);
            tax::calculate(&TaxContext { verified_only, ..context }, tax::rules()).map_err(ContentRefusal::Tax)
        };
        let tax = at(last)?;
        if first != last && rates_of(&at(first)?) != rates_of(&tax) {
            return Err(ContentRefusal::RatesChanged { first, last });
        }
        Ok(Assessment { kind, seller, buyer, tax_point: last, lines, traders, tax, billed })
    }

    fn of_facts(
        &self,
        facts: &Facts,
        contract: &Contract,
        by_fact: &BTreeMap<FactId, Vec<Portion>>,
        invoice: InvoiceId,
    ) -> Result<Found, ContentRefusal> {
        let (mut billed, mut days, mut bases) = (Vec::new(), Vec::new(), Vec::new());
        let mut amounts: BTreeMap<Billed, (Money, InvoiceLine)> = BTreeMap::new();
        for (id, portions) in by_fact {
            let fact = &facts.aggregate::<Fact>(*id).ok_or(ContentRefusal::NoSuchFact { fact: *id })?.state;
            if fact.contract != Some(contract.id) {
                return Err(ContentRefusal::AnotherContract { fact: *id });
            }
            let (event, shares) = fact.bill(portions, invoice).map_err(ContentRefusal::Fact)?;
            for share in shares {
                let line = fact.line(share.line).map(|standing| &standing.line).ok_or(ContentRefusal::NoPrice)?;
                let priced = line.priced.as_ref().ok_or(ContentRefusal::NoPrice)?;
                let amount = share.agreed.ok_or(ContentRefusal::NoPrice)?;
                if amount.currency() != contract.currency {
                    return Err(ContentRefusal::CurrencyDiffers);
                }
                bases.push(priced.price_includes_tax);
                let bills = Billed { fact: *id, line: share.line };
                let invoice_line = InvoiceLine {
                    n: 0,
                    name: line.article.name.clone(),
                    quantity: share.quantity,
                    unit: Some(line.unit.clone()),
                    price: priced.price,
                    amount,
                    supply: priced.supply,
                    tax_code: priced.tax_code.clone(),
                    bills: Some(bills),
                };
                amounts.insert(bills, (amount, invoice_line));
            }
            billed.push((*id, event));
            days.push(fact.occurred);
        }
        let includes = one_basis(&bases)?;
        let key = |wish: &LineWish| Billed { fact: wish.fact_id, line: wish.line };
        let in_order = self.lines.iter().filter_map(|wish| amounts.remove(&key(wish)).map(|(_, line)| line));
        let span = days.iter().min().zip(days.iter().max()).ok_or(ContentRefusal::FactsOrAdvance)?;
        Ok((numbered(in_order), billed, [*span.0, *span.1], includes))
    }

    fn of_advance(&self, contract: &Contract) -> Result<Found, ContentRefusal> {
        let day = self.tax_point.ok_or(ContentRefusal::DayOfAdvance)?;
        if self.advance.iter().any(|line| line.amount.currency() != contract.currency) {
            return Err(ContentRefusal::CurrencyDiffers);
        }
        if self.advance.iter().any(|line| !line.amount.is_positive()) {
            return Err(ContentRefusal::NotPositive);
        }
        let line = |line: &AdvanceLine| InvoiceLine {
            n: 0,
            name: line.name.clone(),
            quantity: Quantity::ONE,
            unit: None,
            price: line.amount,
            amount: line.amount,
            supply: line.supply,
            tax_code: line.tax_code.clone(),
            bills: None,
        };
        let includes = contract.terms(day).is_some_and(|terms| terms.price_includes_tax);
        Ok((numbered(self.advance.iter().map(line)), Vec::new(), [day, day], includes))
    }

    fn context(
        &self,
        contract: &Contract,
        lines: &[InvoiceLine],
        traders: &[Trader; 2],
        price_includes_tax: bool,
        tax_point: Day,
    ) -> TaxContext {
        let [seller, buyer] = traders.clone();
        TaxContext {
            tax_point,
            currency: contract.currency,
            seller,
            buyer,
            price_includes_tax,
            procedure: self.procedure,
            place: self.place.clone(),
            rounding: None,
            verified_only: false,
            lines: supply_lines(lines),
        }
    }
}

/// Lines, what they write to facts, the first and the last day, whether prices include tax.
type Found = (Vec<InvoiceLine>, Vec<(FactId, FactEvent)>, [Day; 2], bool);

fn numbered(lines: impl Iterator<Item = InvoiceLine>) -> Vec<InvoiceLine> {
    (1u16..).zip(lines).map(|(n, line)| InvoiceLine { n, ..line }).collect()
}

fn one_basis(bases: &[bool]) -> Result<bool, ContentRefusal> {
    let first = bases.first().copied().unwrap_or_default();
    if bases.iter().all(|basis| *basis == first) { Ok(first) } else { Err(ContentRefusal::PriceBasisDiffers) }
}

/// The lines as the tax engine reads them.
pub fn supply_lines(lines: &[InvoiceLine]) -> Vec<SupplyLine> {
    let supply = |line: &InvoiceLine| SupplyLine {
        n: u32::from(line.n),
        kind: line.supply,
        code: line.tax_code.clone(),
        price: LinePrice::Total(line.amount),
    };
    lines.iter().map(supply).collect()
}

/// Treatments and rates, line by line: what must not change between the first fact and the last.
fn rates_of(result: &TaxResult) -> Vec<(u32, tax::Treatment, Option<kernel::Percentage>)> {
    result.views().map(|view| (view.n, view.treatment, view.rate)).collect()
}

/// A party, as the tax office sees it.
///
/// # Errors
/// When it is not known, or its data cannot be put to the tax engine.
pub fn trader(facts: &Facts, id: PartyId) -> Result<Trader, ContentRefusal> {
    let party: &Party = &party::survivor(facts, id).ok_or(ContentRefusal::NoSuchParty)?.state;
    let country = |country: Country| CountryCode::new(country.as_str()).map_err(|_| ContentRefusal::NoSuchParty);
    let registration = |one: &party::TaxRegistration| {
        Ok(Registration {
            jurisdiction: country(one.jurisdiction)?,
            regime: RegimeCode::new(one.regime.as_str()).map_err(|_| ContentRefusal::NoSuchParty)?,
            from: one.valid.from(),
            until: one.valid.until(),
        })
    };
    Ok(Trader {
        jurisdiction: country(party.profile.jurisdiction)?,
        registrations: party.registrations.iter().map(registration).collect::<Result<_, ContentRefusal>>()?,
    })
}
