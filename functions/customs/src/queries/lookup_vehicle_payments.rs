//! Asks the vendor what a vehicle costs at the border.

use kernel::reaction::read_answer;
use kernel::{Context, Lookup, LookupSpec, Malformed, Role, Route};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::outside::kontur::payment::{ElectricPower, Engine, Hybrid, Owner, PowerUnit, Vehicle, VehicleAge, VehiclePayments};
use crate::outside::kontur::{Answer, CONNECTOR, Request};

/// Largest power and volume that is asked about: no vehicle has more, and the vendor counts in 32 bits.
const MEASURE_MAX: u32 = 1_000_000;

/// Asks Kontur what a vehicle costs at the border. An estimate of the vendor's, which nobody
/// records. Parameters of an address are texts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpVehiclePayments {
    /// Who brings it in.
    pub owner: Owner,
    /// How old it is.
    pub age: VehicleAge,
    /// Its price, such as `12500.50`.
    pub price: String,
    /// The currency of the price, three digits of ISO 4217: `978` is the euro.
    pub currency_number: String,
    /// What drives it.
    pub engine: Engine,
    /// What helps; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hybrid: Option<Hybrid>,
    /// `true` where the combustion engine is the stronger one of a hybrid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combustion_first: Option<String>,
    /// How strong it is.
    pub power: String,
    /// In which unit.
    pub power_unit: PowerUnit,
    /// How strong the electric motor is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electric_power: Option<String>,
    /// In which unit that is; as the other when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electric_power_unit: Option<PowerUnit>,
    /// `true` for bad roads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off_road: Option<String>,
    /// `true` where the combustion engine feeds the electric motor only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequential: Option<String>,
    /// The engine's volume in cm³; `0` where it has none.
    pub engine_volume_cm3: String,
}

impl Lookup for LookUpVehiclePayments {
    type Answer = VehiclePayments;
    const SPEC: LookupSpec = LookupSpec {
        name: "customs.look-up-vehicle-payments",
        route: Route::get("/customs/vehicle-payments"),
        roles: &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant],
        connector: CONNECTOR,
        summary: "Asks Kontur what a vehicle costs at the border.",
    };

    fn request(&self, _: &Context) -> Result<Value, Malformed> {
        let electric = self.electric_power.as_deref().map(|text| measure("electric_power", text)).transpose()?;
        let vehicle = Vehicle {
            owner: self.owner,
            age: self.age,
            price: price(&self.price)?,
            currency_number: currency_number(&self.currency_number)?,
            engine: self.engine,
            hybrid: self.hybrid.unwrap_or(Hybrid::None),
            combustion_first: self.combustion_first.as_deref().map(|text| flag("combustion_first", text)).transpose()?,
            power: measure("power", &self.power)?,
            power_unit: self.power_unit,
            electric_power: electric.map(|power| ElectricPower { power, unit: self.electric_power_unit.unwrap_or(self.power_unit) }),
            off_road: self.off_road.as_deref().map_or(Ok(false), |text| flag("off_road", text))?,
            sequential: self.sequential.as_deref().map_or(Ok(false), |text| flag("sequential", text))?,
            engine_volume_cm3: measure("engine_volume_cm3", &self.engine_volume_cm3)?,
        };
        let request = Request::VehiclePayments { vehicle: Box::new(vehicle) };
        serde_json::to_value(&request).map_err(|error| Malformed::new("request", error.to_string()))
    }

    fn answer(&self, answer: Value) -> Result<VehiclePayments, Malformed> {
        if let Answer::VehiclePayments { payments } = read_answer(&answer)? {
            Ok(payments)
        } else {
            Err(Malformed::new("answer", "an answer to another question"))
        }
    }
}

fn price(text: &str) -> Result<Decimal, Malformed> {
    let number = text.parse::<crate::payments::Number>().map_err(|error| Malformed::new("price", error.to_string()))?;
    if number.is_zero() { Err(Malformed::new("price", "expected a price above zero")) } else { Ok(number.decimal()) }
}

fn currency_number(text: &str) -> Result<u16, Malformed> {
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| Malformed::new("currency_number", "expected three digits of ISO 4217, such as 978"))
}

fn measure(field: &str, text: &str) -> Result<u32, Malformed> {
    let number: Option<u32> = text.parse().ok().filter(|number| *number <= MEASURE_MAX);
    number.ok_or_else(|| Malformed::new(field, format!("expected a whole number up to {MEASURE_MAX}")))
}

fn flag(field: &str, text: &str) -> Result<bool, Malformed> {
    text.parse().map_err(|_| Malformed::new(field, "expected true or false"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;

    fn parameters() -> Value {
        json!({
            "owner": "person", "age": "three-to-five", "price": "12500.50", "currency_number": "978", "engine": "petrol",
            "power": "150", "power_unit": "horse-power", "engine_volume_cm3": "1984",
        })
    }

    fn question(change: impl FnOnce(&mut Value)) -> Result<Value, Malformed> {
        let mut parameters = parameters();
        change(&mut parameters);
        Malformed::read::<LookUpVehiclePayments>(parameters)?.request(&context())
    }

    #[test]
    fn c51_parameters_become_the_vendors_question() {
        let asked: Request = serde_json::from_value(question(|_| {}).unwrap()).unwrap();
        assert_eq!(asked, Request::VehiclePayments { vehicle: Box::new(crate::samples::kontur::vehicle()) });
        let hybrid = question(|asked| {
            asked["electric_power"] = "50".into();
            asked["off_road"] = "true".into();
        });
        let vehicle = hybrid.unwrap()["vehicle"].clone();
        assert_eq!((&vehicle["electric_power"]["unit"], &vehicle["off_road"]), (&json!("horse-power"), &json!(true)));
    }

    #[test]
    fn what_makes_no_question_is_told_by_field() {
        let wrong = [
            ("price", "0"),
            ("price", "-1"),
            ("price", "1e3"),
            ("currency_number", "97"),
            ("currency_number", "+97"),
            ("power", "1.5"),
            ("engine_volume_cm3", "1000001"),
            ("off_road", "yes"),
        ];
        for (field, text) in wrong {
            assert_eq!(question(|asked| asked[field] = text.into()).unwrap_err().path, field, "{text}");
        }
        assert!(question(|asked| asked["owner"] = "company".into()).is_err());
    }

    #[test]
    fn the_answer_is_the_vendors_amounts_as_they_came() {
        let lookup = Malformed::read::<LookUpVehiclePayments>(parameters()).unwrap();
        let answered = json!({ "answer": "vehicle-payments", "payments": { "payments": [{ "name": "НДС", "roubles": "10.5" }], "total_roubles": "10.50" } });
        assert_eq!(lookup.answer(answered).unwrap().total_roubles.to_string(), "10.50");
        assert!(lookup.answer(json!({ "answer": "opened" })).is_err());
    }
}
