//! Writing an organization to the vendor's directory, which saves by name.

use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::compare;
use super::{Organization, OrganizationKind, Source, vendor};
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
    /// A person is in the directory already. It is not published how the vendor finds one again, so
    /// that saving might make a second; change it in the vendor's pages.
    PersonKnown,
}

/// What to do about a directory in which this is found: save, or not.
///
/// # Errors
/// Why not.
pub fn plan(organization: &Organization, directory: &[theirs::Organization], overwrite: bool) -> Result<(), Held> {
    let known = |row: &&theirs::Organization| {
        let by_id = organization.vendor_id.is_some() && row.id == organization.vendor_id;
        by_id || is_same(organization, row)
    };
    let name = organization.name().as_str();
    let known: Vec<_> = directory.iter().filter(known).collect();
    if let OrganizationKind::Person { .. } = organization.kind() {
        return if known.is_empty() { Ok(()) } else { Err(Held::PersonKnown) };
    }
    let named = directory.iter().find(|row| row.entity.name.as_deref() == Some(name));
    match (named, known.first()) {
        (None, None) => Ok(()),
        (None, Some(other)) => {
            let spelt = other.entity.name.as_deref().and_then(|name| Line::new(name).ok());
            // Without a name of its own it cannot be found by name, and is no duplicate's origin.
            spelt.map_or(Ok(()), |theirs| Err(Held::AnotherName { theirs }))
        }
        (Some(named), _) if !known.contains(&named) && !is_bare(named) => Err(Held::AnotherOrganization { vendor_id: named.id }),
        (Some(_), _) if overwrite => Ok(()),
        (Some(named), _) => {
            if differs(organization, named) {
                Err(Held::Differs)
            } else {
                Ok(())
            }
        }
    }
}

/// The same numbers; of a company abroad, which has none that the vendor knows, the same name.
fn is_same(organization: &Organization, row: &theirs::Organization) -> bool {
    let has = |theirs: &Option<String>, ours: &str| theirs.as_deref() == Some(ours);
    match organization.kind() {
        OrganizationKind::Legal { inn, kpp, .. } => has(&row.entity.inn, inn.as_str()) && has(&row.entity.kpp, kpp.as_str()),
        OrganizationKind::Entrepreneur { inn, .. } => has(&row.entity.inn, inn.as_str()),
        OrganizationKind::Person { .. } => false,
        OrganizationKind::Foreign { .. } => row.foreign && has(&row.entity.name, organization.name().as_str()),
    }
}

/// A row of a name alone, which somebody made by looking it up.
fn is_bare(row: &theirs::Organization) -> bool {
    row.entity.inn.is_none() && row.entity.kpp.is_none() && !row.foreign
}

/// Whether saving would overwrite something: only fields that ours fills are written.
fn differs(organization: &Organization, row: &theirs::Organization) -> bool {
    let Ok(found) = vendor::read(row) else { return !is_bare(row) };
    !compare(&organization.profile, &organization.provenance, &found.profile, Source::Vendor).iter().all(|one| one.ours.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::organizations::{foreign, legal, legal_created, organization};

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
        assert_eq!(plan(&ours, &[], false), Ok(()));
        assert_eq!(plan(&ours, &[elsewhere, theirs()], false), Ok(()));
    }

    #[test]
    fn c43_saving_never_overwrites_by_silence() {
        let ours = organization([legal_created()]);
        let mut other = theirs();
        other.entity.ogrn = Some("1027739019142".to_owned());
        assert_eq!(plan(&ours, &[other.clone()], false), Err(Held::Differs));
        assert_eq!(plan(&ours, &[other], true), Ok(()));
    }

    #[test]
    fn another_spelling_would_be_a_duplicate_and_another_organization_would_be_overwritten() {
        let ours = organization([legal_created()]);
        let mut spelt = theirs();
        spelt.entity.name = Some("ООО РОМАШКА".to_owned());
        let held = Held::AnotherName { theirs: crate::samples::organizations::line("ООО РОМАШКА") };
        assert_eq!(plan(&ours, &[spelt], true), Err(held));
        let mut namesake = theirs();
        namesake.entity.inn = Some("7736050003".to_owned());
        assert_eq!(plan(&ours, &[namesake], true), Err(Held::AnotherOrganization { vendor_id: None }));
        let abroad = vendor::request(&organization([crate::samples::organizations::created(foreign())]), None);
        assert_eq!(plan(&ours, &[abroad], false), Ok(()));
    }

    #[test]
    fn a_difference_in_what_we_leave_empty_is_no_reason_to_hold() {
        let mut profile = legal();
        profile.contacts = Default::default();
        let ours = organization([crate::samples::organizations::created(profile)]);
        let mut other = theirs();
        other.contacts = Some(theirs::Contacts { phone: Some("+7 495 123-45-67".to_owned()), ..Default::default() });
        assert_eq!(plan(&ours, &[other], false), Ok(()));
    }
}
