//! `cqrs-es` with `dynamo-es`, driven by lines on its standard input, so that `bench` can
//! count what each command costs.
//!
//! `bench-peer <endpoint> <counted endpoint>`; then one line an order, one line an answer:
//!
//! - `fill events|snapshots <id> <n>`: makes `n` commits through the first endpoint;
//! - `run events|snapshots <id> <n>`: one command through the second; `n` goes into its text;
//! - `state events|snapshots <id>`: what the aggregate folds to.

mod ledger;

use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType};
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent, EventStore};
use dynamo_es::{DynamoCqrs, DynamoEventRepository, dynamodb_cqrs, dynamodb_snapshot_cqrs};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use ledger::{Book, Ledger, LedgerEvent, metadata, text};

type Failed = Box<dyn Error + Send + Sync>;

/// As often as Entrepot writes them.
const SNAPSHOT_EVERY: usize = 16;
/// `dynamo-es` takes no more in one transaction.
const EVENTS_PER_TRANSACTION: usize = 25;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Events,
    Snapshots,
}

struct Peer {
    direct: Client,
    direct_snapshots: DynamoCqrs<Ledger>,
    counted_events: DynamoCqrs<Ledger>,
    counted_snapshots: DynamoCqrs<Ledger>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, direct, counted] = arguments.as_slice() else { return Err("bench-peer <endpoint> <counted endpoint>".into()) };
    let (direct, counted) = (client(direct), client(counted));
    create_tables(&direct).await?;
    let peer = Peer {
        direct_snapshots: dynamodb_snapshot_cqrs(direct.clone(), vec![], SNAPSHOT_EVERY, ()),
        counted_events: dynamodb_cqrs(counted.clone(), vec![], ()),
        counted_snapshots: dynamodb_snapshot_cqrs(counted, vec![], SNAPSHOT_EVERY, ()),
        direct,
    };
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut answers = tokio::io::stdout();
    while let Some(line) = lines.next_line().await? {
        let answer = peer.obey(&line).await.unwrap_or_else(|error| format!("failed {error}"));
        answers.write_all(format!("{}\n", answer.replace('\n', " ")).as_bytes()).await?;
        answers.flush().await?;
    }
    Ok(())
}

fn client(endpoint: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("local", "local-only-no-secret", None, None, "bench"))
        .endpoint_url(endpoint);
    Client::from_conf(config.build())
}

/// The tables as the library's own example makes them.
async fn create_tables(client: &Client) -> Result<(), Failed> {
    let attribute = |name: &str, kind| AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build();
    let key = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    let events = client.create_table().table_name("Events").billing_mode(BillingMode::PayPerRequest);
    let events = events.attribute_definitions(attribute("AggregateTypeAndId", ScalarAttributeType::S)?);
    let events = events.attribute_definitions(attribute("AggregateIdSequence", ScalarAttributeType::N)?);
    let events = events.key_schema(key("AggregateTypeAndId", KeyType::Hash)?);
    events.key_schema(key("AggregateIdSequence", KeyType::Range)?).send().await?;
    let snapshots = client.create_table().table_name("Snapshots").billing_mode(BillingMode::PayPerRequest);
    let snapshots = snapshots.attribute_definitions(attribute("AggregateTypeAndId", ScalarAttributeType::S)?);
    snapshots.key_schema(key("AggregateTypeAndId", KeyType::Hash)?).send().await?;
    Ok(())
}

impl Peer {
    async fn obey(&self, line: &str) -> Result<String, Failed> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (verb, mode, id, n) = match words.as_slice() {
            [verb, mode, id] => (*verb, *mode, *id, 0),
            [verb, mode, id, n] => (*verb, *mode, *id, n.parse()?),
            _ => return Err("an order is a verb, a mode, an id and perhaps a number".into()),
        };
        let mode = if mode == "events" { Mode::Events } else { Mode::Snapshots };
        match verb {
            "fill" if mode == Mode::Events => self.fill_events(id, n).await,
            "fill" => self.fill_snapshots(id, n).await,
            "run" => self.run(mode, id, n).await,
            "state" => self.state(mode, id).await,
            _ => Err("no such verb".into()),
        }
    }

    /// Writes events as the framework does, only many at a time.
    async fn fill_events(&self, id: &str, n: usize) -> Result<String, Failed> {
        let repository = DynamoEventRepository::new(self.direct.clone());
        let events = (1..=n).map(|sequence| serialized(id, sequence)).collect::<Result<Vec<_>, _>>()?;
        for events in events.chunks(EVENTS_PER_TRANSACTION) {
            repository.persist::<Ledger>(events, None).await?;
        }
        Ok("ok".to_owned())
    }

    async fn fill_snapshots(&self, id: &str, n: usize) -> Result<String, Failed> {
        for sequence in 1..=n {
            self.direct_snapshots.execute_with_metadata(id, book(sequence), metadata()).await?;
        }
        Ok("ok".to_owned())
    }

    async fn run(&self, mode: Mode, id: &str, n: usize) -> Result<String, Failed> {
        let framework = match mode {
            Mode::Events => &self.counted_events,
            Mode::Snapshots => &self.counted_snapshots,
        };
        let started = Instant::now();
        let result = framework.execute_with_metadata(id, book(n), metadata()).await;
        let micros = started.elapsed().as_micros();
        Ok(match result {
            Ok(()) => format!("ok {micros}"),
            Err(error) => format!("refused {micros} {error}"),
        })
    }

    async fn state(&self, mode: Mode, id: &str) -> Result<String, Failed> {
        let repository = DynamoEventRepository::new(self.direct.clone());
        let store: PersistedEventStore<_, Ledger> = match mode {
            Mode::Events => PersistedEventStore::new_event_store(repository),
            Mode::Snapshots => PersistedEventStore::new_snapshot_store(repository, SNAPSHOT_EVERY),
        };
        let loaded = store.load_aggregate(id).await?;
        Ok(format!("state {}", loaded.aggregate.entries))
    }
}

fn book(n: usize) -> Book {
    Book { amount: 1, text: text(n) }
}

fn serialized(id: &str, sequence: usize) -> Result<SerializedEvent, Failed> {
    let event = LedgerEvent::Booked { amount: 1, text: text(sequence) };
    let payload = serde_json::to_value(&event)?;
    let metadata: HashMap<String, String> = metadata();
    let (kind, version) = (event.event_type(), event.event_version());
    Ok(SerializedEvent::new(id.to_owned(), sequence, Ledger::TYPE.to_owned(), kind, version, payload, serde_json::to_value(metadata)?))
}
