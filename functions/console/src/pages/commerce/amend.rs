//! A signed contract changes from a day on: its terms, its end, who takes part.

use serde_json::{Value, json};

use super::{Tab, contract_form, tabs, take};
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::commerce::Interval;
use crate::model::deal::{Contract, RoleCell};
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Field, FormView, Head, Sheet, at, choices, done, form_page, is_saved, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;

/// The form, filled with how things stand.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, deals) = (&cx.w.contracts, &cx.w.deals);
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let party = Picked::read(cx, "role_party", deals.new_party).await?.optional();
    let payer = Picked::read(cx, "third_party", deals.third_payer).await?.optional();
    let mut refused = None;
    if is_saved(cx) {
        match tried("amend", amended(cx, &contract, &party, &payer).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let mut roles: Vec<&str> = contract.roles.iter().map(|cell| cell.role.as_str()).collect();
    roles.dedup();
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "amend", format!("{path}/amend"), deals.amend, path)
        .hint(deals.amend_hint)
        .hidden("currency", &contract.currency)
        .field(Field::day("from", cx.w.kit.from).value(cx.f.today()))
        .field(Field::day("valid_until", words.valid_until).value(contract.valid.until.clone().unwrap_or_default()).optional());
    let form = contract_form::term_fields(cx, form, Some(&contract))
        .field(Field::choice("role", deals.new_role, choices(&roles, |code| cx.w.trade(code))).optional())
        .picker(party)
        .picker(payer)
        .field(Field::text("third_document", deals.third_document).optional())
        .field(Field::day("third_from", deals.third_from).optional())
        .field(Field::day("third_until", deals.third_until).optional())
        .field(Field::text("reason", cx.w.frame.reason).wide());
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", deals.amend, contract.number));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

/// The roles after the change: one passes to another party on the day, and those that last as
/// long as the contract go on doing so. Nothing when nothing of that changes.
fn roles(contract: &Contract, day: &str, passed: Option<(&str, &str)>, valid: Option<&Interval>) -> Option<Vec<Value>> {
    if passed.is_none() && valid.is_none() {
        return None;
    }
    let end = valid.map_or(&contract.valid.until, |valid| &valid.until);
    let mut roles = Vec::new();
    for cell in &contract.roles {
        let lasts = cell.valid.until == contract.valid.until;
        let until = if lasts { end.clone() } else { cell.valid.until.clone() };
        let passes = |(role, _): (&str, &str)| cell.role == role && cell.primary && lasts;
        let until = if passed.is_some_and(passes) { Some(day.to_owned()) } else { until };
        // A role that had not begun by the day was never had.
        if until.as_deref() != Some(cell.valid.from.as_str()) {
            roles.push(cell.within(&Interval { from: cell.valid.from.clone(), until }));
        }
    }
    if let Some((role, party)) = passed {
        let valid = Interval { from: day.to_owned(), until: end.clone() };
        let cell = RoleCell { party_id: party.to_owned(), party_name: None, role: role.to_owned(), primary: true, valid, current: true };
        roles.push(cell.as_sent());
    }
    Some(roles)
}

/// Adds who may pay besides.
fn with_payer(cx: &Cx<'_>, terms: &mut Value, payer: &Picked) -> Result<(), Problem> {
    let Some(party) = payer.given() else { return Ok(()) };
    let document = typed(cx, "third_document").ok_or_else(|| Problem::field("third_document", cx.w.problem.missing))?;
    let valid = take::span(cx, "third").ok_or_else(|| Problem::field("third_from", cx.w.problem.missing))?;
    let one = json!({ "party": party, "document": document, "valid": valid });
    match terms.get_mut("third_party_payers").and_then(Value::as_array_mut) {
        Some(payers) => payers.push(one),
        None => insert(terms, "third_party_payers", Some(json!([one]))),
    }
    Ok(())
}

async fn amended(cx: &Cx<'_>, contract: &Contract, party: &Picked, payer: &Picked) -> Result<Reply, Problem> {
    let role = cx.form.get("role");
    let passed = match (role, party.id.as_str()) {
        ("", "") => None,
        ("", _) => return Err(Problem::field("role", cx.w.problem.missing)),
        (role, _) => Some((role, party.wanted(cx)?)),
    };
    let until = Some(cx.form.get("valid_until").to_owned()).filter(|until| !until.is_empty());
    let valid = Interval { from: contract.valid.from.clone(), until };
    let valid = Some(&valid).filter(|valid| valid.until != contract.valid.until);
    let mut terms = contract_form::terms(cx, Some(contract))?;
    with_payer(cx, &mut terms, payer)?;
    let mut body = json!({ "from": cx.form.get("from"), "terms": terms, "reason": cx.form.get("reason") });
    insert(&mut body, "roles", roles(contract, cx.form.get("from"), passed, valid).map(Value::from));
    insert(&mut body, "valid", valid.map(|valid| json!({ "from": valid.from, "until": valid.until })));
    cx.send("POST", "/commerce/contracts/{contract_id}/amend", &[&contract.contract_id], body).await?;
    Ok(done(&at("commerce/contracts", &contract.contract_id), "saved"))
}
