//! Rebuilding a view that two projections of two aggregates feed.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use kernel::aggregate::{Aggregate, History, Impossible, Snapshot};
use kernel::catalogue::aggregate;
use kernel::id::kinds;
use kernel::view::{Change, Projected, Row, RowKey, RowQuery, Step, View, ViewSpec, view};
use kernel::{Catalogue, Event, Id, Moment};
use runtime::cloud_event::CloudEvent;
use runtime::deliver::project;
use runtime::ports::{AppendError, GENERATIONS_KEPT, ProjectionKey, Redelivery, Stage};
use runtime::rebuild::{RebuildError, Rebuilt, Settle, rebuild};
use runtime::{Fault, Ports};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;

const VIEW: &str = "test.words";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
enum Said {
    #[serde(rename = "said.v1")]
    Said { word: String },
}

impl Event for Said {
    fn samples() -> Vec<Self> {
        vec![Self::Said { word: "word".to_owned() }]
    }
}

trait Speaks: kernel::id::Kind {
    const AGGREGATE: &'static str;
    const PROJECTION: &'static str;
}

impl Speaks for kinds::Order {
    const AGGREGATE: &'static str = "test.order";
    const PROJECTION: &'static str = "test.words-from-order";
}

impl Speaks for kinds::Payment {
    const AGGREGATE: &'static str = "test.payment";
    const PROJECTION: &'static str = "test.words-from-payment";
}

#[derive(Clone, Serialize, Deserialize)]
struct Speaker<K> {
    word: String,
    times: u32,
    kind: PhantomData<fn() -> K>,
}

impl<K: Speaks> Aggregate for Speaker<K> {
    type Kind = K;
    type Event = Said;
    const NAME: &'static str = K::AGGREGATE;
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, Said::Said { word }: &Said, _: &Meta) -> Result<Self, Impossible> {
        let times = state.map_or(0, |state| state.times) + 1;
        Ok(Self { word: word.clone(), times, kind: PhantomData })
    }
}

/// A row in a list of all, and one in the partition of the word that was said last.
struct Words<K>(PhantomData<fn() -> K>);

impl<K: Speaks> View for Words<K> {
    type Aggregate = Speaker<K>;
    const SPEC: ViewSpec = ViewSpec { name: K::PROJECTION, view: VIEW, summary: "Words." };

    fn project(step: &Step<'_, Speaker<K>>) -> Vec<Change> {
        let id = step.id.to_string();
        step.replace(|speaker| {
            let data = json!({ "word": speaker.word, "times": speaker.times });
            let all = Row::new("all", &*id, data.clone()).with_index1("by-times", format!("{:04}-{id}", speaker.times));
            vec![all, Row::new(format!("word {}", speaker.word), &*id, data)]
        })
    }
}

const CATALOGUES: &[&Catalogue] = &[&Catalogue {
    context: "test",
    aggregates: &[aggregate::<Speaker<kinds::Order>>(), aggregate::<Speaker<kinds::Payment>>()],
    commands: &[],
    queries: &[],
    lookups: &[],
    views: &[view::<Words<kinds::Order>>(), view::<Words<kinds::Payment>>()],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
}];

pub(super) struct NoQueues;

#[async_trait]
impl Redelivery for NoQueues {
    async fn redeliver(&self, _: &str, _: CloudEvent) -> Result<(), Fault> {
        Ok(())
    }
}

/// A clock that is put forward.
#[derive(Default)]
struct Ahead(AtomicI64);

impl Clock for Ahead {
    fn now(&self) -> Moment {
        SystemClock.now().plus_ms(self.0.load(Ordering::SeqCst))
    }
}

/// A store in which a stream can be made to fail, or to keep whoever loads it waiting.
struct Obstacle {
    store: DynamoStore,
    stream: Mutex<Option<String>>,
    fails: AtomicBool,
    met: AtomicBool,
}

impl Obstacle {
    fn put(&self, id: &str, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
        self.met.store(false, Ordering::SeqCst);
        *self.stream.lock().unwrap() = Some(id.to_owned());
    }

    fn remove(&self) {
        *self.stream.lock().unwrap() = None;
    }

    fn is_at(&self, id: &str) -> bool {
        self.stream.lock().unwrap().as_deref() == Some(id)
    }

    async fn wait_until_met(&self) {
        while !self.met.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

#[async_trait]
impl Store for Obstacle {
    async fn load(&self, tenant: &TenantId, stream: &StreamKey, schema: u32) -> Result<History, Fault> {
        self.store.load(tenant, stream, schema).await
    }

    async fn load_from(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, from: Version) -> Result<History, Fault> {
        while self.is_at(&stream.id) {
            self.met.store(true, Ordering::SeqCst);
            if self.fails.load(Ordering::SeqCst) {
                return Err(Fault::passing("load", "an obstacle"));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.store.load_from(tenant, stream, schema, from).await
    }

    async fn commit(&self, tenant: &TenantId, stream: &StreamKey, version: Version) -> Result<Option<Commit>, Fault> {
        self.store.commit(tenant, stream, version).await
    }

    async fn append(&self, tenant: &TenantId, batch: &Batch) -> Result<(), AppendError> {
        self.store.append(tenant, batch).await
    }

    async fn owner(&self, tenant: &TenantId, claim: &Claim) -> Result<Option<StreamKey>, Fault> {
        self.store.owner(tenant, claim).await
    }

    async fn put_snapshot(&self, tenant: &TenantId, stream: &StreamKey, snapshot: &Snapshot) -> Result<(), Fault> {
        self.store.put_snapshot(tenant, stream, snapshot).await
    }

    async fn streams(&self, tenant: &TenantId, kind: &str, after: Option<&str>) -> Result<Vec<String>, Fault> {
        self.store.streams(tenant, kind, after).await
    }
}

struct World {
    embedded: Engine,
    engine: runtime::Engine,
    obstacle: Arc<Obstacle>,
    clock: Arc<Ahead>,
}

/// Waits for nobody: whoever reads has just flipped.
const AT_ONCE: Settle = Settle { index_lag: Duration::ZERO, readers: Duration::ZERO };

impl World {
    async fn start() -> Self {
        let embedded = Engine::memory().await.unwrap();
        let (stream, fails, met) = (Mutex::default(), AtomicBool::new(false), AtomicBool::new(false));
        let obstacle = Arc::new(Obstacle { store: embedded.store(), stream, fails, met });
        let clock = Arc::new(Ahead::default());
        let ports = Ports {
            store: obstacle.clone(),
            views: Arc::new(embedded.views()),
            documents: Arc::new(embedded.documents()),
            secrets: Arc::new(crate::secrets::LocalSecrets::default()),
            subject_keys: Arc::new(embedded.subject_keys(Arc::new(crate::secrets::LocalSecrets::default()))),
            tenants: Arc::new(embedded.tenants()),
            connections: Arc::new(embedded.connections()),
            redelivery: Arc::new(NoQueues),
            connectors: Vec::new(),
            clock: clock.clone(),
            ids: Arc::new(entrepot_aws::FreshIds),
        };
        Self { embedded, engine: runtime::Engine { catalogues: CATALOGUES, ports }, obstacle, clock }
    }

    /// A world in which every speaker has spoken twice and all was delivered.
    async fn with_speakers(count: u32) -> Self {
        let world = Self::start().await;
        for version in 1..=2 {
            for n in 0..count {
                world.says(n, version).await;
                world.deliver(n).await;
            }
        }
        world
    }

    async fn says(&self, n: u32, version: Version) {
        let word = format!("w{}", (u64::from(n) + version) % 5);
        let mut batch = batch(version, "");
        let (append, commit) = &mut batch.appends[0];
        append.stream = speaker(n);
        commit.events = vec![json!({ "type": "said.v1", "data": { "word": word } })];
        append.events = commit.events.clone();
        self.obstacle.append(&tenant(), &batch).await.unwrap();
    }

    /// As the bus does.
    async fn deliver(&self, n: u32) {
        let stream = speaker(n);
        for view in CATALOGUES[0].views.iter().filter(|view| view.aggregate() == stream.kind) {
            project(&self.engine, *view, &tenant(), &stream).await.unwrap();
        }
    }

    async fn rebuild(&self, settle: Settle) -> Result<Rebuilt, RebuildError> {
        rebuild(&self.engine, &tenant(), VIEW, settle).await
    }

    fn rebuild_aside(&self, settle: Settle) -> tokio::task::JoinHandle<Result<Rebuilt, RebuildError>> {
        let engine = self.engine.clone();
        tokio::spawn(async move { rebuild(&engine, &tenant(), VIEW, settle).await })
    }

    async fn generations(&self) -> runtime::ports::Generations {
        self.engine.ports.views.generations(&tenant(), VIEW).await.unwrap()
    }

    /// The rows of the serving generation, read as anybody reads them.
    async fn shown(&self, partition: &str) -> usize {
        shown(self.engine.ports.views.as_ref(), partition).await
    }

    /// The keys of every row and position in the table.
    async fn stored(&self) -> BTreeSet<(String, String)> {
        let clients = self.embedded.clients();
        let pages = clients.dynamodb().scan().table_name(TABLE).into_paginator().items().send();
        let items: Vec<entrepot_aws::table::Item> = pages.collect::<Result<_, _>>().await.unwrap();
        let key = |item: &entrepot_aws::table::Item, name| item[name].as_s().unwrap().clone();
        let keys = items.iter().map(|item| (key(item, "pk"), key(item, "sk")));
        keys.filter(|(partition, _)| partition.contains("#VIEW#") || partition.contains("#POS#")).collect()
    }

    /// What projections that begin now give: exactly that is stored, and read, and no more.
    async fn assert_fresh(&self, speakers: u32, serving: u32) {
        let mut rows: BTreeMap<RowKey, Row> = BTreeMap::new();
        let mut keys = BTreeSet::new();
        for stream in (0..speakers).map(speaker) {
            let history = self.obstacle.load(&tenant(), &stream, 1).await.unwrap();
            for view in CATALOGUES[0].views.iter().filter(|view| view.aggregate() == stream.kind) {
                for change in view.project(&tenant(), &stream.id, 0, &history).unwrap().into_iter().flat_map(|one| one.changes) {
                    match change {
                        Change::Put(row) => rows.insert(row.key.clone(), row),
                        Change::Delete(key) => rows.remove(&key),
                        Change::Add(addition) => panic!("{:?} is added to", addition.key),
                    };
                }
                let position = keys::position(&tenant(), view.spec().name, serving, &stream);
                keys.insert((position, keys::POSITION_SORT.to_owned()));
            }
        }
        let prefix = keys::view_prefix(&tenant(), VIEW, serving);
        keys.extend(rows.keys().map(|key| (format!("{prefix}{}", key.partition), key.sort.clone())));
        assert_eq!(self.stored().await, keys);
        for (key, row) in &rows {
            let query = RowQuery::new(VIEW, &*key.partition).within(kernel::view::Range::Prefix(key.sort.clone()));
            let read = self.embedded.views().page(&tenant(), &query).await.unwrap();
            assert_eq!(read.rows, std::slice::from_ref(row));
        }
    }
}

async fn shown(views: &dyn Views, partition: &str) -> usize {
    let (mut count, mut query) = (0, RowQuery::new(VIEW, partition).limit(100));
    loop {
        let page = views.page(&tenant(), &query).await.unwrap();
        count += page.rows.len();
        match page.next_cursor {
            Some(cursor) => query = query.after(Some(cursor)),
            None => return count,
        }
    }
}

/// Orders and payments in turn.
fn speaker(n: u32) -> StreamKey {
    let number = [&*n.to_string()];
    if n.is_multiple_of(2) {
        StreamKey { kind: "test.order".to_owned(), id: Id::<kinds::Order>::derive(&number).to_string() }
    } else {
        StreamKey { kind: "test.payment".to_owned(), id: Id::<kinds::Payment>::derive(&number).to_string() }
    }
}

/// Commits go on and on, some to new streams; those who read by what they knew for a while
/// never find less than there was.
#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_rebuilt_while_commits_and_readers_keep_coming() {
    const BEFORE: u32 = 60;
    let world = Arc::new(World::with_speakers(BEFORE).await);
    let stop = Arc::new(AtomicBool::new(false));
    let (writing, stop_writing) = (Arc::clone(&world), Arc::clone(&stop));
    let writer = tokio::spawn(async move {
        let mut versions: Vec<Version> = vec![2; BEFORE as usize];
        for turn in 0_u32.. {
            // One that is new and one that has been there.
            let new = u32::try_from(versions.len()).unwrap();
            versions.push(0);
            for n in [new, turn * 7 % new] {
                versions[n as usize] += 1;
                writing.says(n, versions[n as usize]).await;
                writing.deliver(n).await;
            }
            if stop_writing.load(Ordering::SeqCst) {
                return u32::try_from(versions.len()).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        unreachable!("endless")
    });
    let (reading, stop_reading) = (world.embedded.views(), Arc::clone(&stop));
    let reader = tokio::spawn(async move {
        let (mut reads, mut most) = (0, BEFORE as usize);
        while !stop_reading.load(Ordering::SeqCst) {
            let now = shown(&reading, "all").await;
            assert!(now >= BEFORE as usize, "{now} of {most} rows");
            (reads, most) = (reads + 1, most.max(now));
        }
        reads
    });
    let settle = Settle { index_lag: Duration::from_millis(100), readers: GENERATIONS_KEPT + Duration::from_secs(1) };
    let rebuilt = world.rebuild(settle).await.unwrap();
    stop.store(true, Ordering::SeqCst);
    let speakers = writer.await.unwrap();
    assert!(reader.await.unwrap() > 10);
    assert!(rebuilt.streams >= u64::from(BEFORE) && speakers > BEFORE + 20, "{rebuilt:?} {speakers}");
    assert_eq!((rebuilt.serving, rebuilt.resumed), (1, false));
    assert_eq!(world.generations().await, runtime::ports::Generations { serving: 1, rebuild: None });
    world.assert_fresh(speakers, 1).await;
    let again = world.rebuild(AT_ONCE).await.unwrap();
    assert_eq!((again.serving, again.streams), (2, u64::from(speakers)));
    world.assert_fresh(speakers, 2).await;
}

/// What an older projection left under other keys goes with its generation.
#[tokio::test(flavor = "multi_thread")]
async fn rows_of_older_code_are_not_taken_over() {
    let world = World::with_speakers(6).await;
    let old = ProjectionKey { name: "test.words-from-order", view: VIEW, generation: 0 };
    let row = Change::Put(Row::new("all", "an older sort key", json!("old")));
    let changes = [Projected { version: 3, changes: vec![row] }];
    world.says(0, 3).await;
    world.engine.ports.views.apply(&tenant(), &old, &speaker(0), 2, &changes).await.unwrap();
    assert_eq!(world.shown("all").await, 7);
    world.rebuild(AT_ONCE).await.unwrap();
    world.assert_fresh(6, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_the_middle_leaves_the_old_rows_and_is_resumed() {
    let world = World::with_speakers(60).await;
    // The walk is by kind and id.
    let mut walked: Vec<StreamKey> = (0..60).map(speaker).collect();
    walked.sort();
    world.obstacle.put(&walked[35].id, true);
    let failed = world.rebuild(AT_ONCE).await;
    assert!(matches!(failed, Err(RebuildError::Fault(_))), "{failed:?}");
    let left = world.generations().await;
    assert_eq!((left.serving, left.building()), (0, Some(1)));
    assert_eq!(left.rebuild.unwrap().walked, Some(walked[29].clone()), "whole groups are noted");
    // The world goes on, and deliveries write both.
    world.obstacle.remove();
    for n in 0..60 {
        world.says(n, 3).await;
        world.deliver(n).await;
    }
    assert_eq!(world.shown("all").await, 60);
    let rebuilt = world.rebuild(AT_ONCE).await.unwrap();
    assert_eq!(rebuilt, Rebuilt { serving: 1, streams: 30, resumed: true });
    world.assert_fresh(60, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_rebuild_waits_until_the_first_one_has_died() {
    let world = World::with_speakers(30).await;
    let mut walked: Vec<StreamKey> = (0..30).map(speaker).collect();
    walked.sort();
    world.obstacle.put(&walked[15].id, false);
    let first = world.rebuild_aside(AT_ONCE);
    world.obstacle.wait_until_met().await;
    let refused = world.rebuild(AT_ONCE).await;
    assert!(matches!(refused, Err(RebuildError::Running(_))), "{refused:?}");
    assert_eq!((world.generations().await.serving, world.shown("all").await), (0, 30), "the old rows serve");
    // Dies without a word.
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert!(matches!(world.rebuild(AT_ONCE).await, Err(RebuildError::Running(_))));
    world.clock.0.store(60_000, Ordering::SeqCst);
    world.obstacle.remove();
    assert_eq!(world.rebuild(AT_ONCE).await.unwrap(), Rebuilt { serving: 1, streams: 15, resumed: true });
    world.assert_fresh(30, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_was_silent_for_too_long_stops() {
    let world = World::with_speakers(12).await;
    world.obstacle.put(&speaker(3).id, false);
    let silent = world.rebuild_aside(AT_ONCE);
    world.obstacle.wait_until_met().await;
    world.clock.0.store(60_000, Ordering::SeqCst);
    let (second, _) = tokio::join!(world.rebuild(AT_ONCE), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        world.obstacle.remove();
    });
    assert_eq!(second.unwrap().serving, 1);
    let silent = silent.await.unwrap();
    assert!(matches!(silent, Err(RebuildError::Overtaken)), "{silent:?}");
    world.assert_fresh(12, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_that_died_after_the_flip_only_tidies_up() {
    let world = World::with_speakers(12).await;
    let readers = Duration::from_millis(500);
    let first = world.rebuild_aside(Settle { readers, ..AT_ONCE });
    while world.generations().await.rebuild.is_none_or(|rebuild| rebuild.stage != Stage::Retiring) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    world.obstacle.put(&speaker(3).id, true);
    assert!(matches!(first.await.unwrap(), Err(RebuildError::Fault(_))));
    let left = world.generations().await;
    assert_eq!((left.serving, left.retiring(), left.building()), (1, Some(0), None));
    assert_eq!(world.shown("all").await, 12);
    world.obstacle.remove();
    assert_eq!(world.rebuild(AT_ONCE).await.unwrap(), Rebuilt { serving: 1, streams: 0, resumed: true });
    world.assert_fresh(12, 1).await;
}

#[tokio::test]
async fn a_view_that_nobody_feeds_is_not_rebuilt() {
    let world = World::start().await;
    let unknown = rebuild(&world.engine, &tenant(), "test.other", AT_ONCE).await;
    assert!(matches!(unknown, Err(RebuildError::UnknownView(_))), "{unknown:?}");
    let empty = world.rebuild(AT_ONCE).await.unwrap();
    assert_eq!(empty, Rebuilt { serving: 1, streams: 0, resumed: false });
}
