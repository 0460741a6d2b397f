//! The auditor's own books: only what was acknowledged.

use serde_json::Value;

/// A client that was acknowledged.
pub struct ClientBook {
    pub id: String,
    pub name: String,
}

/// An order that was acknowledged.
pub struct OrderBook {
    pub id: String,
    /// What the customer is told to quote; read once after the order was made.
    pub number: String,
    pub client: String,
    /// Every acknowledged total, by the version that it was acknowledged with.
    pub totals: Vec<(u64, i64)>,
    pub cancelled: bool,
    /// Acknowledged wishes for a waybill.
    pub waybills: usize,
    /// The highest version that was acknowledged.
    pub version: u64,
}

impl OrderBook {
    /// The total of the newest revision.
    pub fn total(&self) -> i64 {
        self.totals.iter().max_by_key(|(version, _)| *version).map_or(0, |(_, total)| *total)
    }
}

/// What a person said last of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Matched(String),
    Unmatched,
    Rejected,
}

/// A person's acknowledged word on a payment.
pub struct Ruling {
    pub payment: String,
    pub version: u64,
    pub verdict: Verdict,
}

#[derive(Default)]
pub struct Books {
    pub clients: Vec<ClientBook>,
    pub orders: Vec<OrderBook>,
    pub rulings: Vec<Ruling>,
    /// Payments that were typed in: id and minor units.
    pub typed_in: Vec<(String, i64)>,
    /// Bodies of pushes that nobody can read, each one a dead letter.
    pub garbage: Vec<String>,
}

/// What an acknowledged command means for the books. Orders by their place in the books.
#[derive(Debug, Clone)]
pub enum About {
    Client { name: String },
    Order { client: String, total: i64 },
    Revised { order: usize, total: i64 },
    Cancelled { order: usize },
    Waybill { order: usize },
    Parcel { order: usize },
    TypedIn { amount: i64 },
    Payment { payment: String, verdict: Option<Verdict> },
}

impl Books {
    pub fn acknowledged(&mut self, about: About, id: &str, version: u64) {
        match about {
            About::Client { name } => self.clients.push(ClientBook { id: id.to_owned(), name }),
            About::Order { client, total } => self.orders.push(OrderBook {
                id: id.to_owned(),
                number: String::new(),
                client,
                totals: vec![(version, total)],
                cancelled: false,
                waybills: 0,
                version,
            }),
            About::Revised { order, total } => {
                self.orders[order].totals.push((version, total));
                self.seen(order, version);
            }
            About::Cancelled { order } => {
                self.orders[order].cancelled = true;
                self.seen(order, version);
            }
            About::Waybill { order } => {
                self.orders[order].waybills += 1;
                self.seen(order, version);
            }
            About::Parcel { order } => self.seen(order, version),
            About::TypedIn { amount } => self.typed_in.push((id.to_owned(), amount)),
            About::Payment { payment, verdict } => {
                self.rulings.extend(verdict.map(|verdict| Ruling { payment, version, verdict }));
            }
        }
    }

    fn seen(&mut self, order: usize, version: u64) {
        let book = &mut self.orders[order];
        book.version = book.version.max(version);
    }
}

/// `{"amount": "15.50", …}` in minor units.
pub fn minor(money: &Value) -> i64 {
    let digits: String = money["amount"].as_str().unwrap_or("").chars().filter(|c| *c != '.').collect();
    digits.parse().unwrap_or_else(|_| panic!("no amount: {money}"))
}

/// Minor units as the API writes them.
pub fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
