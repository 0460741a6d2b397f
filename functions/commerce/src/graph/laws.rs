//! Laws of the party graph that hold for every history, not for chosen ones.

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::fold_events;
use kernel::{Aggregate, Day};
use proptest::prelude::*;
use testkit::context;

use super::event::NewShare;
use super::{GraphEvent, Link, PartyGraph, Relation, RelationId, Share};
use crate::ordinal::Ordinal;
use crate::samples::{day, line, parties};
use crate::{Interval, PartyId};

/// Parties of the small worlds; the first is the host root.
const PARTIES: usize = 6;
/// Days of the small worlds.
const DAYS: u32 = 12;

fn party(n: usize) -> PartyId {
    PartyId::derive(&["law", &n.to_string()])
}

fn nth_day(n: u32) -> Day {
    day("2026-01-01") + chrono::Days::new(n.into())
}

fn apply(graph: PartyGraph, event: &GraphEvent) -> PartyGraph {
    fold_events(Some(graph), std::slice::from_ref(event), &context().meta("test")).unwrap().unwrap()
}

#[derive(Debug, Clone)]
enum Act {
    Own { source: usize, target: usize, tenths: u32, from: u32, days: Option<u32> },
    Change { relation: usize, from: u32, tenths: u32 },
    End { relation: usize, on: u32 },
    Correct { relation: usize, tenths: u32, from: u32, days: Option<u32> },
    Void { relation: usize },
    Merge { duplicate: usize, survivor: usize },
}

fn any_act() -> impl Strategy<Value = Act> {
    let days = || prop::option::of(1..DAYS);
    prop_oneof![
        8 => (0..PARTIES, 0..PARTIES, 1u32..=10, 0..DAYS, days())
            .prop_map(|(source, target, tenths, from, days)| Act::Own { source, target, tenths, from, days }),
        2 => (0..12usize, 0..DAYS, 1u32..=10).prop_map(|(relation, from, tenths)| Act::Change { relation, from, tenths }),
        1 => (0..12usize, 0..DAYS).prop_map(|(relation, on)| Act::End { relation, on }),
        1 => (0..12usize, 1u32..=10, 0..DAYS, days())
            .prop_map(|(relation, tenths, from, days)| Act::Correct { relation, tenths, from, days }),
        1 => (0..12usize).prop_map(|relation| Act::Void { relation }),
        1 => (1..PARTIES, 1..PARTIES).prop_map(|(duplicate, survivor)| Act::Merge { duplicate, survivor }),
    ]
}

fn tenths(count: u32) -> Share {
    Share::from_parts(count * 100_000).unwrap()
}

fn interval(from: u32, days: Option<u32>) -> Interval {
    Interval::new(nth_day(from), days.map(|days| nth_day(from + days))).unwrap()
}

/// What a command writes for an act, if the rules let it: the same checks in the same order.
fn decide(graph: &PartyGraph, act: &Act) -> Option<GraphEvent> {
    let standing = |n: &usize| graph.relations.get(*n).filter(|relation| !relation.void);
    match act {
        Act::Own { source, target, tenths: count, from, days } => {
            let link = Link::SubsidiaryOf { share: tenths(*count) };
            let (source, target) = (graph.resolve(party(*source)), graph.resolve(party(*target)));
            let relation = Relation { id: graph.next_id(), source, target, link, valid: interval(*from, *days), basis: None, void: false };
            graph.check(&relation, None).ok().map(|()| GraphEvent::Related(relation))
        }
        Act::Change { relation, from, tenths: count } => {
            let (old, from) = (standing(relation)?, nth_day(*from));
            old.valid.before(from)?;
            let new =
                Relation { id: graph.next_id(), link: old.link.with_share(tenths(*count)), valid: old.valid.after(from)?, ..old.clone() };
            graph.check(&new, Some(old.id)).ok()?;
            Some(GraphEvent::ShareChanged { relation: old.id, from, becomes: NewShare { id: new.id, share: tenths(*count), basis: None } })
        }
        Act::End { relation, on } => {
            let (old, on) = (standing(relation)?, nth_day(*on));
            let valid = old.valid.before(on)?;
            (valid.until() == Some(on)).then(|| GraphEvent::Terminated { relation: old.id, on, reason: line("кінець") })
        }
        Act::Correct { relation, tenths: count, from, days } => {
            let old = standing(relation)?;
            let (link, valid) = (old.link.with_share(tenths(*count)), interval(*from, *days));
            let right = Relation { link: link.clone(), valid, ..old.clone() };
            graph.check(&right, Some(old.id)).ok()?;
            Some(GraphEvent::Corrected { relation: old.id, link, valid, basis: None, reason: line("помилка") })
        }
        Act::Void { relation } => Some(GraphEvent::Voided { relation: standing(relation)?.id, reason: line("помилка") }),
        Act::Merge { duplicate, survivor } => {
            let (duplicate, survivor) = (party(*duplicate), party(*survivor));
            let living = |party| graph.resolve(party) == party;
            if duplicate == survivor || !living(duplicate) || !living(survivor) {
                return None;
            }
            graph.check_merge(duplicate, survivor).ok().map(|()| GraphEvent::PartyMerged { duplicate, survivor })
        }
    }
}

fn grow(acts: &[Act]) -> PartyGraph {
    let named = GraphEvent::HostRootNamed { party: party(0), control_over: Share::HALF };
    let start = PartyGraph::apply(None, &named, &context().meta("test")).unwrap();
    acts.iter().fold(start, |graph, act| match decide(&graph, act) {
        Some(event) => apply(graph, &event),
        None => graph,
    })
}

fn any_graph() -> impl Strategy<Value = PartyGraph> {
    prop::collection::vec(any_act(), 0..30).prop_map(|acts| grow(&acts))
}

fn days() -> impl Iterator<Item = Day> {
    (0..2 * DAYS).map(nth_day)
}

fn owned_on(graph: &PartyGraph, day: Day) -> Vec<(PartyId, PartyId, u32)> {
    graph.active(day).filter(|one| one.owned() > 0).map(|one| (one.source, one.target, one.owned())).collect()
}

/// Whether a party can be reached from itself: by taking away parties that own nothing, until
/// none is left.
fn has_cycle(edges: &[(PartyId, PartyId, u32)]) -> bool {
    let mut left: Vec<_> = edges.to_vec();
    loop {
        let owners: BTreeSet<PartyId> = left.iter().map(|(source, ..)| *source).collect();
        let before = left.len();
        left.retain(|(_, target, _)| owners.contains(target));
        if left.len() == before {
            return !left.is_empty();
        }
    }
}

/// The controlled parties by definition: of all sets that hold the root and every party of
/// which they hold a majority, what is common to all.
fn controlled_by_definition(graph: &PartyGraph, day: Day) -> BTreeSet<PartyId> {
    let edges = owned_on(graph, day);
    let all: Vec<PartyId> = (0..PARTIES).map(party).collect();
    let member = |set: u32, party: &PartyId| all.iter().position(|one| one == party).is_some_and(|place| set & (1 << place) != 0);
    let closed = |set: u32| {
        all.iter().all(|party| {
            let held: u32 =
                edges.iter().filter(|(source, target, _)| target == party && member(set, source)).map(|(.., share)| share).sum();
            held <= Share::HALF.parts() || member(set, party)
        })
    };
    let common = (0..1u32 << PARTIES).filter(|set| set & 1 == 1 && closed(*set)).fold(u32::MAX, |common, set| common & set);
    all.iter().filter(|party| member(common, party)).copied().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn k47_no_accepted_sequence_breaks_an_invariant(graph in any_graph()) {
        for day in days() {
            let edges = owned_on(&graph, day);
            prop_assert!(!has_cycle(&edges), "a cycle on {day}");
            let mut sums: BTreeMap<PartyId, u64> = BTreeMap::new();
            for (_, target, share) in &edges {
                *sums.entry(*target).or_default() += u64::from(*share);
            }
            prop_assert!(sums.values().all(|sum| *sum <= u64::from(Share::WHOLE.parts())), "{sums:?} on {day}");
            let pairs: BTreeSet<_> = graph.active(day).map(|one| (one.source, one.target)).collect();
            prop_assert_eq!(pairs.len(), graph.active(day).count(), "two relations between two parties on {}", day);
            prop_assert!(graph.active(day).all(|one| one.source != one.target));
        }
    }

    #[test]
    fn k33_control_is_what_the_definition_says(graph in any_graph()) {
        for day in days() {
            prop_assert_eq!(graph.host_parties(day), controlled_by_definition(&graph, day));
        }
    }

    #[test]
    fn k33_control_never_shrinks_when_more_is_held(graph in any_graph(), act in any_act()) {
        let more = match &act {
            Act::Own { .. } => decide(&graph, &act),
            Act::Change { relation, .. } => decide(&graph, &act).filter(|event| {
                let old = graph.relations[*relation].owned();
                matches!(event, GraphEvent::ShareChanged { becomes, .. } if becomes.share.parts() >= old)
            }),
            Act::End { .. } | Act::Correct { .. } | Act::Void { .. } | Act::Merge { .. } => None,
        };
        let Some(event) = more else { return Ok(()) };
        let after = apply(graph.clone(), &event);
        for day in days() {
            prop_assert!(graph.host_parties(day).is_subset(&after.host_parties(day)), "{event:?}");
        }
    }

    #[test]
    fn k34_evidence_proves_itself(graph in any_graph(), one in 0..PARTIES, other in 0..PARTIES, at in 0..DAYS) {
        let (one, other, as_of) = (party(one), party(other), nth_day(at));
        let own = graph.host_parties(as_of);
        let (ends, evidence) = ([graph.resolve(one), graph.resolve(other)], graph.is_intercompany(one, other, as_of));
        let expected = ends[0] != ends[1] && ends.iter().all(|end| own.contains(end));
        prop_assert_eq!(evidence.is_some(), expected);
        let Some(evidence) = evidence else { return Ok(()) };
        // Read from the root, every step rests on relations that hold and on steps before it.
        let mut proven = BTreeSet::from([evidence.host_root]);
        for step in &evidence.steps {
            for holding in &step.holdings {
                let relation = graph.relation(holding.relation).unwrap();
                prop_assert!(relation.is_active(as_of) && relation.target == step.party && relation.owned() == holding.share.parts());
                prop_assert!(relation.source == holding.owner && proven.contains(&holding.owner));
            }
            let sum: u32 = step.holdings.iter().map(|holding| holding.share.parts()).sum();
            prop_assert!(sum == step.share.parts() && step.share > evidence.control_over);
            proven.insert(step.party);
        }
        prop_assert!(ends.iter().all(|end| proven.contains(end)));
    }

    #[test]
    fn k48_a_duplicate_is_never_an_end_of_a_relation(graph in any_graph()) {
        for (duplicate, survivor) in &graph.redirects {
            prop_assert_eq!(graph.resolve(*survivor), *survivor);
            prop_assert!(graph.relations.iter().all(|relation| relation.source != *duplicate && relation.target != *duplicate));
        }
    }
}

fn owned(n: usize, source: usize, target: usize, percent: &str) -> GraphEvent {
    GraphEvent::Related(parties::relation(n, party(source), party(target), Link::SubsidiaryOf { share: parties::share(percent) }))
}

fn host(events: &[GraphEvent]) -> PartyGraph {
    events.iter().fold(grow(&[]), apply)
}

#[test]
fn k33_control_is_transitive_by_majority_and_the_root_is_included() {
    // 0 holds 60 % of 1, which holds 60 % of 2: the product is 36 %, and 2 is controlled.
    let chain = host(&[owned(1, 0, 1, "60"), owned(2, 1, 2, "60")]);
    let as_of = day("2026-01-01");
    let evidence = chain.is_intercompany(party(0), party(2), as_of).unwrap();
    let steps: Vec<PartyId> = evidence.steps.iter().map(|step| step.party).collect();
    assert_eq!((steps, evidence.host_root), (vec![party(1), party(2)], party(0)));
    // Two minorities of controlled parties are a majority together; one alone is not.
    let joint = host(&[owned(1, 0, 1, "100"), owned(2, 0, 2, "100"), owned(3, 1, 3, "26"), owned(4, 2, 3, "25"), owned(5, 1, 4, "50")]);
    let evidence = joint.is_intercompany(party(1), party(3), as_of).unwrap();
    let last = evidence.steps.last().unwrap();
    assert_eq!((last.party, last.share, last.holdings.len()), (party(3), parties::share("51"), 2));
    // Exactly half is no control.
    assert_eq!(joint.is_intercompany(party(1), party(4), as_of), None);
    // The same party is no sale, and an outsider is none of ours.
    assert_eq!(joint.is_intercompany(party(1), party(1), as_of), None);
    assert_eq!(joint.is_intercompany(party(1), party(5), as_of), None);
}

#[test]
fn k34_the_answer_is_that_of_the_day() {
    let mut graph = host(&[owned(1, 0, 1, "100"), owned(2, 0, 2, "40")]);
    let becomes = NewShare { id: Ordinal::after(2), share: parties::share("51"), basis: None };
    graph = apply(graph, &GraphEvent::ShareChanged { relation: RelationId::after(1), from: day("2026-07-01"), becomes });
    assert_eq!(graph.is_intercompany(party(1), party(2), day("2026-06-30")), None);
    let evidence = graph.is_intercompany(party(1), party(2), day("2026-07-01")).unwrap();
    assert!(evidence.steps.iter().any(|step| step.holdings[0].relation == Ordinal::after(2)));
}

#[test]
fn k35_own_companies_are_the_root_and_what_it_controls() {
    let history = parties::own_companies();
    let graph = fold_events::<PartyGraph>(None, &history, &context().meta("test")).unwrap().unwrap();
    let own = BTreeSet::from([parties::holding_id(), parties::seller_id(), parties::lessor_id()]);
    assert_eq!(graph.host_parties(day("2026-01-01")), own);
    // Before anything was owned only the root is ours.
    assert_eq!(graph.host_parties(day("2024-12-31")), BTreeSet::from([parties::holding_id()]));
    assert_eq!(PartyGraph::default().host_parties(day("2026-01-01")), BTreeSet::new());
}

#[test]
fn k48_documents_with_a_duplicate_are_judged_by_its_survivor() {
    let merged = GraphEvent::PartyMerged { duplicate: party(2), survivor: party(1) };
    let graph = host(&[owned(1, 0, 1, "100"), owned(2, 0, 3, "100"), merged]);
    let evidence = graph.is_intercompany(party(2), party(3), day("2026-01-01")).unwrap();
    assert_eq!(evidence.parties, [party(2), party(3)]);
    assert_eq!(graph.is_intercompany(party(1), party(2), day("2026-01-01")), None);
}

#[test]
fn a_graph_as_large_as_they_come_answers_and_checks() {
    let link = |percent: &str| Link::SubsidiaryOf { share: parties::share(percent) };
    let mut graph = grow(&[]);
    graph.relations = (1..super::RELATIONS_MAX)
        .map(|n| Relation {
            valid: Interval::since(day("2000-01-01") + chrono::Days::new(n as u64)),
            ..parties::relation(n, party(n - 1), party(n), link("100"))
        })
        .collect();
    assert_eq!(graph.host_parties(day("2026-01-01")).len(), super::RELATIONS_MAX);
    let closing = parties::relation(super::RELATIONS_MAX, party(super::RELATIONS_MAX - 1), party(0), link("1"));
    assert!(matches!(graph.check(&closing, None), Err(super::GraphRefusal::Cycle { .. })));
}
