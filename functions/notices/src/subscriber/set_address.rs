//! Says where somebody is reached.

use kernel::{Actor, Command, CommandSpec, Context, Decision, Facts, Language, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Subscriber, SubscriberEvent, SubscriberRefusal};
use crate::SubscriberId;
use crate::address::{ChatId, Email};
use crate::quiet::Quiet;

/// Says where somebody is reached, in which language, and when they are left alone.
///
/// Everybody sets their own; an administrator sets anybody's. What is absent is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAddress {
    /// Who, by the subject of their token.
    pub person: Line,
    /// Their chat with the bot, which they must have spoken to first.
    #[serde(default)]
    pub telegram: Option<ChatId>,
    /// Their e-mail address.
    #[serde(default)]
    pub email: Option<Email>,
    /// In which language.
    #[schemars(with = "String")]
    pub language: Language,
    /// When they are left alone, except in critical cases; by the matrix when absent.
    #[serde(default)]
    pub quiet: Option<Quiet>,
}

/// Whether an actor may see and change somebody's addresses.
pub(crate) fn may_see(actor: &Actor, person: &Line) -> bool {
    actor.id == person.as_str() || actor.has_any(&[Role::Administrator])
}

impl Command for SetAddress {
    type Aggregate = Subscriber;
    type Refusal = SubscriberRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.set-address",
        route: Some(Route::put("/notices/addresses/{person}")),
        roles: Role::FOR_PEOPLE,
        also_writes: &[],
        reads: &[],
        summary: "Says where somebody is reached, in which language, and when they are left alone.",
    };

    fn target(&self, _: &Context) -> SubscriberId {
        Subscriber::id_of(&self.person)
    }

    fn decide(&self, subscriber: Option<&Subscriber>, _: &Facts, context: &Context) -> Result<Decision<Subscriber>, SubscriberRefusal> {
        if !may_see(&context.actor, &self.person) {
            return Err(SubscriberRefusal::NotYours);
        }
        let address = Address { telegram: self.telegram, email: self.email.clone(), language: self.language, quiet: self.quiet };
        if subscriber.and_then(|known| known.address.as_ref()) == Some(&address) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([SubscriberEvent::AddressSet { person: self.person.clone(), address }]))
    }

    fn example() -> Self {
        let Address { telegram, email, language, quiet } = crate::samples::address();
        Self { person: crate::samples::person(), telegram, email, language, quiet }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::person;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    #[test]
    fn everybody_sets_their_own_and_an_administrator_anybodys() {
        let set = samples::address_set();
        let own = || nothing::<Subscriber>().by(person("ivanova", Role::Manager));
        own().when(SetAddress::example()).then([set.clone()]);
        nothing::<Subscriber>().by(person("admin", Role::Administrator)).when(SetAddress::example()).then([set.clone()]);
        nothing::<Subscriber>().by(person("petrov", Role::TeamLead)).when(SetAddress::example()).refused(SubscriberRefusal::NotYours);
        given::<Subscriber>([set]).by(person("ivanova", Role::Manager)).when(SetAddress::example()).then([]);
    }
}
