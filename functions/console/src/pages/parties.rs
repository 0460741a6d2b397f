//! Clients and companies: their lists and pages.

use askama::Template;

use super::list::{self, Paging};
use super::order::NOTERS;
use super::orders::SELLERS;
use super::refill::Refill;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::order::{Client, Company, Entry, OrderRow};
use crate::problem::Problem;
use crate::words::Words;

/// Rows of a list.
const ROWS: &str = "50";
/// Orders on the page of a client or company.
const ORDERS: &str = "20";
/// Entries of the timeline there.
const ENTRIES: &str = "30";

/// A labelled value.
struct Cell {
    label: &'static str,
    text: String,
    mono: bool,
    href: Option<String>,
}

fn cell(label: &'static str, text: Option<&String>) -> Cell {
    Cell { label, text: text.cloned().unwrap_or_default(), mono: false, href: None }
}

fn mono(label: &'static str, text: Option<&String>) -> Cell {
    Cell { mono: true, ..cell(label, text) }
}

struct Row {
    id: String,
    name: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "parties.html")]
struct List<'a> {
    w: &'static Words,
    title: &'static str,
    path: &'static str,
    hint: &'static str,
    new_label: &'static str,
    empty: &'static str,
    q: &'a str,
    heads: Vec<&'static str>,
    rows: Vec<Row>,
    may_create: bool,
    paging: Paging,
}

fn asked<'a>(cx: &'a Cx<'_>) -> [(&'static str, &'a str); 3] {
    [("q", cx.asked.get("q")), ("cursor", cx.asked.get("cursor")), ("limit", ROWS)]
}

/// Clients by name.
pub(crate) async fn clients(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let found: Listed<Client> = cx.get("/clients", &[], &asked(cx)).await?;
    let w = &cx.w.clients;
    let row = |client: &Client| Row {
        id: client.client_id.clone(),
        name: client.name.clone(),
        cells: vec![
            mono(w.phone, client.phone.as_ref()),
            cell(w.company, client.company_name.as_ref()),
            cell(w.email, client.email.as_ref()),
        ],
    };
    let list = List {
        w: cx.w,
        title: w.clients,
        path: "/console/clients",
        hint: w.client_search_hint,
        new_label: w.new_client,
        empty: w.empty_clients,
        q: cx.asked.get("q"),
        heads: vec![w.client_name, w.phone, w.company, w.email],
        rows: found.items.iter().map(row).collect(),
        may_create: cx.may(SELLERS),
        paging: Paging::new("/console/clients", cx.asked, &["q"], found.next_cursor.as_deref()),
    };
    Ok(Page::still(Section::Clients, w.clients, render(&list)).into())
}

/// Companies by name.
pub(crate) async fn companies(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let found: Listed<Company> = cx.get("/companies", &[], &asked(cx)).await?;
    let w = &cx.w.clients;
    let row = |company: &Company| Row {
        id: company.company_id.clone(),
        name: company.name.clone(),
        cells: vec![mono(w.edrpou, company.edrpou.as_ref()), mono(w.phone, company.phone.as_ref()), mono(w.iban, company.iban.as_ref())],
    };
    let list = List {
        w: cx.w,
        title: w.companies,
        path: "/console/companies",
        hint: w.company_search_hint,
        new_label: w.new_company,
        empty: w.empty_companies,
        q: cx.asked.get("q"),
        heads: vec![w.company_name, w.edrpou, w.phone, w.iban],
        rows: found.items.iter().map(row).collect(),
        may_create: cx.may(SELLERS),
        paging: Paging::new("/console/companies", cx.asked, &["q"], found.next_cursor.as_deref()),
    };
    Ok(Page::still(Section::Companies, w.companies, render(&list)).into())
}

#[derive(Template)]
#[template(path = "party.html")]
struct Party<'a> {
    w: &'static Words,
    f: Format,
    refill: Refill<'a>,
    kind: &'static str,
    name: String,
    path: String,
    facts: Vec<Cell>,
    orders: Vec<OrderRow>,
    new_order: Option<String>,
    may_edit: bool,
    may_note: bool,
    about: Vec<(&'static str, &'a str)>,
    timeline: Listed<Entry>,
}

impl Party<'_> {
    fn knows_nothing(&self) -> bool {
        self.facts.iter().all(|fact| fact.text.is_empty())
    }
}

/// What the page of a client and that of a company have in common.
struct Shown<'a> {
    kind: &'static str,
    section: Section,
    name: String,
    path: String,
    facts: Vec<Cell>,
    new_order: Option<String>,
    about: (&'static str, &'a str),
    /// The timeline's route.
    timeline: &'static str,
}

async fn show(cx: &Cx<'_>, shown: Shown<'_>, refused: Option<Problem>) -> Result<Page, Problem> {
    let (field, id) = shown.about;
    let orders: Listed<OrderRow> = cx.get("/orders", &[], &[(field, id), ("limit", ORDERS)]).await?;
    let page = [("limit", ENTRIES), ("cursor", cx.asked.get("cursor"))];
    let timeline: Listed<Entry> = cx.get(shown.timeline, &[id], &page).await?;
    let party = Party {
        w: cx.w,
        f: cx.f,
        refill: if refused.is_some() { Refill::of(cx.form.get("type"), cx.form) } else { Refill::NONE },
        kind: shown.kind,
        name: shown.name.clone(),
        path: shown.path,
        facts: shown.facts,
        orders: orders.items,
        new_order: shown.new_order.filter(|_| cx.may(SELLERS)),
        may_edit: cx.may(SELLERS),
        may_note: cx.may(NOTERS),
        about: vec![shown.about],
        timeline,
    };
    let page = Page::live(shown.section, shown.name, String::new(), render(&party));
    Ok(page.following(&[id, "orders.order", "orders.activity"]).with_maybe(refused))
}

/// One client.
pub(crate) async fn client(cx: &Cx<'_>, id: &str, refused: Option<Problem>) -> Result<Page, Problem> {
    let client: Client = cx.get("/clients/{client_id}", &[id], &[]).await?;
    let w = &cx.w.clients;
    let company = client.company_id.as_ref().map(|company| format!("/console/companies/{}", encoded(company)));
    let facts = vec![
        Cell { href: client.phone.as_ref().map(|phone| format!("tel:{phone}")), ..mono(w.phone, client.phone.as_ref()) },
        Cell { href: client.email.as_ref().map(|email| format!("mailto:{email}")), ..cell(w.email, client.email.as_ref()) },
        Cell { href: company, ..cell(w.company, client.company_name.as_ref()) },
    ];
    let shown = Shown {
        kind: w.client,
        section: Section::Clients,
        name: client.name,
        path: format!("/console/clients/{}", encoded(id)),
        facts,
        new_order: Some(format!("/console/orders/new?client={}", encoded(id))),
        about: ("client_id", id),
        timeline: "/clients/{client_id}/timeline",
    };
    show(cx, shown, refused).await
}

/// One company.
pub(crate) async fn company(cx: &Cx<'_>, id: &str, refused: Option<Problem>) -> Result<Page, Problem> {
    let company: Company = cx.get("/companies/{company_id}", &[id], &[]).await?;
    let w = &cx.w.clients;
    let shown = Shown {
        kind: w.company,
        section: Section::Companies,
        name: company.name,
        path: format!("/console/companies/{}", encoded(id)),
        facts: vec![
            mono(w.edrpou, company.edrpou.as_ref()),
            mono(w.iban, company.iban.as_ref()),
            Cell { href: company.phone.as_ref().map(|phone| format!("tel:{phone}")), ..mono(w.phone, company.phone.as_ref()) },
        ],
        new_order: None,
        about: ("company_id", id),
        timeline: "/companies/{company_id}/timeline",
    };
    show(cx, shown, refused).await
}
