//! A group of companies in the Russian tenant, and a month of its trade: from contract to
//! payment, in the order in which people would type it. Payments allocate themselves.
//!
//! The trading company buys presses from a supplier and sells most of them to a mill; the
//! leasing company lends the mill a harvester; the consulting company advises the trading
//! company. What the books must show at the end of the month is worked out by hand in
//! [`figures`](super::figures).

use kernel::id::kinds;
use kernel::{Role, Route};
use serde_json::{Value, json};

use super::id;

/// One thing that somebody types.
#[derive(Clone)]
pub struct Entered {
    /// Who.
    pub role: Role,
    /// The command's wire name.
    pub command: &'static str,
    /// The idempotency key: what it is, in a word.
    pub key: String,
    /// The command, path parameters included.
    pub body: Value,
}

impl Entered {
    /// Path and body of its request: what a route names goes into the path and not into the body.
    pub fn request(&self, route: Route) -> (String, Value) {
        let (mut path, mut body) = (route.path.to_owned(), self.body.clone());
        if let Value::Object(fields) = &mut body {
            fields.retain(|name, value| {
                let named = format!("{{{name}}}");
                let text = value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
                let in_path = path.contains(&named);
                path = path.replace(&named, &text);
                !in_path
            });
        }
        (path, body)
    }
}

/// Sells goods.
pub const TRADE: &str = "volga-trade";
/// Lends machines.
pub const LEASING: &str = "volga-leasing";
/// Advises.
pub const CONSULTING: &str = "volga-consulting";
const HOLDING: &str = "volga-holding";
/// Buys and leases.
const MILL: &str = "saratov-mill";
/// Supplies.
const WORKS: &str = "penza-works";
/// The day on which all of it began.
const FOUNDED: &str = "2026-01-01";

fn party(name: &str) -> String {
    id::<kinds::Party>(name)
}

fn rub(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "RUB" })
}

fn since(day: &str) -> Value {
    json!({ "from": day, "until": null })
}

fn entered(role: Role, command: &'static str, key: impl Into<String>, body: Value) -> Entered {
    Entered { role, command, key: format!("group-{}", key.into()), body }
}

/// The accountant types most of it.
fn accountant(command: &'static str, key: impl Into<String>, body: Value) -> Entered {
    entered(Role::Accountant, command, key, body)
}

/// Everything, in order.
pub fn entered_in_october() -> Vec<Entered> {
    [parties(), books(), purchase(), sale(), lease(), advice()].into_iter().flatten().collect()
}

/// The book of an own company of the demonstration.
pub fn book(company: &str) -> String {
    posting::book_of(kernel::Id::derive(&["demonstration", company])).to_string()
}

fn parties() -> Vec<Entered> {
    let known = [
        (HOLDING, "HOLDING", "Холдинг «Волга»", "6325110007"),
        (TRADE, "LEGAL_ENTITY", "ООО «Волга Трейд»", "6325110014"),
        (LEASING, "LEGAL_ENTITY", "ООО «Волга Лизинг»", "6325110021"),
        (CONSULTING, "LEGAL_ENTITY", "ООО «Волга Консалтинг»", "6325110039"),
        (MILL, "LEGAL_ENTITY", "АО «Саратовская мельница»", "7719220400"),
        (WORKS, "LEGAL_ENTITY", "ООО «Пензенский завод прессов»", "5029330508"),
    ];
    let mut all = Vec::new();
    for (name, kind, title, inn) in known {
        let identifiers = json!([{ "scheme": "RU_INN", "value": inn }]);
        let body = json!({ "party_id": party(name), "kind": kind, "name": title, "jurisdiction": "RU", "identifiers": identifiers });
        all.push(accountant("commerce.register-party", name, body));
        let registration = json!({ "party_id": party(name), "jurisdiction": "RU", "regime": "general", "valid": since(FOUNDED) });
        all.push(accountant("commerce.add-tax-registration", format!("{name}-tax"), registration));
    }
    all.push(entered(Role::Administrator, "commerce.name-host-root", "root", json!({ "party_id": party(HOLDING) })));
    for company in [TRADE, LEASING, CONSULTING] {
        let link = json!({ "type": "HOST_SUBSIDIARY", "share": "100" });
        let owns = json!({ "source_id": party(HOLDING), "target_id": party(company), "link": link, "valid": since(FOUNDED) });
        all.push(accountant("commerce.relate-parties", format!("{company}-owned"), owns));
    }
    all
}

fn books() -> Vec<Entered> {
    let open = |company: &str, name: &str, balances: Value| {
        let body = json!({ "party_id": party(company), "name": name, "opened_from": FOUNDED, "balances": balances });
        accountant("ledger.open-book", format!("{company}-book"), body)
    };
    let in_bank = json!([{ "account": "51", "side": "debit", "amount": rub("100000.00") }]);
    vec![
        open(TRADE, "ООО «Волга Трейд»", in_bank),
        open(LEASING, "ООО «Волга Лизинг»", json!([])),
        open(CONSULTING, "ООО «Волга Консалтинг»", json!([])),
    ]
}

/// A deal between two parties: what its documents are called, and who is who in it.
struct Deal {
    key: &'static str,
    supplier: (&'static str, &'static str),
    customer: (&'static str, &'static str),
}

impl Deal {
    fn contract(&self) -> String {
        id::<kinds::Contract>(self.key)
    }

    fn obligation(&self) -> String {
        id::<kinds::Obligation>(self.key)
    }

    fn invoice(&self) -> String {
        id::<kinds::Invoice>(self.key)
    }

    fn key(&self, of: &str) -> String {
        format!("{}-{of}", self.key)
    }

    /// Written and signed.
    fn agreed(&self, number: &str, kind: &str, recognition: &str, asset: Option<String>) -> Vec<Entered> {
        let role =
            |(name, role): (&str, &str)| json!({ "party": party(name), "role": role, "primary": true, "valid": since("2026-10-01") });
        let terms = json!({ "price_includes_tax": false, "recognition": recognition, "payment_days": 14, "governing_law": "RU" });
        let draft = json!({
            "contract_id": self.contract(), "number": number, "contract_type": kind, "currency": "RUB",
            "valid": { "from": "2026-10-01", "until": "2027-10-01" }, "roles": [role(self.supplier), role(self.customer)],
            "asset_id": asset, "terms": terms,
        });
        let sign = json!({ "contract_id": self.contract(), "on": "2026-10-01" });
        vec![
            entered(Role::Manager, "commerce.draft-contract", self.key("contract"), draft),
            entered(Role::TeamLead, "commerce.sign-contract", self.key("sign"), sign),
        ]
    }

    /// One line, promised by a day.
    fn promised(&self, supply: Value, article: (&str, &str), quantity: (&str, &str), price: &str, due: &str) -> Entered {
        let line = json!({
            "n": 1, "article": { "code": article.0, "name": article.1 }, "supply": supply, "tax_code": "standard",
            "quantity": quantity.0, "unit": quantity.1, "price": rub(price),
        });
        let body = json!({
            "obligation_id": self.obligation(), "contract_id": self.contract(), "kind": "DELIVER", "lines": [line], "due": due,
        });
        entered(Role::Manager, "commerce.undertake-obligation", self.key("obligation"), body)
    }

    /// All of it happened on a day.
    fn fulfilled(&self, fact_type: &str, occurred: &str, document: &str, period: Option<Value>, mut line: Value) -> Entered {
        line["obligation_id"] = self.obligation().into();
        line["obligation_line"] = 1.into();
        let body = json!({
            "fact_id": id::<kinds::Fact>(self.key), "contract_id": self.contract(), "fact_type": fact_type, "occurred": occurred,
            "period": period, "document": document, "lines": [line],
        });
        accountant("commerce.record-fact", self.key("fact"), body)
    }

    /// Billed, issued and posted on a day; a supplier's paper has a number of its own.
    fn billed(&self, quantity: &str, day: &str, number: Option<&str>) -> Vec<Entered> {
        let lines = json!([{ "fact_id": id::<kinds::Fact>(self.key), "line": 1, "quantity": quantity }]);
        let draft = json!({ "invoice_id": self.invoice(), "contract_id": self.contract(), "content": { "lines": lines } });
        let issue = json!({ "invoice_id": self.invoice(), "issue_day": day, "number": number });
        let post = json!({ "invoice_id": self.invoice(), "day": day });
        vec![
            accountant("commerce.draft-invoice", self.key("invoice"), draft),
            accountant("commerce.issue-invoice", self.key("issue"), issue),
            accountant("commerce.post-invoice", self.key("post"), post),
        ]
    }

    /// Money that the customer's bank moved, for this contract: it is allocated by itself, at
    /// once or when there is an invoice.
    fn paid(&self, amount: &str, day: &str) -> Entered {
        let body = json!({
            "payment_id": id::<kinds::CommercePayment>(self.key), "payer": party(self.customer.0), "payee": party(self.supplier.0),
            "amount": rub(amount), "method": "BANK_TRANSFER", "day": day, "contract_id": self.contract(), "confirm": true,
        });
        accountant("commerce.record-payment", self.key("payment"), body)
    }
}

/// Twenty presses at 200.00 plus VAT; 3,000.00 of the 4,880.00 are paid.
fn purchase() -> Vec<Entered> {
    let deal = Deal { key: "presses-bought", supplier: (WORKS, "SELLER"), customer: (TRADE, "BUYER") };
    let mut all = deal.agreed("ПЗП-77/26", "SALE_OF_GOODS", "ON_SHIPMENT", None);
    all.push(deal.promised(json!("goods"), ("PRS-16", "Пресс масляный ПМ-16"), ("20", "pcs"), "200.00", "2026-10-05"));
    let received = json!({ "quantity": "20", "batch": { "number": "ПМ-2026-10" }, "to": "Самара" });
    all.push(deal.fulfilled("GOODS_SHIPMENT", "2026-10-05", "ТН-501", None, received));
    all.extend(deal.billed("20", "2026-10-05", Some("СФ-501")));
    all.push(deal.paid("3000.00", "2026-10-12"));
    all
}

/// Sixteen of them at 348.35 plus VAT: 5,573.60 and 1,226.19.
fn sale() -> Vec<Entered> {
    let deal = Deal { key: "presses-sold", supplier: (TRADE, "SELLER"), customer: (MILL, "BUYER") };
    let mut all = deal.agreed("ВТ-2026/14", "SALE_OF_GOODS", "ON_SHIPMENT", None);
    all.push(deal.promised(json!("goods"), ("PRS-16", "Пресс масляный ПМ-16"), ("16", "pcs"), "348.35", "2026-10-14"));
    let sent = json!({ "quantity": "16", "unit_cost": rub("200.00"), "batch": { "number": "ПМ-2026-10" }, "from": "Самара" });
    all.push(deal.fulfilled("GOODS_SHIPMENT", "2026-10-14", "ТТН-88", None, sent));
    all.extend(deal.billed("16", "2026-10-14", None));
    all.push(deal.paid("6799.79", "2026-10-20"));
    all
}

/// A harvester for a year; October costs 50,000.00 plus VAT, paid before it was billed.
fn lease() -> Vec<Entered> {
    let deal = Deal { key: "harvester", supplier: (LEASING, "LESSOR"), customer: (MILL, "LESSEE") };
    let asset = id::<kinds::Asset>("harvester");
    let register = json!({ "asset_id": asset, "name": "Комбайн зерноуборочный К-7", "kind": "MACHINE", "inventory_number": "ОС-00417" });
    let mut all = vec![accountant("commerce.register-asset", "harvester-asset", register)];
    all.extend(deal.agreed("ВЛ-2026/3", "EQUIPMENT_LEASE", "OVER_TIME", Some(asset)));
    let use_of = json!({ "lease": "movable" });
    all.push(deal.promised(use_of, ("LEASE-K7", "Аренда комбайна К-7, октябрь 2026"), ("1", "month"), "50000.00", "2026-10-31"));
    all.push(deal.paid("61000.00", "2026-10-02"));
    let october = json!({ "from": "2026-10-01", "until": "2026-11-01" });
    all.push(deal.fulfilled("LEASE_USAGE", "2026-10-31", "АКТ-10", Some(october), json!({ "quantity": "1" })));
    let month = json!({ "fact_id": id::<kinds::Fact>("harvester"), "month": "2026-10-01" });
    all.push(accountant("commerce.recognise-revenue", "harvester-october", month));
    all.extend(deal.billed("1", "2026-10-31", None));
    all
}

/// Advice within the group: one document, booked by both.
fn advice() -> Vec<Entered> {
    let deal = Deal { key: "advice", supplier: (CONSULTING, "SELLER"), customer: (TRADE, "BUYER") };
    let mut all = deal.agreed("ВК-2026/1", "CONSULTING", "ON_SHIPMENT", None);
    let advice = json!({ "service": "consulting" });
    all.push(deal.promised(advice, ("ADVICE-10", "Консультации, октябрь 2026"), ("1", "month"), "30000.00", "2026-10-30"));
    all.push(deal.fulfilled("SERVICE_ACT", "2026-10-30", "АКТ-1", None, json!({ "quantity": "1" })));
    all.extend(deal.billed("1", "2026-10-30", None));
    all.push(deal.paid("36600.00", "2026-10-31"));
    all
}
