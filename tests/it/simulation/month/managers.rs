//! Those who sell: they draft, submit, change their minds, and answer what approvers propose.

use kernel::{Actor, Id, Role};
use profitability::ShipmentId;
use profitability::estimate::LocalEstimate;
use profitability::shipment::{Shipment, ShipmentStatus};
use serde_json::{Value, json};

use super::town::{MANAGERS, Town, WORDS, person, roubles};

/// Kopecks of a hundred thousand roubles: the bound of what is small.
const SMALL: i64 = 10_000_000;

impl Town {
    /// An order of one's own under some estimate, submitted more often than not.
    pub fn new_order(&mut self) {
        let manager = *self.dice.pick(&MANAGERS);
        let sheet = self.dice.below(self.sheets.len());
        let estimate = self.sheets[sheet].id;
        let number = self.orders.len();
        let id: ShipmentId = Id::derive(&["order", &number.to_string()]);
        let lines = self.lines(sheet);
        let source = if self.dice.chance(8) { "edi" } else { "manual" };
        let body =
            json!({ "shipment_id": id, "number": format!("ЗК-{number}"), "estimate_id": estimate, "lines": lines, "source": source });
        if self.act(&person(manager, Role::Manager), "profitability.create-shipment", body).is_some() {
            self.orders.push(id);
            self.submit(id);
        }
    }

    /// Whoever acts upon an order: its manager, and now and then one who only tries.
    fn whoever_has(&mut self, order: &Shipment) -> Actor {
        let meddles = self.dice.chance(4);
        let manager = if meddles { *self.dice.pick(&MANAGERS) } else { order.manager.as_str() };
        person(manager, Role::Manager)
    }

    fn plan(&self, estimate: profitability::EstimateId) -> i64 {
        self.tenant.look_at(estimate, |estimate: &LocalEstimate| estimate.plan.hundredths()).unwrap()
    }

    /// One or two lines that together miss the plan by a chosen distance.
    fn lines(&mut self, sheet: usize) -> Vec<Value> {
        let plan = self.plan(self.sheets[sheet].id);
        // While ELMA is down small deviations pass by themselves, and managers know it.
        let in_outage = self.elma.is_down(self.tenant.now()) && self.dice.chance(60);
        let missed = match self.dice.below(100) {
            _ if in_outage => self.dice.amount(100, 500),
            0..=19 => self.dice.amount(-400, 0),
            20..=49 => self.dice.amount(1, 99),
            50..=69 => self.dice.amount(100, 500),
            70..=84 => self.dice.amount(500, 1_500),
            85..=93 => self.dice.amount(1_501, 2_500),
            _ => self.dice.amount(2_501, 4_500),
        };
        let total = match self.dice.below(100) {
            _ if in_outage => self.dice.amount(100_000, 900_000),
            0..=44 => self.dice.amount(100_000, 1_900_000),
            45..=69 => self.dice.amount(1_000_000, SMALL),
            70..=91 => self.dice.amount(SMALL, 5 * SMALL),
            _ => self.dice.amount(5 * SMALL, 9 * SMALL),
        };
        let mut products = self.sheets[sheet].products.clone();
        self.dice.shuffle(&mut products);
        let count = self.dice.amount(1, 2);
        let line = |(product, cost): &(String, i64)| {
            let price = cost * 10_000 / (10_000 - plan + missed);
            let quantity = (total / count / price).max(1);
            json!({ "product": product, "quantity": quantity.to_string(), "price": roubles(price) })
        };
        products.iter().take(count.unsigned_abs() as usize).map(line).collect()
    }

    /// Submits an order, as whoever wrote it.
    fn submit(&mut self, id: ShipmentId) {
        let Some(order) = self.tenant.state::<Shipment>(id) else { return };
        let emergency = self.dice.chance(4);
        let said = !self.dice.chance(6);
        let body = json!({ "shipment_id": id, "justification": said.then_some(WORDS), "emergency": emergency });
        let manager = self.whoever_has(&order);
        self.act(&manager, "profitability.submit-shipment", body);
    }

    /// An order in one of these states, if chance finds one.
    fn order_in(&mut self, states: &[ShipmentStatus]) -> Option<Shipment> {
        let fits = |id: &&ShipmentId| self.tenant.look_at(**id, |order: &Shipment| states.contains(&order.status)) == Some(true);
        let found: Vec<ShipmentId> = self.orders.iter().filter(fits).copied().collect();
        let chosen = self.dice.below(found.len());
        self.tenant.state(*found.get(chosen)?)
    }

    /// Other lines, and perhaps a new submission. Of an approved order this annuls the approval.
    pub fn change_an_order(&mut self) {
        let states = [
            ShipmentStatus::Draft,
            ShipmentStatus::Rejected,
            ShipmentStatus::ApprovalExpired,
            ShipmentStatus::Approved,
            ShipmentStatus::PendingApproval,
        ];
        let Some(order) = self.order_in(&states) else { return };
        let Some(sheet) = self.sheets.iter().position(|sheet| sheet.id == order.estimate) else { return };
        let manager = self.whoever_has(&order);
        let lines = self.lines(sheet);
        if self.act(&manager, "profitability.revise-shipment", json!({ "shipment_id": order.id, "lines": lines })).is_some() {
            self.submit(order.id);
        }
    }

    pub fn withdraw(&mut self) {
        let Some(order) = self.order_in(&[ShipmentStatus::PendingApproval, ShipmentStatus::PartiallyApproved]) else { return };
        let body = json!({ "shipment_id": order.id, "reason": "Уточняю количество" });
        let manager = self.whoever_has(&order);
        if self.act(&manager, "profitability.withdraw-shipment", body).is_some() && self.dice.chance(60) {
            self.submit(order.id);
        }
    }

    pub fn cancel(&mut self) {
        let states = [ShipmentStatus::Draft, ShipmentStatus::PendingApproval, ShipmentStatus::Approved, ShipmentStatus::Rejected];
        let Some(order) = self.order_in(&states) else { return };
        let body = json!({ "shipment_id": order.id, "reason": "Клиент отказался" });
        let manager = self.whoever_has(&order);
        self.act(&manager, "profitability.cancel-shipment", body);
    }

    pub fn answer_a_proposal(&mut self) {
        let waiting: Vec<ShipmentId> = self.with_proposals();
        if !waiting.is_empty() {
            let id = waiting[self.dice.below(waiting.len())];
            let accepts = self.dice.chance(60);
            self.answer(id, accepts);
        }
    }

    fn with_proposals(&self) -> Vec<ShipmentId> {
        let offered = |order: &Shipment| order.status.is_pending() && order.proposal.is_some();
        let open = |id: &&ShipmentId| self.tenant.look_at(**id, offered) == Some(true);
        self.orders.iter().filter(open).copied().collect()
    }

    fn answer(&mut self, id: ShipmentId, accepts: bool) {
        let Some(order) = self.tenant.state::<Shipment>(id) else { return };
        let Some(proposal) = order.proposal.as_ref().map(|proposal| proposal.id.clone()) else { return };
        let manager = self.whoever_has(&order);
        if accepts {
            self.act(&manager, "profitability.accept-proposal", json!({ "shipment_id": id, "proposal": proposal }));
        } else {
            let body = json!({ "shipment_id": id, "proposal": proposal, "reason": "Клиент не согласен" });
            self.act(&manager, "profitability.decline-proposal", body);
        }
    }

    /// In silence managers still answer: what waits for them waits for nobody else.
    pub fn answer_everything(&mut self) {
        for id in self.with_proposals() {
            if self.dice.chance(20) {
                let accepts = self.dice.chance(50);
                self.answer(id, accepts);
            }
        }
        self.justify();
    }

    /// Goods are handed over, or simply leave: after an approval as they should, and now and then without.
    pub fn goods_leave(&mut self) {
        let surprise = self.dice.chance(5);
        let states = [if surprise { ShipmentStatus::PendingApproval } else { ShipmentStatus::Approved }, ShipmentStatus::InProgress];
        let Some(order) = self.order_in(&states) else { return };
        if self.dice.chance(50) && !surprise {
            let body = json!({ "shipment_id": order.id, "reference": format!("WMS-{}", order.number) });
            let manager = self.whoever_has(&order);
            self.act(&manager, "profitability.hand-over-shipment", body);
        } else {
            let estimate = self.tenant.state::<LocalEstimate>(order.estimate).unwrap();
            let part = self.dice.pick(&[1, 1, 2]);
            let moved = |line: &profitability::calculation::OrderLine| {
                let quantity: i64 = line.quantity.to_string().parse().unwrap();
                let product = &estimate.lines.iter().find(|known| known.line == line.line).unwrap().product;
                json!({ "product": product, "quantity": (quantity / part).max(1).to_string(), "price": line.price })
            };
            let lines: Vec<Value> = order.lines.iter().map(moved).collect();
            let document = format!("РТУ-{}-{}", order.number, order.postings.len());
            let on = self.tenant.today();
            let body = json!({ "shipment_id": order.id, "document": document, "on": on, "lines": lines });
            self.act(&Actor::system("1c"), "profitability.record-posting", body);
        }
    }

    pub fn goods_come_back(&mut self) {
        let Some(order) = self.order_in(&[ShipmentStatus::InProgress, ShipmentStatus::Fulfilled]) else { return };
        let Some(posting) = order.postings.first() else { return };
        let line = &posting.lines[0];
        let document = format!("ВОЗ-{}-{}", order.number, order.returns.len());
        let back = json!([{ "product": line.product, "quantity": "1" }]);
        let body =
            json!({ "shipment_id": order.id, "document": document, "posting": posting.document, "on": self.tenant.today(), "lines": back });
        self.act(&Actor::system("1c"), "profitability.record-return", body);
    }

    /// The plan goes up or down, and everybody who relied on it is judged anew.
    pub fn change_a_plan(&mut self) {
        let sheet = self.dice.below(self.sheets.len());
        let id = self.sheets[sheet].id;
        let plan = self.plan(id);
        let plan = (plan + self.dice.amount(-500, 500)).clamp(1_500, 3_500);
        let body = json!({ "estimate_id": id, "plan": plan, "reason": "Поставщик изменил цены" });
        self.act(&person("lead", Role::TeamLead), "profitability.change-plan", body);
    }
}
