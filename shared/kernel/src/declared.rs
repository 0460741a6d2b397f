//! That a function looks at and writes no more than its entry in the catalogue declares.
//!
//! On AWS its role sees to that, since the template derives from the same declarations. Here
//! it is said in every process alike, so that a test finds what would fail only there.

use crate::Want;
use crate::command::CommandSpec;
use crate::query::AnyQuery;
use crate::reaction::ScheduleSpec;

/// What one function declares.
pub struct Declared {
    /// Its wire name.
    pub name: &'static str,
    /// Its context. Streams of its own context may always be read.
    pub context: &'static str,
    streams: &'static [&'static str],
    written: &'static [&'static str],
    rows: Rows,
    uploads: bool,
    keys: Keys,
}

/// What may be done with the keys of subjects.
enum Keys {
    /// Nothing.
    None,
    /// They are read.
    Read,
    /// And made.
    Create,
}

enum Rows {
    /// Of these views.
    Of(&'static [&'static str]),
    /// Of every view of its context.
    Own,
}

impl Declared {
    /// What a command declares.
    pub fn command(spec: &CommandSpec) -> Self {
        let (streams, written, rows) = (spec.reads, spec.also_writes, Rows::Of(spec.reads));
        Self { name: spec.name, context: context(spec.name), streams, written, rows, uploads: false, keys: Keys::None }
    }

    /// Whether the command uses the keys of subjects.
    pub fn with_subject_keys(mut self, uses: bool) -> Self {
        self.keys = if uses { Keys::Create } else { Keys::None };
        self
    }

    /// What a query declares: beside its own context, the streams that it also reads.
    pub fn query(query: &dyn AnyQuery) -> Self {
        let name = query.spec().name;
        let keys = if query.subject_keys() { Keys::Read } else { Keys::None };
        Self { name, context: context(name), streams: query.also_reads(), written: &[], rows: Rows::Own, uploads: query.uploads(), keys }
    }

    /// What a schedule declares: its own context.
    pub fn schedule(spec: &ScheduleSpec) -> Self {
        Self { name: spec.name, context: context(spec.name), streams: &[], written: &[], rows: Rows::Own, uploads: false, keys: Keys::None }
    }

    /// Whether it may look this up; `own_view` says whether a view is of its context.
    pub fn may_look_at(&self, want: &Want, own_view: impl Fn(&str) -> bool) -> bool {
        match want {
            Want::Aggregate { stream, .. } => {
                self.is_own(&stream.kind) || self.streams.contains(&&*stream.kind) || self.may_write(&stream.kind)
            }
            Want::Rows(query) => match self.rows {
                Rows::Of(views) => views.contains(&query.view),
                Rows::Own => own_view(query.view),
            },
            // A context hands out addresses for uploads to its own folder only.
            Want::UploadUrl { key, .. } => self.uploads && key.strip_prefix(self.context).is_some_and(|rest| rest.starts_with('/')),
            // A context reads back only what it keeps itself.
            Want::Content { key } => key.strip_prefix(self.context).is_some_and(|rest| rest.starts_with('/')),
            Want::SubjectKey { create, .. } => match self.keys {
                Keys::None => false,
                Keys::Read => !create,
                Keys::Create => true,
            },
            Want::Guard { .. } | Want::Document { .. } | Want::DownloadUrl { .. } => true,
        }
    }

    /// Whether it may write streams of a kind beside its own. `order` and `orders.order` name the
    /// same aggregate of orders.
    pub fn may_write(&self, kind: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_subjects_are_for_those_who_declare_them() {
        let spec = CommandSpec { name: "a.do-it", route: None, roles: &[], also_writes: &[], reads: &[], summary: "" };
        let may = |uses, create| {
            let want = Want::SubjectKey { subject: "a".to_owned(), create };
            Declared::command(&spec).with_subject_keys(uses).may_look_at(&want, |_| true)
        };
        assert!(may(true, true) && may(true, false));
        assert!(!may(false, true) && !may(false, false));
    }
}
