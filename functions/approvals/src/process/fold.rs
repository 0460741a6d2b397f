//! How events change a process.

use kernel::aggregate::{Impossible, Meta};
use kernel::{Event, Line, Paragraph};

use super::arbitration::{Arbitration, ArbitrationAnswer, ArbitrationVerdict};
use super::branch::{Branch, Told, Verdict};
use super::event::ApprovedBy;
use super::{
    Approval, Case, Dropping, Early, HISTORY_MAX, HistoryStep, Mode, PostFactum, PostFactumAnswer, Process, ProcessEvent, Recheck, Round,
    Status,
};
use crate::person::Person;
use crate::roster::Routed;
use crate::{Level, process::Clock};

pub(super) fn apply(state: Option<Process>, event: &ProcessEvent, meta: &Meta) -> Result<Process, Impossible> {
    match (state, event) {
        (None, ProcessEvent::NotedEarly { shipment, submission, .. } | ProcessEvent::Opened { shipment, submission, .. }) => {
            let mut process = Process {
                id: Process::id_of(shipment.as_str(), *submission),
                shipment: shipment.clone(),
                submission: *submission,
                early: Early::default(),
                case: None,
            };
            process.change(event, meta).ok_or_else(|| Impossible::after::<Process, _>(&None, event))?;
            Ok(process)
        }
        (Some(mut process), event) => {
            process.change(event, meta).ok_or_else(|| Impossible::after(&Some(&process), event))?;
            Ok(process)
        }
        (state, event) => Err(Impossible::after(&state, event)),
    }
}

impl Process {
    #[allow(clippy::wildcard_enum_match_arm, reason = "the exhaustive match is that of the case")]
    fn change(&mut self, event: &ProcessEvent, meta: &Meta) -> Option<()> {
        match event {
            ProcessEvent::NotedEarly { withdrawn, figures, .. } => {
                self.early.withdrawn |= withdrawn;
                if figures.is_some() {
                    self.early.figures.clone_from(figures);
                }
                Some(())
            }
            ProcessEvent::Opened { .. } if self.case.is_some() => None,
            ProcessEvent::Opened { submitted, figures, demand, .. } => {
                let mut case = Case {
                    submitted: submitted.clone(),
                    figures: figures.clone(),
                    demand: demand.clone(),
                    mode: Mode::Standard,
                    status: Status::Open,
                    branches: Vec::new(),
                    next_branch: 1,
                    rounds: Vec::new(),
                    justify_by: None,
                    dropping: None,
                    recheck: None,
                    requests: 0,
                    approval: None,
                    limits: Vec::new(),
                    post_factum: None,
                    arbitration: None,
                    handed_over: false,
                    history: Vec::new(),
                };
                case.note(event, meta);
                self.case = Some(Box::new(case));
                Some(())
            }
            event => {
                let case = self.case.as_mut()?;
                case.change(event, meta)?;
                case.note(event, meta);
                Some(())
            }
        }
    }
}

impl Case {
    fn change(&mut self, event: &ProcessEvent, meta: &Meta) -> Option<()> {
        match event {
            ProcessEvent::NotedEarly { .. } | ProcessEvent::Opened { .. } => return None,
            ProcessEvent::Stalled { .. } => self.status = Status::Stalled,
            ProcessEvent::JustificationRequested(awaited) => {
                self.justify_by = awaited.map(|awaited| awaited.answer_by);
                self.status = Status::AwaitingJustification;
            }
            ProcessEvent::LimitReached { demand } => self.demand = demand.clone(),
            ProcessEvent::Justified { justification } => {
                self.submitted.justification = Some(justification.clone());
                self.justify_by = None;
                self.status = Status::Open;
            }
            ProcessEvent::LimitsTaken { limits } => self.limits.clone_from(limits),
            ProcessEvent::LimitsReleased => self.limits.clear(),
            ProcessEvent::OverloadSignalled { .. } => {}
            ProcessEvent::Recalculated { figures, client, demand } => {
                self.figures = figures.clone();
                self.submitted.client = client.clone();
                self.demand = demand.clone();
                self.recheck = None;
                // What stalled while people were asked goes on with them.
                if self.status == Status::Stalled && !self.branches.is_empty() {
                    self.status = Status::Open;
                }
            }
            ProcessEvent::FactsRequested { request, again_at, .. } => {
                self.recheck = Some(Recheck { request: request.clone(), again_at: *again_at });
                self.requests = self.requests.saturating_add(1);
            }
            ProcessEvent::BranchOpened { .. }
            | ProcessEvent::BranchRerouted { .. }
            | ProcessEvent::Noticed { .. }
            | ProcessEvent::Breached { .. }
            | ProcessEvent::Escalated { .. }
            | ProcessEvent::TaskNoted { .. }
            | ProcessEvent::ClockPaused { .. }
            | ProcessEvent::ClockResumed { .. }
            | ProcessEvent::BranchApproved { .. }
            | ProcessEvent::BranchRejected { .. } => self.change_branch(event, meta)?,
            ProcessEvent::CorrectionProposed { .. }
            | ProcessEvent::CorrectionAnswered { .. }
            | ProcessEvent::PartiallyApproved { .. }
            | ProcessEvent::DropAnswered { .. } => self.change_proposal(event)?,
            ProcessEvent::Approved { .. }
            | ProcessEvent::Rejected { .. }
            | ProcessEvent::ArbitrationOpened { .. }
            | ProcessEvent::Arbitrated { .. }
            | ProcessEvent::ArbitrationOverdue { .. }
            | ProcessEvent::Revoked { .. }
            | ProcessEvent::Withdrawn { .. }
            | ProcessEvent::Lapsed
            | ProcessEvent::HandedOver { .. }
            | ProcessEvent::PostFactumConfirmed { .. }
            | ProcessEvent::PostFactumRefused { .. }
            | ProcessEvent::PostFactumOverdue => self.change_outcome(event)?,
        }
        Some(())
    }

    fn branch_mut(&mut self, number: u32) -> Option<&mut Branch> {
        self.branches.iter_mut().find(|branch| branch.number == number)
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "the exhaustive match of `change` has chosen these")]
    fn change_branch(&mut self, event: &ProcessEvent, meta: &Meta) -> Option<()> {
        match event {
            ProcessEvent::BranchOpened { branch, units, demanded, routed, clock } => {
                if *branch != self.next_branch {
                    return None;
                }
                self.next_branch = self.next_branch.saturating_add(1);
                self.status = Status::Open;
                self.branches.push(opened(*branch, units, *demanded, routed, *clock, meta));
            }
            ProcessEvent::BranchRerouted { branch, demanded, routed, clock } => {
                let branch = self.branch_mut(*branch)?;
                branch.demanded = *demanded;
                branch.verdict = None;
                branch.goes_to(routed, *clock);
            }
            ProcessEvent::Noticed { branch, told } => self.branch_mut(*branch)?.told = *told,
            ProcessEvent::Breached { branch, .. } => self.branch_mut(*branch)?.told = Told::Breached,
            ProcessEvent::Escalated { branch, routed, clock, .. } => self.branch_mut(*branch)?.goes_to(routed, *clock),
            ProcessEvent::TaskNoted { branch, step, task } => {
                let branch = self.branch_mut(*branch)?;
                if branch.step == *step {
                    branch.task = Some(task.clone());
                }
            }
            ProcessEvent::ClockPaused { branch, spent_minutes, .. } => {
                let branch = self.branch_mut(*branch)?;
                branch.clock.spent_minutes = *spent_minutes;
                branch.paused = true;
            }
            ProcessEvent::ClockResumed { branch, clock } => {
                let branch = self.branch_mut(*branch)?;
                branch.clock = *clock;
                branch.paused = false;
            }
            ProcessEvent::BranchApproved { branch, by, level, comment, .. } => {
                let verdict = Verdict { approved: true, by: by.clone(), level: *level, text: comment.clone(), at: meta.at };
                self.branch_mut(*branch)?.decided(verdict)?;
            }
            ProcessEvent::BranchRejected { branch, by, level, reason, .. } => {
                let verdict = Verdict { approved: false, by: by.clone(), level: *level, text: Some(reason.clone()), at: meta.at };
                self.branch_mut(*branch)?.decided(verdict)?;
            }
            _ => return None,
        }
        Some(())
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "the exhaustive match of `change` has chosen these")]
    fn change_proposal(&mut self, event: &ProcessEvent) -> Option<()> {
        match event {
            ProcessEvent::CorrectionProposed { proposal, round, branch, prices, level, by, reason, answer_by, .. } => {
                let (proposal, by, prices, reason) = (proposal.clone(), by.clone(), prices.clone(), reason.clone());
                let (round, branch, level, answer_by) = (*round, *branch, *level, *answer_by);
                self.rounds.push(Round { proposal, round, branch, by, level, prices, reason, answer_by, answer: None });
            }
            ProcessEvent::CorrectionAnswered { proposal, answer, .. } => {
                self.rounds.iter_mut().find(|round| round.proposal == *proposal)?.answer = Some(*answer);
            }
            ProcessEvent::PartiallyApproved { proposal, drop, reason, answer_by, .. } => {
                let (proposal, drop, reason) = (proposal.clone(), drop.clone(), reason.clone());
                self.dropping = Some(Dropping { proposal, drop, reason, answer_by: *answer_by });
                self.status = Status::DropProposed;
            }
            ProcessEvent::DropAnswered { proposal, .. } => {
                self.dropping.take_if(|dropping| dropping.proposal == *proposal)?;
                self.status = Status::Open;
                // What refused has nothing left to decide upon, or everything is over.
                self.branches.retain(|branch| branch.verdict.as_ref().is_none_or(|verdict| verdict.approved));
            }
            _ => return None,
        }
        Some(())
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "the exhaustive match of `change` has chosen these")]
    fn change_outcome(&mut self, event: &ProcessEvent) -> Option<()> {
        match event {
            ProcessEvent::Approved { by, level, approver, decided_at, deviation, mode, confirm_by, .. } => {
                if !self.status.is_pending() && !self.is_granted_by_arbitration() {
                    return None;
                }
                self.end(Status::Approved);
                self.mode = *mode;
                let approver = approver.clone();
                self.approval = Some(Approval { by: *by, level: *level, approver, at: *decided_at, deviation: *deviation });
                self.post_factum = confirm_by.map(|confirm_by| PostFactum { confirm_by, overdue: false, answer: None });
            }
            ProcessEvent::Rejected { .. } => {
                if !self.status.is_pending() {
                    return None;
                }
                self.end(Status::Rejected);
            }
            ProcessEvent::ArbitrationOpened { until, .. } => {
                let sent_back = self.is_sent_back();
                self.arbitration = Some(Arbitration { until: *until, sent_back, overdue: false, answer: None });
            }
            ProcessEvent::Arbitrated { verdict, by, .. } => self.arbitrated(*verdict, by)?,
            ProcessEvent::ArbitrationOverdue { .. } => self.arbitration.as_mut()?.overdue = true,
            ProcessEvent::Revoked { .. } => {
                if self.status != Status::Approved {
                    return None;
                }
                self.approval = None;
                self.post_factum = None;
                self.branches.clear();
                self.mode = Mode::Standard;
                self.status = Status::Open;
            }
            ProcessEvent::Withdrawn { .. } => self.end(Status::Withdrawn),
            ProcessEvent::Lapsed => self.end(Status::Lapsed),
            ProcessEvent::HandedOver { .. } => self.handed_over = true,
            ProcessEvent::PostFactumConfirmed { by } => self.answered(by, true)?,
            ProcessEvent::PostFactumRefused { by, .. } => self.answered(by, false)?,
            ProcessEvent::PostFactumOverdue => self.post_factum.as_mut()?.overdue = true,
            _ => return None,
        }
        Some(())
    }

    fn end(&mut self, status: Status) {
        self.status = status;
        self.recheck = None;
        self.justify_by = None;
        self.dropping = None;
    }

    /// A refusal by silence is looked at again, once.
    fn arbitrated(&mut self, verdict: ArbitrationVerdict, by: &Person) -> Option<()> {
        if self.status != Status::Rejected {
            return None;
        }
        let arbitration = self.arbitration.as_mut().filter(|arbitration| arbitration.answer.is_none())?;
        arbitration.answer = Some(ArbitrationAnswer { verdict, by: by.clone() });
        match verdict {
            ArbitrationVerdict::SentBack => {
                arbitration.sent_back = true;
                self.status = Status::Open;
            }
            // The approval is an event of its own.
            ArbitrationVerdict::Approved | ArbitrationVerdict::Confirmed => {}
        }
        Some(())
    }

    fn answered(&mut self, by: &Person, confirmed: bool) -> Option<()> {
        self.post_factum.as_mut()?.answer = Some(PostFactumAnswer { by: by.clone(), confirmed });
        Some(())
    }

    /// Keeps what happened for the screen.
    fn note(&mut self, event: &ProcessEvent, meta: &Meta) {
        let Ok(what) = Line::new(event.name().split('.').next().unwrap_or_default()) else { return };
        let shown = shown(event);
        let by = shown.by.unwrap_or_else(|| Person::of(&meta.actor));
        let step = HistoryStep { at: meta.at, what, by, branch: shown.branch, level: shown.level, to: shown.to, text: shown.text };
        self.history.push(step);
        let excess = self.history.len().saturating_sub(HISTORY_MAX);
        self.history.drain(..excess);
    }
}

impl Branch {
    fn goes_to(&mut self, routed: &Routed, clock: Clock) {
        self.level = routed.level;
        self.routed = routed.clone();
        self.clock = clock;
        self.step = self.step.saturating_add(1);
        self.task = None;
        self.paused = false;
        self.told = Told::Nothing;
    }

    /// The first saved decision wins; nothing is decided twice.
    fn decided(&mut self, verdict: Verdict) -> Option<()> {
        if self.verdict.is_some() {
            return None;
        }
        self.verdict = Some(verdict);
        Some(())
    }
}

fn opened(number: u32, units: &[Line], demanded: Level, routed: &Routed, clock: Clock, meta: &Meta) -> Branch {
    Branch {
        number,
        units: units.to_vec(),
        demanded,
        level: routed.level,
        step: 1,
        routed: routed.clone(),
        clock,
        paused: false,
        told: Told::Nothing,
        task: None,
        opened_at: meta.at,
        verdict: None,
    }
}

/// What a step of the history shows besides time and name.
#[derive(Default)]
struct Shown {
    by: Option<Person>,
    branch: Option<u32>,
    level: Option<Level>,
    to: Option<Person>,
    text: Option<Paragraph>,
}

fn shown(event: &ProcessEvent) -> Shown {
    let of = |branch: u32| Shown { branch: Some(branch), ..Shown::default() };
    let routed = |branch: u32, routed: &Routed| Shown { level: Some(routed.level), to: routed.to.clone(), ..of(branch) };
    let said = |text: Option<&Paragraph>| Shown { text: text.cloned(), ..Shown::default() };
    match event {
        ProcessEvent::Opened { level, submitted, .. } => Shown { level: Some(*level), ..said(submitted.justification.as_ref()) },
        ProcessEvent::LimitReached { demand } | ProcessEvent::Recalculated { demand, .. } => {
            Shown { level: Some(demand.level), ..Shown::default() }
        }
        ProcessEvent::Justified { justification } => said(Some(justification)),
        ProcessEvent::BranchOpened { branch, routed: to, .. }
        | ProcessEvent::BranchRerouted { branch, routed: to, .. }
        | ProcessEvent::Escalated { branch, routed: to, .. } => routed(*branch, to),
        ProcessEvent::Noticed { branch, .. }
        | ProcessEvent::TaskNoted { branch, .. }
        | ProcessEvent::ClockPaused { branch, .. }
        | ProcessEvent::ClockResumed { branch, .. } => of(*branch),
        ProcessEvent::Breached { branch, level, .. } => Shown { level: Some(*level), ..of(*branch) },
        ProcessEvent::BranchApproved { branch, by, level, comment, .. } => {
            Shown { by: Some(by.clone()), level: Some(*level), text: comment.clone(), ..of(*branch) }
        }
        ProcessEvent::BranchRejected { branch, by, level, reason, .. }
        | ProcessEvent::CorrectionProposed { branch, by, level, reason, .. } => {
            Shown { by: Some(by.clone()), level: Some(*level), text: Some(reason.clone()), ..of(*branch) }
        }
        ProcessEvent::CorrectionAnswered { reason, .. } => said(reason.as_ref()),
        ProcessEvent::PartiallyApproved { reason, .. } | ProcessEvent::Rejected { reason, .. } => said(Some(reason)),
        ProcessEvent::Revoked { reason, level, .. } => Shown { level: Some(*level), ..said(Some(reason)) },
        ProcessEvent::Approved { level, comment, by, .. } => {
            // What the branches said is shown there.
            let text = if *by == ApprovedBy::Person { None } else { comment.as_ref() };
            Shown { level: Some(*level), ..said(text) }
        }
        ProcessEvent::PostFactumConfirmed { by } => Shown { by: Some(by.clone()), ..Shown::default() },
        ProcessEvent::Arbitrated { by, reason, .. } => Shown { by: Some(by.clone()), ..said(Some(reason)) },
        ProcessEvent::PostFactumRefused { by, reason } => Shown { by: Some(by.clone()), ..said(Some(reason)) },
        ProcessEvent::NotedEarly { .. }
        | ProcessEvent::JustificationRequested(_)
        | ProcessEvent::Stalled { .. }
        | ProcessEvent::LimitsTaken { .. }
        | ProcessEvent::LimitsReleased
        | ProcessEvent::OverloadSignalled { .. }
        | ProcessEvent::DropAnswered { .. }
        | ProcessEvent::FactsRequested { .. }
        | ProcessEvent::Withdrawn { .. }
        | ProcessEvent::Lapsed
        | ProcessEvent::HandedOver { .. }
        | ProcessEvent::ArbitrationOpened { .. }
        | ProcessEvent::ArbitrationOverdue { .. }
        | ProcessEvent::PostFactumOverdue => Shown::default(),
    }
}
