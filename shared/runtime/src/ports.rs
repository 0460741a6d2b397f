//! What the pipeline needs of the world, as traits. `entrepot-aws` implements them on
//! DynamoDB, S3, SQS and EventBridge; the local host runs the same implementations against
//! embedded engines.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use kernel::aggregate::{Commit, History, Snapshot, StreamKey, Version};
use kernel::command::{Append, Claim, Unchanged};
use kernel::facts::Kept;
use kernel::reaction::OutsideError;
use kernel::view::{Page, Projected, RowQuery};
use kernel::{Moment, Settings, SubjectKey, TenantId};
use serde_json::Value;
use uuid::Uuid;

use crate::cloud_event::CloudEvent;
use crate::fault::Fault;
use crate::push::Connections;

/// Everything that is written in one atomic step.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// One commit a stream: the commit and the version that the stream must still have.
    pub appends: Vec<(Append, Commit)>,
    /// Unique values to take, with the stream that becomes their owner.
    pub claims: Vec<(Claim, StreamKey)>,
    /// Unique values to give back, if that stream owns them.
    pub releases: Vec<(Claim, StreamKey)>,
    /// Streams that must still have the version that was seen, though nothing is written to them.
    pub unchanged: Vec<Unchanged>,
}

/// Why a batch was not written. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else wrote to one of the streams first, to one that must be unchanged, or holds the item in a transaction:
    /// load and decide again.
    #[error("conflict on {kind} {id}", kind = .0.kind, id = .0.id)]
    Conflict(StreamKey),
    /// A unique value belongs to another.
    #[error("{scope} is taken", scope = .0.scope)]
    Taken(Claim),
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The event store. Nothing can be asked of it without a tenant.
#[async_trait]
pub trait Store: Send + Sync {
    /// The newest snapshot of schema `schema` and every commit after it; consistent. One
    /// query as long as the tail fits into a page; paged, never cut, when it does not.
    async fn load(&self, tenant: &TenantId, stream: &StreamKey, schema: u32) -> Result<History, Fault>;

    /// A history that reaches back at least to `from`: the newest snapshot not after `from`
    /// and every commit after it.
    async fn load_from(&self, tenant: &TenantId, stream: &StreamKey, schema: u32, from: Version) -> Result<History, Fault>;

    /// One commit; `None` when it is not there. For those who read a stream of another context,
    /// whose snapshots and events are not theirs to fold.
    async fn commit(&self, tenant: &TenantId, stream: &StreamKey, version: Version) -> Result<Option<Commit>, Fault>;

    /// Writes a batch, all or nothing: one conditional put for a single commit that comes
    /// alone, one transaction otherwise.
    async fn append(&self, tenant: &TenantId, batch: &Batch) -> Result<(), AppendError>;

    /// The stream that owns a unique value; consistent.
    async fn owner(&self, tenant: &TenantId, claim: &Claim) -> Result<Option<StreamKey>, Fault>;

    /// Writes a snapshot beside the commits; one that exists already is left alone.
    async fn put_snapshot(&self, tenant: &TenantId, stream: &StreamKey, snapshot: &Snapshot) -> Result<(), Fault>;

    /// One page of the ids of a kind's streams, for rebuilding views; `after` is the last id
    /// of the page before.
    async fn streams(&self, tenant: &TenantId, kind: &str, after: Option<&str>) -> Result<Vec<String>, Fault>;
}

/// Why a projection's changes were not written.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// Another delivery of the same commit was quicker: read the position again.
    #[error("the view has moved on")]
    Moved,
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The cursor is damaged, or belongs to another query: the caller's mistake.
    #[error("the cursor does not belong to the query")]
    BadCursor,
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// How long [`Views::page`] may go by what it knew of a view's generations, so that a command
/// which looks into a view seldom costs one call more. Whoever removes the rows of a
/// generation waits longer after readers were told of the next one.
pub const GENERATIONS_KEPT: Duration = Duration::from_secs(5);

/// One build of a view. The first is 0, a rebuild makes the next; no number is used twice.
pub type Generation = u32;

/// Which build of a view is read, and what is being done about another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Generations {
    /// The one that is read.
    pub serving: Generation,
    /// The rebuild under way: one at a time.
    pub rebuild: Option<Rebuild>,
}

/// How far a rebuild is, and who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuild {
    /// What it does now.
    pub stage: Stage,
    /// The last stream that this stage is done with.
    pub walked: Option<StreamKey>,
    /// Who does it.
    pub runner: Uuid,
    /// When others may take it over, because its runner has died.
    pub until: Moment,
}

/// The two stages of a rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The generation after the serving one gets its rows.
    Building,
    /// The generation before the serving one loses them.
    Retiring,
}

impl Generations {
    /// The generation that gets its rows now: projections write it beside the serving one.
    pub fn building(&self) -> Option<Generation> {
        match self.rebuild.as_ref()?.stage {
            Stage::Building => Some(self.serving.saturating_add(1)),
            Stage::Retiring => None,
        }
    }

    /// The generation that loses its rows now; no projection writes it any more.
    pub fn retiring(&self) -> Option<Generation> {
        match self.rebuild.as_ref()?.stage {
            Stage::Building => None,
            Stage::Retiring => self.serving.checked_sub(1),
        }
    }
}

/// The rows of views.
#[async_trait]
pub trait Views: Send + Sync {
    /// One page of the serving generation; of the one before for [`GENERATIONS_KEPT`] after
    /// a change. A cursor stays good across a rebuild.
    async fn page(&self, tenant: &TenantId, query: &RowQuery) -> Result<Page, PageError>;

    /// The generations of a view; consistent, and asked for every time: a projection may not
    /// miss that a rebuild was announced before it asked.
    async fn generations(&self, tenant: &TenantId, view: &str) -> Result<Generations, Fault>;

    /// Replaces `from` by `to`; `false` when they are not `from` any more.
    async fn change_generations(&self, tenant: &TenantId, view: &str, from: &Generations, to: &Generations) -> Result<bool, Fault>;

    /// The version of `stream` that a projection has applied; zero before the first.
    async fn position(&self, tenant: &TenantId, projection: &ProjectionKey<'_>, stream: &StreamKey) -> Result<Version, Fault>;

    /// Writes the changes of commits `from + 1 ..` and moves the position to the last of
    /// them, in one transaction, if the position is still `from`.
    async fn apply(
        &self,
        tenant: &TenantId,
        projection: &ProjectionKey<'_>,
        stream: &StreamKey,
        from: Version,
        projected: &[Projected],
    ) -> Result<(), ProjectError>;

    /// Removes whole partitions of a generation, and then the projection's position in
    /// `stream`. Harmless when repeated; to be called only for what is not read any more.
    async fn discard(
        &self,
        tenant: &TenantId,
        projection: &ProjectionKey<'_>,
        stream: &StreamKey,
        partitions: &[String],
    ) -> Result<(), Fault>;
}

/// Which rows a projection writes, and under which name it keeps its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectionKey<'a> {
    /// [`kernel::ViewSpec::name`].
    pub name: &'a str,
    /// [`kernel::ViewSpec::view`].
    pub view: &'a str,
    /// Which build of the view. Each has positions of its own.
    pub generation: Generation,
}

/// Most bytes of a document that is looked at: a scan of a long contract. Its hash is computed
/// while a command waits.
pub const DOCUMENT_BYTES_MAX: u64 = 25 * 1024 * 1024;

/// How long an address of a document is good: a click and a slow connection's first byte.
pub const DOCUMENT_URL_TIME: Duration = Duration::from_secs(5 * 60);

/// Why nothing is known of a document.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// It is larger than [`DOCUMENT_BYTES_MAX`]: the mistake of who put it there.
    #[error("the document has {size_bytes} bytes; the most is {DOCUMENT_BYTES_MAX}")]
    TooLarge {
        /// How long it is.
        size_bytes: u64,
    },
    /// The machinery failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Documents: raw messages, uploads, printed papers.
#[async_trait]
pub trait Documents: Send + Sync {
    /// Keeps bytes under a key of the tenant, encrypted at rest; keeping them twice is harmless.
    async fn put(&self, tenant: &TenantId, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), Fault>;
    /// The bytes; `None` when there are none.
    async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, Fault>;
    /// The size and the hash of what is kept, computed from all of its bytes; `None` when
    /// there is nothing.
    async fn inspect(&self, tenant: &TenantId, key: &str) -> Result<Option<Kept>, InspectError>;
    /// An address where whoever has it may put this one document, once, for
    /// [`DOCUMENT_URL_TIME`]: by `PUT` with `Content-Type: <media_type>` and `If-None-Match: *`.
    async fn upload_url(&self, tenant: &TenantId, key: &str, media_type: &str) -> Result<String, Fault>;
    /// An address where whoever has it may fetch this one document, for [`DOCUMENT_URL_TIME`];
    /// a browser saves it under `file_name` and never shows it as a page.
    async fn download_url(&self, tenant: &TenantId, key: &str, file_name: &str) -> Result<String, Fault>;
}

/// Secrets of a tenant: keys of outside systems, keys that sign webhooks.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The secret; `None` when the tenant has none of that name.
    async fn get(&self, tenant: &TenantId, name: &str) -> Result<Option<Secret>, Fault>;
}

/// A secret text that no log prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The text, where it is used.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The keys under which personal data is sealed, one a subject.
#[async_trait]
pub trait SubjectKeys: Send + Sync {
    /// The key; `None` when there is none yet, or it was destroyed.
    async fn get(&self, tenant: &TenantId, subject: &str) -> Result<Option<SubjectKey>, Fault>;
    /// The key, made when there is none yet; of many who ask at once all get the same. `None`
    /// when it was destroyed: that is for good.
    async fn get_or_create(&self, tenant: &TenantId, subject: &str) -> Result<Option<SubjectKey>, Fault>;
    /// Destroys the key for good; destroying it again, or one that never was, is harmless.
    async fn destroy(&self, tenant: &TenantId, subject: &str) -> Result<(), Fault>;
}

/// Who the tenants are, and their settings.
#[async_trait]
pub trait Tenants: Send + Sync {
    /// All of them, for schedules.
    async fn all(&self) -> Result<Vec<TenantId>, Fault>;
    /// One tenant's settings; `None` when there is no such tenant. May be a minute old.
    async fn settings(&self, tenant: &TenantId) -> Result<Option<Arc<Settings>>, Fault>;
}

/// An outside system.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The name by which effects call it.
    fn name(&self) -> &'static str;
    /// Makes one request. Idempotent by the request's own reference.
    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError>;
}

/// Around an outside call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Whose account at the outside system.
    pub tenant: TenantId,
    /// The tenant's settings.
    pub settings: Arc<Settings>,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
    /// The time.
    pub now: Moment,
}

/// Hands events to consumers again: the queues on AWS, the bus of the local host.
#[async_trait]
pub trait Redelivery: Send + Sync {
    /// Puts an event into the queue of one consumer.
    async fn redeliver(&self, consumer: &str, event: CloudEvent) -> Result<(), Fault>;
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// Fresh ids.
pub trait Ids: Send + Sync {
    /// A version 7 UUID.
    fn fresh(&self) -> Uuid;
}

/// The world, as the pipeline sees it. Chosen by a main, never by a feature flag.
#[derive(Clone)]
pub struct Ports {
    /// Events.
    pub store: Arc<dyn Store>,
    /// Rows.
    pub views: Arc<dyn Views>,
    /// Documents.
    pub documents: Arc<dyn Documents>,
    /// Secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Keys of personal data.
    pub subject_keys: Arc<dyn SubjectKeys>,
    /// Tenants.
    pub tenants: Arc<dyn Tenants>,
    /// Open pages.
    pub connections: Arc<dyn Connections>,
    /// Queues of consumers.
    pub redelivery: Arc<dyn Redelivery>,
    /// Outside systems.
    pub connectors: Vec<Arc<dyn Connector>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
}
