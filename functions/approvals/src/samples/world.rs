//! A process in its world, for tests: people, limits, channel and the clock.

use std::sync::Arc;

use kernel::aggregate::{Commit, History, fold_events};
use kernel::facts::ROUNDS_MAX;
use kernel::view::Page;
use kernel::{Aggregate, Command, Context, Decision, Event, Facts, Meta, Moment, Role, Row, StreamKey, Want};
use testkit::decision::{Given, person};
use testkit::given;

use super::{MONDAY, context_settings, rosters};
use crate::LimitId;
use crate::channel::{Channel, ChannelEvent};
use crate::figures::Figures;
use crate::limit::{DailyLimit, LimitEvent};
use crate::process::fire_deadlines::FireDeadlines;
use crate::process::note_figures::NoteFigures;
use crate::process::{Case, Process, ProcessEvent};
use crate::roster::{Roster, RosterEvent};
use crate::views::workload;

/// A process and everything around it.
#[derive(Clone)]
pub(crate) struct Scene {
    events: Vec<(Moment, ProcessEvent)>,
    now: Moment,
    channel: Vec<ChannelEvent>,
    limits: Vec<(LimitId, Vec<LimitEvent>)>,
    today: Vec<(String, i64)>,
    /// What happened to the roster of the samples since.
    people: Vec<RosterEvent>,
}

impl Scene {
    pub(crate) fn of(events: impl IntoIterator<Item = ProcessEvent>) -> Self {
        let now = testkit::moment(MONDAY);
        let events = events.into_iter().map(|event| (now, event)).collect();
        Self { events, now, channel: Vec::new(), limits: Vec::new(), today: Vec::new(), people: Vec::new() }
    }

    pub(crate) fn at(mut self, at: &str) -> Self {
        self.now = testkit::moment(at);
        self
    }

    /// The channel is in fallback mode.
    pub(crate) fn fallback(mut self) -> Self {
        self.channel = super::channels::fallback();
        self
    }

    pub(crate) fn with_limit(mut self, id: LimitId, events: Vec<LimitEvent>) -> Self {
        self.limits.push((id, events));
        self
    }

    /// People come, go or are away.
    pub(crate) fn news_of_people(mut self, events: impl IntoIterator<Item = RosterEvent>) -> Self {
        self.people.extend(events);
        self
    }

    fn roster(&self) -> Vec<RosterEvent> {
        rosters::history().into_iter().chain(self.people.iter().cloned()).collect()
    }

    pub(crate) fn today(mut self, person: &str, count: i64) -> Self {
        self.today.push((person.to_owned(), count));
        self
    }

    pub(crate) fn then(&self, events: impl IntoIterator<Item = ProcessEvent>) -> Self {
        let mut after = self.clone();
        after.events.extend(events.into_iter().map(|event| (self.now, event)));
        after
    }

    pub(crate) fn events(&self) -> Vec<ProcessEvent> {
        self.events.iter().map(|(_, event)| event.clone()).collect()
    }

    fn settings(&self) -> kernel::Settings {
        context_settings()
    }

    fn context(&self, actor: &str) -> Context {
        let role = if actor.starts_with("manager") { Role::Manager } else { Role::Approver };
        let mut context = Context { now: self.now, settings: Arc::new(self.settings()), ..testkit::context() };
        context.actor = if actor == "system" { kernel::Actor::system("test") } else { person(actor, role) };
        context
    }

    fn given(&self) -> Given<Process> {
        let day = self.now.day_in(self.settings().time_zone);
        let counted = self.today.iter().map(|(person, count)| counted(person, *count));
        let mut given = given::<Process>(self.events()).settings(self.settings()).at(&self.now.to_string());
        given = given.with::<Roster>(Roster::id(), self.roster());
        if !self.channel.is_empty() {
            given = given.with::<Channel>(Channel::id(), self.channel.clone());
        }
        for (id, events) in &self.limits {
            given = given.with::<DailyLimit>(*id, events.clone());
        }
        given.rows(workload::VIEW, &workload::of_day(day).partition, counted)
    }

    /// Somebody acts.
    pub(crate) fn by(&self, actor: &str) -> Given<Process> {
        self.given().by(self.context(actor).actor)
    }

    /// Entrepot acts.
    pub(crate) fn as_system(&self) -> Given<Process> {
        self.by("system")
    }

    /// What Entrepot's command leads to.
    #[track_caller]
    pub(crate) fn system<C: Command<Aggregate = Process>>(&self, command: C) -> Vec<ProcessEvent> {
        self.as_system().when(command).accepted().events
    }

    /// The process after somebody's command.
    #[track_caller]
    pub(crate) fn step<C: Command<Aggregate = Process>>(&self, actor: &str, command: C) -> Self {
        let events = self.by(actor).when(command).accepted().events;
        self.then(events)
    }

    /// What somebody's command leads to, or why not, with real times in the history.
    pub(crate) fn decide<C: Command<Aggregate = Process>>(&self, actor: &str, command: &C) -> Result<Decision<Process>, C::Refusal> {
        let (context, process) = (self.context(actor), self.process());
        let mut facts = Facts::default();
        for _ in 0..ROUNDS_MAX {
            for want in command.wants(process.as_ref(), &facts, &context) {
                if !facts.has(&want) {
                    self.look_up(&want, &mut facts);
                }
            }
        }
        command.decide(process.as_ref(), &facts, &context)
    }

    fn look_up(&self, want: &Want, facts: &mut Facts) {
        match want {
            Want::Aggregate { stream, .. } => facts.put_aggregate(want, &self.history(stream)).unwrap(),
            Want::Rows(_) => facts.put_rows(want, Page::default()),
            Want::Guard { .. }
            | Want::Document { .. }
            | Want::Content { .. }
            | Want::SubjectKey { .. }
            | Want::UploadUrl { .. }
            | Want::DownloadUrl { .. } => panic!("not wanted here"),
        }
    }

    fn history(&self, stream: &StreamKey) -> History {
        let events: Vec<serde_json::Value> = if *stream == Roster::stream(Roster::id()) {
            self.roster().iter().map(|event| event.write().unwrap()).collect()
        } else if *stream == Channel::stream(Channel::id()) {
            self.channel.iter().map(|event| event.write().unwrap()).collect()
        } else {
            let limit = self.limits.iter().find(|(id, _)| DailyLimit::stream(*id) == *stream);
            limit.map(|(_, events)| events.iter().map(|event| event.write().unwrap()).collect()).unwrap_or_default()
        };
        if events.is_empty() {
            return History::default();
        }
        let meta = testkit::context().meta("test");
        History { snapshot: None, commits: vec![Commit { version: 1, meta, key: None, events }] }
    }

    /// The state, each event at its own time.
    pub(crate) fn process(&self) -> Option<Process> {
        self.events.iter().fold(None, |state, (at, event)| {
            let meta = Meta { at: *at, ..testkit::context().meta("test") };
            fold_events::<Process>(state, std::slice::from_ref(event), &meta).unwrap()
        })
    }

    pub(crate) fn case(&self) -> Case {
        *self.process().unwrap().case.unwrap()
    }

    pub(crate) fn due(&self) -> Option<Moment> {
        self.process().and_then(|process| process.next_due())
    }

    /// The timer fires.
    #[track_caller]
    pub(crate) fn fire(&self, at: &str) -> Vec<ProcessEvent> {
        use kernel::Command;
        self.clone().at(at).system(FireDeadlines::example())
    }

    /// New figures come.
    #[track_caller]
    pub(crate) fn recalculate(&self, figures: Figures) -> Vec<ProcessEvent> {
        use kernel::Command;
        self.system(NoteFigures { figures: super::processes::later(figures), ..NoteFigures::example() })
    }
}

/// A row that counts.
fn counted(person: &str, count: i64) -> Row {
    let mut row = Row::new("", person, serde_json::Value::Null);
    row.counters.insert(workload::TASKS.to_owned(), count);
    row
}
