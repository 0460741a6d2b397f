//! Where the scan of a document is fetched.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileAddress, LOOKERS};
use crate::declaration::document::Scan;
use crate::declaration::{Declaration, DeclarationRefusal};
use crate::{DeclarationId, DocumentId};

/// An address from which the scan of a document can be fetched, for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetScan {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which document.
    pub document_id: DocumentId,
}

impl GetScan {
    fn scan<'a>(&self, facts: &'a Facts) -> Option<&'a Scan> {
        facts.aggregate::<Declaration>(self.declaration_id)?.state.documents.get(&self.document_id)?.file.as_ref()
    }
}

fn want(scan: &Scan) -> Want {
    Want::DownloadUrl { key: scan.key(), file_name: scan.name.to_string() }
}

impl Query for GetScan {
    type Answer = FileAddress;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-scan",
        route: Route::get("/customs/declarations/{declaration_id}/documents/{document_id}/scan"),
        roles: LOOKERS,
        summary: "Where the scan of a document is fetched.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        std::iter::once(first).chain(self.scan(facts).map(want)).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let scan = self.scan(facts).ok_or(DeclarationRefusal::NoSuchDocument)?;
        let url = facts.url(&want(scan)).ok_or(DeclarationRefusal::FileMissing)?.to_owned();
        Ok(Answer::of(FileAddress { url, file_name: scan.name.clone(), size_bytes: scan.size_bytes }))
    }
}
