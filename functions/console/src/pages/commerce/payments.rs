//! Payments: the list, one with its allocations, and the form of one recorded by hand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{CASHIERS, Names, ROWS, Tab, entry_links, names, tabs, take, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::trade::{Allocation, Invoice, InvoiceItem, Payment, PaymentItem};
use crate::pages::goods::typed_money;
use crate::pages::kit::form::currencies;
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{
    Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, done, form_page, is_saved, made, tried,
};
use crate::pages::list::{self, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/payments";
/// Allocations that are named by their invoices' numbers; further ones are only links.
const NUMBERED_MAX: usize = 10;
const STATUSES: &[&str] = &["", "RECEIVED", "CONFIRMED", "REVERSED"];

/// A table of payments; with a title when it is one part of a page.
pub(super) fn table(cx: &Cx<'_>, items: &[PaymentItem], names: &Names, texts: (&'static str, &'static str, &'static str)) -> Grid {
    let words = &cx.w.money;
    let row = |payment: &PaymentItem| {
        vec![
            Cell::link(cx.f.day(&payment.day), at("commerce/payments", &payment.payment_id)),
            Cell::text(format!("{} → {}", names.of(&payment.payer), names.of(&payment.payee))),
            Cell::text(cx.w.money_code(&payment.method)).sub(payment.purpose.as_deref().unwrap_or_default()),
            Cell::money(cx.f, &payment.amount),
            if payment.remainder.is_zero() { Cell::empty() } else { Cell::money(cx.f, &payment.remainder) },
            Cell::badge(cx.w.money_code(&payment.status), tone(&payment.status)),
        ]
    };
    let columns = vec![
        Column::text(cx.w.kit.day),
        Column::text(cx.w.invoices.between),
        Column::text(words.method),
        Column::number(cx.w.kit.amount),
        Column::number(words.remainder),
        Column::text(cx.w.frame.status),
    ];
    let (title, empty, empty_do) = texts;
    let grid =
        if title.is_empty() { Grid::page(cx.w, columns, (empty, empty_do)) } else { Grid::part(cx.w, title, columns, (empty, empty_do)) };
    grid.rows(items.iter().map(row))
}

/// All payments.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.money;
    let query = ["status", "party_id", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<PaymentItem> = cx.get("/commerce/payments", &[], &query).await?;
    let mut names = Names::default();
    names.know_payers(&listed.items);
    names.ask(cx, listed.items.iter().flat_map(|payment| [payment.payer.clone(), payment.payee.clone()]).collect()).await?;
    let statuses: Vec<(&str, &str)> =
        STATUSES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.money_code(code) })).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Payments), words.title)
        .button(cx.may(CASHIERS), format!("{PATH}/new"), words.record)
        .button(cx.may(CASHIERS), format!("{PATH}/offset"), cx.w.claims.offset)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, &["status", "party_id"], "status", &statuses));
    let paging = Paging::new(PATH, cx.asked, &["status", "party_id"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, &names, ("", words.empty, words.empty_do))).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, words.title, head.html(), live.html()) }.into())
}

/// The form of a payment recorded by hand.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.money;
    let payer = Picked::read(cx, "payer", words.payer).await?;
    let payee = Picked::read(cx, "payee", words.payee).await?;
    let mut refused = None;
    if is_saved(cx) {
        match tried("record-payment", record(cx, &payer, &payee).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let methods = ["BANK_TRANSFER", "CASH"].iter().map(|code| ((*code).to_owned(), cx.w.money_code(code).to_owned())).collect();
    let form = FormView::page(cx.w, "record-payment", format!("{PATH}/new"), words.record, PATH.to_owned())
        .picker(payer)
        .picker(payee)
        .field(Field::decimal("amount", cx.w.kit.amount))
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).value(cx.currency.code()))
        .field(Field::choice("method", words.method, methods))
        .field(Field::day("day", cx.w.kit.day).value(cx.f.today()))
        .field(Field::text("account", words.account).optional())
        .field(Field::text("purpose", words.purpose).optional().wide())
        .field(Field::tick("confirm", words.confirm_at_once));
    let head = Head::new(cx.w, tabs(cx, Tab::Payments), words.record);
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn record(cx: &Cx<'_>, payer: &Picked, payee: &Picked) -> Result<Reply, Problem> {
    let field = |name: &str| Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from);
    let amount = typed_money(cx.form.get("amount"), take::form_currency(cx), cx.w.kit.amount, cx.w)?;
    let amount = amount.ok_or_else(|| Problem::field(cx.w.kit.amount, cx.w.problem.missing))?;
    let mut body = json!({ "payer": payer.wanted(cx)?, "payee": payee.wanted(cx)?, "amount": amount });
    for name in ["method", "day", "account", "purpose"] {
        insert(&mut body, name, field(name));
    }
    insert(&mut body, "confirm", Some(Value::from(cx.form.get("confirm") == "true")));
    let answer = cx.send("POST", "/commerce/payments", &[], body).await?;
    Ok(done(&at("commerce/payments", made(&answer)), "saved"))
}

/// Open invoices that the payment may settle: of the payee, then of the payer as a debtor.
async fn payable(cx: &Cx<'_>, payment: &Payment) -> Result<Vec<(String, String)>, Problem> {
    let item = &payment.item;
    let mut found = Vec::new();
    for (party, direction) in [(&item.payee, "AR"), (&item.payer, "AP")] {
        let query = [("party_id", party.as_str()), ("direction", direction), ("due", "open"), ("limit", ROWS)];
        let listed: Listed<InvoiceItem> = cx.get("/commerce/invoices", &[], &query).await?;
        let fits = |invoice: &InvoiceItem| invoice.payable.currency == item.amount.currency && !invoice.open.is_zero();
        for invoice in listed.items.into_iter().filter(fits) {
            let number = invoice.number.as_deref().unwrap_or(cx.w.invoices.no_number);
            let text = format!("{number} · {}: {}", cx.w.invoices.open, cx.f.money(&invoice.open));
            if found.iter().all(|(id, _)| *id != invoice.invoice_id) {
                found.push((invoice.invoice_id, text));
            }
        }
    }
    Ok(found)
}

/// The form that moves what one invoice took to another.
fn move_form(cx: &Cx<'_>, payment: &Payment, invoices: Vec<(String, String)>, numbers: &BTreeMap<String, String>) -> FormView {
    let words = &cx.w.money;
    let named = |allocation: &Allocation| {
        let number = numbers.get(&allocation.invoice).map_or(words.invoice, String::as_str);
        (allocation.n.to_string(), format!("{number}: {}", cx.f.money(&allocation.amount)))
    };
    FormView::fold(cx.w, "move", format!("{}/move", at("commerce/payments", &payment.item.payment_id)), words.move_on)
        .hint(words.move_hint)
        .hidden("currency", &payment.item.amount.currency)
        .field(Field::choice("allocation", words.move_from, payment.allocations.iter().map(named).collect()).wide())
        .field(Field::choice("invoice_id", words.move_to, invoices).wide())
        .field(Field::decimal("amount", words.amount_rest).optional())
        .field(Field::text("reason", cx.w.frame.reason))
}

async fn forms(cx: &Cx<'_>, payment: &Payment, numbers: &BTreeMap<String, String>, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let words = &cx.w.money;
    let path = at("commerce/payments", &payment.item.payment_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    if payment.can("confirm-payment") {
        sheet = sheet.raw(&fold("confirm", words.confirm).hint(words.confirm_hint).open(true).refilled(refused, cx.form).html());
    }
    let wanted = payment.can("allocate-payment") || payment.can("move-allocation");
    let invoices = if wanted { payable(cx, payment).await? } else { Vec::new() };
    if payment.can("allocate-payment") {
        if invoices.is_empty() {
            sheet = sheet.text("hint", words.no_invoice);
        } else {
            let form = fold("allocate", words.allocate)
                .hidden("currency", &payment.item.amount.currency)
                .field(Field::choice("invoice_id", words.invoice, invoices.clone()).wide())
                .field(Field::decimal("amount", words.amount_rest).optional())
                .field(Field::day("day", cx.w.invoices.issue_day).optional())
                .open(true);
            sheet = sheet.raw(&form.refilled(refused, cx.form).html());
        }
    }
    if payment.can("move-allocation") && !invoices.is_empty() {
        sheet = sheet.form(move_form(cx, payment, invoices, numbers), refused, cx.form);
    }
    if payment.can("write-off-remainder") {
        let form = fold("write-off", words.write_off).hint(words.write_off_hint).field(Field::day("day", cx.w.kit.day).optional()).danger();
        sheet = sheet.form(form, refused, cx.form);
    }
    if payment.can("reverse-payment") {
        let form = fold("reverse", words.reverse).hint(words.reverse_hint).field(Field::text("reason", cx.w.frame.reason)).danger();
        sheet = sheet.raw(&form.refilled(refused, cx.form).html());
    }
    Ok(sheet)
}

fn allocations(cx: &Cx<'_>, payment: &Payment, numbers: &BTreeMap<String, String>) -> Grid {
    let words = &cx.w.money;
    let path = at("commerce/payments", &payment.item.payment_id);
    let number = |allocation: &Allocation| numbers.get(&allocation.invoice).cloned().unwrap_or_else(|| words.invoice.to_owned());
    let row = |allocation: &Allocation| {
        let take_off = Button {
            path: format!("{path}/unallocate"),
            label: words.take_off,
            hidden: vec![("allocation", allocation.n.to_string())],
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        vec![
            Cell::link(number(allocation), at("commerce/invoices", &allocation.invoice)),
            Cell::text(cx.f.day(&allocation.day)),
            Cell::money(cx.f, &allocation.amount),
            Cell::empty().with(Some(take_off).filter(|_| payment.can("unallocate-payment"))),
        ]
    };
    let columns = vec![Column::text(words.invoice), Column::text(cx.w.kit.day), Column::number(cx.w.kit.amount), Column::text("")];
    Grid::part(cx.w, words.allocations, columns, (words.no_allocations, "")).rows(payment.allocations.iter().map(row))
}

/// Numbers of the invoices that a payment was put on; each costs a call.
async fn numbers(cx: &Cx<'_>, payment: &Payment) -> Result<BTreeMap<String, String>, Problem> {
    let mut numbers = BTreeMap::new();
    for allocation in payment.allocations.iter().take(NUMBERED_MAX) {
        if numbers.contains_key(&allocation.invoice) {
            continue;
        }
        match cx.get::<Invoice>("/commerce/invoices/{invoice_id}", &[&allocation.invoice], &[]).await {
            Ok(invoice) => numbers.insert(allocation.invoice.clone(), super::invoice::title(cx, &invoice)),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            // The money is worth more than the number of its invoice.
            Err(_) => continue,
        };
    }
    Ok(numbers)
}

/// One payment.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.money;
    let payment: Payment = cx.get("/commerce/payments/{payment_id}", &[id], &[]).await?;
    let item = &payment.item;
    let names = names(cx, vec![item.payer.clone(), item.payee.clone()]).await?;
    let party = |id: &String| Cell::links(vec![(at("commerce/parties", id), names.of(id).to_owned())]);
    let contract = match &item.contract_id {
        Some(id) => Cell::links(vec![(at("commerce/contracts", id), cx.w.invoices.contract.to_owned())]),
        None => Cell::empty(),
    };
    let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
    let about = vec![
        (words.payer, party(&item.payer)),
        (words.payee, party(&item.payee)),
        (cx.w.kit.amount, Cell::money(cx.f, &item.amount).strong()),
        (words.remainder, Cell::money(cx.f, &item.remainder).strong()),
        (cx.w.kit.day, Cell::text(cx.f.day(&item.day))),
        (words.method, Cell::text(cx.w.money_code(&item.method))),
        (words.purpose, text(&item.purpose)),
        (words.account, text(&payment.account).mono()),
        (words.external, text(&item.external).mono()),
        (cx.w.invoices.contract, contract),
        (cx.w.kit.entries, entry_links(cx, "commerce.payment", id, &payment.entries)),
    ];
    let title = fill(words.one, &[&cx.f.money(&item.amount)]);
    let head = Head::new(cx.w, tabs(cx, Tab::Payments), &title).badge(cx.w.money_code(&item.status), tone(&item.status));
    let numbers = numbers(cx, &payment).await?;
    let wide = Sheet::new()
        .grid(&allocations(cx, &payment, &numbers))
        .card(cx.w.frame.actions, forms(cx, &payment, &numbers, refused.as_ref()).await?);
    let live = Sheet::new().columns(wide, Sheet::new().facts("", &about));
    let page = Page::live(Section::Commerce, title, head.html(), live.html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}
