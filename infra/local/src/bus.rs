//! The bus inside the process: it reads the table's stream and delivers each event to every
//! consumer that listens for it, at least once, again after a failure, in no promised order:
//! what EventBridge and SQS promise, and no more.
//!
//! Nothing is lost when the process is killed: the checkpoint on disk moves only past
//! records whose deliveries are all done, and a start delivers everything after it again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::listener::AnyListener;
use kernel::reaction::AnyReaction;
use kernel::view::AnyView;
use runtime::cloud_event::CloudEvent;
use runtime::listen::listen;
use runtime::push::Hint;
use runtime::push::tell::{self, Pusher};
use runtime::{Engine, Fault, deliver};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use entrepot_aws::DynamoStore;
use entrepot_aws::keys::CommitKey;

use crate::engine::{StreamReader, StreamRecord};

/// Records read at a time.
const BATCH_RECORDS: usize = 200;
/// How long the relay sleeps when the stream was empty; DynamoDB streams are polled four
/// times a second, a person should not wait that long for a screen.
const POLL: Duration = Duration::from_millis(15);
/// How often the checkpoint is written.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(400);
/// Deliveries waiting in one consumer's queue; the relay waits when it is full.
const QUEUE_MAX: usize = 2_000;
/// Deliveries of one consumer under way at once.
const WORKERS: usize = 3;
/// Tries before a delivery is parked as a dead letter, as the queues on AWS have it.
pub const TRIES_MAX: u32 = 5;
/// First pause after a failed delivery; doubles.
const RETRY_PAUSE: Duration = Duration::from_millis(200);

/// Something that listens.
#[derive(Clone, Copy)]
pub enum Consumer {
    /// A projection.
    View(&'static dyn AnyView),
    /// A reaction.
    Reaction(&'static dyn AnyReaction),
    /// A listener.
    Listener(&'static dyn AnyListener),
    /// What tells open pages.
    Push,
}

impl Consumer {
    /// The function's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::View(view) => view.spec().name,
            Self::Reaction(reaction) => reaction.spec().name,
            Self::Listener(listener) => listener.spec().name,
            Self::Push => tell::NAME,
        }
    }

    /// A projection takes a commit as one hint, whatever the number of its events.
    fn wants(self, event: &CloudEvent) -> bool {
        match self {
            Self::View(view) => view.aggregate() == event.streamkind && event.streamindex == 0,
            Self::Reaction(reaction) => reaction.bus_names().contains(&event.kind),
            Self::Listener(listener) => listener.spec().on.contains(&event.kind.as_str()),
            Self::Push => event.streamindex == 0,
        }
    }

    async fn deliver(self, bus: &Bus, event: &CloudEvent) -> Result<(), Fault> {
        let engine = &bus.engine;
        match self {
            Self::View(view) => deliver::project(engine, view, &event.tenant, &event.stream()).await,
            Self::Reaction(reaction) => deliver::react(engine, reaction, event).await,
            Self::Listener(listener) => listen(engine, listener, event).await,
            Self::Push if bus.pusher.is_news(event) => {
                let failed = bus.pusher.tell(&[(event.tenant.clone(), Hint::of(event))]).await;
                failed.into_values().next().map_or(Ok(()), Err)
            }
            Self::Push => Ok(()),
        }
    }
}

/// Every consumer of some catalogues, and what tells open pages.
pub fn consumers(engine: &Engine) -> Vec<Consumer> {
    let views = engine.catalogues.iter().flat_map(|catalogue| catalogue.views.iter().map(|view| Consumer::View(*view)));
    let reactions = engine.catalogues.iter().flat_map(|catalogue| catalogue.reactions.iter().map(|one| Consumer::Reaction(*one)));
    let listeners = engine.catalogues.iter().flat_map(|catalogue| catalogue.listeners.iter().map(|one| Consumer::Listener(*one)));
    views.chain(reactions).chain(listeners).chain([Consumer::Push]).collect()
}

struct Delivery {
    sequence: String,
    event: CloudEvent,
    tries: u32,
}

/// The bus of one process.
pub struct Bus {
    engine: Engine,
    store: DynamoStore,
    pusher: Pusher,
    queues: Vec<(Consumer, Sender<Delivery>)>,
    /// Deliveries that are not done, by the record that caused them.
    open: Mutex<BTreeMap<String, usize>>,
    relayed: Mutex<String>,
    /// Counts the times that the stream was found empty.
    drained: AtomicU64,
    /// Counts the times that it was not.
    read: AtomicU64,
    checkpoint_file: Option<PathBuf>,
}

impl Bus {
    /// Starts the relay and the consumers; they end with the process.
    pub fn start(engine: Engine, store: DynamoStore, reader: StreamReader, pusher: Pusher, checkpoint_file: Option<PathBuf>) -> Arc<Self> {
        let checkpoint = checkpoint_file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        let mut receivers = Vec::new();
        let mut queues = Vec::new();
        for consumer in consumers(&engine) {
            let (sender, receiver) = channel(QUEUE_MAX);
            queues.push((consumer, sender));
            receivers.push((consumer, receiver));
        }
        let bus = Arc::new(Self {
            engine,
            store,
            pusher,
            queues,
            open: Mutex::default(),
            relayed: Mutex::new(checkpoint),
            drained: AtomicU64::new(0),
            read: AtomicU64::new(0),
            checkpoint_file,
        });
        for (consumer, receiver) in receivers {
            let receiver = Arc::new(tokio::sync::Mutex::new(receiver));
            for _ in 0..WORKERS {
                tokio::spawn(work(Arc::clone(&bus), consumer, Arc::clone(&receiver)));
            }
        }
        tokio::spawn(relay(Arc::clone(&bus), reader));
        if bus.checkpoint_file.is_some() {
            tokio::spawn(keep_checkpoint(Arc::clone(&bus)));
        }
        bus
    }

    /// Whether everything that was committed before the call has been delivered, and everything
    /// that came of it. A delivery commits before it is done, so that nothing may be open
    /// *before* the last look at the stream begins, and that look must find nothing.
    pub async fn is_caught_up(&self) -> bool {
        let read = self.read.load(Ordering::SeqCst);
        // After an empty look the relay has nothing in hand that is not counted as open.
        self.is_still_after_looks(read, 1).await && self.open().is_empty() && self.is_still_after_looks(read, 2).await
    }

    /// Waits for empty looks at the stream; false when one found something. The first of two may
    /// have begun before the call.
    async fn is_still_after_looks(&self, read: u64, looks: u64) -> bool {
        let drained = self.drained.load(Ordering::SeqCst);
        while self.drained.load(Ordering::SeqCst) < drained.saturating_add(looks) {
            if self.read.load(Ordering::SeqCst) != read {
                return false;
            }
            tokio::time::sleep(POLL).await;
        }
        self.read.load(Ordering::SeqCst) == read
    }

    /// Records whose deliveries are not all done.
    pub fn open_records(&self) -> usize {
        self.open().len()
    }

    fn open(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn relayed(&self) -> String {
        self.relayed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Hands an event to one consumer again; for dead letters.
    ///
    /// # Errors
    /// When there is no such consumer.
    pub async fn redeliver(&self, consumer: &str, event: CloudEvent) -> Result<(), Fault> {
        let queue = self.queues.iter().find(|(found, _)| found.name() == consumer);
        let (_, queue) = queue.ok_or_else(|| Fault::lasting(format!("find consumer {consumer}")))?;
        let delivery = Delivery { sequence: String::new(), event, tries: 0 };
        queue.send(delivery).await.map_err(|_| Fault::lasting(format!("send to {consumer}")))
    }

    fn done(&self, sequence: &str) {
        let mut open = self.open();
        if let Some(left) = open.get_mut(sequence) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                open.remove(sequence);
            }
        }
    }

    /// The newest record before which everything is done; empty before the first.
    pub fn checkpoint(&self) -> String {
        let relayed = self.relayed();
        match self.open().keys().next() {
            // Deliver the oldest open record again: one below it.
            Some(oldest) => before(oldest),
            None => relayed,
        }
    }

    async fn publish(&self, record: &StreamRecord) -> Result<(), Fault> {
        let Some((key, image)) = CommitKey::parse(&record.pk, &record.sk).zip(record.new_image.as_ref()) else { return Ok(()) };
        let commit = self.store.commit_of(&key, image).await?;
        let (tenant, stream) = (key.tenant, key.stream);
        let bytes = commit.events.iter().map(|event| event.to_string().len()).sum();
        deliver::snapshot(&self.engine, &tenant, &stream, commit.version, bytes).await?;
        let events = CloudEvent::of_commit(&tenant, &stream, &commit)?;
        let wanted = |event: &CloudEvent| self.queues.iter().filter(|(consumer, _)| consumer.wants(event)).count();
        let count: usize = events.iter().map(wanted).sum();
        if count > 0 {
            self.open().insert(record.sequence.clone(), count);
        }
        for event in events {
            for (consumer, queue) in &self.queues {
                if consumer.wants(&event) {
                    let delivery = Delivery { sequence: record.sequence.clone(), event: event.clone(), tries: 0 };
                    queue.send(delivery).await.map_err(|_| Fault::lasting(format!("send to {}", consumer.name())))?;
                }
            }
        }
        Ok(())
    }

    /// Parks a delivery that failed on every try where a person sees it.
    async fn park(&self, consumer: Consumer, delivery: &Delivery, fault: &Fault) {
        let letter = platform::dead_letter::ParkDeadLetter::new(consumer.name(), &delivery.event.id, fault.chain(), delivery.tries);
        let event = serde_json::to_value(&delivery.event).unwrap_or_default();
        let key = format!("{}/{}", consumer.name(), delivery.event.id);
        let effect = kernel::Effect::send(&letter.with_event(event), key);
        let context = self.engine.system_context(&delivery.event.tenant, "local.bus", uuid::Uuid::nil(), None).await;
        let parked = match context {
            Ok(context) => runtime::perform::perform(&self.engine, "local.bus", &context, vec![effect], |_| Vec::new()).await,
            Err(fault) => Err(fault),
        };
        if let Err(fault) = parked {
            tracing::error!(consumer = consumer.name(), event = delivery.event.id, cause = fault.chain(), "dead letter not parked");
        }
    }
}

/// Sequence numbers are digits of one width, so the one before is found by counting down.
fn before(sequence: &str) -> String {
    let width = sequence.len();
    sequence.parse::<u128>().map_or_else(|_| String::new(), |number| format!("{:0width$}", number.saturating_sub(1)))
}

async fn relay(bus: Arc<Bus>, reader: StreamReader) {
    loop {
        let after = bus.relayed();
        let records = match reader.next_records(Some(after.as_str()).filter(|after| !after.is_empty()), BATCH_RECORDS).await {
            Ok(records) => records,
            Err(error) => {
                tracing::error!(%error, "the stream cannot be read");
                tokio::time::sleep(RETRY_PAUSE).await;
                continue;
            }
        };
        if records.is_empty() {
            bus.drained.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(POLL).await;
            continue;
        }
        bus.read.fetch_add(1, Ordering::SeqCst);
        for record in records {
            // A record that cannot be read is logged and passed by: it must not stop the others.
            if let Err(fault) = bus.publish(&record).await {
                tracing::error!(record = record.sequence, cause = fault.chain(), "a commit cannot be published");
            }
            *bus.relayed.lock().unwrap_or_else(PoisonError::into_inner) = record.sequence;
        }
    }
}

async fn work(bus: Arc<Bus>, consumer: Consumer, receiver: Arc<tokio::sync::Mutex<Receiver<Delivery>>>) {
    loop {
        let Some(mut delivery) = receiver.lock().await.recv().await else { return };
        // In a task of its own, so that a panic ends the delivery and not the consumer.
        let (own, event) = (Arc::clone(&bus), delivery.event.clone());
        let outcome = tokio::spawn(async move { consumer.deliver(&own, &event).await }).await;
        let outcome = outcome.unwrap_or_else(|panic| Err(Fault::lasting("deliver").because(panic.to_string())));
        let Err(fault) = outcome else {
            bus.done(&delivery.sequence);
            continue;
        };
        delivery.tries = delivery.tries.saturating_add(1);
        tracing::warn!(
            consumer = consumer.name(),
            event = delivery.event.id,
            tries = delivery.tries,
            cause = fault.chain(),
            "delivery failed"
        );
        if delivery.tries >= TRIES_MAX {
            bus.park(consumer, &delivery, &fault).await;
            bus.done(&delivery.sequence);
            continue;
        }
        let bus = Arc::clone(&bus);
        tokio::spawn(async move {
            tokio::time::sleep(RETRY_PAUSE * 2u32.saturating_pow(delivery.tries)).await;
            if let Some((_, queue)) = bus.queues.iter().find(|(found, _)| found.name() == consumer.name()) {
                let _ = queue.send(delivery).await;
            }
        });
    }
}

async fn keep_checkpoint(bus: Arc<Bus>) {
    let Some(file) = bus.checkpoint_file.clone() else { return };
    let mut kept = String::new();
    loop {
        tokio::time::sleep(CHECKPOINT_EVERY).await;
        let checkpoint = bus.checkpoint();
        if checkpoint == kept || checkpoint.is_empty() {
            continue;
        }
        // Written aside and renamed: a kill in between leaves the old one whole.
        let aside = file.with_extension("new");
        match std::fs::write(&aside, &checkpoint).and_then(|()| std::fs::rename(&aside, &file)) {
            Ok(()) => kept = checkpoint,
            Err(error) => tracing::error!(%error, "checkpoint not written"),
        }
    }
}
