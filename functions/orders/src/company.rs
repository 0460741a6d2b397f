//! The company: an organisation that clients order for.

pub mod register;
pub mod revise;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::{Edrpou, Iban, Phone};
use kernel::{Context, Decision, Event, Facts, Line, Moment, Refusal, Status, Texts, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CompanyId;

/// Unique values of companies: their registry codes.
pub const EDRPOU_SCOPE: &str = "company-edrpou";

/// A customer organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Its own id.
    pub id: CompanyId,
    /// What is known of it.
    pub profile: CompanyProfile,
    /// When it was registered.
    pub created_at: Moment,
}

/// What is known of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompanyProfile {
    /// Legal name; a payer's name is compared with it.
    pub name: Line,
    /// Registry code (ЄДРПОУ); no two companies of a tenant share one.
    pub edrpou: Option<Edrpou>,
    /// The account that it pays from.
    pub iban: Option<Iban>,
    /// Its telephone.
    pub phone: Option<Phone>,
}

/// What happened to a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum CompanyEvent {
    /// It became known.
    #[serde(rename = "registered.v1")]
    Registered {
        /// Its id.
        id: CompanyId,
        /// What is known of it.
        profile: CompanyProfile,
    },
    /// What is known of it changed.
    #[serde(rename = "revised.v1")]
    Revised {
        /// What is known now.
        profile: CompanyProfile,
    },
}

impl Event for CompanyEvent {
    fn samples() -> Vec<Self> {
        let profile = crate::samples::company_profile();
        let revised = CompanyProfile { phone: None, ..profile.clone() };
        vec![Self::Registered { id: crate::samples::company_id(), profile }, Self::Revised { profile: revised }]
    }
}

impl Aggregate for Company {
    type Kind = kernel::id::kinds::Company;
    type Event = CompanyEvent;
    const NAME: &'static str = "orders.company";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &CompanyEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, CompanyEvent::Registered { id, profile }) => Ok(Self { id: *id, profile: profile.clone(), created_at: meta.at }),
            (Some(company), CompanyEvent::Revised { profile }) => Ok(Self { profile: profile.clone(), ..company }),
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

/// Why a command on a company is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum CompanyRefusal {
    /// No such company.
    NotFound,
    /// The id is taken by another company.
    Exists,
    /// Another company has this registry code.
    EdrpouTaken,
}

impl Refusal for CompanyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.company.not-found",
            Self::Exists => "orders.company.exists",
            Self::EdrpouTaken => "orders.company.edrpou-taken",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::EdrpouTaken => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such company.", "Такої компанії немає.", "Такой компании нет."),
            Self::Exists => Texts::new(
                "A company with this id exists already.",
                "Компанія з таким id вже існує.",
                "Компания с таким id уже существует.",
            ),
            Self::EdrpouTaken => Texts::new(
                "Another company has this registry code.",
                "Інша компанія вже має цей код ЄДРПОУ.",
                "Другая компания уже имеет этот код ЄДРПОУ.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::Exists, Self::EdrpouTaken]
    }
}

/// The owner of a registry code that a company does not have yet.
fn want_code(before: Option<&Company>, code: Option<&Edrpou>) -> Vec<Want> {
    let new = code.filter(|code| before.and_then(|company| company.profile.edrpou.as_ref()) != Some(code));
    new.map(|code| Want::guard(EDRPOU_SCOPE, code.as_str())).into_iter().collect()
}

/// Takes the new registry code and gives the old one back.
fn claim_code(
    decision: Decision<Company>,
    before: Option<&Company>,
    code: Option<&Edrpou>,
    facts: &Facts,
) -> Result<Decision<Company>, CompanyRefusal> {
    let old = before.and_then(|company| company.profile.edrpou.as_ref());
    if old == code {
        return Ok(decision);
    }
    let decision = match old {
        Some(old) => decision.release(EDRPOU_SCOPE, old.as_str()),
        None => decision,
    };
    match code {
        Some(code) if facts.owner(EDRPOU_SCOPE, code.as_str()).is_some() => Err(CompanyRefusal::EdrpouTaken),
        Some(code) => Ok(decision.claim(EDRPOU_SCOPE, code.as_str())),
        None => Ok(decision),
    }
}

/// The target of a creation: the caller's id, or a fresh one.
fn target(id: Option<CompanyId>, context: &Context) -> CompanyId {
    id.unwrap_or_else(|| context.fresh_id(0))
}
