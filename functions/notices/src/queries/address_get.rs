//! Shows where somebody is reached.

use kernel::{Answer, Context, Facts, Line, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::subscriber::set_address::may_see;
use crate::subscriber::{Address, Subscriber, SubscriberRefusal};

/// Shows where somebody is reached: everybody their own, an administrator anybody's.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAddress {
    /// Who, by the subject of their token.
    pub person: Line,
}

impl Query for GetAddress {
    type Answer = Address;
    type Refusal = SubscriberRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "notices.get-address",
        route: Route::get("/notices/addresses/{person}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows where somebody is reached.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Subscriber>(Subscriber::id_of(&self.person))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Address>, SubscriberRefusal> {
        if !may_see(&context.actor, &self.person) {
            return Err(SubscriberRefusal::NotYours);
        }
        let loaded = facts.aggregate::<Subscriber>(Subscriber::id_of(&self.person)).ok_or(SubscriberRefusal::NotFound)?;
        let address = loaded.state.address.clone().ok_or(SubscriberRefusal::NotFound)?;
        Ok(Answer::at(loaded.version, address))
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::Commit;
    use kernel::{Event, History};
    use testkit::context;
    use testkit::decision::person;

    use super::*;
    use crate::samples;

    fn ask(id: &str, role: Role, known: bool) -> Result<Address, SubscriberRefusal> {
        let context = Context { actor: person(id, role), ..context() };
        let query = GetAddress { person: samples::person() };
        let mut facts = Facts::default();
        let commit = Commit { version: 1, meta: context.meta("test"), key: None, events: vec![samples::address_set().write().unwrap()] };
        let commits = known.then_some(commit).into_iter().collect();
        facts.put_aggregate(&query.wants(&facts, &context)[0], &History { snapshot: None, commits }).unwrap();
        query.answer(&facts, &context).map(|answer| answer.body)
    }

    #[test]
    fn addresses_are_shown_to_their_person_and_to_administrators() {
        assert_eq!(ask("ivanova", Role::Manager, true), Ok(samples::address()));
        assert_eq!(ask("admin", Role::Administrator, true), Ok(samples::address()));
        assert_eq!(ask("petrov", Role::TeamLead, true), Err(SubscriberRefusal::NotYours));
        assert_eq!(ask("ivanova", Role::Manager, false), Err(SubscriberRefusal::NotFound));
    }
}
