//! The embedded engines: DynamoDB on SQLite and S3 on a folder, both speaking their real
//! protocol on loopback, so that the code that talks to them is the one that runs on AWS.

mod folder;
mod s3;
mod stream;
#[cfg(test)]
mod tests;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dynoxide::Database;
use entrepot_aws::{
    Clients, DynamoConnections, DynamoStore, DynamoSubjectKeys, DynamoTenants, DynamoViews, Encryption, Endpoints, S3Documents,
    SystemClock, Table,
};
use kernel::Moment;
use runtime::ports::{Clock, Secrets};
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use folder::Folder;
pub use stream::{Happened, StreamReader, StreamRecord};
use upkeep::Upkeep;

/// The one table.
pub const TABLE: &str = "entrepot";
/// The one bucket.
pub const BUCKET: &str = "entrepot";
/// Loopback only, on a port that is free.
const ANY_PORT: &str = "127.0.0.1:0";
/// The engines accept this key only from the same machine; it guards nothing.
const ACCESS_KEY: &str = "local";
/// Its secret.
const SECRET_KEY: &str = "local-only-no-secret";

/// How often old records are dropped: a few minutes of a busy shop are some hundred records,
/// one short step, so that the engine's own writes hardly wait for it.
const TRIM_EVERY: Duration = Duration::from_secs(5 * 60);

/// Why the engines do not run, or cannot do their upkeep.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The folder or a socket.
    #[error("{what}")]
    Io {
        /// What was attempted.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Another process works on the folder.
    #[error("{0} is in use by another process")]
    InUse(PathBuf),
    /// The embedded DynamoDB.
    #[error("the embedded DynamoDB failed")]
    Dynamo(#[from] dynoxide::DynoxideError),
    /// SQLite, asked directly.
    #[error("SQLite failed")]
    Sqlite(#[from] rusqlite::Error),
    /// The embedded S3.
    #[error("the embedded S3 failed: {0}")]
    S3(String),
    /// Creating the table.
    #[error("the table cannot be prepared")]
    Fault(#[from] runtime::Fault),
    /// Not a sequence number of the stream.
    #[error("{0:?} is no sequence number")]
    Sequence(String),
    /// A task of ours died.
    #[error("a task of the engine failed")]
    Task(#[from] tokio::task::JoinError),
}

/// Both engines, running until this is dropped.
pub struct Engine {
    /// Where DynamoDB listens, `http://127.0.0.1:…`.
    pub dynamo_endpoint: String,
    /// Where S3 listens.
    pub s3_endpoint: String,
    /// DynamoDB without the wire; its calls block.
    pub database: Database,
    clients: Arc<Clients>,
    upkeep: Option<Arc<Upkeep>>,
    // Dropped with the engine: a temporary folder goes, a lock is released.
    _folder: Folder,
    stop: watch::Sender<()>,
}

impl Engine {
    /// Engines that forget everything: DynamoDB in memory, S3 in a temporary folder. For
    /// tests; writes become slower with every thousand of records in the stream.
    ///
    /// # Errors
    /// When there is no temporary folder or no free port.
    pub async fn memory() -> Result<Self, EngineError> {
        Self::start(Database::memory()?, None, Folder::temporary()?).await
    }

    /// Engines that keep everything in a folder, which is created when absent. What they
    /// acknowledged survives the death of this process.
    ///
    /// # Errors
    /// When the folder cannot be used or another process uses it.
    pub async fn on_disk(folder: &Path) -> Result<Self, EngineError> {
        let folder = Folder::locked(folder)?;
        let file = folder.path().join("dynamodb.sqlite");
        let database = Database::new(&file.to_string_lossy())?;
        // Despite its name it also sets what is right for every day: in WAL mode an
        // acknowledged write is in the log without waiting for the disk at each one.
        database.disable_bulk_loading()?;
        let upkeep = Arc::new(Upkeep::open(&file)?);
        Self::start(database, Some(upkeep), folder).await
    }

    async fn start(database: Database, upkeep: Option<Arc<Upkeep>>, folder: Folder) -> Result<Self, EngineError> {
        let (stop, stopped) = watch::channel(());
        let (dynamo, dynamo_endpoint) = listen().await?;
        let (s3, s3_endpoint) = listen().await?;
        let documents = folder.path().join("documents");
        let bucket = documents.join(BUCKET);
        std::fs::create_dir_all(&bucket).map_err(|source| io(format!("create {}", bucket.display()), source))?;
        s3::serve(s3, &documents, ACCESS_KEY, SECRET_KEY, stopped.clone())?;
        let serving = dynoxide::server::serve_with_shutdown(dynamo, database.clone(), until(stopped));
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(error, "the embedded DynamoDB stopped");
            }
        });
        let endpoints = Endpoints { all: None, dynamodb: Some(dynamo_endpoint.clone()), s3: Some(s3_endpoint.clone()) };
        let clients = Arc::new(Clients::local(endpoints, ACCESS_KEY, SECRET_KEY));
        entrepot_aws::table::create_table(clients.dynamodb(), TABLE).await?;
        Ok(Self { dynamo_endpoint, s3_endpoint, database, clients, upkeep, _folder: folder, stop })
    }

    /// Clients that reach the engines.
    pub fn clients(&self) -> Arc<Clients> {
        Arc::clone(&self.clients)
    }

    /// The table.
    pub fn table(&self) -> Table {
        Table::new(self.clients.dynamodb().clone(), TABLE)
    }

    /// Documents in the bucket.
    pub fn documents(&self) -> S3Documents {
        S3Documents::new(self.clients(), BUCKET, Encryption::None)
    }

    /// Events in the table.
    pub fn store(&self) -> DynamoStore {
        DynamoStore::new(self.table(), Arc::new(self.documents()))
    }

    /// Rows in the table.
    pub fn views(&self) -> DynamoViews {
        DynamoViews::new(self.table())
    }

    /// Keys of personal data in the table, wrapped under the master keys in `secrets`.
    pub fn subject_keys(&self, secrets: Arc<dyn Secrets>) -> DynamoSubjectKeys {
        DynamoSubjectKeys::new(self.table(), secrets)
    }

    /// Tenants in the table.
    pub fn tenants(&self) -> DynamoTenants {
        DynamoTenants::new(self.table())
    }

    /// Open pages in the table.
    pub fn connections(&self) -> DynamoConnections {
        DynamoConnections::new(self.table())
    }

    /// Reads the table's stream.
    pub fn stream(&self) -> StreamReader {
        StreamReader::new(self.database.clone(), TABLE)
    }

    /// Forgets stream records before a sequence number that are older than a day, as AWS
    /// does; returns how many. Give the last one delivered: it stays itself.
    ///
    /// # Errors
    /// When `before_sequence` is none, or the file cannot be written.
    pub async fn trim_stream(&self, before_sequence: &str, now: Moment) -> Result<usize, EngineError> {
        match self.upkeep.clone() {
            Some(upkeep) => trim(upkeep, before_sequence, now).await,
            None => Ok(0),
        }
    }

    /// Trims the stream every few minutes, until the engine is dropped. `delivered` gives the
    /// last record before which all are delivered, or nothing.
    pub fn keep_trimmed(&self, delivered: impl Fn() -> String + Send + 'static) {
        // Held only while it trims: the file is closed with the engine.
        let Some(upkeep) = self.upkeep.as_ref().map(Arc::downgrade) else { return };
        let mut stopped = self.stop.subscribe();
        tokio::spawn(async move {
            let mut turns = tokio::time::interval(TRIM_EVERY);
            loop {
                tokio::select! {
                    _ = turns.tick() => {}
                    // An error says that the engine was dropped, which is also an end.
                    _ = stopped.changed() => return,
                }
                let (delivered, Some(upkeep)) = (delivered(), upkeep.upgrade()) else { return };
                if delivered.is_empty() {
                    continue;
                }
                match trim(upkeep, &delivered, SystemClock.now()).await {
                    Ok(dropped) => tracing::debug!(dropped, "the stream was trimmed"),
                    Err(error) => tracing::error!(%error, "the stream was not trimmed"),
                }
            }
        });
    }

    /// Stops serving: no new connections, running requests are finished. Dropping does the same.
    pub fn stop(&self) {
        self.stop.send_replace(());
    }
}

async fn trim(upkeep: Arc<Upkeep>, before_sequence: &str, now: Moment) -> Result<usize, EngineError> {
    let before = stream::stored_sequence(before_sequence)?;
    tokio::task::spawn_blocking(move || upkeep.trim(TABLE, before, now)).await?
}

async fn listen() -> Result<(TcpListener, String), EngineError> {
    let listener = TcpListener::bind(ANY_PORT).await.map_err(|source| io("listen on loopback".to_owned(), source))?;
    let address = listener.local_addr().map_err(|source| io("ask for the port".to_owned(), source))?;
    Ok((listener, format!("http://{address}")))
}

/// Until the engine stops or is dropped.
async fn until(mut stopped: watch::Receiver<()>) {
    // An error says that the engine was dropped, which is also an end.
    let _ = stopped.changed().await;
}

fn io(what: String, source: std::io::Error) -> EngineError {
    EngineError::Io { what, source }
}
