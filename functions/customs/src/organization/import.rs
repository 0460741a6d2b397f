//! Takes in one row of the vendor's directory.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Loaded, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vendor::Read;
use super::{Organization, OrganizationEvent, OrganizationRefusal, Source, identity, personal, sync};
use crate::OrganizationId;
use crate::code::VendorOrganizationId;

/// Takes in one row of the vendor's directory: creates an organization, or shows where the one that is
/// known differs. Overwrites nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrganization {
    /// Which row.
    pub vendor_id: VendorOrganizationId,
    /// What it says.
    pub row: Box<Read>,
}

impl ImportOrganization {
    fn identity(&self) -> Option<String> {
        identity::of(&self.row.profile, Some(&self.row.personal))
    }

    /// The one that has this row, or was known by its numbers before the row was.
    fn owner(&self, facts: &Facts) -> Option<OrganizationId> {
        identity::owner_of_record(self.vendor_id, facts).or_else(|| identity::owner(self.identity().as_deref(), facts))
    }

    /// What the row says of an organization that is known.
    fn compared(&self, known: &Organization) -> Vec<OrganizationEvent> {
        if known.is_erased() || known.kind().word() != self.row.profile.kind.word() {
            return Vec::new();
        }
        let events = sync::follow(known, &self.row.profile, Source::Vendor, Some(self.vendor_id));
        let before = known.differences.iter().filter(|one| one.source == Source::Vendor);
        let shown =
            |event: &OrganizationEvent| matches!(event, OrganizationEvent::Differs { differences, .. } if before.clone().eq(differences));
        let news = !events.iter().all(shown);
        // A directory that is read every day says the same every day.
        if news || known.vendor_id != Some(self.vendor_id) { events } else { Vec::new() }
    }
}

/// The organization that a row of the directory makes, where none was known.
pub fn id_of(vendor_id: VendorOrganizationId) -> OrganizationId {
    OrganizationId::derive(&["kontur", &vendor_id.to_string()])
}

impl Command for ImportOrganization {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.import-organization",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Takes in one row of the vendor's directory.",
    };
    const SUBJECT_KEYS: bool = true;

    fn target(&self, _: &Context) -> OrganizationId {
        id_of(self.vendor_id)
    }

    fn wants(&self, organization: Option<&Organization>, facts: &Facts, _: &Context) -> Vec<Want> {
        if organization.is_some() {
            return Vec::new();
        }
        let owner = self.owner(facts).map(Want::aggregate::<Organization>);
        let key = (!self.row.personal.is_empty()).then(|| personal::want(id_of(self.vendor_id), 0));
        let record = identity::want_record(Some(self.vendor_id));
        identity::want(self.identity().as_deref()).into_iter().chain(record).chain(owner).chain(key).collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        if let Some(known) = organization {
            return Ok(Decision::of(self.compared(known)));
        }
        if let Some(owner) = self.owner(facts) {
            let Loaded { state, version, .. } = facts.aggregate::<Organization>(owner).ok_or(OrganizationRefusal::NotFound)?;
            return Ok(Decision::nothing().and::<Organization>(owner, *version, self.compared(state)));
        }
        self.row.profile.check()?;
        self.row.personal.check(&self.row.profile.kind, &self.row.profile.name)?;
        let id = id_of(self.vendor_id);
        let created = OrganizationEvent::Created {
            id,
            profile: self.row.profile.clone(),
            personal: self.row.personal.seal(id, 0, facts)?,
            source: Source::Vendor,
            vendor_id: Some(self.vendor_id),
        };
        let decision = identity::take_record(Decision::of([created]), Some(self.vendor_id), facts);
        identity::claim(decision, id, None, self.identity(), facts)
    }

    fn example() -> Self {
        Self { vendor_id: crate::samples::organizations::vendor_id(), row: Box::new(crate::samples::organizations::row()) }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::organization::{OrganizationKind, PersonalData};
    use crate::samples::organizations::{
        self, created, foreign, legal_created, legal_id, line, literal, person, person_created, person_data, vendor_id,
    };

    #[test]
    fn c44_a_row_that_nobody_knew_becomes_an_organization() {
        let decision = nothing::<Organization>().when(ImportOrganization::example()).accepted();
        let [OrganizationEvent::Created { source: Source::Vendor, vendor_id: Some(id), .. }] = &decision.events[..] else {
            panic!("{decision:?}")
        };
        assert_eq!((*id, decision.claims.len()), (vendor_id(), 2), "its numbers and its row");
        given::<Organization>(decision.events).when(ImportOrganization::example()).then([]);
    }

    #[test]
    fn c43_c44_a_row_of_a_known_one_is_shown_and_overwrites_nothing() {
        let mut import = ImportOrganization::example();
        import.row.profile.name = line("ООО РОМАШКА");
        let known = nothing::<Organization>()
            .taken(identity::SCOPE, "RU:9812345679:981201001", &legal_id().to_string())
            .with::<Organization>(legal_id(), [legal_created()]);
        let decision = known.when(import).accepted();
        assert!(decision.events.is_empty() && decision.claims.is_empty());
        let [other] = &decision.others[..] else { panic!("{decision:?}") };
        assert_eq!((other.stream.id.clone(), other.expected), (legal_id().to_string(), 1));
        assert_eq!(other.events[0]["data"]["differences"][0]["field"], "name");
        assert_eq!(other.events.len(), 1);
    }

    #[test]
    fn c58_a_person_comes_in_sealed_and_an_erased_one_does_not_come_back() {
        let row = Read { profile: person(), personal: person_data(), vendor_id: Some(vendor_id()), unreadable: Vec::new() };
        let import = ImportOrganization { row: Box::new(row), ..ImportOrganization::example() };
        let decision = nothing::<Organization>().when(import.clone()).accepted();
        assert!(!serde_json::to_string(&decision.events).unwrap().contains("Фамилия"));
        let erased = OrganizationEvent::Erased { reason: line("по заявлению") };
        let history = decision.events.into_iter().chain([erased]);
        given::<Organization>(history).when(import).then([]);
    }

    #[test]
    fn c42_c58_a_row_that_one_of_ours_was_written_to_makes_no_other() {
        let record = format!("KONTUR:{}", vendor_id());
        let pushed = || OrganizationEvent::Pushed { vendor_id: vendor_id() };
        let known = |events: Vec<OrganizationEvent>| {
            nothing::<Organization>().taken(identity::SCOPE, &record, &legal_id().to_string()).with::<Organization>(legal_id(), events)
        };
        // A company abroad has no numbers in the directory.
        let mut abroad = Read { profile: foreign(), ..organizations::row() };
        abroad.profile.kind = OrganizationKind::Foreign { country: literal("CN"), tax_id: None };
        let import = ImportOrganization { row: Box::new(abroad), ..ImportOrganization::example() };
        let decision = known(vec![created(foreign()), pushed()]).when(import).accepted();
        assert!(decision.events.is_empty() && decision.claims.is_empty() && decision.others.is_empty(), "{decision:?}");
        // Neither has a person whose number nobody told, and who was erased since.
        let nameless = PersonalData { inn: None, ..person_data() };
        let row = Read { profile: person(), personal: nameless, vendor_id: Some(vendor_id()), unreadable: Vec::new() };
        let import = ImportOrganization { row: Box::new(row), ..ImportOrganization::example() };
        let erased = OrganizationEvent::Erased { reason: line("по заявлению") };
        let decision = known(vec![person_created(), pushed(), erased]).when(import).accepted();
        assert!(decision.events.is_empty() && decision.others.is_empty(), "{decision:?}");
    }

    #[test]
    fn a_row_without_a_label_of_its_own_is_refused() {
        let mut import = ImportOrganization::example();
        import.row = Box::new(Read { profile: person(), personal: Default::default(), ..organizations::row() });
        nothing::<Organization>().when(import).refused(OrganizationRefusal::PersonWithoutName);
    }
}
