//! The company: its people, its estimates, and the tenant that everything happens in.

use std::collections::BTreeMap;

use approvals::settings::ElmaSettings;
use kernel::{Actor, Id, Moment, Role, StreamKey};
use profitability::ShipmentId;
use serde_json::{Value, json};
use testkit::Tenant;

use super::super::dice::Dice;
use super::bus::Bus;
use super::clock::Tick;
use super::elma::Elma;

/// Nine o'clock in Moscow on Monday, 2 November 2026.
pub const START: &str = "2026-11-02T06:00:00Z";
/// Business units.
pub const UNITS: [&str; 3] = ["north", "south", "east"];
/// Who sells. The head of the unit in the east and the commercial director have orders of their own too.
pub const MANAGERS: [&str; 8] = ["m-ivanov", "m-petrov", "m-sidorova", "m-orlova", "m-volkov", "m-zaitsev", "rbu-east", "dp"];
/// Everybody who ever presses a button of approval, also those who may not.
pub const APPROVERS: [&str; 11] =
    ["rbu-north", "rbu-south", "rbu-east", "drp", "dp", "gd", "fd", "dep-north", "dep-drp", "m-ivanov", "stranger"];
/// Words that say enough.
pub const WORDS: &str = "Клиент берёт весь остаток партии, платит вперёд и просит ответа до конца дня.";

/// An estimate that orders are written under.
pub struct Sheet {
    pub id: profitability::EstimateId,
    /// Product, and cost of a piece in kopecks.
    pub products: Vec<(String, i64)>,
}

/// Everything there is.
pub struct Town {
    pub dice: Dice,
    pub tenant: Tenant,
    pub bus: Bus,
    pub elma: Elma,
    pub sheets: Vec<Sheet>,
    pub orders: Vec<ShipmentId>,
    pub ticks: Vec<Tick>,
    /// When each schedule last ran.
    pub ran: BTreeMap<&'static str, Moment>,
    /// Until then the timer of deadlines is not heard, and only the sweep looks.
    pub timer_lost_until: Moment,
    pub log: Vec<String>,
    /// How often people were told no.
    pub refused: BTreeMap<&'static str, usize>,
}

/// Somebody with a role.
pub fn person(id: &str, role: Role) -> Actor {
    testkit::person(id, role)
}

/// Roubles of kopecks, as they travel.
pub fn roubles(kopecks: i64) -> Value {
    json!({ "amount": format!("{}.{:02}", kopecks / 100, kopecks % 100), "currency": "RUB" })
}

fn settings() -> kernel::Settings {
    let elma = serde_json::to_value(Some(ElmaSettings {
        base_url: kernel::Line::new("https://elma.test").unwrap(),
        namespace: kernel::Line::new("approvals").unwrap(),
        code: kernel::Line::new("order").unwrap(),
        template_id: kernel::Line::new("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b00").unwrap(),
    }));
    let strict = json!({ "from": "2026-01-01", "author": "gd", "reason": "Строгий контроль", "policy": { "deviation": "strict" } });
    serde_json::from_value(json!({
        "name": "Торговый дом", "jurisdiction": "RU", "time_zone": "Europe/Moscow", "currency": "RUB", "language": "ru",
        "contexts": { "approvals": { "elma": elma.unwrap() }, "profitability": { "policies": [strict] } },
    }))
    .unwrap()
}

impl Town {
    /// People have their posts, estimates are there, and it is Monday morning.
    pub fn open(mut dice: Dice) -> Self {
        let start: Moment = START.parse().unwrap();
        let elma = Elma::new(&mut dice, start);
        let tenant = Tenant::new(&[&profitability::CATALOGUE, &approvals::CATALOGUE], settings(), start);
        let mut town = Self {
            dice,
            tenant,
            bus: Bus::default(),
            elma,
            sheets: Vec::new(),
            orders: Vec::new(),
            ticks: Vec::new(),
            ran: BTreeMap::new(),
            timer_lost_until: start,
            log: Vec::new(),
            refused: BTreeMap::new(),
        };
        town.appoint_everybody();
        for number in 0..8 {
            town.estimate(number);
        }
        town
    }

    /// Somebody does something. What was refused is counted, and `None`.
    pub fn act(&mut self, who: &Actor, command: &'static str, body: Value) -> Option<Vec<StreamKey>> {
        let said = self.tenant.send_as(who.clone(), command, body.clone());
        let outcome = said.as_ref().map_or_else(|refused| refused.code, |_| "done");
        self.log.push(format!("{} {} {command} {body}: {outcome}", self.tenant.now(), who.id));
        self.publish();
        match said {
            Ok(streams) => Some(streams),
            Err(refused) => {
                *self.refused.entry(refused.code).or_default() += 1;
                None
            }
        }
    }

    /// What must succeed.
    fn must(&mut self, command: &'static str, body: Value) {
        let administrator = person("administrator", Role::Administrator);
        assert!(self.act(&administrator, command, body).is_some(), "{command}: {}", self.log.last().unwrap());
    }

    /// Gives somebody a post.
    pub fn appoint(&mut self, id: &str, post: &Value, deputy: Option<&str>) {
        let user = (id != "dep-drp").then(|| format!("elma-{id}"));
        let body = json!({ "approver": id, "name": id, "post": post, "deputy": deputy, "elma_user": user });
        self.must("approvals.appoint-approver", body);
    }

    fn appoint_everybody(&mut self) {
        let deputy = json!({ "post": "deputy" });
        let head = |units: &[&str]| json!({ "post": "rbu", "units": units });
        self.appoint("gd", &json!({ "post": "gd" }), None);
        self.appoint("fd", &json!({ "post": "fd" }), None);
        self.appoint("dp", &json!({ "post": "dp" }), Some("fd"));
        self.appoint("gd", &json!({ "post": "gd" }), Some("dp"));
        self.appoint("dep-drp", &deputy, Some("dp"));
        self.appoint("drp", &json!({ "post": "drp" }), Some("dep-drp"));
        self.appoint("dep-north", &deputy, None);
        self.appoint("rbu-north", &head(&["north"]), Some("dep-north"));
        self.appoint("rbu-south", &head(&["south"]), Some("rbu-north"));
        self.appoint("rbu-east", &head(&["east"]), Some("rbu-south"));
        for (id, level) in [("dp", "dp"), ("gd", "gd"), ("drp", "drp")] {
            self.must("approvals.authorise-person", json!({ "person": id, "name": id, "level": level, "from": "2026-01-01" }));
        }
    }

    fn estimate(&mut self, number: usize) {
        let client = profitability::ClientId::derive(&["client", &number.to_string()]);
        let name = format!("Клиент {number}");
        let strategic = number == 3;
        let note =
            json!({ "client_id": client, "name": name, "strategic": strategic, "allowed_deviation": if strategic { 300 } else { 0 } });
        self.must("profitability.note-client", note);
        let id = Id::derive(&["estimate", &number.to_string()]);
        // The third one's costs grow so old within the month that a person must look.
        let calculated_on = if number == 2 { "2026-09-20" } else { "2026-10-20" };
        let mut products = Vec::new();
        let mut lines = Vec::new();
        for line in 0..self.dice.amount(5, 9) {
            let price = self.dice.amount(5_000, 300_000);
            let cost = price * self.dice.amount(72, 79) / 100;
            let product = format!("P{number}{line}");
            lines.push(json!({
                "product": product, "name": product, "unit": *self.dice.pick(&UNITS), "quantity": "30000", "price": roubles(price),
                "cost": { "npss": roubles(cost), "calculated_on": calculated_on },
            }));
            products.push((product, cost));
        }
        let body = json!({
            "estimate_id": id, "number": format!("ЛС-{number}"), "client_id": client, "unit": UNITS[number % UNITS.len()],
            "manager": MANAGERS[number], "from": "2026-11-01", "until": "2027-03-01", "lines": lines,
        });
        self.must("profitability.create-estimate", body);
        self.sheets.push(Sheet { id, products });
    }
}
