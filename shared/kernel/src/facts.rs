//! What a decision needs to know besides its own aggregate, looked up beforehand.
//!
//! A command or query says what it [`Want`]s; the pipeline fetches it and hands the
//! [`Facts`] to the pure function. It may ask again with what it learnt, a few times.

use std::any::Any;
use std::collections::BTreeMap;

use crate::aggregate::{Aggregate, History, Impossible, Loaded, StreamKey, Version};
use crate::id::Id;
use crate::subject::SubjectKey;
use crate::view::{Page, Row, RowQuery};

/// How often a command may ask again with what it learnt.
pub const ROUNDS_MAX: usize = 12;

type Folded = Box<dyn Any + Send + Sync>;

/// One thing to look up.
#[derive(Clone)]
pub enum Want {
    /// Another aggregate's state, read consistently.
    Aggregate {
        /// Which one.
        stream: StreamKey,
        /// The schema of the snapshots that its state can be read from: the reader's, which may
        /// belong to another context than the aggregate.
        schema: u32,
        /// Folds what was loaded to the aggregate's state.
        fold: fn(&History) -> Result<Option<Folded>, Impossible>,
    },
    /// Who owns a unique value.
    Guard {
        /// What kind of value: `order-number`.
        scope: String,
        /// The value.
        value: String,
    },
    /// Rows of a view; eventually consistent.
    Rows(RowQuery),
    /// What is kept under a document's key: its size and hash.
    Document {
        /// The key within the tenant.
        key: String,
    },
    /// The bytes of what is kept under a document's key; for what a command writes itself with
    /// [`crate::Decision::keep`], which is small enough to hold.
    Content {
        /// The key within the tenant.
        key: String,
    },
    /// The key of a subject, which opens and seals its personal data. Only commands and queries
    /// that declare it may ask; a query never has one made.
    SubjectKey {
        /// Whose: an id, printed.
        subject: String,
        /// Whether it is made when there is none yet. One that was destroyed is never made again.
        create: bool,
    },
    /// An address where a browser may put one document, once, for a few minutes: by `PUT` with
    /// the headers `Content-Type`, as wanted here, and `If-None-Match: *`.
    UploadUrl {
        /// The key within the tenant.
        key: String,
        /// The media type that must be sent.
        media_type: String,
    },
    /// An address where a browser may fetch one document, for a few minutes.
    DownloadUrl {
        /// The key within the tenant.
        key: String,
        /// The name under which it is saved.
        file_name: String,
    },
}

/// What is known of a kept document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How long it is.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of its bytes, computed from them.
    pub sha256: String,
}

impl Want {
    /// Another aggregate.
    pub fn aggregate<A: Aggregate>(id: Id<A::Kind>) -> Self {
        let fold = |history: &History| Ok(history.fold::<A>()?.map(|loaded| Box::new(loaded) as Folded));
        Self::Aggregate { stream: A::stream(id), schema: A::SNAPSHOT_SCHEMA, fold }
    }

    /// The owner of a unique value.
    pub fn guard(scope: &str, value: &str) -> Self {
        Self::Guard { scope: scope.to_owned(), value: value.to_owned() }
    }

    /// The key under which the answer is kept.
    pub fn key(&self) -> String {
        match self {
            Self::Aggregate { stream, .. } => format!("A#{}#{}", stream.kind, stream.id),
            Self::Guard { scope, value } => format!("G#{scope}#{value}"),
            Self::Rows(query) => query.key(),
            Self::Document { key } => format!("D#{key}"),
            Self::Content { key } => format!("C#{key}"),
            Self::SubjectKey { subject, create } => format!("K#{create}#{subject}"),
            Self::UploadUrl { key, media_type } => format!("UP#{media_type}#{key}"),
            Self::DownloadUrl { key, file_name } => format!("DOWN#{file_name}#{key}"),
        }
    }
}

/// What was looked up.
#[derive(Default)]
pub struct Facts {
    aggregates: BTreeMap<String, Option<Folded>>,
    guards: BTreeMap<String, Option<String>>,
    rows: BTreeMap<String, Page>,
    documents: BTreeMap<String, Option<Kept>>,
    contents: BTreeMap<String, Option<Vec<u8>>>,
    keys: BTreeMap<String, Option<SubjectKey>>,
    urls: BTreeMap<String, String>,
}

impl Facts {
    /// Whether this was fetched already.
    pub fn has(&self, want: &Want) -> bool {
        let key = want.key();
        match want {
            Want::Aggregate { .. } => self.aggregates.contains_key(&key),
            Want::Guard { .. } => self.guards.contains_key(&key),
            Want::Rows(_) => self.rows.contains_key(&key),
            Want::Document { .. } => self.documents.contains_key(&key),
            Want::Content { .. } => self.contents.contains_key(&key),
            Want::SubjectKey { .. } => self.keys.contains_key(&key),
            Want::UploadUrl { .. } | Want::DownloadUrl { .. } => self.urls.contains_key(&key),
        }
    }

    /// Keeps a loaded aggregate.
    pub fn put_aggregate(&mut self, want: &Want, history: &History) -> Result<(), Impossible> {
        if let Want::Aggregate { fold, .. } = want {
            self.aggregates.insert(want.key(), fold(history)?);
        }
        Ok(())
    }

    /// Keeps a guard's owner.
    pub fn put_guard(&mut self, want: &Want, owner: Option<String>) {
        self.guards.insert(want.key(), owner);
    }

    /// Keeps a page of rows.
    pub fn put_rows(&mut self, want: &Want, page: Page) {
        self.rows.insert(want.key(), page);
    }

    /// Keeps what is known of a document.
    pub fn put_document(&mut self, want: &Want, kept: Option<Kept>) {
        self.documents.insert(want.key(), kept);
    }

    /// Keeps the bytes of a document.
    pub fn put_content(&mut self, want: &Want, bytes: Option<Vec<u8>>) {
        self.contents.insert(want.key(), bytes);
    }

    /// Keeps the key of a subject; `None` when there is none, or it was destroyed.
    pub fn put_subject_key(&mut self, want: &Want, key: Option<SubjectKey>) {
        self.keys.insert(want.key(), key);
    }

    /// Keeps an address.
    pub fn put_url(&mut self, want: &Want, url: String) {
        self.urls.insert(want.key(), url);
    }

    /// A document that was wanted; `None` when there is none.
    pub fn document(&self, key: &str) -> Option<&Kept> {
        self.documents.get(&Want::Document { key: key.to_owned() }.key())?.as_ref()
    }

    /// The bytes that were wanted; `None` when there are none.
    pub fn content(&self, key: &str) -> Option<&[u8]> {
        self.contents.get(&Want::Content { key: key.to_owned() }.key())?.as_deref()
    }

    /// The key of a subject that was wanted; `None` when there is none, it was destroyed, or it
    /// was never wanted.
    pub fn subject_key(&self, subject: &str) -> Option<&SubjectKey> {
        let found = |create| self.keys.get(&Want::SubjectKey { subject: subject.to_owned(), create }.key())?.as_ref();
        found(true).or_else(|| found(false))
    }

    /// An address that was wanted.
    pub fn url(&self, want: &Want) -> Option<&str> {
        self.urls.get(&want.key()).map(String::as_str)
    }

    /// A state that was wanted; `None` when there is none, or it was never wanted.
    pub fn aggregate<A: Aggregate>(&self, id: Id<A::Kind>) -> Option<&Loaded<A>> {
        let folded = self.aggregates.get(&Want::aggregate::<A>(id).key())?.as_ref()?;
        folded.downcast_ref()
    }

    /// The version of a wanted aggregate; zero when there is none.
    pub fn version<A: Aggregate>(&self, id: Id<A::Kind>) -> Version {
        self.aggregate::<A>(id).map_or(0, |loaded| loaded.version)
    }

    /// The owner of a wanted unique value.
    pub fn owner(&self, scope: &str, value: &str) -> Option<&str> {
        self.guards.get(&Want::guard(scope, value).key())?.as_deref()
    }

    /// The rows of a wanted query, empty when it was never wanted.
    pub fn rows(&self, query: &RowQuery) -> &[Row] {
        self.rows.get(&query.key()).map_or(&[], |page| &page.rows)
    }

    /// The page of a wanted query, with its cursor.
    pub fn page(&self, query: &RowQuery) -> Option<&Page> {
        self.rows.get(&query.key())
    }
}
