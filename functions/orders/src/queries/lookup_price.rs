//! Asks the carrier what a delivery would cost.

use kernel::reaction::read_answer;
use kernel::{Context, Lookup, LookupSpec, Malformed, Money, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::outside::nova_poshta::{Answer, CONNECTOR, Price, PriceQuestion, Request};

/// Asks Nova Poshta what a delivery would cost. Amounts are in the tenant's currency.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpPrice {
    /// The recipient's city, by the carrier's reference.
    pub city_ref: String,
    /// Weight of all pieces, in whole grams.
    pub weight_grams: String,
    /// Pieces; one by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<String>,
    /// What the parcel is worth, such as `1500.50`.
    pub declared_value: String,
    /// What is to be collected, such as `1500.50`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<String>,
}

impl Lookup for LookUpPrice {
    type Answer = Price;
    const SPEC: LookupSpec = LookupSpec {
        name: "orders.look-up-price",
        route: Route::get("/carriers/nova-poshta/price"),
        roles: &[Role::Manager, Role::TeamLead],
        connector: CONNECTOR,
        summary: "Asks Nova Poshta what a delivery would cost.",
    };

    fn request(&self, context: &Context) -> Result<Value, Malformed> {
        let money = |field: &str, text: &str| {
            Money::parse(text, context.settings.currency).map_err(|error| Malformed::new(field, error.to_string()))
        };
        let cash_on_delivery = self.cash_on_delivery.as_deref().map(|text| money("cash_on_delivery", text)).transpose()?;
        let question = PriceQuestion {
            city_ref: self.city_ref.clone(),
            weight_grams: number("weight_grams", &self.weight_grams)?,
            seats: self.seats.as_deref().map_or(Ok(1), |text| number("seats", text))?,
            declared_value: money("declared_value", &self.declared_value)?,
            cash_on_delivery,
        };
        question.check().map_err(|error| Malformed::new(error.field, error.problem))?;
        super::request_of(&Request::Price(question))
    }

    fn answer(&self, answer: Value) -> Result<Price, Malformed> {
        if let Answer::Priced(price) = read_answer(&answer)? { Ok(price) } else { Err(super::another_answer()) }
    }
}

fn number<N: std::str::FromStr>(field: &str, text: &str) -> Result<N, Malformed> {
    text.parse().map_err(|_| Malformed::new(field, "expected a whole number"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;

    fn question(parameters: Value) -> Result<Value, Malformed> {
        Malformed::read::<LookUpPrice>(parameters)?.request(&context())
    }

    #[test]
    fn parameters_are_texts_and_become_a_question() {
        let request = question(json!({ "city_ref": "db5c", "weight_grams": "2500", "declared_value": "1500.50" })).unwrap();
        assert_eq!((&request["operation"], &request["seats"]), (&json!("price"), &json!(1)));
        assert_eq!(request["declared_value"], json!({ "amount": "1500.50", "currency": "UAH" }));
    }

    #[test]
    fn what_makes_no_question_is_told_by_field() {
        for (field, weight, value) in [("weight_grams", "2,5", "1"), ("weight_grams", "0", "1"), ("declared_value", "1", "1.005")] {
            let parameters = json!({ "city_ref": "db5c", "weight_grams": weight, "declared_value": value });
            assert_eq!(question(parameters).unwrap_err().path, field);
        }
    }

    #[test]
    fn the_answer_is_the_price() {
        let lookup = Malformed::read::<LookUpPrice>(json!({ "city_ref": "db5c", "weight_grams": "1", "declared_value": "1" })).unwrap();
        let answer = json!({ "answer": "priced", "delivery": { "amount": "95.00", "currency": "UAH" } });
        assert_eq!(lookup.answer(answer).unwrap().delivery, crate::samples::uah("95"));
        assert!(lookup.answer(json!({ "answer": "deleted", "document_ref": "x" })).is_err());
    }
}
