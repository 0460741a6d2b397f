//! Takes over a form that was read from a file.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::{Because, JobState, Note};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, forms};
use crate::DeclarationId;
use crate::form::{Form, Problem};

/// Takes over a form that was read from a file, and ends the job.
///
/// If somebody has changed the form since the file was asked for, theirs stands: nothing is
/// overwritten, and the job says so (decision C31).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordImport {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which job.
    pub number: u32,
    /// The hash of the form that the file was read upon; absent where there was none.
    pub base: Option<String>,
    /// Where the bytes of the form that was read are kept.
    pub key: String,
    /// What somebody should know of the file.
    #[serde(default)]
    pub notes: Vec<Note>,
}

impl Command for RecordImport {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-form-import",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes over a form that was read from a file.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state).into_iter().chain([Want::Content { key: self.key.clone() }]).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let working = |job: &&super::job::Job| job.number == self.number && job.state == JobState::Working;
        if !declaration.jobs.iter().any(|job| working(&job)) {
            // It was ended by an earlier delivery.
            return Ok(Decision::nothing());
        }
        let ended = |state| DeclarationEvent::JobEnded { number: self.number, state };
        let failed = |because| Ok(Decision::of([ended(JobState::Failed { because })]));
        let current = declaration.form.as_ref().map(|form| form.sha256.clone());
        if !declaration.is_editable() || current != self.base {
            return failed(Because::ChangedMeanwhile);
        }
        let bytes = facts.content(&self.key).ok_or(DeclarationRefusal::FileMissing)?;
        let form = match Form::parse(bytes) {
            Ok(form) => form,
            Err(problem) => return failed(Because::File { problems: vec![Problem::from(problem)] }),
        };
        let before = forms::read(declaration, facts).ok().flatten();
        let mut decision = forms::save(declaration, before.as_ref(), &form);
        decision.events.push(ended(JobState::Done { file: None, notes: self.notes.clone(), at_vendor: None }));
        Ok(decision)
    }

    fn example() -> Self {
        let key = crate::samples::declarations::read_form().reference().key();
        Self { declaration_id: crate::samples::declarations::declaration_id(), number: 1, base: None, key, notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    use crate::declaration::job::Because;
    use crate::samples::declarations::read_form;

    fn asked() -> Vec<DeclarationEvent> {
        vec![samples::created(), DeclarationEvent::JobRequested { number: 1, task: samples::task() }]
    }

    fn ended(state: JobState) -> DeclarationEvent {
        DeclarationEvent::JobEnded { number: 1, state }
    }

    #[test]
    fn a_form_that_was_read_is_taken_over_and_the_job_ends() {
        let kept = given::<Declaration>(asked()).content(&read_form().reference().key(), read_form().bytes());
        kept.when(RecordImport::example()).then([samples::form_saved(), ended(JobState::done(None))]);
    }

    #[test]
    fn what_was_left_out_of_a_file_is_said() {
        let notes = vec![Note::ColumnLeftOut { column: "C".to_owned(), name: "Примечание".to_owned() }];
        let kept = given::<Declaration>(asked()).content(&read_form().reference().key(), read_form().bytes());
        let import = RecordImport { notes: notes.clone(), ..RecordImport::example() };
        kept.when(import).then([samples::form_saved(), ended(JobState::Done { file: None, notes, at_vendor: None })]);
    }

    #[test]
    fn c31_what_somebody_changed_meanwhile_stands() {
        let changed = asked().into_iter().chain([samples::form_saved()]);
        let kept = given::<Declaration>(changed).content(&read_form().reference().key(), read_form().bytes());
        kept.when(RecordImport::example()).then([ended(JobState::Failed { because: Because::ChangedMeanwhile })]);
    }

    #[test]
    fn a_second_delivery_changes_nothing() {
        let done = asked().into_iter().chain([ended(JobState::done(None))]);
        given::<Declaration>(done).when(RecordImport::example()).then([]);
        given::<Declaration>(asked()).when(RecordImport::example()).refused(DeclarationRefusal::FileMissing);
        nothing::<Declaration>().with_tables().when(RecordImport::example()).refused(DeclarationRefusal::NotFound);
        let sent = given::<Declaration>(asked().into_iter().chain([samples::sent()]));
        let sent = sent.when(RecordImport::example()).accepted();
        assert_eq!(sent.events, [ended(JobState::Failed { because: Because::ChangedMeanwhile })]);
    }
}
