//! What a tenant sets for this context.

use kernel::Line;
use serde::{Deserialize, Serialize};

use crate::rules::{Amounts, EmergencyRules, FallbackRules, Ladder, Matrix, RoutingRules};

/// A tenant's settings of approvals: dated entries that win over the built-in ones.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalSettings {
    /// Who is asked at which deviation.
    pub matrix: Vec<Matrix>,
    /// How long each may take.
    pub ladder: Vec<Ladder>,
    /// Limits of money; a tenant whose currency has no built-in amounts must set them.
    pub amounts: Vec<Amounts>,
    /// Queues, absence, rounds.
    pub routing: Vec<RoutingRules>,
    /// The fallback mode.
    pub fallback: Vec<FallbackRules>,
    /// Emergencies.
    pub emergency: Vec<EmergencyRules>,
    /// The outside system in which approvers get their tasks; without it they work in the console alone.
    pub elma: Option<ElmaSettings>,
}

/// Where a tenant's ELMA is, and which process of it is started for a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElmaSettings {
    /// `https://company.elma365.ru/pub/v1`.
    pub base_url: Line,
    /// The section of the process template.
    pub namespace: Line,
    /// The process template's code.
    pub code: Line,
    /// The template's id, by which its instances are listed.
    pub template_id: Line,
}

impl ApprovalSettings {
    /// The settings of a tenant; defaults where they cannot be read, which the runtime
    /// checks when it loads a tenant.
    pub fn of(settings: &kernel::Settings) -> Self {
        settings.context("approvals").unwrap_or_default()
    }
}
