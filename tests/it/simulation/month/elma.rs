//! ELMA as it is: down for hours, slow, and sure of what it decided long ago.

use std::collections::BTreeMap;

use approvals::outside::elma::{Request, code};
use kernel::Moment;
use kernel::reaction::{FailureClass, OutsideError};
use serde_json::{Value, json};

use super::super::dice::Dice;
use super::bus::Delivery;
use super::town::{APPROVERS, Town, WORDS};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What a call came to.
pub enum Called {
    Now(Result<Value, OutsideError>),
    /// The answer arrives then, perhaps when nobody waits for it any more.
    Later(Moment, Result<Value, OutsideError>),
}

/// The outside system.
pub struct Elma {
    /// From when to when it does not answer.
    outages: Vec<(Moment, Moment)>,
    /// Instances by our key: the same key never makes two.
    tasks: BTreeMap<String, String>,
    /// Its people have gone home for good.
    pub silent: bool,
}

impl Elma {
    /// Outages of minutes to hours, most of them in working time.
    pub fn new(dice: &mut Dice, start: Moment) -> Self {
        let outages = (0..dice.amount(4, 8)).map(|_| {
            let from = start.plus_ms(dice.amount(0, 27) * DAY + dice.amount(0, 9 * HOUR));
            let long = if dice.chance(40) { dice.amount(4 * HOUR, 12 * HOUR) } else { dice.amount(3 * MINUTE, 3 * HOUR) };
            (from, from.plus_ms(long))
        });
        Self { outages: outages.collect(), tasks: BTreeMap::new(), silent: false }
    }

    /// Whether it does not answer.
    pub fn is_down(&self, at: Moment) -> bool {
        self.down_until(at).is_some()
    }

    fn down_until(&self, at: Moment) -> Option<Moment> {
        self.outages.iter().filter(|(from, until)| *from <= at && at < *until).map(|(_, until)| *until).max()
    }
}

fn failure(code: &str, class: FailureClass) -> Result<Value, OutsideError> {
    Err(OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: "no answer".to_owned() })
}

impl Town {
    /// A call of the connector.
    pub fn call(&mut self, request: &Value) -> Called {
        let request: Request = serde_json::from_value(request.clone()).unwrap();
        let now = self.tenant.now();
        let down = self.elma.down_until(now).is_some();
        let Request::CreateTask { task } = request else {
            return Called::Now(if down { failure(code::SERVER_ERROR, FailureClass::Retry) } else { Ok(json!({ "answer": "alive" })) });
        };
        let key = task.key.to_string();
        if down {
            // Sometimes it falls over only after it has done what it was asked.
            if self.dice.chance(10) {
                self.task(&key, task.user.as_ref().map(kernel::Line::as_str));
            }
            return Called::Now(failure(code::SERVER_ERROR, FailureClass::Unknown));
        }
        match self.dice.below(100) {
            0..=1 => Called::Now(failure(code::SERVER_ERROR, FailureClass::Retry)),
            2 => Called::Now(failure(code::VALIDATION_ERROR, FailureClass::Permanent)),
            3..=5 => {
                let answer = self.task(&key, task.user.as_ref().map(kernel::Line::as_str));
                let late = now.plus_ms(self.dice.amount(MINUTE, 12 * MINUTE));
                Called::Later(late, Ok(answer))
            }
            _ => Called::Now(Ok(self.task(&key, task.user.as_ref().map(kernel::Line::as_str)))),
        }
    }

    fn task(&mut self, key: &str, user: Option<&str>) -> Value {
        let known = self.elma.tasks.get(key).cloned();
        let existed = known.is_some();
        let instance = known.unwrap_or_else(|| format!("instance-{}", self.elma.tasks.len()));
        if !existed {
            self.elma.tasks.insert(key.to_owned(), instance.clone());
            if !self.elma.silent && self.dice.chance(35) {
                self.decide_there(key, user);
            }
        }
        json!({ "answer": "task", "instance": instance, "existed": existed })
    }

    /// Whoever has the task decides, or somebody else with access to the form does.
    fn decide_there(&mut self, key: &str, user: Option<&str>) {
        let anybody = format!("elma-{}", self.dice.pick(&APPROVERS));
        let user = user.filter(|_| self.dice.chance(90)).map_or(anybody, str::to_owned);
        let decision = match self.dice.below(10) {
            0..=6 => "approved",
            7..=8 => "rejected",
            _ => "returned",
        };
        let comment = (decision != "approved" || self.dice.chance(30)).then_some(WORDS);
        let push = json!({ "task": key, "user": user, "decision": decision, "comment": comment });
        let wait = if self.dice.chance(70) { self.dice.amount(5 * MINUTE, 8 * HOUR) } else { self.dice.amount(8 * HOUR, 4 * DAY) };
        let times = if self.dice.chance(25) { 2 } else { 1 };
        for _ in 0..times {
            let at = self.tenant.now().plus_ms(wait + self.dice.amount(0, 20 * MINUTE));
            let at = self.elma.down_until(at).map_or(at, |until| until.plus_ms(self.dice.amount(0, HOUR)));
            self.deliver(at, Delivery::Pushed(serde_json::to_vec(&push).unwrap()));
        }
    }
}
