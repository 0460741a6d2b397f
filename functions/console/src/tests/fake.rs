//! An API of fixtures, an issuer that gives what it is told to, and a browser of sorts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Moment;
use serde_json::{Value, json};

use crate::{Api, ApiDown, ApiRequest, ApiResponse, Config, Console, ConsoleRequest, ConsoleResponse, ExchangeFailed, Issuer, Tokens};

/// When the fixtures are looked at.
pub(super) const NOW: &str = "2026-11-21T08:30:00.000Z";
pub(super) const BASE: &str = "https://entrepot.example";
pub(super) const ORDER: &str = "ord_0192aaaa000070008000000000000001";
pub(super) const ASKED: &str = "ord_0192aaaa000070008000000000000002";
pub(super) const PAYMENT: &str = "pay_0192bbbb000070008000000000000002";
pub(super) const MATCHED: &str = "pay_0192bbbb000070008000000000000001";
pub(super) const OWN: &str = "pay_0192bbbb000070008000000000000003";

pub(super) const BOOK: &str = "book_0192dddd000070008000000000000001";
pub(super) const ENTRY: &str = "jrn_0192ffff000070008000000000000001";
pub(super) const PARTY: &str = "pty_0192eeee000070008000000000000003";

pub(super) const CONTRACT: &str = "con_0192eeab000070008000000000000001";
pub(super) const SHIPMENT: &str = "ship_0192cccc000070008000000000000001";
pub(super) const DRAFT: &str = "ship_0192cccc000070008000000000000002";
pub(super) const ESTIMATE: &str = "est_0192cccc000070008000000000000001";
pub(super) const PROCESS: &str = "apr_0192cccc000070008000000000000001";
pub(super) const WAVED: &str = "apr_0192cccc000070008000000000000002";

pub(super) const DECLARATION: &str = "dec_0192cccc000070008000000000000001";
pub(super) const FILED: &str = "dec_0192cccc000070008000000000000002";

pub(super) const FACT: &str = "fact_0192eeab000070008000000000000001";
pub(super) const INVOICE: &str = "inv_0192aaab000070008000000000000001";
pub(super) const RECEIPT: &str = "cpay_0192eeab000070008000000000000001";

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("fixtures/", $name, ".json"))
    };
}

fn answer(method: &str, path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    Some(match (method, parts.as_slice()) {
        ("GET", ["orders"]) => fixture!("orders"),
        ("GET", ["orders", id]) if id.ends_with("02") => fixture!("order_asked"),
        ("GET", ["orders", _]) => fixture!("order"),
        ("GET", ["orders", _, "status-history"]) => fixture!("history"),
        ("GET", [_, _, "timeline"]) => fixture!("timeline"),
        ("GET", ["clients"]) => fixture!("clients"),
        ("GET", ["clients", _]) => fixture!("client"),
        ("GET", ["companies"]) => fixture!("companies"),
        ("GET", ["companies", _]) => fixture!("company"),
        ("GET", ["payments"]) => fixture!("payments"),
        ("GET", ["payments", id]) if id.ends_with("01") => fixture!("payment_matched"),
        ("GET", ["payments", id]) if id.ends_with("03") => fixture!("payment_own"),
        ("GET", ["payments", _]) => fixture!("payment"),
        ("GET", ["credits"]) => fixture!("credits"),
        ("GET", ["integration-events"]) => fixture!("events"),
        ("GET", ["statement-feeds"]) => fixture!("feeds"),
        ("GET", ["dead-letters"]) => fixture!("letters"),
        ("GET", ["carriers", _, "cities"]) => fixture!("cities"),
        ("GET", ["carriers", _, "warehouses"]) => fixture!("warehouses"),
        ("GET", ["carriers", _, "price"]) => fixture!("price"),
        ("GET", ["ledger", rest @ ..]) => return ledger(rest),
        ("GET", ["commerce", rest @ ..]) => return commerce(rest),
        ("GET", ["customs", rest @ ..]) => return customs(rest),
        ("GET", ["profitability", rest @ ..]) => return profitability(rest),
        ("GET", ["approvals", rest @ ..]) => return approvals(rest),
        ("GET", ["notices"] | ["own-notices"]) => fixture!("notices"),
        ("GET", ["papers"]) => fixture!("commerce/papers"),
        ("GET", ["papers", _]) => fixture!("commerce/paper"),
        ("POST" | "PUT" | "PATCH" | "DELETE", _) => r#"{"id": "made_1", "version": 1}"#,
        _ => return None,
    })
}

fn ledger(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["books"] => fixture!("ledger/books"),
        ["books", _] => fixture!("ledger/book"),
        ["books", _, "trial-balance"] => fixture!("ledger/trial"),
        ["books", _, "accounts", _, "statement"] => fixture!("ledger/statement"),
        ["books", _, "parties", _, "statement"] => fixture!("ledger/party_statement"),
        ["books", _, "entries"] | ["entries"] => fixture!("ledger/entries"),
        ["entries", _] => fixture!("ledger/entry"),
        ["consolidated-trial-balance"] => fixture!("ledger/consolidated"),
        ["books", _, "seal"] => fixture!("ledger/seal"),
        ["books", _, "export"] => fixture!("ledger/export"),
        _ => return None,
    })
}

fn commerce(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["own-companies"] => fixture!("commerce/own_companies"),
        ["parties"] => fixture!("commerce/parties"),
        ["parties", _] => fixture!("commerce/party"),
        ["parties", _, "relations"] => fixture!("commerce/relations"),
        ["contracts"] => fixture!("commerce/contracts"),
        ["contracts", _] => fixture!("commerce/contract"),
        ["obligations"] => fixture!("commerce/obligations"),
        ["obligations", _] => fixture!("commerce/obligation"),
        ["payment-schedules", _] => fixture!("commerce/schedule"),
        ["budgets"] => fixture!("commerce/budgets"),
        ["budgets", _] => fixture!("commerce/budget"),
        ["number-series", _, "INV", _] => fixture!("commerce/series"),
        ["statements", _, _] => fixture!("commerce/statement"),
        ["assets"] => fixture!("commerce/assets"),
        ["assets", _] => fixture!("commerce/asset"),
        ["facts"] => fixture!("commerce/facts"),
        ["facts", _] => fixture!("commerce/fact"),
        ["facts", _, "proof-upload"] => fixture!("commerce/upload"),
        ["facts", _, "proofs", _] => r#"{"url": "https://documents.example/proof?signature=1"}"#,
        ["invoices"] => fixture!("commerce/invoices"),
        ["invoices", _] => fixture!("commerce/invoice"),
        ["payments"] => fixture!("commerce/payments"),
        ["payments", _] => fixture!("commerce/payment"),
        ["claims", _, "ageing"] => fixture!("commerce/ageing"),
        ["cash-flow"] => fixture!("commerce/cash_flow"),
        ["sales"] => fixture!("commerce/sales"),
        ["clearances"] => fixture!("commerce/clearances"),
        ["stock", "balances"] => fixture!("commerce/stock"),
        ["stock", "moves"] => fixture!("commerce/moves"),
        _ => return None,
    })
}

fn customs(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["declarations"] => fixture!("customs/declarations"),
        ["declarations", id] if id.ends_with('2') => fixture!("customs/declaration_sent"),
        ["declarations", _] => fixture!("customs/declaration"),
        ["declarations", _, "form"] => fixture!("customs/form"),
        ["declarations", _, "form-problems"] => fixture!("customs/form_problems"),
        ["declarations", _, "estimate"] => fixture!("customs/estimate"),
        ["declarations", _, "goods"] => fixture!("customs/goods"),
        ["declarations", _, "messages"] => fixture!("customs/messages"),
        ["declarations", _, "submission"] => fixture!("customs/submission"),
        ["declarations", _, "scan-upload" | "file-upload"] => fixture!("customs/upload"),
        ["declarations", _, "message"] | ["declarations", _, "documents", _, "scan"] | ["declarations", _, "jobs", _, "file"] => {
            r#"{"url": "https://documents.example/file?signature=1", "file_name": "x", "size_bytes": 1}"#
        }
        ["form-templates", _] => fixture!("customs/template"),
        ["organizations"] => fixture!("customs/organizations"),
        ["reference", "customs-offices", _] => fixture!("customs/offices"),
        ["reference", "procedures", _] => fixture!("customs/procedures"),
        ["reference", "singularities", _] => fixture!("customs/singularities"),
        ["reference", "own-organizations", _] => fixture!("customs/organizations_own"),
        ["reference", "employees", _] => fixture!("customs/employees"),
        ["reference", "document-types", _] => fixture!("customs/document_types"),
        _ => return customs_desk(parts),
    })
}

fn customs_desk(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["organizations", "by-inn"] => fixture!("customs_desk/found"),
        ["organizations", "differences"] => fixture!("customs_desk/differences"),
        ["organizations", "import"] => fixture!("customs_desk/directory"),
        ["organizations", id] if id.ends_with('2') => fixture!("customs_desk/person"),
        ["organizations", _] => fixture!("customs_desk/organization"),
        ["reference"] => fixture!("customs_desk/tables"),
        ["reference", _, "entries"] => fixture!("customs_desk/entries"),
        ["reference", _, "versions"] => fixture!("customs_desk/versions"),
        ["reference", _, "entry"] => fixture!("customs_desk/entry"),
        ["docflow-feed"] => fixture!("customs_desk/feed"),
        ["work"] => fixture!("customs_desk/work"),
        ["tariff", "rates"] => fixture!("customs_desk/rates"),
        ["vehicle-payments"] => fixture!("customs_desk/vehicle"),
        _ => return None,
    })
}

fn profitability(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["dashboard"] => fixture!("margin/dashboard"),
        ["shipments"] => fixture!("margin/shipments"),
        ["shipments", id] if id.ends_with('2') => fixture!("margin/shipment_draft"),
        ["shipments", _] => fixture!("margin/shipment"),
        ["shipments", _, "calculations"] => fixture!("margin/calculations"),
        ["calculations", _] => fixture!("margin/calculation"),
        ["estimates"] => fixture!("margin/estimates"),
        ["estimates", _] => fixture!("margin/estimate"),
        ["estimates", _, "what-if"] => fixture!("margin/what_if"),
        ["prices"] => fixture!("margin/prices"),
        ["prices", _] => fixture!("margin/price"),
        ["rates"] => fixture!("margin/rates"),
        ["messages"] => fixture!("margin/messages"),
        ["messages", _] => fixture!("margin/message"),
        ["clients", _] => fixture!("margin/client"),
        _ => return None,
    })
}

fn approvals(parts: &[&str]) -> Option<&'static str> {
    Some(match parts {
        ["queue"] => fixture!("approval/queue"),
        ["processes"] => fixture!("approval/processes"),
        ["processes", id] if id.ends_with('2') => fixture!("approval/process_fallback"),
        ["processes", _] => fixture!("approval/process"),
        ["workload"] => fixture!("approval/workload"),
        ["roster"] => fixture!("approval/roster"),
        ["emergencies"] => fixture!("approval/emergencies"),
        ["emergencies", _] => fixture!("approval/emergency"),
        ["daily-limits"] => fixture!("approval/limits"),
        ["channel"] => fixture!("approval/channel"),
        ["messages"] => fixture!("approval/messages"),
        _ => return None,
    })
}

/// Answers from files, unless told otherwise for a path; remembers what it was asked.
#[derive(Default)]
pub(super) struct FakeApi {
    pub(super) asked: Mutex<Vec<ApiRequest>>,
    overrides: Mutex<BTreeMap<String, (u16, String)>>,
}

#[async_trait]
impl Api for FakeApi {
    async fn call(&self, request: ApiRequest) -> Result<ApiResponse, ApiDown> {
        let key = format!("{} {}", request.method, request.path);
        let (method, path) = (request.method, request.path.clone());
        if method != "GET"
            && let Some(problem) = super::bodies::problem(&request)
        {
            panic!("{key} would be refused whatever was typed: {problem}");
        }
        self.asked.lock().unwrap().push(request);
        let decoded = percent_encoding::percent_decode_str(&path).decode_utf8().unwrap();
        if let Some((status, body)) = self.overrides.lock().unwrap().get(&key.replace(&path, &decoded)) {
            return if *status == 0 {
                Err(ApiDown("cut".to_owned()))
            } else {
                Ok(ApiResponse { status: *status, body: body.clone().into_bytes() })
            };
        }
        let body = answer(method, &decoded).map(str::to_owned);
        let status = if body.is_some() { 200 } else { 404 };
        Ok(ApiResponse { status, body: body.unwrap_or_else(|| json!({ "code": "no-route", "title": "?" }).to_string()).into_bytes() })
    }
}

/// Gives the tokens that it holds.
#[derive(Default)]
pub(super) struct FakeIssuer {
    pub(super) tokens: Mutex<Option<Tokens>>,
    pub(super) asked: Mutex<Vec<(String, String, String)>>,
}

#[async_trait]
impl Issuer for FakeIssuer {
    async fn exchange(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens, ExchangeFailed> {
        self.asked.lock().unwrap().push((code.to_owned(), verifier.to_owned(), redirect_uri.to_owned()));
        self.tokens.lock().unwrap().clone().ok_or_else(|| ExchangeFailed("refused".to_owned()))
    }
}

/// A console with its fakes.
pub(super) struct Desk {
    pub(super) console: Console,
    pub(super) api: Arc<FakeApi>,
    pub(super) issuer: Arc<FakeIssuer>,
    pub(super) cookies: String,
    pub(super) language: &'static str,
}

/// A console at an address of its own.
pub(super) fn config() -> Config {
    Config {
        issuer_url: "https://issuer.example".to_owned(),
        authorize_url: "https://issuer.example/authorize".to_owned(),
        sign_out_url: None,
        client_id: "entrepot-console".to_owned(),
        scope: "openid profile".to_owned(),
        public_base: BASE.to_owned(),
        push_url: Some("wss://push.example/live".to_owned()),
        cookie_secure: true,
        time_zone: chrono_tz::Europe::Kyiv,
    }
}

pub(super) fn token(claims: &Value) -> String {
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

pub(super) fn now() -> Moment {
    NOW.parse().unwrap()
}

/// Seconds of a day, from now on.
pub(super) fn tomorrow_s() -> i64 {
    now().unix_ms() / 1_000 + 86_400
}

impl Desk {
    /// Somebody with a role at their desk.
    pub(super) fn of(role: &str) -> Self {
        let claims = json!({ "sub": format!("{role}@dnipro-trade"), "name": "Менеджер", "tenant": "dnipro-trade", "roles": [role], "exp": tomorrow_s() });
        Self { cookies: format!("entrepot_session={}", token(&claims)), ..Self::signed_out() }
    }

    /// Nobody yet.
    pub(super) fn signed_out() -> Self {
        let (api, issuer) = (Arc::new(FakeApi::default()), Arc::new(FakeIssuer::default()));
        let console = Console::new(Arc::<FakeApi>::clone(&api), Arc::<FakeIssuer>::clone(&issuer), config());
        Self { console, api, issuer, cookies: String::new(), language: "en" }
    }

    /// The API answers a path otherwise from now on; status 0 is no answer at all.
    pub(super) fn answering(self, key: &str, status: u16, body: &Value) -> Self {
        self.api.overrides.lock().unwrap().insert(key.to_owned(), (status, body.to_string()));
        self
    }

    pub(super) fn request(&self, method: &str, address: &str) -> ConsoleRequest {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let headers = [("cookie", self.cookies.as_str()), ("accept-language", self.language)];
        ConsoleRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: Vec::new(),
            now: now(),
        }
    }

    pub(super) async fn get(&self, address: &str) -> ConsoleResponse {
        self.console.handle(self.request("GET", address)).await
    }

    /// A form of the console's own page.
    pub(super) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> ConsoleResponse {
        let mut request = self.request("POST", address);
        request.body = crate::api::query(fields).into_bytes();
        request.headers.insert("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        request.headers.insert("sec-fetch-site".to_owned(), "same-origin".to_owned());
        self.console.handle(request).await
    }

    /// The last command that the API got.
    pub(super) fn sent(&self) -> ApiRequest {
        self.api.asked.lock().unwrap().iter().rev().find(|request| request.method != "GET").cloned().unwrap()
    }

    /// Whether the API got any command.
    pub(super) fn sent_nothing(&self) -> bool {
        self.api.asked.lock().unwrap().iter().all(|request| request.method == "GET")
    }
}

pub(super) fn text(response: &ConsoleResponse) -> String {
    String::from_utf8(response.body.clone()).unwrap()
}

/// The text that a reader sees: without tags, spaces folded.
pub(super) fn seen(response: &ConsoleResponse) -> String {
    let html = text(response);
    let mut plain = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => (inside, _) = (true, plain.push(' ')),
            '>' => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">");
    plain.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that the page shows every text, in this order.
#[track_caller]
pub(super) fn shows(response: &ConsoleResponse, texts: &[&str]) {
    let page = seen(response);
    let mut rest = page.as_str();
    for text in texts {
        let Some((_, after)) = rest.split_once(text) else { panic!("{text:?} is not shown (in this order) in: {page}") };
        rest = after;
    }
}
