//! The auditor: reads what was written, in the order in which it was, and keeps books of its own.
//!
//! None of its arithmetic is that of the contexts: hours are counted on a table of days, levels
//! and limits are written down here, sums are plain sums of kopecks.

mod authority;
mod cases;
mod deadlines;
mod emergencies;
mod hours;
mod limits;
mod orders;
mod roster;

use std::collections::BTreeMap;
use std::fmt;

use kernel::Moment;
use serde_json::Value;

use super::town::Town;
use cases::Case;
use emergencies::Emergency;
use limits::Limits;
use orders::{Estimate, Order};
use roster::Roster;

/// What happens in every month.
const OFTEN: [&str; 15] = [
    "auto",
    "person",
    "rejected",
    "escalated",
    "offered",
    "withdrawn",
    "by elma",
    "by console",
    "revoked",
    "partial",
    "plan changes",
    "outages",
    "told twice",
    "told late",
    "clock jumps",
];
/// What happens in some month of several.
pub const SOMETIMES: [&str; 6] = ["emergency", "defaults", "recovered", "fallback", "confirmed", "violations"];
/// Milliseconds between two looks at the clock from which on it has jumped: two hours.
const JUMP_MS: i64 = 2 * 60 * 60_000;

/// One event, with the commit that it is in.
#[derive(Clone, Copy)]
pub struct Fact<'a> {
    pub at: Moment,
    /// The stream.
    pub id: &'a str,
    /// Who sent the command.
    pub actor: &'a str,
    /// Without its version: `approved`.
    pub kind: &'a str,
    pub data: &'a Value,
    pub commit: &'a [Value],
}

impl Fact<'_> {
    /// Whether the same commit holds another event.
    pub fn beside(&self, kind: &str) -> Option<&Value> {
        self.commit.iter().find(|stored| stored["type"].as_str() == Some(kind)).map(|stored| &stored["data"])
    }
}

/// The books.
#[derive(Default)]
pub struct Auditor {
    pub problems: Vec<String>,
    roster: Roster,
    limits: Limits,
    cases: BTreeMap<String, Case>,
    emergencies: BTreeMap<String, Emergency>,
    /// How many a manager and a client had: all of them fall into one month, and no peak.
    emergencies_of: BTreeMap<String, usize>,
    orders: BTreeMap<String, Order>,
    estimates: BTreeMap<String, Estimate>,
    /// The fallback mode, by the channel's own stream.
    fallback: bool,
    pub seen: BTreeMap<String, usize>,
}

/// Kopecks of an amount of money.
pub fn kopecks(money: &Value) -> i64 {
    money["amount"].as_str().unwrap().replace('.', "").parse().unwrap()
}

/// A text field.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A moment.
pub fn moment(value: &Value) -> Moment {
    value.as_str().unwrap().parse().unwrap()
}

impl Auditor {
    /// Reads a month.
    pub fn read(&mut self, town: &Town) {
        let mut ticks = town.ticks.iter().peekable();
        for (place, (stream, commit)) in town.tenant.written().iter().enumerate() {
            while let Some(tick) = ticks.next_if(|tick| tick.written <= place) {
                self.clock(tick);
            }
            for stored in &commit.events {
                let kind = stored["type"].as_str().unwrap().split('.').next().unwrap();
                let (at, actor) = (commit.meta.at, commit.meta.actor.id.as_str());
                self.note(&stream.kind, &Fact { at, id: &stream.id, actor, kind, data: &stored["data"], commit: &commit.events });
            }
        }
        for tick in ticks {
            self.clock(tick);
        }
        self.compare();
        self.weather(town);
        self.everything_happened();
    }

    fn note(&mut self, aggregate: &str, fact: &Fact<'_>) {
        match aggregate {
            "approvals.roster" => self.roster.note(fact),
            "approvals.channel" => self.channel(fact),
            "approvals.process" => self.process(fact),
            "approvals.emergency" => self.emergency(fact),
            "profitability.shipment" => self.shipment(fact),
            "profitability.estimate" => self.estimate(fact),
            _ => {}
        }
    }

    fn channel(&mut self, fact: &Fact<'_>) {
        match fact.kind {
            "circuit-opened" => self.count("outages"),
            "fallback-activated" => self.fallback = true,
            "fallback-ended" => self.fallback = false,
            _ => {}
        }
    }

    /// Something is wrong.
    fn wrong(&mut self, fact: &Fact<'_>, what: &str) {
        self.problems.push(format!("{} {} {}: {what}", fact.at, fact.id, fact.kind));
    }

    fn check(&mut self, fact: &Fact<'_>, holds: bool, what: &str) {
        if !holds {
            self.wrong(fact, what);
        }
    }

    fn count(&mut self, what: &str) {
        *self.seen.entry(what.to_owned()).or_default() += 1;
    }

    /// The weather of a month: what the bus and the clock did to it.
    fn weather(&mut self, town: &Town) {
        let jumps = town.ticks.windows(2).filter(|pair| pair[1].at.ms_since(pair[0].at) >= JUMP_MS).count();
        for (what, count) in [("told twice", town.bus.twice), ("told late", town.bus.late), ("clock jumps", jumps)] {
            *self.seen.entry(what.to_owned()).or_default() += count;
        }
    }

    /// A month in which nothing of interest happened proves nothing.
    fn everything_happened(&mut self) {
        for what in OFTEN {
            if self.seen.get(what).is_none_or(|count| *count == 0) {
                self.problems.push(format!("nothing was ever {what}"));
            }
        }
    }
}

impl fmt::Display for Auditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen: Vec<String> = self.seen.iter().map(|(what, count)| format!("{what} {count}")).collect();
        write!(f, "{} orders; {}", self.orders.len(), seen.join(", "))
    }
}
