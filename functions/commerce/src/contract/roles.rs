//! Who is what in a contract, and when.

use std::collections::BTreeSet;

use kernel::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ContractRefusal, ContractType, ROLES_MAX, RoleKind};
use crate::{Interval, PartyId};

/// A party in a role for a span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyRole {
    /// Who.
    pub party: PartyId,
    /// In which role.
    pub role: RoleKind,
    /// Whether this party stands for the role, where several hold it.
    pub primary: bool,
    /// On which days.
    pub valid: Interval,
}

/// Checks what must hold of roles even in a draft: allowed by the type, nobody twice in a role at
/// once, exactly one primary a role at any time.
pub fn check_drafted(kind: ContractType, roles: &[PartyRole]) -> Result<(), ContractRefusal> {
    if roles.len() > ROLES_MAX {
        return Err(ContractRefusal::RoleCount);
    }
    if let Some(held) = roles.iter().find(|held| !kind.allowed().contains(&held.role)) {
        return Err(ContractRefusal::RoleNotAllowed { kind, role: held.role });
    }
    for (at, held) in roles.iter().enumerate() {
        let same = |other: &&PartyRole| other.party == held.party && other.role == held.role && other.valid.overlaps(held.valid);
        if roles.iter().skip(at.saturating_add(1)).any(|other| same(&other)) {
            return Err(ContractRefusal::RoleTwice { role: held.role });
        }
    }
    for role in RoleKind::ALL {
        check_primaries(roles, *role)?;
        check_needed(roles, *role)?;
    }
    Ok(())
}

/// Checks what must hold of roles once the contract is signed: whom the type requires is there on
/// every day of its time, and nobody trades with themselves.
pub fn check_complete(kind: ContractType, roles: &[PartyRole], valid: Interval) -> Result<(), ContractRefusal> {
    check_drafted(kind, roles)?;
    for day in turns(roles, valid) {
        let primary = |role: RoleKind| roles.iter().find(|held| held.role == role && held.primary && held.valid.contains(day));
        if let Some(role) = kind.required().iter().find(|role| primary(**role).is_none()) {
            return Err(ContractRefusal::RoleMissing { role: *role, on: day });
        }
        let party = |role: RoleKind| primary(role).map(|held| held.party);
        if party(kind.supplier()) == party(kind.customer()) {
            return Err(ContractRefusal::SameParty { on: day });
        }
    }
    Ok(())
}

/// Between these days nothing changes in who holds what.
fn turns(roles: &[PartyRole], valid: Interval) -> BTreeSet<Day> {
    let ends = roles.iter().filter_map(|held| held.valid.until());
    let starts = roles.iter().map(|held| held.valid.from());
    std::iter::once(valid.from()).chain(starts).chain(ends).filter(|day| valid.contains(*day)).collect()
}

fn check_primaries(roles: &[PartyRole], role: RoleKind) -> Result<(), ContractRefusal> {
    let of_role: Vec<PartyRole> = roles.iter().filter(|held| held.role == role).copied().collect();
    let bounds = of_role.iter().flat_map(|held| std::iter::once(held.valid.from()).chain(held.valid.until()));
    for day in bounds.collect::<BTreeSet<_>>() {
        let held: Vec<_> = of_role.iter().filter(|held| held.valid.contains(day)).collect();
        if !held.is_empty() && held.iter().filter(|held| held.primary).count() != 1 {
            return Err(ContractRefusal::OnePrimary { role, on: day });
        }
    }
    Ok(())
}

fn check_needed(roles: &[PartyRole], role: RoleKind) -> Result<(), ContractRefusal> {
    let Some(needed) = role.needs() else { return Ok(()) };
    let on = |role: RoleKind, day: Day| roles.iter().any(|held| held.role == role && held.valid.contains(day));
    let days = roles.iter().flat_map(|held| std::iter::once(held.valid.from()).chain(held.valid.until()));
    match days.collect::<BTreeSet<_>>().into_iter().find(|day| on(role, *day) && !on(needed, *day)) {
        Some(on) => Err(ContractRefusal::RoleMissing { role: needed, on }),
        None => Ok(()),
    }
}
