//! Everything that can happen to an emergency approval.

use kernel::{Event, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Recorded;
use crate::person::Person;

/// What happened to an emergency approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum EmergencyEvent {
    /// It was recorded, and the order approved with it.
    #[serde(rename = "recorded.v1")]
    Recorded(Box<Recorded>),
    /// The named person consented.
    #[serde(rename = "consent-given.v1")]
    ConsentGiven,
    /// They did not.
    #[serde(rename = "consent-denied.v1")]
    ConsentDenied,
    /// They said nothing in time.
    #[serde(rename = "consent-lapsed.v1")]
    ConsentLapsed,
    /// An approver confirmed it afterwards.
    #[serde(rename = "confirmed.v1")]
    Confirmed {
        /// Who.
        by: Person,
    },
    /// An approver would not have approved it.
    #[serde(rename = "refused.v1")]
    Refused {
        /// Who.
        by: Person,
        /// Why.
        reason: Paragraph,
    },
    /// Twenty-four hours passed without confirmation.
    #[serde(rename = "reminded.v1")]
    Reminded,
    /// Forty-eight did: a violation.
    #[serde(rename = "violated.v1")]
    Violated,
    /// It is an incident.
    #[serde(rename = "incident-opened.v1")]
    IncidentOpened {
        /// The how manieth of its manager in the quarter.
        in_quarter: u32,
    },
    /// It was looked into.
    #[serde(rename = "incident-closed.v1")]
    IncidentClosed {
        /// By whom.
        by: Person,
        /// What was found.
        conclusion: Paragraph,
    },
}

impl Event for EmergencyEvent {
    fn samples() -> Vec<Self> {
        crate::samples::emergencies::events()
    }
}
