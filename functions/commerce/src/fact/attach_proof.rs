//! Attaches a document that proves a fact.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fact, FactEvent, FactRefusal, PROOF_BYTES_MAX, PROOFS_MAX, Proof, ProofKind};
use crate::FactId;

/// Attaches an uploaded document that proves a fact: a signed act, a waybill.
///
/// It is kept under its hash, and the hash of what is kept is compared: what was attached is
/// what is found later (decisions K41, K46).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachProof {
    /// Which fact.
    pub fact_id: FactId,
    /// Of the document: 64 hexadecimal digits, lower case.
    pub sha256: String,
    /// How long it is.
    pub size_bytes: u64,
    /// What it is, for people.
    pub name: Line,
    /// What sort of document.
    pub kind: ProofKind,
}

/// Whether a text is a SHA-256 in its one spelling: it becomes a part of a key.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl Command for AttachProof {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.attach-proof",
        route: Some(Route::post("/commerce/facts/{fact_id}/proofs")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Attaches an uploaded document that proves a fact.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, _: Option<&Fact>, _: &Facts, _: &Context) -> Vec<Want> {
        is_sha256(&self.sha256).then(|| Want::Document { key: Fact::proof_key(&self.sha256) }).into_iter().collect()
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, _: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        if !is_sha256(&self.sha256) {
            return Err(FactRefusal::NotAHash);
        }
        if !(1..=PROOF_BYTES_MAX).contains(&self.size_bytes) {
            return Err(FactRefusal::DocumentTooLarge);
        }
        if fact.proofs.len() >= PROOFS_MAX || fact.proofs.iter().any(|proof| proof.sha256 == self.sha256) {
            return Err(FactRefusal::TooManyProofs);
        }
        let kept = facts.document(&Fact::proof_key(&self.sha256)).ok_or(FactRefusal::DocumentMissing)?;
        if kept.sha256 != self.sha256 || kept.size_bytes != self.size_bytes {
            return Err(FactRefusal::DocumentDiffers);
        }
        let Self { sha256, size_bytes, name, kind, .. } = self.clone();
        Ok(Decision::of([FactEvent::ProofAttached { proof: Proof { sha256, size_bytes, name, kind } }]))
    }

    fn example() -> Self {
        let proof = crate::samples::facts::proof();
        let Proof { sha256, size_bytes, name, kind } = proof;
        Self { fact_id: crate::samples::facts::fact_id(), sha256, size_bytes, name, kind }
    }
}
