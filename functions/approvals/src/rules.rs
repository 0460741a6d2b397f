//! Dated rule data: matrix, ladder, limits. None of it is code.
//!
//! What the functional model says lies in `rules/*.json`, with its source. A tenant may set
//! entries of its own in its settings, with dates, author and reason; of all that are in force
//! on a day the tenant's latest wins. Numbers outside of what the screens allow are refused.

pub mod amounts;
pub mod emergency;
pub mod fallback;
pub mod ladder;
pub mod matrix;
pub mod routing;

use kernel::{Currency, Day};
use serde::de::DeserializeOwned;

use crate::settings::ApprovalSettings;
pub use amounts::{Amounts, Basis};
pub use emergency::EmergencyRules;
pub use fallback::FallbackRules;
pub use ladder::Ladder;
pub use matrix::Matrix;
pub use routing::RoutingRules;

/// Why rules cannot be applied on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRules {
    /// No entry is in force.
    #[error("no {topic} is in force on {day}")]
    Missing {
        /// Of what.
        topic: &'static str,
        /// When.
        day: Day,
    },
    /// A number is outside of what is allowed, or a row is missing.
    #[error("the {topic} of {from} is not valid")]
    Invalid {
        /// Of what.
        topic: &'static str,
        /// The entry's first day.
        from: Day,
    },
}

/// One dated entry of rule data.
pub trait Dated: Clone + DeserializeOwned + Send + Sync + 'static {
    /// Of what, for messages.
    const TOPIC: &'static str;
    /// The first day.
    fn from(&self) -> Day;
    /// The last day, inclusive; open when absent.
    fn to(&self) -> Option<Day>;
    /// Whether every number is within what is allowed.
    fn is_sane(&self) -> bool;
    /// What the functional model says.
    fn built_in() -> &'static [Self];

    /// Whether it holds on a day.
    fn is_in_force(&self, day: Day) -> bool {
        self.from() <= day && self.to().is_none_or(|to| day <= to)
    }
}

/// The entry that holds on a day: the tenant's latest, else the built-in latest.
///
/// # Errors
/// When none holds, or the one that does is not valid.
pub fn in_force<T: Dated>(tenant: &[T], day: Day, fits: impl Fn(&T) -> bool) -> Result<T, NoRules> {
    let latest = |entries: &'_ [T]| {
        let holding = entries.iter().filter(|entry| entry.is_in_force(day) && fits(entry));
        holding.max_by_key(|entry| entry.from()).cloned()
    };
    let found = latest(tenant).or_else(|| latest(T::built_in())).ok_or(NoRules::Missing { topic: T::TOPIC, day })?;
    if found.is_sane() { Ok(found) } else { Err(NoRules::Invalid { topic: T::TOPIC, from: found.from() }) }
}

/// Everything that holds on one day for one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Who is asked at which deviation.
    pub matrix: Matrix,
    /// How long each may take.
    pub ladder: Ladder,
    /// Limits of money.
    pub amounts: Amounts,
    /// Queues, absence, rounds, revocations.
    pub routing: RoutingRules,
    /// The channel and its fallback.
    pub fallback: FallbackRules,
    /// Approvals outside the system.
    pub emergency: EmergencyRules,
}

impl Rules {
    /// What holds for a tenant on a day.
    ///
    /// # Errors
    /// When a topic has no valid entry for the day, or no amounts in the currency.
    pub fn on(day: Day, currency: Currency, settings: &ApprovalSettings) -> Result<Self, NoRules> {
        Ok(Self {
            matrix: in_force(&settings.matrix, day, |_| true)?,
            ladder: in_force(&settings.ladder, day, |_| true)?,
            amounts: in_force(&settings.amounts, day, |amounts: &Amounts| amounts.currency == currency)?,
            routing: in_force(&settings.routing, day, |_| true)?,
            fallback: in_force(&settings.fallback, day, |_| true)?,
            emergency: in_force(&settings.emergency, day, |_| true)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn check<T: Dated>(text: &str) {
        let read: Vec<T> = serde_json::from_str(text).unwrap();
        assert!(!read.is_empty() && read.len() == T::built_in().len(), "{}", T::TOPIC);
        assert!(T::built_in().iter().all(T::is_sane), "{}", T::TOPIC);
    }

    #[test]
    fn p76_every_topic_can_be_read_and_every_level_has_its_row() {
        check::<Matrix>(include_str!("../rules/matrix.json"));
        check::<Ladder>(include_str!("../rules/ladder.json"));
        check::<Amounts>(include_str!("../rules/amounts.json"));
        check::<RoutingRules>(include_str!("../rules/routing.json"));
        check::<FallbackRules>(include_str!("../rules/fallback.json"));
        check::<EmergencyRules>(include_str!("../rules/emergency.json"));
        let mut ladder = Ladder::built_in()[0].clone();
        ladder.rows.retain(|row| row.level != Level::Drp);
        let settings = ApprovalSettings { ladder: vec![ladder], ..ApprovalSettings::default() };
        let refused = Rules::on(day("2026-11-21"), Currency::RUB, &settings);
        assert_eq!(refused, Err(NoRules::Invalid { topic: "ladder of time limits", from: day("2026-01-01") }));
    }

    #[test]
    fn p70_a_manager_has_20_000_and_a_unit_100_000_a_day_as_dated_data() {
        let on = |text: &str, settings: &ApprovalSettings| Rules::on(day(text), Currency::RUB, settings).map(|rules| rules.amounts);
        let default = ApprovalSettings::default();
        let amounts = on("2026-11-21", &default).unwrap();
        assert_eq!(
            (amounts.manager_day().to_string(), amounts.unit_day().to_string()),
            ("20000.00 RUB".to_owned(), "100000.00 RUB".to_owned())
        );
        let own: Amounts = serde_json::from_value(serde_json::json!({
            "from": "2026-12-01", "to": "2026-12-31", "source": "order 17 of the commercial director", "currency": "RUB",
            "manager_day": "30000.00", "unit_day": "150000.00", "fallback_day": "50000.00",
            "small_below": "100000.00", "p1_above": "500000.00", "basis": "shortfall",
        }))
        .unwrap();
        let settings = ApprovalSettings { amounts: vec![own.clone()], ..default };
        assert_eq!(on("2026-11-30", &settings).unwrap(), amounts);
        assert_eq!(on("2026-12-01", &settings).unwrap(), own);
        assert_eq!(on("2027-01-01", &settings).unwrap(), amounts);
        assert!(matches!(on("2025-12-31", &settings), Err(NoRules::Missing { .. })));
        let hryvnias = Rules::on(day("2026-11-21"), Currency::UAH, &settings);
        assert!(matches!(hryvnias, Err(NoRules::Missing { topic: "limits of money", .. })));
    }

    #[test]
    fn p70_a_limit_outside_of_what_screens_allow_is_not_applied() {
        let mut own = Amounts::built_in()[0].clone();
        own.set_manager_day("200000.01");
        let settings = ApprovalSettings { amounts: vec![own], ..ApprovalSettings::default() };
        assert!(matches!(Rules::on(day("2026-11-21"), Currency::RUB, &settings), Err(NoRules::Invalid { .. })));
    }
}
