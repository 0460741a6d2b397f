//! Entries in bulk.

use std::collections::BTreeMap;

use chrono::Days;
use dynoxide::{AttributeValue, ImportOptions};
use entrepot_aws::keys;
use entrepot_aws::table::{PK, ROW, SK};
use entrepot_local::engine::{Engine as Embedded, TABLE};
use kernel::aggregate::Commit;
use kernel::command::Append;
use kernel::view::{RowKey, view};
use kernel::{Actor, Aggregate, Change, Currency, Day, Event, History, Meta, Money};
use ledger::views::turnovers::{TurnoversFromJournalEntry, VIEW};
use posting::{BookId, Entry, EntryContent, EntryId, EntryLine, Journal, JournalEntry, JournalEntryEvent, Rule, Side, Source};
use runtime::{Batch, Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::hot::ask;
use crate::{Failed, world};

/// The first day of the book.
pub const FIRST_DAY: &str = "2021-01-01";
/// Five years.
const DAYS: u64 = 1_826;
/// Entries written in one transaction.
const CHUNK: u64 = 90;
/// Debit and credit of usual entries.
const PAIRS: [(&str, &str); 8] =
    [("361", "702"), ("311", "361"), ("92", "631"), ("631", "311"), ("902", "281"), ("281", "631"), ("702", "641.1"), ("641.1", "311")];

/// What stores put before the names of a row's sums.
const COUNTER_PREFIX: &str = "n_";

type Sums = BTreeMap<RowKey, (Value, BTreeMap<String, i64>)>;

/// Entries so far, and what the projection made of them.
pub struct Seed {
    book: BookId,
    entries: u64,
    posted_minor: i64,
    sums: Sums,
}

impl Seed {
    /// Nothing yet.
    pub const fn new(book: BookId) -> Self {
        Self { book, entries: 0, posted_minor: 0, sums: Sums::new() }
    }

    /// How many rows hold the sums.
    pub fn rows(&self) -> usize {
        self.sums.len()
    }

    /// Writes entries until there are so many, and their sums.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn grow(&mut self, embedded: &Embedded, engine: &Engine, size: u64) -> Result<(), Failed> {
        while self.entries < size {
            let end = size.min(self.entries.saturating_add(CHUNK));
            let mut appends = Vec::new();
            for n in self.entries..end {
                appends.push(self.commit(n)?);
            }
            self.entries = end;
            let batch = Batch { appends, claims: Vec::new(), releases: Vec::new(), unchanged: Vec::new() };
            engine.ports.store.append(&world::tenant()?, &batch).await?;
        }
        let prefix = keys::view_prefix(&world::tenant()?, VIEW, 0);
        let items = self.sums.iter().map(|(key, (data, counters))| item(&prefix, key, data, counters)).collect();
        // Past the wire and the table's stream: nobody listens here.
        embedded.database.import_items(TABLE, items, ImportOptions::default())?;
        Ok(())
    }

    /// Asks for the trial balance.
    ///
    /// # Errors
    /// When it does not show what was posted.
    pub async fn check(&self, engine: &Engine) -> Result<(), Failed> {
        let trial = ask(engine, "ledger.get-trial-balance", json!({ "book_id": self.book, "as_of": "2025-12-31" })).await?;
        let expected = serde_json::to_value(Money::from_minor(self.posted_minor, Currency::UAH))?;
        if trial["totals"]["debit"] == expected && trial["balanced"] == Value::Bool(true) {
            return Ok(());
        }
        Err(format!("{expected} was posted, the trial balance shows {}", trial["totals"]).into())
    }

    /// The `n`-th entry as it is committed; its sums are added to the others.
    fn commit(&mut self, n: u64) -> Result<(Append, Commit), Failed> {
        let entry = self.entry(n)?;
        let at = format!("{}T09:00:00Z", entry.day).parse()?;
        let meta = Meta { at, actor: Actor::system("bench"), command: "bench.seed".to_owned(), correlation: Uuid::nil(), causation: None };
        let stream = JournalEntry::stream(entry.id);
        let events = vec![JournalEntryEvent::Posted(entry).write()?];
        let commit = Commit { version: 1, meta, key: None, events: events.clone() };
        let history = History { snapshot: None, commits: vec![commit.clone()] };
        let projected = view::<TurnoversFromJournalEntry>().project(&world::tenant()?, &stream.id, 0, &history)?;
        for change in projected.into_iter().flat_map(|projected| projected.changes) {
            let Change::Add(addition) = change else { return Err("sums are only added to".into()) };
            let (_, sums) = self.sums.entry(addition.key).or_insert_with(|| (addition.data, BTreeMap::new()));
            for (name, difference) in addition.counters {
                let sum = sums.entry(name).or_default();
                *sum = sum.saturating_add(difference);
            }
        }
        Ok((Append { stream, expected: 0, events }, commit))
    }

    fn entry(&mut self, n: u64) -> Result<Entry, Failed> {
        let (debit, credit) = PAIRS.get(usize::try_from(n)?.checked_rem(PAIRS.len()).unwrap_or(0)).copied().ok_or("no pair")?;
        let minor = i64::try_from(n.wrapping_mul(37) % 1_000_000)?.saturating_add(1);
        self.posted_minor = self.posted_minor.saturating_add(minor);
        let first: Day = FIRST_DAY.parse()?;
        let line = |account: &str, side: Side| -> Result<EntryLine, Failed> {
            let amount = Money::from_minor(minor, Currency::UAH);
            Ok(EntryLine { account: account.parse()?, side, amount, original: None, party: None, partner: None })
        };
        let content = EntryContent {
            id: EntryId::derive(&["seed", &n.to_string()]),
            book: self.book,
            journal: Journal::Financial,
            day: first.checked_add_days(Days::new(n.wrapping_mul(7_919) % DAYS)).ok_or("no such day")?,
            zone: chrono_tz::Europe::Kyiv,
            source: Source { kind: "commerce.invoice".to_owned(), id: format!("seed {n}"), version: 1, sha256: None },
            rule: Rule { name: "invoice-posted".to_owned(), version: 1 },
            text: kernel::Line::new("Рахунок за товар")?,
            reverses: None,
            lines: vec![line(debit, Side::Debit)?, line(credit, Side::Credit)?],
        };
        Entry::new(content).map_err(|refusal| format!("{refusal:?}").into())
    }
}

fn item(prefix: &str, key: &RowKey, data: &Value, counters: &BTreeMap<String, i64>) -> dynoxide::Item {
    let texts = [(PK, format!("{prefix}{}", key.partition)), (SK, key.sort.clone()), (ROW, data.to_string())];
    let texts = texts.map(|(name, text)| (name.to_owned(), AttributeValue::S(text)));
    let sums = counters.iter().map(|(name, sum)| (format!("{COUNTER_PREFIX}{name}"), AttributeValue::N(sum.to_string())));
    texts.into_iter().chain(sums).collect()
}
