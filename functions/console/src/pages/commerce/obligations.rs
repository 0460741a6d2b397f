//! What is owed: the list, one obligation with its lines, and the form of a new one.

use serde_json::{Value, json};

use super::{Names, ROWS, SENIORS, Tab, tabs, take, tone};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::deal::{Contract, Obligation, ObligationPage, PromisedLine};
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{
    Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, choices, done, form_page, is_saved, tried, typed,
};
use crate::pages::list::{self, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/obligations";
/// Lines that a fresh form of an obligation offers, and at most.
const LINES: (usize, usize) = (2, 100);
/// What can be supplied, as the tax rules tell it apart.
const SUPPLIES: &[&str] = &[
    "goods",
    "service:consulting",
    "service:legal",
    "service:accounting",
    "service:advertising",
    "service:marketing",
    "service:engineering",
    "service:design",
    "service:information-technology",
    "service:licence",
    "service:staff-supply",
    "service:electronic",
    "service:telecommunications",
    "service:work-on-immovables",
    "service:work-on-movables",
    "service:culture-and-education",
    "service:transport",
    "service:other",
    "lease:movable",
    "lease:vehicle",
    "lease:immovable",
];
/// Hundredths of a percent in one.
const PARTS: u32 = 2;

/// The supplies to choose from.
pub(super) fn supplies(cx: &Cx<'_>) -> Vec<(String, String)> {
    choices(SUPPLIES, |code| cx.w.supply(code))
}

/// A chosen supply as the API takes it.
pub(super) fn supply(code: &str) -> Value {
    match code.split_once(':') {
        Some((group, kind)) => json!({ group: kind }),
        None => json!("goods"),
    }
}

/// A percentage as typed, in hundredths; two digits after the sign at most.
pub(super) fn hundredths(cx: &Cx<'_>, typed: &str, field: &str) -> Result<Value, Problem> {
    let wrong = || Problem::field(field, cx.w.problem.not_a_quantity);
    let text = typed_decimal(typed);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let width = usize::try_from(PARTS).unwrap_or_default();
    if whole.is_empty() || fraction.len() > width {
        return Err(wrong());
    }
    format!("{whole}{fraction:0<width$}").parse::<u32>().map(Value::from).map_err(|_| wrong())
}

/// A table of obligations; with a title when it is one part of a page.
pub(super) fn table(cx: &Cx<'_>, items: &[Obligation], names: &Names, title: &'static str) -> Grid {
    let (words, deals) = (&cx.w.contracts, &cx.w.deals);
    let row = |owed: &Obligation| {
        let waive = Button {
            path: format!("{}/waive", at("commerce/obligations", &owed.obligation_id)),
            label: words.waive,
            hidden: owed.contract_id.iter().map(|id| ("at", format!("contracts/{id}"))).collect(),
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        let rest = owed.open_debt.as_ref().filter(|rest| owed.open && owed.amount.as_ref() != Some(*rest));
        let rest = rest.map(|rest| format!("{}: {}", cx.w.facts.still_owed.to_lowercase(), cx.f.money(rest))).unwrap_or_default();
        let due = Cell::text(cx.f.day(&owed.due)).sub(if owed.overdue { words.overdue } else { "" });
        let status = Cell::badge(cx.w.trade(&owed.status), tone(&owed.status));
        let what = owed.subject.as_deref().or(owed.annex.as_deref()).unwrap_or_default();
        vec![
            Cell::link(cx.w.trade(&owed.kind), at("commerce/obligations", &owed.obligation_id)).sub(what),
            Cell::text(fill(words.from_to, &[names.of(&owed.from), names.of(&owed.to)])),
            owed.amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount)).sub(rest),
            due,
            status.with(Some(waive).filter(|_| owed.open && !title.is_empty() && cx.may(SENIORS))),
        ]
    };
    let columns = vec![
        Column::text(words.goods_or_work),
        Column::text(cx.w.facts.between),
        Column::number(cx.w.kit.amount),
        Column::text(words.due),
        Column::text(cx.w.frame.status),
    ];
    let grid = if title.is_empty() {
        Grid::page(cx.w, columns, (deals.owed_empty, deals.owed_empty_do))
    } else {
        Grid::part(cx.w, title, columns, (words.no_obligations, words.no_obligations_do))
    };
    grid.rows(items.iter().map(row))
}

/// What is owed under any contract.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let deals = &cx.w.deals;
    let query = ["show", "kind", "contract_id", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<Obligation> = cx.get("/commerce/obligations", &[], &query).await?;
    let ends = |owed: &'_ Obligation| [(owed.from.clone(), owed.from_name.clone()), (owed.to.clone(), owed.to_name.clone())];
    let ends: Vec<(String, Option<String>)> = listed.items.iter().flat_map(ends).collect();
    let names = Names::of_rows(cx, ends.iter().map(|(id, name)| (id.as_str(), name.as_deref())).collect()).await?;
    let shows = [("open", cx.w.trade("OPEN")), ("overdue", cx.w.contracts.overdue)];
    let kinds = [("", cx.w.frame.all), ("DELIVER", cx.w.trade("DELIVER")), ("PERFORM", cx.w.trade("PERFORM")), ("PAY", cx.w.trade("PAY"))];
    let keep = &["show", "kind", "contract_id"];
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), deals.owed)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, keep, "show", &shows))
        .chips(cx.w.kit.kind, list::chips(PATH, cx.asked, keep, "kind", &kinds));
    let paging = Paging::new(PATH, cx.asked, keep, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, &names, "")).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, deals.owed, head.html(), live.html()) }.into())
}

fn lines(cx: &Cx<'_>, page: &ObligationPage) -> Grid {
    let deals = &cx.w.deals;
    let row = |line: &PromisedLine| {
        let of = &line.line;
        let quantity = |text: &str| Cell::text(format!("{} {}", cx.f.quantity(text), of.unit));
        vec![
            Cell::text(&of.article.name).sub(&of.article.code),
            quantity(&of.quantity),
            quantity(&line.fulfilled),
            if line.most.is_empty() { Cell::empty() } else { quantity(&line.most) },
            of.price.as_ref().map_or_else(Cell::empty, |price| Cell::money(cx.f, price)),
        ]
    };
    let columns = vec![
        Column::text(cx.w.contracts.item),
        Column::number(deals.promised),
        Column::number(deals.done),
        Column::number(deals.most),
        Column::number(cx.w.contracts.price),
    ];
    Grid::part(cx.w, cx.w.contracts.lines, columns, (deals.no_lines, "")).rows(page.lines.iter().map(row))
}

fn forms(cx: &Cx<'_>, owed: &Obligation, refused: Option<&Refused>) -> Sheet {
    if !owed.open || !cx.may(SENIORS) {
        return Sheet::new();
    }
    let path = at("commerce/obligations", &owed.obligation_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let breach = fold("breach", cx.w.deals.breach).field(Field::day("on", cx.w.deals.breach_on).value(cx.f.today())).field(reason());
    Sheet::new()
        .form(fold("waive", cx.w.contracts.waive).field(reason()).danger(), refused, cx.form)
        .form(fold("cancel", cx.w.deals.cancel).field(reason()).danger(), refused, cx.form)
        .form(breach.danger(), refused, cx.form)
}

/// One obligation.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let (words, deals) = (&cx.w.contracts, &cx.w.deals);
    let page: ObligationPage = cx.get("/commerce/obligations/{obligation_id}", &[id], &[]).await?;
    let owed = &page.summary;
    let names = Names::of_rows(cx, vec![(&owed.from, owed.from_name.as_deref()), (&owed.to, owed.to_name.as_deref())]).await?;
    let party = |id: &String| (at("commerce/parties", id), names.of(id).to_owned());
    let contract = owed.contract_id.iter().map(|id| (at("commerce/contracts", id), cx.w.facts.contract.to_owned())).collect();
    let money = |amount: &Option<crate::format::Amount>| amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount));
    let about = vec![
        (cx.w.facts.between, Cell::links(vec![party(&owed.from), party(&owed.to)])),
        (words.due, Cell::text(cx.f.day(&owed.due)).sub(if owed.overdue { words.overdue } else { "" })),
        (cx.w.kit.amount, money(&owed.amount)),
        (deals.open_debt, money(&owed.open_debt)),
        (deals.annex, Cell::text(owed.annex.as_deref().unwrap_or_default())),
        (cx.w.facts.contract, Cell::links(contract)),
    ];
    let title = format!("{}: {}", cx.w.trade(&owed.kind), owed.subject.as_deref().unwrap_or_else(|| names.of(&owed.to)));
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), &title).badge(cx.w.trade(&owed.status), tone(&owed.status));
    let mut wide = Sheet::new();
    if let Some(reason) = page.standing.get("reason").and_then(Value::as_str) {
        wide = wide.text("callout warn", &format!("{}: {reason}", cx.w.trade(&owed.status)));
    }
    let narrow = Sheet::new().facts("", &about).card(cx.w.frame.actions, forms(cx, owed, refused.as_ref()));
    let live = Sheet::new().columns(wide.grid(&lines(cx, &page)), narrow);
    let page = Page::live(Section::Commerce, title, head.html(), live.html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}

/// The form of a new obligation.
pub(super) async fn undertake(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, deals) = (&cx.w.contracts, &cx.w.deals);
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let columns = vec![
        Field::text("code", words.code),
        Field::text("name", words.item),
        Field::choice("supply", words.supply, supplies(cx)),
        Field::text("tax_code", words.tax_code),
        Field::decimal("quantity", words.quantity),
        Field::text("unit", words.unit),
        Field::decimal("price", words.price),
        Field::decimal("discount", deals.discount),
    ];
    let lines = Lines::read(words.lines, columns, cx.form, LINES.0, LINES.1);
    let mut refused = None;
    if is_saved(cx) {
        match tried("undertake", undertaken(cx, id, &lines).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let kind = if contract.contract_type == "SALE_OF_GOODS" { "DELIVER" } else { "PERFORM" };
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "undertake", format!("{path}/obligation"), words.undertake, path)
        .hint(words.tax_code_hint)
        .hidden("currency", &contract.currency)
        .field(Field::choice("kind", words.goods_or_work, choices(&["DELIVER", "PERFORM"], |code| cx.w.trade(code))).value(kind))
        .field(Field::day("due", words.due))
        .field(Field::decimal("tolerance", deals.tolerance).optional())
        .field(Field::text("annex", deals.annex).hint(deals.annex_hint).optional())
        .lines(lines);
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", words.undertake, contract.number));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn undertaken(cx: &Cx<'_>, id: &str, lines: &Lines) -> Result<Reply, Problem> {
    let currency = take::form_currency(cx);
    let line = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let at = |label: &str| fill(cx.w.kit.line_wrong, &[&number.to_string(), label]);
        let price = typed_money(cell(6), currency, &at(cx.w.contracts.price), cx.w)?;
        let price = price.ok_or_else(|| Problem::field(&at(cx.w.contracts.price), cx.w.problem.missing))?;
        let mut line = json!({
            "n": number, "article": { "code": cell(0), "name": cell(1) }, "supply": supply(cell(2)), "tax_code": cell(3),
            "quantity": typed_decimal(cell(4)), "unit": cell(5), "price": price,
        });
        insert(&mut line, "discount", typed_money(cell(7), currency, &at(cx.w.deals.discount), cx.w)?);
        Ok(line)
    };
    let lines: Vec<Value> = lines.filled().map(line).collect::<Result<_, Problem>>()?;
    if lines.is_empty() {
        return Err(Problem::field(cx.w.contracts.lines, cx.w.problem.missing));
    }
    let mut body = json!({ "contract_id": id, "kind": cx.form.get("kind"), "due": cx.form.get("due"), "lines": lines });
    if !cx.form.get("tolerance").is_empty() {
        insert(&mut body, "tolerance", Some(hundredths(cx, cx.form.get("tolerance"), "tolerance")?));
    }
    insert(&mut body, "annex", typed(cx, "annex"));
    cx.send("POST", "/commerce/obligations", &[], body).await?;
    Ok(done(&at("commerce/contracts", id), "saved"))
}
