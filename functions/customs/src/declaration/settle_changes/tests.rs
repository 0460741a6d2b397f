//! Sequences of what the vendor says, in every order: never contradictory, nothing dropped.

use std::collections::BTreeSet;

use kernel::aggregate::fold_events;
use kernel::{Command, Facts};
use proptest::prelude::*;
use testkit::{context, given, moment};

use super::*;
use crate::declaration::DeclarationEvent as Event;
use crate::declaration::event::Alert;
use crate::declaration::journal::Meaning;
use crate::declaration::note_change::{Listed, NoteChange};
use crate::declaration::record_messages::RecordMessages;
use crate::declaration::status::{AuthorityFact, Status};
use crate::samples::declarations as sample;

/// What the vendor says: a code at a minute.
type Told = (i64, u8);

fn listed((raw_code, minute): Told) -> Listed {
    let number = matches!(raw_code, 2 | 3).then(|| crate::samples::line("10005030/211126/0001234"));
    Listed { registration_number: number, ..sample::listed(raw_code, &format!("2026-11-21T09:{minute:02}:00Z")) }
}

fn state(history: &[Event]) -> Declaration {
    fold_events(None, history, &context().meta("test")).unwrap().unwrap()
}

fn does<C: Command<Aggregate = Declaration>>(history: &mut Vec<Event>, command: &C) {
    let decision = command.decide(Some(&state(history)), &Facts::default(), &context());
    history.extend(decision.unwrap_or_else(|refusal| panic!("{refusal:?}")).events);
}

fn settle(history: &mut Vec<Event>) {
    if let Some(through) = state(history).vendor.unsettled.iter().map(|one| one.changed_at).max() {
        does(history, &SettleChanges { through, ..SettleChanges::example() });
    }
}

/// The vendor tells this; what is told is taken into account after each, or only at the end.
fn after(told: &[Told], settles: impl Fn(usize) -> bool) -> (Declaration, Vec<Event>) {
    let mut history = sample::awaiting();
    does(&mut history, &RecordMessages::example());
    for (n, one) in told.iter().enumerate() {
        does(&mut history, &NoteChange { listed: listed(*one), ..NoteChange::example() });
        if settles(n) {
            settle(&mut history);
        }
    }
    settle(&mut history);
    (state(&history), history)
}

fn shuffled(told: &[Told], seed: u64) -> Vec<Told> {
    let (mut dice, mut told) = (crate::world::Dice::new(seed), told.to_vec());
    for i in (1..told.len()).rev() {
        told.swap(i, dice.roll(i + 1));
    }
    told
}

/// What was said is known: each fact at a time no later than it was said, each unknown code as an
/// alert, each observation once.
fn nothing_is_dropped(told: &[Told], state: &Declaration, history: &[Event]) {
    assert!(state.vendor.unsettled.is_empty());
    let noticed: Vec<(i64, kernel::Moment)> = history
        .iter()
        .filter_map(|event| {
            let Event::ChangeNoticed { observation } = event else { return None };
            Some((observation.raw_code, observation.changed_at))
        })
        .collect();
    assert_eq!(noticed.iter().collect::<BTreeSet<_>>().len(), noticed.len(), "each once");
    for one in told {
        let listed = listed(*one);
        let meaning = crate::statuses::meaning(&Default::default(), listed.raw_code);
        assert!(meaning == Some(Meaning::NotSent) || noticed.contains(&(listed.raw_code, listed.changed_at)), "{one:?}");
        match meaning {
            Some(Meaning::Fact { fact }) => {
                assert!(state.standing.of(fact).is_some_and(|known| !known.inferred && known.first_at <= listed.changed_at));
            }
            Some(Meaning::NotSent) => {}
            None => assert!(
                state
                    .alerts
                    .iter()
                    .any(|raised| matches!(&raised.alert, Alert::UnknownStatus { raw_code, .. } if *raw_code == listed.raw_code))
            ),
        }
    }
    // Two ends that contradict are told, and one of them holds.
    for fact in state.standing.contradictions() {
        assert!(state.alerts.iter().any(|raised| matches!(raised.alert, Alert::Contradiction { .. })), "{fact:?}");
    }
}

fn told() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::vec((prop::sample::select(vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 99, 204]), 0_u8..30), 0..9)
}

proptest! {
    #[test]
    fn c08_c09_in_whatever_order_it_is_told_the_standing_is_the_same(told in told(), seed in any::<u64>()) {
        let (one, history) = after(&told, |_| true);
        let (other, other_history) = after(&shuffled(&told, seed), |n| n % 3 == 0);
        prop_assert_eq!(&one.standing, &other.standing);
        prop_assert_eq!(one.status(), other.status());
        prop_assert_eq!(&one.registration_number, &other.registration_number);
        nothing_is_dropped(&told, &one, &history);
        nothing_is_dropped(&told, &other, &other_history);
    }

    #[test]
    fn c04_c36_what_is_told_twice_is_known_once(told in told()) {
        let twice: Vec<Told> = told.iter().chain(&told).copied().collect();
        let (once, _) = after(&told, |_| true);
        let (again, _) = after(&twice, |_| true);
        prop_assert_eq!(once.standing, again.standing);
        let released = after(&twice, |_| true).1.iter().filter(|event| matches!(event, Event::Released(_))).count();
        prop_assert!(released <= 1);
    }
}

#[test]
fn c09_every_order_of_a_whole_life_ends_in_the_same_place() {
    let life = [(1, 1), (2, 2), (7, 3), (2, 4), (3, 5)];
    let mut orders = vec![Vec::new()];
    for (n, one) in life.into_iter().enumerate() {
        orders =
            orders.into_iter().flat_map(|order: Vec<Told>| (0..=n).map(move |at| [&order[..at], &[one], &order[at..]].concat())).collect();
    }
    assert_eq!(orders.len(), 120);
    for order in orders {
        let (state, history) = after(&order, |_| true);
        let alerts: Vec<&Alert> = state.open_alerts().map(|(_, raised)| &raised.alert).collect();
        // The body of the form is not kept in these tests.
        assert_eq!((state.status(), alerts), (Status::Released, vec![&Alert::PaymentsUnknown]), "{order:?}");
        nothing_is_dropped(&order, &state, &history);
    }
}

#[test]
fn c25_the_time_is_that_of_the_message_that_the_vendor_took_in_with_the_change() {
    let mut history = sample::awaiting();
    let message = |id: &str, prepared: &str, processed: &str| crate::declaration::journal::Message {
        processed_at: Some(moment(processed)),
        ..sample::message(id, prepared)
    };
    let messages = vec![
        message("env-1", "2026-11-21T08:40:00Z", "2026-11-21T08:45:00Z"),
        message("env-2", "2026-11-21T08:59:00Z", "2026-11-21T09:09:50Z"),
    ];
    does(&mut history, &RecordMessages { messages, ..RecordMessages::example() });
    for (told, at) in [((2, 10), "2026-11-21T08:59:00Z"), ((3, 40), "2026-11-21T09:40:00Z")] {
        does(&mut history, &NoteChange { listed: listed(told), ..NoteChange::example() });
        settle(&mut history);
        let fact = if told.0 == 2 { AuthorityFact::Registered } else { AuthorityFact::Released };
        let known = state(&history).standing.of(fact).copied().unwrap();
        assert_eq!((known.first_at, known.inferred), (moment(at), false), "an earlier message is of something else");
    }
}

#[test]
fn c27_the_first_number_is_kept_and_another_one_is_told() {
    let mut history = sample::awaiting();
    let text = |number: &str| crate::samples::line(number);
    for (minute, number) in [(1, "10005030/211126/0001234"), (2, "10005030/211126/0005678"), (3, "без номера")] {
        let listed = Listed { registration_number: Some(text(number)), ..listed((2, minute)) };
        does(&mut history, &NoteChange { listed, ..NoteChange::example() });
        settle(&mut history);
    }
    let state = state(&history);
    assert_eq!(state.registration_number.as_ref().map(ToString::to_string).as_deref(), Some("10005030/211126/0001234"));
    let alerts: Vec<Alert> = state.open_alerts().map(|(_, raised)| raised.alert.clone()).collect();
    assert_eq!(
        alerts,
        [Alert::NumberChanged { now: text("10005030/211126/0005678") }, Alert::NumberUnreadable { text: text("без номера") }]
    );
}

#[test]
fn x14_without_the_body_of_the_form_a_release_is_told_with_unknown_sums() {
    let history = sample::awaiting().into_iter().chain([sample::noticed(3, "2026-11-21T09:00:00Z")]);
    let decision = given::<Declaration>(history).when(SettleChanges::example()).accepted();
    let [.., Event::Released(released), Event::AlertRaised { alert }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
    assert_eq!((released.payments, released.goods_count, alert), (None, 2, &Alert::PaymentsUnknown));
}
