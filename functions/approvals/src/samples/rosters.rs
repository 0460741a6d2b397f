//! Samples of the roster.

use super::{day, line, literal};
use crate::Level;
use crate::person::Person;
use crate::roster::{Absence, Authorised, Post, RosterEvent};

/// The account of the head of the north in the outside system.
pub const ELMA_USER: &str = "0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b11";

/// Somebody, by the subject of their token.
pub fn person(id: &str) -> Person {
    Person { id: line(id), name: line(&format!("Сотрудник {id}")) }
}

fn appointed(id: &str, post: Post, deputy: Option<&str>) -> RosterEvent {
    let elma_user = (id == "rbu-north").then(|| line(ELMA_USER));
    RosterEvent::Appointed { person: person(id), post, deputy: deputy.map(line), elma_user }
}

fn authorised(id: &str, level: Level) -> RosterEvent {
    RosterEvent::Authorised { authorised: Authorised { person: person(id), level, from: day("2026-01-01"), to: None } }
}

/// Two heads of units, one with a deputy, and a director at every level.
pub fn history() -> Vec<RosterEvent> {
    let rbu = |unit: &str| Post::Rbu { units: [line(unit)].into() };
    vec![
        appointed("deputy-north", Post::Deputy, None),
        appointed("rbu-north", rbu("north"), Some("deputy-north")),
        appointed("rbu-south", rbu("south"), None),
        appointed("drp", Post::Drp, None),
        appointed("dp", Post::Dp, None),
        appointed("gd", Post::Gd, None),
        appointed("fd", Post::Fd, None),
        authorised("drp", Level::Drp),
        authorised("dp", Level::Dp),
    ]
}

/// One of each event of the roster.
pub fn events() -> Vec<RosterEvent> {
    let absence = Absence { from: literal("2026-11-23T06:00:00Z"), until: literal("2026-12-07T06:00:00Z") };
    vec![
        appointed("rbu-north", Post::Rbu { units: [line("north")].into() }, Some("deputy-north")),
        RosterEvent::Dismissed { id: line("rbu-north"), reason: line("Перевод в другой отдел") },
        RosterEvent::AbsenceNoted { id: line("rbu-north"), absence, reason: line("Отпуск") },
        RosterEvent::AbsenceEnded { id: line("rbu-north"), from: absence.from, at: literal("2026-11-30T06:00:00Z") },
        authorised("dp", Level::Dp),
        RosterEvent::AuthorisationEnded { id: line("dp"), reason: line("Уволен") },
    ]
}

/// The people of the samples.
#[cfg(test)]
pub(crate) fn roster() -> crate::roster::Roster {
    let meta = testkit::context().meta("test");
    kernel::aggregate::fold_events::<crate::roster::Roster>(None, &history(), &meta).unwrap().unwrap()
}
