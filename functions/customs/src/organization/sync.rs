//! Comparing an organization with the record of another.

use kernel::Moment;
use kernel::reaction::OutsideError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::compare;
use super::{Difference, Field, Organization, OrganizationEvent, Profile, Push, Source};
use crate::code::VendorOrganizationId;

/// Whether an organization was compared with the state register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Sync {
    /// Never.
    Never,
    /// Somebody wants it to be.
    Requested {
        /// Since when.
        at: Moment,
    },
    /// It was.
    Done {
        /// When.
        at: Moment,
    },
    /// It could not be.
    Failed {
        /// When.
        at: Moment,
        /// Why; absent when the register does not know it.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<OutsideError>,
    },
}

/// What follows from another record: fields that came from the register follow the register; all
/// others are proposed, and what was turned down before is not proposed again. A record of other
/// numbers may be another branch's: all of it is proposed, and its id at the vendor is not ours.
pub(super) fn follow(
    organization: &Organization,
    theirs: &Profile,
    source: Source,
    vendor_id: Option<VendorOrganizationId>,
) -> Vec<OrganizationEvent> {
    let differences = compare(&organization.profile, &organization.provenance, theirs, source);
    let is_another = differences.iter().any(|one| one.field.identifies());
    let (updated, proposed): (Vec<Difference>, Vec<Difference>) =
        differences.into_iter().partition(|one| !is_another && is_updated(one, source));
    let fields: Vec<Field> = updated.iter().map(|one| one.field).collect();
    let profile = updated.iter().try_fold(organization.profile.clone(), |profile, one| profile.with(one.field, &one.theirs));
    let revised = profile.filter(|_| !fields.is_empty()).map(|profile| OrganizationEvent::Revised {
        profile,
        personal: organization.personal.clone(),
        fields,
        source,
    });
    // What the directory had once, and was overwritten there, is news when it is there again.
    let is_rewritten = source == Source::Vendor && matches!(organization.push, Push::Done { .. });
    let is_known = |one: &Difference| !is_rewritten || one.ours.is_none();
    let turned_down = |one: &Difference| is_known(one) && organization.dismissed.get(&one.field) == Some(&one.theirs);
    let differences = proposed.into_iter().filter(|one| !turned_down(one)).collect();
    let vendor_id = vendor_id.filter(|_| !is_another);
    revised.into_iter().chain([OrganizationEvent::Differs { source, differences, vendor_id }]).collect()
}

/// A field follows the register when nobody here has set it otherwise.
const fn is_updated(one: &Difference, source: Source) -> bool {
    match (source, one.provenance) {
        (Source::Registry, None | Some(Source::Registry)) => true,
        (Source::Registry, Some(Source::Manual | Source::Vendor)) | (Source::Manual | Source::Vendor, _) => false,
    }
}
