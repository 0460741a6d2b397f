//! Makes a party known.

use kernel::identifier::{Country, Phone};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Identifier, Party, PartyEvent, PartyKind, PartyProfile, PartyRefusal, identifier};
use crate::PartyId;

/// Makes a party known: a company of our own, a customer, a supplier, a bank, a person.
///
/// Identifiers are checked by the rules of their registers; one that another party of the
/// tenant has is refused, and that party is named. A person, or a company of which only the
/// name is known, is registered without identifiers; documents that need one say so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterParty {
    /// Its id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
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

impl RegisterParty {
    fn profile(&self) -> PartyProfile {
        PartyProfile {
            kind: self.kind,
            name: self.name.clone(),
            legal_name: self.legal_name.clone(),
            jurisdiction: self.jurisdiction,
            identifiers: self.identifiers.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
        }
    }
}

impl Command for RegisterParty {
    type Aggregate = Party;
    type Refusal = PartyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.register-party",
        route: Some(Route::post("/commerce/parties")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Makes a party known: an own company, a customer, a supplier, a person.",
    };

    fn target(&self, context: &Context) -> PartyId {
        self.party_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, party: Option<&Party>, facts: &Facts, _: &Context) -> Vec<Want> {
        identifier::want(party, &self.identifiers, facts)
    }

    fn decide(&self, party: Option<&Party>, facts: &Facts, context: &Context) -> Result<Decision<Party>, PartyRefusal> {
        if party.is_some() {
            return Err(PartyRefusal::Exists);
        }
        identifier::check(&self.identifiers, self.kind)?;
        let registered = PartyEvent::Registered { id: self.target(context), profile: self.profile() };
        identifier::claim(Decision::of([registered]), None, &self.identifiers, facts)
    }

    fn example() -> Self {
        let PartyProfile { kind, name, legal_name, jurisdiction, identifiers, address, phone } = crate::samples::parties::buyer();
        Self { party_id: None, kind, name, legal_name, jurisdiction, identifiers, address, phone }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::parties::{self, buyer_id, seller_id};
    use crate::samples::{line, literal};

    const SCOPE: &str = identifier::SCOPE;

    fn register() -> RegisterParty {
        RegisterParty { party_id: Some(buyer_id()), ..RegisterParty::example() }
    }

    #[test]
    fn takes_its_identifiers() {
        let decision = nothing::<Party>().when(register()).then([parties::buyer_registered()]);
        assert_eq!(decision.claims, [Claim { scope: SCOPE.to_owned(), value: "UA_EDRPOU:32855961".to_owned() }]);
    }

    #[test]
    fn one_identifier_is_one_party_and_the_refusal_names_it() {
        let taken = || nothing::<Party>().taken(SCOPE, "UA_EDRPOU:32855961", &seller_id().to_string());
        let refusal = |owner, name: &str| PartyRefusal::IdentifierTaken { identifier: parties::edrpou(), owner, name: Some(line(name)) };
        let seller = [parties::seller_registered()];
        taken().with::<Party>(seller_id(), seller.clone()).when(register()).refused(refusal(seller_id(), "ТОВ «Верхів’я Трейд»"));
        let merged = [seller[0].clone(), PartyEvent::MergedInto { survivor: parties::lessor_id() }];
        let lessor = [parties::lessor_registered()];
        let redirected = taken().with::<Party>(seller_id(), merged).with::<Party>(parties::lessor_id(), lessor);
        redirected.when(register()).refused(refusal(parties::lessor_id(), "ТОВ «Верхів’я Лізинг»"));
    }

    #[test]
    fn a_person_needs_no_identifier_and_branches_share_a_kpp() {
        let person = RegisterParty { kind: PartyKind::Person, identifiers: Vec::new(), ..register() };
        assert!(nothing::<Party>().when(person).accepted().claims.is_empty());
        let identifiers = vec![Identifier::RuInn(literal("7707083893")), Identifier::RuKpp(literal("773601001"))];
        let branch = RegisterParty { jurisdiction: Country::RU, identifiers, ..register() };
        assert_eq!(nothing::<Party>().when(branch).accepted().claims.len(), 1);
    }

    #[test]
    fn identifiers_fit_the_kind_and_come_once() {
        let inn = |text| Identifier::RuInn(literal(text));
        let with = |kind, identifiers| RegisterParty { kind, identifiers, ..register() };
        let refused = |command, refusal| nothing::<Party>().when(command).refused(refusal);
        let personal = inn("500100732259");
        refused(
            with(PartyKind::LegalEntity, vec![personal.clone()]),
            PartyRefusal::IdentifierOfAnotherKind { identifier: personal.clone() },
        );
        refused(
            with(PartyKind::Entrepreneur, vec![inn("7707083893")]),
            PartyRefusal::IdentifierOfAnotherKind { identifier: inn("7707083893") },
        );
        let twice = vec![inn("7707083893"), inn("7736050003")];
        refused(with(PartyKind::LegalEntity, twice), PartyRefusal::SchemeTwice { scheme: "RU_INN" });
        refused(with(PartyKind::LegalEntity, vec![inn("7707083893"); 17]), PartyRefusal::TooManyIdentifiers);
        nothing::<Party>().when(with(PartyKind::Entrepreneur, vec![personal])).accepted();
    }

    #[test]
    fn a_wrong_check_digit_is_no_identifier() {
        let body = |value: &str| {
            serde_json::json!({ "kind": "LEGAL_ENTITY", "name": "ТОВ", "jurisdiction": "UA",
            "identifiers": [{ "scheme": "UA_EDRPOU", "value": value }] })
        };
        assert!(serde_json::from_value::<RegisterParty>(body("32855961")).is_ok());
        for value in ["32855962", "00000000", ""] {
            assert!(serde_json::from_value::<RegisterParty>(body(value)).is_err(), "{value}");
        }
    }

    #[test]
    fn x04_own_companies_customers_suppliers_banks_and_people_are_all_parties() {
        for kind in PartyKind::ALL {
            nothing::<Party>().when(RegisterParty { kind: *kind, identifiers: Vec::new(), ..register() }).accepted();
        }
    }

    #[test]
    fn not_twice() {
        given::<Party>([parties::buyer_registered()]).when(register()).refused(PartyRefusal::Exists);
    }
}
