//! Has a file read, written or printed.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::{JOBS_AT_ONCE_MAX, Task, Upload};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, editable, is_sha256};
use crate::DeclarationId;

/// Has a file read into the form, or the form written to a file. It takes its time: the job is
/// on the declaration, with what came of it (decision C53).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestJob {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// What is to be done.
    pub task: Task,
}

impl Command for RequestJob {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.request-job",
        route: Some(Route::post("/customs/declarations/{declaration_id}/jobs")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Has a file read, written or printed.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, _: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        let file = self.task.file().filter(|file| is_sha256(&file.sha256));
        file.map(|file| Want::Document { key: file.key() }).into_iter().collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = if self.task.changes_form() { editable(state)? } else { alive(state)? };
        let working = declaration.jobs.iter().filter(|job| job.is_working(context.now)).count();
        if working >= JOBS_AT_ONCE_MAX {
            return Err(DeclarationRefusal::TooManyJobs);
        }
        match &self.task {
            Task::ImportForm { file, .. } | Task::ImportGoods { file, .. } => uploaded(file, facts)?,
            Task::ExportForm { .. } | Task::ExportGoods => {
                declaration.form.as_ref().ok_or(DeclarationRefusal::NoForm)?;
            }
            // Asked for by a command of its own, which shares the costs out first.
            Task::MakeDts { .. } => return Err(DeclarationRefusal::AnotherCommand),
            Task::VendorPrint { .. } => {
                declaration.vendor.main_form.ok_or(DeclarationRefusal::NotAtVendor)?;
            }
        }
        let number = declaration.jobs.last().map_or(1, |job| job.number.saturating_add(1));
        Ok(Decision::of([DeclarationEvent::JobRequested { number, task: self.task.clone() }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id(), task: crate::samples::declarations::task() }
    }
}

/// That the file is there, and is what was said of it.
fn uploaded(file: &Upload, facts: &Facts) -> Result<(), DeclarationRefusal> {
    if !is_sha256(&file.sha256) {
        return Err(DeclarationRefusal::NotAHash);
    }
    let kept = facts.document(&file.key()).ok_or(DeclarationRefusal::FileMissing)?;
    if kept.sha256 == file.sha256 && kept.size_bytes == file.size_bytes { Ok(()) } else { Err(DeclarationRefusal::FileDiffers) }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    fn uploaded() -> kernel::facts::Kept {
        let Task::ImportForm { file, .. } = samples::task() else { panic!("the sample imports") };
        kernel::facts::Kept { size_bytes: file.size_bytes, sha256: file.sha256 }
    }

    fn key() -> String {
        samples::task().file().expect("the sample has a file").key()
    }

    #[test]
    fn c53_a_file_is_worked_on_and_the_job_says_how_far_it_is() {
        let draft = given::<Declaration>([samples::created()]).document(&key(), uploaded());
        draft.when(RequestJob::example()).then([DeclarationEvent::JobRequested { number: 1, task: samples::task() }]);
    }

    #[test]
    fn a_file_that_is_not_there_or_a_form_that_is_not_filled_is_said_at_once() {
        given::<Declaration>([samples::created()]).when(RequestJob::example()).refused(DeclarationRefusal::FileMissing);
        let other = kernel::facts::Kept { size_bytes: 1, ..uploaded() };
        let draft = given::<Declaration>([samples::created()]).document(&key(), other);
        draft.when(RequestJob::example()).refused(DeclarationRefusal::FileDiffers);
        let of = |task| RequestJob { task, ..RequestJob::example() };
        given::<Declaration>([samples::created()]).when(of(Task::ExportGoods)).refused(DeclarationRefusal::NoForm);
        let print = Task::VendorPrint { format: crate::declaration::job::PrintFormat::Pdf };
        given::<Declaration>([samples::created()]).when(of(print)).refused(DeclarationRefusal::NotAtVendor);
        let sent = given::<Declaration>([samples::created(), samples::sent()]).with_tables();
        sent.when(RequestJob::example()).refused(DeclarationRefusal::NotEditable { status: Status::Sent });
        nothing::<Declaration>().when(RequestJob::example()).refused(DeclarationRefusal::NotFound);
    }

    #[test]
    fn five_jobs_run_at_once() {
        let jobs = (1..=5).map(|number| DeclarationEvent::JobRequested { number, task: samples::task() });
        let busy = given::<Declaration>(std::iter::once(samples::created()).chain(jobs)).document(&key(), uploaded());
        busy.when(RequestJob::example()).refused(DeclarationRefusal::TooManyJobs);
    }
}
