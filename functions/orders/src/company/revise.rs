//! Changes what is known of a company.

use kernel::identifier::{Edrpou, Iban, Phone};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Company, CompanyEvent, CompanyProfile, CompanyRefusal};
use crate::CompanyId;

/// Replaces what is known of a company; what is left out is no longer known.
///
/// Orders that were made before keep the name of then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseCompany {
    /// Which company.
    pub company_id: CompanyId,
    /// Legal name.
    pub name: Line,
    /// Registry code (ЄДРПОУ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edrpou: Option<Edrpou>,
    /// The account that it pays from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<Iban>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

impl Command for ReviseCompany {
    type Aggregate = Company;
    type Refusal = CompanyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.revise-company",
        route: Some(Route::put("/companies/{company_id}")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Changes what is known of a company.",
    };

    fn target(&self, _: &Context) -> CompanyId {
        self.company_id
    }

    fn wants(&self, company: Option<&Company>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_code(company, self.edrpou.as_ref())
    }

    fn decide(&self, company: Option<&Company>, facts: &Facts, _: &Context) -> Result<Decision<Company>, CompanyRefusal> {
        let company = company.ok_or(CompanyRefusal::NotFound)?;
        let profile =
            CompanyProfile { name: self.name.clone(), edrpou: self.edrpou.clone(), iban: self.iban.clone(), phone: self.phone.clone() };
        if profile == company.profile {
            return Ok(Decision::nothing());
        }
        let decision = Decision::of([CompanyEvent::Revised { profile }]);
        super::claim_code(decision, Some(company), self.edrpou.as_ref(), facts)
    }

    fn example() -> Self {
        let CompanyProfile { name, edrpou, iban, phone } = crate::samples::company_profile();
        Self { company_id: CompanyId::derive(&["example"]), name, edrpou, iban, phone }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::given;

    use super::*;
    use crate::company::EDRPOU_SCOPE;
    use crate::samples::{self, literal};

    fn revise(edrpou: &str) -> ReviseCompany {
        ReviseCompany { company_id: samples::company_id(), edrpou: Some(literal(edrpou)), ..ReviseCompany::example() }
    }

    #[test]
    fn another_registry_code_frees_the_old_one() {
        let decision = given::<Company>([samples::company_registered()]).when(revise("14360570")).accepted();
        let claim = |value: &str| [Claim { scope: EDRPOU_SCOPE.to_owned(), value: value.to_owned() }];
        assert_eq!((decision.claims.as_slice(), decision.releases.as_slice()), (&claim("14360570")[..], &claim("32855961")[..]));
    }

    #[test]
    fn the_same_again_is_nothing() {
        let decision = given::<Company>([samples::company_registered()]).when(revise("32855961")).then([]);
        assert!(decision.claims.is_empty() && decision.releases.is_empty());
    }

    #[test]
    fn a_code_of_another_company_and_an_unknown_company_are_refused() {
        let taken = given::<Company>([samples::company_registered()]).taken(EDRPOU_SCOPE, "14360570", "another");
        taken.when(revise("14360570")).refused(CompanyRefusal::EdrpouTaken);
        given::<Company>([]).when(revise("14360570")).refused(CompanyRefusal::NotFound);
    }
}
