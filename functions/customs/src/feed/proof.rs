//! What customs did is learnt from the vendor, in whatever order it is told, with calls in
//! proportion to what changed.

use kernel::reaction::FailureClass;
use kernel::{Moment, Reaction as _};
use uuid::Uuid;

use super::hint::HintDocflows;
use super::poll::PollDocflows;
use super::resume::ResumeDocflowFeed;
use super::*;
use crate::code::{DocflowId, FormId};
use crate::declaration::event::Alert;
use crate::declaration::header::Header;
use crate::declaration::journal::JOURNAL_TRIES_MAX;
use crate::declaration::status::{AuthorityFact, Status};
use crate::declaration::submission::{Outcome, Step};
use crate::declaration::submit::SubmitDeclaration;
use crate::declaration::{Declaration, DeclarationEvent};
use crate::outside::kontur::{Request, code};
use crate::samples::declarations as sample;
use crate::world::{Fault, World, id};

const NUMBER: &str = "10005030/211126/0001234";

/// A declaration that waits to be filed, and its docflow.
fn awaiting() -> (World, DocflowId) {
    let mut world = World::drafted();
    world.send(&SubmitDeclaration { declaration_id: id() });
    world.deliver();
    world.pass_minutes(3);
    let state = world.state();
    assert_eq!(state.status(), Status::AwaitingFiling, "{:?}", state.submission);
    let docflow = state.vendor.docflow.expect("a docflow");
    (world, docflow)
}

fn becomes(world: &mut World, docflow: DocflowId, status: i32, number: Option<&str>) {
    let now = world.tenant.now();
    world.vendor.becomes(docflow, status, number, now);
}

fn events(world: &World) -> Vec<DeclarationEvent> {
    let ours = world.tenant.written().iter().filter(|(stream, _)| stream.id == id().to_string());
    let events = ours.flat_map(|(_, commit)| commit.events.iter());
    events.map(|event| serde_json::from_value(event.clone()).expect("an event")).collect()
}

fn open_alerts(world: &World) -> Vec<Alert> {
    world.state().open_alerts().map(|(_, raised)| raised.alert.clone()).collect()
}

fn calls(world: &World, is: fn(&Request) -> bool) -> usize {
    world.calls.iter().filter(|request| is(request)).count()
}

#[test]
fn c06_c25_c26_x14_from_filing_to_release_with_the_times_of_customs() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 1, None);
    world.pass_minutes(2);
    assert_eq!(world.state().status(), Status::Sent);
    let prepared = world.tenant.now().plus_ms(-40_000);
    world.vendor.writes(docflow, "env-1", prepared);
    becomes(&mut world, docflow, 2, Some(NUMBER));
    world.pass_minutes(2);
    let state = world.state();
    assert_eq!((state.status(), state.registration_number.map(|number| number.to_string()).as_deref()), (Status::Registered, Some(NUMBER)));
    let registered = state.standing.of(AuthorityFact::Registered).copied().expect("registered");
    assert_eq!(registered.first_at, prepared, "the time of customs, not ours");
    assert!(state.learnt_at[&AuthorityFact::Registered] > prepared, "and ours beside it");
    becomes(&mut world, docflow, 3, None);
    let noticed = world.tenant.now();
    world.pass_minutes(2);
    assert_eq!(world.state().status(), Status::Released);
    let released = world.state().standing.of(AuthorityFact::Released).copied().expect("released");
    assert_eq!(released.first_at, noticed, "an earlier message says nothing of the release");
    let events = events(&world);
    let released = events.iter().filter(|event| matches!(event, DeclarationEvent::Released(_))).count();
    let landed: usize =
        events.iter().map(|event| if let DeclarationEvent::LandedCostKnown { lines, .. } = event { lines.len() } else { 0 }).sum();
    assert_eq!((released, landed), (1, 2));
    // Nothing of it is told again.
    becomes(&mut world, docflow, 3, None);
    world.pass_minutes(3);
    let again = self::events(&world).into_iter().filter(|event| matches!(event, DeclarationEvent::Released(_))).count();
    assert_eq!((again, open_alerts(&world)), (1, vec![]));
}

#[test]
fn c08_c09_c10_c27_what_jumps_is_unknown_or_does_not_fit_is_kept_and_told() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 137, None);
    world.pass_minutes(2);
    let unknown = Alert::UnknownStatus { raw_code: 137, raw_text: Some(crate::samples::line("статус 137")) };
    assert_eq!((world.state().status(), open_alerts(&world)), (Status::AwaitingFiling, vec![unknown.clone()]));
    becomes(&mut world, docflow, 2, None);
    world.pass_minutes(2);
    assert_eq!((world.state().status(), open_alerts(&world)), (Status::Registered, vec![unknown.clone(), Alert::NumberMissing]));
    // The number comes, and what was missing is settled by that.
    becomes(&mut world, docflow, 3, Some(NUMBER));
    world.pass_minutes(2);
    assert_eq!((world.state().status(), open_alerts(&world)), (Status::Released, vec![unknown.clone()]));
    becomes(&mut world, docflow, 8, Some("10005030/211126/0009999"));
    world.pass_minutes(2);
    let changed = Alert::NumberChanged { now: crate::samples::line("10005030/211126/0009999") };
    let contradiction = Alert::Contradiction { fact: AuthorityFact::Cancelled };
    assert_eq!(open_alerts(&world), [unknown, contradiction, changed]);
    let state = world.state();
    assert_eq!((state.status(), state.registration_number.map(|number| number.to_string()).as_deref()), (Status::Released, Some(NUMBER)));
}

#[test]
fn c27_a_number_that_comes_after_the_release_is_told_with_it_again() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 3, None);
    world.pass_minutes(2);
    becomes(&mut world, docflow, 3, Some(NUMBER));
    world.pass_minutes(2);
    let told = |event: &DeclarationEvent| {
        let DeclarationEvent::Released(released) = event else { return None };
        Some(released.registration_number.as_ref().map(ToString::to_string))
    };
    let told: Vec<Option<String>> = events(&world).iter().filter_map(told).collect();
    assert_eq!(told, [None, Some(NUMBER.to_owned())]);
    let landed = events(&world).iter().filter(|event| matches!(event, DeclarationEvent::LandedCostKnown { .. })).count();
    assert_eq!(landed, 1, "what it cost is told once");
}

#[test]
fn c36_a_poll_that_finds_nothing_writes_nothing_and_changes_are_read_once() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 1, None);
    world.pass_minutes(2);
    let (written, asked) = (world.tenant.written().len(), world.calls.len());
    // Within the overlap the change is listed again and again.
    world.pass_minutes(4);
    assert_eq!((world.tenant.written().len() - written, world.calls.len() - asked), (0, 4));
    assert_eq!(calls(&world, |request| matches!(request, Request::Messages { .. })), 2, "the draft, and the filing");
}

#[test]
fn c36_a_hint_is_a_reason_to_ask_and_nothing_else() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 1, None);
    world.tenant.wait_ms(10_000);
    world.send(&HintDocflows {});
    world.deliver();
    assert_eq!(world.state().status(), Status::Sent);
}

#[test]
fn c35_refused_credentials_pause_the_feed_until_an_administrator_resumes_it() {
    let (mut world, docflow) = awaiting();
    let feed = |world: &World| world.tenant.state::<DocflowFeed>(id_of_feed()).expect("a feed");
    let before = feed(&world).watermark;
    let error = kernel::reaction::OutsideError { code: code::AUTH.to_owned(), class: FailureClass::Auth, ..sample::error() };
    world.send(&super::record_failure::RecordDocflowFailure { error });
    becomes(&mut world, docflow, 1, None);
    let asked = world.calls.len();
    world.pass_minutes(10);
    assert_eq!((world.calls.len(), feed(&world).paused, world.state().status()), (asked, true, Status::AwaitingFiling));
    world.send(&ResumeDocflowFeed {});
    world.pass_minutes(2);
    assert_eq!(world.state().status(), Status::Sent);
    assert!(feed(&world).watermark > before && feed(&world).error.is_none());
}

fn id_of_feed() -> crate::FeedId {
    super::id()
}

#[test]
fn c35_whichever_call_of_the_sync_goes_wrong_nothing_is_lost() {
    for at in 0..8 {
        for fault in Fault::ALL {
            let (mut world, docflow) = awaiting();
            let begin = world.calls.len();
            world.faults = [(begin + at, fault)].into();
            becomes(&mut world, docflow, 1, None);
            world.pass_minutes(1);
            becomes(&mut world, docflow, 2, Some(NUMBER));
            world.pass_minutes(15);
            let state = world.state();
            assert_eq!((state.status(), state.vendor.unsettled.len()), (Status::Registered, 0), "call {at} {fault:?}");
            assert!(open_alerts(&world).is_empty(), "call {at} {fault:?}");
        }
    }
}

#[test]
fn c35_a_journal_that_is_never_read_delays_what_is_known_and_does_not_hide_it() {
    let (mut world, docflow) = awaiting();
    world.vendor.journal_fails = Some(sample::error());
    becomes(&mut world, docflow, 1, None);
    world.pass_minutes(2);
    assert_eq!(world.state().status(), Status::AwaitingFiling);
    let health = world.tenant.ask("customs.get-docflow-feed", serde_json::json!({})).expect("health");
    assert_eq!(health["unsettled"], 1);
    world.pass_minutes(100);
    assert_eq!(world.state().status(), Status::Sent);
    assert!(matches!(open_alerts(&world).as_slice(), [Alert::JournalUnreadable { .. }]));
    let asked = calls(&world, |request| matches!(request, Request::Messages { .. }));
    assert_eq!(asked, 1 + usize::try_from(JOURNAL_TRIES_MAX).expect("small"));
}

#[test]
fn a_docflow_that_the_vendor_lost_is_told_to_somebody() {
    let (mut world, docflow) = awaiting();
    becomes(&mut world, docflow, 2, Some(NUMBER));
    world.vendor.journal_fails = Some(kernel::reaction::OutsideError { code: code::NOT_FOUND.to_owned(), ..sample::error() });
    world.pass_minutes(2);
    assert_eq!((world.state().status(), open_alerts(&world)), (Status::Registered, vec![Alert::DocflowGone]));
}

#[test]
fn c06_a_docflow_that_was_renamed_in_the_vendors_pages_is_known_by_its_id() {
    let (mut world, docflow) = awaiting();
    world.vendor.docflows.get_mut(&docflow).expect("ours").row.name = Some("Ноутбуки для склада".to_owned());
    becomes(&mut world, docflow, 2, Some(NUMBER));
    world.pass_minutes(2);
    assert_eq!(world.state().status(), Status::Registered);
}

/// Very much changes at once, and a call fails in the middle: what was not listed is listed later.
#[test]
fn c35_c36_a_part_of_a_long_list_that_failed_is_read_later() {
    for at in 0..12 {
        let (mut world, docflow) = awaiting();
        world.pass_minutes(10);
        let now = world.tenant.now();
        let begin = now.plus_ms(-290_000);
        for n in 0_i64..900 {
            let row = world.vendor.make(format!("Чужой {n}"), begin);
            world.vendor.becomes(row.id, 0, None, begin.plus_ms(n * 300));
        }
        world.vendor.becomes(docflow, 1, None, begin.plus_ms(30_000));
        world.faults = [(world.calls.len() + at, Fault::FailsBefore)].into();
        world.pass_minutes(6);
        assert_eq!(world.state().status(), Status::Sent, "call {at}");
    }
}

#[test]
fn c38_a_docflow_under_our_reference_that_is_not_used_is_found_by_the_poll() {
    let (mut world, _) = awaiting();
    let now = world.tenant.now();
    let copy = world.vendor.make(world.state().reference().to_string(), now);
    world.vendor.make("Чужой черновик".to_owned(), now);
    world.pass_minutes(2);
    assert_eq!(world.state().vendor.orphans.iter().copied().collect::<Vec<_>>(), [copy.id]);
}

/// Ten thousand declarations that wait for customs, twenty-five of which hear from them.
#[test]
fn c06_c36_with_ten_thousand_active_declarations_calls_are_in_proportion_to_what_changed() {
    const ACTIVE: u128 = 10_000;
    const CHANGED: usize = 25;
    let mut world = World::drafted();
    let long_ago = world.tenant.now().plus_ms(-7 * 24 * 60 * 60_000);
    let mut ours = Vec::new();
    for n in 0..ACTIVE {
        let id = crate::DeclarationId::new(Uuid::from_u128(0xD000_0000 + n));
        let row = world.vendor.make(format!("Поставка {n} · {id}"), long_ago);
        if ours.len() < CHANGED {
            world.tenant.happened::<Declaration>(id, at_vendor(id, row.id));
            ours.push((id, row.id));
        }
    }
    // The first poll sees nothing of a week ago, and neither does any other.
    world.pass_minutes(3);
    assert_eq!(world.calls.len(), 3);
    let before = world.calls.len();
    for (_, docflow) in &ours {
        becomes(&mut world, *docflow, 1, None);
    }
    world.pass_minutes(1);
    assert_eq!(world.calls.len() - before, 1 + 2 * CHANGED, "one list, and a journal for each that changed");
    for (id, _) in &ours {
        assert_eq!(world.tenant.state::<Declaration>(*id).map(|state| state.status()), Some(Status::Sent));
    }
    // Very many at once: each list is small, and each docflow is handed over.
    let now = world.tenant.now();
    let some: Vec<DocflowId> = world.vendor.docflows.keys().copied().take(1_500).collect();
    for (n, docflow) in (0_i64..).zip(some) {
        world.vendor.becomes(docflow, 2, None, now.plus_ms(n * 30 - 45_000));
    }
    let before = world.calls.len();
    world.pass_minutes(1);
    let lists = world.calls[before..].iter().filter(|request| matches!(request, Request::Docflows { .. })).count();
    assert!((8..60).contains(&lists), "{lists} lists of at most 200");
    let feed = world.tenant.state::<DocflowFeed>(super::id()).expect("a feed");
    assert_eq!((feed.recent.len(), feed.watermark), (RECENT_MAX, Some(now.plus_ms(1_499 * 30 - 45_000))));
    for (id, _) in &ours {
        assert_eq!(world.tenant.state::<Declaration>(*id).map(|state| state.status()), Some(Status::Registered));
    }
}

fn at_vendor(id: crate::DeclarationId, docflow: DocflowId) -> Vec<DeclarationEvent> {
    let header = Header { shipment: None, ..sample::header() };
    let attempt = 1;
    let (form, step) = (FormId(Uuid::from_u128(1)), Step::Docflow);
    vec![
        DeclarationEvent::Created { id, header: Box::new(header), origin: crate::declaration::header::Origin::New },
        sample::form_saved(),
        DeclarationEvent::SubmissionRequested { attempt },
        DeclarationEvent::StepBegun { attempt, step, failed: 0, organization: None },
        DeclarationEvent::StepDone { attempt, step, outcome: Outcome::Docflow { docflow, found: false } },
        DeclarationEvent::StepDone { attempt, step: Step::MainForm, outcome: Outcome::MainForm { form } },
        DeclarationEvent::SubmissionCompleted { attempt, docflow },
    ]
}

#[test]
fn the_schedule_and_the_hint_ask_in_the_same_way() {
    use kernel::Schedule as _;
    assert_eq!(PollDocflows::SPEC.sends, super::poll::PollOnHint::SPEC.sends);
    assert!(DocflowFeed::default().from(Moment::from_unix_ms(FIRST_LOOK_MS)) == Moment::from_unix_ms(0));
}
