//! Asks the carrier for cities by the start of their name.

use kernel::reaction::read_answer;
use kernel::{Context, Lookup, LookupSpec, Malformed, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ListPage;
use crate::outside::nova_poshta::{Answer, CONNECTOR, City, Request};

/// Fewer letters fit half of the country.
const CHARACTERS_MIN: usize = 2;
/// Longer than any name of a settlement.
const CHARACTERS_MAX: usize = 80;

/// Asks Nova Poshta for settlements by the start of their name, best match first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpCities {
    /// At least two letters of the name.
    pub q: String,
}

impl Lookup for LookUpCities {
    type Answer = ListPage<City>;
    const SPEC: LookupSpec = LookupSpec {
        name: "orders.look-up-cities",
        route: Route::get("/carriers/nova-poshta/cities"),
        roles: &[Role::Manager, Role::TeamLead],
        connector: CONNECTOR,
        summary: "Asks Nova Poshta for settlements by the start of their name.",
    };

    fn request(&self, _: &Context) -> Result<Value, Malformed> {
        let text = self.q.trim().to_owned();
        if !(CHARACTERS_MIN..=CHARACTERS_MAX).contains(&text.chars().count()) {
            return Err(Malformed::new("q", format!("expected {CHARACTERS_MIN} to {CHARACTERS_MAX} characters")));
        }
        super::request_of(&Request::FindCities { text })
    }

    fn answer(&self, answer: Value) -> Result<Self::Answer, Malformed> {
        let Answer::Cities { cities } = read_answer(&answer)? else { return Err(super::another_answer()) };
        Ok(ListPage { items: cities, next_cursor: None })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;

    #[test]
    fn two_letters_make_a_question() {
        let ask = |q: &str| LookUpCities { q: q.to_owned() }.request(&context());
        assert_eq!(ask(" По ").unwrap(), json!({ "operation": "find-cities", "text": "По" }));
        assert_eq!(ask("П").unwrap_err().path, "q");
        let answer = json!({ "answer": "cities", "cities": [{ "city_ref": "db5c", "name": "Полтава", "area": "Полтавська", "present": "м. Полтава" }] });
        let lookup = LookUpCities { q: "По".to_owned() };
        assert_eq!(lookup.answer(answer).unwrap().items[0].name, "Полтава");
    }
}
