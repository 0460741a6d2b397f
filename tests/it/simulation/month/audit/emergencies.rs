//! Approvals that were got outside of the system.

use kernel::Moment;

use super::roster::rank;
use super::{Auditor, Fact, moment, text};

const DAY_MS: i64 = 24 * 60 * 60_000;
/// A month of a manager and of a client, outside of peaks.
const OF_MANAGER: usize = 3;
const OF_CLIENT: usize = 5;

/// What is still owed after an emergency.
pub struct Emergency {
    process: String,
    consent_by: Option<Moment>,
    remind_at: Option<Moment>,
    violation_at: Option<Moment>,
}

impl Emergency {
    /// Whether it is of a process.
    pub fn is_of(&self, process: &str) -> bool {
        self.process == process
    }

    /// Everything that still has a time.
    pub fn open(&self) -> impl Iterator<Item = Moment> + '_ {
        [self.consent_by, self.remind_at, self.violation_at].into_iter().flatten()
    }
}

impl Auditor {
    pub(super) fn emergency(&mut self, fact: &Fact<'_>) {
        if fact.kind == "recorded" {
            return self.recorded(fact);
        }
        let Some(emergency) = self.emergencies.get_mut(fact.id) else { return self.wrong(fact, "was never recorded") };
        match fact.kind {
            "consent-given" | "consent-denied" | "consent-lapsed" => emergency.consent_by = None,
            "reminded" => emergency.remind_at = None,
            "violated" => emergency.violation_at = None,
            "confirmed" | "refused" => (emergency.remind_at, emergency.violation_at) = (None, None),
            _ => {}
        }
    }

    fn recorded(&mut self, fact: &Fact<'_>) {
        let data = fact.data;
        let (person, manager, client) = (text(&data["authorised"]["id"]), text(&data["manager"]), text(&data["client"]["id"]));
        let demanded = self.cases.get(&text(&data["process"])).map_or(4, |case| case.demanded_by(case.deviation));
        let up_to = self.roster.authorised.get(&person).copied().unwrap_or(0);
        self.check(fact, up_to >= demanded.max(rank("drp")) && demanded <= rank("dp"), "who gave their word might not");
        self.check(fact, person != manager && fact.actor == manager, "is the manager's own word, or somebody else's order");
        let age = fact.at.ms_since(moment(&data["obtained_at"]));
        self.check(fact, (0..=DAY_MS).contains(&age), "was got too long ago, or will be");
        for (of, most) in [(manager, OF_MANAGER), (client, OF_CLIENT)] {
            let used = self.emergencies_of.entry(of.clone()).or_default();
            *used += 1;
            let within = *used <= most;
            self.check(fact, within, &format!("too many of {of}"));
        }
        let emergency = Emergency {
            process: text(&data["process"]),
            consent_by: Some(moment(&data["consent_by"])),
            remind_at: Some(moment(&data["remind_at"])),
            violation_at: Some(moment(&data["violation_at"])),
        };
        self.emergencies.insert(fact.id.to_owned(), emergency);
    }
}
