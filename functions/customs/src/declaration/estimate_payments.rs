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
    let home = form.customs_currency().ok_or(DeclarationRefusal::UnknownCurrency)?;
    let contract = form.contract_currency();
    form.goods().iter().map(|good| priced(good, home, contract)).collect()
}

fn priced(good: &Good, home: Currency, contract: Option<Currency>) -> Result<EstimateGoods, DeclarationRefusal> {
    let number = good.number.get();
    let code = good.commodity.clone().ok_or(DeclarationRefusal::NoCommodity { number })?;
    // A declared value that is no amount is not passed over for the price.
    let value = good.customs_value.map_or_else(|| money(good.invoiced?, contract?), |value| money(value, home));
    let customs_value: Money = value.ok_or(DeclarationRefusal::NoValue { number })?;
    Ok(EstimateGoods { number: good.number, code, customs_value, measures: measures(good) })
}

/// Net weight, and the supplementary unit where its code is known.
fn measures(good: &Good) -> Vec<Measure> {
    let measure = |unit: Unit, quantity: Decimal| Some(Measure { unit, quantity: Quantity::try_from(quantity).ok()? });
    let net = good.net_kilograms.and_then(|net| measure(Unit::Kilogram, net));
    let more = good.supplementary.as_ref().and_then(|more| measure(Unit::of_code(more.unit_code.as_deref()?)?, more.quantity));
    net.into_iter().chain(more).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::given;

    use super::*;
    use crate::payments::PaymentsRefusal;
    use crate::samples::declarations as samples;

    /// A draft whose form was changed, and what estimating it comes to.
    fn with(change: impl Fn(&mut serde_json::Value)) -> testkit::decision::Given<Declaration> {
        let mut form = samples::form();
        change(&mut form["ESADout_CUGoodsShipment"]);
        let form = Form::from_value(form).unwrap();
        let saved = DeclarationEvent::FormSaved { form: Box::new(form.reference()), change: Box::default() };
        given::<Declaration>([samples::created(), saved]).content(&form.reference().key(), form.bytes())
    }

    #[test]
    fn c51_without_a_form_or_the_tenants_tariff_nothing_is_guessed() {
        given::<Declaration>([samples::created()]).when(EstimatePayments::example()).refused(DeclarationRefusal::NoForm);
        let number = crate::code::GoodsNumber::FIRST;
        let reason = PaymentsRefusal::NoTariffRate { number, code: "8471300000".parse().unwrap(), on: "2026-11-21".parse().unwrap() };
        let reason = Box::new(reason);
        with(|_| {}).when(EstimatePayments::example()).refused(DeclarationRefusal::CannotBeEstimated { reason });
    }

    #[test]
    fn c51_a_value_that_cannot_be_read_is_not_taken_for_another() {
        let unknown = with(|shipment| shipment["CustCostCurrencyCode"] = json!("XYZ"));
        unknown.when(EstimatePayments::example()).refused(DeclarationRefusal::UnknownCurrency);
        let fraction = with(|shipment| shipment["ESADout_CUGoods"][1]["CustomsCost"] = json!("100.125"));
        fraction.when(EstimatePayments::example()).refused(DeclarationRefusal::NoValue { number: 2 });
        let uncoded = with(|shipment| shipment["ESADout_CUGoods"][0]["GoodsTNVEDCode"] = json!(""));
        uncoded.when(EstimatePayments::example()).refused(DeclarationRefusal::NoCommodity { number: 1 });
    }
}
