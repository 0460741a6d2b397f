//! Approvals: processes, queues, approvers, emergencies, limits, the channel of tasks.

use serde::Deserialize;
use serde_json::Value;

use super::margin::{Figures, LinePrice, ProfitClient};
use crate::format::Amount;

/// Somebody.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// One task of a queue.
#[derive(Debug, Deserialize)]
pub(crate) struct QueueItem {
    pub(crate) process_id: String,
    pub(crate) branch: u32,
    pub(crate) version: u64,
    pub(crate) number: String,
    pub(crate) client: String,
    pub(crate) manager: String,
    #[serde(default)]
    pub(crate) units: Vec<String>,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) approver: Option<Person>,
    #[serde(default)]
    pub(crate) stands_in_for: Option<String>,
    #[serde(default)]
    pub(crate) overloaded: bool,
    pub(crate) priority: String,
    pub(crate) total: Amount,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    pub(crate) shortfall: Amount,
    pub(crate) due_at: String,
    #[serde(default)]
    pub(crate) paused: bool,
    pub(crate) told: String,
    #[serde(default)]
    pub(crate) round: Option<u32>,
}

/// A process in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct ProcessItem {
    pub(crate) process_id: String,
    pub(crate) shipment: String,
    pub(crate) submission: u32,
    pub(crate) number: String,
    pub(crate) client: String,
    pub(crate) manager: String,
    pub(crate) total: Amount,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    pub(crate) level: String,
    pub(crate) priority: String,
    pub(crate) mode: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) approved_by: Option<String>,
    #[serde(default)]
    pub(crate) confirmation_owed: bool,
    #[serde(default)]
    pub(crate) arbitration_until: Option<String>,
    pub(crate) submitted_at: String,
    pub(crate) version: u64,
}

/// One process with everything that must be known to decide.
#[derive(Debug, Deserialize)]
pub(crate) struct Process {
    pub(crate) summary: ProcessItem,
    pub(crate) submitted: Submitted,
    pub(crate) figures: Figures,
    pub(crate) demand: Demand,
    #[serde(default)]
    pub(crate) branches: Vec<BranchView>,
    #[serde(default)]
    pub(crate) rounds: Vec<Round>,
    #[serde(default)]
    pub(crate) dropping: Option<Dropping>,
    #[serde(default)]
    pub(crate) approval: Option<Approval>,
    #[serde(default)]
    pub(crate) post_factum: Option<PostFactum>,
    #[serde(default)]
    pub(crate) arbitration: Option<Arbitration>,
    #[serde(default)]
    pub(crate) may_arbitrate: bool,
    #[serde(default)]
    pub(crate) handed_over: bool,
    #[serde(default)]
    pub(crate) history: Vec<HistoryStep>,
}

/// As it was submitted.
#[derive(Debug, Deserialize)]
pub(crate) struct Submitted {
    pub(crate) estimate: String,
    pub(crate) estimate_number: String,
    pub(crate) client: ProfitClient,
    pub(crate) manager: String,
    #[serde(default)]
    pub(crate) emergency: bool,
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) justification: Option<String>,
    #[serde(default)]
    pub(crate) revocations: u32,
    #[serde(default)]
    pub(crate) previous_refusal: Option<String>,
}

/// What the figures demand, and why.
#[derive(Debug, Deserialize)]
pub(crate) struct Demand {
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) reasons: Vec<String>,
    #[serde(default)]
    pub(crate) routed_by: Option<i64>,
    #[serde(default)]
    pub(crate) small: bool,
}

/// One part of a process.
#[derive(Debug, Deserialize)]
pub(crate) struct BranchView {
    pub(crate) branch: Branch,
    #[serde(default)]
    pub(crate) may_decide: bool,
}

/// What one approver decides upon.
#[derive(Debug, Deserialize)]
pub(crate) struct Branch {
    pub(crate) number: u32,
    #[serde(default)]
    pub(crate) units: Vec<String>,
    pub(crate) level: String,
    pub(crate) routed: Routed,
    pub(crate) clock: Clock,
    #[serde(default)]
    pub(crate) paused: bool,
    pub(crate) told: String,
    #[serde(default)]
    pub(crate) verdict: Option<Verdict>,
}

/// Who is asked.
#[derive(Debug, Deserialize)]
pub(crate) struct Routed {
    #[serde(default)]
    pub(crate) to: Option<Person>,
    #[serde(default)]
    pub(crate) stands_in_for: Option<String>,
}

/// The time of a part, in business minutes and moments.
#[derive(Debug, Deserialize)]
pub(crate) struct Clock {
    pub(crate) budget_minutes: u32,
    pub(crate) due_at: String,
    #[serde(default)]
    pub(crate) default_at: Option<String>,
}

/// What was decided.
#[derive(Debug, Deserialize)]
pub(crate) struct Verdict {
    pub(crate) approved: bool,
    pub(crate) by: Person,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) text: Option<String>,
    pub(crate) at: String,
}

/// An offer of other prices.
#[derive(Debug, Deserialize)]
pub(crate) struct Round {
    pub(crate) round: u32,
    pub(crate) by: Person,
    pub(crate) level: String,
    pub(crate) prices: Vec<LinePrice>,
    pub(crate) reason: String,
    pub(crate) answer_by: String,
    #[serde(default)]
    pub(crate) answer: Option<String>,
}

/// A proposal to drop lines.
#[derive(Debug, Deserialize)]
pub(crate) struct Dropping {
    pub(crate) drop: Vec<u32>,
    pub(crate) reason: String,
}

/// The approval that holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Approval {
    pub(crate) by: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) approver: Option<String>,
    pub(crate) at: String,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
}

/// What must be confirmed afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct PostFactum {
    pub(crate) confirm_by: String,
    #[serde(default)]
    pub(crate) overdue: bool,
    #[serde(default)]
    pub(crate) answer: Option<PostFactumAnswer>,
}

/// What was said afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct PostFactumAnswer {
    pub(crate) by: Person,
    pub(crate) confirmed: bool,
}

/// What the finance director may do about a refusal by silence.
#[derive(Debug, Deserialize)]
pub(crate) struct Arbitration {
    pub(crate) until: String,
    #[serde(default)]
    pub(crate) sent_back: bool,
    #[serde(default)]
    pub(crate) overdue: bool,
    #[serde(default)]
    pub(crate) answer: Option<ArbitrationAnswer>,
}

/// What they said.
#[derive(Debug, Deserialize)]
pub(crate) struct ArbitrationAnswer {
    pub(crate) verdict: String,
    pub(crate) by: Person,
}

/// One thing that happened.
#[derive(Debug, Deserialize)]
pub(crate) struct HistoryStep {
    pub(crate) at: String,
    pub(crate) what: String,
    pub(crate) by: Person,
    #[serde(default)]
    pub(crate) level: Option<String>,
    #[serde(default)]
    pub(crate) to: Option<Person>,
    #[serde(default)]
    pub(crate) text: Option<String>,
}

/// The workload of all approvers.
#[derive(Debug, Deserialize)]
pub(crate) struct Workload {
    pub(crate) queue_above: u32,
    pub(crate) day_above: u32,
    pub(crate) approvers: Vec<Load>,
}

/// The workload of one.
#[derive(Debug, Deserialize)]
pub(crate) struct Load {
    pub(crate) approver: Approver,
    pub(crate) queue: u32,
    pub(crate) today: u32,
    #[serde(default)]
    pub(crate) overflows: bool,
    #[serde(default)]
    pub(crate) signalled: bool,
    #[serde(default)]
    pub(crate) away: bool,
}

/// Who may approve what, and who may be asked in an emergency.
#[derive(Debug, Deserialize)]
pub(crate) struct Roster {
    pub(crate) approvers: Vec<Approver>,
    pub(crate) authorised: Vec<Authorised>,
}

/// One approver.
#[derive(Debug, Deserialize)]
pub(crate) struct Approver {
    pub(crate) person: Person,
    pub(crate) post: Post,
    #[serde(default)]
    pub(crate) deputy: Option<String>,
    #[serde(default)]
    pub(crate) absences: Vec<Absence>,
}

/// What they may decide.
#[derive(Debug, Deserialize)]
pub(crate) struct Post {
    pub(crate) post: String,
    #[serde(default)]
    pub(crate) units: Vec<String>,
}

/// When they are away.
#[derive(Debug, Deserialize)]
pub(crate) struct Absence {
    pub(crate) from: String,
    pub(crate) until: String,
}

/// Who may be asked outside of the system.
#[derive(Debug, Deserialize)]
pub(crate) struct Authorised {
    pub(crate) person: Person,
    pub(crate) level: String,
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: Option<String>,
}

/// An emergency approval.
#[derive(Debug, Deserialize)]
pub(crate) struct Emergency {
    pub(crate) recorded: Recorded,
    #[serde(default)]
    pub(crate) consent: Option<String>,
    #[serde(default)]
    pub(crate) confirmation: Option<Confirmation>,
    #[serde(default)]
    pub(crate) violation: bool,
    #[serde(default)]
    pub(crate) incident: bool,
}

/// As it was recorded.
#[derive(Debug, Deserialize)]
pub(crate) struct Recorded {
    pub(crate) id: String,
    pub(crate) process: String,
    pub(crate) number: String,
    pub(crate) client: ProfitClient,
    pub(crate) manager: String,
    pub(crate) total: Amount,
    pub(crate) shortfall: Amount,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    pub(crate) level: String,
    pub(crate) authorised: Person,
    pub(crate) channel: String,
    pub(crate) ground: String,
    pub(crate) proof: String,
    pub(crate) obtained_at: String,
    pub(crate) recorded_at: String,
    pub(crate) consent_by: String,
    pub(crate) violation_at: String,
}

/// What was said of it afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct Confirmation {
    pub(crate) by: Person,
    pub(crate) confirmed: bool,
    pub(crate) at: String,
}

/// What may pass without a person on one day.
#[derive(Debug, Deserialize)]
pub(crate) struct DailyLimit {
    pub(crate) scope: Value,
    pub(crate) limit: Amount,
    pub(crate) basis: String,
    pub(crate) taken: Amount,
    pub(crate) left: Amount,
    #[serde(default)]
    pub(crate) considered: u32,
}

/// The channel of tasks.
#[derive(Debug, Deserialize)]
pub(crate) struct Channel {
    pub(crate) circuit: Circuit,
    #[serde(default)]
    pub(crate) failures: u32,
    #[serde(default)]
    pub(crate) down_since: Option<String>,
    #[serde(default)]
    pub(crate) fallback_since: Option<String>,
    #[serde(default)]
    pub(crate) last_success: Option<String>,
    #[serde(default)]
    pub(crate) waiting_count: u32,
    #[serde(default)]
    pub(crate) waiting: Vec<Waiting>,
}

/// Whether tasks are let through.
#[derive(Debug, Deserialize)]
pub(crate) struct Circuit {
    pub(crate) circuit: String,
    #[serde(default)]
    pub(crate) probe_at: Option<String>,
}

/// A task that waits for the channel.
#[derive(Debug, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) task: Task,
    pub(crate) since: String,
}

/// What it is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Task {
    pub(crate) number: String,
    pub(crate) client: String,
    pub(crate) priority: String,
    pub(crate) total: Amount,
    pub(crate) level: String,
    pub(crate) due_at: String,
}

/// An answer of the outside system of tasks.
#[derive(Debug, Deserialize)]
pub(crate) struct TaskMessage {
    pub(crate) message_id: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) task: Option<String>,
    #[serde(default)]
    pub(crate) problem: Option<String>,
    #[serde(default)]
    pub(crate) attempts: u32,
    pub(crate) received_at: String,
}
