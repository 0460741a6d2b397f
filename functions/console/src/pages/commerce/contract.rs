//! One contract: its frame, and the way from there to money in four strict steps.

use askama::Template;
use serde_json::{Value, json};

use super::{ROWS, Tab, WRITERS, facts, invoices, names, payments, span_text, tabs, tone};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::commerce::{Contract, ContractVersion, FactItem, Obligation, RoleCell};
use crate::model::trade::{InvoiceItem, PaymentItem};
use crate::pages::commerce::Names;
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at, done};
use crate::pages::ledger::READERS;
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Lines that a fresh form of an obligation offers, and at most.
const LINES: (usize, usize) = (2, 100);

/// Everything that the page shows.
struct Whole {
    contract: Contract,
    facts: Vec<FactItem>,
    /// Absent for who may not see money.
    invoices: Option<Vec<InvoiceItem>>,
    payments: Option<Vec<PaymentItem>>,
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
    let known = contract.roles.iter().filter(|role| role.party_name.is_none()).map(|role| role.party_id.clone()).collect();
    let mut names = names(cx, known).await?;
    for role in &contract.roles {
        names.know(&role.party_id, role.party_name.as_deref());
    }
    Ok(Whole { contract, facts: facts.items, invoices, payments, names })
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

fn terms(cx: &Cx<'_>, contract: &Contract) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.contracts;
    let taxed = if contract.term("price_includes_tax") == "true" { words.tax_included } else { words.tax_on_top };
    let standing = |name: &str| contract.standing.get(name).and_then(Value::as_str).unwrap_or_default();
    let signed = [standing("on"), standing("signed_on")];
    let signed = if contract.status == "TERMINATED" { signed[1] } else { signed[0] };
    let asset = contract.asset_id.as_deref().map(|id| Cell::text(id).mono()).unwrap_or_default();
    vec![
        (words.kind, Cell::text(cx.w.trade(&contract.contract_type))),
        (cx.w.parties.valid, Cell::text(span_text(cx, &contract.valid))),
        (cx.w.kit.currency, Cell::text(&contract.currency)),
        (words.price, Cell::text(taxed)),
        (words.recognition, Cell::text(cx.w.trade(&contract.term("recognition")))),
        (words.payment_days, Cell::text(contract.term("payment_days"))),
        (words.law, Cell::text(contract.term("governing_law"))),
        (words.asset, asset),
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

fn obligations(cx: &Cx<'_>, whole: &Whole) -> Grid {
    let words = &cx.w.contracts;
    let row = |owed: &Obligation| {
        let waive = Button {
            path: format!("{}/waive", at("commerce/obligations", &owed.obligation_id)),
            label: words.waive,
            hidden: vec![("contract", whole.contract.contract_id.clone())],
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        let due = Cell::text(cx.f.day(&owed.due)).sub(if owed.overdue { words.overdue } else { "" });
        let status = Cell::badge(cx.w.trade(&owed.status), tone(&owed.status));
        vec![
            Cell::text(cx.w.trade(&owed.kind)).sub(owed.subject.as_deref().unwrap_or_default()),
            Cell::text(fill(words.from_to, &[whole.names.of(&owed.from), whole.names.of(&owed.to)])),
            owed.amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount)),
            due,
            status.with(Some(waive).filter(|_| owed.open && cx.may(super::SENIORS))),
        ]
    };
    let columns = vec![
        Column::text(words.goods_or_work),
        Column::text(cx.w.facts.between),
        Column::number(cx.w.kit.amount),
        Column::text(words.due),
        Column::text(cx.w.frame.status),
    ];
    Grid::part(cx.w, words.obligations, columns, (words.no_obligations, words.no_obligations_do))
        .rows(whole.contract.obligations.iter().map(row))
}

fn frame_forms(cx: &Cx<'_>, whole: &Whole, refused: Option<&Refused>) -> Sheet {
    let (words, contract) = (&cx.w.contracts, &whole.contract);
    let path = at("commerce/contracts", &contract.contract_id);
    if !cx.may(WRITERS) {
        return Sheet::new();
    }
    if contract.status == "DRAFT" {
        let sign = FormView::fold(cx.w, "sign", format!("{path}/sign"), words.sign)
            .hint(words.sign_hint)
            .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
            .open(true);
        return Sheet::new().raw(&sign.refilled(refused, cx.form).html());
    }
    if contract.status == "TERMINATED" {
        return Sheet::new();
    }
    let amend = FormView::fold(cx.w, "amend", format!("{path}/amend"), words.amend)
        .field(Field::day("from", cx.w.kit.from).value(cx.f.today()))
        .field(Field::whole("payment_days", words.payment_days).value(contract.term("payment_days")))
        .field(Field::text("reason", cx.w.frame.reason).wide());
    let sheet = Sheet::new().raw(&amend.refilled(refused, cx.form).html());
    if !cx.may(super::SENIORS) {
        return sheet;
    }
    let terminate = FormView::fold(cx.w, "terminate", format!("{path}/terminate"), words.terminate)
        .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
        .field(Field::text("reason", cx.w.frame.reason))
        .danger();
    sheet.raw(&terminate.refilled(refused, cx.form).html())
}

fn fulfilment(cx: &Cx<'_>, whole: &Whole) -> Sheet {
    if whole.contract.status == "DRAFT" {
        return Sheet::new().text("muted", cx.w.contracts.not_signed);
    }
    Sheet::new().grid(&obligations(cx, whole)).grid(&facts::table(cx, &whole.facts, &whole.names, cx.w.facts.title))
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
    match &whole.payments {
        None => Sheet::new(),
        Some(items) => Sheet::new().grid(&payments::table(cx, items, &whole.names, (cx.w.kit.payments, words.no_money, words.no_money_do))),
    }
}

/// One contract with its four steps.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let whole = whole(cx, id).await?;
    let contract = &whole.contract;
    let path = at("commerce/contracts", id);
    let signed = contract.status != "DRAFT" && cx.may(WRITERS);
    let billed = signed && cx.may(super::BILLERS);
    let title = fill(words.one, &[&contract.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), &title)
        .badge(cx.w.trade(&contract.status), tone(&contract.status))
        .button(signed, format!("{path}/fact"), words.record_fact)
        .button(signed, format!("{path}/obligation"), words.undertake)
        .button(billed, format!("{path}/invoice"), words.draft_invoice);
    let why = contract.standing.get("reason").and_then(Value::as_str).unwrap_or_default();
    let mut live = Sheet::new().card(words.steps, Sheet::new().raw(&steps(cx, &whole)));
    if !why.is_empty() {
        live = live.text("callout bad", &fill(words.terminated, &[why]));
    }
    let frame =
        Sheet::new().grid(&roles(cx, &whole)).raw(&Sheet::new().card(cx.w.frame.actions, frame_forms(cx, &whole, refused.as_ref())).html());
    let about = Sheet::new().facts(words.terms, &terms(cx, contract)).card(words.versions, Sheet::new().items(&versions(cx, contract)));
    let live = live
        .section("frame", words.step_frame, Sheet::new().columns(frame, about))
        .section("facts", words.step_facts, fulfilment(cx, &whole))
        .section("claim", words.step_claim, claim(cx, &whole))
        .section("money", words.step_money, money(cx, &whole));
    let page = Page::live(Section::Commerce, title, head.html(), live.html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}

/// Changes the terms from a day on.
pub(super) async fn amend(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    match amended(cx, id).await {
        Ok(()) => Ok(done(&at("commerce/contracts", id), "saved")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, id, Some(Refused::of("amend", problem))).await,
    }
}

async fn amended(cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
    let days: u16 = cx.form.get("payment_days").parse().map_err(|_| Problem::field("payment_days", cx.w.problem.not_a_number))?;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let mut terms = contract.terms.ok_or_else(Problem::unreadable)?;
    insert(&mut terms, "payment_days", Some(Value::from(days)));
    let body = json!({ "from": cx.form.get("from"), "terms": terms, "reason": cx.form.get("reason") });
    cx.send("POST", "/commerce/contracts/{contract_id}/amend", &[id], body).await?;
    Ok(())
}

/// The form of a new obligation.
pub(super) async fn undertake(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let choices = |codes: &[(&str, &str)]| codes.iter().map(|(value, word)| ((*value).to_owned(), cx.w.trade(word).to_owned())).collect();
    let columns = vec![
        Field::text("code", words.code),
        Field::text("name", words.item),
        Field::choice("supply", words.supply, choices(&[("goods", "goods"), ("consulting", "service"), ("movable", "lease")])),
        Field::text("tax_code", words.tax_code),
        Field::decimal("quantity", words.quantity),
        Field::text("unit", words.unit),
        Field::decimal("price", words.price),
    ];
    let lines = Lines::read(words.lines, columns, cx.form, LINES.0, LINES.1);
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match undertaken(cx, id, &lines).await {
            Ok(()) => return Ok(done(&at("commerce/contracts", id), "saved")),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("undertake", problem)),
        }
    }
    let kind = if contract.contract_type == "SALE_OF_GOODS" { "DELIVER" } else { "PERFORM" };
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "undertake", format!("{path}/obligation"), words.undertake, path)
        .hint(words.tax_code_hint)
        .hidden("currency", &contract.currency)
        .field(Field::choice("kind", words.goods_or_work, choices(&[("DELIVER", "DELIVER"), ("PERFORM", "PERFORM")])).value(kind))
        .field(Field::day("due", words.due))
        .lines(lines);
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", words.undertake, contract.number));
    let sheet = Sheet::new().raw(&head.html()).raw(&form.refilled(refused.as_ref(), cx.form).html());
    Ok(Page::still(Section::Commerce, words.undertake, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn undertaken(cx: &Cx<'_>, id: &str, lines: &Lines) -> Result<(), Problem> {
    let line = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let at = fill(cx.w.kit.line_wrong, &[&number.to_string(), cx.w.contracts.price]);
        let price = typed_money(cell(6), super::deed::form_currency(cx), &at, cx.w)?;
        let price = price.ok_or_else(|| Problem::field(&at, cx.w.problem.missing))?;
        let supply = match cell(2) {
            "consulting" => json!({ "service": "consulting" }),
            "movable" => json!({ "lease": "movable" }),
            _ => json!("goods"),
        };
        Ok(json!({
            "n": number, "article": { "code": cell(0), "name": cell(1) }, "supply": supply, "tax_code": cell(3),
            "quantity": typed_decimal(cell(4)), "unit": cell(5), "price": price,
        }))
    };
    let lines: Vec<Value> = lines.filled().map(line).collect::<Result<_, Problem>>()?;
    if lines.is_empty() {
        return Err(Problem::field(cx.w.contracts.lines, cx.w.problem.missing));
    }
    let body = json!({ "contract_id": id, "kind": cx.form.get("kind"), "due": cx.form.get("due"), "lines": lines });
    cx.send("POST", "/commerce/obligations", &[], body).await?;
    Ok(())
}
