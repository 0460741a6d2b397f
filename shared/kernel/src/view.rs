//! Views: rows derived from commits, for reading.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde_json::Value;

use crate::aggregate::{Aggregate, Commit, History, Impossible, Loaded, Meta, Version};
use crate::id::Id;
use crate::tenant::TenantId;

/// Largest page of a list; a screen shows fewer.
pub const PAGE_ROWS_MAX: u32 = 100;
/// Page size when the caller names none.
pub const PAGE_ROWS_DEFAULT: u32 = 25;
/// Most rows that one commit may change in one view: they go into one transaction of the
/// store, which takes 100 items, less the position item.
pub const CHANGES_PER_COMMIT_MAX: usize = 90;

/// Most rows that a decision or a query reads at once, where a person never sees them singly:
/// the months of a book that a balance is the sum of. About a second of reading.
pub const WIDE_ROWS_MAX: u32 = 2_000;

/// Names a view's projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewSpec {
    /// `context.view-name-from-aggregate`: the consumer function and its position.
    pub name: &'static str,
    /// The view whose rows it writes; several projections may feed one view.
    pub view: &'static str,
    /// What the view is for.
    pub summary: &'static str,
}

/// A projection: what one commit of one aggregate changes in one view.
///
/// Pure. The runtime calls it for each commit exactly once and in order: it keeps the last
/// applied version beside the rows and writes both in one transaction.
pub trait View: Send + Sync + 'static {
    /// The aggregate whose commits it follows.
    type Aggregate: Aggregate;
    /// Its name.
    const SPEC: ViewSpec;
    /// The changes that a commit causes.
    fn project(step: &Step<'_, Self::Aggregate>) -> Vec<Change>;
}

/// One commit, with the state before and after it.
pub struct Step<'a, A: Aggregate> {
    /// Whose data.
    pub tenant: &'a TenantId,
    /// Which aggregate.
    pub id: Id<A::Kind>,
    /// The commit's version.
    pub version: Version,
    /// Time and actor.
    pub meta: &'a Meta,
    /// What happened.
    pub events: &'a [A::Event],
    /// The state before; `None` for the first commit.
    pub before: Option<&'a A>,
    /// The state after.
    pub after: &'a A,
}

impl<A: Aggregate> Step<'_, A> {
    /// For views whose rows are a function of the state: writes what the state shows now
    /// and deletes what only the state before showed.
    pub fn replace(&self, rows_of: impl Fn(&A) -> Vec<Row>) -> Vec<Change> {
        let rows = rows_of(self.after);
        let stale = self.before.map(&rows_of).unwrap_or_default();
        let gone = stale.into_iter().filter(|old| rows.iter().all(|new| new.key != old.key));
        let mut changes: Vec<Change> = gone.map(|row| Change::Delete(row.key)).collect();
        changes.extend(rows.into_iter().map(Change::Put));
        changes
    }
}

/// Where a row stands in its view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// Rows are read by partition.
    pub partition: String,
    /// And ordered by this within it.
    pub sort: String,
}

/// One row of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place.
    pub key: RowKey,
    /// A second order: partition and sort key of index 1.
    pub index1: Option<RowKey>,
    /// A third order: partition and sort key of index 2.
    pub index2: Option<RowKey>,
    /// What is shown.
    pub data: Value,
    /// Sums that [`Change::Add`] made; empty for rows that are put.
    pub counters: BTreeMap<String, i64>,
}

impl Row {
    /// A row without other orders.
    pub fn new(partition: impl Into<String>, sort: impl Into<String>, data: Value) -> Self {
        Self { key: RowKey { partition: partition.into(), sort: sort.into() }, index1: None, index2: None, data, counters: BTreeMap::new() }
    }

    /// Also found through index 1.
    pub fn with_index1(mut self, partition: impl Into<String>, sort: impl Into<String>) -> Self {
        self.index1 = Some(RowKey { partition: partition.into(), sort: sort.into() });
        self
    }

    /// Also found through index 2.
    pub fn with_index2(mut self, partition: impl Into<String>, sort: impl Into<String>) -> Self {
        self.index2 = Some(RowKey { partition: partition.into(), sort: sort.into() });
        self
    }
}

/// What a projection does to a view.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Writes a row, replacing one with the same key.
    Put(Row),
    /// Removes a row.
    Delete(RowKey),
    /// Adds to the sums of a row that many aggregates feed, making it when it is not there.
    /// Exactly once a commit, like every change. A row that is added to is never put or deleted.
    Add(Addition),
}

/// What is added to a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// Its place.
    pub key: RowKey,
    /// What the row shows besides its sums; written when the row is made, the same every time.
    pub data: Value,
    /// How much is added to which sum; may be negative.
    pub counters: BTreeMap<String, i64>,
}

impl Change {
    /// The row it touches.
    pub fn key(&self) -> &RowKey {
        match self {
            Self::Put(row) => &row.key,
            Self::Delete(key) => key,
            Self::Add(addition) => &addition.key,
        }
    }
}

/// Which order of a view is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the row's own key.
    Main,
    /// By index 1.
    Index1,
    /// By index 2.
    Index2,
}

/// Which sort keys are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// All of the partition.
    All,
    /// Those that begin with a text.
    Prefix(String),
    /// Those up to and including a text.
    UpTo(String),
    /// Those from one text to another, both included.
    Between(String, String),
}

/// A page of one partition of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuery {
    /// The view.
    pub view: &'static str,
    /// Which order.
    pub order: Order,
    /// Which partition.
    pub partition: String,
    /// Which sort keys.
    pub range: Range,
    /// Newest or largest first.
    pub descending: bool,
    /// At most this many rows.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl RowQuery {
    /// The first page of a partition, in ascending order.
    pub fn new(view: &'static str, partition: impl Into<String>) -> Self {
        Self {
            view,
            order: Order::Main,
            partition: partition.into(),
            range: Range::All,
            descending: false,
            limit: PAGE_ROWS_DEFAULT,
            cursor: None,
        }
    }

    /// Reads another order of the view.
    pub fn by(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Reads only some sort keys.
    pub fn within(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// Newest first.
    pub fn newest_first(mut self) -> Self {
        self.descending = true;
        self
    }

    /// At most this many rows.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit.clamp(1, PAGE_ROWS_MAX);
        self
    }

    /// As many rows as can be read at once; not for lists that a person turns over.
    pub fn wide(mut self) -> Self {
        self.limit = WIDE_ROWS_MAX;
        self
    }

    /// Continues after a page.
    pub fn after(mut self, cursor: Option<String>) -> Self {
        self.cursor = cursor;
        self
    }

    /// The key under which the answer is kept.
    pub fn key(&self) -> String {
        format!("R#{}#{:?}#{}#{:?}#{}#{}#{:?}", self.view, self.order, self.partition, self.range, self.descending, self.limit, self.cursor)
    }
}

/// Some rows, and where to continue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// Opaque; absent on the last page.
    pub next_cursor: Option<String>,
}

/// What several commits change in one view.
#[derive(Debug, Clone, PartialEq)]
pub struct Projected {
    /// The version that the view has reached when this is written.
    pub version: Version,
    /// The changes of that one commit.
    pub changes: Vec<Change>,
}

/// A projection with its types erased.
pub trait AnyView: Send + Sync {
    /// Its name.
    fn spec(&self) -> ViewSpec;
    /// The aggregate whose commits it follows.
    fn aggregate(&self) -> &'static str;
    /// The schema of that aggregate's snapshots.
    fn snapshot_schema(&self) -> u32;
    /// The changes of every commit after `from`, one entry a commit.
    ///
    /// `history` must reach back to `from`: its snapshot may not be newer.
    fn project(&self, tenant: &TenantId, id: &str, from: Version, history: &History) -> Result<Vec<Projected>, Impossible>;
}

/// Erases a projection's types.
pub struct ViewHandler<V>(PhantomData<fn() -> V>);

/// The list entry of a projection.
pub const fn view<V: View>() -> &'static dyn AnyView {
    &ViewHandler::<V>(PhantomData)
}

impl<V: View> AnyView for ViewHandler<V> {
    fn spec(&self) -> ViewSpec {
        V::SPEC
    }

    fn aggregate(&self) -> &'static str {
        V::Aggregate::NAME
    }

    fn snapshot_schema(&self) -> u32 {
        V::Aggregate::SNAPSHOT_SCHEMA
    }

    fn project(&self, tenant: &TenantId, id: &str, from: Version, history: &History) -> Result<Vec<Projected>, Impossible> {
        let id: Id<<V::Aggregate as Aggregate>::Kind> = id.parse().map_err(|error| Impossible::new(format!("{error}")))?;
        let start = history.snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
        if start > from {
            return Err(Impossible::new(format!("snapshot {start} hides commits after {from}")));
        }
        let base = History { snapshot: history.snapshot.clone(), commits: Vec::new() };
        let mut loaded = base.fold::<V::Aggregate>()?;
        let mut projected = Vec::new();
        for commit in &history.commits {
            let (after, events) = Loaded::advance(loaded.clone(), commit)?;
            if commit.version > from {
                let before = loaded.as_ref().map(|loaded| &loaded.state);
                let changes = V::project(&step(tenant, id, commit, &events, before, &after.state));
                projected.push(Projected { version: commit.version, changes });
            }
            loaded = Some(after);
        }
        Ok(projected)
    }
}

fn step<'a, A: Aggregate>(
    tenant: &'a TenantId,
    id: Id<A::Kind>,
    commit: &'a Commit,
    events: &'a [A::Event],
    before: Option<&'a A>,
    after: &'a A,
) -> Step<'a, A> {
    Step { tenant, id, version: commit.version, meta: &commit.meta, events, before, after }
}

/// The page size that a caller asks for: a query parameter, so a text with digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageLimit(u32);

impl PageLimit {
    /// The limit asked for, or the default.
    pub fn or_default(limit: Option<Self>) -> u32 {
        limit.map_or(PAGE_ROWS_DEFAULT, |limit| limit.0)
    }
}

impl TryFrom<String> for PageLimit {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let limit = text.parse().ok().filter(|limit| (1..=PAGE_ROWS_MAX).contains(limit));
        limit.map(Self).ok_or_else(|| format!("expected a number from 1 to {PAGE_ROWS_MAX}"))
    }
}

impl From<PageLimit> for String {
    fn from(limit: PageLimit) -> Self {
        limit.0.to_string()
    }
}

impl schemars::JsonSchema for PageLimit {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PageLimit".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": PAGE_ROWS_MAX, "default": PAGE_ROWS_DEFAULT })
    }
}
