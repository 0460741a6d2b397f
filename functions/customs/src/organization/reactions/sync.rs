//! Compares an organization with the state register.

use kernel::reaction::{Outcome, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use super::{another_answer, unreadable};
use crate::organization::record_sync::{Found, RecordOrganizationSync};
use crate::organization::{Organization, Source, Sync, vendor};
use crate::outside::kontur::{Answer, CONNECTOR, Request, code};

/// Asks the vendor for an organization by its taxpayer number, and records what it says.
pub struct SyncOnRequest;

impl Reaction for SyncOnRequest {
    type Aggregate = Organization;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.sync-organization-on-request",
        on: &["sync-requested.v1"],
        sends: &[RecordOrganizationSync::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Compares an organization with the state register.",
    };

    fn react(trigger: &Trigger<'_, Organization>) -> Vec<Effect> {
        let waiting = match trigger.state.sync {
            Sync::Requested { .. } => true,
            // Answered: the event was delivered twice.
            Sync::Never | Sync::Done { .. } | Sync::Failed { .. } => false,
        };
        let inn = trigger.state.inn().filter(|_| waiting);
        inn.map(|inn| Effect::call(CONNECTOR, &Request::OrganizationByInn { inn: inn.clone() })).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Organization>, outcome: &Outcome) -> Vec<Effect> {
        let found = match outcome {
            Outcome::Called { result: Ok(answer), .. } => match read_answer::<Answer>(answer) {
                Ok(Answer::OrganizationByInn { organization }) => match vendor::read(&organization) {
                    Ok(read) => Found::Record { profile: Box::new(read.profile), vendor_id: read.vendor_id },
                    Err(problem) => Found::Failed { error: unreadable(problem) },
                },
                Ok(_) => Found::Failed { error: unreadable(another_answer()) },
                Err(malformed) => Found::Failed { error: unreadable(malformed) },
            },
            Outcome::Called { result: Err(error), .. } if error.code == code::NOT_FOUND => Found::Nothing,
            Outcome::Called { result: Err(error), .. } => Found::Failed { error: error.clone() },
            Outcome::Sent { .. } => return Vec::new(),
        };
        let record = RecordOrganizationSync { organization_id: trigger.id, source: Source::Registry, found };
        vec![trigger.send_result("synced", &record)]
    }
}

#[cfg(test)]
mod tests {
    use kernel::Facts;

    use super::*;
    use crate::organization::OrganizationEvent;
    use crate::organization::reactions::tests::{Scene, called, silent};
    use crate::samples::organizations::{legal_created, legal_id, organization};

    fn scene() -> Scene<Organization> {
        Scene { id: legal_id(), history: vec![legal_created(), OrganizationEvent::SyncRequested], facts: Facts::default() }
    }

    fn recorded(outcome: &Outcome) -> Found {
        let effects = scene().answered::<SyncOnRequest>(outcome);
        let [Effect::Send { body, .. }] = &effects[..] else { panic!("{effects:?}") };
        serde_json::from_value::<RecordOrganizationSync>(body.clone()).unwrap().found
    }

    #[test]
    fn the_vendor_is_asked_by_number_once() {
        let effects = scene().react::<SyncOnRequest>();
        let [Effect::Call { connector: CONNECTOR, request }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(request["inn"], "9812345679");
        let mut again = scene();
        again.history.insert(2, OrganizationEvent::SyncFailed { error: None });
        assert_eq!(again.react::<SyncOnRequest>(), []);
    }

    #[test]
    fn every_answer_is_recorded() {
        let sent = vendor::request(&organization([legal_created()]), None);
        let answer = |record: &crate::outside::kontur::organization::Organization| {
            called(&Answer::OrganizationByInn { organization: Box::new(record.clone()) })
        };
        assert!(matches!(recorded(&answer(&sent)), Found::Record { .. }));
        let mut without = sent;
        without.entity.kpp = None;
        let Found::Failed { error } = recorded(&answer(&without)) else { panic!("read") };
        assert_eq!(error.text, "kpp: missing");
        assert!(matches!(recorded(&called(&Answer::SetParty)), Found::Failed { .. }));
        assert!(matches!(recorded(&silent()), Found::Failed { .. }));
        let mut missing = crate::samples::organizations::outside_error();
        missing.code = code::NOT_FOUND.to_owned();
        let outcome = Outcome::Called { connector: CONNECTOR, request: serde_json::Value::Null, result: Err(missing) };
        assert_eq!(recorded(&outcome), Found::Nothing);
    }
}
