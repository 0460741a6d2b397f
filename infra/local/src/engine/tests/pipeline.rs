//! The pipeline on the embedded engines, with two contexts that know nothing of each other.

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Aggregate, Impossible};
use kernel::catalogue::aggregate;
use kernel::command::{Command, CommandSpec, Decision, command};
use kernel::id::{Id, kinds};
use kernel::listener::{Heard, Listener, ListenerSpec, listener};
use kernel::refusal::{Refusal, Status, Texts};
use kernel::view::{Addition, Change, RowKey, RowQuery, Step, View, ViewSpec, view};
use kernel::{Catalogue, Context, Effect, Event, Facts, Role, Want};
use runtime::cloud_event::{CloudEvent, DATA_BYTES_MAX};
use runtime::deliver::project;
use runtime::listen::listen;
use runtime::{Failure, Fault, Ports, Request, execute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rebuild::NoQueues;
use super::*;

type SeriesId = Id<kinds::NumberSeries>;
type NoteId = Id<kinds::Activity>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
enum SeriesEvent {
    #[serde(rename = "taken.v1")]
    Taken { number: u64, text: String },
    #[serde(rename = "closed.v1")]
    Closed,
}

impl Event for SeriesEvent {
    fn samples() -> Vec<Self> {
        vec![Self::Taken { number: 1, text: "sample".to_owned() }, Self::Closed]
    }
}

/// Counts in one stream.
#[derive(Clone, Serialize, Deserialize)]
struct Series {
    last: u64,
}

impl Aggregate for Series {
    type Kind = kinds::NumberSeries;
    type Event = SeriesEvent;
    const NAME: &'static str = "shop.series";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &SeriesEvent, _: &Meta) -> Result<Self, Impossible> {
        let last = state.map_or(0, |state| state.last);
        match event {
            SeriesEvent::Taken { number, .. } if *number != last + 1 => Err(Impossible::new("a number is left out")),
            SeriesEvent::Taken { number, .. } => Ok(Self { last: *number }),
            SeriesEvent::Closed => Ok(Self { last }),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Never;

impl Refusal for Never {
    fn code(&self) -> &'static str {
        "test.never"
    }
    fn status(&self) -> Status {
        Status::Rule
    }
    fn texts(&self) -> Texts {
        Texts::new("Never.", "Ніколи.", "Никогда.")
    }
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

const fn spec(name: &'static str, reads: &'static [&'static str]) -> CommandSpec {
    CommandSpec { name, route: None, roles: &[Role::System], also_writes: &[], reads, summary: "For a test." }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct TakeNumber {
    series: SeriesId,
    text: String,
}

impl Command for TakeNumber {
    type Aggregate = Series;
    type Refusal = Never;
    const SPEC: CommandSpec = spec("shop.take-number", &[]);

    fn target(&self, _: &Context) -> SeriesId {
        self.series
    }

    fn decide(&self, state: Option<&Series>, _: &Facts, _: &Context) -> Result<Decision<Series>, Never> {
        Ok(Decision::of([SeriesEvent::Taken { number: state.map_or(0, |state| state.last) + 1, text: self.text.clone() }]))
    }

    fn example() -> Self {
        Self { series: series(), text: "example".to_owned() }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
enum NoteEvent {
    #[serde(rename = "noted.v1")]
    Noted { number: u64, characters: usize },
}

impl Event for NoteEvent {
    fn samples() -> Vec<Self> {
        vec![Self::Noted { number: 1, characters: 6 }]
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Note {
    number: u64,
    characters: usize,
    times: u32,
}

impl Aggregate for Note {
    type Kind = kinds::Activity;
    type Event = NoteEvent;
    const NAME: &'static str = "office.note";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, NoteEvent::Noted { number, characters }: &NoteEvent, _: &Meta) -> Result<Self, Impossible> {
        Ok(Self { number: *number, characters: *characters, times: state.map_or(0, |state| state.times) + 1 })
    }
}

/// Notes a number, if the series has it: looks at a stream of the other context.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct NoteNumber {
    series: SeriesId,
    number: u64,
    characters: usize,
}

/// As [`NoteNumber`], but nobody declared that it looks at a series.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct NoteSecretly(NoteNumber);

fn note_id(number: u64) -> NoteId {
    NoteId::derive(&[&number.to_string()])
}

impl NoteNumber {
    fn noted(&self, facts: &Facts) -> Decision<Note> {
        let version = facts.version::<Series>(self.series);
        let decision = Decision::of([NoteEvent::Noted { number: self.number, characters: self.characters }]);
        if version < self.number { Decision::nothing() } else { decision.unchanged::<Series>(self.series, version) }
    }
}

impl Command for NoteNumber {
    type Aggregate = Note;
    type Refusal = Never;
    const SPEC: CommandSpec = spec("office.note-number", &["shop.series"]);

    fn target(&self, _: &Context) -> NoteId {
        note_id(self.number)
    }

    fn wants(&self, _: Option<&Note>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Series>(self.series)]
    }

    fn decide(&self, _: Option<&Note>, facts: &Facts, _: &Context) -> Result<Decision<Note>, Never> {
        Ok(self.noted(facts))
    }

    fn example() -> Self {
        Self { series: series(), number: 1, characters: 7 }
    }
}

impl Command for NoteSecretly {
    type Aggregate = Note;
    type Refusal = Never;
    const SPEC: CommandSpec = spec("office.note-secretly", &[]);

    fn target(&self, context: &Context) -> NoteId {
        self.0.target(context)
    }

    fn wants(&self, note: Option<&Note>, facts: &Facts, context: &Context) -> Vec<Want> {
        self.0.wants(note, facts, context)
    }

    fn decide(&self, note: Option<&Note>, facts: &Facts, context: &Context) -> Result<Decision<Note>, Never> {
        self.0.decide(note, facts, context)
    }

    fn example() -> Self {
        Self(NoteNumber::example())
    }
}

/// What the office understands of the shop: not the shop's type.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Told {
    #[serde(rename = "evt.shop.series.taken.v1")]
    Taken { number: u64, text: String },
    #[serde(rename = "evt.shop.series.closed.v1")]
    Closed,
}

struct NoteOnTaken;

impl Listener for NoteOnTaken {
    type Event = Told;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "office.note-on-taken",
        on: &["evt.shop.series.taken.v1", "evt.shop.series.closed.v1"],
        sends: &["office.note-number"],
        summary: "Notes numbers that the shop has taken.",
    };

    fn hear(heard: &Heard<Told>, _: &Context) -> Vec<Effect> {
        let Told::Taken { number, text } = &heard.event else { return Vec::new() };
        let series = heard.subject.parse().unwrap();
        vec![Effect::send(&NoteNumber { series, number: *number, characters: text.len() }, heard.key("note"))]
    }
}

const SUMS: &str = "shop.sums";

/// Every series adds to the same row.
struct Sums;

impl View for Sums {
    type Aggregate = Series;
    const SPEC: ViewSpec = ViewSpec { name: "shop.sums-from-series", view: SUMS, summary: "For a test." };

    fn project(step: &Step<'_, Series>) -> Vec<Change> {
        let key = RowKey { partition: "all".to_owned(), sort: "hot".to_owned() };
        let counters = BTreeMap::from([("taken".to_owned(), i64::try_from(step.events.len()).unwrap())]);
        vec![Change::Add(Addition { key, data: json!(null), counters })]
    }
}

const SHOP: Catalogue = Catalogue {
    context: "shop",
    aggregates: &[aggregate::<Series>()],
    commands: &[command::<TakeNumber>()],
    queries: &[],
    lookups: &[],
    views: &[view::<Sums>()],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};

const OFFICE: Catalogue = Catalogue {
    context: "office",
    aggregates: &[aggregate::<Note>()],
    commands: &[command::<NoteNumber>(), command::<NoteSecretly>()],
    listeners: &[listener::<NoteOnTaken>()],
    views: &[],
    ..SHOP
};

fn series() -> SeriesId {
    SeriesId::derive(&["only"])
}

/// The world as one process sees it: it serves these catalogues and no others.
pub(super) async fn process(embedded: &Engine, catalogues: &'static [&'static Catalogue]) -> runtime::Engine {
    let settings = json!({ "name": "Acme", "jurisdiction": "UA", "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "uk" });
    embedded.tenants().put(&tenant(), &serde_json::from_value(settings).unwrap()).await.unwrap();
    let ports = Ports {
        store: Arc::new(embedded.store()),
        views: Arc::new(embedded.views()),
        documents: Arc::new(embedded.documents()),
        secrets: Arc::new(crate::secrets::LocalSecrets::default()),
        subject_keys: Arc::new(embedded.subject_keys(Arc::new(crate::secrets::LocalSecrets::default()))),
        tenants: Arc::new(embedded.tenants()),
        connections: Arc::new(embedded.connections()),
        redelivery: Arc::new(NoQueues),
        connectors: Vec::new(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(entrepot_aws::FreshIds),
    };
    runtime::Engine { catalogues, ports }
}

async fn send<C: Command>(engine: &runtime::Engine, body: &C, key: &str) -> Result<runtime::Accepted, Failure> {
    let request = Request {
        command: engine.command(C::SPEC.name).unwrap(),
        body: serde_json::to_value(body).unwrap(),
        tenant: tenant(),
        actor: Actor::system("test"),
        key: Some(key.to_owned()),
        if_match: None,
        correlation: Uuid::nil(),
        causation: None,
    };
    execute(engine, request).await
}

async fn events(engine: &runtime::Engine, stream: &StreamKey) -> Vec<CloudEvent> {
    let history = engine.ports.store.load(&tenant(), stream, 0).await.unwrap();
    history.commits.iter().flat_map(|commit| CloudEvent::of_commit(&tenant(), stream, commit).unwrap()).collect()
}

/// All at once want the next number. Nobody waits for ever, nobody gets a number that
/// another has, none is left out; who is told to come later comes with the same key.
#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_on_one_stream_all_get_their_number() {
    const WRITERS: usize = 50;
    let embedded = Engine::memory().await.unwrap();
    let engine = process(&embedded, &[&SHOP]).await;
    let mut race = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let engine = engine.clone();
        race.spawn(async move {
            let (body, mut later) = (TakeNumber { series: series(), text: format!("{writer}") }, 0);
            loop {
                match send(&engine, &body, &format!("writer-{writer}")).await {
                    Ok(accepted) => return (accepted.version, later),
                    Err(Failure::Busy) => later += 1,
                    Err(failure) => panic!("{failure:?}"),
                }
            }
        });
    }
    let results = race.join_all().await;
    let versions: BTreeSet<Version> = results.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, (1..=WRITERS as u64).collect(), "each version once");
    // How many are told to come later depends on the machine; most are not.
    let later = results.iter().filter(|(_, later)| *later > 0).count();
    assert!(later < WRITERS / 2, "{later} were told to come later");
    let stream = Series::stream(series());
    let history = engine.ports.store.load(&tenant(), &stream, 1).await.unwrap();
    assert_eq!(history.fold::<Series>().unwrap().unwrap().state.last, WRITERS as u64);
    let last = history.commits.last().unwrap();
    let (key, text) = (&last.key.as_ref().unwrap().key, last.events[0]["data"]["text"].as_str().unwrap().to_owned());
    let again = send(&engine, &TakeNumber { series: series(), text }, key).await.unwrap();
    assert_eq!((again.version, again.replayed), (WRITERS as u64, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_many_streams_add_to_at_once_counts_each_commit_once() {
    const STREAMS: u32 = 10;
    let embedded = Engine::memory().await.unwrap();
    let engine = process(&embedded, &[&SHOP]).await;
    let mut race = tokio::task::JoinSet::new();
    for n in 0..STREAMS {
        let engine = engine.clone();
        race.spawn(async move {
            let series = SeriesId::derive(&[&n.to_string()]);
            for time in 0..3 {
                send(&engine, &TakeNumber { series, text: String::new() }, &format!("{n}-{time}")).await.unwrap();
                // Twice at once, as queues may.
                let stream = Series::stream(series);
                let (tenant, sums) = (tenant(), view::<Sums>());
                let twice = tokio::join!(project(&engine, sums, &tenant, &stream), project(&engine, sums, &tenant, &stream));
                twice.0.unwrap();
                twice.1.unwrap();
            }
        });
    }
    race.join_all().await;
    let rows = engine.ports.views.page(&tenant(), &RowQuery::new(SUMS, "all")).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].counters.get("taken")), (1, Some(&30)));
}

/// The process of one context reads the published form, and serves nothing of the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_listener_hears_events_of_another_context_and_answers_once() {
    let embedded = Engine::memory().await.unwrap();
    let (shop, office) = (process(&embedded, &[&SHOP]).await, process(&embedded, &[&OFFICE]).await);
    let large = "x".repeat(DATA_BYTES_MAX + 1);
    for text in ["small", &large] {
        send(&shop, &TakeNumber { series: series(), text: text.to_owned() }, &text.len().to_string()).await.unwrap();
    }
    let mut closed = batch(3, "");
    let (append, commit) = &mut closed.appends[0];
    append.stream = Series::stream(series());
    commit.events = vec![json!({ "type": "closed.v1" })];
    append.events = commit.events.clone();
    shop.ports.store.append(&tenant(), &closed).await.unwrap();
    let heard = events(&shop, &Series::stream(series())).await;
    assert_eq!(heard.iter().map(|event| event.data.is_some()).collect::<Vec<_>>(), [true, false, false]);
    for event in heard.iter().rev().chain(&heard) {
        listen(&office, listener::<NoteOnTaken>(), event).await.unwrap();
    }
    for (number, characters) in [(1, 5), (2, large.len())] {
        let stream = Note::stream(note_id(number));
        let history = office.ports.store.load(&tenant(), &stream, 1).await.unwrap();
        let note = history.fold::<Note>().unwrap().unwrap().state;
        assert_eq!((note.number, note.characters, note.times), (number, characters, 1));
        assert_eq!(history.commits[0].meta.actor.id, "system:office.note-on-taken");
        assert_eq!(history.commits[0].meta.causation.as_deref(), Some(format!("{}/{number}/0", series()).as_str()));
    }
}

/// What cannot be read is for a person, not for another try.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_a_listener_cannot_read_fails_for_good() {
    let embedded = Engine::memory().await.unwrap();
    let (shop, office) = (process(&embedded, &[&SHOP]).await, process(&embedded, &[&OFFICE]).await);
    send(&shop, &TakeNumber { series: series(), text: "x".to_owned() }, "1").await.unwrap();
    let good = events(&shop, &Series::stream(series())).await.remove(0);
    let fails = async |event: CloudEvent| -> Fault { listen(&office, listener::<NoteOnTaken>(), &event).await.unwrap_err() };
    let other = CloudEvent { kind: "evt.shop.series.taken.v2".to_owned(), ..good.clone() };
    let poorer = CloudEvent { data: Some(json!({ "text": "x" })), ..good.clone() };
    let undated = CloudEvent { time: "yesterday".to_owned(), ..good.clone() };
    let beyond = CloudEvent { data: None, dataref: Some("entrepot:commit".to_owned()), streamindex: 7, ..good.clone() };
    for broken in [other, poorer, undated, beyond] {
        let fault = fails(broken.clone()).await;
        assert!(!fault.is_retryable() && fault.chain().contains(&good.subject), "{}", fault.chain());
    }
    let ahead = CloudEvent { data: None, dataref: Some("entrepot:commit".to_owned()), streamversion: 9, ..good };
    assert!(fails(ahead).await.is_retryable(), "the store may be behind the bus");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_looks_only_at_what_it_declares() {
    let embedded = Engine::memory().await.unwrap();
    let (shop, office) = (process(&embedded, &[&SHOP]).await, process(&embedded, &[&OFFICE]).await);
    send(&shop, &TakeNumber { series: series(), text: "x".to_owned() }, "1").await.unwrap();
    let refused = send(&office, &NoteSecretly::example(), "1").await.unwrap_err();
    assert!(matches!(&refused, Failure::Fault(fault) if fault.chain().contains("office.note-secretly")), "{refused:?}");
    assert_eq!(send(&office, &NoteNumber::example(), "2").await.unwrap().version, 1);
}
