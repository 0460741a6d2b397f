//! Entries as streams of their own, and the sums of their view.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use entrepot_aws::{DynamoStore, Meter};
use entrepot_local::engine::Engine as Embedded;
use kernel::aggregate::{Commit, History, Snapshot, Version};
use kernel::command::{Append, Claim};
use kernel::settings::Jurisdiction;
use kernel::view::view;
use kernel::{Actor, Aggregate, Catalogue, Currency, Event, Money, Role, StreamKey, TenantId};
use ledger::views::turnovers::TurnoversFromJournalEntry;
use posting::{Book, BookId};
use runtime::ports::Store;
use runtime::{AppendError, Batch, Engine, Fault, Principal, deliver, execute};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Figure, together};
use crate::{Failed, world};

static CATALOGUES: &[&Catalogue] = &[&ledger::CATALOGUE];
const AMOUNT_MINOR: i64 = 100;

/// How often each stream was tried to be written, and how often somebody else was quicker.
#[derive(Default)]
struct Tries {
    by_stream: HashMap<StreamKey, u64>,
    conflicts: u64,
}

/// A store that counts what was turned away.
struct Counting {
    store: DynamoStore,
    tries: Arc<Mutex<Tries>>,
}

#[async_trait]
impl Store for Counting {
    async fn load(&self, tenant: &TenantId, stream: &StreamKey, schema: u32) -> Result<History, Fault> {
        self.store.load(tenant, stream, schema).await
    }

    async fn load_from(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, from: Version) -> Result<History, Fault> {
        self.store.load_from(tenant, stream, schema, from).await
    }

    async fn commit(&self, tenant: &TenantId, stream: &StreamKey, version: Version) -> Result<Option<Commit>, Fault> {
        self.store.commit(tenant, stream, version).await
    }

    async fn append(&self, tenant: &TenantId, batch: &Batch) -> Result<(), AppendError> {
        let result = self.store.append(tenant, batch).await;
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.conflicts = tries.conflicts.saturating_add(u64::from(matches!(result, Err(AppendError::Conflict(_)))));
        for (append, _) in &batch.appends {
            let tried = tries.by_stream.entry(append.stream.clone()).or_default();
            *tried = tried.saturating_add(1);
        }
        result
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

/// The ledger on the embedded engine.
pub struct Ours {
    engine: Arc<Engine>,
    meter: Arc<Meter>,
    tries: Arc<Mutex<Tries>>,
}

impl Ours {
    /// On this engine.
    ///
    /// # Errors
    /// Never in practice.
    pub async fn new(embedded: &Embedded) -> Result<Self, Failed> {
        let (meter, tries) = (Arc::new(Meter::default()), Arc::new(Mutex::new(Tries::default())));
        let table = embedded.table().metered(Arc::clone(&meter));
        let mut engine = world::engine(CATALOGUES, embedded, table.clone());
        let store = DynamoStore::new(table, Arc::new(embedded.documents()));
        engine.ports.store = Arc::new(Counting { store, tries: Arc::clone(&tries) });
        Ok(Self { engine: Arc::new(engine), meter, tries })
    }

    /// So many writers post so often each; then as many consumers add the sums.
    ///
    /// # Errors
    /// When something fails or the balance is wrong.
    pub async fn measure(&self, writers: u64, each: u64) -> Result<(Figure, Figure), Failed> {
        let book = open_book(&self.engine, &writers.to_string(), None).await?;
        let before = self.meter.usage();
        self.take_tries();
        let (took, streams) = together(writers, |_| post(Arc::clone(&self.engine), book, each)).await?;
        let calls = self.meter.usage().since(before).calls;
        let tries = self.take_tries();
        let tries_max = tries.by_stream.values().copied().max().unwrap_or(0);
        let posted = Figure { took, calls, conflicts: tries.conflicts, tries_max };
        let streams = Arc::new(streams);
        let before = self.meter.usage();
        let (took, _) = together(writers, |writer| sum(Arc::clone(&self.engine), Arc::clone(&streams), writer)).await?;
        let summed = Figure { took, calls: self.meter.usage().since(before).calls, conflicts: 0, tries_max: 1 };
        self.check(book, writers.saturating_mul(each)).await?;
        Ok((posted, summed))
    }

    fn take_tries(&self) -> Tries {
        std::mem::take(&mut *self.tries.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn check(&self, book: BookId, postings: u64) -> Result<(), Failed> {
        let answer = ask(&self.engine, "ledger.get-account-balance", json!({ "book_id": book, "code": "92" })).await?;
        let expected = Money::from_minor(i64::try_from(postings)?.saturating_mul(AMOUNT_MINOR), Currency::UAH);
        let balance = &answer["balance"];
        if *balance == serde_json::to_value(expected)? { Ok(()) } else { Err(format!("{expected} was posted, {balance} is shown").into()) }
    }
}

/// Opens a book with the Ukrainian chart of accounts.
///
/// # Errors
/// When it cannot be written.
pub async fn open_book(engine: &Engine, name: &str, opened_from: Option<kernel::Day>) -> Result<BookId, Failed> {
    let party = posting::PartyId::derive(&["bench", name]);
    let mut opened = posting::samples::opened_with_chart(party, Currency::UAH, Jurisdiction::UA);
    if let (posting::BookEvent::Opened(opened), Some(from)) = (&mut opened, opened_from) {
        opened.opened_from = from;
    }
    let book = posting::book_of(party);
    let context = engine.system_context(&world::tenant()?, "bench", Uuid::now_v7(), None).await?;
    let events = vec![opened.write()?];
    let commit = Commit { version: 1, meta: context.meta("bench.open"), key: None, events: events.clone() };
    let append = Append { stream: Book::stream(book), expected: 0, events };
    let batch = Batch { appends: vec![(append, commit)], claims: Vec::new(), releases: Vec::new(), unchanged: Vec::new() };
    engine.ports.store.append(&world::tenant()?, &batch).await?;
    Ok(book)
}

/// Who keeps the books.
pub fn accountant() -> Actor {
    Actor { id: "accountant@dnipro-trade.example".to_owned(), name: "Accountant".to_owned(), roles: vec![Role::Accountant] }
}

/// What a query answers.
///
/// # Errors
/// When it is refused or fails.
pub async fn ask(engine: &Engine, name: &str, parameters: Value) -> Result<Value, Failed> {
    let mut queries = engine.catalogues.iter().flat_map(|catalogue| catalogue.queries.iter().copied());
    let query = queries.find(|query| query.spec().name == name).ok_or_else(|| format!("no query {name}"))?;
    let principal = Principal { tenant: world::tenant()?, actor: accountant() };
    let answer = runtime::query::ask(engine, query, parameters, &principal, Uuid::now_v7()).await;
    Ok(answer.map_err(|failure| format!("{name}: {failure:?}"))?.body)
}

async fn post(engine: Arc<Engine>, book: BookId, each: u64) -> Result<Vec<StreamKey>, Failed> {
    let mut streams = Vec::new();
    let day = engine.ports.clock.now().day_in(chrono_tz::UTC);
    let amount = Money::from_minor(AMOUNT_MINOR, Currency::UAH);
    for _ in 0..each {
        let line = |account: &str, side: &str| json!({ "account": account, "side": side, "amount": amount });
        let lines = [line("92", "debit"), line("311", "credit")];
        let body = json!({ "book_id": book, "day": day, "text": "Комісія банку", "proof": "Виписка", "lines": lines });
        let request = world::request(&engine, "ledger.post-entry", body, accountant())?;
        let accepted = execute(&engine, request).await.map_err(|failure| failure.into_fault().chain())?;
        streams.push(accepted.stream);
    }
    Ok(streams)
}

async fn sum(engine: Arc<Engine>, streams: Arc<Vec<Vec<StreamKey>>>, writer: u64) -> Result<(), Failed> {
    for stream in streams.get(usize::try_from(writer)?).into_iter().flatten() {
        deliver::project(&engine, view::<TurnoversFromJournalEntry>(), &world::tenant()?, stream).await?;
    }
    Ok(())
}
