//! Invoices drafted from what was delivered, and credited.

use serde_json::{Value, json};

use super::{Tab, tabs};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::commerce::{Contract, Fact, FactItem};
use crate::model::trade::Invoice;
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, done, made};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

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

/// The form of an invoice over what was delivered.
pub(super) async fn draft(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match save(cx, id).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("draft-invoice", problem)),
        }
    }
    let unbilled = unbilled(cx, id).await?;
    let choices = unbilled.iter().map(|(value, what, _)| (value.clone(), what.clone())).collect();
    let columns = vec![Field::choice("bills", words.item, choices), Field::decimal("quantity", cx.w.contracts.quantity)];
    let mut lines = Lines::read(words.lines, columns, cx.form, 0, LINES_MAX);
    if lines.rows.is_empty() {
        lines.rows = unbilled.iter().map(|(value, _, open)| vec![value.clone(), open.clone()]).collect();
    }
    lines.grows = false;
    let path = at("commerce/contracts", id);
    let form = FormView::page(cx.w, "draft-invoice", format!("{path}/invoice"), words.draft_save, path)
        .hint(words.draft_hint)
        .field(Field::day("tax_point", words.tax_point).optional())
        .field(Field::text("note", cx.w.kit.note).optional().wide())
        .lines(lines);
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), format!("{}: {}", words.draft, contract.number));
    let sheet = Sheet::new().raw(&head.html());
    let sheet = if unbilled.is_empty() { sheet.text("callout warn", words.nothing_unbilled) } else { sheet };
    let sheet = sheet.raw(&form.refilled(refused.as_ref(), cx.form).html());
    Ok(Page::still(Section::Commerce, words.draft, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn save(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (bills, quantities) = (cx.form.all("bills"), cx.form.all("quantity"));
    let wish = |(bill, quantity): (&&str, &&str)| {
        let (fact, line) = bill.split_once('|')?;
        let line: u16 = line.parse().ok()?;
        (!quantity.is_empty()).then(|| json!({ "fact_id": fact, "line": line, "quantity": typed_decimal(quantity) }))
    };
    let lines: Vec<Value> = bills.iter().zip(&quantities).filter_map(wish).collect();
    if lines.is_empty() {
        return Err(Problem::field(cx.w.contracts.quantity, cx.w.problem.missing));
    }
    let mut content = json!({ "lines": lines });
    for name in ["tax_point", "note"] {
        insert(&mut content, name, Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from));
    }
    let body = json!({ "contract_id": id, "content": content });
    let answer = cx.send("POST", "/commerce/invoices", &[], body).await?;
    Ok(done(&at("commerce/invoices", made(&answer)), "saved"))
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
        } else if let Some(gross) = typed_money(gross, super::deed::form_currency(cx), cx.w.invoices.gross, cx.w)? {
            lines.push(json!({ "n": n, "part": { "gross": gross } }));
        }
    }
    if lines.is_empty() {
        return Err(Problem::field(cx.w.invoices.gross, cx.w.problem.missing));
    }
    let bill_again = cx.form.get("bill_again") == "true";
    let body = json!({ "lines": lines, "bill_again": bill_again, "reason": cx.form.get("reason") });
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
