//! Arbitration: what the finance director may do about an order that the general director's
//! silence has refused. They approve it, send it back to the general director once, or confirm
//! the refusal, within three working days; after that the board is to be told.

use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::office::Office;
use super::{Case, Process, ProcessEvent, ProcessRefusal, Status};
use crate::person::Person;
use crate::roster::{Post, Roster};

/// What the finance director may still do, or has done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Arbitration {
    /// Until when, inclusive.
    pub until: Moment,
    /// It was sent back before: the general director was silent twice.
    pub sent_back: bool,
    /// The time has passed without an answer, and that was told.
    pub overdue: bool,
    /// What was said.
    pub answer: Option<ArbitrationAnswer>,
}

/// What the finance director said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArbitrationAnswer {
    /// What.
    pub verdict: ArbitrationVerdict,
    /// Who.
    pub by: Person,
}

/// What the finance director can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ArbitrationVerdict {
    /// The order may be shipped.
    Approved,
    /// The general director is asked again, with a fresh time.
    SentBack,
    /// The refusal stays.
    Confirmed,
}

impl Case {
    /// The arbitration that waits for its answer and was not told to be late.
    pub fn awaits_arbitration(&self) -> Option<&Arbitration> {
        let waits = |arbitration: &&Arbitration| arbitration.answer.is_none() && !arbitration.overdue;
        self.arbitration.as_ref().filter(waits).filter(|_| self.status == Status::Rejected)
    }

    /// The general director was asked again: the order is not locked while they think.
    pub(super) fn is_sent_back(&self) -> bool {
        self.arbitration.as_ref().is_some_and(|arbitration| arbitration.sent_back)
    }

    /// The finance director has said yes to what silence had refused.
    pub(super) fn is_granted_by_arbitration(&self) -> bool {
        let answer = self.arbitration.as_ref().and_then(|arbitration| arbitration.answer.as_ref());
        self.status == Status::Rejected && answer.is_some_and(|answer| answer.verdict == ArbitrationVerdict::Approved)
    }

    /// Whether somebody may arbitrate now.
    pub fn may_arbitrate(&self, person: &str, roster: &Roster, now: Moment) -> bool {
        self.arbitrator(person, roster, now).is_ok()
    }

    /// Whoever may arbitrate: the finance director, in time, and never about their own order
    /// (decision X11).
    ///
    /// # Errors
    /// When they may not.
    pub(super) fn arbitrator(&self, person: &str, roster: &Roster, now: Moment) -> Result<(Person, &Arbitration), ProcessRefusal> {
        let approver = roster.approver(person).filter(|approver| approver.post == Post::Fd).ok_or(ProcessRefusal::NotYours)?;
        if self.submitted.is_of(person) {
            return Err(ProcessRefusal::OwnOrder);
        }
        let arbitration = self.arbitration.as_ref().filter(|arbitration| arbitration.answer.is_none());
        let arbitration = arbitration.filter(|_| self.status == Status::Rejected).ok_or(ProcessRefusal::NotArbitrated)?;
        if arbitration.overdue || now > arbitration.until {
            return Err(ProcessRefusal::ArbitrationOver);
        }
        Ok((approver.person.clone(), arbitration))
    }
}

/// Silence has refused: the finance director has so many working days.
///
/// # Errors
/// When the calendar does not reach as far as the deadline.
pub(super) fn open(draft: &mut Draft, process: &Process, office: &Office) -> Result<(), ProcessRefusal> {
    let until = office.hours.working_days_after(office.now, office.rules.routing.arbitration_days)?;
    let (shipment, submission): (Line, u32) = (process.shipment.clone(), process.submission);
    draft.push(ProcessEvent::ArbitrationOpened { shipment, submission, until });
    Ok(())
}
