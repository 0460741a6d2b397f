//! Estimates what customs will be paid.

use std::collections::BTreeSet;

use kernel::command::Keep;
use kernel::{Command, CommandSpec, Context, Currency, Day, Decision, Facts, Money, Quantity, Role, Route, Want};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{Estimated, Paid};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, forms};
use crate::DeclarationId;
use crate::code::CommodityCode;
use crate::form::amount::money;
use crate::form::{Form, Good};
use crate::payments::{CurrencyRate, Estimate, EstimateGoods, EstimateInputs, Measure, Unit, estimate};
use crate::tariff::TariffHeading;

/// Most currencies of one estimate; a contract and its freight have two or three.
pub const RATES_MAX: usize = 20;

/// Estimates duty, tax and fee of the goods in the form, by the tenant's tariff and dated rules.
/// The result is kept whole, with everything that it was made from (decisions C50, C51).
///
/// Where the form has no customs value yet, the invoiced amount stands for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimatePayments {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// The day whose rules are used; today when left out.
    #[serde(default)]
    pub on: Option<Day>,
    /// What currencies are worth on that day.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub rates: Vec<CurrencyRate>,
}

/// Where an estimate is kept.
pub fn estimate_key(sha256: &str) -> String {
    format!("customs/estimates/{sha256}")
}

impl Command for EstimatePayments {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.estimate-payments",
        route: Some(Route::post("/customs/declarations/{declaration_id}/estimate")),
        roles: &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Estimates what customs will be paid.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        let form = state.and_then(|declaration| forms::read(declaration, facts).ok().flatten());
        let codes = form.map(|form| codes(&form)).unwrap_or_default();
        forms::want(state).into_iter().chain(TariffHeading::wants(&codes)).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let form = forms::read(declaration, facts)?.ok_or(DeclarationRefusal::NoForm)?;
        if self.rates.len() > RATES_MAX {
            return Err(DeclarationRefusal::TooManyRates);
        }
        let on = self.on.unwrap_or_else(|| context.now.day_in(context.settings.time_zone));
        let inputs = EstimateInputs {
            on,
            declaration_type: declaration.header.declaration_type,
            procedure: declaration.header.procedure.code.clone(),
            rates: self.rates.clone(),
            goods: goods(&form)?,
            tariff: TariffHeading::rates(facts, &codes(&form), on),
        };
        let made = estimate(&inputs).map_err(|reason| DeclarationRefusal::CannotBeEstimated { reason: Box::new(reason) })?;
        let event = Estimated {
            sha256: String::new(),
            form: form.sha256(),
            on,
            totals: Paid { duty: made.totals.duty, vat: made.totals.vat, fee: made.totals.fee },
            status: made.status,
        };
        Ok(kept(&made, event))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), on: None, rates: Vec::new() }
    }
}

/// The estimate is named by its hash.
fn kept(made: &Estimate, event: Estimated) -> Decision<Declaration> {
    // What was read from JSON has a JSON form; there is no error to report.
    let bytes = serde_json::to_vec(made).unwrap_or_default();
    let sha256 = crate::code::sha256(&bytes);
    let keep = Keep { key: estimate_key(&sha256), media_type: Form::MEDIA_TYPE, bytes };
    Decision::of([DeclarationEvent::PaymentsEstimated(Box::new(Estimated { sha256, ..event }))]).keep(keep)
}

fn codes(form: &Form) -> BTreeSet<CommodityCode> {
    form.goods().into_iter().filter_map(|good| good.commodity).collect()
}

fn goods(form: &Form) -> Result<Vec<EstimateGoods>, DeclarationRefusal> {
    let summary = form.summary();
    let home = summary.customs_value.map_or(Currency::RUB, |value| value.currency());
    let contract = form.contract_currency();
    form.goods().iter().map(|good| priced(good, home, contract)).collect()
}

fn priced(good: &Good, home: Currency, contract: Option<Currency>) -> Result<EstimateGoods, DeclarationRefusal> {
    let number = good.number.get();
    let code = good.commodity.clone().ok_or(DeclarationRefusal::NoCommodity { number })?;
    let declared = good.customs_value.and_then(|value| money(value, home));
    let invoiced = || money(good.invoiced?, contract?);
    let customs_value: Money = declared.or_else(invoiced).ok_or(DeclarationRefusal::NoValue { number })?;
    Ok(EstimateGoods { number: good.number, code, customs_value, measures: measures(good) })
}

/// Net weight, and the supplementary unit where its code is known.
fn measures(good: &Good) -> Vec<Measure> {
    let measure = |unit: Unit, quantity: Decimal| Some(Measure { unit, quantity: Quantity::try_from(quantity).ok()? });
    let net = good.net_kilograms.and_then(|net| measure(Unit::Kilogram, net));
    let more = good.supplementary.as_ref().and_then(|more| measure(Unit::of_code(more.unit_code.as_deref()?)?, more.quantity));
    net.into_iter().chain(more).collect()
}
