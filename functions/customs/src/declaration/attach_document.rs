//! Attaches a document.

use std::collections::BTreeSet;

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{DOCUMENTS_MAX, Document, MediaType, SCAN_BYTES_MAX, Scan, scan_key};
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, goods_exist, is_sha256};
use crate::code::GoodsNumber;
use crate::reference::{self, Table};
use crate::{DeclarationId, DocumentId};

/// Attaches a document to a draft, or to a declaration that customs wants corrected.
///
/// It has our own id and our own copy of the scan; the vendor hears of it with the submission
/// (decisions C14, C15). Its kind is one of the table of document types, which says how the
/// vendor and box 44 call it (decision C17).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachDocument {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Chosen by the caller, or made from the idempotency key.
    #[serde(default)]
    pub document_id: Option<DocumentId>,
    /// What kind of document: `INVOICE`.
    pub kind: Line,
    /// What it is called; the kind's name when left out.
    #[serde(default)]
    pub name: Option<Line>,
    /// Its own number.
    pub number: Line,
    /// Its own date.
    pub date: Day,
    /// The scan, uploaded before under its hash.
    #[serde(default)]
    pub file: Option<ScanUpload>,
    /// Which goods it concerns; none named means all of them.
    #[serde(default)]
    pub goods: BTreeSet<GoodsNumber>,
}

/// An uploaded scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanUpload {
    /// The name of the file, for people.
    pub name: Line,
    /// What it is.
    pub media_type: MediaType,
    /// How long it is.
    pub size_bytes: u64,
    /// Hexadecimal SHA-256 of its bytes, in lower case.
    pub sha256: String,
}

impl Command for AttachDocument {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.attach-document",
        route: Some(Route::post("/customs/declarations/{declaration_id}/documents")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[reference::VIEW],
        summary: "Attaches a document.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, _: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        let file = self.file.as_ref().filter(|file| is_sha256(&file.sha256) && file.size_bytes <= SCAN_BYTES_MAX);
        let file = file.map(|file| Want::Content { key: scan_key(&file.sha256) });
        reference::wants(facts, &[(Table::DocumentTypes, self.kind.as_str())]).into_iter().chain(file).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        if !declaration.takes_documents() {
            return Err(DeclarationRefusal::NoDocumentsNow { status: declaration.status() });
        }
        let document = self.document(facts, context)?;
        let same = |other: &&Document| other.kind == document.kind && other.number == document.number && other.date == document.date;
        if declaration.documents.values().any(|other| same(&other) && other.id != document.id) {
            return Err(DeclarationRefusal::DocumentTwice);
        }
        if declaration.documents.get(&document.id) == Some(&document) {
            return Ok(Decision::nothing());
        }
        if declaration.documents.contains_key(&document.id) || declaration.documents.len() >= DOCUMENTS_MAX {
            return Err(DeclarationRefusal::TooManyDocuments);
        }
        goods_exist(declaration, &self.goods)?;
        Ok(Decision::of([DeclarationEvent::DocumentAttached { document: Box::new(document) }]))
    }

    fn example() -> Self {
        let document = crate::samples::declarations::document();
        let file = document.file.map(|scan| ScanUpload {
            name: scan.name,
            media_type: scan.media_type,
            size_bytes: scan.size_bytes,
            sha256: scan.sha256,
        });
        let (kind, number, date, goods) = (document.kind, document.number, document.date, document.goods);
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, document_id: None, kind, name: None, number, date, file, goods }
    }
}

impl AttachDocument {
    fn document(&self, facts: &Facts, context: &Context) -> Result<Document, DeclarationRefusal> {
        let today = context.now.day_in(context.settings.time_zone);
        let entry = reference::read_on(facts, Table::DocumentTypes, self.kind.as_str(), today);
        let entry = entry.ok_or(DeclarationRefusal::UnknownDocumentKind)?;
        let kind = entry.document_type().ok_or(DeclarationRefusal::UnknownDocumentKind)?;
        Ok(Document {
            id: self.document_id.unwrap_or_else(|| context.fresh_id(0)),
            kind: self.kind.clone(),
            mode: kind.mode.clone(),
            box_44: kind.box_44.clone(),
            name: self.name.clone().unwrap_or_else(|| entry.name.clone()),
            number: self.number.clone(),
            date: self.date,
            file: self.file.as_ref().map(|file| scan(file, facts)).transpose()?,
            goods: self.goods.clone(),
        })
    }
}

/// The scan, as far as it is what was said of it.
fn scan(file: &ScanUpload, facts: &Facts) -> Result<Scan, DeclarationRefusal> {
    if !is_sha256(&file.sha256) {
        return Err(DeclarationRefusal::NotAHash);
    }
    if !(1..=SCAN_BYTES_MAX).contains(&file.size_bytes) {
        return Err(DeclarationRefusal::FileTooLarge);
    }
    let bytes = facts.content(&scan_key(&file.sha256)).ok_or(DeclarationRefusal::FileMissing)?;
    if crate::code::sha256(bytes) != file.sha256 || u64::try_from(bytes.len()).ok() != Some(file.size_bytes) {
        return Err(DeclarationRefusal::FileDiffers);
    }
    if !file.media_type.begins(bytes) {
        return Err(DeclarationRefusal::FileUnlikeItsType);
    }
    let ScanUpload { name, media_type, size_bytes, sha256 } = file.clone();
    Ok(Scan { name, media_type, size_bytes, sha256 })
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    fn draft() -> testkit::decision::Given<Declaration> {
        given::<Declaration>([samples::created(), samples::form_saved()]).with_tables()
    }

    fn attach() -> AttachDocument {
        AttachDocument { document_id: Some(samples::document_id()), ..AttachDocument::example() }
    }

    #[test]
    fn c14_a_document_is_attached_by_our_own_id_before_the_vendor_knows_it() {
        let scan = samples::document().file.expect("the sample has a scan");
        draft().content(&scan.key(), samples::SCAN).when(attach()).then([samples::document_attached()]);
    }

    #[test]
    fn c15_the_scan_must_be_there_and_be_what_was_said_of_it() {
        let scan = samples::document().file.expect("the sample has a scan");
        draft().when(attach()).refused(DeclarationRefusal::FileMissing);
        draft().content(&scan.key(), "%PDF-2.0\n").when(attach()).refused(DeclarationRefusal::FileDiffers);
        let with = |change: fn(&mut ScanUpload)| {
            let mut attach = attach();
            attach.file.as_mut().map(change);
            draft().content(&scan.key(), samples::SCAN).when(attach)
        };
        with(|file| file.size_bytes = SCAN_BYTES_MAX + 1).refused(DeclarationRefusal::FileTooLarge);
        with(|file| file.sha256 = "../x".to_owned()).refused(DeclarationRefusal::NotAHash);
        with(|file| file.media_type = MediaType::Jpeg).refused(DeclarationRefusal::FileUnlikeItsType);
    }

    #[test]
    fn c17_a_kind_that_customs_does_not_know_is_refused() {
        let attach = AttachDocument { kind: crate::samples::line("POEM"), file: None, ..attach() };
        draft().when(attach).refused(DeclarationRefusal::UnknownDocumentKind);
    }

    #[test]
    fn c19_goods_that_do_not_exist_are_refused() {
        let attach = AttachDocument { goods: samples::numbers(&[1, 21]), file: None, ..attach() };
        draft().when(attach).refused(DeclarationRefusal::NoSuchGoods { number: 21 });
    }

    #[test]
    fn c12_documents_are_attached_to_a_draft_or_where_customs_asks_for_them() {
        let attach = || AttachDocument { file: None, ..attach() };
        let sent = given::<Declaration>([samples::created(), samples::form_saved(), samples::sent()]).with_tables();
        sent.when(attach()).refused(DeclarationRefusal::NoDocumentsNow { status: Status::Sent });
        let asked = given::<Declaration>([samples::created(), samples::form_saved(), samples::correction_requested()]).with_tables();
        asked.when(attach()).accepted();
        nothing::<Declaration>().with_tables().when(attach()).refused(DeclarationRefusal::NotFound);
    }

    #[test]
    fn c40_a_document_is_attached_once() {
        let scan = samples::document().file.expect("the sample has a scan");
        let attached = || {
            let attached = given::<Declaration>([samples::created(), samples::form_saved(), samples::document_attached()]);
            attached.with_tables().content(&scan.key(), samples::SCAN)
        };
        attached().when(attach()).then([]);
        let again = AttachDocument { document_id: None, ..attach() };
        attached().when(again).refused(DeclarationRefusal::DocumentTwice);
        let other = AttachDocument { number: crate::samples::line("INV-2"), ..attach() };
        attached().when(other).refused(DeclarationRefusal::TooManyDocuments);
    }
}
