//! Daily limits: sums of kopecks by what they are of and by civil day.

use std::collections::BTreeMap;

use super::cases::Case;

/// Of a manager, of a unit, and of the fallback mode.
const MANAGER: i64 = 2_000_000;
const UNIT: i64 = 10_000_000;
const FALLBACK: i64 = 10_000_000;

/// What was taken.
pub type Share = (String, i64, i64);

/// The sums.
#[derive(Default)]
pub struct Limits {
    sums: BTreeMap<(String, i64), i64>,
}

impl Limits {
    /// What an order takes of each limit on a day.
    fn shares(case: &Case, day: i64, fallback: bool) -> Vec<Share> {
        let mut shares = vec![(format!("manager {}", case.manager), day, case.total)];
        for unit in &case.units {
            shares.push((format!("unit {}", unit.name), day, unit.amount));
        }
        if fallback {
            shares.push(("fallback".to_owned(), day, case.total));
        }
        shares
    }

    /// Takes, and says what is overspent by it.
    pub fn take(&mut self, case: &mut Case, day: i64, fallback: bool) -> Vec<String> {
        let mut overspent = Vec::new();
        for (of, day, amount) in Self::shares(case, day, fallback) {
            let most = if of.starts_with("manager") {
                MANAGER
            } else if of == "fallback" {
                FALLBACK
            } else {
                UNIT
            };
            let sum = self.sums.entry((of.clone(), day)).or_default();
            *sum += amount;
            if *sum > most {
                overspent.push(format!("{of} overspent on day {day}: {sum} of {most}"));
            }
            case.taken.push((of, day, amount));
        }
        overspent
    }

    /// Gives back everything that a case took.
    pub fn give_back(&mut self, case: &mut Case) {
        for (of, day, amount) in case.taken.drain(..) {
            *self.sums.entry((of, day)).or_default() -= amount;
        }
    }
}
