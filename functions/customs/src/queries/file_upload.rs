//! Where a file to be imported is put.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UploadAddress;
use crate::DeclarationId;
use crate::declaration::job::upload_key;
use crate::declaration::{Declaration, DeclarationRefusal, alive, is_sha256};

/// What the browser sends, whatever the file is: it is looked into before it is used.
pub const FILE_MEDIA_TYPE: &str = "application/octet-stream";

/// An address where a browser may put a file whose form or goods are then imported, for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetFileUpload {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Of the file: 64 hexadecimal digits, lower case.
    pub sha256: String,
}

impl GetFileUpload {
    fn want(&self) -> Want {
        Want::UploadUrl { key: upload_key(&self.sha256), media_type: FILE_MEDIA_TYPE.to_owned() }
    }
}

impl Query for GetFileUpload {
    type Answer = UploadAddress;
    type Refusal = DeclarationRefusal;
    const UPLOADS: bool = true;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-file-upload",
        route: Route::get("/customs/declarations/{declaration_id}/file-upload"),
        roles: &[Role::Declarant],
        summary: "Where a file to be imported is put.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        let url = is_sha256(&self.sha256).then(|| self.want());
        std::iter::once(Want::aggregate::<Declaration>(self.declaration_id)).chain(url).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        alive(facts.aggregate::<Declaration>(self.declaration_id).map(|loaded| &loaded.state))?;
        let url = facts.url(&self.want()).ok_or(DeclarationRefusal::NotAHash)?.to_owned();
        Ok(Answer::of(UploadAddress { url, media_type: FILE_MEDIA_TYPE.to_owned() }))
    }
}
