//! Organizations: counterparties as customs knows them (decisions C41 to C44).
//!
//! The record here is the truth. The state register and the vendor's directory are sources: what they
//! have otherwise is shown as a difference, and becomes ours when the field came from the register
//! anyway, or when somebody accepts it. The vendor has no operation that reads one counterparty:
//! saving is by name, and overwrites one of the same spelling.
//!
//! Personal data is sealed under a key of its organization (decision C58): events, snapshots and
//! messages hold it encrypted only, and erasing it is destroying that key.

pub mod accept_difference;
pub mod countries;
pub mod create;
pub mod directory;
pub mod dismiss_difference;
pub mod erase;
pub mod event;
pub mod field;
pub mod hide;
pub mod identity;
pub mod import;
pub mod link_party;
pub mod look_up;
pub mod personal;
pub mod profile;
pub mod push;
pub mod queries;
pub mod reactions;
pub mod record_push;
pub mod record_sync;
pub mod refusal;
pub mod request_push;
pub mod request_sync;
pub mod revise;
pub mod sync;
pub mod unhide;
pub mod vendor;
pub mod views;

#[cfg(test)]
mod proof;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::{Inn, Kpp};
use kernel::{Line, Moment, Role, Sealed};
use serde::{Deserialize, Serialize};

use crate::code::VendorOrganizationId;
use crate::{OrganizationId, PartyId};
pub use event::OrganizationEvent;
pub use field::{Difference, Field, FieldValue, Provenance, Source};
pub use personal::{IdentityCard, PersonName, PersonalData, Representative};
pub use profile::{Address, Branch, Codes, Contacts, KindWord, OrganizationKind, Profile};
pub use push::{Held, Push};
pub use refusal::OrganizationRefusal;
pub use sync::Sync;

/// Who keeps organizations and sees personal data.
pub const KEEPERS: &[Role] = &[Role::Declarant, Role::Administrator];
/// Who looks at them.
pub const READERS: &[Role] = &[Role::Declarant, Role::Administrator, Role::Manager, Role::TeamLead, Role::Accountant];

/// A counterparty as customs knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Its own id.
    pub id: OrganizationId,
    /// What is known of it and is no personal data.
    pub profile: Profile,
    /// Its personal data, sealed under its key.
    pub personal: Option<Sealed>,
    /// Where each field came from.
    pub provenance: Provenance,
    /// Its id in the vendor's directory, once that is known.
    pub vendor_id: Option<VendorOrganizationId>,
    /// Where other records differ from ours, and nobody has decided yet.
    pub differences: Vec<Difference>,
    /// What was turned down, by field: it is not shown again.
    pub dismissed: BTreeMap<Field, FieldValue>,
    /// Whether it was compared with the state register.
    pub sync: Sync,
    /// Whether it was written to the vendor's directory.
    pub push: Push,
    /// Which party of the books it is, if somebody has said so.
    pub party_id: Option<PartyId>,
    /// Why lists do not offer it, while that is so.
    pub hidden: Option<Line>,
    /// When its personal data was erased, unless somebody else's was entered since.
    pub erased_at: Option<Moment>,
    /// Whether old events may hold personal data under the key of now, although none is known any more.
    pub sealed: bool,
    /// How often personal data was erased: each time a key was destroyed, and the next is another.
    pub erasures: u32,
    /// When it became known.
    pub created_at: Moment,
}

impl Organization {
    /// The name that lists show.
    pub const fn name(&self) -> &Line {
        &self.profile.name
    }

    /// What kind, with its numbers.
    pub const fn kind(&self) -> &OrganizationKind {
        &self.profile.kind
    }

    /// Its taxpayer number in Russia, where that is no personal data.
    pub const fn inn(&self) -> Option<&Inn> {
        self.profile.kind.inn()
    }

    /// Its reason of registration.
    pub const fn kpp(&self) -> Option<&Kpp> {
        self.profile.kind.kpp()
    }

    /// Whether it is an individual whose personal data is gone for good, and who cannot be declared any
    /// more. A company whose representative was erased goes on with another.
    pub const fn is_erased(&self) -> bool {
        self.erased_at.is_some() && self.profile.kind.is_individual()
    }

    /// Whether the vendor's directory has something else that nobody has decided about yet.
    pub fn differs_at_vendor(&self) -> bool {
        self.differences.iter().any(|one| one.source == Source::Vendor)
    }

    /// An organization that a command may change.
    fn living(organization: Option<&Self>) -> Result<&Self, OrganizationRefusal> {
        let organization = organization.ok_or(OrganizationRefusal::NotFound)?;
        if organization.is_erased() { Err(OrganizationRefusal::Erased) } else { Ok(organization) }
    }

    /// The open difference in a field with a source.
    fn difference(&self, field: Field, source: Source) -> Result<&Difference, OrganizationRefusal> {
        let mut open = self.differences.iter();
        open.find(|one| one.field == field && one.source == source).ok_or(OrganizationRefusal::NoSuchDifference)
    }
}

impl Aggregate for Organization {
    type Kind = kernel::id::kinds::CommonOrganization;
    type Event = OrganizationEvent;
    const NAME: &'static str = "customs.organization";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &OrganizationEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, OrganizationEvent::Created { id, profile, personal, source, vendor_id }) => Ok(Self {
                id: *id,
                provenance: profile.filled().map(|field| (field, *source)).collect(),
                push: match (source, vendor_id) {
                    // Looked up, and then filled in otherwise.
                    (Source::Manual, Some(_)) => Push::Stale { at: meta.at },
                    (Source::Manual, None) | (Source::Registry | Source::Vendor, _) => Push::Never,
                },
                sealed: personal.is_some(),
                profile: profile.clone(),
                personal: personal.clone(),
                vendor_id: *vendor_id,
                differences: Vec::new(),
                dismissed: BTreeMap::new(),
                sync: Sync::Never,
                party_id: None,
                hidden: None,
                erased_at: None,
                erasures: 0,
                created_at: meta.at,
            }),
            (None, event) => Err(Impossible::after(&None::<Self>, event)),
            (Some(mut organization), event) => {
                organization.absorb(event, meta)?;
                Ok(organization)
            }
        }
    }
}

impl Organization {
    fn absorb(&mut self, event: &OrganizationEvent, meta: &Meta) -> Result<(), Impossible> {
        match event {
            OrganizationEvent::Created { .. } => return Err(Impossible::after(&Some(&*self), event)),
            OrganizationEvent::Revised { profile, personal, fields, source } => {
                self.profile = profile.clone();
                self.personal = personal.clone();
                if personal.is_some() {
                    (self.sealed, self.erased_at) = (true, None);
                }
                self.provenance.extend(fields.iter().map(|field| (*field, *source)));
                self.settle_differences();
                self.outdate(meta.at);
            }
            OrganizationEvent::SyncRequested => self.sync = Sync::Requested { at: meta.at },
            OrganizationEvent::Differs { source, differences, vendor_id } => {
                self.differences.retain(|one| one.source != *source);
                self.differences.extend(differences.iter().cloned());
                self.learn(*vendor_id, meta.at);
                if *source == Source::Registry {
                    self.sync = Sync::Done { at: meta.at };
                }
            }
            OrganizationEvent::SyncFailed { error } => self.sync = Sync::Failed { at: meta.at, error: error.clone() },
            OrganizationEvent::DifferenceAccepted { field, value, source } => {
                let accepted = self.profile.clone().with(*field, value);
                self.profile = accepted.ok_or_else(|| Impossible::new(format!("no such value of {field:?}")))?;
                self.provenance.insert(*field, *source);
                self.settle_differences();
                self.outdate(meta.at);
            }
            OrganizationEvent::DifferenceDismissed { field, theirs } => {
                // Ours stays, so the directory is to get it.
                let at_vendor = |one: &Difference| one.source == Source::Vendor && one.field == *field && one.ours.is_some();
                if self.differences.iter().any(|one| at_vendor(one) && one.theirs == *theirs) {
                    self.outdate(meta.at);
                }
                self.differences.retain(|one| one.field != *field || one.theirs != *theirs);
                self.dismissed.insert(*field, theirs.clone());
            }
            OrganizationEvent::PushRequested { overwrite } => {
                let overwrite = *overwrite || matches!(self.push, Push::Requested { overwrite: true, .. });
                self.push = Push::Requested { at: meta.at, overwrite };
            }
            OrganizationEvent::Pushed { vendor_id } => {
                self.vendor_id = Some(*vendor_id);
                self.pushed(Push::Done { at: meta.at });
            }
            OrganizationEvent::PushHeld { held } => self.pushed(Push::Held { at: meta.at, held: held.clone() }),
            OrganizationEvent::PushFailed { error } => self.pushed(Push::Failed { at: meta.at, error: error.clone() }),
            OrganizationEvent::Erased { .. } => {
                self.personal = None;
                self.sealed = false;
                self.erasures = self.erasures.saturating_add(1);
                self.erased_at = Some(meta.at);
            }
            OrganizationEvent::PartyLinked { party_id } => self.party_id = *party_id,
            OrganizationEvent::Hidden { reason } => self.hidden = Some(reason.clone()),
            OrganizationEvent::Unhidden => self.hidden = None,
        }
        Ok(())
    }

    /// The vendor's directory does not have it as it is here, unless it has nothing of it at all.
    fn outdate(&mut self, at: Moment) {
        let is_unknown = self.vendor_id.is_none() && self.push == Push::Never;
        if !is_unknown {
            self.push = Push::Stale { at };
        }
    }

    /// The vendor has it in another record than the one that was read or written, if any: with what, nobody
    /// knows that was entered here.
    fn learn(&mut self, vendor_id: Option<VendorOrganizationId>, at: Moment) {
        if vendor_id.is_none() || vendor_id == self.vendor_id {
            return;
        }
        self.vendor_id = vendor_id;
        match self.push {
            Push::Never | Push::Done { .. } => self.push = Push::Stale { at },
            // It is to be written or decided anyway.
            Push::Requested { .. } | Push::Stale { .. } | Push::Held { .. } | Push::Failed { .. } => {}
        }
    }

    /// What came of writing it; that says nothing of what was changed here since it was asked for.
    fn pushed(&mut self, outcome: Push) {
        match self.push {
            Push::Stale { .. } => return,
            Push::Never | Push::Requested { .. } | Push::Done { .. } | Push::Held { .. } | Push::Failed { .. } => self.push = outcome,
        }
        if let Push::Done { .. } = self.push {
            // What we fill was written; what we leave empty was not.
            self.differences.retain(|one| one.source != Source::Vendor || one.ours.is_none());
        }
    }

    /// What became the same differs no more, and what still differs shows what is ours now.
    fn settle_differences(&mut self) {
        let (profile, provenance) = (&self.profile, &self.provenance);
        self.differences.retain(|one| profile.get(one.field).as_ref() != Some(&one.theirs));
        for one in &mut self.differences {
            one.ours = profile.get(one.field);
            one.provenance = provenance.get(&one.field).copied();
        }
    }
}
