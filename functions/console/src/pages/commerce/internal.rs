//! What happens inside an own company: goods arrive, move, are used up or written off.

use serde_json::{Value, json};

use super::{Tab, companies, tabs, take};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::Reply;
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Sheet, asked, at, choices, done, form_page, is_saved, made, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// What may happen, and where that belongs.
const KINDS: &[(&str, &str)] = &[
    ("ARRIVAL", "LOGISTICS"),
    ("INTERNAL_TRANSFER", "LOGISTICS"),
    ("MATERIAL_CONSUMPTION", "PRODUCTION"),
    ("HARVEST", "PRODUCTION"),
    ("WRITE_OFF", "FINANCE_ADJ"),
];
/// Lines that a fresh form offers, and at most.
const LINES: (usize, usize) = (2, 200);

/// The form.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let (words, facts) = (&cx.w.proofs, &cx.w.facts);
    let columns = vec![
        Field::text("code", cx.w.contracts.code),
        Field::text("name", cx.w.contracts.item),
        Field::decimal("quantity", cx.w.contracts.quantity),
        Field::text("unit", cx.w.contracts.unit),
        Field::text("from", facts.from),
        Field::text("to", facts.to),
        Field::decimal("unit_cost", facts.cost),
        Field::text("batch", words.batch),
        Field::day("expires", words.expires),
    ];
    let lines = Lines::read(facts.lines, columns, cx.form, LINES.0, LINES.1);
    let mut refused = None;
    if is_saved(cx) {
        match tried("record-internal", save(cx, &lines).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let companies = companies(cx).await?;
    let note = if companies.is_empty() { Sheet::new().text("callout warn", cx.w.overview.no_company) } else { Sheet::new() };
    let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let form = FormView::page(
        cx.w,
        "record-internal",
        "/console/commerce/facts/new".to_owned(),
        facts.record,
        "/console/commerce/facts".to_owned(),
    )
    .hint(words.internal_hint)
    .hidden("currency", cx.currency.code())
    .field(Field::choice("party_id", cx.w.invoices.company, companies))
    .field(Field::choice("type", facts.what, choices(&kinds, |code| cx.w.trade(code))).value(asked(cx, "type")))
    .field(Field::day("occurred", facts.occurred).value(cx.f.today()))
    .field(Field::text("document", facts.document).optional())
    .lines(lines);
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), words.internal);
    Ok(form_page(cx, &head, note, form, refused))
}

fn line(cx: &Cx<'_>, number: usize, row: &[String]) -> Result<Value, Problem> {
    let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
    let at = fill(cx.w.kit.line_wrong, &[&number.to_string(), cx.w.facts.cost]);
    let mut line = json!({
        "article": { "code": cell(0), "name": cell(1) }, "quantity": typed_decimal(cell(2)), "unit": cell(3),
    });
    for (name, index) in [("from", 4), ("to", 5)] {
        insert(&mut line, name, Some(cell(index)).filter(|text| !text.is_empty()).map(Value::from));
    }
    insert(&mut line, "unit_cost", typed_money(cell(6), take::form_currency(cx), &at, cx.w)?);
    insert(&mut line, "batch", take::batch(cell(7), cell(8)));
    Ok(line)
}

async fn save(cx: &Cx<'_>, lines: &Lines) -> Result<Reply, Problem> {
    let lines: Vec<Value> = lines.filled().map(|(number, row)| line(cx, number, row)).collect::<Result<_, _>>()?;
    if lines.is_empty() {
        return Err(Problem::field(cx.w.facts.lines, cx.w.proofs.no_lines));
    }
    let kind = cx.form.get("type");
    let domain = KINDS.iter().find(|(code, _)| *code == kind).map(|(_, domain)| *domain).unwrap_or_default();
    let mut body = json!({ "kind": { "domain": domain, "type": kind }, "lines": lines });
    for name in ["party_id", "occurred", "document"] {
        insert(&mut body, name, typed(cx, name));
    }
    let answer = cx.send("POST", "/commerce/internal-facts", &[], body).await?;
    Ok(done(&at("commerce/facts", made(&answer)), "saved"))
}
