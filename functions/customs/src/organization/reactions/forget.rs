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
    use crate::organization::OrganizationEvent;
    use crate::organization::reactions::tests::Scene;
    use crate::samples::organizations::{legal_id, line, person_created};

    #[test]
    fn c58_erasing_destroys_the_key() {
        let history = vec![person_created(), OrganizationEvent::Erased { reason: line("по заявлению") }];
        let scene = Scene::<Organization> { id: legal_id(), history, facts: Facts::default() };
        assert_eq!(scene.react::<ForgetOnErased>(), [Effect::ForgetSubject { subject: legal_id().to_string() }]);
    }
}
