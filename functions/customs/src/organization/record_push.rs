//! Records whether the vendor's directory has an organization.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Held, Organization, OrganizationEvent, OrganizationRefusal, identity};
use crate::OrganizationId;
use crate::code::VendorOrganizationId;

/// Records whether the vendor's directory has an organization as it is here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOrganizationPush {
    /// Which one.
    pub organization_id: OrganizationId,
    /// Whether it has.
    pub outcome: PushOutcome,
}

/// What became of writing to the vendor's directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum PushOutcome {
    /// It has.
    Saved {
        /// Its id there.
        vendor_id: VendorOrganizationId,
    },
    /// Nothing was written.
    Held {
        /// Why.
        held: Held,
    },
    /// The vendor did not take it, or did not say so. The directory is looked at before it is written again,
    /// so that it is not there twice.
    Failed {
        /// Why.
        error: OutsideError,
    },
}

impl RecordOrganizationPush {
    const fn vendor_id(&self) -> Option<VendorOrganizationId> {
        match &self.outcome {
            PushOutcome::Saved { vendor_id } => Some(*vendor_id),
            PushOutcome::Held { .. } | PushOutcome::Failed { .. } => None,
        }
    }
}

impl Command for RecordOrganizationPush {
    type Aggregate = Organization;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-organization-push",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records whether the vendor's directory has an organization.",
    };

    fn target(&self, _: &Context) -> OrganizationId {
        self.organization_id
    }

    fn wants(&self, _: Option<&Organization>, _: &Facts, _: &Context) -> Vec<Want> {
        identity::want_record(self.vendor_id()).into_iter().collect()
    }

    fn decide(
        &self,
        organization: Option<&Organization>,
        facts: &Facts,
        _: &Context,
    ) -> Result<Decision<Organization>, OrganizationRefusal> {
        organization.ok_or(OrganizationRefusal::NotFound)?;
        let recorded = match &self.outcome {
            PushOutcome::Saved { vendor_id } => OrganizationEvent::Pushed { vendor_id: *vendor_id },
            PushOutcome::Held { held } => OrganizationEvent::PushHeld { held: held.clone() },
            PushOutcome::Failed { error } => OrganizationEvent::PushFailed { error: error.clone() },
        };
        Ok(identity::take_record(Decision::of([recorded]), self.vendor_id(), facts))
    }

    fn example() -> Self {
        let vendor_id = crate::samples::organizations::vendor_id();
        Self { organization_id: crate::samples::organizations::legal_id(), outcome: PushOutcome::Saved { vendor_id } }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::organizations::{legal_created, legal_id, organization, outside_error, vendor_id};

    #[test]
    fn the_vendors_id_is_kept_when_it_is_learnt() {
        let pushed = OrganizationEvent::Pushed { vendor_id: vendor_id() };
        let decision = given::<Organization>([legal_created()]).when(RecordOrganizationPush::example()).then([pushed.clone()]);
        assert_eq!(decision.claims.len(), 1, "reading the directory finds it by that");
        let record = format!("KONTUR:{}", vendor_id());
        for owner in [legal_id(), crate::OrganizationId::derive(&["other"])] {
            let taken = given::<Organization>([legal_created()]).taken(identity::SCOPE, &record, &owner.to_string());
            assert!(taken.when(RecordOrganizationPush::example()).then([pushed.clone()]).claims.is_empty());
        }
        assert_eq!(organization([legal_created(), pushed]).vendor_id, Some(vendor_id()));
    }

    #[test]
    fn what_was_not_written_says_why() {
        let record = |outcome| RecordOrganizationPush { outcome, ..RecordOrganizationPush::example() };
        let (held, error) = (Held::Differs, outside_error());
        let requested = || given::<Organization>([legal_created(), OrganizationEvent::PushRequested { overwrite: false }]);
        requested().when(record(PushOutcome::Held { held: held.clone() })).then([OrganizationEvent::PushHeld { held }]);
        requested().when(record(PushOutcome::Failed { error: error.clone() })).then([OrganizationEvent::PushFailed { error }]);
        given::<Organization>([]).when(RecordOrganizationPush::example()).refused(OrganizationRefusal::NotFound);
    }
}
