//! Names somebody who may be asked outside of the system.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AUTHORISED_MAX, Authorised, Roster, RosterEvent, RosterRefusal};
use crate::person::Person;
use crate::{Level, RosterId};

/// Names somebody who may be asked outside of the system, up to a level, for some time. The
/// register is kept by the commercial and the general director.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorisePerson {
    /// The subject of their token.
    pub person: Line,
    /// Their name.
    pub name: Line,
    /// Up to which level.
    pub level: Level,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// The register is the directors'; an administrator keeps it for them.
pub(super) fn check_director(roster: &Roster, context: &Context) -> Result<(), RosterRefusal> {
    let allowed = context.actor.has_any(&[Role::Administrator]) || roster.stands_at(&context.actor.id, Level::Dp);
    if allowed { Ok(()) } else { Err(RosterRefusal::NeedsDirector) }
}

impl Command for AuthorisePerson {
    type Aggregate = Roster;
    type Refusal = RosterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.authorise-person",
        route: Some(Route::post("/approvals/roster/authorised/{person}")),
        roles: &[Role::Approver, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Names somebody who may be asked in an emergency.",
    };

    fn target(&self, _: &Context) -> RosterId {
        Roster::id()
    }

    fn decide(&self, roster: Option<&Roster>, _: &Facts, context: &Context) -> Result<Decision<Roster>, RosterRefusal> {
        let empty = Roster::default();
        let roster = roster.unwrap_or(&empty);
        check_director(roster, context)?;
        if !Level::OF_PEOPLE.contains(&self.level) {
            return Err(RosterRefusal::NotAPersonsLevel);
        }
        if self.to.is_some_and(|to| to < self.from) {
            return Err(RosterRefusal::BadPeriod);
        }
        if !roster.authorised.contains_key(&self.person) && roster.authorised.len() >= AUTHORISED_MAX {
            return Err(RosterRefusal::TooMany);
        }
        let person = Person { id: self.person.clone(), name: self.name.clone() };
        let authorised = Authorised { person, level: self.level, from: self.from, to: self.to };
        if roster.authorised.get(&self.person) == Some(&authorised) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([RosterEvent::Authorised { authorised }]))
    }

    fn example() -> Self {
        use crate::samples::{day, line};
        Self { person: line("dp"), name: line("Коммерсантов И. И."), level: Level::Dp, from: day("2026-01-01"), to: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::person;
    use testkit::given;

    use super::*;
    use crate::roster::end_authorisation::EndAuthorisation;
    use crate::samples::rosters::history;
    use crate::samples::{day, line};

    fn by(id: &str) -> testkit::decision::Given<Roster> {
        given::<Roster>(history()).by(person(id, Role::Approver))
    }

    #[test]
    fn the_register_is_kept_by_directors() {
        let other = || AuthorisePerson { person: line("drp"), level: Level::Drp, ..AuthorisePerson::example() };
        by("dp").when(other()).accepted();
        by("gd").when(other()).accepted();
        by("rbu-north").when(other()).refused(RosterRefusal::NeedsDirector);
        by("dp").when(AuthorisePerson { level: Level::Auto, ..other() }).refused(RosterRefusal::NotAPersonsLevel);
        by("dp").when(AuthorisePerson { to: Some(day("2025-12-31")), ..other() }).refused(RosterRefusal::BadPeriod);
        by("gd").when(EndAuthorisation::example()).accepted();
        by("gd").when(EndAuthorisation { person: line("ghost"), ..EndAuthorisation::example() }).refused(RosterRefusal::NotFound);
        by("rbu-north").when(EndAuthorisation::example()).refused(RosterRefusal::NeedsDirector);
    }
}
