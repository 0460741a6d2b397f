//! Makes a client known.

use kernel::identifier::Phone;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::{Client, ClientEvent, ClientProfile, ClientRefusal};
use crate::{ClientId, CompanyId};

/// Makes a person known who orders, for themselves or for a company.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterClient {
    /// Their id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
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

impl Command for RegisterClient {
    type Aggregate = Client;
    type Refusal = ClientRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.register-client",
        route: Some(Route::post("/clients")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Makes a person known who orders.",
    };

    fn target(&self, context: &Context) -> ClientId {
        self.client_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Client>, _: &Facts, _: &Context) -> Vec<Want> {
        super::want_company(self.company_id)
    }

    fn decide(&self, client: Option<&Client>, facts: &Facts, context: &Context) -> Result<Decision<Client>, ClientRefusal> {
        if client.is_some() {
            return Err(ClientRefusal::Exists);
        }
        let profile = ClientProfile {
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            company: self.company_id,
            company_name: super::company_name(self.company_id, facts)?,
        };
        Ok(Decision::of([ClientEvent::Registered { id: self.target(context), profile }]))
    }

    fn example() -> Self {
        let ClientProfile { name, phone, email, company, .. } = crate::samples::client_profile();
        Self { client_id: None, name, phone, email, company_id: company }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::company::Company;
    use crate::samples;

    fn register() -> RegisterClient {
        RegisterClient { client_id: Some(samples::client_id()), ..RegisterClient::example() }
    }

    #[test]
    fn r27_a_client_has_one_spelling_of_the_phone_and_a_company_that_exists() {
        nothing::<Client>()
            .with::<Company>(samples::company_id(), [samples::company_registered()])
            .when(register())
            .then([ClientEvent::Registered { id: samples::client_id(), profile: samples::client_profile() }]);
        nothing::<Client>().when(register()).refused(ClientRefusal::NoSuchCompany);
    }

    #[test]
    fn not_twice() {
        given::<Client>([samples::client_registered()]).when(register()).refused(ClientRefusal::Exists);
    }
}
