//! The asset: something that is owned, run, insured and leased out. Who may do what with it is
//! a matter of dated roles; when it is leased, a matter of reservations that never overlap.

pub mod assign_role;
pub mod end_role;
pub mod event;
pub mod refusal;
pub mod register;
pub mod release;
pub mod reserve;
pub mod retire;
pub mod revise;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::graph::{Basis, Share};
use crate::ordinal::Ordinal;
use crate::{AssetId, ContractId, Interval, PartyId};
pub use event::AssetEvent;
pub use refusal::AssetRefusal;

/// Unique values of assets: their inventory numbers.
pub const INVENTORY_SCOPE: &str = "asset-inventory-number";
/// Roles of one asset over its whole life: a change a month for ten years fits.
pub const ROLES_MAX: usize = 200;
/// Reservations of one asset over its whole life: two a week for ten years.
pub const RESERVATIONS_MAX: usize = 1_000;

/// Something that can be leased, lent or insured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Its own id.
    pub id: AssetId,
    /// What is known of it.
    pub profile: AssetProfile,
    /// Who had or has what to do with it, in the order of recording.
    pub roles: Vec<AssetRole>,
    /// When it is taken, in the order of recording; released ones are gone or shortened.
    pub reservations: Vec<Reservation>,
    /// How many reservations there ever were.
    pub reservations_made: usize,
    /// When it was registered.
    pub created_at: Moment,
    /// Since when it is not used any more, and why.
    pub retired: Option<Retired>,
}

/// The end of an asset's use: sold, scrapped, lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Retired {
    /// The first day on which it is not used.
    pub on: Day,
    /// Why.
    pub reason: Line,
}

/// What kind of asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssetKind {
    /// A tractor, a press, a line of production.
    Machine,
    /// A car, a lorry, a trailer.
    Vehicle,
    /// A building or a part of one.
    Premises,
    /// A field or a plot.
    Land,
    /// Anything else.
    Other,
}

/// What is known of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssetProfile {
    /// What it is called.
    pub name: Line,
    /// What kind.
    pub kind: AssetKind,
    /// The number on its plate; no two assets of a tenant share one.
    pub inventory_number: Option<Line>,
}

/// What a party has to do with an asset. JSON `{"type": "OWNER", "share": "100"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum RoleKind {
    /// Owns a share of it.
    Owner {
        /// Which share.
        share: Share,
    },
    /// Works with it.
    Operator,
    /// Has leased it; rests on a document.
    Lessee,
    /// Keeps it.
    Custodian,
    /// Insures it.
    InsuredBy,
    /// Decides about it for the owners.
    ManagedBy,
}

impl RoleKind {
    /// Whether two are of one kind, whatever their shares.
    pub fn same_kind(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    const fn owned(self) -> u32 {
        match self {
            Self::Owner { share } => share.parts(),
            Self::Operator | Self::Lessee | Self::Custodian | Self::InsuredBy | Self::ManagedBy => 0,
        }
    }
}

/// A party in a role, over some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssetRole {
    /// Its place among the asset's roles.
    pub id: Ordinal,
    /// Who.
    pub party: PartyId,
    /// In which role.
    pub kind: RoleKind,
    /// The document that it rests on.
    pub basis: Option<Basis>,
    /// Over which days.
    pub valid: Interval,
}

/// Days on which an asset is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reservation {
    /// Its place among the asset's reservations.
    pub id: Ordinal,
    /// What for.
    pub purpose: Purpose,
    /// Over which days.
    pub valid: Interval,
}

/// What an asset is reserved for. JSON `{"type": "UPKEEP", "note": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Purpose {
    /// It is leased out.
    Contract {
        /// Under which contract.
        contract: ContractId,
    },
    /// It is kept back: repair, inspection, own use.
    Upkeep {
        /// What for.
        note: Line,
    },
}

impl Asset {
    /// Who has a role on a day; of owners, whatever their share.
    pub fn parties_in(&self, kind: RoleKind, day: Day) -> impl Iterator<Item = &AssetRole> {
        self.roles.iter().filter(move |role| role.kind.same_kind(kind) && role.valid.contains(day))
    }

    /// The reservation of these days for a contract: what is written beside the contract's own
    /// event, at the version of the asset that this state has.
    ///
    /// # Errors
    /// When some of the days are taken.
    pub fn can_reserve(&self, contract: ContractId, valid: Interval) -> Result<AssetEvent, AssetRefusal> {
        self.reservation(Purpose::Contract { contract }, valid)
    }

    /// The reservation of these days for some purpose.
    ///
    /// # Errors
    /// When some of the days are taken, or the asset is retired by then.
    pub fn reservation(&self, purpose: Purpose, valid: Interval) -> Result<AssetEvent, AssetRefusal> {
        self.check_used(valid)?;
        if let Some(taken) = self.reservations.iter().find(|other| other.valid.overlaps(valid)) {
            return Err(AssetRefusal::Taken { reservation: taken.id, valid: taken.valid });
        }
        if self.reservations.len() >= RESERVATIONS_MAX {
            return Err(AssetRefusal::TooManyReservations);
        }
        let reservation = Reservation { id: Ordinal::after(self.reservations_made), purpose, valid };
        Ok(AssetEvent::Reserved(event::Reserved { reservation }))
    }

    /// What happens to a contract's reservations when it ends on a day, the first on which the
    /// asset is free again: those before it stay, one across it is shortened, others go.
    pub fn release(&self, contract: ContractId, on: Day, reason: &Line) -> Vec<AssetEvent> {
        let of_contract = |one: &&Reservation| one.purpose == Purpose::Contract { contract };
        let ends_later = |one: &&Reservation| one.valid.until().is_none_or(|until| until > on);
        let affected = self.reservations.iter().filter(of_contract).filter(ends_later);
        affected.map(|one| AssetEvent::Released { reservation: one.id, kept: one.valid.before(on), reason: reason.clone() }).collect()
    }

    /// Refuses days on which it is not used any more.
    fn check_used(&self, valid: Interval) -> Result<(), AssetRefusal> {
        match &self.retired {
            Some(retired) if valid.until().is_none_or(|until| until > retired.on) => Err(AssetRefusal::Retired { on: retired.on }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a role may stand beside all others.
    ///
    /// # Errors
    /// When the party has it on some of the days, when it is a lessee's without a document, when
    /// more than 100 % of the asset would be owned, or when the asset is retired before it begins.
    pub fn check_role(&self, new: &AssetRole) -> Result<(), AssetRefusal> {
        if let Some(retired) = self.retired.as_ref().filter(|retired| retired.on <= new.valid.from()) {
            return Err(AssetRefusal::Retired { on: retired.on });
        }
        if self.roles.len() >= ROLES_MAX {
            return Err(AssetRefusal::TooManyRoles);
        }
        if new.kind == RoleKind::Lessee && new.basis.is_none() {
            return Err(AssetRefusal::BasisRequired);
        }
        let same = |role: &&AssetRole| role.party == new.party && role.kind.same_kind(new.kind) && role.valid.overlaps(new.valid);
        if let Some(before) = self.roles.iter().find(same) {
            return Err(AssetRefusal::RoleOverlap { role: before.id });
        }
        if new.kind.owned() > 0 {
            let begins = self.roles.iter().map(|role| role.valid.from()).filter(|day| new.valid.contains(*day));
            for day in std::iter::once(new.valid.from()).chain(begins) {
                let owned = self.roles.iter().filter(|role| role.valid.contains(day)).map(|role| u64::from(role.kind.owned())).sum::<u64>();
                if owned.saturating_add(new.kind.owned().into()) > u64::from(Share::WHOLE.parts()) {
                    return Err(AssetRefusal::MoreThanWhole { day });
                }
            }
        }
        Ok(())
    }
}

impl Aggregate for Asset {
    type Kind = kernel::id::kinds::Asset;
    type Event = AssetEvent;
    const NAME: &'static str = "commerce.asset";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &AssetEvent, meta: &Meta) -> Result<Self, Impossible> {
        let Some(mut asset) = state else {
            let AssetEvent::Registered { id, profile } = event else { return Err(Impossible::after(&None::<Self>, event)) };
            let (roles, reservations) = (Vec::new(), Vec::new());
            return Ok(Self {
                id: *id,
                profile: profile.clone(),
                roles,
                reservations,
                reservations_made: 0,
                created_at: meta.at,
                retired: None,
            });
        };
        match event {
            AssetEvent::Registered { .. } => return Err(Impossible::after(&Some(asset), event)),
            AssetEvent::Revised { profile } => asset.profile = profile.clone(),
            AssetEvent::Retired(retired) => asset.retired = Some(retired.clone()),
            AssetEvent::RoleAssigned(role) => asset.roles.push(role.clone()),
            AssetEvent::RoleEnded { role, valid, .. } => {
                let ended = asset.roles.get_mut(role.place());
                ended.ok_or_else(|| Impossible::new(format!("role {role} of {}", asset.id)))?.valid = *valid;
            }
            AssetEvent::Reserved(event::Reserved { reservation }) => {
                asset.reservations.push(reservation.clone());
                asset.reservations_made = asset.reservations_made.saturating_add(1);
            }
            AssetEvent::Released { reservation, kept, .. } => {
                asset.reservations.retain(|one| one.id != *reservation || kept.is_some());
                for one in asset.reservations.iter_mut().filter(|one| one.id == *reservation) {
                    one.valid = kept.unwrap_or(one.valid);
                }
            }
        }
        Ok(asset)
    }
}
