//! The form of a contract: the type decides its roles. A new one, or a draft that changes.

use serde_json::{Value, json};

use super::{Tab, contracts::PATH, tabs, take};
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::Listed;
use crate::model::deal::{Contract, RoleCell};
use crate::model::holding::AssetItem;
use crate::pages::goods::typed_money;
use crate::pages::kit::form::currencies;
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Field, FormView, Head, Sheet, asked, at, choices, done, form_page, is_saved, made, tried, typed};
use crate::pages::list::Chip;
use crate::pages::order_form::insert;
use crate::problem::Problem;

const TYPES: &[&str] = &["SALE_OF_GOODS", "SERVICE_SLA", "CONSULTING", "EQUIPMENT_LEASE"];
const LEASE: &str = "EQUIPMENT_LEASE";
const POLICIES: &[&str] = &["ON_SHIPMENT", "ON_TRANSFER", "OVER_TIME"];
/// Assets that the form offers.
const ASSETS: &str = "50";
/// Roles that every type demands.
const REQUIRED: usize = 2;

/// The field of a form, and the role that it fills.
type RoleField = (&'static str, &'static str);

/// The roles of a type: the two that it demands first, then those that it allows besides.
fn roles(kind: &str) -> &'static [RoleField] {
    match kind {
        LEASE => &[("lessor", "LESSOR"), ("lessee", "LESSEE"), ("agent", "AGENT"), ("payer", "PAYER"), ("beneficiary", "BENEFICIARY")],
        "SALE_OF_GOODS" => &[
            ("seller", "SELLER"),
            ("buyer", "BUYER"),
            ("agent", "AGENT"),
            ("principal", "PRINCIPAL"),
            ("payer", "PAYER"),
            ("beneficiary", "BENEFICIARY"),
        ],
        _ => &[("seller", "SELLER"), ("buyer", "BUYER"), ("agent", "AGENT"), ("payer", "PAYER"), ("beneficiary", "BENEFICIARY")],
    }
}

/// Assets that are free in the days of the contract, for a lease only.
async fn assets(cx: &Cx<'_>, known: Option<&Contract>) -> Result<Vec<(String, String)>, Problem> {
    let from = cx.form.get("valid_from");
    let today = cx.f.today();
    let from = if from.is_empty() { known.map_or(today.as_str(), |contract| contract.valid.from.as_str()) } else { from };
    let query = [("free_from", from), ("free_until", cx.form.get("valid_until")), ("limit", ASSETS)];
    let listed: Listed<AssetItem> = cx.get("/commerce/assets", &[], &query).await?;
    Ok(listed.items.into_iter().map(|asset| (asset.asset_id.clone(), asset.full_name())).collect())
}

/// The parties of the form: as they were chosen, or as the draft has them.
async fn picked(cx: &Cx<'_>, kind: &str, known: Option<&Contract>) -> Result<Vec<(&'static str, Picked)>, Problem> {
    let mut all = Vec::new();
    for (index, (field, role)) in roles(kind).iter().enumerate() {
        let mut one = Picked::read(cx, field, cx.w.trade(role)).await?;
        if let Some(cell) = known.and_then(|contract| contract.roles.iter().find(|cell| cell.role == *role && cell.primary)) {
            one = one.or(cx, &cell.party_id, cell.party_name.as_deref().unwrap_or(&cell.party_id));
        }
        all.push((*role, if index < REQUIRED { one } else { one.optional() }));
    }
    Ok(all)
}

/// The fields of what was agreed, filled with what is known.
pub(super) fn term_fields(cx: &Cx<'_>, form: FormView, known: Option<&Contract>) -> FormView {
    let words = &cx.w.contracts;
    let term = |name: &str, otherwise: &str| known.map_or_else(|| otherwise.to_owned(), |contract| contract.term(name));
    let small = known.and_then(|contract| contract.term_amount("small_difference")).map(|amount| amount.amount).unwrap_or_default();
    form.field(
        Field::choice("recognition", words.recognition, choices(POLICIES, |code| cx.w.trade(code)))
            .value(term("recognition", "ON_SHIPMENT")),
    )
    .field(Field::whole("payment_days", words.payment_days).value(term("payment_days", "10")))
    .field(Field::text("governing_law", words.law).hint(cx.w.parties.country_hint).value(term("governing_law", "UA")))
    .field(Field::decimal("small_difference", cx.w.deals.small_difference).value(small).optional())
    .field(
        Field::text("regulatory_profile", cx.w.deals.profile)
            .hint(cx.w.deals.profile_hint)
            .value(term("regulatory_profile", ""))
            .optional(),
    )
    .field(Field::tick("price_includes_tax", words.tax_included).value(term("price_includes_tax", "")))
}

/// What was agreed, as the form has it; who may pay besides stays as it was.
pub(super) fn terms(cx: &Cx<'_>, known: Option<&Contract>) -> Result<Value, Problem> {
    let days = cx.form.get("payment_days");
    let days: u16 = days.parse().map_err(|_| Problem::field("payment_days", cx.w.problem.not_a_number))?;
    let mut terms = json!({
        "price_includes_tax": cx.form.get("price_includes_tax") == "true",
        "recognition": cx.form.get("recognition"),
        "payment_days": days,
        "governing_law": cx.form.get("governing_law"),
    });
    let small = typed_money(cx.form.get("small_difference"), take::form_currency(cx), "small_difference", cx.w)?;
    insert(&mut terms, "small_difference", small);
    insert(&mut terms, "regulatory_profile", typed(cx, "regulatory_profile"));
    let payers = known.and_then(|contract| contract.terms.as_ref()?.get("third_party_payers").cloned());
    insert(&mut terms, "third_party_payers", payers);
    Ok(terms)
}

/// The whole form.
async fn form(
    cx: &Cx<'_>,
    path: String,
    kind: &str,
    parties: Vec<(&str, Picked)>,
    known: Option<&Contract>,
) -> Result<(FormView, Sheet), Problem> {
    let words = &cx.w.contracts;
    let back = known.map_or_else(|| PATH.to_owned(), |contract| at("commerce/contracts", &contract.contract_id));
    let of = |text: fn(&Contract) -> String, otherwise: String| known.map_or(otherwise, text);
    let today = cx.f.today();
    let mut form = FormView::page(cx.w, "draft", path, words.draft, back)
        .field(Field::text("number", words.number).value(of(|contract| contract.number.clone(), String::new())))
        .field(
            Field::choice("currency", cx.w.kit.currency, currencies())
                .value(of(|contract| contract.currency.clone(), cx.currency.code().to_owned())),
        )
        .field(Field::day("valid_from", words.valid_from).value(of(|contract| contract.valid.from.clone(), today)))
        .field(
            Field::day("valid_until", words.valid_until)
                .value(of(|contract| contract.valid.until.clone().unwrap_or_default(), String::new()))
                .optional(),
        );
    let mut note = Sheet::new();
    if kind == LEASE {
        let assets = assets(cx, known).await?;
        if assets.is_empty() {
            note = note.text("callout warn", words.no_asset);
        }
        let asset = of(|contract| contract.asset_id.clone().unwrap_or_default(), String::new());
        form = form.field(Field::choice("asset_id", words.asset, assets).hint(words.asset_hint).value(asset).wide());
    }
    form = term_fields(cx, form, known);
    for (_, picked) in parties {
        form = form.picker(picked);
    }
    Ok((form, note))
}

fn chips(cx: &Cx<'_>, path: &str, kind: &str) -> Vec<Chip> {
    let chip = |code: &&str| Chip { href: format!("{path}?type={code}"), label: cx.w.trade(code).to_owned(), current: *code == kind };
    TYPES.iter().map(chip).collect()
}

fn chosen_type(cx: &Cx<'_>, otherwise: &str) -> &'static str {
    let wanted = if asked(cx, "type").is_empty() { otherwise } else { asked(cx, "type") };
    TYPES.iter().copied().find(|kind| *kind == wanted).unwrap_or("SALE_OF_GOODS")
}

/// The form of a new contract: the type first, then what it demands.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let path = format!("{PATH}/new");
    let kind = chosen_type(cx, "SALE_OF_GOODS");
    let parties = picked(cx, kind, None).await?;
    let mut refused = None;
    if is_saved(cx) {
        match tried("draft", draft(cx, kind, &parties).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), words.new).lead(words.choose_type).chips(words.kind, chips(cx, &path, kind));
    let (form, note) = form(cx, format!("{path}?type={kind}"), kind, parties, None).await?;
    Ok(form_page(cx, &head, note, form, refused))
}

/// The form of a draft that changes.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let path = format!("{}/edit", at("commerce/contracts", id));
    let kind = chosen_type(cx, &contract.contract_type);
    let parties = picked(cx, kind, Some(&contract)).await?;
    let mut refused = None;
    if is_saved(cx) {
        match tried("draft", revised(cx, &contract, kind, &parties).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let title = format!("{}: {}", cx.w.deals.edit, contract.number);
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), title).chips(words.kind, chips(cx, &path, kind));
    let (form, note) = form(cx, format!("{path}?type={kind}"), kind, parties, Some(&contract)).await?;
    Ok(form_page(cx, &head, note, form, refused))
}

/// The contract of the form, with roles that the form has no field for.
fn body(cx: &Cx<'_>, kind: &str, parties: &[(&str, Picked)], known: Option<&Contract>) -> Result<Value, Problem> {
    let valid = take::span(cx, "valid").ok_or_else(|| Problem::field("valid_from", cx.w.problem.missing))?;
    let mut roles = Vec::new();
    for (index, (role, party)) in parties.iter().enumerate() {
        if index < REQUIRED || !party.id.is_empty() {
            roles.push(json!({ "party": party.wanted(cx)?, "role": role, "primary": true, "valid": valid }));
        }
    }
    // A second agent or payer, with days of its own, has no field here and stays.
    let seconds = known.into_iter().flat_map(|contract| contract.roles.iter()).filter(|cell| !cell.primary);
    roles.extend(seconds.map(RoleCell::as_sent));
    let mut body = json!({
        "number": cx.form.get("number"),
        "contract_type": kind,
        "currency": cx.form.get("currency"),
        "valid": valid,
        "roles": roles,
        "terms": terms(cx, known)?,
    });
    insert(&mut body, "asset_id", typed(cx, "asset_id"));
    Ok(body)
}

async fn draft(cx: &Cx<'_>, kind: &str, parties: &[(&str, Picked)]) -> Result<Reply, Problem> {
    let answer = cx.send("POST", "/commerce/contracts", &[], body(cx, kind, parties, None)?).await?;
    Ok(done(&at("commerce/contracts", made(&answer)), "saved"))
}

async fn revised(cx: &Cx<'_>, contract: &Contract, kind: &str, parties: &[(&str, Picked)]) -> Result<Reply, Problem> {
    let id = contract.contract_id.as_str();
    cx.send("PUT", "/commerce/contracts/{contract_id}", &[id], body(cx, kind, parties, Some(contract))?).await?;
    Ok(done(&at("commerce/contracts", id), "saved"))
}
