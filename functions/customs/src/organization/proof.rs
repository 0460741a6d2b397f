//! What is declared of an organization is what is known here, whatever the vendor's directory has.

use kernel::Command;

use super::request_push::RequestOrganizationPush;
use super::revise::ReviseOrganization;
use super::{Address, Difference, Field, FieldValue, Organization, OrganizationEvent, Profile, Push, Source};
use crate::declaration::resume_submission::ResumeSubmission;
use crate::declaration::status::Status;
use crate::declaration::submission::code;
use crate::declaration::submit::SubmitDeclaration;
use crate::samples::organizations::{self, legal, legal_id, line, vendor_id};
use crate::world::{World, id};

fn play(world: &mut World) {
    world.deliver();
    for _ in 0..60 {
        if world.state().status() != Status::Submitting {
            return;
        }
        world.pass_minutes(1);
    }
}

fn submit(world: &mut World) {
    world.send(&SubmitDeclaration { declaration_id: id() });
    play(world);
}

fn push(world: &mut World, overwrite: bool) {
    world.send(&RequestOrganizationPush { organization_id: legal_id(), overwrite });
    world.deliver();
}

fn moved() -> Profile {
    let city = Some(line("г. Тверь"));
    Profile { legal_address: legal().legal_address.map(|address| Address { city, ..address }), ..legal() }
}

/// Where the vendor's record, that was set in the box of the declaration, has its organization.
fn declared_city(world: &World) -> Option<String> {
    let docflow = &world.vendor.docflows[&world.state().vendor.docflow.expect("a docflow")];
    let set = docflow.parties.values().next().expect("a party");
    let row = world.vendor.organizations.iter().find(|row| row.id == Some(*set)).expect("a record");
    row.entity.legal_address.as_ref()?.city.clone()
}

/// The submission waits for a person to decide about the organization.
fn is_held(world: &World) {
    assert_eq!(world.state().status(), Status::SubmissionFailed);
    let failed = serde_json::to_string(&world.state().submission).expect("a submission");
    assert!(failed.contains(code::PARTY_HELD), "{failed}");
}

#[test]
fn c44_what_was_corrected_here_is_not_declared_as_the_vendor_had_it() {
    let mut world = World::drafted();
    push(&mut world, false);
    world.send(&ReviseOrganization { profile: moved(), ..ReviseOrganization::example() });
    submit(&mut world);
    // The directory has the old address, and overwriting it wants leave.
    is_held(&world);
    push(&mut world, true);
    world.send(&ResumeSubmission { declaration_id: id() });
    play(&mut world);
    assert_eq!((world.state().status(), declared_city(&world).as_deref()), (Status::AwaitingFiling, Some("г. Тверь")));
}

#[test]
fn c44_an_open_difference_with_the_directory_holds_the_declaration_back() {
    let mut world = World::drafted();
    push(&mut world, false);
    let theirs = FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»"));
    let ours = Some(FieldValue::Text(legal().name));
    let difference = Difference { field: Field::Name, ours, theirs, provenance: None, source: Source::Vendor };
    let differs = OrganizationEvent::Differs { source: Source::Vendor, differences: vec![difference], vendor_id: None };
    world.tenant.happened::<Organization>(legal_id(), [differs]);
    submit(&mut world);
    is_held(&world);
}

#[test]
fn c44_whatever_is_changed_here_is_to_be_written_to_the_directory() {
    let known = || vec![organizations::legal_from_registry()];
    let push = |events: Vec<OrganizationEvent>| organizations::organization(events).push;
    assert_eq!(push(known()), Push::Never, "the vendor has it as it told it");
    let revised = || OrganizationEvent::Revised { profile: moved(), personal: None, fields: Vec::new(), source: Source::Manual };
    let after = |events: Vec<OrganizationEvent>| push(known().into_iter().chain(events).collect());
    let is_stale = |push: Push| matches!(push, Push::Stale { .. });
    assert!(is_stale(after(vec![revised()])));
    let (requested, pushed) = (OrganizationEvent::PushRequested { overwrite: true }, OrganizationEvent::Pushed { vendor_id: vendor_id() });
    assert!(matches!(after(vec![revised(), requested.clone(), pushed.clone()]), Push::Done { .. }));
    // What is on its way there was read before.
    assert!(is_stale(after(vec![requested, revised(), pushed])));
    let name = FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»"));
    let accepted = OrganizationEvent::DifferenceAccepted { field: Field::Name, value: name, source: Source::Registry };
    assert!(is_stale(after(vec![accepted])));
    let theirs = FieldValue::Text(line("ООО «РОМАШКА СТАРАЯ»"));
    let difference = Difference { field: Field::Name, ours: None, theirs: theirs.clone(), provenance: None, source: Source::Vendor };
    let differs = |ours: Option<FieldValue>| {
        let differences = vec![Difference { ours, ..difference.clone() }];
        OrganizationEvent::Differs { source: Source::Vendor, differences, vendor_id: None }
    };
    let kept = || OrganizationEvent::DifferenceDismissed { field: Field::Name, theirs: theirs.clone() };
    let ours = Some(FieldValue::Text(legal().name));
    assert!(is_stale(after(vec![differs(ours), kept()])), "ours stays, and is to get there");
    assert_eq!(after(vec![differs(None), kept()]), Push::Never, "what they have besides stays there");
    // Entered here, and found there with nobody knows what.
    let found = OrganizationEvent::Differs { source: Source::Registry, differences: Vec::new(), vendor_id: Some(vendor_id()) };
    assert!(is_stale(push(vec![organizations::legal_created(), found.clone()])));
    assert_eq!(after(vec![found]), Push::Never);
    // Looked up by its number, and filled in otherwise.
    let OrganizationEvent::Created { id, profile, personal, vendor_id, .. } = organizations::legal_from_registry() else {
        panic!("created")
    };
    let otherwise = OrganizationEvent::Created { id, profile, personal, vendor_id, source: Source::Manual };
    assert!(is_stale(push(vec![otherwise])));
}
