//! Who can sign in at the local host: one persona a role and tenant, named by
//! their role, and one a post where posts decide.

use kernel::{Role, TenantId};
use serde::Serialize;

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Persona {
    /// The name to ask a token for.
    pub persona: &'static str,
    /// Whose data they see.
    pub tenant: TenantId,
    /// As shown on timelines.
    pub name: &'static str,
    /// What they may do.
    pub roles: Vec<&'static str>,
    /// The time zone that the console shows times in.
    pub zone: &'static str,
    /// The currency that they type amounts in.
    pub currency: &'static str,
}

/// The Ukrainian tenant of the demonstration.
pub const UKRAINIAN: &str = "dnipro-trade";
/// The Russian tenant of the demonstration: another jurisdiction is another tenant.
pub const RUSSIAN: &str = "volga-trade";

/// All personas.
pub fn all() -> Vec<Persona> {
    let roles = [
        ("manager", Role::Manager, "Менеджер", "Менеджер"),
        ("team-lead", Role::TeamLead, "Керівник відділу", "Руководитель отдела"),
        ("accountant", Role::Accountant, "Бухгалтер", "Бухгалтер"),
        ("declarant", Role::Declarant, "Декларант", "Декларант"),
        ("administrator", Role::Administrator, "Адміністратор", "Администратор"),
    ];
    let tenants: Vec<TenantId> = [UKRAINIAN, RUSSIAN].iter().filter_map(|name| name.parse().ok()).collect();
    let of = |tenant: &TenantId| {
        let tenant = tenant.clone();
        roles.map(|(persona, role, uk, ru)| {
            let ukrainian = tenant.as_str() == UKRAINIAN;
            let name = if ukrainian { uk } else { ru };
            let (zone, currency) = if ukrainian { ("Europe/Kyiv", "UAH") } else { ("Europe/Moscow", "RUB") };
            Persona { persona, tenant: tenant.clone(), name, roles: vec![role.name()], zone, currency }
        })
    };
    tenants.iter().flat_map(of).chain(approvers()).collect()
}

/// Who decides upon shipments in the Russian tenant, by post.
fn approvers() -> Vec<Persona> {
    let posts = [
        ("unit-head", "Руководитель бизнес-единицы"),
        ("sales-director", "Директор по розничным продажам"),
        ("commercial-director", "Коммерческий директор"),
        ("general-director", "Генеральный директор"),
        ("finance-director", "Финансовый директор"),
    ];
    let Ok(tenant) = RUSSIAN.parse::<TenantId>() else { return Vec::new() };
    let roles = vec![Role::Approver.name()];
    let of =
        |(persona, name)| Persona { persona, tenant: tenant.clone(), name, roles: roles.clone(), zone: "Europe/Moscow", currency: "RUB" };
    posts.map(of).into()
}

/// The subject of a persona's token.
pub fn subject(persona: &str, tenant: &str) -> String {
    format!("{persona}@{tenant}")
}

/// A persona of a tenant.
pub fn find(tenant: &str, persona: &str) -> Option<Persona> {
    all().into_iter().find(|found| found.tenant.as_str() == tenant && found.persona == persona)
}
