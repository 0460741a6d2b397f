//! Customs besides declarations: organizations, tables of codes, how the exchange with the vendor
//! goes, and the tariff.

mod health;
mod organization;
mod organization_fields;
mod organization_form;
mod organizations;
mod reference;
mod table;
mod tariff;
mod vehicle;

use kernel::Role;

use super::customs::{Tab, tabs};
use super::kit::deed::{self, Deed, Take, deed};
use super::kit::{Refused, at, done};
use crate::context::Cx;
use crate::frame::{Reply, Section};
use crate::model::OutsideError;
use crate::problem::Problem;

/// Rows of a list.
const ROWS: &str = "50";
/// Which entry of the navigation is lit.
const SECTION: Section = Section::Customs;
/// How often a page of customs looks for news that nobody told it of, in milliseconds.
const EVERY_MS: u32 = 5_000;

/// Who may look at how the exchange goes.
pub(super) const WATCHERS: &[Role] = &[Role::Declarant, Role::Administrator, Role::Manager, Role::TeamLead];
/// Who keeps organizations, enters rates, and says what was done.
const KEEPERS: &[Role] = &[Role::Declarant, Role::Administrator];
/// Who brings declarations to the vendor again.
const DECLARANTS: &[Role] = &[Role::Declarant];
/// Who imports tables, erases personal data, resumes the feed.
const ADMINISTRATORS: &[Role] = &[Role::Administrator];
/// Who may ask what a vehicle costs.
const RECKONERS: &[Role] = &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant];

/// Places of this part under `/console/customs`.
pub(crate) const PLACES: &[&str] = &["organizations", "reference", "health", "tariff"];

/// Forms that become one command about one organization.
const DEEDS: &[Deed] = &[
    deed("organizations", "sync", "/customs/organizations/{organization_id}/sync", &[], "asked"),
    deed("organizations", "push", "/customs/organizations/{organization_id}/push", &[("overwrite", Take::Tick)], "asked"),
    deed("organizations", "hide", "/customs/organizations/{organization_id}/hide", &[("reason", Take::Text)], "saved"),
    deed("organizations", "unhide", "/customs/organizations/{organization_id}/unhide", &[], "saved"),
    deed("organizations", "erase", "/customs/organizations/{organization_id}/erase", &[("reason", Take::Text)], "erased"),
    deed("organizations", "accept", "/customs/organizations/{organization_id}/differences/accept", DIFFERENCE, "saved"),
    deed("organizations", "dismiss", "/customs/organizations/{organization_id}/differences/dismiss", DIFFERENCE, "saved"),
];

/// What names a difference.
const DIFFERENCE: deed::Fields = &[("field", Take::Text), ("source", Take::Text)];

/// Answers a path under `/console/customs` that begins with one of [`PLACES`].
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        ["organizations", "new"] => return organization_form::new(cx).await,
        ["organizations", "import"] if method == "POST" => return organizations::read_directory(cx).await,
        ["organizations", id, "edit"] => return organization_form::revise(cx, id).await,
        ["tariff", "new"] => return tariff::new(cx).await,
        _ if method == "POST" => return post(cx, parts).await,
        _ => {}
    }
    match parts {
        ["organizations"] => organizations::list(cx).await,
        ["organizations", "differences"] => organizations::differing(cx).await,
        ["organizations", "import"] => organizations::directory(cx, None).await,
        ["organizations", id] => organization::page(cx, id, None).await,
        ["reference"] => reference::tables(cx, None).await,
        ["reference", "form-definitions", "fields"] => table::template(cx).await,
        ["reference", table] => table::entries(cx, table).await,
        ["reference", table, "entry"] => table::entry(cx, table).await,
        ["health"] => health::page(cx, None).await,
        ["tariff"] => tariff::list(cx, None).await,
        ["tariff", "vehicle"] => vehicle::page(cx).await,
        _ => Err(Problem::no_page()),
    }
}

/// Does what a form asks, and returns to the page that it stands on.
async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    let (outcome, path, code) = match parts {
        ["organizations", id, name] => {
            let deed = deed::find(DEEDS, "organizations", name)?;
            (organization::perform(cx, deed, id).await, at("customs/organizations", id), deed.done)
        }
        ["reference", table, name] => (reference::act(cx, table, name).await, "/console/customs/reference".to_owned(), "asked"),
        ["health", id, name] => (health::act(cx, id, name).await, "/console/customs/health".to_owned(), "saved"),
        ["tariff", prefix, "end"] => (tariff::end(cx, prefix).await, "/console/customs/tariff".to_owned(), "saved"),
        _ => return Err(Problem::no_page()),
    };
    let name = parts.last().copied().unwrap_or_default();
    match outcome {
        Ok(()) => Ok(done(&path, code)),
        Err(problem) if problem.is_signed_out() || problem.code == "console.no-page" => Err(problem),
        Err(problem) => again(cx, parts, Refused::of(name, problem)).await,
    }
}

/// The page that a refused form stands on.
async fn again(cx: &Cx<'_>, parts: &[&str], refused: Refused) -> Result<Reply, Problem> {
    match parts {
        ["organizations", id, ..] => organization::page(cx, id, Some(refused)).await,
        ["reference", ..] => reference::tables(cx, Some(refused)).await,
        ["health", ..] => health::page(cx, Some(refused)).await,
        ["tariff", ..] => tariff::list(cx, Some(refused)).await,
        _ => Err(Problem::no_page()),
    }
}

/// A failure of the vendor: what to do about it, and what it said.
fn failure(cx: &Cx<'_>, error: &OutsideError) -> String {
    let said = [error.text.as_str(), error.code.as_str()].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    format!("{}: {said}", cx.w.error_class(&error.class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_fills_what_its_command_must_have() {
        DEEDS.iter().for_each(Deed::check);
    }
}
