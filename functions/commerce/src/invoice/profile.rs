//! What regulators demand before a document is issued or posted (decision K31): data by profile.

use serde::Deserialize;

use crate::contract::ProfileCode;
use crate::fact::{Artifact, ArtifactType};

/// A gate that a document passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Issuing.
    Issue,
    /// Posting.
    Post,
}

/// What one profile demands at one gate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Demand {
    profile: ProfileCode,
    gate: Gate,
    artifact: ArtifactType,
    /// Where it is said, what was read of it, and what nobody has verified.
    #[allow(dead_code, reason = "for the reader of the data")]
    source: String,
}

/// The demands in force, as they stand in the repository; a test reads them.
const DEMANDS: &str = include_str!("profiles.json");

fn demands() -> &'static [Demand] {
    static READ: std::sync::LazyLock<Vec<Demand>> = std::sync::LazyLock::new(|| serde_json::from_str(DEMANDS).unwrap_or_default());
    &READ
}

/// What is missing at a gate. What issuing demands is demanded when posting, too: an artifact
/// may have been withdrawn since.
pub fn missing(profile: Option<&ProfileCode>, gate: Gate, artifacts: &[Artifact]) -> Vec<ArtifactType> {
    let in_place = |wanted: ArtifactType| artifacts.iter().any(|one| one.artifact_type() == wanted && one.is_in_place());
    let due = |demand: &&Demand| Some(&demand.profile) == profile && (demand.gate == Gate::Issue || gate == Gate::Post);
    let mut missing: Vec<ArtifactType> = demands().iter().filter(due).map(|demand| demand.artifact).collect();
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|wanted| !in_place(*wanted));
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{invoices, literal};

    #[test]
    fn k31_the_data_can_be_read() {
        let read: Vec<Demand> = serde_json::from_str(DEMANDS).unwrap();
        assert_eq!(read.len(), demands().len());
        assert!(!read.is_empty() && read.iter().all(|demand| !demand.source.is_empty()));
    }

    #[test]
    fn k31_what_issuing_demands_is_demanded_when_posting() {
        let profile: ProfileCode = literal("ru-grain-waybill");
        assert_eq!(missing(Some(&profile), Gate::Issue, &[]), []);
        assert_eq!(missing(Some(&profile), Gate::Post, &[]), [ArtifactType::FgisZerno]);
        assert_eq!(missing(Some(&profile), Gate::Post, &[invoices::grain_document()]), []);
        let marked: ProfileCode = literal("ru-marked-goods");
        assert_eq!(missing(Some(&marked), Gate::Issue, &[]), [ArtifactType::ChestnyZnak]);
        assert_eq!(missing(None, Gate::Post, &[]), []);
    }
}
