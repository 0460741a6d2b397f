//! Samples of assets: a combine harvester of the own company that leases out.

use super::line;
use super::parties::{basis, buyer_id, interval, lessor_id, share};
use crate::asset::event::Reserved;
use crate::asset::{AssetEvent, AssetKind, AssetProfile, AssetRole, Purpose, Reservation, Retired, RoleKind};
use crate::ordinal::Ordinal;
use crate::{AssetId, ContractId};

/// The asset of the samples.
pub fn asset_id() -> AssetId {
    AssetId::derive(&["sample"])
}

/// The lease contract of the samples.
pub fn lease_id() -> ContractId {
    ContractId::derive(&["sample", "lease"])
}

/// What is known of the asset.
pub fn asset_profile() -> AssetProfile {
    AssetProfile {
        name: line("Комбайн зернозбиральний К-7"), kind: AssetKind::Machine, inventory_number: Some(line("ОЗ-00417"))
    }
}

/// The asset became known.
pub fn asset_registered() -> AssetEvent {
    AssetEvent::Registered { id: asset_id(), profile: asset_profile() }
}

/// The lessor owns all of it.
pub fn owner() -> AssetRole {
    let (party, kind) = (lessor_id(), RoleKind::Owner { share: share("100") });
    AssetRole { id: Ordinal::FIRST, party, kind, basis: None, valid: interval("2025-01-01", None) }
}

/// It is reserved for the lease over one season.
pub fn reserved() -> AssetEvent {
    let purpose = Purpose::Contract { contract: lease_id() };
    AssetEvent::Reserved(Reserved {
        reservation: Reservation { id: Ordinal::FIRST, purpose, valid: interval("2026-06-01", Some("2026-09-01")) },
    })
}

/// One of each event of an asset.
pub fn asset_events() -> Vec<AssetEvent> {
    let lessee = AssetRole {
        id: Ordinal::after(1),
        party: buyer_id(),
        kind: RoleKind::Lessee,
        basis: Some(basis()),
        valid: interval("2026-06-01", Some("2026-09-01")),
    };
    let (kept, reason) = (interval("2026-06-01", Some("2026-08-01")), line("Повернуто раніше"));
    vec![
        asset_registered(),
        AssetEvent::Revised { profile: AssetProfile { name: line("Комбайн К-7М"), ..asset_profile() } },
        AssetEvent::RoleAssigned(lessee),
        AssetEvent::RoleEnded { role: Ordinal::after(1), valid: kept, reason: reason.clone() },
        reserved(),
        AssetEvent::Released { reservation: Ordinal::FIRST, kept: Some(kept), reason },
        AssetEvent::Retired(Retired { on: super::day("2026-12-01"), reason: line("Продано") }),
    ]
}
