//! What tells one organization from another: unique values of the tenant (decision C42).
//!
//! Besides its numbers, an organization keeps the id of its record in the vendor's directory, and never
//! gives that back: many have no numbers, and reading the directory must find whoever was erased.

use kernel::{Decision, Facts, Want};

use super::{Organization, OrganizationKind, OrganizationRefusal, PersonalData, Profile};
use crate::OrganizationId;
use crate::code::VendorOrganizationId;

/// The scope of the unique values.
pub const SCOPE: &str = "customs-organization";

/// The unique value; `None` for a person without a taxpayer number and for a company abroad whose
/// number nobody told: those cannot be told apart.
pub fn of(profile: &Profile, personal: Option<&PersonalData>) -> Option<String> {
    match &profile.kind {
        OrganizationKind::Legal { inn, kpp, .. } => Some(format!("RU:{inn}:{kpp}")),
        OrganizationKind::Entrepreneur { inn, .. } => Some(format!("RU:{inn}")),
        OrganizationKind::Person { .. } => personal?.inn.as_ref().map(|inn| format!("RU:{inn}")),
        OrganizationKind::Foreign { country, tax_id } => tax_id.as_ref().map(|id| format!("{country}:{}", id.as_str().to_uppercase())),
    }
}

/// Who owns the unique value, if there is one.
pub(super) fn want(identity: Option<&str>) -> Option<Want> {
    identity.map(|identity| Want::guard(SCOPE, identity))
}

/// Who owns a wanted unique value.
pub(super) fn owner(identity: Option<&str>, facts: &Facts) -> Option<OrganizationId> {
    facts.owner(SCOPE, identity?)?.parse().ok()
}

fn record(vendor_id: VendorOrganizationId) -> String {
    format!("KONTUR:{vendor_id}")
}

/// Who has a record of the vendor's directory, if one is known.
pub(super) fn want_record(vendor_id: Option<VendorOrganizationId>) -> Option<Want> {
    vendor_id.map(|vendor_id| Want::guard(SCOPE, &record(vendor_id)))
}

/// Who has a wanted record of the vendor's directory.
pub(super) fn owner_of_record(vendor_id: VendorOrganizationId, facts: &Facts) -> Option<OrganizationId> {
    owner(Some(&record(vendor_id)), facts)
}

/// Takes a record of the vendor's directory that nobody has. Where two of ours have one record, it stays
/// with the first: what the vendor said is written down in any case.
pub(super) fn take_record(
    decision: Decision<Organization>,
    vendor_id: Option<VendorOrganizationId>,
    facts: &Facts,
) -> Decision<Organization> {
    let free = vendor_id.filter(|vendor_id| owner_of_record(*vendor_id, facts).is_none());
    free.into_iter().fold(decision, |decision, vendor_id| decision.claim(SCOPE, record(vendor_id)))
}

/// Takes the unique value, and gives back another that was held before.
pub(super) fn claim(
    decision: Decision<Organization>,
    id: OrganizationId,
    before: Option<String>,
    now: Option<String>,
    facts: &Facts,
) -> Result<Decision<Organization>, OrganizationRefusal> {
    if before == now {
        return Ok(decision);
    }
    if let Some(existing) = owner(now.as_deref(), facts).filter(|owner| *owner != id) {
        return Err(OrganizationRefusal::AlreadyKnown { existing });
    }
    let decision = before.into_iter().fold(decision, |decision, before| decision.release(SCOPE, before));
    Ok(now.into_iter().fold(decision, |decision, now| decision.claim(SCOPE, now)))
}
