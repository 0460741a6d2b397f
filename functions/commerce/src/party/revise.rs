//! Changes what is known of a party.

use kernel::identifier::{Country, Phone};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Identifier, Party, PartyEvent, PartyKind, PartyProfile, PartyRefusal, identifier};
use crate::PartyId;

/// Replaces what is known of a party; what is left out is no longer known.
///
/// Documents that were issued before keep what was known then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseParty {
    /// Which party.
    pub party_id: PartyId,
    /// What kind.
    pub kind: PartyKind,
    /// The name that lists show.
    pub name: Line,
    /// The full name in the register, if it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Line>,
    /// Where it is established.
    pub jurisdiction: Country,
    /// Its numbers in registers, at most one of a scheme.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// Its registered address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

impl Command for ReviseParty {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.revise-party",
        route: Some(Route::put("/commerce/parties/{party_id}")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Changes what is known of a party.",
    };

    fn target(&self, _: &Context) -> PartyId {
        self.party_id
    }

    fn wants(&self, party: Option<&Party>, facts: &Facts, _: &Context) -> Vec<Want> {
        identifier::want(party, &self.identifiers, facts)
    }

    fn decide(&self, party: Option<&Party>, facts: &Facts, _: &Context) -> Result<Decision<Party>, PartyRefusal> {
        let party = Party::living(party)?;
        identifier::check(&self.identifiers, self.kind)?;
        let profile = PartyProfile {
            kind: self.kind,
            name: self.name.clone(),
            legal_name: self.legal_name.clone(),
            jurisdiction: self.jurisdiction,
            identifiers: self.identifiers.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
        };
        if profile == party.profile {
            return Ok(Decision::nothing());
        }
        identifier::claim(Decision::of([PartyEvent::Revised { profile }]), Some(party), &self.identifiers, facts)
    }

    fn example() -> Self {
        let PartyProfile { kind, name, legal_name, jurisdiction, identifiers, address, phone } = crate::samples::parties::buyer();
        Self { party_id: PartyId::derive(&["example"]), kind, name, legal_name, jurisdiction, identifiers, address, phone }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::given;

    use super::*;
    use crate::samples::literal;
    use crate::samples::parties::{self, buyer_id, duplicate_id, seller_id};

    fn revise(identifiers: &[Identifier]) -> ReviseParty {
        ReviseParty { party_id: buyer_id(), identifiers: identifiers.to_vec(), ..ReviseParty::example() }
    }

    fn edrpou(text: &str) -> Identifier {
        Identifier::UaEdrpou(literal(text))
    }

    #[test]
    fn another_code_frees_the_old_one() {
        let decision = given::<Party>([parties::buyer_registered()]).when(revise(&[edrpou("14360570")])).accepted();
        let claim = |value: &str| [Claim { scope: identifier::SCOPE.to_owned(), value: value.to_owned() }];
        let moved = (decision.claims.as_slice(), decision.releases.as_slice());
        assert_eq!(moved, (&claim("UA_EDRPOU:14360570")[..], &claim("UA_EDRPOU:32855961")[..]));
    }

    #[test]
    fn the_same_again_is_nothing() {
        given::<Party>([parties::buyer_registered()]).when(revise(&[edrpou("32855961")])).then([]);
    }

    #[test]
    fn a_code_of_another_party_and_an_unknown_party_are_refused() {
        let taken = given::<Party>([parties::buyer_registered()])
            .taken(identifier::SCOPE, "UA_EDRPOU:33001137", &seller_id().to_string())
            .with::<Party>(seller_id(), [parties::seller_registered()]);
        let name = Some(parties::seller().name);
        let refusal = PartyRefusal::IdentifierTaken { identifier: edrpou("33001137"), owner: seller_id(), name };
        taken.when(revise(&[edrpou("33001137")])).refused(refusal);
        given::<Party>([]).when(revise(&[])).refused(PartyRefusal::NotFound);
    }

    #[test]
    fn k48_a_duplicate_refuses_and_says_whose_it_is() {
        let merged = [parties::buyer_registered(), PartyEvent::MergedInto { survivor: seller_id() }];
        given::<Party>(merged).when(revise(&[])).refused(PartyRefusal::Merged { into: seller_id() });
    }

    #[test]
    fn k48_what_came_with_a_duplicate_is_given_up_by_the_duplicate() {
        let history = [parties::buyer_registered(), PartyEvent::Absorbed(parties::absorbed())];
        let inherited = Identifier::UaRnokpp(literal("3012345670"));
        let kind = PartyKind::Entrepreneur;
        let refusal = PartyRefusal::InheritedIdentifier { identifier: inherited.clone(), held_by: duplicate_id() };
        given::<Party>(history.clone()).when(ReviseParty { kind, ..revise(&[]) }).refused(refusal);
        let decision = given::<Party>(history).when(ReviseParty { kind, ..revise(&[inherited]) }).accepted();
        assert!(decision.claims.is_empty() && decision.releases.len() == 1);
    }
}
