//! Changes what is known of a client.

use kernel::identifier::Phone;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::{Client, ClientEvent, ClientProfile, ClientRefusal};
use crate::{ClientId, CompanyId};

/// Replaces what is known of a client; what is left out is no longer known.
///
/// Orders that were made before keep the name and telephone of then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseClient {
    /// Which client.
    pub client_id: ClientId,
    /// Surname, first name.
    pub name: Line,
    /// Their telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Their electronic mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The company they order for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
}

impl Command for ReviseClient {
    type Aggregate = Client;
    type Refusal = ClientRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.revise-client",
        route: Some(Route::put("/clients/{client_id}")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Changes what is known of a client.",
    };

    fn target(&self, _: &Context) -> ClientId {
        self.client_id
    }

    fn wants(&self, _: Option<&Client>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_company(self.company_id)
    }

    fn decide(&self, client: Option<&Client>, facts: &Facts, _: &Context) -> Result<Decision<Client>, ClientRefusal> {
        let client = client.ok_or(ClientRefusal::NotFound)?;
        let profile = ClientProfile {
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            company: self.company_id,
            company_name: super::company_name(self.company_id, facts)?,
        };
        if profile == client.profile {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([ClientEvent::Revised { profile }]))
    }

    fn example() -> Self {
        let ClientProfile { name, phone, email, company, .. } = crate::samples::client_profile();
        Self { client_id: ClientId::derive(&["example"]), name, phone, email, company_id: company }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::company::Company;
    use crate::samples;

    fn revise(company_id: Option<CompanyId>) -> ReviseClient {
        ReviseClient { client_id: samples::client_id(), company_id, ..ReviseClient::example() }
    }

    #[test]
    fn leaves_the_company_when_none_is_named() {
        let profile = ClientProfile { company: None, company_name: None, ..samples::client_profile() };
        given::<Client>([samples::client_registered()]).when(revise(None)).then([ClientEvent::Revised { profile }]);
    }

    #[test]
    fn the_same_again_is_nothing() {
        let known = given::<Client>([samples::client_registered()]);
        known.with::<Company>(samples::company_id(), [samples::company_registered()]).when(revise(Some(samples::company_id()))).then([]);
    }

    #[test]
    fn an_unknown_client_and_an_unknown_company_are_refused() {
        given::<Client>([]).when(revise(None)).refused(ClientRefusal::NotFound);
        let known = given::<Client>([samples::client_registered()]);
        known.when(revise(Some(samples::company_id()))).refused(ClientRefusal::NoSuchCompany);
    }
}
