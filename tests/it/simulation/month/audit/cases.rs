//! The auditor's book of one submission.

use std::collections::BTreeMap;

use kernel::Moment;
use serde_json::Value;

use super::limits::Share;
use super::{kopecks, moment, text};

/// Kopecks: what is small, and what is urgent.
const SMALL_BELOW: i64 = 10_000_000;
const URGENT_ABOVE: i64 = 50_000_000;

/// Where a submission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has begun yet, or its manager must say why.
    Begun,
    /// Approvers decide.
    Open,
    /// The manager says whether lines are dropped.
    Dropping,
    Approved,
    Rejected,
    Withdrawn,
    Lapsed,
}

impl State {
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Begun | Self::Open | Self::Dropping)
    }
}

/// What one unit has of an order.
#[derive(Clone)]
pub struct Unit {
    pub name: String,
    pub amount: i64,
    pub deviation: Option<i64>,
}

/// An open offer of prices.
pub struct Offer {
    pub branch: u64,
    pub by: String,
    pub rank: u8,
    pub answer_by: Moment,
    pub answered: bool,
}

/// What one approver decides upon.
pub struct Branch {
    pub units: Vec<String>,
    pub rank: u8,
    pub to: String,
    pub budget: i64,
    pub spent: i64,
    pub since: Moment,
    /// `None` when it is beyond the year.
    pub due: Option<Moment>,
    pub default: Option<Moment>,
    pub paused: bool,
    pub breached: bool,
    /// By whom, at which height, and whether it is a yes.
    pub verdict: Option<(String, u8, bool)>,
}

/// One submission.
pub struct Case {
    pub shipment: String,
    pub submission: u64,
    pub manager: String,
    pub allowance: i64,
    pub edi: bool,
    pub emergency: bool,
    pub revocations: i64,
    pub total: i64,
    pub deviation: Option<i64>,
    pub control: String,
    pub cost_age: String,
    pub units: Vec<Unit>,
    pub state: State,
    pub branches: BTreeMap<u64, Branch>,
    pub offers: BTreeMap<String, Offer>,
    pub rounds: usize,
    /// Facts are asked for again then.
    pub asked_again_at: Option<Moment>,
    /// The manager answers until then.
    pub answer_by: Option<Moment>,
    pub dropped: bool,
    /// The margin had recovered when silence would have counted, and a limit was spent: the ladder began anew.
    pub begun_anew: bool,
    pub taken: Vec<Share>,
    pub owed: Option<Moment>,
    pub handed_over: bool,
    /// Every approval that there was.
    pub approvals: Vec<Moment>,
}

impl Case {
    pub fn opened(data: &Value) -> Self {
        let submitted = &data["submitted"];
        let mut case = Self {
            shipment: text(&submitted["shipment"]),
            submission: submitted["submission"].as_u64().unwrap(),
            manager: text(&submitted["manager"]),
            allowance: 0,
            edi: submitted["source"] == "edi",
            emergency: submitted["emergency"] == true,
            revocations: submitted["revocations"].as_i64().unwrap_or(0),
            total: 0,
            deviation: None,
            control: String::new(),
            cost_age: String::new(),
            units: Vec::new(),
            state: State::Begun,
            branches: BTreeMap::new(),
            offers: BTreeMap::new(),
            rounds: 0,
            asked_again_at: None,
            answer_by: None,
            dropped: false,
            begun_anew: false,
            taken: Vec::new(),
            owed: None,
            handed_over: false,
            approvals: Vec::new(),
        };
        case.figures(&data["figures"], &submitted["client"]);
        case
    }

    /// Takes newer figures over.
    pub fn figures(&mut self, figures: &Value, client: &Value) {
        self.allowance = if client["strategic"] == true { client["allowed_deviation"].as_i64().unwrap_or(0) } else { 0 };
        self.total = kopecks(&figures["total"]);
        self.deviation = figures["deviation"].as_i64();
        self.control = text(&figures["control"]);
        self.cost_age = text(&figures["cost_age"]);
        let lines = figures["lines"].as_array().unwrap();
        let unit = |unit: &Value| {
            let of_unit = lines.iter().filter(|line| line["unit"] == unit["unit"]);
            let amount = of_unit.map(|line| kopecks(&line["amount"])).sum();
            Unit { name: text(&unit["unit"]), amount, deviation: unit["deviation"].as_i64() }
        };
        self.units = figures["units"].as_array().unwrap().iter().map(unit).collect();
    }

    /// A deviation less what its client is allowed.
    pub fn counted(&self, deviation: i64) -> i64 {
        if deviation > 0 { (deviation - self.allowance).max(0) } else { deviation }
    }

    /// The height that a deviation alone demands.
    pub fn demanded_by(&self, deviation: Option<i64>) -> u8 {
        match deviation.map(|deviation| self.counted(deviation)) {
            None => 4,
            Some(counted) if counted < 100 => 0,
            Some(counted) if counted <= 1_500 => 1,
            Some(counted) if counted <= 2_500 => 3,
            Some(_) => 4,
        }
    }

    /// The height that everything together demands.
    pub fn demanded(&self) -> u8 {
        match self.control.as_str() {
            "exempt" => return 0,
            "blocked" => return 4,
            _ => {}
        }
        let by_age = u8::from(matches!(self.cost_age.as_str(), "to-confirm" | "stale"));
        let by_revocations = if self.revocations >= 3 { 3 } else { 0 };
        self.demanded_by(self.deviation).max(by_age).max(by_revocations)
    }

    /// Working minutes that a height has for it.
    pub fn budget(&self, rank: u8) -> i64 {
        let hours = if self.total < SMALL_BELOW {
            [0, 2, 2, 4, 12]
        } else if self.total > URGENT_ABOVE || self.emergency {
            [0, 4, 4, 8, 24]
        } else {
            [0, 24, 24, 48, 72]
        };
        hours[usize::from(rank)] * 60
    }

    /// Whether somebody is asked, and their time runs.
    pub fn has_open_deadline(&self) -> bool {
        self.state == State::Open && self.branches.values().any(|branch| branch.verdict.is_none() && !branch.paused)
    }

    /// The open offer of a branch.
    pub fn offer_of(&self, branch: u64) -> Option<&Offer> {
        self.offers.values().find(|offer| offer.branch == branch && !offer.answered)
    }

    /// Over, or begun anew: nothing runs any more.
    pub fn stop(&mut self, state: State) {
        self.state = state;
        (self.asked_again_at, self.answer_by) = (None, None);
    }

    /// The moment until which an offer waits.
    pub fn offered(&mut self, data: &Value, rank: u8) {
        let offer = Offer {
            branch: data["branch"].as_u64().unwrap(),
            by: text(&data["by"]["id"]),
            rank,
            answer_by: moment(&data["answer_by"]),
            answered: false,
        };
        self.offers.insert(text(&data["proposal"]), offer);
        self.rounds += 1;
    }
}
