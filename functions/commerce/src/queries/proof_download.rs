//! Where a document that proves a fact is fetched.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FactId;
use crate::fact::{Fact, FactRefusal, Proof};

/// An address where a browser may fetch a document that is attached to a fact, for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetProofDownload {
    /// Which fact.
    pub fact_id: FactId,
    /// Which document.
    pub sha256: String,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Download {
    /// Where to `GET` the document.
    pub url: String,
}

impl GetProofDownload {
    fn proof<'a>(&self, facts: &'a Facts) -> Result<&'a Proof, FactRefusal> {
        let fact = &facts.aggregate::<Fact>(self.fact_id).ok_or(FactRefusal::NotFound)?.state;
        fact.proofs.iter().find(|proof| proof.sha256 == self.sha256).ok_or(FactRefusal::DocumentMissing)
    }

    fn want(&self, proof: &Proof) -> Want {
        Want::DownloadUrl { key: Fact::proof_key(&proof.sha256), file_name: proof.name.to_string() }
    }
}

impl Query for GetProofDownload {
    type Answer = Download;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-proof-download",
        route: Route::get("/commerce/facts/{fact_id}/proofs/{sha256}"),
        roles: Role::FOR_PEOPLE,
        summary: "An address where a document that proves a fact is fetched.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let url = self.proof(facts).ok().map(|proof| self.want(proof));
        std::iter::once(Want::aggregate::<Fact>(self.fact_id)).chain(url).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Download>, FactRefusal> {
        let proof = self.proof(facts)?;
        let url = facts.url(&self.want(proof)).ok_or(FactRefusal::DocumentMissing)?.to_owned();
        Ok(Answer::of(Download { url }))
    }
}
