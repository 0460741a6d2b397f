//! Personal data of an organization: sealed under its subject's key wherever it is stored
//! (decision C58), and read by nothing but decisions, answers and messages to the vendor.

use std::fmt;

use kernel::identifier::Inn;
use kernel::subject::NotOpened;
use kernel::{Day, Facts, Line, Sealed, SubjectKey, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Contacts, Organization, OrganizationKind, OrganizationRefusal};
use crate::OrganizationId;

/// A person's name, in the parts that documents of customs have.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    /// Surname.
    pub surname: Line,
    /// First name.
    pub name: Line,
    /// Patronymic, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<Line>,
}

/// A passport or another paper that says who somebody is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityCard {
    /// Code of its kind in the classifier of customs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Line>,
    /// Name of its kind: `ПАСРФ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Line>,
    /// Number.
    pub number: Line,
    /// When it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Day>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<Line>,
}

/// Who acts for an organization.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// Their name.
    pub person: PersonName,
    /// What they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Line>,
}

/// All personal data of one organization.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonalData {
    /// The entrepreneur's or the person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonName>,
    /// The person's taxpayer number, 12 digits. An entrepreneur's is in a public register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inn: Option<Inn>,
    /// Their paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_card: Option<IdentityCard>,
    /// Where they are registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_address: Option<Address>,
    /// Where they live, if that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual_address: Option<Address>,
    /// How they are reached.
    #[serde(skip_serializing_if = "Contacts::is_empty")]
    pub contacts: Contacts,
    /// Who acts for a company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representative: Option<Representative>,
}

// What is printed for debugging ends in logs.
macro_rules! hidden {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}
hidden!(PersonName, IdentityCard, Representative, PersonalData);

impl PersonalData {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks it against the kind and the label of its organization.
    ///
    /// # Errors
    /// When it does not belong to the kind, is missing there, or the label tells it.
    pub fn check(&self, kind: &OrganizationKind, label: &Line) -> Result<(), OrganizationRefusal> {
        let of_individuals = self.person.is_some()
            || self.identity_card.is_some()
            || self.legal_address.is_some()
            || self.actual_address.is_some()
            || !self.contacts.is_empty();
        let fits = match kind {
            OrganizationKind::Legal { .. } | OrganizationKind::Foreign { .. } => !of_individuals && self.inn.is_none(),
            OrganizationKind::Entrepreneur { .. } => self.inn.is_none() && self.representative.is_none(),
            OrganizationKind::Person { .. } => self.representative.is_none(),
        };
        if !fits {
            return Err(OrganizationRefusal::PersonalDataOfAnotherKind);
        }
        let OrganizationKind::Person { .. } = kind else { return Ok(()) };
        if self.inn.as_ref().is_some_and(|inn| !inn.is_personal()) {
            return Err(OrganizationRefusal::InnOfAnotherKind);
        }
        let person = self.person.as_ref().ok_or(OrganizationRefusal::PersonWithoutName)?;
        let label = label.as_str().to_lowercase();
        let surname = person.surname.as_str().to_lowercase();
        let named = label.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == surname);
        if named || label.contains(&format!("{surname} ")) { Err(OrganizationRefusal::LabelNamesPerson) } else { Ok(()) }
    }

    /// Seals it under the key after so many erasures; nothing where there is none.
    ///
    /// # Errors
    /// `Erased` when the key was destroyed.
    pub fn seal(&self, id: OrganizationId, erasures: u32, facts: &Facts) -> Result<Option<Sealed>, OrganizationRefusal> {
        if self.is_empty() {
            return Ok(None);
        }
        let key = facts.subject_key(&subject(id, erasures)).ok_or(OrganizationRefusal::Erased)?;
        seal_with(self, id, key).map(Some).map_err(|_| OrganizationRefusal::Erased)
    }
}

/// Seals the personal data of an organization under its key.
pub(crate) fn seal_with(data: &PersonalData, id: OrganizationId, key: &SubjectKey) -> Result<Sealed, NotOpened> {
    key.seal_value(data, &place(id))
}

/// Whose key it is sealed under. After an erasure that is somebody else: a company gets another
/// representative, and a key that was destroyed is never made again.
pub fn subject(id: OrganizationId, erasures: u32) -> String {
    if erasures == 0 { id.to_string() } else { format!("{id}/{erasures}") }
}

/// Whose key the personal data of an organization is sealed under now.
pub fn subject_of(organization: &Organization) -> String {
    subject(organization.id, organization.erasures)
}

/// What it is sealed for.
fn place(id: OrganizationId) -> String {
    format!("customs.organization/{id}/personal")
}

/// The key, to seal and open.
pub(super) fn want(id: OrganizationId, erasures: u32) -> Want {
    Want::SubjectKey { subject: subject(id, erasures), create: true }
}

/// The key of an organization that has personal data, to open it: for other aggregates' commands
/// and for queries.
pub fn want_open(organization: &Organization) -> Option<Want> {
    organization.personal.as_ref().map(|_| Want::SubjectKey { subject: subject_of(organization), create: false })
}

/// The personal data of an organization whose key is among the facts; `None` when there is none, it
/// was erased, or the key was not wanted.
pub fn open(organization: &Organization, facts: &Facts) -> Option<PersonalData> {
    open_with(organization, facts.subject_key(&subject_of(organization))?)
}

/// As [`open`], with the key at hand.
pub fn open_with(organization: &Organization, key: &SubjectKey) -> Option<PersonalData> {
    key.open_value(organization.personal.as_ref()?, &place(organization.id)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::organizations::{line, person, person_data};

    #[test]
    fn nothing_prints_personal_data() {
        let data = person_data();
        let printed = format!("{data:?} {:?} {:?}", data.person, data.identity_card);
        assert!(!printed.contains("Фамили") && !printed.contains("123456"), "{printed}");
    }

    #[test]
    fn a_label_does_not_tell_who_it_stands_for() {
        let kind = person().kind;
        assert_eq!(person_data().check(&kind, &line("Получатель 17")), Ok(()));
        for label in ["Фамилия", "ФАМИЛИЯ И.", "г-жа фамилия"] {
            assert_eq!(person_data().check(&kind, &line(label)), Err(OrganizationRefusal::LabelNamesPerson), "{label}");
        }
        assert_eq!(PersonalData::default().check(&kind, &line("17")), Err(OrganizationRefusal::PersonWithoutName));
    }
}
