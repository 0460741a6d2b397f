//! Writes an organization to the vendor's directory.

use kernel::reaction::{Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Facts, Reaction, ReactionSpec, Trigger};

use super::{another_answer, unreadable};
use crate::organization::push::Plan;
use crate::organization::record_push::{PushOutcome, RecordOrganizationPush};
use crate::organization::record_sync::{Found, RecordOrganizationSync};
use crate::organization::{Held, Organization, Push, Source, personal, push, vendor};
use crate::outside::kontur::{Answer, CONNECTOR, Request, organization as theirs};

/// Looks into the vendor's directory and saves an organization there, if that harms nothing: the vendor
/// saves by name, so that another spelling makes a duplicate and the same one overwrites.
pub struct PushOnRequest;

impl Reaction for PushOnRequest {
    type Aggregate = Organization;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.push-organization-on-request",
        on: &["push-requested.v1"],
        sends: &[RecordOrganizationPush::SPEC.name, RecordOrganizationSync::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Writes an organization to the vendor's directory.",
    };
    const SUBJECT_KEYS: bool = true;

    fn subjects(trigger: &Trigger<'_, Organization>) -> Vec<String> {
        trigger.state.personal.iter().map(|_| personal::subject_of(trigger.state)).collect()
    }

    fn react(trigger: &Trigger<'_, Organization>) -> Vec<Effect> {
        if overwrites(trigger.state).is_none() {
            return Vec::new();
        }
        vec![Effect::call(CONNECTOR, &Request::Organizations)]
    }

    fn answered_with(trigger: &Trigger<'_, Organization>, facts: &Facts, outcome: &Outcome) -> Vec<Effect> {
        let answer = match outcome {
            Outcome::Called { result: Ok(answer), .. } => read_answer::<Answer>(answer).map_err(unreadable),
            Outcome::Called { result: Err(error), .. } => Err(error.clone()),
            Outcome::Sent { .. } => return Vec::new(),
        };
        match answer {
            Ok(Answer::Organizations { organizations }) => looked(trigger, facts, &organizations.rows),
            Ok(Answer::SaveOrganization { organization }) => match organization.id {
                Some(vendor_id) => vec![record(trigger, PushOutcome::Saved { vendor_id })],
                None => vec![failed(trigger, unreadable("id: missing"))],
            },
            Ok(_) => vec![failed(trigger, unreadable(another_answer()))],
            Err(error) => vec![failed(trigger, error)],
        }
    }
}

/// Whether it waits to be pushed, and may overwrite; otherwise the event was delivered twice.
const fn overwrites(organization: &Organization) -> Option<bool> {
    match organization.push {
        Push::Requested { overwrite, .. } => Some(overwrite),
        Push::Never | Push::Done { .. } | Push::Stale { .. } | Push::Held { .. } | Push::Failed { .. } => None,
    }
}

/// Saves it, or says what was found in the way.
fn looked(trigger: &Trigger<'_, Organization>, facts: &Facts, directory: &[theirs::Organization]) -> Vec<Effect> {
    let organization = trigger.state;
    let Some(overwrite) = overwrites(organization) else { return Vec::new() };
    let opened = personal::open(organization, facts);
    // Erased since, so that there is nobody to write.
    if organization.profile.kind.is_individual() && organization.is_erased() {
        return Vec::new();
    }
    // What is sealed and does not open must be neither compared nor sent as if there were nothing.
    if organization.personal.is_some() && opened.is_none() {
        return vec![failed(trigger, unreadable("personal data does not open"))];
    }
    match push::plan(organization, opened.as_ref(), directory, overwrite) {
        Ok(Plan::Alike { vendor_id }) => vec![record(trigger, PushOutcome::Saved { vendor_id })],
        Ok(Plan::Save) => {
            let request = Request::SaveOrganization { organization: Box::new(vendor::request(organization, opened.as_ref())) };
            vec![Effect::call(CONNECTOR, &request)]
        }
        Err(held) => {
            let shown = shown(trigger, directory, &held);
            shown.into_iter().chain([record(trigger, PushOutcome::Held { held })]).collect()
        }
    }
}

/// The differences that hold it back, for somebody to decide.
fn shown(trigger: &Trigger<'_, Organization>, directory: &[theirs::Organization], held: &Held) -> Option<Effect> {
    let name = match held {
        Held::Differs => trigger.state.name(),
        Held::AnotherName { theirs } => theirs,
        Held::AnotherOrganization { .. } | Held::PersonalDataDiffers | Held::PersonKnown => return None,
    };
    let row = directory.iter().find(|row| row.entity.name.as_deref() == Some(name.as_str()))?;
    let read = vendor::read(row).ok()?;
    let found = Found::Record { profile: Box::new(read.profile), vendor_id: read.vendor_id };
    let record = RecordOrganizationSync { organization_id: trigger.id, source: Source::Vendor, found };
    Some(trigger.send_result("differs", &record))
}

fn record(trigger: &Trigger<'_, Organization>, outcome: PushOutcome) -> Effect {
    trigger.send_result("pushed", &RecordOrganizationPush { organization_id: trigger.id, outcome })
}

fn failed(trigger: &Trigger<'_, Organization>, error: OutsideError) -> Effect {
    record(trigger, PushOutcome::Failed { error })
}

#[cfg(test)]
mod tests {
    use kernel::Want;
    use testkit::subject_key;

    use super::*;
    use crate::organization::OrganizationEvent;
    use crate::organization::reactions::tests::{Scene, called, silent};
    use crate::outside::kontur::vendor::Rows;
    use crate::samples::organizations::{legal_created, legal_id, organization, person_created, vendor_id};

    fn scene(created: OrganizationEvent, overwrite: bool) -> Scene<Organization> {
        let mut facts = Facts::default();
        let subject = legal_id().to_string();
        let key = subject_key(&subject);
        facts.put_subject_key(&Want::SubjectKey { subject, create: false }, Some(key));
        Scene { id: legal_id(), history: vec![created, OrganizationEvent::PushRequested { overwrite }], facts }
    }

    fn directory(rows: Vec<theirs::Organization>) -> Outcome {
        called(&Answer::Organizations { organizations: Rows { rows, rejected: Vec::new() } })
    }

    fn theirs(ogrn: &str) -> theirs::Organization {
        let mut row = vendor::request(&organization([legal_created()]), None);
        row.entity.ogrn = Some(ogrn.to_owned());
        row
    }

    fn sent(effects: &[Effect]) -> Vec<&'static str> {
        effects.iter().filter_map(|effect| if let Effect::Send { command, .. } = effect { Some(*command) } else { None }).collect()
    }

    #[test]
    fn the_directory_is_looked_at_before_anything_is_saved() {
        let scene = scene(legal_created(), false);
        assert_eq!(scene.react::<PushOnRequest>(), [Effect::call(CONNECTOR, &Request::Organizations)]);
        let effects = scene.answered::<PushOnRequest>(&directory(Vec::new()));
        let [Effect::Call { request, .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(request["organization"]["entity"]["name"], "ООО «РОМАШКА»");
        let saved = theirs::Organization { id: Some(vendor_id()), ..theirs("1269800012349") };
        let effects = scene.answered::<PushOnRequest>(&called(&Answer::SaveOrganization { organization: Box::new(saved) }));
        assert_eq!(sent(&effects), ["customs.record-organization-push"]);
    }

    #[test]
    fn c43_what_would_be_overwritten_is_shown_instead() {
        let effects = scene(legal_created(), false).answered::<PushOnRequest>(&directory(vec![theirs("1027739019142")]));
        assert_eq!(sent(&effects), ["customs.record-organization-sync", "customs.record-organization-push"]);
        let effects = scene(legal_created(), true).answered::<PushOnRequest>(&directory(vec![theirs("1027739019142")]));
        assert!(matches!(&effects[..], [Effect::Call { .. }]), "{effects:?}");
    }

    #[test]
    fn c58_a_person_is_opened_for_the_vendor_and_for_nobody_else() {
        let effects = scene(person_created(), false).answered::<PushOnRequest>(&directory(Vec::new()));
        let [Effect::Call { request, .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(request["organization"]["person"]["surname"], "Фамилия");
        let erased = OrganizationEvent::Erased { reason: crate::samples::organizations::line("по заявлению") };
        let mut gone = scene(person_created(), false);
        gone.history.insert(1, erased);
        assert_eq!(gone.answered::<PushOnRequest>(&directory(Vec::new())), []);
    }

    #[test]
    fn c40_a_person_whose_saving_nobody_heard_of_is_found_and_not_saved_again() {
        let request = vendor::request(&organization([person_created()]), Some(&crate::samples::organizations::person_data()));
        let saved = theirs::Organization { id: Some(vendor_id()), ..request };
        let effects = scene(person_created(), false).answered::<PushOnRequest>(&directory(vec![saved]));
        let [Effect::Send { command, body, .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!((*command, body["outcome"]["result"].as_str()), (RecordOrganizationPush::SPEC.name, Some("saved")));
    }

    #[test]
    fn c58_what_does_not_open_is_not_sent_as_nothing() {
        let closed = Scene { facts: Facts::default(), ..scene(person_created(), false) };
        assert_eq!(sent(&closed.answered::<PushOnRequest>(&directory(Vec::new()))), ["customs.record-organization-push"]);
    }

    #[test]
    fn a_failure_is_recorded_and_an_answered_request_is_not_repeated() {
        assert_eq!(sent(&scene(legal_created(), false).answered::<PushOnRequest>(&silent())), ["customs.record-organization-push"]);
        let mut done = scene(legal_created(), false);
        done.history.push(OrganizationEvent::Pushed { vendor_id: vendor_id() });
        assert_eq!(done.react::<PushOnRequest>(), []);
    }
}
