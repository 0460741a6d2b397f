//! A model of the vendor: what is made is made again each time it is asked, nothing is deleted,
//! and a search lags behind.

#![allow(clippy::wildcard_enum_match_arm, reason = "a model of what is asked in these tests, and of nothing else")]

use std::collections::BTreeMap;

use kernel::Moment;
use kernel::reaction::{FailureClass, OutsideError};
use uuid::Uuid;

use crate::code::{DocflowId, FormId, GoodsNumber, VendorDocumentId, VendorOrganizationId};
use crate::outside::kontur::content::Content;
use crate::outside::kontur::docflow::{Docflow, Message};
use crate::outside::kontur::document::{DocumentRow, PartyBox};
use crate::outside::kontur::organization::Organization;
use crate::outside::kontur::vendor::{RejectedRow, Rows, StatusNumber};
use crate::outside::kontur::{Answer, Request, code};
use crate::samples::declarations as sample;

/// How long it takes until a search finds a docflow.
const SEARCH_LAG_MS: i64 = 3 * 60_000;

#[derive(Default)]
pub(crate) struct Vendor {
    pub(crate) docflows: BTreeMap<DocflowId, VendorDocflow>,
    pub(crate) organizations: Vec<Organization>,
    made: u128,
    /// The messages of no docflow can be read.
    pub(crate) journal_fails: Option<OutsideError>,
    /// The next docflow is made, and neither the answer nor any list says more than id and name.
    pub(crate) unreadable: Option<OutsideError>,
}

pub(crate) struct VendorDocflow {
    pub(crate) row: Docflow,
    pub(crate) documents: Vec<DocumentRow>,
    pub(crate) imported: BTreeMap<FormId, Content>,
    pub(crate) parties: BTreeMap<PartyBox, VendorOrganizationId>,
    pub(crate) uploads: BTreeMap<FormId, String>,
    pub(crate) links: BTreeMap<VendorDocumentId, Vec<GoodsNumber>>,
    pub(crate) messages: Vec<Message>,
    /// Its row says nothing but id and name.
    pub(crate) unreadable: bool,
}

fn whole<T>(rows: Vec<T>) -> Rows<T> {
    Rows { rows, rejected: Vec::new() }
}

fn refused(code: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class: FailureClass::Permanent, ..sample::error() }
}

impl Vendor {
    fn fresh(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(0xA000 + self.made)
    }

    /// A docflow that somebody made, with its own form.
    pub(crate) fn make(&mut self, name: String, now: Moment) -> Docflow {
        let id = DocflowId(self.fresh());
        let core = DocumentRow {
            document: VendorDocumentId(self.fresh()),
            form: FormId(self.fresh()),
            name: Some("ДТ".to_owned()),
            number: None,
            box_44: None,
            mode: Some("1006107E".to_owned()),
            core: true,
            gfv: None,
        };
        let row = Docflow {
            id,
            name: Some(name),
            type_number: None,
            procedure: None,
            status: StatusNumber(0),
            status_text: Some("Черновик".to_owned()),
            changed: now,
            created: Some(now),
            filer_name: None,
            inn: None,
            kpp: None,
            process_id: None,
            gtd_number: None,
        };
        let docflow = VendorDocflow {
            row: row.clone(),
            documents: vec![core],
            imported: BTreeMap::new(),
            parties: BTreeMap::new(),
            uploads: BTreeMap::new(),
            links: BTreeMap::new(),
            messages: Vec::new(),
            unreadable: false,
        };
        self.docflows.insert(id, docflow);
        row
    }

    /// Customs, or the declarant, did something.
    pub(crate) fn becomes(&mut self, docflow: DocflowId, status: i32, number: Option<&str>, at: Moment) {
        let docflow = self.docflows.get_mut(&docflow).expect("a docflow");
        docflow.row.status = StatusNumber(status);
        docflow.row.status_text = Some(format!("статус {status}"));
        docflow.row.gtd_number = number.map(str::to_owned).or(docflow.row.gtd_number.take());
        docflow.row.changed = at;
    }

    /// Customs wrote something.
    pub(crate) fn writes(&mut self, docflow: DocflowId, envelope: &str, prepared_at: Moment) {
        let message = Message {
            envelope_id: Some(envelope.to_owned()),
            processed_at: Some(prepared_at),
            prepared_at: Some(prepared_at),
            message_type: Some("CMN.11024".to_owned()),
            description: None,
            envelope: None,
        };
        self.docflows.get_mut(&docflow).expect("a docflow").messages.push(message);
    }

    pub(crate) fn call(&mut self, request: &Request, now: Moment) -> Result<Answer, OutsideError> {
        match request {
            Request::Docflows { query } => {
                let within = |at: Moment| query.changed_from.is_none_or(|from| from <= at) && query.changed_to.is_none_or(|to| at <= to);
                let rows: Vec<Docflow> =
                    self.docflows.values().map(|docflow| &docflow.row).filter(|row| within(row.changed)).cloned().collect();
                let take = usize::try_from(query.take).expect("a length");
                let complete = rows.len() < take;
                Ok(Answer::Docflows { docflows: self.shown(rows.into_iter().take(take).collect()), complete })
            }
            Request::SearchDocflows { search } => {
                let shown = |row: &&Docflow| row.created.is_some_and(|created| now.ms_since(created) >= SEARCH_LAG_MS);
                let named = |row: &&Docflow| match &search.query {
                    Some(query) => shown(row) && row.name.as_deref().is_some_and(|name| name.contains(query.as_str())),
                    None => search.docflows.contains(&row.id),
                };
                let rows = self.docflows.values().map(|docflow| &docflow.row).filter(named).cloned().collect();
                Ok(Answer::SearchDocflows { docflows: self.shown(rows), complete: true })
            }
            Request::CreateDocflow { docflow } => {
                let made = self.make(docflow.name.to_string(), now).id;
                if let Some(silence) = self.unreadable.take() {
                    self.docflows.get_mut(&made).expect("made above").unreadable = true;
                    return Err(silence);
                }
                Ok(Answer::CreateDocflow { docflow: made })
            }
            Request::Organizations => Ok(Answer::Organizations { organizations: whole(self.organizations.clone()) }),
            Request::SaveOrganization { organization } => {
                let saved = Organization { id: Some(VendorOrganizationId(self.fresh())), ..(**organization).clone() };
                self.organizations.push(saved.clone());
                Ok(Answer::SaveOrganization { organization: Box::new(saved) })
            }
            _ => self.of_docflow(request, now),
        }
    }

    /// A list: rows that say nothing but id and name cannot be read.
    fn shown(&self, rows: Vec<Docflow>) -> Rows<Docflow> {
        let (unreadable, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| self.docflows[&row.id].unreadable);
        let rejected = unreadable.into_iter().map(|row| RejectedRow {
            row: 1,
            id: Some(row.id.to_string()),
            name: row.name,
            problem: "changed is no time".to_owned(),
        });
        Rows { rows, rejected: rejected.collect() }
    }

    fn find(&mut self, docflow: &DocflowId) -> Result<&mut VendorDocflow, OutsideError> {
        self.docflows.get_mut(docflow).ok_or_else(|| refused(code::NOT_FOUND))
    }

    fn of_docflow(&mut self, request: &Request, now: Moment) -> Result<Answer, OutsideError> {
        let (document, form) = (VendorDocumentId(self.fresh()), FormId(self.fresh()));
        let journal_fails = self.journal_fails.clone();
        match request {
            Request::Documents { docflow } => Ok(Answer::Documents { documents: whole(self.find(docflow)?.documents.clone()) }),
            Request::CreateDocuments { docflow, documents } => {
                let found = self.find(docflow)?;
                let [new] = documents.as_slice() else { return Err(refused(code::VALIDATION)) };
                let row = DocumentRow {
                    document,
                    form,
                    name: Some(new.name.to_string()),
                    number: Some(new.number.to_string()),
                    box_44: Some(new.box_44.to_string()),
                    mode: Some(new.mode.to_string()),
                    core: false,
                    gfv: None,
                };
                found.documents.push(row.clone());
                found.row.changed = now;
                Ok(Answer::CreateDocuments { documents: vec![row] })
            }
            Request::ImportForm { docflow, form, content } => {
                let found = self.find(docflow)?;
                found.imported.insert(*form, content.clone());
                found.row.changed = now;
                Ok(Answer::ImportForm)
            }
            Request::SetParty { docflow, party, organization, .. } => {
                self.find(docflow)?.parties.insert(*party, *organization);
                Ok(Answer::SetParty)
            }
            Request::Upload { docflow, form, upload } => {
                self.find(docflow)?.uploads.insert(*form, upload.content.sha256.clone());
                Ok(Answer::Upload)
            }
            Request::LinkGoods { docflow, document, goods } => {
                self.find(docflow)?.links.insert(*document, goods.clone());
                Ok(Answer::LinkGoods)
            }
            Request::Messages { docflow } => match journal_fails {
                Some(error) => Err(error),
                None => Ok(Answer::Messages { messages: whole(self.find(docflow)?.messages.clone()) }),
            },
            Request::Marks { docflow } => self.find(docflow).map(|_| Answer::Marks { marks: None }),
            other => panic!("nobody asks the vendor {other:?} here"),
        }
    }
}
