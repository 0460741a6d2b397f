//! Those who approve, those who stand in for them, and those who only try.

use approvals::emergency::EmergencyApproval;
use approvals::process::{Process, Status};
use kernel::Role;
use profitability::shipment::Shipment;
use serde_json::{Value, json};

use super::clock::MINUTE;
use super::town::{APPROVERS, MANAGERS, Town, WORDS, person};

const HOUR: i64 = 60 * MINUTE;
/// Of the queue's beginning, where deadlines are near.
const LOOKED_AT: usize = 12;

impl Town {
    /// The process of some order's newest submission, in some state.
    fn process_where(&mut self, wanted: impl Fn(&approvals::process::Case) -> bool) -> Option<Process> {
        let fits = |id: &approvals::ProcessId| self.tenant.look_at(*id, |process: &Process| process.case.as_deref().is_some_and(&wanted));
        let newest = |id: &profitability::ShipmentId| {
            let submission = self.tenant.look_at(*id, |order: &Shipment| order.submission)?;
            Some(Process::id_of(&id.to_string(), submission)).filter(|id| fits(id) == Some(true))
        };
        let found: Vec<approvals::ProcessId> = self.orders.iter().filter_map(newest).collect();
        let chosen = self.dice.below(found.len());
        self.tenant.state(*found.get(chosen)?)
    }

    /// Somebody decides about something that waits: whoever is asked, somebody higher, or anybody at all.
    pub fn decide(&mut self) {
        let queue = self.tenant.ask("approvals.list-queue", json!({ "limit": "50" })).unwrap();
        let items = queue["items"].as_array().unwrap();
        if items.is_empty() {
            return;
        }
        let task = items[self.dice.below(items.len().min(LOOKED_AT))].clone();
        let who = match self.dice.below(100) {
            0..=72 => task["approver"]["id"].as_str().unwrap_or("gd").to_owned(),
            73..=80 => "gd".to_owned(),
            81..=88 => task["manager"].as_str().unwrap().to_owned(),
            _ => (*self.dice.pick(&APPROVERS)).to_owned(),
        };
        let who = person(&who, Role::Approver);
        let on = json!({ "process_id": task["process_id"], "branch": task["branch"] });
        let with = |more: Value| {
            let mut body = on.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        match self.dice.below(100) {
            0..=54 => drop(self.act(&who, "approvals.approve-order", on)),
            55..=74 => drop(self.act(&who, "approvals.reject-order", with(json!({ "reason": WORDS })))),
            _ => {
                let prices = self.better_prices(&task);
                self.act(&who, "approvals.offer-correction", with(json!({ "prices": prices, "reason": WORDS })));
            }
        }
    }

    /// The minimum price, or somewhat less: not every offer saves the plan.
    fn better_prices(&mut self, task: &Value) -> Vec<Value> {
        let id = task["process_id"].as_str().unwrap().parse().unwrap();
        let process = self.tenant.state::<Process>(id).unwrap();
        let share = self.dice.amount(88, 101);
        let price = |line: &approvals::figures::LineFigures| {
            let minimum = line.minimum_price?.minor() * share / 100;
            Some(json!({ "line": line.line, "price": super::town::roubles(minimum.max(1)) }))
        };
        process.case.unwrap().figures.lines.iter().filter_map(price).collect()
    }

    /// What nobody explained is explained.
    pub fn justify(&mut self) {
        let Some(process) = self.process_where(|case| case.status == Status::AwaitingJustification) else { return };
        let manager = process.case.as_ref().unwrap().submitted.manager.to_string();
        self.act(&person(&manager, Role::Manager), "approvals.justify-order", json!({ "process_id": process.id, "justification": WORDS }));
    }

    /// A manager has got somebody's word by telephone.
    pub fn emergency(&mut self) {
        let Some(process) = self.process_where(|case| case.status.is_pending()) else { return };
        let manager = process.case.as_ref().unwrap().submitted.manager.to_string();
        let authorised = *self.dice.pick(&["dp", "gd", "drp", "rbu-north"]);
        let obtained_at = self.tenant.now().plus_ms(-self.dice.amount(0, 26 * HOUR));
        let body = json!({
            "process_id": process.id, "authorised": authorised, "channel": "phone", "ground": "client-letter", "proof": WORDS,
            "obtained_at": obtained_at,
        });
        self.act(&person(&manager, Role::Manager), "approvals.record-emergency", body);
    }

    /// Consents, confirmations and incidents.
    pub fn look_into_emergencies(&mut self) {
        let known: Vec<EmergencyApproval> = self.tenant.states::<EmergencyApproval>().collect();
        if known.is_empty() {
            return;
        }
        let emergency = &known[self.dice.below(known.len())];
        match self.dice.below(3) {
            0 => {
                let named = person(emergency.recorded.authorised.id.as_str(), Role::Approver);
                let given = self.dice.chance(80);
                self.act(&named, "approvals.answer-consent", json!({ "emergency_id": emergency.id, "given": given }));
            }
            1 => {
                let who = *self.dice.pick(&APPROVERS);
                let who = person(who, Role::Approver);
                self.act(&who, "approvals.confirm-emergency", json!({ "emergency_id": emergency.id }));
            }
            _ => {
                let body = json!({ "emergency_id": emergency.id, "conclusion": WORDS });
                self.act(&person("gd", Role::Approver), "approvals.close-incident", body);
            }
        }
    }

    /// Somebody goes away for hours or days, or comes back before their time.
    pub fn somebody_is_away(&mut self) {
        let who = *self.dice.pick(&["rbu-north", "rbu-south", "rbu-east", "drp", "dp", "gd", "dep-north", "dep-drp"]);
        let actor = person(who, Role::Approver);
        let now = self.tenant.now();
        let absences = self.tenant.state::<approvals::roster::Roster>(approvals::roster::Roster::id()).unwrap();
        let current = absences.approver(who).and_then(|approver| approver.absences.iter().find(|absence| absence.until > now).copied());
        if let Some(absence) = current {
            self.act(&actor, "approvals.end-absence", json!({ "approver": who, "from": absence.from }));
        } else {
            let from = now.plus_ms(self.dice.amount(0, 3 * HOUR));
            let until = from.plus_ms(self.dice.amount(HOUR, 60 * HOUR));
            self.act(&actor, "approvals.note-absence", json!({ "approver": who, "from": from, "until": until, "reason": "Командировка" }));
        }
    }

    /// A deputy is dismissed, or comes back to the post.
    pub fn posts_change(&mut self) {
        let roster = self.tenant.state::<approvals::roster::Roster>(approvals::roster::Roster::id()).unwrap();
        let who = *self.dice.pick(&["dep-north", "dep-drp"]);
        if roster.approver(who).is_some() {
            let body = json!({ "approver": who, "reason": "Перевод в другой отдел" });
            self.act(&person("administrator", Role::Administrator), "approvals.dismiss-approver", body);
        } else {
            self.appoint(who, &json!({ "post": "deputy" }), Some("dp"));
        }
    }

    /// What the fallback mode approved is confirmed, or not, by somebody who may or may not.
    pub fn confirm_fallback(&mut self) {
        let Some(process) = self.process_where(|case| case.post_factum.as_ref().is_some_and(|owed| owed.answer.is_none())) else { return };
        let who = if self.dice.chance(80) { *self.dice.pick(&APPROVERS) } else { *self.dice.pick(&MANAGERS) };
        let refusal = self.dice.chance(20).then_some(WORDS);
        self.act(&person(who, Role::Approver), "approvals.confirm-fallback", json!({ "process_id": process.id, "refusal": refusal }));
    }
}
