//! Everything the simulated service knows.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::Knobs;
use crate::answer::Refused;
use crate::data::OPTIONS;
use crate::docflow::Docflow;
use crate::journal::{Journal, Line};

/// What is in a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Form {
    pub(crate) id: Uuid,
    /// The kind of form, `documentModeId`.
    pub(crate) mode: String,
    pub(crate) body: Value,
    /// What was uploaded last.
    pub(crate) file: Option<UploadedFile>,
}

/// An uploaded file; its bytes are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UploadedFile {
    pub(crate) name: String,
    pub(crate) size: usize,
    /// SHA-256 in lower-case hexadecimal.
    pub(crate) sha256: String,
}

/// The service's memory, and the file behind it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) knobs: Knobs,
    docflows: Vec<Docflow>,
    by_id: HashMap<Uuid, usize>,
    forms: HashMap<Uuid, Form>,
    common_orgs: Vec<Value>,
    registered: u64,
    touched: Touched,
    journal: Journal,
}

/// What has changed since the last line of the journal.
#[derive(Debug, Default)]
struct Touched {
    docflows: BTreeSet<usize>,
    forms: BTreeSet<Uuid>,
    common_orgs: BTreeSet<usize>,
    registered: bool,
    /// Docflows whose `changed` moved, to be told.
    told: BTreeSet<Uuid>,
}

impl World {
    /// What an earlier run kept in the file, or the tables alone.
    pub(crate) fn new(knobs: Knobs, file: Option<PathBuf>) -> Self {
        let (lines, journal) = Journal::open(file);
        let mut world = Self { journal, ..Self::empty(knobs) };
        for line in lines {
            world.take(line);
        }
        world.rewrite();
        world
    }

    fn empty(knobs: Knobs) -> Self {
        Self {
            knobs,
            docflows: Vec::new(),
            by_id: HashMap::new(),
            forms: HashMap::new(),
            common_orgs: OPTIONS.common_orgs.clone(),
            registered: 0,
            touched: Touched::default(),
            journal: Journal::default(),
        }
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Docflow(docflow) => match self.by_id.get(&docflow.id) {
                Some(at) => self.docflows[*at] = *docflow,
                None => {
                    self.insert(*docflow);
                }
            },
            Line::Form(form) => {
                self.forms.insert(form.id, *form);
            }
            Line::CommonOrg(org) => match self.common_orgs.iter_mut().find(|known| known.get("id") == org.get("id")) {
                Some(known) => *known = org,
                None => self.common_orgs.push(org),
            },
            Line::Registered(count) => self.registered = count,
        }
    }

    fn insert(&mut self, docflow: Docflow) -> usize {
        let at = self.docflows.len();
        self.by_id.insert(docflow.id, at);
        self.docflows.push(docflow);
        at
    }

    /// Forgets everything but the tables.
    pub(crate) fn reset(&mut self) {
        let journal = std::mem::take(&mut self.journal);
        *self = Self { journal, ..Self::empty(self.knobs.clone()) };
        self.rewrite();
    }

    fn rewrite(&mut self) {
        if !self.journal.is_kept() {
            return;
        }
        let docflows = self.docflows.iter().map(|docflow| Line::Docflow(Box::new(docflow.clone())));
        let forms = self.forms.values().map(|form| Line::Form(Box::new(form.clone())));
        let orgs = self.common_orgs.iter().map(|org| Line::CommonOrg(org.clone()));
        let lines: Vec<Line> = docflows.chain(forms).chain(orgs).chain([Line::Registered(self.registered)]).collect();
        self.journal.rewrite(&lines);
    }

    /// Writes down what has changed, and answers the docflows whose change is news.
    pub(crate) fn keep(&mut self) -> Vec<(Uuid, DateTime<Utc>)> {
        let touched = std::mem::take(&mut self.touched);
        if self.journal.is_kept() {
            let docflows =
                touched.docflows.iter().filter_map(|at| self.docflows.get(*at)).map(|docflow| Line::Docflow(Box::new(docflow.clone())));
            let forms = touched.forms.iter().filter_map(|id| self.forms.get(id)).map(|form| Line::Form(Box::new(form.clone())));
            let orgs = touched.common_orgs.iter().filter_map(|at| self.common_orgs.get(*at)).map(|org| Line::CommonOrg(org.clone()));
            let registered = touched.registered.then_some(Line::Registered(self.registered));
            let lines: Vec<Line> = forms.chain(docflows).chain(orgs).chain(registered).collect();
            self.journal.append(&lines);
        }
        touched.told.into_iter().filter_map(|id| Some((id, self.docflow(id).ok()?.changed))).collect()
    }

    pub(crate) fn docflows(&self) -> impl Iterator<Item = &Docflow> {
        self.docflows.iter()
    }

    pub(crate) fn docflow(&self, id: Uuid) -> Result<&Docflow, Refused> {
        self.by_id.get(&id).and_then(|at| self.docflows.get(*at)).ok_or(Refused::Missing)
    }

    pub(crate) fn add_docflow(&mut self, docflow: Docflow) {
        self.touched.told.insert(docflow.id);
        let at = self.insert(docflow);
        self.touched.docflows.insert(at);
    }

    /// A docflow to change, stamped as changed.
    pub(crate) fn change(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<&mut Docflow, Refused> {
        self.touched.told.insert(id);
        let docflow = self.quietly(id)?;
        docflow.changed = now;
        Ok(docflow)
    }

    /// A docflow to change without that being news.
    pub(crate) fn quietly(&mut self, id: Uuid) -> Result<&mut Docflow, Refused> {
        let at = *self.by_id.get(&id).ok_or(Refused::Missing)?;
        self.touched.docflows.insert(at);
        self.docflows.get_mut(at).ok_or(Refused::Missing)
    }

    pub(crate) fn new_form(&mut self, mode: &str, body: Value) -> Uuid {
        let id = Uuid::now_v7();
        self.touched.forms.insert(id);
        self.forms.insert(id, Form { id, mode: mode.to_owned(), body, file: None });
        id
    }

    pub(crate) fn form(&self, id: Uuid) -> Result<&Form, Refused> {
        self.forms.get(&id).ok_or(Refused::Missing)
    }

    pub(crate) fn form_mut(&mut self, id: Uuid) -> Result<&mut Form, Refused> {
        self.touched.forms.insert(id);
        self.forms.get_mut(&id).ok_or(Refused::Missing)
    }

    pub(crate) fn common_orgs(&self) -> &[Value] {
        &self.common_orgs
    }

    /// The place of an organisation in the directory.
    pub(crate) fn common_org_at(&self, fits: impl Fn(&Value) -> bool) -> Option<usize> {
        self.common_orgs.iter().position(fits)
    }

    pub(crate) fn common_org_mut(&mut self, at: usize) -> Option<&mut Value> {
        self.touched.common_orgs.insert(at);
        self.common_orgs.get_mut(at)
    }

    pub(crate) fn add_common_org(&mut self, org: Value) {
        self.touched.common_orgs.insert(self.common_orgs.len());
        self.common_orgs.push(org);
    }

    /// The next number of a registered declaration.
    pub(crate) fn next_registered(&mut self) -> u64 {
        self.touched.registered = true;
        self.registered += 1;
        self.registered
    }
}
