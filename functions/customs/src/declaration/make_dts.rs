//! Shares costs out and has the declaration of customs value made.

use kernel::command::Keep;
use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Money, Quantity, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::{JOBS_AT_ONCE_MAX, Task};
use super::status::Status;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, forms};
use crate::DeclarationId;
use crate::form::amount::money;
use crate::form::{Form, Good};
use crate::payments::{Cost, DtsForm, PricedGoods, distribute};

/// Shares the costs of bringing the goods in out among them, keeps who bears how much, and has
/// the vendor make the declaration of customs value from the same costs (decision C60). The
/// shares are the file of the job; the vendor's form is among its documents.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeDts {
    /// Which declaration; the vendor must have it.
    pub declaration_id: DeclarationId,
    /// Which form.
    pub form: DtsForm,
    /// The costs.
    pub costs: Vec<Cost>,
}

/// Where shares are kept.
pub fn shares_key(sha256: &str) -> String {
    format!("customs/costs/{sha256}")
}

impl Command for MakeDts {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.make-dts",
        route: Some(Route::post("/customs/declarations/{declaration_id}/dts")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Shares costs out and has the declaration of customs value made.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        declaration.vendor.docflow.ok_or(DeclarationRefusal::NotAtVendor)?;
        // The vendor writes the customs value into the declaration, which is filed only once.
        let status = declaration.status();
        if status != Status::AwaitingFiling {
            return Err(DeclarationRefusal::NotEditable { status });
        }
        if declaration.jobs.iter().filter(|job| job.is_working(context.now)).count() >= JOBS_AT_ONCE_MAX {
            return Err(DeclarationRefusal::TooManyJobs);
        }
        let form = forms::read(declaration, facts)?.ok_or(DeclarationRefusal::NoForm)?;
        let currency = form.contract_currency();
        if let Some(good) = form.goods().iter().find(|good| good.valuation_method.is_none()) {
            return Err(DeclarationRefusal::NoValuationMethod { number: good.number.get() });
        }
        let goods: Vec<PricedGoods> = form.goods().iter().map(|good| priced(good, currency)).collect();
        let shared = distribute(&self.costs, &goods);
        let shared = shared.map_err(|reason| DeclarationRefusal::CannotBeDistributed { reason: Box::new(reason) })?;
        // What was read from JSON has a JSON form; there is no error to report.
        let bytes = serde_json::to_vec(&shared).unwrap_or_default();
        let (sha256, size_bytes) = (crate::code::sha256(&bytes), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let keep = Keep { key: shares_key(&sha256), media_type: Form::MEDIA_TYPE, bytes };
        let number = declaration.jobs.last().map_or(1, |job| job.number.saturating_add(1));
        let task = Task::MakeDts { form: self.form, costs: self.costs.clone(), sha256, size_bytes };
        Ok(Decision::of([DeclarationEvent::JobRequested { number, task }]).keep(keep))
    }

    fn example() -> Self {
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, form: DtsForm::Dts1, costs: crate::samples::payments::costs() }
    }
}

fn priced(good: &Good, currency: Option<Currency>) -> PricedGoods {
    let price: Option<Money> = good.invoiced.zip(currency).and_then(|(invoiced, currency)| money(invoiced, currency));
    PricedGoods { number: good.number, gross_kg: good.gross_kilograms.and_then(|gross| Quantity::try_from(gross).ok()), price }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::payments::{Basis, DistributionRefusal};
    use crate::samples::declarations as samples;

    fn at_vendor() -> testkit::decision::Given<Declaration> {
        let form = samples::read_form();
        given::<Declaration>(samples::awaiting()).content(&form.reference().key(), form.bytes())
    }

    fn by_weight() -> MakeDts {
        let mut make = MakeDts::example();
        make.costs.retain(|cost| cost.basis == Basis::GrossWeight);
        make
    }

    #[test]
    fn c60_shares_are_kept_and_the_vendor_is_to_make_the_form() {
        let decision = at_vendor().when(by_weight()).accepted();
        let [DeclarationEvent::JobRequested { number: 1, task: Task::MakeDts { sha256, size_bytes, .. } }] = decision.events.as_slice()
        else {
            panic!("{decision:?}")
        };
        let [keep] = decision.keeps.as_slice() else { panic!("{:?}", decision.keeps) };
        assert_eq!((keep.key.clone(), u64::try_from(keep.bytes.len()).ok()), (shares_key(sha256), Some(*size_bytes)));
        let shares: serde_json::Value = serde_json::from_slice(&keep.bytes).unwrap();
        assert_eq!(shares[0]["shares"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn c12_the_value_of_what_is_filed_is_not_declared_again() {
        let filed = given::<Declaration>(samples::awaiting().into_iter().chain([samples::sent()]));
        filed.when(by_weight()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
    }

    #[test]
    fn the_vendor_wants_the_method_of_every_good() {
        let mut form = samples::form();
        form["ESADout_CUGoodsShipment"]["ESADout_CUGoods"][1]["CustomsCostCorrectMethod"] = serde_json::Value::Null;
        let form = crate::form::Form::from_value(form).unwrap();
        let saved = DeclarationEvent::FormSaved { form: Box::new(form.reference()), change: Box::default() };
        let history = samples::awaiting().into_iter().chain([saved]);
        let lacking = given::<Declaration>(history).content(&form.reference().key(), form.bytes());
        lacking.when(by_weight()).refused(DeclarationRefusal::NoValuationMethod { number: 2 });
    }

    #[test]
    fn what_cannot_be_shared_out_or_is_not_at_the_vendor_is_refused() {
        given::<Declaration>([samples::created()]).when(by_weight()).refused(DeclarationRefusal::NotAtVendor);
        let none = MakeDts {
            costs: vec![crate::payments::Cost { total: Money::zero(Currency::USD), ..by_weight().costs.remove(0) }],
            ..by_weight()
        };
        let cost_box = none.costs[0].cost_box;
        let reason = Box::new(DistributionRefusal::NoCost { cost_box });
        at_vendor().when(none).refused(DeclarationRefusal::CannotBeDistributed { reason });
    }
}
