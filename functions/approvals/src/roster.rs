//! The roster: who may approve what, who stands in, who is away, and who may be asked in an emergency.

pub mod event;
pub mod refusal;
pub mod route;

pub mod appoint;
pub mod authorise;
pub mod dismiss;
pub mod end_absence;
pub mod end_authorisation;
pub mod note_absence;

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hours::HOUR_MS;
use crate::person::Person;
use crate::{Level, RosterId};
pub use event::RosterEvent;
pub use refusal::RosterRefusal;
pub use route::{Loads, Routed, route};

/// Most approvers of a tenant; the functional model names about fifteen.
pub const APPROVERS_MAX: usize = 500;
/// Most absences that are kept of one approver; past ones make room.
pub const ABSENCES_MAX: usize = 50;
/// Most people in the register of emergencies.
pub const AUTHORISED_MAX: usize = 200;

/// A tenant's approvers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// By the subject of their token.
    pub approvers: BTreeMap<Line, Approver>,
    /// Who may be asked outside of the system, by the subject of their token.
    pub authorised: BTreeMap<Line, Authorised>,
    /// Who stood in for those who were dismissed: what these were asked is their deputy's to answer.
    pub former: BTreeMap<Line, Line>,
}

/// Somebody who decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Approver {
    /// Who.
    pub person: Person,
    /// What they may decide.
    pub post: Post,
    /// Who stands in.
    pub deputy: Option<Line>,
    /// Their account in the outside system of tasks.
    pub elma_user: Option<Line>,
    /// When they are away, in order of time.
    pub absences: Vec<Absence>,
}

/// What somebody may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "post", rename_all = "kebab-case")]
pub enum Post {
    /// The head of business units.
    Rbu {
        /// Which units.
        units: BTreeSet<Line>,
    },
    /// The director of the sales directorate.
    Drp,
    /// The commercial director.
    Dp,
    /// The general director.
    Gd,
    /// The finance director: arbitrates what silence refused.
    Fd,
    /// Stands in for others and decides nothing else.
    Deputy,
}

impl Post {
    /// The level at which they decide; `None` for those who decide upon no deviation by themselves.
    pub const fn level(&self) -> Option<Level> {
        match self {
            Self::Rbu { .. } => Some(Level::Rbu),
            Self::Drp => Some(Level::Drp),
            Self::Dp => Some(Level::Dp),
            Self::Gd => Some(Level::Gd),
            Self::Fd | Self::Deputy => None,
        }
    }

    /// Whether they decide at a level for all of some units, by their own post.
    pub fn covers(&self, level: Level, units: &[Line]) -> bool {
        match self {
            Self::Rbu { units: own } => level <= Level::Rbu && units.iter().all(|unit| own.contains(unit)),
            Self::Drp | Self::Dp | Self::Gd => self.level().is_some_and(|own| own >= level),
            Self::Fd | Self::Deputy => false,
        }
    }
}

/// When somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Absence {
    /// From.
    pub from: Moment,
    /// Until, exclusive.
    pub until: Moment,
}

/// Somebody who may be asked outside of the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Authorised {
    /// Who.
    pub person: Person,
    /// Up to which level.
    pub level: Level,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    pub to: Option<Day>,
}

impl Authorised {
    /// Whether they may be asked on a day.
    pub fn is_active(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Approver {
    /// The absence that covers an instant.
    pub fn absence(&self, at: Moment) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.from <= at && at < absence.until)
    }

    /// Whether they will be away for more than so many hours from an instant on.
    pub fn is_away(&self, at: Moment, hours: u32) -> bool {
        let longest = i64::from(hours).saturating_mul(HOUR_MS);
        self.absence(at).is_some_and(|absence| absence.until.ms_since(at) > longest)
    }
}

impl Roster {
    /// A tenant has one.
    pub fn id() -> RosterId {
        RosterId::derive(&["roster"])
    }

    /// An approver by the subject of their token.
    pub fn approver(&self, id: &str) -> Option<&Approver> {
        self.approvers.iter().find(|(key, _)| key.as_str() == id).map(|(_, approver)| approver)
    }

    /// An approver by their account in the outside system.
    pub fn by_elma_user(&self, user: &str) -> Option<&Approver> {
        self.approvers.values().find(|approver| approver.elma_user.as_ref().is_some_and(|own| own.as_str() == user))
    }

    /// Whether somebody stands in now for another who was asked, and is away for more than so many
    /// hours or was dismissed since: their deputy, or the deputy's own when that one is away too.
    pub fn stands_in(&self, person: &str, asked: &Line, at: Moment, hours: u32) -> bool {
        let (mut absent, mut seen) = (asked, BTreeSet::from([asked]));
        loop {
            let next = match self.approvers.get(absent) {
                Some(approver) if approver.is_away(at, hours) => approver.deputy.as_ref(),
                Some(_) => None,
                None => self.former.get(absent),
            };
            match next {
                Some(deputy) if deputy.as_str() == person => return true,
                Some(deputy) if seen.insert(deputy) => absent = deputy,
                Some(_) | None => return false,
            }
        }
    }

    /// Whether somebody has one of the posts at a level or above, or is the finance director.
    pub fn stands_at(&self, id: &str, level: Level) -> bool {
        self.approver(id).and_then(|approver| approver.post.level()).is_some_and(|own| own >= level)
    }
}

impl Aggregate for Roster {
    type Kind = kernel::id::kinds::ApproverRoster;
    type Event = RosterEvent;
    const NAME: &'static str = "approvals.roster";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &RosterEvent, _: &Meta) -> Result<Self, Impossible> {
        let mut roster = state.unwrap_or_default();
        roster.change(event).ok_or_else(|| Impossible::after(&Some(&roster), event))?;
        Ok(roster)
    }
}

impl Roster {
    fn change(&mut self, event: &RosterEvent) -> Option<()> {
        match event {
            RosterEvent::Appointed { person, post, deputy, elma_user } => {
                let absences = self.approvers.remove(&person.id).map(|known| known.absences).unwrap_or_default();
                self.former.remove(&person.id);
                let (post, deputy, elma_user) = (post.clone(), deputy.clone(), elma_user.clone());
                let approver = Approver { person: person.clone(), post, deputy, elma_user, absences };
                self.approvers.insert(person.id.clone(), approver);
            }
            RosterEvent::Dismissed { id, .. } => {
                let dismissed = self.approvers.remove(id)?;
                if let Some(deputy) = dismissed.deputy {
                    self.former.insert(id.clone(), deputy);
                }
                // Whoever is dismissed can no longer be asked at once.
                self.authorised.remove(id);
            }
            RosterEvent::AbsenceNoted { id, absence, .. } => {
                let absences = &mut self.approvers.get_mut(id)?.absences;
                absences.push(*absence);
                absences.sort_by_key(|absence| absence.from);
                let excess = absences.len().saturating_sub(ABSENCES_MAX);
                absences.drain(..excess);
            }
            RosterEvent::AbsenceEnded { id, from, at } => {
                let absences = &mut self.approvers.get_mut(id)?.absences;
                let absence = absences.iter_mut().find(|absence| absence.from == *from)?;
                absence.until = absence.until.min(*at).max(absence.from);
            }
            RosterEvent::Authorised { authorised } => {
                self.authorised.insert(authorised.person.id.clone(), authorised.clone());
            }
            RosterEvent::AuthorisationEnded { id, .. } => {
                self.authorised.remove(id)?;
            }
        }
        Some(())
    }
}
