//! Changes what is known of an organization.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal, PersonalData, Profile, Source, identity, personal};
use crate::OrganizationId;

/// Replaces what is known of an organization; what is left out of the profile is no longer known.
/// What changed counts as set by hand, and the state register does not change it any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseOrganization {
    /// Which one.
    pub organization_id: OrganizationId,
    /// What is known of it.
    pub profile: Profile,
    /// Its personal data; left out, it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<PersonalData>,
}

impl Command for ReviseOrganization {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.revise-organization",
        route: Some(Route::put("/customs/organizations/{organization_id}")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Changes what is known of an organization.",
    };
    const SUBJECT_KEYS: bool = true;

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn wants(&self, organization: Option<&Organization>, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some(organization) = organization else { return Vec::new() };
        let seals = self.personal.as_ref().is_some_and(|data| !data.is_empty());
        let key = (seals || organization.personal.is_some()).then(|| personal::want(self.organization_id, organization.erasures));
        let now = self.personal.clone().or_else(|| personal::open(organization, facts));
        let identity = identity::of(&self.profile, now.as_ref());
        let record = identity::want_record(organization.vendor_id);
        identity::want(identity.as_deref()).into_iter().chain(record).chain(key).collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = Organization::living(organization)?;
        if organization.profile.kind.word() != self.profile.kind.word() {
            return Err(OrganizationRefusal::AnotherKind);
        }
        self.profile.check()?;
        let before = personal::open(organization, facts);
        let now = self.personal.clone().or_else(|| before.clone()).unwrap_or_default();
        now.check(&self.profile.kind, &self.profile.name)?;
        let sealed = now.seal(organization.id, organization.erasures, facts)?;
        let fields = organization.profile.changed(&self.profile);
        if self.profile == organization.profile && sealed == organization.personal {
            return Ok(Decision::nothing());
        }
        let (was, is) = (identity::of(&organization.profile, before.as_ref()), identity::of(&self.profile, Some(&now)));
        let revised = OrganizationEvent::Revised { profile: self.profile.clone(), personal: sealed, fields, source: Source::Manual };
        let decision = identity::take_record(Decision::of([revised]), organization.vendor_id, facts);
        identity::claim(decision, organization.id, was, is, facts)
    }

    fn example() -> Self {
        let profile = crate::samples::organizations::legal();
        Self { organization_id: crate::samples::organizations::legal_id(), profile, personal: None }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::given;

    use super::*;
    use crate::organization::{Field, FieldValue, OrganizationKind, PersonName, Representative};
    use crate::samples::organizations::{self, legal, legal_created, legal_id, line, literal, person, person_created, person_data};

    fn revise(profile: Profile) -> ReviseOrganization {
        ReviseOrganization { profile, ..ReviseOrganization::example() }
    }

    #[test]
    fn what_changed_counts_as_set_by_hand() {
        let mut profile = legal();
        profile.name = line("ООО «РОМАШКА ПЛЮС»");
        let event =
            OrganizationEvent::Revised { profile: profile.clone(), personal: None, fields: vec![Field::Name], source: Source::Manual };
        given::<Organization>([legal_created()]).when(revise(profile)).then([event]);
        given::<Organization>([legal_created()]).when(revise(legal())).then([]);
    }

    #[test]
    fn c42_another_reason_of_registration_changes_the_unique_value() {
        let profile = legal().with(Field::Kpp, &FieldValue::Text(line("770843001"))).unwrap();
        let decision = given::<Organization>([legal_created()]).when(revise(profile.clone())).accepted();
        let claim = |value: &str| [Claim { scope: identity::SCOPE.to_owned(), value: value.to_owned() }];
        assert_eq!(decision.claims, claim("RU:9812345679:770843001"));
        assert_eq!(decision.releases, claim("RU:9812345679:981201001"));
        let other = OrganizationId::derive(&["other"]);
        let taken = given::<Organization>([legal_created()]).taken(identity::SCOPE, "RU:9812345679:770843001", &other.to_string());
        taken.when(revise(profile)).refused(OrganizationRefusal::AlreadyKnown { existing: other });
    }

    #[test]
    fn c42_with_other_numbers_it_is_still_found_by_the_vendors_record() {
        let profile = legal().with(Field::Kpp, &FieldValue::Text(line("770843001"))).unwrap();
        let decision = given::<Organization>([organizations::legal_from_registry()]).when(revise(profile)).accepted();
        assert!(decision.claims.iter().any(|claim| claim.value == format!("KONTUR:{}", organizations::vendor_id())));
    }

    #[test]
    fn c58_personal_data_stays_unless_it_is_given() {
        let subject = legal_id().to_string();
        let mut profile = person();
        profile.name = line("Получатель 18");
        let kept = given::<Organization>([person_created()]).subject(&subject).when(revise(profile.clone())).accepted();
        let [OrganizationEvent::Revised { personal, .. }] = &kept.events[..] else { panic!("{kept:?}") };
        assert_eq!(*personal, organizations::organization([person_created()]).personal);
        assert!(kept.claims.is_empty() && kept.releases.is_empty());
        let data = PersonalData { inn: None, ..person_data() };
        let given_up = ReviseOrganization { personal: Some(data), ..revise(person()) };
        let given_up = given::<Organization>([person_created()]).subject(&subject).when(given_up).accepted();
        assert_eq!(given_up.releases.len(), 1);
    }

    #[test]
    fn c58_a_company_whose_representative_was_erased_gets_another_one() {
        let represented = |surname: &str| {
            let person = PersonName { surname: line(surname), name: line("Имечко"), patronymic: None };
            let representative = Some(Representative { person, position: None });
            ReviseOrganization { personal: Some(PersonalData { representative, ..PersonalData::default() }), ..revise(legal()) }
        };
        let subject = legal_id().to_string();
        let first = given::<Organization>([legal_created()]).when(represented("Первая")).accepted();
        let erased = OrganizationEvent::Erased { reason: line("по заявлению") };
        let history: Vec<_> = [legal_created()].into_iter().chain(first.events).chain([erased]).collect();
        assert!(!organizations::organization(history.clone()).is_erased(), "the company is still declared");
        let second = represented("Вторая");
        let decision = given::<Organization>(history.clone()).forgotten(&subject).when(second.clone()).accepted();
        let state = organizations::organization(history.into_iter().chain(decision.events));
        assert_eq!(personal::open_with(&state, &testkit::subject_key(&personal::subject_of(&state))), second.personal);
        assert!(state.sealed && state.erased_at.is_none());
    }

    #[test]
    fn c58_an_erased_person_is_not_revised() {
        let history = [person_created(), OrganizationEvent::Erased { reason: line("по заявлению") }];
        given::<Organization>(history).when(revise(person())).refused(OrganizationRefusal::Erased);
    }

    #[test]
    fn another_kind_and_an_unknown_one_are_refused() {
        given::<Organization>([legal_created()]).when(revise(organizations::foreign())).refused(OrganizationRefusal::AnotherKind);
        given::<Organization>([]).when(revise(legal())).refused(OrganizationRefusal::NotFound);
        let mut wrong = legal();
        wrong.kind = OrganizationKind::Legal { inn: literal("981234567804"), kpp: literal("981201001"), ogrn: literal("1269800012349") };
        given::<Organization>([legal_created()]).when(revise(wrong)).refused(OrganizationRefusal::InnOfAnotherKind);
    }
}
