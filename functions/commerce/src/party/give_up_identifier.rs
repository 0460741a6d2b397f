//! Takes a wrong identifier off a duplicate and off the party that it was merged into.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Identifier, Inherited, Party, PartyEvent, PartyRefusal, identifier, survivor, want_survivor};
use crate::PartyId;

/// Takes an identifier that was never right off a duplicate, and off the party that it came
/// to by the merge: whoever it really belongs to can then be registered with it.
///
/// The duplicate holds the unique value, because it took it first; this is the one thing that
/// is still asked of a duplicate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpIdentifier {
    /// Which duplicate.
    pub party_id: PartyId,
    /// Which identifier.
    pub identifier: Identifier,
    /// Why.
    pub reason: Line,
}

impl Command for GiveUpIdentifier {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.give-up-identifier",
        route: Some(Route::post("/commerce/parties/{party_id}/give-up-identifier")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Takes a wrong identifier off a duplicate and off the party that it was merged into.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn wants(&self, duplicate: Option<&Party>, facts: &Facts, _: &Context) -> Vec<Want> {
        duplicate.and_then(|duplicate| duplicate.merged_into).map_or_else(Vec::new, |into| want_survivor(facts, into))
    }

    fn decide(&self, duplicate: Option<&Party>, facts: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let duplicate = duplicate.ok_or(PartyRefusal::NotFound)?;
        let into = duplicate.merged_into.ok_or(PartyRefusal::NotMerged)?;
        let heir = survivor(facts, into).ok_or(PartyRefusal::NotFound)?;
        let inherited = Inherited { identifier: self.identifier.clone(), held_by: duplicate.id };
        if !heir.state.inherited.contains(&inherited) {
            return Err(PartyRefusal::NoSuchIdentifier);
        }
        let identifier = self.identifier.clone();
        let lost = PartyEvent::InheritedIdentifierLost { identifier: identifier.clone() };
        Ok(Decision::of([PartyEvent::IdentifierGivenUp { identifier, reason: self.reason.clone() }])
            .release(identifier::SCOPE, self.identifier.to_string())
            .and::<Party>(heir.state.id, heir.version, [lost]))
    }

    fn example() -> Self {
        let identifier = crate::samples::parties::edrpou();
        Self { party_id: PartyId::derive(&["example"]), identifier, reason: crate::samples::line("Код іншої особи") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use kernel::{Aggregate, Event};
    use testkit::given;

    use super::*;
    use crate::party::PartyProfile;
    use crate::samples::literal;
    use crate::samples::parties::{self, buyer_id, duplicate_id};

    fn rnokpp() -> Identifier {
        Identifier::UaRnokpp(literal("3012345670"))
    }

    fn give_up() -> GiveUpIdentifier {
        GiveUpIdentifier { party_id: duplicate_id(), identifier: rnokpp(), ..GiveUpIdentifier::example() }
    }

    fn duplicate() -> Vec<PartyEvent> {
        let profile = PartyProfile { identifiers: vec![rnokpp()], ..parties::duplicate() };
        vec![parties::registered(duplicate_id(), profile), PartyEvent::MergedInto { survivor: buyer_id() }]
    }

    #[test]
    fn k48_a_wrong_identifier_leaves_both_and_is_free_again() {
        let heir = [parties::buyer_registered(), PartyEvent::Absorbed(parties::absorbed())];
        let decision = given::<Party>(duplicate()).with::<Party>(buyer_id(), heir).when(give_up()).accepted();
        assert_eq!(decision.releases, [Claim { scope: identifier::SCOPE.to_owned(), value: "UA_RNOKPP:3012345670".to_owned() }]);
        let [other] = decision.others.as_slice() else { panic!("{:?}", decision.others) };
        let lost = PartyEvent::InheritedIdentifierLost { identifier: rnokpp() }.write().unwrap();
        assert_eq!((&other.stream, other.events.as_slice()), (&Party::stream(buyer_id()), [lost].as_slice()));
    }

    #[test]
    fn only_what_came_with_this_duplicate() {
        let heir = [parties::buyer_registered()];
        given::<Party>(duplicate()).with::<Party>(buyer_id(), heir).when(give_up()).refused(PartyRefusal::NoSuchIdentifier);
        given::<Party>(duplicate()[..1].to_vec()).when(give_up()).refused(PartyRefusal::NotMerged);
        given::<Party>([]).when(give_up()).refused(PartyRefusal::NotFound);
    }
}
