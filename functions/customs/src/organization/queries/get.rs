//! Shows one organization.

use kernel::{Answer, Context, Facts, Line, Moment, Query, QuerySpec, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::VendorOrganizationId;
use crate::organization::personal;
use crate::organization::{Difference, KEEPERS, Organization, OrganizationRefusal, PersonalData, Profile, Provenance, Push, READERS, Sync};
use crate::{OrganizationId, PartyId};

/// Shows one organization. Personal data is opened for those who declare, and for administrators.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrganization {
    /// Which one.
    pub organization_id: OrganizationId,
}

/// One organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrganizationPage {
    /// The organization.
    pub organization_id: OrganizationId,
    /// What is known of it and is no personal data.
    pub profile: Profile,
    /// Its personal data.
    pub personal: Personal,
    /// Where each field came from.
    pub provenance: Provenance,
    /// Its id in the vendor's directory.
    pub vendor_id: Option<VendorOrganizationId>,
    /// Differences that nobody has decided yet.
    pub differences: Vec<Difference>,
    /// Whether it was compared with the state register.
    pub sync: Sync,
    /// Whether it was written to the vendor's directory.
    pub push: Push,
    /// Which party of the books it is.
    pub party_id: Option<PartyId>,
    /// Why lists do not offer it.
    pub hidden: Option<Line>,
    /// When it became known.
    pub created_at: Moment,
    /// The version shown.
    pub version: Version,
}

/// Personal data, as far as the caller may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", content = "data", rename_all = "kebab-case")]
pub enum Personal {
    /// There is none.
    None,
    /// There is some, and the caller may not see it.
    Sealed,
    /// This.
    Open(Box<PersonalData>),
    /// There is none any more; what was removed is still stored, encrypted, until it is erased.
    Removed,
    /// It was erased.
    Erased {
        /// When.
        at: Moment,
    },
}

impl Query for GetOrganization {
    type Answer = OrganizationPage;
    type Refusal = OrganizationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-organization",
        route: Route::get("/customs/organizations/{organization_id}"),
        roles: READERS,
        summary: "Shows one organization.",
    };
    const SUBJECT_KEYS: bool = true;

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let found = facts.aggregate::<Organization>(self.organization_id);
        let key = found.and_then(|loaded| personal::want_open(&loaded.state)).filter(|_| context.actor.has_any(KEEPERS));
        std::iter::once(Want::aggregate::<Organization>(self.organization_id)).chain(key).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<OrganizationPage>, OrganizationRefusal> {
        let loaded = facts.aggregate::<Organization>(self.organization_id).ok_or(OrganizationRefusal::NotFound)?;
        let organization = &loaded.state;
        let opened = || personal::open(organization, facts).map_or(Personal::Sealed, |data| Personal::Open(Box::new(data)));
        let personal = match (organization.erased_at, &organization.personal) {
            (_, None) if organization.sealed => Personal::Removed,
            (Some(at), _) => Personal::Erased { at },
            (None, None) => Personal::None,
            (None, Some(_)) => opened(),
        };
        let page = OrganizationPage {
            organization_id: organization.id,
            profile: organization.profile.clone(),
            personal,
            provenance: organization.provenance.clone(),
            vendor_id: organization.vendor_id,
            differences: organization.differences.clone(),
            sync: organization.sync.clone(),
            push: organization.push.clone(),
            party_id: organization.party_id,
            hidden: organization.hidden.clone(),
            created_at: organization.created_at,
            version: loaded.version,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::organization::OrganizationEvent;
    use crate::organization::queries::tests::ask;
    use crate::samples::organizations::{legal_created, legal_id, line, person_created, person_data};

    fn shown(role: Role, events: &[OrganizationEvent]) -> Personal {
        ask(&GetOrganization { organization_id: legal_id() }, person("a", role), events, &[]).unwrap().body.personal
    }

    #[test]
    fn c58_personal_data_is_opened_for_those_who_declare_only() {
        for role in [Role::Declarant, Role::Administrator] {
            assert_eq!(shown(role, &[person_created()]), Personal::Open(Box::new(person_data())));
        }
        for role in [Role::Manager, Role::TeamLead, Role::Accountant] {
            assert_eq!(shown(role, &[person_created()]), Personal::Sealed);
        }
        assert_eq!(shown(Role::Manager, &[legal_created()]), Personal::None);
    }

    #[test]
    fn c58_what_was_erased_is_shown_as_erased() {
        let erased = OrganizationEvent::Erased { reason: line("по заявлению") };
        assert!(matches!(shown(Role::Administrator, &[person_created(), erased]), Personal::Erased { .. }));
    }

    #[test]
    fn c58_what_was_removed_is_told_from_what_never_was() {
        let profile = crate::samples::organizations::entrepreneur();
        let removed =
            OrganizationEvent::Revised { profile, personal: None, fields: Vec::new(), source: crate::organization::Source::Manual };
        let created = crate::samples::organizations::entrepreneur_created();
        assert_eq!(shown(Role::Administrator, &[created, removed]), Personal::Removed);
    }

    #[test]
    fn an_organization_of_another_tenant_is_not_found() {
        let query = GetOrganization { organization_id: legal_id() };
        assert_eq!(ask(&query, person("a", Role::Declarant), &[], &[]).unwrap_err(), OrganizationRefusal::NotFound);
    }
}
