//! The pipeline, measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use entrepot_aws::{Clients, Endpoints, Meter, Table};
use entrepot_local::engine::{Engine as Embedded, TABLE};
use kernel::id::kinds::Activity;
use kernel::{Aggregate, Catalogue, Id};
use runtime::{Accepted, Engine, deliver, execute};
use serde_json::json;

use super::ledger::{BOOK_ENTRY, CATALOGUE, Ledger, text};
use super::{COMMANDS, Figure, sample};
use crate::proxy::{Count, Proxy};
use crate::{Failed, world};

static CATALOGUES: &[&Catalogue] = &[&CATALOGUE];

/// The pipeline on the embedded engine, directly and through the proxy.
pub struct Ours {
    direct: Engine,
    counted: Engine,
    meter: Arc<Meter>,
    differences: AtomicU64,
    compared: AtomicU64,
}

impl Ours {
    /// On these engines.
    ///
    /// # Errors
    /// Never in practice.
    pub fn new(embedded: &Embedded, proxy: &Proxy) -> Result<Self, Failed> {
        let meter = Arc::new(Meter::default());
        let endpoints = Endpoints { all: None, dynamodb: Some(proxy.url.clone()), s3: None };
        let clients = Clients::local(endpoints, "local", "local-only-no-secret");
        let counted = Table::new(clients.dynamodb().clone(), TABLE).metered(Arc::clone(&meter));
        Ok(Self {
            direct: world::engine(CATALOGUES, embedded, embedded.table()),
            counted: world::engine(CATALOGUES, embedded, counted),
            meter,
            differences: AtomicU64::new(0),
            compared: AtomicU64::new(0),
        })
    }

    /// [`COMMANDS`] commands on an aggregate of `size` commits.
    ///
    /// # Errors
    /// When a command fails.
    pub async fn measure(&self, proxy: &Proxy, size: u64) -> Result<Figure, Failed> {
        let ledger = Id::<Activity>::derive(&["bench", &size.to_string()]);
        for n in 1..=size {
            let accepted = book(&self.direct, ledger, n).await?;
            snapshot(&self.direct, &accepted).await?;
        }
        proxy.take();
        let before = self.meter.usage();
        let mut total = Count::default();
        let mut calls_of_commands = 0_u64;
        let mut times = Vec::new();
        for n in 1..=COMMANDS {
            let started = Instant::now();
            let accepted = book(&self.counted, ledger, size.saturating_add(n)).await?;
            times.push(started.elapsed());
            let command = proxy.take();
            snapshot(&self.counted, &accepted).await?;
            let beside = proxy.take();
            calls_of_commands = calls_of_commands.saturating_add(command.calls);
            total = sum(total, sum(command, beside));
        }
        let metered = self.meter.usage().since(before);
        let same = (metered.calls, metered.read_half_units, metered.write_units) == (total.calls, total.read_half_units, total.write_units);
        self.compared.fetch_add(1, Ordering::SeqCst);
        self.differences.fetch_add(u64::from(!same), Ordering::SeqCst);
        let history = self.direct.ports.store.load(&world::tenant()?, &Ledger::stream(ledger), Ledger::SNAPSHOT_SCHEMA).await?;
        let entries = history.fold::<Ledger>()?.map_or(0, |loaded| loaded.state.entries);
        let entries = (entries, size.saturating_add(COMMANDS));
        Ok(Figure { count: total, calls_of_commands, times: sample(times), entries, refused: None })
    }

    /// Whether proxy and engine agreed on what the pipeline consumed.
    pub fn check(&self) -> Vec<String> {
        let (compared, differences) = (self.compared.load(Ordering::SeqCst), self.differences.load(Ordering::SeqCst));
        let agreed = compared.saturating_sub(differences);
        vec![format!(
            "The proxy's figures and those that the engine itself reports (`ReturnConsumedCapacity`) agree in {agreed} of {compared} rows of Entrepot."
        )]
    }
}

async fn book(engine: &Engine, ledger: Id<Activity>, n: u64) -> Result<Accepted, Failed> {
    let body = json!({ "ledger_id": ledger, "amount": 1, "text": text(n) });
    let request = world::request(engine, BOOK_ENTRY, body, world::manager())?;
    execute(engine, request).await.map_err(|failure| failure.into_fault().chain().into())
}

/// As the reader of the table's stream does after each commit.
async fn snapshot(engine: &Engine, accepted: &Accepted) -> Result<(), Failed> {
    // Of the size only matters that it is far below what makes a snapshot at once.
    deliver::snapshot(engine, &world::tenant()?, &accepted.stream, accepted.version, 0).await?;
    Ok(())
}

const fn sum(a: Count, b: Count) -> Count {
    Count {
        calls: a.calls.saturating_add(b.calls),
        read_half_units: a.read_half_units.saturating_add(b.read_half_units),
        write_units: a.write_units.saturating_add(b.write_units),
        items: a.items.saturating_add(b.items),
        unknown: a.unknown.saturating_add(b.unknown),
    }
}
