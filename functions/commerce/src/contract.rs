//! The contract: a frame between parties in roles.

pub mod amend;
pub mod draft;
pub mod event;
pub mod kind;
mod lease;
pub mod print;
pub mod refusal;
pub mod revise;
pub mod roles;
pub mod sign;
pub mod terminate;
pub mod terms;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::party::Names;
use crate::{AssetId, ContractId, Interval, ObligationId, PartyId};
pub use event::{Amended, ContractEvent, Drafted, Signed, Terminated};
pub use kind::{ContractType, RoleKind};
pub use refusal::ContractRefusal;
pub use roles::PartyRole;
pub use terms::{Assignment, ProfileCode, RecognitionPolicy, Terms};

/// The scope of unique contract numbers.
pub const NUMBER_SCOPE: &str = "contract-number";
/// Most roles that parties take in one contract, earlier holders included.
pub const ROLES_MAX: usize = 50;
/// Most versions of one contract: an amendment a month for longer than contracts last.
pub const VERSIONS_MAX: usize = 200;
/// Most open obligations that a termination names one by one; their number is always exact.
pub const OPEN_LISTED_MAX: usize = 100;

/// A frame between parties.
///
/// Nobody is a seller or buyer of the contract itself: parties hold roles, each for a span of
/// days, so whoever needs a seller asks for the one of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Its own id.
    pub id: ContractId,
    /// Unique in the tenant.
    pub number: Line,
    /// What kind of deal.
    pub kind: ContractType,
    /// What every amount under it is in.
    pub currency: Currency,
    /// The days on which it is in force once signed.
    pub valid: Interval,
    /// Who is what, and when.
    pub roles: Vec<PartyRole>,
    /// What a lease lends.
    pub asset: Option<AssetId>,
    /// Its terms, one entry a version, the oldest first; never empty.
    pub versions: Vec<ContractVersion>,
    /// How far it has come.
    pub standing: Standing,
    /// What its parties were called when they came into it.
    pub names: Names,
}

/// The terms from a day on, and how they came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContractVersion {
    /// Its number, from 1.
    pub n: u32,
    /// The first day on which the terms hold.
    pub from: Day,
    /// The terms.
    pub terms: Terms,
    /// What changed against the version before; empty for the first.
    pub changed: Vec<Change>,
    /// Why, or by which document.
    pub reason: Option<Line>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// A part of a contract that an amendment changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Whether prices include tax.
    PriceBasis,
    /// When revenue counts.
    Recognition,
    /// Days until an invoice is due.
    PaymentDays,
    /// What is written off without asking.
    SmallDifference,
    /// Who may pay for the buyer.
    ThirdPartyPayers,
    /// Which law decides disputes.
    GoverningLaw,
    /// What documents must contain.
    RegulatoryProfile,
    /// Who is what.
    Roles,
    /// Until when it is in force.
    Validity,
}

/// How far a contract has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Being written.
    Draft,
    /// Signed.
    Signed {
        /// When, as the document says.
        on: Day,
    },
    /// Ended before its time.
    Terminated {
        /// When it was signed.
        signed_on: Day,
        /// The first day on which it is no longer in force.
        on: Day,
        /// Why.
        reason: Line,
        /// What was open, as far as named.
        open: Vec<ObligationId>,
        /// How much was open.
        open_count: u32,
    },
}

/// Where a contract stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContractStatus {
    /// Being written.
    Draft,
    /// In force, or about to be.
    Signed,
    /// Signed, and its time has passed; it follows from the date (decision K37).
    Expired,
    /// Ended before its time.
    Terminated,
}

impl ContractStatus {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Draft, Self::Signed, Self::Expired, Self::Terminated];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Signed => "SIGNED",
            Self::Expired => "EXPIRED",
            Self::Terminated => "TERMINATED",
        }
    }
}

impl std::fmt::Display for ContractStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Contract {
    /// Where it stands on a day.
    pub fn status(&self, today: Day) -> ContractStatus {
        match &self.standing {
            Standing::Draft => ContractStatus::Draft,
            Standing::Signed { .. } if self.valid.until().is_some_and(|until| until <= today) => ContractStatus::Expired,
            Standing::Signed { .. } => ContractStatus::Signed,
            Standing::Terminated { .. } => ContractStatus::Terminated,
        }
    }

    /// Whether what happens on a day happens under it: signed, within its time, not terminated by then.
    pub fn in_force(&self, day: Day) -> bool {
        match &self.standing {
            Standing::Draft => false,
            Standing::Signed { .. } => self.valid.contains(day),
            Standing::Terminated { on, .. } => self.valid.contains(day) && day < *on,
        }
    }

    /// Whether it was signed, be it over by now or not: claims and money of its time still belong to it.
    pub const fn was_signed(&self) -> bool {
        !matches!(self.standing, Standing::Draft)
    }

    /// The terms of a day: the last version that had begun; the first for days before any.
    pub fn terms(&self, day: Day) -> Option<&Terms> {
        let begun = self.versions.iter().filter(|version| version.from <= day).max_by_key(|version| (version.from, version.n));
        begun.or(self.versions.first()).map(|version| &version.terms)
    }

    /// Everybody in a role on a day, the primary first.
    pub fn holders(&self, role: RoleKind, day: Day) -> Vec<PartyId> {
        let mut holders: Vec<&PartyRole> = self.roles.iter().filter(|held| held.role == role && held.valid.contains(day)).collect();
        holders.sort_by_key(|held| !held.primary);
        holders.into_iter().map(|held| held.party).collect()
    }

    /// The one party that stands for a role on a day.
    pub fn primary(&self, role: RoleKind, day: Day) -> Option<PartyId> {
        let mut primaries = self.roles.iter().filter(|held| held.role == role && held.primary && held.valid.contains(day));
        primaries.next().map(|held| held.party)
    }

    /// Who sells, renders or lends on a day.
    pub fn seller(&self, day: Day) -> Option<PartyId> {
        self.primary(self.kind.supplier(), day)
    }

    /// Who buys, orders or leases on a day.
    pub fn buyer(&self, day: Day) -> Option<PartyId> {
        self.primary(self.kind.customer(), day)
    }

    /// Whom money is owed to on a day: the beneficiary if there is one, else the seller (decision K02).
    pub fn creditor(&self, day: Day) -> Option<PartyId> {
        self.primary(RoleKind::Beneficiary, day).or_else(|| self.seller(day))
    }

    /// Who owes money on a day: the payer if there is one, else the buyer (decision K02).
    pub fn debtor(&self, day: Day) -> Option<PartyId> {
        self.primary(RoleKind::Payer, day).or_else(|| self.buyer(day))
    }

    /// Whether a party may pay what another owes under the contract: it is the debtor, the buyer or
    /// a payer by role, or a document says that it pays for them (decision K13).
    pub fn may_pay(&self, party: PartyId, day: Day) -> bool {
        let by_role = self.holders(RoleKind::Payer, day).contains(&party) || self.holders(self.kind.customer(), day).contains(&party);
        let assigned = |terms: &Terms| terms.third_party_payers.iter().any(|payer| payer.party == party && payer.valid.contains(day));
        by_role || self.terms(day).is_some_and(assigned)
    }

    /// The number of its newest version.
    pub fn version_number(&self) -> u32 {
        self.versions.last().map_or(0, |version| version.n)
    }
}

impl Aggregate for Contract {
    type Kind = kernel::id::kinds::Contract;
    type Event = ContractEvent;
    const NAME: &'static str = "commerce.contract";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &ContractEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ContractEvent::Drafted(drafted)) => Ok(Self::drafted(drafted, meta)),
            (Some(mut contract), event) => {
                contract.change(event, meta)?;
                Ok(contract)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Contract {
    fn drafted(drafted: &Drafted, meta: &Meta) -> Self {
        let first = ContractVersion {
            n: 1,
            from: drafted.valid.from(),
            terms: drafted.terms.clone(),
            changed: Vec::new(),
            reason: None,
            recorded_at: meta.at,
        };
        Self {
            id: drafted.id,
            number: drafted.number.clone(),
            kind: drafted.kind,
            currency: drafted.currency,
            valid: drafted.valid,
            roles: drafted.roles.clone(),
            asset: drafted.asset,
            versions: vec![first],
            standing: Standing::Draft,
            names: drafted.names.clone(),
        }
    }

    fn change(&mut self, event: &ContractEvent, meta: &Meta) -> Result<(), Impossible> {
        match (&self.standing, event) {
            (_, ContractEvent::PrintRequested(_)) => {}
            (Standing::Draft, ContractEvent::Revised(drafted)) if drafted.id == self.id => *self = Self::drafted(drafted, meta),
            (Standing::Draft, ContractEvent::Signed(signed)) => self.standing = Standing::Signed { on: signed.on },
            (Standing::Signed { .. }, ContractEvent::Amended(amended)) => self.amend(amended, meta),
            (Standing::Signed { on: signed_on }, ContractEvent::Terminated(terminated)) => {
                self.standing = Standing::Terminated {
                    signed_on: *signed_on,
                    on: terminated.on,
                    reason: terminated.reason.clone(),
                    open: terminated.open.clone(),
                    open_count: terminated.open_count,
                };
            }
            (_, event) => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }

    fn amend(&mut self, amended: &Amended, meta: &Meta) {
        self.roles.clone_from(&amended.roles);
        self.valid = amended.valid;
        self.names.extend(amended.names.clone());
        self.versions.push(ContractVersion {
            n: self.version_number().saturating_add(1),
            from: amended.from,
            terms: amended.terms.clone(),
            changed: amended.changed.clone(),
            reason: Some(amended.reason.clone()),
            recorded_at: meta.at,
        });
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::context;

    use super::*;
    use crate::samples::contracts::{amended, drafted, in_force, role, sale};
    use crate::samples::day;
    use crate::samples::parties::{buyer_id, lessor_id, seller_id};

    fn contract(events: &[ContractEvent]) -> Contract {
        fold_events(None, events, &context().meta("test")).unwrap().unwrap()
    }

    #[test]
    fn k37_expired_follows_from_the_date() {
        let signed = contract(&in_force(sale()));
        assert_eq!((signed.status(day("2026-12-31")), signed.in_force(day("2026-12-31"))), (ContractStatus::Signed, true));
        assert_eq!((signed.status(day("2027-01-01")), signed.in_force(day("2027-01-01"))), (ContractStatus::Expired, false));
        let draft = contract(&[drafted()]);
        assert_eq!((draft.status(day("2027-01-01")), draft.in_force(day("2026-06-01"))), (ContractStatus::Draft, false));
    }

    #[test]
    fn k02_payer_and_beneficiary_come_before_buyer_and_seller() {
        let on = day("2026-06-01");
        let plain = contract(&in_force(sale()));
        assert_eq!((plain.debtor(on), plain.creditor(on)), (Some(buyer_id()), Some(seller_id())));
        let bank = PartyId::derive(&["bank"]);
        let more = [role(lessor_id(), RoleKind::Payer), role(bank, RoleKind::Beneficiary)];
        let roles = sale().roles.into_iter().chain(more).collect();
        let factored = contract(&in_force(Drafted { roles, ..sale() }));
        assert_eq!((factored.debtor(on), factored.creditor(on)), (Some(lessor_id()), Some(bank)));
        assert_eq!((factored.buyer(on), factored.seller(on)), (Some(buyer_id()), Some(seller_id())));
    }

    #[test]
    fn k13_who_may_pay_is_in_a_role_or_in_a_document() {
        let events = [in_force(sale()).to_vec(), vec![ContractEvent::Amended(amended())]].concat();
        let payer = amended().terms.third_party_payers[0].party;
        let contract = contract(&events);
        assert!(contract.may_pay(buyer_id(), day("2026-12-05")) && !contract.may_pay(seller_id(), day("2026-12-05")));
        assert!(contract.may_pay(payer, day("2026-12-05")) && !contract.may_pay(payer, day("2026-11-30")));
    }

    #[test]
    fn what_cannot_follow_is_corruption() {
        let meta = context().meta("test");
        assert!(fold_events::<Contract>(None, &crate::samples::contracts::contract_events()[1..2], &meta).is_err());
        assert!(Contract::apply(Some(contract(&in_force(sale()))), &drafted(), &meta).is_err());
    }
}
