//! One contract: its frame, and the way from there to money in four strict steps.

use askama::Template;
use serde_json::Value;

use super::{ROWS, Tab, WRITERS, facts, invoices, names, obligations, papers, payments, schedule, span_text, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::deal::{Contract, ContractVersion, RoleCell, Schedule};
use crate::model::fact::FactItem;
use crate::model::holding::Asset;
use crate::model::trade::{InvoiceItem, PaymentItem};
use crate::pages::commerce::Names;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::pages::ledger::READERS;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Everything that the page shows.
struct Whole {
    contract: Contract,
    facts: Vec<FactItem>,
    /// Absent for who may not see money.
    invoices: Option<Vec<InvoiceItem>>,
    payments: Option<Vec<PaymentItem>>,
    /// What a lease lends.
    asset: Option<Asset>,
    schedule: Option<Schedule>,
    names: Names,
}

#[derive(Template)]
#[template(path = "contract_steps.html")]
struct Steps {
    w: &'static Words,
    steps: Vec<(&'static str, &'static str, &'static str)>,
}

async fn whole(cx: &Cx<'_>, id: &str) -> Result<Whole, Problem> {
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let facts: Listed<FactItem> = cx.get("/commerce/facts", &[], &[("contract_id", id), ("limit", ROWS)]).await?;
    let (mut invoices, mut payments) = (None, None);
    if cx.may(READERS) {
        let listed: Listed<InvoiceItem> = cx.get("/commerce/invoices", &[], &[("contract_id", id), ("limit", ROWS)]).await?;
        invoices = Some(listed.items);
        let listed: Listed<PaymentItem> = cx.get("/commerce/payments", &[], &[("waiting_for", id), ("limit", ROWS)]).await?;
        payments = Some(listed.items);
    }
    let asset = match &contract.asset_id {
        Some(id) => Some(cx.get("/commerce/assets/{asset_id}", &[id], &[]).await?),
        None => None,
    };
    let schedule = match &contract.schedule_id {
        Some(id) => Some(cx.get("/commerce/payment-schedules/{schedule_id}", &[id], &[]).await?),
        None => None,
    };
    let known = contract.roles.iter().filter(|role| role.party_name.is_none()).map(|role| role.party_id.clone()).collect();
    let mut names = names(cx, known).await?;
    for role in &contract.roles {
        names.know(&role.party_id, role.party_name.as_deref());
    }
    Ok(Whole { contract, facts: facts.items, invoices, payments, asset, schedule, names })
}

/// The four steps: what is done, what is now, what is to come.
fn steps(cx: &Cx<'_>, whole: &Whole) -> String {
    let words = &cx.w.contracts;
    let invoices = whole.invoices.as_deref().unwrap_or_default();
    let paid = |invoice: &InvoiceItem| matches!(invoice.status.as_str(), "PAID" | "CLOSED" | "VOID");
    let reached = [
        whole.contract.status != "DRAFT",
        !whole.facts.is_empty(),
        invoices.iter().any(|invoice| !matches!(invoice.status.as_str(), "DRAFT" | "VOID")),
        !invoices.is_empty() && invoices.iter().all(paid),
    ];
    let now = reached.iter().position(|reached| !reached);
    let named = [("frame", words.step_frame), ("facts", words.step_facts), ("claim", words.step_claim), ("money", words.step_money)];
    let step = |(index, ((anchor, label), reached)): (usize, ((&'static str, &'static str), bool))| {
        let class = if Some(index) == now {
            "now"
        } else if reached {
            "done"
        } else {
            "open"
        };
        (anchor, label, class)
    };
    render(&Steps { w: cx.w, steps: named.into_iter().zip(reached).enumerate().map(step).collect() })
}

fn roles(cx: &Cx<'_>, whole: &Whole) -> Grid {
    let words = &cx.w.contracts;
    let row = |role: &RoleCell| {
        let state = if role.current { Cell::badge(cx.w.parties.current, "ok") } else { Cell::empty() };
        vec![
            Cell::text(cx.w.trade(&role.role)).sub(if role.primary { words.primary } else { "" }),
            Cell::links(vec![(at("commerce/parties", &role.party_id), whole.names.of(&role.party_id).to_owned())]),
            Cell::text(span_text(cx, &role.valid)),
            state,
        ]
    };
    let columns =
        vec![Column::text(words.role), Column::text(cx.w.kit.party), Column::text(cx.w.parties.valid), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.roles, columns, (words.empty, "")).rows(whole.contract.roles.iter().map(row))
}

fn terms(cx: &Cx<'_>, whole: &Whole) -> Vec<(&'static str, Cell)> {
    let (words, contract) = (&cx.w.contracts, &whole.contract);
    let taxed = if contract.term("price_includes_tax") == "true" { words.tax_included } else { words.tax_on_top };
    let standing = |name: &str| contract.standing.get(name).and_then(Value::as_str).unwrap_or_default();
    let signed = [standing("on"), standing("signed_on")];
    let signed = if contract.status == "TERMINATED" { signed[1] } else { signed[0] };
    let asset = whole.asset.as_ref();
    let asset = asset.map(|asset| Cell::links(vec![(at("commerce/assets", &asset.asset_id), asset.profile.name.clone())]));
    let small = contract.term_amount("small_difference").map(|amount| Cell::money(cx.f, &amount));
    let payers = contract.terms.as_ref().and_then(|terms| terms.get("third_party_payers")?.as_array()).map(Vec::as_slice);
    let payer = |one: &Value| {
        let id = one.get("party").and_then(Value::as_str).unwrap_or_default();
        (at("commerce/parties", id), whole.names.of(id).to_owned())
    };
    let payers = payers.unwrap_or_default().iter().map(payer).collect();
    vec![
        (words.kind, Cell::text(cx.w.trade(&contract.contract_type))),
        (cx.w.parties.valid, Cell::text(span_text(cx, &contract.valid))),
        (cx.w.kit.currency, Cell::text(&contract.currency)),
        (words.price, Cell::text(taxed)),
        (words.recognition, Cell::text(cx.w.trade(&contract.term("recognition")))),
        (words.payment_days, Cell::text(contract.term("payment_days"))),
        (words.law, Cell::text(contract.term("governing_law"))),
        (words.asset, asset.unwrap_or_default()),
        (cx.w.deals.small_difference, small.unwrap_or_default()),
        (cx.w.deals.profile, Cell::text(contract.term("regulatory_profile"))),
        (cx.w.deals.third_payers, Cell::links(payers)),
        (words.signed_on, Cell::text(cx.f.day(signed))),
    ]
}

fn versions(cx: &Cx<'_>, contract: &Contract) -> Vec<String> {
    let words = &cx.w.contracts;
    let text = |version: &ContractVersion| {
        let mut changed: Vec<&str> = version.changed.iter().map(|code| cx.w.trade(code)).collect();
        changed.dedup();
        let about = [changed.join(", "), version.reason.clone().unwrap_or_default()];
        let about: Vec<&str> = about.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let from = fill(cx.w.parties.from_on, &[&cx.f.day(&version.from)]);
        format!(
            "{} {from}{}{}",
            fill(words.version_of, &[&version.n.to_string()]),
            if about.is_empty() { "" } else { ": " },
            about.join("; ")
        )
    };
    contract.versions.iter().rev().map(text).collect()
}

fn frame_forms(cx: &Cx<'_>, whole: &Whole, refused: Option<&Refused>) -> Sheet {
    let (words, contract) = (&cx.w.contracts, &whole.contract);
    let path = at("commerce/contracts", &contract.contract_id);
    if !cx.may(WRITERS) {
        return Sheet::new();
    }
    let print = FormView::fold(cx.w, "print", format!("{path}/print"), cx.w.invoices.print).field(papers::language(cx));
    let sheet = Sheet::new().form(print, refused, cx.form);
    if contract.status == "DRAFT" {
        let sign = FormView::fold(cx.w, "sign", format!("{path}/sign"), words.sign)
            .hint(words.sign_hint)
            .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
            .open(true);
        return Sheet::new().raw(&sign.refilled(refused, cx.form).html()).raw(&sheet.html());
    }
    if contract.status == "TERMINATED" || !cx.may(super::SENIORS) {
        return sheet;
    }
    let terminate = FormView::fold(cx.w, "terminate", format!("{path}/terminate"), words.terminate)
        .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
        .field(Field::text("reason", cx.w.frame.reason))
        .danger();
    sheet.form(terminate, refused, cx.form)
}

fn fulfilment(cx: &Cx<'_>, whole: &Whole) -> Sheet {
    if whole.contract.status == "DRAFT" {
        return Sheet::new().text("muted", cx.w.contracts.not_signed);
    }
    Sheet::new().grid(&obligations::table(cx, &whole.contract.obligations, &whole.names, cx.w.contracts.obligations)).grid(&facts::table(
        cx,
        &whole.facts,
        &whole.names,
        cx.w.facts.title,
    ))
}

fn claim(cx: &Cx<'_>, whole: &Whole) -> Sheet {
    let words = &cx.w.contracts;
    match &whole.invoices {
        None => Sheet::new().text("muted", words.money_not_for_you),
        Some(items) => {
            Sheet::new().grid(&invoices::table(cx, items, &whole.names, (cx.w.kit.invoices, words.nothing_billed, words.nothing_billed_do)))
        }
    }
}

fn money(cx: &Cx<'_>, whole: &Whole) -> Sheet {
    let words = &cx.w.contracts;
    let planned =
        schedule::part(cx, whole.schedule.as_ref(), ("contracts", &whole.contract.contract_id), whole.contract.status != "TERMINATED");
    match &whole.payments {
        None => planned,
        Some(items) => planned.grid(&payments::table(cx, items, &whole.names, (cx.w.kit.payments, words.no_money, words.no_money_do))),
    }
}

/// One contract with its four steps.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let whole = whole(cx, id).await?;
    let contract = &whole.contract;
    let path = at("commerce/contracts", id);
    let may = cx.may(WRITERS);
    let signed = contract.status != "DRAFT" && may;
    let billed = signed && cx.may(super::BILLERS);
    let title = fill(words.one, &[&contract.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), &title)
        .badge(cx.w.trade(&contract.status), tone(&contract.status))
        .button(contract.status == "DRAFT" && may, format!("{path}/edit"), cx.w.deals.edit)
        .button(signed, format!("{path}/fact"), words.record_fact)
        .button(signed, format!("{path}/obligation"), words.undertake)
        .button(billed, format!("{path}/invoice"), words.draft_invoice)
        .button(billed && contract.status != "TERMINATED", format!("{path}/advance"), cx.w.deals.advance)
        .button(signed && contract.status != "TERMINATED", format!("{path}/amend"), cx.w.deals.amend);
    let why = contract.ended_because();
    let mut live = Sheet::new().card(words.steps, Sheet::new().raw(&steps(cx, &whole)));
    if !why.is_empty() {
        live = live.text("callout bad", &fill(words.terminated, &[why]));
    }
    let frame =
        Sheet::new().grid(&roles(cx, &whole)).raw(&Sheet::new().card(cx.w.frame.actions, frame_forms(cx, &whole, refused.as_ref())).html());
    let about = Sheet::new().facts(words.terms, &terms(cx, &whole)).card(words.versions, Sheet::new().items(&versions(cx, contract)));
    let about = about.grid(&papers::grid(cx, "contracts", id).await?);
    let live = live
        .section("frame", words.step_frame, Sheet::new().columns(frame, about))
        .section("facts", words.step_facts, fulfilment(cx, &whole))
        .section("claim", words.step_claim, claim(cx, &whole))
        .section("money", words.step_money, money(cx, &whole));
    let page = Page::live(Section::Commerce, title, head.html(), live.html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}
