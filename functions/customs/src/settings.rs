//! What a tenant sets for this context.

use kernel::{Line, Moment};
use serde::{Deserialize, Serialize};

use crate::statuses::StatusRow;

/// A tenant's settings of customs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomsSettings {
    /// The vendor. A tenant without it drafts, checks and queues; only filing waits (decision C61).
    pub kontur: Option<KonturSettings>,
    /// What codes of a docflow's status mean, where the tenant knows it better than the built-in
    /// table, most of which is not verified (decision C10).
    pub docflow_statuses: Vec<StatusRow>,
    /// Whether and when customs get to see documents, as the vendor writes it in its
    /// `providingIndex`. It publishes no list; `1` when absent, which is not verified.
    pub providing_index: Option<Line>,
}

/// Where a tenant's Kontur.Declarant is, and what its description leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KonturSettings {
    /// `https://api-d.kontur.ru`, or the vendor's test stand.
    pub url: Line,
    /// The unit of `changedFrom` and `changedTo`, which the vendor does not name.
    #[serde(default)]
    pub changed_unit: ChangedUnit,
    /// How a document that is created is written: the vendor's schema and its prose differ.
    #[serde(default)]
    pub document_shape: DocumentShape,
    /// Minutes by which times of the vendor that name no offset are ahead of UTC: 180 is Moscow.
    /// Its description promises an offset with every time; not verified.
    #[serde(default)]
    pub offset_minutes: i16,
}

/// The unit in which the vendor counts time since its epoch. Not verified which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangedUnit {
    /// Since 1970.
    #[default]
    Milliseconds,
    /// Since 1970.
    Seconds,
    /// Of .NET: 100 nanoseconds since the year 1.
    Ticks,
}

/// Milliseconds from the beginning of the year 1 to that of 1970.
const YEAR_1_MS: i64 = 62_135_596_800_000;
/// Ticks in a millisecond.
const MS_TICKS: i64 = 10_000;

impl ChangedUnit {
    /// The number that stands for an instant. Seconds are rounded down, so that nothing that
    /// changed since is left out.
    pub const fn count(self, moment: Moment) -> i64 {
        let ms = moment.unix_ms();
        match self {
            Self::Milliseconds => ms,
            Self::Seconds => ms.div_euclid(1_000),
            Self::Ticks => ms.saturating_add(YEAR_1_MS).saturating_mul(MS_TICKS),
        }
    }
}

/// The two ways of writing a document. Not verified which one the vendor takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentShape {
    /// Both codes inside `documentType`, as in the schema.
    #[default]
    Nested,
    /// Both codes beside the other fields, as in the prose.
    Flat,
}

impl CustomsSettings {
    /// The settings of a tenant; defaults where they cannot be read, which the runtime
    /// checks when it loads a tenant.
    pub fn of(settings: &kernel::Settings) -> Self {
        settings.context("customs").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_in_each_unit() {
        let moment: Moment = "2026-11-21T08:30:00.999Z".parse().unwrap();
        assert_eq!(ChangedUnit::Milliseconds.count(moment), 1_795_249_800_999);
        assert_eq!(ChangedUnit::Seconds.count(moment), 1_795_249_800);
        assert_eq!(ChangedUnit::Ticks.count(moment), 639_308_466_009_990_000);
        assert_eq!(ChangedUnit::Ticks.count(Moment::from_unix_ms(0)), 621_355_968_000_000_000);
    }

    #[test]
    fn c61_a_tenant_without_the_vendor_is_no_error() {
        assert_eq!(CustomsSettings::of(&testkit::settings()).kontur, None);
        let read: CustomsSettings = serde_json::from_str(r#"{ "kontur": { "url": "https://api-d.kontur.ru" } }"#).unwrap();
        let kontur = read.kontur.unwrap();
        assert_eq!((kontur.changed_unit, kontur.document_shape), (ChangedUnit::Milliseconds, DocumentShape::Nested));
        let wrong = r#"{ "kontur": { "url": "https://api-d.kontur.ru", "changed_unit": "days" } }"#;
        assert!(serde_json::from_str::<CustomsSettings>(wrong).is_err());
    }
}
