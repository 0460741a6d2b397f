//! Fulfilment: the feed, one fact, and the form that records one under a contract.

use serde_json::{Value, json};

use super::{ROWS, Tab, WRITERS, entry_links, names, tabs};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::commerce::{Contract, Fact, FactItem, FactLine, ObligationPage, PromisedLine, Proof};
use crate::pages::commerce::Names;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, done, made};
use crate::pages::list::{self, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/facts";
/// Obligations whose lines one form offers; each costs a call.
const OBLIGATIONS_MAX: usize = 10;
/// Lines of one form.
const LINES_MAX: usize = 200;

/// A table of facts.
pub(super) fn table(cx: &Cx<'_>, items: &[FactItem], names: &Names, title: &'static str) -> Grid {
    let words = &cx.w.facts;
    let columns = vec![
        Column::text(words.occurred),
        Column::text(words.what),
        Column::text(words.between),
        Column::number(cx.w.kit.amount),
        Column::number(words.recognised),
        Column::text(cx.w.frame.status),
    ];
    let money = |amount: &Option<crate::format::Amount>| amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount));
    let row = |fact: &FactItem| {
        let what = fact.subject.as_deref().or(fact.document.as_deref()).unwrap_or_default();
        vec![
            Cell::link(cx.f.day(&fact.occurred), at("commerce/facts", &fact.fact_id)),
            Cell::text(cx.w.trade(&fact.kind.kind)).sub(what),
            Cell::text(format!("{} → {}", names.of(&fact.seller), names.of(&fact.buyer))),
            money(&fact.amount),
            money(&fact.recognised),
            state(cx, fact),
        ]
    };
    let empty = (words.empty, words.empty_do);
    let grid = if title.is_empty() { Grid::page(cx.w, columns, empty) } else { Grid::part(cx.w, title, columns, empty) };
    grid.rows(items.iter().map(row))
}

fn state(cx: &Cx<'_>, fact: &FactItem) -> Cell {
    let words = &cx.w.facts;
    let cell = if fact.reversed {
        Cell::badge(words.reversed, "bad")
    } else if fact.reverses.is_some() {
        Cell::badge(words.reversal, "plain")
    } else if fact.unbilled {
        Cell::badge(words.unbilled, "warn")
    } else {
        Cell::badge(words.billed, "ok")
    };
    if fact.late { cell.sub(words.late) } else { cell }
}

/// The feed of all facts.
pub(super) async fn feed(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.facts;
    let query = ["contract_id", "show", "domain", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<FactItem> = cx.get("/commerce/facts", &[], &query).await?;
    let names = names(cx, listed.items.iter().flat_map(|fact| [fact.seller.clone(), fact.buyer.clone()]).collect()).await?;
    let shows = [("", words.all), ("unbilled", words.unbilled), ("late", words.late)];
    let chips = list::chips(PATH, cx.asked, &["show", "contract_id"], "show", &shows);
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), words.title).chips(cx.w.frame.status, chips);
    let paging = Paging::new(PATH, cx.asked, &["show", "contract_id"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, &names, "")).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, words.title, head.html(), live.html()).into())
}

/// One fact.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.facts;
    let fact: Fact = cx.get("/commerce/facts/{fact_id}", &[id], &[]).await?;
    let summary = &fact.summary;
    let names = names(cx, vec![summary.seller.clone(), summary.buyer.clone()]).await?;
    let title = fill(words.one, &[cx.w.trade(&summary.kind.kind), &cx.f.day(&summary.occurred)]);
    let row = |line: &FactLine| {
        let content = &line.line;
        let quantity = |text: &str| Cell::text(format!("{} {}", cx.f.quantity(text), content.unit));
        vec![
            Cell::text(&content.article.name).sub(&content.article.code),
            quantity(&content.quantity),
            quantity(&line.billed),
            quantity(&line.open),
            line.amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount)),
        ]
    };
    let columns = vec![
        Column::text(words.what),
        Column::number(cx.w.contracts.quantity),
        Column::number(words.billed),
        Column::number(words.open),
        Column::number(cx.w.kit.amount),
    ];
    let lines = Grid::part(cx.w, words.lines, columns, (words.empty, "")).rows(fact.lines.iter().map(row));
    let proof = |proof: &Proof| vec![Cell::text(&proof.name), Cell::text(&proof.sha256).mono()];
    let proof_columns = vec![Column::text(words.document), Column::text(cx.w.entries.hash)];
    let proofs = Grid::part(cx.w, words.proofs, proof_columns, (words.no_proofs, "")).rows(fact.proofs.iter().map(proof));
    let link = |place: &str, id: &Option<String>, label: &str| match id {
        Some(id) => Cell::links(vec![(at(place, id), label.to_owned())]),
        None => Cell::empty(),
    };
    let about = vec![
        (
            words.between,
            Cell::links(vec![
                (at("commerce/parties", &summary.seller), names.of(&summary.seller).to_owned()),
                (at("commerce/parties", &summary.buyer), names.of(&summary.buyer).to_owned()),
            ]),
        ),
        (cx.w.frame.status, state(cx, summary).sub(if summary.intercompany { words.intercompany } else { "" })),
        (words.posted_on, Cell::text(cx.f.day(&summary.posted_on))),
        (words.document, Cell::text(summary.document.as_deref().unwrap_or_default())),
        (words.contract, link("commerce/contracts", &summary.contract_id, words.contract)),
        (words.reversal, link("commerce/facts", &summary.reverses, words.title)),
        (cx.w.kit.entries, entry_links(cx, "commerce.fulfillment-event", id, &fact.entries)),
    ];
    let mut actions = Sheet::new();
    if cx.may(WRITERS) && !summary.reversed && summary.reverses.is_none() {
        let form = FormView::fold(cx.w, "reverse", format!("{}/reverse", at("commerce/facts", id)), words.reverse);
        let form = form.hint(words.reverse_hint).field(Field::text("reason", cx.w.frame.reason)).danger();
        actions = actions.raw(&form.refilled(refused.as_ref(), cx.form).html());
    }
    let narrow = Sheet::new().facts("", &about).card(cx.w.frame.actions, actions);
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), &title);
    let live = Sheet::new().columns(Sheet::new().grid(&lines).grid(&proofs), narrow);
    Ok(Page::live(Section::Commerce, title, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}

/// A line of an obligation that may still be fulfilled.
struct Owed {
    obligation: String,
    line: PromisedLine,
}

async fn owed(cx: &Cx<'_>, contract: &Contract) -> Result<Vec<Owed>, Problem> {
    let mut owed = Vec::new();
    let open = contract.obligations.iter().filter(|obligation| obligation.open && obligation.kind != "PAY");
    for obligation in open.take(OBLIGATIONS_MAX) {
        let page: ObligationPage = cx.get("/commerce/obligations/{obligation_id}", &[&obligation.obligation_id], &[]).await?;
        let id = page.summary.obligation_id;
        owed.extend(page.lines.into_iter().map(|line| Owed { obligation: id.clone(), line }));
    }
    Ok(owed)
}

/// The form that records what was done under a contract.
pub(super) async fn record(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.facts;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let path = at("commerce/contracts", id);
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match save(cx, id).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("record-fact", problem)),
        }
    }
    let owed = owed(cx, &contract).await?;
    let (mut lines, default) = (lines(cx, &owed), default_kind(&contract));
    lines.grows = false;
    let kinds = ["GOODS_SHIPMENT", "SERVICE_ACT", "LEASE_USAGE"];
    let kinds = kinds.iter().map(|code| ((*code).to_owned(), cx.w.trade(code).to_owned())).collect();
    let form = FormView::page(cx.w, "record-fact", format!("{path}/fact"), words.record, path)
        .hidden("currency", &contract.currency)
        .field(Field::choice("fact_type", words.what, kinds).value(default))
        .field(Field::day("occurred", words.occurred).value(cx.f.today()))
        .field(Field::text("document", words.document).optional())
        .field(Field::text("from", words.from).optional())
        .field(Field::text("to", words.to).optional())
        .field(Field::day("period_from", cx.w.kit.from).optional())
        .field(Field::day("period_until", cx.w.contracts.valid_until).optional())
        .lines(lines);
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", cx.w.contracts.record_fact, contract.number));
    let sheet = Sheet::new().raw(&head.html());
    let sheet = if owed.is_empty() { sheet.text("callout warn", words.nothing_open) } else { sheet };
    let sheet = sheet.raw(&form.refilled(refused.as_ref(), cx.form).html());
    Ok(Page::still(Section::Commerce, cx.w.contracts.record_fact, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

fn default_kind(contract: &Contract) -> &'static str {
    match contract.contract_type.as_str() {
        "SALE_OF_GOODS" => "GOODS_SHIPMENT",
        "EQUIPMENT_LEASE" => "LEASE_USAGE",
        _ => "SERVICE_ACT",
    }
}

/// One input a line that is owed.
fn lines(cx: &Cx<'_>, owed: &[Owed]) -> Lines {
    let words = &cx.w.facts;
    let choice = |owed: &Owed| {
        let line = &owed.line.line;
        let of = fill(
            "{} · {} / {} {}",
            &[&line.article.name, &cx.f.quantity(&owed.line.fulfilled), &cx.f.quantity(&line.quantity), &line.unit],
        );
        (format!("{}|{}", owed.obligation, line.n), of)
    };
    let choices: Vec<(String, String)> = owed.iter().map(choice).collect();
    let first: Vec<Vec<String>> = choices.iter().map(|(value, _)| vec![value.clone(), String::new(), String::new()]).collect();
    let columns = vec![
        Field::choice("owed", words.still_owed, choices),
        Field::decimal("quantity", cx.w.contracts.quantity),
        Field::decimal("unit_cost", words.cost),
    ];
    let mut lines = Lines::read(words.lines, columns, cx.form, 0, LINES_MAX);
    if lines.rows.is_empty() {
        lines.rows = first;
    }
    lines
}

async fn save(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let [owed, quantities, costs] = ["owed", "quantity", "unit_cost"].map(|name| cx.form.all(name));
    let mut lines = Vec::new();
    for (index, (owed, quantity)) in owed.iter().zip(&quantities).enumerate().filter(|(_, (_, quantity))| !quantity.is_empty()) {
        let (obligation, n) = owed.split_once('|').unwrap_or((owed, "1"));
        let n: u16 = n.parse().unwrap_or(1);
        let mut line = json!({ "obligation_id": obligation, "obligation_line": n, "quantity": typed_decimal(quantity) });
        let cost = costs.get(index).copied().unwrap_or_default();
        let cost = crate::pages::goods::typed_money(cost, super::deed::form_currency(cx), cx.w.facts.cost, cx.w)?;
        insert(&mut line, "unit_cost", cost);
        for name in ["from", "to"] {
            insert(&mut line, name, Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from));
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return Err(Problem::field(cx.w.contracts.quantity, cx.w.problem.missing));
    }
    let mut body = json!({ "contract_id": id, "lines": lines });
    for name in ["fact_type", "occurred", "document"] {
        insert(&mut body, name, Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from));
    }
    insert(&mut body, "period", super::deed::span(cx, "period"));
    let answer = cx.send("POST", "/commerce/facts", &[], body).await?;
    Ok(done(&at("commerce/facts", made(&answer)), "saved"))
}
