//! The party: an organisation or a person that trades. Own companies are parties like all
//! others; what makes one our own is its place in the [party graph](crate::graph).

pub mod account;
pub mod add_account;
pub mod add_registration;
pub mod close_registration;
pub mod event;
pub mod freeze;
pub mod give_up_identifier;
pub mod identifier;
pub mod merge;
pub mod refusal;
pub mod register;
pub mod registration;
pub mod remove_account;
pub mod revise;
pub mod unfreeze;
pub mod withdraw_registration;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::{Country, Phone};
use kernel::{Day, Facts, Line, Moment, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PartyId;
pub use account::{AccountNumber, BankAccount};
pub use event::PartyEvent;
pub use identifier::Identifier;
pub use refusal::PartyRefusal;
pub use registration::TaxRegistration;
pub use tax::RegimeCode;

/// Identifiers of one party: there are fewer schemes.
pub const IDENTIFIERS_MAX: usize = 16;
/// Tax registrations of one party over all years; a change of regime a year for a lifetime.
pub const REGISTRATIONS_MAX: usize = 100;
/// Bank accounts of one party; a large holding company has some tens.
pub const ACCOUNTS_MAX: usize = 50;
/// Duplicates that one party takes up. Each of them is redirected in one transaction when the
/// party itself becomes a duplicate, and a transaction takes 100 items.
pub const ABSORBED_MAX: usize = 40;

/// An organisation or a person that trades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its own id.
    pub id: PartyId,
    /// What is known of it.
    pub profile: PartyProfile,
    /// Where and how it was or is registered for taxes, in the order of recording.
    pub registrations: Vec<TaxRegistration>,
    /// Where money for it goes, the preferred account first.
    pub accounts: Vec<BankAccount>,
    /// Why nothing new may be agreed with it, while that is so.
    pub frozen: Option<Line>,
    /// Whose duplicate it turned out to be. Never a duplicate itself: chains are flattened.
    pub merged_into: Option<PartyId>,
    /// Which parties turned out to be its duplicates.
    pub absorbed: Vec<PartyId>,
    /// Identifiers among its own that came with a duplicate, which still holds the unique value.
    pub inherited: Vec<Inherited>,
    /// When it was registered.
    pub created_at: Moment,
}

/// What kind of party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartyKind {
    /// Owns others.
    Holding,
    /// A company.
    LegalEntity,
    /// A person registered as an entrepreneur (ИП, ФОП).
    Entrepreneur,
    /// A family farm (КФХ, ФГ).
    Farm,
    /// Runs other companies.
    ManagementCompany,
    /// A bank.
    Bank,
    /// An insurer.
    Insurer,
    /// A natural person.
    Person,
}

impl PartyKind {
    /// All kinds.
    pub const ALL: &[Self] = &[
        Self::Holding,
        Self::LegalEntity,
        Self::Entrepreneur,
        Self::Farm,
        Self::ManagementCompany,
        Self::Bank,
        Self::Insurer,
        Self::Person,
    ];

    /// Whether it is a legal person, as opposed to a human being.
    pub const fn is_organisation(self) -> bool {
        match self {
            Self::Holding | Self::LegalEntity | Self::ManagementCompany | Self::Bank | Self::Insurer | Self::Farm => true,
            Self::Entrepreneur | Self::Person => false,
        }
    }
}

/// What is known of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyProfile {
    /// What kind.
    pub kind: PartyKind,
    /// The name that lists show.
    pub name: Line,
    /// The full name in the register, for documents; the short one where there is none.
    pub legal_name: Option<Line>,
    /// Where it is established.
    pub jurisdiction: Country,
    /// Its numbers in registers, at most one of a scheme.
    pub identifiers: Vec<Identifier>,
    /// Its registered address.
    pub address: Option<Line>,
    /// Its telephone.
    pub phone: Option<Phone>,
}

/// An identifier that came with a duplicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inherited {
    /// Which one.
    pub identifier: Identifier,
    /// The duplicate that holds the unique value.
    pub held_by: PartyId,
}

impl Party {
    /// The name for documents.
    pub fn document_name(&self) -> &Line {
        self.profile.legal_name.as_ref().unwrap_or(&self.profile.name)
    }

    /// How it is registered for taxes in a country on a day.
    pub fn registration(&self, jurisdiction: Country, day: Day) -> Option<&TaxRegistration> {
        self.registrations.iter().find(|one| one.jurisdiction == jurisdiction && one.valid.contains(day))
    }

    /// Its identifier of a scheme, by the scheme's name: `RU_INN`.
    pub fn identifier(&self, scheme: &str) -> Option<&Identifier> {
        self.profile.identifiers.iter().find(|identifier| identifier.scheme() == scheme)
    }

    /// Whether something new may be agreed with it.
    ///
    /// # Errors
    /// When it is frozen, or a duplicate of another.
    pub fn usable(&self) -> Result<(), Unusable> {
        match (self.merged_into, &self.frozen) {
            (Some(into), _) => Err(Unusable::Merged { into }),
            (None, Some(_)) => Err(Unusable::Frozen),
            (None, None) => Ok(()),
        }
    }

    /// A party that a command may change: one that is there and no duplicate. A frozen one may
    /// still be corrected.
    fn living(party: Option<&Self>) -> Result<&Self, PartyRefusal> {
        let party = party.ok_or(PartyRefusal::NotFound)?;
        party.merged_into.map_or(Ok(party), |into| Err(PartyRefusal::Merged { into }))
    }

    /// The party that stands for it: itself, unless it is a duplicate.
    pub fn survivor(&self) -> PartyId {
        self.merged_into.unwrap_or(self.id)
    }
}

/// Why nothing new may be agreed with a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// There is no such party, or it is another tenant's.
    Unknown,
    /// It is frozen.
    Frozen,
    /// It is a duplicate.
    Merged {
        /// Of this one.
        into: PartyId,
    },
}

/// A wanted party with which something new may be agreed.
///
/// # Errors
/// When it is unknown, frozen or a duplicate.
pub fn usable(facts: &Facts, id: PartyId) -> Result<&Party, Unusable> {
    let party = &facts.aggregate::<Party>(id).ok_or(Unusable::Unknown)?.state;
    party.usable().map(|()| party)
}

/// What parties were called when a document was written: lists show it beside the ids, and it
/// stays as it was. A party's own page has its name of today.
pub type Names = std::collections::BTreeMap<PartyId, kernel::Line>;

/// The names of those parties that were wanted.
pub fn names(facts: &Facts, parties: impl IntoIterator<Item = PartyId>) -> Names {
    let name = |id: PartyId| Some((id, facts.aggregate::<Party>(id)?.state.profile.name.clone()));
    parties.into_iter().filter_map(name).collect()
}

/// The names of some parties among others.
pub fn names_of(names: &Names, parties: impl IntoIterator<Item = PartyId>) -> Names {
    parties.into_iter().filter_map(|id| Some((id, names.get(&id)?.clone()))).collect()
}

/// A party, and the one that it is a duplicate of.
pub fn want_survivor(facts: &Facts, id: PartyId) -> Vec<Want> {
    let into = facts.aggregate::<Party>(id).and_then(|party| party.state.merged_into);
    std::iter::once(id).chain(into).map(Want::aggregate::<Party>).collect()
}

/// A wanted party, or the one that it is a duplicate of.
pub fn survivor(facts: &Facts, id: PartyId) -> Option<&kernel::Loaded<Party>> {
    let party = facts.aggregate::<Party>(id)?;
    match party.state.merged_into {
        Some(into) => facts.aggregate::<Party>(into),
        None => Some(party),
    }
}

impl Aggregate for Party {
    type Kind = kernel::id::kinds::Party;
    type Event = PartyEvent;
    const NAME: &'static str = "commerce.party";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &PartyEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, PartyEvent::Registered { id, profile }) => Ok(Self {
                id: *id,
                profile: profile.clone(),
                registrations: Vec::new(),
                accounts: Vec::new(),
                frozen: None,
                merged_into: None,
                absorbed: Vec::new(),
                inherited: Vec::new(),
                created_at: meta.at,
            }),
            (None, event) => Err(Impossible::after(&None::<Self>, event)),
            (Some(mut party), event) => {
                party.absorb(event)?;
                Ok(party)
            }
        }
    }
}

impl Party {
    fn absorb(&mut self, event: &PartyEvent) -> Result<(), Impossible> {
        match event {
            PartyEvent::Registered { .. } => return Err(Impossible::after(&Some(&*self), event)),
            PartyEvent::Revised { profile } => self.profile = profile.clone(),
            PartyEvent::TaxRegistered(registration) => self.registrations.push(registration.clone()),
            PartyEvent::TaxRegistrationClosed { jurisdiction, from, valid } => {
                let closed = self.registrations.iter_mut().find(|one| one.is(*jurisdiction, *from));
                closed.ok_or_else(|| Impossible::new(format!("no tax registration of {} from {from}", self.id)))?.valid = *valid;
            }
            PartyEvent::TaxRegistrationWithdrawn { jurisdiction, from, .. } => {
                self.registrations.retain(|one| !one.is(*jurisdiction, *from));
            }
            PartyEvent::AccountAdded { account } => self.accounts.push(account.clone()),
            PartyEvent::AccountRemoved { number } => self.accounts.retain(|account| account.number != *number),
            PartyEvent::Frozen { reason } => self.frozen = Some(reason.clone()),
            PartyEvent::Unfrozen { .. } => self.frozen = None,
            PartyEvent::Absorbed(absorbed) => {
                self.absorbed.push(absorbed.duplicate);
                self.absorbed.extend(&absorbed.redirected);
                self.profile.identifiers.extend(absorbed.identifiers.iter().map(|inherited| inherited.identifier.clone()));
                let held = absorbed.identifiers.iter().filter(|inherited| inherited.identifier.is_unique());
                self.inherited.extend(held.cloned());
                self.registrations.extend(absorbed.registrations.iter().cloned());
                self.accounts.extend(absorbed.accounts.iter().cloned());
            }
            PartyEvent::MergedInto { survivor } | PartyEvent::Redirected { survivor } => self.merged_into = Some(*survivor),
            PartyEvent::IdentifierGivenUp { identifier, .. } => self.profile.identifiers.retain(|own| own != identifier),
            PartyEvent::InheritedIdentifierLost { identifier } => {
                self.profile.identifiers.retain(|own| own != identifier);
                self.inherited.retain(|inherited| inherited.identifier != *identifier);
            }
        }
        Ok(())
    }
}
