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
            Task::VendorPrint { .. } => {
                declaration.vendor.main_form.ok_or(DeclarationRefusal::NoVendor)?;
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
