//! When a contract or an invoice is paid, part by part.

use serde_json::{Value, json};

use super::{Tab, WRITERS, obligations::hundredths, tabs, take};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::Reply;
use crate::model::deal::{Contract, Schedule, ScheduleRow};
use crate::model::trade::Invoice;
use crate::pages::goods::typed_money;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Sheet, at, done, form_page, is_saved, tried};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// Payments that a fresh form offers, and at most.
const ROWS: (usize, usize) = (3, 60);

/// The plan on the page of what it pays for, with the ways to make and to cancel it.
pub(super) fn part(cx: &Cx<'_>, schedule: Option<&Schedule>, owner: (&str, &str), plannable: bool) -> Sheet {
    let deals = &cx.w.deals;
    let standing = schedule.filter(|schedule| !schedule.cancelled);
    let row = |row: &ScheduleRow| vec![Cell::text(cx.f.day(&row.due)), Cell::money(cx.f, &row.amount)];
    let columns = vec![Column::text(cx.w.kit.day), Column::number(cx.w.kit.amount)];
    let mut grid = Grid::part(cx.w, deals.schedule, columns, (deals.schedule_empty, deals.schedule_empty_do));
    if let Some(schedule) = standing {
        grid = grid.rows(schedule.rows.iter().map(row)).foot(vec![Cell::text(cx.w.kit.total), Cell::money(cx.f, &schedule.base)]);
    }
    let sheet = Sheet::new().grid(&grid);
    if !cx.may(WRITERS) {
        return sheet;
    }
    let (place, id) = owner;
    match standing {
        Some(schedule) => {
            let path = format!("{}/cancel", at("commerce/schedules", &schedule.schedule_id));
            let cancel = FormView::fold(cx.w, "cancel", path, deals.cancel_schedule)
                .hidden("at", format!("{place}/{id}"))
                .field(Field::text("reason", cx.w.frame.reason))
                .danger();
            sheet.card("", Sheet::new().form(cancel, None, cx.form))
        }
        None if plannable => sheet.link(format!("{}/schedule", at(&format!("commerce/{place}"), id)), deals.plan),
        None => sheet,
    }
}

/// What is paid for: its name, and the sum that is known.
async fn owner(cx: &Cx<'_>, place: &str, id: &str) -> Result<(String, String, Option<Amount>, Value), Problem> {
    if place == "contracts" {
        let contract: Contract = cx.get("/commerce/contracts/{contract_id}", &[id], &[]).await?;
        return Ok((contract.number, contract.currency, None, json!({ "of": "contract", "contract": id })));
    }
    let invoice: Invoice = cx.get("/commerce/invoices/{invoice_id}", &[id], &[]).await?;
    let title = super::invoice::title(cx, &invoice);
    let currency = invoice.payable.currency.clone();
    Ok((title, currency, Some(invoice.payable), json!({ "of": "invoice", "invoice": id })))
}

/// The form of a plan.
pub(super) async fn plan(cx: &Cx<'_>, place: &str, id: &str) -> Result<Reply, Problem> {
    let deals = &cx.w.deals;
    let (title, currency, base, of) = owner(cx, place, id).await?;
    let columns =
        vec![Field::day("due", cx.w.kit.day), Field::decimal("percent", deals.percent), Field::decimal("amount", cx.w.kit.amount)];
    let lines = Lines::read(cx.w.contracts.lines, columns, cx.form, ROWS.0, ROWS.1);
    let back = at(&format!("commerce/{place}"), id);
    let mut refused = None;
    if is_saved(cx) {
        match tried("plan", planned(cx, of, &lines, &back).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let sum = Field::decimal("base", deals.base);
    let sum = match &base {
        // The amount of an invoice is known; a contract's has to be said.
        Some(base) => sum.value(base.plain()).optional(),
        None => sum,
    };
    let form = FormView::page(cx.w, "plan", format!("{back}/schedule"), deals.plan, back)
        .hint(deals.plan_hint)
        .hidden("currency", currency)
        .field(sum)
        .lines(lines);
    let tab = if place == "contracts" { Tab::Contracts } else { Tab::Invoices };
    let head = Head::new(cx.w, tabs(cx, tab), fill(deals.schedule_of, &[&title]));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn planned(cx: &Cx<'_>, owner: Value, lines: &Lines, back: &str) -> Result<Reply, Problem> {
    let currency = take::form_currency(cx);
    let line = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let at = |label: &str| fill(cx.w.kit.line_wrong, &[&number.to_string(), label]);
        if cell(0).is_empty() {
            return Err(Problem::field(&at(cx.w.kit.day), cx.w.problem.missing));
        }
        let share = match (cell(1), cell(2)) {
            (percent, "") if !percent.is_empty() => json!({ "percent": hundredths(cx, percent, &at(cx.w.deals.percent))? }),
            ("", amount) if !amount.is_empty() => json!({ "amount": typed_money(amount, currency, &at(cx.w.kit.amount), cx.w)? }),
            _ => return Err(Problem::field(&at(cx.w.kit.amount), cx.w.deals.one_of_two)),
        };
        Ok(json!({ "due": cell(0), "share": share }))
    };
    let payments: Vec<Value> = lines.filled().map(line).collect::<Result<_, Problem>>()?;
    if payments.is_empty() {
        return Err(Problem::field(cx.w.contracts.lines, cx.w.problem.missing));
    }
    let mut body = json!({ "owner": owner, "payments": payments });
    insert(&mut body, "base", typed_money(cx.form.get("base"), currency, "base", cx.w)?);
    cx.send("POST", "/commerce/payment-schedules", &[], body).await?;
    Ok(done(back, "saved"))
}
