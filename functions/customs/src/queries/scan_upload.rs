//! Where the scan of a document is put.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UploadAddress;
use crate::DeclarationId;
use crate::declaration::document::{MediaType, scan_key};
use crate::declaration::{Declaration, DeclarationRefusal, alive, is_sha256};

/// An address where a browser may put the scan of a document, for a few minutes. It is attached
/// afterwards, when its bytes have been looked at.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetScanUpload {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Of the file: 64 hexadecimal digits, lower case.
    pub sha256: String,
    /// What it is.
    pub media_type: MediaType,
}

impl GetScanUpload {
    fn want(&self) -> Want {
        Want::UploadUrl { key: scan_key(&self.sha256), media_type: self.media_type.name().to_owned() }
    }
}

impl Query for GetScanUpload {
    type Answer = UploadAddress;
    type Refusal = DeclarationRefusal;
    const UPLOADS: bool = true;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-scan-upload",
        route: Route::get("/customs/declarations/{declaration_id}/scan-upload"),
        roles: &[Role::Declarant],
        summary: "Where the scan of a document is put.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        let url = is_sha256(&self.sha256).then(|| self.want());
        std::iter::once(Want::aggregate::<Declaration>(self.declaration_id)).chain(url).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        alive(facts.aggregate::<Declaration>(self.declaration_id).map(|loaded| &loaded.state))?;
        let url = facts.url(&self.want()).ok_or(DeclarationRefusal::NotAHash)?.to_owned();
        Ok(Answer::of(UploadAddress { url, media_type: self.media_type.name().to_owned() }))
    }
}
