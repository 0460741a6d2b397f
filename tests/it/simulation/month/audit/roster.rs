//! Who held which post, who stood in for whom, who was away: as of the last event read.

use std::collections::BTreeMap;

use kernel::Moment;

use super::{Fact, moment, text};

/// An absence counts when it lasts longer than this from now on.
const LONG_ABSENCE_MS: i64 = 4 * 60 * 60_000;

/// The height of a level; `auto` is nobody's.
pub fn rank(level: &str) -> u8 {
    match level {
        "auto" => 0,
        "rbu" => 1,
        "drp" => 2,
        "dp" => 3,
        "gd" => 4,
        other => panic!("there is no level {other}"),
    }
}

#[derive(Default)]
struct Post {
    /// Zero for those who only stand in, or only look.
    rank: u8,
    units: Vec<String>,
    deputy: String,
    absences: Vec<(Moment, Moment)>,
}

/// Posts and authorisations.
#[derive(Default)]
pub struct Roster {
    posts: BTreeMap<String, Post>,
    /// Who may be asked outside the system, up to which level.
    pub authorised: BTreeMap<String, u8>,
    /// The deputies of those who were dismissed.
    gone: BTreeMap<String, String>,
}

impl Roster {
    pub fn note(&mut self, fact: &Fact<'_>) {
        let data = fact.data;
        match fact.kind {
            "appointed" => {
                let post = &data["post"];
                let rank = ["rbu", "drp", "dp", "gd"].iter().position(|level| post["post"] == *level).map_or(0, |place| place as u8 + 1);
                let units = post["units"].as_array().into_iter().flatten().map(text).collect();
                self.gone.remove(&text(&data["person"]["id"]));
                let known = self.posts.entry(text(&data["person"]["id"])).or_default();
                (known.rank, known.units, known.deputy) = (rank, units, text(&data["deputy"]));
            }
            "dismissed" => {
                let post = self.posts.remove(&text(&data["id"])).unwrap();
                self.gone.insert(text(&data["id"]), post.deputy);
                self.authorised.remove(&text(&data["id"]));
            }
            "absence-noted" => {
                let absence = (moment(&data["absence"]["from"]), moment(&data["absence"]["until"]));
                self.posts.get_mut(&text(&data["id"])).unwrap().absences.push(absence);
            }
            "absence-ended" => {
                let from = moment(&data["from"]);
                for absence in &mut self.posts.get_mut(&text(&data["id"])).unwrap().absences {
                    if absence.0 == from {
                        absence.1 = moment(&data["at"]).max(from);
                    }
                }
            }
            "authorised" => {
                let authorised = &data["authorised"];
                self.authorised.insert(text(&authorised["person"]["id"]), rank(authorised["level"].as_str().unwrap()));
            }
            "authorisation-ended" => drop(self.authorised.remove(&text(&data["id"]))),
            _ => {}
        }
    }

    /// Whether somebody's own post lets them decide at a level for units.
    pub fn holds(&self, who: &str, level: u8, units: &[String]) -> bool {
        self.posts.get(who).is_some_and(|post| match post.rank {
            0 => false,
            1 => level <= 1 && units.iter().all(|unit| post.units.contains(unit)),
            own => own >= level,
        })
    }

    /// Whether somebody holds exactly that level for the units.
    pub fn is_at(&self, who: &str, level: u8, units: &[String]) -> bool {
        self.holds(who, level, units) && self.posts.get(who).is_some_and(|post| post.rank == level)
    }

    /// Whether somebody is reached from a holder by the chain of deputies.
    pub fn stands_in(&self, who: &str, holder: &str) -> bool {
        let (mut next, mut steps) = (holder, 0);
        while let Some(post) = self.posts.get(next).filter(|_| steps < 20) {
            if post.deputy == who {
                return true;
            }
            (next, steps) = (&post.deputy, steps + 1);
        }
        false
    }

    /// Whether somebody stands in now for another who was asked, and all between them are away or gone.
    pub fn relieves(&self, who: &str, asked: &str, at: Moment) -> bool {
        let (mut next, mut steps) = (asked, 0);
        while steps < 20 {
            next = match self.posts.get(next) {
                Some(post) if self.is_away(next, at) => &post.deputy,
                Some(_) => return false,
                None => self.gone.get(next).map_or("", String::as_str),
            };
            if next == who || next.is_empty() {
                return next == who;
            }
            steps += 1;
        }
        false
    }

    /// Whether somebody is away for long.
    pub fn is_away(&self, who: &str, at: Moment) -> bool {
        let away = |post: &Post| {
            post.absences
                .iter()
                .find(|(from, until)| *from <= at && at < *until)
                .is_some_and(|(_, until)| until.ms_since(at) > LONG_ABSENCE_MS)
        };
        self.posts.get(who).is_some_and(away)
    }
}
