//! The rules that every relation keeps.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;

use super::{GraphRefusal, Link, PartyGraph, REDIRECTS_MAX, RELATIONS_MAX, Relation, RelationId, Share};
use crate::PartyId;

impl PartyGraph {
    /// Whether a relation may stand beside all others, except the one that it replaces.
    ///
    /// # Errors
    /// When it relates a party to itself, overlaps another of its type, closes a cycle of
    /// ownership on some day, or makes more than 100 % of its target owned on some day.
    pub fn check(&self, new: &Relation, replaced: Option<RelationId>) -> Result<(), GraphRefusal> {
        let others: Vec<&Relation> =
            self.relations.iter().filter(|relation| !relation.void && Some(relation.id) != replaced && relation.id != new.id).collect();
        if new.source == new.target {
            return Err(GraphRefusal::SelfRelation);
        }
        if let Link::HostSubsidiary { share } = new.link {
            let host = self.host.filter(|host| host.root == new.source).ok_or(GraphRefusal::NotTheHostRoot)?;
            if share <= host.control_over {
                return Err(GraphRefusal::NoControllingShare { control_over: host.control_over });
            }
        }
        let same = |other: &&&Relation| other.source == new.source && other.target == new.target && other.link.same_type(&new.link);
        if let Some(overlap) = others.iter().filter(same).find(|other| other.valid.overlaps(new.valid)) {
            return Err(GraphRefusal::Overlap { relation: overlap.id });
        }
        if new.owned() > 0 {
            check_shares(new, &others)?;
            check_cycle(new, &others)?;
        }
        Ok(())
    }

    /// Whether there is room for one more relation.
    ///
    /// # Errors
    /// When there is not.
    pub fn check_room(&self) -> Result<(), GraphRefusal> {
        if self.relations.len() >= RELATIONS_MAX { Err(GraphRefusal::TooManyRelations) } else { Ok(()) }
    }

    /// Whether the relations of two parties can be those of one.
    ///
    /// # Errors
    /// When they would break a rule: the relation that stands in the way is named.
    pub fn check_merge(&self, duplicate: PartyId, survivor: PartyId) -> Result<(), GraphRefusal> {
        if self.redirects.len() >= REDIRECTS_MAX {
            return Err(GraphRefusal::TooManyDuplicates);
        }
        let mut merged = self.clone();
        merged.merge(duplicate, survivor);
        let moved = self.relations.iter().filter(|old| !old.void && [old.source, old.target].contains(&duplicate));
        for relation in moved.filter_map(|old| merged.relation(old.id)) {
            merged
                .check(relation, None)
                .map_err(|because| GraphRefusal::MergeBreaks { relation: relation.id, because: Box::new(because) })?;
        }
        Ok(())
    }
}

/// The days of a relation on which something begins: what holds on them holds on all others,
/// because between them relations only end.
fn beginnings(new: &Relation, others: &[&Relation]) -> BTreeSet<Day> {
    let begins = others.iter().map(|other| other.valid.from()).filter(|day| new.valid.contains(*day));
    std::iter::once(new.valid.from()).chain(begins).collect()
}

fn check_shares(new: &Relation, others: &[&Relation]) -> Result<(), GraphRefusal> {
    let beside: Vec<&Relation> = others.iter().copied().filter(|other| other.target == new.target && other.owned() > 0).collect();
    for day in beginnings(new, &beside) {
        let sum: u64 = beside.iter().filter(|other| other.is_active(day)).map(|other| u64::from(other.owned())).sum();
        if sum.saturating_add(new.owned().into()) > u64::from(Share::WHOLE.parts()) {
            let left = u32::try_from(sum).ok().and_then(|sum| Share::WHOLE.parts().checked_sub(sum)).and_then(Share::from_parts);
            return Err(GraphRefusal::MoreThanWhole { day, left });
        }
    }
    Ok(())
}

fn check_cycle(new: &Relation, others: &[&Relation]) -> Result<(), GraphRefusal> {
    let mut owned: BTreeMap<PartyId, Vec<&Relation>> = BTreeMap::new();
    for other in others.iter().filter(|other| other.owned() > 0 && other.valid.overlaps(new.valid)) {
        owned.entry(other.source).or_default().push(other);
    }
    // Without time nothing leads back: the usual case, seen in one walk.
    if !reaches(&owned, new, None) {
        return Ok(());
    }
    let within: Vec<&Relation> = owned.values().flatten().copied().collect();
    match beginnings(new, &within).into_iter().find(|day| reaches(&owned, new, Some(*day))) {
        Some(day) => Err(GraphRefusal::Cycle { day }),
        None => Ok(()),
    }
}

/// Whether what the target owns, on a day or ever, comes to own the source.
fn reaches(owned: &BTreeMap<PartyId, Vec<&Relation>>, new: &Relation, day: Option<Day>) -> bool {
    let mut seen = BTreeSet::from([new.target]);
    let mut next = vec![new.target];
    while let Some(party) = next.pop() {
        if party == new.source {
            return true;
        }
        let held = owned.get(&party).map_or(&[][..], Vec::as_slice).iter();
        let active = held.filter(|relation| day.is_none_or(|day| relation.is_active(day)));
        next.extend(active.map(|relation| relation.target).filter(|target| seen.insert(*target)));
    }
    false
}
