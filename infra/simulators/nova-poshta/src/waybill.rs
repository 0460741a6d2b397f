//! A waybill: what its sender asked for, and the statuses it has gone through.

use std::collections::VecDeque;
use std::time::Instant;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::codes::{CREATED, DEFAULT_ROUTE, DELETED, status_text};
use crate::counterparty::Kind;
use crate::places::{City, Warehouse, kept_city, kept_warehouse};

/// One side of a waybill.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Party {
    /// The counterparty's own name; for a private person the one they all share.
    pub(crate) counterparty: String,
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) phone: String,
    #[serde(deserialize_with = "kept_city")]
    pub(crate) city: &'static City,
    #[serde(deserialize_with = "kept_warehouse")]
    pub(crate) warehouse: Option<&'static Warehouse>,
    /// Street and house when the parcel is taken from or to the door.
    pub(crate) door: String,
}

impl Party {
    /// What the waybill says of the place, without the city.
    pub(crate) fn place(&self) -> String {
        self.warehouse.map_or_else(|| self.door.clone(), Warehouse::description)
    }

    /// The place with its city.
    pub(crate) fn address(&self) -> String {
        let short = if self.city.facts.village { "с." } else { "м." };
        format!("{short} {}, {}", self.city.facts.name, self.place())
    }
}

/// What the sender asked for, checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) date: NaiveDate,
    pub(crate) payer_type: String,
    pub(crate) payment_method: String,
    pub(crate) cargo_type: String,
    pub(crate) service_type: String,
    pub(crate) seats: u32,
    pub(crate) weight_grams: i64,
    pub(crate) volume: String,
    pub(crate) description: String,
    pub(crate) declared_minor: i64,
    /// Money to bring back to the sender, and who pays for that.
    pub(crate) redelivery: Option<(i64, String)>,
    pub(crate) afterpayment_minor: Option<i64>,
    pub(crate) own_reference: Option<String>,
    pub(crate) additional_information: String,
    pub(crate) sender: Party,
    pub(crate) recipient: Party,
}

/// A status the waybill reached.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) code: u16,
    pub(crate) at: NaiveDateTime,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Waybill {
    pub(crate) reference: String,
    pub(crate) number: String,
    pub(crate) order: Order,
    pub(crate) fee: i64,
    pub(crate) arrival: NaiveDate,
    /// Never empty: the first step is the creation.
    history: Vec<Step>,
    remaining: VecDeque<u16>,
    /// When the last step was taken; of a waybill kept from an earlier run, when it was loaded.
    #[serde(skip, default = "Instant::now")]
    moved: Instant,
}

impl Waybill {
    pub(crate) fn new(number: String, reference: String, order: Order, fee: i64, arrival: NaiveDate, now: NaiveDateTime) -> Self {
        Self {
            reference,
            number,
            order,
            fee,
            arrival,
            history: vec![Step { code: CREATED, at: now }],
            remaining: DEFAULT_ROUTE.iter().copied().skip(1).collect(),
            moved: Instant::now(),
        }
    }

    pub(crate) fn code(&self) -> u16 {
        self.history.last().map_or(CREATED, |step| step.code)
    }

    pub(crate) fn created_at(&self) -> NaiveDateTime {
        self.history.first().map_or(NaiveDateTime::MIN, |step| step.at)
    }

    pub(crate) fn updated_at(&self) -> NaiveDateTime {
        self.history.last().map_or(NaiveDateTime::MIN, |step| step.at)
    }

    /// When the waybill last reached one of `codes`.
    pub(crate) fn reached(&self, codes: &[u16]) -> Option<NaiveDateTime> {
        let step = self.history.iter().rev().find(|step| codes.contains(&step.code));
        step.map(|step| step.at)
    }

    pub(crate) fn handed_over(&self) -> bool {
        self.history.len() > 1 && !self.deleted()
    }

    pub(crate) fn deleted(&self) -> bool {
        self.code() == DELETED
    }

    pub(crate) fn status(&self) -> String {
        status_text(self.code(), self.order.sender.city.facts.name, self.order.recipient.city.facts.name)
    }

    /// Gives the waybill another route. What it has gone through stays: it goes on behind its
    /// current status where the route has that, and from the route's start where it has not.
    pub(crate) fn reroute(&mut self, codes: &[u16]) {
        let current = codes.iter().position(|code| *code == self.code());
        let behind = current.map_or(0, |at| at + 1);
        self.remaining = codes.iter().copied().skip(behind).collect();
        self.moved = Instant::now();
    }

    /// Takes the next step of the route; `false` at its end.
    pub(crate) fn advance(&mut self, now: NaiveDateTime) -> bool {
        let Some(code) = self.remaining.pop_front() else {
            return false;
        };
        self.reach(code, now);
        true
    }

    pub(crate) fn delete(&mut self, now: NaiveDateTime) {
        self.remaining.clear();
        self.reach(DELETED, now);
    }

    fn reach(&mut self, code: u16, now: NaiveDateTime) {
        self.history.push(Step { code, at: now });
        self.moved = Instant::now();
    }

    /// Whether a further step is due `step_ms` after the last one.
    pub(crate) fn due(&self, step_ms: u64) -> bool {
        !self.remaining.is_empty() && self.moved.elapsed().as_millis() >= u128::from(step_ms)
    }

    /// The waybill as the control endpoints show it.
    pub(crate) fn summary(&self) -> Value {
        let history = |step: &Step| json!({ "code": step.code, "at": step.at.to_string() });
        json!({
            "number": self.number,
            "reference": self.reference,
            "own_reference": self.order.own_reference,
            "description": self.order.description,
            "recipient_name": self.order.recipient.name,
            "recipient_phone": self.order.recipient.phone,
            "code": self.code(),
            "status": self.status(),
            "history": self.history.iter().map(history).collect::<Vec<_>>(),
            "remaining": self.remaining,
        })
    }
}
