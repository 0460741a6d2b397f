//! Makes another record's value of a field ours.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, KEEPERS, Organization, OrganizationEvent, OrganizationRefusal, Profile, Source, identity};
use crate::OrganizationId;

/// Makes another record's value of a field ours. From then on the field follows that record.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptDifference {
    /// Of which organization.
    pub organization_id: OrganizationId,
    /// Which field.
    pub field: Field,
    /// Whose value.
    pub source: Source,
}

impl AcceptDifference {
    fn accepted(&self, organization: &Organization) -> Result<(OrganizationEvent, Profile), OrganizationRefusal> {
        let theirs = organization.difference(self.field, self.source)?.theirs.clone();
        let profile = organization.profile.clone().with(self.field, &theirs).ok_or(OrganizationRefusal::NoSuchDifference)?;
        let event = OrganizationEvent::DifferenceAccepted { field: self.field, value: theirs, source: self.source };
        Ok((event, profile))
    }
}

impl Command for AcceptDifference {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.accept-organization-difference",
        route: Some(Route::post("/customs/organizations/{organization_id}/differences/accept")),
        roles: KEEPERS,
        also_writes: &[],
        reads: &[],
        summary: "Makes another record's value of a field ours.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn wants(&self, organization: Option<&Organization>, _: &Facts, _: &Context) -> Vec<Want> {
        let accepted = organization.and_then(|organization| self.accepted(organization).ok());
        let identity = accepted.and_then(|(_, profile)| identity::of(&profile, None));
        let record = organization.and_then(|organization| identity::want_record(organization.vendor_id));
        identity::want(identity.as_deref()).into_iter().chain(record).collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = Organization::living(organization)?;
        let (event, profile) = self.accepted(organization)?;
        // A person's own number is no field: it is the same before and after.
        let (was, is) = (identity::of(&organization.profile, None), identity::of(&profile, None));
        let decision = identity::take_record(Decision::of([event]), organization.vendor_id, facts);
        identity::claim(decision, organization.id, was, is, facts)
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id(), field: Field::Name, source: Source::Registry }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::{Difference, FieldValue};
    use crate::samples::organizations::{legal_created, line, name_differs, organization};

    #[test]
    fn c43_what_is_accepted_becomes_ours_and_follows_its_source() {
        let accept = AcceptDifference::example();
        let accepted = OrganizationEvent::DifferenceAccepted {
            field: Field::Name,
            value: FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»")),
            source: Source::Registry,
        };
        given::<Organization>([legal_created(), name_differs()]).when(accept).then([accepted.clone()]);
        let state = organization([legal_created(), name_differs(), accepted]);
        assert_eq!(state.name().as_str(), "ООО «РОМАШКА НОВАЯ»");
        assert_eq!((state.differences.len(), state.provenance[&Field::Name]), (0, Source::Registry));
    }

    #[test]
    fn c42_another_organizations_numbers_are_not_accepted() {
        let theirs = FieldValue::Text(line("770843001"));
        let difference = Difference { field: Field::Kpp, ours: None, theirs, provenance: Some(Source::Manual), source: Source::Registry };
        let differs = OrganizationEvent::Differs { source: Source::Registry, differences: vec![difference], vendor_id: None };
        let accept = AcceptDifference { field: Field::Kpp, ..AcceptDifference::example() };
        let decision = given::<Organization>([legal_created(), differs.clone()]).when(accept.clone()).accepted();
        assert_eq!((decision.claims.len(), decision.releases.len()), (1, 1));
        let existing = OrganizationId::derive(&["other"]);
        let taken =
            given::<Organization>([legal_created(), differs]).taken(identity::SCOPE, "RU:9812345679:770843001", &existing.to_string());
        taken.when(accept).refused(OrganizationRefusal::AlreadyKnown { existing });
    }

    #[test]
    fn what_is_not_open_is_refused() {
        let accept = AcceptDifference::example;
        given::<Organization>([legal_created()]).when(accept()).refused(OrganizationRefusal::NoSuchDifference);
        let other = AcceptDifference { source: Source::Vendor, ..accept() };
        given::<Organization>([legal_created(), name_differs()]).when(other).refused(OrganizationRefusal::NoSuchDifference);
        given::<Organization>([]).when(accept()).refused(OrganizationRefusal::NotFound);
    }
}
