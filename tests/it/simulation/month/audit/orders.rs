//! Orders and their estimates: what is decided there is what was decided here, and goods are held
//! by the orders that live.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::town::MANAGERS;
use super::cases::State;
use super::{Auditor, Fact, moment, text};

/// Pieces by line of the estimate.
type Pieces = BTreeMap<u64, i64>;

/// One order, by its own stream.
pub struct Order {
    pub estimate: String,
    manager: String,
    pub status: &'static str,
    submission: u64,
    lines: Pieces,
    handed_over: bool,
}

/// One estimate, by its own stream.
pub struct Estimate {
    all: Pieces,
    held: BTreeMap<String, Pieces>,
    shipped: BTreeMap<String, Pieces>,
}

fn number(text: &Value) -> i64 {
    // Only whole pieces are ordered.
    text.as_str().unwrap().split('.').next().unwrap().parse().unwrap()
}

fn pieces(lines: &Value) -> Pieces {
    let piece = |line: &Value| (line["line"].as_u64().unwrap(), number(&line["quantity"]));
    lines.as_array().unwrap().iter().map(piece).collect()
}

impl Auditor {
    pub(super) fn shipment(&mut self, fact: &Fact<'_>) {
        let data = fact.data;
        if fact.kind == "violation-noted" {
            self.count("violations");
        }
        if fact.kind == "created" {
            let (estimate, manager, lines) = (text(&data["estimate"]), text(&data["manager"]), pieces(&data["lines"]));
            let order = Order { estimate, manager, status: "draft", submission: 0, lines, handed_over: false };
            self.orders.insert(fact.id.to_owned(), order);
            return;
        }
        let Some(order) = self.orders.get_mut(fact.id) else { return self.wrong(fact, "was never created") };
        let before = order.status;
        let meddled = MANAGERS.contains(&fact.actor) && fact.actor != order.manager;
        match fact.kind {
            "revised" => (order.lines, order.status) = (pieces(&data["lines"]), "draft"),
            "submitted-for-approval" => {
                order.status = "pending";
                order.submission = data["submission"].as_u64().unwrap();
            }
            "withdrawn" | "reopened" => order.status = "draft",
            "approval-lapsed" => order.status = "expired",
            "proposal-accepted" => (order.lines, order.status) = (pieces(&data["lines"]), "pending"),
            "proposal-declined" | "correction-offered" | "approval-revoked" => order.status = "pending",
            "approved" => order.status = "approved",
            "partially-approved" => order.status = "partially",
            "rejected" => order.status = if data["by"] == "corrections" { "draft" } else { "rejected" },
            "cancelled" => order.status = "cancelled",
            "overdue" => order.status = "overdue",
            "handed-over" => order.handed_over = true,
            "posted" => order.status = "in-progress",
            "fulfilled" | "partially-closed" => order.status = "done",
            _ => {}
        }
        let submission = order.submission;
        self.check(fact, !meddled, "was done by another manager");
        match fact.kind {
            "approved" => {
                let decided_at = moment(&data["approval"]["decided_at"]);
                let said = self
                    .cases
                    .values()
                    .any(|case| case.shipment == fact.id && case.submission == submission && case.approvals.contains(&decided_at));
                self.check(fact, said, "nobody approved it");
            }
            "handed-over" => self.check(fact, before == "approved", "handed over without an approval"),
            "approval-revoked" => self.check(fact, before == "approved", "nothing was there to revoke"),
            _ => {}
        }
    }

    pub(super) fn estimate(&mut self, fact: &Fact<'_>) {
        let data = fact.data;
        if fact.kind == "created" {
            let estimate = Estimate { all: pieces(&data["lines"]), held: BTreeMap::new(), shipped: BTreeMap::new() };
            self.estimates.insert(fact.id.to_owned(), estimate);
            return;
        }
        if fact.kind == "plan-changed" {
            self.count("plan changes");
        }
        let Some(estimate) = self.estimates.get_mut(fact.id) else { return self.wrong(fact, "was never created") };
        let shipment = text(&data["shipment"]);
        let mut overdrawn = false;
        match fact.kind {
            "order-placed" => {
                let lines = pieces(&data["lines"]);
                overdrawn = lines.iter().any(|(line, count)| estimate.taken_besides(&shipment, *line) + count > estimate.all[line]);
                estimate.held.insert(shipment, lines);
            }
            "order-released" => drop(estimate.held.remove(&shipment)),
            "goods-shipped" | "goods-returned" => {
                let sign = if fact.kind == "goods-shipped" { 1 } else { -1 };
                let shipped = estimate.shipped.entry(shipment).or_default();
                for line in data["lines"].as_array().unwrap() {
                    *shipped.entry(line["line"].as_u64().unwrap()).or_default() += sign * number(&line["quantity"]);
                }
            }
            _ => {}
        }
        self.check(fact, !overdrawn, "more is held than there is");
    }

    /// In the end both sides say the same, nothing waits, and goods are held by live orders only.
    pub(super) fn compare(&mut self) {
        let mut wrong = Vec::new();
        for (id, order) in &self.orders {
            let case = self.cases.values().find(|case| case.shipment == *id && case.submission == order.submission);
            let state = case.map(|case| case.state);
            let waits = matches!(order.status, "pending" | "partially") || state.is_some_and(State::is_pending);
            if waits && !case.is_some_and(|case| case.begun_anew && case.has_open_deadline()) {
                wrong.push(format!("{id}/{} is stuck: {} here, {state:?} there", order.submission, order.status));
            }
            let agree = match order.status {
                "approved" => state == Some(State::Approved),
                "rejected" => state == Some(State::Rejected),
                "expired" => state == Some(State::Lapsed),
                "cancelled" | "draft" | "overdue" => order.submission == 0 || state != Some(State::Approved),
                _ => true,
            };
            if !agree {
                wrong.push(format!("{id}/{}: {} here, {state:?} there", order.submission, order.status));
            }
            if order.handed_over && !matches!(order.status, "approved" | "in-progress" | "done") {
                wrong.push(format!("{id} was handed over and is {}", order.status));
            }
        }
        for (id, estimate) in &self.estimates {
            let live = self
                .orders
                .iter()
                .filter(|(_, order)| order.estimate == *id && matches!(order.status, "pending" | "partially" | "approved" | "in-progress"));
            let live: BTreeMap<String, Pieces> = live.map(|(id, order)| (id.clone(), order.lines.clone())).collect();
            if live != estimate.held {
                let differ: Vec<&String> =
                    live.keys().chain(estimate.held.keys()).filter(|id| live.get(*id) != estimate.held.get(*id)).collect();
                wrong.push(format!("{id} holds other goods than its live orders: {differ:?}"));
            }
        }
        self.problems.extend(wrong);
    }
}

impl Estimate {
    fn taken_besides(&self, shipment: &str, line: u64) -> i64 {
        let of = |orders: &BTreeMap<String, Pieces>, id: &str| orders.get(id).and_then(|pieces| pieces.get(&line)).copied().unwrap_or(0);
        let ids = self.held.keys().chain(self.shipped.keys().filter(|id| !self.held.contains_key(*id)));
        ids.filter(|id| *id != shipment).map(|id| of(&self.held, id).max(of(&self.shipped, id))).sum()
    }
}
