//! Commerce: parties, contracts, fulfilment, invoices, money.

mod amend;
mod artifacts;
mod assets;
mod budgets;
mod clearances;
mod contract;
mod contract_form;
mod contracts;
mod deed;
mod fact;
mod facts;
mod forecast;
mod internal;
mod invoice;
mod invoice_form;
mod invoices;
mod obligations;
mod offset;
mod overview;
mod papers;
mod parties;
mod party;
mod party_form;
mod payments;
mod proof;
mod relation;
mod schedule;
mod series;
mod statement;
mod stock;
mod take;

use std::collections::BTreeMap;

use kernel::Role;

pub(crate) use proof::{NOTHING, origin};

use super::kit::{Cell, Refused, at, done};
use super::ledger;
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::Listed;
use crate::model::commerce::{EntryRef, Interval, OwnCompanies, Party, PartyItem};
use crate::model::trade::{InvoiceItem, PaymentItem};
use crate::problem::Problem;
use crate::words::fill;

/// Rows of a list.
const ROWS: &str = "50";
/// Who may write contracts, parties and facts, as the commands say.
const WRITERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant];
/// Who may end and forgive, and write taxes and accounts of parties.
const SENIORS: &[Role] = &[Role::TeamLead, Role::Accountant];
/// Who may draft invoices.
const BILLERS: &[Role] = &[Role::Accountant, Role::TeamLead];
/// Who may record payments.
const CASHIERS: &[Role] = &[Role::Accountant];
/// Who may say who owns and represents whom.
const RELATERS: &[Role] = &[Role::TeamLead, Role::Accountant, Role::Administrator];

/// Names that one page asks for one by one, beyond those of the first page of all parties.
const NAMED_MAX: usize = 12;
/// More names than these are asked for together.
const NAMED_SINGLY_MAX: usize = 2;
/// Parties of the one call that names many.
const NAMED_TOGETHER: &str = "100";

/// Answers a path under `/console/commerce`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    if let Some(answer) = form(cx, parts).await {
        return answer;
    }
    if method == "POST" {
        return post(cx, parts).await;
    }
    match parts {
        [] => Ok(Reply::To("/console/commerce/contracts".to_owned())),
        ["parties"] => parties::list(cx).await,
        ["parties", "own"] => parties::own(cx).await,
        ["parties", id, "statement"] => statement::page(cx, id).await,
        ["contracts"] => contracts::list(cx).await,
        ["obligations"] => obligations::list(cx).await,
        ["facts"] => facts::feed(cx).await,
        ["facts", id, "upload"] => proof::upload(cx, id).await,
        ["facts", id, "proofs", sha256] => proof::download(cx, id, sha256).await,
        ["invoices"] => invoices::list(cx).await,
        ["payments"] => payments::list(cx).await,
        ["sales"] => overview::sales(cx, None).await,
        ["clearances"] => clearances::list(cx, None).await,
        ["stock"] => stock::balances(cx).await,
        ["stock", "moves"] => stock::moves(cx).await,
        ["assets"] => assets::list(cx).await,
        ["budgets"] => budgets::list(cx).await,
        ["claims"] => overview::ageing(cx).await,
        ["forecast"] => forecast::page(cx).await,
        ["papers", id] => papers::file(cx, id).await,
        [place, id] => page(cx, place, id, None).await,
        _ => Err(Problem::no_page()),
    }
}

/// Pages that are one form: looked at and sent under the same address.
async fn form(cx: &Cx<'_>, parts: &[&str]) -> Option<Result<Reply, Problem>> {
    Some(match parts {
        ["parties", "new"] => party_form::new(cx).await,
        ["parties", id, "edit"] => party_form::revise(cx, id).await,
        ["contracts", "new"] => contract_form::new(cx).await,
        ["contracts", id, "edit"] => contract_form::revise(cx, id).await,
        ["contracts", id, "amend"] => amend::page(cx, id).await,
        ["contracts", id, "fact"] => facts::record(cx, id).await,
        ["contracts", id, "obligation"] => obligations::undertake(cx, id).await,
        ["contracts", id, "invoice"] => invoice_form::draft(cx, id).await,
        ["contracts", id, "advance"] => invoice_form::advance(cx, id).await,
        ["contracts" | "invoices", id, "schedule"] => schedule::plan(cx, parts.first().copied().unwrap_or_default(), id).await,
        ["invoices", id, "edit"] => invoice_form::revise(cx, id).await,
        ["facts", "new"] => internal::page(cx).await,
        ["facts", id, "proof"] => proof::page(cx, id).await,
        ["payments", "new"] => payments::new(cx).await,
        ["payments", "offset"] => offset::page(cx).await,
        ["assets", "new"] => assets::new(cx).await,
        ["budgets", "new"] => budgets::new(cx).await,
        ["series"] => series::page(cx).await,
        _ => return None,
    })
}

async fn page(cx: &Cx<'_>, place: &str, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    match place {
        "parties" => party::page(cx, id, refused).await,
        "relations" => relation::page(cx, id, refused).await,
        "contracts" => contract::page(cx, id, refused).await,
        "obligations" => obligations::page(cx, id, refused).await,
        "facts" => fact::page(cx, id, refused).await,
        "invoices" => invoice::page(cx, id, refused).await,
        "payments" => payments::page(cx, id, refused).await,
        "assets" => assets::page(cx, id, refused).await,
        "budgets" => budgets::page(cx, id, refused).await,
        "sales" => overview::sales(cx, refused).await,
        "clearances" if refused.as_ref().is_some_and(|refused| refused.action == "resume") => clearances::list(cx, refused).await,
        "clearances" => clearances::page(cx, id, refused).await,
        _ => Err(Problem::no_page()),
    }
}

/// The page that a form stands on: named by its hidden field `at`, the thing's own otherwise.
fn stands_at<'a>(cx: &Cx<'a>, place: &'a str, id: &'a str) -> (&'a str, &'a str) {
    let named = cx.form.get("at").split_once('/').filter(|(place, _)| matches!(*place, "parties" | "contracts" | "facts" | "invoices"));
    named.unwrap_or((place, id))
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    let (place, id, name) = match parts {
        ["parties", id, "relate"] => return party::relate(cx, id).await,
        ["invoices", id, "credit"] => return invoice_form::credit(cx, id).await,
        [place, id, name] => (*place, *id, *name),
        _ => return Err(Problem::no_page()),
    };
    let deed = deed::find(place, name)?;
    let (shown, owner) = stands_at(cx, place, id);
    let op = cx.form.get("op");
    if !op.is_empty() && op != "save" {
        // A party is looked for in one of the forms of the page.
        return page(cx, shown, owner, None).await;
    }
    match deed.perform(cx, id).await {
        Ok(()) if place == "clearances" => Ok(done(clearances::PATH, deed.done)),
        Ok(()) if place == "sales" => Ok(done("/console/commerce/sales", deed.done)),
        Ok(()) => Ok(done(&at(&format!("commerce/{shown}"), owner), deed.done)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        // What is wrong with a relation is told where it is changed.
        Err(problem) if place == "relations" => relation::page(cx, id, Some(Refused::of(name, problem))).await,
        Err(problem) => page(cx, shown, owner, Some(Refused::of(name, problem))).await,
    }
}

/// Which tab is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Contracts,
    Parties,
    Facts,
    Invoices,
    Payments,
    Sales,
    Clearances,
    Claims,
    Forecast,
    Stock,
    Assets,
    Budgets,
    Ledger,
}

/// The tabs that the user may open.
pub(crate) fn tabs(cx: &Cx<'_>, current: Tab) -> Vec<Chip> {
    let words = &cx.w.kit;
    let all = [
        (Tab::Contracts, "/console/commerce/contracts", words.contracts, Role::FOR_PEOPLE),
        (Tab::Parties, "/console/commerce/parties", words.parties, Role::FOR_PEOPLE),
        (Tab::Facts, "/console/commerce/facts", words.facts, Role::FOR_PEOPLE),
        (Tab::Invoices, "/console/commerce/invoices", words.invoices, ledger::READERS),
        (Tab::Payments, "/console/commerce/payments", words.payments, ledger::READERS),
        (Tab::Sales, "/console/commerce/sales", words.sales, Role::FOR_PEOPLE),
        (Tab::Clearances, clearances::PATH, cx.w.clearances.title, Role::FOR_PEOPLE),
        (Tab::Claims, "/console/commerce/claims", words.claims, ledger::READERS),
        (Tab::Forecast, "/console/commerce/forecast", words.forecast, ledger::READERS),
        (Tab::Stock, "/console/commerce/stock", words.stock, Role::FOR_PEOPLE),
        (Tab::Assets, "/console/commerce/assets", words.assets, Role::FOR_PEOPLE),
        (Tab::Budgets, "/console/commerce/budgets", words.budgets, ledger::READERS),
        (Tab::Ledger, "/console/ledger/books", words.ledger, ledger::READERS),
    ];
    let offered = all.into_iter().filter(|(_, _, _, roles)| cx.may(roles));
    offered.map(|(tab, href, label, _)| Chip { href: href.to_owned(), label: label.to_owned(), current: tab == current }).collect()
}

/// Names of parties by id.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// The name; the id where it is not known.
    pub(crate) fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    /// Asks for those that are not known yet: many of them together, what is left one by one.
    pub(crate) async fn ask(&mut self, cx: &Cx<'_>, ids: Vec<String>) -> Result<(), Problem> {
        let mut unknown: Vec<String> = ids.into_iter().filter(|id| !self.0.contains_key(id)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        if unknown.len() > NAMED_SINGLY_MAX {
            let listed: Listed<PartyItem> = cx.get("/commerce/parties", &[], &[("limit", NAMED_TOGETHER)]).await?;
            for item in listed.items {
                self.0.insert(item.party.party_id, item.party.name);
            }
            unknown.retain(|id| !self.0.contains_key(id));
        }
        for id in unknown.into_iter().take(NAMED_MAX) {
            match cx.get::<Party>("/commerce/parties/{party_id}", &[&id], &[]).await {
                Ok(party) => self.0.insert(id, party.profile.name),
                Err(problem) if problem.is_signed_out() => return Err(problem),
                // A page about money is worth more than the name on it.
                Err(_) => self.0.insert(id.clone(), id),
            };
        }
        Ok(())
    }

    /// Asks for the parties that a list names by id only; names that its rows bring are taken
    /// from there.
    pub(crate) async fn of_rows(cx: &Cx<'_>, rows: Vec<(&str, Option<&str>)>) -> Result<Self, Problem> {
        let mut names = Self::default();
        for (id, name) in &rows {
            names.know(id, *name);
        }
        names.ask(cx, rows.into_iter().map(|(id, _)| id.to_owned()).collect()).await?;
        Ok(names)
    }

    /// Remembers the names that rows of invoices bring.
    pub(crate) fn know_sides(&mut self, items: &[InvoiceItem]) {
        for invoice in items {
            self.know(&invoice.creditor, invoice.creditor_name.as_deref());
            self.know(&invoice.debtor, invoice.debtor_name.as_deref());
        }
    }

    /// Remembers the names that rows of payments bring.
    pub(crate) fn know_payers(&mut self, items: &[PaymentItem]) {
        for payment in items {
            self.know(&payment.payer, payment.payer_name.as_deref());
            self.know(&payment.payee, payment.payee_name.as_deref());
        }
    }

    /// Remembers a name that came with something else.
    pub(crate) fn know(&mut self, id: &str, name: Option<&str>) {
        if let Some(name) = name {
            self.0.insert(id.to_owned(), name.to_owned());
        }
    }
}

/// Asks for the names of some parties.
pub(crate) async fn names(cx: &Cx<'_>, ids: Vec<String>) -> Result<Names, Problem> {
    let mut names = Names::default();
    names.ask(cx, ids).await?;
    Ok(names)
}

/// The own companies, to choose one; those that trade before the root that only holds them.
async fn companies(cx: &Cx<'_>) -> Result<Vec<(String, String)>, Problem> {
    let mut own: OwnCompanies = cx.get("/commerce/own-companies", &[], &[]).await?;
    own.companies.sort_by_key(|company| company.control.is_none());
    Ok(own.companies.iter().map(|company| (company.party_id.clone(), company.name().to_owned())).collect())
}

/// Days as people say them: from, and until not included.
fn span_text(cx: &Cx<'_>, span: &Interval) -> String {
    match &span.until {
        Some(until) => fill(cx.w.parties.until_on, &[&cx.f.day(&span.from), &cx.f.day(until)]),
        None => fill(cx.w.parties.from_on, &[&cx.f.day(&span.from)]),
    }
}

/// Links to what a document posted, for who may see books.
fn entry_links(cx: &Cx<'_>, kind: &str, id: &str, entries: &[EntryRef]) -> Cell {
    if !cx.may(ledger::READERS) || entries.is_empty() {
        return Cell::empty();
    }
    let all = format!("/console/ledger/entries?source_kind={kind}&source_id={}", crate::http::encoded(id));
    let one = |(index, entry): (usize, &EntryRef)| (at("ledger/entries", &entry.entry), format!("№ {}", index.saturating_add(1)));
    let links = std::iter::once((all, cx.w.frame.all.to_owned())).chain(entries.iter().enumerate().map(one));
    Cell::links(links.collect())
}

/// The colour of a status; its name always stands in it.
fn tone(code: &str) -> &'static str {
    match code {
        "SIGNED" | "FULFILLED" | "PAID" | "CLOSED" | "CONFIRMED" | "REDEEMED" | "linked" => "ok",
        "PARTIAL" | "PARTIALLY_PAID" | "RECEIVED" | "ISSUED" | "EXPIRED" | "stalled" | "unlinked" | "unnumbered" => "warn",
        "TERMINATED" | "BREACHED" | "ANNULLED" | "VOID" | "REVERSED" | "returned" | "cancelled" => "bad",
        "POSTED" | "OPEN" | "placed" | "dispatched" => "info",
        _ => "plain",
    }
}
