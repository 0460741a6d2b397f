//! The emergency approval: got outside the system, recorded, and looked into afterwards.

pub mod event;
pub mod refusal;
pub mod standing;

pub mod check;
pub mod close_incident;
pub mod confirm;
pub mod consent;
pub mod record;

#[cfg(test)]
mod tests;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Decision, Facts, Line, Moment, Money, Paragraph, Percentage, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::figures::ClientRef;
use crate::person::Person;
use crate::process::{ApprovedBy, Mode, Process, ProcessEvent};
use crate::{EmergencyId, Level, ProcessId};
pub use event::EmergencyEvent;
pub use refusal::EmergencyRefusal;
pub use standing::{Standing, StandingEvent};

/// What commands about an emergency also write.
pub(crate) const STANDING: &[&str] = &[Standing::NAME];

/// An approval that was got outside the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmergencyApproval {
    /// Its own id, derived from the process.
    pub id: EmergencyId,
    /// As it was recorded.
    pub recorded: Recorded,
    /// What the named person said.
    pub consent: Option<Consent>,
    /// What was said afterwards.
    pub confirmation: Option<Confirmation>,
    /// The approver was reminded.
    pub reminded: bool,
    /// Nobody confirmed it in time.
    pub violation: bool,
    /// An incident is open.
    pub incident: bool,
}

/// An emergency as it was recorded (decision P111).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    /// Its id.
    pub id: EmergencyId,
    /// Of which process.
    pub process: ProcessId,
    /// Of which order.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// The order's number.
    pub number: Line,
    /// Who buys.
    pub client: ClientRef,
    /// Who initiated the order.
    pub manager: Line,
    /// Who submitted it.
    #[serde(default)]
    pub submitted_by: Option<Line>,
    /// What it amounts to.
    pub total: Money,
    /// What it brings less than planned.
    pub shortfall: Money,
    /// How far it is off the plan.
    pub deviation: Option<Percentage>,
    /// The level that it replaced.
    pub level: Level,
    /// The units that the order concerns.
    pub units: Vec<Line>,
    /// Who was asked.
    pub authorised: Person,
    /// By which way.
    pub channel: Channel,
    /// On which ground.
    pub ground: Ground,
    /// Where the proof is.
    pub proof: Paragraph,
    /// When it was got.
    pub obtained_at: Moment,
    /// When it was recorded: the clocks below start then (decision P112).
    pub recorded_at: Moment,
    /// Until when the named person says whether they consented.
    pub consent_by: Moment,
    /// When an approver who has not confirmed is reminded.
    pub remind_at: Moment,
    /// When it is a violation.
    pub violation_at: Moment,
}

/// By which way it was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// By telephone.
    Phone,
    /// In writing, outside the system.
    Messenger,
    /// Face to face.
    InPerson,
}

/// On which ground. A wish by word of mouth, an undated picture and a chat are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A dated letter of the client.
    ClientLetter,
    /// A strategic client may be lost.
    StrategicClientAtRisk,
    /// A contract with penalties.
    ContractWithPenalties,
    /// The approver cannot be reached.
    ApproverUnavailable,
}

/// What the named person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// They did.
    Given,
    /// They did not.
    Denied,
    /// They said nothing in time, which counts as no.
    Silent,
}

/// What an approver said afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirmation {
    /// Who.
    pub by: Person,
    /// Whether it was right.
    pub confirmed: bool,
    /// When.
    pub at: Moment,
}

impl EmergencyApproval {
    /// The emergency of a process: it has one at most.
    pub fn id_of(process: ProcessId) -> EmergencyId {
        EmergencyId::derive(&["emergency", &process.to_string()])
    }

    /// When something is next due.
    pub fn next_due(&self) -> Option<Moment> {
        let consent = self.consent.is_none().then_some(self.recorded.consent_by);
        let owed = self.confirmation.is_none();
        let remind = (owed && !self.reminded).then_some(self.recorded.remind_at);
        let violation = (owed && !self.violation).then_some(self.recorded.violation_at);
        [consent, remind, violation].into_iter().flatten().min()
    }
}

/// What must be known to note an incident.
pub(crate) fn wants_standing(emergency: &EmergencyApproval) -> Vec<Want> {
    vec![Want::aggregate::<Standing>(Standing::of_manager(&emergency.recorded.manager))]
}

/// Adds to a decision that it is an incident: the manager uses no emergencies until it is closed.
/// One emergency is one incident.
pub(crate) fn incident(
    mut decision: Decision<EmergencyApproval>,
    emergency: &EmergencyApproval,
    facts: &Facts,
) -> Decision<EmergencyApproval> {
    let id = Standing::of_manager(&emergency.recorded.manager);
    let standing = facts.aggregate::<Standing>(id);
    if standing.is_some_and(|standing| standing.state.incidents.contains(&emergency.id)) {
        return decision;
    }
    let count = standing.map_or(0, |standing| standing.state.quarter_count(&emergency.recorded)).saturating_add(1);
    decision.events.push(EmergencyEvent::IncidentOpened { in_quarter: count });
    let quarter_of = emergency.recorded.recorded_at;
    decision.and::<Standing>(id, facts.version::<Standing>(id), [StandingEvent::IncidentOpened { emergency: emergency.id, at: quarter_of }])
}

impl Process {
    /// The order is approved with the emergency. What was recorded bypasses the level.
    pub(crate) fn by_emergency(&self, recorded: &Recorded, now: Moment) -> [ProcessEvent; 1] {
        [ProcessEvent::Approved {
            shipment: self.shipment.clone(),
            submission: self.submission,
            by: ApprovedBy::Emergency,
            level: recorded.level,
            approver: Some(recorded.authorised.id.clone()),
            comment: Some(recorded.proof.clone()),
            decided_at: now,
            deviation: recorded.deviation,
            mode: Mode::Emergency,
            confirm_by: None,
        }]
    }
}

impl Aggregate for EmergencyApproval {
    type Kind = kernel::id::kinds::EmergencyApproval;
    type Event = EmergencyEvent;
    const NAME: &'static str = "approvals.emergency";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &EmergencyEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, EmergencyEvent::Recorded(recorded)) => Ok(Self {
                id: recorded.id,
                recorded: (**recorded).clone(),
                consent: None,
                confirmation: None,
                reminded: false,
                violation: false,
                incident: false,
            }),
            (Some(mut emergency), event) => {
                emergency.change(event, meta).ok_or_else(|| Impossible::after(&Some(&emergency), event))?;
                Ok(emergency)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl EmergencyApproval {
    fn change(&mut self, event: &EmergencyEvent, meta: &Meta) -> Option<()> {
        match event {
            EmergencyEvent::Recorded(_) => return None,
            EmergencyEvent::ConsentGiven => self.consent = Some(Consent::Given),
            EmergencyEvent::ConsentDenied => self.consent = Some(Consent::Denied),
            EmergencyEvent::ConsentLapsed => self.consent = Some(Consent::Silent),
            EmergencyEvent::Confirmed { by } => self.confirmation = Some(Confirmation { by: by.clone(), confirmed: true, at: meta.at }),
            EmergencyEvent::Refused { by, .. } => self.confirmation = Some(Confirmation { by: by.clone(), confirmed: false, at: meta.at }),
            EmergencyEvent::Reminded => self.reminded = true,
            EmergencyEvent::Violated => self.violation = true,
            EmergencyEvent::IncidentOpened { .. } => self.incident = true,
            EmergencyEvent::IncidentClosed { .. } => self.incident = false,
        }
        Some(())
    }
}
