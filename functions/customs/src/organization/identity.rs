//! What tells one organization from another: a unique value of the tenant (decision C42).

use kernel::{Decision, Facts, Want};

use super::{Organization, OrganizationKind, OrganizationRefusal, PersonalData, Profile};
use crate::OrganizationId;

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
