//! Commerce: parties, contracts, fulfilment, invoices, money.

mod contract;
mod contracts;
mod deed;
mod facts;
mod forecast;
mod invoice;
mod invoice_form;
mod invoices;
mod overview;
mod parties;
mod payments;

use std::collections::BTreeMap;

use kernel::Role;

use super::kit::{Cell, Refused, at, done};
use super::ledger;
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::commerce::{EntryRef, Interval, OwnCompanies, Party};
use crate::problem::Problem;
use crate::words::fill;

/// Rows of a list.
const ROWS: &str = "50";
/// Who may write contracts, parties and facts, as the commands say.
const WRITERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant];
/// Who may end and forgive.
const SENIORS: &[Role] = &[Role::TeamLead, Role::Accountant];
/// Who may draft invoices.
const BILLERS: &[Role] = &[Role::Accountant, Role::TeamLead];
/// Who may record payments.
const CASHIERS: &[Role] = &[Role::Accountant];

/// Parties that are named on one page; of more, the id is shown. A name costs a call.
const NAMED_MAX: usize = 12;

/// Answers a path under `/console/commerce`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        ["parties", "new"] => return parties::new(cx).await,
        ["contracts", "new"] => return contracts::new(cx).await,
        ["contracts", id, "fact"] => return facts::record(cx, id).await,
        ["contracts", id, "obligation"] => return contract::undertake(cx, id).await,
        ["contracts", id, "invoice"] => return invoice_form::draft(cx, id).await,
        ["payments", "new"] => return payments::new(cx).await,
        _ if method == "POST" => return post(cx, parts).await,
        _ => {}
    }
    match parts {
        [] => Ok(Reply::To("/console/commerce/contracts".to_owned())),
        ["parties"] => parties::list(cx).await,
        ["parties", "own"] => parties::own(cx).await,
        ["contracts"] => contracts::list(cx).await,
        ["facts"] => facts::feed(cx).await,
        ["invoices"] => invoices::list(cx).await,
        ["payments"] => payments::list(cx).await,
        ["sales"] => overview::sales(cx, None).await,
        ["stock"] => overview::stock(cx).await,
        ["claims"] => overview::ageing(cx).await,
        ["forecast"] => forecast::page(cx).await,
        ["papers", id] => invoice::paper(cx, id).await,
        [place, id] => page(cx, place, id, None).await,
        _ => Err(Problem::no_page()),
    }
}

async fn page(cx: &Cx<'_>, place: &str, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    match place {
        "parties" => parties::page(cx, id, refused).await,
        "contracts" => contract::page(cx, id, refused).await,
        "facts" => facts::page(cx, id, refused).await,
        "invoices" => invoice::page(cx, id, refused).await,
        "payments" => payments::page(cx, id, refused).await,
        "sales" => overview::sales(cx, refused).await,
        _ => Err(Problem::no_page()),
    }
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    let (place, id, name) = match parts {
        ["parties", id, "relate"] => return parties::relate(cx, id).await,
        ["contracts", id, "amend"] => return contract::amend(cx, id).await,
        ["invoices", id, "credit"] => return invoice_form::credit(cx, id).await,
        [place, id, name] => (*place, *id, *name),
        _ => return Err(Problem::no_page()),
    };
    let deed = deed::find(place, name)?;
    // A row's button returns to the page of the table that it stands in.
    let (shown, owner) = match place {
        "obligations" => ("contracts", cx.form.get("contract")),
        "relations" => ("parties", cx.form.get("party")),
        _ => (place, id),
    };
    match deed.perform(cx, id).await {
        Ok(()) if place == "sales" => Ok(done("/console/commerce/sales", deed.done)),
        Ok(()) => Ok(done(&at(&format!("commerce/{shown}"), owner), deed.done)),
        Err(problem) if problem.is_signed_out() => Err(problem),
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
    Claims,
    Forecast,
    Stock,
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
        (Tab::Claims, "/console/commerce/claims", words.claims, ledger::READERS),
        (Tab::Forecast, "/console/commerce/forecast", words.forecast, ledger::READERS),
        (Tab::Stock, "/console/commerce/stock", words.stock, Role::FOR_PEOPLE),
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

    /// Asks for those that are not known yet.
    pub(crate) async fn ask(&mut self, cx: &Cx<'_>, ids: Vec<String>) -> Result<(), Problem> {
        let most = self.0.len().saturating_add(NAMED_MAX);
        for id in ids {
            if self.0.len() >= most || self.0.contains_key(&id) {
                continue;
            }
            match cx.get::<Party>("/commerce/parties/{party_id}", &[&id], &[]).await {
                Ok(party) => self.0.insert(id, party.profile.name),
                Err(problem) if problem.is_signed_out() => return Err(problem),
                // A page about money is worth more than the name on it.
                Err(_) => self.0.insert(id.clone(), id),
            };
        }
        Ok(())
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

/// The own companies, to choose one.
async fn companies(cx: &Cx<'_>) -> Result<Vec<(String, String)>, Problem> {
    let own: OwnCompanies = cx.get("/commerce/own-companies", &[], &[]).await?;
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
        "SIGNED" | "FULFILLED" | "PAID" | "CLOSED" | "CONFIRMED" => "ok",
        "PARTIAL" | "PARTIALLY_PAID" | "RECEIVED" | "ISSUED" | "EXPIRED" | "stalled" => "warn",
        "TERMINATED" | "BREACHED" | "VOID" | "REVERSED" | "returned" | "cancelled" => "bad",
        "POSTED" | "OPEN" | "placed" | "dispatched" => "info",
        _ => "plain",
    }
}
