//! Records what another record has of an organization.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Organization, OrganizationEvent, OrganizationRefusal, Profile, Source, identity, sync};
use crate::OrganizationId;
use crate::code::VendorOrganizationId;

/// Records what the state register or the vendor's directory has of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOrganizationSync {
    /// Of which organization.
    pub organization_id: OrganizationId,
    /// Whose record.
    pub source: Source,
    /// What it has.
    pub found: Found,
}

/// What another record has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Found {
    /// This; personal data is not compared.
    Record {
        /// What is known there.
        profile: Box<Profile>,
        /// Its id at the vendor.
        vendor_id: Option<VendorOrganizationId>,
    },
    /// No such organization.
    Nothing,
    /// Nobody knows: it did not answer, or not in a form that can be read.
    Failed {
        /// Why.
        error: OutsideError,
    },
}

impl Command for RecordOrganizationSync {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-organization-sync",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records what another record has of an organization.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn wants(&self, _: Option<&Organization>, _: &Facts, _: &Context) -> Vec<Want> {
        match &self.found {
            Found::Record { vendor_id, .. } => identity::want_record(*vendor_id).into_iter().collect(),
            Found::Nothing | Found::Failed { .. } => Vec::new(),
        }
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        let organization = Organization::living(organization)?;
        let same = |profile: &Profile| profile.kind.word() == organization.kind().word() && profile.kind.inn() == organization.inn();
        let events = match &self.found {
            Found::Record { profile, vendor_id } if same(profile) => sync::follow(organization, profile, self.source, *vendor_id),
            // Another organization is no answer to the question about this one.
            Found::Record { .. } | Found::Nothing => vec![OrganizationEvent::SyncFailed { error: None }],
            Found::Failed { error } => vec![OrganizationEvent::SyncFailed { error: Some(error.clone()) }],
        };
        let learnt = events.iter().find_map(OrganizationEvent::vendor_id);
        Ok(identity::take_record(Decision::of(events), learnt, facts))
    }

    fn example() -> Self {
        Self { organization_id: crate::samples::organizations::legal_id(), source: Source::Registry, found: Found::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::{Difference, Field, FieldValue};
    use crate::samples::organizations::{self, foreign, legal, legal_created, legal_from_registry, line, vendor_id};

    fn record(profile: Profile, source: Source) -> RecordOrganizationSync {
        let found = Found::Record { profile: Box::new(profile), vendor_id: Some(vendor_id()) };
        RecordOrganizationSync { source, found, ..RecordOrganizationSync::example() }
    }

    fn renamed() -> Profile {
        Profile { name: line("ООО «РОМАШКА НОВАЯ»"), ..legal() }
    }

    fn difference(provenance: Source, source: Source) -> Difference {
        let text = |text| FieldValue::Text(line(text));
        let (ours, theirs) = (Some(text("ООО «РОМАШКА»")), text("ООО «РОМАШКА НОВАЯ»"));
        Difference { field: Field::Name, ours, theirs, provenance: Some(provenance), source }
    }

    fn differs(source: Source, differences: Vec<Difference>) -> OrganizationEvent {
        OrganizationEvent::Differs { source, differences, vendor_id: Some(vendor_id()) }
    }

    #[test]
    fn c43_what_was_set_by_hand_is_proposed_and_never_overwritten() {
        let expected = differs(Source::Registry, vec![difference(Source::Manual, Source::Registry)]);
        let decision = given::<Organization>([legal_created()]).when(record(renamed(), Source::Registry)).then([expected.clone()]);
        assert_eq!(decision.claims.len(), 1, "the vendor's id is learnt");
        let state = organizations::organization([legal_created(), expected]);
        assert_eq!((state.profile, state.differences.len(), state.vendor_id), (legal(), 1, Some(vendor_id())));
    }

    #[test]
    fn c43_what_came_from_the_register_follows_it() {
        let decision = given::<Organization>([legal_from_registry()]).when(record(renamed(), Source::Registry)).accepted();
        let revised =
            OrganizationEvent::Revised { profile: renamed(), personal: None, fields: vec![Field::Name], source: Source::Registry };
        assert_eq!(decision.events, [revised, differs(Source::Registry, Vec::new())]);
    }

    #[test]
    fn c44_the_vendors_directory_changes_nothing() {
        let expected = differs(Source::Vendor, vec![difference(Source::Registry, Source::Vendor)]);
        given::<Organization>([legal_from_registry()]).when(record(renamed(), Source::Vendor)).then([expected]);
    }

    #[test]
    fn c42_c43_what_identifies_is_never_changed_without_a_person() {
        for (field, other) in [(Field::Kpp, "770843001"), (Field::Ogrn, "1027739019142")] {
            let branch = renamed().with(field, &FieldValue::Text(line(other))).unwrap();
            for history in [vec![legal_created()], vec![legal_from_registry()]] {
                let found = Found::Record { profile: Box::new(branch.clone()), vendor_id: Some(VendorOrganizationId(uuid::Uuid::nil())) };
                let answered = RecordOrganizationSync { found, ..RecordOrganizationSync::example() };
                let decision = given::<Organization>(history.clone()).when(answered).accepted();
                let [OrganizationEvent::Differs { differences, vendor_id: None, .. }] = &decision.events[..] else {
                    panic!("{decision:?}")
                };
                assert_eq!(differences.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::Name, field]);
                let before = organizations::organization(history.clone());
                let after = organizations::organization(history.into_iter().chain(decision.events));
                assert_eq!((after.profile, after.vendor_id), (before.profile, before.vendor_id), "nothing of the branch became ours");
            }
        }
    }

    #[test]
    fn what_was_turned_down_is_not_proposed_again() {
        let dismissed = OrganizationEvent::DifferenceDismissed { field: Field::Name, theirs: FieldValue::Text(renamed().name) };
        let history = [legal_created(), dismissed];
        given::<Organization>(history).when(record(renamed(), Source::Registry)).then([differs(Source::Registry, Vec::new())]);
    }

    #[test]
    fn c44_what_was_overwritten_in_the_directory_and_is_there_again_is_told() {
        let dismissed = OrganizationEvent::DifferenceDismissed { field: Field::Name, theirs: FieldValue::Text(renamed().name) };
        let pushed = OrganizationEvent::Pushed { vendor_id: vendor_id() };
        let expected = differs(Source::Vendor, vec![difference(Source::Manual, Source::Vendor)]);
        given::<Organization>([legal_created(), dismissed, pushed]).when(record(renamed(), Source::Vendor)).then([expected]);
    }

    #[test]
    fn an_answer_about_another_and_no_answer_are_told() {
        let failed = |error| OrganizationEvent::SyncFailed { error };
        given::<Organization>([legal_created()]).when(record(foreign(), Source::Registry)).then([failed(None)]);
        given::<Organization>([legal_created()]).when(RecordOrganizationSync::example()).then([failed(None)]);
        let error = organizations::outside_error();
        let found = Found::Failed { error: error.clone() };
        given::<Organization>([legal_created()])
            .when(RecordOrganizationSync { found, ..RecordOrganizationSync::example() })
            .then([failed(Some(error))]);
        given::<Organization>([]).when(RecordOrganizationSync::example()).refused(OrganizationRefusal::NotFound);
    }
}
