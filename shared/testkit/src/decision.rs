//! Decisions as business reads them: `given([...]).when(...).then([...])`.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use kernel::aggregate::{Commit, History, fold_events};
use kernel::facts::{Kept, ROUNDS_MAX};
use kernel::view::{Page, Row};
use kernel::{
    Actor, Aggregate, Command, Context, Currency, Decision, Declared, Event, Facts, Id, Language, Moment, Role, Settings, StreamKey,
    SubjectKey, Want,
};

/// When everything happens in a test that does not say otherwise.
pub const NOW: &str = "2026-11-21T08:30:00Z";

/// A Ukrainian tenant's settings.
pub fn settings() -> Settings {
    Settings {
        name: "Дніпро Трейд".to_owned(),
        jurisdiction: kernel::settings::Jurisdiction::UA,
        time_zone: chrono_tz::Europe::Kyiv,
        currency: Currency::UAH,
        language: Language::Uk,
        contexts: BTreeMap::new(),
    }
}

/// A manager at [`NOW`], with fresh ids that are the same in every run.
pub fn context() -> Context {
    Context {
        tenant: "dnipro-trade".parse().expect("a valid tenant"),
        actor: person("manager", Role::Manager),
        now: NOW.parse().expect("a valid moment"),
        settings: Arc::new(settings()),
        correlation: uuid::Uuid::nil(),
        causation: None,
        seed: uuid::Uuid::from_u128(1),
    }
}

/// A person with one role.
pub fn person(id: &str, role: Role) -> Actor {
    Actor { id: id.to_owned(), name: id.to_owned(), roles: vec![role] }
}

/// What happened to the command's aggregate before.
pub fn given<A: Aggregate>(events: impl IntoIterator<Item = A::Event>) -> Given<A> {
    Given {
        events: events.into_iter().collect(),
        others: BTreeMap::new(),
        guards: BTreeMap::new(),
        rows: BTreeMap::new(),
        documents: BTreeMap::new(),
        contents: BTreeMap::new(),
        subjects: BTreeMap::new(),
        context: context(),
        aggregate: PhantomData,
    }
}

/// The key of a subject in tests: the same in every run.
pub fn subject_key(subject: &str) -> SubjectKey {
    let half = |n: &str| *kernel::id::derive_uuid("testkit-subject", &[subject, n]).as_bytes();
    let bytes: Vec<u8> = half("0").into_iter().chain(half("1")).collect();
    SubjectKey::new(bytes.try_into().expect("two halves"))
}

/// Nothing happened yet.
pub fn nothing<A: Aggregate>() -> Given<A> {
    given([])
}

/// A history to decide upon.
pub struct Given<A: Aggregate> {
    events: Vec<A::Event>,
    others: BTreeMap<StreamKey, History>,
    guards: BTreeMap<String, String>,
    rows: BTreeMap<String, Vec<Row>>,
    documents: BTreeMap<String, Kept>,
    contents: BTreeMap<String, Vec<u8>>,
    subjects: BTreeMap<String, bool>,
    context: Context,
    aggregate: PhantomData<A>,
}

impl<A: Aggregate> Given<A> {
    /// What happened to another aggregate that the command looks up.
    pub fn with<B: Aggregate>(mut self, id: Id<B::Kind>, events: impl IntoIterator<Item = B::Event>) -> Self {
        let events = events.into_iter().map(|event| event.write().expect("a writable event")).collect();
        let commit = Commit { version: 1, meta: self.context.meta("test"), key: None, events };
        self.others.insert(B::stream(id), History { snapshot: None, commits: vec![commit] });
        self
    }

    /// A unique value that is taken.
    pub fn taken(mut self, scope: &str, value: &str, owner: &str) -> Self {
        self.guards.insert(Want::guard(scope, value).key(), owner.to_owned());
        self
    }

    /// Rows that a view shows, by view and partition.
    pub fn rows(mut self, view: &str, partition: &str, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.insert(format!("{view}#{partition}"), rows.into_iter().collect());
        self
    }

    /// A document that was put.
    pub fn document(mut self, key: &str, kept: Kept) -> Self {
        self.documents.insert(key.to_owned(), kept);
        self
    }

    /// Bytes that were kept.
    pub fn content(mut self, key: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.contents.insert(key.to_owned(), bytes.into());
        self
    }

    /// A subject that has a key already: [`subject_key`].
    pub fn subject(mut self, subject: &str) -> Self {
        self.subjects.insert(subject.to_owned(), true);
        self
    }

    /// A subject whose key was destroyed.
    pub fn forgotten(mut self, subject: &str) -> Self {
        self.subjects.insert(subject.to_owned(), false);
        self
    }

    /// Somebody else acts.
    pub fn by(mut self, actor: Actor) -> Self {
        self.context.actor = actor;
        self
    }

    /// At another time.
    pub fn at(mut self, moment: &str) -> Self {
        self.context.now = moment.parse().expect("a valid moment");
        self
    }

    /// With other settings of the tenant.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.context.settings = Arc::new(settings);
        self
    }

    /// The command decides.
    #[track_caller]
    pub fn when<C: Command<Aggregate = A>>(self, command: C) -> When<C> {
        let meta = self.context.meta("test");
        let state = fold_events::<A>(None, &self.events, &meta).expect("a possible history");
        let mut facts = Facts::default();
        for _ in 0..ROUNDS_MAX {
            let wants: Vec<Want> =
                command.wants(state.as_ref(), &facts, &self.context).into_iter().filter(|want| !facts.has(want)).collect();
            if wants.is_empty() {
                break;
            }
            let declared = Declared::command(&C::SPEC).with_subject_keys(C::SUBJECT_KEYS);
            for want in wants {
                assert!(declared.may_look_at(&want, |_| false), "{} looks at {} and does not declare it", C::SPEC.name, want.key());
                self.look_up(&want, &mut facts);
            }
        }
        let result = command.decide(state.as_ref(), &facts, &self.context);
        if let Ok(decision) = &result {
            let declared = Declared::command(&C::SPEC);
            let mut others = decision.others.iter().map(|append| &append.stream.kind);
            let undeclared = others.find(|kind| *kind != A::NAME && !declared.may_write(kind));
            assert!(undeclared.is_none(), "{} writes {undeclared:?} and does not declare it", C::SPEC.name);
            fold_events(state, &decision.events, &meta).expect("accepted events apply");
        }
        When { result }
    }

    fn look_up(&self, want: &Want, facts: &mut Facts) {
        match want {
            Want::Aggregate { stream, .. } => {
                let history = self.others.get(stream).cloned().unwrap_or_default();
                facts.put_aggregate(want, &history).expect("a possible history");
            }
            Want::Guard { .. } => facts.put_guard(want, self.guards.get(&want.key()).cloned()),
            Want::Rows(query) => {
                let rows = self.rows.get(&format!("{}#{}", query.view, query.partition)).cloned().unwrap_or_default();
                facts.put_rows(want, Page { rows, next_cursor: None });
            }
            Want::Document { key } => facts.put_document(want, self.documents.get(key).cloned()),
            Want::Content { key } => facts.put_content(want, self.contents.get(key).cloned()),
            Want::SubjectKey { subject, create } => {
                let there = self.subjects.get(subject).copied().unwrap_or(*create);
                facts.put_subject_key(want, there.then(|| subject_key(subject)));
            }
            Want::UploadUrl { key, .. } | Want::DownloadUrl { key, .. } => facts.put_url(want, format!("https://documents.test/{key}")),
        }
    }
}

/// What was decided.
pub struct When<C: Command> {
    result: Result<Decision<C::Aggregate>, C::Refusal>,
}

impl<C: Command> When<C> {
    /// Exactly these events happen to the command's aggregate.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = <C::Aggregate as Aggregate>::Event>) -> Decision<C::Aggregate> {
        let decision = self.accepted();
        assert_eq!(decision.events, events.into_iter().collect::<Vec<_>>());
        decision
    }

    /// It is accepted; for tests that look at a part of the decision.
    #[track_caller]
    pub fn accepted(self) -> Decision<C::Aggregate> {
        match self.result {
            Ok(decision) => decision,
            Err(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// The business says no, for this reason.
    #[track_caller]
    pub fn refused(self, refusal: C::Refusal) {
        match self.result {
            Ok(decision) => panic!("accepted: {:?}", decision.events),
            Err(actual) => assert_eq!(actual, refusal),
        }
    }
}

/// A moment of a test.
#[track_caller]
pub fn moment(text: &str) -> Moment {
    text.parse().expect("a valid moment")
}
