//! The estimate of what a declaration costs: duty and tax of each item, and the fee of the whole.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Currency, Day, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::duty::{Dutiable, DutyAmount, part};
use super::exchange::{CurrencyRate, PAID_IN, decimal, in_roubles, kopecks};
use super::rules::{self, Certainty, RuleSet};
use super::{Excise, Measure, Number, PaymentsRefusal, RuleStatus, RuleUse};
use crate::code::{CommodityCode, DeclarationType, GoodsNumber, ProcedureCode};
use crate::tariff::{TariffRate, longest};

/// The procedure whose payments are estimated: release for domestic consumption.
const ESTIMATED_PROCEDURE: &str = "40";

/// What an estimate is made from. It is kept with the result, and the same inputs under the same
/// rules give the same result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateInputs {
    /// The day of registration of the declaration, or the day on which it is expected.
    pub on: Day,
    /// Which way the goods go.
    pub declaration_type: DeclarationType,
    /// Under which procedure.
    pub procedure: ProcedureCode,
    /// What currencies are worth on the day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<CurrencyRate>,
    /// What is declared.
    pub goods: Vec<EstimateGoods>,
    /// Rates of the tenant's tariff. The longest beginning of a code that is in force on the day
    /// decides; a result keeps those that it used.
    pub tariff: Vec<TariffRate>,
}

/// One item of goods, as an estimate needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateGoods {
    /// Its number in the declaration.
    pub number: GoodsNumber,
    /// Its code.
    pub code: CommodityCode,
    /// What it is worth at the border, in any currency that has a rate.
    pub customs_value: Money,
    /// How much of it there is: kilograms of net weight, and its other units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
}

/// What a declaration is estimated to cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// What it was made from.
    pub inputs: EstimateInputs,
    /// One for each item, in the order of the goods.
    pub lines: Vec<EstimateLine>,
    /// Of the whole declaration.
    pub totals: EstimateTotals,
    /// Every rule that it rests on, with its version.
    pub rules: Vec<RuleUse>,
    /// How well the least known of them is known.
    pub status: RuleStatus,
}

/// What one item costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateLine {
    /// Which item.
    pub number: GoodsNumber,
    /// Its customs value in roubles.
    pub customs_value: Money,
    /// Its duty.
    pub duty: DutyAmount,
    /// Its tax.
    pub vat: VatAmount,
    /// Its share of the fee, by customs value: what the fee adds to the cost of the item.
    pub fee: Money,
    /// Positions in [`Estimate::rules`] of what decided about this item: its rate of the tariff,
    /// then its rate of tax.
    pub rules: Vec<u16>,
}

/// The tax of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VatAmount {
    /// What the rate applies to: customs value and duty.
    pub base: Money,
    /// The rate in per cent; none where the goods are exempt.
    pub percent: Option<Number>,
    /// The tax.
    pub amount: Money,
}

/// What a declaration costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateTotals {
    /// The customs value of all items.
    pub customs_value: Money,
    /// The duty of all items.
    pub duty: Money,
    /// The tax of all items.
    pub vat: Money,
    /// The fee.
    pub fee: Money,
    /// Duty, tax and fee.
    pub total: Money,
}

/// Rules that were used so far, each once.
struct Uses {
    rules: &'static RuleSet,
    on: Day,
    list: Vec<RuleUse>,
}

impl Uses {
    fn note(&mut self, named: RuleUse) -> Result<u16, PaymentsRefusal> {
        let at = self.list.iter().position(|known| *known == named).unwrap_or_else(|| {
            self.list.push(named);
            self.list.len().saturating_sub(1)
        });
        u16::try_from(at).map_err(|_| PaymentsRefusal::TooMuch)
    }

    fn method(&mut self, id: &'static str) -> Result<u16, PaymentsRefusal> {
        let named = self.rules.method(id, self.on)?;
        self.note(named)
    }
}

/// What an item costs without its share of the fee, and whether its declaration pays the fee of the list.
struct Reckoned<'a> {
    line: EstimateLine,
    rate: &'a TariffRate,
}

/// Estimates duty, tax and fee of a declaration.
///
/// # Errors
/// When anything that it needs is not known: a rate of the tariff or of a currency, a measure, a
/// rule for the day; and for what it does not cover. Nothing unknown is taken for nothing.
pub fn estimate(inputs: &EstimateInputs) -> Result<Estimate, PaymentsRefusal> {
    check(inputs)?;
    let mut uses = Uses { rules: RuleSet::built_in(), on: inputs.on, list: Vec::new() };
    for method in [rules::DUTY_BASE, rules::VAT_BASE, rules::ROUNDING] {
        uses.method(method)?;
    }
    let reckoned = inputs.goods.iter().map(|goods| reckon(goods, inputs, &mut uses)).collect::<Result<Vec<_>, _>>()?;
    let sum = |of: fn(&EstimateLine) -> Money| total(reckoned.iter().map(|one| of(&one.line)));
    let customs_value = sum(|line| line.customs_value)?;
    let (duty, vat) = (sum(|line| line.duty.amount)?, sum(|line| line.vat.amount)?);
    let listed = reckoned.iter().any(|one| one.rate.listed_fee);
    let ladder = if listed { rules::FEE_LISTED } else { rules::FEE_LADDER };
    let (fee, named) = uses.rules.fee(ladder, customs_value, inputs.on)?;
    uses.note(named)?;
    let weights: Vec<i64> = reckoned.iter().map(|one| one.line.customs_value.minor()).collect();
    let shares = fee.share(&weights).map_err(|_| PaymentsRefusal::TooMuch)?;
    let tariff = used(reckoned.iter().map(|one| one.rate));
    let lines = reckoned.into_iter().zip(shares).map(|(one, fee)| EstimateLine { fee, ..one.line }).collect();
    let totals = EstimateTotals { customs_value, duty, vat, fee, total: total([duty, vat, fee])? };
    let status = uses.list.iter().map(RuleUse::status).max().unwrap_or(RuleStatus::Unverified);
    Ok(Estimate { inputs: EstimateInputs { tariff, ..inputs.clone() }, lines, totals, rules: uses.list, status })
}

fn check(inputs: &EstimateInputs) -> Result<(), PaymentsRefusal> {
    match inputs.declaration_type {
        DeclarationType::Import if inputs.procedure.as_str() == ESTIMATED_PROCEDURE => {}
        DeclarationType::Import | DeclarationType::Export | DeclarationType::Transit => return Err(PaymentsRefusal::OtherProcedure),
    }
    if inputs.goods.is_empty() {
        return Err(PaymentsRefusal::NoGoods);
    }
    let mut seen = BTreeSet::new();
    for EstimateGoods { number, customs_value, .. } in &inputs.goods {
        if !seen.insert(*number) {
            return Err(PaymentsRefusal::NumberTwice { number: *number });
        }
        if !customs_value.is_positive() {
            return Err(PaymentsRefusal::NoValue { number: *number });
        }
    }
    Ok(())
}

fn reckon<'a>(goods: &EstimateGoods, inputs: &'a EstimateInputs, uses: &mut Uses) -> Result<Reckoned<'a>, PaymentsRefusal> {
    let EstimateGoods { number, code, customs_value, measures } = goods;
    let (number, on) = (*number, inputs.on);
    let unknown = || PaymentsRefusal::NoTariffRate { number, code: code.clone(), on };
    let rate = longest(&inputs.tariff, code, on).ok_or_else(unknown)?;
    let excise = uses.rules.excise(on)?;
    uses.note(excise.named)?;
    let subject = match (excise.body.certainty(code), rate.excise) {
        (Some(Certainty::Always), _) | (_, Excise::Subject) | (Some(Certainty::Some), Excise::NotStated) => true,
        (Some(Certainty::Some), Excise::NotSubject) | (None, Excise::NotStated | Excise::NotSubject) => false,
    };
    if subject {
        return Err(PaymentsRefusal::Excise { number, code: code.clone() });
    }
    let value = kopecks(in_roubles(decimal(*customs_value), customs_value.currency(), &inputs.rates, on)?)?;
    if !value.is_positive() {
        return Err(PaymentsRefusal::NoValue { number });
    }
    let foreign = customs_value.currency() != PAID_IN || rate.duty.currency().is_some_and(|currency| currency != PAID_IN);
    if foreign {
        uses.method(rules::VALUE_IN_ROUBLES)?;
    }
    let mut decided = vec![uses.note(RuleUse::tariff(rate))?];
    let duty = rate.duty.of(&Dutiable { number, value, measures, rates: &inputs.rates, on })?;
    let base = value.plus(duty.amount).map_err(|_| PaymentsRefusal::TooMuch)?;
    let vat = match rate.vat.rule() {
        Some(id) => {
            let found = uses.rules.vat(id, on)?;
            decided.push(uses.note(found.named)?);
            VatAmount { base, percent: Some(found.body.percent), amount: part(base, found.body.percent)? }
        }
        None => VatAmount { base, percent: None, amount: Money::zero(PAID_IN) },
    };
    let line = EstimateLine { number, customs_value: value, duty, vat, fee: Money::zero(PAID_IN), rules: decided };
    Ok(Reckoned { line, rate })
}

fn total(amounts: impl IntoIterator<Item = Money>) -> Result<Money, PaymentsRefusal> {
    Money::sum(amounts, PAID_IN).map_err(|_| PaymentsRefusal::TooMuch)
}

/// The rates that were used, each once, in a fixed order.
fn used<'a>(rates: impl Iterator<Item = &'a TariffRate>) -> Vec<TariffRate> {
    let once: BTreeMap<_, &TariffRate> = rates.map(|rate| ((rate.prefix.as_str(), rate.version), rate)).collect();
    once.into_values().cloned().collect()
}

impl Estimate {
    /// Currencies whose rates must be given for goods and a tariff.
    pub fn currencies(goods: &[EstimateGoods], tariff: &[TariffRate]) -> BTreeSet<Currency> {
        let values = goods.iter().map(|goods| goods.customs_value.currency());
        let duties = tariff.iter().filter_map(|rate| rate.duty.currency());
        values.chain(duties).filter(|currency| *currency != PAID_IN).collect()
    }

    /// Whether its own inputs still give it: false only after rule data was corrected for its day.
    pub fn replays(&self) -> bool {
        estimate(&self.inputs).as_ref() == Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::payments as samples;
    use samples::{goods, inputs, number, on, rub};

    fn refused(change: impl FnOnce(&mut EstimateInputs)) -> PaymentsRefusal {
        let mut inputs = inputs();
        change(&mut inputs);
        estimate(&inputs).unwrap_err()
    }

    /// A laptop for 1,000 USD at 80 free of duty with 22 % tax; 100 kg of cheese for 500 EUR at
    /// 95, 15 % but at least 0.5 EUR a kilogram, with 10 % tax.
    #[test]
    fn c51_duty_tax_and_fee_of_ordinary_goods_add_up() {
        let estimate = estimate(&inputs()).unwrap();
        let [laptop, cheese] = estimate.lines.as_slice() else { panic!("{:?}", estimate.lines) };
        assert_eq!((laptop.customs_value, laptop.duty.amount, laptop.vat.base), (rub("80000.00"), rub("0.00"), rub("80000.00")));
        assert_eq!(laptop.vat.amount, rub("17600.00"));
        assert_eq!(
            (cheese.customs_value, cheese.duty.by_quantity, cheese.duty.amount),
            (rub("47500.00"), Some(rub("4750.00")), rub("7125.00"))
        );
        assert_eq!((cheese.vat.base, cheese.vat.amount), (rub("54625.00"), rub("5462.50")));
        let EstimateTotals { customs_value, duty, vat, fee, total } = estimate.totals;
        assert_eq!((customs_value, duty, vat, fee), (rub("127500.00"), rub("7125.00"), rub("23062.50"), rub("1231.00")));
        assert_eq!(total, rub("31418.50"));
        assert_eq!((laptop.fee, cheese.fee), (rub("772.39"), rub("458.61")));
    }

    #[test]
    fn c50_c51_an_estimate_is_kept_with_its_inputs_and_replays_identically() {
        let made = estimate(&inputs()).unwrap();
        let stored: Estimate = serde_json::from_str(&serde_json::to_string(&made).unwrap()).unwrap();
        assert_eq!(stored, made);
        assert!(stored.replays() && estimate(&stored.inputs).as_ref() == Ok(&made));
        // Rates that did not decide are not kept.
        let mut more = inputs();
        more.tariff.push(samples::rate("8471", "10", |_| {}));
        assert_eq!(estimate(&more).as_ref(), Ok(&made));
    }

    #[test]
    fn c51_every_rule_is_named_with_its_version_and_how_well_it_is_known() {
        let estimate = estimate(&inputs()).unwrap();
        let json = serde_json::to_value(&estimate.rules).unwrap();
        let named: Vec<String> =
            json.as_array().unwrap().iter().map(|rule| rule["id"].as_str().or(rule["prefix"].as_str()).unwrap().to_owned()).collect();
        let expected = [
            rules::DUTY_BASE,
            rules::VAT_BASE,
            rules::ROUNDING,
            rules::EXCISE,
            rules::VALUE_IN_ROUBLES,
            "8471300000",
            "ru.vat.standard",
            "0406",
            "ru.vat.food",
            rules::FEE_LADDER,
        ];
        assert_eq!(named, expected);
        assert_eq!(estimate.status, RuleStatus::Unverified);
        let of = |line: usize| estimate.lines[line].rules.iter().map(|at| named[usize::from(*at)].clone()).collect::<Vec<_>>();
        assert_eq!(
            (of(0), of(1)),
            (vec!["8471300000".to_owned(), "ru.vat.standard".into()], vec!["0406".to_owned(), "ru.vat.food".into()])
        );
        assert!(json.as_array().unwrap().iter().all(|rule| rule["version"].as_u64().is_some() && !rule["source"].is_null()));
    }

    #[test]
    fn c59_the_rate_of_the_day_decides() {
        let mut old = inputs();
        old.on = "2025-12-31".parse().unwrap();
        old.rates.iter_mut().for_each(|rate| rate.on = old.on);
        old.tariff.iter_mut().for_each(|rate| rate.from = "2025-01-01".parse().unwrap());
        let estimate = estimate(&old).unwrap();
        assert_eq!((estimate.lines[0].vat.amount, estimate.totals.fee), (rub("16000.00"), rub("1067.00")));
        let too_early = refused(|inputs| inputs.tariff[1].from = "2026-11-22".parse().unwrap());
        assert!(matches!(too_early, PaymentsRefusal::NoTariffRate { .. }));
    }

    #[test]
    fn c51_what_is_not_known_refuses_and_is_never_nothing() {
        let code = goods()[0].code.clone();
        assert_eq!(refused(|inputs| inputs.tariff.clear()), PaymentsRefusal::NoTariffRate { number: number(1), code, on: on() });
        assert_eq!(refused(|inputs| inputs.rates.clear()), PaymentsRefusal::NoRate { currency: Currency::USD });
        let old = refused(|inputs| inputs.rates[0].on = "2026-11-01".parse().unwrap());
        assert_eq!(old, PaymentsRefusal::RateNotInForce { currency: Currency::USD, on: on() });
        let unit = super::super::Unit::Kilogram;
        assert_eq!(refused(|inputs| inputs.goods[1].measures.clear()), PaymentsRefusal::NoMeasure { number: number(2), unit });
        let before = "2024-12-31".parse().unwrap();
        let early = refused(|inputs| {
            inputs.on = before;
            inputs.rates.iter_mut().for_each(|rate| rate.on = before);
            inputs.tariff.iter_mut().for_each(|rate| rate.from = before);
        });
        assert_eq!(early, PaymentsRefusal::NoRule { rule: rules::EXCISE, on: before });
    }

    #[test]
    fn excise_refuses_where_it_is_certain_or_nobody_looked() {
        let with = |code: &str, excise: Excise| {
            refused_or(|inputs| {
                inputs.goods[0].code = code.parse().unwrap();
                inputs.tariff.push(samples::rate(&code[..4], "5", |rate| rate.excise = excise));
            })
        };
        for (code, excise, refuses) in [
            ("2208301100", Excise::NotSubject, true),
            ("2202100000", Excise::NotStated, true),
            ("2202100000", Excise::NotSubject, false),
            ("9503000000", Excise::Subject, true),
            ("9503000000", Excise::NotStated, false),
        ] {
            assert_eq!(matches!(with(code, excise), Err(PaymentsRefusal::Excise { .. })), refuses, "{code} {excise:?}");
            assert_eq!(with(code, excise).is_ok(), !refuses, "{code} {excise:?}");
        }
    }

    fn refused_or(change: impl FnOnce(&mut EstimateInputs)) -> Result<Estimate, PaymentsRefusal> {
        let mut inputs = inputs();
        change(&mut inputs);
        estimate(&inputs)
    }

    #[test]
    fn one_listed_item_makes_the_whole_declaration_pay_the_fee_of_the_list() {
        let estimate = refused_or(|inputs| inputs.tariff[0].listed_fee = true).unwrap();
        assert_eq!(estimate.totals.fee, rub("73860.00"));
        let shares = Money::sum(estimate.lines.iter().map(|line| line.fee), Currency::RUB);
        assert_eq!(shares, Ok(estimate.totals.fee));
    }

    #[test]
    fn exempt_goods_have_no_tax_only_where_somebody_says_why() {
        let exempt = refused_or(|inputs| {
            inputs.tariff[0].vat = serde_json::from_value(serde_json::json!({ "vat": "exempt", "ground": "Tax Code art. 150" })).unwrap();
        });
        let vat = exempt.unwrap().lines[0].vat.clone();
        assert_eq!((vat.percent, vat.amount), (None, rub("0.00")));
    }

    #[test]
    fn other_procedures_and_broken_goods_are_refused() {
        assert_eq!(refused(|inputs| inputs.procedure = "10".parse().unwrap()), PaymentsRefusal::OtherProcedure);
        assert_eq!(refused(|inputs| inputs.declaration_type = DeclarationType::Export), PaymentsRefusal::OtherProcedure);
        assert_eq!(refused(|inputs| inputs.goods.clear()), PaymentsRefusal::NoGoods);
        assert_eq!(refused(|inputs| inputs.goods[1].number = number(1)), PaymentsRefusal::NumberTwice { number: number(1) });
        let nothing = refused(|inputs| inputs.goods[1].customs_value = rub("0.00"));
        assert_eq!(nothing, PaymentsRefusal::NoValue { number: number(2) });
        let overflow = refused(|inputs| inputs.goods[0].customs_value = Money::from_minor(i64::MAX, Currency::USD));
        assert_eq!(overflow, PaymentsRefusal::TooMuch);
    }

    #[test]
    fn the_currencies_to_be_given_are_those_of_values_and_duties() {
        let needed = Estimate::currencies(&goods(), &inputs().tariff);
        assert_eq!(needed.into_iter().collect::<Vec<_>>(), [Currency::EUR, Currency::USD]);
    }
}
