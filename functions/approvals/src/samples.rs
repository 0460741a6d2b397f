//! Samples of every event and body: for the API description, the golden files and the tests.
//! People and companies are invented.

pub mod channels;
pub mod emergencies;
pub mod limits;
pub mod messages;
pub mod processes;
pub mod rosters;

#[cfg(test)]
pub(crate) mod histories;
#[cfg(test)]
pub(crate) mod world;

use kernel::{Currency, Day, Line, Money};

/// When the samples happen: a Monday, ten in the morning in Moscow.
pub const MONDAY: &str = "2026-11-23T07:00:00Z";

/// A line of text. Samples are literals; a test reads each.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// An amount of money.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn money(amount: &str, currency: Currency) -> Money {
    Money::parse(amount, currency).expect("a literal amount")
}

/// A civil day.
pub fn day(text: &str) -> Day {
    literal(text)
}

/// A Russian tenant without an outside system of tasks.
#[cfg(test)]
pub(crate) fn settings() -> kernel::Settings {
    kernel::Settings {
        name: "Торговый дом".to_owned(),
        jurisdiction: kernel::settings::Jurisdiction::RU,
        time_zone: chrono_tz::Europe::Moscow,
        currency: Currency::RUB,
        language: kernel::Language::Ru,
        contexts: std::collections::BTreeMap::new(),
    }
}

/// The same with one.
#[cfg(test)]
pub(crate) fn context_settings() -> kernel::Settings {
    let elma = serde_json::json!({ "elma": {
        "base_url": "https://td.elma365.ru/pub/v1", "namespace": "sales.approvals", "code": "decide", "template_id": "0190b6a2",
    } });
    kernel::Settings { contexts: [("approvals".to_owned(), elma)].into(), ..settings() }
}

/// What holds by default.
#[cfg(test)]
pub(crate) fn rules() -> crate::rules::Rules {
    let settings = crate::settings::ApprovalSettings::default();
    crate::rules::Rules::on(day("2026-11-23"), Currency::RUB, &settings).unwrap()
}
