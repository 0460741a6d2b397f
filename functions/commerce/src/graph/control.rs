//! Which parties the root of the own companies controls, and the evidence of it.
//!
//! A party is controlled on a day when the shares of it that are held by the root and by
//! parties that are controlled already sum up to more than the limit, half unless the tenant
//! says otherwise. 60 % of a company that holds 60 % of another control both, although the
//! product is 36 %: whoever commands the first commands its votes in the second.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kernel::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PartyGraph, Relation, RelationId, Share};
use crate::PartyId;

/// Why a deal between two parties is one between own companies, on a day. It is frozen in the
/// document that used it: relations that are recorded or corrected later do not change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The two parties, as they were asked for.
    pub parties: Vec<PartyId>,
    /// On which day.
    pub as_of: Day,
    /// The root of the own companies.
    pub host_root: PartyId,
    /// More than this share is control.
    pub control_over: Share,
    /// How the root comes to control the two, owners before what they own.
    pub steps: Vec<ControlStep>,
}

/// One party that is controlled, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ControlStep {
    /// The party.
    pub party: PartyId,
    /// The sum of the holdings.
    pub share: Share,
    /// What of it is held by the root and by parties of steps before.
    pub holdings: Vec<Holding>,
}

/// A share of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holding {
    /// The relation that says so.
    pub relation: RelationId,
    /// Who holds it.
    pub owner: PartyId,
    /// How much.
    pub share: Share,
}

impl PartyGraph {
    /// What the root controls on a day, owners before what they own; empty while no root is named.
    pub fn control(&self, as_of: Day) -> Vec<ControlStep> {
        let Some(host) = self.host else { return Vec::new() };
        let mut held_by: BTreeMap<PartyId, Vec<&Relation>> = BTreeMap::new();
        for relation in self.active(as_of).filter(|relation| relation.owned() > 0) {
            held_by.entry(relation.source).or_default().push(relation);
        }
        let mut holdings: BTreeMap<PartyId, Vec<Holding>> = BTreeMap::new();
        let mut steps: Vec<ControlStep> = Vec::new();
        let mut controlled = BTreeSet::from([host.root]);
        let mut queue = VecDeque::from([host.root]);
        while let Some(owner) = queue.pop_front() {
            for relation in held_by.get(&owner).map_or(&[][..], Vec::as_slice) {
                let Some(share) = relation.link.ownership() else { continue };
                let held = holdings.entry(relation.target).or_default();
                held.push(Holding { relation: relation.id, owner, share });
                let sum: u32 = held.iter().map(|holding| holding.share.parts()).sum();
                // The shares of one party on one day never sum up to more than the whole.
                let Some(share) = Share::from_parts(sum).filter(|share| *share > host.control_over) else { continue };
                if controlled.insert(relation.target) {
                    steps.push(ControlStep { party: relation.target, share, holdings: held.clone() });
                    queue.push_back(relation.target);
                }
            }
        }
        steps
    }

    /// The own companies on a day: the root and what it controls. Only they have books.
    pub fn host_parties(&self, as_of: Day) -> BTreeSet<PartyId> {
        let root = self.host.map(|host| host.root);
        root.into_iter().chain(self.control(as_of).into_iter().map(|step| step.party)).collect()
    }

    /// Whether a party is an own company on a day.
    pub fn is_host(&self, party: PartyId, as_of: Day) -> bool {
        self.host_parties(as_of).contains(&self.resolve(party))
    }

    /// Why a deal between two parties on a day is one between own companies; `None` when it is
    /// not, and for a party with itself, which is no deal.
    pub fn is_intercompany(&self, one: PartyId, other: PartyId, as_of: Day) -> Option<Evidence> {
        let host = self.host?;
        let ends = [self.resolve(one), self.resolve(other)];
        let steps = self.control(as_of);
        let own = |party: &PartyId| *party == host.root || steps.iter().any(|step| step.party == *party);
        if ends[0] == ends[1] || !ends.iter().all(own) {
            return None;
        }
        let mut needed = BTreeSet::from(ends);
        let mut path: Vec<ControlStep> = Vec::new();
        for step in steps.into_iter().rev().collect::<Vec<_>>() {
            if needed.contains(&step.party) {
                needed.extend(step.holdings.iter().map(|holding| holding.owner));
                path.push(step);
            }
        }
        path.reverse();
        Some(Evidence { parties: vec![one, other], as_of, host_root: host.root, control_over: host.control_over, steps: path })
    }
}
