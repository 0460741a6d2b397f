//! That a function looks at and writes no more than its entry in the catalogue declares.
//!
//! On AWS its role sees to that, since the template derives from the same declarations. Here
//! it is said in every process alike, so that a test finds what would fail only there.

use kernel::Want;
use kernel::command::{CommandSpec, Decided};
use kernel::query::AnyQuery;
use kernel::reaction::ScheduleSpec;

use crate::engine::Engine;
use crate::fault::Fault;

/// What one function declares.
pub(crate) struct Declared {
    name: &'static str,
    /// Streams of its own context may always be read.
    context: &'static str,
    streams: &'static [&'static str],
    written: &'static [&'static str],
    rows: Rows,
    uploads: bool,
}

enum Rows {
    /// Of these views.
    Of(&'static [&'static str]),
    /// Of every view of its context.
    Own,
}

impl Declared {
    pub(crate) fn command(spec: &CommandSpec) -> Self {
        let (streams, written, rows) = (spec.reads, spec.also_writes, Rows::Of(spec.reads));
        Self { name: spec.name, context: context(spec.name), streams, written, rows, uploads: false }
    }

    pub(crate) fn query(query: &dyn AnyQuery) -> Self {
        let name = query.spec().name;
        Self { name, context: context(name), streams: query.also_reads(), written: &[], rows: Rows::Own, uploads: query.uploads() }
    }

    pub(crate) fn schedule(spec: &ScheduleSpec) -> Self {
        Self { name: spec.name, context: context(spec.name), streams: &[], written: &[], rows: Rows::Own, uploads: false }
    }

    /// # Errors
    /// Lasting, when this may not be looked at.
    pub(crate) fn may_look_at(&self, engine: &Engine, want: &Want) -> Result<(), Fault> {
        let allowed = match want {
            Want::Aggregate { stream, .. } => {
                self.is_own(&stream.kind) || self.streams.contains(&&*stream.kind) || self.writes(&stream.kind)
            }
            Want::Rows(query) => match self.rows {
                Rows::Of(views) => views.contains(&query.view),
                Rows::Own => engine.catalogues.iter().any(|catalogue| {
                    catalogue.context == self.context && catalogue.views.iter().any(|view| view.spec().view == query.view)
                }),
            },
            // A context hands out addresses for uploads to its own folder only.
            Want::UploadUrl { key, .. } => self.uploads && key.strip_prefix(self.context).is_some_and(|rest| rest.starts_with('/')),
            Want::Guard { .. } | Want::Document { .. } | Want::DownloadUrl { .. } => true,
        };
        if allowed { Ok(()) } else { Err(Fault::lasting(format!("look up {} in {}, which does not declare it", want.key(), self.name))) }
    }

    /// # Errors
    /// Lasting, when a stream is written that is neither `own` nor declared.
    pub(crate) fn may_write(&self, own: &str, decided: &Decided) -> Result<(), Fault> {
        let undeclared = decided.appends.iter().map(|append| append.stream.kind.as_str()).find(|kind| *kind != own && !self.writes(kind));
        undeclared.map_or(Ok(()), |kind| Err(Fault::lasting(format!("write {kind} in {}, which does not declare it", self.name))))
    }

    /// `order` and `orders.order` name the same aggregate of orders.
    fn writes(&self, kind: &str) -> bool {
        let short = kind.split_once('.').filter(|(context, _)| *context == self.context).map(|(_, short)| short);
        self.written.iter().any(|written| *written == kind || Some(*written) == short)
    }

    fn is_own(&self, kind: &str) -> bool {
        context(kind) == self.context
    }
}

fn context(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}
