//! Writing an organization to the vendor's directory, which saves by name.

use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::compare;
use super::vendor::Read;
use super::{Address, Organization, OrganizationKind, PersonalData, Source, vendor};
use crate::code::VendorOrganizationId;
use crate::outside::kontur::organization as theirs;

/// Whether an organization was written to the vendor's directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Push {
    /// Never.
    Never,
    /// Somebody wants it to be.
    Requested {
        /// Since when.
        at: Moment,
        /// Whether what is there may be overwritten.
        overwrite: bool,
    },
    /// It was.
    Done {
        /// When.
        at: Moment,
    },
    /// What is known here has changed since the directory had it alike.
    Stale {
        /// Since when.
        at: Moment,
    },
    /// It was not, because that would do harm.
    Held {
        /// When.
        at: Moment,
        /// Which.
        held: Held,
    },
    /// The vendor did not take it, or did not say so.
    Failed {
        /// When.
        at: Moment,
        /// Why.
        error: OutsideError,
    },
}

/// Why an organization is not written to the vendor's directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Held {
    /// The directory has it otherwise, and would be overwritten. The differences are shown; accept
    /// them, or ask again with leave to overwrite.
    Differs,
    /// The directory has other personal data of the individual, which would be overwritten and is not
    /// shown. Correct one of the two, or ask again with leave to overwrite.
    PersonalDataDiffers,
    /// The directory has it under another name: saving would make a duplicate.
    AnotherName {
        /// As it is spelt there; accept it here, or correct it there.
        theirs: Line,
    },
    /// The directory has another organization of this name, which would be overwritten.
    AnotherOrganization {
        /// Which.
        #[serde(skip_serializing_if = "Option::is_none")]
        vendor_id: Option<VendorOrganizationId>,
    },
    /// A person is in the directory already, otherwise. It is not published how the vendor finds one
    /// again, so that saving might make a second; change it in the vendor's pages.
    PersonKnown,
}

/// What may be done in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// The organization may be saved.
    Save,
    /// It is there just so, and saving it might make a second one.
    Alike {
        /// Its id there.
        vendor_id: VendorOrganizationId,
    },
}

/// What to do about a directory in which this is found: save, or not. `opened` is the personal data.
///
/// # Errors
/// Why not.
pub fn plan(
    organization: &Organization,
    opened: Option<&PersonalData>,
    directory: &[theirs::Organization],
    overwrite: bool,
) -> Result<Plan, Held> {
    let known = |row: &&theirs::Organization| {
        let by_id = organization.vendor_id.is_some() && row.id == organization.vendor_id;
        by_id || is_same(organization, opened, row)
    };
    let name = organization.name().as_str();
    let known: Vec<_> = directory.iter().filter(known).collect();
    if let OrganizationKind::Person { .. } = organization.kind() {
        return plan_person(opened, &known);
    }
    let named = directory.iter().find(|row| row.entity.name.as_deref() == Some(name));
    match (named, known.first()) {
        (None, None) => Ok(Plan::Save),
        (None, Some(other)) => {
            let spelt = other.entity.name.as_deref().and_then(|name| Line::new(name).ok());
            // Without a name of its own it cannot be found by name, and is no duplicate's origin.
            spelt.map_or(Ok(Plan::Save), |theirs| Err(Held::AnotherName { theirs }))
        }
        (Some(named), _) if !known.contains(&named) && !is_bare(named) => Err(Held::AnotherOrganization { vendor_id: named.id }),
        (Some(_), _) if overwrite => Ok(Plan::Save),
        (Some(named), _) => differs(organization, opened, named).map_or(Ok(Plan::Save), Err),
    }
}

/// A person is saved once: whether one of these rows is how it was saved.
fn plan_person(opened: Option<&PersonalData>, known: &[&theirs::Organization]) -> Result<Plan, Held> {
    if known.is_empty() {
        return Ok(Plan::Save);
    }
    let alike = known.iter().find_map(|row| {
        let found = vendor::read(row).ok()?;
        found.vendor_id.filter(|_| opened.is_some_and(|ours| !is_other(ours, &found, true)))
    });
    alike.map_or(Err(Held::PersonKnown), |vendor_id| Ok(Plan::Alike { vendor_id }))
}

/// The same numbers; of a company abroad, which has none that the vendor knows, the same name; of a
/// person the same number, or the same name and paper.
fn is_same(organization: &Organization, opened: Option<&PersonalData>, row: &theirs::Organization) -> bool {
    let has = |theirs: &Option<String>, ours: &str| theirs.as_deref() == Some(ours);
    match organization.kind() {
        OrganizationKind::Legal { inn, kpp, .. } => has(&row.entity.inn, inn.as_str()) && has(&row.entity.kpp, kpp.as_str()),
        OrganizationKind::Entrepreneur { inn, .. } => has(&row.entity.inn, inn.as_str()),
        OrganizationKind::Person { .. } => opened.zip(vendor::read(row).ok()).is_some_and(|(ours, found)| is_same_person(ours, &found)),
        OrganizationKind::Foreign { .. } => row.foreign && has(&row.entity.name, organization.name().as_str()),
    }
}

fn is_same_person(ours: &PersonalData, found: &Read) -> bool {
    let OrganizationKind::Person { .. } = found.profile.kind else { return false };
    match (&ours.inn, &found.personal.inn) {
        (Some(ours), Some(theirs)) => ours == theirs,
        (None | Some(_), None) | (None, Some(_)) => {
            let number = |data: &PersonalData| data.identity_card.as_ref().map(|card| (card.series.clone(), card.number.clone()));
            ours.person == found.personal.person && number(ours) == number(&found.personal)
        }
    }
}

/// A row of a name alone, which somebody made by looking it up.
fn is_bare(row: &theirs::Organization) -> bool {
    row.entity.inn.is_none() && row.entity.kpp.is_none() && !row.foreign
}

/// What saving would overwrite: only fields that ours fills are written.
fn differs(organization: &Organization, opened: Option<&PersonalData>, row: &theirs::Organization) -> Option<Held> {
    let Ok(found) = vendor::read(row) else { return (!is_bare(row)).then_some(Held::Differs) };
    let differences = compare(&organization.profile, &organization.provenance, &found.profile, Source::Vendor);
    if differences.iter().any(|one| one.ours.is_some()) {
        return Some(Held::Differs);
    }
    let ours = opened.filter(|_| organization.kind().is_individual());
    // Of an entrepreneur the vendor is told the registered name alone.
    let ours = ours.map(|data| PersonalData { person: None, ..data.clone() });
    ours.filter(|ours| is_other(ours, &found, false)).map(|_| Held::PersonalDataDiffers)
}

/// Whether they have something that ours fill otherwise; or not at all, where that counts.
fn is_other(ours: &PersonalData, found: &Read, missing_counts: bool) -> bool {
    fn differs<T: PartialEq>(ours: Option<&T>, theirs: Option<&T>, missing_counts: bool) -> bool {
        ours.is_some_and(|ours| theirs.map_or(missing_counts, |theirs| ours != theirs))
    }
    let (theirs, country) = (&found.personal, found.profile.kind.country());
    let is_elsewhere = |ours: &Option<Address>, theirs: &Option<Address>| {
        ours.as_ref().is_some_and(|ours| theirs.as_ref().map_or(missing_counts, |theirs| !ours.is_same(theirs, country)))
    };
    let (my, their) = (&ours.contacts, &theirs.contacts);
    let lines = [(&my.phone, &their.phone), (&my.email, &their.email), (&my.fax, &their.fax)];
    let addresses = [(&ours.legal_address, &theirs.legal_address), (&ours.actual_address, &theirs.actual_address)];
    differs(ours.person.as_ref(), theirs.person.as_ref(), missing_counts)
        || differs(ours.inn.as_ref(), theirs.inn.as_ref(), missing_counts)
        || differs(ours.identity_card.as_ref(), theirs.identity_card.as_ref(), missing_counts)
        || addresses.iter().any(|(ours, theirs)| is_elsewhere(ours, theirs))
        || lines.iter().any(|(ours, theirs)| differs(ours.as_ref(), theirs.as_ref(), missing_counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::organizations::{
        entrepreneur_created, foreign, legal, legal_created, organization, person_created, person_data, vendor_id,
    };

    fn theirs() -> theirs::Organization {
        theirs::Organization { id: None, ..vendor::request(&organization([legal_created()]), None) }
    }

    #[test]
    fn what_the_directory_does_not_have_or_has_alike_is_saved() {
        let ours = organization([legal_created()]);
        let elsewhere = theirs::Organization {
            entity: theirs::Entity { name: Some("ООО «ИНОЕ»".to_owned()), ..Default::default() },
            ..Default::default()
        };
        assert_eq!(plan(&ours, None, &[], false), Ok(Plan::Save));
        assert_eq!(plan(&ours, None, &[elsewhere, theirs()], false), Ok(Plan::Save));
    }

    #[test]
    fn c43_saving_never_overwrites_by_silence() {
        let ours = organization([legal_created()]);
        let mut other = theirs();
        other.entity.ogrn = Some("1027739019142".to_owned());
        assert_eq!(plan(&ours, None, &[other.clone()], false), Err(Held::Differs));
        assert_eq!(plan(&ours, None, &[other], true), Ok(Plan::Save));
    }

    #[test]
    fn c43_an_entrepreneurs_personal_data_is_not_overwritten_by_silence() {
        let (ours, data) = (organization([entrepreneur_created()]), PersonalData { inn: None, ..person_data() });
        let saved = vendor::request(&ours, Some(&data));
        assert_eq!(plan(&ours, Some(&data), std::slice::from_ref(&saved), false), Ok(Plan::Save));
        let mut cards = saved.clone();
        cards.identity.as_mut().unwrap().number = Some("654321".to_owned());
        let mut addresses = saved.clone();
        addresses.entity.legal_address.as_mut().unwrap().house = Some("дом 10".to_owned());
        let mut phones = saved.clone();
        phones.contacts.as_mut().unwrap().phone = Some("+7 916 555-01-18".to_owned());
        for other in [cards, addresses, phones] {
            assert_eq!(plan(&ours, Some(&data), std::slice::from_ref(&other), false), Err(Held::PersonalDataDiffers));
            assert_eq!(plan(&ours, Some(&data), &[other], true), Ok(Plan::Save));
        }
        // What is missing there is filled, and what is missing here is left.
        let bare = theirs::Organization { identity: None, contacts: None, ..saved };
        assert_eq!(plan(&ours, Some(&data), &[bare], false), Ok(Plan::Save));
    }

    #[test]
    fn c40_a_person_is_saved_once_although_nobody_heard_of_it() {
        let (ours, data) = (organization([person_created()]), person_data());
        assert_eq!(plan(&ours, Some(&data), &[], false), Ok(Plan::Save));
        let saved = theirs::Organization { id: Some(vendor_id()), ..vendor::request(&ours, Some(&data)) };
        assert_eq!(plan(&ours, Some(&data), std::slice::from_ref(&saved), false), Ok(Plan::Alike { vendor_id: vendor_id() }));
        let mut unnumbered = saved.clone();
        unnumbered.entity.inn = None;
        assert_eq!(plan(&ours, Some(&data), &[unnumbered], false), Err(Held::PersonKnown), "by name and paper; the number is to be added");
        let mut moved = saved.clone();
        moved.entity.legal_address.as_mut().unwrap().house = Some("дом 10".to_owned());
        assert_eq!(plan(&ours, Some(&data), &[moved], true), Err(Held::PersonKnown));
        let mut namesake = saved;
        namesake.entity.inn = Some("981234567970".to_owned());
        assert_eq!(plan(&ours, Some(&data), &[namesake], false), Ok(Plan::Save));
    }

    #[test]
    fn another_spelling_would_be_a_duplicate_and_another_organization_would_be_overwritten() {
        let ours = organization([legal_created()]);
        let mut spelt = theirs();
        spelt.entity.name = Some("ООО РОМАШКА".to_owned());
        let held = Held::AnotherName { theirs: crate::samples::organizations::line("ООО РОМАШКА") };
        assert_eq!(plan(&ours, None, &[spelt], true), Err(held));
        let mut namesake = theirs();
        namesake.entity.inn = Some("7736050003".to_owned());
        assert_eq!(plan(&ours, None, &[namesake], true), Err(Held::AnotherOrganization { vendor_id: None }));
        let abroad = vendor::request(&organization([crate::samples::organizations::created(foreign())]), None);
        assert_eq!(plan(&ours, None, &[abroad], false), Ok(Plan::Save));
    }

    #[test]
    fn a_difference_in_what_we_leave_empty_is_no_reason_to_hold() {
        let mut profile = legal();
        profile.contacts = Default::default();
        let ours = organization([crate::samples::organizations::created(profile)]);
        let mut other = theirs();
        other.contacts = Some(theirs::Contacts { phone: Some("+7 495 123-45-67".to_owned()), ..Default::default() });
        assert_eq!(plan(&ours, None, &[other], false), Ok(Plan::Save));
    }
}
