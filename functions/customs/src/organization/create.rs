//! Creates an organization.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{KEEPERS, Organization, OrganizationEvent, OrganizationRefusal, PersonalData, Profile, Source, identity, personal};
use crate::OrganizationId;
use crate::code::VendorOrganizationId;

/// Creates an organization. One with the same numbers is refused, and the refusal names it.
///
/// Personal data is stored only encrypted; the name of a person in `profile` is a label that
/// lists show, and must not tell who it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateOrganization {
    /// Its id, if the caller makes ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// What is known of it.
    pub profile: Profile,
    /// Its personal data.
    #[serde(default, skip_serializing_if = "PersonalData::is_empty")]
    pub personal: PersonalData,
    /// Whether it was filled in from the state register, and not changed since.
    #[serde(default)]
    pub from_registry: bool,
    /// Its id in the vendor's directory, when the look-up told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_id: Option<VendorOrganizationId>,
}

impl Command for CreateOrganization {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.create-organization",
        route: Some(Route::post("/customs/organizations")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Creates an organization that declarations name.",
    };
    const SUBJECT_KEYS: bool = true;

    fn target(&self, context: &Context) -> OrganizationId {
        self.organization_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Organization>, _: &Facts, context: &Context) -> Vec<Want> {
        let identity = identity::of(&self.profile, Some(&self.personal));
        let key = (!self.personal.is_empty()).then(|| personal::want(self.target(context), 0));
        identity::want(identity.as_deref()).into_iter().chain(identity::want_record(self.vendor_id)).chain(key).collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        if organization.is_some() {
            return Err(OrganizationRefusal::Exists);
        }
        self.profile.check()?;
        self.personal.check(&self.profile.kind, &self.profile.name)?;
        let id = self.target(context);
        if let Some(existing) = self.vendor_id.and_then(|vendor_id| identity::owner_of_record(vendor_id, facts)) {
            return Err(OrganizationRefusal::AlreadyKnown { existing });
        }
        let created = OrganizationEvent::Created {
            id,
            profile: self.profile.clone(),
            personal: self.personal.seal(id, 0, facts)?,
            source: if self.from_registry { Source::Registry } else { Source::Manual },
            vendor_id: self.vendor_id,
        };
        let identity = identity::of(&self.profile, Some(&self.personal));
        let decision = identity::take_record(Decision::of([created]), self.vendor_id, facts);
        identity::claim(decision, id, None, identity, facts)
    }

    fn example() -> Self {
        Self {
            organization_id: None,
            profile: crate::samples::organizations::legal(),
            personal: PersonalData::default(),
            from_registry: false,
            vendor_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::command::Claim;
    use testkit::{nothing, subject_key};

    use super::*;
    use crate::samples::organizations::{self, entrepreneur, foreign, legal, legal_id, line, literal, person, person_data, vendor_id};

    fn create(profile: Profile) -> CreateOrganization {
        CreateOrganization { profile, organization_id: Some(legal_id()), ..CreateOrganization::example() }
    }

    fn claims(command: CreateOrganization) -> Vec<Claim> {
        nothing::<Organization>().when(command).accepted().claims
    }

    fn claim(value: &str) -> Claim {
        Claim { scope: identity::SCOPE.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn c41_every_kind_has_numbers_of_its_own() {
        assert_eq!(claims(create(legal())), [claim("RU:9812345679:981201001")]);
        assert_eq!(claims(create(entrepreneur())), [claim("RU:981234567804")]);
        assert_eq!(claims(create(foreign())), [claim("CN:91310115MA1K3XYZ0A")]);
        assert_eq!(claims(CreateOrganization { personal: person_data(), ..create(person()) }), [claim("RU:981234567804")]);
    }

    #[test]
    fn c42_a_conflict_names_the_one_that_exists() {
        let other = OrganizationId::derive(&["other"]);
        let taken = nothing::<Organization>().taken(identity::SCOPE, "RU:9812345679:981201001", &other.to_string());
        taken.when(create(legal())).refused(OrganizationRefusal::AlreadyKnown { existing: other });
        // A branch has the company's number and a reason of its own.
        let branch = legal().with(super::super::Field::Kpp, &super::super::FieldValue::Text(line("770843001"))).unwrap();
        let taken = nothing::<Organization>().taken(identity::SCOPE, "RU:9812345679:981201001", &other.to_string());
        taken.when(create(branch)).accepted();
    }

    #[test]
    fn c42_a_record_of_the_vendors_belongs_to_one_organization() {
        let looked_up = || CreateOrganization { vendor_id: Some(vendor_id()), ..create(foreign()) };
        let record = format!("KONTUR:{}", vendor_id());
        assert!(claims(looked_up()).contains(&claim(&record)));
        let existing = OrganizationId::derive(&["other"]);
        let taken = nothing::<Organization>().taken(identity::SCOPE, &record, &existing.to_string());
        taken.when(looked_up()).refused(OrganizationRefusal::AlreadyKnown { existing });
    }

    #[test]
    fn c42_a_number_of_another_kind_is_refused() {
        let mut profile = legal();
        profile.kind = super::super::OrganizationKind::Legal {
            inn: literal("981234567804"),
            kpp: literal("981201001"),
            ogrn: literal("1269800012349"),
        };
        nothing::<Organization>().when(create(profile)).refused(OrganizationRefusal::InnOfAnotherKind);
        assert!(serde_json::from_str::<kernel::identifier::Inn>("\"9812083894\"").is_err());
    }

    #[test]
    fn c58_personal_data_is_in_the_event_only_sealed() {
        let command = CreateOrganization { personal: person_data(), ..create(person()) };
        let decision = nothing::<Organization>().when(command.clone()).accepted();
        let stored = serde_json::to_string(&decision.events).unwrap();
        for word in ["Фамилия", "Имечко", "123456", "4509", "Тверская", "981234567804"] {
            assert!(!stored.contains(word), "{word}");
        }
        let [OrganizationEvent::Created { personal: Some(_), .. }] = &decision.events[..] else { panic!("{stored}") };
        let state = organizations::organization(decision.events.clone());
        assert_eq!(personal::open_with(&state, &subject_key(&legal_id().to_string())), Some(person_data()));
        assert_eq!(personal::open_with(&state, &subject_key("another")), None);
        // Decided again, it comes out the same.
        assert_eq!(nothing::<Organization>().when(command).accepted(), decision);
    }

    #[test]
    fn c58_what_was_erased_takes_nothing_up_again() {
        let command = CreateOrganization { personal: person_data(), ..create(person()) };
        nothing::<Organization>().forgotten(&legal_id().to_string()).when(command).refused(OrganizationRefusal::Erased);
    }

    #[test]
    fn personal_data_in_the_wrong_place_is_refused() {
        let mut open = entrepreneur();
        open.legal_address = legal().legal_address;
        nothing::<Organization>().when(create(open)).refused(OrganizationRefusal::PersonalDataInProfile);
        let of_a_person = CreateOrganization { personal: person_data(), ..create(legal()) };
        nothing::<Organization>().when(of_a_person).refused(OrganizationRefusal::PersonalDataOfAnotherKind);
        nothing::<Organization>().when(create(person())).refused(OrganizationRefusal::PersonWithoutName);
        let mut told = person();
        told.name = line("Фамилия И. О.");
        let told = CreateOrganization { personal: person_data(), ..create(told) };
        nothing::<Organization>().when(told).refused(OrganizationRefusal::LabelNamesPerson);
    }

    #[test]
    fn c58_a_persons_name_has_no_other_place_than_the_sealed_one() {
        let told = Profile { short_name: Some(line("Фамилия И. О.")), ..person() };
        let told = CreateOrganization { personal: person_data(), ..create(told) };
        nothing::<Organization>().when(told).refused(OrganizationRefusal::PersonHasLabelOnly);
        // An entrepreneur's name is in the public register.
        nothing::<Organization>().when(create(Profile { short_name: Some(line("ИП П.")), ..entrepreneur() })).accepted();
    }

    #[test]
    fn c33_an_id_is_used_once() {
        testkit::given::<Organization>([organizations::legal_created()]).when(create(foreign())).refused(OrganizationRefusal::Exists);
    }
}
