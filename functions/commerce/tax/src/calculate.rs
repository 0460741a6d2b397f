//! The calculation: context and rules in, result or refusal out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months};
use kernel::{Day, Money, Percentage};

use crate::amount::{self, Ratio};
use crate::code::{CountryCode, ProductTaxCode};
use crate::context::{LINES_MAX, REGISTRATIONS_MAX, RoundingRule, SupplyKind, SupplyLine, TaxContext};
use crate::data::{Due, RequirementBody, RequirementHead, Rule, RuleStatus, Version};
use crate::decide::{Case, Taxed};
use crate::refusal::TaxRefusal;
use crate::result::{LineTax, Requirement, RuleUse, Side, TaxLine, TaxResult, Treatment};
use crate::rules::{Rules, Territory};

/// What tells tax lines apart, in their order.
type Key = (Treatment, Option<Percentage>, CountryCode);

/// Taxes a supply. Pure: the same context and rules give the same result, to the byte.
pub fn calculate(context: &TaxContext, rules: &Rules) -> Result<TaxResult, TaxRefusal> {
    check(context)?;
    let case = Case::new(context, rules);
    let taxed = taxed(&case)?;
    let rounding = rounding(&case)?;
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (taxed, at) in taxed.iter().zip(0..) {
        groups.entry((taxed.treatment, taxed.rate, taxed.jurisdiction.clone())).or_default().push(at);
    }
    let buyer_deducts = buyer_deducts(&case, groups.keys())?;
    let requirements = requirements(&case, &groups)?;
    let used = case.into_used();
    let zero = Money::zero(context.currency);
    let result = TaxResult {
        tax_point: context.tax_point,
        currency: context.currency,
        price_includes_tax: context.price_includes_tax,
        rounding,
        lines: lines(context, &taxed, &groups, &used, rounding)?,
        summary: groups
            .into_keys()
            .map(|(treatment, rate, of)| TaxLine { treatment, rate, jurisdiction: of, base: zero, tax: zero })
            .collect(),
        net: zero,
        tax: zero,
        charged: zero,
        withheld: zero,
        self_assessed: zero,
        gross: zero,
        payable: zero,
        buyer_deducts,
        requirements,
        warnings: used.iter().filter(|(_, doubtful)| **doubtful).map(|(rule, _)| rule.clone()).collect(),
        trace: used.into_keys().collect(),
    };
    result.derive_totals()
}

/// The amounts of every line, in the document's order.
fn lines(
    context: &TaxContext,
    taxed: &[Taxed],
    groups: &BTreeMap<Key, Vec<usize>>,
    used: &BTreeMap<RuleUse, bool>,
    rounding: RoundingRule,
) -> Result<Vec<LineTax>, TaxRefusal> {
    let rule_position: BTreeMap<&RuleUse, u16> = used.keys().zip(0..).collect();
    let money = |minor| Money::from_minor(minor, context.currency);
    let mut all: Vec<(usize, LineTax)> = Vec::with_capacity(context.lines.len());
    for ((key, members), tax_line) in groups.iter().zip(0..) {
        let of: Vec<&SupplyLine> = members.iter().filter_map(|at| context.lines.get(*at)).collect();
        // A seller who leaves the tax to the buyer has no tax in the price, whatever the document says of its other lines.
        let included = context.price_includes_tax && key.0.tax_in_gross();
        let splits = amount::split(&of, Ratio::new(key.1, included), rounding)?;
        for ((at, line), split) in members.iter().zip(of).zip(splits) {
            // Every rule that taxed a line was noted; a position that is missing would not add up and be seen.
            let rule = taxed.get(*at).and_then(|taxed| rule_position.get(&taxed.rule)).copied().unwrap_or(u16::MAX);
            all.push((*at, LineTax { n: line.n, tax_line, rule, net: money(split.net), tax: money(split.tax) }));
        }
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, line)| line).collect())
}

fn check(context: &TaxContext) -> Result<(), TaxRefusal> {
    if context.lines.is_empty() || context.lines.len() > LINES_MAX {
        return Err(TaxRefusal::LineCount);
    }
    if [&context.seller, &context.buyer].iter().any(|trader| trader.registrations.len() > REGISTRATIONS_MAX) {
        return Err(TaxRefusal::TooManyRegistrations);
    }
    let mut numbers = BTreeSet::new();
    for line in &context.lines {
        if !numbers.insert(line.n) {
            return Err(TaxRefusal::DuplicateLine { n: line.n });
        }
        amount::check(line, context.currency)?;
    }
    let goods = context.lines.iter().any(|line| line.kind == SupplyKind::Goods);
    match (context.procedure, context.lines.first()) {
        (Some(_), Some(first)) if !goods => Err(TaxRefusal::ProcedureDoesNotFit { n: first.n }),
        (Some(_) | None, _) => Ok(()),
    }
}

/// How each line is taxed; lines of one kind and code are decided once.
fn taxed(case: &Case<'_>) -> Result<Vec<Taxed>, TaxRefusal> {
    let mut decided: BTreeMap<(SupplyKind, &ProductTaxCode), Taxed> = BTreeMap::new();
    let mut all = Vec::with_capacity(case.context.lines.len());
    for line in &case.context.lines {
        let of = (line.kind, &line.code);
        let taxed = match decided.get(&of) {
            Some(taxed) => taxed.clone(),
            None => {
                let taxed = case.line(line)?;
                decided.insert(of, taxed.clone());
                taxed
            }
        };
        all.push(taxed);
    }
    Ok(all)
}

/// The rounding of the document: of the seller's regime at home, or of the buyer's when the seller's home has no rules.
fn rounding(case: &Case<'_>) -> Result<RoundingRule, TaxRefusal> {
    let TaxContext { seller, buyer, .. } = case.context;
    let of_seller = case.regime(seller, &seller.jurisdiction)?;
    let regime = match of_seller {
        Some(regime) => Some(regime),
        None => case.regime(buyer, &buyer.jurisdiction)?,
    };
    let (_, version) = regime.ok_or_else(|| TaxRefusal::NoRegistration { country: seller.jurisdiction.clone() })?;
    let allowed = &version.body.rounding;
    match case.context.rounding {
        Some(asked) if allowed.contains(&asked) => Ok(asked),
        Some(rounding) => Err(TaxRefusal::RoundingNotAllowed { rounding }),
        None => allowed.first().copied().ok_or_else(|| TaxRefusal::NoRegistration { country: seller.jurisdiction.clone() }),
    }
}

/// Whether every tax on the document is of a country in which the buyer's regime deducts it.
fn buyer_deducts<'k>(case: &Case<'_>, keys: impl Iterator<Item = &'k Key>) -> Result<bool, TaxRefusal> {
    let taxed: Vec<&Key> = keys.filter(|(_, rate, _)| rate.is_some_and(|rate| rate.hundredths() > 0)).collect();
    for (_, _, jurisdiction) in &taxed {
        let regime = case.regime(&case.context.buyer, jurisdiction)?;
        if !regime.is_some_and(|(_, version)| version.body.deducts) {
            return Ok(false);
        }
    }
    Ok(!taxed.is_empty())
}

fn requirements(case: &Case<'_>, groups: &BTreeMap<Key, Vec<usize>>) -> Result<Vec<Requirement>, TaxRefusal> {
    let mut found = Vec::new();
    for territory in case.rules.territories() {
        for rule in &territory.requirements {
            // Before a duty existed, nothing was asked.
            let Some(version) = rule.at(case.context.tax_point) else {
                continue;
            };
            if let Some(jurisdiction) = applies(case, territory, rule, version, groups)? {
                case.note(rule.name_use(version));
                let RequirementHead { side, kind, document, text } = &rule.head;
                found.push(Requirement {
                    rule: rule.name_use(version),
                    jurisdiction,
                    verified: version.status == RuleStatus::Verified,
                    side: *side,
                    kind: *kind,
                    document: document.clone(),
                    due: version.body.due.and_then(|due| last_day(due, case.context.tax_point)),
                    text: text.clone(),
                });
            }
        }
    }
    Ok(found)
}

/// The country whose duty it is, when the requirement applies.
fn applies(
    case: &Case<'_>,
    territory: &Territory,
    rule: &Rule<RequirementHead, RequirementBody>,
    version: &Version<RequirementBody>,
    groups: &BTreeMap<Key, Vec<usize>>,
) -> Result<Option<CountryCode>, TaxRefusal> {
    let trader = match rule.head.side {
        Side::Seller => &case.context.seller,
        Side::Buyer => &case.context.buyer,
    };
    let body = &version.body;
    let is_here = |country: &CountryCode| country.as_str() == territory.name || territory.members.contains(country);
    let procedure_fits = body.procedures.is_empty() || case.context.procedure.is_some_and(|one| body.procedures.contains(&one));
    let line_fits = groups.keys().any(|(treatment, _, jurisdiction)| {
        let treatment_fits = body.treatments.is_empty() || body.treatments.contains(treatment);
        treatment_fits && (!body.procedures.is_empty() || is_here(jurisdiction))
    });
    if !procedure_fits || !line_fits {
        return Ok(None);
    }
    if body.regimes.is_empty() {
        return Ok(is_here(&trader.jurisdiction).then(|| trader.jurisdiction.clone()));
    }
    let here = trader.registrations.iter().map(|one| &one.jurisdiction).find(|country| is_here(country));
    let Some(country) = here else {
        return Ok(None);
    };
    let regime = case.regime(trader, country)?;
    Ok(regime.filter(|(regime, _)| body.regimes.contains(&regime.head.code)).map(|_| country.clone()))
}

/// The last day of a duty that counts from the tax point; nothing past the end of the calendar.
fn last_day(due: Due, tax_point: Day) -> Option<Day> {
    let next_month = |day| tax_point.with_day(1)?.checked_add_months(Months::new(1))?.with_day(day);
    match due {
        Due::DaysAfter(days) => tax_point.checked_add_days(Days::new(days.into())),
        Due::DayOfNextMonth(day) => next_month(day),
        Due::HalfMonths(first, second) => next_month(if tax_point.day() <= 15 { first } else { second }),
    }
}
