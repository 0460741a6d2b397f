//! Tables as tests know them: commands decide, and what they decided is told to the view.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::aggregate::Commit;
use kernel::facts::{ROUNDS_MAX, Want};
use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Command, Context, Decision, Event, Facts, History, Page, Row, Settings};
use serde_json::json;
use testkit::decision::Given;
use testkit::{context, given, nothing};

use super::Table;
use super::book::Incoming;
use super::continue_import::ContinueImport;
use super::event::TableEvent;
use super::import_table::ImportTable;
use super::import_template::ImportTemplate;
use super::record_import::RecordImport;
use super::table::ReferenceTable;
use super::view::ReferenceFromReferenceTable;
use crate::TableId;
use crate::samples::reference::{moment, offices};

/// A tenant that has a vendor.
pub(crate) fn with_vendor() -> Settings {
    let mut settings = testkit::settings();
    settings.contexts.insert("customs".to_owned(), json!({ "kontur": { "url": "https://kontur.test" } }));
    settings
}

/// A table after some events.
pub(crate) fn folded(events: &[TableEvent]) -> ReferenceTable {
    kernel::aggregate::fold_events(None, events, &context().meta("test")).unwrap().unwrap()
}

/// The first part of an import of offices.
pub(crate) fn begun(count: usize) -> Imports {
    let mut imports = Imports::new();
    let rows = RecordImport { rows: offices(count), ..RecordImport::example() };
    let decision = nothing::<ReferenceTable>().when(rows).accepted();
    imports.keep(&decision);
    imports
}

/// Commands on tables.
pub(crate) trait Decides: Command<Aggregate = ReferenceTable, Refusal = super::TableRefusal> {}

impl<C: Command<Aggregate = ReferenceTable, Refusal = super::TableRefusal>> Decides for C {}

/// One commit: when, and what.
type Told = (String, Vec<TableEvent>);

/// What happened to one table, with the documents that were kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Imports {
    commits: Vec<Told>,
    contents: BTreeMap<String, Vec<u8>>,
}

impl Imports {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A table after complete uploads.
    pub(crate) fn of(table: Table, uploads: &[Vec<Incoming>]) -> Self {
        let mut imports = Self::new();
        for rows in uploads {
            imports.decide(testkit::decision::NOW, ImportTable { table, complete: true, rows: rows.clone() });
        }
        imports
    }

    /// Another complete upload, of offices.
    pub(crate) fn upload_on(&mut self, at: &str, rows: Vec<Incoming>) {
        self.decide(at, ImportTable { table: Table::CustomsOffices, complete: true, rows });
    }

    pub(crate) fn upload_template(&mut self, template: ImportTemplate) {
        self.decide(testkit::decision::NOW, template);
    }

    /// Decides a command, and goes on with its import until it is complete.
    pub(crate) fn decide<C: Decides>(&mut self, at: &str, command: C) {
        self.decide_with(at, testkit::settings(), command);
    }

    /// The same of a tenant with other settings.
    pub(crate) fn decide_with<C: Decides>(&mut self, at: &str, settings: Settings, command: C) {
        let context = Context { now: moment(at), settings: Arc::new(settings), ..context() };
        let decision = self.decided(&context, &command).unwrap();
        self.keep_at(at, &decision);
        while let Some(importing) = self.commits.last().and_then(|_| self.state().importing) {
            let (table, version) = (importing.import.table, importing.import.version);
            let next = ContinueImport { table, version, part: importing.part + 1 };
            let decision = self.decided(&context, &next).unwrap();
            self.keep_at(at, &decision);
        }
    }

    /// What is decided upon it, each event having happened at its own time.
    fn decided<C: Decides>(&self, context: &Context, command: &C) -> Result<Decision<ReferenceTable>, super::TableRefusal> {
        let state: Option<ReferenceTable> = self.history().fold().unwrap().map(|loaded| loaded.state);
        let facts = gather(&[], &self.contents, |facts| command.wants(state.as_ref(), facts, context));
        command.decide(state.as_ref(), &facts, context)
    }

    /// What a command would tell at a time.
    pub(crate) fn told<C: Decides>(&self, at: &str, command: &C) -> Vec<TableEvent> {
        self.decided(&Context { now: moment(at), ..context() }, command).unwrap().events
    }

    /// Keeps a document.
    pub(crate) fn put(&mut self, key: &str, bytes: Vec<u8>) {
        self.contents.insert(key.to_owned(), bytes);
    }

    /// Keeps what was decided.
    pub(crate) fn keep(&mut self, decision: &Decision<ReferenceTable>) {
        self.keep_at(testkit::decision::NOW, decision);
    }

    fn keep_at(&mut self, at: &str, decision: &Decision<ReferenceTable>) {
        self.contents.extend(decision.keeps.iter().map(|keep| (keep.key.clone(), keep.bytes.clone())));
        if !decision.events.is_empty() {
            self.commits.push((at.to_owned(), decision.events.clone()));
        }
    }

    /// The documents that were kept.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        self.contents.clone()
    }

    pub(crate) fn push(&mut self, events: Vec<TableEvent>) {
        self.commits.push((testkit::decision::NOW.to_owned(), events));
    }

    pub(crate) fn events(&self) -> Vec<TableEvent> {
        self.commits.iter().flat_map(|(_, events)| events.clone()).collect()
    }

    pub(crate) fn state(&self) -> ReferenceTable {
        self.history().fold().unwrap().unwrap().state
    }

    /// Something is decided upon it.
    pub(crate) fn given(&self) -> Given<ReferenceTable> {
        self.given_and([])
    }

    /// Something is decided upon it after something else happened.
    pub(crate) fn given_and(&self, events: impl IntoIterator<Item = TableEvent>) -> Given<ReferenceTable> {
        let events = self.events().into_iter().chain(events);
        self.contents.iter().fold(given(events), |given, (key, bytes)| given.content(key, bytes.clone()))
    }

    fn history(&self) -> History {
        let commit = |(version, (at, events)): (u64, &Told)| {
            let context = Context { now: moment(at), ..context() };
            let events = events.iter().map(|event| event.write().unwrap()).collect();
            Commit { version, meta: context.meta("test"), key: None, events }
        };
        History { snapshot: None, commits: (1..).zip(&self.commits).map(commit).collect() }
    }

    /// The rows of the view.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let id: TableId = self.commits.first().map_or(Table::CustomsOffices.id(), |_| self.state().table.id());
        let view = kernel::view::view::<ReferenceFromReferenceTable>();
        let projected = view.project(&context().tenant, &id.to_string(), 0, &self.history()).unwrap();
        let mut rows: BTreeMap<_, Row> = BTreeMap::new();
        for step in projected {
            assert!(step.changes.len() <= kernel::view::CHANGES_PER_COMMIT_MAX, "{} changes", step.changes.len());
            for change in step.changes {
                let Change::Put(row) = change else { panic!("{change:?}") };
                rows.insert(row.key.clone(), row);
            }
        }
        rows.into_values().collect()
    }

    /// What is looked up until nothing new is wanted, from the view of this table.
    pub(crate) fn facts(&self, wants: impl Fn(&Facts) -> Vec<Want>) -> Facts {
        gather(&self.rows(), &self.contents, wants)
    }
}

/// What is looked up in these rows and documents until nothing new is wanted.
pub(crate) fn gather(rows: &[Row], contents: &BTreeMap<String, Vec<u8>>, wants: impl Fn(&Facts) -> Vec<Want>) -> Facts {
    let mut facts = Facts::default();
    for _ in 0..ROUNDS_MAX {
        let new: Vec<Want> = wants(&facts).into_iter().filter(|want| !facts.has(want)).collect();
        if new.is_empty() {
            break;
        }
        for want in new {
            if let Want::Rows(query) = &want {
                facts.put_rows(&want, page(rows, query));
            } else if let Want::Content { key } = &want {
                facts.put_content(&want, contents.get(key).cloned());
            } else {
                panic!("{}", want.key());
            }
        }
    }
    facts
}

/// Reads as the store does.
pub(crate) fn page(rows: &[Row], query: &RowQuery) -> Page {
    assert!(query.order == Order::Main && query.cursor.is_none());
    let within = |sort: &str| match &query.range {
        Range::All => true,
        Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
        Range::UpTo(last) => sort <= last.as_str(),
        Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
    };
    let mut found: Vec<Row> = rows.iter().filter(|row| row.key.partition == query.partition && within(&row.key.sort)).cloned().collect();
    found.sort_by(|a, b| a.key.cmp(&b.key));
    if query.descending {
        found.reverse();
    }
    let limit = usize::try_from(query.limit).unwrap();
    let next_cursor = (found.len() > limit).then(|| "more".to_owned());
    found.truncate(limit);
    Page { rows: found, next_cursor }
}

/// A system context of a tenant that has a vendor.
pub(crate) fn vendor_context(at: &str) -> Context {
    Context { now: moment(at), settings: Arc::new(with_vendor()), ..context() }
}
