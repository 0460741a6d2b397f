//! What there is to see at the first start: two tenants, a few customers and orders, and
//! simulated customers who pay once their parcel is under way.
//!
//! All of it goes through the same commands and simulators that anybody may use.

pub mod customs;
pub mod figures;
pub mod group;
pub mod margins;
pub mod people;

use std::collections::BTreeMap;
use std::time::Duration;

use entrepot_aws::DynamoTenants;
use kernel::id::kinds;
use kernel::settings::Jurisdiction;
use kernel::{Actor, Currency, Language, Role, Settings, TenantId};
use nova_poshta_simulator as nova_poshta;
use privatbank_simulator as privatbank;
use runtime::{Engine, Failure, Fault, Request, execute};
use serde_json::{Value, json};
use uuid::Uuid;

use group::Entered;

use crate::personas::{self, RUSSIAN, UKRAINIAN};

/// The own company of the Ukrainian tenant, and the tenant itself.
const SELLER_NAME: &str = "ТОВ «Вітрило Трейд»";
/// The id of the one process template of the simulated task system.
pub const ELMA_TEMPLATE: &str = "shipment-approval";
/// How long a simulated customer thinks before paying.
const CUSTOMER_THINKS: Duration = Duration::from_secs(3);

/// Where the outside systems of the demonstration are.
pub struct Demonstration {
    /// The carrier's simulator.
    pub nova_poshta_url: String,
    /// The bank's simulator.
    pub privatbank_url: String,
    /// The simulator of the task system.
    pub elma_url: String,
    /// The simulator of the customs vendor.
    pub kontur_url: String,
    /// The simulator of Telegram.
    pub telegram_url: String,
    /// On which port of this machine the simulated mail server takes letters.
    pub smtp_port: u16,
}

impl Demonstration {
    /// The settings of the Ukrainian tenant: with carrier and bank.
    pub fn ukrainian(&self) -> Settings {
        let sender = nova_poshta::seeded_sender();
        let accounts: Vec<String> = privatbank::Account::invented().into_iter().map(|account| account.iban).collect();
        let orders = json!({
            "nova_poshta": {
                "base_url": format!("{}/v2.0/json/", self.nova_poshta_url),
                "sender": {
                    "counterparty_ref": sender.counterparty_ref,
                    "contact_ref": sender.contact_ref,
                    "city_ref": sender.city_ref,
                    "warehouse_ref": sender.warehouse_ref,
                    "phone": "+380671112233",
                },
            },
            "privat24": { "base_url": format!("{}/api", self.privatbank_url), "accounts": accounts },
        });
        let commerce = json!({ "orders": { "seller": seller(), "warehouse": "KYIV-1", "tax_code": "standard" } });
        Settings {
            name: SELLER_NAME.to_owned(),
            jurisdiction: Jurisdiction::UA,
            time_zone: chrono_tz::Europe::Kyiv,
            currency: Currency::UAH,
            language: Language::Uk,
            contexts: BTreeMap::from([("orders".to_owned(), orders), ("commerce".to_owned(), commerce)]),
        }
    }

    /// The settings of the Russian tenant: another law, zone and currency; approvers get their tasks in ELMA,
    /// and people hear of theirs by Telegram and by e-mail.
    pub fn russian(&self) -> Settings {
        let elma = json!({
            "base_url": format!("{}/pub/v1", self.elma_url), "namespace": "approvals", "code": "shipment", "template_id": ELMA_TEMPLATE,
        });
        Settings {
            name: "ООО «Волга Трейд»".to_owned(),
            jurisdiction: Jurisdiction::RU,
            time_zone: chrono_tz::Europe::Moscow,
            currency: Currency::RUB,
            language: Language::Ru,
            contexts: BTreeMap::from([
                ("approvals".to_owned(), json!({ "elma": elma })),
                ("customs".to_owned(), json!({ "kontur": { "url": self.kontur_url } })),
                ("notices".to_owned(), people::notices(&self.telegram_url, self.smtp_port)),
                ("profitability".to_owned(), margins::profitability_settings()),
            ]),
        }
    }

    /// Writes both tenants' settings; at every start, because the simulators' addresses may change.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_tenants(&self, tenants: &DynamoTenants) -> Result<(), Fault> {
        tenants.put(&tenant(UKRAINIAN)?, &self.ukrainian()).await?;
        tenants.put(&tenant(RUSSIAN)?, &self.russian()).await
    }
}

fn tenant(name: &str) -> Result<TenantId, Fault> {
    name.parse().map_err(|error| Fault::lasting("name a tenant").because(error))
}

/// Makes the demonstration's customers and orders, once: a repeated start repeats the same
/// idempotency keys, which changes nothing.
///
/// # Errors
/// When a command is refused or the store fails.
pub async fn seed(engine: &Engine) -> Result<(), Fault> {
    for entered in seller_opens_its_books() {
        carry_out(engine, UKRAINIAN, entered).await?;
    }
    for entered in group::entered_in_october().into_iter().chain(people::addresses()) {
        carry_out(engine, RUSSIAN, entered).await?;
    }
    let today = engine.ports.clock.now().day_in(chrono_tz::Europe::Moscow);
    for entered in margins::entered_on(today) {
        carry_out(engine, RUSSIAN, entered).await?;
    }
    let company = id::<kinds::Company>("mill");
    let mill = id::<kinds::Client>("mill");
    let bakery = id::<kinds::Client>("bakery");
    let company_body = json!({ "company_id": company, "name": "ТОВ «Степовий Млин»", "edrpou": "32855961", "phone": "+380532123456" });
    send(engine, "orders.register-company", "company", company_body).await?;
    let mill_body = json!({ "client_id": mill, "name": "Відділ закупівель", "phone": "+380501234567", "email": "buy@mill.example", "company_id": company });
    send(engine, "orders.register-client", "mill", mill_body).await?;
    send(engine, "orders.register-client", "bakery", json!({ "client_id": bakery, "name": "Пекарня «Ранок»", "phone": "+380671234567" }))
        .await?;

    let millstones = json!([
        { "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "2", "price": uah("4150.00") },
        { "sku": "SIT-08", "name": "Сито 0,8 мм", "quantity": "6", "price": uah("315.50") },
    ]);
    let moving = order(engine, "moving", &mill, &millstones, false).await?;
    let trays = json!([{ "sku": "DEK-60", "name": "Деко пекарське 60×40", "quantity": "10", "price": uah("289.00") }]);
    order(engine, "new", &bakery, &trays, false).await?;
    let flour = json!([{ "sku": "BRS-50", "name": "Борошно вищого ґатунку, мішок 50 кг", "quantity": "4", "price": uah("912.40") }]);
    order(engine, "draft", &bakery, &flour, true).await?;
    let waybill = json!({
        "order_id": moving, "carrier": "nova-poshta", "recipient_name": "Відділ закупівель", "recipient_phone": "+380501234567",
        "city": "Полтава", "warehouse": "1", "weight_grams": 12_000, "description": "Жорна та сита",
    });
    send(engine, "orders.request-waybill", "moving-waybill", waybill).await
}

/// The own company that sells what is ordered.
fn seller() -> String {
    id::<kinds::Party>("seller")
}

/// The seller with its tax registration and its book, so that orders reach the ledger by themselves.
pub fn seller_opens_its_books() -> Vec<Entered> {
    let holding = id::<kinds::Party>("holding");
    let known = |party: &str, kind: &str, name: &str, edrpou: &str| {
        let identifiers = json!([{ "scheme": "UA_EDRPOU", "value": edrpou }]);
        json!({ "party_id": party, "kind": kind, "name": name, "jurisdiction": "UA", "identifiers": identifiers })
    };
    let since = json!({ "from": "2026-01-01", "until": null });
    let registration = json!({ "party_id": seller(), "jurisdiction": "UA", "regime": "single-tax", "valid": since });
    let link = json!({ "type": "HOST_SUBSIDIARY", "share": "100" });
    let owns = json!({ "source_id": holding, "target_id": seller(), "link": link, "valid": since });
    let book = json!({ "party_id": seller(), "name": SELLER_NAME, "opened_from": "2026-01-01" });
    let entered = |role, command, key: &str, body| Entered { role, command, key: key.to_owned(), body };
    let accountant = |command, key, body| entered(Role::Accountant, command, key, body);
    vec![
        accountant("commerce.register-party", "seller", known(&seller(), "LEGAL_ENTITY", SELLER_NAME, "40112249")),
        accountant("commerce.add-tax-registration", "seller-tax", registration),
        accountant("commerce.register-party", "holding", known(&holding, "HOLDING", "Холдинг «Вітрило»", "33001121")),
        entered(Role::Administrator, "commerce.name-host-root", "holding-root", json!({ "party_id": holding })),
        accountant("commerce.relate-parties", "holding-seller", owns),
        accountant("ledger.open-book", "seller-book", book),
    ]
}

/// The book of the own company that sells what is ordered.
pub fn seller_book() -> String {
    group::book("seller")
}

fn uah(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "UAH" })
}

fn id<K: kernel::id::Kind>(name: &str) -> String {
    kernel::Id::<K>::derive(&["demonstration", name]).to_string()
}

async fn order(engine: &Engine, name: &str, client: &str, items: &Value, draft: bool) -> Result<String, Fault> {
    let order = id::<kinds::Order>(name);
    let body = json!({ "order_id": order, "client_id": client, "items": items, "draft": draft });
    send(engine, "orders.create-order", name, body).await?;
    Ok(order)
}

async fn send(engine: &Engine, command: &'static str, key: &str, body: Value) -> Result<(), Fault> {
    carry_out(engine, UKRAINIAN, Entered { role: Role::Manager, command, key: key.to_owned(), body }).await
}

/// Carries out what somebody of a tenant typed.
///
/// # Errors
/// When the command is refused or the store fails.
pub async fn carry_out(engine: &Engine, in_tenant: &str, entered: Entered) -> Result<(), Fault> {
    let what = format!("carry out {} of {}", entered.command, entered.key);
    attempt(engine, in_tenant, entered).await.map_err(|failure| Fault::lasting(what).because(failure.into_fault()))
}

/// Carries out what somebody of a tenant typed, or says why not.
async fn attempt(engine: &Engine, in_tenant: &str, entered: Entered) -> Result<(), Failure> {
    let Entered { role, command: name, key, body } = entered;
    let command = engine.command(name).ok_or_else(|| Fault::lasting(format!("find command {name}")))?;
    let persona = personas::all().into_iter().find(|found| found.tenant.as_str() == in_tenant && found.roles == [role.name()]);
    let (persona, person) = persona.map_or((role.name(), role.name()), |found| (found.persona, found.name));
    let request = Request {
        command,
        body,
        tenant: tenant(in_tenant)?,
        actor: Actor { id: personas::subject(persona, in_tenant), name: person.to_owned(), roles: vec![role] },
        key: Some(format!("demonstration-{key}")),
        if_match: None,
        correlation: Uuid::now_v7(),
        causation: None,
    };
    match execute(engine, request).await {
        // What depends on the day of the first start was carried out then, with another day.
        Ok(_) | Err(Failure::KeyReused) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Simulated customers: whoever a parcel is sent to pays what it is worth, quoting the order
/// number from the label, as a bank statement would show it.
pub fn let_customers_pay(carrier: &nova_poshta::Simulator, bank: &privatbank::Simulator) {
    let mut parcels = carrier.subscribe();
    let bank = bank.clone();
    tokio::spawn(async move {
        loop {
            let parcel = match parcels.recv().await {
                Ok(parcel) => parcel,
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => continue,
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            };
            let bank = bank.clone();
            tokio::spawn(async move {
                tokio::time::sleep(CUSTOMER_THINKS).await;
                pay(&bank, &parcel);
            });
        }
    });
}

/// Pays for one parcel, if its label names an order.
pub fn pay(bank: &privatbank::Simulator, parcel: &nova_poshta::WaybillCreated) {
    let Some(number) = parcel.own_reference.as_deref().and_then(|reference| reference.split('/').next()) else { return };
    let payment = privatbank::NewTransaction {
        amount: parcel.declared_value.clone(),
        purpose: format!("Оплата за замовлення {number} від {}, без ПДВ", parcel.recipient_name),
        payer_name: parcel.recipient_name.clone(),
        ..privatbank::NewTransaction::default()
    };
    if let Err(error) = bank.inject(&payment) {
        tracing::warn!(%error, number, "the simulated customer cannot pay");
    }
}
