//! The party graph: who owns, runs, represents, vouches for and benefits from whom, and when.
//!
//! One of a tenant, so that its rules hold exactly whoever writes: no relation to oneself, no
//! cycle of ownership on any day, no more than 100 % of a party owned on any day, no two
//! relations of one type between the same two parties at one time.
//!
//! A relation points from the **source**, who acts, to the **target**, who is acted upon: the
//! owner to the owned, the manager to the managed, the agent to the principal.
//!
//! Nothing is deleted. A relation that ends is terminated; one that was recorded wrongly is
//! corrected or voided, with a reason, and documents that rested on it keep their evidence.

pub mod basis;
pub mod change_share;
pub mod check;
pub mod control;
pub mod correct;
pub mod event;
#[cfg(test)]
mod laws;
pub mod link;
pub mod name_host_root;
pub mod refusal;
pub mod relate;
pub mod share;
pub mod terminate;
pub mod void;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Facts, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ordinal::Ordinal;
use crate::party::Party;
use crate::{GraphId, Interval, PartyId};
pub use basis::Basis;
pub use control::{ControlStep, Evidence, Holding};
pub use event::GraphEvent;
pub use link::{ControlLevel, Domain, Link};
pub use refusal::GraphRefusal;
pub use share::Share;

/// Relations of one tenant, ended ones included. A group of 200 companies with their banks,
/// agents and owners, changing every year for ten years, has fewer; as one stream they are
/// read with every document between companies.
pub const RELATIONS_MAX: usize = 5_000;
/// Duplicates that the graph redirects.
pub const REDIRECTS_MAX: usize = 5_000;

/// The id of a tenant's one graph.
pub fn graph_id() -> GraphId {
    GraphId::derive(&["tenant"])
}

/// All dated relations between the parties of a tenant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PartyGraph {
    /// The root of the own companies, once it is named.
    pub host: Option<Host>,
    /// In the order of recording: the relation `n` is at place `n - 1`.
    pub relations: Vec<Relation>,
    /// From duplicates to the parties that they are duplicates of.
    pub redirects: BTreeMap<PartyId, PartyId>,
}

/// The root of the own companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The holding at the top.
    pub root: PartyId,
    /// A party is controlled when more than this share of it is held.
    pub control_over: Share,
}

/// Names one relation of a tenant.
pub type RelationId = Ordinal;

/// One party does something to another over some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Its place in the graph.
    pub id: RelationId,
    /// Who acts: owns, manages, represents.
    pub source: PartyId,
    /// Who is acted upon: owned, managed, represented.
    pub target: PartyId,
    /// What it does.
    pub link: Link,
    /// Over which days.
    pub valid: Interval,
    /// The document that it rests on.
    pub basis: Option<Basis>,
    /// It was recorded by mistake and never was.
    #[serde(default)]
    pub void: bool,
}

impl Relation {
    /// Whether it held on a day.
    pub fn is_active(&self, day: Day) -> bool {
        !self.void && self.valid.contains(day)
    }

    /// The share of the target that the source holds; zero when it is no ownership.
    pub fn owned(&self) -> u32 {
        self.link.ownership().map_or(0, Share::parts)
    }
}

impl PartyGraph {
    /// The party that stands for another: itself, unless it is a known duplicate.
    pub fn resolve(&self, party: PartyId) -> PartyId {
        self.redirects.get(&party).copied().unwrap_or(party)
    }

    /// A relation by its id.
    pub fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.relations.get(id.place())
    }

    /// The relations that held on a day.
    pub fn active(&self, day: Day) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(move |relation| relation.is_active(day))
    }

    /// The id of the next relation.
    pub fn next_id(&self) -> RelationId {
        Ordinal::after(self.relations.len())
    }
}

impl Aggregate for PartyGraph {
    type Kind = kernel::id::kinds::PartyGraph;
    type Event = GraphEvent;
    const NAME: &'static str = "commerce.party-graph";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &GraphEvent, _: &Meta) -> Result<Self, Impossible> {
        let mut graph = state.unwrap_or_default();
        match event {
            GraphEvent::HostRootNamed { party, control_over } => graph.host = Some(Host { root: *party, control_over: *control_over }),
            GraphEvent::Related(relation) => graph.push(relation.clone())?,
            GraphEvent::ShareChanged { relation, from, becomes } => {
                let old = graph.relation_mut(*relation)?;
                let (before, after) = (old.valid.before(*from), old.valid.after(*from));
                let (Some(before), Some(after)) = (before, after) else {
                    return Err(Impossible::new(format!("relation {relation} does not reach over {from}")));
                };
                let changed = Relation { id: becomes.id, link: old.link.with_share(becomes.share), valid: after, ..old.clone() };
                let changed = Relation { basis: becomes.basis.clone().or(changed.basis), ..changed };
                old.valid = before;
                graph.push(changed)?;
            }
            GraphEvent::Terminated { relation, on, .. } => {
                let ended = graph.relation_mut(*relation)?;
                ended.valid =
                    ended.valid.before(*on).ok_or_else(|| Impossible::new(format!("relation {relation} did not begin before {on}")))?;
            }
            GraphEvent::Corrected { relation, link, valid, basis, .. } => {
                let wrong = graph.relation_mut(*relation)?;
                (wrong.link, wrong.valid, wrong.basis) = (link.clone(), *valid, basis.clone());
            }
            GraphEvent::Voided { relation, .. } => graph.relation_mut(*relation)?.void = true,
            GraphEvent::PartyMerged { duplicate, survivor } => graph.merge(*duplicate, *survivor),
        }
        Ok(graph)
    }
}

impl PartyGraph {
    fn push(&mut self, relation: Relation) -> Result<(), Impossible> {
        if relation.id != self.next_id() {
            return Err(Impossible::new(format!("relation {} after {}", relation.id, self.relations.len())));
        }
        self.relations.push(relation);
        Ok(())
    }

    fn relation_mut(&mut self, id: RelationId) -> Result<&mut Relation, Impossible> {
        self.relations.get_mut(id.place()).ok_or_else(|| Impossible::new(format!("relation {id}")))
    }

    fn merge(&mut self, duplicate: PartyId, survivor: PartyId) {
        for relation in &mut self.relations {
            for end in [&mut relation.source, &mut relation.target] {
                if *end == duplicate {
                    *end = survivor;
                }
            }
        }
        for to in self.redirects.values_mut() {
            if *to == duplicate {
                *to = survivor;
            }
        }
        self.redirects.insert(duplicate, survivor);
        if let Some(host) = &mut self.host
            && host.root == duplicate
        {
            host.root = survivor;
        }
    }
}

/// The graph that was wanted; an empty one while nobody is related.
pub fn of(facts: &Facts) -> std::borrow::Cow<'_, PartyGraph> {
    use std::borrow::Cow;
    facts.aggregate::<PartyGraph>(graph_id()).map_or_else(|| Cow::Owned(PartyGraph::default()), |loaded| Cow::Borrowed(&loaded.state))
}

/// A relation that a command may change.
fn standing(graph: Option<&PartyGraph>, id: RelationId) -> Result<(&PartyGraph, &Relation), GraphRefusal> {
    let graph = graph.ok_or(GraphRefusal::NoSuchRelation)?;
    let relation = graph.relation(id).ok_or(GraphRefusal::NoSuchRelation)?;
    if relation.void { Err(GraphRefusal::VoidRelation) } else { Ok((graph, relation)) }
}

/// The parties of a relation.
fn want_ends(graph: Option<&PartyGraph>, id: RelationId) -> Vec<Want> {
    let relation = graph.and_then(|graph| graph.relation(id));
    relation.map_or_else(Vec::new, |one| [one.source, one.target].map(Want::aggregate::<Party>).to_vec())
}

/// The version of the wanted graph.
pub fn version_of(facts: &Facts) -> Version {
    facts.version::<PartyGraph>(graph_id())
}
