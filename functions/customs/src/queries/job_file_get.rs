//! Where a file that a job made is fetched.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileAddress, LOOKERS};
use crate::DeclarationId;
use crate::code::Digits;
use crate::declaration::job::{JobState, Made};
use crate::declaration::{Declaration, DeclarationRefusal};

/// An address from which a file that a job made can be fetched, for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetJobFile {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which job.
    pub number: Digits,
}

impl GetJobFile {
    fn made<'a>(&self, facts: &'a Facts) -> Option<&'a Made> {
        let declaration = &facts.aggregate::<Declaration>(self.declaration_id)?.state;
        let job = declaration.jobs.iter().find(|job| job.number == self.number.get())?;
        match &job.state {
            JobState::Done { file, .. } => file.as_ref(),
            JobState::Working | JobState::Failed { .. } => None,
        }
    }
}

fn want(made: &Made) -> Want {
    Want::DownloadUrl { key: made.key.clone(), file_name: made.file_name.to_string() }
}

impl Query for GetJobFile {
    type Answer = FileAddress;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-job-file",
        route: Route::get("/customs/declarations/{declaration_id}/jobs/{number}/file"),
        roles: LOOKERS,
        summary: "Where a file that a job made is fetched.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        std::iter::once(first).chain(self.made(facts).map(want)).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let made = self.made(facts).ok_or(DeclarationRefusal::NoSuchDocument)?;
        let url = facts.url(&want(made)).ok_or(DeclarationRefusal::FileMissing)?.to_owned();
        Ok(Answer::of(FileAddress { url, file_name: made.file_name.clone(), size_bytes: made.size_bytes }))
    }
}
