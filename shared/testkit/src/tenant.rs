//! A tenant in memory: the way from a command to its commit and its rows, for tests that need
//! several aggregates or several contexts and no store.
//!
//! Decisions, folds, projections and queries are the real ones, found by wire name in the
//! catalogues; only where things are kept is different. Nobody else writes, so what a store
//! would refuse because of somebody else is a defect here, and panics.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::aggregate::{Commit, History, Version};
use kernel::command::{AnyCommand, Decided, Undecided};
use kernel::facts::ROUNDS_MAX;
use kernel::query::AnyQuery;
use kernel::reaction::{AnySchedule, Effect};
use kernel::view::{Order, Range, RowQuery};
use kernel::{
    Actor, Aggregate, Catalogue, Change, Context, Day, Event, Facts, Id, Moment, Page, Refused, Role, Row, RowKey, Settings, StreamKey,
    Want,
};
use serde_json::Value;

/// Commits of a stream that are folded again and again before a snapshot stands for them.
const TAIL_MAX: usize = 4;

/// A state with its type erased, at its version.
type Folded = (Version, Box<dyn Any>);

/// Streams, unique values and rows of one tenant, and its clock.
pub struct Tenant {
    catalogues: &'static [&'static Catalogue],
    context: Context,
    streams: BTreeMap<StreamKey, History>,
    owners: BTreeMap<(String, String), String>,
    kept: BTreeMap<String, Vec<u8>>,
    /// Subjects whose key was made, and whether it is there still.
    subjects: RefCell<BTreeMap<String, bool>>,
    rows: BTreeMap<&'static str, BTreeMap<RowKey, Row>>,
    sent: u64,
    /// Everything that was written, in the order in which it was.
    written: Vec<(StreamKey, Commit)>,
    /// States that were asked for, at the version that they had: folding is what takes time.
    folded: RefCell<BTreeMap<StreamKey, Folded>>,
    nothing: History,
}

impl Tenant {
    /// A tenant with nothing in it.
    pub fn new(catalogues: &'static [&'static Catalogue], settings: Settings, now: Moment) -> Self {
        let context = Context { settings: Arc::new(settings), now, ..crate::context() };
        Self {
            catalogues,
            context,
            streams: BTreeMap::new(),
            owners: BTreeMap::new(),
            kept: BTreeMap::new(),
            subjects: RefCell::default(),
            rows: BTreeMap::new(),
            sent: 0,
            written: Vec::new(),
            folded: RefCell::default(),
            nothing: History::default(),
        }
    }

    /// The tenant's civil day.
    pub fn today(&self) -> Day {
        self.context.now.day_in(self.context.settings.time_zone)
    }

    /// The time.
    pub fn now(&self) -> Moment {
        self.context.now
    }

    /// Time passes.
    pub fn wait_ms(&mut self, ms: i64) {
        self.context.now = self.context.now.plus_ms(ms);
    }

    /// Carries a command out, as somebody who may: an accountant where accountants may. The
    /// streams that it wrote.
    ///
    /// # Errors
    /// When the business says no.
    #[track_caller]
    pub fn send(&mut self, name: &str, body: Value) -> Result<Vec<StreamKey>, Refused> {
        let roles = self.command(name).spec().roles;
        self.send_in(self.context_of(roles).actor, name, body)
    }

    /// Carries a command out, as somebody in particular, who must have a role for it.
    ///
    /// # Errors
    /// When the business says no.
    #[track_caller]
    pub fn send_as(&mut self, actor: Actor, name: &str, body: Value) -> Result<Vec<StreamKey>, Refused> {
        let roles = self.command(name).spec().roles;
        assert!(roles.is_empty() || actor.has_any(roles), "{} has no role for {name}", actor.id);
        self.send_in(actor, name, body)
    }

    fn command(&self, name: &str) -> &'static dyn AnyCommand {
        let command = self.catalogues.iter().find_map(|catalogue| catalogue.command(name));
        command.unwrap_or_else(|| panic!("there is no command {name}"))
    }

    #[track_caller]
    fn send_in(&mut self, actor: Actor, name: &str, body: Value) -> Result<Vec<StreamKey>, Refused> {
        let command = self.command(name);
        self.sent += 1;
        let context = self.context_as(actor);
        let decided = self.decide(command, body, &context)?;
        let streams = decided.appends.iter().map(|append| append.stream.clone()).collect();
        self.write(decided, &context, name);
        Ok(streams)
    }

    /// What a query answers.
    ///
    /// # Errors
    /// When it is refused.
    #[track_caller]
    pub fn ask(&self, name: &str, parameters: Value) -> Result<Value, Refused> {
        let mut queries = self.catalogues.iter().flat_map(|catalogue| catalogue.queries);
        let query: &dyn AnyQuery = *queries.find(|query| query.spec().name == name).unwrap_or_else(|| panic!("there is no query {name}"));
        let pending = query.open(parameters).unwrap_or_else(|malformed| panic!("{name}: {malformed}"));
        let context = self.context_of(query.spec().roles);
        let facts = self.look_up(name, |facts| pending.wants(facts, &context));
        pending.answer(&facts, &context).map(|answer| answer.body)
    }

    /// Something that happened before, without the commands that made it happen.
    pub fn happened<A: Aggregate>(&mut self, id: Id<A::Kind>, events: impl IntoIterator<Item = A::Event>) {
        let stream = A::stream(id);
        let events = events.into_iter().map(|event| event.write().expect("a writable event")).collect();
        let append = kernel::command::Append { expected: self.history(&stream).version(), stream, events };
        let (claims, releases, unchanged, keeps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let context = self.context_as(Actor::system("test"));
        self.write(Decided { appends: vec![append], claims, releases, unchanged, keeps }, &context, "test");
    }

    /// Bytes that somebody has uploaded.
    pub fn keep(&mut self, key: &str, bytes: impl Into<Vec<u8>>) {
        self.kept.insert(key.to_owned(), bytes.into());
    }

    /// The newest state of an aggregate, if there is one.
    pub fn state<A: Aggregate>(&self, id: Id<A::Kind>) -> Option<A> {
        self.look_at(id, A::clone)
    }

    /// Looks at the newest state of an aggregate, if there is one.
    pub fn look_at<A: Aggregate, T>(&self, id: Id<A::Kind>, look: impl FnOnce(&A) -> T) -> Option<T> {
        let stream = A::stream(id);
        let history = self.streams.get(&stream)?;
        let mut folded = self.folded.borrow_mut();
        let known = folded.get(&stream).filter(|(version, _)| *version == history.version());
        if let Some(state) = known.and_then(|(_, state)| state.downcast_ref::<A>()) {
            return Some(look(state));
        }
        let state: A = Self::fold(history);
        let looked = look(&state);
        folded.insert(stream, (history.version(), Box::new(state)));
        Some(looked)
    }

    /// The newest states of all aggregates of a type.
    pub fn states<A: Aggregate>(&self) -> impl Iterator<Item = A> {
        self.streams.iter().filter(|(stream, _)| stream.kind == A::NAME).map(|(_, history)| Self::fold(history))
    }

    /// Everything that was written, in the order in which it was.
    pub fn written(&self) -> &[(StreamKey, Commit)] {
        &self.written
    }

    /// A stream up to now.
    pub fn history(&self, stream: &StreamKey) -> &History {
        self.streams.get(stream).unwrap_or(&self.nothing)
    }

    /// What a schedule does now.
    pub fn tick(&self, schedule: &dyn AnySchedule) -> Vec<Effect> {
        let context = self.context_as(Actor::system(schedule.spec().name));
        let facts = self.look_up(schedule.spec().name, |facts| schedule.wants(facts, &context));
        schedule.tick(&facts, &context)
    }

    /// Destroys the key of a subject, as the effect of a reaction does.
    pub fn forget(&mut self, subject: &str) {
        self.subjects.borrow_mut().insert(subject.to_owned(), false);
    }

    /// Tenant, settings and time, for somebody.
    pub fn context_as(&self, actor: Actor) -> Context {
        let seed = kernel::id::derive_uuid("testkit", &[&self.sent.to_string()]);
        Context { actor, seed, ..self.context.clone() }
    }

    fn fold<A: Aggregate>(history: &History) -> A {
        history.fold::<A>().expect("what was written folds").expect("a stream begins with a commit").state
    }

    fn context_of(&self, roles: &[Role]) -> Context {
        let role = if roles.contains(&Role::Accountant) { Some(Role::Accountant) } else { roles.first().copied() };
        let actor = match role {
            None | Some(Role::System) => Actor::system("test"),
            Some(role) => crate::person("somebody", role),
        };
        self.context_as(actor)
    }

    fn decide(&self, command: &'static dyn AnyCommand, body: Value, context: &Context) -> Result<Decided, Refused> {
        let name = command.spec().name;
        let mut pending = command.open(body).unwrap_or_else(|malformed| panic!("{name}: {malformed}"));
        let stream = pending.stream(context);
        pending.load(self.history(&stream)).expect("what was written folds");
        let facts = self.look_up(name, |facts| pending.wants(facts, context));
        pending.decide(&facts, context).map_err(|undecided| match undecided {
            Undecided::Refused(refused) => refused,
            Undecided::Impossible(impossible) => panic!("{name}: {impossible}"),
        })
    }

    fn look_up(&self, name: &str, wants: impl Fn(&Facts) -> Vec<Want>) -> Facts {
        let mut facts = Facts::default();
        for _ in 0..ROUNDS_MAX {
            let new: Vec<Want> = wants(&facts).into_iter().filter(|want| !facts.has(want)).collect();
            if new.is_empty() {
                return facts;
            }
            for want in new {
                self.find(&want, &mut facts);
            }
        }
        panic!("{name} asks more often than the pipeline allows")
    }

    fn find(&self, want: &Want, facts: &mut Facts) {
        match want {
            Want::Aggregate { stream, .. } => facts.put_aggregate(want, self.history(stream)).expect("what was written folds"),
            Want::Guard { scope, value } => facts.put_guard(want, self.owners.get(&(scope.clone(), value.clone())).cloned()),
            Want::Rows(query) => facts.put_rows(want, self.page(query)),
            Want::Document { .. } => facts.put_document(want, None),
            Want::Content { key } => facts.put_content(want, self.kept.get(key).cloned()),
            Want::SubjectKey { subject, create } => {
                let mut subjects = self.subjects.borrow_mut();
                let there = subjects.get(subject).copied().or_else(|| create.then(|| *subjects.entry(subject.clone()).or_insert(true)));
                facts.put_subject_key(want, there.unwrap_or(false).then(|| crate::decision::subject_key(subject)));
            }
            Want::UploadUrl { key, .. } | Want::DownloadUrl { key, .. } => facts.put_url(want, format!("https://documents.test/{key}")),
        }
    }

    /// All or nothing, as the store writes.
    fn write(&mut self, decided: Decided, context: &Context, name: &str) {
        for keep in &decided.keeps {
            self.kept.insert(keep.key.clone(), keep.bytes.clone());
        }
        for seen in &decided.unchanged {
            assert_eq!(self.history(&seen.stream).version(), seen.version, "{name} rests on an old {:?}", seen.stream);
        }
        let own = decided.appends.first().map(|append| append.stream.id.clone()).unwrap_or_default();
        for release in decided.releases {
            self.owners.remove(&(release.scope, release.value));
        }
        for claim in decided.claims {
            let before = self.owners.insert((claim.scope.clone(), claim.value), own.clone());
            assert!(before.is_none_or(|before| before == own), "{name} takes a {} that is taken", claim.scope);
        }
        for append in decided.appends {
            let history = self.streams.entry(append.stream.clone()).or_default();
            assert_eq!(history.version(), append.expected, "{name} writes to an old {:?}", append.stream);
            let commit = Commit { version: append.expected + 1, meta: context.meta(name), key: None, events: append.events };
            history.commits.push(commit.clone());
            self.project(&append.stream, append.expected);
            self.shorten(&append.stream);
            self.written.push((append.stream, commit));
        }
    }

    /// Long streams are kept as the store keeps them: a snapshot, and what came after it.
    fn shorten(&mut self, stream: &StreamKey) {
        let aggregate = self.catalogues.iter().find_map(|catalogue| catalogue.aggregate(&stream.kind));
        let Some((aggregate, history)) = aggregate.zip(self.streams.get_mut(stream)) else { return };
        if history.commits.len() >= TAIL_MAX {
            history.snapshot = aggregate.snapshot(history).expect("what was written folds");
            history.commits.clear();
        }
    }

    fn project(&mut self, stream: &StreamKey, from: u64) {
        let history = &self.streams[stream];
        let views = self.catalogues.iter().flat_map(|catalogue| catalogue.views).filter(|view| view.aggregate() == stream.kind);
        for view in views {
            let projected = view.project(&self.context.tenant, &stream.id, from, history).expect("what was written folds");
            let rows = self.rows.entry(view.spec().view).or_default();
            for change in projected.into_iter().flat_map(|projected| projected.changes) {
                apply(rows, change);
            }
        }
    }

    /// A page as the store makes them, but for its cursor, which is a place in the list.
    fn page(&self, query: &RowQuery) -> Page {
        let within = |sort: &str| match &query.range {
            Range::All => true,
            Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
            Range::UpTo(last) => sort <= last.as_str(),
            Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
        };
        let rows = self.rows.get(query.view).into_iter().flat_map(BTreeMap::values);
        let hits = rows.filter_map(|row| Some((key_in(row, query.order)?, row)));
        let mut hits: Vec<_> = hits.filter(|(key, _)| key.partition == query.partition && within(&key.sort)).collect();
        hits.sort_by_key(|(key, _)| *key);
        if query.descending {
            hits.reverse();
        }
        let start: usize = query.cursor.as_deref().map_or(0, |cursor| cursor.parse().expect("a cursor of this store"));
        let end = hits.len().min(start + query.limit as usize);
        let next_cursor = (end < hits.len()).then(|| end.to_string());
        Page { rows: hits[start..end].iter().map(|(_, row)| (*row).clone()).collect(), next_cursor }
    }
}

fn key_in(row: &Row, order: Order) -> Option<&RowKey> {
    match order {
        Order::Main => Some(&row.key),
        Order::Index1 => row.index1.as_ref(),
        Order::Index2 => row.index2.as_ref(),
    }
}

fn apply(rows: &mut BTreeMap<RowKey, Row>, change: Change) {
    match change {
        Change::Put(row) => drop(rows.insert(row.key.clone(), row)),
        Change::Delete(key) => drop(rows.remove(&key)),
        Change::Add(addition) => {
            let RowKey { partition, sort } = addition.key.clone();
            let row = rows.entry(addition.key).or_insert_with(|| Row::new(partition, sort, addition.data));
            for (name, sum) in addition.counters {
                *row.counters.entry(name).or_default() += sum;
            }
        }
    }
}
