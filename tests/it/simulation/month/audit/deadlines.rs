//! The clocks of branches, and what must have happened when they have run out.

use kernel::Moment;
use serde_json::Value;

use super::super::clock::Tick;
use super::cases::{Branch, Case, State};
use super::roster::rank;
use super::{Auditor, Fact, hours, moment, text};

/// Working minutes after which the last level's silence counts, at least.
const DEFAULT_MINUTES: i64 = 48 * 60;
/// The sweep leaves what the timer may still find.
const GRACE_MS: i64 = 2 * 60_000;
const LAST: u8 = 4;

impl Tick {
    /// Whether what was due then should have been done by now.
    fn passed(&self, due: Moment) -> bool {
        self.timer && due <= self.at || self.sweep && due <= self.at.plus_ms(-GRACE_MS)
    }
}

impl Auditor {
    /// Everything whose time the clock has reached has been dealt with.
    pub(super) fn clock(&mut self, tick: &Tick) {
        let mut late = Vec::new();
        for (id, case) in &self.cases {
            let mut missed = |what: &str, due: Moment| {
                if tick.passed(due) {
                    late.push(format!("{} {id}: {what} of {due} was missed", tick.at));
                }
            };
            if let Some(owed) = case.owed.filter(|_| case.state == State::Approved) {
                missed("the confirmation", owed);
            }
            if let Some(by) = case.answer_by.filter(|_| matches!(case.state, State::Begun | State::Dropping)) {
                missed("the manager's answer", by);
            }
            if case.state != State::Open {
                continue;
            }
            for offer in case.offers.values().filter(|offer| !offer.answered) {
                missed("the answer to an offer", offer.answer_by);
            }
            if let Some(again) = case.asked_again_at {
                missed("the second question", again);
            }
            for branch in case.branches.values().filter(|branch| branch.verdict.is_none() && !branch.paused) {
                if !branch.breached {
                    branch.due.into_iter().for_each(|due| missed("the deadline", due));
                } else if case.asked_again_at.is_none() {
                    branch.default.into_iter().for_each(|default| missed("the default", default));
                }
            }
        }
        for (id, emergency) in &self.emergencies {
            late.extend(emergency.open().filter(|due| tick.passed(*due)).map(|due| format!("{} {id}: {due} was missed", tick.at)));
        }
        self.problems.extend(late);
    }

    /// What happens to branches.
    pub(super) fn branches(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let number = fact.data["branch"].as_u64();
        match fact.kind {
            "branch-opened" => {
                let units = fact.data["units"].as_array().unwrap().iter().map(text).collect();
                let branch = self.started(fact, case, units, 0);
                case.branches.insert(number.unwrap(), branch);
                case.state = State::Open;
            }
            "branch-rerouted" => self.moved(fact, case),
            "escalated" => self.escalated(fact, case),
            "breached" => {
                let Some(branch) = number.and_then(|number| case.branches.get_mut(&number)) else { return };
                branch.breached = true;
                let due = branch.due;
                self.check(fact, due.is_some_and(|due| due <= fact.at), "before its time");
            }
            "clock-paused" => {
                let Some(branch) = number.and_then(|number| case.branches.get_mut(&number)) else { return };
                let spent = branch.spent_at(fact.at);
                (branch.spent, branch.paused) = (spent, true);
                self.check(fact, fact.data["spent_minutes"].as_i64() == Some(spent), &format!("{spent} minutes were spent"));
            }
            "clock-resumed" => {
                let Some(old) = number.and_then(|number| case.branches.remove(&number)) else { return };
                self.check(fact, old.paused, "ran already");
                let mut branch = old;
                self.start(fact, case, &mut branch);
                case.branches.insert(number.unwrap(), branch);
            }
            "correction-answered" => {
                if let Some(offer) = case.offers.get_mut(&text(&fact.data["proposal"])) {
                    offer.answered = true;
                }
            }
            _ => {}
        }
    }

    fn moved(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let number = fact.data["branch"].as_u64().unwrap();
        let Some(old) = case.branches.remove(&number) else { return self.wrong(fact, "there is no such branch") };
        let spent = old.spent_at(fact.at);
        let told = fact.data["clock"]["spent_minutes"].as_i64().unwrap();
        // After an offer was taken, and after a default that could not fire, time begins anew.
        let offered = fact.beside("correction-answered.v1").is_some();
        let anew = told == 0 && (offered || fact.data["demanded"] == "rbu");
        case.begun_anew |= anew && !offered;
        self.check(fact, told == spent || anew, &format!("{spent} minutes were spent"));
        let branch = self.started(fact, case, old.units, told);
        case.branches.insert(number, branch);
    }

    fn escalated(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let number = fact.data["branch"].as_u64().unwrap();
        let Some(old) = case.branches.remove(&number) else { return self.wrong(fact, "there is no such branch") };
        self.check(fact, old.due.is_some_and(|due| due <= fact.at) && old.verdict.is_none() && !old.paused, "before its time");
        let branch = self.started(fact, case, old.units, 0);
        self.check(fact, branch.rank > old.rank, "not to anybody higher");
        case.branches.insert(number, branch);
        self.count("escalated");
    }

    /// A branch that somebody is asked about from now on.
    fn started(&mut self, fact: &Fact<'_>, case: &Case, units: Vec<String>, spent: i64) -> Branch {
        let routed = &fact.data["routed"];
        let level = rank(routed["level"].as_str().unwrap());
        self.routed(fact, case, &units, routed);
        let mut branch = Branch {
            units,
            rank: level,
            to: text(&routed["to"]["id"]),
            budget: 0,
            spent,
            since: fact.at,
            due: None,
            default: None,
            paused: false,
            breached: false,
            verdict: None,
        };
        self.start(fact, case, &mut branch);
        branch
    }

    /// Lets a branch's time run, and compares the moments with those that were told.
    fn start(&mut self, fact: &Fact<'_>, case: &Case, branch: &mut Branch) {
        let clock = &fact.data["clock"];
        branch.budget = case.budget(branch.rank);
        (branch.since, branch.paused) = (fact.at, false);
        branch.due = hours::after(fact.at, (branch.budget - branch.spent).max(0));
        let default = (branch.budget.max(DEFAULT_MINUTES) - branch.spent).max(0);
        branch.default = if branch.rank == LAST { hours::after(fact.at, default) } else { None };
        self.check(fact, clock["budget_minutes"].as_i64() == Some(branch.budget), &format!("the budget is {}", branch.budget));
        let told = clock["due_at"].as_str().map(|_| moment(&clock["due_at"]));
        self.check(fact, branch.due.is_none() || told == branch.due, &format!("due at {:?}", branch.due));
    }

    /// Whoever is asked holds the level, or stands in for somebody who does, is there, and is not the initiator.
    fn routed(&mut self, fact: &Fact<'_>, case: &Case, units: &[String], routed: &Value) {
        let level = rank(routed["level"].as_str().unwrap());
        let demanded = fact.data["demanded"].as_str().map_or(1, rank);
        self.check(fact, level >= demanded && (demanded >= case.demanded().max(1) || fact.kind == "escalated"), "is asked too low");
        let Some(to) = routed["to"]["id"].as_str() else { return };
        let holds = match routed["stands_in_for"].as_str() {
            None => self.roster.is_at(to, level, units),
            Some(holder) => self.roster.is_at(holder, level, units) && self.roster.stands_in(to, holder),
        };
        self.check(fact, holds, &format!("{to} is not of that level"));
        self.check(fact, to != case.manager, "its initiator is asked");
        self.check(fact, !self.roster.is_away(to, fact.at), &format!("{to} is away"));
    }
}

impl Branch {
    /// Working minutes spent by then.
    fn spent_at(&self, at: Moment) -> i64 {
        if self.paused { self.spent } else { self.spent + hours::between(self.since, at) }
    }
}
