//! Fulfilment: the feed, and the form that records what was done under a contract.

use serde_json::{Value, json};

use super::{Names, ROWS, Tab, WRITERS, tabs, take};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::deal::{Contract, ObligationPage, PromisedLine};
use crate::model::fact::FactItem;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Sheet, asked, at, done, form_page, is_saved, made, tried};
use crate::pages::list::{self, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/facts";
const FILTERS: &[&str] = &["show", "contract_id", "domain"];
/// Where something may happen; the empty one is everywhere.
const DOMAINS: &[&str] = &["", "COMMERCIAL", "PRODUCTION", "LOGISTICS", "FINANCE_ADJ"];
/// Obligations whose lines one form offers; each costs a call.
const OBLIGATIONS_MAX: usize = 10;
/// Lines of one form.
const LINES_MAX: usize = 200;

/// Who delivered to whom; what happens inside a company has one name.
fn between(fact: &FactItem, names: &Names) -> String {
    let (seller, buyer) = (names.of(&fact.seller), names.of(&fact.buyer));
    if fact.seller == fact.buyer { seller.to_owned() } else { format!("{seller} → {buyer}") }
}

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
            Cell::text(between(fact, names)),
            money(&fact.amount),
            money(&fact.recognised),
            state(cx, fact),
        ]
    };
    let empty = (words.empty, words.empty_do);
    let grid = if title.is_empty() { Grid::page(cx.w, columns, empty) } else { Grid::part(cx.w, title, columns, empty) };
    grid.rows(items.iter().map(row))
}

/// How far a fact is billed, or that it was taken back.
pub(super) fn state(cx: &Cx<'_>, fact: &FactItem) -> Cell {
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
    let ends = |fact: &'_ FactItem| [(fact.seller.clone(), fact.seller_name.clone()), (fact.buyer.clone(), fact.buyer_name.clone())];
    let ends: Vec<(String, Option<String>)> = listed.items.iter().flat_map(ends).collect();
    let names = Names::of_rows(cx, ends.iter().map(|(id, name)| (id.as_str(), name.as_deref())).collect()).await?;
    let shows = [("", words.all), ("unbilled", words.unbilled), ("late", words.late)];
    let chips = list::chips(PATH, cx.asked, FILTERS, "show", &shows);
    let domains: Vec<(&str, &str)> = DOMAINS.iter().map(|code| (*code, cx.w.desk_code(code))).collect();
    let domains = list::chips(PATH, cx.asked, FILTERS, "domain", &domains);
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), words.title)
        .button(cx.may(WRITERS), format!("{PATH}/new"), cx.w.proofs.internal)
        .chips(cx.w.frame.status, chips)
        .chips(cx.w.kit.kind, domains);
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, &names, "")).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, words.title, head.html(), live.html()).into())
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
    if is_saved(cx) {
        match tried("record-fact", save(cx, id).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
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
    let form = take::rate_fields(cx, form, &contract.currency);
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", cx.w.contracts.record_fact, contract.number));
    let note = if owed.is_empty() { Sheet::new().text("callout warn", words.nothing_open) } else { Sheet::new() };
    Ok(form_page(cx, &head, note, form, refused))
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
    let first: Vec<Vec<String>> =
        choices.iter().map(|(value, _)| vec![value.clone(), String::new(), String::new(), String::new(), String::new()]).collect();
    let columns = vec![
        Field::choice("owed", words.still_owed, choices),
        Field::decimal("quantity", cx.w.contracts.quantity),
        Field::decimal("unit_cost", words.cost),
        Field::text("batch", cx.w.proofs.batch),
        Field::day("expires", cx.w.proofs.expires),
    ];
    let mut lines = Lines::read(words.lines, columns, cx.form, 0, LINES_MAX);
    if lines.rows.is_empty() {
        lines.rows = first;
    }
    lines
}

async fn save(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let [owed, quantities, costs, batches, expiries] = ["owed", "quantity", "unit_cost", "batch", "expires"].map(|name| cx.form.all(name));
    let mut lines = Vec::new();
    for (index, (owed, quantity)) in owed.iter().zip(&quantities).enumerate().filter(|(_, (_, quantity))| !quantity.is_empty()) {
        let (obligation, n) = owed.split_once('|').unwrap_or((owed, "1"));
        let n: u16 = n.parse().unwrap_or(1);
        let mut line = json!({ "obligation_id": obligation, "obligation_line": n, "quantity": typed_decimal(quantity) });
        let cost = costs.get(index).copied().unwrap_or_default();
        let cost = crate::pages::goods::typed_money(cost, take::form_currency(cx), cx.w.facts.cost, cx.w)?;
        insert(&mut line, "unit_cost", cost);
        let at = |column: &[&str]| column.get(index).copied().unwrap_or_default().to_owned();
        insert(&mut line, "batch", take::batch(&at(&batches), &at(&expiries)));
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
    insert(&mut body, "period", take::span(cx, "period"));
    insert(&mut body, "rates", take::rates(cx));
    let answer = cx.send("POST", "/commerce/facts", &[], body).await?;
    Ok(done(&at("commerce/facts", made(&answer)), "saved"))
}
