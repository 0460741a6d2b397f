//! What each event makes of an order.

use kernel::Moment;
use kernel::aggregate::{Impossible, Meta};

use super::event::{Created, RejectedBy, Submitted, WithdrawnBecause};
use super::{HandOver, Shipment, ShipmentEvent, ShipmentStatus, Summary};

impl Shipment {
    pub(super) fn created(created: &Created, at: Moment) -> Self {
        Self {
            id: created.id,
            number: created.number.clone(),
            estimate: created.estimate,
            client: created.client.clone(),
            manager: created.manager.clone(),
            source: created.source,
            currency: created.currency,
            lines: created.lines.clone(),
            source_revision: created.source_revision,
            status: ShipmentStatus::Draft,
            touched_at: at,
            wait_warned: None,
            submission: 0,
            emergency: false,
            justification: None,
            process: None,
            process_version: 0,
            level: None,
            approval: None,
            proposal: None,
            refusal: None,
            revocations: 0,
            handed_over: None,
            postings: Vec::new(),
            returns: Vec::new(),
            violations: Vec::new(),
            summary: None,
            calculations: 0,
        }
    }

    fn judged(&mut self, summary: Summary) {
        self.summary = Some(summary);
        self.calculations = self.calculations.saturating_add(1);
    }

    fn go(&mut self, status: ShipmentStatus, meta: &Meta) {
        self.status = status;
        self.touched_at = meta.at;
    }

    pub(super) fn change(&mut self, event: &ShipmentEvent, meta: &Meta) -> Result<(), Impossible> {
        match event {
            ShipmentEvent::Revised { lines, source_revision } => {
                self.lines.clone_from(lines);
                self.source_revision = *source_revision;
                self.go(ShipmentStatus::Draft, meta);
            }
            ShipmentEvent::Calculated { summary } => self.judged(summary.clone()),
            ShipmentEvent::SubmittedForApproval(submitted) => self.submitted(submitted, meta),
            ShipmentEvent::Recalculated { client, facts, .. } => {
                self.client = client.clone();
                self.judged(Summary::of(facts));
            }
            ShipmentEvent::Withdrawn { was, cause, .. } => self.withdrawn(*was, *cause, meta),
            ShipmentEvent::ApprovalLapsed { .. } => self.go(ShipmentStatus::ApprovalExpired, meta),
            ShipmentEvent::HandedOver { at, reference, .. } => {
                self.handed_over = Some(HandOver { at: *at, reference: reference.clone(), confirmed: false });
            }
            ShipmentEvent::HandOverConfirmed { .. } => {
                self.handed_over.iter_mut().for_each(|handed_over| handed_over.confirmed = true);
            }
            ShipmentEvent::ProposalAccepted { lines, facts, .. } => {
                self.lines.clone_from(lines);
                self.proposal = None;
                self.judged(Summary::of(facts));
                self.go(ShipmentStatus::PendingApproval, meta);
            }
            ShipmentEvent::ProposalDeclined { .. } => {
                self.proposal = None;
                self.go(ShipmentStatus::PendingApproval, meta);
            }
            ShipmentEvent::ProcessNoted { .. }
            | ShipmentEvent::Approved { .. }
            | ShipmentEvent::PartiallyApproved { .. }
            | ShipmentEvent::CorrectionOffered { .. }
            | ShipmentEvent::Rejected { .. }
            | ShipmentEvent::ApprovalRevoked { .. } => self.decided(event, meta),
            ShipmentEvent::StockAwaited => {
                self.wait_warned = None;
                self.go(ShipmentStatus::AwaitingStock, meta);
            }
            ShipmentEvent::WaitRunsOut { days_left, .. } => self.wait_warned = Some(*days_left),
            ShipmentEvent::Reopened => self.go(ShipmentStatus::Draft, meta),
            ShipmentEvent::Overdue | ShipmentEvent::WaitedTooLong => self.status = ShipmentStatus::Overdue,
            ShipmentEvent::Cancelled { .. } => self.go(ShipmentStatus::Cancelled, meta),
            ShipmentEvent::Posted { posting } => {
                self.postings.push(posting.clone());
                self.go(ShipmentStatus::InProgress, meta);
            }
            ShipmentEvent::Returned(returned) => self.take_back(returned)?,
            ShipmentEvent::ViolationNoted { violation } => self.violations.push(violation.clone()),
            ShipmentEvent::Fulfilled => self.go(ShipmentStatus::Fulfilled, meta),
            ShipmentEvent::PartiallyClosed { .. } => self.go(ShipmentStatus::PartiallyClosed, meta),
            ShipmentEvent::Created(_) => return Err(Impossible::after(&Some(()), event)),
        }
        Ok(())
    }

    fn submitted(&mut self, submitted: &Submitted, meta: &Meta) {
        self.submission = submitted.submission;
        self.client = submitted.client.clone();
        self.emergency = submitted.emergency;
        self.justification.clone_from(&submitted.justification);
        (self.process, self.process_version, self.level) = (None, 0, None);
        (self.approval, self.proposal) = (None, None);
        self.judged(Summary::of(&submitted.facts));
        self.go(ShipmentStatus::PendingApproval, meta);
    }

    fn withdrawn(&mut self, was: ShipmentStatus, cause: WithdrawnBecause, meta: &Meta) {
        if was == ShipmentStatus::Approved && cause == WithdrawnBecause::Edited {
            self.revocations = self.revocations.saturating_add(1);
        }
        (self.approval, self.proposal) = (None, None);
        self.go(ShipmentStatus::Draft, meta);
    }

    /// What approvals said.
    fn decided(&mut self, event: &ShipmentEvent, meta: &Meta) {
        match event {
            ShipmentEvent::ProcessNoted { process, version, level } => {
                self.process = Some(process.clone());
                self.process_version = *version;
                self.level = level.clone().or_else(|| self.level.take());
            }
            ShipmentEvent::Approved { approval } => {
                self.level = Some(approval.level.clone());
                self.approval = Some(approval.clone());
                self.proposal = None;
                self.go(ShipmentStatus::Approved, meta);
            }
            ShipmentEvent::PartiallyApproved { proposal } => {
                (self.approval, self.proposal) = (None, Some(proposal.clone()));
                self.go(ShipmentStatus::PartiallyApproved, meta);
            }
            ShipmentEvent::CorrectionOffered { proposal } => {
                (self.approval, self.proposal) = (None, Some(proposal.clone()));
                self.go(ShipmentStatus::PendingApproval, meta);
            }
            ShipmentEvent::Rejected { by, reason, .. } => {
                (self.approval, self.proposal) = (None, None);
                self.refusal = Some(reason.clone());
                let rounds_used_up = *by == RejectedBy::Corrections;
                self.go(if rounds_used_up { ShipmentStatus::Draft } else { ShipmentStatus::Rejected }, meta);
            }
            ShipmentEvent::ApprovalRevoked { level, .. } => {
                self.level = Some(level.clone());
                self.approval = None;
                self.go(ShipmentStatus::PendingApproval, meta);
            }
            // The other events are folded by their own arms.
            ShipmentEvent::Created(_)
            | ShipmentEvent::Revised { .. }
            | ShipmentEvent::Calculated { .. }
            | ShipmentEvent::SubmittedForApproval(_)
            | ShipmentEvent::Recalculated { .. }
            | ShipmentEvent::Withdrawn { .. }
            | ShipmentEvent::ApprovalLapsed { .. }
            | ShipmentEvent::HandedOver { .. }
            | ShipmentEvent::HandOverConfirmed { .. }
            | ShipmentEvent::ProposalAccepted { .. }
            | ShipmentEvent::ProposalDeclined { .. }
            | ShipmentEvent::StockAwaited
            | ShipmentEvent::WaitRunsOut { .. }
            | ShipmentEvent::WaitedTooLong
            | ShipmentEvent::Reopened
            | ShipmentEvent::Overdue
            | ShipmentEvent::Cancelled { .. }
            | ShipmentEvent::Posted { .. }
            | ShipmentEvent::Returned(_)
            | ShipmentEvent::ViolationNoted { .. }
            | ShipmentEvent::Fulfilled
            | ShipmentEvent::PartiallyClosed { .. } => {}
        }
    }
}
