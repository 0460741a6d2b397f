//! How the trading house begins: a holding, its own companies with books, and who else there is.

use kernel::{Currency, Day, Id, Settings};
use posting::{BookId, PartyId, book_of};
use serde_json::{Value, json};
use testkit::{Tenant, moment};

use crate::Failed;

/// When everything begins.
const START: &str = "2026-02-10T07:00:00Z";

/// The first day of every book.
pub const OPENED_FROM: Day = match Day::from_ymd_opt(2026, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};

/// An own company.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    /// Who.
    pub party: PartyId,
    /// Its book.
    pub book: BookId,
    /// What that is kept in.
    pub currency: Currency,
}

/// Name, registry code, the currency of the book. One is kept in a currency without minor units.
const OWN: &[(&str, &str, Currency)] = &[
    ("ТОВ «Верхів’я Трейд»", "33001137", Currency::UAH),
    ("ТОВ «Верхів’я Експорт»", "41002203", Currency::EUR),
    ("ТОВ «Верхів’я Схід»", "40112249", Currency::JPY),
];

/// Name, country, under which regime it is taxed there.
const OTHERS: &[(&str, &str, Option<&str>)] = &[
    ("ТОВ «Степовий Млин»", "UA", Some("general")),
    ("ФОП Коваленко; \"Ранок\"", "UA", Some("single-tax")),
    ("Nordhafen Landtechnik GmbH", "DE", None),
    ("ТОВ «Зерно, олія | шрот»", "UA", Some("general")),
];

/// Where taxes are by our own rules.
const HOME: &str = "UA";

/// What the founding leaves.
pub struct House {
    /// The tenant.
    pub tenant: Tenant,
    /// Own companies.
    pub own: Vec<Own>,
    /// Everybody else.
    pub others: Vec<PartyId>,
    /// Those of them who are in another country.
    pub abroad: Vec<PartyId>,
}

/// A party's id by its name.
fn party(name: &str) -> PartyId {
    Id::derive(&["books", name])
}

fn send(tenant: &mut Tenant, command: &str, body: Value) -> Result<(), Failed> {
    tenant
        .send(command, body)
        .map(drop)
        .map_err(|refused| Failed::new(format!("{command} is refused: {}: {}", refused.code, refused.texts.en)))
}

/// Founds it.
///
/// # Errors
/// When a command is refused.
pub fn house() -> Result<House, Failed> {
    let settings: Settings = testkit::settings();
    let mut tenant = Tenant::new(&[&commerce::CATALOGUE, &ledger::CATALOGUE], settings, moment(START));
    let holding = party("holding");
    let edrpou = |code: &str| json!([{ "scheme": "UA_EDRPOU", "value": code }]);
    let body =
        json!({ "party_id": holding, "kind": "HOLDING", "name": "Холдинг", "jurisdiction": "UA", "identifiers": edrpou("33001121") });
    send(&mut tenant, "commerce.register-party", body)?;
    send(&mut tenant, "commerce.name-host-root", json!({ "party_id": holding }))?;
    let always = json!({ "from": "2026-01-01", "until": null });
    let mut own = Vec::new();
    for (name, code, currency) in OWN {
        let id = party(name);
        let body = json!({ "party_id": id, "kind": "LEGAL_ENTITY", "name": name, "jurisdiction": "UA", "identifiers": edrpou(code) });
        send(&mut tenant, "commerce.register-party", body)?;
        let body = json!({ "party_id": id, "jurisdiction": "UA", "regime": "general", "valid": always });
        send(&mut tenant, "commerce.add-tax-registration", body)?;
        let link = json!({ "type": "HOST_SUBSIDIARY", "share": "100" });
        let body = json!({ "source_id": holding, "target_id": id, "link": link, "valid": always });
        send(&mut tenant, "commerce.relate-parties", body)?;
        let amount = |minor| kernel::Money::from_minor(minor, *currency);
        let balances = json!([
            { "account": "311", "side": "debit", "amount": amount(123_456_789) },
            { "account": "361", "side": "debit", "amount": amount(1), "party": party("ТОВ «Степовий Млин»") },
            { "account": "631", "side": "credit", "amount": amount(98_765) },
        ]);
        let body = json!({ "party_id": id, "name": name, "opened_from": OPENED_FROM, "currency": currency, "balances": balances });
        send(&mut tenant, "ledger.open-book", body)?;
        own.push(Own { party: id, book: book_of(id), currency: *currency });
    }
    let (mut others, mut abroad) = (Vec::new(), Vec::new());
    for (name, country, regime) in OTHERS {
        let id = party(name);
        let body = json!({ "party_id": id, "kind": "LEGAL_ENTITY", "name": name, "jurisdiction": country, "identifiers": [] });
        send(&mut tenant, "commerce.register-party", body)?;
        if let Some(regime) = regime {
            let body = json!({ "party_id": id, "jurisdiction": country, "regime": regime, "valid": always });
            send(&mut tenant, "commerce.add-tax-registration", body)?;
        }
        others.push(id);
        abroad.extend((*country != HOME).then_some(id));
    }
    Ok(House { tenant, own, others, abroad })
}
