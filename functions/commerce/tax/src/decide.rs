//! Which rule taxes a line: where it is supplied, who reckons the tax, at which rate.

use std::cell::RefCell;
use std::collections::BTreeMap;

use kernel::Percentage;

use crate::code::{CountryCode, ProductTaxCode};
use crate::context::{Procedure, SupplyKind, SupplyLine, TaxContext, Trader};
use crate::data::{CodeBody, CodeHead, Effect, Place, RegimeBody, RegimeHead, Rule, RuleStatus, SupplySort, Version};
use crate::refusal::TaxRefusal;
use crate::result::{RuleUse, Treatment};
use crate::rules::{Rules, Territory, version_at};

/// How one line is taxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taxed {
    pub(crate) treatment: Treatment,
    pub(crate) rate: Option<Percentage>,
    pub(crate) jurisdiction: CountryCode,
    /// The rule that gave the rate, or the lack of one.
    pub(crate) rule: RuleUse,
}

/// A context with its rules, and the rules used so far.
pub(crate) struct Case<'a> {
    pub(crate) context: &'a TaxContext,
    pub(crate) rules: &'a Rules,
    /// With whether a person should look at it.
    used: RefCell<BTreeMap<RuleUse, bool>>,
}

type Regime<'a> = (&'a Rule<RegimeHead, RegimeBody>, &'a Version<RegimeBody>);
type Code<'a> = (&'a Rule<CodeHead, CodeBody>, &'a Version<CodeBody>);

impl<'a> Case<'a> {
    pub(crate) fn new(context: &'a TaxContext, rules: &'a Rules) -> Self {
        Self { context, rules, used: RefCell::new(BTreeMap::new()) }
    }

    /// The rules used, in the order of their ids, each with whether a person should look at it.
    pub(crate) fn into_used(self) -> BTreeMap<RuleUse, bool> {
        self.used.into_inner()
    }

    /// The version of a rule on the tax point, noted as used.
    fn version<H, B>(&self, rule: &'a Rule<H, B>) -> Result<&'a Version<B>, TaxRefusal> {
        let version = version_at(rule, self.context.tax_point)?;
        if self.context.verified_only && version.status == RuleStatus::Unverified {
            return Err(TaxRefusal::Unverified { rule: rule.id.clone() });
        }
        self.used.borrow_mut().insert(rule.name_use(version), version.status == RuleStatus::Unverified);
        Ok(version)
    }

    /// Notes a rule that says what has to be done and moves no amount: a doubt about it is its own affair.
    pub(crate) fn note(&self, duty: RuleUse) {
        self.used.borrow_mut().insert(duty, false);
    }

    /// The rules of a country, or the refusal that there are none.
    fn country(&self, country: &CountryCode) -> Result<&'a Territory, TaxRefusal> {
        self.rules.country(country).ok_or_else(|| TaxRefusal::UnknownJurisdiction { country: country.clone() })
    }

    /// The regime of a party in a country on the tax point; nothing when it is not registered there, or no rules of that country are known.
    pub(crate) fn regime(&self, trader: &Trader, country: &CountryCode) -> Result<Option<Regime<'a>>, TaxRefusal> {
        let Some(territory) = self.rules.country(country) else {
            return Ok(None);
        };
        let mut there = trader.registrations.iter().filter(|one| one.jurisdiction == *country && one.covers(self.context.tax_point));
        let Some(registration) = there.next() else {
            return Ok(None);
        };
        if there.next().is_some() {
            return Err(TaxRefusal::RegistrationsOverlap { country: country.clone() });
        }
        let unknown = || TaxRefusal::UnknownRegime { country: country.clone(), regime: registration.regime.clone() };
        let rule = territory.regime(&registration.regime).ok_or_else(unknown)?;
        Ok(Some((rule, self.version(rule)?)))
    }

    /// How a line is taxed.
    pub(crate) fn line(&self, line: &SupplyLine) -> Result<Taxed, TaxRefusal> {
        match line.kind {
            SupplyKind::Goods => self.goods(line),
            SupplyKind::Service(_) | SupplyKind::Lease(_) => self.service(line),
        }
    }

    fn goods(&self, line: &SupplyLine) -> Result<Taxed, TaxRefusal> {
        let TaxContext { seller, buyer, place, .. } = self.context;
        let Some(procedure) = self.context.procedure else {
            let at_home = (seller.jurisdiction == buyer.jurisdiction).then_some(&seller.jurisdiction);
            let from = place.dispatched_from.as_ref().or(at_home).ok_or(TaxRefusal::PlaceUnknown { n: line.n })?;
            let to = place.delivered_to.as_ref().or((buyer.jurisdiction == *from).then_some(from));
            // Goods handed over to a foreigner in the country are taxed there; goods that leave need a procedure.
            return if to == Some(from) { self.taxed_in(from, line) } else { Err(TaxRefusal::PlaceUnknown { n: line.n }) };
        };
        let from = place.dispatched_from.as_ref().unwrap_or(&seller.jurisdiction);
        let to = place.delivered_to.as_ref().unwrap_or(&buyer.jurisdiction);
        let union = self.rules.union_of(from, to);
        let misfit = || TaxRefusal::ProcedureDoesNotFit { n: line.n };
        if from == to {
            return Err(misfit());
        }
        match (procedure, union) {
            (Procedure::Export, None) => self.exported(line, from, self.country(from)?, procedure),
            (Procedure::EaeuExport | Procedure::EaeuImport, Some(union)) => self.in_union(line, from, to, union),
            (Procedure::Import, None) => {
                let territory = self.country(to)?;
                self.code(line, to, territory)?;
                self.goods_rule(line, to, territory, procedure)
            }
            (Procedure::Export | Procedure::Import, Some(_)) | (Procedure::EaeuExport | Procedure::EaeuImport, None) => Err(misfit()),
        }
    }

    fn in_union(&self, line: &SupplyLine, from: &CountryCode, to: &CountryCode, union: &'a Territory) -> Result<Taxed, TaxRefusal> {
        if self.rules.country(from).is_some() {
            return self.exported(line, from, union, Procedure::EaeuExport);
        }
        // The treaty gives the rate also where the seller's own law is not in the data; the buyer's law then has to know the code.
        self.code(line, to, self.country(to)?)?;
        self.goods_rule(line, from, union, Procedure::EaeuExport)
    }

    /// Goods that a taxpayer of `from` sends abroad: freed stays freed, everything else gets the rate of the procedure.
    fn exported(&self, line: &SupplyLine, from: &CountryCode, by: &'a Territory, procedure: Procedure) -> Result<Taxed, TaxRefusal> {
        let home = self.country(from)?;
        let Some(regime) = self.regime(&self.context.seller, from)? else {
            return Err(TaxRefusal::NoRegistration { country: from.clone() });
        };
        let code = self.code(line, from, home)?;
        if let Some(untaxed) = untaxed_by_regime(regime, from) {
            return Ok(untaxed);
        }
        let taxed = self.at_code_rate(code, from, home)?;
        if taxed.treatment.has_rate() { self.goods_rule(line, from, by, procedure) } else { Ok(taxed) }
    }

    fn goods_rule(&self, line: &SupplyLine, whose: &CountryCode, by: &'a Territory, procedure: Procedure) -> Result<Taxed, TaxRefusal> {
        let rule = by.goods(procedure).ok_or(TaxRefusal::ProcedureDoesNotFit { n: line.n })?;
        let version = self.version(rule)?;
        self.at_rate(&version.body.rate, whose, by)
    }

    fn service(&self, line: &SupplyLine) -> Result<Taxed, TaxRefusal> {
        let TaxContext { seller, buyer, place, .. } = self.context;
        let (home, there) = (&seller.jurisdiction, &buyer.jurisdiction);
        // Between two parties of one country everything not said to be elsewhere is supplied in that country.
        if home == there && place.location.as_ref().is_none_or(|location| location == home) {
            return self.taxed_in(home, line);
        }
        let own = self.rules.country(home).or_else(|| self.rules.country(there));
        let table = self.rules.union_of(home, there).or(own).ok_or_else(|| TaxRefusal::UnknownJurisdiction { country: home.clone() })?;
        let rule = table.place(line.kind).ok_or(TaxRefusal::PlaceUnknown { n: line.n })?;
        let version = self.version(rule)?;
        let supplied_in = match version.body.place {
            Place::Seller => home,
            Place::Buyer => there,
            Place::Location => place.location.as_ref().ok_or(TaxRefusal::PlaceUnknown { n: line.n })?,
        };
        if self.rules.country(supplied_in).is_some() || supplied_in == home {
            return self.taxed_in(supplied_in, line);
        }
        // Supplied in a country that no rules are known of: the seller's own law lets go of it, and the buyer's is not ours to say.
        self.code(line, home, self.country(home)?)?;
        Ok(out_of_scope(home, rule.name_use(version)))
    }

    /// What the law of the country where the supply takes place makes of it.
    fn taxed_in(&self, country: &CountryCode, line: &SupplyLine) -> Result<Taxed, TaxRefusal> {
        let territory = self.country(country)?;
        if let Some(regime) = self.regime(&self.context.seller, country)? {
            return self.charged(regime, line, country, territory);
        }
        let nobody = TaxRefusal::NoRegistration { country: country.clone() };
        if self.context.seller.jurisdiction == *country {
            return Err(nobody);
        }
        let Some(rule) = territory.buyer_tax(line.kind) else {
            return Err(nobody);
        };
        let version = self.version(rule)?;
        let (buyer, _) = self.regime(&self.context.buyer, country)?.ok_or(nobody)?;
        let code = self.code(line, country, territory)?;
        if !version.body.regimes.contains(&buyer.head.code) {
            return Ok(out_of_scope(country, rule.name_use(version)));
        }
        let taxed = self.at_code_rate(code, country, territory)?;
        Ok(if is_taxed(taxed.treatment) { Taxed { treatment: rule.head.mechanism.treatment(), ..taxed } } else { taxed })
    }

    fn charged(&self, regime: Regime<'a>, line: &SupplyLine, country: &CountryCode, territory: &'a Territory) -> Result<Taxed, TaxRefusal> {
        let code = self.code(line, country, territory)?;
        if let Some(untaxed) = untaxed_by_regime(regime, country) {
            return Ok(untaxed);
        }
        let mut taxed = self.at_code_rate(code, country, territory)?;
        if !is_taxed(taxed.treatment) {
            return Ok(taxed);
        }
        if let Effect::Special(rate) = &regime.1.body.effect {
            taxed = self.at_rate(rate, country, territory)?;
        }
        Ok(match code.1.body.collected_by {
            // The buyer knows nothing of the seller's special rate: it reckons at the code's own.
            Some(mechanism) => Taxed { treatment: mechanism.treatment(), ..self.at_code_rate(code, country, territory)? },
            None => taxed,
        })
    }

    /// The rule of the line's code in a country.
    fn code(&self, line: &SupplyLine, country: &CountryCode, territory: &'a Territory) -> Result<Code<'a>, TaxRefusal> {
        let unknown = || TaxRefusal::UnknownCode { n: line.n, country: country.clone(), code: line.code.clone() };
        let rule = territory.code(&line.code).ok_or_else(unknown)?;
        if !fits(&rule.head, &line.code, line.kind) {
            return Err(TaxRefusal::CodeDoesNotFit { n: line.n, code: line.code.clone() });
        }
        Ok((rule, self.version(rule)?))
    }

    fn at_code_rate(&self, (_, version): Code<'a>, country: &CountryCode, territory: &'a Territory) -> Result<Taxed, TaxRefusal> {
        self.at_rate(&version.body.rate, country, territory)
    }

    fn at_rate(&self, id: &crate::code::RuleId, whose: &CountryCode, territory: &'a Territory) -> Result<Taxed, TaxRefusal> {
        // Checked when the data was read; without the rate there is no version of it either.
        let rule = territory.rate(id).ok_or_else(|| TaxRefusal::NoRuleForDay { rule: id.clone(), day: self.context.tax_point })?;
        let version = self.version(rule)?;
        let (treatment, rate) = (rule.head.treatment, version.body.percent);
        Ok(Taxed { treatment, rate, jurisdiction: whose.clone(), rule: rule.name_use(version) })
    }
}

fn out_of_scope(whose: &CountryCode, rule: RuleUse) -> Taxed {
    Taxed { treatment: Treatment::OutOfScope, rate: None, jurisdiction: whose.clone(), rule }
}

fn untaxed_by_regime((rule, version): Regime<'_>, whose: &CountryCode) -> Option<Taxed> {
    let treatment = match version.body.effect {
        Effect::ByCode | Effect::Special(_) => return None,
        Effect::Exempt => Treatment::Exempt,
        Effect::OutOfScope => Treatment::OutOfScope,
    };
    Some(Taxed { treatment, rate: None, jurisdiction: whose.clone(), rule: rule.name_use(version) })
}

/// Taxed at more than 0 %: what special regimes and buyers' duties change.
const fn is_taxed(treatment: Treatment) -> bool {
    match treatment {
        Treatment::Standard | Treatment::Reduced | Treatment::Special => true,
        Treatment::ReverseCharge | Treatment::AgentWithholding => true,
        Treatment::Zero | Treatment::Exempt | Treatment::OutOfScope => false,
    }
}

/// Whether a code may stand on such a supply. A heading names goods, unless its rule says more.
fn fits(head: &CodeHead, code: &ProductTaxCode, kind: SupplyKind) -> bool {
    let sort = match kind {
        SupplyKind::Goods => SupplySort::Goods,
        SupplyKind::Service(_) => SupplySort::Service,
        SupplyKind::Lease(_) => SupplySort::Lease,
    };
    if head.supplies.is_empty() {
        // By its marker anything, by a heading goods.
        return sort == SupplySort::Goods || head.codes.contains(code);
    }
    head.supplies.contains(&sort)
}
