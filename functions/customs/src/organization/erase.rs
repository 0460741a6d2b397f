//! Erases the personal data of an organization.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Organization, OrganizationEvent, OrganizationRefusal, identity, personal};
use crate::OrganizationId;

/// Erases the personal data of an organization for good: its key is destroyed, also for what was removed
/// before. What happened stays, without saying to whom. An individual cannot be declared or changed
/// afterwards; a company may get another representative.
///
/// The reason is kept, so it must not name the person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePersonalData {
    /// Of which organization.
    pub organization_id: OrganizationId,
    /// On whose wish, or by which rule.
    pub reason: Line,
}

impl Command for ErasePersonalData {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.erase-personal-data",
        route: Some(Route::post("/customs/organizations/{organization_id}/erase")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Erases the personal data of an organization for good.",
    };
    const SUBJECT_KEYS: bool = true;

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn wants(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Vec<Want> {
        let record = organization.and_then(|organization| identity::want_record(organization.vendor_id));
        organization.and_then(personal::want_open).into_iter().chain(record).collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = organization.ok_or(OrganizationRefusal::NotFound)?;
        if !organization.sealed {
            let is_done = organization.erased_at.is_some();
            return if is_done { Ok(Decision::nothing()) } else { Err(OrganizationRefusal::NothingToErase) };
        }
        let decision = Decision::of([OrganizationEvent::Erased { reason: self.reason.clone() }]);
        // Without numbers it is found by that when the vendor's directory is read, and does not come back.
        let decision = identity::take_record(decision, organization.vendor_id, facts);
        // A person's taxpayer number is a unique value as long as it is known.
        let of_a_person = identity::of(&organization.profile, None).is_none();
        let identity = personal::open(organization, facts).and_then(|data| identity::of(&organization.profile, Some(&data)));
        let freed = identity.into_iter().filter(|_| of_a_person);
        Ok(freed.fold(decision, |decision, identity| decision.release(identity::SCOPE, identity)))
    }

    fn example() -> Self {
        let reason = crate::samples::organizations::line("Subject's request 12 of 2026-11-21");
        Self { organization_id: crate::samples::organizations::legal_id(), reason }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::Source;
    use crate::samples::organizations::{
        entrepreneur, entrepreneur_created, legal_created, legal_id, organization, person_created, vendor_id,
    };

    #[test]
    fn c58_erasing_forgets_the_person_and_frees_the_number() {
        let erase = ErasePersonalData::example();
        let erased = OrganizationEvent::Erased { reason: erase.reason.clone() };
        let given = || given::<Organization>([person_created()]).subject(&legal_id().to_string());
        let decision = given().when(erase.clone()).then([erased.clone()]);
        assert_eq!(decision.releases.len(), 1);
        let state = organization([person_created(), erased]);
        assert!(state.is_erased() && state.personal.is_none());
        // Whoever still holds the old event has no key to it.
        assert_eq!(personal::open(&organization([person_created()]), &Facts::default()), None);
    }

    #[test]
    fn c58_the_record_of_the_vendors_stays_with_whoever_was_erased() {
        let history = [person_created(), OrganizationEvent::Pushed { vendor_id: vendor_id() }];
        let decision = given::<Organization>(history).subject(&legal_id().to_string()).when(ErasePersonalData::example()).accepted();
        assert_eq!(decision.claims.iter().map(|claim| claim.value.clone()).collect::<Vec<_>>(), [format!("KONTUR:{}", vendor_id())]);
        assert!(decision.releases.iter().all(|release| release.value.starts_with("RU:")));
    }

    #[test]
    fn x09_erasing_again_is_nothing_and_the_stream_stays() {
        let erase = ErasePersonalData::example();
        let history = [person_created(), OrganizationEvent::Erased { reason: erase.reason.clone() }];
        given::<Organization>(history).when(erase).then([]);
    }

    #[test]
    fn an_entrepreneur_keeps_the_numbers_of_the_public_register() {
        let decision = given::<Organization>([entrepreneur_created()]).subject(&legal_id().to_string()).when(ErasePersonalData::example());
        assert!(decision.accepted().releases.is_empty());
    }

    #[test]
    fn c58_what_was_removed_before_is_erased_too() {
        let erase = ErasePersonalData::example();
        let removed = OrganizationEvent::Revised { profile: entrepreneur(), personal: None, fields: Vec::new(), source: Source::Manual };
        let erased = OrganizationEvent::Erased { reason: erase.reason.clone() };
        given::<Organization>([entrepreneur_created(), removed.clone()]).when(erase.clone()).then([erased.clone()]);
        given::<Organization>([entrepreneur_created(), removed, erased]).when(erase).then([]);
    }

    #[test]
    fn what_has_no_personal_data_is_refused() {
        given::<Organization>([legal_created()]).when(ErasePersonalData::example()).refused(OrganizationRefusal::NothingToErase);
        given::<Organization>([]).when(ErasePersonalData::example()).refused(OrganizationRefusal::NotFound);
    }
}
