//! The client: a person who orders, for themselves or for a company.

pub mod email;
pub mod register;
pub mod revise;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::Phone;
use kernel::{Event, Facts, Line, Moment, Refusal, Status, Texts, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::company::Company;
use crate::{ClientId, CompanyId};
use email::Email;

/// A person who orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// Their own id.
    pub id: ClientId,
    /// What is known of them.
    pub profile: ClientProfile,
    /// When they were registered.
    pub created_at: Moment,
}

/// What is known of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientProfile {
    /// Surname, first name.
    pub name: Line,
    /// Their telephone; a payment from it is recognised.
    pub phone: Option<Phone>,
    /// Their electronic mail.
    pub email: Option<Email>,
    /// The company they order for.
    pub company: Option<CompanyId>,
    /// Its name when this was written.
    pub company_name: Option<Line>,
}

/// What happened to a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ClientEvent {
    /// They became known.
    #[serde(rename = "registered.v1")]
    Registered {
        /// Their id.
        id: ClientId,
        /// What is known of them.
        profile: ClientProfile,
    },
    /// What is known of them changed.
    #[serde(rename = "revised.v1")]
    Revised {
        /// What is known now.
        profile: ClientProfile,
    },
}

impl Event for ClientEvent {
    fn samples() -> Vec<Self> {
        let profile = crate::samples::client_profile();
        let revised = ClientProfile { email: None, ..profile.clone() };
        vec![Self::Registered { id: crate::samples::client_id(), profile }, Self::Revised { profile: revised }]
    }
}

impl Aggregate for Client {
    type Kind = kernel::id::kinds::Client;
    type Event = ClientEvent;
    const NAME: &'static str = "orders.client";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ClientEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ClientEvent::Registered { id, profile }) => Ok(Self { id: *id, profile: profile.clone(), created_at: meta.at }),
            (Some(client), ClientEvent::Revised { profile }) => Ok(Self { profile: profile.clone(), ..client }),
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

/// Why a command on a client is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientRefusal {
    /// No such client.
    NotFound,
    /// The id is taken by another client.
    Exists,
    /// The company is unknown.
    NoSuchCompany,
}

impl Refusal for ClientRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.client.not-found",
            Self::Exists => "orders.client.exists",
            Self::NoSuchCompany => "orders.client.no-such-company",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists => Status::State,
            Self::NoSuchCompany => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such client.", "Такого клієнта немає.", "Такого клиента нет."),
            Self::Exists => {
                Texts::new("A client with this id exists already.", "Клієнт з таким id вже існує.", "Клиент с таким id уже существует.")
            }
            Self::NoSuchCompany => Texts::new(
                "The company is unknown. Register it first.",
                "Компанія невідома. Спочатку зареєструйте її.",
                "Компания неизвестна. Сначала зарегистрируйте её.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::Exists, Self::NoSuchCompany]
    }
}

fn want_company(company: Option<CompanyId>) -> Vec<Want> {
    company.map(Want::aggregate::<Company>).into_iter().collect()
}

fn company_name(company: Option<CompanyId>, facts: &Facts) -> Result<Option<Line>, ClientRefusal> {
    let Some(id) = company else { return Ok(None) };
    let company = facts.aggregate::<Company>(id).ok_or(ClientRefusal::NoSuchCompany)?;
    Ok(Some(company.state.profile.name.clone()))
}
