//! Who asks, from the claims of a token that was verified.

use kernel::{Actor, Role, TenantId};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Longest subject or name that a token may carry, in characters.
const NAME_CHARACTERS_MAX: usize = 120;

/// The tenant and the actor of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Principal {
    /// Whose data.
    pub tenant: TenantId,
    /// Who.
    pub actor: Actor,
}

impl Principal {
    /// Reads verified claims: `sub`, `name`, `tenant` (or `custom:tenant`, as Cognito names
    /// it) and `roles` (or `cognito:groups`). Roles arrive as an array, or as the text
    /// `[a b]` that an API gateway makes of one. A role that is not in the table is ignored:
    /// deny by default.
    ///
    /// # Errors
    /// `Unauthenticated` when subject or tenant is missing.
    pub fn from_claims(claims: &Map<String, Value>) -> Result<Self, Failure> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS_MAX).collect::<String>();
        let subject = text("sub").ok_or(Failure::Unauthenticated)?;
        let tenant = text("tenant").or_else(|| text("custom:tenant")).ok_or(Failure::Unauthenticated)?;
        let roles = claims.get("roles").or_else(|| claims.get("cognito:groups"));
        let actor = Actor {
            // A subject of that form would pass for Entrepot itself on timelines.
            id: short(subject).replace("system:", "subject:"),
            name: short(text("name").unwrap_or(subject)),
            roles: roles.map(role_names).unwrap_or_default().iter().filter_map(|name| Role::from_claim(name)).collect(),
        };
        Ok(Self { tenant: tenant.parse().map_err(|_| Failure::Unauthenticated)?, actor })
    }

    /// Deny by default: one of the roles is needed.
    ///
    /// # Errors
    /// `Forbidden` when the actor has none of them.
    pub fn authorise(&self, roles: &[Role]) -> Result<(), Failure> {
        if self.actor.has_any(roles) { Ok(()) } else { Err(Failure::Forbidden) }
    }
}

fn role_names(claim: &Value) -> Vec<String> {
    match claim {
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(text) => {
            let inner = text.trim_start_matches('[').trim_end_matches(']');
            inner.split([' ', ',']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn reads_roles_in_every_shape_and_ignores_unknown_ones() {
        for roles in [json!(["manager", "system", "root"]), json!("[manager system]"), json!("manager")] {
            let principal = Principal::from_claims(&claims(json!({"sub": "a", "tenant": "dnipro-trade", "roles": roles}))).unwrap();
            assert_eq!(principal.actor.roles, [Role::Manager]);
        }
    }

    #[test]
    fn x19_a_token_without_tenant_or_subject_is_no_token() {
        for value in [
            json!({"sub": "a"}),
            json!({"tenant": "dnipro-trade"}),
            json!({"sub": "a", "tenant": "T#other"}),
            json!({"sub": "", "tenant": "ab"}),
        ] {
            assert!(matches!(Principal::from_claims(&claims(value)), Err(Failure::Unauthenticated)));
        }
    }

    #[test]
    fn nobody_signs_in_as_the_system() {
        let principal = Principal::from_claims(&claims(json!({"sub": "system:x", "tenant": "ab"}))).unwrap();
        assert!(!principal.actor.is_system());
    }
}
