//! What holds for the channel whatever happens.

use kernel::aggregate::fold_events;
use kernel::{Aggregate, Command, Moment};
use proptest::prelude::*;
use testkit::decision::Given;
use testkit::given;

use super::drop_tasks::DropTasks;
use super::note_failed::NoteFailed;
use super::note_probe::NoteProbe;
use super::note_sent::NoteSent;
use super::tend::TendChannel;
use super::{Channel, ChannelEvent, Circuit, TaskKey};
use crate::Priority;
use crate::samples::channels::{key, other, queued, task};
use crate::samples::{MONDAY, context_settings, line};

/// A channel and its history.
#[derive(Clone)]
struct Line {
    events: Vec<(Moment, ChannelEvent)>,
    now: Moment,
}

impl Line {
    fn new() -> Self {
        Self { events: Vec::new(), now: testkit::moment(MONDAY) }
    }

    fn channel(&self) -> Channel {
        let mut channel = None;
        for (at, event) in &self.events {
            let meta = kernel::Meta { at: *at, ..testkit::context().meta("test") };
            channel = fold_events::<Channel>(channel, std::slice::from_ref(event), &meta).unwrap();
        }
        channel.unwrap_or_else(Channel::fresh)
    }

    fn push(&mut self, events: impl IntoIterator<Item = ChannelEvent>) {
        let now = self.now;
        self.events.extend(events.into_iter().map(|event| (now, event)));
    }

    /// The commands decide on the real state, times included.
    fn send<C: Command<Aggregate = Channel>>(&mut self, command: &C) -> Vec<ChannelEvent>
    where
        C::Refusal: std::fmt::Debug,
    {
        let mut context = testkit::context();
        context.now = self.now;
        context.settings = std::sync::Arc::new(context_settings());
        let decision = command.decide(Some(&self.channel()), &kernel::Facts::default(), &context).unwrap();
        self.push(decision.events.clone());
        decision.events
    }

    fn later(&mut self, seconds: i64) {
        self.now = self.now.plus_ms(seconds * 1_000);
    }

    fn queue(&mut self, n: usize, priority: Priority) {
        let task = super::Task { priority, ..other(n) };
        let waits = self.channel().circuit != Circuit::Closed;
        let sent = (!waits && self.channel().waiting.is_empty()).then_some(ChannelEvent::Dispatched { key: task.key, at: self.now });
        self.push(std::iter::once(ChannelEvent::TaskQueued { task, waits }).chain(sent));
    }

    fn fail(&mut self, task: TaskKey) -> Vec<ChannelEvent> {
        self.send(&NoteFailed { task, ..NoteFailed::example() })
    }

    fn succeed(&mut self, task: TaskKey) -> Vec<ChannelEvent> {
        self.send(&NoteSent { task, ..NoteSent::example() })
    }

    fn flying(&self) -> Vec<TaskKey> {
        self.channel().in_flight.iter().map(|flight| flight.waiting.task.key).collect()
    }
}

/// A channel whose circuit has just opened after five failures.
fn opened() -> Line {
    let mut line = Line::new();
    line.queue(0, Priority::P2);
    for _ in 0..5 {
        let key = line.flying()[0];
        line.fail(key);
        line.send(&TendChannel {});
    }
    line
}

#[test]
fn p117_five_failures_in_a_row_open_the_circuit() {
    let line = opened();
    assert!(matches!(line.channel().circuit, Circuit::Open { .. }));
    let mut four = Line::new();
    four.queue(0, Priority::P2);
    for _ in 0..4 {
        let key = four.flying()[0];
        four.fail(key);
        four.send(&TendChannel {});
    }
    assert_eq!(four.channel().circuit, Circuit::Closed);
}

#[test]
fn p117_two_minutes_without_success_open_it_too() {
    let mut line = Line::new();
    line.queue(0, Priority::P2);
    let key = line.flying()[0];
    line.fail(key);
    line.later(60);
    line.send(&TendChannel {});
    line.later(60);
    assert!(matches!(line.fail(key).last(), Some(ChannelEvent::CircuitOpened { .. })));
}

#[test]
fn p117_after_thirty_seconds_one_task_is_let_through() {
    let mut line = opened();
    line.queue(1, Priority::P1);
    line.later(29);
    assert_eq!(line.send(&TendChannel {}), []);
    line.later(1);
    let events = line.send(&TendChannel {});
    assert!(matches!(events.as_slice(), [ChannelEvent::HalfOpened { probes: false }, ChannelEvent::Dispatched { .. }]), "{events:?}");
    assert_eq!(line.flying(), [other(1).key], "priority 1 first");
    let again = line.fail(other(1).key);
    assert!(matches!(again.last(), Some(ChannelEvent::CircuitOpened { .. })), "one failure is enough");
}

#[test]
fn p117_the_fallback_mode_needs_five_minutes_and_a_long_outage_is_told_once() {
    let mut line = opened();
    line.later(299);
    assert!(!line.send(&TendChannel {}).contains(&ChannelEvent::FallbackActivated));
    line.later(1);
    assert!(line.send(&TendChannel {}).contains(&ChannelEvent::FallbackActivated));
    assert!(line.channel().is_fallback());
    line.later(4 * 3_600);
    let long = |events: &[ChannelEvent]| events.iter().any(|event| matches!(event, ChannelEvent::OutageLong { .. }));
    assert!(long(&line.send(&TendChannel {})));
    line.later(60);
    assert!(!long(&line.send(&TendChannel {})));
}

#[test]
fn p118_a_lost_answer_is_a_failure_and_a_late_one_is_no_harm() {
    let mut line = Line::new();
    line.queue(0, Priority::P2);
    let key = line.flying()[0];
    line.later(120);
    let events = line.send(&TendChannel {});
    assert!(matches!(events.as_slice(), [ChannelEvent::SendFailed { gives_up: false, .. }, ..]), "{events:?}");
    assert_eq!(line.succeed(key), [], "it waits again and will be found by its key");
}

#[test]
fn a_sign_of_life_closes_the_circuit_when_nothing_waits() {
    let mut line = opened();
    let process = other(0).key.process;
    line.send(&DropTasks { process_id: process });
    line.later(30);
    assert_eq!(line.send(&TendChannel {}), [ChannelEvent::HalfOpened { probes: true }]);
    let mut dead = line.clone();
    assert!(matches!(dead.send(&NoteProbe { error: Some(line_of("x")) }).last(), Some(ChannelEvent::CircuitOpened { .. })));
    assert_eq!(line.send(&NoteProbe { error: None }), [ChannelEvent::ProbeAnswered, ChannelEvent::CircuitClosed]);
    assert_eq!(line.send(&NoteProbe { error: None }), []);
}

fn line_of(text: &str) -> kernel::Line {
    line(text)
}

#[test]
fn what_can_never_be_sent_is_given_up_and_keeps_nobody_waiting() {
    let mut line = Line::new();
    line.queue(0, Priority::P2);
    let events = line.send(&NoteFailed { task: other(0).key, permanent: true, ..NoteFailed::example() });
    assert!(matches!(events.as_slice(), [ChannelEvent::SendFailed { gives_up: true, .. }]), "{events:?}");
    assert!(!line.channel().knows(other(0).key));
    let nothing: Given<Channel> = given([]);
    nothing.when(NoteFailed::example()).refused(super::ChannelRefusal::NoChannel);
    given::<Channel>([queued()]).when(NoteSent::example()).then([]);
    assert_eq!((task().key, Channel::NAME), (key(), "approvals.channel"));
}

#[test]
fn a_key_is_read_as_it_is_written() {
    assert_eq!(key().to_string().parse(), Ok(key()));
    for bad in ["", "apr_1/1/1", "1/1", &format!("{}/x", key()), &format!("{}/1", key())] {
        assert!(bad.parse::<TaskKey>().is_err(), "{bad}");
    }
}

proptest! {
    /// After any weather, on recovery everything goes out once, priority 1 first, then by age.
    #[test]
    fn p119_the_queue_is_drained_in_order_and_nothing_goes_out_twice(priorities in prop::collection::vec(any::<bool>(), 1..30)) {
        let mut line = opened();
        let mut expected = vec![(Priority::P2, 0usize)];
        for (n, first) in priorities.iter().enumerate() {
            line.later(1);
            let priority = if *first { Priority::P1 } else { Priority::P2 };
            line.queue(n + 1, priority);
            expected.push((priority, n + 1));
        }
        expected.sort();
        line.later(400);
        line.send(&TendChannel {});
        let mut sent = Vec::new();
        while let Some(key) = line.flying().first().copied() {
            let events = line.succeed(key);
            sent.push(key);
            let drained = events.iter().any(|event| matches!(event, ChannelEvent::QueueDrained { .. }));
            prop_assert_eq!(drained, sent.len() == expected.len());
        }
        prop_assert_eq!(sent, expected.iter().map(|(_, n)| other(*n).key).collect::<Vec<_>>());
        prop_assert_eq!(line.channel().circuit, Circuit::Closed);
        prop_assert!(!line.channel().is_fallback() && line.channel().waiting.is_empty());
    }
}
