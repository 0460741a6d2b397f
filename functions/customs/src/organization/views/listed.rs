//! Organizations as a list shows them, and by the words that somebody may type to find them.

use kernel::identifier::{Country, Inn, Kpp};
use kernel::view::RowQuery;
use kernel::{Change, Line, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words;
use crate::OrganizationId;
use crate::code::VendorOrganizationId;
use crate::organization::{KindWord, Organization};

/// The view's name.
pub const VIEW: &str = "organization-list";

/// Organizations by name, hidden ones apart and each kind also by itself; and by words of their names
/// and by numbers.
pub struct OrganizationListFromOrganization;

/// One organization in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrganizationRow {
    /// The organization.
    pub organization_id: OrganizationId,
    /// What kind.
    pub kind: KindWord,
    /// Its name; of a person, a label.
    pub name: Line,
    /// A shorter one.
    pub short_name: Option<Line>,
    /// Its taxpayer number in Russia, where that is no personal data.
    pub inn: Option<Inn>,
    /// Its reason of registration.
    pub kpp: Option<Kpp>,
    /// Its country.
    pub country: Country,
    /// Its id in the vendor's directory.
    pub vendor_id: Option<VendorOrganizationId>,
    /// Differences that nobody has decided yet.
    pub differences: usize,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether its personal data is erased.
    pub erased: bool,
}

impl OrganizationRow {
    /// An organization as a list shows it.
    pub fn of(organization: &Organization) -> Self {
        let profile = &organization.profile;
        Self {
            organization_id: organization.id,
            kind: profile.kind.word(),
            name: profile.name.clone(),
            short_name: profile.short_name.clone(),
            inn: profile.kind.inn().cloned(),
            kpp: profile.kind.kpp().cloned(),
            country: profile.kind.country(),
            vendor_id: organization.vendor_id,
            differences: organization.differences.len(),
            hidden: organization.hidden.is_some(),
            erased: organization.erased_at.is_some(),
        }
    }

    /// What it is found by.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let names = [Some(&self.name), self.short_name.as_ref()].into_iter().flatten().map(Line::as_str);
        names.chain(self.inn.as_ref().map(Inn::as_str)).chain(self.kpp.as_ref().map(Kpp::as_str))
    }
}

/// Organizations by name: those that are offered, or those that are hidden; of a kind or of all.
pub fn all(hidden: bool, kind: Option<KindWord>) -> RowQuery {
    RowQuery::new(VIEW, partition(hidden, kind))
}

fn partition(hidden: bool, kind: Option<KindWord>) -> String {
    let of = if hidden { "hidden" } else { "all" };
    match kind {
        None => of.to_owned(),
        Some(KindWord::Legal) => format!("{of}#legal"),
        Some(KindWord::Entrepreneur) => format!("{of}#entrepreneur"),
        Some(KindWord::Person) => format!("{of}#person"),
        Some(KindWord::Foreign) => format!("{of}#foreign"),
    }
}

impl View for OrganizationListFromOrganization {
    type Aggregate = Organization;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.organization-list-from-organization", view: VIEW, summary: "Organizations as a list shows them." };

    fn project(step: &Step<'_, Organization>) -> Vec<Change> {
        let before = step.before.map(rows).unwrap_or_default();
        let mut changes = step.replace(rows);
        changes.retain(|change| match change {
            Change::Put(row) => !before.contains(row),
            Change::Delete(_) | Change::Add(_) => true,
        });
        changes
    }
}

fn rows(organization: &Organization) -> Vec<Row> {
    let row = OrganizationRow::of(organization);
    let data = serde_json::to_value(&row).unwrap_or_default();
    let sort = format!("{}#{}", words::words(row.name.as_str()).join(" "), row.organization_id);
    let found = words::keys(row.texts()).into_iter();
    let found = found.map(|word| Row::new(words::partition(&word, row.hidden), format!("{word}#{sort}"), data.clone()));
    let listed = [None, Some(row.kind)].map(|kind| Row::new(partition(row.hidden, kind), sort.clone(), data.clone()));
    listed.into_iter().chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::OrganizationEvent;
    use crate::organization::queries::tests::rows_of;
    use crate::samples::organizations::{legal_created, line, person_created};

    fn keys(events: &[OrganizationEvent]) -> Vec<(String, String)> {
        let rows = rows_of::<OrganizationListFromOrganization>(events);
        rows.into_values().map(|row| (row.key.partition, row.key.sort.split('#').next().unwrap_or_default().to_owned())).collect()
    }

    #[test]
    fn it_is_listed_by_name_and_found_by_words_and_numbers_until_it_is_hidden() {
        let listed = keys(&[legal_created()]);
        assert!(listed.contains(&("all".to_owned(), "ооо ромашка".to_owned())), "{listed:?}");
        assert!(listed.contains(&("word#98".to_owned(), "9812345679".to_owned())), "{listed:?}");
        let hidden = OrganizationEvent::Hidden { reason: line("ликвидирована") };
        let apart = keys(&[legal_created(), hidden]);
        assert_eq!(apart.len(), listed.len());
        assert!(apart.iter().all(|(partition, _)| partition.starts_with("hidden")), "{apart:?}");
    }

    #[test]
    fn c58_a_persons_row_tells_nothing_of_the_person() {
        let rows = rows_of::<OrganizationListFromOrganization>(&[person_created()]);
        let shown = format!("{rows:?}");
        assert!(!shown.to_lowercase().contains("фамили") && !shown.contains("981234567804"), "{shown}");
    }
}
