//! Documents: looked for among those of the docflow, and made only where they are missing.

use std::collections::BTreeSet;

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Context, Line, Trigger};

use super::{Move, another_answer, known_docflow, ours, unreadable};
use crate::DocumentId;
use crate::code::{GoodsNumber, VendorDocumentId};
use crate::declaration::Declaration;
use crate::declaration::document::{AtVendor, Document};
use crate::declaration::submission::Outcome;
use crate::outside::kontur::code::UNREADABLE;
use crate::outside::kontur::content::{Content, Upload};
use crate::outside::kontur::document::{DocumentRow, NewDocument};
use crate::outside::kontur::{Answer, Request};
use crate::settings::CustomsSettings;

/// What the vendor takes as its `providingIndex` when the tenant has set nothing.
const PROVIDING_INDEX: &str = "1";

/// What follows from an answer: list, then make.
pub(super) fn next(trigger: &Trigger<'_, Declaration>, id: DocumentId, answer: Answer) -> Move {
    let declaration = trigger.state;
    let Some(document) = declaration.documents.get(&id) else { return Move::Fail(unreadable("the document is detached")) };
    if let Answer::Documents { documents } = answer {
        let found = find(declaration, document, &documents.rows);
        if found.is_none() && !documents.rejected.is_empty() {
            // It may be the one that is missing: making it again would be the second.
            return Move::Fail(ours(UNREADABLE, FailureClass::Retry, "A document of the docflow cannot be read."));
        }
        return found.map_or_else(|| create(declaration, document, trigger.context), |row| done(row, true));
    }
    let Answer::CreateDocuments { documents } = answer else { return Move::Fail(another_answer()) };
    documents.first().map_or_else(|| Move::Fail(another_answer()), |row| done(row, false))
}

const fn done(row: &DocumentRow, found: bool) -> Move {
    Move::Done(Outcome::Document { at_vendor: AtVendor { document: row.document, form: row.form }, found }, Vec::new())
}

/// The document as it is known, or one that says the same and belongs to no other (decision C40).
fn find<'a>(declaration: &Declaration, document: &Document, rows: &'a [DocumentRow]) -> Option<&'a DocumentRow> {
    let known = declaration.vendor.documents.get(&document.id).map(|known| known.document);
    let others = declaration.vendor.documents.iter().filter(|(id, _)| **id != document.id).map(|(_, there)| there.document);
    let taken: BTreeSet<VendorDocumentId> = others.chain(declaration.vendor.left.iter().copied()).collect();
    let is = |theirs: &Option<String>, ours: &str| theirs.as_deref().map(str::trim) == Some(ours);
    let same = |row: &&DocumentRow| {
        is(&row.mode, document.vendor_mode().as_str())
            && is(&row.box_44, document.box_44.as_str())
            && is(&row.number, document.number.as_str())
            && is(&row.name, document.name.as_str())
            && !taken.contains(&row.document)
    };
    rows.iter().find(|row| Some(row.document) == known).or_else(|| rows.iter().find(same))
}

fn create(declaration: &Declaration, document: &Document, context: &Context) -> Move {
    let index = CustomsSettings::of(&context.settings).providing_index.or_else(|| Line::new(PROVIDING_INDEX).ok());
    let new = |providing_index| NewDocument {
        name: document.name.clone(),
        number: document.number.clone(),
        date: document.date,
        mode: document.vendor_mode(),
        box_44: document.box_44.clone(),
        providing_index,
        common: false,
        belongs_to_all_goods: document.goods.is_empty(),
        copy_from_declaration: false,
        // It would take what the account has under this number, from whatever declaration.
        copy_if_exists: false,
    };
    let documents = index.map(new).into_iter().collect();
    known_docflow(declaration).map_or_else(Move::Fail, |docflow| Move::Ask(Request::CreateDocuments { docflow, documents }))
}

/// The scan becomes the content of the document's form; doing it again leaves it so.
pub(super) fn upload(declaration: &Declaration, id: DocumentId) -> Result<Request, OutsideError> {
    let (docflow, there) = (known_docflow(declaration)?, known(declaration, id)?);
    let document = declaration.documents.get(&id);
    let scan = document.and_then(|document| Some((document.vendor_mode(), document.file.as_ref()?)));
    let (mode, scan) = scan.ok_or_else(|| unreadable("the document has no scan"))?;
    let (key, media_type) = (scan.key(), scan.media_type.name().to_owned());
    let content = Content { key, size_bytes: scan.size_bytes, sha256: scan.sha256.clone(), media_type };
    Ok(Request::Upload { docflow, form: there.form, upload: Upload { content, file_name: scan.name.clone(), mode } })
}

/// The goods that a document concerns: all of them, when none is named.
pub(super) fn link(declaration: &Declaration, id: DocumentId) -> Result<Request, OutsideError> {
    let (docflow, there) = (known_docflow(declaration)?, known(declaration, id)?);
    let named = declaration.documents.get(&id).map(|document| &document.goods).filter(|goods| !goods.is_empty());
    let all = declaration.form.as_ref().map(|form| form.goods.numbers.clone()).unwrap_or_default();
    let goods: Vec<GoodsNumber> = named.map_or(all, |goods| goods.iter().copied().collect());
    Ok(Request::LinkGoods { docflow, document: there.document, goods })
}

fn known(declaration: &Declaration, id: DocumentId) -> Result<AtVendor, OutsideError> {
    declaration.vendor.documents.get(&id).copied().ok_or_else(|| unreadable("the document is not at the vendor"))
}
