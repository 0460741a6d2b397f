//! Makes one party of two.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Loaded, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Absorbed;
use super::{ABSORBED_MAX, ACCOUNTS_MAX, BankAccount, Inherited, Party, PartyEvent, PartyRefusal, REGISTRATIONS_MAX, TaxRegistration};
use crate::PartyId;
use crate::graph::{self, GraphEvent, PartyGraph, graph_id};

/// Makes one party of two that turned out to be the same.
///
/// The duplicate's identifiers, tax registrations and accounts come over where the survivor
/// has none, its relations become the survivor's, and whoever asks for the duplicate is shown
/// the survivor. Documents keep the party that they were issued with. Parties with different
/// numbers in one register are refused: they are two. Whoever was merged into the duplicate
/// before is redirected too, so that no chain is ever longer than one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeParties {
    /// Which party stays.
    pub party_id: PartyId,
    /// Which is its duplicate.
    pub duplicate_id: PartyId,
    /// Why the two are one.
    pub reason: Line,
}

impl Command for MergeParties {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.merge-parties",
        route: Some(Route::post("/commerce/parties/{party_id}/merge")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[<PartyGraph as kernel::Aggregate>::NAME],
        reads: &[],
        summary: "Makes one party of two that turned out to be the same.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn wants(&self, _: Option<&Party>, facts: &Facts, _: &Context) -> Vec<Want> {
        let redirected = facts.aggregate::<Party>(self.duplicate_id).map_or(&[][..], |duplicate| &duplicate.state.absorbed);
        let parties = std::iter::once(&self.duplicate_id).chain(redirected).map(|id| Want::aggregate::<Party>(*id));
        parties.chain([Want::aggregate::<PartyGraph>(graph_id())]).collect()
    }

    fn decide(&self, survivor: Option<&Party>, facts: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let survivor = Party::living(survivor)?;
        if self.duplicate_id == self.party_id {
            return Err(PartyRefusal::SameParty);
        }
        let Loaded { state: duplicate, version, .. } = facts.aggregate::<Party>(self.duplicate_id).ok_or(PartyRefusal::NoSuchDuplicate)?;
        if let Some(into) = duplicate.merged_into {
            return if into == survivor.id { Ok(Decision::nothing()) } else { Err(PartyRefusal::DuplicateMerged { into }) };
        }
        graph::of(facts).check_merge(duplicate.id, survivor.id).map_err(PartyRefusal::Graph)?;
        let absorbed = self.absorbed(survivor, duplicate)?;
        let (duplicate, survivor) = (duplicate.id, survivor.id);
        let mut decision = Decision::of([PartyEvent::Absorbed(absorbed.clone())])
            .and::<Party>(duplicate, *version, [PartyEvent::MergedInto { survivor }])
            .and::<PartyGraph>(graph_id(), graph::version_of(facts), [GraphEvent::PartyMerged { duplicate, survivor }]);
        for redirected in absorbed.redirected {
            decision = decision.and::<Party>(redirected, facts.version::<Party>(redirected), [PartyEvent::Redirected { survivor }]);
        }
        Ok(decision)
    }

    fn example() -> Self {
        let reason = crate::samples::line("Один і той самий код у договорі");
        Self { party_id: PartyId::derive(&["example"]), duplicate_id: PartyId::derive(&["example", "duplicate"]), reason }
    }
}

impl MergeParties {
    fn absorbed(&self, survivor: &Party, duplicate: &Party) -> Result<Absorbed, PartyRefusal> {
        let absorbed = Absorbed {
            duplicate: duplicate.id,
            redirected: duplicate.absorbed.clone(),
            identifiers: identifiers(survivor, duplicate)?,
            registrations: registrations(survivor, duplicate),
            accounts: accounts(survivor, duplicate),
            reason: self.reason.clone(),
        };
        let fits = |own: usize, more: usize, max: usize| own.saturating_add(more) <= max;
        if !fits(survivor.absorbed.len(), absorbed.redirected.len().saturating_add(1), ABSORBED_MAX) {
            return Err(PartyRefusal::TooManyDuplicates);
        }
        if !fits(survivor.registrations.len(), absorbed.registrations.len(), REGISTRATIONS_MAX) {
            return Err(PartyRefusal::TooManyRegistrations);
        }
        if !fits(survivor.accounts.len(), absorbed.accounts.len(), ACCOUNTS_MAX) {
            return Err(PartyRefusal::TooManyAccounts);
        }
        Ok(absorbed)
    }
}

/// Those of schemes that the survivor lacks, each with the party that holds the unique value.
fn identifiers(survivor: &Party, duplicate: &Party) -> Result<Vec<Inherited>, PartyRefusal> {
    let mut moved = Vec::new();
    for identifier in &duplicate.profile.identifiers {
        match survivor.identifier(identifier.scheme()) {
            Some(own) if own != identifier && own.is_unique() => {
                return Err(PartyRefusal::DifferentIdentifiers { scheme: identifier.scheme() });
            }
            Some(_) => {}
            None => {
                let inherited = duplicate.inherited.iter().find(|inherited| inherited.identifier == *identifier);
                let held_by = inherited.map_or(duplicate.id, |inherited| inherited.held_by);
                moved.push(Inherited { identifier: identifier.clone(), held_by });
            }
        }
    }
    Ok(moved)
}

fn registrations(survivor: &Party, duplicate: &Party) -> Vec<TaxRegistration> {
    let free = |one: &&TaxRegistration| survivor.registrations.iter().all(|own| !own.overlaps(one));
    duplicate.registrations.iter().filter(free).cloned().collect()
}

fn accounts(survivor: &Party, duplicate: &Party) -> Vec<BankAccount> {
    let missing = |one: &&BankAccount| survivor.accounts.iter().all(|own| own.number != one.number);
    duplicate.accounts.iter().filter(missing).cloned().collect()
}

#[cfg(test)]
mod tests {
    use kernel::{Aggregate, Event};
    use testkit::given;

    use super::*;
    use crate::graph::GraphRefusal;
    use crate::graph::Link;
    use crate::party::{Identifier, PartyProfile};
    use crate::samples::parties::{self, buyer_id, duplicate_id, lessor_id, seller_id, supplier_id};
    use crate::samples::{line, literal};

    fn merge() -> MergeParties {
        MergeParties { party_id: buyer_id(), duplicate_id: duplicate_id(), reason: line("Виписка з реєстру") }
    }

    fn buyer() -> testkit::decision::Given<Party> {
        given::<Party>([parties::buyer_registered()])
    }

    fn duplicate(identifiers: Vec<Identifier>) -> Vec<PartyEvent> {
        vec![
            parties::registered(duplicate_id(), PartyProfile { identifiers, ..parties::duplicate() }),
            PartyEvent::TaxRegistered(parties::vat_registration()),
            PartyEvent::AccountAdded { account: parties::ru_account() },
        ]
    }

    #[test]
    fn k48_what_the_survivor_lacks_comes_over_and_the_duplicate_points_to_it() {
        let rnokpp = Identifier::UaRnokpp(literal("3012345670"));
        let decision =
            buyer().with::<Party>(duplicate_id(), duplicate(vec![rnokpp])).when(merge()).then([PartyEvent::Absorbed(parties::absorbed())]);
        let written = |stream, event: serde_json::Value| {
            decision.others.iter().any(|other| other.stream == stream && other.events == [event.clone()])
        };
        assert!(written(Party::stream(duplicate_id()), PartyEvent::MergedInto { survivor: buyer_id() }.write().unwrap()));
        let in_graph = GraphEvent::PartyMerged { duplicate: duplicate_id(), survivor: buyer_id() };
        assert!(written(PartyGraph::stream(graph_id()), in_graph.write().unwrap()));
    }

    #[test]
    fn k48_two_numbers_in_one_register_are_two_parties() {
        let other = Identifier::UaEdrpou(literal("14360570"));
        let refusal = PartyRefusal::DifferentIdentifiers { scheme: "UA_EDRPOU" };
        buyer().with::<Party>(duplicate_id(), duplicate(vec![other])).when(merge()).refused(refusal);
    }

    #[test]
    fn k48_chains_of_redirects_are_flattened() {
        let mut history = duplicate(Vec::new());
        let absorbed = Absorbed { duplicate: supplier_id(), redirected: vec![lessor_id()], ..parties::absorbed() };
        history.push(PartyEvent::Absorbed(absorbed));
        let merged = |id, profile| [parties::registered(id, profile), PartyEvent::MergedInto { survivor: duplicate_id() }];
        let decision = buyer()
            .with::<Party>(duplicate_id(), history)
            .with::<Party>(supplier_id(), merged(supplier_id(), parties::supplier()))
            .with::<Party>(lessor_id(), merged(lessor_id(), parties::lessor()))
            .when(merge())
            .accepted();
        let redirected = PartyEvent::Redirected { survivor: buyer_id() }.write().unwrap();
        for id in [supplier_id(), lessor_id()] {
            let of_it = decision.others.iter().find(|other| other.stream == Party::stream(id)).unwrap();
            assert_eq!(of_it.events, std::slice::from_ref(&redirected));
        }
        let [PartyEvent::Absorbed(absorbed)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        // The unique value stays with the party that took it first.
        assert_eq!(absorbed.identifiers[0].held_by, duplicate_id());
        assert_eq!(absorbed.redirected, [supplier_id(), lessor_id()]);
    }

    #[test]
    fn k48_relations_that_cannot_become_one_stand_in_the_way() {
        let related =
            GraphEvent::Related(parties::relation(1, buyer_id(), duplicate_id(), Link::SubsidiaryOf { share: parties::share("10") }));
        let given = buyer().with::<Party>(duplicate_id(), duplicate(Vec::new())).with::<PartyGraph>(graph_id(), [related]);
        let refusal = GraphRefusal::MergeBreaks { relation: crate::ordinal::Ordinal::FIRST, because: Box::new(GraphRefusal::SelfRelation) };
        given.when(merge()).refused(PartyRefusal::Graph(refusal));
    }

    #[test]
    fn k48_not_with_itself_not_twice_and_not_what_is_unknown() {
        buyer().when(merge()).refused(PartyRefusal::NoSuchDuplicate);
        buyer().when(MergeParties { duplicate_id: buyer_id(), ..merge() }).refused(PartyRefusal::SameParty);
        let merged_into = |survivor| [duplicate(Vec::new()), vec![PartyEvent::MergedInto { survivor }]].concat();
        buyer().with::<Party>(duplicate_id(), merged_into(buyer_id())).when(merge()).then([]);
        let elsewhere = buyer().with::<Party>(duplicate_id(), merged_into(seller_id())).when(merge());
        elsewhere.refused(PartyRefusal::DuplicateMerged { into: seller_id() });
    }
}
