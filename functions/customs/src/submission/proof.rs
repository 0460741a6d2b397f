//! Every step fails, is repeated and crashes: afterwards there is exactly one docflow, each
//! document once, the form imported, and a declaration that waits to be filed.

use std::collections::BTreeMap;

use kernel::Command;
use kernel::reaction::FailureClass;

use super::get::{StepState, page};
use super::work::{Work, WorkItem};
use crate::declaration::amend::AmendDeclaration;
use crate::declaration::event::Alert;
use crate::declaration::give_up_submission::GiveUpSubmission;
use crate::declaration::resume_submission::ResumeSubmission;
use crate::declaration::settle_orphan::SettleOrphan;
use crate::declaration::status::Status;
use crate::declaration::submission::{Ended, Outcome, referred};
use crate::declaration::submit::SubmitDeclaration;
use crate::declaration::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::outside::kontur::Request;
use crate::outside::kontur::operation::Effect as Makes;
use crate::samples::declarations as sample;
use crate::world::{Dice, Fault, World, id, plain_document};

fn submit() -> SubmitDeclaration {
    SubmitDeclaration { declaration_id: id() }
}

/// Long enough for every pause between tries.
fn play(world: &mut World) {
    world.deliver();
    for _ in 0..400 {
        if world.state().status() != Status::Submitting {
            return;
        }
        world.pass_minutes(1);
    }
}

fn submitted(faults: impl IntoIterator<Item = (usize, Fault)>) -> World {
    let mut world = World::drafted();
    world.faults = faults.into_iter().collect();
    world.send(&submit());
    play(&mut world);
    world
}

/// Exactly one docflow, or the others are work for a person; each document once; everything there.
fn is_filed_once(world: &World, told: &str) {
    let state = world.state();
    assert_eq!(state.status(), Status::AwaitingFiling, "{told}: {:?}", state.submission);
    let used = state.vendor.docflow.expect("a docflow");
    let ours: Vec<_> =
        world.vendor.docflows.values().filter(|docflow| docflow.row.name.as_deref().and_then(referred) == Some(id())).collect();
    for docflow in &ours {
        let id = docflow.row.id;
        assert!(id == used || state.vendor.orphans.contains(&id), "{told}: {id} is nobody's");
    }
    assert_eq!(ours.len(), 1, "{told}: {} docflows", ours.len());
    let docflow = &world.vendor.docflows[&used];
    let mut documents: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for row in docflow.documents.iter().filter(|row| !row.core) {
        *documents.entry(row.number.as_deref()).or_default() += 1;
    }
    assert_eq!(documents, BTreeMap::from([(Some("INV-2026-17"), 1), (Some("INV-2026-18"), 1)]), "{told}");
    let main_form = state.vendor.main_form.expect("a form");
    let form = state.form.as_ref().expect("a form").sha256.clone();
    assert_eq!(docflow.imported.get(&main_form).map(|content| content.sha256.clone()), Some(form), "{told}");
    assert_eq!((docflow.parties.len(), docflow.uploads.len(), docflow.links.len()), (1, 1, 2), "{told}");
}

#[test]
fn c01_c05_c16_c53_a_draft_goes_to_the_vendor_step_by_step_and_waits_to_be_filed() {
    let world = submitted([]);
    is_filed_once(&world, "nothing goes wrong");
    let page = page(&world.state());
    assert!(page.steps.len() == 9 && page.steps.iter().all(|step| step.state == StepState::Done && step.since.is_some()));
    let opened = world.calls.iter().any(|request| matches!(request, Request::SetOpened { .. }));
    assert!(!opened, "looking at a docflow is no filing");
}

#[test]
fn c03_c38_c40_whichever_call_goes_wrong_however_nothing_is_made_twice() {
    let calls = submitted([]).calls.len();
    assert!(calls > 10);
    for at in 0..calls {
        for fault in Fault::ALL {
            let world = submitted([(at, fault)]);
            is_filed_once(&world, &format!("call {at} {fault:?}"));
        }
    }
}

#[test]
fn c03_every_event_comes_twice_and_nothing_is_made_twice() {
    let mut world = World::drafted();
    world.twice = |_| true;
    world.send(&submit());
    play(&mut world);
    is_filed_once(&world, "all twice");
}

#[test]
fn c03_c40_whatever_goes_wrong_together_nothing_is_made_twice() {
    for seed in 0..80_u64 {
        let mut dice = Dice::new(seed);
        let mut world = World::drafted();
        world.twice = if seed % 2 == 0 { |n| n % 3 == 0 } else { |_| false };
        world.faults = (0..120)
            .map(|at| (at, dice.roll(4), dice.pick(&Fault::ALL)))
            .filter(|(_, roll, _)| *roll == 0)
            .map(|(at, _, fault)| (at, fault))
            .collect();
        world.send(&submit());
        play(&mut world);
        // Too many failures of one step wait for a person, who lets it go on.
        while world.state().status() == Status::SubmissionFailed {
            world.send(&ResumeSubmission { declaration_id: id() });
            play(&mut world);
        }
        is_filed_once(&world, &format!("seed {seed}"));
    }
}

#[test]
fn c38_given_up_at_any_moment_the_docflow_is_work_and_is_used_again() {
    let calls = submitted([]).calls.len();
    for at in 0..calls {
        let mut world = World::drafted();
        // The answer to this call never comes, and somebody loses patience.
        world.faults = BTreeMap::from([(at, Fault::Vanishes)]);
        world.send(&submit());
        world.deliver();
        let given_up = world.try_send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
        assert!(given_up.is_ok(), "call {at}");
        world.pass_minutes(6);
        let state = world.state();
        assert_eq!(state.status(), Status::Draft, "call {at}");
        let made: Vec<_> = world.vendor.docflows.keys().copied().collect();
        assert_eq!(state.vendor.orphans.iter().copied().collect::<Vec<_>>(), made, "call {at}: what was made is listed");
        world.send(&submit());
        play(&mut world);
        is_filed_once(&world, &format!("given up at call {at}"));
        assert!(world.state().vendor.orphans.is_empty(), "call {at}");
    }
}

#[test]
fn c38_a_docflow_that_was_dealt_with_is_not_used_again() {
    let mut world = submitted([]);
    let first = world.state().vendor.docflow.expect("a docflow");
    world.send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
    world.send(&SettleOrphan { declaration_id: id(), docflow: first, ..SettleOrphan::example() });
    world.send(&submit());
    play(&mut world);
    let state = world.state();
    assert_eq!((state.status(), world.vendor.docflows.len()), (Status::AwaitingFiling, 2));
    assert!(state.vendor.docflow != Some(first) && state.vendor.orphans.is_empty());
}

#[test]
fn c02_c54_the_second_of_two_submissions_is_refused_and_makes_nothing() {
    let mut world = World::drafted();
    world.send(&submit());
    let refused = world.try_send(&submit()).expect_err("it is on its way");
    assert_eq!(refused.code, kernel::Refused::from(&DeclarationRefusal::NotEditable { status: Status::Submitting }).code);
    play(&mut world);
    is_filed_once(&world, "asked for twice");
}

#[test]
fn c38_what_was_refused_waits_for_a_person_in_the_list_of_work() {
    let mut world = World::drafted();
    // The vendor's directory is full of what would be overwritten, so the party is held.
    let name = crate::samples::organizations::legal().name.to_string();
    let mut namesake = sample_organization(&name);
    namesake.entity.inn = Some("7736050003".to_owned());
    world.vendor.organizations.push(namesake);
    world.send(&submit());
    play(&mut world);
    assert_eq!(world.state().status(), Status::SubmissionFailed);
    let work = work(&world);
    assert!(matches!(work.as_slice(), [WorkItem { work: Work::SubmissionFailed { .. }, .. }]), "{work:?}");
    // A person corrects the directory, has the organization pushed, and lets the submission go on.
    world.vendor.organizations.clear();
    let push = crate::organization::request_push::RequestOrganizationPush {
        organization_id: crate::samples::organizations::legal_id(),
        overwrite: false,
    };
    world.send(&push);
    world.deliver();
    world.send(&ResumeSubmission { declaration_id: id() });
    play(&mut world);
    is_filed_once(&world, "resumed");
    assert!(self::work(&world).is_empty());
}

fn sample_organization(name: &str) -> crate::outside::kontur::organization::Organization {
    let mut organization = crate::samples::kontur::organization();
    organization.entity.name = Some(name.to_owned());
    organization
}

fn work(world: &World) -> Vec<WorkItem> {
    let answer = world.tenant.ask("customs.list-customs-work", serde_json::json!({})).expect("a list");
    serde_json::from_value(answer["items"].clone()).expect("items")
}

#[test]
fn a_docflow_that_is_gone_is_not_made_again_by_itself() {
    let mut world = submitted([]);
    world.send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
    world.vendor.docflows.clear();
    world.send(&submit());
    play(&mut world);
    assert_eq!((world.state().status(), world.vendor.docflows.len()), (Status::SubmissionFailed, 0));
    assert!(work(&world).iter().any(|item| matches!(item.work, Work::Alert { .. })));
}

#[test]
fn c03_a_docflow_whose_answer_and_row_cannot_be_read_is_found_by_its_name() {
    let mut world = World::drafted();
    let error = kernel::reaction::OutsideError { class: FailureClass::Unknown, ..sample::error() };
    world.vendor.unreadable = Some(error);
    world.send(&submit());
    play(&mut world);
    is_filed_once(&world, "unreadable");
}

#[test]
fn c12_c38_what_was_filed_by_hand_meanwhile_is_not_written_into_and_waits_for_a_person() {
    let mut world = World::drafted();
    let calls = submitted([]).calls.len();
    // The last call but one is never answered, and somebody files in the vendor's pages meanwhile.
    world.faults = BTreeMap::from([(calls - 2, Fault::Vanishes)]);
    world.send(&submit());
    world.deliver();
    world.tenant.happened::<Declaration>(id(), [sample::sent()]);
    let before = world.calls.len();
    world.pass_minutes(20);
    let state = world.state();
    assert_eq!(state.status(), Status::Sent);
    assert!(world.calls[before..].iter().all(|request| request.operation().effect == Makes::Reads), "{:?}", &world.calls[before..]);
    assert!(state.needs_attention() && matches!(work(&world)[0].work, Work::SubmissionFailed { .. }), "{:?}", work(&world));
    world.send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
    assert!(work(&world).is_empty() && world.state().vendor.orphans.is_empty());
}

#[test]
fn what_an_earlier_attempt_brought_and_is_gone_is_told_before_anybody_signs() {
    let mut world = submitted([]);
    world.send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
    world.send(&submit());
    play(&mut world);
    assert!(world.state().open_alerts().next().is_none(), "nothing was changed");
    world.send(&GiveUpSubmission { declaration_id: id(), ..GiveUpSubmission::example() });
    let role = crate::declaration::party::PartyRole::Declarant;
    world.tenant.happened::<Declaration>(id(), [DeclarationEvent::PartySet { role, party: sample::party() }]);
    let brought = [
        DeclarationEvent::SubmissionRequested { attempt: 9 },
        DeclarationEvent::StepDone { attempt: 9, step: crate::declaration::submission::Step::Party { role }, outcome: Outcome::Done },
        DeclarationEvent::SubmissionGivenUp { attempt: 9, reason: crate::samples::line("нет") },
        DeclarationEvent::PartyRemoved { role },
    ];
    world.tenant.happened::<Declaration>(id(), brought);
    world.send(&submit());
    play(&mut world);
    let alerts: Vec<Alert> = world.state().open_alerts().map(|(_, raised)| raised.alert.clone()).collect();
    assert_eq!((world.state().status(), alerts), (Status::AwaitingFiling, vec![Alert::DocflowHoldsEarlier]));
}

/// Customs asks for a document of a declaration that is complete at the vendor, and gets it.
fn amended(faults: impl IntoIterator<Item = (usize, Fault)>) -> World {
    let mut world = submitted([]);
    let before = world.calls.len();
    world.tenant.happened::<Declaration>(id(), [sample::correction_requested()]);
    let document = Box::new(sample::document_asked_for());
    world.tenant.happened::<Declaration>(id(), [DeclarationEvent::DocumentAttached { document }]);
    world.faults = faults.into_iter().map(|(at, fault)| (before + at, fault)).collect();
    world.send(&AmendDeclaration { declaration_id: id() });
    world.deliver();
    for _ in 0..400 {
        if world.state().submission.is_none_or(|submission| submission.ended.is_some()) {
            break;
        }
        world.pass_minutes(1);
    }
    world
}

#[test]
fn c12_what_customs_asked_for_gets_there_once_whatever_goes_wrong() {
    let calls = amended([]).calls.len() - submitted([]).calls.len();
    assert_eq!(calls, 3, "a look, the document, its goods");
    for at in 0..calls {
        for fault in Fault::ALL {
            let world = amended([(at, fault)]);
            let (state, told) = (world.state(), format!("call {at} {fault:?}"));
            let submission = state.submission.as_ref().expect("an amendment");
            assert_eq!((state.status(), &submission.ended), (Status::CorrectionRequested, &Some(Ended::Complete)), "{told}");
            let docflow = &world.vendor.docflows[&state.vendor.docflow.expect("a docflow")];
            let asked_for = sample::document_asked_for();
            let there = docflow.documents.iter().filter(|row| row.number.as_deref() == Some(asked_for.number.as_str()));
            assert_eq!((there.count(), docflow.links.len(), world.vendor.docflows.len()), (1, 3, 1), "{told}");
            assert!(state.vendor.documents.contains_key(&asked_for.id) && state.vendor.orphans.is_empty(), "{told}");
        }
    }
}

#[test]
fn c39_each_try_has_its_own_time_and_ten_of_them_wait_for_a_person() {
    let mut world = World::drafted();
    world.faults = (0..10_000).map(|at| (at, Fault::Vanishes)).collect();
    world.send(&submit());
    play(&mut world);
    let submission = world.state().submission.expect("a submission");
    assert_eq!((world.state().status(), submission.current.map(|trying| trying.failed)), (Status::SubmissionFailed, Some(10)));
    assert!(world.vendor.docflows.is_empty(), "looked, and never got to making anything");
}

#[test]
fn c03_what_makes_something_is_called_only_after_a_look() {
    let world = submitted([]);
    for (at, request) in world.calls.iter().enumerate().filter(|(_, request)| request.operation().effect == Makes::Makes) {
        let before = world.calls.get(at.wrapping_sub(1)).map(|request| request.operation().effect);
        assert_eq!(before, Some(Makes::Reads), "{request:?}");
    }
    let state: Declaration = world.state();
    assert_eq!(state.documents[&plain_document().id].vendor_mode().as_str(), "1002007E");
    assert_eq!(state.documents[&sample::document_id()].vendor_mode().as_str(), "1006110E", "a scan fits into one form only");
}

#[test]
fn a_long_name_leaves_room_for_our_reference() {
    let mut state = World::drafted().state();
    state.header.name = kernel::Line::new(&"Ноутбуки ".repeat(22)).expect("a line");
    let reference = state.reference();
    assert!(reference.as_str().chars().count() <= 200);
    assert_eq!(referred(reference.as_str()), Some(id()));
    assert_eq!((referred("Ноутбуки"), referred("Чужая · 17")), (None, None));
}
