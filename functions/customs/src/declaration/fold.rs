//! What each event changes.

use std::collections::BTreeMap;

use kernel::aggregate::Meta;
use kernel::reaction::OutsideError;
use kernel::{Line, Moment};

use super::event::{Alert, DeclarationEvent as Event};
use super::header::{Header, Origin};
use super::job::{JOBS_KEPT, Job, JobState, Task};
use super::journal::{Message, Observation, SEEN_MAX, Seen, Times};
use super::submission::{Ended, Outcome, Purpose, Step, Submission, Trying};
use super::{Declaration, Raised, Standing, Vendor};
use crate::DeclarationId;
use crate::code::DocflowId;

/// A declaration that was begun.
pub(super) fn created(id: DeclarationId, header: &Header, origin: Origin, meta: &Meta) -> Declaration {
    Declaration {
        id,
        header: header.clone(),
        origin,
        author: author(meta),
        created_at: meta.at,
        changed_at: meta.at,
        form: None,
        documents: BTreeMap::new(),
        parties: BTreeMap::new(),
        submission: None,
        vendor: Vendor::default(),
        standing: Standing::default(),
        learnt_at: BTreeMap::new(),
        registration_number: None,
        alerts: Vec::new(),
        release_told: false,
        jobs: Vec::new(),
        estimate: None,
        prints: 0,
        archived: false,
        deleted: false,
    }
}

/// The actor's name as a line; an id where a token's name is no line.
fn author(meta: &Meta) -> Option<Line> {
    Line::new(&meta.actor.name).or_else(|_| Line::new(&meta.actor.id)).ok()
}

impl Declaration {
    /// `None` when the event cannot follow.
    pub(super) fn change(&mut self, event: &Event, meta: &Meta) -> Option<()> {
        match event {
            Event::Created { .. } => return None,
            Event::Revised { header } => self.header = (**header).clone(),
            Event::FormSaved { form, .. } => self.form = Some((**form).clone()),
            Event::DocumentAttached { document } => drop(self.documents.insert(document.id, (**document).clone())),
            Event::DocumentDetached { document } => {
                self.documents.remove(document)?;
                self.vendor.whole.remove(document);
                self.vendor.left.extend(self.vendor.documents.remove(document).map(|there| there.document));
            }
            Event::DocumentLinked { document, goods } => self.documents.get_mut(document)?.goods.clone_from(goods),
            Event::PartySet { role, party } => drop(self.parties.insert(*role, party.clone())),
            Event::PartyRemoved { role } => drop(self.parties.remove(role)?),
            Event::SubmissionRequested { attempt } => {
                self.submission = Some(Submission::new(*attempt, Purpose::Filing, meta));
                // What an earlier attempt made is used again.
                let used = self.vendor.docflow;
                self.vendor.orphans.retain(|orphan| Some(*orphan) != used);
            }
            Event::AmendmentRequested { attempt, documents } => {
                let purpose = Purpose::Amendment { documents: documents.clone() };
                self.submission = Some(Submission::new(*attempt, purpose, meta));
            }
            Event::StepBegun { step, failed, .. } => self.submission.as_mut()?.begin(*step, *failed, meta.at),
            Event::StepDone { step, outcome, .. } => {
                self.submission.as_mut()?.finish(step, meta.at);
                self.brought(step, outcome);
            }
            Event::StepFailed { step, error, retry_at, .. } => self.submission.as_mut()?.fail(step, error, *retry_at)?,
            Event::SubmissionCompleted { .. } => self.submission.as_mut()?.ended = Some(Ended::Complete),
            Event::SubmissionResumed { .. } => self.submission.as_mut()?.resume(),
            Event::SubmissionGivenUp { .. } => self.submission.as_mut()?.ended = Some(Ended::GivenUp),
            Event::OrphanFound { docflow } => drop(self.vendor.orphans.insert(*docflow)),
            Event::OrphanSettled { docflow, .. } => self.vendor.dismiss(*docflow),
            Event::ChangeNoticed { observation } => self.vendor.notice(observation, meta.at),
            Event::MessagesReceived { messages } => {
                let times = |message: &Message| Times { prepared_at: message.prepared_at, processed_at: message.processed_at };
                self.vendor.messages.extend(messages.iter().map(|message| (message.id.clone(), times(message))));
            }
            Event::JournalUnread { retry_at, .. } => {
                self.vendor.journal_failures = self.vendor.journal_failures.saturating_add(1);
                self.vendor.journal_retry_at = *retry_at;
            }
            Event::JournalWanted {} => {
                self.vendor.journal_since = Some(meta.at);
                self.vendor.journal_retry_at = None;
            }
            Event::ChangesSettled { through } => self.vendor.settle(*through, meta.at),
            Event::FactEstablished { fact, known } => {
                self.standing.keep(*fact, *known);
                self.learnt_at.entry(*fact).or_insert(meta.at);
            }
            Event::NumberAssigned { number } => self.registration_number = Some(number.clone()),
            Event::AlertRaised { alert } => {
                if let Alert::DocumentLeft { document } = alert {
                    self.vendor.left.remove(document);
                }
                self.alerts.push(Raised { alert: alert.clone(), at: meta.at, settled: None });
            }
            Event::AlertSettled { index, note } => {
                self.alerts.get_mut(usize::try_from(*index).ok()?)?.settled = Some(note.clone());
            }
            Event::Released(_) => self.release_told = true,
            // It tells others; nothing is kept of it here that is not known already.
            Event::LandedCostKnown { .. } => {}
            Event::PaymentsEstimated(estimated) => self.estimate = Some((**estimated).clone()),
            Event::JobRequested { number, task } => self.work(*number, task, meta.at),
            // A job that is forgotten by now needs no end.
            Event::JobEnded { number, state } => {
                if let JobState::Done { at_vendor: Some(made), .. } = state {
                    self.vendor.values.insert(made.document);
                }
                self.jobs.iter_mut().filter(|job| job.number == *number).for_each(|job| job.state = state.clone())
            }
            Event::PrintRequested(_) => self.prints = self.prints.saturating_add(1),
            Event::Archived {} => self.archived = true,
            Event::Unarchived {} => self.archived = false,
            Event::Deleted { .. } => self.deleted = true,
        }
        if event.is_content() {
            self.changed_at = meta.at;
        }
        Some(())
    }

    fn brought(&mut self, step: &Step, outcome: &Outcome) {
        match (outcome, step) {
            (Outcome::Docflow { docflow, .. }, _) => {
                self.vendor.docflow = Some(*docflow);
                self.vendor.orphans.remove(docflow);
            }
            (Outcome::MainForm { form }, _) => self.vendor.main_form = Some(*form),
            (Outcome::Document { at_vendor, .. }, Step::Document { document }) => {
                self.vendor.documents.insert(*document, *at_vendor);
            }
            (Outcome::Done, Step::Form) => self.vendor.forms.extend(self.form.as_ref().map(|form| form.sha256.clone())),
            (Outcome::Done, Step::Party { role }) => drop(self.vendor.boxes.insert(*role)),
            // The last step of a document.
            (Outcome::Done, Step::Goods { document }) => drop(self.vendor.whole.insert(*document)),
            (Outcome::Document { .. } | Outcome::Done, _) => {}
        }
    }

    fn work(&mut self, number: u32, task: &Task, at: Moment) {
        self.jobs.push(Job { number, task: task.clone(), requested_at: at, state: JobState::Working });
        let surplus = self.jobs.len().saturating_sub(JOBS_KEPT);
        self.jobs.drain(..surplus);
    }
}

impl Vendor {
    fn notice(&mut self, observation: &Observation, at: Moment) {
        if self.observed.as_ref().is_none_or(|known| known.changed_at <= observation.changed_at) {
            self.observed = Some(observation.clone());
        }
        self.seen.push(Seen::of(observation));
        let surplus = self.seen.len().saturating_sub(SEEN_MAX);
        self.seen.drain(..surplus);
        self.unsettled.push(observation.clone());
        if self.journal_retry_at.is_none() {
            self.journal_since = Some(at);
        }
    }

    fn settle(&mut self, through: Moment, at: Moment) {
        self.unsettled.retain(|observation| observation.changed_at > through);
        self.journal_failures = 0;
        self.journal_retry_at = None;
        self.journal_since = (!self.unsettled.is_empty()).then_some(at);
    }

    /// A person has dealt with a docflow. If it was the one that was used, the next submission
    /// begins without one.
    fn dismiss(&mut self, docflow: DocflowId) {
        self.orphans.remove(&docflow);
        self.dismissed.insert(docflow);
        if self.docflow == Some(docflow) {
            self.docflow = None;
            self.main_form = None;
            self.documents.clear();
            self.whole.clear();
            self.values.clear();
            self.forms.clear();
            self.boxes.clear();
            self.left.clear();
        }
    }
}

impl Submission {
    fn new(attempt: u32, purpose: Purpose, meta: &Meta) -> Self {
        Self { attempt, purpose, by: author(meta), requested_at: meta.at, done: BTreeMap::new(), current: None, ended: None }
    }

    /// The failed step begins afresh, with its tries counted from none.
    fn resume(&mut self) {
        self.ended = None;
        self.current = None;
    }

    fn begin(&mut self, step: Step, failed: u32, at: Moment) {
        let error = self.current.take().filter(|trying| trying.step == step).and_then(|trying| trying.error);
        self.current = Some(Trying { step, since: at, failed, error, retry_at: None });
    }

    fn finish(&mut self, step: &Step, at: Moment) {
        self.done.insert(step.key(), at);
        self.current = None;
    }

    fn fail(&mut self, step: &Step, error: &OutsideError, retry_at: Option<Moment>) -> Option<()> {
        let trying = self.current.as_mut().filter(|trying| trying.step == *step)?;
        trying.failed = trying.failed.saturating_add(1);
        trying.error = Some(error.clone());
        trying.retry_at = retry_at;
        self.ended = retry_at.is_none().then_some(Ended::Failed);
        Some(())
    }
}
