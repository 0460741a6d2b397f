//! Shows one declaration.

use std::collections::BTreeMap;

use kernel::{Answer, Context, Facts, Line, Moment, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LOOKERS;
use crate::code::DocflowId;
use crate::declaration::document::{AtVendor, Document};
use crate::declaration::event::{Alert, Estimated};
use crate::declaration::header::{Header, Origin};
use crate::declaration::job::{JobState, Task};
use crate::declaration::party::{Party, PartyRole};
use crate::declaration::status::{AuthorityFact, Known};
use crate::declaration::{Declaration, DeclarationRefusal};
use crate::form::FormRef;
use crate::views::declaration_list::{DeclarationItem, item};
use crate::{DeclarationId, DocumentId};

/// Shows one declaration: everything but its form, its messages and the steps of its submission,
/// which have queries of their own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetDeclaration {
    /// Which.
    pub declaration_id: DeclarationId,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeclarationPage {
    /// As a list shows it.
    pub summary: DeclarationItem,
    /// The heading.
    pub header: Header,
    /// Where it comes from.
    pub origin: Origin,
    /// It was deleted.
    pub deleted: bool,
    /// Form, parties and heading may be changed.
    pub editable: bool,
    /// Documents may be attached.
    pub takes_documents: bool,
    /// The form in short; absent until something is saved.
    pub form: Option<FormRef>,
    /// The documents.
    pub documents: Vec<DocumentItem>,
    /// The parties.
    pub parties: BTreeMap<PartyRole, Party>,
    /// The docflow at the vendor.
    pub docflow: Option<DocflowId>,
    /// Docflows that are too many.
    pub orphans: Vec<DocflowId>,
    /// What is known of customs, in the order in which it happened.
    pub facts: Vec<FactItem>,
    /// What does not fit.
    pub alerts: Vec<AlertItem>,
    /// Work on its files, newest first.
    pub jobs: Vec<JobItem>,
    /// The newest estimate of payments.
    pub estimate: Option<Estimated>,
    /// When what it says last changed.
    pub changed_at: Moment,
}

/// A document and what the vendor calls it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentItem {
    /// The document.
    #[serde(flatten)]
    pub document: Document,
    /// What the vendor calls it, once it has it.
    pub at_vendor: Option<AtVendor>,
    /// The vendor has it whole, with scan and goods.
    pub whole: bool,
}

/// A fact about customs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactItem {
    /// What.
    pub fact: AuthorityFact,
    /// When, and how it is known.
    #[serde(flatten)]
    pub known: Known,
    /// When it was learnt here.
    pub recorded_at: Option<Moment>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlertItem {
    /// Its place: settling it names it.
    pub index: u32,
    /// What.
    pub alert: Alert,
    /// When it was noticed.
    pub at: Moment,
    /// What somebody did about it.
    pub settled: Option<Line>,
}

/// Work on a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobItem {
    /// Its number.
    pub number: u32,
    /// What.
    pub task: Task,
    /// When it was asked for.
    pub requested_at: Moment,
    /// What became of it.
    pub state: JobState,
    /// It has been worked on for so long that nothing will come of it.
    pub lost: bool,
}

impl Query for GetDeclaration {
    type Answer = DeclarationPage;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-declaration",
        route: Route::get("/customs/declarations/{declaration_id}"),
        roles: LOOKERS,
        summary: "Shows one declaration.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Declaration>(self.declaration_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let declaration = &loaded.state;
        let page = DeclarationPage {
            summary: item(declaration, loaded.version),
            header: declaration.header.clone(),
            origin: declaration.origin,
            deleted: declaration.deleted,
            editable: declaration.is_editable(),
            takes_documents: declaration.takes_documents(),
            form: declaration.form.clone(),
            documents: declaration.documents.values().map(|document| shown(declaration, document)).collect(),
            parties: declaration.parties.clone(),
            docflow: declaration.vendor.docflow,
            orphans: declaration.vendor.orphans.iter().copied().collect(),
            facts: facts_of(declaration),
            alerts: alerts(declaration),
            jobs: jobs(declaration, context.now),
            estimate: declaration.estimate.clone(),
            changed_at: declaration.changed_at,
        };
        Ok(Answer::at(loaded.version, page))
    }
}

fn shown(declaration: &Declaration, document: &Document) -> DocumentItem {
    let of = |id: DocumentId| declaration.vendor.documents.get(&id).copied();
    DocumentItem { document: document.clone(), at_vendor: of(document.id), whole: declaration.vendor.whole.contains(&document.id) }
}

fn facts_of(declaration: &Declaration) -> Vec<FactItem> {
    let of =
        |(fact, known): (AuthorityFact, &Known)| FactItem { fact, known: *known, recorded_at: declaration.learnt_at.get(&fact).copied() };
    let mut facts: Vec<FactItem> = declaration.standing.iter().map(of).collect();
    facts.sort_by_key(|item| (item.known.first_at, item.fact));
    facts
}

fn alerts(declaration: &Declaration) -> Vec<AlertItem> {
    let of = |(index, raised): (u32, &crate::declaration::Raised)| AlertItem {
        index,
        alert: raised.alert.clone(),
        at: raised.at,
        settled: raised.settled.clone(),
    };
    (0..).zip(&declaration.alerts).map(of).collect()
}

fn jobs(declaration: &Declaration, now: Moment) -> Vec<JobItem> {
    let of = |job: &crate::declaration::job::Job| JobItem {
        number: job.number,
        task: job.task.clone(),
        requested_at: job.requested_at,
        state: job.state.clone(),
        lost: job.state == JobState::Working && !job.is_working(now),
    };
    declaration.jobs.iter().rev().map(of).collect()
}
