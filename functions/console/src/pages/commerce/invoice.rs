//! One invoice: its lines, its tax in plain words, its money, its papers.

use super::{BILLERS, CASHIERS, Names, Tab, WRITERS, entry_links, names, papers, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::trade::{Invoice, InvoiceLine, Rate, Requirement, Settled, TaxLine};
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

const FORMS: &[&str] = &["invoice", "act", "waybill", "tax-invoice", "transfer-document", "electronic-tax-invoice"];

/// What it is called.
pub(super) fn title(cx: &Cx<'_>, invoice: &Invoice) -> String {
    format!("{} {}", cx.w.money_code(&invoice.kind), invoice.number.as_deref().unwrap_or(cx.w.invoices.no_number))
}

fn lines(cx: &Cx<'_>, invoice: &Invoice) -> Grid {
    let words = &cx.w.invoices;
    let tax_of = |n: u32| invoice.tax.lines.iter().find(|line| line.n == n);
    let row = |line: &InvoiceLine| {
        let name = match &line.bills {
            Some(bills) => Cell::link(&line.name, at("commerce/facts", &bills.fact)),
            None => Cell::text(&line.name),
        };
        let unit = line.unit.as_deref().unwrap_or_default();
        vec![
            name,
            Cell::text(format!("{} {unit}", cx.f.quantity(&line.quantity))),
            Cell::money(cx.f, &line.price),
            Cell::money(cx.f, &line.amount),
            tax_of(line.n).map_or_else(Cell::empty, |tax| Cell::money(cx.f, &tax.tax)),
        ]
    };
    let columns = vec![
        Column::text(words.item),
        Column::number(cx.w.contracts.quantity),
        Column::number(words.price),
        Column::number(cx.w.kit.amount),
        Column::number(words.tax),
    ];
    Grid::part(cx.w, words.lines, columns, (words.nothing_unbilled, "")).rows(invoice.lines.iter().map(row))
}

/// A rate as people write it: `20 %`, `5,5 %`.
fn percent(cx: &Cx<'_>, rate: &str) -> String {
    let digits = rate.trim_end_matches('%').trim();
    let short = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    format!("{} %", cx.f.quantity(short))
}

/// The tax and why it is so, in sentences.
fn tax(cx: &Cx<'_>, invoice: &Invoice) -> Sheet {
    let (words, tax) = (&cx.w.invoices, &invoice.tax);
    let line = |line: &TaxLine| {
        let rate = line.rate.map(|rate| percent(cx, &rate.to_string())).unwrap_or_default();
        let (amount, base) = (cx.f.money(&line.tax), cx.f.money(&line.base));
        fill(words.tax_line, &[cx.w.money_code(&line.treatment), &rate, &amount, &base, &line.jurisdiction])
    };
    let mut sentences: Vec<String> = tax.summary.iter().map(line).collect();
    sentences.push(if tax.price_includes_tax { words.tax_included } else { words.tax_on_top }.to_owned());
    sentences.push(fill(words.rounding, &[cx.w.money_code(&tax.rounding)]));
    let requirement = |requirement: &Requirement| {
        let due = requirement.due.as_deref().map(|due| fill(words.until, &[&cx.f.day(due)])).unwrap_or_default();
        format!("{} {due}", requirement.words(cx.w.language)).trim().to_owned()
    };
    sentences.extend(tax.requirements.iter().map(requirement));
    if !tax.trace.is_empty() {
        let rules: Vec<String> = tax.trace.iter().map(|rule| format!("{} v{}", rule.id, rule.version)).collect();
        sentences.push(fill(words.tax_rules, &[&rules.join(", ")]));
    }
    let sheet = if invoice.status == "DRAFT" { Sheet::new().text("hint", words.tax_preview) } else { Sheet::new() };
    sheet.items(&sentences)
}

fn sums(cx: &Cx<'_>, invoice: &Invoice) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.invoices;
    let some = |amount: &crate::format::Amount| if amount.is_zero() { Cell::empty() } else { Cell::money(cx.f, amount) };
    vec![
        (words.net, Cell::money(cx.f, &invoice.tax.net)),
        (words.tax, Cell::money(cx.f, &invoice.tax.tax)),
        (words.gross, Cell::money(cx.f, &invoice.tax.gross)),
        (words.withheld, some(&invoice.tax.withheld)),
        (words.payable, Cell::money(cx.f, &invoice.payable).strong()),
        (words.settled, some(&invoice.settled)),
        (words.credited, some(&invoice.credited)),
        (words.written_off, some(&invoice.written_off)),
        (words.open, Cell::money(cx.f, &invoice.open).strong()),
    ]
}

fn about(cx: &Cx<'_>, invoice: &Invoice, names: &Names) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.invoices;
    let day = |day: &Option<String>| Cell::text(day.as_deref().map(|day| cx.f.day(day)).unwrap_or_default());
    let rate =
        |rate: &Rate| format!("1 {} = {} {} ({}, {})", rate.from, cx.f.quantity(&rate.rate), rate.to, rate.source, cx.f.day(&rate.day));
    let rates: Vec<String> = invoice.rates.iter().map(rate).collect();
    let sides = invoice.directions.iter().map(|side| {
        let how = if side.direction == "AR" { words.ar } else { words.ap };
        format!("{}: {how}", names.of(&side.party))
    });
    let party = |id: &String| (at("commerce/parties", id), names.of(id).to_owned());
    let links = |place: &str, ids: &[String], label: &str| Cell::links(ids.iter().map(|id| (at(place, id), label.to_owned())).collect());
    vec![
        (words.between, Cell::links(vec![party(&invoice.issuer), party(&invoice.recipient)])),
        (words.direction, Cell::text(sides.collect::<Vec<_>>().join("; "))),
        (words.contract, links("commerce/contracts", std::slice::from_ref(&invoice.contract_id), words.contract)),
        (words.belongs_to, links("commerce/invoices", invoice.of.as_slice(), words.number)),
        (words.issued_on, day(&invoice.issue_day)),
        (words.due, day(&invoice.due_day).sub(if invoice.overdue { words.overdue } else { "" })),
        (words.tax_point, Cell::text(cx.f.day(&invoice.tax_point))),
        (words.posted_on, day(&invoice.posted_day)),
        (words.tax_invoices, links("commerce/invoices", &invoice.tax_invoices, cx.w.money_code("TAX_INVOICE"))),
        (cx.w.kit.entries, entry_links(cx, "commerce.invoice", &invoice.invoice_id, &invoice.entries)),
        (
            cx.w.claims.budget,
            Cell::links(invoice.budget_id.iter().map(|id| (at("commerce/budgets", id), cx.w.claims.budget.to_owned())).collect()),
        ),
        (cx.w.claims.currency_rates, Cell::text(rates.join("; "))),
        (cx.w.kit.note, Cell::text(invoice.note.as_deref().unwrap_or_default())),
    ]
}

fn money(cx: &Cx<'_>, invoice: &Invoice, names: &Names) -> Sheet {
    let words = &cx.w.invoices;
    let row = |settled: &Settled| {
        vec![
            Cell::link(cx.f.day(&settled.day), at("commerce/payments", &settled.payment)),
            Cell::text(names.of(&settled.payer)).sub(if settled.offset { words.offset } else { "" }),
            Cell::money(cx.f, &settled.amount),
        ]
    };
    let columns = vec![Column::text(cx.w.kit.day), Column::text(cx.w.money.payer), Column::number(cx.w.kit.amount)];
    let settled = Grid::part(cx.w, words.allocations, columns, (words.no_allocations, words.no_allocations_do));
    let note = |note: &crate::model::trade::CreditNote| {
        vec![
            Cell::link(&note.number, at("commerce/invoices", &note.note)),
            Cell::text(cx.f.day(&note.day)),
            Cell::money(cx.f, &note.payable),
        ]
    };
    let columns = vec![Column::text(words.number), Column::text(cx.w.kit.day), Column::number(cx.w.kit.amount)];
    let notes = Grid::part(cx.w, words.credit_notes, columns, (words.no_credit_notes, ""));
    Sheet::new().grid(&settled.rows(invoice.allocations.iter().map(row))).grid(&notes.rows(invoice.credit_notes.iter().map(note)))
}

fn forms(cx: &Cx<'_>, invoice: &Invoice, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.invoices;
    let path = at("commerce/invoices", &invoice.invoice_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let reason = || Field::text("reason", cx.w.frame.reason);
    let mut sheet = Sheet::new();
    // A team lead may print, though only an accountant is told so by the API.
    let printable = cx.may(BILLERS) && !matches!(invoice.status.as_str(), "DRAFT" | "VOID");
    let mut offer = |command: &str, form: FormView| {
        if invoice.can(command) || command == "print-invoice" && printable {
            sheet = std::mem::take(&mut sheet).raw(&form.refilled(refused, cx.form).html());
        }
    };
    let issue = fold("issue", words.issue).hint(words.issue_hint).field(Field::day("issue_day", words.issue_day).optional());
    let issue =
        issue.field(Field::day("due_day", words.due_day).optional()).field(Field::text("series", words.series).optional()).open(true);
    // Only a stranger's paper has a number that is typed.
    let stranger = invoice.directions.iter().all(|own| own.party != invoice.issuer);
    let issue = if stranger { issue.field(Field::text("number", words.their_number).optional()) } else { issue };
    offer("issue-invoice", issue);
    offer("post-invoice", fold("post", words.post).hint(words.post_hint).field(Field::day("day", words.issue_day).optional()).open(true));
    offer("credit-invoice", super::invoice_form::credit_form(cx, invoice, fold("credit", words.credit)));
    offer("write-off-difference", fold("write-off", words.write_off).danger());
    let tax = fold("tax-invoice", words.tax_invoice).field(Field::day("issue_day", words.issue_day).optional());
    offer("issue-tax-invoice", tax.field(Field::text("series", words.series).optional()));
    offer("close-invoice", fold("close", words.close).danger());
    let named = FORMS.iter().map(|form| ((*form).to_owned(), cx.w.money_code(form).to_owned())).collect();
    offer("print-invoice", fold("print", words.print).field(Field::choice("form", words.form, named)).field(papers::language(cx)));
    offer("void-invoice", fold("void", words.void).field(reason()).danger());
    if cx.may(WRITERS) && invoice.status != "VOID" {
        let form = super::artifacts::form(cx, fold("artifact", cx.w.proofs.add_artifact));
        sheet = sheet.form(form, refused, cx.form);
    }
    sheet
}

/// An offset is offered where the own company and the other side may owe each other.
fn offset_link(cx: &Cx<'_>, invoice: &Invoice) -> Option<String> {
    let payable = matches!(invoice.status.as_str(), "POSTED" | "PARTIALLY_PAID") && !invoice.open.is_zero();
    let own = invoice.directions.first().filter(|_| payable && cx.may(CASHIERS))?;
    let other = if own.party == invoice.issuer { &invoice.recipient } else { &invoice.issuer };
    let query = crate::api::query(&[("party_id", own.party.as_str()), ("with", other.as_str())]);
    Some(format!("/console/commerce/payments/offset?{query}"))
}

/// One invoice.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.invoices;
    let invoice: Invoice = cx.get("/commerce/invoices/{invoice_id}", &[id], &[]).await?;
    let payers = invoice.allocations.iter().map(|settled| settled.payer.clone());
    let names = names(cx, [invoice.issuer.clone(), invoice.recipient.clone()].into_iter().chain(payers).collect()).await?;
    let title = title(cx, &invoice);
    let mut wide = Sheet::new();
    if let Some(reason) = &invoice.void_reason {
        wide = wide.text("callout bad", &fill(words.voided, &[reason]));
    }
    if invoice.intercompany.is_some() {
        wide = wide.text("callout", words.intercompany);
    }
    let mut wide = wide.grid(&lines(cx, &invoice)).card(words.tax_why, tax(cx, &invoice)).raw(&money(cx, &invoice, &names).html());
    if !invoice.artifacts.is_empty() {
        wide = wide.grid(&super::artifacts::grid(cx, &invoice.artifacts, None));
    }
    let actions = forms(cx, &invoice, refused.as_ref());
    let narrow = Sheet::new().facts("", &sums(cx, &invoice)).card(cx.w.frame.actions, actions).facts("", &about(cx, &invoice, &names));
    let narrow = narrow.grid(&papers::grid(cx, "invoices", id).await?);
    let head = Head::new(cx.w, tabs(cx, Tab::Invoices), &title).badge(cx.w.money_code(&invoice.status), tone(&invoice.status));
    let path = at("commerce/invoices", id);
    let head = head.button(invoice.status == "DRAFT" && cx.may(BILLERS), format!("{path}/edit"), cx.w.claims.edit);
    let plannable = invoice.of.is_none() && !matches!(invoice.status.as_str(), "DRAFT" | "PAID" | "CLOSED" | "VOID");
    let head = head.button(plannable && cx.may(WRITERS), format!("{path}/schedule"), cx.w.deals.plan);
    let head = match offset_link(cx, &invoice) {
        Some(link) => head.link(link, cx.w.claims.offset.to_owned()),
        None => head,
    };
    let head = if invoice.overdue { head.badge(words.overdue, "bad") } else { head };
    let page = Page::live(Section::Commerce, title, head.html(), Sheet::new().columns(wide, narrow).html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
