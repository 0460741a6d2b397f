//! Invoices drafted from what was delivered or asked for in advance, changed, and credited.

use serde_json::{Value, json};

use super::obligations::{supplies, supply};
use super::{ROWS, Tab, tabs, take};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::Reply;
use crate::model::Listed;
use crate::model::deal::Contract;
use crate::model::fact::{Fact, FactItem};
use crate::model::holding::BudgetItem;
use crate::model::trade::{Invoice, InvoiceLine};
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, choices, done, form_page, is_saved, made, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PROCEDURES: &[&str] = &["export", "import", "eaeu-export", "eaeu-import"];
/// Lines that a fresh form of an advance offers.
const ADVANCE_LINES: usize = 2;
/// Facts whose lines one form offers; each costs a call.
const FACTS: &str = "10";
/// Lines of one form.
const LINES_MAX: usize = 200;

/// A line that is not billed yet: its value in the form, its words, how much of it.
type Unbilled = (String, String, String);

async fn unbilled(cx: &Cx<'_>, id: &str) -> Result<Vec<Unbilled>, Problem> {
    let query = [("contract_id", id), ("show", "unbilled"), ("limit", FACTS)];
    let listed: Listed<FactItem> = cx.get("/commerce/facts", &[], &query).await?;
    let mut lines = Vec::new();
    for item in listed.items.iter().filter(|fact| fact.unbilled && !fact.reversed) {
        let fact: Fact = cx.get("/commerce/facts/{fact_id}", &[&item.fact_id], &[]).await?;
        let open = fact.lines.iter().filter(|line| line.open.bytes().any(|byte| matches!(byte, b'1'..=b'9')));
        lines.extend(open.map(|line| {
            let what = fill("{} · {} · {}", &[&cx.f.day(&item.occurred), &line.line.article.name, &line.line.unit]);
            (format!("{}|{}", item.fact_id, line.line.n), what, line.open.clone())
        }));
    }
    Ok(lines)
}

/// Lines over what was delivered: as typed, or what is suggested.
fn lines_of_facts(cx: &Cx<'_>, unbilled: &[Unbilled]) -> Lines {
    let words = &cx.w.invoices;
    let choices = unbilled.iter().map(|(value, what, _)| (value.clone(), what.clone())).collect();
    let columns = vec![Field::choice("bills", words.item, choices), Field::decimal("quantity", cx.w.contracts.quantity)];
    let mut lines = Lines::read(words.lines, columns, cx.form, 0, LINES_MAX);
    if lines.rows.is_empty() {
        lines.rows = unbilled.iter().map(|(value, _, open)| vec![value.clone(), open.clone()]).collect();
    }
    lines.grows = false;
    lines
}

/// Lines of an advance: as typed, or as the draft has them.
fn lines_of_advance(cx: &Cx<'_>, known: Option<&Invoice>) -> Lines {
    let words = &cx.w.contracts;
    let columns = vec![
        Field::text("name", cx.w.claims.advance_line),
        Field::choice("supply", words.supply, supplies(cx)),
        Field::text("tax_code", words.tax_code),
        Field::decimal("amount", cx.w.kit.amount),
    ];
    let mut lines = Lines::read(words.lines, columns, cx.form, ADVANCE_LINES, LINES_MAX);
    if let Some(invoice) = known.filter(|_| cx.form.get("op").is_empty()) {
        let row = |line: &InvoiceLine| vec![line.name.clone(), line.supply_code(), line.tax_code.clone(), line.amount.plain().to_owned()];
        lines.rows = invoice.lines.iter().map(row).collect();
    }
    lines
}

/// What both kinds of draft may say besides their lines.
async fn besides(cx: &Cx<'_>, form: FormView, currency: &str, known: Option<&Invoice>) -> Result<FormView, Problem> {
    let words = &cx.w.claims;
    let budgets: Listed<BudgetItem> = cx.get("/commerce/budgets", &[], &[("limit", ROWS)]).await?;
    let open = budgets.items.iter().filter(|budget| !budget.closed);
    let open: Vec<(String, String)> = open.map(|budget| (budget.budget_id.clone(), budget.name.clone())).collect();
    let budget = known.and_then(|invoice| invoice.budget_id.clone()).unwrap_or_default();
    let mut form = form.field(
        Field::text("note", cx.w.kit.note).value(known.and_then(|invoice| invoice.note.clone()).unwrap_or_default()).optional().wide(),
    );
    if !open.is_empty() {
        form = form.field(Field::choice("budget", words.budget, open).value(budget).optional());
    }
    let country = |name: &'static str, label: &'static str| Field::text(name, label).hint(cx.w.parties.country_hint).optional();
    let form = form
        .field(Field::choice("procedure", words.procedure, choices(PROCEDURES, |code| cx.w.desk_code(code))).optional())
        .field(country("dispatched_from", words.dispatched_from))
        .field(country("delivered_to", words.delivered_to))
        .field(country("location", words.location));
    Ok(take::rate_fields(cx, form, currency))
}

/// Checks that the lines are filled in, and composes what is wanted of the invoice.
fn content(cx: &Cx<'_>, kind: &str, lines: Vec<Value>) -> Result<Value, Problem> {
    if lines.is_empty() {
        return Err(Problem::field(cx.w.contracts.quantity, cx.w.problem.missing));
    }
    let mut content = json!({ kind: lines });
    for name in ["tax_point", "note", "procedure", "budget"] {
        insert(&mut content, name, typed(cx, name));
    }
    let mut place = json!({});
    for name in ["dispatched_from", "delivered_to", "location"] {
        insert(&mut place, name, typed(cx, name));
    }
    if place.as_object().is_some_and(|place| !place.is_empty()) {
        insert(&mut content, "place", Some(place));
    }
    insert(&mut content, "rates", take::rates(cx));
    Ok(content)
}

fn content_of_facts(cx: &Cx<'_>) -> Result<Value, Problem> {
    let (bills, quantities) = (cx.form.all("bills"), cx.form.all("quantity"));
    let wish = |(bill, quantity): (&&str, &&str)| {
        let (fact, line) = bill.split_once('|')?;
        let line: u16 = line.parse().ok()?;
        (!quantity.is_empty()).then(|| json!({ "fact_id": fact, "line": line, "quantity": typed_decimal(quantity) }))
    };
    content(cx, "lines", bills.iter().zip(&quantities).filter_map(wish).collect())
}

fn content_of_advance(cx: &Cx<'_>, lines: &Lines) -> Result<Value, Problem> {
    let line = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let at = fill(cx.w.kit.line_wrong, &[&number.to_string(), cx.w.kit.amount]);
        let amount = typed_money(cell(3), take::form_currency(cx), &at, cx.w)?;
        let amount = amount.ok_or_else(|| Problem::field(&at, cx.w.problem.missing))?;
        Ok(json!({ "name": cell(0), "supply": supply(cell(1)), "tax_code": cell(2), "amount": amount }))
    };
    content(cx, "advance", lines.filled().map(line).collect::<Result<_, Problem>>()?)
}

async fn drafted(cx: &Cx<'_>, id: &str, content: Result<Value, Problem>) -> Result<Reply, Problem> {
    let answer = cx.send("POST", "/commerce/invoices", &[], json!({ "contract_id": id, "content": content? })).await?;
    Ok(done(&at("commerce/invoices", made(&answer)), "saved"))
}

/// The form of an invoice over what was delivered.
pub(super) async fn draft(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let mut refused = None;
    if is_saved(cx) {
        match tried("draft-invoice", drafted(cx, id, content_of_facts(cx)).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let unbilled = unbilled(cx, id).await?;
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "draft-invoice", format!("{path}/invoice"), words.draft_save, path)
        .hint(words.draft_hint)
        .field(Field::day("tax_point", words.tax_point).optional())
        .lines(lines_of_facts(cx, &unbilled));
    let form = besides(cx, form, &contract.currency, None).await?;
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", words.draft, contract.number));
    let note = if unbilled.is_empty() { Sheet::new().text("callout warn", words.nothing_unbilled) } else { Sheet::new() };
    Ok(form_page(cx, &head, note, form, refused))
}

/// The form of a demand for money before anything is delivered.
pub(super) async fn advance(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let lines = lines_of_advance(cx, None);
    let mut refused = None;
    if is_saved(cx) {
        match tried("draft-advance", drafted(cx, id, content_of_advance(cx, &lines)).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "draft-advance", format!("{path}/advance"), words.draft_save, path)
        .hint(cx.w.deals.advance_hint)
        .hidden("currency", &contract.currency)
        .field(Field::day("tax_point", words.tax_point).value(cx.f.today()))
        .lines(lines);
    let form = besides(cx, form, &contract.currency, None).await?;
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", cx.w.deals.advance, contract.number));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

/// What a draft bills already, before what else may be billed under its contract.
async fn billable(cx: &Cx<'_>, invoice: &Invoice) -> Result<Vec<Unbilled>, Problem> {
    let own = |line: &InvoiceLine| {
        let bills = line.bills.as_ref()?;
        let what = fill("{} · {}", &[&line.name, line.unit.as_deref().unwrap_or_default()]);
        Some((format!("{}|{}", bills.fact, bills.line), what, line.quantity.clone()))
    };
    let mut all: Vec<Unbilled> = invoice.lines.iter().filter_map(own).collect();
    for (value, what, _) in unbilled(cx, &invoice.contract_id).await? {
        if all.iter().all(|(known, _, _)| *known != value) {
            // It is not on the draft: without a quantity it stays out.
            all.push((value, what, String::new()));
        }
    }
    Ok(all)
}

/// The form of a draft that changes.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let invoice: Invoice = cx.get("/commerce/invoices/{invoice_id}", &[id], &[]).await?;
    let is_advance = invoice.kind == "ADVANCE";
    let lines = if is_advance { lines_of_advance(cx, Some(&invoice)) } else { lines_of_facts(cx, &billable(cx, &invoice).await?) };
    let mut refused = None;
    if is_saved(cx) {
        let content = if is_advance { content_of_advance(cx, &lines) } else { content_of_facts(cx) };
        match tried("revise-invoice", revised(cx, id, content).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let path = at("commerce/invoices", id);
    let tax_point = Field::day("tax_point", words.tax_point).optional();
    let form = FormView::page(cx.w, "revise-invoice", format!("{path}/edit"), words.draft_save, path)
        .hidden("currency", &invoice.payable.currency)
        .field(if is_advance { tax_point.value(&invoice.tax_point) } else { tax_point })
        .lines(lines);
    let form = besides(cx, form, &invoice.payable.currency, Some(&invoice)).await?;
    let head = Head::new(cx.w, tabs(cx, Tab::Invoices), format!("{}: {}", cx.w.claims.edit, super::invoice::title(cx, &invoice)));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn revised(cx: &Cx<'_>, id: &str, content: Result<Value, Problem>) -> Result<Reply, Problem> {
    cx.send("PUT", "/commerce/invoices/{invoice_id}/draft", &[id], json!({ "content": content? })).await?;
    Ok(done(&at("commerce/invoices", id), "saved"))
}

/// The form of a credit note: an amount a line, or the whole rest.
pub(super) fn credit_form(cx: &Cx<'_>, invoice: &Invoice, form: FormView) -> FormView {
    let words = &cx.w.invoices;
    let lines = invoice.lines.iter().map(|line| (line.n.to_string(), format!("{}. {}", line.n, line.name)));
    let choices: Vec<(String, String)> = lines.collect();
    let rows = choices.iter().map(|(n, _)| vec![n.clone(), String::new()]).collect();
    let columns = vec![Field::choice("n", words.item, choices), Field::decimal("gross", words.gross)];
    let lines = Lines { title: words.lines, columns, rows, grows: false };
    form.hint(words.credit_hint)
        .hidden("currency", &invoice.payable.currency)
        .lines(lines)
        .field(Field::tick("rest", words.credit_rest))
        .field(Field::tick("bill_again", words.bill_again))
        .field(Field::day("issue_day", words.issue_day).optional())
        .field(Field::text("reason", cx.w.frame.reason).wide())
        .danger()
}

async fn credited(cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
    let rest = cx.form.get("rest") == "true";
    let mut lines = Vec::new();
    for (n, gross) in cx.form.all("n").into_iter().zip(cx.form.all("gross")) {
        let n: u16 = n.parse().map_err(|_| Problem::field(cx.w.invoices.item, cx.w.problem.not_a_number))?;
        if rest {
            lines.push(json!({ "n": n, "part": "rest" }));
        } else if let Some(gross) = typed_money(gross, take::form_currency(cx), cx.w.invoices.gross, cx.w)? {
            lines.push(json!({ "n": n, "part": { "gross": gross } }));
        }
    }
    if lines.is_empty() {
        return Err(Problem::field(cx.w.invoices.gross, cx.w.problem.missing));
    }
    let bill_again = cx.form.get("bill_again") == "true";
    let mut body = json!({ "lines": lines, "bill_again": bill_again, "reason": cx.form.get("reason") });
    insert(&mut body, "issue_day", typed(cx, "issue_day"));
    cx.send("POST", "/commerce/invoices/{invoice_id}/credit", &[id], body).await?;
    Ok(())
}

/// Credits an invoice.
pub(super) async fn credit(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    match credited(cx, id).await {
        Ok(()) => Ok(done(&at("commerce/invoices", id), "saved")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => super::invoice::page(cx, id, Some(Refused::of("credit", problem))).await,
    }
}
