//! Time: by the minute, by the hour, over the weekend; and what is done by the clock.

use std::rc::Rc;

use kernel::Moment;

use super::bus::{CONTEXTS, Running};
use super::town::{START, Town};

pub const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Days that people work in, weekends included: to the end of November.
const DAYS: i64 = 28;
/// The longest way of an order that nobody decides about, up to the last level and beyond it.
const SILENT_DAYS: i64 = 30;
/// The timer and the sweep of deadlines.
const TIMER: &str = "approvals.fire-deadlines-every-minute";
const SWEEP: &str = "approvals.sweep-deadlines";

/// That the clock was there, and what looked at deadlines then.
pub struct Tick {
    pub at: Moment,
    pub timer: bool,
    pub sweep: bool,
    /// Commits that were there when it had done its work.
    pub written: usize,
}

impl Town {
    /// Days and hours of Moscow since the start, which is at nine.
    fn local(&self) -> (i64, i64) {
        let start: Moment = START.parse().unwrap();
        let passed = self.tenant.now().ms_since(start) + 9 * HOUR;
        (passed / DAY, passed % DAY)
    }

    /// Everything that happens up to then, and what is due by the clock at that time.
    pub fn advance(&mut self, ms: i64) {
        let until = self.tenant.now().plus_ms(ms);
        self.arrive(until);
        self.tenant.wait_ms(until.ms_since(self.tenant.now()));
        self.run_schedules();
        self.arrive(until);
    }

    fn run_schedules(&mut self) {
        let now = self.tenant.now();
        if now >= self.timer_lost_until && !self.bus.calm && self.dice.chance(2) {
            self.timer_lost_until = now.plus_ms(self.dice.amount(MINUTE, 3 * HOUR));
        }
        let mut tick = Tick { at: now, timer: false, sweep: false, written: 0 };
        for schedule in CONTEXTS.iter().flat_map(|context| context.schedules) {
            let spec = schedule.spec();
            let last = self.ran.get(spec.name);
            if last.is_some_and(|last| now.ms_since(*last) < i64::from(spec.every_seconds) * 1_000) {
                continue;
            }
            self.ran.insert(spec.name, now);
            if spec.name == TIMER && now < self.timer_lost_until {
                continue;
            }
            tick.timer |= spec.name == TIMER;
            tick.sweep |= spec.name == SWEEP;
            for effect in self.tenant.tick(*schedule) {
                self.perform(&Rc::new(Running::Nobody(spec.name)), vec![effect]);
            }
        }
        tick.written = self.tenant.written().len();
        self.ticks.push(tick);
        self.publish();
    }

    /// How far the clock goes at once. Nights and weekends pass in a few jumps.
    fn jump(&mut self) -> i64 {
        let (day, hour) = self.local();
        let opens = 9 * HOUR - self.dice.amount(0, 10 * MINUTE);
        if day % 7 >= 5 || hour >= 18 * HOUR + 30 * MINUTE {
            let days = if day % 7 == 4 && self.dice.chance(80) { 3 } else { 1 };
            return days * DAY + opens - hour;
        }
        match self.dice.below(100) {
            0..=34 => MINUTE,
            35..=74 => self.dice.amount(2 * MINUTE, 15 * MINUTE),
            75..=91 => self.dice.amount(20 * MINUTE, HOUR),
            92..=98 => self.dice.amount(2 * HOUR, 5 * HOUR),
            _ => DAY + opens - hour,
        }
    }

    /// Four weeks in which people do their work.
    pub fn live_a_month(&mut self) {
        while self.local().0 < DAYS {
            let jump = self.jump();
            self.advance(jump.max(MINUTE));
            for _ in 0..self.dice.below(3) {
                self.something();
            }
        }
    }

    /// Nobody decides any more; messages, timers and managers go on until nothing is open.
    pub fn fall_silent(&mut self) {
        self.bus.calm = true;
        self.elma.silent = true;
        let end = DAYS + SILENT_DAYS;
        while self.local().0 < end {
            let (_, hour) = self.local();
            let step = if hour >= 18 * HOUR { DAY + 9 * HOUR - hour } else { HOUR };
            self.advance(step);
            self.answer_everything();
        }
        // Whatever a timer began a moment ago is ended.
        for _ in 0..10 {
            self.advance(MINUTE);
        }
    }
}
