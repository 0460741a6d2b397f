//! What holds for emergencies.

use kernel::{Aggregate, Role};
use testkit::decision::{Given, person};
use testkit::{given, nothing};

use super::check::CheckEmergency;
use super::close_incident::CloseIncident;
use super::confirm::ConfirmEmergency;
use super::consent::AnswerConsent;
use super::record::RecordEmergency;
use super::*;
use crate::figures::{Control, CostAge, Figures, Submitted};
use crate::process::Process;
use crate::roster::Roster;
use crate::samples::emergencies::{id, recorded, used};
use crate::samples::processes::{self, figures, opened_with, submitted};
use crate::samples::{MONDAY, context_settings, day, line, literal, rosters};
use kernel::Command;

fn world(events: Vec<ProcessEvent>) -> Given<EmergencyApproval> {
    let given = nothing::<EmergencyApproval>().settings(context_settings()).at(MONDAY).by(person("manager", Role::Manager));
    given.with::<Process>(processes::id(), events).with::<Roster>(Roster::id(), rosters::history())
}

fn record() -> RecordEmergency {
    RecordEmergency::example()
}

#[test]
fn p111_an_emergency_is_recorded_with_client_amount_and_level_and_approves_the_order() {
    let decision = world(processes::open()).when(record()).accepted();
    let [EmergencyEvent::Recorded(recorded)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
    assert_eq!((recorded.level, recorded.client.clone(), recorded.total), (Level::Rbu, processes::client(), processes::money("150000.00")));
    let kinds: Vec<&str> = decision.others.iter().map(|append| append.stream.kind.as_str()).collect();
    assert_eq!(kinds, [Process::NAME, Standing::NAME, Standing::NAME, Standing::NAME]);
    assert_eq!(decision.others[0].events[0]["data"]["by"], "emergency");
}

#[test]
fn p110_limits_are_of_the_month_and_larger_in_peaks_which_also_limit_the_company() {
    let with = |manager: usize, client: usize, company: usize, at: &str| {
        let command = RecordEmergency { obtained_at: literal(at), ..record() };
        let scene = world(processes::open()).at(at);
        let (of_manager, of_client) = (Standing::of_manager(&line("manager")), Standing::of_client(&processes::client().id));
        let counts = [(of_manager, manager), (of_client, client), (Standing::of_company(), company)];
        let used_before = counts.into_iter().filter(|(_, count)| *count > 0);
        (used_before.fold(scene, |scene, (id, count)| scene.with::<Standing>(id, used(count, at))), command)
    };
    let refused = |manager, client, company, at, refusal| {
        let (scene, command) = with(manager, client, company, at);
        scene.when(command).refused(refusal);
    };
    let accepted = |manager, client, company, at| {
        let (scene, command) = with(manager, client, company, at);
        scene.when(command).accepted();
    };
    let (november, december) = ("2026-11-23T07:00:00Z", "2026-12-14T07:00:00Z");
    accepted(2, 4, 100, november);
    refused(3, 0, 0, november, EmergencyRefusal::ManagerLimit);
    refused(0, 5, 0, november, EmergencyRefusal::ClientLimit);
    accepted(4, 7, 9, december);
    refused(5, 0, 0, december, EmergencyRefusal::ManagerLimit);
    refused(0, 8, 0, december, EmergencyRefusal::ClientLimit);
    refused(0, 0, 10, december, EmergencyRefusal::CompanyLimit);
}

#[test]
fn p114_an_emergency_bypasses_level_and_age_but_never_a_missing_cost() {
    let of = |figures: Figures| world(opened_with(submitted(), figures));
    of(Figures { cost_age: CostAge::Stale, ..figures(700) }).when(record()).accepted();
    of(Figures { control: Control::Blocked, deviation: None, ..figures(0) }).when(record()).refused(EmergencyRefusal::CostMissing);
    of(figures(2_500)).when(record()).accepted();
    of(figures(2_501)).when(record()).refused(EmergencyRefusal::NotForThis);
    of(Figures { loss_making: true, ..figures(700) }).when(record()).refused(EmergencyRefusal::NotForThis);
    // Up to fifteen points the directorate is enough, above it is not.
    let drp = RecordEmergency { authorised: line("drp"), ..record() };
    of(figures(1_500)).when(drp.clone()).accepted();
    of(figures(1_501)).when(drp).refused(EmergencyRefusal::LevelTooLow);
}

#[test]
fn p112_what_was_got_more_than_a_day_ago_or_in_the_future_is_not_recorded() {
    let got = |at: &str| RecordEmergency { obtained_at: literal(at), ..record() };
    world(processes::open()).when(got("2026-11-22T07:00:00Z")).accepted();
    world(processes::open()).when(got("2026-11-22T06:59:59Z")).refused(EmergencyRefusal::TooLate);
    world(processes::open()).when(got("2026-11-23T07:00:01Z")).refused(EmergencyRefusal::InTheFuture);
}

#[test]
fn only_the_manager_names_somebody_who_is_on_the_register() {
    world(processes::open()).by(person("manager-2", Role::Manager)).when(record()).refused(EmergencyRefusal::NotTheManager);
    let ghost = RecordEmergency { authorised: line("ghost"), ..record() };
    world(processes::open()).when(ghost).refused(EmergencyRefusal::NotAuthorised);
    world(processes::approved_at(500)).when(record()).refused(EmergencyRefusal::NotPending);
    nothing::<EmergencyApproval>().settings(context_settings()).when(record()).refused(EmergencyRefusal::NoProcess);
    let in_their_place = Submitted { submitted_by: Some(line("dp")), ..submitted() };
    let submitted_in_their_place = processes::opened_with(in_their_place, figures(700));
    world(submitted_in_their_place).when(record()).refused(EmergencyRefusal::OwnConsent);
    let own = Submitted { manager: line("dp"), ..submitted() };
    let scene = world(opened_with(own, figures(700))).by(person("dp", Role::Manager));
    scene.when(record()).refused(EmergencyRefusal::OwnConsent);
    let again = given::<EmergencyApproval>([EmergencyEvent::Recorded(Box::new(recorded()))]);
    again.when(record()).refused(EmergencyRefusal::Exists);
}

fn emergency(more: impl IntoIterator<Item = EmergencyEvent>) -> Given<EmergencyApproval> {
    let events = std::iter::once(EmergencyEvent::Recorded(Box::new(recorded()))).chain(more);
    given::<EmergencyApproval>(events).with::<Roster>(Roster::id(), rosters::history())
}

#[test]
fn p112_a_day_later_the_approver_is_reminded_and_two_days_later_it_is_a_violation() {
    let consent = || [EmergencyEvent::ConsentGiven];
    emergency(consent()).at("2026-11-24T06:59:59Z").when(CheckEmergency::example()).then([]);
    emergency(consent()).at("2026-11-24T07:00:00Z").when(CheckEmergency::example()).then([EmergencyEvent::Reminded]);
    let reminded = || [EmergencyEvent::ConsentGiven, EmergencyEvent::Reminded];
    emergency(reminded()).at("2026-11-25T07:00:00Z").when(CheckEmergency::example()).then([EmergencyEvent::Violated]);
    let confirmed = EmergencyEvent::Confirmed { by: rosters::person("rbu-north") };
    emergency([EmergencyEvent::ConsentGiven, confirmed]).at("2026-12-25T07:00:00Z").when(CheckEmergency::example()).then([]);
}

#[test]
fn p113_a_refusal_afterwards_is_an_incident_that_stops_further_emergencies_until_it_is_closed() {
    let refuse = ConfirmEmergency { refusal: Some(processes::reason()), ..ConfirmEmergency::example() };
    let decision = emergency([]).by(person("rbu-north", Role::Approver)).when(refuse).accepted();
    assert!(matches!(decision.events.as_slice(), [EmergencyEvent::Refused { .. }, EmergencyEvent::IncidentOpened { in_quarter: 1 }]));
    assert_eq!(decision.others[0].stream, Standing::stream(Standing::of_manager(&line("manager"))));
    let open = StandingEvent::IncidentOpened { emergency: id(), at: literal(MONDAY) };
    let blocked = world(processes::open()).with::<Standing>(Standing::of_manager(&line("manager")), [open.clone()]);
    blocked.when(record()).refused(EmergencyRefusal::OpenIncident);
    let incident = || emergency([EmergencyEvent::IncidentOpened { in_quarter: 1 }]);
    incident().by(person("rbu-north", Role::Approver)).when(CloseIncident::example()).refused(EmergencyRefusal::NotYours);
    incident().by(person("dp", Role::Approver)).when(CloseIncident::example()).accepted();
    emergency([]).by(person("dp", Role::Approver)).when(CloseIncident::example()).refused(EmergencyRefusal::NoIncident);
    let closed = StandingEvent::IncidentClosed { emergency: id() };
    let free = world(processes::open()).with::<Standing>(Standing::of_manager(&line("manager")), [open, closed]);
    free.when(record()).accepted();
}

#[test]
fn silence_of_the_named_person_counts_as_no() {
    let silent = emergency([]).at("2026-11-23T09:00:00Z").when(CheckEmergency::example()).accepted();
    assert_eq!(silent.events, [EmergencyEvent::ConsentLapsed, EmergencyEvent::IncidentOpened { in_quarter: 1 }]);
    let by = |id: &str| emergency([]).by(person(id, Role::Approver));
    by("drp").when(AnswerConsent::example()).refused(EmergencyRefusal::NotThePerson);
    by("dp").when(AnswerConsent::example()).then([EmergencyEvent::ConsentGiven]);
    by("dp").when(AnswerConsent { given: false, ..AnswerConsent::example() }).accepted();
    emergency([EmergencyEvent::ConsentGiven])
        .by(person("dp", Role::Approver))
        .when(AnswerConsent::example())
        .refused(EmergencyRefusal::Answered);
}

#[test]
fn p115_it_is_confirmed_in_our_own_api_by_whoever_could_have_approved_it() {
    let by = |id: &str| emergency([]).by(person(id, Role::Approver));
    by("rbu-north").when(ConfirmEmergency::example()).accepted();
    by("rbu-south").when(ConfirmEmergency::example()).refused(EmergencyRefusal::NotYours);
    by("manager").when(ConfirmEmergency::example()).refused(EmergencyRefusal::NotYours);
    let confirmed = EmergencyEvent::Confirmed { by: rosters::person("rbu-north") };
    emergency([confirmed]).by(person("dp", Role::Approver)).when(ConfirmEmergency::example()).refused(EmergencyRefusal::Answered);
    given::<EmergencyApproval>([]).when(ConfirmEmergency::example()).refused(EmergencyRefusal::NotFound);
    assert_eq!(day("2026-11-23").to_string(), "2026-11-23");
}
