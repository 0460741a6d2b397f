//! The list of contracts, and the form of a new one: the type decides its roles.

use serde_json::{Value, json};

use super::{ROWS, Tab, WRITERS, names, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::commerce::{AssetItem, ContractItem};
use crate::pages::kit::form::currencies;
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, done, made};
use crate::pages::list::{self, Chip, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;

const PATH: &str = "/console/commerce/contracts";
const TYPES: &[&str] = &["SALE_OF_GOODS", "SERVICE_SLA", "CONSULTING", "EQUIPMENT_LEASE"];
const LEASE: &str = "EQUIPMENT_LEASE";
const STATUSES: &[&str] = &["", "DRAFT", "SIGNED", "EXPIRED", "TERMINATED"];
const FILTERS: &[&str] = &["status", "contract_type", "party_id"];
/// Assets that the form offers.
const ASSETS: &str = "50";

/// Contracts, filtered.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let query = ["status", "contract_type", "party_id", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<ContractItem> = cx.get("/commerce/contracts", &[], &query).await?;
    let main =
        |contract: &ContractItem| contract.roles.iter().filter(|role| role.primary).map(|role| role.party.clone()).collect::<Vec<_>>();
    let names = names(cx, listed.items.iter().flat_map(main).collect()).await?;
    let row = |contract: &ContractItem| {
        let roles = contract.roles.iter().filter(|role| role.primary);
        let roles: Vec<String> = roles.map(|role| format!("{}: {}", cx.w.trade(&role.role), names.of(&role.party))).collect();
        let until = contract.valid_until.as_deref().map(|day| cx.f.day(day)).unwrap_or_default();
        vec![
            Cell::link(&contract.number, at("commerce/contracts", &contract.contract_id)),
            Cell::text(cx.w.trade(&contract.contract_type)),
            Cell::text(roles.join("; ")),
            Cell::badge(cx.w.trade(&contract.status), super::tone(&contract.status)),
            Cell::text(cx.f.day(&contract.valid_from)).sub(until),
            Cell::text(&contract.currency),
        ]
    };
    let columns = vec![
        Column::text(words.number),
        Column::text(words.kind),
        Column::text(words.roles),
        Column::text(cx.w.frame.status),
        Column::text(words.valid_from),
        Column::text(cx.w.kit.currency),
    ];
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row));
    let named: Vec<(&str, &str)> =
        STATUSES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.trade(code) })).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), cx.w.kit.contracts)
        .button(cx.may(WRITERS), format!("{PATH}/new"), words.new)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "status", &named));
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, cx.w.kit.contracts, head.html(), live.html()).into())
}

/// The field of a form, and the role that it fills.
type RoleField = (&'static str, &'static str);

/// The two roles that a type demands, and those that it allows besides.
fn roles(kind: &str) -> ([RoleField; 2], &'static [RoleField]) {
    const MORE: &[RoleField] = &[("agent", "AGENT"), ("payer", "PAYER"), ("beneficiary", "BENEFICIARY")];
    const TRADE: &[RoleField] = &[("agent", "AGENT"), ("principal", "PRINCIPAL"), ("payer", "PAYER"), ("beneficiary", "BENEFICIARY")];
    match kind {
        LEASE => ([("lessor", "LESSOR"), ("lessee", "LESSEE")], MORE),
        "SALE_OF_GOODS" => ([("seller", "SELLER"), ("buyer", "BUYER")], TRADE),
        _ => ([("seller", "SELLER"), ("buyer", "BUYER")], MORE),
    }
}

/// Assets that are free in the days of the contract, for a lease only.
async fn assets(cx: &Cx<'_>) -> Result<Vec<(String, String)>, Problem> {
    let from = cx.form.get("valid_from");
    let today = cx.f.today();
    let from = if from.is_empty() { today.as_str() } else { from };
    let query = [("free_from", from), ("free_until", cx.form.get("valid_until")), ("limit", ASSETS)];
    let listed: Listed<AssetItem> = cx.get("/commerce/assets", &[], &query).await?;
    let named = |asset: AssetItem| {
        let number = asset.inventory_number.map(|number| format!(" ({number})")).unwrap_or_default();
        (asset.asset_id, format!("{}{number}", asset.name))
    };
    Ok(listed.items.into_iter().map(named).collect())
}

/// The form: the type first, then what it demands.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let path = format!("{PATH}/new");
    let kind = TYPES.iter().copied().find(|kind| *kind == asked(cx, "type")).unwrap_or("SALE_OF_GOODS");
    let chip = |code: &&str| Chip { href: format!("{path}?type={code}"), label: cx.w.trade(code).to_owned(), current: *code == kind };
    let head =
        Head::new(cx.w, tabs(cx, Tab::Contracts), words.new).lead(words.choose_type).chips(words.kind, TYPES.iter().map(chip).collect());
    let (required, allowed) = roles(kind);
    let mut picked = Vec::new();
    for (field, role) in required {
        picked.push((role, Picked::read(cx, field, cx.w.trade(role)).await?));
    }
    for (field, role) in allowed {
        picked.push((role, Picked::read(cx, field, cx.w.trade(role)).await?.optional()));
    }
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match draft(cx, kind, &picked).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("draft", problem)),
        }
    }
    let policies = ["ON_SHIPMENT", "ON_TRANSFER", "OVER_TIME"];
    let policies = policies.iter().map(|code| ((*code).to_owned(), cx.w.trade(code).to_owned())).collect();
    let mut form = FormView::page(cx.w, "draft", format!("{path}?type={kind}"), words.draft, PATH.to_owned())
        .field(Field::text("number", words.number))
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).value(cx.currency.code()))
        .field(Field::day("valid_from", words.valid_from).value(cx.f.today()))
        .field(Field::day("valid_until", words.valid_until).optional());
    let mut sheet = Sheet::new().raw(&head.html());
    if kind == LEASE {
        let assets = assets(cx).await?;
        if assets.is_empty() {
            sheet = sheet.text("callout warn", words.no_asset);
        }
        form = form.field(Field::choice("asset_id", words.asset, assets).hint(words.asset_hint).wide());
    }
    let mut form = form
        .field(Field::choice("recognition", words.recognition, policies))
        .field(Field::whole("payment_days", words.payment_days).value("10"))
        .field(Field::text("governing_law", words.law).hint(cx.w.parties.country_hint).value("UA"))
        .field(Field::tick("price_includes_tax", words.tax_included));
    for (_, picked) in picked {
        form = form.picker(picked);
    }
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let sheet = sheet.raw(&form.refilled(refused.as_ref(), cx.form).html());
    Ok(Page::still(Section::Commerce, words.new, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn draft(cx: &Cx<'_>, kind: &str, picked: &[(&str, Picked)]) -> Result<Reply, Problem> {
    let field = |name: &str| cx.form.get(name);
    let valid = super::deed::span(cx, "valid").ok_or_else(|| Problem::field(cx.w.contracts.valid_from, cx.w.problem.missing))?;
    let mut roles = Vec::new();
    for (index, (role, party)) in picked.iter().enumerate() {
        if index < 2 || !party.id.is_empty() {
            roles.push(json!({ "party": party.wanted(cx)?, "role": role, "primary": true, "valid": valid }));
        }
    }
    let days: u16 = field("payment_days").parse().map_err(|_| Problem::field(cx.w.contracts.payment_days, cx.w.problem.not_a_number))?;
    let mut body = json!({
        "number": field("number"),
        "contract_type": kind,
        "currency": field("currency"),
        "valid": valid,
        "roles": roles,
        "terms": {
            "price_includes_tax": field("price_includes_tax") == "true",
            "recognition": field("recognition"),
            "payment_days": days,
            "governing_law": field("governing_law"),
        },
    });
    insert(&mut body, "asset_id", Some(field("asset_id")).filter(|id| !id.is_empty()).map(Value::from));
    let answer = cx.send("POST", "/commerce/contracts", &[], body).await?;
    Ok(done(&at("commerce/contracts", made(&answer)), "saved"))
}
