//! Where a document that proves a fact is put.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FactId;
use crate::fact::attach_proof::is_sha256;
use crate::fact::{Fact, FactRefusal};

/// An address where a browser may put a document that proves a fact, for a few minutes. It is
/// attached afterwards, when its hash has been compared.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetProofUpload {
    /// Which fact.
    pub fact_id: FactId,
    /// Of the document: 64 hexadecimal digits, lower case.
    pub sha256: String,
    /// What sort of document.
    #[serde(default)]
    pub media_type: ProofMedia,
}

/// Media types of documents that prove facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum ProofMedia {
    /// A PDF.
    #[default]
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A photograph.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A picture.
    #[serde(rename = "image/png")]
    Png,
    /// An electronic document with its signatures.
    #[serde(rename = "application/xml")]
    Xml,
}

impl ProofMedia {
    const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Xml => "application/xml",
        }
    }
}

/// An address, and what must be sent there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Upload {
    /// Where to `PUT` the document.
    pub url: String,
    /// The `Content-Type` that must be sent.
    pub media_type: String,
}

impl GetProofUpload {
    fn want(&self) -> Want {
        Want::UploadUrl { key: Fact::proof_key(&self.sha256), media_type: self.media_type.name().to_owned() }
    }
}

impl Query for GetProofUpload {
    type Answer = Upload;
    type Refusal = FactRefusal;
    const UPLOADS: bool = true;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-proof-upload",
        route: Route::get("/commerce/facts/{fact_id}/proof-upload"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        summary: "An address where a document that proves a fact is put.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        let url = is_sha256(&self.sha256).then(|| self.want());
        std::iter::once(Want::aggregate::<Fact>(self.fact_id)).chain(url).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Upload>, FactRefusal> {
        facts.aggregate::<Fact>(self.fact_id).ok_or(FactRefusal::NotFound)?;
        let url = facts.url(&self.want()).ok_or(FactRefusal::NotAHash)?.to_owned();
        Ok(Answer::of(Upload { url, media_type: self.media_type.name().to_owned() }))
    }
}
