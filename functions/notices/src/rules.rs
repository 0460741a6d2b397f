//! Dated rule data: who is told of what, by which ways, how often, and when not.
//!
//! What the functional model says lies in `rules/matrix.json`, with its source. A tenant may set
//! entries of its own; for each kind of news the latest entry in force that has a row for it wins,
//! the tenant's before the built-in ones.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::address::Way;
use crate::kind::{Kind, Part, Priority};
use crate::quiet::Quiet;
use crate::settings::NoticeSettings;

/// Most messages an hour that an entry may allow: about what Telegram lets a bot send one person.
const PER_HOUR_MAX: u32 = 60;
/// Longest time within which messages are merged, in minutes: a day.
const MERGE_MINUTES_MAX: u32 = 1_440;

/// One dated entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default)]
    pub to: Option<Day>,
    /// Who says so.
    pub source: String,
    /// Most messages to one person within an hour; critical ones are not held back.
    pub per_hour: u32,
    /// Within how many minutes a second message of a kind about the same matter is not sent.
    pub merge_minutes: u32,
    /// When only critical messages go out, unless a person has hours of their own.
    pub quiet: Quiet,
    /// Who is told of what.
    pub rows: Vec<MatrixRow>,
}

/// Who is told of one kind of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixRow {
    /// Of what.
    pub kind: Kind,
    /// Who.
    pub to: Vec<Part>,
    /// The messages that each of them gets. One goes by the first of its ways, and by the next where that fails.
    pub by: Vec<Vec<Way>>,
    /// How much it may disturb.
    pub priority: Priority,
}

impl MatrixRow {
    /// All ways, in their order.
    pub fn ways(&self) -> Vec<Way> {
        self.by.concat()
    }

    /// Whether there is a message, each has a way, and none comes twice by the same one.
    fn is_sane(&self) -> bool {
        let ways = self.ways();
        let is_once = ways.iter().collect::<BTreeSet<_>>().len() == ways.len();
        !self.by.is_empty() && self.by.iter().all(|by| !by.is_empty()) && is_once
    }
}

/// What holds for one kind of news on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The row.
    pub row: MatrixRow,
    /// See [`Matrix::per_hour`].
    pub per_hour: u32,
    /// See [`Matrix::merge_minutes`].
    pub merge_minutes: u32,
    /// See [`Matrix::quiet`].
    pub quiet: Quiet,
}

impl Matrix {
    fn row(&self, kind: Kind) -> Option<&MatrixRow> {
        self.rows.iter().find(|row| row.kind == kind)
    }

    fn is_in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether every number is within what is allowed, and every row can be carried out.
    pub fn is_sane(&self) -> bool {
        let numbers = (1..=PER_HOUR_MAX).contains(&self.per_hour) && self.merge_minutes <= MERGE_MINUTES_MAX;
        numbers && !self.source.trim().is_empty() && self.rows.iter().all(MatrixRow::is_sane)
    }
}

/// What the functional model says.
#[allow(clippy::expect_used, reason = "a file of this crate, which a test reads")]
static BUILT_IN: LazyLock<Vec<Matrix>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../rules/matrix.json")).expect("rules/matrix.json can be read"));

/// Who is told of a kind of news on a day; `None` before the first entry.
pub fn rule(kind: Kind, day: Day, settings: &NoticeSettings) -> Option<Rule> {
    let latest = |entries: &[Matrix]| {
        let holding = entries.iter().filter(|entry| entry.is_in_force(day) && entry.is_sane() && entry.row(kind).is_some());
        let entry = holding.max_by_key(|entry| entry.from)?;
        let row = entry.row(kind)?.clone();
        Some(Rule { row, per_hour: entry.per_hour, merge_minutes: entry.merge_minutes, quiet: entry.quiet })
    };
    latest(&settings.matrix).or_else(|| latest(&BUILT_IN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_kind_has_one_row_with_somebody_and_telegram_before_email() {
        let rows = &BUILT_IN[0].rows;
        assert!(BUILT_IN.iter().all(Matrix::is_sane));
        assert_eq!(rows.iter().map(|row| row.kind).collect::<BTreeSet<_>>().len(), rows.len());
        for kind in Kind::ALL {
            let rule = rule(*kind, day("2026-11-21"), &NoticeSettings::default()).unwrap();
            assert!(!rule.row.to.is_empty() && rule.row.ways() == [Way::Telegram, Way::Email], "{}", kind.name());
        }
    }

    #[test]
    fn the_matrix_of_the_functional_model() {
        let rule = |kind| rule(kind, day("2026-11-21"), &NoticeSettings::default()).unwrap();
        let breached = rule(Kind::SlaBreached);
        assert_eq!((breached.row.to, breached.row.priority), (vec![Part::Approver, Part::NextLevel], Priority::Critical));
        assert_eq!(rule(Kind::AutoRejected).row.to, [Part::Fd, Part::Manager]);
        assert_eq!(rule(Kind::FallbackOn).row.to, [Part::It, Part::ItDirector]);
        assert_eq!((breached.per_hour, breached.merge_minutes), (10, 5));
        assert_eq!(rule(Kind::ApprovalRequested).row.by, [vec![Way::Telegram], vec![Way::Email]]);
        assert_eq!(rule(Kind::SlaHalf).row.by, [vec![Way::Telegram, Way::Email]]);
    }

    #[test]
    fn a_tenants_entry_wins_while_it_is_in_force_and_sane() {
        let row = MatrixRow { kind: Kind::Approved, to: vec![Part::Fd], by: vec![vec![Way::Email]], priority: Priority::Low };
        let own = Matrix {
            from: day("2026-12-01"),
            to: Some(day("2026-12-31")),
            source: "order 17".to_owned(),
            rows: vec![row.clone()],
            ..BUILT_IN[0].clone()
        };
        let settings = NoticeSettings { matrix: vec![own.clone()], ..NoticeSettings::default() };
        let on = |text: &str, settings: &NoticeSettings| rule(Kind::Approved, day(text), settings).map(|rule| rule.row);
        assert_eq!(on("2026-12-15", &settings), Some(row));
        assert_eq!(on("2027-01-01", &settings).unwrap().to, [Part::Manager]);
        assert_eq!(on("2025-12-31", &settings), None);
        assert_eq!(rule(Kind::Rejected, day("2026-12-15"), &settings).unwrap().row.to, [Part::Manager]);
        let twice = MatrixRow { by: vec![vec![Way::Telegram, Way::Email], vec![Way::Email]], ..own.rows[0].clone() };
        for absurd in [Matrix { per_hour: 0, ..own.clone() }, Matrix { rows: vec![twice], ..own }] {
            let settings = NoticeSettings { matrix: vec![absurd], ..NoticeSettings::default() };
            assert_eq!(on("2026-12-15", &settings).unwrap().to, [Part::Manager]);
        }
    }
}
