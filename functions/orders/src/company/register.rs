//! Makes a company known.

use kernel::identifier::{Edrpou, Iban, Phone};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Company, CompanyEvent, CompanyProfile, CompanyRefusal};
use crate::CompanyId;

/// Makes a company known. A registry code that another company has is refused.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCompany {
    /// Its id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
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

impl Command for RegisterCompany {
    type Aggregate = Company;
    type Refusal = CompanyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.register-company",
        route: Some(Route::post("/companies")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Makes a customer organisation known.",
    };

    fn target(&self, context: &Context) -> CompanyId {
        super::target(self.company_id, context)
    }

    fn wants(&self, company: Option<&Company>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_code(company, self.edrpou.as_ref())
    }

    fn decide(&self, company: Option<&Company>, facts: &Facts, context: &Context) -> Result<Decision<Company>, CompanyRefusal> {
        if company.is_some() {
            return Err(CompanyRefusal::Exists);
        }
        let profile =
            CompanyProfile { name: self.name.clone(), edrpou: self.edrpou.clone(), iban: self.iban.clone(), phone: self.phone.clone() };
        let registered = CompanyEvent::Registered { id: self.target(context), profile };
        super::claim_code(Decision::of([registered]), None, self.edrpou.as_ref(), facts)
    }

    fn example() -> Self {
        let CompanyProfile { name, edrpou, iban, phone } = crate::samples::company_profile();
        Self { company_id: None, name, edrpou, iban, phone }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::{given, nothing};

    use super::*;
    use crate::company::EDRPOU_SCOPE;
    use crate::samples;

    fn register() -> RegisterCompany {
        RegisterCompany { company_id: Some(samples::company_id()), ..RegisterCompany::example() }
    }

    #[test]
    fn takes_its_registry_code() {
        let decision = nothing::<Company>()
            .when(register())
            .then([CompanyEvent::Registered { id: samples::company_id(), profile: samples::company_profile() }]);
        assert_eq!(decision.claims, [Claim { scope: EDRPOU_SCOPE.to_owned(), value: "32855961".to_owned() }]);
    }

    #[test]
    fn one_registry_code_is_one_company() {
        nothing::<Company>().taken(EDRPOU_SCOPE, "32855961", "another").when(register()).refused(CompanyRefusal::EdrpouTaken);
    }

    #[test]
    fn not_twice() {
        given::<Company>([samples::company_registered()]).when(register()).refused(CompanyRefusal::Exists);
    }
}
