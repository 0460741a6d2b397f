//! What stands around every page: header, notices, the live part, security headers.

use askama::Template;
use kernel::Role;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::assets;
use crate::config::{Config, Socket, origin};
use crate::follow;
use crate::format::Format;
use crate::http::{ConsoleResponse, Form};
use crate::pages::events::LOOKERS;
use crate::pages::{customs, profitability};
use crate::problem::Problem;
use crate::session::Session;
use crate::words::Words;

/// Stands in templates where a form gets its idempotency key: a fresh one in every answer,
/// and none while a fragment is compared with the one before.
const KEY_MARK: &str = "@@key@@";

/// What the browser may load: styles and scripts are files of ours, nothing is inline. Where
/// forms may go is added.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The header of that policy.
const POLICY: &str = "content-security-policy";

/// How often a page looks for news, in milliseconds.
const EVERY_MS: u32 = 2_000;

/// Who has to do with the money of orders and their approval: declarants see orders and parties,
/// and decide about neither.
const DESK: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator];

/// Which entry of the navigation is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Orders,
    Review,
    Payments,
    Clients,
    Companies,
    Events,
    Commerce,
    Customs,
    Profitability,
    Approvals,
    Notices,
    None,
}

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) section: Section,
    /// Above the live part.
    pub(crate) before: String,
    /// Follows what happens.
    pub(crate) live: Option<String>,
    /// How often it looks for news, in milliseconds.
    pub(crate) every_ms: u32,
    /// What the live part shows, by the names of [`crate::follow`]; usual for its path when empty.
    pub(crate) follows: Vec<String>,
    pub(crate) status: u16,
    pub(crate) problem: Option<Problem>,
    /// Scheme and host that the page's script may send a file to, besides the console's own.
    pub(crate) sends_to: Option<String>,
}

impl Page {
    /// A page without a live part.
    pub(crate) fn still(section: Section, title: impl Into<String>, content: String) -> Self {
        Self {
            title: title.into(),
            section,
            before: content,
            live: None,
            every_ms: EVERY_MS,
            follows: Vec::new(),
            status: 200,
            problem: None,
            sends_to: None,
        }
    }

    /// A page that follows what happens.
    pub(crate) fn live(section: Section, title: impl Into<String>, before: String, live: String) -> Self {
        Self { live: Some(live), ..Self::still(section, title, before) }
    }

    /// The same, told of changes of what is named: ids, kinds (`orders.order`) or contexts.
    pub(crate) fn following(self, names: &[&str]) -> Self {
        Self { follows: names.iter().map(|&name| name.to_owned()).collect(), ..self }
    }

    /// The same with a problem at the top, and its status.
    pub(crate) fn with_problem(self, problem: Problem) -> Self {
        Self { status: problem.status, problem: Some(problem), ..self }
    }

    /// The same with a problem at the top where there is one.
    pub(crate) fn with_maybe(self, problem: Option<Problem>) -> Self {
        match problem {
            Some(problem) => self.with_problem(problem),
            None => self,
        }
    }
}

/// A file to keep.
#[derive(Debug)]
pub(crate) struct Download {
    /// ASCII, without quotes.
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Download {
    /// The file as an answer that a browser saves.
    pub(crate) fn respond(self) -> ConsoleResponse {
        let response = ConsoleResponse { body: self.body, ..ConsoleResponse::empty(200) };
        let disposition = format!("attachment; filename=\"{}\"", self.name);
        response.with("content-type", self.media_type).with("content-disposition", &disposition)
    }
}

/// What a route gives.
#[derive(Debug)]
pub(crate) enum Reply {
    Page(Page),
    /// To another page of the console.
    To(String),
    /// A file to keep.
    File(Download),
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

/// What a page is made for.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) words: &'static Words,
    pub(crate) format: Format,
    pub(crate) session: Option<&'a Session>,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) parameters: &'a Form,
    pub(crate) fragment_tag: &'a str,
    pub(crate) socket: Option<Socket<'a>>,
}

struct Entry {
    href: &'static str,
    label: &'static str,
    section: Section,
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    w: &'static Words,
    session: Option<&'a Session>,
    entries: Vec<Entry>,
    page: &'a Page,
    here: String,
    live_url: String,
    follows: String,
    tag: String,
    notice: Option<&'static str>,
    style: &'static str,
    script: &'static str,
    icon: &'static str,
}

/// A template as text. Writing to a string cannot fail; a defect would show as an empty part.
pub(crate) fn render(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a template was not rendered");
        String::new()
    })
}

fn entries(words: &'static Words, session: Option<&Session>) -> Vec<Entry> {
    let frame = &words.frame;
    let all = [
        ("/console/orders", frame.orders, Section::Orders, Role::FOR_PEOPLE),
        ("/console/review", frame.review, Section::Review, DESK),
        ("/console/payments", frame.payments, Section::Payments, Role::FOR_PEOPLE),
        ("/console/clients", frame.clients, Section::Clients, Role::FOR_PEOPLE),
        ("/console/companies", frame.companies, Section::Companies, Role::FOR_PEOPLE),
        ("/console/commerce", frame.commerce, Section::Commerce, Role::FOR_PEOPLE),
        ("/console/customs", words.customs.title, Section::Customs, customs::READERS),
        ("/console/profitability", words.margin.title, Section::Profitability, profitability::READERS),
        ("/console/approvals", words.approval.title, Section::Approvals, DESK),
        ("/console/notices", words.notices.title, Section::Notices, Role::FOR_PEOPLE),
        ("/console/events", frame.events, Section::Events, LOOKERS),
    ];
    let allowed = all.into_iter().filter(|(_, _, _, roles)| session.is_some_and(|session| session.has(roles)));
    allowed.map(|(href, label, section, _)| Entry { href, label, section }).collect()
}

/// What has just been done, by the code in the address; only known codes say anything.
fn notice(words: &'static Words, code: &str) -> Option<&'static str> {
    let done = &words.done;
    Some(match code {
        "created" => done.created,
        "confirmed" => done.confirmed,
        "cancelled" => done.cancelled,
        "revised" => done.revised,
        "overridden" => done.overridden,
        "withdrawn" => done.withdrawn,
        "requested" => done.requested,
        "registered" => done.registered,
        "retried" => done.retried,
        "voided" => done.voided,
        "resolved" => done.resolved,
        "noted" => done.noted,
        "client-saved" => done.client_saved,
        "company-saved" => done.company_saved,
        "recorded" => done.recorded,
        "matched" => done.matched,
        "unmatched" => done.unmatched,
        "rejected" => done.rejected,
        "evaluated" => done.evaluated,
        "given-up" => done.given_up,
        "resumed" => done.resumed,
        other => return kit_notice(words, other),
    })
}

/// The same for the pages that are put together from the kit.
fn kit_notice(words: &'static Words, code: &str) -> Option<&'static str> {
    let done = &words.kit_done;
    Some(match code {
        "saved" => done.saved,
        "book-opened" => done.book_opened,
        "posted" => done.posted,
        "reversed" => done.reversed,
        "period-closed" => done.period_closed,
        "period-reopened" => done.period_reopened,
        "account-closed" => done.account_closed,
        "signed" => done.signed,
        "issued" => done.issued,
        "invoice-posted" => done.invoice_posted,
        "printing" => done.printing,
        "allocated" => done.allocated,
        "resumed-sale" => done.resumed_sale,
        "order-approved" => done.order_approved,
        "order-rejected" => done.order_rejected,
        "offer-made" => done.offer_made,
        "emergency-recorded" => done.emergency_recorded,
        "submitted" => done.submitted,
        other => return customs_notice(words, other),
    })
}

/// The same for the pages of customs.
fn customs_notice(words: &'static Words, code: &str) -> Option<&'static str> {
    let done = &words.customs_done;
    Some(match code {
        "declaration-begun" => done.declaration_begun,
        "declaration-submitted" => done.declaration_submitted,
        "job-requested" => done.job_requested,
        "asked" => done.asked,
        "erased" => done.erased,
        _ => return None,
    })
}

fn tag_of(html: &str) -> String {
    let hash = Sha256::digest(html.as_bytes());
    format!("\"{}\"", hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn keyed(html: &str) -> String {
    let mut parts = html.split(KEY_MARK);
    let mut keyed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        keyed.push_str(&Uuid::new_v4().to_string());
        keyed.push_str(part);
    }
    keyed
}

/// The page as an answer: whole, or only its live part when the script asks for that.
pub(crate) fn respond(around: &Around<'_>, page: &Page) -> ConsoleResponse {
    let tag = page.live.as_deref().map(tag_of).unwrap_or_default();
    if around.parameters.get("fragment") == "1" {
        let fragment = page.live.as_deref().unwrap_or_default();
        if !tag.is_empty() && around.fragment_tag == tag {
            return ConsoleResponse::empty(304).with("etag", &tag);
        }
        return ConsoleResponse::html(page.status, keyed(fragment)).with("etag", &tag);
    }
    let here = address(around, &["done", "fragment"]);
    let separator = if here.contains('?') { '&' } else { '?' };
    let follows = match around.socket {
        Some(_) if page.live.is_some() => follow::names(&page.follows, around.path).join(" "),
        _ => String::new(),
    };
    // What the script may reach besides the console itself.
    let socket = around.socket.filter(|_| !follows.is_empty()).and_then(|socket| origin(socket.url));
    let reached: Vec<String> = page.sends_to.clone().into_iter().chain(socket).collect();
    let layout = Layout {
        w: around.words,
        session: around.session,
        entries: entries(around.words, around.session),
        page,
        live_url: format!("{here}{separator}fragment=1"),
        here,
        follows,
        tag,
        notice: notice(around.words, around.parameters.get("done")),
        style: assets::style(),
        script: assets::script(),
        icon: assets::icon(),
    };
    let response = ConsoleResponse::html(page.status, keyed(&render(&layout)));
    if reached.is_empty() { response } else { response.with(POLICY, &format!("connect-src 'self' {}", reached.join(" "))) }
}

/// This page's own address without some of its parameters.
fn address(around: &Around<'_>, without: &[&str]) -> String {
    let kept = around.query.split('&').filter(|pair| !pair.is_empty());
    let kept = kept.filter(|pair| !without.contains(&pair.split('=').next().unwrap_or_default()));
    let query = kept.collect::<Vec<_>>().join("&");
    if query.is_empty() { around.path.to_owned() } else { format!("{}?{query}", around.path) }
}

/// Headers that every answer carries. What a page needs beyond the usual policy stands in its
/// own header of that name and is added.
pub(crate) fn secured(config: &Config, mut response: ConsoleResponse) -> ConsoleResponse {
    let mut policy = [CONTENT_SECURITY_POLICY, config.sign_out_origin().as_deref().unwrap_or_default()].join(" ").trim_end().to_owned();
    if let Some(more) = response.header(POLICY) {
        policy = format!("{policy}; {more}");
        response.headers.retain(|(name, _)| name != POLICY);
    }
    let cached = response.header("cache-control").is_some();
    let response = response
        .with(POLICY, &policy)
        .with("x-content-type-options", "nosniff")
        .with("referrer-policy", "same-origin")
        .with("cross-origin-opener-policy", "same-origin")
        .with("x-frame-options", "DENY");
    if cached { response } else { response.with("cache-control", "no-store").with("vary", "cookie, accept-language") }
}
