//! Asks the carrier for branches and postomats of a city.

use kernel::reaction::read_answer;
use kernel::{Context, Lookup, LookupSpec, Malformed, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ListPage;
use crate::outside::nova_poshta::{Answer, CONNECTOR, Request, Warehouse};

/// Longer than any address of a branch.
const CHARACTERS_MAX: usize = 80;

/// Asks Nova Poshta for branches and postomats of a city.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpWarehouses {
    /// The city, by the carrier's reference.
    pub city_ref: String,
    /// A number or a street; all by default.
    #[serde(default)]
    pub q: String,
}

impl Lookup for LookUpWarehouses {
    type Answer = ListPage<Warehouse>;
    const SPEC: LookupSpec = LookupSpec {
        name: "orders.look-up-warehouses",
        route: Route::get("/carriers/nova-poshta/warehouses"),
        roles: &[Role::Manager, Role::TeamLead],
        connector: CONNECTOR,
        summary: "Asks Nova Poshta for branches and postomats of a city.",
    };

    fn request(&self, _: &Context) -> Result<Value, Malformed> {
        let (city_ref, text) = (self.city_ref.trim().to_owned(), self.q.trim().to_owned());
        if city_ref.is_empty() || city_ref.len() > CHARACTERS_MAX {
            return Err(Malformed::new("city_ref", "expected the carrier's reference of a city"));
        }
        if text.chars().count() > CHARACTERS_MAX {
            return Err(Malformed::new("q", format!("expected at most {CHARACTERS_MAX} characters")));
        }
        super::request_of(&Request::FindWarehouses { city_ref, text })
    }

    fn answer(&self, answer: Value) -> Result<Self::Answer, Malformed> {
        let Answer::Warehouses { warehouses } = read_answer(&answer)? else { return Err(super::another_answer()) };
        Ok(ListPage { items: warehouses, next_cursor: None })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;

    #[test]
    fn a_city_makes_a_question() {
        let ask = |city_ref: &str| LookUpWarehouses { city_ref: city_ref.to_owned(), q: "3".to_owned() }.request(&context());
        assert_eq!(ask("db5c").unwrap(), json!({ "operation": "find-warehouses", "city_ref": "db5c", "text": "3" }));
        assert_eq!(ask(" ").unwrap_err().path, "city_ref");
        let answer = json!({ "answer": "warehouses", "warehouses": [{ "warehouse_ref": "0d54", "number": "3", "description": "Відділення №3", "kind": "branch" }] });
        let lookup = LookUpWarehouses { city_ref: "db5c".to_owned(), q: String::new() };
        assert_eq!(lookup.answer(answer).unwrap().items[0].number, "3");
    }
}
