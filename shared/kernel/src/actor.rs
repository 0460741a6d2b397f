//! Who acts, and what they may do.

use serde::{Deserialize, Serialize};

/// What a person or the system itself may do. One table for all contexts: a command names
/// the roles that may send it, and the runtime checks them in one place, before the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sells: makes orders and waybills, talks to customers.
    Manager,
    /// Leads managers: overrides, cancels, reviews payments.
    TeamLead,
    /// Sees and records money.
    Accountant,
    /// Decides upon orders below their planned margin. At which level and for which units is
    /// said by the roster of `approvals`, not by the token.
    Approver,
    /// Declares goods to customs: fills and files declarations, keeps their documents.
    Declarant,
    /// Configures the tenant and repairs integrations.
    Administrator,
    /// Entrepot itself: reactions and schedules. Never granted to a person: a token that
    /// claims it is refused.
    System,
}

impl Role {
    /// Every role a person can have.
    pub const FOR_PEOPLE: &[Self] =
        &[Self::Manager, Self::TeamLead, Self::Accountant, Self::Approver, Self::Declarant, Self::Administrator];

    /// The name in tokens and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::TeamLead => "team-lead",
            Self::Accountant => "accountant",
            Self::Approver => "approver",
            Self::Declarant => "declarant",
            Self::Administrator => "administrator",
            Self::System => "system",
        }
    }

    /// The role that a token's claim names; `System` cannot be claimed.
    pub fn from_claim(claim: &str) -> Option<Self> {
        Self::FOR_PEOPLE.iter().copied().find(|role| role.name() == claim)
    }
}

/// Who caused a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The subject of the token, or `system:<function>`.
    pub id: String,
    /// Shown on timelines.
    pub name: String,
    /// What the actor may do; not stored with the commit.
    #[serde(skip)]
    pub roles: Vec<Role>,
}

impl Actor {
    /// Entrepot itself, acting as one of its functions.
    pub fn system(function: &str) -> Self {
        Self { id: format!("system:{function}"), name: "Entrepot".to_owned(), roles: vec![Role::System] }
    }

    /// Whether this is Entrepot itself.
    pub fn is_system(&self) -> bool {
        self.id.starts_with("system:")
    }

    /// Whether the actor has one of the roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x11_nobody_can_claim_to_be_the_system() {
        assert_eq!(Role::from_claim("system"), None);
        for role in Role::FOR_PEOPLE {
            assert_eq!(Role::from_claim(role.name()), Some(*role));
        }
    }
}
