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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::contracts::role;
    use crate::samples::day;
    use crate::samples::parties::interval;

    fn party(n: u32) -> PartyId {
        PartyId::derive(&[&n.to_string()])
    }

    fn held(n: u32, kind: RoleKind, primary: bool, from: &str, until: Option<&str>) -> PartyRole {
        PartyRole { party: party(n), role: kind, primary, valid: interval(from, until) }
    }

    fn year() -> Interval {
        interval("2026-01-01", Some("2027-01-01"))
    }

    fn required(kind: ContractType) -> Vec<PartyRole> {
        (1..).zip(kind.required()).map(|(n, required)| role(party(n), *required)).collect()
    }

    #[test]
    fn k36_each_type_has_its_roles_and_no_others() {
        for kind in ContractType::ALL {
            let roles = required(*kind);
            assert_eq!(check_complete(*kind, &roles, year()), Ok(()), "{kind}");
            for extra in RoleKind::ALL {
                let with = [roles.clone(), vec![held(9, *extra, !kind.required().contains(extra), "2026-01-01", None)]].concat();
                let expected = match (kind.allowed().contains(extra), extra.needs()) {
                    (false, _) => Err(ContractRefusal::RoleNotAllowed { kind: *kind, role: *extra }),
                    (true, Some(role)) => Err(ContractRefusal::RoleMissing { role, on: day("2026-01-01") }),
                    (true, None) => Ok(()),
                };
                assert_eq!(check_complete(*kind, &with, year()), expected, "{kind} {extra}");
            }
            for role in kind.required() {
                let without: Vec<_> = roles.iter().filter(|held| held.role != *role).copied().collect();
                let missing = ContractRefusal::RoleMissing { role: *role, on: day("2026-01-01") };
                assert_eq!(check_complete(*kind, &without, year()), Err(missing), "{kind}");
            }
        }
    }

    #[test]
    fn k36_one_party_stands_for_a_role_at_any_time() {
        let two = |primaries: (bool, bool)| {
            [held(1, RoleKind::Buyer, primaries.0, "2026-01-01", None), held(2, RoleKind::Buyer, primaries.1, "2026-06-01", None)]
        };
        let on = |text| Err(ContractRefusal::OnePrimary { role: RoleKind::Buyer, on: day(text) });
        let check = |roles: &[PartyRole]| check_drafted(ContractType::SaleOfGoods, roles);
        assert_eq!(check(&two((true, false))), Ok(()));
        assert_eq!(check(&two((true, true))), on("2026-06-01"));
        assert_eq!(check(&two((false, true))), on("2026-01-01"));
        let ends = [held(1, RoleKind::Buyer, true, "2026-01-01", Some("2026-03-01")), held(2, RoleKind::Buyer, false, "2026-01-01", None)];
        assert_eq!(check(&ends), on("2026-03-01"));
    }

    #[test]
    fn k36_roles_pass_from_one_party_to_another() {
        let roles = [
            role(party(1), RoleKind::Seller),
            held(2, RoleKind::Buyer, true, "2026-01-01", Some("2026-06-01")),
            held(3, RoleKind::Buyer, true, "2026-06-01", None),
        ];
        assert_eq!(check_complete(ContractType::SaleOfGoods, &roles, year()), Ok(()));
        let gap = [roles[0], roles[1], held(3, RoleKind::Buyer, true, "2026-06-02", None)];
        let missing = ContractRefusal::RoleMissing { role: RoleKind::Buyer, on: day("2026-06-01") };
        assert_eq!(check_complete(ContractType::SaleOfGoods, &gap, year()), Err(missing));
        let itself = [roles[0], roles[1], held(1, RoleKind::Buyer, true, "2026-06-01", None)];
        let same = ContractRefusal::SameParty { on: day("2026-06-01") };
        assert_eq!(check_complete(ContractType::SaleOfGoods, &itself, year()), Err(same));
    }

    #[test]
    fn k36_a_party_is_in_a_role_once_at_a_time() {
        let twice = [held(1, RoleKind::Buyer, true, "2026-01-01", None), held(1, RoleKind::Buyer, false, "2026-06-01", None)];
        assert_eq!(check_drafted(ContractType::SaleOfGoods, &twice), Err(ContractRefusal::RoleTwice { role: RoleKind::Buyer }));
        let again = [held(1, RoleKind::Buyer, true, "2026-01-01", Some("2026-06-01")), held(1, RoleKind::Buyer, true, "2026-06-01", None)];
        assert_eq!(check_drafted(ContractType::SaleOfGoods, &again), Ok(()));
        let many: Vec<_> = (0..51).map(|n| held(n, RoleKind::Buyer, n == 0, "2026-01-01", None)).collect();
        assert_eq!(check_drafted(ContractType::SaleOfGoods, &many), Err(ContractRefusal::RoleCount));
    }
}
