//! Who decided, whether they might, and that nothing is decided twice.

use serde_json::Value;

use super::cases::{Branch, Case, State};
use super::roster::rank;
use super::{Auditor, Fact, hours, moment, text};

/// The farthest that the fallback mode goes, in hundredths.
const FALLBACK_MAX: i64 = 500;
/// What is left of a deviation once lines are dropped may be this.
const DROPPED_MAX: i64 = 100;
const ROUNDS_MAX: usize = 5;
/// Working minutes that a manager has for an answer.
const ANSWER_MINUTES: i64 = 4 * 60;

impl Auditor {
    /// One event of a process.
    pub(super) fn process(&mut self, fact: &Fact<'_>) {
        let mut case = match self.cases.remove(fact.id) {
            Some(case) => case,
            None if fact.kind == "noted-early" => return,
            None => {
                self.check(fact, fact.kind == "opened", "comes before it was opened");
                self.cases.insert(fact.id.to_owned(), Case::opened(fact.data));
                return;
            }
        };
        self.case(fact, &mut case);
        self.cases.insert(fact.id.to_owned(), case);
    }

    fn case(&mut self, fact: &Fact<'_>, case: &mut Case) {
        match fact.kind {
            "recalculated" => {
                case.figures(&fact.data["figures"], &fact.data["client"]);
                case.asked_again_at = None;
            }
            "facts-requested" => case.asked_again_at = Some(moment(&fact.data["again_at"])),
            "justification-requested" => {
                case.state = State::Begun;
                self.asked_of_manager(fact, case);
            }
            "justified" => (case.state, case.answer_by) = (State::Open, None),
            "stalled" => self.wrong(fact, "stalled although rules and calendar are there"),
            "limits-taken" => {
                let fallback = fact.beside("approved.v1").is_some_and(|approved| approved["by"] == "fallback");
                for overspent in self.limits.take(case, hours::day(fact.at), fallback) {
                    self.wrong(fact, &overspent);
                }
            }
            "limits-released" => self.limits.give_back(case),
            "approved" => self.approved(fact, case),
            "rejected" => self.rejected(fact, case),
            "revoked" => {
                self.check(fact, case.state == State::Approved && !case.handed_over, "nothing is there to revoke");
                case.branches.clear();
                case.owed = None;
                case.state = State::Open;
                self.count("revoked");
            }
            "withdrawn" => {
                self.count("withdrawn");
                case.stop(State::Withdrawn);
            }
            "lapsed" => case.stop(State::Lapsed),
            "handed-over" => {
                case.handed_over = true;
                if fact.data["violation"] == true {
                    self.count("violations");
                }
            }
            "partially-approved" => {
                case.state = State::Dropping;
                self.asked_of_manager(fact, case);
                self.count("partial");
            }
            "drop-answered" => {
                (case.state, case.answer_by) = (State::Open, None);
                case.dropped |= fact.data["accepted"] == true;
                case.branches.retain(|_, branch| branch.verdict.as_ref().is_none_or(|(_, _, yes)| *yes));
            }
            "post-factum-confirmed" | "post-factum-refused" => {
                let by = text(&fact.data["by"]["id"]);
                let units: Vec<String> = case.units.iter().map(|unit| unit.name.clone()).collect();
                self.check(fact, by != case.manager && self.roster.holds(&by, 1, &units), "was not theirs to confirm");
                case.owed = None;
                self.count("confirmed");
            }
            "post-factum-overdue" => case.owed = None,
            "branch-approved" | "branch-rejected" => self.verdict(fact, case),
            "correction-proposed" => self.offer(fact, case),
            _ => self.branches(fact, case),
        }
    }

    /// The manager has four working hours for whatever they are asked.
    fn asked_of_manager(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let (told, own) = (moment(&fact.data["answer_by"]), hours::after(fact.at, ANSWER_MINUTES));
        self.check(fact, own.is_none_or(|own| own == told), &format!("the answer is due at {own:?}"));
        case.answer_by = Some(told);
    }

    /// Whether somebody may decide about a branch now.
    fn may(&self, fact: &Fact<'_>, who: &str, case: &Case, branch: &Branch) -> bool {
        let asked = branch.to == who || self.roster.relieves(who, &branch.to, fact.at);
        who != case.manager && (asked || self.roster.holds(who, branch.rank, &branch.units))
    }

    fn verdict(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let number = fact.data["branch"].as_u64().unwrap();
        let (by, yes) = (text(&fact.data["by"]["id"]), fact.kind == "branch-approved");
        let height = rank(fact.data["level"].as_str().unwrap());
        let Some(branch) = case.branches.get(&number) else { return self.wrong(fact, "there is no such branch") };
        self.check(fact, case.state == State::Open && branch.verdict.is_none(), "decided what was decided");
        self.check(fact, by != case.manager, "decided their own order");
        if fact.data["via"] == "offer" {
            let kept = case.offers.values().any(|offer| offer.branch == number && offer.by == by && offer.rank >= case.demanded());
            self.check(fact, kept, "no offer of that height by them");
        } else {
            self.check(fact, self.may(fact, &by, case, branch), "had no authority");
            self.check(fact, case.offer_of(number).is_none(), "decided beside an open offer");
            self.check(fact, fact.data["via"] == "elma" || fact.actor == by, "decided in somebody's name");
        }
        self.check(fact, !yes || case.cost_age != "stale", "approved on costs that are stale");
        if let Some(branch) = case.branches.get_mut(&number) {
            branch.verdict = Some((by, height, yes));
        }
        self.count(if fact.data["via"] == "elma" { "by elma" } else { "by console" });
    }

    fn offer(&mut self, fact: &Fact<'_>, case: &mut Case) {
        let by = text(&fact.data["by"]["id"]);
        let branch = case.branches.get(&fact.data["branch"].as_u64().unwrap());
        let free = branch.is_some_and(|branch| branch.verdict.is_none() && self.may(fact, &by, case, branch));
        self.check(fact, free && fact.actor == by, "was not theirs to offer");
        self.check(fact, !case.edi && case.rounds < ROUNDS_MAX, "no offer may be made any more");
        self.check(fact, case.offers.values().all(|offer| offer.answered), "two offers at once");
        case.offered(fact.data, rank(fact.data["level"].as_str().unwrap()));
        self.count("offered");
    }

    fn approved(&mut self, fact: &Fact<'_>, case: &mut Case) {
        self.check(fact, case.state.is_pending(), "decided twice");
        self.check(fact, moment(&fact.data["decided_at"]) == fact.at, "says another time");
        let by = fact.data["by"].as_str().unwrap();
        let limited = fact.beside("limits-taken.v1").is_some();
        let free = case.deviation.is_some_and(|deviation| deviation <= 0) || case.control == "exempt";
        match by {
            "auto" | "recovered" => {
                self.check(fact, case.demanded() == 0 && case.control != "blocked", "a person had to decide");
                self.check(fact, free || limited, "was not counted against the day");
            }
            "fallback" => {
                let small = case.deviation.is_some_and(|deviation| case.counted(deviation) <= FALLBACK_MAX);
                let only = !matches!(case.cost_age.as_str(), "to-confirm" | "stale") && case.revocations < 3 && !case.emergency;
                self.check(fact, self.fallback && small && only && limited, "was not for the fallback mode");
                case.owed = Some(moment(&fact.data["confirm_by"]));
            }
            "person" => {
                self.check(fact, case.cost_age != "stale", "approved by people on costs that are stale");
                self.by_people(fact, case);
            }
            "emergency" => {
                let recorded = self.emergencies.values().any(|emergency| emergency.is_of(fact.id));
                self.check(fact, recorded, "no emergency is recorded");
            }
            other => self.wrong(fact, &format!("approved by {other}")),
        }
        case.approvals.push(fact.at);
        case.stop(State::Approved);
        self.count(by);
    }

    fn by_people(&mut self, fact: &Fact<'_>, case: &Case) {
        let verdicts: Vec<_> = case.branches.values().map(|branch| (&branch.units, branch.verdict.as_ref())).collect();
        let all =
            !verdicts.is_empty() && verdicts.iter().all(|(_, verdict)| verdict.is_some_and(|(by, _, yes)| *yes && *by != case.manager));
        self.check(fact, all, "not everybody who was asked said yes");
        let highest = verdicts.iter().filter_map(|(_, verdict)| verdict.map(|(_, height, _)| height)).max().copied().unwrap_or(0);
        let tolerable = case.dropped && case.deviation.is_none_or(|deviation| deviation <= DROPPED_MAX);
        self.check(fact, tolerable || highest >= case.demanded(), "nobody of the demanded height said yes");
        for unit in case.units.iter().filter(|_| !case.dropped) {
            let demanded = case.demanded_by(unit.deviation);
            let said = |(units, verdict): &(&Vec<String>, Option<&(String, u8, bool)>)| {
                (units.is_empty() || units.contains(&unit.name)) && verdict.is_some_and(|(_, height, _)| *height >= demanded)
            };
            self.check(fact, verdicts.iter().any(said), &format!("nobody high enough said yes for {}", unit.name));
        }
    }

    fn rejected(&mut self, fact: &Fact<'_>, case: &mut Case) {
        self.check(fact, case.state.is_pending(), "decided twice");
        let said_no = case.branches.values().any(|branch| branch.verdict.as_ref().is_some_and(|(_, _, yes)| !yes));
        let declined = fact.beside("drop-answered.v1").is_some_and(|answer: &Value| answer["accepted"] == false);
        let silent = case
            .branches
            .values()
            .any(|branch| branch.verdict.is_none() && !branch.paused && branch.default.is_some_and(|at| at <= fact.at));
        let holds = match fact.data["by"].as_str().unwrap() {
            "person" => said_no || declined,
            // Only on figures of that moment, and only when they still demand somebody.
            "default" => silent && fact.beside("recalculated.v1").is_some() && case.demanded() > 0,
            "corrections" => case.rounds >= ROUNDS_MAX,
            "unanswered" => case.state == State::Begun && case.answer_by.is_some_and(|by| by <= fact.at),
            _ => false,
        };
        self.check(fact, holds, "nothing says why");
        case.stop(State::Rejected);
        self.count(match fact.data["by"].as_str().unwrap() {
            "default" => "defaults",
            "unanswered" => "unanswered",
            _ => "rejected",
        });
    }
}
