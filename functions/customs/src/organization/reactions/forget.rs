//! Destroys the key of an organization whose personal data is erased.

use kernel::{Effect, Reaction, ReactionSpec, Trigger};

use crate::organization::{Organization, personal};

/// Destroys the key of an organization whose personal data is erased. What failed is delivered again, and
/// destroying a key twice changes nothing.
pub struct ForgetOnErased;

impl Reaction for ForgetOnErased {
    type Aggregate = Organization;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.forget-person-on-erased",
        on: &["erased.v1"],
        sends: &[],
        calls: &[],
        summary: "Destroys the key of personal data that is erased.",
    };
    const FORGETS_SUBJECTS: bool = true;

    fn react(trigger: &Trigger<'_, Organization>) -> Vec<Effect> {
        // The state may be newer than the event: all keys before the one of now are to be gone.
        (0..trigger.state.erasures).map(|before| Effect::ForgetSubject { subject: personal::subject(trigger.id, before) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::Facts;

    use super::*;
    use crate::organization::reactions::tests::Scene;
    use crate::organization::{OrganizationEvent, Source};
    use crate::samples::organizations::{legal, legal_created, legal_id, line, person_created};

    #[test]
    fn c58_erasing_destroys_the_key() {
        let history = vec![person_created(), OrganizationEvent::Erased { reason: line("по заявлению") }];
        let scene = Scene::<Organization> { id: legal_id(), history, facts: Facts::default() };
        assert_eq!(scene.react::<ForgetOnErased>(), [Effect::ForgetSubject { subject: legal_id().to_string() }]);
    }

    #[test]
    fn c58_of_two_representatives_no_key_is_left() {
        let OrganizationEvent::Created { personal, .. } = person_created() else { panic!("created") };
        let erased = || OrganizationEvent::Erased { reason: line("по заявлению") };
        let another = OrganizationEvent::Revised { profile: legal(), personal, fields: Vec::new(), source: Source::Manual };
        let history = vec![legal_created(), another.clone(), erased(), another, erased()];
        let scene = Scene::<Organization> { id: legal_id(), history, facts: Facts::default() };
        let subjects = [legal_id().to_string(), format!("{}/1", legal_id())];
        assert_eq!(scene.react::<ForgetOnErased>(), subjects.map(|subject| Effect::ForgetSubject { subject }));
    }
}
